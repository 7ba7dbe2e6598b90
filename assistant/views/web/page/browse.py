"""The Browse and My role tabs: all recommendations, filtered from the records."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

import gradio as gr

from assistant.ask import Assistant
from assistant.domain import Recommendation
from assistant.errors import InvalidRequest
from assistant.records.selecting import names_in
from assistant.views.render import listing, wording
from assistant.views.render.edition import Edition
from assistant.views.render.markup import NOTHING, Html, notices
from assistant.views.web.page.parts import box, markdown, on


class Filters(NamedTuple):
    """What the reader chose; an empty string means all."""

    area: str = ""
    status: str = ""
    responsible: str = ""
    wanted: str = ""
    order: str = listing.ORDERS[0]


NO_FILTERS = Filters()
FACETS = ("area", "status", "responsible")


@dataclass
class BrowseView:
    """Selects recommendations from the records and shows them."""

    assistant: Assistant
    edition: Edition

    def chosen(self, *filters: str) -> Filters:
        """Read what was chosen; what another index offered and this one does not counts as all."""
        given = Filters(*filters)
        gone = [name for name in FACETS if getattr(given, name) not in ("", *self._values[name])]
        return given._replace(**dict.fromkeys(gone, ""))

    def items(self, filters: Filters) -> tuple[Recommendation, ...]:
        """Select what the filters leave, in the chosen order."""
        conditions = filters._asdict()
        order, words = conditions.pop("order"), conditions.pop("wanted")
        selected = self.assistant.records.filtered(words=words, **conditions)
        return listing.in_order(selected, order, self.edition)

    def listed(self, *filters: str) -> tuple[object, ...]:
        """Show the list that the filters leave, and count each filter anew."""
        chosen = self.chosen(*filters)
        offered = ((self.offered(name, chosen), getattr(chosen, name)) for name in FACETS)
        counted = (gr.update(choices=choices, value=value) for choices, value in offered)
        return (listing.listing(self.items(chosen), self.edition), *counted)

    def narrowed(self, *filters: str) -> tuple[object, ...]:
        """Show another list; a card that is open belonged to the one before."""
        return (NOTHING, *self.listed(*filters))

    def card(self, value: str, *filters: str) -> tuple[Html, object]:
        """Open a recommendation, named as document/rec-number, or none for an empty value."""
        if not value:
            return NOTHING, gr.update(selected="browse")
        document, _, number = value.rpartition("/rec-")
        item = self.assistant.records.find(number, document)
        around = self.items(self.chosen(*filters)) or self.edition.recommendations
        return listing.opened(item, around, self.edition), gr.update(selected="browse")

    def arrive(self, number: str, document: str) -> tuple[Html, object]:
        """Open the recommendation that an address names, or say which there are."""
        if not number:
            return NOTHING, gr.skip()
        found = self.assistant.records.numbered(number, document)
        if len(found) > 1:
            return listing.several(found, self.edition), gr.update(selected="browse")
        try:
            return self.card(self.assistant.records.find(number, document).id)
        except InvalidRequest as error:
            return notices.problem(str(error)), gr.update(selected="browse")

    def role(self, name: str | None) -> tuple[Html, dict[str, Any]]:
        """Show everything that falls to some people, and offer all that there are, with their counts."""
        records = self.assistant.records
        offered = listing.choices(
            [role.name for role in records.roles], lambda role: len(records.filtered(role=role))
        )
        group = next((role for role in records.roles if role.name == name), None)
        if group is None:
            return notices.hint(wording.ROLE_HINT), gr.update(choices=offered, value=None)
        items = records.filtered(role=group.name)
        shown = listing.of_role(group.name, names_in(group, items), items, self.edition)
        return shown, gr.update(choices=offered, value=name)

    def offered(self, facet: str, chosen: Filters = NO_FILTERS) -> list[tuple[str, str]]:
        """Offer all and each value of a filter, with how many it would leave beside the others."""

        def left(value: str) -> int:
            return len(self.items(chosen._replace(**{facet: value})))

        return listing.choices(("", *self._values[facet]), left)

    @cached_property
    def _values(self) -> dict[str, tuple[str, ...]]:
        """The values of each filter: areas and statuses in the documents' order, groups by size."""
        groups = [group.name for group in self.assistant.records.groups]
        size = {name: len(self.assistant.records.filtered(responsible=name)) for name in groups}
        ranked = sorted(groups, key=lambda name: (-size[name], name))
        values = (self.edition.records.areas, self.edition.statuses, tuple(ranked))
        return dict(zip(FACETS, values, strict=True))


Parts: TypeAlias = list[gr.components.Component]


def build(view: BrowseView, tabs: gr.Tabs, pressed: gr.Textbox) -> tuple[gr.Markdown, Parts, Parts]:
    """Lay out the Browse tab and wire it; gives the opened card, the filters, and what they count."""
    opened = markdown(elem_id="opened")
    wanted = box("Words in the recommendation", value="", lines=1, max_length=200)
    with gr.Row(elem_classes="filters"):
        area = gr.Radio(view.offered("area"), value="", label="Area")
        status = gr.Radio(view.offered("status"), value="", label="Status")
    with gr.Accordion("Who is responsible, and in which order", open=False):
        group = gr.Radio(view.offered("responsible"), value="", label="Responsible group")
        order = gr.Radio(list(listing.ORDERS), value=listing.ORDERS[0], label="Sort by")
    shown = markdown(listing.listing(view.items(NO_FILTERS), view.edition), elem_id="list")
    filters = [area, status, group, wanted, order]
    # A text box tells of typing only by input, of pasting and clearing too by change.
    changes = [*(part.input for part in (area, status, group, order)), wanted.change]
    counted = [shown, area, status, group]
    on(changes, view.narrowed, filters, [opened, *counted])
    on([pressed.submit], view.card, [pressed, *filters], [opened, tabs])
    return opened, filters, counted


def build_role(view: BrowseView) -> Parts:
    """Lay out the My role tab and wire it; gives what it shows, and who was chosen."""
    hint, offered = view.role(None)
    role = gr.Radio(offered["choices"], label="I am, or I work with")
    shown = markdown(hint, elem_id="role")
    on([role.input], view.role, [role], [shown, role])
    return [shown, role]
