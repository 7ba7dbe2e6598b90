"""The Ask tab: a conversation, question and answer in turn, and the box at its foot."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import gradio as gr

from assistant.ask import Assistant, checked
from assistant.domain import Answer, Response
from assistant.errors import InvalidRequest
from assistant.views.render import answer, wording
from assistant.views.render.answer import Exchange
from assistant.views.render.edition import Edition
from assistant.views.render.markup import notices
from assistant.views.web.page.conversation import Conversations, Turn, bounded
from assistant.views.web.page.identifiers import identifiers
from assistant.views.web.page.parts import box, markdown, on, signal


class Shown(NamedTuple):
    """What the Ask tab shows, and the name of the conversation; and the parts that show it.

    `gr.skip()` leaves a part as it is.
    """

    said: Any
    answer: Any
    stored: Any
    question: Any


@dataclass
class AskView:
    """Turns what a person does on the Ask tab into what is shown there."""

    assistant: Assistant
    edition: Edition
    conversations: Conversations
    # Feedback buttons are shown only where feedback is kept.
    takes_feedback: bool

    def __post_init__(self) -> None:
        # An example that this library does not answer would mislead.
        self._examples = [
            e for e in wording.examples() if isinstance(self.assistant.ask(e[1]), Answer)
        ]

    def ask(self, question: str, stored: str) -> Shown:
        """Answer a new question, unless it seems to hold a patient's identifiers."""
        kinds = identifiers(question)
        if kinds:
            held_back = notices.identifiers(kinds, question)
            return Shown(held_back, gr.skip(), gr.skip(), question)
        checked(question)
        before = self.conversations.read(stored)
        kept_to = before[-1].document if before else ""
        return self._show(bounded([*before, Turn(question, document=kept_to)]), stored)

    def keep(self, document: str, stored: str) -> Shown:
        """Answer the last question again from one document, or from all; so are those that follow."""
        return self._again(stored, document=document)

    def confirm(self, question: str, stored: str) -> Shown:
        """Answer a question that was held back; it is kept nowhere."""
        turns = self.conversations.read(stored)
        held_back = Exchange(self.assistant.ask(question), is_newest=False)
        return self._shown([*self._exchanges(turns), held_back], stored)

    def undo(self, pressed: str, stored: str) -> Shown:
        """Answer the last question again, exactly as it was written, or as it was read before."""
        return self._again(stored, as_written=pressed == wording.AS_WRITTEN)

    def open(self, places: str, stored: str) -> Shown:
        """Open earlier answers of the conversation, named by their places: "0,3"."""
        turns = self._read(stored)
        opened = places.split(",")
        if not set(opened) <= set(map(str, range(len(turns)))):
            raise InvalidRequest(wording.GONE)
        return self._shown(self._exchanges(turns), stored, set(map(int, opened)))

    def arrive(self, question: str, stored: str) -> Shown:
        """Show what an address asks for: a question, or a conversation by its name; else the start."""
        if question:
            return self.ask(question, "")
        turns = self.conversations.read(stored)
        if turns:
            return self._show(turns, stored)
        return self.start(wording.FORGOTTEN if stored else "")

    def clear(self, stored: str) -> Shown:
        self.conversations.forget(stored)
        return self.start(wording.EMPTIED)

    def start(self, said: str = "") -> Shown:
        """Show the page before the first question, for a new topic too."""
        return Shown(notices.said(said), answer.start(self.edition, self._examples), "", "")

    def responses(self, stored: str) -> list[Response]:
        """Give what the questions of a conversation got; InvalidRequest if there is none."""
        turns = self._read(stored, wording.NO_QUESTION_YET)
        return [exchange.response for exchange in self._exchanges(turns)]

    def _read(self, stored: str, otherwise: str = wording.GONE) -> tuple[Turn, ...]:
        turns = self.conversations.read(stored)
        if not turns:
            raise InvalidRequest(otherwise)
        return turns

    def _again(self, stored: str, **how: Any) -> Shown:  # noqa: ANN401  what a Turn has
        *earlier, last = self._read(stored)
        return self._show((*earlier, last._replace(**how)), stored)

    def _exchanges(self, turns: Sequence[Turn]) -> list[Exchange]:
        n = len(turns)
        return [self._exchange(tuple(turns[:end]), end == n) for end in range(1, n + 1)]

    def _exchange(self, turns: tuple[Turn, ...], is_newest: bool) -> Exchange:
        """Answer the last of some turns; what was answered in this conversation is remembered."""
        *before, (question, as_written, document) = turns
        ask = partial(self.assistant.ask, as_written=as_written, document=document)
        history = [turn.question for turn in before]
        known_by = self.edition.index.id, turns
        response = self.conversations.remembered(known_by, partial(ask, question, history))
        return Exchange(response, as_written, document, is_newest, self.takes_feedback)

    def _show(self, turns: Sequence[Turn], stored: str) -> Shown:
        return self._shown(self._exchanges(turns), self.conversations.keep(turns, stored))

    def _shown(
        self, exchanges: Sequence[Exchange], name: str, opened: Collection[int] = ()
    ) -> Shown:
        shown = answer.conversation(name, exchanges, self.edition, opened=opened)
        return Shown(notices.heard(wording.line(exchanges[-1].response)), shown, name, "")


def build(view: AskView) -> Shown:
    """Lay out the conversation; its box is made too, and laid out at its foot by `build_box`."""
    shown = markdown(str(view.start().answer), elem_id="answer")
    said = markdown(elem_id="said", render=False)
    looks = {"lines": 1, "max_lines": 4, "scale": 5, "render": False}
    question = box(wording.ASK, info=wording.NO_PATIENTS, elem_id="question", **looks)
    return Shown(said, shown, signal("conversation"), question)


def build_box(view: AskView, parts: Shown) -> None:
    """Lay out the box, and wire everything that asks."""
    with gr.Column(elem_id="ask-foot"):
        parts.said.render()
        with gr.Row(elem_classes="ask-row"):
            parts.question.render()
            press = gr.Button("Ask", variant="primary", elem_id="ask-button", scale=0, min_width=96)
            new = gr.Button("New topic", elem_id="new-topic", scale=0, min_width=96)
    on([parts.question.submit, press.click], view.ask, [parts.question, parts.stored], parts)
    acts = {"ask": view.ask, "undo": view.undo, "keep": view.keep, "turn": view.open}
    for name, act in (acts | {"confirm": view.confirm}).items():
        pressed = signal(name)
        on([pressed.submit], act, [pressed, parts.stored], parts)
    on([new.click], view.start, [], parts)
