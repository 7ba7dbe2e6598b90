"""Encodes what a build has to encode, taking over what the serving build has, and exports the encoder.

Knows nothing of what the texts are.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.building.progress import Progress
from assistant.errors import AssistantError, BuildRefused
from assistant.indexing.encoder import WEIGHTS_SHA256, Float32Array, OnnxEncoder, TorchEncoder
from assistant.indexing.storage import Index

# Smallest cosine allowed between the exported encoder's vector and the reference's.
MIN_EXPORT_COSINE = 0.9999

Encode = Callable[[list[str]], Float32Array]


@dataclass(slots=True)
class Encoding:
    """Encodes texts, taking over what the serving build has encoded, and exports the encoder."""

    folder: Path
    current: Index | None
    progress: Progress
    n_new: int = 0

    def encode(self, texts: list[str]) -> Float32Array:
        known = _known_vectors(self.current)
        new = [text for text in dict.fromkeys(texts) if text not in known]
        self.n_new = len(new)
        reference = None
        if new:
            self.progress("loading the encoder", 0, 1)
            reference = TorchEncoder()
            vectors = reference.encode(new, lambda done, n: self.progress("encoding", done, n))
            known |= dict(zip(new, vectors, strict=True))
        self._provide_encoder(reference)
        _check_export(self.folder, new, known, self.progress)
        return np.array([known[text] for text in texts], dtype=np.float32)

    def _provide_encoder(self, reference: TorchEncoder | None) -> None:
        """Share the serving build's exported encoder, or export it."""
        if self.current is not None and not self.current.encoder_problem():
            self.folder.mkdir()
            for name in self.current.encoder_files():
                _link(self.current.folder / name, self.folder.parent / name)
        else:
            self.progress("exporting the encoder", 0, 1)
            (reference or TorchEncoder()).export(self.folder)


def _known_vectors(current: Index | None) -> dict[str, Float32Array]:
    if current is None:
        return {}
    try:
        vectors = current.dense.vectors(np.arange(len(current.texts)))
        return dict(zip(current.texts, vectors, strict=True))
    except (OSError, ValueError, AssistantError):
        return {}  # a damaged build is no source; everything is encoded again


def _link(source: Path, target: Path) -> None:
    """Share a large file that never changes; copy it where the file system cannot."""
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copyfile(source, target)


def _check_export(
    folder: Path, texts: list[str], known: dict[str, Float32Array], progress: Progress
) -> None:
    encoder = OnnxEncoder(folder, WEIGHTS_SHA256)
    # One text keeps one core busy; the encoder lets others work meanwhile.
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        vectors = workers.map(lambda text: encoder.encode([text])[0], texts)
        for at, (text, vector) in enumerate(zip(texts, vectors, strict=True)):
            if at % 100 == 0:
                progress("checking the encoder", at, len(texts))
            cosine = float(vector @ known[text])
            if cosine < MIN_EXPORT_COSINE:
                workers.shutdown(cancel_futures=True)
                raise BuildRefused(
                    f"the exported encoder differs from the reference (cosine {cosine:.5f} on "
                    f"{text[:40]!r}); run: python -m assistant build --force"
                )
