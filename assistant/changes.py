"""What changed between two builds: documents, recommendations word by word, passages, answers.

Two editions are matched by their words before their numbers, so that a recommendation that was
renumbered is not taken for one that was reworded. Knows nothing of how a change is shown.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from difflib import SequenceMatcher
from typing import Generic, Literal, TypeAlias, TypeVar

from assistant.domain import (
    DocumentEntry,
    DocumentId,
    Passage,
    PassageId,
    Recommendation,
    number_order,
)
from assistant.indexing.storage import Index

# Two texts are editions of one another if they share this part of their words (Dice); where both
# stand in the same place, less is enough. Measured on the 31 recommendations: unrelated ones share
# up to 0.42, 0.35 at the 99th percentile; with 4 words in 10 replaced an edition shares 0.51 at least.
_ALIKE, _ALIKE_IN_PLACE = 0.5, 0.35
# Through how many of its rarest words a text is looked up among the texts of the other edition.
_RAREST = 8

RunKind: TypeAlias = Literal["same", "removed", "added"]
ChangeKind: TypeAlias = Literal[
    "new", "withdrawn", "renumbered", "reworded", "status", "responsible", "detail", "area", "grade"
]
# In the order in which they matter to a reader.
CHANGE_KINDS: tuple[ChangeKind, ...] = (
    "new", "withdrawn", "renumbered", "reworded", "status", "responsible", "detail", "area", "grade",
)  # fmt: skip
PassageKind: TypeAlias = Literal["new", "withdrawn", "reworded", "moved"]
Shown: TypeAlias = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand in both editions, or in one of them."""

    kind: RunKind
    text: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that reads otherwise than before."""

    field: str
    before: str
    after: str

    @property
    def runs(self) -> tuple[Run, ...]:
        """The change word by word."""
        return word_runs(self.before, self.after)


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """A document that is new, withdrawn, or described or written otherwise."""

    before: DocumentEntry | None
    after: DocumentEntry | None
    fields: tuple[FieldChange, ...] = ()

    @property
    def kind(self) -> Literal["new", "withdrawn", "changed"]:
        """What happened to it."""
        if self.before is None:
            return "new"
        return "withdrawn" if self.after is None else "changed"


_KIND_OF_FIELD: Mapping[str, ChangeKind] = {
    "priority": "reworded",
    "action": "reworded",
    "other words": "reworded",
    "responsible": "responsible",
    "status": "status",
    "status detail": "detail",
    "area": "area",
    "strength": "grade",
    "certainty": "grade",
}


@dataclass(frozen=True, slots=True)
class RecommendationChange:
    """One recommendation that is not as it was; several things may have changed at once."""

    before: Recommendation | None
    after: Recommendation | None
    fields: tuple[FieldChange, ...] = ()

    @property
    def now(self) -> Recommendation:
        """The recommendation as it is, or as it was when it was withdrawn."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def kinds(self) -> tuple[ChangeKind, ...]:
        """All that happened to it, the weightiest first."""
        if self.before is None:
            return ("new",)
        if self.after is None:
            return ("withdrawn",)
        found = {_KIND_OF_FIELD[change.field] for change in self.fields}
        if self.before.number != self.after.number:
            found.add("renumbered")
        return tuple(kind for kind in CHANGE_KINDS if kind in found)


