"""The Ask tab: a conversation, question and answer in turn, and the box at its foot."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

import gradio as gr

from assistant.ask import Assistant, checked
from assistant.domain import Answer, Response
from assistant.errors import InvalidRequest
from assistant.views.render import conversation, notices, wording
from assistant.views.render.answer import AS_WRITTEN, Setting
from assistant.views.render.conversation import Exchange
from assistant.views.render.edition import Edition
from assistant.views.render.elements import Html
from assistant.views.web.page.conversation import Conversations, Turn, bounded
from assistant.views.web.page.identifiers import identifiers
from assistant.views.web.page.signals import QUIET, UNSHARED, markdown, signal, told


class Shown(NamedTuple):
    """What the Ask tab shows, and the name of the conversation.

    A part that is not changed is `gr.skip()`.
    """

    said: Html
    answer: object
    stored: object
    question: object


def _only_said(said: Html, question: object = None) -> Shown:
    """Say something beside the box; everything else stays."""
    return Shown(said, gr.skip(), gr.skip(), gr.skip() if question is None else question)


class AskView:
    """Turns what a person does on the Ask tab into what is shown there."""

    def __init__(
        self,
        assistant: Assistant,
        edition: Edition,
        conversations: Conversations,
        *,
        takes_feedback: bool,
    ) -> None:
        """Take what answers; feedback buttons are shown only where feedback is kept."""
        self._assistant = assistant
        self._edition = edition
        self._conversations = conversations
        self._takes_feedback = takes_feedback
        # An example that this library does not answer would mislead.
        self._examples = [
            (role, question)
            for role, question in wording.EXAMPLES
            if isinstance(assistant.ask(question), Answer)
        ]

    def ask(self, question: str, stored: object) -> Shown:
        """Answer a new question, unless it seems to hold a patient's identifiers."""
        kinds = identifiers(question)
        if kinds:
            return _only_said(notices.identifiers(kinds, question), question)
        checked(question)
        before = self._conversations.read(stored)
        kept_to = before[-1].document if before else ""
        return self._show(bounded([*before, Turn(question, document=kept_to)]), stored)

    def keep(self, document: str, stored: object) -> Shown:
        """Answer the last question again from one document, or from all; so are those that follow."""
        turns = self._read(stored)
        return self._show((*turns[:-1], turns[-1]._replace(document=document)), stored)

    def confirm(self, question: str, stored: object) -> Shown:
        """Answer a question that was held back; it is kept nowhere."""
        turns = self._conversations.read(stored)
        held_back = Exchange(self._assistant.ask(question), Setting(is_newest=False))
        return self._shown([*self._exchanges(turns), held_back], _name(stored))

    def undo(self, pressed: str, stored: object) -> Shown:
        """Answer the last question again, exactly as it was written, or as it was read before."""
        turns = self._read(stored)
        kept = (*turns[:-1], turns[-1]._replace(as_written=pressed == AS_WRITTEN))
        return self._show(kept, stored)

    def open(self, places: str, stored: object) -> Shown:
        """Open earlier answers of the conversation, named by their places: "0,3"."""
        turns = self._read(stored)
        opened = places.split(",")
        if not set(opened) <= set(map(str, range(len(turns)))):
            raise InvalidRequest(wording.GONE)
        return self._shown(self._exchanges(turns), _name(stored), set(map(int, opened)))

    def arrive(self, question: str, stored: object) -> Shown:
        """Show what an address asks for: a question, or a conversation by its name; else the start."""
        if question:
            return self.ask(question, "")
        turns = self._conversations.read(stored)
        if turns:
            return self._show(turns, stored)
        return self.start(wording.FORGOTTEN if stored else "")

    def clear(self, stored: object) -> Shown:
        """Forget the conversation."""
        self._conversations.forget(stored)
        return self.start(wording.EMPTIED)

    def start(self, said: str = "") -> Shown:
        """Show the page before the first question, for a new topic too."""
        return Shown(notices.said(said), conversation.start(self._edition, self._examples), "", "")

    def responses(self, stored: object) -> list[Response]:
        """Give the answers of a whole conversation."""
        return [exchange.response for exchange in self._exchanges(self._conversations.read(stored))]

    def _read(self, stored: object) -> tuple[Turn, ...]:
        turns = self._conversations.read(stored)
        if not turns:
            raise InvalidRequest(wording.GONE)
        return turns

    def _exchanges(self, turns: Sequence[Turn]) -> list[Exchange]:
        return [
            Exchange(
                self._response(tuple(turns[: at + 1])),
                Setting(turn.as_written, turn.document, takes_feedback=self._takes_feedback),
            )
            for at, turn in enumerate(turns)
        ]

    def _response(self, turns: tuple[Turn, ...]) -> Response:
        """Answer the last of some turns; what was answered in this conversation is remembered."""
        *before, last = turns
        history = [turn.question for turn in before]
        return self._conversations.remembered(
            (self._edition.index.id, turns),
            lambda: self._assistant.ask(
                last.question, history, as_written=last.as_written, document=last.document
            ),
        )

    def _show(self, turns: Sequence[Turn], stored: object) -> Shown:
        exchanges = self._exchanges(turns)
        return self._shown(exchanges, self._conversations.keep(turns, stored))

    def _shown(
        self, exchanges: Sequence[Exchange], name: str, opened: Collection[int] = ()
    ) -> Shown:
        shown = conversation.conversation(
            name,
            exchanges,
            self._edition,
            opened=opened,
        )
        return Shown(notices.heard(wording.line(exchanges[-1].response)), shown, name, "")


def _name(stored: object) -> str:
    """Take a name as a browser sent it; anyone can send anything."""
    return stored if isinstance(stored, str) else ""


class AskParts(NamedTuple):
    """The components of the Ask tab that other parts of the page use."""

    said: gr.Markdown
    answer: gr.Markdown
    stored: gr.Textbox
    question: gr.Textbox

    @property
    def outputs(self) -> list[gr.components.Component]:
        """List what `Shown` fills, in its order."""
        return list(self)


def build(view: AskView) -> AskParts:
    """Lay out the conversation; its box is made too, and laid out at its foot by `build_box`."""
    shown = markdown(str(view.start().answer), elem_id="answer")
    said = gr.Markdown(latex_delimiters=[], elem_id="said", render=False)
    question = gr.Textbox(
        label=wording.ASK,
        info=wording.NO_PATIENTS,
        lines=1,
        max_lines=4,
        elem_id="question",
        html_attributes=UNSHARED,
        scale=5,
        render=False,
    )
    return AskParts(said, shown, signal("conversation"), question)


def build_box(view: AskView, parts: AskParts) -> None:
    """Lay out the box, and wire everything that asks."""
    with gr.Column(elem_id="ask-foot"):
        parts.said.render()
        with gr.Row(elem_classes="ask-row"):
            parts.question.render()
            press = gr.Button("Ask", variant="primary", elem_id="ask-button", scale=0, min_width=96)
            new = gr.Button("New topic", elem_id="new-topic", scale=0, min_width=96)
    asking = told(len(parts))
    typed = [parts.question.submit, press.click]
    gr.on(typed, asking(view.ask), [parts.question, parts.stored], parts.outputs, **QUIET)
    presses = {
        "ask": view.ask,
        "undo": view.undo,
        "keep": view.keep,
        "turn": view.open,
        "confirm": view.confirm,
    }
    for name, act in presses.items():
        pressed = signal(name)
        pressed.submit(asking(act), [pressed, parts.stored], parts.outputs, **QUIET)
    new.click(asking(view.start), None, parts.outputs, **QUIET)
