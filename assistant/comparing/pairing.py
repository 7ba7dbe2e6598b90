"""Which text of one edition is which of the other: by their words before their numbers."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias, TypeVar

from assistant import domain
from assistant.errors import IndexUnavailable
from assistant.indexing.serving import builds
from assistant.indexing.storage import Index, open_build

# Two texts are editions of one another if they share this part of their words (Dice); where both
# stand in the same place, less is enough. Measured on the 31 recommendations: unrelated ones share
# up to 0.42, 0.35 at the 99th percentile; with 4 words in 10 replaced an edition shares 0.51 at least.
_ALIKE, _ALIKE_IN_PLACE = 0.5, 0.35
# Through how many of its rarest words a text is looked up among the texts of the other edition.
_RAREST = 8
_WORD = re.compile(r"[^\W_]+")

Item = TypeVar("Item", domain.Recommendation, domain.Passage)
Pair: TypeAlias = tuple[domain.Recommendation | None, domain.Recommendation | None]


def gone_texts(texts: Iterable[str], before: Index, after: Index) -> frozenset[str]:
    """Tell which texts stood in the documents of one build and stand in none of the other's.

    Their words count, not the marks between them.
    """
    were, are = (" \n ".join(map(_plain, index.sources.values())) for index in (before, after))
    return frozenset(text for text in texts if _plain(text) in were and _plain(text) not in are)


def _plain(text: str) -> str:
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def pair_recommendations(
    before: Sequence[domain.Recommendation],
    after: Sequence[domain.Recommendation],
    succession: Mapping[domain.DocumentId, domain.DocumentId] | None = None,
) -> list[Pair]:
    """Match the recommendations of two editions; None where the other edition has none.

    `succession` gives the id that a document has now, by the id it had.
    """
    return _paired(before, after, lambda r: f"{r.priority.text} {r.action.text}", succession or {})


def pair_passages(
    before: Sequence[domain.Passage],
    after: Sequence[domain.Passage],
    succession: Mapping[domain.DocumentId, domain.DocumentId] | None = None,
) -> list[tuple[domain.Passage | None, domain.Passage | None]]:
    """Match the passages of two editions, those of recommendations left out."""
    old, new = ([p for p in these if p.kind != "recommendation"] for these in (before, after))
    return _paired(old, new, lambda p: p.text, succession or {})


def succession_of(before: Index, after: Index) -> dict[domain.DocumentId, domain.DocumentId]:
    """Find the documents that stand under another id than before, by their words."""
    old, new = {d.id for d in before.documents}, {d.id for d in after.documents}
    gone, come = sorted(old - new), sorted(new - old)
    if not gone or not come:
        return {}
    old_words = {name: _words_of(before, name) for name in gone}
    new_words = {name: _words_of(after, name) for name in come}
    scored = sorted((-_dice(old_words[a], new_words[b]), a, b) for a in gone for b in come)
    follows: dict[domain.DocumentId, domain.DocumentId] = {}
    for score, a, b in scored:
        if -score >= _ALIKE and a not in follows and b not in follows.values():
            follows[a] = b
    return follows


def former_numbers(index: Index) -> dict[domain.RecommendationKey, domain.RecommendationNumber]:
    """Give the numbers that recommendations had in the edition before, where they were others.

    The edition before is that of the newest earlier build in which the document has another file;
    recommendations that are new have no former number.
    """
    numbers: dict[domain.RecommendationKey, domain.RecommendationNumber] = {}
    waiting = {d.id: d.sha256 for d in index.documents}
    for before in _earlier(index):
        if not waiting:
            break
        follows = succession_of(before, index)
        for entry in before.documents:
            document = follows.get(entry.id, entry.id)
            if waiting.get(document, entry.sha256) != entry.sha256:
                del waiting[document]
                pairs = pair_recommendations(
                    [r for r in before.recommendations if r.document_id == entry.id],
                    [r for r in index.recommendations if r.document_id == document],
                    follows,
                )
                numbers |= {b.key: a.number for a, b in pairs if a and b and a.number != b.number}
    return numbers


def _earlier(index: Index) -> Iterator[Index]:
    """Open the kept builds that were published before this one, the newest first."""
    folder = index.folder.parent.parent
    names = [name for name, _ in builds(folder)]
    for name in names[names.index(index.id) + 1 :] if index.id in names else []:
        try:
            yield open_build(folder, name)
        except (IndexUnavailable, OSError):
            continue  # it is damaged, or has been dropped meanwhile


class _Text(NamedTuple):
    """An item of an edition: its words, and its document and place there, as the later edition names them."""

    words: tuple[str, ...]
    place: tuple[domain.DocumentId, str]


def _paired(
    before: Sequence[Item],
    after: Sequence[Item],
    text: Callable[[Item], str],
    succession: Mapping[domain.DocumentId, domain.DocumentId],
) -> list[tuple[Item | None, Item | None]]:
    """Match equal words in the same place first, then in the same document, then alike ones, best first.

    Gives every item of both once, in the order of those after; then what has gone.
    """

    def placed(item: Item, follows: Mapping[domain.DocumentId, domain.DocumentId]) -> _Text:
        own = item.document_id
        place = follows.get(own, own), item.id.removeprefix(f"{own}/")
        return _Text(_words(text(item)), place)

    old, new = [placed(i, succession) for i in before], [placed(i, {}) for i in after]
    found: dict[int, int] = {}  # number among the old -> among the new
    _take(found, old, new)
    _take(found, [(t.words, t.place[0]) for t in old], [(t.words, t.place[0]) for t in new])
    alike = []
    for a, b in _candidates(old, new, found):
        is_here, share = old[a].place == new[b].place, _dice(old[a].words, new[b].words)
        if share >= (_ALIKE_IN_PLACE if is_here else _ALIKE):
            alike.append((-share - 0.1 * is_here, a, b))
    taken = set(found.values())
    for _, a, b in sorted(alike):
        if a not in found and b not in taken:
            found[a] = b
            taken.add(b)
    of_new = {b: before[a] for a, b in found.items()}
    pairs: list[tuple[Item | None, Item | None]] = [
        (of_new.get(b), item) for b, item in enumerate(after)
    ]
    return pairs + [(item, None) for a, item in enumerate(before) if a not in found]


def _take(found: dict[int, int], old: Sequence[object], new: Sequence[object]) -> None:
    taken = set(found.values())
    waiting: dict[object, list[int]] = {}
    for b in reversed(range(len(new))):
        if b not in taken:
            waiting.setdefault(new[b], []).append(b)
    for a, key in enumerate(old):
        if a not in found and waiting.get(key):
            found[a] = waiting[key].pop()


def _candidates(
    old: Sequence[_Text], new: Sequence[_Text], found: Mapping[int, int]
) -> Iterator[tuple[int, int]]:
    """Give the pairs worth comparing: of one document, in the same place or with a rare word in common."""
    taken = set(found.values())
    waiting = {a: text for a, text in enumerate(old) if a not in found}
    holders: dict[str, list[int]] = {}
    for a, text in waiting.items():
        for word in dict.fromkeys(text.words):
            holders.setdefault(word, []).append(a)
    in_place = {text.place: [a] for a, text in waiting.items()}
    for b, text in enumerate(new):
        if b not in taken:
            known = sorted({*text.words} & holders.keys(), key=lambda w: (len(holders[w]), w))
            near = {a for word in known[:_RAREST] for a in holders[word]}
            near.update(in_place.get(text.place, ()))
            yield from ((a, b) for a in sorted(near) if old[a].place[0] == text.place[0])


def _dice(a: Sequence[str], b: Sequence[str]) -> float:
    """Give the share of words in common, in [0, 1]. Source: Dice, Ecology 26 (1945)."""
    if not a and not b:
        return 1.0
    return 2 * sum((Counter(a) & Counter(b)).values()) / (len(a) + len(b))


def _words_of(index: Index, document_id: domain.DocumentId) -> list[str]:
    """List the telling words of a document: those that few other texts share by chance."""
    texts = [p.text for p in index.passages if p.document_id == document_id]
    return sorted({word for word in _words(" ".join(texts)) if len(word) > 6})


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.casefold()))
