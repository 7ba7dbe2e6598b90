"""The retriever: a reading of a question -> the signals about its passages, and their fusion.

All passages of a guidance are scored. Of a library those are that either search brings up. Knows
nothing of answers, only which passages are close and why.
"""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
from threadpoolctl import threadpool_limits

from assistant.asking.asked import Asked, query_terms
from assistant.characters import bare
from assistant.domain import DocumentId, Passage, PassageId, PassageKind
from assistant.indexing.arrays import BoolArray, Float64Array, Int32Array, Int64Array
from assistant.indexing.encoder import TextEncoding
from assistant.indexing.passages import Passages
from assistant.indexing.search import ASKED_AS, OUTSIDE, Neighbours
from assistant.indexing.storage import Index
from assistant.retrieval.fusion import fused, order, spread
from assistant.retrieval.rows import Owned
from assistant.retrieval.signals import (
    SIGNALS,
    TEXT_WEIGHTS,
    Look,
    asked_points,
    scored,
    signals_of,
    unasked_of,
)

# How far a section's second passage is put behind, and among how many of the best. Source: EU AI
# Act by unit, top 6 (python -m assistant benchmark).
_SPREAD = 0.2
_SPREAD_DEPTH = 20
# What an abbreviation's or a synonym's words weigh beside the question's own.
EXPANSION_WEIGHT = 0.3
# Of a library: how many vectors and how many passages the two searches bring up. Source: SciFact,
# 5,183 abstracts: nDCG@10 in a trial of vectors alone 0.735, 0.736, and 0.733 with half as many
# candidates, 0.731 with a third (docs/decided.md).
DENSE_DEPTH = 1_000
LEXICAL_DEPTH = 1_000
# How many passages are put in order: more than any answer looks at.
RANKED = 1_000
# What a follow-up's own words weigh beside those and its topic. Source: 414 labelled follow-ups, 233 new
# subjects in few words after a long question, and 54 follow-ups by somebody who saw no other: right for
# 404, 213 and 38 without; 406, 229 and 41 so; 402, 230 and 42 with 0.4; 403, 232 and 43 with 0.5.
_OWN_WORDS = 0.35
# How many outside examples are looked at.
_OUTSIDE_SEEN = 5
# Of so many questions the vectors are kept, in memory only.
_REMEMBERED = 64


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """The passages that one question's signals are about; a place is a number within them.

    Attributes:
        numbers: (n,) int64, rising: the passages' numbers in the index.
        passages: all passages of the index.
    """

    numbers: Int64Array
    passages: Passages

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, place: int) -> Passage:
        return self.passages[int(self.numbers[place])]

    def number(self, place: int) -> int:
        return int(self.numbers[place])

    def place(self, number: int) -> int | None:
        """Find a passage's place by its number in the index; None if it is not among them."""
        at = int(np.searchsorted(self.numbers, number))
        return at if at < len(self.numbers) and self.numbers[at] == number else None

    def places(self, numbers: Iterable[int]) -> Int64Array:
        """Find the places of the passages of some numbers, in their order; of those that are among them."""
        wanted = np.fromiter(numbers, np.int64)
        at = np.searchsorted(self.numbers, wanted)
        is_within = at < len(self.numbers)
        at, wanted = at[is_within], wanted[is_within]
        found: Int64Array = at[self.numbers[at] == wanted]
        return found

    def kinds(self, places: Sequence[int]) -> list[PassageKind]:
        return self.passages.kinds(self.numbers[list(places)])

    def documents(self, places: Sequence[int]) -> list[DocumentId]:
        return self.passages.documents(self.numbers[list(places)])

    def id_of(self, place: int) -> PassageId:
        return self[place].id


