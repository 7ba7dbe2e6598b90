"""The manifest of a build: what it holds, with a checksum of every file and a seal of its own."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from assistant.errors import IndexDamaged, IndexStale
from assistant.indexing.disk import REBUILD, write_json
from assistant.indexing.encoder import DESCRIPTION, DIMENSION, WEIGHTS_SHA256

FORMAT = 5
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class IndexManifest:
    """What a build holds; no times and no paths, so that the same corpus gives the same bytes."""

    format: int
    id: str
    corpus_fingerprint: str
    encoder: str
    dimension: int
    dense_kind: str
    n_rows: int
    n_passages: int
    n_recommendations: int
    without_asked_as: tuple[str, ...]
    unlisted_files: tuple[str, ...]
    files: dict[str, dict[str, Any]]
    unreadable: tuple[str, ...] = ()


def read_manifest(folder: Path) -> IndexManifest:
    """Read a build's manifest; IndexStale: of another format or encoder; IndexDamaged: missing, altered."""
    path = folder / MANIFEST
    if not path.is_file():  # a pipe or a device would be read without end
        raise IndexDamaged(f"{path} is missing; {REBUILD}")
    try:
        text = path.read_text(encoding="utf-8")
        data = json.loads(text)
        if data["format"] != FORMAT:
            why = f"{path} is of format {data['format']}, this program reads {FORMAT}; {REBUILD}"
            raise IndexStale(why)
        manifest = msgspec.convert(data, IndexManifest)
        is_as_written = text.endswith("\n") and data["seal"] == _seal(data)
        is_itself = build_id_of(manifest.files) == manifest.id
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise IndexDamaged(f"{path} is not a manifest; {REBUILD}") from error
    except OSError as error:
        raise IndexDamaged(f"{path} cannot be read ({error.strerror}); {REBUILD}") from error
    is_ours = (manifest.encoder, manifest.dimension) == (WEIGHTS_SHA256, DIMENSION)
    if not is_ours and f"encoder/{DESCRIPTION}" not in manifest.files:
        raise IndexStale(f"{path} was built with another encoder; {REBUILD}")
    if not is_as_written or not is_itself:
        raise IndexDamaged(f"{path} has been altered; {REBUILD}")
    return manifest


def write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    """Write a build's manifest with a checksum of itself."""
    write_json(folder / MANIFEST, manifest | {"seal": _seal(manifest)})


def _seal(data: dict[str, Any]) -> str:
    stated = {name: value for name, value in data.items() if name != "seal"}
    return hashlib.sha256(json.dumps(stated, sort_keys=True).encode()).hexdigest()


def build_id_of(files: dict[str, dict[str, Any]]) -> str:
    """Name a build by what it holds."""
    lines = "\n".join(f"{name} {files[name]['sha256']}" for name in sorted(files))
    return hashlib.sha256(f"{FORMAT}\n{lines}".encode()).hexdigest()[:12]
