"""Late interaction: a question's tokens compared with a passage's, one by one.

MaxSim over the encoder's own token vectors, both ways, each token weighed by its idf. Source:
Khattab and Zaharia, ColBERT (SIGIR 2020); idf-weighted and without stop words it ranks better here
(CONTRIBUTING.md, "an encoder of our trade").
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from assistant.indexing.arrays import Float32Array, Float64Array, Int32Array, Int64Array
from assistant.indexing.disk import mapped, save_arrays
from assistant.indexing.encoder import TextEncoding

_ARRAYS = ("pieces", "vectors", "scales", "starts", "rows", "idf")
# Up to so many tokens are also held as floats, 1.5 kB each, and compared without a copy ...
_HELD = 20_000
# ... in blocks of so many: a product so small is made without copying them first, to the same bits. Of 16, 32, 48, 64,
# 80, 96 and 128 the fastest: 1.3 ms of a question become .5.
_BLOCK = 64
_LEVELS = 127


class Tokens(NamedTuple):
    """The telling tokens of one text, stored small.

    Attributes:
        pieces: (n,) int32, word pieces.
        vectors: (n, dimension) int8; times scales they have unit length.
        scales: (n,) float32.
    """

    pieces: Int32Array
    vectors: NDArray[np.int8]
    scales: Float32Array

    @classmethod
    def of(cls, encoding: TextEncoding) -> Self:
        """Store the tokens of an encoded text in whole numbers from -127 to 127."""
        scales = np.abs(encoding.tokens).max(axis=1) / _LEVELS
        vectors = np.rint(encoding.tokens / scales[:, None]).astype(np.int8)
        return cls(encoding.pieces, vectors, scales.astype(np.float32))


@dataclass(frozen=True, eq=False)
class TokenIndex:
    """The tokens of texts, those of the passages first.

    Attributes:
        pieces: (n_tokens,) int32; vectors: (n_tokens, dimension) int8; scales: (n_tokens,) float32.
        starts: (n_texts + 1,) int64; the tokens of text i are starts[i]:starts[i + 1].
        rows: (n_texts,) int64, which row of the dense index each text is.
        idf: (n_pieces,) float32, by word piece; how telling it is among the passages.
        n_passages: the first so many texts are the passages, in their order.
    """

    pieces: Int32Array
    vectors: NDArray[np.int8]
    scales: Float32Array
    starts: Int64Array
    rows: Int64Array
    idf: Float32Array
    n_passages: int = field(default=0)

    @classmethod
    def build(cls, texts: Sequence[Tokens], rows: Sequence[int], n_passages: int) -> Self:
        """Index the tokens of texts, each of which has some."""
        none = Tokens(np.zeros(0, np.int32), np.zeros(0, np.int8), np.zeros(0, np.float32))
        pieces, vectors, scales = map(np.concatenate, zip(*(texts or [none]), strict=True))
        starts = np.cumsum([0, *(len(t.pieces) for t in texts)], dtype=np.int64)
        idf = _idf([t.pieces for t in texts[:n_passages]])
        return cls(pieces, vectors, scales, starts, np.array(rows, np.int64), idf, n_passages)

    @cached_property
    def mean_length(self) -> float:
        """How many telling tokens a passage has on average."""
        return float(self.starts[self.n_passages]) / max(1, self.n_passages)

    def of(self, text: int) -> Tokens:
        at = slice(self.starts[text], self.starts[text + 1])
        return Tokens(self.pieces[at], self.vectors[at], self.scales[at])

    def floats_of(self, text: int) -> tuple[Int32Array, Float32Array]:
        """Give back the word pieces of one text, and their vectors as floats of unit length."""
        pieces, vectors, scales = self.of(text)
        return pieces, vectors * scales[:, None]

    def scores(
        self, query: TextEncoding, passages: Int64Array
    ) -> tuple[Float64Array, Float64Array]:
        """Compare a question's tokens with those of some passages.

        Returns:
            (n,) how well each of the question's tokens is met in the passage, on average; and how
            well each of the passage's is met in the question. Both about 0 to 1.
        """
        if not len(passages):
            return np.zeros(0), np.zeros(0)
        similar, weights, starts = self._compared(query.tokens, passages)
        asked = self._weights(query.pieces)
        met = asked @ np.maximum.reduceat(similar, starts, axis=1) / asked.sum()
        covered = np.add.reduceat(similar.max(axis=0) * weights, starts)
        return met.astype(np.float64), (covered / np.add.reduceat(weights, starts)).astype(float)

    def part_scores(self, query: TextEncoding, passage: int, ends: Sequence[int]) -> Float64Array:
        """Tell how well each of a question's tokens is met in the parts of one passage.

        Args:
            ends: where each part's tokens end among the passage's; the first part begins after ends[0].

        Returns:
            (n_parts,) about 0 to 1; 0 of a part beyond what the encoder read.
        """
        _, vectors = self.floats_of(passage)
        similar = vectors @ query.tokens.T
        asked = self._weights(query.pieces)
        out = np.zeros(len(ends) - 1)
        for at, (begin, end) in enumerate(pairwise(ends)):
            met = similar[begin:end].max(axis=0, initial=0.0)
            out[at] = float(met @ asked / asked.sum())
        return out

    def _compared(
        self, asked: Float32Array, passages: Int64Array
    ) -> tuple[Float32Array, Float32Array, Int64Array]:
        """Give (tokens of the question, of the passages) cosines; the latter's weights, and where each passage begins."""
        n, is_all = self.starts[self.n_passages], len(passages) == self.n_passages
        if is_all and n <= _HELD:
            blocks = self._held
            cosines = np.empty((len(asked), len(blocks), _BLOCK), np.float32)
            np.matmul(asked, blocks, out=cosines.transpose(1, 0, 2))
            similar = cosines.reshape(len(asked), -1)[:, :n]
            return similar, self._held_weights, self.starts[: self.n_passages]
        first, counts = self.starts[passages], np.diff(self.starts)[passages]
        begins = np.cumsum(counts) - counts
        at = np.arange(counts.sum()) + np.repeat(first - begins, counts)
        return asked @ self._floats(at).T, self._weights(self.pieces[at]), begins

    @cached_property
    def _held(self) -> Float32Array:
        """(n_blocks, dimension, _BLOCK) the vectors of all passages' tokens, the last block filled up with zeros."""
        n, dimension = self.starts[self.n_passages], self.vectors.shape[1]
        whole = np.zeros((-(-n // _BLOCK) * _BLOCK, dimension), np.int8)
        whole[:n] = self.vectors[:n]
        scales = np.zeros(len(whole), np.float32)
        scales[:n] = self.scales[:n]
        blocks = whole.reshape(-1, _BLOCK, dimension).transpose(0, 2, 1)
        floats: Float32Array = blocks.astype(np.float32, order="C")
        floats *= scales.reshape(-1, 1, _BLOCK)
        return floats

    @cached_property
    def _held_weights(self) -> Float32Array:
        return self._weights(self.pieces[: self.starts[self.n_passages]])

    def _floats(self, at: Int64Array) -> Float32Array:
        floats: Float32Array = self.vectors[at].astype(np.float32)
        floats *= self.scales[at, None]
        return floats

    def _weights(self, pieces: Int32Array) -> Float32Array:
        """Weigh word pieces; one that stands in no passage is as telling as can be."""
        return self.idf[np.minimum(pieces, len(self.idf) - 1)]

    def save(self, folder: Path) -> None:
        save_arrays(folder, self, _ARRAYS)

    @classmethod
    def load(cls, folder: Path, n_passages: int) -> Self:
        """Read what save wrote; the vectors stay on disk until they are used."""
        return cls(**mapped(folder, _ARRAYS), n_passages=n_passages)


def _idf(passages: Sequence[Int32Array]) -> Float32Array:
    """(n_pieces + 1,) the idf of each word piece; the last one is that of a piece not met."""
    n_pieces = max((int(p.max(initial=0)) for p in passages), default=0) + 1
    counts = np.zeros(n_pieces + 1)
    for pieces in passages:
        counts[np.unique(pieces)] += 1
    n = len(passages)
    idf: Float32Array = np.log(1 + (n - counts + 0.5) / (counts + 0.5)).astype(np.float32)
    return idf
