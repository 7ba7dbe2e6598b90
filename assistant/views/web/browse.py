"""The Browse and My role tabs: all recommendations, filtered from the records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import gradio as gr

from assistant.ask import Assistant
from assistant.domain import Recommendation
from assistant.views.render import listing, notices, wording
from assistant.views.render.edition import Edition
from assistant.views.render.elements import NOTHING, Html
from assistant.views.render.listing import Choice
from assistant.views.web.signals import QUIET, UNSHARED, markdown, told


class Filters(NamedTuple):
    """What the reader chose; an empty string means all."""

    area: str = ""
    status: str = ""
    responsible: str = ""
    wanted: str = ""
    order: str = listing.ORDERS[0]


class BrowseView:
    """Selects recommendations from the records and shows them."""

    def __init__(self, assistant: Assistant, edition: Edition) -> None:
        """Take what selects."""
        self._assistant = assistant
        self._edition = edition

    def items(self, filters: Filters) -> tuple[Recommendation, ...]:
        """Select what the filters leave, in the chosen order."""
        selected = self._assistant.records.filtered(
            area=filters.area,
            status=filters.status,
            responsible=filters.responsible,
            words=filters.wanted,
        )
        return listing.in_order(selected, filters.order, self._edition)

    def listed(self, *filters: str) -> tuple[Html, Html]:
        """Show the list that the filters leave, no card open."""
        return listing.listing(self.items(Filters(*filters)), self._edition), NOTHING

    def card(self, value: str, *filters: str) -> tuple[Html, object]:
        """Open a recommendation, named as document/rec-number, or none for an empty value."""
        if not value:
            return NOTHING, gr.update(selected="browse")
        document, _, number = value.rpartition("/rec-")
        item = self._assistant.records.find(number, document)
        around = self.items(Filters(*filters)) or self._edition.recommendations
        return listing.opened(item, around, self._edition), gr.update(selected="browse")

    def arrive(self, number: str, document: str) -> tuple[Html, object]:
        """Open the recommendation that an address names, if it names one."""
        if not number:
            return NOTHING, gr.skip()
        item = self._assistant.records.find(number, document)
        return self.card(item.id)

    def role(self, group: str) -> Html:
        """Show everything that falls to a group."""
        if not group:
            return notices.hint(wording.ROLE_HINT)
        return listing.of_role(
            group, self._assistant.records.filtered(responsible=group), self._edition
        )

    def areas(self) -> list[tuple[str, str]]:
        """Offer the areas with their counts."""
        return self._offer(self._edition.areas, lambda area: Filters(area=area))

    def statuses(self) -> list[tuple[str, str]]:
        """Offer the statuses with their counts."""
        return self._offer(self._edition.statuses, lambda status: Filters(status=status))

    def groups(self) -> list[tuple[str, str]]:
        """Offer the responsible groups with their counts, the largest first."""
        names = [group.name for group in self._assistant.records.groups]
        counts = {name: len(self.items(Filters(responsible=name))) for name in names}
        ranked = sorted(counts, key=lambda name: (-counts[name], name))
        return _pairs(listing.choices(ranked, counts.__getitem__, self._total))

    def _offer(
        self, values: Sequence[str], only: Callable[[str], Filters]
    ) -> list[tuple[str, str]]:
        return _pairs(
            listing.choices(values, lambda value: len(self.items(only(value))), self._total)
        )

    @property
    def _total(self) -> int:
        return len(self._edition.recommendations)


def _pairs(choices: Sequence[Choice]) -> list[tuple[str, str]]:
    return [(choice.label, choice.value) for choice in choices]


class BrowseParts(NamedTuple):
    """The components of the Browse tab that other parts of the page use."""

    opened: gr.Markdown
    filters: list[gr.components.Component]


def build(view: BrowseView, tabs: gr.Tabs, pressed: gr.Textbox) -> BrowseParts:
    """Lay out the Browse tab and wire it."""
    with gr.Row(elem_classes="filters"):
        area = gr.Radio(view.areas(), value="", label="Area")
        status = gr.Radio(view.statuses(), value="", label="Status")
        order = gr.Radio(list(listing.ORDERS), value=listing.ORDERS[0], label="Sort by")
    with gr.Accordion("Who is responsible", open=False):
        group = gr.Radio(view.groups(), value="", label="Responsible group")
    wanted = gr.Textbox(
        label="Words in the recommendation", lines=1, max_length=200, html_attributes=UNSHARED
    )
    opened = markdown(elem_id="opened")
    shown = markdown(view.listed()[0], elem_id="list")
    filters: list[gr.components.Component] = [area, status, group, wanted, order]
    # A text box tells of typing only by input, of pasting and clearing too by change.
    changes = [*(part.input for part in (area, status, group, order)), wanted.change]
    gr.on(
        changes,
        told(2)(view.listed),
        filters,
        [shown, opened],
        **QUIET,
    )
    pressed.submit(told(2)(view.card), [pressed, *filters], [opened, tabs], **QUIET)
    return BrowseParts(opened, filters)


def build_role(view: BrowseView) -> gr.Radio:
    """Lay out the My role tab and wire it."""
    group = gr.Radio(view.groups()[1:], label="I am, or I work with")
    shown = markdown(view.role(""), elem_id="role")
    group.input(told(1)(view.role), group, shown, **QUIET)
    return group
