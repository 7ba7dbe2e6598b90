"""Files on disk: checksums, writing that is seen whole or not at all, JSON and lines of JSON."""

import hashlib
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

import msgspec
import numpy as np

from assistant.errors import IndexDamaged

REBUILD = "run: python -m assistant build"

Item = TypeVar("Item")
# Two threads that meet a kind for the first time at once can crash msgspec, and the program with it.
_preparing = Lock()
_decoders: dict[type, msgspec.json.Decoder[Any]] = {}


def check_file(folder: Path, name: str, stated: dict[str, Any] | None) -> str:
    """Say what is wrong with a file of a build, or nothing."""
    if stated is None:
        return "is not part of the build"
    path = folder / name
    if not path.is_file():
        return "is missing"
    if path.stat().st_size != stated["size"]:
        return f"holds {path.stat().st_size} bytes instead of {stated['size']}"
    return "" if sha256_of(path) == stated["sha256"] else "has been altered"


def sha256_of(path: Path) -> str:
    """Compute a file's sha256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def describe_files(folder: Path) -> dict[str, dict[str, Any]]:
    """List a folder's files with size and sha256, by name."""
    paths = {p.relative_to(folder).as_posix(): p for p in sorted(folder.rglob("*")) if p.is_file()}
    return {n: {"sha256": sha256_of(p), "size": p.stat().st_size} for n, p in paths.items()}


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write a small file so that a reader sees all of it or what was there before."""
    fresh = path.with_name(f"{path.name}.new")
    try:
        fresh.write_bytes(content.encode() if isinstance(content, str) else content)
        sync(fresh)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    sync(path.parent)


def sync(path: Path) -> None:
    """Have the system write a file or folder to disk; Windows syncs no folders."""
    if os.name == "nt" and path.is_dir():
        return
    # Windows syncs no file that is not open for writing.
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_json(path: Path, value: object) -> None:
    """Write readable JSON."""
    text = json.dumps(value, ensure_ascii=False, indent=1, default=asdict)
    path.write_text(text + "\n", encoding="utf-8")


def write_jsonl(path: Path, items: Iterable[Any]) -> None:
    """Write one JSON object a line."""
    lines = (json.dumps(item, ensure_ascii=False, default=asdict) for item in items)
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")


def save_arrays(folder: Path, held: object, names: Iterable[str]) -> None:
    """Write the arrays that something holds, by name, into a folder."""
    folder.mkdir(exist_ok=True)
    for name in names:
        np.save(folder / f"{name}.npy", getattr(held, name), allow_pickle=False)


def mapped(folder: Path, names: Iterable[str]) -> dict[str, np.ndarray]:
    """Open arrays of a folder, by name; they stay on disk until they are used."""
    found = ((n, np.load(folder / f"{n}.npy", mmap_mode="r", allow_pickle=False)) for n in names)
    return {name: array.view(np.ndarray) for name, array in found}


def read_json(path: Path, kind: type[Item]) -> Item:
    """Read JSON as what it was written of; raises IndexDamaged if it is no such thing."""
    return decoded(path, path.read_bytes(), decoder(kind).decode)


def read_jsonl(path: Path, kind: type[Item]) -> tuple[Item, ...]:
    """Read one JSON value a line, in the same way."""
    return tuple(decoded(path, path.read_bytes(), decoder(kind).decode_lines))


def decoded(path: Path, content: bytes, decode: Callable[[bytes], Item]) -> Item:
    """Read a file, or a piece of it, in the same way."""
    try:
        return decode(content)
    except (ValueError, RecursionError) as error:
        raise IndexDamaged(f"{path} cannot be read; {REBUILD}") from error


def decoder(kind: type[Item]) -> msgspec.json.Decoder[Item]:
    """Give what reads JSON as a kind; safe to ask for from any thread."""
    with _preparing:
        if kind not in _decoders:
            _decoders[kind] = msgspec.json.Decoder(kind)
        return _decoders[kind]
