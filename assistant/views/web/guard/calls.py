"""Reads a browser's call of one of the page's functions, as far as the guard must know it.

Gradio answers a malformed call with a traceback in the log, and one with half a surrogate pair
with a broken stream. Source: tests/faults/bodies.py.
"""

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

JOIN = "/gradio_api/queue/join"
STREAM = "/gradio_api/queue/data"
SESSION_ENDS = ("/gradio_api/cancel", "/gradio_api/reset")

_SESSION = re.compile(r"[A-Za-z0-9]{1,64}", re.ASCII)
_HALF = re.compile("[\ud800-\udfff]")
_MAX_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Call:
    """One call: whose, of which function, with which inputs."""

    session: str
    function: int
    inputs: list[Any]
    body: bytes


def read_call(body: bytes) -> Call | None:
    """Read a call; None when it is none."""
    value = parsed(body)
    if not isinstance(value, dict):
        return None
    session, function, inputs = (value.get(k) for k in ("session_hash", "fn_index", "data"))
    if not isinstance(session, str) or not _SESSION.fullmatch(session):
        return None
    if type(function) is not int or not isinstance(inputs, list):
        return None
    trigger = value.get("trigger_id")
    known = {
        "session_hash": session,
        "fn_index": function,
        "data": inputs,
        "trigger_id": trigger if type(trigger) is int else None,
    }
    return Call(session, function, inputs, json.dumps(known).encode())


def streaming(query: bytes) -> str:
    """Give the session whose stream is asked for, read as Gradio does: the last one counts."""
    given = dict(parse_qsl(query.decode("latin-1"), keep_blank_values=True))
    return given.get("session_hash", "")


def parsed(body: bytes) -> Any:  # noqa: ANN401  whatever JSON can hold
    """Read JSON without halves of surrogate pairs; None when it is none or nested too deep."""
    try:
        return _whole(json.loads(body), _MAX_DEPTH)
    except (ValueError, RecursionError):
        return None


def _whole(value: Any, depth: int) -> Any:  # noqa: ANN401  whatever JSON can hold
    if depth == 0:
        raise ValueError("nested too deep")
    match value:
        case str():
            return _HALF.sub("\ufffd", value)
        case list():
            return [_whole(item, depth - 1) for item in value]
        case dict():
            return {_HALF.sub("\ufffd", k): _whole(v, depth - 1) for k, v in value.items()}
        case _:
            return value
