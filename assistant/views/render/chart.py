"""The recommendations as one picture: a mark for each, by area, its shape and colour its status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from assistant.domain import Recommendation, RecommendationKey
from assistant.domain.marks import words_only
from assistant.views.render import wording
from assistant.views.render.citing import link
from assistant.views.render.edition import Edition
from assistant.views.render.elements import NOTHING, Html, folded, tag, unseen

# In the order in which a document defines its statuses: from not begun to done.
_SHAPES = ("○", "◐", "●", "◆", "■", "▲")
# More marks than this are no picture any more.
_MOST = 60


def chart(edition: Edition, meant: Collection[RecommendationKey] | None = None) -> Html:
    """Draw every recommendation, each a link to its card, with the figures as a table.

    Args:
        meant: which of them an answer lists; the others are drawn faint. None: all are as plain.
    """
    items = edition.recommendations
    if not 0 < len(items) <= _MOST:
        return NOTHING
    areas = tuple(dict.fromkeys(item.area for item in items))
    rows = (_row(area, edition, meant) for area in areas)
    said = wording.picture(len(items), None if meant is None else len(meant))
    return tag.section(
        tag.h3(said, class_="picture-title"),
        _key(edition),
        *rows,
        folded("The same as a table", figures(items, areas, edition.statuses)),
        class_="picture",
    )


def shape(status: str, edition: Edition) -> str:
    """Give a status the shape that stands for it, besides its word; nothing for none."""
    return _SHAPES[edition.statuses.index(status) % len(_SHAPES)] if status else ""


def _key(edition: Edition) -> Html:
    counts = Counter(item.status for item in edition.recommendations)
    said = (
        tag.li(f"{shape(status, edition)} {status}: {counts[status]}")
        for status in edition.statuses
    )
    return tag.ul(*said, role="list", class_="key") if edition.statuses else NOTHING


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
