"""How the engine grows: an index of n real passages, built and asked, in a process of its own.

python scripts/bench_growth.py COLLECTION CACHE INDEX N_PASSAGES prints one JSON object.
COLLECTION is a folder in BEIR layout. It is enlarged by its own text: each document's sentences are
cut into pieces of at most a dozen words; a piece is a passage under its document's title, and none is
repeated. CACHE keeps what was encoded between runs, as builds do; INDEX gives the encoder.
"""

import hashlib
import json
import math
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from assistant.ask import Assistant
from assistant.building.corpus import Corpus
from assistant.building.encoding import Encoding
from assistant.building.progress import silent
from assistant.building.writing import write_index
from assistant.chunking import sentences
from assistant.domain import Document, DocumentEntry, Excerpt, Passage, Span
from assistant.indexing import manifests, storage
from assistant.indexing.dense import DenseIndex
from assistant.indexing.tokens import Tokens
from assistant.measuring.grading import read_lines

_LONGEST = 12  # words
_SHORTEST = 16  # letters
_NAME = "collection"
_ROUNDS = 3
_RECALL_DEPTHS = (10, 100, 1000)


class Collection(NamedTuple):
    """Passages of a collection, in an order that has nothing to do with their documents."""

    document: Document
    passages: tuple[Passage, ...]
    queries: tuple[str, ...]


def main() -> int:
    """Build, ask and print."""
    collection, cache, index = (Path(argument) for argument in sys.argv[1:4])
    print(json.dumps(grown(collection, cache, index, int(sys.argv[4]))))
    return 0


def read_collection(folder: Path) -> Collection:
    """Cut the documents of a collection in BEIR layout into short passages."""
    source: list[str] = []
    passages: dict[str, Passage] = {}
    at = 0
    for row in read_lines(folder / "corpus.jsonl", dict, "a document"):
        for n, piece in enumerate(_pieces(row["text"])):
            excerpt = Excerpt(piece, (Span(at, at + len(piece)),))
            name = f"{_NAME}/{row['_id']}-{n}"
            title = str(row.get("title", ""))
            passages.setdefault(
                piece,
                Passage(name, _NAME, "paragraph", (title,), "", excerpt, (excerpt,)),
            )
            source.append(piece)
            at += len(piece) + 1
    entry = DocumentEntry(_NAME, "", _NAME, _NAME, (), _NAME, _NAME, 0, "", "", "")
    shuffled = sorted(passages.values(), key=lambda p: hashlib.sha256(p.id.encode()).digest())
    queries = tuple(
        str(row["text"]) for row in read_lines(folder / "queries.jsonl", dict, "a query")
    )
    return Collection(Document(entry, "\n".join(source), ()), tuple(shuffled), queries)


def _pieces(text: str) -> list[str]:
    found = []
    for sentence in sentences(Excerpt(text, (Span(0, len(text)),))):
        words = sentence.text.split()
        n = max(1, math.ceil(len(words) / _LONGEST))
        found += [
            " ".join(words[len(words) * i // n : len(words) * (i + 1) // n]) for i in range(n)
        ]
    return [piece for piece in found if len(piece) >= _SHORTEST]


def grown(folder: Path, cache: Path, index: Path, n: int) -> dict[str, Any]:
    """Measure an index of n passages."""
    collection = read_collection(folder)
    passages = collection.passages[:n]
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        built = Path(scratch)
        taken: list[float] = []

        class Timed(Encoding):
            def encode(
                self, texts: Sequence[str], with_tokens: Sequence[int]
            ) -> tuple[np.ndarray, list[Tokens]]:
                begun = time.perf_counter()
                found = super().encode(texts, with_tokens)
                taken.append(time.perf_counter() - begun)
                return found

        encoding = Timed(built / "encoder", storage.open_current(index), cache, silent)
        begun = time.perf_counter()
        manifest = write_index(Corpus((collection.document,), passages), built, encoding).manifest
        building = time.perf_counter() - begun - sum(taken)
        manifests.write_manifest(built, asdict(manifest))
        files = manifest.files.items()
        size = sum(stated["size"] for name, stated in files if "encoder/" not in name)
        return {
            "passages": len(passages),
            "rows": manifest.n_rows,
            "kind": manifest.dense_kind,
            "build_s_without_encoding": round(building, 2),
            "disk_mb": round(size / 1e6, 1),
            **_in_a_fresh_process(built, collection),
        }


def _in_a_fresh_process(built: Path, collection: Collection) -> dict[str, Any]:
    """Open and ask where nothing of the building is left in memory."""
    import multiprocessing

    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_asked, (str(built), collection.queries))


def _asked(built: str, queries: tuple[str, ...]) -> dict[str, Any]:
    folder = Path(built)
    before = _peak_mb()
    begun = time.perf_counter()
    index = storage.Index(folder, manifests.read_manifest(folder))
    assistant = Assistant(index)
    assistant.ask(queries[0])
    opening = time.perf_counter() - begun
    for query in queries[:20]:
        assistant.ask(query)
    asking = [_timed(assistant.ask, query) for _ in range(_ROUNDS) for query in queries]
    encoding = [_timed(index.encoder.encode, [query]) for _ in range(_ROUNDS) for query in queries]
    return {
        "open_and_first_answer_s": round(opening, 2),
        "ask_p50_ms": _percentile(asking, 50),
        "ask_p95_ms": _percentile(asking, 95),
        "encode_p50_ms": _percentile(encoding, 50),
        "encode_p95_ms": _percentile(encoding, 95),
        "peak_mb": _peak_mb(),
        "peak_mb_before": before,
        "recall": _recall(index.dense, index.encoder.encode(queries[:100])),
    }


def _timed(act: Callable[[Any], Any], given: object) -> float:
    begun = time.perf_counter()
    act(given)
    return (time.perf_counter() - begun) * 1000


def _percentile(values: list[float], percent: int) -> float:
    return round(float(np.percentile(values, percent)), 2)


def _peak_mb() -> int:
    """Give this process's own peak; getrusage counts the parent's on Linux."""
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
        return int(line.split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _recall(dense: DenseIndex, queries: np.ndarray) -> dict[str, float]:
    """Compare what a search finds with what comparing with every row would."""
    if dense.near_rows is None:
        return {str(depth): 1.0 for depth in _RECALL_DEPTHS}
    deepest = _RECALL_DEPTHS[-1]
    hits = dict.fromkeys(_RECALL_DEPTHS, 0.0)
    for query in queries:
        exact = dense.cosines(query)[dense.near_rows]
        wanted = dense.near_rows[np.argsort(-exact, kind="stable")[:deepest]]
        found, _ = dense.search(query, deepest)
        for depth in _RECALL_DEPTHS:
            hits[depth] += len({*found[:depth].tolist()} & {*wanted[:depth].tolist()}) / depth
    return {str(depth): round(total / len(queries), 4) for depth, total in hits.items()}


if __name__ == "__main__":
    sys.exit(main())
