"""The Library tab: documents in and out, the index built anew, and one step back.

There is one only where the server is started with it. It shows what the desk knows and hands on
what a person does; who is signed in is a ticket in a hidden box, gone when the page is closed.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

import gradio as gr

from assistant.errors import InvalidRequest
from assistant.library import REQUIRED, Description
from assistant.views.render import library_tab as shown
from assistant.views.render import needs as shown_needs
from assistant.views.render import wording
from assistant.views.render.markup import NOTHING, Html, notices
from assistant.views.render.sentences import table
from assistant.views.web.librarian.desk import Desk
from assistant.views.web.page.parts import QUIET, markdown, problem, signal

_LOOK_EVERY_S = 0.5
# Each press counts: one that comes while another is answered is neither dropped nor put off.
_EACH = QUIET | {"trigger_mode": "multiple"}
# What is shown, by the names of the tab's parts; what is not named stays as it was.
Room: TypeAlias = dict[str, object]
_LISTS = frozenset({"authors", "statuses"})
_SEEN, _UNSEEN = gr.update(visible=True), gr.update(visible=False)
_LOOKING: Room = {"overview": _UNSEEN, "form": _UNSEEN}
_PUT_AWAY: Room = {"overview": _SEEN, "form": _UNSEEN, "replaces": "", "preview": NOTHING}
_SIGNED_OUT: Room = (
    _PUT_AWAY
    | {"ticket": "", "door": _SEEN, "room": _UNSEEN, "shelf": NOTHING}
    | {"watch": gr.update(active=False)}
)


@dataclass
class LibraryView:
    """Turns what a librarian does at the desk, which outlives this page, into what is shown."""

    desk: Desk

    def telling(self, callback: Callable[..., Room]) -> Callable[..., Room]:
        """Let a callback show what it does, or an error; who is not signed in comes to the door."""

        def told(ticket: str, *given: str) -> Room:
            try:
                return callback(ticket, *given)
            except Exception as error:  # noqa: BLE001  Gradio would log its text
                room = {} if self.desk.knows(ticket) else _SIGNED_OUT
                return room | {"said": problem(error)}

        return told

    async def sign_in(self, name: str, password: str, request: gr.Request) -> Room:
        """Let somebody in and show them everything, and how far a build is that is under way."""
        client = request.client.host if request.client else ""
        try:
            ticket = await self.desk.sign_in(name, password, client)
            everything = await asyncio.to_thread(self._everything, ticket)
        except Exception as error:  # noqa: BLE001  Gradio would log its text
            return {"said": problem(error), "password": ""}
        return everything | {"ticket": ticket, "door": _UNSEEN, "room": _SEEN, "password": ""}

    def act(self, ticket: str, pressed: str) -> Room:
        action, _, what = pressed.partition(" ")
        match action:
            case "add" | "replace":
                return self._form(what)
            case "received" | "fill":
                return self._received(ticket) if action == "received" else self._filled_in(ticket)
            case "problem":
                # Who is signed out is cut off in the middle of a large file, and hears no reason.
                raise InvalidRequest(what if self.desk.knows(ticket) else wording.SIGNED_OUT)
            case "remove":
                prepared = self.desk.look_at_removal(ticket, what)
                return _LOOKING | {"preview": shown.preview(prepared)}
            case "amend":
                return {"preview": NOTHING, "form": _SEEN}
            case "commit":
                said = shown.committed(self.desk.commit(ticket))
                return self._everything(ticket) | {"said": said}
            case "out":
                self.desk.sign_out(ticket)
                return _SIGNED_OUT
            case "cancel":
                self.desk.put_away(ticket)
                return self._everything(ticket)
        if action == "stop":
            self.desk.stop(ticket)
            return self._progress(ticket)
        said = shown.used(self.desk.use(ticket, what))
        return self._everything(ticket) | {"said": said}

    def build(self, ticket: str, pressed: str) -> Room:
        self.desk.build(ticket, force=pressed == "force")
        return self.watch(ticket) | {"said": NOTHING}

    def watch(self, ticket: str) -> Room:
        """Show how far a build is; once it has ended, what there is, and what the new documents need."""
        now = self._progress(ticket) | {"said": gr.skip()}
        fresh = () if self._is_busy else self.desk.fresh()
        return now | (self._needs(ticket, fresh) if fresh else {})

    def questions(self, ticket: str, of: str) -> Room:
        """Show what a document needs; of a recommendation, offer to write a question."""
        if "/" not in of:
            return self._needs(ticket, [of])
        return {"asking": _SEEN, "asked_of": of, "question": ""}

    def question(self, ticket: str, asked_of: str, question: str, *, keeps: bool = False) -> Room:
        """Show what a question beside a recommendation changes, and write it if that is wanted."""
        found = self.desk.question(ticket, asked_of, question, keeps=keeps)
        said = shown_needs.effect(found, is_kept=keeps)
        if not keeps:
            return {"said": said}
        document = asked_of.partition("/")[0]
        return self._needs(ticket, [document]) | {"said": said}

    def _needs(self, ticket: str, documents: Sequence[str]) -> Room:
        """Show which recommendations need a question most, in as many documents as have any."""
        found = (shown_needs.needs(name, self.desk.needs(ticket, name)) for name in documents)
        return {"needs": Html("".join(found)), "asking": _UNSEEN, "asked_of": "", "question": ""}

    @property
    def _is_busy(self) -> bool:
        """Whether a build is under way, or the server has still to take what it published over."""
        return self.desk.is_building or self.desk.takeover.is_under_way

    def begin(self, ticket: str, replaces: str, *values: str) -> Room:
        """Say that the file is being read, if the form is full."""
        self._described(replaces, values)
        return {"said": notices.said(wording.READING)} if self.desk.knows(ticket) else {}

    def look(self, ticket: str, replaces: str, *values: str) -> Room:
        prepared = self.desk.look(ticket, replaces, self._described(replaces, values))
        return _LOOKING | {"preview": shown.preview(prepared)}

    def _described(self, replaces: str, values: Sequence[str]) -> Description:
        said = description(values)
        empty = [n for n in REQUIRED if not replaces and not getattr(said, n)]
        if empty:
            raise InvalidRequest(shown.missing(empty))
        return said

    def _progress(self, ticket: str) -> Room:
        """Show how far a build is; once it has ended, the documents and builds as they are."""
        if self._is_busy:
            return {"build": self._build(ticket), "watch": gr.update(active=True)}
        now = self._everything(ticket)
        return {name: now[name] for name in ("build", "shelf", "kept", "watch")}

    def _form(self, replaced: str) -> Room:
        emptied: Room = dict.fromkeys(table("form"), "")
        heading = {"heading": shown.form_heading(replaced), "replaces": replaced}
        opened = {"overview": _UNSEEN, "form": _SEEN, "file": shown.no_file(), "preview": NOTHING}
        return emptied | heading | opened

    def _received(self, ticket: str) -> Room:
        path = self.desk.file(ticket)
        if path is None:
            raise InvalidRequest(wording.NO_FILE)
        return {"file": shown.file(path.name, path.stat().st_size)}

    def _filled_in(self, ticket: str) -> Room:
        """Write what the file says of itself into the form; the other fields stay."""
        proposal = self.desk.proposal(ticket)
        values = {name: getattr(proposal, name) for name in table("form")}
        written: Room = {name: str(value) for name, value in values.items() if value}
        return written | {"said": shown.filled_in(proposal)}

    def _everything(self, ticket: str) -> Room:
        return _PUT_AWAY | {
            "shelf": shown.documents(*self.desk.shelf(ticket)),
            "build": self._build(ticket),
            "kept": shown.kept(self.desk.builds(ticket)),
            "watch": gr.update(active=self._is_busy),
        }

    def _build(self, ticket: str) -> Html:
        building = self.desk.building(ticket)
        if self.desk.takeover.is_under_way:
            return shown.taking_over()
        if building is None:
            return shown.idle(self.desk.shelf(ticket)[1])
        if building.outcome is not None:
            (_, pending), kind = self.desk.shelf(ticket), building.outcome.kind
            why = self.desk.takeover.problem() if kind == "done" else ""
            return shown.outcome(kind, building.outcome.lines, pending, why)
        return shown.running(building.step)


def description(values: Sequence[str]) -> Description:
    """Read the form's fields.

    Raises:
        InvalidRequest: the year is none.
    """
    fields = zip(table("form"), values, strict=True)
    given: dict[str, Any] = {name: " ".join(str(value).split()) for name, value in fields}
    year = given.pop("year")
    if year and not (year.isdecimal() and len(year) == 4):
        raise InvalidRequest(wording.NOT_A_YEAR)
    for name in _LISTS:
        given[name] = tuple(filter(None, map(str.strip, given[name].split(";"))))
    return Description(**given, year=int(year) if year else None)


def build(view: LibraryView, _tab: gr.Tab) -> None:
    """Lay out the Library tab and wire it."""
    pressed, builds, asks = (signal(f"library{name}") for name in ("", "-build", "-ask"))
    parts: dict[str, gr.components.Component | gr.Column] = {
        "watch": (watch := gr.Timer(_LOOK_EVERY_S, active=False)),
        "said": markdown(elem_id="library-said"),
        "ticket": signal("library-ticket"),
        "replaces": signal("library-replaces"),
    }
    with gr.Column(elem_id="library-door") as parts["door"]:
        markdown(notices.hint(wording.LIBRARY))
        name = gr.Textbox(label="Name", lines=1, max_length=200, elem_id="library-name")
        parts["password"] = password = gr.Textbox(
            label="Password", type="password", max_length=256, elem_id="library-password"
        )
        enter = gr.Button("Sign in", variant="primary", elem_id="library-sign-in")
    with gr.Column(visible=False, elem_id="library-room") as parts["room"]:
        parts["preview"] = markdown(elem_id="library-preview")
        with gr.Column(visible=False, elem_id="library-form") as parts["form"]:
            parts["heading"] = markdown()
            parts["file"] = markdown(elem_id="library-file")
            form = table("form").items()
            fields = {n: _field(n, label, info, 500) for n, (label, info) in form}
            with gr.Row(elem_classes="buttons"):
                look = gr.Button("Look at it first", variant="primary", elem_id="library-look")
                cancel = gr.Button("Cancel", elem_id="library-cancel")
        with gr.Column(elem_id="library-overview") as parts["overview"]:
            for part in ("shelf", "build", "needs"):
                parts[part] = markdown(elem_id=f"library-{part}")
            with gr.Column(visible=False, elem_id="library-asking") as parts["asking"]:
                of = gr.Textbox(label="For", interactive=False, elem_id="library-asked-of")
                parts["asked_of"] = of
                asked = "A question that it answers", "In few words, as people would ask it"
                parts["question"] = _field("question", *asked, 300)
                with gr.Row(elem_classes="buttons"):
                    try_it = gr.Button("See what it changes", elem_id="library-try")
                    keep_it = gr.Button("Write it down", variant="primary", elem_id="library-keep")
            parts["kept"] = markdown(elem_id="library-kept")
            leave = gr.Button("Sign out", elem_id="library-out")
    parts |= fields

    outputs, ticket = list(parts.values()), parts["ticket"]

    def row(room: Room) -> list[object]:
        whole = {"said": NOTHING} | room
        return [whole.get(name, gr.skip()) for name in parts]

    async def entered(name: str, password: str, request: gr.Request) -> list[object]:
        return row(await view.sign_in(name, password, request))

    def on(event: Any, callback: Callable[..., Room], *inputs: Any, **how: Any) -> Any:  # noqa: ANN401  Gradio's own
        room = view.telling(callback)
        return event(lambda *sent: row(room(*sent)), [ticket, *inputs], outputs, **_EACH | how)

    gr.on([password.submit, enter.click], entered, [name, password], outputs, **QUIET)
    on(pressed.submit, view.act, pressed)
    on(builds.submit, view.build, builds)
    on(watch.tick, view.watch, **QUIET)
    on(asks.submit, view.questions, asks)
    written = parts["asked_of"], parts["question"]
    on(try_it.click, view.question, *written)
    on(keep_it.click, partial(view.question, keeps=True), *written)
    described = parts["replaces"], *fields.values()
    reading = on(look.click, view.begin, *described, **QUIET)
    on(reading.then, view.look, *described, **QUIET)
    for button, action in ((cancel, "cancel"), (leave, "out")):
        on(button.click, partial(view.act, pressed=action))


def _field(name: str, label: str, info: str, most: int) -> gr.Textbox:
    return gr.Textbox(
        label=label, info=info or None, lines=1, max_length=most, elem_id=f"library-{name}"
    )
