"""Reads a file of any kind in a process of its own, with limits of time and memory.

A file that cannot be read, for whatever reason, is one UnreadableDocument; nothing that a file
does reaches this process but plain text and places in it. Knows nothing of what is read.
"""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.domain import (
    Block,
    DocumentEntry,
    Excerpt,
    Heading,
    Omission,
    Paragraph,
    Row,
    Span,
    Table,
)
from assistant.errors import UnreadableDocument
from assistant.parsing.drafting import Contents

TIMEOUT_S = 20
MEMORY_BYTES = 1_000_000_000
# Guidance with many pictures is some 50 MB; text alone is never near 20.
MAX_BYTES = {".pdf": 100_000_000, ".docx": 100_000_000}
MAX_TEXT_BYTES = 20_000_000
# What a child says in its exit status when it had not the memory even to say it in words.
EXIT_TOO_LARGE = 3

KINDS = {
    ".txt": "text",
    ".md": "Markdown",
    ".html": "a web page",
    ".htm": "a web page",
    ".xhtml": "a web page",
    ".pdf": "PDF",
    ".docx": "Word",
}
_BEGINNINGS = (
    (b"%PDF-", "PDF"),
    (b"{\\rtf", "rich text (RTF)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\0", "a picture"),
    (b"\x1f\x8b", "a packed archive"),
    (b"7z\xbc\xaf", "a packed archive"),
    (b"Rar!", "a packed archive"),
    (b"MZ\x90\0", "a program"),
    (b"\x7fELF", "a program"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


def check_file(path: Path) -> None:
    """See that a file is there, of a size that can be read, and what its ending says.

    Raises:
        UnreadableDocument: it is not.
    """
    suffix = path.suffix.lower()
    if suffix not in KINDS:
        kinds = ", ".join(KINDS)
        raise UnreadableDocument(
            f"{path.name}: no reader for files ending in {path.suffix!r}; save it as one of: {kinds}"
        )
    try:
        if not path.is_file():
            raise UnreadableDocument(f"{path.name} is not a file that can be read")
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as error:
        raise UnreadableDocument(
            f"{path.name} cannot be read: {error.strerror or error}"
        ) from error
    if size > (limit := MAX_BYTES.get(suffix, MAX_TEXT_BYTES)):
        raise UnreadableDocument(
            f"{path.name} is too large: {size / 1e6:.0f} MB, at most {limit / 1e6:.0f} MB are read"
        )
    if size == 0:
        raise UnreadableDocument(f"{path.name} is empty")
    _check_kind(path, suffix, start)


def _check_kind(path: Path, suffix: str, start: bytes) -> None:
    said, found = KINDS[suffix], _kind(path, start)
    if found == "password":
        raise UnreadableDocument(f"{path.name} needs a password; save a copy without one")
    if found and found != said:
        raise UnreadableDocument(
            f"{path.name} is really {found}, not {said} as its ending says; "
            "give it the right ending or save it again"
        )
    if said == "PDF" and not found:
        raise UnreadableDocument(f"{path.name} is broken or not a PDF: it does not begin as one")
    if said == "Word" and not found:
        raise UnreadableDocument(f"{path.name} is broken or not a Word file (.docx)")
    is_wide = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    if said == "a web page" and not is_wide and (b"\0" in start or b"<" not in start):
        raise UnreadableDocument(f"{path.name} is not a web page: no markup at its beginning")


def _kind(path: Path, start: bytes) -> str:
    """Tell from its content what a file is; empty if it could be any text."""
    if start.startswith(b"PK\x03\x04"):
        return _packed_kind(path)
    if start.startswith(_OLE):
        is_locked = _ENCRYPTED_PACKAGE in path.read_bytes()
        return "password" if is_locked else "an old Office file (.doc, .xls)"
    for beginning, kind in _BEGINNINGS:
        if start.startswith(beginning):
            return kind
    if b"%PDF-" in start[:1024]:
        return "PDF"
    opening = start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1000].lower()
    if opening.startswith((b"<!doctype html", b"<html")):
        return "a web page"
    return "a web page" if opening.startswith(b"<?xml") and b"<html" in opening else ""


def _packed_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableDocument(f"{path.name} is broken: it cannot be unpacked") from error
    if "word/document.xml" in names:
        return "Word"
    if any(name.startswith("xl/") for name in names):
        return "an Excel file"
    return (
        "a PowerPoint file"
        if any(name.startswith("ppt/") for name in names)
        else "a packed archive"
    )


def read_apart(path: Path, entry: DocumentEntry) -> Contents:
    """Read a file in a child process.

    Raises:
        UnreadableDocument: it cannot be read; the message is one line and says why.
    """
    check_file(path)
    root = Path(__file__).resolve().parents[2]
    request = json.dumps({"path": str(path.resolve()), "entry": dataclasses.asdict(entry)})
    try:
        child = subprocess.run(
            [sys.executable, "-m", "assistant.parsing.child"],
            input=request.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=root,
            env=os.environ | {"PYTHONHASHSEED": "0", "PYTHONUTF8": "1"},
            timeout=TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableDocument(f"{path.name} took too long: no end after {TIMEOUT_S} s") from None
    return _reply(path, child.returncode, child.stdout)


def _reply(path: Path, status: int, said: bytes) -> Contents:
    if status == EXIT_TOO_LARGE:
        raise UnreadableDocument(
            f"{path.name} is too large: reading it takes over {MEMORY_BYTES / 1e9:.0f} GB of memory"
        )
    try:
        reply = json.loads(said)
    except ValueError as error:
        raise UnreadableDocument(f"{path.name} is broken: its reader stopped ({status})") from error
    if "error" in reply:
        raise UnreadableDocument(" ".join(str(reply["error"]).split()))
    source: str = reply["source"]
    blocks = tuple(_blocks(source, reply["blocks"]))
    if not any(isinstance(b, Table) or b.excerpt for b in blocks):
        raise UnreadableDocument(f"{path.name} holds no text")
    omissions = tuple(
        Omission(reason, words, tuple(pages), n_times)
        for reason, words, pages, n_times in reply["omissions"]
    )
    return Contents(
        source,
        blocks,
        reply["n_pages"],
        tuple(reply["pages_without_text"]),
        omissions,
        tuple(reply["remarks"]),
        reply["properties"],
    )


def written(found: Contents) -> dict[str, Any]:
    """Write what was found in a file for the way between processes."""
    return found._asdict() | {
        "blocks": written_blocks(found.blocks),
        "properties": dict(found.properties),
    }


def written_blocks(blocks: tuple[Block, ...]) -> list[Any]:
    """Write blocks as plain lists for the way between processes: places only, no words."""
    written: list[Any] = []
    for block in blocks:
        match block:
            case Heading():
                written.append(["heading", block.level, block.excerpt.spans, block.page])
            case Paragraph():
                written.append(["paragraph", block.kind, block.excerpt.spans, block.page])
            case Table():
                rows = [[[c.spans for c in row.cells], row.page] for row in block.rows]
                heads = [cell.spans for cell in block.header]
                written.append(["table", block.caption.spans, heads, rows, block.page])
    return written


def _blocks(source: str, written: list[Any]) -> Iterator[Block]:
    """Read back what written_blocks wrote; the words are cut from the source anew."""

    def cut(spans: list[list[int]]) -> Excerpt:
        return Excerpt.cut(source, tuple(Span(start, end) for start, end in spans))

    for block in written:
        match block:
            case ["heading", level, spans, page]:
                yield Heading(level, cut(spans), page)
            case ["paragraph", kind, spans, page]:
                yield Paragraph(kind, cut(spans), page)
            case ["table", caption, heads, rows, page]:
                body = tuple(Row(tuple(map(cut, cells)), at) for cells, at in rows)
                yield Table(cut(caption), tuple(map(cut, heads)), body, page)
