"""Reads a PDF: opens it, sees that it is whole and has words, and writes what its pages say.

The one door of pypdf, which knows how the file is made: whether it is whole, locked, a form.
Knows nothing of paragraphs or tables.
"""

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from pypdf import PasswordType, PdfReader, PdfWriter
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import TextStringObject

from assistant.errors import UnreadableDocument
from assistant.parsing.blocks import settled
from assistant.parsing.draft import Contents, Draft
from assistant.parsing.glyphs import FilledIn, pages_of
from assistant.parsing.isolation import N_PASSES, PagesRead
from assistant.parsing.layout import Page
from assistant.parsing.paragraphs import write_pages

# The longest guideline seen has some 700 pages.
MAX_PAGES = 2500
MAX_CHARACTERS = 20_000_000
# Letters that a reader cannot read: control characters, private use, no Unicode value.
_UNREADABLE = re.compile("[\0-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]")
_UNREADABLE_SHARE = 0.3


def read_pdf(path: Path, progress: PagesRead) -> Contents:
    """Read a PDF.

    Raises:
        UnreadableDocument: it needs a password, is broken or too long, or its pages are pictures.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = _opened(path)
        n_pages = len(reader.pages)
        if n_pages > MAX_PAGES:
            raise UnreadableDocument(
                f"{path.name} is too large: {n_pages} pages, at most {MAX_PAGES} are read"
            )
        if n_pages == 0:
            raise UnreadableDocument(f"{path.name} is broken: it has no pages")
        forms = _forms(reader)
        pages = []
        for page in _pages(path, reader, n_pages, forms):
            pages.append(page)
            progress(page.number, N_PASSES * n_pages)
    except DependencyError as error:
        raise UnreadableDocument(
            f"{path.name} is locked (encrypted); install `cryptography` or save a copy without a password"
        ) from error
    except (
        PyPdfError,
        NotImplementedError,
        RecursionError,
        ValueError,
        TypeError,
        LookupError,
    ) as error:
        reason = " ".join(str(error).split())[:120] or type(error).__name__
        raise UnreadableDocument(f"{path.name} is broken: {reason}") from error
    _check_text(path, pages)
    draft = Draft(properties=_properties(reader))
    if n_filled := sum(map(len, forms.values())):
        draft.remark(f"It is a form; fields filled in and read as its text: {n_filled}.")
    done = n_pages

    def told(at: int, page: int) -> None:
        nonlocal done
        if at * n_pages + page > done:
            done = at * n_pages + page
            progress(done, N_PASSES * n_pages)

    write_pages(pages, draft, told)
    blank = tuple(page.number for page in pages if not page.words)
    return settled(draft, len(pages), blank)


def _opened(path: Path) -> PdfReader:
    reader = PdfReader(path)
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise UnreadableDocument(f"{path.name} needs a password; save a copy without one")
    return reader


def _properties(reader: PdfReader) -> dict[str, str]:
    try:
        said = reader.metadata or {}
    except PyPdfError:
        return {}  # only what the file says of itself is broken
    names = {"title": "/Title", "author": "/Author", "date": "/CreationDate"}
    return {name: str(said[key]) for name, key in names.items() if key in said}


def _forms(reader: PdfReader) -> dict[int, list[FilledIn]]:
    """Read what is written into the fields of a form, by page; ticks are not read."""
    forms: dict[int, list[FilledIn]] = {}
    for number, page in enumerate(reader.pages, start=1):
        for annotation in page.annotations or ():
            field = annotation.get_object()
            value = field.get("/V", field.get("/Parent", {}).get("/V"))
            if field.get("/Subtype") == "/Widget" and isinstance(value, TextStringObject):
                x0, y0, x1, y1 = map(float, field["/Rect"])
                box = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
                forms.setdefault(number, []).append(FilledIn(str(value), box))
    return forms


def _pages(
    path: Path, reader: PdfReader, n_pages: int, forms: dict[int, list[FilledIn]]
) -> Iterator[Page]:
    """Give the pages, which must be those that pypdf counts: a file cut short has fewer."""
    n_letters = n_read = 0
    for page in pages_of(_unlocked(path, reader), forms):
        n_read += 1
        n_letters += sum(len(word.text) for word in page.words)
        if n_letters > MAX_CHARACTERS:
            raise UnreadableDocument(f"{path.name} is too large: over {MAX_CHARACTERS} letters")
        yield page
    if n_read != n_pages:
        raise ValueError(f"it says that it has {n_pages} pages, and {n_read} can be read")


def _unlocked(path: Path, reader: PdfReader) -> Path | bytes:
    """Give a file as PDFium can read it; a locked one that opens without a password is copied."""
    if not reader.is_encrypted:
        return path
    copy = io.BytesIO()
    PdfWriter(clone_from=reader).write(copy)
    return copy.getvalue()


def _check_text(path: Path, pages: Sequence[Page]) -> None:
    letters = Counter(letter for page in pages for word in page.words for letter in word.text)
    n_letters = sum(letters.values())
    if n_letters == 0:
        raise UnreadableDocument(
            f"{path.name} has no text layer: scanned? ({len(pages)} pages without a word); "
            "run text recognition (OCR) on it first"
        )
    unreadable = sum(n for letter, n in letters.items() if _UNREADABLE.match(letter))
    if unreadable > _UNREADABLE_SHARE * n_letters:
        raise UnreadableDocument(
            f"{path.name} has no readable text layer: its fonts do not say what letters they show; "
            "run text recognition (OCR) on it first"
        )
