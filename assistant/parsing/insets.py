"""Tells what belongs to a recommendation by its place: its number hangs before it in the margin.

What is set below such a one as far in as its words goes on with it, if the running text of the
document stands at the margin. Knows nothing of what the words mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from assistant.parsing.layout import Line
from assistant.parsing.statements import ends, is_numbered

_NEAR = 3.0  # points
_EVEN = 1.5  # points
# In parts of the size of the type: between a number and its words, from a line to the next at most.
_GAP, _STEP = 1.0, 2.2
# So many paragraphs, and this share of all, must stand at the margin to show that the rest is set in.
_MIN_AT_MARGIN, _AT_MARGIN = 3, 0.1


@dataclass(slots=True)
class Hanging:
    """Knows where numbers hang in a document, and follows it, paragraph by paragraph.

    Attributes:
        places: where numbers hang, and where their words begin (True), from left to right; in two
            columns there are several.
        is_used: running text stands elsewhere than the words of recommendations.
        is_open: a recommendation is under way.
    """

    places: list[tuple[float, bool]] = field(default_factory=list)
    is_used: bool = False
    is_open: bool = False

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Hanging:
        """Note of each line with a hanging number where its words begin.

        A wide gap shows it, or the next line, which begins where they do, not where the number does.
        """
        numbered = []
        known: set[float] = set()
        for line, below in zip_longest(lines, lines[1:]):
            if len(line.words) < 2 or not is_numbered(line.text):
                continue
            numbered.append(line)
            number, word = line.words[:2]
            is_next = below is not None and 0 < line.y - below.y < _STEP * line.size
            starts = below.x0 if below is not None and is_next else None
            goes_on = below is not None and (not ends(line.text) or below.text[:1].islower())
            is_below_number = _is_near(starts, line.x0) and goes_on
            is_wide = word.x0 - number.x1 > _GAP * line.size
            if _is_near(starts, word.x0) or (is_wide and not is_below_number):
                known.add(word.x0)
        hung = [line for line in numbered if any(_is_near(line.words[1].x0, x) for x in known)]
        for line in hung:
            line.inset = line.words[1].x0
        return cls(sorted({place for x in hung for place in ((x.x0, False), (x.start, True))}))

    def learn(self, firsts: Sequence[Line]) -> None:
        """Learn from the first lines of paragraphs whether what hangs can be told from what does not."""
        others = [line for line in firsts if line.inset is None]
        n_at_margin = sum(1 for line in others if not self.is_set_in(line))
        self.is_used = n_at_margin >= max(_MIN_AT_MARGIN, _AT_MARGIN * len(others))

    def is_set_in(self, line: Line) -> bool:
        """Tell whether a line begins where the words of recommendations do, or further in."""
        left = [is_inset for x, is_inset in self.places if x <= line.x0 + _NEAR]
        return bool(left) and left[-1]

    def holds(self, first: Line) -> bool:
        """Tell whether a paragraph that begins with this line goes on with the recommendation before."""
        if is_numbered(first.text):
            # Its words may stand on the next page.
            self.is_open = self.is_used and (first.inset is not None or len(first.words) == 1)
            return False
        self.is_open = self.is_open and self.is_set_in(first)
        return self.is_open

    def end(self) -> None:
        """End a recommendation: a heading or a table follows."""
        self.is_open = False


def _is_near(x: float | None, other: float) -> bool:
    return x is not None and abs(x - other) <= _EVEN
