"""What changed between two builds: documents, recommendations word by word, passages, answers."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from typing import Generic, Literal, NamedTuple, TypeAlias, TypeVar, get_args

from assistant import domain
from assistant.comparing.pairing import Pair, pair_passages, pair_recommendations, succession_of
from assistant.indexing.storage import Index

RunKind: TypeAlias = Literal["same", "removed", "added"]
# In the order in which they matter to a reader.
ChangeKind: TypeAlias = Literal[
    "new", "withdrawn", "renumbered", "reworded", "status", "responsible", "detail", "area", "grade"
]
CHANGE_KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)
PassageKind: TypeAlias = Literal["new", "withdrawn", "reworded", "moved"]
Item = TypeVar("Item")
Shown: TypeAlias = Mapping[str, tuple[str, ...]]


class Run(NamedTuple):
    """Words that stand in both editions, or in one of them."""

    kind: RunKind
    text: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that reads otherwise than before; `runs`: word by word."""

    field: str
    before: str
    after: str

    @property
    def runs(self) -> tuple[Run, ...]:
        return word_runs(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Sides(Generic[Item]):
    """Something as it was and as it is; None where it is new or was withdrawn."""

    before: Item | None
    after: Item | None

    @property
    def now(self) -> Item:
        """The thing as it is, or as it was when it was withdrawn."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def whole(self) -> Literal["new", "withdrawn", ""]:
        return "new" if self.before is None else "withdrawn" if self.after is None else ""


@dataclass(frozen=True, slots=True)
class DocumentChange(Sides[domain.DocumentEntry]):
    """A document that is new, withdrawn, or described or written otherwise."""

    fields: tuple[FieldChange, ...] = ()

    @property
    def kind(self) -> Literal["new", "withdrawn", "changed"]:
        return self.whole or "changed"


_KIND_OF_FIELD: Mapping[str, ChangeKind] = {
    "priority": "reworded", "action": "reworded", "other words": "reworded",
    "responsible": "responsible", "status": "status", "status detail": "detail",
    "area": "area", "strength": "grade", "certainty": "grade",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RecommendationChange(Sides[domain.Recommendation]):
    """One recommendation that is not as it was; several things may have changed at once."""

    fields: tuple[FieldChange, ...] = ()

    @property
    def kinds(self) -> tuple[ChangeKind, ...]:
        """All that happened to it, the weightiest first."""
        if self.before is None or self.after is None:
            return (self.whole or "new",)
        found = {_KIND_OF_FIELD[change.field] for change in self.fields}
        if self.before.number != self.after.number:
            found.add("renumbered")
        return tuple(kind for kind in CHANGE_KINDS if kind in found)


@dataclass(frozen=True, slots=True)
class PassageChange(Sides[domain.Passage]):
    """A passage that is no recommendation and is not as it was."""

    @property
    def _words(self) -> tuple[str, str]:
        before, after = (side.text if side else "" for side in (self.before, self.after))
        return before, after

    @property
    def kind(self) -> PassageKind:
        """What happened to it; `moved`: the same words under another id."""
        return self.whole or ("moved" if _same(*self._words) else "reworded")

    @property
    def runs(self) -> tuple[Run, ...]:
        return word_runs(*self._words)


class AnswerChange(NamedTuple):
    """A labelled question, and the ids of what is shown for it otherwise than before; none is an abstention."""

    id: str
    question: str
    before: tuple[domain.PassageId, ...]
    after: tuple[domain.PassageId, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """All that differs between two builds.

    Attributes:
        n_recommendations, n_passages: how many the later build holds.
        answers: None if the questions were not asked.
        is_back: whether the later build is an earlier edition, which somebody went back to.
    """

    before: str
    after: str
    n_recommendations: int
    n_passages: int
    documents: tuple[DocumentChange, ...] = ()
    recommendations: tuple[RecommendationChange, ...] = ()
    passages: tuple[PassageChange, ...] = ()
    answers: tuple[AnswerChange, ...] | None = None
    is_back: bool = False

    @property
    def reworded_passages(self) -> tuple[PassageChange, ...]:
        """The passages of which more has changed than the id."""
        return tuple(p for p in self.passages if p.kind != "moved")

    @property
    def is_empty(self) -> bool:
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
        return {kind: found[kind] for kind in get_args(PassageKind)}


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
    succession = succession_of(before, after)
    pairs = pair_recommendations(before.recommendations, after.recommendations, succession)
    passage_pairs = pair_passages(before.passages, after.passages, succession)
    renamed = {a.id: b.id for a, b in (*pairs, *passage_pairs) if a and b}
    return Changes(
        before=before.id,
        after=after.id,
        n_recommendations=len(after.recommendations),
        n_passages=len(after.passages),
        documents=tuple(_documents(before, after, succession)),
        recommendations=recommendation_changes(pairs),
        passages=tuple(
            PassageChange(a, b)
            for a, b in passage_pairs
            if not (a and b and a.id == b.id and _same(a.text, b.text))
        ),
        answers=None if shown is None else tuple(_answers(questions or {}, *shown, renamed)),
    )


def recommendation_changes(pairs: Sequence[Pair]) -> tuple[RecommendationChange, ...]:
    """Keep the pairs in which something differs."""
    changes = (RecommendationChange(a, b, _field_changes(a, b)) for a, b in pairs)

    def place(c: RecommendationChange) -> tuple[object, ...]:
        return c.now.document_id, domain.number_order(c.now.number), c.after is None

    return tuple(sorted((c for c in changes if c.kinds), key=place))


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
    before: domain.Recommendation | None, after: domain.Recommendation | None
) -> tuple[FieldChange, ...]:
    if before is None or after is None:
        return ()
    told = (name for name in _KIND_OF_FIELD if name != "other words")
    pairs = ((name, _text(before, name), _text(after, name)) for name in told)
    changed = [FieldChange(name, old, new) for name, old, new in pairs if not _same(old, new)]
    if not changed and not _same(before.row.text, after.row.text):
        return (FieldChange("other words", before.row.text, after.row.text),)
    return tuple(changed)


def _text(r: domain.Recommendation, name: str) -> str:
    value = getattr(r, name.replace(" ", "_"))
    return value.text if isinstance(value, domain.Excerpt) else value


def _same(before: str, after: str) -> bool:
    return before.split() == after.split()


def _documents(
    before: Index, after: Index, succession: Mapping[domain.DocumentId, domain.DocumentId]
) -> Iterator[DocumentChange]:
    old = {succession.get(d.id, d.id): d for d in before.documents}
    for entry in after.documents:
        earlier = old.pop(entry.id, None)
        if earlier is None:
            yield DocumentChange(None, entry)
            continue
        labels = before.labels.get(earlier.id, {}), after.labels.get(entry.id, {})
        changed = (*_entry_changes(earlier, entry), *label_changes(*labels))
        if changed:
            yield DocumentChange(earlier, entry, changed)
    for entry in old.values():
        yield DocumentChange(entry, None)


def label_changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[FieldChange, ...]:
    """Tell what a document calls otherwise than the edition before: itself, a column.

    Columns of several tables may hold the same under several names, with "; " between.
    """
    changes = []
    for name in (name for name in before if name in after):
        is_title = name == "title"
        old, new = ([x] if is_title else x.split("; ") for x in (before[name], after[name]))
        gone, come = [x for x in old if x not in new], [x for x in new if x not in old]
        if gone and come:
            field = "its own title" if is_title else name
            changes.append(FieldChange(field, "; ".join(gone), "; ".join(come)))
    return tuple(changes)


def _entry_changes(
    before: domain.DocumentEntry, after: domain.DocumentEntry
) -> Iterator[FieldChange]:
    def written(entry: domain.DocumentEntry, name: str) -> str:
        value = getattr(entry, name)
        return "; ".join(value) if isinstance(value, tuple) else str("" if value is None else value)

    pairs = ((f.name, written(before, f.name), written(after, f.name)) for f in fields(before))
    return (FieldChange(*pair) for pair in pairs if pair[1] != pair[2])


def _answers(
    questions: Mapping[str, str],
    before: Shown,
    after: Shown,
    renamed: Mapping[domain.PassageId, domain.PassageId],
) -> Iterator[AnswerChange]:
    """Find the questions that show something else, or something else first."""
    for name, question in questions.items():
        if name not in before or name not in after:
            continue
        was = tuple(renamed.get(i, i) for i in before[name])
        if was[:1] != after[name][:1] or set(was) != set(after[name]):
            yield AnswerChange(name, question, before[name], after[name])
