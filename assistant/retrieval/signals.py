"""The signals about passages: one row for each, with what computes it and what it weighs.

What the text says is judged for every passage alike. What people asked is evidence besides; a
passage of which nobody asked anything yet is taken to have some. Plain words first: the more fully
some text meets the question's own words, the less that evidence counts. Knows nothing of answers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from assistant.indexing.arrays import BoolArray, Float64Array, Int64Array
from assistant.indexing.encoder import TextEncoding
from assistant.indexing.search import ASKED_AS, HEADING, PART, TEXT, Neighbours
from assistant.indexing.storage import Index
from assistant.retrieval.fusion import Weight, fused
from assistant.retrieval.rows import Owned, best

# Of how many passages, the best by the other signals, parts, headings and tokens are compared.
# Source: SciFact, 5,183 abstracts (python -m assistant benchmark).
FINE_DEPTH = 200
# Passages of more telling tokens than this are long. Source: the guidance has 47 on average, the EU
# AI Act 102, SciFact's abstracts 152; nDCG@10 there 0.730 without, as three times the weight 0.742
# (python -m assistant benchmark).
_LONG = 45.0
# A passage under no heading counts as one whose heading has little to do with the question.
_NO_HEADING = 0.1


@dataclass(frozen=True, eq=False)
class Look:
    """One question beside the passages that are looked at.

    Attributes:
        found: the rows that the search compared with the question.
        pool: (n,) int64, rising: the numbers of the passages looked at.
        owned: sorts the rows found of a kind by passage; it may remember them.
        is_whole: whether every row of the index is among those found.
        unasked, is_new: (n,) how far people have asked too little of each passage, and of which so
            little that it is new, as unasked_of() gives them.
    """

    index: Index
    query: Mapping[str, float]
    text: str
    encoding: TextEncoding
    found: Neighbours
    pool: Int64Array
    owned: Callable[[Neighbours, int], Owned]
    is_whole: bool
    unasked: Float64Array
    is_new: BoolArray

    def best(self, kind: int, missing: float) -> Float64Array:
        """(n,) best cosine of each passage's rows of one kind, of those found."""
        return best(self.owned(self.found, kind), self.found.cosines, self.pool, missing)

    @cached_property
    def whole(self) -> Float64Array:
        """(n,) cosine of each passage as a whole."""
        out = self.best(TEXT, np.nan)
        missing = np.isnan(out)
        if missing.any():
            numbers = self.pool[missing]
            out[missing] = self.index.search.cosines(self.encoding.vector, TEXT, numbers).cosines
        return out

    @cached_property
    def lexical(self) -> Float64Array:
        """(n,) BM25, as a share of what the question's words could give: 0 to about 1.5.

        Counts for more where passages are long: there it tells less that a word is met somewhere.
        """
        index = self.index.text_index
        most = math.fsum(weight * index.idf_of(term) for term, weight in self.query.items())
        long = max(1.0, self.index.tokens.mean_length / _LONG)
        return long * self.index.search.lexical(self.query, self.pool) / (most or 1.0)

    @cached_property
    def learned_columns(self) -> tuple[Float64Array, float]:
        """(n,) what the learned map says of each passage, 0 of one unknown to it; and of "outside"."""
        out = np.zeros(len(self.pool))
        learned = self.index.learned
        if learned is None or not len(self.pool):
            return out, 0.0
        columns = learned.scores(self.text, self.encoding.vector)
        places = np.minimum(np.searchsorted(self.pool, learned.numbers), len(self.pool) - 1)
        is_there = self.pool[places] == learned.numbers
        out[places[is_there]] = columns[:-1][is_there]
        return out, float(columns[-1])

    @cached_property
    def fine(self) -> Int64Array:
        """The places of the passages that are looked at closely: the best by all else."""
        if len(self.pool) <= FINE_DEPTH:
            return np.arange(len(self.pool))
        coarse = {name: s.compute(self) for name, s in SIGNALS.items() if not s.is_fine}
        scores = scored(coarse, self.unasked, _STAND_IN.points(self.whole))
        return np.sort(np.argpartition(-scores, FINE_DEPTH - 1)[:FINE_DEPTH])

    def closely(self, values: Float64Array) -> Float64Array:
        """(n,) values of the passages looked at closely; the least of them for the others."""
        if len(values) == len(self.pool):
            return values
        out = np.full(len(self.pool), values.min(initial=1.0))
        out[self.fine] = values
        return out

    @cached_property
    def part(self) -> Float64Array:
        """(n,) cosine of each passage's best sentence; of one without parts, that of the whole."""
        values = self._rows_closely(PART)
        return self.closely(np.where(np.isnan(values), self.whole[self.fine], values))

    @cached_property
    def heading(self) -> Float64Array:
        """(n,) cosine of each passage's heading."""
        return self.closely(np.nan_to_num(self._rows_closely(HEADING), nan=_NO_HEADING))

    def _rows_closely(self, kind: int) -> Float64Array:
        """(n_fine,) best cosine of a kind of row of the passages looked at closely, or nan."""
        if self.is_whole:
            return self.best(kind, np.nan)[self.fine]
        numbers = self.pool[self.fine]
        found = self.index.search.cosines(self.encoding.vector, kind, numbers)
        return best(Owned.of(found.rows, kind), found.cosines, numbers, np.nan)

    @cached_property
    def late(self) -> tuple[Float64Array, Float64Array]:
        """(n,) how well the question's words are met in each passage; and the passage's in the question."""
        met, covered = self.index.tokens.scores(self.encoding, self.pool[self.fine])
        return self.closely(met), self.closely(covered)


