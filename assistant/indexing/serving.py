"""Which build answers: lets a written one serve, and opens the one that does.

A build serves once its manifest is written, last, all is synced, renamed, and only then pointed to:
a reader sees a whole build or the one before.
"""

import shutil
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from assistant.errors import IndexDamaged, IndexUnavailable
from assistant.indexing import storage
from assistant.indexing.disk import REBUILD, check_file, sync, write_atomically
from assistant.indexing.manifests import MANIFEST, IndexManifest, read_manifest, write_manifest


def publish(index: Path, folder: Path, manifest: IndexManifest) -> None:
    """Make a written build the one that serves: manifest last, sync, rename, swap the pointer."""
    write_manifest(folder, asdict(manifest))
    for path in (*folder.rglob("*"), folder):
        sync(path)
    target = index / storage.BUILDS / manifest.id
    if target.is_dir():
        _mend(target, folder, manifest)
    else:
        target.unlink(missing_ok=True)
        folder.rename(target)
    sync(index / storage.BUILDS)
    point_to(index, manifest.id)


def _mend(target: Path, folder: Path, manifest: IndexManifest) -> None:
    """Replace what is damaged in a finished build by the same build's whole files, one by one.

    It may serve at this moment: each of its files is at any time the old one or the right one.
    """
    names = [name for name, stated in manifest.files.items() if check_file(target, name, stated)]
    for name in (*names, MANIFEST):
        place = target / name
        if place.parent != target and not place.parent.is_dir():
            place.parent.unlink(missing_ok=True)
            place.parent.mkdir()
        if place.is_dir():
            shutil.rmtree(place)
        (folder / name).replace(place)
    for path in (*target.rglob("*"), target):
        sync(path)


def point_to(index: Path, build_id: str) -> None:
    """Let another finished build serve."""
    write_atomically(index / storage.CURRENT, build_id + "\n")


def open_serving(index: Path) -> storage.Index:
    """Open the build that serves, once every file that answers come from is found whole.

    Where it is damaged, the newest whole build that was published before it stands in for it,
    and says so in `stands_in`. A build published later never does: it may be the one that a
    person has gone back from. Raises what open_current does, if no earlier one is whole.
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
        until = f"Until then the build before it, {instead.id}, answers in its place."
        instead.stands_in = f"{error}. {until}"
        return instead


def _whole(opened: storage.Index) -> storage.Index:
    problems = opened.check_answering()
    if problems:
        raise IndexDamaged(f"{problems[0]}; {REBUILD}")
    return opened


def _standing_in(index: Path, damaged: str) -> storage.Index | None:
    before = _published_ns(index, damaged)
    for build_id, _ in builds(index):
        if build_id != damaged and _published_ns(index, build_id) <= before:
            with suppress(IndexUnavailable):
                return _whole(storage.open_build(index, build_id))
    return None


def _published_ns(index: Path, build_id: str) -> int:
    """Tell when a build was published; of one with a damaged manifest, when it was written."""
    folder = index / storage.BUILDS / build_id
    try:
        read_manifest(folder)
        return (folder / MANIFEST).stat().st_mtime_ns
    except (IndexUnavailable, OSError):
        return min((p.lstat().st_mtime_ns for p in folder.glob("*.json*")), default=0)


def builds(index: Path) -> list[tuple[str, bool]]:
    """List the finished builds, newest first, and which one serves."""
    current = storage.pointed_to(index)
    written = []
    for manifest in (index / storage.BUILDS).glob("[!.]*/" + MANIFEST):
        with suppress(OSError):  # dropped since it was listed, or no file
            written.append((-manifest.stat().st_mtime_ns, manifest.parent.name))
    return [(name, name == current) for _, name in sorted(written)]
