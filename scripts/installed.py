"""What is installed here: each package with its licence, what it needs, and the hashes of the lock.

Packages that requirements.txt leads to run the assistant; all others only develop it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LOCKS = (
    "requirements.lock",
    "requirements-dev.lock",
    "requirements-milvus.lock",
    "requirements-mcp.lock",
)
_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)((?:[^\\\n]*\\\n +--hash=\S+)+)", re.MULTILINE)
_HASH = re.compile(r"sha256:([0-9a-f]{64})")
# Longer than a name: some packages write the whole text of their licence there.
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Package:
    """One installed package.

    Attributes:
        licence: as the package declares it, in SPDX where it does; empty where it says nothing.
        needs: names of the installed packages it needs here.
        lock: the lock file that holds this version; empty where none does.
        sha256: of each published file of this version, from that lock.
        runs: the assistant needs it to build or to answer; otherwise only its tests and checks do.
    """

    name: str
    version: str
    licence: str
    needs: tuple[str, ...]
    lock: str
    sha256: tuple[str, ...]
    runs: bool


def installed_packages() -> tuple[Package, ...]:
    """List what is installed, by name."""
    found: dict[str, metadata.Distribution] = {
        canonicalize_name(d.metadata["Name"]): d for d in metadata.distributions()
    }
    needs = {name: _present(d.requires or (), found) for name, d in found.items()}
    runs = _reached(direct_requirements(ROOT / "requirements.txt"), needs)
    locked = {
        key: (lock, hashes)
        for lock in reversed(LOCKS)
        for key, hashes in locked_files(ROOT / lock).items()
    }
    return tuple(
        Package(
            name,
            found[name].version,
            _licence(found[name]),
            needs[name],
            *locked.get((name, found[name].version), ("", ())),
            name in runs,
        )
        for name in sorted(found)
    )


def locked_files(lock: Path) -> dict[tuple[str, str], tuple[str, ...]]:
    """Read a lock file: (name, version) -> sha256 of each of its files."""
    text = lock.read_text(encoding="utf-8")
    return {
        (canonicalize_name(name), version): tuple(_HASH.findall(hashes))
        for name, version, hashes in _LOCKED.findall(text)
    }


def direct_requirements(path: Path) -> tuple[str, ...]:
    """Name the packages that a requirements file asks for itself."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(
        canonicalize_name(Requirement(line).name) for line in lines if line and line[0] not in "#-"
    )


def _present(requires: Iterable[str], found: Iterable[str]) -> tuple[str, ...]:
    asked = [Requirement(line) for line in requires]
    names = {canonicalize_name(r.name) for r in asked if not r.marker or r.marker.evaluate()}
    return tuple(sorted(names.intersection(found)))


def _reached(names: Iterable[str], needs: dict[str, tuple[str, ...]]) -> set[str]:
    reached: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += needs.get(name, ())
    return reached


def _licence(distribution: metadata.Distribution) -> str:
    said = distribution.metadata
    if "License-Expression" in said:
        return said["License-Expression"]
    name = said["License"] if "License" in said else "UNKNOWN"  # noqa: SIM401  it has no get
    if name != "UNKNOWN" and len(name) < _LONGEST_NAME and "\n" not in name:
        return name
    classifiers = [c for c in said.get_all("Classifier") or [] if c.startswith("License :: ")]
    return " OR ".join(c.rpartition(" :: ")[2] for c in classifiers)
