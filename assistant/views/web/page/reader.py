"""The documents: one beside an answer, opened at the quoted words, and one to read on its own."""

from __future__ import annotations

from typing import NamedTuple

import gradio as gr

from assistant.views.render import notices, places, reader
from assistant.views.render.edition import Edition
from assistant.views.render.elements import NOTHING, Html
from assistant.views.render.visible import visible
from assistant.views.web.page.signals import QUIET, UNSHARED, markdown, signal, told


class Opened(NamedTuple):
    """The Read tab: which tab is shown, which document, what was found, the text."""

    text: Html
    tabs: object
    document: str
    found: Html
    is_filled: str = "yes"


class ReaderView:
    """Shows documents."""

    def __init__(self, edition: Edition) -> None:
        """Take the guidance."""
        self._edition = edition

    def beside(self, value: str) -> Html:
        """Open a document beside the answer, the place's words lit up."""
        place = places.place(value, self._edition)
        return reader.beside(place.document, place.spans, self._edition)

    def at_rest(self) -> Html:
        """Show what the documents are, none of them open."""
        return notices.at_rest(self._edition)

    def open(self, value: str) -> Opened:
        """Open the Read tab at a document or a place."""
        is_place = "/" in value
        place = places.place(value, self._edition) if is_place else None
        document = place.document if place else self._edition.entry(value).id
        text = reader.whole(document, place.spans if place else (), self._edition)
        return Opened(text, gr.update(selected="read"), document, NOTHING)

    def fill(self, document: str, is_filled: str) -> tuple[object, str]:
        """Show a document when the tab is first opened; later what is there stays."""
        return gr.skip() if is_filled else reader.whole(document, (), self._edition), "yes"

    def read(self, document: str, wanted: str) -> tuple[Html, Html]:
        """Show a document with the searched words lit up, and how many there are."""
        result = reader.find(document, wanted, self._edition)
        text = reader.whole(document, result.spans, self._edition)
        return text, reader.found(wanted, result)


def build_beside(view: ReaderView) -> None:
    """Lay out the reader beside the answer."""
    pressed, closed = signal("open"), signal("close")
    shown = markdown(view.at_rest(), elem_id="beside")
    pressed.submit(told(1)(view.beside), pressed, shown, **QUIET)
    closed.submit(view.at_rest, None, shown, **QUIET)


def build(
    view: ReaderView, edition: Edition, tabs: gr.Tabs, pressed: gr.Textbox, tab: gr.Tab
) -> None:
    """Lay out the Read tab; a text of a hundred kilobytes comes when somebody wants to read it."""
    names = [(visible(f"{e.short_title} ({e.published})"), e.id) for e in edition.documents]
    first = edition.documents[0].id
    document = gr.Radio(names, value=first, label="Document")
    with gr.Row(elem_classes="ask-row"):
        wanted = gr.Textbox(
            label="Find in this document",
            lines=1,
            max_length=200,
            scale=5,
            html_attributes=UNSHARED,
        )
        press = gr.Button("Find", variant="secondary", scale=0, min_width=96)
    found = markdown(elem_id="found")
    text = markdown(elem_id="whole")
    is_filled = signal("whole")
    reading = told(2)(view.read)
    gr.on(
        [wanted.submit, press.click, document.input],
        reading,
        [document, wanted],
        [text, found],
        **QUIET,
    )
    filling = [text, is_filled]
    tab.select(told(2)(view.fill), [document, is_filled], filling, **QUIET)
    opening = [text, tabs, document, found, is_filled]
    pressed.submit(told(5)(view.open), pressed, opening, **QUIET)