@dataclass(frozen=True, slots=True)
class Signal:
    """A row of the table.

    Attributes:
        said: what it is called where figures are shown; those of one name are shown as one.
        compute: gives its (n,) values for the passages looked at.
        needs: what must be there for it: "" for the text alone, else asked-as questions.
        is_fine: whether it is computed only for the passages looked at closely.
    """

    said: str
    compute: Callable[[Look], Float64Array]
    weight: Weight
    needs: str = ""
    is_fine: bool = False


# The weights are thirds of the log-odds that a softmax over the passages gives under
# cross-validation by question (scripts/fit_fusion.py), rounded; so a difference of 0.33 makes one
# passage e times as likely as another. From 0.4 on an asked-as question is like the one asked;
# the fit gave its nearness 1.4, three times that puts 6 more of 473 labelled first recommendations
# first. The learned map's weight gives the least loss on the labelled questions: 0.162, with 0.8
# of it 0.167, with 1.25 of it 0.165 (docs/decided.md).
SIGNALS: Mapping[str, Signal] = {
    "lexical": Signal("BM25", lambda look: look.lexical, Weight(0.6)),
    "part": Signal("dense", lambda look: look.part, Weight(2.4), is_fine=True),
    "heading": Signal("dense", lambda look: look.heading, Weight(1.6), is_fine=True),
    "late": Signal("late interaction", lambda look: look.late[0], Weight(4.2), is_fine=True),
    "late_back": Signal("late interaction", lambda look: look.late[1], Weight(0.8), is_fine=True),
    "dense_asked": Signal(
        "asked-as vectors",
        lambda look: look.best(ASKED_AS, 0.0),
        Weight(4.2, floor=0.4),
        needs="asked-as",
    ),
    "learned": Signal(
        "learned map",
        lambda look: look.learned_columns[0],
        Weight(11.8, floor=0.0),
        needs="asked-as",
    ),
}
TEXT_WEIGHTS = {name: s.weight for name, s in SIGNALS.items() if not s.needs}
ASKED_WEIGHTS = {name: s.weight for name, s in SIGNALS.items() if s.needs}
# What people asked counts this much less the best late interaction: by 0.35 where a text says in
# its own words what is asked (0.85, plain questions), by 0.8 where none does (0.4, paraphrases).
# Source: scripts/fit_fusion.py, the loss of the shipped sets 1.098 so, 1.144 without.
PLAIN_WORDS = 1.2
# That people have asked too little of a passage says nothing against it. It has as many points from
# what they asked as this, if they asked nothing, and it is the only one; less the second for e times as
# many, of which one comes near a question by accident. Source: with all or all but 1, 3 and 8 asked-as
# questions of three recommendations taken away, three at a time, and with eleven documents that have
# none (docs/decided.md).
UNASKED = 2.25
_UNASKED_MANY = 0.18
# Enough was asked of a passage of which as many questions are as this share of what others have.
_ENOUGH = 0.5
# A passage of which people have asked less than enough by this share is new, and one of fewer questions than
# these, whatever was asked of others. Source: 238 labelled searches of the guidance with one and with two of
# its questions each (measuring/benchmark.py, prepared): refused 34 and 15 before, 24 and 7 so, right among
# three as shown 126 and 134, 133 and 140; of 43 outside questions one and two fewer are refused; with 4, six.
_NEW = 0.5
_FEWEST = 3
# What the whole passage's cosine weighs where it stands for the signals not yet computed.
_STAND_IN = Weight(sum(s.weight.per_unit for s in SIGNALS.values() if s.is_fine))


