"""The learned map: from a question to the passages, learned from the asked-as questions.

Ridge regression in its dual form onto one column per passage that has such questions (and one for
"outside"), over letter n-grams and the frozen vectors together. Letter n-grams forgive typing slips. Deterministic:
one linear system, no random start. Knows nothing of passages: each is a number.

Source: Saunders, Gammerman, Vovk, Ridge Regression Learning Algorithm in Dual Variables (1998);
sublinear term frequency and idf as in Manning et al., Introduction to IR, section 6.4.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.indexing.tokenization import words

Float32Array = NDArray[np.float32]
Float64Array = NDArray[np.float64]

_SHORTEST, _LONGEST = 2, 5
# Of 0.3 and 1.0, the better one on the labelled questions.
_RIDGE = 1.0
# Beyond this many examples the linear system no longer fits into memory comfortably.
MAX_EXAMPLES = 12_000
ARRAYS = ("numbers", "idf", "sparse", "dense")
# So many examples are compared with all at once.
_BLOCK = 512
# So many words' n-grams are kept; there are about as many in the language of the field.
_REMEMBERED = 20_000


def ngrams(text: str) -> Counter[str]:
    """Count the letter n-grams of a text's words, each word padded by a space."""
    return Counter(gram for word in words(text) for gram in _ngrams_of(word))


def _ngrams_of(word: str) -> list[str]:
    padded = f" {word} "
    return [
        padded[i : i + n]
        for n in range(_SHORTEST, _LONGEST + 1)
        for i in range(len(padded) - n + 1)
    ]


@dataclass(frozen=True, slots=True, eq=False)
class LearnedMap:
    """Weights from n-grams and vectors to columns.

    Attributes:
        numbers: (n_columns - 1,) int64, rising: whose column each is; the last one is "outside".
        vocabulary: n-gram -> row of `sparse`.
        idf: (n_ngrams,) float32.
        sparse: (n_ngrams, n_columns) float32.
        dense: (dimension, n_columns) float32.
        remembered: word -> rows of its n-grams; the same words come again and again.
    """

    numbers: NDArray[np.int64]
    vocabulary: dict[str, int]
    idf: Float32Array
    sparse: Float32Array
    dense: Float32Array
    remembered: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def fit(
        cls, texts: Sequence[str], vectors: Float32Array, belongs: Sequence[int]
    ) -> tuple[LearnedMap, Float64Array]:
        """Learn from examples: texts[i], encoded as vectors[i], belongs to number belongs[i].

        Args:
            belongs: -1 stands for "outside".

        Returns:
            The map, and (n_examples, n_columns): how it would score each example had it not
            learned from it. Source: the leave-one-out identity of ridge regression,
            y - a / diag(inverse), Cawley and Talbot (2004).
        """
        from scipy.sparse import csr_matrix  # noqa: PLC0415  needed to build, not to ask
        from threadpoolctl import threadpool_limits  # noqa: PLC0415

        counts = [ngrams(text) for text in texts]
        seen = Counter(gram for count in counts for gram in count)
        vocabulary = {gram: i for i, gram in enumerate(sorted(seen))}
        idf = np.array(
            [math.log((1 + len(texts)) / (1 + seen[gram])) + 1 for gram in vocabulary], np.float32
        )
        rows = [_features(count, vocabulary, idf) for count in counts]
        sparse = csr_matrix(
            (
                np.concatenate([values for _, values in rows]),
                np.concatenate([numbers for numbers, _ in rows]),
                np.cumsum([0, *(len(numbers) for numbers, _ in rows)]),
            ),
            shape=(len(texts), len(vocabulary)),
        ).astype(np.float64)
        dense = vectors.astype(np.float64)
        numbers = np.unique([number for number in belongs if number >= 0]).astype(np.int64)
        columns = np.searchsorted(numbers, belongs)
        columns[np.array(belongs) < 0] = len(numbers)
        targets = np.eye(len(numbers) + 1)[columns]
        # Shared among threads, the sums would depend on their number in the last bit.
        with threadpool_limits(1):
            kernel = dense @ dense.T
            for start in range(0, len(texts), _BLOCK):
                rows_of = slice(start, start + _BLOCK)
                kernel[rows_of] += (sparse[rows_of] @ sparse.T).toarray()
            kernel.flat[:: len(texts) + 1] += _RIDGE
            inverse = _inverted(kernel)
            duals = inverse @ targets
            of_ngrams = np.asarray(sparse.T @ duals, np.float32)
            of_vectors = np.asarray(dense.T @ duals, np.float32)
        left_out = targets - duals / np.diag(inverse)[:, None]
        return cls(numbers, vocabulary, idf, of_ngrams, of_vectors), left_out

    def scores(self, text: str, vector: Float32Array) -> Float64Array:
        """Score every column for one question: (n_columns,) float64, about 0 to 1."""
        rows = np.array([row for word in words(text) for row in self._rows_of(word)], np.int64)
        rows.sort()
        starts = np.flatnonzero(np.diff(rows, prepend=-1))
        numbers = rows[starts]
        values = _weighed(np.diff(starts, append=len(rows)), self.idf[numbers])
        out = values.astype(np.float64) @ self.sparse[numbers] + vector @ self.dense
        return np.asarray(out, np.float64)

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
        folder.mkdir()
        (folder / "vocabulary.json").write_text(
            json.dumps(list(self.vocabulary), ensure_ascii=False, indent=0), encoding="utf-8"
        )
        for name in ARRAYS:
            np.save(folder / f"{name}.npy", getattr(self, name), allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> LearnedMap:
        """Read what save wrote; the weights stay on disk until they are used."""
        grams = json.loads((folder / "vocabulary.json").read_text(encoding="utf-8"))
        arrays = {
            name: np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False).view(
                np.ndarray
            )
            for name in ARRAYS
        }
        return cls(vocabulary={gram: i for i, gram in enumerate(grams)}, **arrays)


