"""Takes in the bodies of requests: of bounded size, and within a bounded time."""

import asyncio
import contextlib
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from starlette.responses import JSONResponse, Response
from starlette.types import Message, Receive, Scope

from assistant.views.render.json import SCHEMA
from assistant.views.render.visible import json_line
from assistant.views.web.guard import headers

MAX_BODY = 64 * 1024
# A whole conversation is a few kilobytes: who needs longer to send it is holding a place.
BODY_WITHIN_S = 15.0
# Of a body that is too long so much is read and dropped.
_DROPPED, _DROPPED_WITHIN_S = 16 * 1024 * 1024, 5.0
CLOSE = (("Connection", "close"),)
_HALF = re.compile("[\ud800-\udfff]")
# No text of an answer can end a script or a comment of a page that carelessly includes it.
_ESCAPED = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&"})


class InertJson(JSONResponse):
    """JSON in which nothing reads as markup."""

    def render(self, content: Any) -> bytes:  # noqa: ANN401  as Starlette has it
        return json_line(content).translate(_ESCAPED).encode()


@dataclass(eq=False)
class Refusal(Exception):
    """A request that is not let in; made anew each time, as one that is raised holds what it was raised by."""

    status: int
    sentence: str
    headers: tuple[tuple[str, str], ...] = ()

    def response(self) -> Response:
        """Say so, once for programs (`error`) and once for the page's own script (`detail`)."""
        body = {"schema": SCHEMA, "kind": "error", "error": self.sentence, "detail": self.sentence}
        return InertJson(body, self.status, dict(self.headers))


# Takes in a body of its own, larger than those of the page, and answers; raises Refusal.
Taker: TypeAlias = Callable[[Scope, Receive], Awaitable[Response]]


async def whole(scope: Scope, receive: Receive) -> bytes:
    """Take in a whole body, so that nothing behind the guard waits for a slow sender; raise as `pieces` does."""
    return b"".join([piece async for piece in pieces(scope, receive, MAX_BODY, BODY_WITHIN_S)])


async def pieces(
    scope: Scope, receive: Receive, most: int, within_s: float
) -> AsyncIterator[bytes]:
    """Take in a body piece by piece.

    Raises:
        Refusal: it is longer than `most` bytes, too slow, or breaks off.
    """
    stated = headers.single(scope["headers"]).get("content-length", "0")
    is_long = not stated.isdecimal() or int(stated) > most
    n_bytes, more = 0, True
    ends_at = asyncio.get_running_loop().time() + within_s
    while more and not is_long:
        try:
            async with asyncio.timeout_at(ends_at):
                message = await receive()
        except TimeoutError:
            raise Refusal(408, "The request took too long to arrive.", CLOSE) from None
        if message["type"] == "http.disconnect":
            raise Refusal(400, "The request broke off.", CLOSE)
        body, more = message.get("body", b""), message.get("more_body", False)
        n_bytes += len(body)
        is_long = n_bytes > most
        if not is_long:
            yield body
    if is_long:
        # Of a body that has ended nothing more comes to wait for.
        if more:
            await _let_finish(receive)
        size = f"{most // 1024} KB" if most < 1_000_000 else f"{most // 1_000_000} MB"
        raise Refusal(413, f"That is longer than {size}.", CLOSE)


async def _let_finish(receive: Receive) -> None:
    """Drop what is still coming, within bounds: who is cut off while sending hears no answer."""
    n_bytes = 0
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_DROPPED_WITHIN_S):
            while n_bytes < _DROPPED:
                message = await receive()
                n_bytes += len(message.get("body", b""))
                if message["type"] == "http.disconnect" or not message.get("more_body", False):
                    return


def replayed(body: bytes, receive: Receive) -> Receive:
    """Hand a body on that was taken in already, then whatever else the server says."""
    waiting = [body]

    async def message() -> Message:
        if not waiting:
            return await receive()
        return {"type": "http.request", "body": waiting.pop(), "more_body": False}

    return message


def parsed(body: bytes) -> Any:  # noqa: ANN401  whatever JSON can hold
    """Read JSON without halves of surrogate pairs; None when it is none or nested too deep."""
    try:
        written = json.dumps(json.loads(body), ensure_ascii=False)
        return json.loads(_HALF.sub("\ufffd", written))
    except (ValueError, RecursionError):
        return None
