"""All recommendations to look through: narrowing, order, counts, chart and table."""

from collections.abc import Callable, Sequence

from assistant.domain import Recommendation, number_order
from assistant.views.render.edition import Edition
from assistant.views.render.markup import Html, Template
from assistant.views.render.visible import visible

_PAGE = Template("listing.html")
listing, several, of_role = _PAGE.listing, _PAGE.several, _PAGE.of_role

ALL = "All"
ORDERS = ("Number", "Area", "Status")


def choices(values: Sequence[str], count: Callable[[str], int]) -> list[tuple[str, str]]:
    """Offer values, an empty one as all, each with how many recommendations it would leave."""
    return [(visible(f"{value or ALL} ({count(value)})"), value) for value in values]


def in_order(
    items: Sequence[Recommendation], order: str, edition: Edition
) -> tuple[Recommendation, ...]:
    """Sort by number, or by area or status in the documents' own order and then by number."""
    ids = [entry.id for entry in edition.documents]
    ranked = {"Area": edition.records.areas, "Status": edition.statuses}.get(order, ())
    field = order.lower()

    def key(item: Recommendation) -> tuple[int, int, tuple[tuple[int, int, str], ...]]:
        value = getattr(item, field) if ranked else ""
        place = ranked.index(value) if value in ranked else len(ranked)
        return place, ids.index(item.document_id), number_order(item.number)

    return tuple(sorted(items, key=key))


def opened(item: Recommendation, items: Sequence[Recommendation], edition: Edition) -> Html:
    """Show one recommendation whole, with the ones before and after it in the list."""
    at = next((n for n, other in enumerate(items) if other.key == item.key), len(items))
    before = items[at - 1] if 0 < at < len(items) else None
    after = items[at + 1] if at + 1 < len(items) else None
    return _PAGE.opened(item, before, after, edition)
