"""All recommendations to look through: narrowing, order, counts, chart and table."""

from collections.abc import Callable, Sequence

from assistant.domain import Recommendation, number_order
from assistant.views.render import wording
from assistant.views.render.cards import card, chart, short_list
from assistant.views.render.edition import Edition
from assistant.views.render.elements import NOTHING, Html, button, folded, tag
from assistant.views.render.visible import visible

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
    ranked = {"Area": edition.areas, "Status": edition.statuses}.get(order, ())
    field = order.lower()

    def key(item: Recommendation) -> tuple[int, int, tuple[tuple[int, int, str], ...]]:
        value = getattr(item, field) if ranked else ""
        place = ranked.index(value) if value in ranked else len(ranked)
        return place, ids.index(item.document_id), number_order(item.number)

    return tuple(sorted(items, key=key))


def listing(items: Sequence[Recommendation], edition: Edition) -> Html:
    """Show what the filters leave, in brief, with chart and figures."""
    if not items:
        return tag.div(tag.p(wording.NOTHING_SHOWN, role="status"))
    total = len(edition.recommendations)
    counted = f"{len(items)} of {wording.plural(total, 'recommendation')}"
    drawn = chart(edition, {item.key for item in items})
    return tag.div(
        tag.h2(counted, class_="count"),
        tag.p(counted, role="status", class_="unseen"),
        folded("These as a picture, by area and status", drawn) if drawn else NOTHING,
        short_list(items, edition),
        class_="listing",
    )


def opened(item: Recommendation, items: Sequence[Recommendation], edition: Edition) -> Html:
    """Show one recommendation whole, with the ones before and after it in the list."""
    at = next((n for n, other in enumerate(items) if other.key == item.key), len(items))
    beside = [("Previous", items[at - 1])] if 0 < at < len(items) else []
    beside += [("Next", items[at + 1])] if at + 1 < len(items) else []
    steps = [button("Back to the list", "card", "", class_="link")]
    steps += [button(f"{step}: {r.number}", "card", r.id, class_="link") for step, r in beside]
    return tag.div(
        tag.p(*steps, class_="actions steps"),
        tag.h2("One recommendation", class_="unseen"),
        card(item, edition),
        class_="opened",
        tabindex="-1",
    )


def several(items: Sequence[Recommendation], edition: Edition) -> Html:
    """Show the recommendations of one number, where several documents have one."""
    said = f"{len(items)} documents have a recommendation {items[0].number}"
    return tag.div(tag.h2(said, class_="count"), short_list(items, edition), class_="listing")


def of_role(
    name: str, named: Sequence[str], items: Sequence[Recommendation], edition: Edition
) -> Html:
    """Show everything that falls to some people, and by which words of the column they are named."""
    total = wording.plural(len(edition.recommendations), "recommendation")
    return tag.div(
        tag.h2(name, class_="question"),
        tag.p(f"{len(items)} of {total}", role="status", class_="count"),
        tag.p(wording.role_read(named), class_="hint"),
        short_list(items, edition),
        class_="listing",
    )
