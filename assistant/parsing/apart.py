"""Parts the lines of a page at spaces that no sentence has: what stands around one stands apart.

Knows nothing of what the words mean, nor of the file they came from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.parsing.grading import CLOSING_YEAR
from assistant.parsing.layout import MARK, Line
from assistant.parsing.ruled import PrintedTable

# In parts of the size of the type: a space that parts a line is wider than that between two words;
# one so wide does alone; how much of it another above or below must share, and how far away.
_GUTTER, _VERY_WIDE, _CHANNEL, _FAR = 1.0, 3.0, 0.8, 3.0
# It is wider than the others of a line of more words; many such part a line too.
_UNEVEN, _MIN_EVEN, _MANY = 1.6, 4, 3
_ALIGNED = 1.0  # points
# What stands behind words in a list of contents.
PAGE = re.compile(r"[\s.…]*(?:\d{1,4}|[ivxl]{1,6})")


@dataclass(frozen=True, slots=True)
class Apart:
    """Lines and tables in the order in which they are read.

    Attributes:
        is_doubtful: the order is not plain; each line stands alone.
    """

    pieces: tuple[Line | PrintedTable, ...]
    is_doubtful: bool = False


def alone(line: Line) -> Line:
    """Let a line stand alone, going on with nothing."""
    return replace(line, is_alone=True)


def parted(
    lines: Sequence[Line], others: Sequence[Line] = (), tables: Sequence[PrintedTable] = ()
) -> Iterator[Line | Apart]:
    """Part lines at spaces that no sentence has: each piece stands alone.

    Such a space is very wide, or a line has many, or what stands near by leaves it free.

    Args:
        others: lines of the same page that are set out already.
        tables: its tables that no lines show; the space between two columns may go on above and below.
    """
    spaces = [list(_spaces(line)) for line in lines]
    pieces = [(x.y, _cut(x, found)) for x, found in zip(lines, spaces, strict=True)]
    pieces += [(x.y, [x]) for x in others]
    cuts = [_cuts(line, found, pieces) for line, found in zip(lines, spaces, strict=True)]
    for line, found, cut in zip(lines, spaces, cuts, strict=True):
        beside = [x for x in found if any(x.is_between(table, line) for table in tables)]
        cut[:] = (x for x in found if x in cut or x in beside)
    _go_on(lines, spaces, cuts)
    for line, found in zip(lines, cuts, strict=True):
        if found:
            *before, last = _cut(line, found)
            # What stands behind a label goes on below.
            below = [x for y, x in pieces if y < line.y]
            is_on = any(abs(x[0].x0 - last.x0) < _ALIGNED for x in below[:1])
            last = last if is_on else alone(last)
            yield Apart((*map(alone, before), last), is_doubtful=True)
        else:
            yield line


def _cuts(
    line: Line, spaces: Sequence[_Space], pieces: Sequence[tuple[float, list[Line]]]
) -> list[_Space]:
    """Choose the spaces at which a line is cut, by what stands near."""
    near = [x for y, x in pieces if spaces and 0 < abs(y - line.y) < _FAR * line.size]
    is_flush = any(abs(x[-1].x1 - line.x1) < _ALIGNED for x in near)
    n_uneven = sum(not space.is_even for space in spaces)
    return [x for x in spaces if n_uneven >= _MANY or x.parts(line, near, is_flush=is_flush)]


def _go_on(
    lines: Sequence[Line], spaces: Sequence[Sequence[_Space]], cuts: Sequence[list[_Space]]
) -> None:
    """Cut the lines that the space in two lines above or below goes on through, up and down the page."""
    order = sorted(range(len(lines)), key=lambda n: -lines[n].y)
    for way in (order, order[::-1]):
        for further, at, after in zip(way, way[1:], way[2:], strict=False):
            line = lines[after]
            if abs(line.y - lines[at].y) < _FAR * line.size:
                cuts[after][:] = (
                    space
                    for space in spaces[after]
                    if space in cuts[after]
                    or all(
                        any(space.shared(cut) > _CHANNEL * line.size for cut in cuts[n])
                        for n in (further, at)
                    )
                )


@dataclass(frozen=True, slots=True)
class _Space:
    """A wide space in a line, before the word at a place; even: no wider than the others."""

    at: int
    start: float
    end: float
    is_even: bool

    def shared(self, other: _Space) -> float:
        """Tell how much of it another has too; less than nothing if they stand apart."""
        return min(self.end, other.end) - max(self.start, other.start)

    def is_between(self, table: PrintedTable, line: Line) -> bool:
        """Tell whether it goes on between two columns of a table right above its line, or below."""
        is_near = min(abs(table.bottom - line.y), abs(line.y - table.top)) < _FAR * line.size
        gaps = ((end, start) for (_, end), (start, _) in pairwise(table.columns))
        return is_near and any(
            min(self.end, start) - max(self.start, end) > _CHANNEL * line.size
            for end, start in gaps
        )

    def parts(self, line: Line, near: Iterable[Sequence[Line]], *, is_flush: bool) -> bool:
        """Tell whether what stands around a space does not belong together.

        Lines near by leave it free: with a space of their own here, or some to its left and some to
        its right and none across.
        """
        middle = (self.start + self.end) / 2
        sides: set[bool] = set()
        n_free, is_crossed, is_spread = 0, False, True
        for pieces in near:
            beside = {piece.x0 > middle for piece in pieces}
            start = max([self.start, *(x.x1 for x in pieces if x.x0 <= middle)])
            end = min([self.end, *(x.x0 for x in pieces if x.x0 > middle)])
            is_crossed |= (is_across := end - start <= _CHANNEL * line.size)
            if len(beside) > 1 and not is_across:
                n_free += 1
                is_spread &= all(len(piece.words) == 1 for piece in pieces)
            sides |= beside
        if self.is_even and (is_flush or len(line.words) > _MIN_EVEN):
            # As those of a justified line are, unless columns of such lines leave it free.
            return n_free > 1 and not (is_crossed or is_spread)
        is_wide = self.end - self.start > _VERY_WIDE * line.size
        return is_wide or n_free > 0 or (len(sides) > 1 and not is_crossed)


def _cut(line: Line, spaces: Iterable[_Space]) -> list[Line]:
    """Cut a line at spaces."""
    edges = [0, *(space.at for space in spaces), len(line.words)]
    return [Line(line.words[i:j], line.page) for i, j in pairwise(edges)]


def _spaces(line: Line) -> Iterator[_Space]:
    """Give the wide spaces in a line that are not explained by what they part.

    A mark or number before words, a label with a colon before its value; a page, a year, a number
    of a formula at the end. Behind an accent of its own the width of a letter is not known.
    """
    gaps = [b.x0 - a.x1 for a, b in pairwise(line.words)]
    # A line of few words may have more wide spaces than others.
    usual = sorted(gaps)[len(gaps) // 4] if gaps else 0.0
    wide = [*(at for at, gap in enumerate(gaps, 1) if gap > _GUTTER * line.size), len(line.words)]
    start = 0
    for at, (gap, (last, first)) in enumerate(zip(gaps, pairwise(line.words), strict=True), 1):
        is_accent = unicodedata.category(last.text[-1]) in {"Mn", "Sk"}
        if is_accent or gap <= _GUTTER * min(last.size, first.size):
            continue
        before, behind = (
            " ".join(w.text for w in x) for x in (line.words[start:at], line.words[at:])
        )
        # Of two fields beside each other each has its own value.
        end = min(n for n in wide if n > at)
        is_labelled = before.endswith(":") and not line.words[end - 1].text.endswith(":")
        is_closed = any(x.fullmatch(behind) for x in (MARK, PAGE, CLOSING_YEAR))
        if not (MARK.fullmatch(before) or is_labelled or is_closed):
            yield _Space(at, last.x1, first.x0, len(gaps) > 1 and gap <= _UNEVEN * usual)
            start = at
