"""Reads a file in a process of its own, with limits of memory and time, and hears how far it is.

A file that cannot be read, for whatever reason, is one UnreadableDocument; nothing that a file
does reaches this process but plain text and places in it. Knows nothing of what is read.
"""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeAlias

from assistant.domain import Excerpt, Heading, Omission, Paragraph, Row, Span, Table
from assistant.errors import UnreadableDocument
from assistant.parsing.draft import Contents

# How long a file may take, and each of its pages.
TIMEOUT_S = 20.0
# How long all pages may take, each on average: some 40 times what one takes (measured: 24 s for 940).
PAGE_S = 1.0
# What may pass between two passes without a word, for each page; all of 940 pages took 24 s.
BETWEEN_S = 0.05
N_PASSES = 5  # how often a page is looked at: read, then set out in four steps
MEMORY_BYTES = 1_000_000_000
_NOUNS: dict[str, Any] = {noun.__name__: noun for noun in (Heading, Paragraph, Table, Row)}
# What a child says in its exit status when it had not the memory even to say it in words.
EXIT_TOO_LARGE = 3

# What JSON can hold.
Plain: TypeAlias = Any
# Told how far the reading is, and of how much: pages, as often as each is looked at.
PagesRead: TypeAlias = Callable[[int, int], None]


def pause_s(done: int, total: int) -> float:
    """Tell how long the next page may take, in seconds; between two passes all are looked at."""
    n_pages = total // N_PASSES
    return TIMEOUT_S + (BETWEEN_S * n_pages if n_pages and done % n_pages == 0 else 0)


def silent(done: int, total: int) -> None:
    """Tell nobody."""


def read_apart(path: Path, progress: PagesRead = silent) -> Contents:
    """Read a file in a child process.

    Raises:
        UnreadableDocument: it cannot be read; the message is one line and says why.
    """
    request = json.dumps({"path": str(path.resolve())})
    child = subprocess.Popen(
        [sys.executable, "-m", "assistant.parsing.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=Path(__file__).resolve().parents[2],
        env=os.environ | {"PYTHONHASHSEED": "0", "PYTHONUTF8": "1"},
    )
    with child:
        try:
            said = _last_line(child, path, request, progress)
        finally:
            child.kill()
    return _reply(path, child.returncode, said)


def _last_line(
    child: subprocess.Popen[bytes], path: Path, request: str, progress: PagesRead
) -> bytes:
    """Wait for a child's answer; each page it tells of gives it time for the next.

    Raises:
        UnreadableDocument: a page, or all of them, take too long.
    """
    lines = _heard(child, request)
    started = time.monotonic()
    done = total = 0
    while True:
        allowed = TIMEOUT_S + PAGE_S * total / N_PASSES
        longest = pause_s(done, total)
        left = min(longest, started + allowed - time.monotonic())
        try:
            line = lines.get(timeout=max(left, 0.0))
        except queue.Empty:
            raise UnreadableDocument(
                _too_long(path, done, total, is_page=left == longest)
            ) from None
        if not line.startswith(b"["):
            child.wait()
            return line
        done, total = json.loads(line)
        progress(done, total)


def _heard(child: subprocess.Popen[bytes], request: str) -> queue.Queue[bytes]:
    """Hand a request over, and hear what is answered, in a thread: one that waits can be left."""
    lines: queue.Queue[bytes] = queue.Queue()

    def talk() -> None:
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            with child.stdin as ear:
                ear.write(request.encode())
        except OSError:
            pass  # it has ended already, and says why
        for line in child.stdout:
            lines.put(line)
        lines.put(b"")

    threading.Thread(target=talk, daemon=True).start()
    return lines


def _too_long(path: Path, done: int, total: int, *, is_page: bool) -> str:
    if not total:
        return f"{path.name} took too long: no end after {TIMEOUT_S:g} s"
    n_pages = total // N_PASSES
    if is_page:
        return (
            f"{path.name} took too long: no end of page {done % n_pages + 1} after {TIMEOUT_S:g} s; "
            "print the file to a new PDF, or add it without that page"
        )
    return (
        f"{path.name} took too long: {done / total:.0%} of its {n_pages} pages in "
        f"{TIMEOUT_S + PAGE_S * n_pages:.0f} s; save its parts as files of their own, and add each"
    )


def _reply(path: Path, status: int, said: bytes) -> Contents:
    if status == EXIT_TOO_LARGE:
        raise UnreadableDocument(
            f"{path.name} is too large: reading it takes over {MEMORY_BYTES / 1e9:.0f} GB of memory; "
            "save it in parts and add each"
        )
    if status == -getattr(signal, "SIGXCPU", 0) < 0:
        raise UnreadableDocument(_too_long(path, 0, 0, is_page=True))
    try:
        reply = json.loads(said)
    except ValueError as error:
        raise UnreadableDocument(f"{path.name} is broken: its reader stopped ({status})") from error
    if "error" in reply:
        raise UnreadableDocument(" ".join(str(reply["error"]).split()))
    source: str = reply["source"]
    blocks = _read_back(source, reply["blocks"])
    if not any(isinstance(b, Table) or b.excerpt for b in blocks):
        raise UnreadableDocument(f"{path.name} holds no text")
    omissions = tuple(
        Omission(reason, words, tuple(pages), n) for reason, words, pages, n in reply["omissions"]
    )
    lists = {name: tuple(reply[name]) for name in ("pages_without_text", "remarks")}
    return Contents(**reply | lists | {"blocks": blocks, "omissions": omissions})


def written(found: Contents) -> dict[str, Any]:
    """Write what was found in a file for the way between processes: of blocks places only, no words."""
    return found._asdict() | {
        "blocks": [_written(block) for block in found.blocks],
        "properties": dict(found.properties),
    }


def _written(value: object) -> Plain:
    match value:
        case Excerpt():
            return {"spans": value.spans}
        case Heading() | Paragraph() | Table() | Row():
            parts = {f.name: _written(getattr(value, f.name)) for f in fields(value)}
            return {"noun": type(value).__name__, **parts}
        case tuple():
            return [_written(part) for part in value]
    return value


def _read_back(source: str, value: Plain) -> Plain:
    """Read back what _written wrote; the words are cut from the source anew."""
    match value:
        case {"spans": spans}:
            return Excerpt.cut(source, tuple(Span(start, end) for start, end in spans))
        case {"noun": noun, **parts}:
            return _NOUNS[noun](**{str(n): _read_back(source, part) for n, part in parts.items()})
        case list():
            return tuple(_read_back(source, part) for part in value)
    return value
