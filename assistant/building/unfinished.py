"""What an unfinished build has encoded, kept beside the builds until one is published.

index/encoded/<part>.npz: texts, their vectors and tokens. A part that is not whole counts as none.
Knows nothing of what the texts are.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from assistant.indexing.disk import sync
from assistant.indexing.encoder import WEIGHTS_SHA256, Float32Array
from assistant.indexing.tokens import TokenIndex, Tokens

FOLDER = "encoded"


@dataclass(slots=True)
class Encodings:
    """Texts with their vectors and, of some, their tokens."""

    vectors: dict[str, Float32Array] = field(default_factory=dict)
    tokens: dict[str, Tokens] = field(default_factory=dict)

    def update(self, other: Encodings) -> None:
        """Take over what another holds."""
        self.vectors |= other.vectors
        self.tokens |= other.tokens


def write_part(folder: Path, part: Encodings, encoder: str = WEIGHTS_SHA256) -> None:
    """Keep what an encoder has encoded; its name says what it must hold."""
    texts = [*part.vectors]
    with_tokens = [i for i, text in enumerate(texts) if text in part.tokens]
    tokens = TokenIndex.build([part.tokens[texts[i]] for i in with_tokens], with_tokens, 0)
    packed = io.BytesIO()
    np.savez(
        packed,
        encoder=_bytes(encoder),
        texts=_bytes(json.dumps(texts)),
        vectors=np.array([part.vectors[text] for text in texts], np.float32),
        tokens=tokens.vectors,
        **{name: getattr(tokens, name) for name in ("rows", "starts", "pieces", "scales")},
    )
    content = packed.getvalue()
    folder.mkdir(exist_ok=True)
    path = folder / f"{_name(content)}.npz"
    fresh = path.with_suffix(".new")
    fresh.write_bytes(content)
    sync(fresh)
    fresh.replace(path)


def read_parts(folder: Path, encoder: str = WEIGHTS_SHA256) -> Encodings:
    """Read what was kept, as far as it is whole and this encoder's."""
    found = Encodings()
    for path in sorted(folder.glob("*.npz")):
        try:
            content = path.read_bytes()
            if path.stem == _name(content):
                with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
                    found.update(_unpacked(arrays, encoder))
        except (OSError, ValueError, KeyError, zipfile.BadZipFile):
            continue  # encoded again
    return found


def _unpacked(arrays: Mapping[str, np.ndarray], encoder: str) -> Encodings:
    if arrays["encoder"].tobytes().decode() != encoder:
        return Encodings()
    texts = json.loads(arrays["texts"].tobytes())
    starts, of = arrays["starts"], [arrays[name] for name in ("pieces", "tokens", "scales")]
    tokens = {
        texts[row]: Tokens(*(array[starts[i] : starts[i + 1]] for array in of))
        for i, row in enumerate(arrays["rows"].tolist())
    }
    return Encodings(dict(zip(texts, arrays["vectors"], strict=True)), tokens)


def _bytes(text: str) -> np.ndarray:
    return np.frombuffer(text.encode(), np.uint8)


def _name(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
