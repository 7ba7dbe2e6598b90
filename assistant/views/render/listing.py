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
    places = {value: place for place, value in enumerate(ranked)}

    def key(item: Recommendation) -> tuple[object, ...]:
        place = places.get(getattr(item, order.lower()), len(ranked)) if ranked else 0
        return place, ids.index(item.document_id), number_order(item.number)

    return tuple(sorted(items, key=key))


def opened(item: Recommendation, items: Sequence[Recommendation], edition: Edition) -> Html:
    """Show one recommendation whole, with the ones before and after it in the list."""
    around = [None, *items, None]
    at = next((n for n, other in enumerate(items, start=1) if other.key == item.key), 0)
    before, after = (around[at - 1], around[at + 1]) if at else (None, None)
    return _PAGE.opened(item, before, after, edition)
