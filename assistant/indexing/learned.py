"""The learned map: from a question to the passages, learned from the asked-as questions.

Ridge regression in its dual form onto one column per passage that has such questions (and one for
"outside"). Two questions are alike by their letter n-grams, taken singly and in pairs (a kernel s +
s^2), and by their frozen vectors. Letter n-grams forgive typing slips; pairs tell "audit training"
from "audit". Deterministic: one linear system, no random start. Knows nothing of passages: each is
a number.

Source: Saunders, Gammerman, Vovk, Ridge Regression Learning Algorithm in Dual Variables (1998);
sublinear term frequency and idf as in Manning et al., Introduction to IR, section 6.4.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from assistant.indexing.arrays import Float32Array, Float64Array, Int32Array, Int64Array
from assistant.indexing.disk import mapped, read_json, save_arrays, write_json
from assistant.indexing.tokenization import words

# Of 2 to 5, 3 to 5, 3 to 4, 3 to 6 and 4 to 5 letters, the least loss (docs/decided.md).
_SHORTEST, _LONGEST = 3, 4
# Of 0.5, 1.0 and 2.0, the one with which most labelled questions find theirs first (docs/decided.md).
_RIDGE = 1.0
# Beyond this many examples the linear system no longer fits into memory comfortably.
MAX_EXAMPLES = 12_000
ARRAYS = ("numbers", "idf", "starts", "examples", "values", "duals", "dense")
# So many examples are compared with all at once.
_BLOCK = 512
# So many words' n-grams are kept; there are about as many in the language of the field.
_REMEMBERED = 20_000


def ngrams(text: str) -> list[str]:
    """List the letter n-grams of a text's words, each word padded by a space."""
    return [gram for word in words(text) for gram in _ngrams_of(word)]


def _ngrams_of(word: str) -> list[str]:
    padded = f" {word} "
    return [
        padded[i : i + n]
        for n in range(_SHORTEST, _LONGEST + 1)
        for i in range(len(padded) - n + 1)
    ]


