"""What is taken away as a file: conversation, list, gap analysis, CPD note."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from assistant.domain import Abstention, Answer, Citation, Recommendation, Response
from assistant.views.render import citing, quotes, wording
from assistant.views.render.edition import Edition
from assistant.views.render.files import Block, Kind, Paper, Table, Takeaway
from assistant.views.render.json import SCHEMA, recommendation_json, response_json
from assistant.views.render.sentences import table

_LOCAL_STATUS = "Local status"
# The name and title under which all recommendations go, to be compared with what is true locally.
GAP_ANALYSIS = ("gap-analysis", "Gap analysis")


def conversation(responses: Sequence[Response], edition: Edition, today: date) -> Takeaway:
    """Take a conversation away with its sources."""
    title = f"{wording.TITLE}: conversation of {wording.day(today.isoformat())}"
    blocks = [block for response in responses for block in _told(response, edition)]
    rows = tuple(row for response in responses for row in _rows(response, edition))
    turns = [response_json(response, edition.index) for response in responses]
    columns, notes = table("conversation_columns"), _notes(title, edition, today)
    sheet = Table("Conversation", columns, rows, notes)
    paper = _paper(title, blocks, edition, today)
    return Takeaway("conversation", paper, sheet, {"schema": SCHEMA, "turns": turns})


def recommendations(
    items: Sequence[Recommendation],
    edition: Edition,
    today: date,
    name: str = "recommendations",
    title: str = "Recommendations",
) -> Takeaway:
    """Take recommendations away, as a table with room for what is true locally."""
    blocks = [block for item in items for block in _recommendation(item, edition, "heading")]
    rows = tuple(_row(item, edition) for item in items)
    # The documents' own statuses, so that both columns speak one language.
    stated = (edition.entry(item.document_id).statuses or wording.LOCAL_STATUSES for item in items)
    choices = tuple((*statuses, wording.NOT_APPLICABLE) for statuses in stated)
    columns, notes = table("recommendation_columns"), _notes(title, edition, today)
    sheet = Table(title, columns, rows, notes, _LOCAL_STATUS, choices)
    paper = _paper(title, blocks, edition, today)
    return Takeaway(name, paper, sheet, [recommendation_json(item) for item in items])


def cpd_note(
    responses: Sequence[Response], reflection: str, edition: Edition, today: date
) -> Takeaway:
    """Take a CPD note away: questions, recommendations, own reflection."""
    blocks = [Block("heading", "What I looked up")]
    blocks += (Block("item", f"{r.question}\n{wording.summary(r)}") for r in responses)
    answers = (response for response in responses if isinstance(response, Answer))
    items = {r.recommendation.key: r.recommendation for a in answers for r in a.recommendations}
    blocks.append(Block("heading", "What the guidance says"))
    for item in items.values():
        blocks += _recommendation(item, edition, "subheading")
    blocks.append(Block("heading", "My reflection"))
    blocks.append(Block("paragraph", reflection.strip() or wording.UNWRITTEN))
    title = f"CPD note, {wording.day(today.isoformat())}"
    return Takeaway("cpd-note", _paper(title, blocks, edition, today))


def _paper(title: str, blocks: Iterable[Block], edition: Edition, today: date) -> Paper:
    warned = (Block("paragraph", said, "Please note") for said in wording.overdue(edition, today))
    sources = (Block("item", cited) for cited in _cited(edition))
    told = (*warned, *blocks, Block("heading", "Sources"), *sources)
    return Paper(title, told, _taken(edition, today))


def _taken(edition: Edition, today: date) -> str:
    return f"Taken on {wording.day(today.isoformat())} from index {edition.index.id}."


def _notes(title: str, edition: Edition, today: date) -> tuple[str, ...]:
    meanings = [
        f"{status}: {meaning} ({entry.short_title})"
        for entry in edition.documents
        for status, meaning in edition.index.status_meanings.get(entry.id, {}).items()
    ]
    said = (title, _taken(edition, today), wording.NOT_ADVICE, *wording.overdue(edition, today))
    return (*said, *meanings, *_cited(edition))


def _told(response: Response, edition: Edition) -> Iterator[Block]:
    yield Block("heading", response.question)
    if response.corrections:
        yield Block("paragraph", response.read_as, "Read as")
    yield Block("paragraph", wording.lead(response, edition), wording.label(response))
    if isinstance(response, Abstention):
        if response.turn_to:
            yield Block("paragraph", response.turn_to, "Where to turn")
        return
    for line in quotes.headline(response):
        yield Block("paragraph", line)
    for citation in () if response.is_told else response.citations:
        if citation.recommendation:
            yield Block("subheading", f"Recommendation {citation.recommendation}")
        for label, lines in quotes.labelled(citation.quote.parts):
            yield from (Block("quote", line, "" if at else label) for at, line in enumerate(lines))
        entry = edition.entry(citation.document_id)
        cited = citing.vancouver(entry, citing.in_reference(citation, edition))
        yield Block("paragraph", f"[{citation.marker}] {cited}")


def _recommendation(item: Recommendation, edition: Edition, kind: Kind) -> Iterator[Block]:
    said = quotes.labelled(edition.quote(item).parts)
    fields = (
        ("Area", [item.area]),
        *((label, lines) for label, lines in said if label != table("labels")["priority"]),
        ("Place", [citing.in_words(item, edition)]),
    )
    yield Block(kind, f"Recommendation {item.number}: {item.priority.text}")
    for name, lines in fields:
        if any(lines):
            yield Block("item", " / ".join(lines), name)


def _cited(edition: Edition) -> list[str]:
    return [citing.vancouver(entry, "") for entry in edition.documents]


def _rows(response: Response, edition: Edition) -> Iterator[tuple[str, ...]]:
    asked, result, index = response.question, wording.label(response), edition.index.id
    if isinstance(response, Abstention):
        yield (asked, result, "", "", "", response.turn_to, "", "", "", index)
        return
    found: list[Citation | Recommendation] = [r.recommendation for r in response.recommendations]
    for cited in (*found, *response.citations):
        of = edition.recommendation_of(cited)
        kind = "quote" if isinstance(cited, Citation) else "recommendation"
        words = quotes.plain(cited.quote if isinstance(cited, Citation) else edition.quote(cited))
        owned = (of.responsible.text, of.status) if of else ("", "")
        named = (cited.document_id, of.number if of else "", words, *owned)
        yield (asked, result, kind, *named, citing.in_reference(cited, edition), index)


def _row(item: Recommendation, edition: Edition) -> tuple[str, ...]:
    said = (item.priority.text, item.action.text, item.responsible.text, item.status)
    named = (edition.entry(item.document_id).short_title, item.number, item.area)
    return (*named, *said, item.status_detail.text, "", "", "", "", "")
