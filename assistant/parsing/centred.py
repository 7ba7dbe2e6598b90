"""Finds tables of two columns without lines whose cells stand in the middle of their rows.

Their lines do not stand beside each other, so reading across would mix them; web pages that were
printed set their tables so. Knows nothing of what the words mean, nor of the file they came from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.parsing.draft import TextRow
from assistant.parsing.layout import Line, Page, Word, bands_of
from assistant.parsing.ruled import Joiner, PrintedTable

# In parts of the size of the type.
_SPACE = 0.1  # between the columns at least: a justified cell may nearly touch the next
_FAR = 2.5  # from a line to the next at most
_MIDDLE = 0.35  # how far the middles of two cells of a row may be apart
# Lines of a cell stand closer than those of two rows by this much.
_ROW_GAP = 1.06
_MIN_LINES = 2  # so many must begin where the second column does
_LOOKED_AT = 12
_ALIGNED = 1.0  # points

Pair = tuple[list[Word], list[Word]]


def centred_tables(words: Sequence[Word], page: Page, join: Joiner) -> list[PrintedTable]:
    """Find the tables below two heads in bold type whose rows are told by the middles of their cells.

    A table whose cells begin on one line is left to others, and so is what follows a row that is
    not plain.
    """
    bands = bands_of(words, page.number)
    found: list[PrintedTable] = []
    for at, band in enumerate(bands):
        if len(band) != 2 or not all(line.is_bold for line in band):
            continue
        if found and band[0].y >= found[-1].bottom:
            continue
        body = list(_body(bands[at:]))
        rows = list(_rows(body, page.number))
        if len(rows) > 1 and any(len(left) != len(right) for left, right in rows):
            found.append(_table(band, rows, page, join))
    return found


def _body(bands: Sequence[Sequence[Line]]) -> Iterator[Pair]:
    """Give the words of each band below the heads, parted where the second column begins."""
    (left, right), *below = bands
    starts = Counter(
        round(line.x0)
        for band in below[:_LOOKED_AT]
        for line in band
        if left.x1 < line.x0 <= right.x0 + 1
    )
    start, n_lines = starts.most_common(1)[0] if starts else (0, 0)
    if n_lines < _MIN_LINES:
        return
    above = left
    for band in below:
        words = [word for line in band for word in line.words]
        edge = start - _SPACE * band[0].size
        lefts = [word for word in words if word.x1 <= edge]
        rights = [word for word in words if word.x0 >= start - _ALIGNED]
        is_aligned = not rights or abs(min(w.x0 for w in rights) - start) <= _ALIGNED
        is_far = above.y - band[0].y > _FAR * band[0].size
        if len(lefts) + len(rights) < len(words) or not is_aligned or is_far:
            return
        yield lefts, rights
        above = band[0]


def _rows(body: Sequence[Pair], page: int) -> Iterator[tuple[list[Line], list[Line]]]:
    """Pair the cells of both columns while their middles are the same."""
    columns = [[Line(side, page) for side in sides if side] for sides in zip(*body, strict=True)]
    steps = [a.y - b.y for lines in columns for a, b in pairwise(lines)]
    if not steps:
        return
    leading = min(steps)
    cells = [list(_cells(lines, leading)) for lines in columns]
    for left, right in zip(*cells, strict=False):
        if abs(_middle(left) - _middle(right)) > _MIDDLE * right[0].size:
            return
        yield left, right


def _cells(lines: Sequence[Line], leading: float) -> Iterator[list[Line]]:
    cell: list[Line] = []
    for line in lines:
        if cell and cell[-1].y - line.y > _ROW_GAP * leading:
            yield cell
            cell = []
        cell.append(line)
    if cell:
        yield cell


def _middle(cell: Sequence[Line]) -> float:
    return (cell[0].y + cell[-1].y) / 2


def _table(
    head: Sequence[Line], rows: Sequence[tuple[list[Line], list[Line]]], page: Page, join: Joiner
) -> PrintedTable:
    lines = [*head, *(line for row in rows for cell in row for line in cell)]
    texts = [tuple(line.text for line in head)]
    texts += [tuple(join([line.text for line in cell]) for cell in row) for row in rows]
    return PrintedTable(
        tuple(TextRow(cells, page.number) for cells in texts),
        max(line.y + line.size for line in head),
        min(line.y for line in lines),
        min(line.x0 for line in lines),
        max(line.x1 for line in lines),
        frozenset(id(word) for line in lines for word in line.words),
    )
