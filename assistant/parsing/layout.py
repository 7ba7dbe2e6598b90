"""Puts the words of a printed page in reading order, from where they stand on it.

Words become lines, raised figures become reference marks, columns are read one after another.
Lengths are in points, the origin is at the bottom left. Knows nothing of the file they came from.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median
from typing import Protocol

from assistant.parsing.draft import superscript

# In parts of the size of the type.
_SAME_LINE = 0.3  # how far two baselines on one line may be apart
_RAISED_AT_LEAST = 0.1  # how far a raised figure must stand above its line
_RAISED = 0.6  # how far a raised figure may stand above its line
_BEFORE = 0.7  # how far the mark of a note may stand before its first word
_BEHIND = 0.5  # how far behind its last
# A raised figure is no larger: web pages that are printed make it 5/6. Source: CSS Fonts 4, "smaller"
_SMALL = 0.84
_TOUCHING = 0.12  # letters closer than this are one word
# A heading of so many capitals may be set letter by letter; spaces between its words are wider than
# those between letters by this much.
_MIN_SPREAD, _EVEN = 5, 1.5
_GUTTER = 1.0  # a gap wider than this parts columns; spaces of justified lines are narrower
FULL = 0.6  # the share of its column that a line of running text fills
# Of lines that begin inside a sentence, the share that the one before had no room for.
_WRAPPED = 0.7
# The first letter of a text may be as high as two of its lines and more.
_INITIAL = 1.8
_INITIAL_GAP = 0.6
# What hangs before its words: a sign, a number, a letter.
MARK = re.compile(
    r"\W*|\(?(?:[A-Z]\.?)?\d{1,3}(?:\.\d{1,3})*[a-z]?[.):]?|\(?[a-zA-Z]{1,4}[.)]|R\d{1,3}"
)
# What leads from a title to its page in a list of contents.
LEADER = re.compile(r"(?:\.\s?){4,}|…\s?…[\s.…]*")
CONTENTS_LINE = re.compile(rf"(?:{LEADER.pattern})\s*[\divxl]*$")


@dataclass(frozen=True, slots=True)
class Word:
    """Letters without a space, on a baseline at height y."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    is_bold: bool = False


