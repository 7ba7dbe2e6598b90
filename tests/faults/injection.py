"""Lets the Nth operation on files under a folder fail."""

import errno
import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


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


@contextmanager
def failing():
    """Faults on demand: gives what arms and disarms them."""
    if not _is_hooked:
        sys.addaudithook(_hook)
        _is_hooked.append(True)
    real = os.fsync

    def fsync(handle):
        _faults.happens("fsync", Path(f"/proc/self/fd/{handle}").readlink())
        real(handle)

    if Path("/proc/self/fd").is_dir():
        os.fsync = fsync
    try:
        yield _faults
    finally:
        os.fsync = real
        _faults.disarm()