@dataclass(frozen=True, slots=True)
class PassageChange:
    """A passage that is no recommendation and is not as it was."""

    before: Passage | None
    after: Passage | None

    @property
    def now(self) -> Passage:
        """The passage as it is, or as it was when it was withdrawn."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def kind(self) -> PassageKind:
        """What happened to it; `moved`: the same words under another id."""
        if self.before is None:
            return "new"
        if self.after is None:
            return "withdrawn"
        return "moved" if _same(self.before.text, self.after.text) else "reworded"

    @property
    def runs(self) -> tuple[Run, ...]:
        """The change word by word."""
        before = self.before.text if self.before else ""
        return word_runs(before, self.after.text if self.after else "")


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """A labelled question that is answered otherwise than before.

    Attributes:
        before, after: ids of what is shown first to last; empty for an abstention.
    """

    id: str
    question: str
    before: tuple[PassageId, ...]
    after: tuple[PassageId, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """All that differs between two builds.

    Attributes:
        n_recommendations, n_passages: how many the later build holds.
        answers: None if the questions were not asked.
    """

    before: str
    after: str
    n_recommendations: int
    n_passages: int
    documents: tuple[DocumentChange, ...] = ()
    recommendations: tuple[RecommendationChange, ...] = ()
    passages: tuple[PassageChange, ...] = ()
    answers: tuple[AnswerChange, ...] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.documents or self.recommendations or self.passages or self.answers)

    @property
    def counts(self) -> dict[ChangeKind, int]:
        """How many recommendations each thing happened to; every kind is there."""
        found = Counter(kind for change in self.recommendations for kind in change.kinds)
        return {kind: found[kind] for kind in CHANGE_KINDS}

    @property
    def passage_counts(self) -> dict[PassageKind, int]:
        """How many passages each thing happened to; every kind is there."""
        found = Counter(change.kind for change in self.passages)
        kinds: tuple[PassageKind, ...] = ("new", "withdrawn", "reworded", "moved")
        return {kind: found[kind] for kind in kinds}


def compare(
    before: Index,
    after: Index,
    *,
    questions: Mapping[str, str] | None = None,
    shown: tuple[Shown, Shown] | None = None,
) -> Changes:
    """Compare two builds.

    Args:
        questions: the labelled questions, by id.
        shown: what each build shows for each of them, by id: the ids of recommendations, or
            failing these of the first quoted passage; nothing for an abstention.
    """
    succession = _succession(before, after)
    documents = tuple(_documents(before.documents, after.documents, succession))
    pairs = pair_recommendations(before.recommendations, after.recommendations, succession)
    passage_pairs = pair_passages(before.passages, after.passages, succession)
    renamed = {a.id: b.id for a, b in pairs if a and b}
    renamed |= {a.id: b.id for a, b in passage_pairs if a and b}
    return Changes(
        before=before.id,
        after=after.id,
        n_recommendations=len(after.recommendations),
        n_passages=len(after.passages),
        documents=documents,
        recommendations=recommendation_changes(pairs),
        passages=passage_changes(passage_pairs),
        answers=None
        if shown is None
        else tuple(_answers(questions or {}, shown[0], shown[1], renamed)),
    )


Pair: TypeAlias = tuple[Recommendation | None, Recommendation | None]
PassagePair: TypeAlias = tuple[Passage | None, Passage | None]


def pair_recommendations(
    before: Sequence[Recommendation],
    after: Sequence[Recommendation],
    succession: Mapping[DocumentId, DocumentId] | None = None,
) -> list[Pair]:
    """Match the recommendations of two editions; None where the other edition has none.

    Args:
        succession: the id that a document has now, by the id it had.
    """
    follows = succession or {}
    pairing = _Pairing[Recommendation](
        words=lambda r: _words(f"{r.priority.text} {r.action.text}"),
        old_place=lambda r: (follows.get(r.document_id, r.document_id), r.number),
        new_place=lambda r: (r.document_id, r.number),
    )
    return pairing.pairs(before, after)


def pair_passages(
    before: Sequence[Passage],
    after: Sequence[Passage],
    succession: Mapping[DocumentId, DocumentId] | None = None,
) -> list[PassagePair]:
    """Match the passages of two editions, those of recommendations left out."""
    follows = succession or {}

    def place(passage: Passage, document_id: DocumentId) -> tuple[str, str]:
        return document_id, passage.id.removeprefix(f"{passage.document_id}/")

    pairing = _Pairing[Passage](
        words=lambda p: _words(p.text),
        old_place=lambda p: place(p, follows.get(p.document_id, p.document_id)),
        new_place=lambda p: place(p, p.document_id),
    )
    return pairing.pairs(
        [p for p in before if p.kind != "recommendation"],
        [p for p in after if p.kind != "recommendation"],
    )


def recommendation_changes(pairs: Sequence[Pair]) -> tuple[RecommendationChange, ...]:
    """Keep the pairs in which something differs."""
    changes = []
    for before, after in pairs:
        change = RecommendationChange(before, after, _field_changes(before, after))
        if change.kinds:
            changes.append(change)
    changes.sort(key=lambda c: (c.now.document_id, number_order(c.now.number), c.after is None))
    return tuple(changes)


def passage_changes(pairs: Sequence[PassagePair]) -> tuple[PassageChange, ...]:
    """Keep the pairs in which something differs."""
    return tuple(
        PassageChange(before, after)
        for before, after in pairs
        if before is None
        or after is None
        or before.id != after.id
        or not _same(before.text, after.text)
    )


def word_runs(before: str, after: str) -> tuple[Run, ...]:
    """Compare two texts word by word; white space does not count."""
    old, new = before.split(), after.split()
    runs = []
    for _, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if old[a:b] == new[c:d]:
            runs.append(Run("same", " ".join(old[a:b])))
            continue
        runs += [Run("removed", " ".join(old[a:b]))] if a < b else []
        runs += [Run("added", " ".join(new[c:d]))] if c < d else []
    return tuple(runs)


def _field_changes(
    before: Recommendation | None, after: Recommendation | None
) -> tuple[FieldChange, ...]:
    if before is None or after is None:
        return ()
    pairs = list(zip(_fields(before), _fields(after), strict=True))
    changed = [
        FieldChange(name, old, new) for (name, old), (_, new) in pairs if not _same(old, new)
    ]
    if not changed and not _same(before.row.text, after.row.text):
        return (FieldChange("other words", before.row.text, after.row.text),)
    return tuple(changed)


def _fields(r: Recommendation) -> tuple[tuple[str, str], ...]:
    return (
        ("priority", r.priority.text),
        ("action", r.action.text),
        ("responsible", r.responsible.text),
        ("status", r.status),
        ("status detail", r.status_detail.text),
        ("area", r.area),
        ("strength", r.strength),
        ("certainty", r.certainty),
    )


def _same(before: str, after: str) -> bool:
    return before.split() == after.split()


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


Item = TypeVar("Item")
Place: TypeAlias = tuple[str, str]


@dataclass(slots=True)
class _Pairing(Generic[Item]):
    """Matches the items of two editions: the same words first, then alike ones, best first."""

    words: Callable[[Item], list[str]]
    old_place: Callable[[Item], Place]
    new_place: Callable[[Item], Place]
    _found: dict[int, int] = field(default_factory=dict)  # number among the old -> among the new

    def pairs(
        self, before: Sequence[Item], after: Sequence[Item]
    ) -> list[tuple[Item | None, Item | None]]:
        """Give every item of both once, in the order of the new; then what has gone."""
        old_places = [self.old_place(item) for item in before]
        new_places = [self.new_place(item) for item in after]
        old, new = ([tuple(self.words(item)) for item in items] for items in (before, after))
        self._take(list(zip(old, old_places, strict=True)), list(zip(new, new_places, strict=True)))
        self._take(
            [(w, p[0]) for w, p in zip(old, old_places, strict=True)],
            [(w, p[0]) for w, p in zip(new, new_places, strict=True)],
        )
        self._take_alike(old, new, old_places, new_places)
        of_new = {b: a for a, b in self._found.items()}
        out: list[tuple[Item | None, Item | None]] = [
            (before[of_new[b]] if b in of_new else None, item) for b, item in enumerate(after)
        ]
        return out + [(item, None) for a, item in enumerate(before) if a not in self._found]

    def _take(self, old: Sequence[object], new: Sequence[object]) -> None:
        """Pair items with equal keys, in their order."""
        taken = set(self._found.values())
        waiting: dict[object, list[int]] = {}
        for b in reversed(range(len(new))):
            if b not in taken:
                waiting.setdefault(new[b], []).append(b)
        for a, key in enumerate(old):
            if a not in self._found and waiting.get(key):
                self._found[a] = waiting[key].pop()

    def _take_alike(
        self,
        old: Sequence[tuple[str, ...]],
        new: Sequence[tuple[str, ...]],
        old_places: Sequence[Place],
        new_places: Sequence[Place],
    ) -> None:
        taken = set(self._found.values())
        rest = [b for b in range(len(new)) if b not in taken]
        scored = []
        for a, b in _candidates(old, new, self._found, rest, old_places, new_places):
            if old_places[a][0] != new_places[b][0]:
                continue
            is_here = old_places[a] == new_places[b]
            alike = _dice(old[a], new[b])
            if alike >= (_ALIKE_IN_PLACE if is_here else _ALIKE):
                scored.append((-alike - 0.1 * is_here, a, b))
        for _, a, b in sorted(scored):
            if a not in self._found and b not in taken:
                self._found[a] = b
                taken.add(b)


def _candidates(
    old: Sequence[tuple[str, ...]],
    new: Sequence[tuple[str, ...]],
    found: Mapping[int, int],
    rest: Sequence[int],
    old_places: Sequence[Place],
    new_places: Sequence[Place],
) -> Iterator[tuple[int, int]]:
    """Give the pairs worth comparing: in the same place, or with a rare word in common."""
    holders: dict[str, list[int]] = {}
    for a, words in enumerate(old):
        if a not in found:
            for word in dict.fromkeys(words):
                holders.setdefault(word, []).append(a)
    in_place = {place: a for a, place in enumerate(old_places) if a not in found}
    for b in rest:
        known = sorted((w for w in set(new[b]) if w in holders), key=lambda w: (len(holders[w]), w))
        near = {a for word in known[:_RAREST] for a in holders[word]}
        if new_places[b] in in_place:
            near.add(in_place[new_places[b]])
        yield from ((a, b) for a in sorted(near))


def _dice(a: Sequence[str], b: Sequence[str]) -> float:
    """Give the share of words in common, in [0, 1]. Source: Dice, Ecology 26 (1945)."""
    if not a and not b:
        return 1.0
    return 2 * sum((Counter(a) & Counter(b)).values()) / (len(a) + len(b))


def _succession(before: Index, after: Index) -> dict[DocumentId, DocumentId]:
    """Find the documents that stand under another id than before, by their words."""
    old, new = {d.id for d in before.documents}, {d.id for d in after.documents}
    gone, come = sorted(old - new), sorted(new - old)
    if not gone or not come:
        return {}
    old_words = {name: _words_of(before, name) for name in gone}
    new_words = {name: _words_of(after, name) for name in come}
    scored = sorted((-_dice(old_words[a], new_words[b]), a, b) for a in gone for b in come)
    follows: dict[DocumentId, DocumentId] = {}
    for score, a, b in scored:
        if -score >= _ALIKE and a not in follows and b not in follows.values():
            follows[a] = b
    return follows


def _words_of(index: Index, document_id: DocumentId) -> list[str]:
    """List the telling words of a document: those that few other texts share by chance."""
    texts = [p.text for p in index.passages if p.document_id == document_id]
    return sorted({word for word in _words(" ".join(texts)) if len(word) > 6})


def _documents(
    before: Sequence[DocumentEntry],
    after: Sequence[DocumentEntry],
    succession: Mapping[DocumentId, DocumentId],
) -> Iterator[DocumentChange]:
    old = {succession.get(d.id, d.id): d for d in before}
    for entry in after:
        earlier = old.pop(entry.id, None)
        changed = () if earlier is None else tuple(_entry_changes(earlier, entry))
        if earlier is None or changed:
            yield DocumentChange(earlier, entry, changed)
    for entry in old.values():
        yield DocumentChange(entry, None)


def _entry_changes(before: DocumentEntry, after: DocumentEntry) -> Iterator[FieldChange]:
    for each in fields(DocumentEntry):
        old, new = (_written(getattr(entry, each.name)) for entry in (before, after))
        if old != new:
            yield FieldChange(each.name, old, new)


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(str(part) for part in value)
    return "" if value is None else str(value)


def _answers(
    questions: Mapping[str, str],
    before: Shown,
    after: Shown,
    renamed: Mapping[PassageId, PassageId],
) -> Iterator[AnswerChange]:
    """Find the questions that show something else, or something else first."""
    for name, question in questions.items():
        if name not in before or name not in after:
            continue
        was = tuple(renamed.get(i, i) for i in before[name])
        if was[:1] != after[name][:1] or set(was) != set(after[name]):
            yield AnswerChange(name, question, before[name], after[name])
