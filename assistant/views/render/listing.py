"""All recommendations to look through: narrowing, order, counts, chart and table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.domain import Recommendation, number_order
from assistant.views.render import wording
from assistant.views.render.cards import card, cards, short_list
from assistant.views.render.chart import figures
from assistant.views.render.edition import Edition
from assistant.views.render.elements import NOTHING, Html, button, element
from assistant.views.render.visible import visible

ALL = "All"
ORDERS = ("Number", "Area", "Status")


@dataclass(frozen=True, slots=True)
class Choice:
    """What can be chosen in a filter, with how many recommendations it would leave."""

    value: str
    label: str


def choices(values: Sequence[str], count: Callable[[str], int], total: int) -> list[Choice]:
    """Offer everything, then each value that occurs."""
    offered = [Choice("", f"{ALL} ({total})")]
    return offered + [Choice(value, visible(f"{value} ({count(value)})")) for value in values]


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
        return element("div", element("p", wording.NOTHING_SHOWN, role="status"))
    total = len(edition.recommendations)
    counted = f"{len(items)} of {wording.plural(total, 'recommendation')}"
    return element(
        "div",
        element("h2", counted, class_="count"),
        element("p", counted, role="status", class_="unseen"),
        chart(items, edition),
        short_list(items, edition),
        class_="listing",
    )


def opened(item: Recommendation, items: Sequence[Recommendation], edition: Edition) -> Html:
    """Show one recommendation whole, with the ones before and after it in the list."""
    at = next((n for n, other in enumerate(items) if other.key == item.key), None)
    before = items[at - 1] if at else None
    after = items[at + 1] if at is not None and at + 1 < len(items) else None
    steps = [button("Back to the list", "card", "", class_="link")]
    if before:
        steps.append(button(f"Previous: {before.number}", "card", before.id, class_="link"))
    if after:
        steps.append(button(f"Next: {after.number}", "card", after.id, class_="link"))
    return element(
        "div",
        element("p", *steps, class_="actions steps"),
        element("h2", "One recommendation", class_="unseen"),
        card(item, edition),
        class_="opened",
        tabindex="-1",
    )


def chart(items: Sequence[Recommendation], edition: Edition) -> Html:
    """Draw status by area, one square per recommendation, with the same figures as a table."""
    areas = [area for area in edition.areas if any(item.area == area for item in items)]
    statuses = edition.statuses
    rows = (
        element(
            "div",
            element("h3", area),
            *(_squares([i for i in items if (i.area, i.status) == (area, s)], s) for s in statuses),
            class_="chart-row",
        )
        for area in areas
    )
    return element(
        "details",
        element("summary", "Chart and figures: status by area"),
        element("p", "Each square is one recommendation; choose it to read it.", class_="hint"),
        *rows,
        figures(items, areas, statuses),
        class_="chart",
    )


def _squares(items: Sequence[Recommendation], status: str) -> Html:
    if not items:
        return NOTHING
    tone = f"square status-{status.lower()}"
    return element(
        "p",
        element("span", f"{status}: {len(items)}", class_="chart-label"),
        *(
            button(
                item.number,
                "card",
                item.id,
                class_=tone,
                title=f"Recommendation {item.number}, {status}",
            )
            for item in items
        ),
        class_="squares",
    )


def of_role(group: str, items: Sequence[Recommendation], edition: Edition) -> Html:
    """Show everything that falls to a group."""
    total = wording.plural(len(edition.recommendations), "recommendation")
    lead = (
        f"Named as responsible in {len(items)} of {total}. "
        "The list is complete: it is read from the documents’ column of responsible people and bodies."
    )
    return element(
        "div",
        element("h2", group, class_="question"),
        element("p", lead, role="status", class_="count"),
        cards(items, edition),
    )
