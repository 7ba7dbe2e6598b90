"""The retriever: a reading of a question -> the signals about every passage, and their fusion.

Knows nothing of answers, only which passages are close and why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.indexing.storage import ASKED_AS, HEADING, OUTSIDE, PART, TEXT, Index
from assistant.retrieval.fusion import fused, order
from assistant.retrieval.reading import Reading, query_terms

Float32Array = NDArray[np.float32]
Float64Array = NDArray[np.float64]

# Fitted by scripts/fit_fusion.py (cross-validated figures in EVALUATION.md). The first two are
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
_WHOLE, _PART, _HEADING = 0.7, 0.3, 0.2
# What an abbreviation's or a synonym's words weigh beside the question's own.
EXPANSION_WEIGHT = 0.3
# How many vectors are looked at: all of a guidance, the nearest of a library.
DENSE_DEPTH = 5_000
# How many passages the lexical search brings up.
LEXICAL_DEPTH = 1_000
_ASKED_MEAN = 3
# Of so many questions the vectors are kept, in memory only.
_REMEMBERED = 64


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What the index says about one question.

    Attributes:
        signals: name -> (n_passages,) float64.
        scores: (n_passages,) float64, the fused score.
        ranking: passage numbers, best first.
        best_cosine: the best cosine to a whole passage.
        nearest_asked: for each passage with one, the number of its nearest asked-as question.
        nearest_outside: number and cosine of the nearest outside example, or None.
        learned_outside: the learned map's score for "outside", or 0.
    """

    reading: Reading
    query: dict[str, float]
    vector: Float32Array
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

    def _encoded(self, text: str) -> Float32Array:
        vector: Float32Array = self.index.encoder.encode([text])[0]
        return vector

    @cached_property
    def _ids(self) -> list[str]:
        return [passage.id for passage in self.index.passages]

    @cached_property
    def _has_asked(self) -> bool:
        return bool((self.index.rows[:, 0] == ASKED_AS).any())

    def retrieve(self, reading: Reading) -> Evidence:
        """Collect and fuse the signals about every passage."""
        query = query_terms(reading, EXPANSION_WEIGHT)
        vector = self._vector_of(reading.query)
        found, cosines = self._nearest(vector)
        lexical = self.index.text_index.scores(query)
        candidates = self._candidates(found, lexical)
        whole = self._completed(self._best(found, cosines, TEXT), TEXT, candidates, vector)
        heading = self._completed(self._best(found, cosines, HEADING), HEADING, candidates, vector)
        part = self._best(found, cosines, PART)
        signals = {"lexical": lexical, "dense": _WHOLE * whole + _PART * part + _HEADING * heading}
        learned_outside = 0.0
        nearest: dict[int, int] = {}
        if self._has_asked:
            signals["lexical_asked"] = self.index.asked_index.scores(query)
            signals["dense_asked"], nearest = self._asked(found, cosines)
            if self.index.learned is not None:
                columns = self.index.learned.scores(reading.query, vector)
                signals["learned"], learned_outside = columns[:-1], float(columns[-1])
        scores = fused(signals, WEIGHTS)
        return Evidence(
            reading=reading,
            query=query,
            vector=vector,
            signals=signals,
            scores=scores,
            ranking=order(scores, self._ids),
            nearest_asked=nearest,
            best_cosine=float(whole.max(initial=0.0)),
            nearest_outside=_nearest_outside(found, cosines),
            learned_outside=learned_outside,
        )

    def _nearest(self, vector: Float32Array) -> tuple[NDArray[np.int32], Float32Array]:
        """Give the rows compared with: all of a guidance, the nearest of a library."""
        dense = self.index.dense
        if dense.kind == "flat" and dense.n_rows <= DENSE_DEPTH:
            return self.index.rows, dense.cosines(vector)
        rows, cosines = dense.search(vector, DENSE_DEPTH)
        return self.index.rows[rows], cosines

    def _candidates(self, found: NDArray[np.int32], lexical: Float64Array) -> NDArray[np.int64]:
        """List the passages that either search brought up, in order."""
        owners = found[:, 1].astype(np.int64)
        depth = min(LEXICAL_DEPTH, len(lexical))
        best = np.argpartition(-lexical, depth - 1)[:depth] if depth else np.zeros(0, np.int64)
        return np.union1d(owners[owners >= 0], best[lexical[best] > 0])

    def _completed(
        self, scores: Float64Array, kind: int, candidates: NDArray[np.int64], vector: Float32Array
    ) -> Float64Array:
        """Compute what the nearest vectors left out: the candidates' own cosines of one kind."""
        rows = self._row_of[kind][candidates]
        has = rows >= 0
        if has.any():
            scores[candidates[has]] = self.index.dense.vectors(rows[has]) @ vector
        return scores

    @cached_property
    def _row_of(self) -> dict[int, NDArray[np.int64]]:
        """Kind -> (n_passages,) the dense row of a passage's text or heading; -1 without one."""
        out = {}
        for kind in (TEXT, HEADING):
            rows = np.flatnonzero(self.index.rows[:, 0] == kind)
            out[kind] = np.full(len(self._ids), -1, np.int64)
            out[kind][self.index.rows[rows, 1]] = rows
        return out

    def _best(self, found: NDArray[np.int32], cosines: Float32Array, kind: int) -> Float64Array:
        """(n_passages,) best cosine of a passage's rows of one kind; the least found if none is."""
        wanted = found[:, 0] == kind
        values = cosines[wanted].astype(np.float64)
        out = np.full(len(self._ids), values.min(initial=np.inf) if len(values) else 0.0)
        np.maximum.at(out, found[wanted, 1], values)
        return out

    def _asked(
        self, found: NDArray[np.int32], cosines: Float32Array
    ) -> tuple[Float64Array, dict[int, int]]:
        """(n_passages,) mean cosine of a passage's three nearest asked-as questions; the nearest.

        The mean of three, not the best one, so that a passage is not rewarded for having many.
        """
        wanted = np.flatnonzero(found[:, 0] == ASKED_AS)
        values = cosines[wanted].astype(np.float64)
        by_owner = np.lexsort((-values, found[wanted, 1]))
        wanted, values = wanted[by_owner], values[by_owner]
        owners, starts, counts = np.unique(found[wanted, 1], return_index=True, return_counts=True)
        sums = values[starts]
        for further in range(1, _ASKED_MEAN):
            has = counts > further
            sums[has] += values[starts[has] + further]
        out = np.full(len(self._ids), values.min() if len(values) else 0.0)
        out[owners] = sums / np.minimum(counts, _ASKED_MEAN)
        nearest = found[wanted[starts], 2]
        return out, dict(zip(owners.tolist(), nearest.tolist(), strict=True))


def _nearest_outside(found: NDArray[np.int32], cosines: Float32Array) -> tuple[int, float] | None:
    """Give the number and cosine of the nearest outside example."""
    outside = np.flatnonzero(found[:, 0] == OUTSIDE)
    if not len(outside):
        return None
    best = outside[int(cosines[outside].argmax())]
    return int(found[best, 2]), float(cosines[best])
