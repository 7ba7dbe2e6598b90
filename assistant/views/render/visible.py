"""What may be shown of a text: everything but characters that steer the reader or the terminal.

A quote's own characters stay as they are in the JSON, whose spans count them; there they are
written as escapes, so that no program passes them on to a terminal by copying the line.
"""

import csv
import io
import json
from collections.abc import Iterable

from assistant.characters import SPACES, STEERING, SURROGATES

_KEPT = frozenset("\t\n")
_SHOWN: dict[int, str] = {
    **{n: " " if chr(n) in SPACES else "" for n in STEERING if chr(n) not in _KEPT},
    # Half a pair, and what no XML file may hold, a workbook or a Word file among them.
    **dict.fromkeys((*SURROGATES, 0xFFFE, 0xFFFF), "\ufffd"),
}
# A cell that begins with one of these is run as a formula by spreadsheets. Source: OWASP, CSV Injection.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# json writes the first 32 as escapes itself; half a surrogate pair cannot be written otherwise.
_ESCAPED = {n: json.dumps(chr(n))[1:-1] for n in (*STEERING, *SURROGATES) if n >= 0x7F}


def visible(text: str) -> str:
    """Leave out what steers: control characters but tab and new line, direction marks, tags."""
    # A file's line ends are no two spaces.
    return text.replace("\r\n", "\n").translate(_SHOWN)


def inert(cell: str) -> str:
    """Give what may be shown of a cell, so that no spreadsheet runs it."""
    shown = visible(cell)
    return f"'{shown}" if shown.startswith(_FORMULA_STARTS) else shown


def csv_text(rows: Iterable[Iterable[object]], line_end: str) -> str:
    """Write rows as CSV, so that no spreadsheet runs a cell."""
    out = io.StringIO()
    shown = ([inert(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    csv.writer(out, lineterminator=line_end).writerows(shown)
    return out.getvalue()


def json_line(value: object, *, indent: int | None = None) -> str:
    """Write JSON in which whatever steers is an escape: read again, it is the same."""
    return json.dumps(value, ensure_ascii=False, indent=indent).translate(_ESCAPED)
