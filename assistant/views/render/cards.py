"""Recommendations: as one picture, whole as a card, or many in a short list."""

from collections import Counter
from collections.abc import Collection, Sequence

from assistant.domain import Citation, Field, Part, Quote, Recommendation, RecommendationKey
from assistant.domain.marks import words_only
from assistant.views.render import citing, quotes, wording
from assistant.views.render.citing import foot, link, show
from assistant.views.render.edition import Edition
from assistant.views.render.elements import (
    NOTHING,
    Html,
    button,
    folded,
    joined,
    named_values,
    tag,
    text,
    unseen,
)
from assistant.views.render.words import words

# In the order in which a document defines its statuses: from not begun to done.
_SHAPES = ("○", "◐", "●", "◆", "■", "▲")
# More marks than this are no picture any more.
_MOST = 60


def chart(edition: Edition, meant: Collection[RecommendationKey] | None = None) -> Html:
    """Draw every recommendation, a link to its card each, with the figures as a table; faint if not `meant`."""
    items = edition.recommendations
    if not 0 < len(items) <= _MOST:
        return NOTHING
    areas = tuple(dict.fromkeys(item.area for item in items))
    counts = Counter(item.status for item in items)
    key = [tag.li(f"{shape(s, edition)} {s}: {counts[s]}") for s in edition.statuses]
    rows = (_row(area, edition, meant) for area in areas)
    n = wording.plural(len(items), "recommendation")
    said = f"The {n} at a glance: choose one to read it"
    if meant is not None:
        said = f"These {len(meant)} among all {len(items)}"
    return tag.section(
        tag.h3(said, class_="picture-title"),
        tag.ul(*key, role="list", class_="key") if key else NOTHING,
        *rows,
        folded("The same as a table", figures(items, areas, edition.statuses)),
        class_="picture",
    )


def shape(status: str, edition: Edition) -> str:
    """Give a status the shape that stands for it, besides its word; nothing for none."""
    return _SHAPES[edition.statuses.index(status) % len(_SHAPES)] if status else ""


def _row(area: str, edition: Edition, meant: Collection[RecommendationKey] | None) -> Html:
    marks = (
        tag.li(_mark(item, edition, is_faint=meant is not None and item.key not in meant))
        for item in edition.recommendations
        if item.area == area
    )
    name = tag.h4(area) if area else NOTHING
    return tag.div(name, tag.ul(*marks, role="list"), class_="marks")


def _mark(item: Recommendation, edition: Edition, *, is_faint: bool) -> Html:
    return tag.a(
        unseen("Recommendation "),
        tag.strong(item.number),
        tag.span(shape(item.status, edition)),
        unseen(f" {item.status}" + (", not in this list" if is_faint else "")),
        href=link(item, edition),
        title=words_only(item.priority.text or item.action.text),
        class_=f"mark status-{item.status.lower()}" + (" faint" if is_faint else ""),
    )


def figures(items: Sequence[Recommendation], areas: Sequence[str], statuses: Sequence[str]) -> Html:
    """Set the chart's figures out as a table."""
    counts = Counter((item.area, item.status) for item in items)
    head = [tag.th(name, scope="col") for name in ("Area", *statuses, "Total")]

    def row(name: str, wanted: Sequence[str]) -> Html:
        cells = [sum(counts[(area, status)] for area in wanted) for status in statuses]
        total = sum(item.area in wanted for item in items)
        return tag.tr(tag.th(name, scope="row"), *(tag.td(str(cell)) for cell in (*cells, total)))

    return tag.table(
        tag.caption("Recommendations by area and status"),
        tag.thead(tag.tr(*head)),
        tag.tbody(*(row(area, [area]) for area in areas), row("All", areas)),
        class_="figures",
    )


_IN_LINES: tuple[Field, ...] = ("action", "responsible")


def card(
    item: Recommendation,
    edition: Edition,
    *,
    citation: Citation | None = None,
    line: Html = NOTHING,
    stated: Sequence[Part] = (),
    note: str = "",
) -> Html:
    """Show a recommendation whole, nothing of it twice.

    Args:
        citation: the quote that is cut from it, in an answer.
        line: the words of it that answer, shown above all others.
        stated: the parts that the line shows.
        note: a remark, such as a near tie.
    """
    quote = edition.quote(item)
    rest = Quote(tuple(part for part in quote.parts if part not in stated))
    of = f"recommendation {item.number}"
    place = citing.place_of(citation) if citation else citing.written_place(item.id, item.spans)
    return tag.article(
        tag.div(
            tag.h3(f"Recommendation {item.number}", class_="card-number"),
            tag.span(item.area, class_="area") if item.area else NOTHING,
            show(place, of, citation.marker if citation else None),
            class_="card-head",
        ),
        line,
        *(tag.p(_lines(part), class_="priority") for part in rest.of("priority")),
        _fields(item, rest, edition),
        tag.p(note, class_="note") if note else NOTHING,
        foot(quote, item, edition, of=of, address=link(item, edition)),
        class_="card",
    )


def short_list(items: Sequence[Recommendation], edition: Edition) -> Html:
    """Show recommendations in brief; each opens as a card, and says whose it is if they differ."""
    of_several = len({item.document_id for item in edition.recommendations}) > 1
    rows = [
        tag.li(
            button(f"Recommendation {item.number}", "card", item.id, class_="link"),
            tag.span(words(item.priority, item.document_id), class_="priority"),
            badges(item, edition),
            tag.span(f"Responsible: {item.responsible.text}", class_="who"),
            tag.span(f"From: {edition.entry(item.document_id).short_title}", class_="who")
            if of_several
            else NOTHING,
        )
        for item in items
    ]
    return tag.ol(*rows, class_="short-list", role="list")


def badges(item: Recommendation, edition: Edition) -> Html:
    """Show area, status and strength in words; shape and colour only repeat them."""
    shown = [tag.li(item.area, class_="badge")] if item.area else []
    if item.status:
        shown.append(tag.li(_badge(item.status, edition)))
    shown += [tag.li(f"{n}: {v}", class_="badge") for n, v in _graded(item)]
    return tag.ul(*shown, class_="badges", role="list")


def _badge(status: str, edition: Edition) -> Html:
    tone = f"badge status status-{status.lower()}"
    return tag.strong(f"{shape(status, edition)} {status}", class_=tone)


def _graded(item: Recommendation) -> list[tuple[str, str]]:
    graded = (("Strength", item.strength), ("Certainty", item.certainty))
    return [(name, value) for name, value in graded if value]


def _fields(item: Recommendation, quote: Quote, edition: Edition) -> Html:
    fields = [
        (quotes.LABELS[name], joined(*(_lines(part) for part in quote.of(name))))
        for name in _IN_LINES
        if quote.of(name)
    ]
    if quote.of("status"):
        fields.append((quotes.LABELS["status"], _status(quote.of("status"), item, edition)))
    fields += [(name, text(value)) for name, value in _graded(item)]
    return named_values(fields)


def _lines(part: Part) -> Html:
    """Show a cell line by line, as it stands."""
    first, *rest = part.text.split("\n")
    return joined(text(first), *(tag.span(line, class_="line-below") for line in rest))


def _status(parts: Sequence[Part], item: Recommendation, edition: Edition) -> Html:
    """Show the status with what it means, and below what is said beside it."""
    own = [part for part in parts if part.text == item.status]
    details = [line for part in parts if part not in own for line in part.text.split("\n")]
    return joined(
        *(joined(_badge(part.text, edition), f" {part.meaning}") for part in own),
        *(tag.span(line, class_="status-detail") for line in details),
    )
