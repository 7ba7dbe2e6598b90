"""The retriever: a reading of a question -> the signals about its passages, and their fusion.

All passages of a guidance are scored. Of a library those are that either search brings up, and
only the best of them have their parts and headings compared. Knows nothing of answers, only
which passages are close and why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.asking.asked import Asked, query_terms
from assistant.characters import bare
from assistant.domain import DocumentId, Passage, PassageId, PassageKind
from assistant.indexing.passages import Passages
from assistant.indexing.search import ASKED_AS, HEADING, OUTSIDE, PART, TEXT, Found
from assistant.indexing.storage import Index
from assistant.retrieval.fusion import fused, order, spread

Float32Array = NDArray[np.float32]
Float64Array = NDArray[np.float64]
Int64Array = NDArray[np.int64]

# Chosen by hand; scripts/fit_fusion.py, which fits weights under cross-validation, finds none that
# rank better at first place. The first two are
# all there is for a document without asked-as questions; their ratio also serves the public
# collections.
WEIGHTS: Mapping[str, float] = {
    "lexical": 0.09,
    "dense": 0.21,
    "lexical_asked": 0.20,
    "dense_asked": 0.13,
    "learned": 0.37,
}
# A passage's vector, its best part's and its heading's, in the dense signal.
_WHOLE, _PART, _HEADING = 0.4, 0.6, 0.2
# How far a section's second passage is put behind, in standard deviations, and among how many of
# the best. Source: EU AI Act by unit, top 6, practitioners' questions: 0.589 without, 0.607 with
# 0.2 to 0.4 (python -m assistant benchmark).
_SPREAD = 0.2
_SPREAD_DEPTH = 20
# What an abbreviation's or a synonym's words weigh beside the question's own.
EXPANSION_WEIGHT = 0.3
# Of a library: how many vectors and how many passages the two searches bring up, and of how many
# passages the parts are compared. Source: SciFact, 5,183 abstracts: nDCG@10 0.734 so, 0.740 when
# everything is compared; in a trial of vectors alone 0.735, 0.736, and 0.733 with half as many
# candidates, 0.731 with a third (docs/performance.md).
DENSE_DEPTH = 1_000
LEXICAL_DEPTH = 1_000
FINE_DEPTH = 200
# How many passages are put in order: more than any answer looks at.
RANKED = 1_000
_ASKED_MEAN = 3
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
        """Count them."""
        return len(self.numbers)

    def __getitem__(self, place: int) -> Passage:
        """Give the passage at a place."""
        return self.passages[int(self.numbers[place])]

    def number(self, place: int) -> int:
        """Give the number in the index of the passage at a place."""
        return int(self.numbers[place])

    def place(self, number: int) -> int | None:
        """Find a passage's place by its number in the index; None if it is not among them."""
        at = int(np.searchsorted(self.numbers, number))
        return at if at < len(self.numbers) and self.numbers[at] == number else None

    def kinds(self, places: Sequence[int]) -> list[PassageKind]:
        """Tell what kind the passages at some places are."""
        return self.passages.kinds(self.numbers[list(places)])

    def documents(self, places: Sequence[int]) -> list[DocumentId]:
        """Tell which documents the passages at some places are of."""
        return self.passages.documents(self.numbers[list(places)])

    @property
    def ids(self) -> Sequence[PassageId]:
        """The passages' ids, by place; read one by one, as only equal scores need them."""
        return _Ids(self)


class _Ids(Sequence[PassageId]):
    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def __len__(self) -> int:
        return len(self._pool)

    def __getitem__(self, place):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN204
        return self._pool[place].id


