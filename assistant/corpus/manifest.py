"""Reads corpus/manifest.toml: which documents there are, whose they are, and their checksums."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

import msgspec

from assistant.domain import DocumentEntry
from assistant.errors import ChecksumMismatch, InvalidManifest, InvalidRequest
from assistant.indexing.disk import sha256_of

MANIFEST = "manifest.toml"
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_FIELDS = {field.name for field in fields(DocumentEntry)}
# Those that an entry may lack.
OPTIONAL = {field.name for field in fields(DocumentEntry) if field.default is not MISSING}
# What else belongs into the corpus folder.
_BESIDE = {"README.md", "lexicon.toml", "outside.toml", "questions.jsonl", "graded.jsonl"}


def read_manifest(corpus: Path) -> tuple[DocumentEntry, ...]:
    """Read the documents' entries, at least one; or raise InvalidManifest."""
    path = corpus / MANIFEST
    if not path.exists():
        why = f"{path} is missing; it lists the documents (corpus/README.md shows its form)"
        raise InvalidManifest(why)
    if entries := documents_of(corpus):
        return entries
    raise InvalidManifest(f"{path} names no document; add a [[document]] entry")


def documents_of(corpus: Path) -> tuple[DocumentEntry, ...]:
    """List the documents of the corpus, in the manifest's order; none, if there is no manifest yet.

    InvalidManifest: one of them is not whole.
    """
    path = corpus / MANIFEST
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        blocks = msgspec.convert(table.get("document", []), list[dict[str, Any]])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidManifest(f"{path}: {error}") from error
    except msgspec.ValidationError:
        raise InvalidManifest(f"{path}: write [[document]], with two brackets") from None
    entries = tuple(_entry(path, block) for block in blocks)
    for name in ("id", "file"):
        values = [getattr(entry, name) for entry in entries]
        doubled = sorted({value for value in values if values.count(value) > 1})
        if doubled:
            raise InvalidManifest(f"{path}: {name} {doubled[0]!r} is used by two documents")
    return entries


def _entry(path: Path, block: dict[str, Any]) -> DocumentEntry:
    place = f"{path}: {block.get('id', 'an entry without an id')}"
    if unknown := block.keys() - _FIELDS:
        raise InvalidManifest(f"{place}: unknown field {min(unknown)!r}")
    try:
        entry = msgspec.convert(block, DocumentEntry)
    except msgspec.ValidationError as error:
        raise InvalidManifest(f"{place}: {error}; corpus/README.md explains each field") from error
    if not _ID.fullmatch(entry.id):
        raise InvalidManifest(f"{path}: id {entry.id!r}: use small letters, digits and hyphens")
    if Path(entry.file).name != entry.file or "\0" in entry.file:
        raise InvalidManifest(f"{place}: file {entry.file!r} must stand in the folder itself")
    return entry


def document_path(corpus: Path, entry: DocumentEntry) -> Path:
    """Find a document's file and check that it is the one described.

    Raises:
        InvalidManifest: the file is not there, or is a link to elsewhere.
        ChecksumMismatch: its sha256 is not the manifest's.
    """
    path = corpus / entry.file
    if not path.is_file() or path.resolve().parent != corpus.resolve():
        why = f"{path}: named in {corpus / MANIFEST} but not a file of that folder; put the file back or remove the entry {entry.id!r}"
        raise InvalidManifest(why)
    digest = sha256_of(path)
    if digest != entry.sha256:
        raise ChecksumMismatch(
            f"{path} has changed: its sha256 is {digest}, the manifest says {entry.sha256}. "
            f"If the change is meant, write the new sha256 under {entry.id!r} in {corpus / MANIFEST}"
        )
    return path


def unlisted_files(corpus: Path, entries: tuple[DocumentEntry, ...]) -> tuple[str, ...]:
    """Name the files that lie in the corpus folder but are not in the manifest."""
    known = {entry.file for entry in entries} | {MANIFEST} | _BESIDE
    return tuple(sorted(p.name for p in corpus.iterdir() if p.is_file() and p.name not in known))


def document_of(corpus: Path, entries: Sequence[DocumentEntry], document_id: str) -> DocumentEntry:
    """Find one document by its id, or raise InvalidRequest."""
    found = next((e for e in entries if e.id == document_id), None)
    if found is None:
        known = ", ".join(e.id for e in entries) or "none"
        why = f"no document {document_id!r} in {corpus / MANIFEST}; there are: {known}"
        raise InvalidRequest(why)
    return found
