"""The lexical index: BM25 over terms, and the only door to rank-bm25."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np

from assistant.indexing.arrays import Float64Array, Int32Array, Int64Array
from assistant.indexing.disk import mapped, read_json, save_arrays, write_json

# Source: Robertson and Zaragoza, The Probabilistic Relevance Framework (2009), 1.2-2 and 0.5-0.8.
K1 = 1.2
B = 0.75
_ARRAYS = ("starts", "rows", "weights", "idf")


@dataclass(frozen=True, slots=True, eq=False)
class LexicalIndex:
    """Postings of every term, each with its share of the BM25 score.

    Attributes:
        vocabulary: term -> its number.
        starts: (n_terms + 1,) int64; the postings of term t are starts[t]:starts[t + 1].
        rows: (n_postings,) int32, rising within a term.
        weights: (n_postings,) float64.
        idf: (n_terms,) float64, never negative.
    """

    vocabulary: dict[str, int]
    starts: Int64Array
    rows: Int32Array
    weights: Float64Array
    idf: Float64Array
    n_rows: int

    @classmethod
    def build(cls, texts: Sequence[Sequence[str]]) -> Self:
        """Index texts given as terms; row i is texts[i]."""
        vocabulary = {term: i for i, term in enumerate(sorted({t for text in texts for t in text}))}
        postings: list[tuple[int, int, float]] = []
        idf: dict[str, float] = {}
        if vocabulary:  # rank-bm25 divides by the length of the texts
            bm25 = corrected_bm25(texts)
            idf = bm25.idf
            for row, frequencies in enumerate(bm25.doc_freqs):
                norm = K1 * (1 - B + B * bm25.doc_len[row] / bm25.avgdl)
                for term, frequency in frequencies.items():
                    share = idf[term] * frequency * (K1 + 1) / (frequency + norm)
                    postings.append((vocabulary[term], row, share))
        postings.sort()
        return cls(
            vocabulary=vocabulary,
            starts=np.searchsorted([term for term, _, _ in postings], range(len(vocabulary) + 1)),
            rows=np.array([row for _, row, _ in postings], dtype=np.int32),
            weights=np.array([weight for _, _, weight in postings], dtype=np.float64),
            idf=np.array([idf[term] for term in vocabulary], dtype=np.float64),
            n_rows=len(texts),
        )

    def scores(self, query: Mapping[str, float]) -> Float64Array:
        """Score every row for weighted terms: (n_rows,), 0 where no term of the query stands."""
        out = np.zeros(self.n_rows)
        for term, weight in query.items():
            at = self._postings(term)
            # A row stands once in a term's postings, so plain indexing adds correctly.
            out[self.rows[at]] += weight * self.weights[at]
        return out

    def _postings(self, term: str) -> slice:
        number = self.vocabulary.get(term)
        return slice(0) if number is None else slice(self.starts[number], self.starts[number + 1])

    def idf_of(self, term: str) -> float:
        """Give a term's idf; an unknown term is as telling as one that stands in no row."""
        number = self.vocabulary.get(term)
        unknown = math.log(1 + (self.n_rows + 0.5) / 0.5)
        return unknown if number is None else float(self.idf[number])

    def holds(self, term: str, row: int) -> bool:
        """Tell whether a row holds a term."""
        rows = self.rows[self._postings(term)]
        at = int(np.searchsorted(rows, row))
        return at < len(rows) and int(rows[at]) == row

    def save(self, folder: Path) -> None:
        save_arrays(folder, self, _ARRAYS)
        write_json(folder / "vocabulary.json", list(self.vocabulary))

    @classmethod
    def load(cls, folder: Path, n_rows: int) -> Self:
        """Read what save wrote; the arrays stay on disk until they are used."""
        names = read_json(folder / "vocabulary.json", list[str])
        numbers = {term: i for i, term in enumerate(names)}
        return cls(numbers, **mapped(folder, _ARRAYS), n_rows=n_rows)


def corrected_bm25(texts: Sequence[Sequence[str]]) -> Any:  # noqa: ANN401  rank-bm25 types nothing
    """Make rank-bm25's index with an idf that is never negative: ln(1 + (N - n + 0.5) / (n + 0.5)).

    As shipped, BM25Okapi lifts negative idfs to a quarter of the mean, so that on a small corpus
    "the" weighs more than "imaging". Source of the formula: Lucene's BM25Similarity.
    """
    from rank_bm25 import BM25Okapi

    bm25 = BM25Okapi([list(text) for text in texts], k1=K1, b=B)
    counts = Counter(term for frequencies in bm25.doc_freqs for term in frequencies)
    bm25.idf = {t: math.log(1 + (len(texts) - n + 0.5) / (n + 0.5)) for t, n in counts.items()}
    return bm25
