"""Lets a written build serve: its manifest last, synced, renamed, and only then pointed to.

A reader sees a whole build or the one before. Knows nothing of what a build holds.
"""

from __future__ import annotations

import shutil
from dataclasses import asdict
from pathlib import Path

from assistant.indexing.disk import check_file, sync, write_atomically
from assistant.indexing.manifests import MANIFEST, IndexManifest, write_manifest
from assistant.indexing.storage import BUILDS, CURRENT


def publish(index: Path, folder: Path, manifest: IndexManifest) -> None:
    """Make a written build the one that serves: manifest last, sync, rename, swap the pointer."""
    write_manifest(folder, asdict(manifest))
    for path in (*folder.rglob("*"), folder):
        sync(path)
    target = index / BUILDS / manifest.id
    if target.is_dir():
        _mend(target, folder, manifest)
    else:
        target.unlink(missing_ok=True)
        folder.rename(target)
    sync(index / BUILDS)
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
    write_atomically(index / CURRENT, build_id + "\n")
