"""The formats that are read, one row each, and whether a file is what its ending says.

A new format is a row here and a reader. Knows nothing of what stands in a file.
"""

import zipfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from assistant.errors import UnreadableDocument
from assistant.parsing.draft import Contents


class Format(NamedTuple):
    """A format of files.

    Attributes:
        name: how it is called in a sentence.
        beginnings: the first bytes of every file of it; none for text, which begins anyhow.
        max_bytes: how large a file may be.
        reader: module and function that read it, loaded only when one is read.
        is_apart: it is read in a process of its own; plain text need not be.
        is_paged: its reader tells how far it is, page by page.
    """

    endings: tuple[str, ...]
    name: str
    beginnings: tuple[bytes, ...]
    max_bytes: int
    reader: str
    is_apart: bool = True
    is_paged: bool = False

    def load(self) -> Callable[..., Contents]:
        """Load the reader."""
        module, name = self.reader.split(".")
        read: Callable[..., Contents] = getattr(import_module(f"assistant.parsing.{module}"), name)
        return read


# Guidance with many pictures is some 50 MB; text alone is never near 20.
_TEXT, _PICTURES = 20_000_000, 100_000_000
FORMATS = (
    Format((".txt",), "text", (), _TEXT, "text.read_text", is_apart=False),
    Format((".md",), "Markdown", (), _TEXT, "markdown.read_markdown"),
    Format((".html", ".htm", ".xhtml"), "a web page", (), _TEXT, "html.read_html"),
    Format((".pdf",), "PDF", (b"%PDF-",), _PICTURES, "pdf.read_pdf", is_paged=True),
    Format((".docx",), "Word", (b"PK\x03\x04",), _PICTURES, "docx.read_docx"),
)
ENDINGS = tuple(ending for row in FORMATS for ending in row.endings)
MAX_BYTES = max(row.max_bytes for row in FORMATS)

# What is taken for one of them now and then.
_OTHERS = {
    "rich text (RTF)": (b"{\\rtf",),
    "a picture": (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0"),
    "a packed archive": (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!"),
    "a program": (b"MZ\x90\0", b"\x7fELF"),
}
_PACKED = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def format_of(path: Path) -> Format:
    """Give the format that a file's ending says.

    Raises:
        UnreadableDocument: none that is read.
    """
    for row in FORMATS:
        if path.suffix.lower() in row.endings:
            return row
    raise UnreadableDocument(
        f"{path.name}: no reader for files ending in {path.suffix!r}; "
        f"save it as one of: {', '.join(ENDINGS)}"
    )


def check_file(path: Path) -> Format:
    """See that a file is there, of a size that can be read, and what its ending says.

    Raises:
        UnreadableDocument: it is not.
    """
    said = format_of(path)
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
    if size > said.max_bytes:
        raise UnreadableDocument(
            f"{path.name} is too large: {size / 1e6:.0f} MB, at most {said.max_bytes / 1e6:.0f} MB are read"
        )
    if size == 0:
        raise UnreadableDocument(f"{path.name} is empty")
    _check_kind(path, said, start)
    return said


def _check_kind(path: Path, said: Format, start: bytes) -> None:
    found = _kind(path, start)
    if found == "password":
        raise UnreadableDocument(f"{path.name} needs a password; save a copy without one")
    if found and found != said.name:
        raise UnreadableDocument(
            f"{path.name} is really {found}, not {said.name} as its ending says; "
            "give it the right ending or save it again"
        )
    if said.beginnings and not found:
        name = said.name if said.name.startswith("a ") else f"a {said.name} file"
        raise UnreadableDocument(f"{path.name} is broken or not {name}: it does not begin as one")
    is_marked = start.startswith(_WIDE) or (b"<" in start and b"\0" not in start)
    if said.name == "a web page" and not is_marked:
        raise UnreadableDocument(f"{path.name} is not a web page: no markup at its beginning")


def _kind(path: Path, start: bytes) -> str:
    """Tell from its content what a file is; empty if it could be any text."""
    if start.startswith(_PACKED):
        return _packed_kind(path)
    if start.startswith(_OLE):
        is_locked = _ENCRYPTED_PACKAGE in path.read_bytes()
        return "password" if is_locked else "an old Office file (.doc, .xls)"
    for kind, beginnings in ({row.name: row.beginnings for row in FORMATS} | _OTHERS).items():
        if start.startswith(beginnings) or (kind == "PDF" and beginnings[0] in start[:1024]):
            return kind
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
    for folder, kind in (("xl/", "an Excel file"), ("ppt/", "a PowerPoint file")):
        if any(name.startswith(folder) for name in names):
            return kind
    return "a packed archive"
