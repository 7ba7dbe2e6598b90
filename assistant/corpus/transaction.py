"""A change of several files of the corpus, carried out as one.

What all of them are to be is written down first, in one file of its own. A command that is cut off
before that leaves the corpus as it was; after it, whoever writes next carries the change out.
"""

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import msgspec

from assistant.errors import CorpusError
from assistant.indexing import disk

_JOURNAL = ".change"


@dataclass(slots=True)
class Change:
    """What is to become of files of the corpus, by name; only_writer must be held.

    Attributes:
        files: what each is to hold, and the checksum of what stands there now.
        gone: the files that go.
    """

    files: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)

    def write(self, corpus: Path, path: Path, content: str | bytes) -> None:
        held = content.encode() if isinstance(content, str) else content
        name = path.relative_to(corpus).as_posix()
        self.files[name] = held, _checksum(_place(corpus, name))

    def carry_out(self, corpus: Path) -> None:
        """Do all of it; where the first step of it fails, nothing is done.

        Raises:
            OSError: the disk does not let us; is_cut_off tells whether it has been begun.
            CorpusError: a file has been edited meanwhile, or is not of the corpus.
        """
        try:
            corpus.mkdir(parents=True, exist_ok=True)
            disk.write_atomically(corpus / _JOURNAL, msgspec.msgpack.encode(self))
            _carry_out(corpus, self)
        except (OSError, CorpusError):
            if all(_checksum(_place(corpus, name)) == was for name, (_, was) in self.files.items()):
                (corpus / _JOURNAL).unlink(missing_ok=True)
            raise


def is_cut_off(corpus: Path) -> bool:
    """Tell whether a change was begun and is not carried out whole."""
    return (corpus / _JOURNAL).exists()


def settle(corpus: Path) -> None:
    """Carry out a change that was cut off; only_writer must be held.

    CorpusError says which file is in the way.
    """
    journal = corpus / _JOURNAL
    try:
        journal.with_name(f"{_JOURNAL}.new").unlink(missing_ok=True)
        if is_cut_off(corpus):
            _carry_out(corpus, msgspec.msgpack.decode(journal.read_bytes(), type=Change))
    except (msgspec.DecodeError, RecursionError) as error:
        raise CorpusError(f"{journal} cannot be read; look at the files, then delete it") from error
    except OSError as error:
        why = f"{error.filename or corpus} cannot be written ({error.strerror or error}); a change of the documents was cut off, and is completed before anything else is done"
        raise CorpusError(why) from error


def _carry_out(corpus: Path, change: Change) -> None:
    """Do what is written down; what has been done already is passed over."""
    places = {name: _place(corpus, name) for name in (*change.files, *change.gone)}
    for name, (content, was) in change.files.items():
        place = places[name]
        if place.is_file() and place.read_bytes() == content:
            continue
        if _checksum(place) not in {was, ""}:
            why = f"{place} has been edited while a change of the documents was under way; move it elsewhere, run this again, then take over what was edited"
            raise CorpusError(why)
        disk.write_atomically(place, content)
    for name in change.gone:
        places[name].unlink(missing_ok=True)
    (corpus / _JOURNAL).unlink()


def _place(corpus: Path, name: str) -> Path:
    """Find a file's place: in the corpus itself or a folder of it, not behind a link.

    What is written down may have come with a corpus from elsewhere.
    """
    place = corpus / name
    is_plain = not PurePosixPath(name).is_absolute() and ".." not in PurePosixPath(name).parts
    if not is_plain or not place.parent.resolve().is_relative_to(corpus.resolve()):
        raise CorpusError(f"{place} is not in {corpus} itself, and is not written")
    return place


def _checksum(path: Path) -> str:
    return disk.sha256_of(path) if path.exists() else ""
