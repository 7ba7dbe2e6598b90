"""What a call of one of the page's functions may carry: what the page's own parts send, no more.

Gradio answers other values with a traceback in the log that quotes them, and copies any file of
this machine that a value names into its temporary folder. Source:
tests/faults/test_f11_routes_and_bodies.py.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any, TypeAlias

import gradio as gr
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.views.web.guard.calls import STREAM, Call, streaming
from assistant.views.web.guard.unread import Unread

_Fits: TypeAlias = Callable[[object], bool]
_OUT_OF_DATE = "This page is out of date; please load it again."
_BUSY = "Too many questions at once; please ask again in a moment."
# What Gradio says to a stream of a session that it does not know, and then breaks off with an error.
_NO_SESSION = (
    'data: {"msg":"unexpected_error","event_id":null,"message":"404: Not Found",'
    '"session_not_found":true,"success":false}\n\n'
)


class KnownCalls:
    """Refuses calls that no page of this application makes."""

    def __init__(self, app: ASGIApp, page: gr.Blocks) -> None:
        self._app = app
        self._inputs = {
            number: [_fits(part) for part in function.inputs]
            for number, function in page.fns.items()
        }
        self._unread = Unread(page._queue)  # noqa: SLF001  Gradio shows it to nobody

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        call: Call | None = scope.get("call")
        session = streaming(scope["query_string"]) if scope["path"] == STREAM else None
        app: ASGIApp = self._app
        reading: AbstractContextManager[None] = nullcontext()
        if call is not None and not self._is_known(call):
            app = JSONResponse({"detail": _OUT_OF_DATE}, 422)
        elif call is not None and not self._unread.takes(call.session):
            app = JSONResponse({"detail": _BUSY}, 503, {"Retry-After": "2"})
        elif session is not None and not self._unread.knows(session):
            app = PlainTextResponse(_NO_SESSION, media_type="text/event-stream")
        elif session is not None:
            reading = self._unread.reading(session)
        with reading:
            await app(scope, receive, send)

    def _is_known(self, call: Call) -> bool:
        expected = self._inputs.get(call.function)
        if expected is None or len(expected) != len(call.inputs):
            return False
        return all(fits(value) for fits, value in zip(expected, call.inputs, strict=True))


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
