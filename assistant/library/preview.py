"""Reads a file that is to be added or to replace another; nothing is written.

A change that was cut off is completed first, so that what is looked at is what stands.
"""

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from assistant import domain
from assistant.building.builds import only_writer
from assistant.building.corpus import chunk_corpus
from assistant.building.progress import Progress, silent
from assistant.comparing.changes import RecommendationChange
from assistant.corpus import manifest
from assistant.corpus.transaction import is_cut_off
from assistant.domain import Document, DocumentEntry, DocumentId, PassageId
from assistant.errors import CorpusError, InvalidRecommendations, InvalidRequest
from assistant.indexing.disk import sha256_of
from assistant.library import editions
from assistant.library.description import (
    REQUIRED,
    Description,
    check_said,
    contents_of,
    proposal,
    said_of,
    short_name,
)
from assistant.measuring.acceptance import QUESTIONS
from assistant.parsing import document_of, with_recommendations
from assistant.parsing.completeness import cut_short, doubts

_FIRST_WORDS = 90
_NO_LICENCE = "Not stated; ask the publisher before passing it on."


@dataclass(frozen=True, slots=True)
class Preview:
    """What was read in a file.

    Attributes:
        n_tables: how many tables hold the recommendations.
        tables: every table of the document by its caption, or by the heads of its columns.
        n_pages: None for a file without pages.
        notes: what a person should look at, one sentence each.
        recommendations: each by its number and first words, with what it lacks.
    """

    n_tables: int
    n_passages: int
    n_words: int
    n_pages: int | None
    pages_without_text: tuple[int, ...]
    notes: tuple[str, ...] = ()
    recommendations: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A change of the corpus, ready to be committed or forgotten.

    Attributes:
        entry: the document as the manifest will describe it; of a removal, as it did.
        replaces: the document that this one takes the place of, or that is removed.
        file: the one that was read and is to be taken in; None for a removal or a file in its place.
        changes: of a replacement, what differs in the recommendations.
        renamed: of a replacement, the ids that passages have now, by those they had; an empty id
            for a passage that has gone.
        numbers: of a replacement, those that the labels of the kept questions get, by those they had.
    """

    corpus: Path
    entry: DocumentEntry
    found: Preview | None = None
    replaces: DocumentEntry | None = None
    file: Path | None = None
    changes: tuple[RecommendationChange, ...] = ()
    renamed: Mapping[PassageId, PassageId] = field(default_factory=dict)
    numbers: Mapping[str, str] = field(default_factory=dict)


def prepare_addition(
    corpus: Path,
    file: Path,
    description: Description,
    index: Path | None = None,
    progress: Progress = silent,
) -> Prepared:
    """Read a file that is to be added.

    Raises:
        BuildRefused: a change was cut off, and somebody else is writing now; so of all changes.
        InvalidRequest: the description is incomplete, or the id or the file is there already.
        CorpusError: the file cannot be read; the message says why.
    """
    _complete(corpus, index)
    entries = manifest.documents_of(corpus)
    check_said(description)
    if missing := [n for n in REQUIRED if not getattr(description, n)]:
        asked = f"say what the document is: --{', --'.join(missing)}"
        raise InvalidRequest(asked + _proposal(file, missing))
    entry = _new_entry(corpus, entries, file, description)
    document, entry, notes = _read(file, entry, progress)
    if not description.publisher_short:
        entry = replace(entry, publisher_short=short_name(entry.publisher, document))
    found = _found(document, [*notes, *_same_title(entries, entry)])
    return Prepared(corpus, entry, found, file=file)


def _proposal(file: Path, missing: Sequence[str]) -> str:
    said = said_of(proposal(file)) if file.is_file() else {}
    wanted = [f"--{name} {shlex.quote(str(said[name]))}" for name in missing if name in said]
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

    The edition before is read from the index, if its file is not in the corpus any more. Raises
    what an addition raises.
    """
    description = description or Description()
    check_said(description)
    _complete(corpus, index)
    entries = manifest.documents_of(corpus)
    old = manifest.document_of(corpus, entries, document_id)
    in_place = (corpus / old.file).resolve() == file.resolve() and file.is_file()
    digest = _new_digest(entries, file)
    # An approval was given to the edition before.
    said: dict[str, Any] = {"approved_by": "", "approved_on": "", "n_recommendations": None}
    said |= {k: v for k, v in said_of(description).items() if k != "id"}
    said |= {"file": old.file if in_place else _unused_name(corpus, file.name)}
    entry = replace(old, **said, sha256=digest)
    document, entry, notes = _read(file, entry, progress)
    before = editions.edition_before(corpus, index, old)
    changes, renamed = editions.matched(before, document)
    if before is None:
        notes.append("The edition before cannot be read, so nothing was compared with it.")
    if entry.review_by and not description.review_by:
        notes.append(f"Its review is still said to be due by {entry.review_by}.")
    notes += editions.naming_notes(before, document)
    numbers = editions.renumbered(changes) if (corpus / QUESTIONS).is_file() else {}
    if numbers and editions.others_numbered(corpus, index, entries, entry.id):
        numbers = {}
        them = f"the numbers in {corpus / QUESTIONS}; they name no document, so they"
        notes.append(f"Recommendations were renumbered: go through {them} are left as they are.")
    found, taken = _found(document, notes), None if in_place else file
    return Prepared(corpus, entry, found, old, taken, changes, renamed, numbers)


