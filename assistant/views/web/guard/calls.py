"""What a call of one of the page's functions may be: what the page's own parts send, no more.

Gradio answers other values with a traceback in the log that quotes them, and copies any file of
this machine that a value names into its temporary folder. Source:
tests/faults/test_f11_routes_and_bodies.py.
"""

import json
from collections.abc import Callable
from typing import Any, TypeAlias

import gradio as gr
from anyio import CapacityLimiter
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.views.web.guard.bodies import Refusal, parsed, replayed
from assistant.views.web.guard.routes import CALL
from assistant.views.web.guard.turns import AT_ONCE, turn

_Fits: TypeAlias = Callable[[object], bool]


class KnownCalls:
    """Raises Refusal for calls that no page of this application makes, and lets the others in by turns."""

    def __init__(self, app: ASGIApp, page: gr.Blocks) -> None:
        self._app = app
        # What each function takes, and who waits for it.
        self._inputs = {n: [_fits(part) for part in f.inputs] for n, f in page.fns.items()}
        alone = {n for n, f in page.fns.items() if f.concurrency_limit == 1}
        self._turns = {n: CapacityLimiter(1 if n in alone else AT_ONCE) for n in page.fns}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] != CALL:
            await self._app(scope, receive, send)
            return
        number, values = _call(await Request(scope, receive).body())
        fits = self._inputs.get(number, [])
        is_known = number in self._inputs and len(fits) == len(values)
        if not is_known or not all(takes(v) for takes, v in zip(fits, values, strict=True)):
            raise Refusal(422, "This page is out of date; please load it again.")
        # Without the page's name for itself: Gradio would keep 170 KB for each page ever opened.
        body = json.dumps({"fn_index": number, "data": values}).encode()
        async with turn(self._turns[number]):
            await self._app(scope, replayed(body, receive), send)


def _call(body: bytes) -> tuple[int, list[Any]]:
    """Read a call: of which function, with which values; raise Refusal if it is none."""
    match parsed(body):
        # True is no number here, though Python takes it for one.
        case {"fn_index": int(number), "data": list(values)} if not isinstance(number, bool):
            return number, values
    raise Refusal(422, "That is not a call of this page.")


def _fits(part: Any) -> _Fits:  # noqa: ANN401  any component
    """Tell which values a part of the page sends."""
    match part:
        case gr.Textbox():
            return lambda value: isinstance(value, str)
        case gr.Radio():
            # Nothing is chosen only where nothing was from the first: a choice cannot be taken back.
            kinds = str if part.value is not None else str | None
            return lambda value: isinstance(value, kinds)
        case _:
            raise AssertionError(f"{type(part).__name__}: say here which values it sends")
