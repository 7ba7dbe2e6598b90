"""An index with some more asked-as questions than its build holds, in memory only."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import numpy as np

from assistant.characters import bare
from assistant.domain import AskedAs
from assistant.indexing.encoder import Float32Array
from assistant.indexing.search import ASKED_AS, Int64Array, Neighbours, Search
from assistant.indexing.storage import Index


def questioned(index: Index, more: Sequence[AskedAs]) -> tuple[QuestionedSearch, Index]:
    """Give an index with some more questions, and what searches it.

    The learned map and the gate stay those of the build.

    Args:
        more: questions of passages that the index has.
    """
    number = {p.id: n for n, p in enumerate(index.passages)}
    asked = (*index.asked_as, *more)
    first = len(index.asked_as)
    rows = [(ASKED_AS, number[a.passage_id], first + at) for at, a in enumerate(more)]
    vectors = index.encoder.encode([bare(a.question) for a in more])
    number_of = {bare(a.question): at for at, a in enumerate(asked)}
    rows_of = np.array(rows, np.int32).reshape(-1, 3)
    search = QuestionedSearch(index.search, rows_of, vectors, number_of)
    whole = copy.copy(index)
    whole.__dict__ |= {"search": search, "asked_as": asked}
    return search, whole


class QuestionedSearch:
    """Searches an index and some more questions; any question can be left out for a while."""

    def __init__(
        self, search: Search, rows: np.ndarray, vectors: Float32Array, number_of: Mapping[str, int]
    ) -> None:
        """Take a search, (n, 3) int32 rows beside its own, and their (n, dimension) vectors.

        Args:
            number_of: question -> its number among all questions, the last if there are several.
        """
        self._search, self._rows, self._vectors = search, rows, vectors
        self._number_of, self._left_out = number_of, -1
        self.most, self.holds = search.most, search.holds
        self.best_lexical, self.lexical = search.best_lexical, search.lexical
        self.n_rows = search.n_rows + len(rows)
        self.has_asked = search.has_asked or len(rows) > 0

    @contextmanager
    def without(self, question: str) -> Iterator[None]:
        """Leave a question out as if nobody had written it; one that is none changes nothing."""
        self._left_out = self._number_of.get(bare(question), -1)
        try:
            yield
        finally:
            self._left_out = -1

    def nearest(self, vector: Float32Array, depth: int) -> Neighbours:
        return self._with_more(self._search.nearest(vector, depth), vector, self._rows[:, 1])

    def cosines(self, vector: Float32Array, kind: int, passages: Int64Array) -> Neighbours:
        found = self._search.cosines(vector, kind, passages)
        return self._with_more(found, vector, passages) if kind == ASKED_AS else found

    def _with_more(
        self, found: Neighbours, vector: Float32Array, passages: np.ndarray
    ) -> Neighbours:
        of_these = np.isin(self._rows[:, 1], passages)
        rows = np.concatenate([found.rows, self._rows[of_these]])
        cosines = np.concatenate([found.cosines, self._vectors[of_these] @ vector])
        kept = (rows[:, 0] != ASKED_AS) | (rows[:, 2] != self._left_out)
        return Neighbours(rows[kept], cosines[kept].astype(np.float32))
