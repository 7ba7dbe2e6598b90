"""An index of the corpus as it stands, to look at before any build; nothing is learned anew.

What it encodes is kept for the next build.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np

from assistant.building.builds import only_writer
from assistant.building.corpus import read_corpus
from assistant.building.encoding import Encoding, encoder_source
from assistant.building.progress import Progress, silent
from assistant.building.unfinished import FOLDER
from assistant.building.writing import write_index
from assistant.corpus.manifest import documents_of
from assistant.domain import DocumentId
from assistant.indexing import storage
from assistant.indexing.learned import LearnedMap
from assistant.indexing.storage import Index


@contextmanager
def as_it_stands(
    corpus: Path, index: Path, serving: Index, document_id: DocumentId, progress: Progress = silent
) -> Iterator[Index]:
    """Give the index that serves or, where it does not hold a document as it stands, a draft.

    Args:
        index: the index folder.

    Raises:
        CorpusError: the corpus cannot be read.
        BuildRefused: a build is running, or there is no room.
    """
    stands = {entry.id: entry.sha256 for entry in documents_of(corpus)}.get(document_id)
    held = {entry.id: entry.sha256 for entry in serving.documents}.get(document_id)
    if stands is None or stands == held:
        yield serving
        return
    with _draft(corpus, index, serving, progress) as drafted:
        yield drafted


@contextmanager
def _draft(corpus: Path, index: Path, serving: Index, progress: Progress) -> Iterator[Index]:
    with only_writer(index, corpus):
        folder = index / storage.BUILDS / f".writing-{os.getpid()}-draft"
        folder.mkdir()
        try:
            source = encoder_source("", serving)
            encoding = Encoding(folder / "encoder", serving, index / FOLDER, progress, source)
            read = read_corpus(corpus, progress=progress)
            encode, encoder = encoding.encode, source.identity
            manifest = write_index(read, folder, encode, encoder=encoder, learns=False)
            drafted = Index(folder, manifest)
            drafted.__dict__["learned"] = _renumbered(serving, drafted)
            yield drafted
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _renumbered(serving: Index, drafted: Index) -> LearnedMap | None:
    """Give what the index that serves has learned, for the passages as they are numbered now."""
    learned = serving.learned
    if learned is None:
        return None
    now = {passage.id: number for number, passage in enumerate(drafted.passages)}
    ids = (serving.passages[int(number)].id for number in learned.numbers)
    # A passage that has gone keeps its column, which no passage reads.
    return replace(learned, numbers=np.array([now.get(i, -1) for i in ids], np.int64))
