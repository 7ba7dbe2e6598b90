"""A text to take away: the same headings, paragraphs and quotations as Markdown or as a Word file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import groupby
from typing import Literal, NamedTuple, TypeAlias

import docx
from docx.shared import Mm

from assistant.views.render.visible import visible

Kind: TypeAlias = Literal["heading", "subheading", "paragraph", "quote", "item"]
# How each is marked in Markdown, and which style of Word's it has.
_MARKS: dict[Kind, str] = {
    "heading": "## ", "subheading": "### ", "paragraph": "", "quote": "> ", "item": "- "
}  # fmt: skip
_STYLES: dict[Kind, str] = {
    "heading": "Heading 1", "subheading": "Heading 2", "paragraph": "Normal", "quote": "Quote",
    "item": "List Bullet",
}  # fmt: skip
# Blocks of these kinds that follow each other stand together.
_TOGETHER: dict[Kind, str] = {"item": "\n", "quote": "\n>\n"}
# The earliest that a ZIP file can name: the same text gives the same bytes whenever it is written.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


class Block(NamedTuple):
    """A paragraph of one kind.

    Attributes:
        label: its first words, set apart from the others.
    """

    kind: Kind
    text: str
    label: str = ""


class Paper(NamedTuple):
    """What is taken away to read.

    Attributes:
        foot: stands at the foot of each page in print.
    """

    title: str
    blocks: tuple[Block, ...]
    foot: str


def markdown_bytes(paper: Paper) -> bytes:
    """Write a paper as Markdown."""
    parts = [f"# {paper.title}", *_written(paper.blocks), paper.foot]
    return ("\n\n".join(visible(part) for part in parts) + "\n").encode()


def _written(blocks: tuple[Block, ...]) -> Iterator[str]:
    for kind, run in groupby(blocks, key=lambda block: block.kind):
        # The lines of an item or a quotation stay in it.
        line_end = "\n  " if kind == "item" else f"\n{_MARKS[kind]}"
        named = ((f"**{b.label}:** " if b.label else "", b.text) for b in run)
        lines = [_MARKS[kind] + label + text.replace("\n", line_end) for label, text in named]
        yield _TOGETHER.get(kind, "\n\n").join(lines)


def word_bytes(paper: Paper, today: date) -> bytes:
    """Write a paper as a Word file, A4."""
    out = docx.Document()
    about = out.core_properties
    about.title, about.language = visible(paper.title), "en-GB"
    about.author = about.comments = ""
    about.created = about.modified = datetime.combine(today, time())
    page = out.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(25)
    page.footer.paragraphs[0].text = visible(paper.foot)
    out.add_heading(visible(paper.title), 0)
    for block in paper.blocks:
        paragraph = out.add_paragraph(style=_STYLES[block.kind])
        if block.label:
            paragraph.add_run(f"{visible(block.label)}: ").bold = True
        paragraph.add_run(visible(block.text))
    written = io.BytesIO()
    out.save(written)
    return _untimed(written)


def _untimed(written: io.BytesIO) -> bytes:
    """Take the time of writing out of a ZIP file."""
    out = io.BytesIO()
    with zipfile.ZipFile(written) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            member = zipfile.ZipInfo(name, _NO_TIME)
            after.writestr(member, before.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
