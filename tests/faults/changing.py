"""Changes of a toy corpus that are cut off or fail: an addition, a replacement, a removal.

The new edition has a recommendation in front and two that have changed places, so that every
question asked of one and every label has to follow.
"""

import json
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import toy

from assistant.corpus.approval import confirmed_sources
from assistant.corpus.transaction import is_cut_off
from assistant.errors import InvalidRequest
from assistant.library import (
    Description,
    commit,
    prepare_addition,
    prepare_removal,
    prepare_replacement,
)

KINDS = ("replace", "replace in place", "add", "remove")
TEA = "# Tea in parks\n\nTea is served from four.\n\nRecommendation 1: Wash the cups.\n"
SAID = Description(title="Tea in parks", publisher="Guild of Tea", year=2003)
LABELS = [{"id": f"q{n}", "recs": [n], "recs_ok": [5 - n]} for n in range(1, 5)]
NEW_ROW = "1.\tCarry a whistle.\tBlow it before each launch.\tFliers.\tPlanned\n"


def edition():
    """The kite guidance with a recommendation in front, and its last two in another order."""
    keep, mend = (next(r for r in toy.KITES.splitlines(True) if w in r) for w in ("Keep p", "Mend"))
    text = toy.KITES.replace(keep + mend, mend + keep.replace("3.", "5.", 1))
    return text.replace("2.\tTeach", "3.\tTeach").replace("1.\tKnow", NEW_ROW + "2.\tKnow")


def contents(corpus):
    """Every file of a corpus."""
    return {
        p.relative_to(corpus).as_posix(): p.read_bytes() for p in corpus.rglob("*") if p.is_file()
    }


def shown(corpus):
    """Those that do not lie aside."""
    return {name: held for name, held in contents(corpus).items() if not name.startswith(".")}


@dataclass(frozen=True)
class Trial:
    """A corpus and what a change is to make of it.

    Attributes:
        folder: where the corpus and the index of each try are laid.
    """

    kind: str
    base: Path
    folder: Path
    prepared: object
    old: dict
    new: dict
    agreed: frozenset

    @property
    def corpus(self):
        return self.folder / "corpus"

    @property
    def index(self):
        return self.folder / "index"

    def lay(self):
        """Lay everything as it was when the change had been prepared; give the change."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.base, self.folder)
        return replace(self.prepared, corpus=self.corpus)

    def check(self):
        """See that the corpus is wholly what it was or what it is to be, and tell which."""
        assert not is_cut_off(self.corpus)
        found = contents(self.corpus)
        assert found in (self.old, self.new)
        if found == self.new:
            assert confirmed_sources(self.index) == self.agreed
        return found == self.new

    def repeat(self):
        """Do the same again, as a person would; nothing may come of it but what is to be."""
        try:
            commit(prepared(self.kind, self.corpus, self.index), self.index)
        except InvalidRequest as error:
            assert "is there already" in str(error) or "no document" in str(error)
        assert self.check()


def prepared(kind, corpus, index):
    """Prepare a change, as the command does."""
    file = corpus.parent / "sent" / ("tea.md" if kind == "add" else "kites.txt")
    if kind == "add":
        return prepare_addition(corpus, file, SAID, index)
    if kind == "remove":
        return prepare_removal(corpus, "kites", index)
    if kind == "replace in place":
        file = shutil.copyfile(file, corpus / "kites.txt")
    return prepare_replacement(corpus, index, "kites", file)


def trial(kind, own_corpus, folder, quick, labels=LABELS):
    """Prepare a change, and find what it makes of the corpus when nothing is in its way."""
    base = folder / "base"
    corpus = Path(shutil.copytree(own_corpus, base / "corpus"))
    lines = "".join(json.dumps(row) + "\n" for row in labels)
    (corpus / "questions.jsonl").write_text(lines, encoding="utf-8")
    (base / "sent").mkdir()
    (base / "sent" / "kites.txt").write_text(edition(), encoding="utf-8")
    (base / "sent" / "tea.md").write_text(TEA, encoding="utf-8")
    if kind == "replace in place":
        quick(corpus, base / "index")
    else:
        (base / "index").mkdir()
    ready = prepared(kind, corpus, base / "index")
    old = contents(corpus)
    found = Trial(kind, base, folder / "tried", ready, old, {}, frozenset())
    commit(found.lay(), found.index)
    new = contents(found.corpus)
    assert len(set(old.items()) ^ set(new.items())) >= 2
    return replace(found, new=new, agreed=confirmed_sources(found.index))
