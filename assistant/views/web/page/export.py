"""What a person takes away: files made here, saved by the browser, never written on the server."""

import base64
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import TypeAlias

import gradio as gr

from assistant.views.render import exports, files, wording
from assistant.views.render.edition import Edition
from assistant.views.render.files import Takeaway
from assistant.views.render.markup import Html, notices
from assistant.views.web.page.answer import AskView
from assistant.views.web.page.browse import BrowseView
from assistant.views.web.page.parts import box, markdown, on

Parts: TypeAlias = Sequence[gr.components.Component]
# Which files are offered, the likeliest first, and what they are called.
_TO_READ = {"docx": "Word", "md": "Markdown"}
_AS_TABLE = {"xlsx": "Excel", "csv": "CSV", "json": "JSON"}


@dataclass(frozen=True)
class ExportView:
    """Makes files of the conversation and of lists."""

    asking: AskView
    browsing: BrowseView
    edition: Edition
    # Gradio shows only what changed: without a number the same file could be saved only once.
    serial: Iterator[int] = field(default_factory=partial(count, 1))

    def conversation(self, ending: str, stored: str) -> Html:
        taken = exports.conversation(self.asking.responses(stored), self.edition, wording.today())
        return self._out(taken, ending)

    def cpd(self, ending: str, stored: str, reflection: str) -> Html:
        responses, today = self.asking.responses(stored), wording.today()
        return self._out(exports.cpd_note(responses, reflection, self.edition, today), ending)

    def listed(self, ending: str, *filters: str) -> Html:
        items = self.browsing.items(self.browsing.chosen(*filters))
        return self._out(exports.recommendations(items, self.edition, wording.today()), ending)

    def gap_analysis(self) -> Html:
        every, today = self.edition.recommendations, wording.today()
        taken = exports.recommendations(every, self.edition, today, *exports.GAP_ANALYSIS)
        return self._out(taken, "xlsx")

    def _out(self, taken: Takeaway, ending: str) -> Html:
        file = files.file(taken, ending, wording.today())
        coded = base64.b64encode(file.content).decode()
        return notices.outgoing(file.name, file.kind, coded, next(self.serial))


def build_conversation(view: ExportView, stored: gr.Textbox, outbox: gr.Markdown) -> gr.Button:
    """Lay out what can be taken away from the conversation; returns the button that clears it."""
    with gr.Accordion("Take this conversation away", open=False):
        _buttons("Save conversation as", _TO_READ | _AS_TABLE, view.conversation, [stored], outbox)
        said = "What you learned and what you will change. Goes into the file only."
        reflection = box("My reflection, for a CPD note", info=said, lines=3, max_length=4_000)
        _buttons("Save CPD note as", _TO_READ, view.cpd, [stored, reflection], outbox)
        markdown(notices.print_button())
        return gr.Button("Clear the conversation", elem_id="clear")


def build_list(view: ExportView, filters: Parts, outbox: gr.Markdown) -> None:
    """Lay out what can be taken away from the list of recommendations."""
    with gr.Accordion("Take this list away", open=False):
        _buttons("Save list as", _AS_TABLE | _TO_READ, view.listed, filters, outbox)
        sheet = gr.Button("Save gap-analysis sheet (Excel, all recommendations)")
        on([sheet.click], view.gap_analysis, [], [outbox])
        markdown(notices.print_button())


def _buttons(
    verb: str, kinds: dict[str, str], make: Callable[..., Html], inputs: Parts, outbox: gr.Markdown
) -> None:
    with gr.Row(elem_classes="buttons"):
        for ending, kind in kinds.items():
            press = gr.Button(f"{verb} {kind}")
            on([press.click], partial(make, ending), inputs, [outbox])
