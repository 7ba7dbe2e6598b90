"""What the retriever asks of an index, and how the files of a build answer it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

import numpy as np

from assistant.indexing.arrays import Float32Array, Float64Array, Int32Array, Int64Array
from assistant.indexing.dense import MAX_EXACT, DenseIndex
from assistant.indexing.lexical import LexicalIndex

# What a row of the dense index is the vector of.
TEXT, PART, HEADING, ASKED_AS, OUTSIDE = range(5)
# Where the search of a library begins; parts and headings are compared for the best passages.
BEGINS = (TEXT, ASKED_AS, OUTSIDE)


class Neighbours(NamedTuple):
    """Rows that were compared with a query.

    Attributes:
        rows: (n, 3) int32: what kind of text, which passage (or -1), which text of its kind.
        cosines: (n,) float32.
    """

    rows: Int32Array
    cosines: Float32Array


class Search(Protocol):
    """What the retriever asks of an index."""

    @property
    def n_rows(self) -> int:
        """How many vectors there are."""

    @property
    def most(self) -> int:
        """How many rows one search may compare with; no more than these, and it takes all."""

    def nearest(self, vector: Float32Array, depth: int) -> Neighbours:
        """Find the rows nearest to a query, in no order; all rows if there are no more."""

    def cosines(self, vector: Float32Array, kind: int, passages: Int64Array) -> Neighbours:
        """Compare a query with all rows of one kind of some passages, each passage's in order."""

    def best_lexical(self, query: Mapping[str, float], depth: int) -> Int64Array:
        """Find the passages whose own words hold the query's terms best."""

    def lexical(self, query: Mapping[str, float], passages: Int64Array) -> Float64Array:
        """Score the words of some passages for weighted terms."""


@dataclass(eq=False)
class FileSearch:
    """Searches the files of a build, as Search says; (n_rows, 3) `rows` as in Neighbours."""

    rows: Int32Array
    dense: DenseIndex
    text_index: LexicalIndex
    most: int = MAX_EXACT
    _by_kind: dict[int, tuple[Int64Array, Int64Array]] = field(default_factory=dict)

    @property
    def n_rows(self) -> int:
        return len(self.rows)

    def nearest(self, vector: Float32Array, depth: int) -> Neighbours:
        if depth >= self.n_rows:
            return Neighbours(self.rows, self.dense.cosines(vector))
        rows, cosines = self.dense.search(vector, depth)
        return Neighbours(self.rows[rows], cosines)

    def cosines(self, vector: Float32Array, kind: int, passages: Int64Array) -> Neighbours:
        by_passage, starts = self._rows_of(kind)
        if len(passages) == 1:
            rows = by_passage[starts[passages[0]] : starts[passages[0] + 1]]
            return Neighbours(self.rows[rows], self.dense.vectors(rows) @ vector)
        first, counts = starts[passages], starts[passages + 1] - starts[passages]
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        rows = by_passage[np.repeat(first, counts) + within]
        return Neighbours(self.rows[rows], self.dense.vectors(rows) @ vector)

    def _rows_of(self, kind: int) -> tuple[Int64Array, Int64Array]:
        """Give the rows of a kind by passage, and where each passage's begin and the last's end."""
        if kind not in self._by_kind:
            rows = np.flatnonzero(self.rows[:, 0] == kind)
            rows = rows[np.argsort(self.rows[rows, 1], kind="stable")]
            every = np.arange(self.text_index.n_rows + 1)
            self._by_kind[kind] = rows, np.searchsorted(self.rows[rows, 1], every)
        return self._by_kind[kind]

    def best_lexical(self, query: Mapping[str, float], depth: int) -> Int64Array:
        scores = self.text_index.scores(query)
        held = np.flatnonzero(scores)
        if len(held) > depth:
            held = held[np.argpartition(-scores[held], depth - 1)[:depth]]
        return held

    def lexical(self, query: Mapping[str, float], passages: Int64Array) -> Float64Array:
        return self.text_index.scores(query)[passages]
