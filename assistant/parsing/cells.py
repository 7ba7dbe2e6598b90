"""Reads the tables of plain text: cells that tabs, commas, strokes or spaces part.

A table is given as spans of the text, and how many lines it takes of all from a place on: 0 and None
where none begins there. Each looks no further than the table reaches. Knows nothing of what it means.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest
from typing import TypeAlias

from assistant.domain import NOTHING, Excerpt, Row, Span, Table
from assistant.parsing.columns import number_column
from assistant.parsing.draft import TAG, beginning

# Tags and bullets inside a cell: markup, not words.
_MARKUP = re.compile(rf"{TAG.pattern}|[●•▪◦]", re.IGNORECASE)
_RULE = re.compile(r"[-–—=:|\s]*")
# The cells of a line: two spaces part them, but not two sentences.
_CELL = re.compile(r"\S+(?:(?: |(?<=[.!?:])  )\S+)*")
_MAX_HEAD = 3  # words
# A cell as programs write it, with no space around the sign behind it; a cell that holds the sign, or
# a line's end, stands in quotation marks.
_WRITTEN = [
    re.compile(
        rf'(?:"((?:[^"]|""){{0,4000}})"|((?![ "])[^{sign}\t\r\n]*(?<! )|))({sign}|\r\n|\r|\n|\Z)'
    )
    for sign in ",;"
]
_MIN_WRITTEN = 3  # columns, and lines
_DRAWN = re.compile(r"\s*(?:\+[-=:+]+\+|\|.*\|)\s*")

Line: TypeAlias = tuple[int, int]
RawRow: TypeAlias = list[tuple[Span, ...]]


def tabbed(source: str, lines: Sequence[Line]) -> Table:
    """Make a table of lines whose cells tabs part."""
    raw = []
    for start, end in lines:
        row: RawRow = []
        for cell in re.finditer(r"[^\t]*(?:\t|$)", source[start:end]):
            row.append(_cell_spans(source, start + cell.start(), start + cell.end()))
        # The pattern matches once more, empty, at the end of the line.
        raw.append(row[:-1])
    return _merged(source, raw)


def aligned(source: str, lines: Sequence[Line], at: int = 0) -> tuple[int, Table | None]:
    """Make a table of the lines from a place on whose cells stand below each other.

    Wide gaps show the columns in two lines at least; a long cell may nearly touch the next.
    """
    columns = sorted({x for line in lines[at : at + 2] for x, _ in _pieces(source, line)})
    if not _heads_columns(source, lines[at], columns):
        return 0, None
    raw: list[RawRow] = []
    n_gaps = 0
    for line in _from(lines, at):
        row = _row(source, line, columns)
        if row is None or (raw and not any(row[1:])):
            break
        raw.append(row)
        n_gaps += len(_pieces(source, line)) > 1
    return (len(raw), _merged(source, raw)) if n_gaps > 1 else (0, None)


def _heads_columns(source: str, line: Line, columns: Sequence[int]) -> bool:
    """Tell whether a line can be the first of a table; a head may have no wide gap, but few words."""
    if len(columns) == 1 or beginning(source[slice(*line)].strip()).mark:
        return False
    row = _row(source, line, columns) or []
    n_words = [len(" ".join(source[s:e] for s, e in cell).split()) for cell in row]
    return len(_pieces(source, line)) > 1 or 0 < min(n_words) <= max(n_words) <= _MAX_HEAD


def written(source: str, lines: Sequence[Line], at: int = 0) -> tuple[int, Table | None]:
    """Make a table of the lines from a place on whose cells commas or semicolons part."""
    end = lines[-1][1]
    for cell in _WRITTEN:
        raw: list[RawRow] = []
        row: RawRow = []
        place = last = lines[at][0]
        while place < end and (match := cell.match(source, place, end)):
            row.append(_cell_spans(source, *match.span(1 if match[1] is not None else 2)))
            place = match.end()
            if match[3] not in {",", ";"}:
                is_row = len(row) == len(raw[0]) if raw else len(row) >= _MIN_WRITTEN and all(row)
                if not is_row:
                    break
                raw.append(row)
                row, last = [], place
        if len(raw) >= _MIN_WRITTEN:
            return bisect_left(lines, (last, 0), at) - at, _merged(source, raw)
    return 0, None


def drawn(source: str, lines: Sequence[Line], at: int = 0) -> tuple[int, Table | None]:
    """Make a table of the lines from a place on that upright strokes part: "| cell | cell |".

    Where each row is framed, "+------+", those of several lines are whole.
    """
    raw: list[RawRow] = []
    n_lines = 0
    is_framed = source[slice(*lines[at])].lstrip().startswith("+-")
    is_whole = True
    for start, end in _from(lines, at):
        edges = [start + m.start() for m in re.finditer(r"\|", source[start:end])]
        row = [_cell_spans(source, a + 1, b) for a, b in pairwise(edges)]
        is_second = n_lines > 0 and is_whole and not row
        if is_second or not _DRAWN.fullmatch(source, start, end):
            break
        n_lines += 1
        if row and is_framed and not is_whole:
            raw[-1] = [(*a, *b) for a, b in zip_longest(raw[-1], row, fillvalue=())]
        elif row:
            raw.append(row)
        is_whole = not row
    return (n_lines, _merged(source, raw)) if len(raw) > 1 else (0, None)


def _from(lines: Sequence[Line], at: int) -> Iterator[Line]:
    """Give lines from a place on without a copy of all that follow."""
    return (lines[n] for n in range(at, len(lines)))


def _pieces(source: str, line: Line) -> list[Line]:
    """Give the pieces of a line that wide gaps part, by their places in it."""
    return [match.span() for match in _CELL.finditer(source[slice(*line)])]


def _row(source: str, line: Line, columns: Sequence[int]) -> RawRow | None:
    """Cut a line where columns begin; None if a piece of it begins elsewhere."""
    start, text = line[0], source[slice(*line)]
    row: RawRow = [() for _ in columns]
    for first, last in _pieces(source, line):
        if first not in columns:
            return None
        edges = [
            at for at in columns if first <= at < last and (at == first or text[at - 1] == " ")
        ]
        for at, end in zip(edges, [*edges[1:], last], strict=True):
            n_letters = len(text[at:end].rstrip())
            row[columns.index(at)] = (Span(start + at, start + at + n_letters),)
    return row


def _cell_spans(source: str, start: int, end: int) -> tuple[Span, ...]:
    """Split the characters of a cell into runs of words, leaving out markup and outer space."""
    edges = [start]
    for match in _MARKUP.finditer(source, start, end):
        edges += [match.start(), match.end()]
    edges.append(end)
    spans = []
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        run = source[first:last]
        if run.strip():
            spans.append(
                Span(first + len(run) - len(run.lstrip()), last - len(run) + len(run.rstrip()))
            )
    return tuple(spans)


def _is_rule(source: str, row: RawRow) -> bool:
    """Tell whether a row only draws lines."""
    return all(_RULE.fullmatch(source[s:e]) for cell in row for s, e in cell)


def _merged(source: str, raw: Sequence[RawRow]) -> Table:
    """Join rows that go on with the row before; drop rules and repeated headers.

    A row goes on when its number cell is empty, or its first cell if the table numbers nothing. The
    first row is the header.
    """
    width = max(map(len, raw))
    texts = [[" ".join(source[s:e] for s, e in cell) for cell in row] for row in raw]
    key = number_column(texts[0], texts[1:]) or 0
    merged: list[list[list[Span]]] = []
    for row in raw:
        if not any(row) or _is_rule(source, row):
            continue
        cells = [list(cell) for cell in row] + [[] for _ in range(width - len(row))]
        if merged and not cells[key]:
            for whole, more in zip(merged[-1], cells, strict=True):
                whole += more
        else:
            merged.append(cells)
    rows = [tuple(Excerpt.cut(source, tuple(cell)) for cell in cells) for cells in merged]
    if not rows:
        return Table(NOTHING, (), ())
    heads = [cell.text for cell in rows[0]]
    body = tuple(Row(row) for row in rows[1:] if [cell.text for cell in row] != heads)
    return Table(NOTHING, rows[0], body)
