"""The Library tab: documents in and out, the index built anew, and one step back.

There is one only where the server is started with it. It shows what the desk knows and hands on
what a person does; who is signed in is a ticket in a hidden box, gone when the page is closed.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from functools import partial, wraps
from typing import Any, NamedTuple, TypeAlias

import gradio as gr

from assistant.errors import AssistantError, InvalidRequest
from assistant.library import REQUIRED, Description
from assistant.views.render import library_tab as shown
from assistant.views.render import needs as shown_needs
from assistant.views.render import notices
from assistant.views.render.elements import NOTHING, Html
from assistant.views.web.librarian.desk import Desk
from assistant.views.web.page.signals import QUIET, UNSHARED, markdown, signal

_LOOK_EVERY_S = 0.5
# Who signs in during a build looks on until its end: so many may, and the next one waits for that.
_WATCHING = 32
# Each press counts: one that comes while another is answered is neither dropped nor put off. No
# call follows upon another by itself: Gradio loses one that is made while a stream is closing.
EACH: dict[str, Any] = {**QUIET, "trigger_mode": "multiple"}
Shown: TypeAlias = tuple[object, ...]
_LISTS = frozenset({"authors", "statuses"})


class Room(NamedTuple):
    """What the tab shows; what is left alone stays as it was."""

    said: object = NOTHING
    ticket: object = gr.skip()
    door: object = gr.skip()
    room: object = gr.skip()
    shelf: object = gr.skip()
    overview: object = gr.skip()
    form: object = gr.skip()
    heading: object = gr.skip()
    replaces: object = gr.skip()
    file: object = gr.skip()
    preview: object = gr.skip()
    build: object = gr.skip()
    kept: object = gr.skip()
    needs: object = gr.skip()
    asking: object = gr.skip()
    asked_of: object = gr.skip()
    question: object = gr.skip()
    fields: tuple[object, ...] = (gr.skip(),) * len(shown.FIELDS)

    def outputs(self) -> Shown:
        """Give each component's part, the form's fields one by one."""
        return (*self[:-1], *self.fields)


class LibraryView:
    """Turns what a librarian does into what is shown."""

    def __init__(self, desk: Desk) -> None:
        """Take the desk, which outlives this page."""
        self._desk = desk

    def telling(self, callback: Callable[..., Room]) -> Callable[..., Shown]:
        """Let a callback show an error's sentence."""

        @wraps(callback)
        def told(ticket: str, *given: str) -> Shown:
            try:
                return callback(ticket, *given).outputs()
            except AssistantError as error:
                return self._problem(ticket, error).outputs()

        return told

    def telling_each(
        self, callback: Callable[..., Iterator[Room]]
    ) -> Callable[..., Iterator[Shown]]:
        """Let a callback that shows one thing after another show an error's sentence."""

        @wraps(callback)
        def told(ticket: str, *given: str) -> Iterator[Shown]:
            try:
                for room in callback(ticket, *given):
                    yield room.outputs()
            except AssistantError as error:
                yield self._problem(ticket, error).outputs()

        return told

    def _problem(self, ticket: str, error: AssistantError) -> Room:
        """Show an error; who is not signed in comes to the door again."""
        room = Room() if self._desk.knows(ticket) else _signed_out()
        return room._replace(said=notices.problem(str(error)))

    async def sign_in(self, name: str, password: str, request: gr.Request) -> AsyncIterator[Shown]:
        """Let somebody in and show them everything, and how far a build is that is under way."""
        client = request.client.host if request.client else ""
        emptied = ""
        try:
            ticket = await self._desk.sign_in(name, password, client)
            opened = {"door": gr.update(visible=False), "room": gr.update(visible=True)}
            found = await asyncio.to_thread(self._everything, ticket)
            room = found._replace(ticket=ticket, **opened)
            yield (*room.outputs(), emptied)
            while self._is_busy:
                await asyncio.sleep(_LOOK_EVERY_S)
                room = await asyncio.to_thread(self._progress, ticket)
                yield (*room.outputs(), emptied)
        except AssistantError as error:
            yield (*Room(notices.problem(str(error))).outputs(), emptied)

    def act(self, ticket: str, pressed: str) -> Room:
        """Do what a button inside shown markup stands for."""
        action, _, what = pressed.partition(" ")
        match action:
            case "add" | "replace":
                return self._form(what)
            case "received" | "fill":
                return self._received(ticket) if action == "received" else self._filled_in(ticket)
            case "problem":
                # Who is signed out is cut off in the middle of a large file, and hears no reason.
                raise InvalidRequest(what if self._desk.knows(ticket) else shown.SIGNED_OUT)
            case "remove":
                prepared = self._desk.look_at_removal(ticket, what)
                return _looking()._replace(preview=shown.preview(prepared))
            case "amend":
                return Room(preview=NOTHING, form=gr.update(visible=True))
            case "commit":
                said = shown.committed(self._desk.commit(ticket))
                return self._everything(ticket)._replace(said=said)
            case "out":
                self._desk.sign_out(ticket)
                return _signed_out()
            case "cancel":
                self._desk.put_away(ticket)
                return self._everything(ticket)
        if action == "stop":
            self._desk.stop(ticket)
            return self._progress(ticket)
        said = shown.used(self._desk.use(ticket, what))
        return self._everything(ticket)._replace(said=said)

    def build(self, ticket: str, pressed: str) -> Iterator[Room]:
        """Begin a build, show how far it is until it has ended, and then what there is."""
        self._desk.build(ticket, force=pressed == "force")
        while self._is_busy:
            yield self._progress(ticket)
            time.sleep(_LOOK_EVERY_S)
        yield self._progress(ticket)
        if fresh := self._desk.fresh():
            yield self._needs(ticket, fresh)

    def questions(self, ticket: str, of: str) -> Room:
        """Show what a document needs; of a recommendation, offer to write a question."""
        if "/" not in of:
            return self._needs(ticket, [of])
        return Room(asking=gr.update(visible=True), asked_of=of, question="")

    def question(self, ticket: str, asked_of: str, question: str, *, keeps: bool = False) -> Room:
        """Show what a question beside a recommendation changes, and write it if that is wanted."""
        found = self._desk.question(ticket, asked_of, question, keeps=keeps)
        said = shown_needs.effect(found, is_kept=keeps)
        if not keeps:
            return Room(said=said)
        document = asked_of.partition("/")[0]
        return self._needs(ticket, [document])._replace(said=said)

    def _needs(self, ticket: str, documents: Sequence[str]) -> Room:
        """Show which recommendations need a question most, in as many documents as have any."""
        found = {name: self._desk.needs(ticket, name) for name in documents}
        return Room(
            needs=shown_needs.needs(found),
            asking=gr.update(visible=False),
            asked_of="",
            question="",
        )

    @property
    def _is_busy(self) -> bool:
        """Whether a build is under way, or the server has still to take what it published over."""
        return self._desk.is_building or self._desk.takeover.is_under_way

    def look(self, ticket: str, replaces: str, *values: str) -> Iterator[Room]:
        """Read the file that was sent and show what it would change."""
        said = description(values)
        empty = [n for n in REQUIRED if not replaces and not getattr(said, n)]
        if empty:
            raise InvalidRequest(shown.missing(empty))
        yield Room(notices.said(shown.READING))
        prepared = self._desk.look(ticket, replaces, said)
        yield _looking()._replace(preview=shown.preview(prepared))

    def _progress(self, ticket: str) -> Room:
        """Show how far a build is; once it has ended, the documents and builds as they are."""
        if self._is_busy:
            return Room(build=self._build(ticket))
        now = self._everything(ticket)
        return Room(build=now.build, shelf=now.shelf, kept=now.kept)

    def _form(self, replaced: str) -> Room:
        return Room(
            overview=gr.update(visible=False),
            form=gr.update(visible=True),
            heading=shown.form_heading(replaced),
            replaces=replaced,
            file=shown.no_file(),
            preview=NOTHING,
            fields=("",) * len(shown.FIELDS),
        )

    def _received(self, ticket: str) -> Room:
        path = self._desk.file(ticket)
        if path is None:
            raise InvalidRequest(shown.NO_FILE)
        return Room(file=shown.file(path.name, path.stat().st_size))

    def _filled_in(self, ticket: str) -> Room:
        """Write what the file says of itself into the form; the other fields stay."""
        proposal = self._desk.proposal(ticket)
        values = (getattr(proposal, field.name) for field in shown.FIELDS)
        written = tuple(str(value) if value else gr.skip() for value in values)
        return Room(said=shown.filled_in(proposal), fields=written)

    def _everything(self, ticket: str) -> Room:
        shelf = self._desk.shelf(ticket)
        return _put_away()._replace(
            shelf=shown.documents(shelf.documents, shelf.pending),
            build=self._build(ticket),
            kept=shown.kept(*self._desk.builds(ticket)),
        )

    def _build(self, ticket: str) -> Html:
        building = self._desk.building(ticket)
        if self._desk.takeover.is_under_way:
            return shown.taking_over()
        if building is None:
            return shown.idle(self._desk.shelf(ticket).pending)
        if building.outcome is not None:
            pending, kind = self._desk.shelf(ticket).pending, building.outcome.kind
            problem = self._desk.takeover.problem() if kind == "done" else ""
            return shown.outcome(kind, building.outcome.lines, pending, problem)
        step = building.step
        return shown.running(step.stage, step.done, step.total, step.now_s, step.remaining_s)


