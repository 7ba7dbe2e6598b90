"""Turns a file of the corpus into a Document.

Knows file formats and how guidance is laid out; knows nothing of passages or indices.
"""

from __future__ import annotations

from pathlib import Path

from assistant.domain import Document, DocumentEntry
from assistant.parsing.reading import check_file, read_apart
from assistant.parsing.recommendations import find_recommendations, status_meanings
from assistant.parsing.text import read_text


def parse_document(path: Path, entry: DocumentEntry) -> Document:
    """Read one document of the corpus.

    Plain text is read here, all else in a child process with limits.

    Raises:
        UnreadableDocument: it cannot be read; the message is one line and says why.
        InvalidRecommendations: the tables do not give every recommendation once and whole.
    """
    if path.suffix.lower() == ".txt":
        check_file(path)
        found = read_text(path, entry)
    else:
        found = read_apart(path, entry)
    return Document(
        entry,
        found.source,
        found.blocks,
        find_recommendations(found.blocks, entry, found.source),
        status_meanings(found.blocks, entry),
        found.n_pages,
        found.pages_without_text,
        found.omissions,
        found.remarks,
    )
