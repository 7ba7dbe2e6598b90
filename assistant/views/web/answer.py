"""The Ask tab: a question, its answer, and the conversation so far."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import gradio as gr

from assistant.ask import Assistant, checked
from assistant.domain import Response
from assistant.errors import InvalidRequest
from assistant.views.render import answer, notices, wording
from assistant.views.render.answer import AS_WRITTEN, Narrowing
from assistant.views.render.edition import Edition
from assistant.views.render.elements import NOTHING, Html
from assistant.views.render.visible import visible
from assistant.views.web.conversation import Conversations, Turn, bounded
from assistant.views.web.identifiers import identifiers
from assistant.views.web.signals import QUIET, UNSHARED, markdown, signal, told

MAX_LENGTH = 1_000


class Shown(NamedTuple):
    """What the Ask tab shows, and the name of the conversation that the tab keeps."""

    answer: Html
    evidence: Html
    earlier: Html
    stored: str
    question: str


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

    def ask(
        self,
        question: str,
        stored: object,
        areas: Sequence[str] = (),
        statuses: Sequence[str] = (),
        document: str = "",
    ) -> Shown:
        """Answer a new question, unless it seems to hold a patient's identifiers.

        Args:
            document: the id of the one it is kept to; empty for any.
        """
        turns = self._conversations.read(stored)
        kinds = identifiers(question)
        if kinds:
            warning = notices.identifiers(kinds, question)
            return Shown(warning, NOTHING, _earlier(turns), _name(stored), question)
        checked(question)
        kept = bounded([*turns, Turn(question, document=document)])
        return self._show(kept, len(kept) - 1, stored, areas, statuses)

    def confirm(self, question: str, stored: object, document: str = "") -> Shown:
        """Answer a question that was held back; it is kept nowhere."""
        turns = self._conversations.read(stored)
        response = self._assistant.ask(question, document=document)
        return self._shown(response, turns, _name(stored), Narrowing())

    def undo(
        self, pressed: str, stored: object, areas: Sequence[str], statuses: Sequence[str]
    ) -> Shown:
        """Answer the last question again, exactly as it was written, or as it was read before."""
        turns = self._conversations.read(stored)
        if not turns:
            raise InvalidRequest(wording.GONE)
        kept = (*turns[:-1], turns[-1]._replace(as_written=pressed == AS_WRITTEN))
        return self._show(kept, len(kept) - 1, stored, areas, statuses)

    def turn(self, at: str, stored: object, areas: Sequence[str], statuses: Sequence[str]) -> Shown:
        """Show an earlier question's answer again."""
        turns = self._conversations.read(stored)
        if at not in map(str, range(len(turns))):
            raise InvalidRequest(wording.GONE)
        return self._show(turns, int(at), stored, areas, statuses)

    def narrow(
        self, stored: object, areas: Sequence[str], statuses: Sequence[str], document: str = ""
    ) -> Shown:
        """Show the newest answer through other filters, or its question answered by one document."""
        turns = self._conversations.read(stored)
        if not turns:
            return self.empty()
        kept = (*turns[:-1], turns[-1]._replace(document=document))
        return self._show(kept, len(kept) - 1, stored, areas, statuses)

    def arrive(self, question: str, stored: object) -> Shown:
        """Show what an address asks for, else the conversation whose name the tab kept."""
        turns = self._conversations.read(stored)
        if question and (not turns or turns[-1].question != question):
            return self.ask(question[:MAX_LENGTH], stored)
        return self._show(turns, len(turns) - 1, stored) if turns else self.empty()

    def clear(self, stored: object) -> Shown:
        """Forget the conversation."""
        self._conversations.forget(stored)
        return self.empty()._replace(evidence=notices.said(wording.EMPTIED))

    def empty(self) -> Shown:
        """Show the page before the first question."""
        return Shown(notices.examples(), NOTHING, NOTHING, "", "")

    def responses(self, stored: object) -> list[Response]:
        """Answer a whole conversation again: same questions, same index, same answers."""
        turns = self._conversations.read(stored)
        return [self._response(turns, at) for at in range(len(turns))]

    def _response(self, turns: Sequence[Turn], at: int) -> Response:
        history = [turn.question for turn in turns[:at]]
        turn = turns[at]
        return self._assistant.ask(
            turn.question, history, as_written=turn.as_written, document=turn.document
        )

    def _show(
        self,
        turns: Sequence[Turn],
        at: int,
        stored: object,
        areas: Sequence[str] = (),
        statuses: Sequence[str] = (),
    ) -> Shown:
        response = self._response(turns, at)
        name = self._conversations.keep(turns, stored)
        narrowing = Narrowing(tuple(areas), tuple(statuses))
        return self._shown(response, turns, name, narrowing, as_written=turns[at].as_written)

    def _shown(
        self,
        response: Response,
        turns: Sequence[Turn],
        name: str,
        narrowing: Narrowing,
        *,
        as_written: bool = False,
    ) -> Shown:
        return Shown(
            answer.spoken(response, self._edition, narrowing, as_written=as_written),
            answer.evidence(response, self._edition, takes_feedback=self._takes_feedback),
            _earlier(turns),
            name,
            "",
        )


