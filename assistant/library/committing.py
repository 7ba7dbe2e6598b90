"""Carries a prepared change of the corpus out, or forgets it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from assistant.acceptance import QUESTIONS
from assistant.building.keeping import only_writer
from assistant.building.sources import confirm_source
from assistant.editing import move_asked_as, move_labels, remove_entry, write_entry
from assistant.errors import CorpusError
from assistant.library.describing import Prepared
from assistant.library.editions import others_numbered, renumbered
from assistant.library.entries import documents_of
from assistant.library.staging import drop
from assistant.parsing.manifest import MANIFEST


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
            if old is None or prepared.found is None:
                confirm_source(index, entry.sha256, is_removed=prepared.found is None)
            if old is not None and (prepared.found is None or old.file != entry.file):
                (corpus / old.file).unlink(missing_ok=True)
            return tuple(said)
        finally:
            discard(prepared)


def discard(prepared: Prepared) -> None:
    """Forget a prepared change."""
    drop(prepared.staged)


def _check_unchanged(prepared: Prepared) -> None:
    """See that the manifest still says what it said when the change was prepared."""
    entries = {e.id: e for e in documents_of(prepared.corpus)}
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


def _rewrite_labels(prepared: Prepared) -> Iterator[str]:
    """Let the labels of the kept questions follow their recommendations to their new numbers."""
    numbers = renumbered(prepared.changes)
    path = prepared.corpus / QUESTIONS
    if not numbers or not path.is_file():
        return
    if others_numbered(prepared.corpus, documents_of(prepared.corpus), prepared.entry.id):
        return
    yield from move_labels(path, numbers)
