"""A response as the page shows it: what answers first, then its cards and quotes; the rest is folded."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from assistant.domain import Abstention, Answer, Citation, DocumentId, Part, Quote, Response
from assistant.views.render import citing, quotes, wording
from assistant.views.render.cards import card, chart, short_list
from assistant.views.render.citing import foot, show
from assistant.views.render.edition import Edition
from assistant.views.render.elements import NOTHING, Html, button, folded, joined, tag

# More cards than this are a list to look through, not an answer to read: they are shown in brief.
_FULL_CARDS = 5

_FEEDBACK = (
    ("Useful", "useful"),
    ("Wrong recommendation", "wrong recommendation"),
    ("Wrong quote", "wrong quote"),
    ("Something is missing", "missing"),
)


# What undoing how a question was read sends; anything else does it again.
AS_WRITTEN = "as written"


@dataclass(frozen=True, slots=True)
class Setting:
    """How a question was asked, and what may be done with its answer.

    Attributes:
        as_written: whether the person undid how the question was read.
        document: the one that it was kept to; empty for any.
        is_newest: whether it can be asked again in another way: only the last of a conversation can.
        takes_feedback: whether remarks are kept, and so asked for.
    """

    as_written: bool = False
    document: DocumentId = ""
    is_newest: bool = True
    takes_feedback: bool = False


def answer(response: Response, edition: Edition, setting: Setting | None = None) -> Html:
    """Show what a question gets."""
    setting = setting or Setting()
    if isinstance(response, Answer):
        tone, body = "lead-yes", _answered(response, edition)
    else:
        tone, body = "lead-no", _where_to_turn(response)
    return tag.div(
        _read_as(response, setting),
        _kept_to(setting, edition),
        tag.p(
            tag.strong(f"{wording.label(response)}.", class_="lead-label"),
            " ",
            wording.lead(response, edition),
            class_=f"lead {tone}",
        ),
        body,
        _next_questions(response.next_questions),
        tag.div(_related(response, edition), _why(response, edition, setting), class_="more"),
        class_="answer",
    )


def _answered(response: Answer, edition: Edition) -> Html:
    """Show each citation once, best first: as its recommendation's card, or as a quote."""
    shown = [r.recommendation for r in response.recommendations]
    is_list = response.firmness == "records" and len(shown) > 1
    picture = chart(edition, {item.key for item in shown}) if is_list else NOTHING
    is_brief = len(shown) > _FULL_CARDS
    brief = short_list(shown, edition) if is_brief else NOTHING
    cited = (c for c in response.citations if not is_brief or c.recommendation is None)
    beside = [] if is_brief else [ranked.recommendation for ranked in response.beside]
    named = [tag.h3(wording.BESIDE), short_list(beside, edition)] if beside else []
    said = [tag.p(quotes.entry(fact)) for fact in response.entries]
    line = tag.div(*said, class_="line") if said else NOTHING
    return joined(picture, line, brief, *(_block(c, response, edition) for c in cited), *named)


def _block(citation: Citation, response: Answer, edition: Edition) -> Html:
    stated = _stated(citation, response)
    item = edition.recommendation_of(citation)
    if item is None:
        return quote(citation, edition, _address(response), stated)
    ranked = next((r for r in response.recommendations if r.recommendation.key == item.key), None)
    note = wording.note(ranked) if ranked else ""
    is_undecided = response.headline is not None and response.headline.is_undecided
    line = _line(stated, is_undecided=is_undecided)
    return card(item, edition, citation=citation, line=line, stated=stated, note=note)


def _stated(citation: Citation, response: Answer) -> tuple[Part, ...]:
    """Give the words that answer, where they are this citation's."""
    headline = response.headline
    said = (headline, *headline.beside) if headline else ()
    return next((each.parts for each in said if each.marker == citation.marker), ())


def _line(stated: Sequence[Part], *, is_undecided: bool = False) -> Html:
    """Show the words that answer above everything, under what they are; undecided ones say neither yes nor no."""
    if not stated:
        return NOTHING
    label = quotes.LABELS.get(stated[0].field, "")
    lines = (tag.p(line) for part in stated for line in quotes.quoted(part))
    return tag.div(
        tag.p(quotes.UNDECIDED, class_="line-of") if is_undecided else NOTHING,
        tag.p(f"{label}: ", class_="line-of") if label else NOTHING,
        *lines,
        class_="line",
    )


