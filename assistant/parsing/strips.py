"""Finds running text in three columns or more on a page, as leaflets have it.

Two columns are told by the gutter of a page. Knows nothing of what the words mean, nor of the
file they came from.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf

from assistant.parsing.apart import Apart
from assistant.parsing.layout import Line, Word, is_running, lines_of

_NEAR = 3.0  # points
_MIN_COLUMNS, _MIN_LINES = 3, 6
_MIN_WIDTH = 80.0  # points; a column of text is no narrower
_GAP = 1.25  # in parts of the step from line to line: before a paragraph, or a row
_SHARED = 0.5  # the share of paragraphs that begin level with others; more are rows of a table


def strips_of(words: Sequence[Word], page: int) -> list[Apart]:
    """Give the lines of each part of a page that is in columns, one column after the other."""
    lines = lines_of(words, page)
    starts = list(_starts(lines))
    if len(starts) < _MIN_COLUMNS:
        return []
    # Numbers before them make what looks like columns the rows of a table.
    reaches = list(pairwise([-inf, *starts, inf]))
    found: list[Apart] = []
    part: list[Line] = []
    # A line across parts the page.
    for line in [*lines, Line([Word("", -inf, inf, -inf, 0.0)], page)]:
        if any(x0 - _NEAR <= line.x0 and line.x1 < x1 for x0, x1 in reaches):
            part.append(line)
            continue
        columns = [[x for x in part if x0 - _NEAR <= x.x0 < x1 - _NEAR] for x0, x1 in reaches]
        filled = [
            lines_of((w for x in column for w in x.words), page, gutter=inf)
            for column in columns
            if column
        ]
        # What stands beside others in a column is a column of its own.
        is_whole = len(part) == sum(map(len, filled)) and len(filled) >= _MIN_COLUMNS
        if is_whole and all(map(is_running, filled)) and not _is_level(filled):
            found.append(Apart(tuple(x for column in filled for x in column)))
        part = []
    return found


def _starts(lines: Sequence[Line]) -> Iterator[float]:
    """Give where many lines begin, far enough apart for columns."""
    last = -inf
    places = sorted(line.x0 for line in lines)
    for at, x in enumerate(places):
        is_usual = at + _MIN_LINES <= len(places) and places[at + _MIN_LINES - 1] - x <= _NEAR
        if is_usual and x - last > _MIN_WIDTH:
            yield x
            last = x


def _is_level(columns: Sequence[Sequence[Line]]) -> bool:
    """Tell rows of a table: what begins in one column begins on the same level in all."""
    begins = [
        {
            round(b.y)
            for a, b in pairwise(lines)
            if a.y - b.y > _GAP * min(x.y - y.y for x, y in pairwise(lines))
        }
        for lines in columns
    ]
    n_shared = sum(
        all(any(abs(y - other) <= 1 for other in ys) for ys in begins)
        for own in begins
        for y in own
    )
    return n_shared > _SHARED * sum(map(len, begins))
