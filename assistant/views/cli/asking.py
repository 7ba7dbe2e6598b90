"""The commands that ask: one question, or a file of them."""

import argparse
import json
import math
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice, repeat
from pathlib import Path
from typing import Any

from assistant.ask import Assistant
from assistant.domain import Answer
from assistant.errors import AssistantError, InvalidRequest
from assistant.views.cli import terminal
from assistant.views.render.edition import Edition
from assistant.views.render.json import SCHEMA, question_of, response_json
from assistant.views.render.text import response_text

# So many lines of a batch file are read before the first of them is answered.
_AHEAD = 8
# A question's Python takes two milliseconds and its encoding, outside of Python's lock, five. At
# Python's own interval of five one thread waits for the other: 150 questions take 1.1 s, so 0.65.
_SWITCH_S = 0.0002
# Python gives up at about a thousand, and a little earlier in writing a value than in reading it.
_DEEPEST_ID = 100


def ask(arguments: argparse.Namespace) -> int:
    """Ask one question."""
    assistant = _opened(arguments)
    how = {"as_written": arguments.as_written, "document": arguments.document}
    response = assistant.ask(arguments.question, arguments.after, **how)
    terminal.tell(
        arguments,
        lambda: response_json(response, assistant.index),
        lambda: response_text(response, Edition(assistant.index), is_full=arguments.full),
    )
    return terminal.ANSWERED if isinstance(response, Answer) else terminal.NOT_IN_GUIDANCE


def batch(arguments: argparse.Namespace) -> int:
    """Ask every question of a file."""
    assistant = _opened(arguments)
    code = terminal.ANSWERED
    # From a pipe each answer comes before the next question is waited for.
    ahead = 0 if arguments.file == "-" else _AHEAD
    for line in batch_lines(_lines_of(arguments.file), assistant, ahead):
        code = terminal.FAILED if line.get("kind") == "error" else code
        terminal.print_json(line)
        sys.stdout.flush()
    return code


def _opened(arguments: argparse.Namespace) -> Assistant:
    assistant = Assistant.open(arguments.index, terminal.milvus_address(arguments))
    terminal.warn(assistant.index.stands_in)
    return assistant


def batch_lines(
    lines: Iterator[str], assistant: Assistant, ahead: int = 0
) -> Iterator[dict[str, Any]]:
    """Answer each line of a batch, in order; a line that cannot be asked becomes an error object.

    Args:
        ahead: how many lines may be read before the first of them is answered, two at once: one
            is encoded while another is looked up.
    """
    asked = ((n, line) for n, line in enumerate(lines, start=1) if line.strip())
    interval = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH_S)
    try:
        with ThreadPoolExecutor(2) as pool:
            while some := list(islice(asked, ahead or 1)):
                yield from pool.map(_batch_line, *zip(*some, strict=True), repeat(assistant))
    finally:
        sys.setswitchinterval(interval)


def _batch_line(number: int, line: str, assistant: Assistant) -> dict[str, Any]:
    row: dict[str, Any] = {}
    try:
        row = _batch_row(line)
        asked = {name: value for name, value in row.items() if value is not None}
        response = assistant.ask(**question_of(asked))
        return {"id": row.get("id")} | response_json(response, assistant.index)
    except (AssistantError, ValueError, RecursionError) as error:
        said = {"line": number, "error": str(error) or type(error).__name__}
        return {"id": row.get("id"), "schema": SCHEMA, "kind": "error"} | said


def _batch_row(line: str) -> dict[str, Any]:
    row = json.loads(line, parse_constant=_number, parse_float=_number)
    if not isinstance(row, dict) or not isinstance(row.get("question"), str):
        raise InvalidRequest('not an object with a "question"; write {"id": …, "question": "…"}')
    if _is_deeper(row.get("id"), _DEEPEST_ID):
        raise InvalidRequest(f'"id" is nested more than {_DEEPEST_ID} deep')
    return row


def _is_deeper(value: object, depth: int) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(not depth or _is_deeper(v, depth - 1) for v in inner)


def _number(written: str) -> float:
    """Read a number; what JSON cannot write must not come back in the id."""
    number = float(written)
    if not math.isfinite(number):
        raise InvalidRequest(f"{written} is not a number in JSON, or is too large for one")
    return number


def _lines_of(name: str) -> Iterator[str]:
    if name == "-":
        yield from sys.stdin
        return
    with Path(name).open(encoding="utf-8", errors="replace") as file:
        yield from file