@dataclass(frozen=True, slots=True, eq=False)
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
        nearest_outside: number and cosine of the nearest outside example, or None.
        learned_outside: the learned map's score for "outside", or 0.
    """

    reading: Asked
    query: dict[str, float]
    telling: Mapping[str, float]
    vector: Float32Array
    pool: Pool
    signals: Mapping[str, Float64Array]
    scores: Float64Array
    ranking: list[int]
    nearest_asked: dict[int, int]
    best_cosine: float
    nearest_outside: tuple[int, float] | None
    learned_outside: float


class Retriever:
    """Searches one index."""

    def __init__(self, index: Index) -> None:
        """Take an open index."""
        self.index = index
        # A follow-up asks its earlier questions again; they are encoded once.
        self._vector_of = lru_cache(_REMEMBERED)(self._encoded)
        self._last_rows: tuple[NDArray[np.int32] | None, dict[int, _Owned]] = None, {}

    def encode_ahead(self, texts: Sequence[str]) -> None:
        """Encode texts that will be asked in turn at the same time, each on a core of its own."""
        others = [self._workers.submit(self._vector_of, text) for text in texts[1:]]
        for text in texts[:1]:
            self._vector_of(text)
        for other in others:
            other.result()

    @cached_property
    def _workers(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(2, "encoding")

    def _encoded(self, text: str) -> Float32Array:
        vector: Float32Array = self.index.encoder.encode([bare(text)])[0]
        return vector

    def retrieve(self, reading: Asked) -> Evidence:
        """Collect and fuse the signals about the passages."""
        search = self.index.search
        query = query_terms(reading, EXPANSION_WEIGHT)
        vector = self._vector_of(reading.query)
        takes_all = search.n_rows <= search.most
        found = search.nearest(vector, search.n_rows if takes_all else DENSE_DEPTH)
        pool = self._all() if takes_all else self._candidates(found, query)
        whole = self._whole(found, pool, vector)
        signals = {"lexical": search.lexical(query, pool), "dense": whole}
        nearest: dict[int, int] = {}
        learned_outside = 0.0
        if search.has_asked:
            signals["lexical_asked"] = search.lexical_asked(query, pool)
            owned = self._owned(found, ASKED_AS)
            signals["dense_asked"], rows = _asked(owned, found.cosines, pool)
            nearest = dict(zip(owned.owners.tolist(), found.rows[rows, 2].tolist(), strict=True))
            if self.index.learned is not None:
                columns = self.index.learned.scores(reading.query, vector)
                signals["learned"], learned_outside = columns[:-1][pool], float(columns[-1])
        parts, headings = (
            (self._best(found, PART, pool), self._best(found, HEADING, pool))
            if takes_all
            else self._fine(signals, pool, vector)
        )
        signals["dense"] = _WHOLE * whole + _PART * parts + _HEADING * headings
        passages = Pool(pool, self.index.passages)
        scores = _spread(fused(signals, WEIGHTS), passages)
        return Evidence(
            reading=reading,
            query=query,
            telling={t: w * self.index.text_index.idf_of(t) for t, w in query.items()},
            vector=vector,
            pool=passages,
            signals=signals,
            scores=scores,
            ranking=order(scores, passages.ids, RANKED),
            nearest_asked=nearest,
            best_cosine=float(whole.max(initial=0.0)),
            nearest_outside=_nearest_outside(found),
            learned_outside=learned_outside,
        )

    def _owned(self, found: Found, kind: int) -> _Owned:
        """Sort the rows of a kind by passage; a guidance's questions all find the same rows."""
        rows, by_kind = self._last_rows
        if rows is not found.rows:
            # One assignment, as other questions may be asked at the same time.
            _, by_kind = self._last_rows = found.rows, {}
        if kind not in by_kind:
            by_kind[kind] = _Owned.of(found.rows, kind)
        return by_kind[kind]

    def _best(
        self, found: Found, kind: int, pool: Int64Array, missing: float | None = None
    ) -> Float64Array:
        return _best(self._owned(found, kind), found.cosines, pool, missing)

    def _all(self) -> Int64Array:
        return np.arange(len(self.index.passages), dtype=np.int64)

    def _candidates(self, found: Found, query: Mapping[str, float]) -> Int64Array:
        """List the passages that either search brought up, in order."""
        owners = found.rows[found.rows[:, 0] != OUTSIDE, 1].astype(np.int64)
        best = self.index.search.best_lexical(query, LEXICAL_DEPTH)
        return np.unique(np.concatenate([owners, best]))

    def _whole(self, found: Found, pool: Int64Array, vector: Float32Array) -> Float64Array:
        """(n,) cosine of each passage of the pool as a whole."""
        out = self._best(found, TEXT, pool, missing=np.nan)
        missing = np.isnan(out)
        if missing.any():
            out[missing] = self.index.search.cosines(vector, TEXT, pool[missing]).cosines
        return out

    def _fine(
        self, signals: Mapping[str, Float64Array], pool: Int64Array, vector: Float32Array
    ) -> tuple[Float64Array, Float64Array]:
        """(n,) cosines of the best part and of the heading, compared for the best passages only.

        The others' best part is taken to be as near as the whole, their heading to be the
        farthest one compared.
        """
        parts = signals["dense"].copy()
        depth = min(FINE_DEPTH, len(pool))
        fine = np.sort(np.argpartition(-fused(signals, WEIGHTS), depth - 1)[:depth])
        search = self.index.search
        parts[fine] = self._best(search.cosines(vector, PART, pool[fine]), PART, pool[fine])
        near = self._best(search.cosines(vector, HEADING, pool[fine]), HEADING, pool[fine])
        headings = np.full(len(pool), near.min(initial=1.0))
        headings[fine] = near
        return parts, headings


