"""The Compare tab: a topic, and what each document says about it."""

from functools import partial

import gradio as gr

from assistant.ask import Assistant
from assistant.views.render import wording
from assistant.views.render.edition import Edition
from assistant.views.render.markup import Html, Template, notices
from assistant.views.web.page.identifiers import identifiers
from assistant.views.web.page.parts import ask_row, markdown, on


def compared(topic: str, assistant: Assistant, edition: Edition) -> Html:
    """Show what each document says on a topic."""
    kinds = identifiers(topic)
    if kinds:
        return notices.problem(wording.identifiers(kinds))
    asked = assistant.understand(topic).asked
    responses = {entry.id: assistant.ask(topic, document=entry.id) for entry in edition.documents}
    return Template("comparison.html").comparison(asked.text, responses, edition)


def build(assistant: Assistant, edition: Edition, _tab: gr.Tab) -> None:
    """Lay out the Compare tab and wire it."""
    topic, asks = ask_row("Topic to compare", "Compare", 1_000, "primary", info=wording.NO_PATIENTS)
    shown = markdown(notices.hint(wording.COMPARE_HINT), elem_id="comparison")
    compare = partial(compared, assistant=assistant, edition=edition)
    on(asks, compare, [topic], [shown])
