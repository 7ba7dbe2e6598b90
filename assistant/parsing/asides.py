"""Finds the notes in the margin of a page: words beside the column that text stands in.

Knows nothing of what the words mean, nor of the file they came from.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import chain, compress
from math import inf

from assistant.parsing.layout import FULL, MARK, Line, Word, bands_of
from assistant.parsing.statements import ends, is_numbered

_NEAR = 3.0  # points
# Parts of the lines of a page: so many must stand alone, so many may reach out of the column.
_ALONE, _RAGGED = 0.6, 0.05
_MIN_LINES = 5
# In parts of the size of the type: between a note and the column; between two lines on one level;
# from one line to the next.
_APART, _LEVEL, _CLOSE, _STEP = 1.0, 0.3, 0.9, 1.8
_NOWHERE = -inf, inf


def asides_of(words: Sequence[Word], page: int) -> list[Line]:
    """Find the lines of notes in the margins, top to bottom.

    What stands to the left of the first line of a paragraph labels it, and is none.
    """
    bands = bands_of(words, page)
    column = _column(bands)
    sides: tuple[list[Line], list[Line]] = [], []
    for line in chain.from_iterable(bands):
        sides[_is_outside(line, column)].append(line)
    inside, outside = sides
    is_aside: list[bool] = []
    for at, line in enumerate(outside):
        is_right = line.x0 > column[1]
        # Smaller type of a note stands a little higher than the line that it begins beside.
        beside = [
            n
            for n, x in enumerate(inside)
            if abs(x.y - line.y)
            < (_CLOSE if is_right and line.size < x.size else _LEVEL) * line.size
        ]
        of_note = [n for n, other in enumerate(outside[:at]) if _goes_on(other, line)]
        if of_note:
            # The second line of a note, or of a label.
            is_note = is_aside[of_note[-1]]
        else:
            is_note = bool(beside) and (is_right or _is_inside(inside, beside[0], column[1]))
        is_aside.append(is_note and not _hangs(line, column))
    return list(compress(outside, is_aside))


def _column(bands: Sequence[Sequence[Line]]) -> tuple[float, float]:
    """Tell from where to where the running text of a page reaches; without end if there is too little."""
    lines = [line for band in bands for line in band]
    starts: Counter[int] = Counter()
    for line in lines:
        starts[round(line.x0)] += len(line.text)
    n_beside = sum(1 for band in bands if len(band) > 1)
    if not starts or n_beside > (1 - _ALONE) * len(bands):
        return _NOWHERE
    start = starts.most_common(1)[0][0] - _NEAR
    finish = sorted(line.x1 for line in lines if abs(line.x0 - start) <= 2 * _NEAR)
    end = finish[-1 - int(_RAGGED * len(finish))] + _NEAR
    long = FULL * (end - start)
    n_full = sum(1 for line in lines if line.x0 >= start and line.x1 - line.x0 > long)
    return (start, end) if n_full >= _MIN_LINES else _NOWHERE


def _is_outside(line: Line, column: tuple[float, float]) -> bool:
    start, end = column
    room = _APART * line.size - _NEAR
    return line.x1 < start - room or line.x0 > end + room


def _is_inside(lines: Sequence[Line], at: int, end: float) -> bool:
    """Tell whether a line of the column goes on with the sentence of the one above, which is full."""
    before, line = lines[at - 1] if at else None, lines[at]
    if before is None or before.y - line.y >= _STEP * line.size or ends(before.text):
        return False
    return not before.has_room(line, end - line.size)


def _hangs(line: Line, column: tuple[float, float]) -> bool:
    """Tell whether a number or sign stands before its words; those of formulas stand behind: "(3)"."""
    is_mark = bool(MARK.fullmatch(line.text)) or is_numbered(line.text)
    return is_mark and (line.x1 < column[0] or line.text[0] == "(")


def _goes_on(last: Line, line: Line) -> bool:
    return (
        abs(last.x0 - line.x0) <= _NEAR and _CLOSE * line.size < last.y - line.y < _STEP * line.size
    )
