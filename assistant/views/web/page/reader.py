"""The documents: one beside an answer, opened at the quoted words, and one to read on its own."""

from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any

import gradio as gr

from assistant.views.render import citing, reader
from assistant.views.render.edition import Edition
from assistant.views.render.markup import NOTHING, Html, notices
from assistant.views.render.visible import visible
from assistant.views.web.page.parts import ask_row, markdown, on, signal


@dataclass(frozen=True)
class ReaderView:
    """Shows documents."""

    edition: Edition

    def beside(self, value: str) -> Html:
        """Open a document beside the answer, the place's words lit up."""
        place = citing.read_place(value, self.edition)
        return reader.beside(place.document, place.spans, self.edition)

    def open(self, value: str) -> tuple[object, ...]:
        """Open the Read tab at a document or a place: text, nothing found, document, tab, index."""
        is_place = "/" in value
        place = citing.read_place(value, self.edition) if is_place else None
        document = place.document if place else self.edition.entry(value).id
        text = reader.whole(document, place.spans if place else (), self.edition)
        return text, NOTHING, document, gr.update(selected="read"), self.edition.index.id

    def fill(self, document: str, wanted: str, as_of: str) -> tuple[object, ...]:
        """Show a document when the tab is opened, unless it is there already as this index has it."""
        if as_of == self.edition.index.id:
            return (gr.skip(),) * 4
        offered = gr.update(**self.offered(document))
        return (*self.read(document, wanted), offered, self.edition.index.id)

    def read(self, document: str, wanted: str) -> tuple[Html, Html]:
        """Show a document with the searched words lit up, and how many there are."""
        document = self._known(document)
        places = reader.find(document, wanted, self.edition)
        text = reader.whole(document, [*chain.from_iterable(places)], self.edition)
        return text, reader.found(wanted, places) if wanted else NOTHING

    def offered(self, document: str = "") -> dict[str, Any]:
        """Offer the documents, one of them chosen."""
        named = (
            (visible(f"{e.short_title} ({e.published})"), e.id) for e in self.edition.documents
        )
        return {"choices": list(named), "value": self._known(document)}

    def _known(self, document: str) -> str:
        """Give a document that is here: the first in place of one that was in another index."""
        ids = [entry.id for entry in self.edition.documents]
        return document if document in ids else ids[0]


def build_beside(view: ReaderView) -> gr.Markdown:
    """Lay out the reader beside the answer."""
    pressed, closed = signal("open"), signal("close")
    at_rest = partial(notices.at_rest, view.edition)
    shown = markdown(at_rest(), elem_id="beside")
    on([pressed.submit], view.beside, [pressed], [shown])
    on([closed.submit], at_rest, [], [shown])
    return shown


def build(view: ReaderView, tabs: gr.Tabs, pressed: gr.Textbox, tab: gr.Tab) -> None:
    """Lay out the Read tab; a text of a hundred kilobytes comes when somebody wants to read it."""
    document = gr.Radio(**view.offered(), label="Document")
    wanted, finds = ask_row("Find in this document", "Find", 200)
    found, text, as_of = markdown(elem_id="found"), markdown(elem_id="whole"), signal("whole")
    on([*finds, document.input], view.read, [document, wanted], [text, found])
    on([tab.select], view.fill, [document, wanted, as_of], [text, found, document, as_of])
    on([pressed.submit], view.open, [pressed], [text, found, document, tabs, as_of])
