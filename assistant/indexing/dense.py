"""The dense index: vectors and their nearest neighbours, and the only door to faiss.

A guidance has so few vectors that a query is compared with every one. A library keeps each
different vector once and a graph over those that a search begins with. Scores are cosines.
"""

import errno
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np

from assistant.errors import IndexDamaged
from assistant.indexing.arrays import BoolArray, Float32Array, Int32Array, Int64Array
from assistant.indexing.disk import REBUILD

# Up to here a query is compared with every vector, so nothing is approximated: that costs about
# as much as encoding the question (docs/performance.md).
MAX_EXACT = 60_000
# Source: docs/decided.md: recall and time of both kinds of index over 100,000 vectors.
_HNSW_NEIGHBOURS = 16
_HNSW_BUILD_DEPTH = 100
_HNSW_LEAST_DEPTH = 300

FILE = "dense.faiss"
_NEAR = "near.faiss"
_NEAR_ROWS = "near_rows.npy"
_VECTOR_OF = "vector_of.npy"
FILES = frozenset({FILE, _NEAR, _NEAR_ROWS, _VECTOR_OF})


def kind_of(n_rows: int) -> str:
    """Say how so many rows are indexed."""
    return "flat" if n_rows <= MAX_EXACT else "hnsw"


@dataclass(frozen=True, slots=True, eq=False)
class DenseIndex:
    """Vectors of unit length, compared by inner product.

    Attributes:
        kind: "flat" or "hnsw".
        faiss_index: flat; a vector for each row or, with `vector_of`, for each different one.
        near: a graph over the rows `near_rows`, which a search begins with.
        vector_of: (n_rows,) the number of each row's vector in `faiss_index`.
    """

    kind: str
    faiss_index: Any
    near: Any = None
    near_rows: Int64Array | None = None
    vector_of: Int32Array | None = None

    @classmethod
    def build(cls, vectors: Float32Array, begins: BoolArray | None = None) -> Self:
        """Index (n, dimension) rows of unit length; (n,) `begins`: which a library's search begins with."""
        import faiss

        faiss.omp_set_num_threads(1)  # the graph, and so the bytes, must not depend on threads
        dimension = vectors.shape[1]
        index = faiss.IndexFlatIP(dimension)
        if kind_of(len(vectors)) == "flat":
            index.add(np.ascontiguousarray(vectors))
            return cls("flat", index)
        first, vector_of = _distinct(vectors)
        index.add(np.ascontiguousarray(vectors[first]))
        rows = np.arange(len(vectors)) if begins is None else np.flatnonzero(begins)
        near = faiss.IndexHNSWFlat(dimension, _HNSW_NEIGHBOURS, faiss.METRIC_INNER_PRODUCT)
        near.hnsw.efConstruction = _HNSW_BUILD_DEPTH
        near.add(np.ascontiguousarray(vectors[rows]))
        return cls("hnsw", index, near, rows, vector_of)

    @property
    def n_rows(self) -> int:
        """How many vectors there are, equal ones counted as often as they stand there."""
        return int(self.faiss_index.ntotal) if self.vector_of is None else len(self.vector_of)

    @property
    def dimension(self) -> int:
        return int(self.faiss_index.d)

    def cosines(self, query: Float32Array) -> Float32Array:
        """Compare one (dimension,) query with every row: (n_rows,) cosines."""
        import faiss

        out = np.empty(self.faiss_index.ntotal, np.float32)
        query = np.ascontiguousarray(query, np.float32)
        to, of = faiss.swig_ptr(out), faiss.swig_ptr(query)
        # The same sums as a search makes, without its heap and its order; not in the stubs of faiss.
        sums = faiss.fvec_inner_products_ny  # type: ignore[attr-defined]  # missing in the stubs
        sums(to, of, self.faiss_index.get_xb(), len(query), len(out))
        return out if self.vector_of is None else out[self.vector_of]

    def search(self, query: Float32Array, depth: int) -> tuple[Int64Array, Float32Array]:
        """Find the rows nearest to one (dimension,) query, at most `depth`, best first, ties by row."""
        if self.near is None or self.near_rows is None:
            scores = self.cosines(query)
            rows = np.argsort(-scores, kind="stable")[:depth].astype(np.int64)
            return rows, scores[rows]
        depth = min(depth, int(self.near.ntotal))
        self.near.hnsw.efSearch = max(depth, _HNSW_LEAST_DEPTH)
        scores, found = (a[0] for a in self.near.search(query[None, :], depth))
        rows, scores = self.near_rows[found[found >= 0]], scores[found >= 0]
        order = np.lexsort((rows, -scores))
        return rows[order], scores[order]

    def vectors(self, rows: Int64Array) -> Float32Array:
        """Give back the vectors of some rows, (n, dimension)."""
        numbers = rows if self.vector_of is None else self.vector_of[rows].astype(np.int64)
        out: Float32Array = self.faiss_index.reconstruct_batch(numbers)
        return out

    def save(self, folder: Path) -> None:
        """Write it into a folder; OSError, as of any file, where the disk does not let us."""
        import faiss

        path = folder / FILE
        try:
            faiss.write_index(self.faiss_index, str(path))
            if self.near is not None:
                faiss.write_index(self.near, str(folder / _NEAR))
        except RuntimeError as error:  # so faiss says that the disk is full
            path.write_bytes(b"")
            number = errno.ENOSPC if os.strerror(errno.ENOSPC) in str(error) else errno.EIO
            raise OSError(number, f"faiss: {error}", str(path)) from error
        if self.near_rows is not None and self.vector_of is not None:
            np.save(folder / _NEAR_ROWS, self.near_rows, allow_pickle=False)
            np.save(folder / _VECTOR_OF, self.vector_of, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path, n_rows: int, dimension: int, kind: str) -> Self:
        """Open what save wrote; the caller has checked the files' checksums.

        The vectors of a library stay on disk until they are used. Raises IndexDamaged if faiss
        cannot read it, or it is not of the stated size.
        """
        import faiss

        faiss.omp_set_num_threads(1)
        path = folder / FILE
        try:
            if kind == "flat":
                opened = cls(kind, faiss.read_index(str(path)))
            else:
                opened = cls(
                    kind,
                    faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC),
                    faiss.read_index(str(folder / _NEAR)),
                    np.load(folder / _NEAR_ROWS, allow_pickle=False),
                    np.load(folder / _VECTOR_OF, mmap_mode="r", allow_pickle=False),
                )
        except RuntimeError as error:
            raise IndexDamaged(f"{path} cannot be read; {REBUILD}") from error
        if opened.n_rows != n_rows or opened.faiss_index.d != dimension:
            raise IndexDamaged(f"{path} has another size than stated; {REBUILD}")
        return opened


def _distinct(vectors: Float32Array) -> tuple[Int64Array, Int32Array]:
    """Give the first row of each different vector, and for each row which of these it is."""
    number: dict[bytes, int] = {}
    vector_of = np.array([number.setdefault(v.tobytes(), len(number)) for v in vectors], np.int32)
    first = np.full(len(number), len(vectors), np.int64)
    np.minimum.at(first, vector_of, np.arange(len(vectors)))
    return first, vector_of
