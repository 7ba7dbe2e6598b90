"""Puts the pieces of a question for a list together: operators, and what each governs.

From left to right, each piece once. What was used and what was left over are both given. Knows
nothing of which recommendations meet the outcome.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from assistant.asking.clause import MANY, Clause, Node, Parsed
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
_TO = frozenset({"for", "to"})
_DENIES = ("responsible", "responsible_loosely", "names", "denial")
_BE = frozenset({"is", "are", "was", "were"})
_RELATIVE = frozenset({"that", "which", "who"})
# Within so many pieces "leaving …" is closed by "out".
_REACH = 8


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
        if self._is_excluding and "except" not in self._pending:
            is_relative = at and self._pieces[at - 1].word in _RELATIVE
            # "Those outside education are …", "remove education from …": the clause goes on.
            if piece.word == "from" or (piece.word in _BE and not is_relative):
                self._end_exclusion()
        for tags, take in self._TAKEN:
            if not piece.tags.isdisjoint(tags) and take(self, at, piece):
                break
        if piece.is_content:
            self._joint = ""
        if piece.has("listed", "asks_list"):
            self._pending.pop("only", None)

    def _except(self, at: int, piece: Piece) -> bool:
        """Begin to leave out; a word that may be none of an operator needs something to leave out."""
        if piece.has("filler") and not any(p.has(*ATOMS) for p in self._pieces[at + 1 :]):
            return False
        self._begin_exclusion(piece)
        return True

    def _except_open(self, at: int, piece: Piece) -> bool:
        """Read "leaving … out": an exclusion if the word that closes it follows."""
        is_closed = any(p.has("except_close") for p in self._pieces[at + 1 : at + _REACH])
        if is_closed:
            self._begin_exclusion(piece)
        return is_closed

    def _except_close(self, at: int, piece: Piece) -> bool:
        if not self._is_excluding:
            return False
        self._end_exclusion()
        return True

    def _or_and(self, at: int, piece: Piece) -> bool:
        self._joint = "or" if piece.has("or", "nor") else "and"
        return True

    def _plus(self, at: int, piece: Piece) -> bool:
        """Read "plus": adds what need not meet the conditions before it."""
        self._end_exclusion()
        self._joint = "plus"
        self._n_operators += 1
        return True

    def _both_only(self, at: int, piece: Piece) -> bool:
        self._n_operators += 1
        if piece.has("only") and self._closes_group(at):
            return self._alone(at, piece)
        if piece.has("only"):
            self._pending["only"] = piece
        else:
            self._pending.pop("only", None)
        return True

    def _listed(self, at: int, piece: Piece) -> bool:
        self._listed_since = self._has_listed = True
        return True

    def _but(self, at: int, piece: Piece) -> bool:
        """Read "but": after everything it leaves out, elsewhere it goes on."""
        if self._joint:
            return False
        before = [p for p in self._pieces[:at] if not p.has("filler", "mark") or p.has("every")]
        if before and before[-1].has("every") and not self._is_excluding:
            self._begin_exclusion(piece)
        else:
            self._end_exclusion()
            self._joint = "and"
        return True

    def _not(self, at: int, piece: Piece) -> bool:
        if self._pending.get("denied") is piece:
            del self._pending["denied"]
        elif self._denies_noun(at):
            self._begin_exclusion(piece)
        elif "not" not in self._pending:  # "not … not yet" says it once
            self._pending["not"] = piece
        return True

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

    def _mark(self, at: int, piece: Piece) -> bool:
        rest = self._pieces[at + 1 :]
        following = next((p for p in rest if not p.has("mark")), None)
        if self._is_excluding and "except" not in self._pending:
            is_main = following is not None and (following.has(*_MAIN) or following.word in _VERBS)
            goes_on = self._leads and not self._goes_on(rest)
            if is_main or goes_on or piece.word in (".", "?", "!", ")"):
                self._end_exclusion()
                return True
        if piece.word in (".", "?", "!"):
            self._joint = ""
        elif not self._joint:
            self._joint = ","
        return True

    def _goes_on(self, rest: Sequence[Piece]) -> bool:
        """Tell whether an exclusion that leads goes on after a comma: ", research and …"."""
        for piece in rest:
            if piece.has("and", "or"):
                return True
            if piece.has("listed", "mark") or piece.has(*_MAIN):
                return False
        return False

    def _except_after(self, at: int, piece: Piece) -> bool:
        """Read "research excluded": what was named last is left out."""
        if self._wanted.last is None:
            return False
        node = self._wanted.alternatives[-1].pop()
        self._excluded.alternatives[-1].append(node)
        self._n_operators += 1
        return True

    def _alone(self, at: int, piece: Piece) -> bool:
        """Read "and nobody else": the groups named last are the only ones."""
        clause = self._excluded if self._is_excluding else self._wanted
        groups = [
            node
            for node in clause.alternatives[-1]
            if isinstance(node, Node) and node.kind == "group"
        ]
        if not groups:
            self._unused.append(piece)
            return True
        named = tuple(p.group for node in groups for p in node.parts if isinstance(p, Responsible))
        is_not = groups[-1].is_not
        kept = [n for n in clause.alternatives[-1] if n not in groups]
        clause.alternatives[-1] = [*kept, Node("alone", [Alone(named)], is_not=is_not)]
        self._n_operators += 1
        self._joint = ""
        return True

    def _atom(self, at: int, piece: Piece) -> bool:
        """Add what a piece names to what is wanted or left out."""
        if piece.condition is None and not piece.has("ends"):
            return False
        condition, kind = _condition_of(piece), _kind_of(piece)
        is_not = "not" in self._pending
        if is_not:
            del self._pending["not"]
            self._n_operators += 1
        if kind == "group":
            is_only = self._pending.pop("only", None) is not None and self._is_owner(at)
            is_only = is_only and not any(p.has("alone") for p in self._pieces)
            if is_only and isinstance(condition, Responsible):
                condition, kind = Alone((condition.group,)), "alone"
            elif not is_not:
                is_not = self._is_denied(at)
        if "except" in self._pending:
            del self._pending["except"]
            self._n_operators += 1
        clause = self._excluded if self._is_excluding else self._wanted
        self._add(clause, kind, condition, is_not, at)
        self._joint = ""
        self._listed_since = False
        return True

    def _add(self, clause: Clause, kind: str, condition: Condition, is_not: bool, at: int) -> None:
        last = clause.last
        if self._is_excluding:
            self._add_excluded(clause, kind, condition, is_not)
        elif last is not None and last.kind == kind and self._joins(last, is_not):
            last.parts.append(condition)
            last.joint = "or" if self._joint == "or" else last.joint or self._joint
        elif self._is_new_alternative(last, kind, at):
            clause.alternatives.append([Node(kind, [condition], is_not=is_not)])
        elif self._joint == "or" and last is not None:
            node = Node(kind, [condition], is_not=is_not)
            clause.alternatives[-1][-1] = either(last.condition(), node.condition())
        else:
            clause.alternatives[-1].append(Node(kind, [condition], is_not=is_not))

    def _add_excluded(self, clause: Clause, kind: str, condition: Condition, is_not: bool) -> None:
        nodes, last = clause.alternatives[-1], clause.last
        if not nodes or not self._joint:
            same = last is not None and last.kind == kind and kind not in MANY and not is_not
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

    def _is_new_alternative(self, last: Node | None, kind: str, at: int) -> bool:
        """Tell whether a name begins another list beside the one before.

        "The pending ones and the education ones", "pending in education and ongoing in research",
        "research plus 3".
        """
        if last is None or not self._joint:
            return False
        if self._joint == "plus" or (self._listed_since and self._joint in ("and", "or")):
            return True
        if self._joint == "and" and (kind == "numbers") != (last.kind == "numbers"):
            return not self._is_range(at)
        nodes = self._wanted.alternatives[-1]
        is_repeated = kind != last.kind and any(
            isinstance(n, Node) and n.kind == kind for n in nodes
        )
        following = next((p for p in self._pieces[at + 1 :] if p.has(*ATOMS)), None)
        return is_repeated and following is not None and _kind_of(following) == last.kind

    def _is_range(self, at: int) -> bool:
        """Tell whether numbers are bounds that a list is kept within."""
        return any(
            isinstance(p, Phrase) and p.numbers is not None and p.numbers.is_range
            for p in self._pieces[: at + 1]
        )

    def _is_denied(self, at: int) -> bool:
        """Tell whether a group is denied after its name: "industry is not responsible for"."""
        for piece in self._pieces[at + 1 : at + 4]:
            if piece.has("not"):
                rest = [p for p in self._pieces if p.start >= piece.end][:3]
                denies = not rest or rest[0].has("mark") or any(p.has(*_DENIES) for p in rest)
                is_denied = denies and not any(p.has("group", "status") for p in rest)
                if is_denied:
                    self._pending["denied"] = piece
                return is_denied
            if not piece.has("filler", "names"):
                return False
        return False

    def _closes_group(self, at: int) -> bool:
        """Tell whether "only" ends the names of groups: "for HEIs and industry only"."""
        before = at
        while before and self._pieces[before - 1].has("group", "and", "or", "mark"):
            before -= 1
        is_named = before < at and self._pieces[at - 1].has("group")
        if not is_named or not before:
            return False
        opening = self._pieces[before - 1]
        return opening.word in _TO or opening.has("responsible")

    def _is_owner(self, at: int) -> bool:
        """Tell whether a group is said to be the one responsible: "only HEIs are responsible"."""
        near = [*self._pieces[max(at - 3, 0) : at], *self._pieces[at + 1 : at + 4]]
        return any(p.has("responsible") for p in near) or self._pieces[at - 1].word in _TO

    # What takes a piece, by its tags: the first that does.
    _TAKEN: ClassVar[tuple[tuple[frozenset[str], Callable[[Parser, int, Piece], bool]], ...]] = (
        (frozenset(ATOMS), _atom),
        (frozenset({"mark"}), _mark),
        (frozenset({"alone"}), _alone),
        (frozenset({"except_open"}), _except_open),
        (frozenset({"except_close"}), _except_close),
        (frozenset({"except_after"}), _except_after),
        (frozenset({"except", "neither"}), _except),
        (frozenset({"nor"}), _or_and),
        (frozenset({"but"}), _but),
        (frozenset({"not"}), _not),
        (frozenset({"plus"}), _plus),
        (frozenset({"or", "and"}), _or_and),
        (frozenset({"both", "either", "only"}), _both_only),
        (frozenset({"listed"}), _listed),
    )


def _kind_of(piece: Piece) -> str:
    kind = next(tag for tag in ATOMS if piece.has(tag))
    return "area" if kind == "area_word" else kind


def _condition_of(piece: Piece) -> Condition:
    if isinstance(piece, Phrase) and piece.end_of_list:
        return End(EVERYTHING, piece.end_of_list, piece.n)
    assert piece.condition is not None
    return piece.condition
