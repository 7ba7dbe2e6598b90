"""Reads a file that is to be added or to replace another; nothing is written but a copy aside.

A change that was cut off is completed first, so that what is looked at is what stands: the index
folder that a change is prepared for is the one that it will be committed to.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from assistant import domain
from assistant.building.builds import only_writer
from assistant.building.corpus import chunk_corpus
from assistant.building.progress import Progress, silent
from assistant.corpus import manifest
from assistant.corpus.transaction import is_left
from assistant.domain import Document, DocumentEntry, DocumentId
from assistant.errors import InvalidRecommendations, InvalidRequest
from assistant.indexing.disk import sha256_of
from assistant.library.copies import drop, set_aside, unused_name
from assistant.library.description import (
    REQUIRED,
    Description,
    FoundRecommendation,
    Prepared,
    Preview,
    check_said,
    new_entry,
    refuse_known,
    said_of,
)
from assistant.library.editions import edition_before, label_notes, matched, naming_notes
from assistant.library.proposals import contents_of, proposed_or_nothing
from assistant.parsing import document_of, with_recommendations
from assistant.parsing.completeness import cut_short, doubts

_FIRST_WORDS = 90


def prepare_addition(
    corpus: Path,
    file: Path,
    description: Description,
    index: Path | None = None,
    progress: Progress = silent,
) -> Prepared:
    """Read a file that is to be added.

    Raises:
        BuildRefused: a change was cut off, and somebody else is writing now.
        InvalidRequest: the description is incomplete, or the id or the file is there already.
        CorpusError: the file cannot be read; the message says why.
    """
    _complete(corpus, index)
    entries = manifest.documents_of(corpus)
    check_said(description)
    missing = [n for n in REQUIRED if not getattr(description, n)]
    if missing:
        asked = f"say what the document is: --{', --'.join(missing)}"
        raise InvalidRequest(asked + _proposal(file, missing))
    with set_aside(corpus, file) as staged:
        entry = new_entry(corpus, entries, staged, description)
        document, entry, notes = _read(staged, entry, progress)
        found = _found(document, [*notes, *_same_title(entries, entry)])
        return Prepared(corpus, entry, found, staged=staged)


def _proposal(file: Path, missing: Sequence[str]) -> str:
    """Give what the file says of itself, to be looked at and said."""
    said = said_of(proposed_or_nothing(file)) if file.is_file() else {}
    wanted = (f"--{name} {shlex.quote(str(said[name]))}" for name in missing if name in said)
    written = " ".join(wanted)
    return f". The file itself says: {written}" if written else ""


def prepare_replacement(
    corpus: Path,
    index: Path,
    document_id: DocumentId,
    file: Path,
    description: Description | None = None,
    progress: Progress = silent,
) -> Prepared:
    """Read a new edition of a document; it keeps the id, so that citations go on to hold.

    Args:
        index: read there is the edition before, if its file is not in the corpus any more.

    Raises:
        BuildRefused: a change was cut off, and somebody else is writing now.
        InvalidRequest: there is no such document, or the file is there already.
        CorpusError: the file cannot be read; the message says why.
    """
    description = description or Description()
    check_said(description)
    _complete(corpus, index)
    entries = manifest.documents_of(corpus)
    old = manifest.document_of(corpus, entries, document_id)
    in_place = (corpus / old.file).resolve() == file.resolve() and file.is_file()
    with set_aside(corpus, file) as staged:
        digest = sha256_of(staged)
        refuse_known(entries, digest)
        # An approval was given to the edition before.
        said: dict[str, Any] = {"approved_by": "", "approved_on": "", "n_recommendations": None}
        said |= {k: v for k, v in said_of(description).items() if k != "id"}
        said |= {"file": old.file if in_place else unused_name(corpus, staged.name)}
        entry = replace(old, **said, sha256=digest)
        document, entry, notes = _read(staged, entry, progress)
        before = edition_before(corpus, index, old)
        changes, renamed = matched(before, document)
        if before is None:
            notes.append("The edition before cannot be read, so nothing was compared with it.")
        if entry.review_by and not description.review_by:
            notes.append(f"Its review is still said to be due by {entry.review_by}.")
        notes += naming_notes(before, document)
        found = _found(document, [*notes, *label_notes(corpus, index, entries, entry, changes)])
        kept = None if in_place else staged
        if in_place:
            drop(staged)
        return Prepared(corpus, entry, found, old, kept, changes, renamed)


def prepare_removal(corpus: Path, document_id: DocumentId, index: Path | None = None) -> Prepared:
    """Look up a document that is to be removed.

    Raises:
        BuildRefused: a change was cut off, and somebody else is writing now.
        InvalidRequest: there is no such document, or it is the only one.
    """
    _complete(corpus, index)
    entries = manifest.documents_of(corpus)
    old = manifest.document_of(corpus, entries, document_id)
    if len(entries) == 1:
        raise InvalidRequest(f"{document_id} is the only document; add another one before")
    return Prepared(corpus, old, replaces=old)


def _complete(corpus: Path, index: Path | None) -> None:
    if index is not None and is_left(corpus):
        with only_writer(index, corpus):
            pass


def _same_title(entries: Sequence[DocumentEntry], entry: DocumentEntry) -> list[str]:
    """Say which documents have a new one's title, case and white space aside."""
    title = " ".join(entry.title.casefold().split())
    return [
        f"{e.id} has this very title; if this is a new edition of it, let it replace that one."
        for e in entries
        if " ".join(e.title.casefold().split()) == title
    ]


