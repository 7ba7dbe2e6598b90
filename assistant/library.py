"""The documents of the corpus: adding, removing and replacing them, and bringing the index up to date.

Every change is prepared first, so that a person sees what was found in a file before anything is
written; a prepared change is then committed or discarded. The files that people have written
(manifest.toml, asked_as/) keep their comments and their order. Knows nothing of how it is shown.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from assistant import domain
from assistant.acceptance import (
    QUESTIONS,
    Acceptance,
    Figures,
    figures_of,
    kept_answers,
    labelled_questions,
)
from assistant.build import BuildReport, build_index
from assistant.build.corpus import chunk_corpus
from assistant.build.keeping import current_or_none, kept_builds, only_writer
from assistant.build.progress import Progress, silent
from assistant.build.sources import Approve, SourceChange, confirm_source, source_changes
from assistant.changes import (
    Changes,
    RecommendationChange,
    compare,
    pair_passages,
    pair_recommendations,
    recommendation_changes,
)
from assistant.domain import Document, DocumentEntry, DocumentId, Passage, PassageId
from assistant.editing import move_asked_as, move_labels, remove_entry, text_of, write_entry
from assistant.errors import (
    AssistantError,
    BuildRefused,
    CorpusError,
    InvalidManifest,
    InvalidRecommendations,
    InvalidRequest,
)
from assistant.indexing import storage
from assistant.indexing.storage import Index
from assistant.parsing import parse_document
from assistant.parsing.manifest import MANIFEST, document_path, read_manifest

# What must be said of a new document.
REQUIRED = ("title", "publisher", "year")
_STAGED = ".staged"
_ASKED_AS = "asked_as"
_WIDTH = 100


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


@dataclass(frozen=True, slots=True)
class Found:
    """What was read in a file.

    Attributes:
        n_tables: how many tables hold the recommendations.
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
    found: Found | None = None
    replaces: DocumentEntry | None = None
    staged: Path | None = None
    changes: tuple[RecommendationChange, ...] = ()
    renamed: Mapping[PassageId, PassageId] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Updated:
    """What bringing the index up to date did.

    Attributes:
        changes: against the build that served before; None if there was none that can be read.
        faults: what was found wrong with the build and passed over by force.
        notes: what a person should look at though it is no fault.
    """

    report: BuildReport
    changes: Changes | None
    figures: Figures | None
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def update(
    corpus: Path,
    index: Path,
    *,
    progress: Progress = silent,
    approve: Approve | None = None,
    force: bool = False,
) -> Updated:
    """Build the index, let it serve if it is as good as the one before, and say what changed.

    Raises:
        CorpusError: the corpus cannot be used.
        BuildRefused: another build is running, there is no room, or the build is worse.
    """
    acceptance = Acceptance(corpus, index, progress, force)
    report = build_index(
        corpus, index, progress=progress, approve=approve, accept=acceptance, force=force
    )
    changes = None
    if report.is_new and report.replaced not in {"", report.id}:
        try:
            changes = difference(corpus, index, report.replaced, report.id, ask=False)
        except AssistantError:
            changes = None  # the build before is damaged; there is nothing to compare with
    return Updated(
        report, changes, acceptance.figures, tuple(acceptance.faults), tuple(acceptance.notes)
    )


def difference(
    corpus: Path,
    index: Path,
    before: str,
    after: str,
    *,
    ask: bool = True,
    progress: Progress = silent,
) -> Changes:
    """Compare two builds, and how they answer the labelled questions of the corpus.

    Args:
        ask: ask the questions; if not, only what was kept of both builds is compared.

    Raises:
        IndexUnavailable: one of them is damaged.
        InvalidRequest: the file of labelled questions is malformed.
    """
    old, new = storage.open_build(index, before), storage.open_build(index, after)
    questions = corpus / QUESTIONS
    if not ask or not questions.is_file():
        return compare(old, new)
    shown = tuple(figures_of(build, index, questions, progress).shown for build in (old, new))
    return compare(old, new, questions=labelled_questions(questions), shown=(shown[0], shown[1]))


def documents_of(corpus: Path) -> tuple[DocumentEntry, ...]:
    """List the documents of the corpus, as its manifest describes them.

    Raises:
        InvalidManifest: it cannot be read.
    """
    return _entries(corpus)


