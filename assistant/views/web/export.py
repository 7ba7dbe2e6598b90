"""What a person takes away: files made here, saved by the browser, never written on the server."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import count

import gradio as gr

from assistant.domain import Response
from assistant.errors import InvalidRequest
from assistant.views.render import exports, notices, wording
from assistant.views.render.edition import Edition
from assistant.views.render.elements import Html
from assistant.views.render.exports import File
from assistant.views.web.answer import AskView
from assistant.views.web.browse import BrowseView, Filters
from assistant.views.web.signals import QUIET, UNSHARED, markdown, told


class ExportView:
    """Makes files of the conversation and of lists."""

    def __init__(self, asking: AskView, browsing: BrowseView, edition: Edition) -> None:
        """Take what answers and what selects."""
        self._asking = asking
        self._browsing = browsing
        self._edition = edition
        # Gradio shows only what changed: without a number the same file could be saved only once.
        self._serial = count(1)

    def markdown(self, stored: object) -> Html:
        """Make a file of the conversation to read."""
        return self._out(
            exports.conversation_markdown(self._responses(stored), self._edition, _today())
        )

    def csv(self, stored: object) -> Html:
        """Make a table of the conversation."""
        return self._out(exports.conversation_csv(self._responses(stored), self._edition))

    def json(self, stored: object) -> Html:
        """Make a file of the conversation for programs."""
        return self._out(exports.conversation_json(self._responses(stored), self._edition))

    def cpd(self, stored: object, reflection: str) -> Html:
        """Make a CPD note."""
        return self._out(
            exports.cpd_note(self._responses(stored), reflection, self._edition, _today())
        )

    def list_csv(self, *filters: str) -> Html:
        """Make a table of the listed recommendations."""
        return self._out(exports.list_csv(self._browsing.items(Filters(*filters))))

    def list_json(self, *filters: str) -> Html:
        """Make a file of the listed recommendations for programs."""
        return self._out(exports.list_json(self._browsing.items(Filters(*filters))))

    def list_markdown(self, *filters: str) -> Html:
        """Make a file of the listed recommendations to read."""
        items = self._browsing.items(Filters(*filters))
        return self._out(exports.list_markdown(items, self._edition))

    def gap_analysis(self) -> Html:
        """Make the gap-analysis sheet."""
        return self._out(exports.gap_analysis(self._edition))

    def _responses(self, stored: object) -> list[Response]:
        responses = self._asking.responses(stored)
        if not responses:
            raise InvalidRequest(wording.NO_QUESTION_YET)
        return responses

    def _out(self, file: File) -> Html:
        return notices.outgoing(file, next(self._serial))


def _today() -> date:
    return date.today()  # noqa: DTZ011  the reader's own day


def build_conversation(view: ExportView, stored: gr.Textbox, outbox: gr.Markdown) -> gr.Button:
    """Lay out what can be taken away from the conversation; returns the button that clears it."""
    with gr.Accordion("Take this conversation away", open=False):
        _buttons(
            {"Markdown": view.markdown, "CSV": view.csv, "JSON": view.json},
            "Save conversation as",
            [stored],
            outbox,
        )
        reflection = gr.Textbox(
            label="My reflection, for a CPD note",
            info="What you learned and what you will change. Goes into the file only.",
            lines=3,
            max_length=4_000,
            html_attributes=UNSHARED,
        )
        note = gr.Button("Save CPD note")
        note.click(told(1)(view.cpd), [stored, reflection], outbox, **QUIET)
        markdown(notices.print_button())
        return gr.Button("Clear the conversation", elem_id="clear")


def build_list(
    view: ExportView, filters: Sequence[gr.components.Component], outbox: gr.Markdown
) -> None:
    """Lay out what can be taken away from the list of recommendations."""
    with gr.Accordion("Take this list away", open=False):
        _buttons(
            {"CSV": view.list_csv, "JSON": view.list_json, "Markdown": view.list_markdown},
            "Save list as",
            filters,
            outbox,
        )
        sheet = gr.Button("Save gap-analysis sheet (all recommendations)")
        sheet.click(told(1)(view.gap_analysis), None, outbox, **QUIET)


def _buttons(
    kinds: dict[str, Callable[..., Html]],
    verb: str,
    inputs: Sequence[gr.components.Component],
    outbox: gr.Markdown,
) -> None:
    with gr.Row(elem_classes="buttons"):
        for kind, make in kinds.items():
            press = gr.Button(f"{verb} {kind}")
            press.click(told(1)(make), list(inputs), outbox, **QUIET)