def _inverted(kernel: Float64Array) -> Float64Array:
    """Invert a symmetric positive matrix in its own place: one of 6,500 examples takes 340 MB."""
    from scipy.linalg.lapack import dpotrf, dpotri  # noqa: PLC0415  needed to build, not to ask

    # LAPACK keeps columns together: of a symmetric matrix the transposed one is the same.
    lower, _ = dpotrf(kernel.T, lower=1, overwrite_a=1)
    inverse, _ = dpotri(lower, lower=1, overwrite_c=1)
    for start in range(0, len(inverse), _BLOCK):
        end = start + _BLOCK
        own = inverse[start:end, start:end]
        own[:] = np.tril(own) + np.tril(own, -1).T
        inverse[start:end, end:] = inverse[end:, start:end].T
    out: Float64Array = inverse
    return out


def _features(
    counts: Counter[str], vocabulary: dict[str, int], idf: Float32Array
) -> tuple[NDArray[np.int64], Float32Array]:
    """Give the rows and the unit-length tf-idf values of the known n-grams."""
    of = vocabulary.get
    known = [(number, n) for gram, n in counts.items() if (number := of(gram)) is not None]
    pairs = np.array(known, dtype=np.int64).reshape(-1, 2)
    pairs = pairs[np.argsort(pairs[:, 0])]
    return pairs[:, 0], _weighed(pairs[:, 1], idf[pairs[:, 0]])


def _weighed(counts: NDArray[np.int64], idf: Float32Array) -> Float32Array:
    """Give the unit-length tf-idf values of n-grams that stand there so often."""
    logs = np.array([1 + math.log(n) for n in range(1, int(counts.max(initial=0)) + 1)])
    values = logs[counts - 1].astype(np.float32) * np.asarray(idf, np.float32)
    length = float(np.sqrt((values.astype(np.float64) ** 2).sum()))
    return (values / length if length else values).astype(np.float32)
