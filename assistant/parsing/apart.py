"""Parts the lines of a page at spaces that no sentence has: what stands around one stands apart.

Knows nothing of what the words mean, nor of the file they came from.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from assistant.parsing.layout import MARK, Line
from assistant.parsing.ruled import PrintedTable
from assistant.parsing.statements import CLOSING_YEAR

# In parts of the size of the type: a space that parts a line is wider than that between two words;
# one so wide does alone; how much of it another above or below must share, and how far away.
_GUTTER, _VERY_WIDE, _CHANNEL, _FAR = 1.0, 3.0, 0.8, 3.0
# It is wider than the others of a line of more words; many such part a line too.
_UNEVEN, _MIN_EVEN, _MANY = 1.6, 4, 3
_NEIGHBOURS = 3  # lines above and below that may have one too
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


def parted(lines: Sequence[Line]) -> Iterator[Line | Apart]:
    """Part lines at spaces that no sentence has: each piece stands alone.

    Such a space is very wide, or a line has many, or lines near by have one below or above it.
    """
    spaces = [list(_spaces(line)) for line in lines]
    for n, line in enumerate(lines):
        if not spaces[n]:
            yield line
            continue
        start = max(n - _NEIGHBOURS, 0)
        around = zip(lines[start : n + _NEIGHBOURS + 1], spaces[start:], strict=False)
        near = [
            (x, found)
            for x, found in around
            if x is not line and abs(x.y - line.y) < _FAR * line.size
        ]
        is_flush = any(abs(x.x1 - line.x1) < _ALIGNED for x, _ in near)
        channels = [channel for _, found in near for channel in found]
        n_uneven = sum(not space.is_even for space in spaces[n])
        cuts = [
            space.at
            for space in spaces[n]
            if n_uneven >= _MANY or space.parts(line, channels, is_flush=is_flush)
        ]
        if cuts:
            ends_at = [*cuts, len(line.words)]
            pieces = [Line(line.words[i:j], line.page) for i, j in pairwise([0, *ends_at])]
            # What stands behind a label goes on below.
            is_on = any(abs(x.x0 - pieces[-1].x0) < _ALIGNED for x in lines[n + 1 : n + 2])
            last = pieces[-1] if is_on else alone(pieces[-1])
            yield Apart((*map(alone, pieces[:-1]), last), is_doubtful=True)
        else:
            yield line


@dataclass(frozen=True, slots=True)
class _Space:
    """A wide space in a line, before the word at a place; even: no wider than the others."""

    at: int
    start: float
    end: float
    is_even: bool

    def parts(self, line: Line, near: Iterable["_Space"], *, is_flush: bool) -> bool:
        """Tell whether what stands around a space does not belong together."""
        if self.is_even and (is_flush or len(line.words) > _MIN_EVEN):
            return False  # as those of a justified line are
        return self.end - self.start > _VERY_WIDE * line.size or any(
            min(self.end, other.end) - max(self.start, other.start) > _CHANNEL * line.size
            for other in near
        )


def _spaces(line: Line) -> Iterator[_Space]:
    """Give the wide spaces in a line that are not explained by what they part.

    A mark or number before words, a label with a colon before its value; a page, a year, a number
    of a formula at the end. Behind an accent of its own the width of a letter is not known.
    """
    gaps = [b.x0 - a.x1 for a, b in pairwise(line.words)]
    usual = median(gaps) if gaps else 0.0
    start = 0
    for at, (gap, (last, first)) in enumerate(zip(gaps, pairwise(line.words), strict=True), 1):
        is_accent = unicodedata.category(last.text[-1]) in {"Mn", "Sk"}
        if is_accent or gap <= _GUTTER * min(last.size, first.size):
            continue
        before, behind = (
            " ".join(w.text for w in x) for x in (line.words[start:at], line.words[at:])
        )
        is_labelled = before.endswith(":") and not behind.endswith(":")
        is_closed = any(x.fullmatch(behind) for x in (MARK, PAGE, CLOSING_YEAR))
        if not (MARK.fullmatch(before) or is_labelled or is_closed):
            yield _Space(at, last.x1, first.x0, len(gaps) > 1 and gap <= _UNEVEN * usual)
            start = at
