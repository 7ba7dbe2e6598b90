"""Finds the tables of two columns that no lines show, below two heads, row by row.

Knows nothing of what the words mean, nor of the file they came from.
"""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import pairwise

from assistant.parsing.draft import TextRow
from assistant.parsing.layout import MARK, Line, Page, Word, bands_of
from assistant.parsing.ruled import Joiner, PrintedTable
from assistant.parsing.statements import ends

# In parts of the size of the type.
_SPACE = 0.1  # between two columns at least: a justified cell may nearly touch the next
_BELOW = 2.5  # from a line of a table to the next at most
# How far the first or last lines, or the middles, of two cells of a row may be apart.
_MIDDLE = 0.35
CLOSER = 1.06  # lines of a row stand closer than those of two rows by this much
_LARGER, _ALIGNED = 0.6, 1.0  # points
_MIN_LINES = 2  # so many must begin where the second column does
_LOOKED_AT = 12

Pair = tuple[list[Word], list[Word]]


def repeated_heads(words_of: Iterable[Sequence[Word]]) -> frozenset[tuple[str, ...]]:
    """Give the words of two that stand beside each other on several pages."""
    bands = (bands_of(words, 0) for words in words_of)
    pairs = Counter(
        pair for page in bands for pair in {tuple(x.text for x in b) for b in page if len(b) == 2}
    )
    is_head = {pair: all(x[:1].isupper() and not ends(x) for x in pair) for pair in pairs}
    return frozenset(pair for pair, n_pages in pairs.items() if n_pages > 1 and is_head[pair])


def paired_tables(
    words: Sequence[Word], page: Page, join: Joiner, heads: Container[tuple[str, ...]] = ()
) -> list[PrintedTable]:
    """Find the tables below two heads, in bold type or known ones, whose rows are told by both their cells.

    Their first or last lines are level, or their middles; what follows a row that is not plain is left to others.
    """
    bands = bands_of(words, page.number)
    found: list[PrintedTable] = []
    for at, band in enumerate(bands):
        is_known = tuple(line.text for line in band) in heads
        is_head = is_known or all(line.is_bold for line in band)
        if len(band) != 2 or not is_head or any(MARK.fullmatch(line.text) for line in band):
            continue
        if found and band[0].y >= found[-1].bottom:
            continue
        body = list(_body(bands[at:]))
        sides = zip(*body, strict=True)
        rows = list(rows_of([[Line(x, page.number) for x in side if x] for side in sides]))
        # Headings over two columns of text are larger than it, or have others below them.
        if any(
            band[0].size > x.size + _LARGER or x.is_bold for row in rows[:1] for x in row[1][:1]
        ):
            continue
        is_uneven = len(rows) > 1 and any(len(left) != len(right) for left, right in rows)
        n_lines = sum(len(cell) for row in rows for cell in row)
        is_all = n_lines == sum(bool(side) for sides in body for side in sides)
        if is_uneven or (is_known and rows and is_all):
            rows = [tuple([x] for x in band), *rows]
            lines = [line for row in rows for cell in row for line in cell]
            found.append(PrintedTable.of(lines, texts_of(rows, page, join)))
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
    above, begun = left, left.x0
    for band in below:
        words = [word for line in band for word in line.words]
        edge = start - _SPACE * band[0].size
        lefts = [word for word in words if word.x1 <= edge]
        rights = [word for word in words if word.x0 >= start - _ALIGNED]
        is_aligned = not rights or abs(min(w.x0 for w in rights) - start) <= _ALIGNED
        is_far = above.y - band[0].y > _BELOW * band[0].size
        is_whole = len(lefts) + len(rights) == len(words) and len(band) <= 2
        # Text below the table begins where that around it does.
        is_outside = not rights and lefts[0].x0 < begun - _ALIGNED
        if not is_whole or not is_aligned or is_far or is_outside:
            return
        yield lefts, rights
        begun = min([begun, *(word.x0 for word in lefts)])
        above = band[0]


def rows_of(columns: Sequence[Sequence[Line]]) -> Iterator[tuple[list[Line], ...]]:
    """Pair the cells of two columns while they are level."""
    steps = [a.y - b.y for lines in columns for a, b in pairwise(lines)]
    if not steps:
        return
    # Lines evenly spaced, none of which goes on inside a sentence, are rows of one line each.
    is_each = len({round(step) for step in steps}) == 1 and not any(
        line.text[:1].islower() for lines in columns for line in lines
    )
    leading = 0.0 if is_each else min(steps)
    cells = [list(_cells(lines, leading)) for lines in columns]
    for left, right in zip(*cells, strict=False):
        first, last = left[0].y - right[0].y, left[-1].y - right[-1].y
        if min(abs(first), abs(first + last) / 2, abs(last)) > _MIDDLE * right[0].size:
            return
        yield left, right


def _cells(lines: Sequence[Line], leading: float) -> Iterator[list[Line]]:
    cell: list[Line] = []
    for line in lines:
        if cell and cell[-1].y - line.y > CLOSER * leading:
            yield cell
            cell = []
        cell.append(line)
    if cell:
        yield cell


def texts_of(rows: Sequence[tuple[list[Line], ...]], page: Page, join: Joiner) -> list[TextRow]:
    """Read the words of rows of cells."""
    texts = (tuple(join([line.text for line in cell]) for cell in row) for row in rows)
    return [TextRow(row, page.number) for row in texts]