def _name(stored: object) -> str:
    """Take a name as a browser sent it; anyone can send anything."""
    return stored if isinstance(stored, str) else ""


def _earlier(turns: Sequence[Turn]) -> Html:
    """List the questions so far, newest first; one alone is on the page already."""
    asked = [(at, turn.question) for at, turn in enumerate(turns)]
    return notices.earlier(asked[::-1]) if len(asked) > 1 else NOTHING


def _choices(values: Sequence[str]) -> list[tuple[str, str]]:
    return [(visible(value), value) for value in values]


def _choices_of(edition: Edition) -> list[tuple[str, str]]:
    return [(visible(entry.short_title), entry.id) for entry in edition.documents]


class AskParts(NamedTuple):
    """The components of the Ask tab that other parts of the page use."""

    outputs: tuple[gr.components.Component, ...]
    stored: gr.BrowserState


def build(view: AskView, edition: Edition, stored: gr.BrowserState) -> AskParts:
    """Lay out the Ask tab's left side and wire it."""
    signals = {name: signal(name) for name in ("ask", "confirm", "undo", "turn")}
    with gr.Row(elem_classes="ask-row"):
        question = gr.Textbox(
            label="Ask the guidance",
            info=wording.NO_PATIENTS,
            lines=1,
            max_lines=4,
            max_length=MAX_LENGTH,
            autofocus=True,
            elem_id="question",
            html_attributes=UNSHARED,
            scale=5,
        )
        press = gr.Button("Ask", variant="primary", elem_id="ask-button", scale=0, min_width=96)
    shown = markdown(view.empty().answer, elem_id="answer")
    evidence = markdown(elem_id="evidence")
    earlier = markdown(elem_id="earlier")
    with gr.Accordion("Keep to one document, to some areas or statuses", open=False):
        only = gr.Radio(
            [("All documents", ""), *_choices_of(edition)],
            value="",
            label="Document",
            visible=len(edition.documents) > 1,
            elem_id="only-document",
        )
        areas = gr.CheckboxGroup(_choices(edition.areas), label="Areas")
        statuses = gr.CheckboxGroup(_choices(edition.statuses), label="Statuses")
    outputs = (shown, evidence, earlier, stored, question)
    filters = [stored, areas, statuses]
    asking = told(len(Shown._fields))
    asked = [*filters, only]
    gr.on([question.submit, press.click], asking(view.ask), [question, *asked], outputs, **QUIET)
    signals["ask"].submit(asking(view.ask), [signals["ask"], *asked], outputs, **QUIET)
    signals["undo"].submit(asking(view.undo), [signals["undo"], *filters], outputs, **QUIET)
    signals["turn"].submit(asking(view.turn), [signals["turn"], *filters], outputs, **QUIET)
    confirmed = [signals["confirm"], stored, only]
    signals["confirm"].submit(asking(view.confirm), confirmed, outputs, **QUIET)
    gr.on(
        [areas.input, statuses.input, only.input],
        asking(view.narrow),
        asked,
        outputs,
        **QUIET,
    )
    return AskParts(outputs, stored)
