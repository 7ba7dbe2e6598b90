"""Turns a file of the corpus into a Document.

Knows file formats and how guidance is laid out; knows nothing of passages or indices.
"""

from __future__ import annotations

from dataclasses import replace
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
