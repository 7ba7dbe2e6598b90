"""The index folder: its one writer, the builds kept in it, and which of them serves."""

import errno
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from assistant import errors
from assistant.corpus.transaction import settle
from assistant.domain import DocumentEntry
from assistant.indexing import manifests, serving, storage
from assistant.indexing.disk import REBUILD
from assistant.indexing.serving import builds
from assistant.indexing.storage import Index

# How many finished builds are kept for going back.
KEPT_BUILDS = 5

# A build writes about 110 MB, nearly all of it the exported encoder, which later builds share.
NEEDED_BYTES = 300_000_000


@contextmanager
def only_writer(index: Path, corpus: Path | None = None) -> Iterator[None]:
    """Keep everybody else from writing the index or its corpus.

    A change of the corpus that was cut off is carried out first.

    Raises:
        BuildRefused: somebody else is writing, or the disk does not let us.
        CorpusError: a file of the corpus cannot be read or written.
    """
    served = storage.pointed_to(index)
    try:
        (index / storage.BUILDS).mkdir(parents=True, exist_ok=True)
        with FileLock(index / "LOCK", timeout=0):
            if corpus is not None:
                settle(corpus)
            yield
    except Timeout:
        why = f"another build of {index} is running; wait until it has ended"
        raise errors.BuildRefused(why) from None
    except OSError as error:
        why = error.strerror or str(error)
        if corpus is not None and str(error.filename or "").startswith(str(corpus)):
            raise errors.CorpusError(
                f"{error.filename} cannot be read or written ({why})"
            ) from error
        if error.errno in {errno.ENOSPC, None}:  # numpy names no number when the disk is full
            why += f"; a build needs up to {NEEDED_BYTES // 1_000_000} MB on the disk"
        serving = "the index that served still serves"
        if storage.pointed_to(index) != served:
            serving = "the new index serves already, but perhaps not after a power cut"
        raise errors.BuildRefused(f"{index} cannot be written ({why}); {serving}") from error


def current_or_none(index: Path) -> Index | None:
    """Open the build that serves; a missing, old or damaged one counts as none."""
    try:
        return storage.open_current(index)
    except errors.IndexUnavailable:
        return None


@contextmanager
def being_written(index: Path) -> Iterator[Path]:
    """Give a folder for a build in the making; unless it is published, it goes."""
    folder = index / storage.BUILDS / f".writing-{os.getpid()}"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def clean_up(index: Path) -> None:
    """Remove what a killed build left; the lock is ours, so nobody is writing it."""
    for pattern in (".writing-*", ".dropping-*"):
        for leftover in (index / storage.BUILDS).glob(pattern):
            shutil.rmtree(leftover, ignore_errors=True)
    for leftover in (*index.glob("*.new"), *(index / storage.EVALUATIONS).glob("*.new")):
        leftover.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class KeptBuild:
    """A finished build that one can go back to.

    Attributes:
        measures: how well it answered when it was last asked, if it was.
        documents: what it was made from; empty if it cannot be opened.
        problem: why it cannot be opened, or empty.
    """

    id: str
    serves: bool
    published: datetime
    n_recommendations: int = 0
    n_passages: int = 0
    documents: tuple[DocumentEntry, ...] = ()
    problem: str = ""
    measures: Mapping[str, float] = field(default_factory=dict)


def finished_builds(index: Path) -> tuple[KeptBuild, ...]:
    """Describe the finished builds, newest first."""
    found = (_kept(index, build_id, serves) for build_id, serves in builds(index))
    return tuple(kept for kept in found if kept is not None)


def _kept(index: Path, build_id: str, serves: bool) -> KeptBuild | None:
    """Describe a finished build; one that has been dropped since it was listed is none."""
    folder = index / storage.BUILDS / build_id
    try:
        at = datetime.fromtimestamp(int((folder / manifests.MANIFEST).stat().st_mtime), UTC)
    except OSError:
        return None
    try:
        opened = storage.open_build(index, build_id)
    except (errors.IndexUnavailable, OSError) as error:
        return KeptBuild(build_id, serves, at, problem=str(error)) if folder.is_dir() else None
    counts = opened.manifest.n_recommendations, opened.manifest.n_passages
    return KeptBuild(build_id, serves, at, *counts, opened.documents)


def find_build(index: Path, beginning: str) -> str:
    """Find the one build whose id begins so; InvalidRequest if there is none or several do."""
    ids = [build_id for build_id, _ in builds(index)]
    if not ids:
        raise errors.IndexNotBuilt(f"{index} holds no finished index; {REBUILD}")
    found = [i for i in ids if i.startswith(beginning)] if beginning else []
    if len(found) != 1:
        which = f"{'several' if found else 'no'} builds of {index} begin with {beginning!r}"
        raise errors.InvalidRequest(f"{which}; there are: {', '.join(ids)}")
    return found[0]


def use_build(index: Path, build_id: str) -> None:
    """Let a kept build serve, at once.

    Raises:
        BuildRefused: a build is running, or the disk does not let us.
        IndexUnavailable: it is damaged, or of another format or encoder.
    """
    with only_writer(index):
        problems = storage.open_build(index, build_id).check_everything()
        if problems:
            raise errors.IndexDamaged(f"{problems[0]}; choose another: python -m assistant builds")
        serving.point_to(index, build_id)


def drop_old_builds(index: Path, keep: str = "") -> None:
    """Drop all but the newest builds, the one that serves, and the one that served before it."""
    for build_id, serves in builds(index)[KEPT_BUILDS:]:
        if not serves and build_id != keep:
            doomed = index / storage.BUILDS / f".dropping-{build_id}"
            try:
                # Renamed first, so that no half of it is ever taken for a build.
                (index / storage.BUILDS / build_id).rename(doomed)
            except OSError:
                continue  # the next build tries again
            shutil.rmtree(doomed, ignore_errors=True)
    kept = {build_id for build_id, _ in builds(index)}
    for figures in (index / storage.EVALUATIONS).glob("*.json"):
        if figures.stem not in kept:
            figures.unlink(missing_ok=True)
