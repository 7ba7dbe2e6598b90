"""Which approximate index: recall, time and building of the kinds that were tried, over one library.

python scripts/bench_approximate.py COLLECTION CACHE ENCODER N_PASSAGES prints one JSON object.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench_collection import KeptVectors, read_collection

_DEPTH = 1_000
_LISTS = 512


def main() -> int:
    """Build each kind, search, and print."""
    import faiss  # noqa: PLC0415

    faiss.omp_set_num_threads(1)
    collection = read_collection(Path(sys.argv[1]))
    vectors = KeptVectors(Path(sys.argv[2]), Path(sys.argv[3]))
    library = vectors.encode([p.text for p in collection.first(int(sys.argv[4]))])
    queries = vectors.encode(collection.queries)
    dimension = library.shape[1]
    flat = faiss.IndexFlatIP(dimension)
    flat.add(library)
    wanted = flat.search(queries, _DEPTH)[1]
    results = {"flat": _searched(flat, queries, wanted) | {"build_cpu_s": 0.0}}
    begun = time.process_time()
    ivf = faiss.IndexIVFFlat(
        faiss.IndexFlatIP(dimension), dimension, _LISTS, faiss.METRIC_INNER_PRODUCT
    )
    ivf.train(library)
    ivf.add(library)
    built = round(time.process_time() - begun, 1)
    for lists in (32, 64, 128, 256):
        ivf.nprobe = lists
        results[f"IVF {_LISTS}, {lists} lists"] = _searched(ivf, queries, wanted) | {
            "build_cpu_s": built
        }
    begun = time.process_time()
    hnsw = faiss.IndexHNSWFlat(dimension, 16, faiss.METRIC_INNER_PRODUCT)
    hnsw.hnsw.efConstruction = 100
    hnsw.add(library)
    built = round(time.process_time() - begun, 1)
    for depth in (300, 1_000, 2_000):
        hnsw.hnsw.efSearch = depth
        results[f"HNSW 16, depth {depth}"] = _searched(hnsw, queries, wanted) | {
            "build_cpu_s": built
        }
    print(json.dumps({"vectors": len(library), "kinds": results}))
    return 0


def _searched(index: Any, queries: np.ndarray, wanted: np.ndarray) -> dict[str, float]:  # noqa: ANN401
    taken, found = [], []
    for query in queries:
        begun = time.perf_counter()
        found.append(index.search(query[None], _DEPTH)[1][0])
        taken.append((time.perf_counter() - begun) * 1000)
    recall = {
        f"recall_{k}": round(
            float(
                np.mean([len({*f[:k]} & {*w[:k]}) / k for f, w in zip(found, wanted, strict=True)])
            ),
            4,
        )
        for k in (10, 100, 1000)
    }
    return recall | {
        "p50_ms": round(float(np.percentile(taken, 50)), 2),
        "p95_ms": round(float(np.percentile(taken, 95)), 2),
    }


if __name__ == "__main__":
    sys.exit(main())
