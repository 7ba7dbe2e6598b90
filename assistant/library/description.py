"""What a person says of a document, what was read in it, and the change that is made of both.

Reads no document.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from assistant.comparing.changes import RecommendationChange
from assistant.domain import DocumentEntry, PassageId
from assistant.errors import InvalidRequest
from assistant.indexing.disk import sha256_of
from assistant.library.copies import unused_name

# What must be said of a new document.
REQUIRED = ("title", "publisher", "year")


@dataclass(frozen=True, slots=True)
class Description:
    """What a person says of a document; what is left empty is derived, or kept in a replacement."""

    id: str = ""
    title: str = ""
    short_title: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    publisher_short: str = ""
    year: int | None = None
    source_address: str = ""
    licence: str = ""
    review_by: str = ""
    approved_by: str = ""
    approved_on: str = ""
    statuses: tuple[str, ...] = ()


class FoundRecommendation(NamedTuple):
    """A recommendation as a person checks it: its number, its first words, what it lacks."""

    number: str
    words: str
    fault: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What was read in a file.

    Attributes:
        n_tables: how many tables hold the recommendations.
        recommendations: each of them.
        tables: every table of the document by its caption, or by the heads of its columns.
        n_pages: how many pages the file has; None for a file without pages.
        pages_without_text: those of them that have no words.
        notes: what a person should look at, one sentence each.
    """

    n_recommendations: int
    n_tables: int
    n_passages: int
    n_words: int
    n_pages: int | None
    pages_without_text: tuple[int, ...]
    notes: tuple[str, ...] = ()
    recommendations: tuple[FoundRecommendation, ...] = ()
    tables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A change of the corpus, ready to be committed or discarded.

    Attributes:
        entry: the document as the manifest will describe it; of a removal, as it did.
        replaces: the document that this one takes the place of, or that is removed.
        staged: the copy of the file that was read; None for a removal or a file in its place.
        changes: of a replacement, what differs in the recommendations.
        renamed: of a replacement, the ids that passages have now, by those they had; an empty id
            for a passage that has gone.
    """

    corpus: Path
    entry: DocumentEntry
    found: Preview | None = None
    replaces: DocumentEntry | None = None
    staged: Path | None = None
    changes: tuple[RecommendationChange, ...] = ()
    renamed: Mapping[PassageId, PassageId] = field(default_factory=dict)


def approved(description: Description, by: str) -> Description:
    """Note that a document is approved today: by whom the description names, or else by who says so."""
    name = description.approved_by or by
    day = date.today().isoformat() if name else ""  # noqa: DTZ011  the day of the place it runs in
    return replace(description, approved_by=name, approved_on=day)


def check_said(description: Description) -> None:
    """Refuse a description that no document can have.

    Raises:
        InvalidRequest: the day of its review is not a day.
    """
    try:
        date.fromisoformat(description.review_by or "2000-01-01")
    except ValueError:
        raise InvalidRequest(
            f"{description.review_by!r} is not a day; write it as in 2026-12-31"
        ) from None


def said_of(description: Description) -> dict[str, Any]:
    """Give what was said, by field; what was left empty is not in it."""
    values = {name: getattr(description, name) for name in Description.__slots__}
    return {name: value for name, value in values.items() if value}


def new_entry(
    corpus: Path, entries: Sequence[DocumentEntry], staged: Path, description: Description
) -> DocumentEntry:
    """Describe a new document as the manifest will, what was not said derived from what was.

    Raises:
        InvalidRequest: the id or the file is there already, or the id is malformed.
    """
    digest = sha256_of(staged)
    refuse_known(entries, digest)
    known = {e.id for e in entries}
    document_id = description.id or _unused_id(known, description)
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", document_id):
        raise InvalidRequest(f"--id {document_id!r}: use small letters, digits and hyphens")
    if document_id in known:
        raise InvalidRequest(
            f"{document_id} is there already; for a new edition run: "
            f"python -m assistant replace {document_id} FILE"
        )
    derived = {
        "short_title": description.title,
        "authors": (description.publisher,),
        "publisher_short": description.publisher,
        "source_address": "",
        "licence": "Not stated; ask the publisher before passing it on.",
    }
    fields = derived | said_of(description)
    fields |= {"id": document_id, "file": unused_name(corpus, staged.name), "sha256": digest}
    return DocumentEntry(**fields)


def _unused_id(known: set[str], description: Description) -> str:
    plain = (description.short_title or description.title).casefold()
    slug = "-".join(re.findall(r"[a-z0-9]+", plain)[:6]) or "document"
    return next(n for n in (slug, *(f"{slug}-{i}" for i in range(2, 1000))) if n not in known)


def refuse_known(entries: Sequence[DocumentEntry], digest: str) -> None:
    """Refuse a file that is there already.

    Raises:
        InvalidRequest: it is.
    """
    for entry in entries:
        if entry.sha256 == digest:
            raise InvalidRequest(f"this very file is there already: {entry.id} ({entry.file})")