def pending(corpus: Path, index: Path) -> tuple[SourceChange, ...]:
    """List the documents that are not those the index that serves was built from.

    Raises:
        InvalidManifest: the corpus's manifest cannot be read.
    """
    return source_changes(_entries(corpus), current_or_none(index))


def only_these(approved: Sequence[Sequence[str]]) -> Approve:
    """Approve a build of the documents that a person has seen, each as `seen` gives it."""
    known = {tuple(change) for change in approved}

    def approve(changes: Sequence[SourceChange]) -> None:
        if {seen(change) for change in changes} != known:
            raise BuildRefused(
                "the documents are not those that were shown; look at them again, then build"
            )

    return approve


def seen(change: SourceChange) -> tuple[str, str, str]:
    """Name a change of the documents so that another one is not taken for it."""
    return change.kind, change.entry.id, change.entry.sha256


def latest_changes(corpus: Path, index: Path, build_id: str) -> Changes | None:
    """Compare a build with the one published before it; None if none is kept that can be read.

    Asks nothing: labelled questions are compared if both builds have answered those that the
    corpus holds now.

    Raises:
        IndexUnavailable: one of them is damaged.
        InvalidRequest: the file of labelled questions is malformed.
    """
    newest_first = [kept.id for kept in kept_builds(index) if not kept.problem]
    earlier = newest_first[newest_first.index(build_id) + 1 :] if build_id in newest_first else []
    if not earlier:
        return None
    before, after = (storage.open_build(index, name) for name in (earlier[0], build_id))
    shown = kept_answers((before.id, after.id), index, corpus / QUESTIONS)
    if not shown:
        return compare(before, after)
    questions = labelled_questions(corpus / QUESTIONS)
    return compare(before, after, questions=questions, shown=(shown[0], shown[1]))


def prepare_addition(corpus: Path, file: Path, description: Description) -> Prepared:
    """Read a file that is to be added; nothing is written but a copy aside.

    Raises:
        InvalidRequest: the description is incomplete, or the id or the file is there already.
        CorpusError: the file cannot be read; the message says why.
    """
    entries = _entries(corpus)
    _check_said(description)
    missing = [n for n in REQUIRED if not getattr(description, n)]
    if missing:
        raise InvalidRequest(f"say what the document is: --{' --'.join(missing)}")
    staged = _stage(corpus, file)
    try:
        entry = _new_entry(corpus, entries, staged, description)
        document, entry, notes = _read(staged, entry)
        return Prepared(corpus, entry, _found(document, notes), staged=staged)
    except BaseException:
        shutil.rmtree(staged.parent, ignore_errors=True)
        raise


def prepare_replacement(
    corpus: Path,
    index: Path,
    document_id: DocumentId,
    file: Path,
    description: Description | None = None,
) -> Prepared:
    """Read a new edition of a document; it keeps the id, so that citations go on to hold.

    Args:
        index: where the edition before is read if its file is not in the corpus any more.

    Raises:
        InvalidRequest: there is no such document, or the file is there already.
        CorpusError: the file cannot be read; the message says why.
    """
    description = description or Description()
    _check_said(description)
    entries = _entries(corpus)
    old = _entry(corpus, entries, document_id)
    in_place = (corpus / old.file).resolve() == file.resolve() and file.is_file()
    staged = _stage(corpus, file)
    try:
        digest = hashlib.sha256(staged.read_bytes()).hexdigest()
        _refuse_known(entries, digest)
        # An approval was given to the edition before.
        said: dict[str, Any] = {"approved_by": "", "approved_on": "", "n_recommendations": None}
        said |= {k: v for k, v in _said(description).items() if k != "id"}
        said |= {"file": old.file if in_place else _unused_name(corpus, staged.name)}
        entry = replace(old, **said, sha256=digest)
        document, entry, notes = _read(staged, entry)
        before = _edition(_before(corpus, old)) or _served(index, old)
        changes, renamed = _matched(before, document)
        if before is None:
            notes.append("The edition before cannot be read, so nothing was compared with it.")
        if entry.review_by and not description.review_by:
            notes.append(f"Its review is still said to be due by {entry.review_by}.")
        found = _found(document, [*notes, *_label_notes(corpus, entries, entry, changes)])
        kept = None if in_place else staged
        if in_place:
            shutil.rmtree(staged.parent, ignore_errors=True)
        return Prepared(corpus, entry, found, old, kept, changes, renamed)
    except BaseException:
        shutil.rmtree(staged.parent, ignore_errors=True)
        raise


