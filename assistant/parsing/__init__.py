"""Turns a file of the corpus into a Document.

Knows file formats and how guidance is laid out; knows nothing of passages or indices.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from assistant.domain import Document, DocumentEntry
from assistant.parsing.formats import check_file
from assistant.parsing.reading import Progress, read_apart, silent
from assistant.parsing.recommendations import find_recommendations, status_meanings


def parse_document(path: Path, entry: DocumentEntry, progress: Progress = silent) -> Document:
    """Read one document of the corpus.

    Plain text is read here, all else in a child process with limits.

    Args:
        progress: told how many pages are read, and of how many.

    Raises:
        UnreadableDocument: it cannot be read; the message is one line and says why.
        InvalidRecommendations: the tables do not give every recommendation once and whole.
    """
    row = check_file(path)
    found = read_apart(path, entry, progress) if row.is_apart else row.load()(path, entry)
    document = Document(
        entry,
        found.source,
        found.blocks,
        n_pages=found.n_pages,
        pages_without_text=found.pages_without_text,
        omissions=found.omissions,
        remarks=found.remarks,
        properties=dict(found.properties),
    )
    return with_recommendations(document, entry)


def with_recommendations(document: Document, entry: DocumentEntry) -> Document:
    """Find the recommendations in what was read of a document, as its entry describes them.

    Raises:
        InvalidRecommendations: the entry says how many there are, and they are not there.
    """
    remarks = list(document.remarks)
    found = find_recommendations(document.blocks, entry, document.source, remarks.append)
    return replace(
        document,
        entry=entry,
        recommendations=found,
        status_meanings=status_meanings(document.blocks, entry),
        remarks=tuple(dict.fromkeys(remarks)),
    )
