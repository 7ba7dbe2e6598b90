"""Puts the pieces of a question for a list together: operators, and what each governs.

From left to right, each piece once. What was used and what was left over are both given. Knows
nothing of which recommendations meet the outcome.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import ClassVar

from assistant.asking.clause import MANY, ONE, Clause, Joint, Node, Parsed
from assistant.asking.exclusions import MAIN, goes_on, is_bare, is_kept, is_said_of
from assistant.asking.naming import ATOMS, Piece, tags_of
from assistant.asking.owners import closes_groups, denial_of, is_beside, is_owner
from assistant.asking.phrases import Phrase
from assistant.asking.wordings import holds, words_of
from assistant.records.conditions import EVERYTHING, Condition, End, Responsible, Without, every

_STOPS = frozenset({".", "?", "!"})
# Between the names of groups that are the only ones.
_BETWEEN_GROUPS = ("group", "and", "or", "plus", "mark", "both")
# Within so many pieces "leaving …" is closed by "out".
_REACH = 8


class Parser:
    """Reads the pieces of one question."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        """Take pieces in order."""
        self._pieces = pieces
        self._tags = tags_of(pieces)
        self._wanted, self._excluded = Clause(), Clause()
        self._is_excluding = self._leads = self._is_sole = False
        self._pending: dict[str, Piece] = {}
        self._unused: list[Piece] = []
        self._joint = ""
        self._listed_since = self._has_listed = False
        self._n_operators = 0

    def parse(self) -> Parsed:
        """Read all pieces."""
        for at, piece in enumerate(self._pieces):
            self._step(at, piece)
        if "only" in self._pending and not self._pending["only"].has("sole"):
            del self._pending["only"]
        self._unused += self._pending.values()
        wanted = self._wanted.condition()
        parts = [wanted] if wanted != EVERYTHING else []
        if not self._excluded.is_empty:
            parts.append(Without(self._excluded.condition(wanted)))
        return Parsed(every(*parts), tuple(self._unused), self._n_operators)

    def _step(self, at: int, piece: Piece) -> None:
        self._is_sole = self._is_sole and piece.has(*_BETWEEN_GROUPS)
        if self._is_excluding and "except" not in self._pending:
            is_relative = at and self._pieces[at - 1].word in (*words_of("relatives"), "what")
            # "Those outside education are …", "remove education from …": the clause goes on.
            if piece.word == "from" or (piece.word in words_of("be") and not is_relative):
                self._end_exclusion()
            # "Those outside education mention …", unlike "other than those mentioning …".
            if piece.has("mentioned") and is_said_of(self._pieces, at):
                self._end_exclusion()
            # "Leave out research and give me …", unlike "… and what is pending".
            is_anew = piece.word != "what" or "only" in self._pending
            if piece.has("asks_list", "count") and self._joint == "and" and is_anew:
                self._end_exclusion()
            if piece.word in words_of("relatives"):
                self._end_before_relative(at)
        for take in self._takers(piece.tags):
            if take(self, at, piece):
                break
        is_of = piece.word in words_of("them") and at and self._pieces[at - 1].word == "of"
        if piece.is_content or is_of:  # "and of those the ongoing"
            self._joint, self._listed_since = "", False
        if "only" in self._pending and (piece.is_noun or piece.has("asks_list")):
            del self._pending["only"]

    def _end_before_relative(self, at: int) -> None:
        """End what is left out before what is said of the list; nobody can tell of "all but education that is pending"."""
        begun = [n for n, p in enumerate(self._pieces[:at]) if p.has("except")]
        out, rest = self._pieces[begun[-1] if begun else at : at], self._pieces[at:]
        if not is_bare(out[1:]):
            return
        is_of_list = out[0].word in words_of("places_out") or [p.word for p in rest[1:2]] == ["are"]
        if self._leads or not is_of_list:
            self._unused.append(rest[0])
        if not self._leads:
            self._end_exclusion()

    def _except(self, at: int, piece: Piece) -> bool:
        """Begin to leave out; a word that may be none of an operator needs something to leave out."""
        if piece.has("filler") and not any(p.has(*ATOMS) for p in self._pieces[at + 1 :]):
            return False
        # "And not started in research?" goes on; it leaves nothing out.
        if self._is_of_left_out(at) or (at == 0 and piece.word.endswith(" not")):
            return self._not(at, piece)
        self._begin_exclusion(piece)
        return True

    def _is_of_left_out(self, at: int) -> bool:
        """Tell whether an operator stands in a clause on what is left out: "all but those that are not …"."""
        before = self._pieces[max(at - 2, 0) : at]
        is_clause = [p.word in words_of("relatives") for p in before] + [False]
        is_named = self._is_excluding and "except" not in self._pending
        return is_named and is_clause[0] and before[-1].word in words_of("be")

    def _except_open(self, at: int, piece: Piece) -> bool:
        """Read "leaving … out": an exclusion if the word that closes it follows."""
        is_closed = any(p.has("except_close") for p in self._pieces[at + 1 : at + _REACH])
        # "But leave the emerging ones": what is left is left out.
        is_closed |= self._joint == "but" and piece.word == "leave"
        if is_closed:
            self._begin_exclusion(piece)
        return is_closed

    def _except_close(self, at: int, piece: Piece) -> bool:
        if not self._is_excluding:
            return False
        if not self._pieces[at - 1].has("except_open"):  # unlike "leave off those for students"
            self._end_exclusion()
        return True

    def _or_and(self, at: int, piece: Piece) -> bool:
        is_apart = "apart" in self._joint  # "where HEIs have no role and industry does"
        word = "i.e." if piece.has("restates") else "and apart" if is_apart else "and"
        self._joint = "or" if piece.has("or", "nor") else word
        beside = [p for p in self._pieces[max(at - 1, 0) : at + 2] if p.has(*ATOMS)]
        is_stroke = self._joint == "or" and piece.end - piece.start == 1
        if is_stroke and len({_kind_of(p) for p in beside}) > 1:
            self._joint = ","  # "research / emerging"
        return True

    def _plus(self, at: int, piece: Piece) -> bool:
        """Read "plus": adds what need not meet the conditions before it."""
        self._end_exclusion()
        self._joint = "plus"
        self._n_operators += 1
        return True

    def _both_only(self, at: int, piece: Piece) -> bool:
        if piece.has("both") and self._closes_choice(at):
            return True
        if piece.has("either") and not any(p.has(*ATOMS) for p in self._pieces[at:]):
            last = self._wanted.last  # "HEIs, industry: which have either"
            if last is not None and last.kind in MANY:
                last.joint = "or"
        self._n_operators += 1
        if piece.has("only") and closes_groups(self._pieces, at):
            return self._alone(at, piece)
        last, around = self._wanted.last, self._pieces[at - 1 : at + 2 : 2] if at else ()
        if [p.has("mark") for p in around] == [False, True] and last and last.kind in ONE:
            return True  # "education only: HEIs" says nothing of HEIs
        if piece.has("only", "sole"):
            self._pending["only"] = piece
        else:
            self._pending.pop("only", None)
        return True

    def _closes_choice(self, at: int) -> bool:
        """Read "… or both" after two groups as any of them, "… but not both" as one alone."""
        last = self._wanted.last
        if last is None or len(last.parts) < 2 or any(p.has(*ATOMS) for p in self._pieces[at:]):
            return False
        if "except" in self._pending:
            del self._pending["except"]
            self._is_excluding = False
            self._wanted.alternatives[-1].append(Without(every(*last.parts)))
        elif self._joint != "or":
            return False
        last.joint = "or"
        self._n_operators += 1
        return True

    def _listed(self, at: int, piece: Piece) -> bool:
        self._listed_since = self._has_listed = True
        return True

    def _but(self, at: int, piece: Piece) -> bool:
        """Read "but" without "not": it goes on; "all but for …" leaves out."""
        self._drop_not()  # what comes is said the other way: "where HEIs do not come in but industry does"
        if not self._joint:
            self._end_exclusion()
            self._joint = "but"
        return True

    def _not(self, at: int, piece: Piece) -> bool:
        if self._pending.get("denied") is piece:
            del self._pending["denied"]
            self._n_operators += 1
            self._joint = "apart"
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
            and not any(p.has(*MAIN) for p in self._pieces if p.end <= piece.start)
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
            is_main = following is not None and (
                following.has(*MAIN) or holds("clause_opens", [following.word])
            )
            is_over = self._leads and not goes_on(rest)
            if is_main or is_over or is_kept(rest) or piece.word in (*_STOPS, ")"):
                self._end_exclusion()
                return True
        if piece.word in _STOPS:
            self._joint = "."
        elif not self._joint:
            self._joint = "i.e." if piece.word == "(" else ","  # "under way (ongoing)"
        return True

    def _except_after(self, at: int, piece: Piece) -> bool:
        """Read "research excluded": what was named last is left out."""
        last = self._wanted.last
        is_out = piece.word == "out"
        if last is None or (is_out and not self._pieces[at - 1].has(*ATOMS)):
            return False
        self._wanted.alternatives[-1].pop()
        node = replace(last, joint="or")  # "HEIs and industry both absent": each of them
        if last.joint == "," and len(last.parts) > 1:  # "for HEIs, industry aside"
            self._wanted.alternatives[-1].append(replace(last, parts=last.parts[:-1]))
            node = replace(node, parts=last.parts[-1:])
        self._excluded.alternatives[-1].append(node)
        self._n_operators += 1
        return True

    def _alone(self, at: int, piece: Piece) -> bool:
        """Read "and nobody else": the groups named last are the only ones."""
        if self._clause.leave_alone():
            self._n_operators += 1
            self._joint = ""
        else:
            self._unused.append(piece)
        return True

    @property
    def _clause(self) -> Clause:
        return self._excluded if self._is_excluding else self._wanted

    def _atom(self, at: int, piece: Piece) -> bool:
        """Add what a piece names to what is wanted or left out."""
        if piece.condition is None and not piece.has("ends"):
            return False
        condition, kind = _condition_of(piece), _kind_of(piece)
        is_not = "not" in self._pending
        for name in {"not", "except"} & set(self._pending):
            del self._pending[name]
            self._n_operators += 1
        if kind != "group":  # "Only just begun for HEIs" is not for them alone.
            self._pending.pop("only", None)
        is_only = kind == "group" and self._takes_only(at) and isinstance(condition, Responsible)
        if kind == "group" and not is_only and not is_not:
            is_not = self._is_denied(at)
        self._add(Node(kind, [condition], is_not=is_not), at)
        if is_only:
            self._is_sole = self._clause.leave_alone(is_only=True)
        self._joint = ""
        self._listed_since = False
        return True

    def _word(self, at: int) -> str:
        """Give what joins a name to what stands before it."""
        if self._is_sole:
            return ","
        if is_beside(self._pieces, at):
            return "beside"
        return self._joint

    def _takes_only(self, at: int) -> bool:
        """Tell whether a group is one of those that "only" or "nobody but" keeps to."""
        if self._is_sole:
            return True
        only = self._pending.pop("only", None)
        if only is None or "alone" in self._tags:
            return False
        since = self._pieces[self._pieces.index(only) : at]
        is_of_clause = any(p.word in words_of("clausal") for p in since)  # "only where industry …"
        return only.has("sole") or (not is_of_clause and is_owner(self._pieces, at))

    def _is_denied(self, at: int) -> bool:
        denial = denial_of(self._pieces, at)
        if denial is not None:
            self._pending["denied"] = denial
        return denial is not None

    def _add(self, node: Node, at: int) -> None:
        rest = self._pieces[at + 1 :]
        n = next((n for n, p in enumerate(rest) if p.has(*ATOMS)), len(rest))
        joint = Joint(
            self._word(at),
            self._listed_since,
            "".join(map(_kind_of, rest[n : n + 1])),
            any(p.has("and", "or", "nor") for p in rest[:n]),
            any(isinstance(p, Phrase) and _is_range(p) for p in self._pieces[: at + 1]),
        )
        is_apart = not self._pieces[at - 1].has(*ATOMS)
        if is_apart and "compare" not in self._tags and self._clause.contradicts(node, joint):
            self._unused.append(self._pieces[at])
        add = self._clause.leave_out if self._is_excluding else self._clause.want
        add(node, joint)

    @classmethod
    @cache
    def _takers(cls, tags: frozenset[str]) -> tuple[Callable[[Parser, int, Piece], bool], ...]:
        """Give what may take a piece of these tags, in order."""
        return tuple(take for of, take in cls._TAKEN if not tags.isdisjoint(of))

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
        (frozenset({"or", "and", "restates"}), _or_and),
        (frozenset({"both", "either", "only", "sole"}), _both_only),
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


def _is_range(phrase: Phrase) -> bool:
    return phrase.numbers is not None and phrase.numbers.is_range
