"""Indices to look at before any build: of the corpus as it stands, or with some more questions.

Nothing is learned anew. What a draft encodes is kept for the next build; questions are added in
memory only.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np

from assistant.building.builds import being_written, only_writer
from assistant.building.corpus import read_corpus
from assistant.building.encoding import FOLDER, Encoding, encoder_source
from assistant.building.progress import Progress, silent
from assistant.building.writing import write_index
from assistant.characters import bare
from assistant.corpus.manifest import documents_of
from assistant.domain import AskedAs, DocumentId
from assistant.indexing.arrays import Float32Array, Int64Array
from assistant.indexing.learned import LearnedMap
from assistant.indexing.search import ASKED_AS, Neighbours, Search
from assistant.indexing.storage import Index


@contextmanager
def as_it_stands(
    corpus: Path, index: Path, serving: Index, document_id: DocumentId, progress: Progress = silent
) -> Iterator[Index]:
    """Give the index that serves or, where it does not hold a document as it stands, a draft.

    `index` is the index folder. Raises what a build raises before it is examined.
    """
    stands = {entry.id: entry.sha256 for entry in documents_of(corpus)}.get(document_id)
    held = {entry.id: entry.sha256 for entry in serving.documents}.get(document_id)
    if stands is None or stands == held:
        yield serving
        return
    with only_writer(index, corpus), being_written(index) as folder:
        source = encoder_source("", serving)
        encoding = Encoding(folder / "encoder", serving, index / FOLDER, progress, source)
        read = read_corpus(corpus, progress=progress)
        drafted = write_index(read, folder, encoding, learns=False)
        drafted.__dict__["learned"] = _renumbered(serving, drafted)
        yield drafted


def _renumbered(serving: Index, drafted: Index) -> LearnedMap | None:
    """Give what the index that serves has learned, for the passages as they are numbered now."""
    learned = serving.learned
    if learned is None:
        return None
    now = {passage.id: number for number, passage in enumerate(drafted.passages)}
    ids = (serving.passages[int(number)].id for number in learned.numbers)
    # A passage that has gone keeps its column, which no passage reads.
    return replace(learned, numbers=np.array([now.get(i, -1) for i in ids], np.int64))


def questioned(index: Index, more: Sequence[AskedAs]) -> tuple[QuestionedSearch, Index]:
    """Give an index with some more questions of passages that it has, and what searches it.

    The learned map and the gate stay those of the build.
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

        `number_of` gives a question's number among all, the last if there are several.
        """
        self._search, self._rows, self._vectors = search, rows, vectors
        self._number_of, self._left_out = number_of, -1
        self.most = search.most
        self.best_lexical, self.lexical = search.best_lexical, search.lexical
        self.n_rows = search.n_rows + len(rows)

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