def _read(
    path: Path, entry: DocumentEntry, progress: Progress
) -> tuple[Document, DocumentEntry, list[str]]:
    """Read a file, and hold it from now on to the number of recommendations it has, if it can be."""
    found = contents_of(path, partial(progress, f"reading {path.name}"))
    document = document_of(found, replace(entry, n_recommendations=None))
    n = len(document.recommendations)
    if not n:
        return document, entry, []
    strict = replace(entry, n_recommendations=n)
    try:
        held = with_recommendations(document, strict)
    except InvalidRecommendations as error:
        return document, entry, [f"Look at this: {error}."]
    if [r.key for r in held.recommendations] != [r.key for r in document.recommendations]:
        return document, entry, []
    return held, strict, []


def _found(document: Document, notes: Sequence[str]) -> Preview:
    passages = chunk_corpus([document])
    spans = {span for r in document.recommendations for span in r.spans}
    tables = [b for b in document.blocks if isinstance(b, domain.Table)]
    held = ({s for row in t.rows for cell in row.cells for s in cell.spans} for t in tables)
    faults = cut_short(document)
    return Preview(
        n_recommendations=len(document.recommendations),
        n_tables=sum(not spans.isdisjoint(those) for those in held),
        n_passages=len(passages),
        n_words=len(document.source.split()),
        n_pages=document.n_pages,
        pages_without_text=document.pages_without_text,
        notes=(*notes, *doubts(document)),
        recommendations=tuple(
            FoundRecommendation(r.number, _first_words(r), faults.get(r.number, ""))
            for r in document.recommendations
        ),
        tables=tuple(map(_named, tables)),
    )


def _first_words(r: domain.Recommendation) -> str:
    text = f"{r.priority.text}: {r.action.text}" if r.priority else r.action.text
    return text if len(text) <= _FIRST_WORDS else f"{text[:_FIRST_WORDS].rpartition(' ')[0]} …"


def _named(table: domain.Table) -> str:
    heads = " | ".join(cell.text for cell in table.header if cell)
    rows = "1 row" if len(table.rows) == 1 else f"{len(table.rows)} rows"
    return f"{table.caption.text or f'without a caption: {heads[:80]}'} ({rows})"