@dataclass(frozen=True, slots=True, eq=False)
class LearnedMap:
    """What each example's likeness to a question says of the columns.

    Attributes:
        numbers: (n_columns - 1,) int64, rising: whose column each is; the last one is "outside".
        vocabulary: n-gram -> its place in `idf` and `starts`.
        idf: (n_ngrams,) float32.
        starts: (n_ngrams + 1,) int64: where each n-gram's examples begin in the next two.
        examples, values: (n_postings,) int32 and float32: which example, and how much of the n-gram.
        duals: (n_examples, n_columns) float32.
        dense: (dimension, n_columns) float32: what the vectors say, summed over the examples.
        remembered: word -> places of its n-grams; the same words come again and again.
    """

    numbers: Int64Array
    vocabulary: dict[str, int]
    idf: Float32Array
    starts: Int64Array
    examples: Int32Array
    values: Float32Array
    duals: Float32Array
    dense: Float32Array
    remembered: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        vectors: Float32Array,
        belongs: Sequence[int],
        weights: Sequence[float] | None = None,
    ) -> tuple[LearnedMap, Float64Array]:
        """Learn from examples: texts[i], encoded as vectors[i], belongs to number belongs[i].

        Args:
            belongs: -1 stands for "outside".
            weights: how much each example counts; as many times as it were there, if whole.

        Returns:
            The map, and (n_examples, n_columns): how it would score each example had it not
            learned from it. Source: the leave-one-out identity of ridge regression,
            y - a / diag(inverse), Cawley and Talbot (2004).
        """
        # Loaded first, as threads are limited only of what is loaded by then.
        from scipy.linalg import lapack
        from sklearn.feature_extraction.text import TfidfVectorizer
        from threadpoolctl import threadpool_limits

        counting = TfidfVectorizer(analyzer=ngrams, sublinear_tf=True)
        sparse, dense = counting.fit_transform(texts), vectors.astype(np.float64)
        numbers = np.unique([number for number in belongs if number >= 0]).astype(np.int64)
        columns = np.searchsorted(numbers, belongs)
        columns[np.array(belongs) < 0] = len(numbers)
        targets = np.eye(len(numbers) + 1)[columns]
        # Shared among threads, the sums would depend on their number in the last bit.
        with threadpool_limits(1):
            kernel = dense @ dense.T
            for start in range(0, len(texts), _BLOCK):
                some = slice(start, start + _BLOCK)
                alike = (sparse[some] @ sparse.T).toarray()
                kernel[some] += alike + alike**2
            kernel[np.diag_indices_from(kernel)] += _RIDGE / np.array(weights or 1.0)
            # In its own place, as a kernel of 6,500 examples takes 340 MB; LAPACK keeps columns together,
            # and of a symmetric matrix the transposed one is the same. The inverse is root.T @ root.
            lower, _ = lapack.dpotrf(kernel.T, lower=1, overwrite_a=1)
            root, _ = lapack.dtrtri(lower, lower=1, overwrite_c=1)
            duals = root.T @ (root @ targets)
            of_vectors = np.asarray(dense.T @ duals, np.float32)
        left_out = targets - duals / np.einsum("ij,ij->j", root, root)[:, None]
        postings = sparse.tocsc()
        learned = cls(
            numbers,
            {gram: i for i, gram in enumerate(counting.get_feature_names_out().tolist())},
            counting.idf_.astype(np.float32),
            postings.indptr.astype(np.int64),
            postings.indices.astype(np.int32),
            postings.data.astype(np.float32),
            duals.astype(np.float32),
            of_vectors,
        )
        return learned, left_out

    def scores(self, text: str, vector: Float32Array) -> Float64Array:
        """Score every column for one question: (n_columns,) float64, about 0 to 1."""
        alike = self._alike(text)
        out = (alike + alike**2).astype(np.float32) @ self.duals + vector @ self.dense
        return np.asarray(out, np.float64)

    def _alike(self, text: str) -> Float64Array:
        """(n_examples,) the cosine of the n-grams of a question and of each example."""
        rows = np.array([row for word in words(text) for row in self._rows_of(word)], np.int64)
        rows.sort()
        firsts = np.flatnonzero(np.diff(rows, prepend=-1))
        grams = rows[firsts]
        weights = _weighed(np.diff(firsts, append=len(rows)), self.idf[grams])
        begins, lengths = self.starts[grams], self.starts[grams + 1] - self.starts[grams]
        ends = np.cumsum(lengths)
        places = np.repeat(begins - ends + lengths, lengths) + np.arange(lengths.sum())
        shares = np.repeat(weights, lengths) * self.values[places]
        alike = np.bincount(self.examples[places], shares, minlength=len(self.duals))
        return alike.astype(np.float64)

    def _rows_of(self, word: str) -> list[int]:
        rows = self.remembered.get(word)
        if rows is None:
            if len(self.remembered) >= _REMEMBERED:
                self.remembered.clear()
            known = (self.vocabulary.get(gram) for gram in _ngrams_of(word))
            rows = self.remembered[word] = [row for row in known if row is not None]
        return rows

    def save(self, folder: Path) -> None:
        """Write it as plain files."""
        save_arrays(folder, self, ARRAYS)
        write_json(folder / "vocabulary.json", list(self.vocabulary))

    @classmethod
    def load(cls, folder: Path) -> LearnedMap:
        """Read what save wrote; the weights stay on disk until they are used."""
        grams = read_json(folder / "vocabulary.json", list[str])
        arrays: dict[str, Any] = mapped(folder, ARRAYS)
        return cls(vocabulary={gram: i for i, gram in enumerate(grams)}, **arrays)


def _weighed(counts: Int64Array, idf: Float32Array) -> Float32Array:
    """Give the unit-length tf-idf values of n-grams that stand there so often."""
    logs = np.array([1 + math.log(n) for n in range(1, int(counts.max(initial=0)) + 1)])
    values = logs[counts - 1].astype(np.float32) * np.asarray(idf, np.float32)
    length = float(np.sqrt((values.astype(np.float64) ** 2).sum()))
    return (values / length if length else values).astype(np.float32)
