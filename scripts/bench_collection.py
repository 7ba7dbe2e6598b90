"""A public collection enlarged by its own text: real sentences, so that every vector is real.

Each document's sentences are cut into pieces of at most a dozen words; a piece is a passage under
its document's title. Nothing is repeated. Their vectors are kept in a folder between runs.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.chunking import sentences
from assistant.domain import Document, DocumentEntry, Excerpt, Passage, Span
from assistant.indexing.encoder import WEIGHTS_SHA256, OnnxEncoder
from assistant.indexing.tokens import Tokens

Float32Array = NDArray[np.float32]

_LONGEST = 12  # words
_SHORTEST = 16  # letters
_BATCH = 64
_NAME = "collection"


@dataclass(frozen=True, slots=True)
class Collection:
    """Passages of a collection, in an order that has nothing to do with their documents."""

    document: Document
    passages: tuple[Passage, ...]
    queries: tuple[str, ...]

    def first(self, n: int) -> tuple[Passage, ...]:
        """Take a sample of n passages."""
        return self.passages[:n]


def read_collection(folder: Path) -> Collection:
    """Cut the documents of a collection in BEIR layout into short passages."""
    source: list[str] = []
    passages: dict[str, Passage] = {}
    at = 0
    for row in _rows(folder / "corpus.jsonl"):
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
    queries = tuple(str(row["text"]) for row in _rows(folder / "queries.jsonl"))
    return Collection(Document(entry, "\n".join(source), ()), tuple(shuffled), queries)


def _rows(path: Path) -> list[dict[str, str]]:
    lines = path.read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line.strip()]


def _pieces(text: str) -> list[str]:
    found = []
    for sentence in sentences(Excerpt(text, (Span(0, len(text)),))):
        words = sentence.text.split()
        n = max(1, math.ceil(len(words) / _LONGEST))
        found += [
            " ".join(words[len(words) * i // n : len(words) * (i + 1) // n]) for i in range(n)
        ]
    return [piece for piece in found if len(piece) >= _SHORTEST]


class KeptVectors:
    """Vectors of texts, computed once with the exported encoder and kept in a folder."""

    def __init__(self, cache: Path, encoder: Path) -> None:
        """Take the folder to keep them in and the folder of the exported encoder."""
        self._cache = cache
        self._encoder = encoder

    def encode(self, texts: Sequence[str]) -> Float32Array:
        """Encode texts to (n, dimension), in batches of equal length so that nothing is padded."""
        self._cache.mkdir(parents=True, exist_ok=True)
        known = self._known()
        new = sorted({t for t in texts if t not in known}, key=lambda t: (len(t), t))
        for start in range(0, len(new), 20_000):
            part = new[start : start + 20_000]
            vectors = self._computed(part)
            path = self._cache / f"{hashlib.sha256(part[0].encode()).hexdigest()[:12]}-{len(part)}"
            np.save(path.with_suffix(".new.npy"), vectors)
            path.with_suffix(".json").write_text(json.dumps(part), encoding="utf-8")
            path.with_suffix(".new.npy").rename(path.with_suffix(".npy"))
            known |= dict(zip(part, vectors, strict=True))
        return np.array([known[t] for t in texts], dtype=np.float32)

    def tokens(self, texts: Sequence[str]) -> list[Tokens]:
        """Give the tokens of texts; these are not kept."""
        encoder = OnnxEncoder(self._encoder, WEIGHTS_SHA256)
        with ThreadPoolExecutor(min(2, os.cpu_count() or 1)) as pool:
            return list(pool.map(lambda text: Tokens.of(encoder.encode_tokens(text)), texts))

    def _known(self) -> dict[str, Float32Array]:
        known: dict[str, Float32Array] = {}
        for path in sorted(self._cache.glob("*.json")):
            if (vectors := path.with_suffix(".npy")).is_file():
                known |= zip(json.loads(path.read_text()), np.load(vectors), strict=True)
        return known

    def _computed(self, texts: list[str]) -> Float32Array:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        session = onnxruntime.InferenceSession(str(self._encoder / "model.onnx"), options)
        tokenizer = Tokenizer.from_file(str(self._encoder / "tokenizer.json"))
        tokenizer.enable_truncation(256)
        tokenizer.no_padding()
        ids = [encoding.ids for encoding in tokenizer.encode_batch(texts)]
        by_length: dict[int, list[int]] = defaultdict(list)
        for i, pieces in enumerate(ids):
            by_length[len(pieces)].append(i)
        batches = [b[s : s + _BATCH] for b in by_length.values() for s in range(0, len(b), _BATCH)]
        out = np.zeros((len(texts), 384), np.float32)

        def run(batch: list[int]) -> None:
            inputs = np.array([ids[i] for i in batch], dtype=np.int64)
            feed = {"ids": inputs, "mask": np.ones_like(inputs)}
            out[batch] = session.run(["vectors"], feed)[0]

        with ThreadPoolExecutor(min(2, os.cpu_count() or 1)) as pool:
            list(pool.map(run, batches))
        return out
