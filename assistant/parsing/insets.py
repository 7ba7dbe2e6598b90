"""Tells what belongs to a recommendation by its place: its number hangs before it in the margin.

What is set below such a one as far in as its words goes on with it, if the running text of the
document stands at the margin. Knows nothing of what the words mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from assistant.parsing.layout import Line
from assistant.parsing.statements import is_numbered

_NEAR = 3.0  # points
_GAP = 1.0  # between a number and its words, in parts of the size of the type
# So many paragraphs, and this share of all, must stand at the margin to show that the rest is set in.
_MIN_AT_MARGIN, _AT_MARGIN = 3, 0.1


@dataclass(slots=True)
class Hanging:
    """Follows a document, paragraph by paragraph.

    Attributes:
        is_used: running text stands at the margin that the numbers stand at.
        inset: how far in the words of the last recommendation stand; None where it has ended.
    """

    is_used: bool
    inset: float | None = None

    @classmethod
    def in_these(cls, paragraphs: Sequence[Sequence[Line]]) -> Hanging:
        """Learn from a document whether what hangs can be told from what does not."""
        margins = [lines[0].x0 for lines in paragraphs if inset_of(lines[0]) is not None]
        others = [lines[0].x0 for lines in paragraphs if inset_of(lines[0]) is None]
        if not margins:
            return cls(is_used=False)
        n_at_margin = sum(1 for x in others if abs(x - median(margins)) <= _NEAR)
        return cls(n_at_margin >= max(_MIN_AT_MARGIN, _AT_MARGIN * len(others)))

    def holds(self, first: Line) -> bool:
        """Tell whether a paragraph that begins with this line goes on with the recommendation before."""
        if not self.is_used:
            return False
        if (inset := inset_of(first)) is not None:
            self.inset = inset
            return False
        if self.inset is None or first.x0 < self.inset - _NEAR or is_numbered(first.text):
            self.inset = None
            return False
        return True

    def end(self) -> None:
        """End a recommendation: a heading or a table follows."""
        self.inset = None


def inset_of(line: Line) -> float | None:
    """Tell how far in the words behind a hanging number stand; None of any other line."""
    if len(line.words) < 2 or not is_numbered(line.text):
        return None
    number, word = line.words[:2]
    return word.x0 if word.x0 - number.x1 > _GAP * line.size else None