@dataclass(frozen=True, eq=False)
class Evidence:
    """What the index says about one question.

    Attributes:
        telling: the query's terms, their weights multiplied by their idf.
        pool: the passages looked at, n of them: all of a guidance, the candidates of a library.
        signals: name -> (n,) float64.
        scores: (n,) float64, the fused score.
        ranking: places in the pool, best first, at most RANKED of them.
        best_cosine: the best cosine to a whole passage.
        nearest_asked: for each passage with one, by its number in the index, the number of its
            nearest asked-as question.
        nearest_outside: numbers and cosines of the nearest outside examples, the nearest first.
        learned_outside: the learned map's score for "outside", or 0.
        unasked: (n,) how far people have asked too little of each passage, 0 to 1.
        is_new: (n,) whether so little that its text alone speaks for it.
    """

    asked: Asked
    query: dict[str, float]
    telling: Mapping[str, float]
    encoding: TextEncoding
    pool: Pool
    signals: Mapping[str, Float64Array]
    scores: Float64Array
    ranking: list[int]
    nearest_asked: dict[int, int]
    best_cosine: float
    nearest_outside: tuple[tuple[int, float], ...]
    learned_outside: float
    unasked: Float64Array
    is_new: BoolArray

    @cached_property
    def asked_points(self) -> Float64Array:
        """(n,) what of each passage's score comes from what people asked of it."""
        return asked_points(self.signals)

    @cached_property
    def text_points(self) -> Float64Array:
        """(n,) what of it comes from what each passage itself says."""
        return fused(self.signals, TEXT_WEIGHTS)

    def text(self, is_new: bool) -> float:
        """Tell how much the text of any new passage, or of any other, speaks for it."""
        return float(self.text_points[self.is_new == is_new].max(initial=0.0))


