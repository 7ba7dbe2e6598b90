"""Puts the pieces of a question for a list together: operators, and what each governs.

From left to right, each piece once. What was used and what was left over are both given. Knows
nothing of which recommendations meet the outcome.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.asking.naming import Piece
from assistant.asking.phrases import Phrase
from assistant.records.conditions import (
    EVERYTHING,
    Alone,
    Condition,
    End,
    Responsible,
    Without,
    either,
    every,
)

# Pieces that name something a recommendation may have.
ATOMS = (
    "status",
    "area",
    "area_word",
    "group",
    "numbers",
    "ends",
    "parity",
    "mentioned",
    "document_named",
)
# Where "and" joins two of them, one recommendation may have both.
_MANY = ("group", "mentioned")
_VERBS = frozenset(
    {
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "fall",
        "belong",
        "involve",
        "which",
        "that are",
        "who",
    }
)
# What begins the main clause again after an exclusion set off by a comma.
_MAIN = ("asks_list", "count", "every", "listed")


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
        is_every = self.kind in _MANY and self.joint != "or" and not self.is_not
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


class Parser:
    """Reads the pieces of one question."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        """Take pieces in order."""
        self._pieces = pieces
        self._wanted, self._excluded = Clause(), Clause()
        self._is_excluding = self._leads = False
        self._pending: dict[str, Piece] = {}
        self._unused: list[Piece] = []
        self._joint = ""
        self._listed_since = self._has_listed = False
        self._n_operators = 0

    def parse(self) -> Parsed:
        """Read all pieces."""
        for at, piece in enumerate(self._pieces):
            self._step(at, piece)
        self._pending.pop("only", None)
        self._unused += self._pending.values()
        wanted = self._wanted.condition()
        parts = [wanted] if wanted != EVERYTHING else []
        if not self._excluded.is_empty:
            parts.append(Without(self._excluded.condition(wanted)))
        return Parsed(every(*parts), tuple(self._unused), self._n_operators)

    def _step(self, at: int, piece: Piece) -> None:
        if piece.has(*ATOMS) and (piece.condition is not None or piece.has("ends")):
            self._atom(at, piece)
        elif piece.has("mark"):
            self._mark(at, piece)
        elif piece.has("alone"):
            self._alone(piece)
        elif piece.has("except_open") and any(
            p.has("except_close") for p in self._pieces[at + 1 : at + 8]
        ):
            self._begin_exclusion(piece)
        elif piece.has("except_close") and self._is_excluding:
            self._end_exclusion()
        elif piece.has("except_after") and self._follows_noun(at):
            self._exclude_last()
        elif piece.has("except", "neither") and not self._is_plain(at, piece):
            self._begin_exclusion(piece)
        elif piece.has("nor"):
            self._joint = "or"
        elif piece.has("but") and not (piece.has("or") or self._joint):
            self._but(at, piece)
        elif piece.has("not"):
            self._not(at, piece)
        elif piece.has("or", "and"):
            self._joint = "or" if piece.has("or") else "and"
        elif piece.has("either"):
            self._n_operators += 1
        elif piece.has("both", "only"):
            self._pending.pop("only", None)
            self._n_operators += 1
            if piece.has("only"):
                self._pending["only"] = piece
        elif piece.has("listed"):
            self._listed_since = self._has_listed = True
            self._pending.pop("only", None)
        if piece.is_content:
            self._joint = ""
        self._pending.pop("only", None) if piece.has("listed", "asks_list") else None

    def _is_plain(self, at: int, piece: Piece) -> bool:
        """Tell whether an operator's word stands for something else here."""
        return piece.has("filler") and not any(p.has(*ATOMS) for p in self._pieces[at + 1 :])

    def _but(self, at: int, piece: Piece) -> None:
        """Read "but": after everything it leaves out, elsewhere it goes on."""
        before = [p for p in self._pieces[:at] if not p.has("filler", "mark") or p.has("every")]
        if before and before[-1].has("every") and not self._is_excluding:
            self._begin_exclusion(piece)
        else:
            self._end_exclusion()
            self._joint = "and"

    def _not(self, at: int, piece: Piece) -> None:
        if self._pending.get("denied") is piece:
            del self._pending["denied"]
        elif self._denies_noun(at):
            self._begin_exclusion(piece)
        elif "not" not in self._pending:  # "not … not yet" says it once
            self._pending["not"] = piece

    def _denies_noun(self, at: int) -> bool:
        """Tell whether "not" leaves out a list of its own: "not the ones that …"."""
        rest = self._pieces[at + 1 :]
        noun = next((p for p in rest if p.word not in ("the", "any", "of", "all")), None)
        return noun is not None and (noun.has("listed") or noun.word in ("those", "these"))

    def _begin_exclusion(self, piece: Piece) -> None:
        self._drop_not()
        self._is_excluding, self._joint = True, ""
        self._leads = (
            self._wanted.is_empty
            and not self._has_listed
            and not any(p.has(*_MAIN) for p in self._pieces if p.end <= piece.start)
        )
        self._pending["except"] = piece
        if not self._excluded.is_empty:
            self._excluded.alternatives.append([])
        self._listed_since = False

    def _end_exclusion(self) -> None:
        if self._is_excluding and "except" in self._pending:
            self._unused.append(self._pending.pop("except"))
        self._is_excluding = self._leads = False
        self._joint = ""
        self._listed_since = False

    def _drop_not(self) -> None:
        if "not" in self._pending:
            self._unused.append(self._pending.pop("not"))

    def _mark(self, at: int, piece: Piece) -> None:
        rest = self._pieces[at + 1 :]
        following = next((p for p in rest if not p.has("mark")), None)
        if self._is_excluding and "except" not in self._pending:
            is_main = following is not None and (following.has(*_MAIN) or following.word in _VERBS)
            goes_on = self._leads and not self._goes_on(rest)
            if is_main or goes_on or piece.word in (".", "?", "!", ")"):
                self._end_exclusion()
                return
        if piece.word in (".", "?", "!"):
            self._joint = ""
        elif not self._joint:
            self._joint = ","

    def _goes_on(self, rest: Sequence[Piece]) -> bool:
        """Tell whether an exclusion that leads goes on after a comma: ", research and …"."""
        for piece in rest:
            if piece.has("and", "or"):
                return True
            if piece.has("listed", "mark") or piece.has(*_MAIN):
                return False
        return False

    def _follows_noun(self, at: int) -> bool:
        return self._wanted.last is not None

    def _exclude_last(self) -> None:
        """Read "research excluded": what was named last is left out."""
        nodes = self._wanted.alternatives[-1]
        node = nodes.pop()
        self._excluded.alternatives[-1].append(node)
        self._n_operators += 1

    def _alone(self, piece: Piece) -> None:
        """Read "and nobody else": the groups named last are the only ones."""
        clause = self._excluded if self._is_excluding else self._wanted
        groups = [
            node
            for node in clause.alternatives[-1]
            if isinstance(node, Node) and node.kind == "group"
        ]
        if not groups:
            self._unused.append(piece)
            return
        named = tuple(p.group for node in groups for p in node.parts if isinstance(p, Responsible))
        is_not = groups[-1].is_not
        kept = [n for n in clause.alternatives[-1] if n not in groups]
        clause.alternatives[-1] = [*kept, Node("alone", [Alone(named)], is_not=is_not)]
        self._n_operators += 1
        self._joint = ""

    def _atom(self, at: int, piece: Piece) -> None:
        condition, kind = _condition_of(piece), _kind_of(piece)
        is_not = "not" in self._pending
        if is_not:
            del self._pending["not"]
            self._n_operators += 1
        if kind == "group":
            if self._pending.pop("only", None) and self._is_owner(at):
                condition, kind = Alone((condition.group,)), "alone"  # type: ignore[union-attr]
            elif not is_not:
                is_not = self._is_denied(at)
        if "except" in self._pending:
            del self._pending["except"]
            self._n_operators += 1
        clause = self._excluded if self._is_excluding else self._wanted
        self._add(clause, kind, condition, is_not)
        self._joint = ""
        self._listed_since = False

    def _add(self, clause: Clause, kind: str, condition: Condition, is_not: bool) -> None:
        last = clause.last
        if self._is_excluding:
            self._add_excluded(clause, kind, condition, is_not)
        elif last is not None and last.kind == kind and self._joins(last, is_not):
            last.parts.append(condition)
            last.joint = "or" if self._joint == "or" else last.joint or self._joint
        elif self._joint in ("or", "and", ",") and self._is_new_alternative(last):
            clause.alternatives.append([Node(kind, [condition], is_not=is_not)])
        elif self._joint == "or" and last is not None:
            node = Node(kind, [condition], is_not=is_not)
            clause.alternatives[-1][-1] = either(last.condition(), node.condition())
        else:
            clause.alternatives[-1].append(Node(kind, [condition], is_not=is_not))

    def _add_excluded(self, clause: Clause, kind: str, condition: Condition, is_not: bool) -> None:
        nodes, last = clause.alternatives[-1], clause.last
        if not nodes or not self._joint:
            same = last is not None and last.kind == kind and kind not in _MANY and not is_not
            if same and last is not None:
                last.parts.append(condition)
            else:
                nodes.append(Node(kind, [condition], is_not=is_not))
        elif last is not None and last.kind == kind and not self._listed_since and len(nodes) > 1:
            last.parts.append(condition)
        else:
            clause.alternatives.append([Node(kind, [condition], is_not=is_not)])

    def _joins(self, last: Node, is_not: bool) -> bool:
        """Tell whether a further name of the same kind belongs to those before."""
        if is_not and not last.is_not:
            return False
        if self._listed_since and len(self._wanted.alternatives[-1]) > 1:
            return False
        return last.kind not in ("alone", "parity")

    def _is_new_alternative(self, last: Node | None) -> bool:
        """Tell whether "and" begins another list: "the pending ones and the education ones"."""
        return last is not None and self._listed_since and self._joint in ("and", "or")

    def _is_owner(self, at: int) -> bool:
        """Tell whether a group is said to be the one responsible: "only HEIs are responsible"."""
        near = [*self._pieces[max(at - 3, 0) : at], *self._pieces[at + 1 : at + 4]]
        return any(p.has("responsible") for p in near)

    def _is_denied(self, at: int) -> bool:
        """Tell whether a group is denied after its name: "industry is not responsible for"."""
        for piece in self._pieces[at + 1 : at + 4]:
            if piece.has("not"):
                rest = [p for p in self._pieces if p.start >= piece.end][:3]
                is_denied = any(
                    p.has("responsible", "responsible_loosely", "names", "denial") for p in rest
                ) and not any(p.has("group", "status") for p in rest)
                if is_denied:
                    self._pending["denied"] = piece
                return is_denied
            if not piece.has("filler"):
                return False
        return False


def _kind_of(piece: Piece) -> str:
    kind = next(tag for tag in ATOMS if piece.has(tag))
    return "area" if kind == "area_word" else kind


def _condition_of(piece: Piece) -> Condition:
    if isinstance(piece, Phrase) and piece.end_of_list:
        return End(EVERYTHING, piece.end_of_list, piece.n)
    assert piece.condition is not None
    return piece.condition
