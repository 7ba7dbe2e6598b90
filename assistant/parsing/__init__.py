"""Turns a file of the corpus into a Document.

Knows file formats and how guidance is laid out; knows nothing of passages or indices.
"""

from dataclasses import replace
from pathlib import Path

from assistant.domain import Document, DocumentEntry
from assistant.parsing.blocks import titled
from assistant.parsing.draft import Contents
from assistant.parsing.formats import check_file
from assistant.parsing.isolation import PagesRead, read_apart, silent
from assistant.parsing.labels import labels_of
from assistant.parsing.recommendations import find_recommendations, status_meanings


def parse_document(path: Path, entry: DocumentEntry, progress: PagesRead = silent) -> Document:
    """Read one document of the corpus.

    Raises:
        UnreadableDocument: it cannot be read; the message is one line and says why.
        InvalidRecommendations: the tables do not give every recommendation once and whole.
    """
    return document_of(read_file(path, progress), entry)


def read_file(path: Path, progress: PagesRead = silent) -> Contents:
    """Read a file, whatever it will be called: plain text here, all else in a child with limits.

    Raises:
        UnreadableDocument: it cannot be read; the message is one line and says why.
    """
    row = check_file(path)
    return read_apart(path, progress) if row.is_apart else row.load()(path)


def document_of(found: Contents, entry: DocumentEntry) -> Document:
    """Make a document of what was read in a file, as its entry describes it.

    Raises:
        InvalidRecommendations: the tables do not give every recommendation once and whole.
    """
    document = Document(
        entry,
        found.source,
        tuple(titled(found.blocks, entry.title)),
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
    held = replace(
        document,
        entry=entry,
        recommendations=found,
        status_meanings=status_meanings(document.blocks, entry),
        remarks=tuple(dict.fromkeys(remarks)),
    )
    return replace(held, labels=labels_of(held))
