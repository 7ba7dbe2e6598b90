"""The dense index: vectors and their nearest neighbours, and the only door to faiss.

Scores are cosines. Knows nothing of passages or texts: a row is a number.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import IndexDamaged

Float32Array = NDArray[np.float32]

# Up to here every vector is compared with, so nothing is approximated.
MAX_EXACT = 200_000
_HNSW_NEIGHBOURS = 32
_HNSW_BUILD_DEPTH = 200


@dataclass(frozen=True, slots=True, eq=False)
class DenseIndex:
    """Vectors of unit length in a faiss index by inner product."""

    faiss_index: Any
    kind: str

    @classmethod
    def build(cls, vectors: Float32Array) -> DenseIndex:
        """Index (n, dimension) rows of unit length."""
        import faiss  # noqa: PLC0415

        faiss.omp_set_num_threads(1)  # the graph, and so the bytes, must not depend on threads
        dimension = vectors.shape[1]
        if len(vectors) <= MAX_EXACT:
            kind = "flat"
            index: Any = faiss.IndexFlatIP(dimension)
        else:
            kind = "hnsw"
            index = faiss.IndexHNSWFlat(dimension, _HNSW_NEIGHBOURS, faiss.METRIC_INNER_PRODUCT)
            index.hnsw.efConstruction = _HNSW_BUILD_DEPTH
        index.add(np.ascontiguousarray(vectors))
        return cls(index, kind)

    @property
    def n_rows(self) -> int:
        """How many vectors there are."""
        return int(self.faiss_index.ntotal)

    def cosines(self, query: Float32Array) -> Float32Array:
        """Compare one (dimension,) query with every vector of a flat index: (n_rows,) cosines."""
        import faiss  # noqa: PLC0415

        out = np.empty(self.n_rows, np.float32)
        query = np.ascontiguousarray(query, np.float32)
        vectors = self.faiss_index.get_xb()
        # The same sums as search makes, without its heap and its order.
        faiss.fvec_inner_products_ny(  # type: ignore[attr-defined]
            faiss.swig_ptr(out), faiss.swig_ptr(query), vectors, len(query), len(out)
        )
        return out

    def search(self, query: Float32Array, depth: int) -> tuple[NDArray[np.int64], Float32Array]:
        """Find the rows nearest to one (dimension,) query, best first, ties by row.

        Returns:
            Rows and cosines, at most `depth` of each.
        """
        depth = min(depth, self.n_rows)
        if self.kind == "hnsw":
            self.faiss_index.hnsw.efSearch = max(2 * depth, 64)
        scores, rows = self.faiss_index.search(query[None, :], depth)
        found = rows[0] >= 0
        rows, scores = rows[0][found], scores[0][found]
        order = np.lexsort((rows, -scores))
        return rows[order], scores[order]

    def vectors(self, rows: NDArray[np.int64]) -> Float32Array:
        """Give back the vectors of some rows, (n, dimension)."""
        out: Float32Array = self.faiss_index.reconstruct_batch(rows)
        return out

    def save(self, path: Path) -> None:
        """Write it to a file."""
        import faiss  # noqa: PLC0415

        faiss.write_index(self.faiss_index, str(path))

    @classmethod
    def load(cls, path: Path, n_rows: int, dimension: int, kind: str) -> DenseIndex:
        """Read what save wrote; the caller has checked the file's checksum.

        Raises:
            IndexDamaged: faiss cannot read it, or it is not of the stated size.
        """
        import faiss  # noqa: PLC0415

        faiss.omp_set_num_threads(1)
        try:
            index = faiss.read_index(str(path))
        except RuntimeError as error:
            raise IndexDamaged(f"{path} cannot be read; run: python -m assistant build") from error
        if index.ntotal != n_rows or index.d != dimension:
            raise IndexDamaged(
                f"{path} has another size than stated; run: python -m assistant build"
            )
        return cls(index, kind)
