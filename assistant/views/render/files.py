"""What is taken away, as a file: a table as CSV or Excel workbook, a text as Markdown or Word file."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from itertools import groupby
from typing import Literal, NamedTuple, TypeAlias

import docx
from docx.shared import Mm
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from assistant.errors import InvalidRequest
from assistant.views.render.visible import csv_text, inert, json_line, visible

# Excel reads a CSV file as UTF-8 only when it begins with this mark.
_BYTE_ORDER_MARK = "\ufeff"
# What Excel takes. Source: Microsoft, Excel specifications and limits; data validation lists.
_CELL_LETTERS = 32_767
_LIST_LETTERS = 255
_A4 = 9
_LINE_POINTS = 15
_ROW_LINES = 27
# What a file is to the browser that saves it, by its ending.
KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv;charset=utf-8",
    "json": "application/json",
    "md": "text/markdown;charset=utf-8",
}


class Table(NamedTuple):
    """What is taken away as a table.

    Attributes:
        name: of the sheet, at most 31 letters.
        columns: their headings, each with how many letters wide it is.
        notes: what is said of it, a line each, on a sheet of its own.
        chosen: the column that is filled in from a list, or empty.
        choices: what each row offers there.
    """

    name: str
    columns: Mapping[str, int]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    chosen: str = ""
    choices: tuple[tuple[str, ...], ...] = ()


def workbook_bytes(table: Table, today: date) -> bytes:
    """Write a table as an Excel workbook: head in sight, cells wrapped, one page wide in print.

    Raises:
        InvalidRequest: a cell holds more than Excel takes.
    """
    out = io.BytesIO()
    # In memory: nothing that is taken away is written to this machine's disk.
    with Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": datetime.combine(today, time())})
        wrapped = {"text_wrap": True, "valign": "top"}
        cells = book.add_format(wrapped | {"align": "left", "border": 1})
        heads = book.add_format(wrapped | {"border": 1, "bold": True})
        sheet = book.add_worksheet(table.name)
        for at, (heading, width) in enumerate(table.columns.items()):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, heading, heads)
        for n, row in enumerate(table.rows, start=1):
            sheet.set_row(n, _LINE_POINTS * _height(row, table.columns.values()))
            for at, cell in enumerate(row):
                _write(sheet, n, at, inert(cell), cells)
        _frame(sheet, table)
        about = book.add_worksheet("About")
        about.set_column(0, 0, 110)
        lines = book.add_format(wrapped)
        for n, note in enumerate(table.notes):
            _write(about, n, 0, inert(note), lines)
    return out.getvalue()


def _height(row: Sequence[str], widths: Iterable[int]) -> int:
    """Count the lines that a row takes, wrapped: not every program that opens it does."""
    needed = (
        sum(1 + len(line) // width for line in cell.split("\n"))
        for cell, width in zip(row, widths, strict=True)
    )
    return min(max(needed), _ROW_LINES)


def _write(sheet: Worksheet, row: int, column: int, cell: str, form: object) -> None:
    """Write words as words, never as a formula, and a plain number as one that can be sorted."""
    if len(cell) > _CELL_LETTERS:
        raise InvalidRequest(
            f"a cell holds {len(cell):,} letters, more than Excel takes; save it as CSV instead"
        )
    if cell.isdecimal() and cell == str(int(cell)) and len(cell) < 10:
        sheet.write_number(row, column, int(cell), form)
    else:
        sheet.write_string(row, column, cell, form)


def _frame(sheet: Worksheet, table: Table) -> None:
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&D&R&P / &N")
    # The chosen column is filled in from a list, where Excel takes the list.
    for row, choices in enumerate(table.choices, start=1):
        if len(",".join(choices)) <= _LIST_LETTERS and not any("," in one for one in choices):
            at = [*table.columns].index(table.chosen)
            sheet.data_validation(row, at, row, at, {"validate": "list", "source": list(choices)})


Kind: TypeAlias = Literal["heading", "subheading", "paragraph", "quote", "item"]
# How each is marked in Markdown, and which style of Word's it has.
_LOOKS: dict[Kind, tuple[str, str]] = {
    "heading": ("## ", "Heading 1"),
    "subheading": ("### ", "Heading 2"),
    "paragraph": ("", "Normal"),
    "quote": ("> ", "Quote"),
    "item": ("- ", "List Bullet"),
}
# Blocks of these kinds that follow each other stand together.
_TOGETHER: dict[Kind, str] = {"item": "\n", "quote": "\n>\n"}
# The earliest that a ZIP file can name: the same text gives the same bytes whenever it is written.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


class Block(NamedTuple):
    """A paragraph of one kind; its label is its first words, set apart from the others."""

    kind: Kind
    text: str
    label: str = ""


class Paper(NamedTuple):
    """What is taken away to read; its foot stands at that of each page in print."""

    title: str
    blocks: tuple[Block, ...]
    foot: str


def markdown_parts(paper: Paper) -> Iterator[str]:
    """Write a paper as Markdown, what stands together in one part."""
    yield f"# {paper.title}"
    for kind, run in groupby(paper.blocks, key=lambda block: block.kind):
        mark, _ = _LOOKS[kind]
        # The lines of an item or a quotation stay in it.
        line_end = "\n  " if kind == "item" else f"\n{mark}"
        named = ((f"**{b.label}:** " if b.label else "", b.text) for b in run)
        lines = [mark + label + text.replace("\n", line_end) for label, text in named]
        yield _TOGETHER.get(kind, "\n\n").join(lines)
    yield paper.foot


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
        paragraph = out.add_paragraph(style=_LOOKS[block.kind][1])
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


class File(NamedTuple):
    """A file to be saved."""

    name: str
    kind: str
    content: bytes


class Takeaway(NamedTuple):
    """What may be saved under a name: to read, and where it is one, as a table and for programs."""

    name: str
    paper: Paper
    table: Table | None = None
    data: object = None


def file(taken: Takeaway, ending: str, today: date) -> File:
    """Write what is taken away as a file with this ending.

    Raises:
        InvalidRequest: it is not written in that form.
    """
    match ending, taken:
        case "md", _:
            parts = map(visible, markdown_parts(taken.paper))
            content = ("\n\n".join(parts) + "\n").encode()
        case "docx", _:
            content = word_bytes(taken.paper, today)
        case "csv", Takeaway(table=Table() as table):
            rows = csv_text((table.columns, *table.rows), "\r\n")
            content = (_BYTE_ORDER_MARK + rows).encode()
        case "xlsx", Takeaway(table=Table() as table):
            content = workbook_bytes(table, today)
        case "json", Takeaway(table=Table()):
            content = (json_line(taken.data, indent=1) + "\n").encode()
        case _:
            forms = [form for form in KINDS if taken.table or form in ("docx", "md")]
            raise InvalidRequest(f"no file ends in “.{ending}” here; use .{', .'.join(forms)}")
    return File(f"{taken.name}.{ending}", KINDS[ending], content)
