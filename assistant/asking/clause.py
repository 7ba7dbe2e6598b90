"""What a question for a list has named so far: conditions that stand together, and alternatives.

Grows from left to right, by how each name is joined to the one before. Knows nothing of the words
between.
"""

from dataclasses import dataclass, field

from assistant.asking.naming import Piece
from assistant.domain import Group
from assistant.records.conditions import (
    EVERYTHING,
    Alone,
    Condition,
    End,
    Responsible,
    Without,
    either,
    every,
    leaves,
)

# Where "and" joins two of them, one recommendation may have both.
MANY = ("group", "mentioned")
# What one recommendation has one of.
ONE = ("status", "area")
# With these between, two statuses may be said of the same recommendations.
_LOOSE = ("", "but", "i.e.")
# With these a name is not denied as the one before it is.
_APART = ("plus", "but", "i.e.", "apart", "and apart")
# With these and a word for recommendations another list begins.
_ANEW = ("and", "or", "and apart")


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


@dataclass(frozen=True, slots=True)
class Joint:
    """How a name is joined to what was named before.

    Attributes:
        word: "and", "or", "plus", "i.e.", "beside", "apart" behind a denial, a comma, or nothing.
        is_anew: whether a word for recommendations stands between: "and the education ones".
        following: what kind of thing is named next; empty without any.
        is_listed: whether "and" or "or" joins that.
        in_range: whether numbers named so far are bounds that a list is kept within.
    """

    word: str
    is_anew: bool = False
    following: str = ""
    is_listed: bool = False
    in_range: bool = False


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

    def want(self, node: Node, joint: Joint) -> None:
        """Add what is wanted."""
        last, nodes = self.last, self.alternatives[-1]
        if last is not None and last.kind == node.kind and self._joins(last, node, joint):
            if not _keeps_narrower(last, node, joint):
                last.parts += node.parts
                last.joint = "or" if joint.word == "or" else last.joint or joint.word
        elif last is not None and joint.word and self._is_new(last, node, joint):
            self.alternatives.append([node])
        elif last is not None and joint.word == "or":
            nodes[-1] = either(last.condition(), node.condition())
        else:
            nodes.append(node)

    def contradicts(self, node: Node, joint: Joint) -> bool:
        """Tell whether nothing says how a name goes with another of its kind: "pending that became ongoing"."""
        last = self.last
        if last is not None and joint.word == "," and last.kind != node.kind == "group":
            # "For HEIs the pending ones; for students all."
            return any(isinstance(n, Node) and n.kind == "group" for n in self.alternatives[-1])
        if last is None or joint.word or last.kind != node.kind:
            return False
        old, new = set(leaves(either(*last.parts))), set(leaves(either(*node.parts)))
        return node.kind in ONE and not (old <= new or new <= old or last.is_not or node.is_not)

    def leave_out(self, node: Node, joint: Joint) -> None:
        """Add what is left out: what "and" joins is left out by itself."""
        nodes = self.alternatives[-1]
        if not nodes or joint.word in ("", "."):
            nodes.append(node)
        else:
            self.alternatives.append([node])

    def leave_alone(self, is_only: bool = False) -> bool:
        """Make the groups named last the only ones; False if none was.

        Args:
            is_only: whether one more was named after those that are alone already.
        """
        nodes = self.alternatives[-1]
        groups = [n for n in nodes if isinstance(n, Node) and n.kind in ("group", "alone")]
        groups = groups if is_only else [n for n in groups if n.kind == "group"]
        if not groups:
            return False
        named = [g for node in groups for p in node.parts for g in _groups(p)]
        kept = [n for n in nodes if n not in groups]
        is_not = groups[-1].is_not
        self.alternatives[-1] = [*kept, Node("alone", [Alone(tuple(named))], is_not=is_not)]
        return True

    def _joins(self, last: Node, node: Node, joint: Joint) -> bool:
        """Tell whether a further name of the same kind belongs to those before."""
        if (node.is_not and not last.is_not) or joint.word == "beside":
            return False
        if node.is_not and joint.word == "or":
            return False  # "that is not for industry or is not for HEIs"
        if last.is_not and not node.is_not:
            # "Not pending, emerging", but "not pending, emerging or ongoing".
            is_listed = joint.is_listed and joint.following == node.kind
            is_apart = joint.word == "." or (joint.word == "," and not is_listed)
            if is_apart or joint.word in _APART:
                return False
        return not (joint.is_anew and len(self.alternatives[-1]) > 1)

    def _is_new(self, last: Node, node: Node, joint: Joint) -> bool:
        """Tell whether a name begins another list beside the one before.

        "The pending ones and the education ones", "pending in education and ongoing in research",
        "research plus 3".
        """
        if joint.word == "plus" or (joint.is_anew and joint.word in _ANEW):
            return True
        if joint.word == "and" and (node.kind == "numbers") != (last.kind == "numbers"):
            return not joint.in_range
        kinds = [n.kind for n in self.alternatives[-1] if isinstance(n, Node)]
        is_repeated = node.kind != last.kind and node.kind in kinds
        # "In education, or pending in research": no recommendation has two areas.
        is_choice = joint.word == "or" and last.kind in ONE and node.kind != last.kind
        if node.kind == "ends" and is_repeated and joint.following in ONE:
            return True  # "the first pending one in education and the last ongoing one"
        return (is_repeated or is_choice) and joint.following == last.kind

    def condition(self, base: Condition = EVERYTHING) -> Condition:
        """Give what holds of all that is meant."""
        wholes = []
        for nodes in self.alternatives:
            plain = [n.condition() if isinstance(n, Node) else n for n in nodes if not _is_end(n)]
            of = every(base, *plain) if base != EVERYTHING else every(*plain)
            ends = [n.condition(of) for n in nodes if isinstance(n, Node) and _is_end(n)]
            wholes.append(every(*plain, either(*ends)) if ends else every(*plain))
        return either(*wholes)


def _keeps_narrower(last: Node, node: Node, joint: Joint) -> bool:
    """Take the narrower of two statuses: "under way as established work", "begun but young"."""
    if joint.word not in _LOOSE or node.kind != "status" or last.is_not or node.is_not:
        return False
    old, new = set(leaves(either(*last.parts))), set(leaves(either(*node.parts)))
    if new < old:
        last.parts = list(node.parts)
    return new < old or old <= new


def _groups(condition: Condition) -> tuple[Group, ...]:
    match condition:
        case Responsible(group):
            return (group,)
        case Alone(groups):
            return groups
        case _:
            return ()


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