def quote(citation: Citation, edition: Edition, address: str, stated: Sequence[Part] = ()) -> Html:
    """Show words that are no recommendation's, with their place.

    Args:
        address: where a link to it leads.
        stated: the words of it that answer: shown large, and not a second time.
    """
    rest = tuple(part for part in citation.quote.parts if part not in stated)
    of = f"quote {citation.marker}"
    return tag.article(
        tag.p(
            edition.entry(citation.document_id).short_title,
            show(citing.place_of(citation), of, citation.marker),
            class_="card-head",
        ),
        _line(stated),
        quotes.shown(Quote(rest)) if rest else NOTHING,
        foot(citation.quote, citation, edition, of=of, address=address),
        class_="card",
    )


def _where_to_turn(abstention: Abstention) -> Html:
    lines = (
        ("What it seems to be about: ", abstention.topic),
        ("Where to turn: ", abstention.turn_to),
    )
    said = [tag.p(tag.strong(name), value) for name, value in lines if value]
    return tag.div(*said, class_="turn-to") if said else NOTHING


def _read_as(response: Response, setting: Setting) -> Html:
    """Show what was changed in the question, and the way back; courtesy taken off is no news."""
    changes = [change for change in response.corrections if change.kind != "courtesy"]
    if setting.as_written:
        way_back = button("Read it with corrections again", "undo", "as read")
        return _said("Searched for exactly what you wrote", way_back, setting)
    if not changes:
        return NOTHING
    way_back = button("Search for exactly what I wrote", "undo", AS_WRITTEN)
    return _said("; ".join(map(wording.correction, changes)), way_back, setting)


def _kept_to(setting: Setting, edition: Edition) -> Html:
    """Say that one document only was searched, and give the way back to all."""
    if not setting.document:
        return NOTHING
    title = edition.entry(setting.document).short_title
    way_back = button("Search all documents", "keep", "")
    return _said(f"Only {title} was searched", way_back, setting)


def _said(said: str, way_back: Html, setting: Setting) -> Html:
    return tag.p(f"{said}. ", way_back if setting.is_newest else NOTHING, class_="read-as")


def _related(response: Response, edition: Edition) -> Html:
    """Fold what is near; open only where another document says what the one named does not."""
    if not response.related:
        return NOTHING
    heading = wording.near(response)
    items = (
        tag.li(
            quotes.shown(citation.quote),
            tag.p(citing.in_words(citation, edition), class_="place"),
            show(citing.place_of(citation), f"{heading.lower()}, {at}"),
        )
        for at, citation in enumerate(response.related, start=1)
    )
    return folded(
        f"{heading} ({len(response.related)})",
        tag.ul(*items, role="list"),
        class_="related",
        open=isinstance(response, Abstention) and bool(response.silent),
    )


def _next_questions(questions: Sequence[str]) -> Html:
    if not questions:
        return NOTHING
    buttons = (tag.li(button(asked, "ask", asked, class_="suggestion")) for asked in questions)
    listed = tag.ul(*buttons, role="list", class_="suggestions")
    return tag.div(tag.h3("You could ask next"), listed, class_="next")


def _why(response: Response, edition: Edition, setting: Setting) -> Html:
    """Fold why this was found, and which texts were searched: a printed answer can be checked later."""
    citations = response.citations if isinstance(response, Answer) else ()
    reasons = [tag.li(said) for c in citations if (said := _reasons(c))]
    others = [
        button(f"Search only {entry.short_title}", "keep", entry.id)
        for entry in edition.documents
        if setting.is_newest and len(edition.documents) > 1 and entry.id != setting.document
    ]
    remarks = [
        button(name, "feedback", f"{kind}|{response.question}")
        for name, kind in _FEEDBACK
        if setting.takes_feedback and setting.is_newest
    ]
    link = button("Copy link to this question", "copy-link", _address(response))
    return folded(
        wording.WHY if reasons else wording.SEARCHED,
        tag.ul(*reasons) if reasons else NOTHING,
        tag.p(wording.searched(edition, setting.document), class_="stamp"),
        tag.p(*others, link, class_="actions"),
        tag.p("Was this right? ", *remarks, class_="actions feedback") if remarks else NOTHING,
        class_="why",
    )


def _address(response: Response) -> str:
    return "?" + urlencode({"q": response.question})


def _reasons(citation: Citation) -> str:
    said = "; ".join(f"{name}: {value}" for name, value in wording.reasons(citation.why))
    return f"[{citation.marker}] {said}" if said else ""
