"""Finds the tables of a printed page that no lines show: words that stand below each other in columns.

Knows nothing of what the tables mean, nor of the file they came from.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from math import inf

from assistant.parsing.columns import columns_in
from assistant.parsing.layout import LEADER, Line, Page, Word, bands_of
from assistant.parsing.ruled import Joiner, PrintedTable, row_of
from assistant.parsing.statements import SECTION_NUMBER, ends

_NEAR = 3.0  # points
# How far below the line before another stands at most, in parts of the size of the type. For a row that fills every
# column 4 to 12 give the same 24 tables of 36 files, 3 parts one; `pytest tests/parsing/test_shapes.py -k far_apart`.
_FAR, _FAR_ROW = 3.0, 6.0
_MIN_COLUMNS = 3
# A row begins where the gap above is this much wider than between lines.
_ROW_GAP = 1.25
_FIGURE = re.compile(r"[-–−+]?\d+(?:[.,]\d+)*%?")
_SPACE = 0.4  # between two words, in parts of the size of the type


def aligned_tables(
    words: Sequence[Word], page: Page, join: Joiner, before: PrintedTable | None = None
) -> list[PrintedTable]:
    """Find the tables without lines: three columns or more; that of the page before may go on."""
    bands = bands_of(words, page.number)
    found = []
    at = 0
    if before is not None and (length := _rest(bands, before.columns)):
        found.append(aligned_table(bands[:length], before.columns, page, join))
        at = length
    while at < len(bands):
        length, columns = _aligned(bands[at:])
        if length:
            found.append(aligned_table(bands[at : at + length], columns, page, join))
        at += max(length, 1)
    return found


def _rest(bands: list[list[Line]], columns: Sequence[tuple[float, float]]) -> int:
    """Tell how many bands at the top of a page go on with a table: their cells begin where its do."""
    length = 0
    for n, (band, above) in enumerate(
        zip(bands, [bands[:1][0], *bands], strict=False) if bands else ()
    ):
        if _is_section(bands, n, columns):
            continue
        starts = [_column_at(line, columns) for line in band]
        if None in starts or _is_far(above, band, columns) or _is_labelled(band, bands[0]):
            break
        # What stands in the first column alone may be a heading below the table.
        length = n + 1 if any(starts) else length
    return length


def _column_at(line: Line, columns: Sequence[tuple[float, float]]) -> int | None:
    """Tell in which column a piece stands from its beginning to its end."""
    starts = [start for start, _ in columns]
    for n, (x0, end) in enumerate(zip(starts, [*starts[1:], inf], strict=True)):
        if abs(line.x0 - x0) <= _NEAR and line.x1 < end:
            return n
    return None


def _is_far(
    above: list[Line], band: list[Line], columns: Sequence[tuple[float, float]] = ()
) -> bool:
    """Tell whether a band stands too far below another; a row that fills every column may be further."""
    starts = [line.x0 for line in band]
    is_row = len(starts) == len(columns) >= _MIN_COLUMNS and all(
        abs(start - x0) <= _NEAR for start, (x0, _) in zip(starts, columns, strict=True)
    )
    return above[0].y - band[0].y > (_FAR_ROW if is_row else _FAR) * band[0].size


def _is_labelled(band: list[Line], first: list[Line]) -> bool:
    """Tell whether a recommendation begins, in a table that numbers none."""
    return bool(SECTION_NUMBER.match(band[0].text) and not SECTION_NUMBER.match(first[0].text))


def _aligned(bands: list[list[Line]]) -> tuple[int, list[tuple[float, float]]]:
    """Tell how many bands from here on stand in columns, and in which; 0 if they do not."""
    if len(bands[0]) < _MIN_COLUMNS or _leads(bands[0]):
        return 0, []
    # No head of a table ends a sentence, above the next recommendation.
    if bands[0][-1].text.endswith(".") and any(_is_labelled(x, bands[0]) for x in bands[1:2]):
        return 0, []
    columns = [(line.x0, line.x1) for line in bands[0]]
    n_full = length = 0
    for n, (band, above) in enumerate(zip(bands, [bands[0], *bands], strict=False)):
        if (
            _is_far(above, band, columns)
            or _leads(band)
            or (n > 1 and _is_labelled(band, bands[1]))
        ):
            break
        if n and _is_section(bands, n, columns):
            length += 1
            continue
        merged = _with_band(columns, band)
        # A column without a head shows only in the rows below the header.
        is_wider = len(merged) > len(columns) and len(band) == len(merged)
        if len(merged) != len(columns) and not is_wider:
            break
        columns, length = merged, length + 1
        n_full += len(band) >= _MIN_COLUMNS
    heads = bands[0]
    is_headed = len(columns_in([line.text for line in heads], [])) > 1 or all(
        line.is_bold for line in heads
    )
    return (length, columns) if n_full >= 2 and (length >= 3 or is_headed) else (0, [])


def _is_section(
    bands: Sequence[list[Line]], at: int, columns: Sequence[tuple[float, float]]
) -> bool:
    """Tell whether a line that runs over the edge of its column heads rows of a table, that follow it."""
    band, below = bands[at], [line for band in bands[at + 1 : at + 2] for line in band]
    is_over = len(band) == 1 and _runs_over(band, columns)
    is_begun = abs(band[0].x0 - columns[0][0]) <= _NEAR and not ends(band[0].text)
    # In the rows below, as many columns are filled as in any.
    is_row = len(below) == len(columns) and not _runs_over(below, columns)
    return is_over and is_begun and is_row


def _runs_over(band: Sequence[Line], columns: Sequence[tuple[float, float]]) -> bool:
    return len(_with_band(columns, band)) < len(columns)


def _leads(band: list[Line]) -> bool:
    """Tell whether a band is a line of a list of contents."""
    return any(LEADER.search(line.text) for line in band)


def _with_band(
    columns: Sequence[tuple[float, float]], band: Sequence[Line]
) -> list[tuple[float, float]]:
    """Widen columns by the pieces of one more band; columns that meet become one."""
    merged: list[tuple[float, float]] = []
    for x0, x1 in sorted([*columns, *((line.x0, line.x1) for line in band)]):
        if merged and x0 <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], x1))
        else:
            merged.append((x0, x1))
    return merged


def aligned_table(
    bands: list[list[Line]], columns: Sequence[tuple[float, float]], page: Page, join: Joiner
) -> PrintedTable:
    """Make a table of bands that stand in these columns."""
    starts = [x0 for x0, _ in columns]
    grid: list[list[list[Line]]] = []
    for band in bands:
        grid.append([[] for _ in columns])
        for line in band:
            grid[-1][bisect_right(starts, line.x0 + 0.1) - 1].append(line)
    gaps = [above[0].y - band[0].y for above, band in pairwise(bands)]
    rows: list[tuple[list[list[Word]], bool]] = []
    for at, (band, cells) in enumerate(zip(bands, grid, strict=True)):
        words_of = [[word for line in cell for word in line.words] for cell in cells]
        is_section = _runs_over(band, columns)
        is_apart = at == 0 or is_section or rows[-1][1]
        if is_apart or _begins_row(gaps, at - 1, grid[at - 1], cells, columns):
            rows.append((words_of, is_section))
        else:
            for whole, more in zip(rows[-1][0], words_of, strict=True):
                whole += more
    lines = [line for band in bands for line in band]
    texts = (row_of(words, page.number, join)._replace(is_section=s) for words, s in rows)
    return PrintedTable.of(lines, list(texts), columns)


def _begins_row(
    gaps: list[float],
    at: int,
    above: list[list[Line]],
    cells: list[list[Line]],
    columns: Sequence[tuple[float, float]],
) -> bool:
    """Tell whether a band begins a row: by the gap above it, its first cell, or room left above."""
    narrow = min(gaps)
    is_uneven = max(gaps) > _ROW_GAP * narrow
    if is_uneven and gaps[at] > _ROW_GAP * narrow:
        return True
    # Figures below each other are never one, nor those below the head of their column.
    figures = [[_is_figure(pieces) for pieces in band] for band in (above, cells)]
    if any(map(all, zip(*figures, strict=True))) or (at == 0 and any(figures[1])):
        return True
    is_ended = [
        last[-1].has_room(line[0], end, _SPACE)
        for last, line, (_, end) in zip(above, cells, columns, strict=True)
        if last and line
    ]
    if not cells[0]:
        return not is_uneven and any(is_ended)
    return not is_uneven or sum(is_ended) > 1


def _is_figure(pieces: list[Line]) -> bool:
    return bool(pieces) and _FIGURE.fullmatch(pieces[-1].text) is not None
