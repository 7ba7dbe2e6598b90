"""What a question for a list has named so far: conditions that stand together, and alternatives.

Grows from left to right. Knows nothing of the words between.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.asking.naming import Piece
from assistant.records.conditions import (
    EVERYTHING,
    Condition,
    End,
    Without,
    either,
    every,
)

# Where "and" joins two of them, one recommendation may have both.
MANY = ("group", "mentioned")


@dataclass(slots=True)
class Node:
    """Conditions of one kind that stand together: "pending or emerging".

    Attributes:
        joint: how they are joined: "and", "or", or nothing where there is one.
    """

    kind: str
    parts: list[Condition]
    joint: str = ""
    is_not: bool = False

    def condition(self, base: Condition = EVERYTHING) -> Condition:
        """Give the condition; first and last ones are those of `base`."""
        parts = [End(base, p.end, p.n) if isinstance(p, End) else p for p in self.parts]
        is_every = self.kind in MANY and self.joint != "or" and not self.is_not
        whole = every(*parts) if is_every else either(*parts)
        return Without(whole) if self.is_not else whole


@dataclass(slots=True)
class Clause:
    """Alternatives, each of nodes that must all hold."""

    alternatives: list[list[Node | Condition]] = field(default_factory=lambda: [[]])

    @property
    def last(self) -> Node | None:
        """The node that a further name would join."""
        nodes = self.alternatives[-1]
        return nodes[-1] if nodes and isinstance(nodes[-1], Node) else None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was named."""
        return self.alternatives == [[]]

    def condition(self, base: Condition = EVERYTHING) -> Condition:
        """Give what holds of all that is meant."""
        wholes = []
        for nodes in self.alternatives:
            plain = [n.condition() if isinstance(n, Node) else n for n in nodes if not _is_end(n)]
            of = every(base, *plain) if base != EVERYTHING else every(*plain)
            ends = [n.condition(of) for n in nodes if isinstance(n, Node) and _is_end(n)]
            wholes.append(every(*plain, *ends))
        return either(*wholes)


def _is_end(node: Node | Condition) -> bool:
    return isinstance(node, Node) and node.kind == "ends"


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a question asks of the records.

    Attributes:
        condition: EVERYTHING if nothing was named.
        unused: operators that govern nothing.
        n_operators: how many operators were used.
    """

    condition: Condition
    unused: tuple[Piece, ...]
    n_operators: int
