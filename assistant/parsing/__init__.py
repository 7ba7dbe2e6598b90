"""Turns a file of the corpus into a Document.

Knows file formats and how guidance is laid out; knows nothing of passages or indices.
"""

from __future__ import annotations

from pathlib import Path

from assistant.domain import Document, DocumentEntry
from assistant.errors import UnreadableDocument
from assistant.parsing.recommendations import find_recommendations, status_meanings
from assistant.parsing.text import read_text

_READERS = {".txt": read_text}


def parse_document(path: Path, entry: DocumentEntry) -> Document:
    """Read one document of the corpus.

    Raises:
        UnreadableDocument: no reader for this kind of file, or it holds no text.
        InvalidRecommendations: the tables do not give every recommendation once and whole.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        kinds = ", ".join(sorted(_READERS))
        raise UnreadableDocument(
            f"{path.name}: no reader for files ending in {path.suffix!r}; save it as one of: {kinds}"
        )
    source, blocks = reader(path, entry)
    meanings = status_meanings(blocks, entry)
    return Document(entry, source, blocks, find_recommendations(blocks, entry, source), meanings)
