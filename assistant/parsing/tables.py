"""Puts tables together again: cells that page breaks cut, headers in two rows, markup in cells.

Works on rows of spans, whatever file they came from; knows nothing of recommendations.
"""

from __future__ import annotations

import re

from assistant.domain import Excerpt, Row, Span, Table
from assistant.parsing.columns import number_column

# Tags and bullets inside a cell: markup, not words.
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|[●•▪◦]")
_RULE = re.compile(r"[-–—=:|\s]*")

RawRow = list[tuple[Span, ...]]


def cell_spans(source: str, start: int, end: int) -> tuple[Span, ...]:
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


def is_rule(source: str, row: RawRow) -> bool:
    """Tell whether a row only draws lines."""
    return all(_RULE.fullmatch(source[s:e]) for cell in row for s, e in cell)


def merge_rows(source: str, raw: list[tuple[RawRow, int | None]], caption: Excerpt) -> Table:
    """Join rows that go on with the row before; drop rules and repeated headers.

    A row goes on when its number cell is empty, or its first cell if the table numbers nothing.

    Args:
        raw: rows of cells of spans, each with its page; the first row is the header.
    """
    width = max(len(row) for row, _ in raw)
    texts = [[" ".join(source[s:e] for s, e in cell) for cell in row] for row, _ in raw]
    key = number_column(texts[0], texts[1:]) or 0
    merged: list[tuple[list[list[Span]], int | None]] = []
    for row, page in raw:
        if not any(row) or is_rule(source, row):
            continue
        cells = [list(cell) for cell in row] + [[] for _ in range(width - len(row))]
        if merged and not cells[key]:
            for whole, more in zip(merged[-1][0], cells, strict=True):
                whole += more
        else:
            merged.append((cells, page))
    if not merged:
        return Table(caption, (), ())
    rows = [
        Row(tuple(Excerpt.cut(source, tuple(cell)) for cell in cells), page)
        for cells, page in merged
    ]
    header = rows[0].cells
    heads = [cell.text for cell in header]
    body = tuple(row for row in rows[1:] if [cell.text for cell in row.cells] != heads)
    return Table(caption, header, body, rows[0].page)
