"""Encodes what a build has to encode, once, and exports the encoder.

What the serving build or an unfinished one has encoded is taken over: index/encoded/*.part
keeps texts, their vectors and tokens until a build is published.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeAlias

import msgspec
import numpy as np

from assistant.building.progress import Progress
from assistant.errors import AssistantError, BuildRefused
from assistant.indexing import disk
from assistant.indexing.arrays import Float32Array
from assistant.indexing.encoder import WEIGHTS_SHA256, OnnxEncoder, TorchEncoder, identity_of
from assistant.indexing.storage import Index
from assistant.indexing.tokens import Tokens

# Smallest cosine allowed between the exported encoder's vector and the reference's.
MIN_EXPORT_COSINE = 0.9999
# An export is checked on so many of the texts, the shortest, the longest and some between.
_CHECKED = 48
# So many texts are encoded between two writings of what is kept: some seconds' work.
_PART = 1_000

# In the index folder: what an unfinished build has encoded.
FOLDER = "encoded"
# What stands for MiniLM where an encoder is named.
DEFAULT = "default"


class Encoded(NamedTuple):
    """The (dimension,) vector of a text and, where they were wanted, its tokens."""

    vector: Float32Array
    tokens: Tokens | None = None


Encodings: TypeAlias = dict[str, Encoded]


class EncoderSource(NamedTuple):
    """Which encoder a build has, and the folder it is exported from; None for MiniLM, or if unknown."""

    identity: str = WEIGHTS_SHA256
    folder: Path | None = None


def encoder_source(named: str, current: Index | None) -> EncoderSource:
    """Choose the encoder of a build: of a folder, "default", or if empty that of the one that serves."""
    if named not in ("", DEFAULT):
        return EncoderSource(identity_of(Path(named)), Path(named))
    if named or current is None:
        return EncoderSource()
    return EncoderSource(current.manifest.encoder)


@dataclass(slots=True)
class Encoding:
    """Encodes texts, taking over what has been encoded, and exports the encoder.

    Attributes:
        folder: where the build's encoder is put.
        current: the build that serves, if any.
        kept: where what has been encoded is kept until a build is published.
    """

    folder: Path
    current: Index | None
    kept: Path
    progress: Progress
    source: EncoderSource = field(default_factory=EncoderSource)
    n_new: int = 0

    def encode(
        self, texts: Sequence[str], with_tokens: Sequence[int]
    ) -> tuple[Float32Array, list[Tokens]]:
        """Encode texts, and keep what is new at once.

        Args:
            with_tokens: the numbers of those whose tokens are wanted.

        Returns:
            (n, dimension) rows of unit length; and the tokens.
        """
        wanted, identity, same = {texts[i] for i in with_tokens}, self.source.identity, self.current
        if same is not None and same.manifest.encoder != identity:
            same = None
        known = _encoded_in(same) | read_parts(self.kept, identity)
        complete = {text for text, e in known.items() if e.tokens is not None or text not in wanted}
        new = [text for text in dict.fromkeys(texts) if text not in complete]
        self.n_new = len(new)
        self._provide_encoder(same, sorted(texts, key=len))
        for part in encoded(OnnxEncoder(self.folder, identity), new, wanted, self.progress):
            write_part(self.kept, part, identity)
            known |= part
        vectors = np.array([known[text].vector for text in texts], dtype=np.float32)
        tokens = (known[texts[i]].tokens for i in with_tokens)
        return vectors, [t for t in tokens if t is not None]

    def _provide_encoder(self, same: Index | None, texts: Sequence[str]) -> None:
        """Share the encoder of a build that has the same, or export it and check it on some texts."""
        if same is not None and not same.check_files(same.files_in("encoder")):
            self.folder.mkdir()
            for name in same.files_in("encoder"):
                _link(same.folder / name, self.folder.parent / name)
            return
        if self.source.folder is None and self.source.identity != WEIGHTS_SHA256:
            why = "the encoder of the index that serves is damaged, and where it came from is not known; run: python -m assistant build --encoder FOLDER, or --encoder default"
            raise BuildRefused(why)
        self.progress("exporting the encoder", 0, 1)
        reference = TorchEncoder(self.source.folder) if self.source.folder else TorchEncoder()
        reference.export(self.folder)
        step = max(1, len(texts) // _CHECKED)
        check_export(self.folder, reference, [*texts[::step], *texts[-1:]])


def encoded(
    encoder: OnnxEncoder, texts: Sequence[str], wanted: set[str], progress: Progress
) -> Iterator[Encodings]:
    """Encode texts, part by part; each alone, so that no vector depends on its neighbours.

    Those that are `wanted` give their tokens too.
    """
    # One text keeps one core busy; the encoder lets others work meanwhile.
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        for start in range(0, len(texts), _PART):
            part: Encodings = {}
            some = texts[start : start + _PART]
            encodings = zip(some, workers.map(encoder.encode_tokens, some), strict=True)
            for done, (text, encoding) in enumerate(encodings, start + 1):
                tokens = Tokens.of(encoding) if text in wanted else None
                part[text] = Encoded(encoding.vector, tokens)
                if done % 20 == 0:
                    progress("encoding", done, len(texts))
            yield part


def check_export(folder: Path, reference: TorchEncoder, texts: Sequence[str]) -> None:
    """Hold the exported encoder against the reference; BuildRefused if it gives another vector."""
    exported = OnnxEncoder(folder, reference.identity).encode(texts)
    cosines = (exported * reference.encode(texts)).sum(axis=1)
    if len(cosines) and cosines.min() < MIN_EXPORT_COSINE:
        text = texts[int(cosines.argmin())]
        why = f"the exported encoder differs from the reference (cosine {cosines.min():.5f} on {text[:40]!r}); run: python -m assistant build --force"
        raise BuildRefused(why)


def _encoded_in(current: Index | None) -> Encodings:
    if current is None:
        return {}
    try:
        texts, tokens = current.texts, current.tokens
        of = {texts[row]: tokens.of(i) for i, row in enumerate(tokens.rows.tolist())}
        vectors = zip(texts, current.dense.vectors(np.arange(len(texts))), strict=True)
        return {text: Encoded(vector, of.get(text)) for text, vector in vectors}
    except (OSError, ValueError, AssistantError):
        return {}  # a damaged build is no source; everything is encoded again


def _link(source: Path, target: Path) -> None:
    """Share a large file that never changes; copy it where the file system cannot."""
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copyfile(source, target)


def write_part(folder: Path, part: Encodings, encoder: str = WEIGHTS_SHA256) -> None:
    """Keep what an encoder has encoded; the file's name says whose it is and what it must hold."""
    arrays = ((text, (e.vector, *(e.tokens or ()))) for text, e in part.items())
    content = msgspec.msgpack.encode([(text, [a.tobytes() for a in own]) for text, own in arrays])
    folder.mkdir(exist_ok=True)
    disk.write_atomically(folder / _name_of(content, encoder), content)


def read_parts(folder: Path, encoder: str = WEIGHTS_SHA256) -> Encodings:
    """Read what was kept, as far as it is whole and this encoder's."""
    found: Encodings = {}
    for path in sorted(folder.glob("*.part")):
        with suppress(OSError):  # encoded again
            content = path.read_bytes()
            if path.name == _name_of(content, encoder):
                kept = msgspec.msgpack.decode(content, type=list[tuple[str, list[bytes]]])
                found |= {text: _encoded(*arrays) for text, arrays in kept}
    return found


def _encoded(vector: bytes, *tokens: bytes) -> Encoded:
    whole = np.frombuffer(vector, np.float32)
    if not tokens:
        return Encoded(whole)
    kinds = (np.int32, np.int8, np.float32)
    pieces, vectors, scales = map(np.frombuffer, tokens, kinds)
    return Encoded(whole, Tokens(pieces, vectors.reshape(-1, len(whole)), scales))


def _name_of(content: bytes, encoder: str) -> str:
    return f"{hashlib.sha256(encoder.encode() + content).hexdigest()[:16]}.part"
