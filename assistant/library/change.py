"""Carries a prepared change of the corpus out."""

import hashlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from assistant.building.builds import only_writer
from assistant.corpus.approval import note_agreement
from assistant.corpus.editing import move_asked_as, move_labels, remove_entry, write_entry
from assistant.corpus.manifest import MANIFEST, documents_of
from assistant.corpus.transaction import Change, is_cut_off
from assistant.errors import CorpusError
from assistant.indexing.disk import sha256_of
from assistant.library.preview import Prepared
from assistant.measuring.acceptance import QUESTIONS


def commit(prepared: Prepared, index: Path) -> tuple[str, ...]:
    """Carry a prepared change out, whole or not at all; say what else was changed, one sentence each.

    That a person agreed to the file is noted first: it stays agreed to if nothing comes of it.
    Cut off once it has been begun, the change is completed by whoever writes next.

    Raises:
        BuildRefused: a build is running, or the disk does not let us.
        CorpusError: the corpus has been changed since, or cannot be written; says whether the
            change has been begun.
    """
    change = Change()
    with only_writer(index, prepared.corpus):
        try:
            _check_unchanged(prepared)
            said = tuple(_written(prepared, change, index))
            change.carry_out(prepared.corpus)
        except OSError as error:
            place, why = error.filename or prepared.corpus, error.strerror or error
            stands = _BEGUN if is_cut_off(prepared.corpus) else "the documents stand as before"
            raise CorpusError(f"{place} cannot be read or written ({why}); {stands}") from error
    return said


_BEGUN = (
    "the change has been begun, and is completed by the next command that builds, or that adds, "
    "replaces or removes a document"
)


def _written(prepared: Prepared, change: Change, index: Path) -> Iterator[str]:
    """Gather what the files are to be, and note what was agreed to; say what else is changed."""
    corpus, entry, old = prepared.corpus, prepared.entry, prepared.replaces
    write = partial(change.write, corpus)
    is_removed = prepared.found is None
    if old is not None:
        renamed = {} if is_removed else prepared.renamed
        yield from move_asked_as(corpus, old.id, renamed, write)
        if prepared.numbers:
            yield from move_labels(corpus / QUESTIONS, prepared.numbers, write)
    if prepared.file is not None:
        content = prepared.file.read_bytes()
        if hashlib.sha256(content).hexdigest() != entry.sha256:
            raise CorpusError(f"{prepared.file} has been changed meanwhile; begin again")
        write(corpus / entry.file, content)
    if is_removed:
        remove_entry(corpus, entry.id, write)
    else:
        write_entry(corpus, entry, old.id if old is not None else "", write)
    if old is not None and (is_removed or old.file != entry.file):
        change.gone.append(old.file)
    if is_removed or old is None:
        note_agreement(index, entry.sha256, is_removed=is_removed)


def _check_unchanged(prepared: Prepared) -> None:
    entries = {e.id: e for e in documents_of(prepared.corpus)}
    old = prepared.replaces
    if entries.get(prepared.entry.id) != old or (old and entries.get(old.id) != old):
        raise CorpusError(f"{prepared.corpus / MANIFEST} has been changed meanwhile; begin again")
    file, is_in_place = prepared.entry.file, prepared.file is None and prepared.found is not None
    if is_in_place and sha256_of(prepared.corpus / file) != prepared.entry.sha256:
        raise CorpusError(f"{file} has been changed meanwhile; begin again")
