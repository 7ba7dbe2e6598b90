"""A table to take away: the same columns and rows as CSV or as an Excel workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from assistant.errors import InvalidRequest
from assistant.views.render.visible import inert

# Excel reads a CSV file as UTF-8 only when it begins with this mark.
_BYTE_ORDER_MARK = "\ufeff"
# What Excel takes. Source: Microsoft, Excel specifications and limits; data validation lists.
_CELL_LETTERS = 32_767
_LIST_LETTERS = 255
_A4 = 9
_LINE_POINTS = 15
_ROW_LINES = 27


class Column(NamedTuple):
    """A column.

    Attributes:
        width: in letters.
    """

    heading: str
    width: int


class Table(NamedTuple):
    """What is taken away as a table.

    Attributes:
        name: of the sheet, at most 31 letters.
        notes: what is said of it, a line each, on a sheet of its own.
        chosen: the column that is filled in from a list, or empty.
        choices: what each row offers there.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    chosen: str = ""
    choices: tuple[tuple[str, ...], ...] = ()

    @property
    def head(self) -> tuple[str, ...]:
        """The columns' headings."""
        return tuple(column.heading for column in self.columns)


def csv_bytes(table: Table) -> bytes:
    """Write a table as CSV, as spreadsheets open it."""
    out = io.StringIO()
    csv.writer(out).writerows([inert(cell) for cell in row] for row in (table.head, *table.rows))
    return (_BYTE_ORDER_MARK + out.getvalue()).encode()


def workbook_bytes(table: Table, today: date) -> bytes:
    """Write a table as an Excel workbook: head in sight, cells wrapped, one page wide in print.

    Raises:
        InvalidRequest: a cell holds more than Excel takes.
    """
    out = io.BytesIO()
    # In memory: nothing that is taken away is written to this machine's disk.
    with Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": datetime.combine(today, time())})
        cells = book.add_format({"text_wrap": True, "valign": "top", "align": "left", "border": 1})
        heads = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "bold": True})
        sheet = book.add_worksheet(table.name)
        for at, (heading, width) in enumerate(table.columns):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, heading, heads)
        for n, row in enumerate(table.rows, start=1):
            sheet.set_row(n, _LINE_POINTS * _lines(row, table.columns))
            for at, cell in enumerate(row):
                _write(sheet, n, at, inert(cell), cells)
        _frame(sheet, table)
        _offer(sheet, table)
        _note(book, table.notes)
    return out.getvalue()


def _lines(row: Sequence[str], columns: Sequence[Column]) -> int:
    """Count the lines that a row takes, wrapped: not every program that opens it does."""
    needed = (
        sum(1 + len(line) // column.width for line in cell.split("\n"))
        for cell, column in zip(row, columns, strict=True)
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


def _offer(sheet: Worksheet, table: Table) -> None:
    """Let the chosen column be filled in from a list, where Excel takes the list."""
    for row, choices in enumerate(table.choices, start=1):
        if len(",".join(choices)) <= _LIST_LETTERS and not any("," in one for one in choices):
            at = table.head.index(table.chosen)
            sheet.data_validation(row, at, row, at, {"validate": "list", "source": list(choices)})


def _note(book: Workbook, notes: Sequence[str]) -> None:
    sheet = book.add_worksheet("About")
    sheet.set_column(0, 0, 110)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for row, note in enumerate(notes):
        _write(sheet, row, 0, inert(note), wrapped)
