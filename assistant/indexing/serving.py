"""Opens the build that answers: the one that serves or, where that is damaged, the one before it.

Knows nothing of how builds are made.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from assistant.errors import IndexDamaged, IndexUnavailable
from assistant.indexing import disk, manifests, storage
from assistant.indexing.storage import Index


def open_serving(index: Path) -> Index:
    """Open the build that serves, once every file that answers come from is found whole.

    Where it is damaged, the newest whole build that was published before it stands in for it,
    and says so in `stands_in`. A build published later never does: it may be the one that a
    person has gone back from.

    Raises:
        IndexNotBuilt: there is none.
        IndexStale: it is of another format or for another encoder.
        IndexDamaged: it is damaged, and no earlier one is whole.
    """
    build_id = storage.pointed_to(index)
    try:
        return _whole(storage.open_current(index))
    except IndexDamaged as error:
        # Newer builds may have come, and this one gone, since the pointer was read.
        if storage.pointed_to(index) != build_id:
            return open_serving(index)
        instead = _standing_in(index, build_id)
        if instead is None:
            raise
        instead.stands_in = (
            f"{error}. Until then the build before it, {instead.id}, answers in its place."
        )
        return instead


def _whole(opened: Index) -> Index:
    problems = opened.check_answering()
    if problems:
        raise IndexDamaged(f"{problems[0]}; {disk.REBUILD}")
    return opened


def _standing_in(index: Path, damaged: str) -> Index | None:
    before = _published_ns(index, damaged)
    for build_id, _ in builds(index):
        if build_id != damaged and _published_ns(index, build_id) <= before:
            try:
                return _whole(storage.open_build(index, build_id))
            except IndexUnavailable:
                continue
    return None


def _published_ns(index: Path, build_id: str) -> int:
    """Tell when a build was published; of one with a damaged manifest, when it was written."""
    folder = index / storage.BUILDS / build_id
    try:
        manifests.read_manifest(folder)
        return (folder / manifests.MANIFEST).stat().st_mtime_ns
    except (IndexUnavailable, OSError):
        return min((p.lstat().st_mtime_ns for p in folder.glob("*.json*")), default=0)


def builds(index: Path) -> list[tuple[str, bool]]:
    """List the finished builds, newest first, and which one serves."""
    current = storage.pointed_to(index)
    written = []
    for manifest in (index / storage.BUILDS).glob("[!.]*/" + manifests.MANIFEST):
        with suppress(OSError):  # dropped since it was listed, or no file
            written.append((-manifest.stat().st_mtime_ns, manifest.parent.name))
    return [(name, name == current) for _, name in sorted(written)]
