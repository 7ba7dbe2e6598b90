"""What a list question asks for, worked out from the records by plain set algebra."""

import json
import re
import tomllib
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]


Numbers = frozenset[str]


class Record(NamedTuple):
    """What a set is worked out from."""

    number: str
    area: str
    status: str
    responsible: str
    text: str


AREAS = {
    "clinical practice": "Clinical Practice",
    "education": "Education",
    "research": "Research",
    "stakeholder partnership": "Stakeholder Partnerships",
}


SHORT = {"clinical": "Clinical Practice", "partnership": "Stakeholder Partnerships"}


NOT_BEGUN = "Pending"


STATUSES = ("Pending", "Emerging", "Ongoing")


GROUPS = {
    "industry": "Industry",
    "vendors": "Industry",
    "HEIs": "Higher education institutions (HEIs)",
    "universities": "Higher education institutions (HEIs)",
    "academics": "Academics",
    "practice educators": "Practice educators",
    "the AIWG": "AI working group (AIWG)",
    "the CoR": "College of Radiographers (CoR)",
    "students": "Students",
    "researchers": "Researchers",
    "clinicians": "Clinicians",
    "patients": "Patients, the public and service users",
    "professional bodies": "Professional bodies",
    "regulators": "Regulatory bodies",
    "service managers": "Radiography service managers",
    "research funders": "Research funders",
}


def holds_any(text: str, phrases: tuple[str, ...]) -> bool:
    """Tell whether one of the phrases stands in the text as whole words."""
    return any(re.search(rf"(?<!\w){re.escape(p)}(?!\w)", text, re.IGNORECASE) for p in phrases)


class Sets:
    """Set algebra over the records."""

    def __init__(self, records: list[Record], named: dict[str, tuple[str, ...]]):
        self.records = records
        self.named = named
        self.every = frozenset(r.number for r in records)
        self.ordered = sorted(self.every, key=int)

    def where(self, holds) -> Numbers:
        return frozenset(r.number for r in self.records if holds(r))

    def area(self, name: str) -> Numbers:
        return self.where(lambda r: r.area == name)

    def status(self, name: str) -> Numbers:
        return self.where(lambda r: r.status == name)

    def group(self, wording: str) -> Numbers:
        """A group is responsible where the cell names it as whole words, or says ALL."""
        named = self.named[GROUPS[wording]]
        return self.where(lambda r: r.responsible == "ALL" or holds_any(r.responsible, named))

    def sole(self, wordings: tuple[str, ...]) -> Numbers:
        """Every piece of the cell names one of the groups, and every group is named."""
        groups = [self.named[GROUPS[w]] for w in wordings]
        together = tuple(name for group in groups for name in group)

        def holds(record: Record) -> bool:
            pieces = [p for p in re.split(r"[,.]\s*", record.responsible) if p.strip()]
            return all(holds_any(p, together) for p in pieces) and all(
                holds_any(record.responsible, group) for group in groups
            )

        return self.where(holds)

    def mentioning(self, word: str) -> Numbers:
        return self.where(lambda r: holds_any(r.text, (word,)))

    def between(self, low: int, high: int) -> Numbers:
        return frozenset(n for n in self.every if low <= int(n) <= high)

    def first(self, n: int, of: Numbers | None = None) -> Numbers:
        return frozenset([m for m in self.ordered if of is None or m in of][:n])

    def last(self, n: int, of: Numbers | None = None) -> Numbers:
        return frozenset([m for m in self.ordered if of is None or m in of][-n:])

    def odd(self, rest: int = 1) -> Numbers:
        return frozenset(n for n in self.every if int(n) % 2 == rest)


def sets_of(recommendations) -> Sets:
    """Take what is needed from Recommendation values."""
    records = [
        Record(r.number, r.area, r.status, r.responsible.text, r.row.text) for r in recommendations
    ]
    return Sets(records, named_groups())


def named_groups() -> dict[str, tuple[str, ...]]:
    lexicon = tomllib.loads((ROOT / "corpus" / "lexicon.toml").read_text(encoding="utf-8"))
    return {group["name"]: tuple(group["named"]) for group in lexicon["group"]}


def sets_read_by_eye() -> Sets:
    """The records as tests/golden holds them, for printing without an index."""
    rows = json.loads((ROOT / "tests/golden/recommendations.json").read_text(encoding="utf-8"))
    fields = ("priority", "action", "responsible", "status", "status_detail")
    records = [
        Record(
            str(r["number"]),
            r["area"],
            r["status"],
            r["responsible"],
            " ".join(r[field] for field in fields),
        )
        for r in rows
    ]
    return Sets(records, named_groups())