class Reaching(Protocol):
    """What reaches from one place of a page to another: a line, a table."""

    @property
    def x0(self) -> float: ...
    @property
    def x1(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line drawn on a page, across or down; across: y0 == y1.

    Attributes:
        is_edge: it is only the edge of a coloured field.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    is_edge: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a page. Numbers count from 1.

    Attributes:
        rounded: the boxes around what is drawn with curves: round boxes, ellipses.
        turned, stamped, unseen: words that run another way than most, large ones that others stand
            on, and those that are not shown.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[Rule, ...] = ()
    rounded: tuple[Rule, ...] = ()
    turned: str = ""
    stamped: str = ""
    unseen: str = ""


@dataclass(slots=True)
class Line:
    """Words that stand beside each other without a wide gap.

    Attributes:
        is_alone: it is not plain what it goes on with, so it goes on with nothing.
        is_aside: it stands in the margin, beside lines that go on without it.
        box: the box it stands in, by a number of its own; 0 for none.
        inset: where its words begin, if a number hangs before them.
        ruled: the height of a line that is drawn across right above it.
    """

    words: list[Word]
    page: int
    is_alone: bool = False
    is_aside: bool = False
    box: int = 0
    inset: float | None = None
    ruled: float | None = None
    _read: tuple[int, str] = field(default=(0, ""), compare=False)

    @property
    def x0(self) -> float:
        """Its left end."""
        return self.words[0].x0

    @property
    def place(self) -> tuple[bool, int]:
        """Whether it is in the margin, and its box: lines of two places are never one paragraph."""
        return self.is_aside, self.box

    @property
    def start(self) -> float:
        """Where its words begin, behind a number that hangs before them."""
        return self.x0 if self.inset is None else self.inset

    @property
    def x1(self) -> float:
        """Its right end."""
        return max(word.x1 for word in self.words)

    def has_room(self, below: "Line", end: float, space: float = 0.0) -> bool:
        """Tell whether the first word of the line below would have stood on this one, before a place."""
        return self.x1 + below.words[0].x1 - below.x0 + space * below.size < end

    @property
    def size(self) -> float:
        """The size of most of its letters, raised figures aside."""
        sizes: Counter[float] = Counter()
        for word, is_raised in self._raised():
            sizes[word.size] += 0 if is_raised else len(word.text)
        return sizes.most_common(1)[0][0]

    @property
    def y(self) -> float:
        """Its baseline: that of the largest words."""
        return max(self.words, key=lambda word: (word.size, len(word.text))).y

    @property
    def is_bold(self) -> bool:
        """Whether all its letters are bold."""
        return all(word.is_bold for word in self.words if any(map(str.isalnum, word.text)))

    @property
    def text(self) -> str:
        """Its words, raised figures written as reference marks."""
        if self._read[0] != len(self.words):
            self._read = len(self.words), self._joined()
        return self._read[1]

    def _joined(self) -> str:
        pieces: list[str] = []
        last: Word | None = None
        touching = self._spread()
        for word, is_raised in self._raised():
            gap = word.x0 - last.x1 if last is not None else 0
            near = max(touching, _TOUCHING * min(word.size, last.size)) if last is not None else 0
            if gap > near and not is_raised:
                pieces.append(" ")
            pieces.append(superscript(word.text) if is_raised else word.text)
            last = word
        return "".join(pieces)

    def _spread(self) -> float:
        """Tell how far apart the letters of one word stand in a line that is set letter by letter."""
        is_spread = len(self.words) >= _MIN_SPREAD and all(
            len(word.text) == 1 and word.text.isupper() for word in self.words
        )
        gaps = [b.x0 - a.x1 for a, b in pairwise(self.words)] if is_spread else [0.0]
        return _EVEN * max(min(gaps), 0.0)

    def _raised(self) -> Iterator[tuple[Word, bool]]:
        """Give each word, and whether it is a small one raised above those before, or the next."""
        base: Word | None = self.words[1] if len(self.words) > 1 else None
        for word in self.words:
            is_raised = (
                base is not None
                and word.size <= _SMALL * base.size
                and word.y > base.y + _RAISED_AT_LEAST * base.size
            )
            base = base if is_raised else word
            yield word, is_raised


def with_initials(words: Sequence[Word]) -> tuple[Word, ...]:
    """Put a large first letter, whose baseline is that of a later line, before the word it begins."""
    joined: dict[int, Word | None] = {}
    for first in words:
        if len(first.text) > 1 or not first.text.isupper():
            continue
        high = first.y + first.size
        beside = [
            word
            for word in words
            if first.y - 1 <= word.y < high
            and word.size * _INITIAL <= first.size
            and -1 <= word.x0 - first.x1 <= _INITIAL_GAP * word.size
        ]
        rest = max(beside, key=lambda word: word.y, default=first)
        # A line below the first stands beside it too.
        if rest.y > first.y + rest.size * _RAISED and len(beside) > 1:
            joined[id(first)] = None
            joined[id(rest)] = replace(rest, text=first.text + rest.text, x0=first.x0)
    return tuple(word for w in words if (word := joined.get(id(w), w)) is not None)


@dataclass(slots=True)
class _Band:
    """All words on one height, over the whole width of a page."""

    y: float
    size: float
    words: list[Word] = field(default_factory=list)


def lines_of(words: Iterable[Word], page: int, *, gutter: float = _GUTTER) -> list[Line]:
    """Put words into lines, top to bottom and left to right; a wide gap ends a line."""
    lines: list[Line] = []
    for band in _bands(words):
        ordered = sorted(band.words, key=lambda word: word.x0)
        start = len(lines)
        for word in ordered:
            last = lines[-1].words[-1] if len(lines) > start else None
            if last is None or word.x0 - last.x1 > gutter * min(last.size, word.size):
                lines.append(Line([word], page))
            else:
                lines[-1].words.append(word)
    return lines


def _bands(words: Iterable[Word]) -> list[_Band]:
    """Sort words by height; small raised ones go to the line they are raised from."""
    bands: list[_Band] = []
    near: dict[int, list[_Band]] = defaultdict(list)
    for word in sorted(words, key=lambda word: (-word.size, -word.y, word.x0)):
        step = int(word.y // 12)
        around = [band for at in range(step - 3, step + 4) for band in near.get(at, ())]
        band = next((b for b in around if _is_raised_from(word, b)), None)
        band = band or next((b for b in around if _is_on(word, b)), None)
        if band is None:
            band = _Band(word.y, word.size)
            bands.append(band)
            near[step].append(band)
        band.words.append(word)
    return sorted(bands, key=lambda band: -band.y)


def _is_on(word: Word, band: _Band) -> bool:
    return abs(word.y - band.y) <= _SAME_LINE * min(word.size, band.size)


def _is_raised_from(word: Word, band: _Band) -> bool:
    """Tell whether a small word stands raised at the end of a word of this height, or before all."""
    if word.size > _SMALL * band.size or not 0 < word.y - band.y <= _RAISED * band.size:
        return False
    mark = word.text.strip("()[]")
    is_figure = mark.isdigit() or not any(map(str.isalnum, mark))
    if is_figure and 0 <= min(w.x0 for w in band.words) - word.x1 <= _BEFORE * band.size:
        return True
    far = (_BEHIND if is_figure else _SAME_LINE) * band.size
    return any(-1 <= word.x0 - other.x1 <= far for other in band.words)


def bands_of(words: Iterable[Word], page: int) -> list[list[Line]]:
    """Put words into lines, and those that stand beside each other into one band."""
    bands: list[list[Line]] = []
    for line in lines_of(words, page):
        if bands and abs(bands[-1][0].y - line.y) <= _SAME_LINE * line.size:
            bands[-1].append(line)
        else:
            bands.append([line])
    return bands


def lines_around(words: Sequence[Word], page: int, gutter: float | None) -> list[Line]:
    """Put words into lines, top to bottom: across the page, or up to its gutter and from there on."""
    if gutter is None:
        return lines_of(words, page, gutter=float("inf"))
    across = [line for line in lines_of(words, page) if line.x0 < gutter < line.x1]
    used = {id(word) for line in across for word in line.words}
    sides: tuple[list[Word], list[Word]] = [], []
    for word in words:
        if id(word) not in used:
            sides[word.x0 >= gutter].append(word)
    # Lines of two columns seldom stand level.
    columns = (line for side in sides for line in lines_of(side, page, gutter=float("inf")))
    return sorted([*across, *columns], key=lambda line: -line.y)


def gutter_of(words: Sequence[Word]) -> float | None:
    """Find where the gap between two columns of text stands; None if the page has but one.

    Both sides must hold running text, five lines of it at least, and few lines may cross.
    """
    lines = lines_of(words, 0)
    if len(lines) < 10:
        return None
    reaches = [(line.x0, line.x1) for line in lines]
    # A long address may run out of its column, even off the page.
    x0 = sorted(start for start, _ in reaches)[len(lines) // 20]
    x1 = sorted(end for _, end in reaches)[-1 - len(lines) // 20]
    width = x1 - x0
    found: list[tuple[int, float, float]] = []
    for step in range(35, 66):
        at = x0 + width * step / 100
        crossing = sum(1 for start, end in reaches if start < at - 1 and end > at + 1)
        left = [reach for reach in reaches if reach[1] <= at + 1]
        right = [reach for reach in reaches if reach[0] >= at - 1]
        if min(_n_full(left, at - x0), _n_full(right, x1 - at)) < 5:
            continue
        if crossing <= 0.4 * min(len(left), len(right)):
            end, start = max(x for _, x in left), min(x for x, _ in right)
            found.append((crossing, end - start, (start + end) / 2))
    # The widest of several gaps that as few lines cross, and its middle.
    return min(found)[2] if found else None


def is_running(lines: Sequence[Line]) -> bool:
    """Tell running text: lines that fill their column, and begin inside a sentence where one had no room."""
    x0, x1 = reach_of(lines)
    n_full = sum(line.x1 - line.x0 > FULL * (x1 - x0) for line in lines)
    # One line may run out of its column.
    end = sorted(line.x1 for line in lines)[-1 - len(lines) // 4]
    inside = [not a.has_room(b, end) for a, b in pairwise(lines) if b.text[:1].islower()]
    is_wrapped = 3 * len(inside) > len(lines) and sum(inside) > _WRAPPED * len(inside)
    return len(lines) > 2 and 2 * n_full > len(lines) and is_wrapped


def _n_full(reaches: list[tuple[float, float]], width: float) -> int:
    """Count the lines that fill most of a column: running text, not the cells of a list."""
    return sum(1 for start, end in reaches if end - start > FULL * width)


def reach_of(lines: Sequence[Reaching]) -> tuple[float, float]:
    """Tell from where to where lines or tables reach across the page."""
    return min(line.x0 for line in lines), max(line.x1 for line in lines)


def body_size(lines: Iterable[Line]) -> float:
    """Find the size that most letters are printed in."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def leading_of(lines: Sequence[Line], size: float) -> float:
    """Find the usual distance from a line of running text to the next.

    Where a sentence goes on, if one does: most other lines may be paragraphs of their own.
    """
    steps = [
        (a.y - b.y, b.text[:1].islower() and a.text[-1:].isalnum())
        for a, b in pairwise(lines)
        if a.page == b.page and 0.8 * size < a.y - b.y < 2.2 * size and abs(a.size - size) < 0.6
    ]
    inside = [step for step, is_inside in steps if is_inside]
    return median(inside or [step for step, _ in steps] or [1.2 * size])