class Retriever:
    """Searches one index."""

    def __init__(self, index: Index) -> None:
        self.index = index
        # numpy's sums are too small to share: on two busy cores the threads' waiting for each other
        # made 3 ms of looking up a question 17 (docs/decided.md), and the last bit depends on their number.
        threadpool_limits(1, user_api="blas")
        # A follow-up asks its earlier questions again; they are encoded once.
        self._encoding_of = lru_cache(_REMEMBERED)(self._encoded)
        self._last_rows: tuple[Int32Array | None, dict[int, Owned]] = None, {}

    def encode_ahead(self, texts: Sequence[str]) -> None:
        """Encode texts that will be asked in turn at the same time, each on a core of its own."""
        others = [self._workers.submit(self._encoding_of, text) for text in texts[1:]]
        for text in texts[:1]:
            self._encoding_of(text)
        for other in others:
            other.result()

    @cached_property
    def _workers(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(2, "encoding")

    def _encoded(self, text: str) -> TextEncoding:
        return self.index.encoder.encode_tokens(bare(text))

    def retrieve(self, asked: Asked) -> Evidence:
        """Collect and fuse the signals about the passages."""
        query = query_terms(asked, EXPANSION_WEIGHT)
        look = self._look(query, asked.query, self._encoding_of(asked.query))
        found, pool = look.found, Pool(look.pool, self.index.passages)
        signals = signals_of(look)
        scores = _spread(scored(signals, look.unasked), pool)
        by_passage = self._owned(found, ASKED_AS)
        nearest = found.rows[by_passage.nearest(found.cosines), 2]
        return Evidence(
            asked=asked,
            query=query,
            telling={t: w * self.index.text_index.idf_of(t) for t, w in query.items()},
            encoding=look.encoding,
            pool=pool,
            signals=signals,
            scores=scores,
            ranking=order(scores, pool.id_of, RANKED),
            nearest_asked=dict(zip(by_passage.owners.tolist(), nearest.tolist(), strict=True)),
            best_cosine=float(look.whole.max(initial=0.0)),
            nearest_outside=_nearest_outside(found, self._owned(found, OUTSIDE).rows),
            learned_outside=look.learned_columns[1],
            unasked=look.unasked,
            is_new=look.is_new,
        )

    def text_evidence(self, asked: Asked, encoding: TextEncoding) -> float:
        """Tell how much the text of any passage that people asked of speaks for a question."""
        query = query_terms(asked, EXPANSION_WEIGHT)
        look = self._look(query, asked.query, encoding)
        signals = {name: SIGNALS[name].compute(look) for name in TEXT_WEIGHTS}
        points = fused(signals, TEXT_WEIGHTS)
        return float(points[~look.is_new].max(initial=0.0))

    def _look(self, query: dict[str, float], text: str, encoding: TextEncoding) -> Look:
        search = self.index.search
        takes_all = search.n_rows <= search.most
        found = search.nearest(encoding.vector, search.n_rows if takes_all else DENSE_DEPTH)
        pool = self._all() if takes_all else self._candidates(found, query)
        unasked = self._unasked if takes_all else unasked_of(self.index, pool)
        return Look(
            self.index, query, text, encoding, found, pool, self._owned, takes_all, *unasked
        )

    @cached_property
    def _unasked(self) -> tuple[Float64Array, BoolArray]:
        """(n_passages,) how far people have asked too little of each passage of a guidance."""
        return unasked_of(self.index, self._all())

    def _owned(self, found: Neighbours, kind: int) -> Owned:
        """Sort the rows of a kind by passage; a guidance's questions all find the same rows."""
        rows, by_kind = self._last_rows
        if rows is not found.rows:
            # One assignment, as other questions may be asked at the same time.
            _, by_kind = self._last_rows = found.rows, {}
        if kind not in by_kind:
            by_kind[kind] = Owned.of(found.rows, kind)
        return by_kind[kind]

    def _all(self) -> Int64Array:
        return np.arange(len(self.index.passages), dtype=np.int64)

    def _candidates(self, found: Neighbours, query: Mapping[str, float]) -> Int64Array:
        """List the passages that either search brought up, in order."""
        owners = found.rows[found.rows[:, 0] != OUTSIDE, 1].astype(np.int64)
        best = self.index.search.best_lexical(query, LEXICAL_DEPTH)
        return np.unique(np.concatenate([owners, best]))


def beside(together: Evidence, alone: Evidence) -> Evidence:
    """Rank a follow-up by what it finds behind its topic and, beside that, by what its own words find.

    So a long topic does not drown a new subject in few words. What the words alone did not bring up
    has there the least of what they did.
    """
    numbers, own = together.pool.numbers, alone.pool.numbers
    places = np.minimum(np.searchsorted(own, numbers), len(own) - 1)
    is_found = own[places] == numbers

    def mean(both: Float64Array, alone: Float64Array) -> Float64Array:
        own = np.where(is_found, alone[places], alone.min())
        return (1 - _OWN_WORDS) * both + _OWN_WORDS * own

    scores = mean(together.scores, alone.scores)
    signals = {name: mean(v, alone.signals[name]) for name, v in together.signals.items()}
    ranking = order(scores, together.pool.id_of, RANKED)
    return replace(together, signals=signals, scores=scores, ranking=ranking)


def _spread(scores: Float64Array, pool: Pool) -> Float64Array:
    """Let no single section of running text fill the first places when others answer as well."""
    first = order(scores, pool.id_of, _SPREAD_DEPTH)
    return spread(scores, first, [_section(pool[place]) for place in first], _SPREAD)


def _section(passage: Passage) -> tuple[str, ...] | None:
    is_text = passage.kind == "paragraph" and passage.headings
    return (passage.document_id, *passage.headings) if is_text else None


def _nearest_outside(found: Neighbours, outside: Int64Array) -> tuple[tuple[int, float], ...]:
    """Give the numbers and cosines of the nearest outside examples; `outside` are the rows of all."""
    if (
        len(outside) > _OUTSIDE_SEEN
    ):  # only those are put in order that are as near as the last one seen
        cosines = found.cosines[outside]
        outside = outside[cosines >= np.partition(cosines, -_OUTSIDE_SEEN)[-_OUTSIDE_SEEN]]
    best = outside[np.lexsort((found.rows[outside, 2], -found.cosines[outside]))[:_OUTSIDE_SEEN]]
    return tuple((int(found.rows[at, 2]), float(found.cosines[at])) for at in best)
