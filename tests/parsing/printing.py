"""Prints lines where a test wants them on the pages of a PDF, and reads them back in this process."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from assistant.domain import Document, DocumentEntry
from assistant.parsing import document_of
from assistant.parsing.formats import format_of
from assistant.parsing.isolation import silent

# Two fonts that hold every sign of the tests and lie beside reportlab.
pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
pdfmetrics.registerFont(TTFont("VeraBold", "VeraBd.ttf"))
TOP, LEADING, SIZE = 770.0, 15.0, 10.0
HEAD, FOOT = "Safe use of tools in imaging", "(c) Nobody 2027. Page {} of {}"


class Set(NamedTuple):
    """Words set on a page; y counts down from the top of the text, in lines."""

    x: float
    y: float
    words: str
    font: str = "Vera"
    size: float = SIZE


def print_pages(path: Path, pages, *, rules=(), is_headed=None) -> Path:
    """Print pages of words; rules are (page, x0, x1, y) lines across, y as in Set."""
    is_headed = len(pages) > 1 if is_headed is None else is_headed
    canvas = Canvas(str(path), pagesize=A4)
    for number, page in enumerate(pages, start=1):
        if is_headed:
            canvas.setFont("Vera", 8)
            canvas.drawString(60, 805, HEAD)
            canvas.drawString(60, 30, FOOT.format(number, len(pages)))
        for x, y, words, font, size in page:
            canvas.setFont(font, size)
            canvas.drawString(x, TOP - LEADING * y, words)
        for at, x0, x1, y in rules:
            if at == number:
                canvas.line(x0, TOP - LEADING * y, x1, TOP - LEADING * y)
        canvas.showPage()
    canvas.save()
    return path


def entry_for(title="Guidance", n_recommendations=None, statuses=()):
    return DocumentEntry(
        id="made",
        file="made.md",
        title=title,
        short_title="Made",
        authors=(),
        publisher="Nobody",
        publisher_short="N",
        year=2026,
        source_address="",
        licence="",
        sha256="",
        n_recommendations=n_recommendations,
        statuses=statuses,
    )


def read_here(path: Path, entry: DocumentEntry | None = None) -> Document:
    """Read a file without a process of its own, which takes a hundred times as long."""
    row = format_of(path)
    found = row.load()(path, silent) if row.is_paged else row.load()(path)
    return document_of(found, entry or entry_for())


def said_by(document: Document) -> dict[str, str]:
    """Give the words of each recommendation by its number."""
    return {r.number: r.action.text for r in document.recommendations}


def texts(document: Document) -> list[str]:
    """Give what each block that is no table says."""
    return [block.excerpt.text for block in document.blocks if hasattr(block, "excerpt")]
