"""Finds the notes in the margin of a page: words wholly beside the column that all text stands in.

Knows nothing of what the words mean, nor of the file they came from.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from assistant.parsing.layout import MARK, Line, Word, bands_of
from assistant.parsing.statements import ends, is_numbered

_NEAR = 3.0  # points
# Parts of the lines of a page: so many must stand alone, so many may reach out of the column.
_ALONE, _RAGGED = 0.6, 0.05
_MIN_LINES = 5
_FULL = 0.6  # the share of its column that a line of running text fills
# In parts of the size of the type: between a note and the column, and from one line to the next.
_APART, _STEP = 1.0, 1.8


def asides_of(words: Sequence[Word], page: int) -> list[Line]:
    """Find the lines of notes in the margins, top to bottom.

    What stands to the left of the first line of a paragraph labels it, and is none.
    """
    bands = bands_of(words, page)
    column = _column([line for band in bands for line in band])
    n_beside = sum(1 for band in bands if len(band) > 1)
    if column is None or n_beside > (1 - _ALONE) * len(bands):
        return []
    found: list[Line] = []
    for above, band in pairwise([[], *bands]):
        inside = [line for line in band if not _is_outside(line, column)]
        for line in band:
            is_next = bool(found) and _goes_on(found[-1], line)
            # The second line of a label.
            if not is_next and any(_goes_on(other, line) for other in above):
                continue
            is_beside = bool(inside) and (
                line.x0 > column[1] or _is_inside(above, inside[0], column[1])
            )
            # Formulas are numbered at the right: "(3)".
            is_label = MARK.fullmatch(line.text) or is_numbered(line.text)
            hangs = is_label and (line.x1 < column[0] or line.text[0] == "(")
            if line not in inside and (is_next or is_beside) and not hangs:
                found.append(line)
    return found


def _column(lines: Sequence[Line]) -> tuple[float, float] | None:
    """Tell from where to where the running text of a page reaches; None if there is too little."""
    starts: Counter[int] = Counter()
    for line in lines:
        starts[round(line.x0)] += len(line.text)
    if not starts:
        return None
    start = starts.most_common(1)[0][0] - _NEAR
    finish = sorted(line.x1 for line in lines if abs(line.x0 - start) <= 2 * _NEAR)
    end = finish[-1 - int(_RAGGED * len(finish))] + _NEAR
    n_full = sum(
        1 for line in lines if line.x0 >= start and line.x1 - line.x0 > _FULL * (end - start)
    )
    return (start, end) if n_full >= _MIN_LINES else None


def _is_outside(line: Line, column: tuple[float, float]) -> bool:
    start, end = column
    room = _APART * line.size - _NEAR
    return line.x1 < start - room or line.x0 > end + room


def _is_inside(above: Sequence[Line], line: Line, end: float) -> bool:
    """Tell whether a line of the column goes on with the sentence of the one above, which is full."""
    before = above[-1] if above else None
    if before is None or before.y - line.y >= _STEP * line.size or ends(before.text):
        return False
    return before.x1 + line.words[0].x1 - line.words[0].x0 > end - line.size


def _goes_on(last: Line, line: Line) -> bool:
    return abs(last.x0 - line.x0) <= _NEAR and 0 < last.y - line.y < _STEP * line.size
