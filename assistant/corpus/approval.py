"""Which documents are not those that the serving build was made from, and whether somebody agreed to them."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.corpus.manifest import unlisted_files
from assistant.domain import DocumentEntry
from assistant.indexing import disk, manifests
from assistant.indexing.encoder import WEIGHTS_SHA256
from assistant.indexing.program import files_of
from assistant.indexing.storage import Index

# In the index folder: what a person agreed to when a file was added or removed.
_CONFIRMED = "CONFIRMED"

# What answers say of a document, and whose it is: who can write the manifest could put a wrong
# publisher's name under words that somebody else agreed to. Days and approvers are no part of it.
IDENTITY = (
    "title short_title authors publisher publisher_short year source_address licence statuses"
).split()


@dataclass(frozen=True, slots=True)
class SourceChange:
    """A document that is not what the serving build was made from.

    Attributes:
        entry: as it is to be; for a removed document, as it was.
        is_confirmed: whether a person agreed to this when the file was added or removed.
        before: a changed document as it was.
    """

    kind: Literal["new", "changed", "removed"]
    entry: DocumentEntry
    is_confirmed: bool = False
    before: DocumentEntry | None = None

    @property
    def has_another_file(self) -> bool:
        return self.before is not None and self.before.sha256 != self.entry.sha256

    @property
    def fields(self) -> tuple[str, ...]:
        was = self.before or self.entry
        return tuple(n for n in IDENTITY if getattr(was, n) != getattr(self.entry, n))


Approve = Callable[[Sequence[SourceChange]], None]


def confirmed_sources(index: Path) -> frozenset[str]:
    """Read what a person agreed to: checksums of files added and, behind a minus, of files removed."""
    try:
        return frozenset((index / _CONFIRMED).read_text(encoding="utf-8").split())
    except FileNotFoundError:
        return frozenset()


def note_agreement(index: Path, sha256: str, *, is_removed: bool) -> None:
    """Note that a person has agreed to a file, or to its removal; the opposite holds no more.

    only_writer must be held.
    """
    known, both = confirmed_sources(index), (sha256, f"-{sha256}")
    now = known - {both[not is_removed]} | {both[is_removed]}
    if now != known:
        disk.write_atomically(index / _CONFIRMED, "\n".join([*sorted(now), ""]))


def source_changes(
    entries: Sequence[DocumentEntry], current: Index | None, confirmed: frozenset[str] = frozenset()
) -> tuple[SourceChange, ...]:
    """List the documents that are new, changed or removed against a build; none without one.

    Changed is another file, or with the same file another identity.
    """
    if current is None:
        return ()
    before = {d.id: d for d in current.documents}
    named = {d.id for d in entries}
    new = (SourceChange("new", d, d.sha256 in confirmed) for d in entries if d.id not in before)
    same = (SourceChange("changed", d, before=before[d.id]) for d in entries if d.id in before)
    changed = (change for change in same if change.has_another_file or change.fields)
    gone = (d for d in current.documents if d.id not in named)
    removed = (SourceChange("removed", d, f"-{d.sha256}" in confirmed) for d in gone)
    return (*new, *changed, *removed)


def fingerprint_of(
    corpus: Path, entries: Sequence[DocumentEntry], encoder: str = WEIGHTS_SHA256
) -> str:
    """Hash all that a build depends on: the corpus, the encoder's identity, this program's own code."""
    names = ["manifest.toml", "lexicon.toml", "outside.toml", *(entry.file for entry in entries)]
    paths = [corpus / name for name in names] + sorted((corpus / "asked_as").glob("*.toml"))
    paths += files_of("building")
    digest = hashlib.sha256(f"{manifests.FORMAT} {encoder}".encode())
    for path in paths:
        content = path.read_bytes() if path.is_file() else b""
        digest.update(f"{path.name} {hashlib.sha256(content).hexdigest()}\n".encode())
    # Files that only lie there are reported, so their names matter.
    digest.update("\n".join(unlisted_files(corpus, tuple(entries))).encode())
    return digest.hexdigest()