def _spread(scores: Float64Array, pool: Pool) -> Float64Array:
    """Let no single section of running text fill the first places when others answer as well."""
    first = order(scores, pool.ids, _SPREAD_DEPTH)
    return spread(scores, first, [_section(pool[place]) for place in first], _SPREAD)


def _section(passage: Passage) -> tuple[str, ...] | None:
    is_text = passage.kind == "paragraph" and passage.headings
    return (passage.document_id, *passage.headings) if is_text else None


def _places(pool: Int64Array, numbers: NDArray[np.int32]) -> Int64Array:
    """Find the places in a pool of passages that are all in it."""
    # A guidance's pool is all its passages.
    is_all = len(pool) > 0 and pool[-1] == len(pool) - 1
    return numbers.astype(np.int64) if is_all else np.searchsorted(pool, numbers)


@dataclass(frozen=True, slots=True, eq=False)
class _Owned:
    """The rows of one kind, passage by passage.

    Attributes:
        rows: (m,) where they are among the rows found, each passage's in order.
        owners: (k,) int32, rising: the passages that have any; starts, counts: (k,) of each.
    """

    rows: Int64Array
    owners: NDArray[np.int32]
    starts: Int64Array
    counts: Int64Array

    @classmethod
    def of(cls, rows: NDArray[np.int32], kind: int) -> _Owned:
        found = np.flatnonzero(rows[:, 0] == kind)
        found = found[np.argsort(rows[found, 1], kind="stable")]
        owners = rows[found, 1]
        starts = np.flatnonzero(np.diff(owners, prepend=-1))
        return cls(found, owners[starts], starts, np.diff(starts, append=len(found)))


def _best(
    owned: _Owned, cosines: Float32Array, pool: Int64Array, missing: float | None = None
) -> Float64Array:
    """(n,) best cosine of a passage's rows of one kind; the least found if it has none."""
    if not len(owned.rows):
        return np.full(len(pool), 0.0 if missing is None else missing)
    values = cosines[owned.rows].astype(np.float64)
    out = np.full(len(pool), values.min() if missing is None else missing)
    out[_places(pool, owned.owners)] = np.maximum.reduceat(values, owned.starts)
    return out


def _asked(
    owned: _Owned, cosines: Float32Array, pool: Int64Array
) -> tuple[Float64Array, Int64Array]:
    """(n,) mean cosine of a passage's three nearest asked-as questions; (k,) the nearest's row.

    The mean of three, not the best one, so that a passage is not rewarded for having many.
    """
    if not len(owned.rows):
        return np.zeros(len(pool)), owned.rows
    values = cosines[owned.rows].astype(np.float64)
    out = np.full(len(pool), values.min())
    sums, nearest = np.zeros(len(owned.owners)), owned.starts
    for taken in range(_ASKED_MEAN):
        best = np.maximum.reduceat(values, owned.starts)
        has = owned.counts > taken
        sums[has] += best[has]
        # Among equals the first; what is taken does not count again.
        equal = np.flatnonzero(values == np.repeat(best, owned.counts))
        first = equal[np.searchsorted(equal, owned.starts)]
        nearest = first if taken == 0 else nearest
        values[first] = -np.inf
    out[_places(pool, owned.owners)] = sums / np.minimum(owned.counts, _ASKED_MEAN)
    return out, owned.rows[nearest]


def _nearest_outside(found: Found) -> tuple[int, float] | None:
    """Give the number and cosine of the nearest outside example."""
    outside = np.flatnonzero(found.rows[:, 0] == OUTSIDE)
    if not len(outside):
        return None
    best = outside[np.lexsort((found.rows[outside, 2], -found.cosines[outside]))[0]]
    return int(found.rows[best, 2]), float(found.cosines[best])
