"""The Compare tab: a topic, and what each document says about it."""

from __future__ import annotations

import gradio as gr

from assistant.ask import Assistant
from assistant.views.render import comparison, notices, wording
from assistant.views.render.edition import Edition
from assistant.views.render.elements import Html
from assistant.views.web.page.identifiers import identifiers
from assistant.views.web.page.signals import QUIET, UNSHARED, markdown, told


class CompareView:
    """Shows documents side by side."""

    def __init__(self, assistant: Assistant, edition: Edition) -> None:
        """Take what answers."""
        self._assistant = assistant
        self._edition = edition

    def compare(self, topic: str) -> Html:
        """Show what each document says on a topic."""
        kinds = identifiers(topic)
        if kinds:
            return notices.problem(wording.identifiers(kinds))
        asked = self._assistant.understand(topic).asked
        each = (entry.id for entry in self._edition.documents)
        responses = {document: self._assistant.ask(topic, document=document) for document in each}
        return comparison.comparison(asked.text, responses, self._edition)


def build(view: CompareView) -> None:
    """Lay out the Compare tab and wire it."""
    with gr.Row(elem_classes="ask-row"):
        topic = gr.Textbox(
            label="Topic to compare",
            info=wording.NO_PATIENTS,
            lines=1,
            max_length=1_000,
            scale=5,
            html_attributes=UNSHARED,
        )
        press = gr.Button("Compare", variant="primary", scale=0, min_width=96)
    shown = markdown(notices.hint(wording.COMPARE_HINT), elem_id="comparison")
    gr.on([topic.submit, press.click], told(1)(view.compare), topic, shown, **QUIET)