def prepare_removal(corpus: Path, document_id: DocumentId) -> Prepared:
    """Look up a document that is to be removed.

    Raises:
        InvalidRequest: there is no such document, or it is the only one.
    """
    entries = _entries(corpus)
    old = _entry(corpus, entries, document_id)
    if len(entries) == 1:
        raise InvalidRequest(f"{document_id} is the only document; add another one before")
    return Prepared(corpus, old, replaces=old)


def commit(prepared: Prepared, index: Path) -> tuple[str, ...]:
    """Carry a prepared change out; say what else was changed, one sentence each.

    The manifest is written last but one: until then the corpus stands as before. The file of the
    edition before goes last.

    Raises:
        BuildRefused: a build is running, or the disk does not let us.
        CorpusError: the corpus has been changed since, or cannot be written.
    """
    corpus, entry, old = prepared.corpus, prepared.entry, prepared.replaces
    with only_writer(index, corpus):
        try:
            _check_unchanged(prepared)
            said: list[str] = []
            if prepared.staged is not None:
                _sync_copy(prepared.staged, corpus / entry.file)
            if old is not None:
                is_removed = prepared.found is None
                said += move_asked_as(corpus, old.id, {} if is_removed else prepared.renamed)
                said += _rewrite_labels(prepared)
            if prepared.found is None:
                remove_entry(corpus, entry.id)
            else:
                write_entry(corpus, entry, old.id if old is not None else "")
            if old is None:
                confirm_source(index, entry.sha256)
            if old is not None and (prepared.found is None or old.file != entry.file):
                (corpus / old.file).unlink(missing_ok=True)
            return tuple(said)
        finally:
            discard(prepared)


def discard(prepared: Prepared) -> None:
    """Forget a prepared change."""
    if prepared.staged is not None:
        shutil.rmtree(prepared.staged.parent, ignore_errors=True)


def suggestions(index: Index, document_id: DocumentId = "") -> tuple[Passage, ...]:
    """List the passages without asked-as questions, of one document or of all.

    Raises:
        InvalidRequest: there is no such document.
    """
    known = [d.id for d in index.documents]
    if document_id and document_id not in known:
        raise InvalidRequest(f"no document {document_id!r}; there are: {', '.join(known)}")
    lacking = set(index.manifest.without_asked_as)
    return tuple(
        p for p in index.passages if p.id in lacking and document_id in ("", p.document_id)
    )


def asked_as_template(passages: Sequence[Passage]) -> str:
    """Write a file to fill in with asked-as questions: one block a passage, its words above it."""
    lines = [
        "# Asked-as questions: for each passage, questions that it answers, in people's own words.",
        "# Write some ten short ones into each list, as people would ask them, each in double",
        "# quotes and ended by a comma. Save it in corpus/asked_as/ under a name ending in .toml,",
        "# then run: python -m assistant build",
    ]
    for passage in passages:
        words = " ".join((passage.lead_in, passage.text)).strip()
        lines += ["", *textwrap.wrap(words, _WIDTH, initial_indent="# ", subsequent_indent="# ")]
        lines += ["[[passage]]", f"id = {json.dumps(passage.id)}", "asked_as = [", "]"]
    return "\n".join(lines) + "\n"


# Reading


def _entries(corpus: Path) -> tuple[DocumentEntry, ...]:
    if not (corpus / MANIFEST).exists():
        return ()
    try:
        return read_manifest(corpus)
    except InvalidManifest:
        if "[[document]]" not in text_of(corpus / MANIFEST):
            return ()  # a manifest that names no document yet
        raise


def _entry(corpus: Path, entries: Sequence[DocumentEntry], document_id: str) -> DocumentEntry:
    found = next((e for e in entries if e.id == document_id), None)
    if found is None:
        known = ", ".join(e.id for e in entries) or "none"
        raise InvalidRequest(
            f"no document {document_id!r} in {corpus / MANIFEST}; there are: {known}"
        )
    return found