def unasked_of(index: Index, numbers: Int64Array) -> tuple[Float64Array, BoolArray]:
    """Tell how far people have asked too little of passages; of references, nobody need ask.

    Returns:
        (n,) 1 where nothing, 0 where enough; and (n,) whether so little that a passage is new: its
        text alone speaks for it.
    """
    counts = index.asked_counts
    if not counts.any():
        return np.ones(len(numbers)), np.ones(len(numbers), np.bool_)
    enough = _ENOUGH * float(np.median(counts[counts > 0]))
    out = np.maximum(0.0, 1.0 - (counts[numbers] / enough) ** 3)
    is_new = (out > _NEW) | (counts[numbers] < _FEWEST)
    few = np.flatnonzero(is_new | (out > 0))
    needs_any = np.array([k != "reference" for k in index.passages.kinds(numbers[few])], np.bool_)
    out[few] *= needs_any
    is_new[few] &= needs_any
    return out, is_new


def scored(
    signals: Mapping[str, Float64Array],
    unasked: Float64Array,
    stand_in: Float64Array | float = 0.0,
) -> Float64Array:
    """(n,) the score of each passage: what its text says, and what people asked besides.

    Args:
        unasked: (n,) how far people have asked too little of each passage, 0 to 1.
        stand_in: (n,) points that stand for what is not computed of its text.
    """
    text = fused(signals, TEXT_WEIGHTS) + stand_in
    if not signals.keys() & ASKED_WEIGHTS.keys():
        return np.asarray(text)
    least = unasked * (UNASKED - _UNASKED_MANY * math.log(max(1.0, unasked.sum())))
    scores: Float64Array = text + np.maximum(asked_points(signals), least)
    return scores


def asked_points(signals: Mapping[str, Float64Array]) -> Float64Array:
    """(n,) what people asked of each passage adds to its score; 0 where nobody asked anything."""
    points = fused(signals, ASKED_WEIGHTS)
    if not len(points):
        return np.zeros(len(next(iter(signals.values()), points)))
    return np.asarray(counted(signals) * points)


def counted(signals: Mapping[str, Float64Array]) -> float:
    """Tell how much what people asked counts: less where some text meets the words."""
    return PLAIN_WORDS - (float(signals["late"].max(initial=0.0)) if "late" in signals else 0.0)


def signals_of(look: Look) -> dict[str, Float64Array]:
    """Compute all signals that the index has what they need for."""
    has_asked = bool(look.index.asked_as)
    return {n: s.compute(look) for n, s in SIGNALS.items() if has_asked or not s.needs}