def prepare_removal(corpus: Path, document_id: DocumentId, index: Path | None = None) -> Prepared:
    """Look up a document that is to be removed; InvalidRequest if it is the only one, or none."""
    _complete(corpus, index)
    entries = manifest.documents_of(corpus)
    old = manifest.document_of(corpus, entries, document_id)
    if len(entries) == 1:
        raise InvalidRequest(f"{document_id} is the only document; add another one before")
    return Prepared(corpus, old, replaces=old)


def _complete(corpus: Path, index: Path | None) -> None:
    if index is not None and is_cut_off(corpus):
        with only_writer(index, corpus):
            pass


def _same_title(entries: Sequence[DocumentEntry], entry: DocumentEntry) -> list[str]:
    title = entry.title.casefold().split()
    same = [e.id for e in entries if e.title.casefold().split() == title]
    why = "has this very title; if this is a new edition of it, let it replace that one."
    return [f"{name} {why}" for name in same]


def _read(
    path: Path, entry: DocumentEntry, progress: Progress
) -> tuple[Document, DocumentEntry, list[str]]:
    """Read a file, and hold it from now on to the number of recommendations it has, if it can be."""
    found = contents_of(path, partial(progress, f"reading {path.name}"))
    if sha256_of(path) != entry.sha256:
        raise CorpusError(f"{path} has been changed meanwhile; begin again")
    document = document_of(found, replace(entry, n_recommendations=None))
    numbers = [r.key for r in document.recommendations]
    strict = replace(entry, n_recommendations=len(numbers))
    try:
        held = with_recommendations(document, strict) if numbers else document
    except InvalidRecommendations as error:
        return document, entry, [f"Look at this: {error}."]
    is_held = bool(numbers) and [r.key for r in held.recommendations] == numbers
    return (held, strict, []) if is_held else (document, entry, [])


def _found(document: Document, notes: Sequence[str]) -> Preview:
    passages = chunk_corpus([document])
    found, faults = document.recommendations, cut_short(document)
    spans = {span for r in found for span in r.spans}
    tables = [b for b in document.blocks if isinstance(b, domain.Table)]
    held = ({s for row in t.rows for cell in row.cells for s in cell.spans} for t in tables)
    return Preview(
        n_tables=sum(not spans.isdisjoint(those) for those in held),
        n_passages=len(passages),
        n_words=len(document.source.split()),
        n_pages=document.n_pages,
        pages_without_text=document.pages_without_text,
        notes=(*notes, *doubts(document)),
        recommendations=tuple(_named(r, faults.get(r.number, "")) for r in found),
        tables=tuple(map(_called, tables)),
    )


def _named(r: domain.Recommendation, fault: str) -> str:
    text = f"{r.priority.text}: {r.action.text}" if r.priority else r.action.text
    short = text if len(text) <= _FIRST_WORDS else f"{text[:_FIRST_WORDS].rpartition(' ')[0]} …"
    return f"{r.number}  {short}" + (f" [{fault}]" if fault else "")


def _called(table: domain.Table) -> str:
    heads = " | ".join(cell.text for cell in table.header if cell)
    rows = "1 row" if len(table.rows) == 1 else f"{len(table.rows)} rows"
    return f"{table.caption.text or f'without a caption: {heads[:80]}'} ({rows})"


def _new_entry(
    corpus: Path, entries: Sequence[DocumentEntry], file: Path, description: Description
) -> DocumentEntry:
    """Describe a new document as the manifest will, what was not said derived from what was."""
    digest = _new_digest(entries, file)
    known = {e.id for e in entries}
    plain = (description.short_title or description.title).casefold()
    slug = "-".join(re.findall(r"[a-z0-9]+", plain)[:6]) or "document"
    document_id = description.id or _unused(known, slug)
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", document_id):
        raise InvalidRequest(f"--id {document_id!r}: use small letters, digits and hyphens")
    if document_id in known:
        why = f"{document_id} is there already; for a new edition run: python -m assistant replace {document_id} FILE"
        raise InvalidRequest(why)
    named = _unused_name(corpus, file.name)
    own: dict[str, Any] = {"id": document_id, "file": named, "sha256": digest, "source_address": ""}
    own |= {"short_title": description.title, "licence": _NO_LICENCE}
    own |= {"authors": (description.publisher,), "publisher_short": description.publisher}
    return DocumentEntry(**own | said_of(description) | {"id": document_id})


def _unused(known: set[str], stem: str, suffix: str = "") -> str:
    names = (f"{stem}{suffix}", *(f"{stem}-{n}{suffix}" for n in range(2, 1000)))
    return next(name for name in names if name.casefold() not in known)


def _unused_name(corpus: Path, name: str) -> str:
    """Give a file a name that every system takes, and that no file of the corpus has."""
    plain = re.sub(r"[^\w.-]+", "-", Path(name).stem, flags=re.ASCII).strip(".-") or "document"
    held = corpus.iterdir() if corpus.is_dir() else ()
    taken = {p.name.casefold() for p in held} | {"readme.md"}
    return _unused(taken, plain[:80], Path(name).suffix.lower())


def _new_digest(entries: Sequence[DocumentEntry], file: Path) -> str:
    """Give the checksum of a file; refuse one that is none, or that is there already."""
    if not file.is_file():
        raise InvalidRequest(f"{file} is not a file")
    try:
        digest = sha256_of(file)
    except OSError as error:
        raise CorpusError(f"{file} cannot be read ({error.strerror or error})") from error
    if same := next((e for e in entries if e.sha256 == digest), None):
        raise InvalidRequest(f"this very file is there already: {same.id} ({same.file})")
    return digest
