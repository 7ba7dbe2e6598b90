"""The documents that the corpus's manifest names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.domain import DocumentEntry
from assistant.corpus.editing import text_of
from assistant.errors import InvalidManifest, InvalidRequest
from assistant.corpus.manifest import MANIFEST, read_manifest


def documents_of(corpus: Path) -> tuple[DocumentEntry, ...]:
    """List the documents of the corpus, as its manifest describes them.

    Raises:
        InvalidManifest: it cannot be read.
    """
    if not (corpus / MANIFEST).exists():
        return ()
    try:
        return read_manifest(corpus)
    except InvalidManifest:
        if "[[document]]" not in text_of(corpus / MANIFEST):
            return ()  # a manifest that names no document yet
        raise


def document_of(corpus: Path, entries: Sequence[DocumentEntry], document_id: str) -> DocumentEntry:
    """Find one document by its id.

    Raises:
        InvalidRequest: there is no such document.
    """
    found = next((e for e in entries if e.id == document_id), None)
    if found is None:
        known = ", ".join(e.id for e in entries) or "none"
        raise InvalidRequest(
            f"no document {document_id!r} in {corpus / MANIFEST}; there are: {known}"
        )
    return found
