"""Copies of files set aside in the corpus folder, so that what a person is shown is what is added."""

import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from assistant.errors import CorpusError, InvalidRequest

_STAGED = ".staged-"
# What has lain aside for so long belongs to a process that was killed.
_LEFTOVER_S = 24 * 60 * 60


@contextmanager
def set_aside(corpus: Path, file: Path) -> Iterator[Path]:
    """Copy a file aside; the copy stays unless an error ends the reading. InvalidRequest: it is no file."""
    if not file.is_file():
        raise InvalidRequest(f"{file} is not a file")
    staged = None
    try:
        corpus.mkdir(parents=True, exist_ok=True)
        _drop_leftovers(corpus)
        staged = Path(tempfile.mkdtemp(prefix=_STAGED, dir=corpus), _plain_name(file.name))
        shutil.copyfile(file, staged)
    except OSError as error:
        drop(staged)
        why = error.strerror or error
        raise CorpusError(f"{file} cannot be copied into {corpus} ({why})") from error
    try:
        yield staged
    except BaseException:
        drop(staged)
        raise


def drop(staged: Path | None) -> None:
    """Forget a copy."""
    if staged is not None:
        shutil.rmtree(staged.parent, ignore_errors=True)


def unused_name(corpus: Path, name: str) -> str:
    """Give a file a name that no file of the corpus has."""
    stem, suffix = Path(name).stem, Path(name).suffix
    names = [name, *(f"{stem}-{n}{suffix}" for n in range(2, 1000))]
    taken = {p.name.casefold() for p in corpus.iterdir()} | {"readme.md"}
    return next(n for n in names if n.casefold() not in taken)


def _drop_leftovers(corpus: Path) -> None:
    for leftover in corpus.glob(f"{_STAGED}*"):
        with suppress(FileNotFoundError):  # dropped by its own process meanwhile
            if time.time() - leftover.stat().st_mtime > _LEFTOVER_S:
                shutil.rmtree(leftover, ignore_errors=True)


def _plain_name(name: str) -> str:
    """Make a file name that every system takes."""
    stem = re.sub(r"[^\w.-]+", "-", Path(name).stem, flags=re.ASCII).strip(".-") or "document"
    return f"{stem[:80]}{Path(name).suffix.lower()}"