def _looking() -> Room:
    return Room(overview=gr.update(visible=False), form=gr.update(visible=False))


def _put_away() -> Room:
    seen, unseen = gr.update(visible=True), gr.update(visible=False)
    return Room(overview=seen, form=unseen, replaces="", preview=NOTHING)


def _signed_out() -> Room:
    return _put_away()._replace(
        ticket="", door=gr.update(visible=True), room=gr.update(visible=False), shelf=NOTHING
    )


def description(values: Sequence[str]) -> Description:
    """Read the form's fields.

    Raises:
        InvalidRequest: the year is none.
    """
    given: dict[str, Any] = {}
    for field, value in zip(shown.FIELDS, values, strict=True):
        written = " ".join(str(value).split())
        if field.name in _LISTS:
            given[field.name] = tuple(filter(None, map(str.strip, written.split(";"))))
        elif field.name == "year":
            if written and not (written.isdecimal() and len(written) == 4):
                raise InvalidRequest(shown.NOT_A_YEAR)
            given["year"] = int(written) if written else None
        else:
            given[field.name] = written
    return Description(**given)


def build(view: LibraryView) -> None:
    """Lay out the Library tab and wire it."""
    pressed, builds, asks = (signal(f"library{name}") for name in ("", "-build", "-ask"))
    said = markdown(elem_id="library-said")
    ticket, replaces = (
        gr.Textbox(
            visible="hidden", elem_id=f"library-{name}", label=name, html_attributes=UNSHARED
        )
        for name in ("ticket", "replaces")
    )
    with gr.Column(elem_id="library-door") as door:
        markdown(notices.hint(shown.PURPOSE))
        name = gr.Textbox(label="Name", lines=1, max_length=200, elem_id="library-name")
        password = gr.Textbox(
            label="Password", type="password", max_length=256, elem_id="library-password"
        )
        enter = gr.Button("Sign in", variant="primary", elem_id="library-sign-in")
    with gr.Column(visible=False, elem_id="library-room") as room:
        preview = markdown(elem_id="library-preview")
        with gr.Column(visible=False, elem_id="library-form") as form:
            heading = markdown()
            file = markdown(elem_id="library-file")
            fields = [
                gr.Textbox(
                    label=f.label,
                    info=f.info or None,
                    lines=1,
                    max_length=500,
                    elem_id=f"library-{f.name}",
                )
                for f in shown.FIELDS
            ]
            with gr.Row(elem_classes="buttons"):
                look = gr.Button("Look at it first", variant="primary", elem_id="library-look")
                cancel = gr.Button("Cancel", elem_id="library-cancel")
        with gr.Column(elem_id="library-overview") as overview:
            shelf = markdown(elem_id="library-shelf")
            progress = markdown(elem_id="library-build")
            needs = markdown(elem_id="library-needs")
            with gr.Column(visible=False, elem_id="library-asking") as asking:
                asked_of = gr.Textbox(label="For", interactive=False, elem_id="library-asked-of")
                question = gr.Textbox(
                    label="A question that it answers",
                    info="In few words, as people would ask it",
                    lines=1,
                    max_length=300,
                    elem_id="library-question",
                )
                with gr.Row(elem_classes="buttons"):
                    try_it = gr.Button("See what it changes", elem_id="library-try")
                    keep_it = gr.Button("Write it down", variant="primary", elem_id="library-keep")
            kept = markdown(elem_id="library-kept")
            leave = gr.Button("Sign out", elem_id="library-out")
    outputs = [said, ticket, door, room, shelf, overview, form, heading, replaces, file, preview]
    outputs += [progress, kept, needs, asking, asked_of, question, *fields]
    gr.on(
        [password.submit, enter.click],
        view.sign_in,
        [name, password],
        [*outputs, password],
        concurrency_limit=_WATCHING,
        **QUIET,
    )
    pressed.submit(view.telling(view.act), [ticket, pressed], outputs, **EACH)
    builds.submit(
        view.telling_each(view.build), [ticket, builds], outputs, concurrency_limit=8, **EACH
    )
    asks.submit(view.telling(view.questions), [ticket, asks], outputs, **EACH)
    written = [ticket, asked_of, question]
    try_it.click(view.telling(view.question), written, outputs, **EACH)
    keep_it.click(view.telling(partial(view.question, keeps=True)), written, outputs, **EACH)
    look.click(view.telling_each(view.look), [ticket, replaces, *fields], outputs, **QUIET)
    cancel.click(view.telling(lambda t: view.act(t, "cancel")), ticket, outputs, **EACH)
    leave.click(view.telling(lambda t: view.act(t, "out")), ticket, outputs, **EACH)
