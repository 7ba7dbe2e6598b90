"""Knows what is usual in a printed document: sizes, steps, margins; and what stands out from that.

Knows nothing of the file that the lines came from.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assistant.parsing.draft import beginning
from assistant.parsing.grading import CLOSING_YEAR
from assistant.parsing.insets import Hanging
from assistant.parsing.layout import Line, body_size, leading_of
from assistant.parsing.statements import SECTION_NUMBER, label_in

NEAR = 3.0  # points
WIDE = 100.0  # points; no text is set in so far, columns stand further apart
SAME_SIZE = 0.6  # points
# In parts of the size of the type, of the usual step from line to line.
INDENT = 0.8
_PARAGRAPH_GAP = 1.3
_MIN_MIXED = 2  # words
_COLUMN = 10.0  # points; lines of a column begin so near each other
_LARGER = 0.8  # points
_TITLE = 1.3  # times the usual size: a heading even if it ends with a full stop
_MAX_LARGE_HEADING = 250
_MAX_BOLD_HEADING = 150


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together, and whether another has come between them and what follows."""

    lines: list[Line]

    @property
    def size(self) -> float:
        return self.lines[0].size

    @property
    def is_bold(self) -> bool:
        return all(line.is_bold for line in self.lines)

    @property
    def is_closed(self) -> bool:
        return bool(CLOSING_YEAR.search(" ".join(line.text for line in self.lines[-2:])))


@dataclass(slots=True)
class Measures:
    """What is usual in a document."""

    size: float
    leading: float
    heading_sizes: list[float] = field(default_factory=list)
    ends: dict[tuple[int, int], float] = field(default_factory=dict)
    margins: dict[int, float] = field(default_factory=dict)
    hanging: Hanging = field(default_factory=Hanging)
    sections: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Measures:
        inside = [line for line in lines if not line.is_aside]
        size = body_size(inside) or 1.0
        measures = cls(size, leading_of(inside, size), hanging=Hanging.of(inside))
        columns: dict[tuple[int, int], list[float]] = defaultdict(list)
        for line in lines:
            columns[_column(line)].append(line.x1)
        for line in inside:
            side = line.page % 2
            if number := SECTION_NUMBER.match(line.text):
                measures.sections[number[1].rpartition(".")[0]] += 1
            measures.margins[side] = min(line.x0, measures.margins.get(side, line.x0))
        measures.ends = {key: sorted(x)[3 * len(x) // 4] for key, x in columns.items()}
        return measures

    def has_room(self, last: Line, line: Line) -> bool:
        """Tell whether the first word of a line would have stood on the line before."""
        return last.has_room(line, self.ends[_column(last)] - INDENT * last.size)

    def is_further_out(self, first: Line, above: Paragraph) -> bool:
        """Tell whether a line of another page stands further out than what it would go on with."""
        start = min(line.start for line in above.lines)
        # Left and right pages may have margins of their own.
        shift = self.margins[first.page % 2] - self.margins[above.lines[0].page % 2]
        return all(
            NEAR < further < WIDE for further in (start - first.x0, start + shift - first.x0)
        )

    def is_single(self, number: str) -> bool:
        """Tell whether no other number of a document's lines counts on from this one, or to it."""
        before, _, last = number.rpartition(".")
        return last != "1" and self.sections[before] < 2

    def step(self, line: Line) -> float:
        return self.leading * max(line.size / self.size, 1.0)

    def level(self, paragraph: Paragraph, text: str) -> int | None:
        """Tell the level of a heading; None for running text."""
        if not any(map(str.isalpha, text)) or CLOSING_YEAR.fullmatch(text):
            return None
        is_sentence = text.endswith(".") and paragraph.size < _TITLE * self.size
        if self._is_large(paragraph) and len(text) <= _MAX_LARGE_HEADING and not is_sentence:
            return 1 + next(
                i for i, size in enumerate(self.heading_sizes) if size <= paragraph.size + SAME_SIZE
            )
        is_short = len(text) <= _MAX_BOLD_HEADING and len(paragraph.lines) <= 3
        is_text = text.endswith((".", ",", ";")) or paragraph.size < self.size - SAME_SIZE
        if paragraph.is_bold and is_short and not is_text:
            return 1 + len(self.heading_sizes)
        return None

    def _is_large(self, paragraph: Paragraph) -> bool:
        return paragraph.size >= self.size + _LARGER

    def learn(self, paragraphs: Iterable[Paragraph]) -> None:
        """Learn the sizes of headings, largest first."""
        sizes = {p.size for p in paragraphs if self._is_large(p)}
        for size in sorted(sizes, reverse=True):
            if not self.heading_sizes or self.heading_sizes[-1] - size > SAME_SIZE:
                self.heading_sizes.append(size)

    def is_far(self, last: Line, line: Line) -> bool:
        """Tell whether a line stands further below the last than those of a paragraph do."""
        return last.y - line.y > _PARAGRAPH_GAP * self.step(line)

    def is_of_one_size(self, last: Line, line: Line) -> bool:
        """Tell whether two lines are of one size; one of mixed sizes is of each that several words have.

        The parts of a formula are too, and do not begin below each other; headings do not fill their line.
        """
        small, large = sorted((last, line), key=lambda x: x.size)
        if large.size - small.size <= SAME_SIZE:
            return True
        same = [word for word in small.words if abs(word.size - large.size) <= SAME_SIZE]
        is_even = abs(last.start - line.x0) <= NEAR
        return len(same) >= _MIN_MIXED and is_even and not self.has_room(last, line)


def _column(line: Line) -> tuple[int, int]:
    return line.page, round(line.x0 / _COLUMN)


def is_marked(text: str) -> bool:
    """Tell whether a line begins with a bullet, a number of a list or a recommendation's label."""
    if beginning(text).kind != "text" or SECTION_NUMBER.match(text):
        return True
    return text[:1] == "R" and label_in(text) is not None
