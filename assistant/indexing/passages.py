"""The passages of a build, read one by one as they are needed.

A library's passages would take seconds and hundreds of megabytes to read; a question needs a
few. Beside the lines lie their places and what is asked of many at once: kind and document.
"""

import mmap
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import get_args, overload

import msgspec
import numpy as np

from assistant.domain import DocumentId, Passage, PassageId, PassageKind
from assistant.indexing.arrays import Int64Array
from assistant.indexing.disk import decoded, decoder

KINDS: tuple[PassageKind, ...] = get_args(PassageKind)
LINES = "passages.jsonl"
PLACES = "passages.npy"
_KEPT = 20_000


class Passages(Sequence[Passage]):
    """The passages of an index, by number: their places at hand, what each says wherever it lies."""

    def __init__(self, folder: Path, documents: Sequence[DocumentId]) -> None:
        """Open the places, their checksum checked; keep what is fetched, of a library the most wanted."""
        self._places: Int64Array = np.load(folder / PLACES, allow_pickle=False)
        self._documents = tuple(documents)
        self._one = lru_cache(_KEPT)(self._fetched)

    @abstractmethod
    def _fetched(self, number: int) -> Passage:
        """Give one passage."""

    def __len__(self) -> int:
        return len(self._places)

    def kinds(self, numbers: Int64Array) -> list[PassageKind]:
        return [KINDS[code] for code in self._places[numbers, 1].tolist()]

    def documents(self, numbers: Int64Array) -> list[DocumentId]:
        return [self._documents[code] for code in self._places[numbers, 2].tolist()]

    def of_kind(self, kind: PassageKind) -> list[int]:
        found: list[int] = np.flatnonzero(self._places[:, 1] == KINDS.index(kind)).tolist()
        return found

    @cached_property
    def recommendations(self) -> Mapping[PassageId, int]:
        """The numbers of the passages that are recommendations, by id."""
        return {self[n].id: n for n in self.of_kind("recommendation")}

    @overload
    def __getitem__(self, number: int) -> Passage: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[Passage, ...]: ...
    def __getitem__(self, number: int | slice) -> Passage | tuple[Passage, ...]:
        if isinstance(number, slice):
            return tuple(self._one(i) for i in range(*number.indices(len(self))))
        return self._one(range(len(self))[number])


def write_passages(folder: Path, passages: Sequence[Passage], documents: Sequence[str]) -> None:
    """Write passages and their places; `documents` are the ids in the order of the build."""
    number = {name: at for at, name in enumerate(documents)}
    places = np.zeros((len(passages), 3), np.int64)
    at = 0
    with (folder / LINES).open("wb") as file:
        for i, passage in enumerate(passages):
            places[i] = at, KINDS.index(passage.kind), number[passage.document_id]
            at += file.write(msgspec.json.encode(passage) + b"\n")
    np.save(folder / PLACES, places, allow_pickle=False)


class StoredPassages(Passages):
    """What write_passages wrote; a line is parsed when its passage is wanted."""

    def __init__(self, folder: Path, documents: Sequence[DocumentId]) -> None:
        """Open the files, their checksums checked; a line that is no passage is IndexDamaged once wanted."""
        super().__init__(folder, documents)
        self._path = folder / LINES
        with self._path.open("rb") as file:
            empty = self._path.stat().st_size == 0
            self._lines = b"" if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def _fetched(self, number: int) -> Passage:
        start = int(self._places[number, 0])
        line = self._lines[start : self._lines.find(b"\n", start)]
        return decoded(self._path, line, decoder(Passage).decode)
