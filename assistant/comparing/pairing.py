"""Which text of one edition is which of the other: by their words before their numbers.

A recommendation that was renumbered is not taken for one that was reworded. Knows nothing of what
differs between the two.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeAlias, TypeVar

from assistant.domain import DocumentId, Passage, Recommendation
from assistant.indexing.storage import Index

# Two texts are editions of one another if they share this part of their words (Dice); where both
# stand in the same place, less is enough. Measured on the 31 recommendations: unrelated ones share
# up to 0.42, 0.35 at the 99th percentile; with 4 words in 10 replaced an edition shares 0.51 at least.
_ALIKE, _ALIKE_IN_PLACE = 0.5, 0.35

# Through how many of its rarest words a text is looked up among the texts of the other edition.
_RAREST = 8

_WORD = re.compile(r"[^\W_]+")

Pair: TypeAlias = tuple[Recommendation | None, Recommendation | None]

PassagePair: TypeAlias = tuple[Passage | None, Passage | None]

Item = TypeVar("Item")

Place: TypeAlias = tuple[str, str]


def gone_texts(texts: Iterable[str], before: Index, after: Index) -> frozenset[str]:
    """Tell which texts stood in the documents of one build and stand in none of the other's.

    Their words count, not the marks between them.
    """
    were, are = (" \n ".join(map(_plain, index.sources.values())) for index in (before, after))
    return frozenset(text for text in texts if _plain(text) in were and _plain(text) not in are)


def _plain(text: str) -> str:
    return f" {' '.join(_WORD.findall(text.casefold()))} "


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


def succession_of(before: Index, after: Index) -> dict[DocumentId, DocumentId]:
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


def _words_of(index: Index, document_id: DocumentId) -> list[str]:
    """List the telling words of a document: those that few other texts share by chance."""
    texts = [p.text for p in index.passages if p.document_id == document_id]
    return sorted({word for word in _words(" ".join(texts)) if len(word) > 6})


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
