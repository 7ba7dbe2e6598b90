"""What the tests of builds share: a corpus that may change, a quick build, faults on demand."""

import errno
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import toy

from assistant import build
from assistant.indexing import storage

QUESTION = "Is it too windy to fly?"
ERRNOS = (errno.ENOSPC, errno.EIO, errno.EACCES)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


@pytest.fixture
def own_corpus(tmp_path):
    """A toy corpus that a test may change."""
    return toy.write_corpus(tmp_path / "corpus")


@pytest.fixture
def quick(monkeypatch, build_toy):
    """Build a toy corpus, without the list of English words that takes half the time."""
    monkeypatch.setattr(build, "english_words", lambda: ["kite", "wind"])
    return build_toy


@pytest.fixture
def edit():
    """Change a toy corpus a little: another asked-as question."""

    def change(corpus, turn=0):
        path = corpus / "asked_as" / "all.toml"
        text = path.read_text(encoding="utf-8")
        fresh = text.replace('"lessons for', f'"where do I learn it, {turn}?", "lessons for')
        assert fresh != text
        path.write_text(fresh, encoding="utf-8")

    return change


@pytest.fixture
def is_whole():
    """Check that an index is whole and answers, and give the id of the build that serves."""

    def check(index):
        opened = storage.open_current(index)
        assert opened.check_everything() == []
        return opened.id

    return check


@pytest.fixture
def leftovers():
    def find(index):
        return [
            p.name for p in index.rglob("*") if p.name.startswith(".") or p.name.endswith(".new")
        ]

    return find


@dataclass
class Faults:
    """Lets the Nth operation on files under a folder fail; what is counted, Python reports itself.

    Source: sys.addaudithook, whose exceptions abort the operation; fsync reports nothing and is
    replaced. SQLite's tests inject faults in the same way.
    """

    folder: str = ""
    fail_at: int = 0
    number: int = errno.ENOSPC
    n_done: int = 0
    hit: str = ""
    seen: list[str] = field(default_factory=list)

    def arm(self, folder, fail_at, number=errno.ENOSPC):
        self.folder, self.fail_at, self.number = str(folder), fail_at, number
        self.n_done, self.hit, self.seen = 0, "", []

    def disarm(self):
        self.folder = ""

    def happens(self, what, path):
        if not self.folder:
            return
        name = os.fspath(path) if isinstance(path, (str, os.PathLike)) else ""
        if not str(name).startswith(self.folder):
            return
        self.n_done += 1
        self.seen.append(f"{what} {Path(str(name)).name}")
        if self.n_done == self.fail_at:
            self.hit = self.seen[-1]
            raise OSError(self.number, os.strerror(self.number), str(name))


_faults = Faults()
_is_hooked = []


def _hook(event, arguments):
    if not _faults.folder:
        return
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING:
        _faults.happens("open", arguments[0])
    elif event in {"os.rename", "os.link"}:
        _faults.happens(event, arguments[1])
    elif event in {"os.mkdir", "os.remove"}:
        _faults.happens(event, arguments[0])


@pytest.fixture
def faults(monkeypatch):
    """Faults on demand, disarmed afterwards."""
    if not _is_hooked:
        sys.addaudithook(_hook)
        _is_hooked.append(True)
    real = os.fsync

    def fsync(handle):
        _faults.happens("fsync", Path(f"/proc/self/fd/{handle}").readlink())
        real(handle)

    if Path("/proc/self/fd").is_dir():
        monkeypatch.setattr(os, "fsync", fsync)
    yield _faults
    _faults.disarm()
