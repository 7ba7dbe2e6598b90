"""A change of several files of the corpus, carried out as one.

The new files are written aside first, and last a list of what is to be done with them. A command
that is cut off before the list leaves the corpus as it was; after it, whoever writes next carries
the list out. Knows nothing of what stands in the files.
"""

import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

import msgspec

from assistant.corpus.approval import note_agreement
from assistant.errors import CorpusError
from assistant.indexing import disk

_ASIDE = ".change"
_READY = "ready"


@dataclass(slots=True)
class _Todo:
    """What is to become of files of the corpus.

    Attributes:
        files: where each file that lies aside belongs, and the checksum of what stands there now.
        gone: the files that go.
        withdrawn: the agreement that does not hold any more once this is done (approval.py).
    """

    files: list[tuple[str, str]]
    gone: list[str]
    withdrawn: str


class Change:
    """A change in the making; only_writer must be held."""

    def __init__(self, corpus: Path) -> None:
        """Begin with nothing to be done."""
        self.corpus, self._folder, self.todo = corpus, corpus / _ASIDE, _Todo([], [], "")

    def write(self, path: Path, text: str) -> None:
        """Let a file of the corpus hold this text."""
        disk.write_atomically(self._aside(path), text)

    def take(self, file: Path, path: Path, sha256: str) -> None:
        """Let a copy become a file of the corpus; CorpusError if it is not the file that was read."""
        aside = self._aside(path)
        shutil.copyfile(file, aside)
        if disk.sha256_of(aside) != sha256:
            raise CorpusError(f"{file} has been changed meanwhile; begin again")
        disk.sync(aside)

    def remove(self, path: Path) -> None:
        """Let a file of the corpus go."""
        self.todo.gone.append(path.relative_to(self.corpus).as_posix())

    def carry_out(self, index: Path) -> None:
        """Do all of it; where the first step of it fails, nothing is done.

        Raises:
            OSError: the disk does not let us; is_cut_off tells whether it has been begun.
            CorpusError: a file has been edited meanwhile.
        """
        if not self._is_untouched():
            raise CorpusError(f"{self._folder} has been cleared away meanwhile; begin again")
        try:
            disk.sync(self.corpus)
            disk.write_atomically(self._folder / _READY, json.dumps(asdict(self.todo)) + "\n")
            _carry_out(self.corpus, index)
        except (OSError, CorpusError):
            if self._is_untouched():
                (self._folder / _READY).unlink(missing_ok=True)
            raise
        self.discard()

    def discard(self) -> None:
        """Forget what lies aside, unless it has been begun."""
        if not is_cut_off(self.corpus):
            shutil.rmtree(self._folder, ignore_errors=True)

    def _is_untouched(self) -> bool:
        """Tell whether every new file still lies aside."""
        return all((self._folder / str(at)).exists() for at in range(len(self.todo.files)))

    def _aside(self, path: Path) -> Path:
        name = path.relative_to(self.corpus).as_posix()
        _place(self.corpus, name)
        if not self.todo.files:
            self._folder.mkdir(parents=True)
        self.todo.files.append((name, _checksum(path)))
        return self._folder / str(len(self.todo.files) - 1)


def is_left(corpus: Path) -> bool:
    """Tell whether a change was cut off, whether or not it had been begun."""
    return (corpus / _ASIDE).is_dir()


def is_cut_off(corpus: Path) -> bool:
    """Tell whether a change was begun and is not carried out whole."""
    return (corpus / _ASIDE / _READY).is_file()


def settle(corpus: Path, index: Path) -> None:
    """Carry out a change that was cut off, or drop one not begun; only_writer must be held.

    CorpusError says which file is in the way.
    """
    if not is_left(corpus):
        return
    try:
        if is_cut_off(corpus):
            _carry_out(corpus, index)
        shutil.rmtree(corpus / _ASIDE)
    except OSError as error:
        raise CorpusError(
            f"{error.filename or corpus} cannot be written ({error.strerror or error}); a change "
            f"of the documents was cut off, and is completed before anything else is done"
        ) from error


def _carry_out(corpus: Path, index: Path) -> None:
    """Do what the list says; what has been done already is passed over."""
    folder = corpus / _ASIDE
    todo = _read(folder / _READY)
    for at, (name, was) in enumerate(todo.files):
        aside, place = folder / str(at), _place(corpus, name)
        if aside.exists():
            if _checksum(place) not in {was, ""}:
                raise CorpusError(
                    f"{place} has been edited while a change of the documents was under way; "
                    "move it elsewhere, run this again, then take over what was edited"
                )
            aside.replace(place)
    for name in todo.gone:
        _place(corpus, name).unlink(missing_ok=True)
    for place in {_place(corpus, name).parent for name, _ in todo.files}:
        disk.sync(place)
    if todo.withdrawn:
        note_agreement(index, todo.withdrawn, is_withdrawn=True)
    (folder / _READY).unlink()


def _read(path: Path) -> _Todo:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Todo)
    except (ValueError, RecursionError) as error:
        raise CorpusError(
            f"{path} cannot be read; look at the files beside it, then delete {path.parent}"
        ) from error


def _place(corpus: Path, name: str) -> Path:
    """Find a file's place: in the corpus itself or a folder of it, not behind a link.

    The list may have come with a corpus from elsewhere.
    """
    place = corpus / name
    is_plain = not PurePosixPath(name).is_absolute() and ".." not in PurePosixPath(name).parts
    if not is_plain or not place.parent.resolve().is_relative_to(corpus.resolve()):
        raise CorpusError(f"{place} is not in {corpus} itself, and is not written")
    return place


def _checksum(path: Path) -> str:
    return disk.sha256_of(path) if path.exists() else ""
