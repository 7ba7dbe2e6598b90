"""Is a list meant, though words of the question are left over? By what they are, and what stands beside them.

What no recommendation has is no topic: "that researchers contribute to", "for my notes". Knows nothing
of which recommendations meet a condition.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, takewhile

from assistant.asking.clause import Parsed
from assistant.asking.grammar import sentences
from assistant.asking.naming import Piece
from assistant.asking.requests import is_reasoned
from assistant.asking.wants import Want
from assistant.records.conditions import (
    Area,
    Condition,
    End,
    NoStatus,
    Number,
    Parity,
    Responsible,
    Status,
    leaves,
)

# With more words left over than these, a question for a list is searched.
_MOST_LEFT_ASIDE = 3
_FEW_LEFT_ASIDE = 2  # where no word for recommendations says that it is one
# A longer one tells a story, in which "all" or a status is no condition.
_STORY_LENGTH = 22
_PERSONS = frozenset({"me", "us", "you"})
_WITHIN = frozenset({"under", "within"})
_OF_STATUS = ("every", "asks_list", "except", "not")


@dataclass(frozen=True)
class Request:
    """A question that names conditions, with words left over.

    Attributes:
        own: the words that are left over.
    """

    pieces: Sequence[Piece]
    own: Sequence[Piece]
    parsed: Parsed
    condition: Condition
    wants: frozenset[Want]

    def is_list(self, is_some: bool) -> bool:
        """Tell whether a list is meant, with some words left aside.

        Args:
            is_some: whether any recommendation meets the condition.
        """
        if self._is_announced or (not self._topic and self._is_placed):
            return True
        if not (self.is_named or self._is_loose or self._is_several) or self.is_story:
            return False
        n = len(self._topic if self._speaks_of_some else self.own)
        is_short = n <= (_MOST_LEFT_ASIDE if self.is_named else _FEW_LEFT_ASIDE)
        return is_short and is_some and not (self._is_of_group and (n or self._acts_on_group))

    @cached_property
    def is_named(self) -> bool:
        """Whether recommendations are spoken of, or counted."""
        return self._speaks_of_some or self._has("count")

    @cached_property
    def _topic(self) -> list[Piece]:
        """The words left over that some recommendation has; those of "run me through" name none."""
        head = takewhile(lambda p: p.condition is None and not p.has("listed"), self.pieces)
        frame = max((p.start for p in head if p.word in _PERSONS), default=-1)
        return [p for p in self.own if p.is_topical and p.start > frame]

    @cached_property
    def _kinds(self) -> set[type]:
        return {type(leaf) for leaf in leaves(self.condition)}

    def _has(self, *tags: str) -> bool:
        return any(p.has(*tags) for p in self.pieces)

    @cached_property
    def _speaks_of_some(self) -> bool:
        """Whether a word for recommendations stands there; a loose one only without a topic."""
        if any(is_some(p, before) for before, p in pairwise((self.pieces[0], *self.pieces))):
            return True
        if self._topic:
            return False
        is_many = len(self._kinds) > 1 and (Status in self._kinds or self.parsed.n_operators)
        if is_many and not is_reasoned(self.pieces) and len(sentences(self.pieces)) < 2:
            return True
        asks_if = self.wants & {"who", "yes-no"} and not self._has("every")
        after = pairwise((self.pieces[0], *self.pieces))
        return not asks_if and any(p.is_noun and not before.is_content for before, p in after)

    @property
    def _is_announced(self) -> bool:
        """Whether all that is left over was said before the list was asked for."""
        after = pairwise((self.pieces[0], *self.pieces))
        begins = next((p.start for b, p in after if is_some(p, b) or p.has("count")), -1)
        atoms = [p.start for p in self.pieces if p.condition is not None]
        return bool(self.own) and self.own[-1].end <= min(begins, *atoms, begins)

    @property
    def _is_placed(self) -> bool:
        """Whether places in the list are named, or an area as one: "what is there in research"."""
        said = [p.word for p in self.pieces]
        is_there = "there" in said[:2] and "in" in said
        is_in_area = self._kinds <= {Area, Status} and (is_there or not _WITHIN.isdisjoint(said))
        return is_in_area or (self._kinds <= {End, Number, Parity} and self.pieces[0].has("ends"))

    @property
    def _is_loose(self) -> bool:
        return bool(self._kinds & {Status, NoStatus}) and self._has(*_OF_STATUS)

    @property
    def _is_several(self) -> bool:
        is_owned = Responsible in self._kinds and self._has("responsible") and not self._topic
        return is_owned or (len(self._kinds) > 1 and bool(self._kinds & {Status, End, Number}))

    @property
    def is_story(self) -> bool:
        """Whether it is too long for a request."""
        return sum(len(p.word.split()) for p in self.pieces) > _STORY_LENGTH

    @property
    def _is_of_group(self) -> bool:
        return self._kinds == {Responsible} and not self._has("responsible", "names")

    @property
    def _acts_on_group(self) -> bool:
        """Whether a word of the question's own has a group as its object: "that protect patients"."""
        said = [p for p in self.pieces if p.word not in ("the", "our", "their")]
        return any(a.is_content and b.has("group") for a, b in pairwise(said))


def is_some(piece: Piece, before: Piece) -> bool:
    """Tell whether a word speaks of several recommendations: "actions", "which action", not "strike action"."""
    return piece.has("listed") and (
        piece.is_plural or not (before.is_content or before.word == "a")
    )