def _stage(corpus: Path, file: Path) -> Path:
    """Copy a file aside, so that what is read is what is added."""
    folder = corpus / f"{_STAGED}-{os.getpid()}"
    try:
        corpus.mkdir(parents=True, exist_ok=True)
        for leftover in corpus.glob(f"{_STAGED}-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        if not file.is_file():
            raise InvalidRequest(f"{file} is not a file")
        folder.mkdir()
        return Path(shutil.copyfile(file, folder / _plain_name(file.name)))
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise CorpusError(
            f"{file} cannot be copied into {corpus} ({error.strerror or error})"
        ) from error


def _plain_name(name: str) -> str:
    """Make a file name that every system takes."""
    stem = re.sub(r"[^\w.-]+", "-", Path(name).stem, flags=re.ASCII).strip(".-") or "document"
    return f"{stem[:80]}{Path(name).suffix.lower()}"


def _unused_name(corpus: Path, name: str) -> str:
    stem, suffix = Path(name).stem, Path(name).suffix
    names = [name, *(f"{stem}-{n}{suffix}" for n in range(2, 1000))]
    taken = {p.name.casefold() for p in corpus.iterdir()} | {"readme.md"}
    return next(n for n in names if n.casefold() not in taken)


def _refuse_known(entries: Sequence[DocumentEntry], digest: str) -> None:
    for entry in entries:
        if entry.sha256 == digest:
            raise InvalidRequest(f"this very file is there already: {entry.id} ({entry.file})")


def _check_said(description: Description) -> None:
    try:
        date.fromisoformat(description.review_by or "2000-01-01")
    except ValueError:
        raise InvalidRequest(
            f"{description.review_by!r} is not a day; write it as in 2026-12-31"
        ) from None


def _said(description: Description) -> dict[str, Any]:
    values = {name: getattr(description, name) for name in Description.__slots__}
    return {name: value for name, value in values.items() if value}


def _new_entry(
    corpus: Path, entries: Sequence[DocumentEntry], staged: Path, description: Description
) -> DocumentEntry:
    digest = hashlib.sha256(staged.read_bytes()).hexdigest()
    _refuse_known(entries, digest)
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
    fields = derived | _said(description)
    fields |= {"id": document_id, "file": _unused_name(corpus, staged.name), "sha256": digest}
    return DocumentEntry(**fields)


def _unused_id(known: set[str], description: Description) -> str:
    plain = (description.short_title or description.title).casefold()
    slug = "-".join(re.findall(r"[a-z0-9]+", plain)[:6]) or "document"
    return next(n for n in (slug, *(f"{slug}-{i}" for i in range(2, 1000))) if n not in known)


def _read(path: Path, entry: DocumentEntry) -> tuple[Document, DocumentEntry, list[str]]:
    """Read a file, and hold it from now on to the number of recommendations it has, if it can be."""
    document = parse_document(path, replace(entry, n_recommendations=None))
    n = len(document.recommendations)
    if not n:
        return document, entry, []
    strict = replace(entry, n_recommendations=n)
    try:
        held = parse_document(path, strict)
    except InvalidRecommendations as error:
        return document, entry, [f"Look at this: {error}."]
    if [r.key for r in held.recommendations] != [r.key for r in document.recommendations]:
        return document, entry, []
    return held, strict, []


def _found(document: Document, notes: Sequence[str]) -> Found:
    passages = chunk_corpus([document])
    spans = {span for r in document.recommendations for span in r.spans}
    tables = [b for b in document.blocks if isinstance(b, domain.Table)]
    holding = [
        t for t in tables if any(s in spans for row in t.rows for c in row.cells for s in c.spans)
    ]
    pages = {block.page for block in document.blocks if block.page}
    pages |= {row.page for table in tables for row in table.rows if row.page}
    every = range(1, (document.n_pages or 0) + 1)
    return Found(
        n_recommendations=len(document.recommendations),
        n_tables=len(holding),
        n_passages=len(passages),
        n_words=len(document.source.split()),
        n_pages=document.n_pages,
        pages_without_text=tuple(page for page in every if page not in pages),
        notes=tuple(notes),
    )


def _before(corpus: Path, old: DocumentEntry) -> Document | None:
    """Read the edition before; one that is damaged or gone cannot be compared with."""
    try:
        return parse_document(document_path(corpus, old), old)
    except CorpusError:
        return None


@dataclass(frozen=True, slots=True)
class _Edition:
    recommendations: tuple[domain.Recommendation, ...]
    passages: tuple[Passage, ...]


def _edition(document: Document | None) -> _Edition | None:
    if document is None:
        return None
    return _Edition(document.recommendations, chunk_corpus([document]))


def _served(index: Path, old: DocumentEntry) -> _Edition | None:
    """Take the edition before from the index, where its file has been written over."""
    serving = current_or_none(index)
    if serving is None or all(d.sha256 != old.sha256 for d in serving.documents):
        return None
    return _Edition(
        tuple(r for r in serving.recommendations if r.document_id == old.id),
        tuple(p for p in serving.passages if p.document_id == old.id),
    )


def _matched(
    before: _Edition | None, after: Document
) -> tuple[tuple[RecommendationChange, ...], dict[PassageId, PassageId]]:
    """Match the passages of two editions; without the one before, by their ids."""
    new = chunk_corpus([after])
    if before is None:
        return (), {p.id: p.id for p in new}
    pairs = pair_recommendations(before.recommendations, after.recommendations)
    renamed = {a.id: b.id if b else "" for a, b in pairs if a}
    others = pair_passages(before.passages, new)
    renamed |= {a.id: b.id if b else "" for a, b in others if a}
    return recommendation_changes(pairs), renamed


# Writing


def _check_unchanged(prepared: Prepared) -> None:
    """See that the manifest still says what it said when the change was prepared."""
    entries = {e.id: e for e in _entries(prepared.corpus)}
    old = prepared.replaces
    if entries.get(prepared.entry.id) != old or (old and entries.get(old.id) != old):
        raise CorpusError(f"{prepared.corpus / MANIFEST} has been changed meanwhile; begin again")
    if prepared.staged is None and prepared.found is not None:
        content = (prepared.corpus / prepared.entry.file).read_bytes()
        if hashlib.sha256(content).hexdigest() != prepared.entry.sha256:
            raise CorpusError(f"{prepared.entry.file} has been changed meanwhile; begin again")


def _sync_copy(staged: Path, target: Path) -> None:
    with staged.open("rb+") as file:
        os.fsync(file.fileno())
    staged.replace(target)


def _label_notes(
    corpus: Path,
    entries: Sequence[DocumentEntry],
    entry: DocumentEntry,
    changes: Sequence[RecommendationChange],
) -> list[str]:
    """Warn of labelled questions whose numbers mean other recommendations now."""
    if not (corpus / QUESTIONS).is_file() or not _renumbered(changes):
        return []
    if _others_numbered(corpus, entries, entry.id):
        return [
            f"Recommendations were renumbered: go through the numbers in {corpus / QUESTIONS}; "
            "they name no document, so they are left as they are."
        ]
    return []


def _renumbered(changes: Sequence[RecommendationChange]) -> dict[str, str]:
    """Give the number that recommendations have now, by the one they had; empty for none."""
    return {
        c.before.number: c.after.number if c.after else ""
        for c in changes
        if c.before and (c.after is None or c.after.number != c.before.number)
    }


def _others_numbered(
    corpus: Path, entries: Sequence[DocumentEntry], document_id: DocumentId
) -> bool:
    """Tell whether another document has numbered recommendations."""
    for other in entries:
        if other.id != document_id:
            document = _before(corpus, other)
            if document is None or document.recommendations:
                return True
    return False


def _rewrite_labels(prepared: Prepared) -> Iterator[str]:
    """Let the labels of the kept questions follow their recommendations to their new numbers."""
    numbers = _renumbered(prepared.changes)
    path = prepared.corpus / QUESTIONS
    if not numbers or not path.is_file():
        return
    if _others_numbered(prepared.corpus, _entries(prepared.corpus), prepared.entry.id):
        return
    yield from move_labels(path, numbers)
