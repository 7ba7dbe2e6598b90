"""What a question for a list may mean besides: the readings under which other recommendations meet it.

A list is complete only if all of them give the same. Knows nothing of words left over.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

from assistant.asking.grammar import Parser
from assistant.asking.naming import Piece, tags_of
from assistant.asking.phrases import Phrase, joined
from assistant.asking.preamble import sentences
from assistant.asking.wordings import words_of
from assistant.domain import RecommendationKey
from assistant.records.conditions import (
    EVERYTHING,
    Alone,
    Area,
    Condition,
    Either,
    End,
    Every,
    Mention,
    Number,
    Responsible,
    Status,
    Without,
    either,
    every,
    leaves,
    nodes,
    of_names,
    rebuilt,
    replaced,
)
from assistant.records.selecting import Records

# These tell how groups are joined, or leave some out.
_TOLD = ("both", "either", "alone", "except", "not", "compare")
# By what recommendations may be grouped.
_KINDS = ("by_area", "by_status", "by_group")
# So many readings are told besides the one that is answered.
_MOST = 2


def otherwise(
    pieces: Sequence[Piece], condition: Condition, parsed: Condition, records: Records
) -> tuple[Condition, ...]:
    """List the other readings of a question that other recommendations meet.

    Args:
        condition: as it is answered.
        parsed: as its words put it.
    """
    is_all = tags_of(pieces).isdisjoint(("either", "by_name"))
    others = dict.fromkeys((*((parsed,) if is_all else ()), *_readings(pieces, condition)))
    others.pop(condition, None)
    if not others:
        return ()
    told = {_met(condition, records): condition}
    for other in others:
        told.setdefault(_met(other, records), other)
    return tuple(told.values())[1 : 1 + _MOST]


def _met(condition: Condition, records: Records) -> tuple[RecommendationKey, ...]:
    return tuple(r.key for r in records.select(condition))


def by_name(pieces: Sequence[Piece], condition: Condition, records: Records) -> Condition:
    """Leave out what names everybody where a group's name is asked for, or one recommendation and one has it.

    Elsewhere what names everybody is every group's.
    """
    groups = [leaf for leaf in leaves(condition) if isinstance(leaf, Responsible)]
    is_said = "by_name" in tags_of(pieces)
    is_one = len(groups) == 1 and any(_is_one(*pair) for pair in pairwise(pieces))
    if not (is_said or is_one):
        return condition
    named = of_names(condition)
    return named if is_said or len(records.select(named)) == 1 else condition


def asks_most(pieces: Sequence[Piece]) -> bool:
    """Tell whether it is asked which area, status or group has the most, or the fewest."""
    tags = tags_of(pieces)
    is_asked = not (tags.isdisjoint(("most", "fewest")) or tags.isdisjoint(_KINDS))
    return is_asked and not any(p.is_content for p in pieces) and not ranked(pieces)


def ranked(pieces: Sequence[Piece]) -> list[Piece]:
    """Give the words that ask for the one recommendation with the most or the longest of something; nothing if none do."""
    if tags_of(pieces).isdisjoint(("most", "fewest")):
        return []
    at = next(n for n, p in enumerate(pieces) if p.has("most", "fewest"))
    is_one = at > 0 and any(_is_one(*pair) for pair in pairwise(pieces[:at]))
    is_asked = is_one and not any(p.is_content for p in pieces)
    return [p for p in pieces[at:] if not p.has("mark")] if is_asked else []


def most_met(pieces: Sequence[Piece], condition: Condition, records: Records) -> Condition | None:
    """Answer "which area has the most" by what most (or fewest) of a list meet: several if as many meet them."""
    if not asks_most(pieces):
        return None
    kind = next(tag for p in pieces for tag in _KINDS if p.has(tag))
    parts = records.kinds(kind.replace("_", " ")).values()
    n_met = {part: len(records.select(every(condition, part))) for part in parts}
    n = (min if "fewest" in tags_of(pieces) else max)(n_met.values(), default=0)
    return every(condition, either(*(part for part in parts if n_met[part] == n)))


def without_everybody(pieces: list[Piece]) -> list[Piece]:
    """Read "not all" behind a name, at the end, as what names everybody: "by name only, not ALL"."""
    if not any(p.word == "all" for p in pieces):
        return pieces
    said = [n for n, p in enumerate(pieces) if not p.has("mark")]
    *before, last = [pieces[n] for n in said] or [pieces[-1]]
    is_out = bool(before) and before[-1].word == "not" and last.word == "all"
    if not is_out or tags_of(before).isdisjoint(("by_name", "names", "group")):
        return pieces
    return [*pieces[: said[-2]], joined(pieces[said[-2] : said[-1] + 1], "by_name")]


def _is_one(asks: Piece, noun: Piece) -> bool:
    """Tell whether one recommendation is asked for: "which recommendation", "which one"."""
    is_noun = noun.has("listed") or noun.word in ("one", "number")
    return asks.word == "which" and is_noun and not noun.is_plural


def _readings(pieces: Sequence[Piece], condition: Condition) -> Iterator[Condition]:
    yield from _of_words(pieces, condition)
    yield from _of_leaves(pieces, condition)
    if _joins_groups(pieces):
        yield with_any(Responsible, condition)
    yield _attached_to_all(condition)
    restated = [n for n, p in enumerate(pieces) if p.has("restates")]
    yield from (Parser(pieces[:at]).parse().condition for at in restated)
    said = [s for s in sentences(pieces) if not s[0].has("restates")]
    asked = [Parser(s).parse().condition for s in said] if len(said) > 1 else []
    if asked and not isinstance(asked[-1], Without) and _shared(asked[:-1], asked[-1:]):
        yield asked[-1]


def _of_words(pieces: Sequence[Piece], condition: Condition) -> Iterator[Condition]:
    """Read otherwise what some words may mean.

    A group's name looked for as who is responsible, "about research" as its words, "only industry" as
    nobody else, a stroke as "and", or as "or".
    """
    for piece in pieces:
        if isinstance(piece, Phrase) and piece.otherwise and piece.condition:
            yield replaced(condition, piece.condition, piece.otherwise)
        elif isinstance(piece, Phrase) and piece.otherwise:
            yield every(condition, piece.otherwise)
    for before, piece in pairwise(p for p in pieces if p.word != "the"):
        if before.has("about") and before.word != "on" and isinstance(piece.condition, Area):
            yield replaced(condition, piece.condition, Mention(piece.word))
    for a, b in pairwise(pieces):
        group = a.condition or b.condition
        if {"only", "group"} <= a.tags | b.tags and isinstance(group, Responsible):
            yield replaced(condition, group, Alone((group.group,)))
    out = [p for p in nodes(condition) if isinstance(p, Without)]
    n_groups = sum(isinstance(leaf, Responsible) for leaf in leaves(condition))
    is_inclusive = any(p.word in words_of("inclusive") for p in pieces) and n_groups > 1
    if is_inclusive and len(out) == 1:
        yield replaced(condition, out[0], out[0].part)  # "besides HEIs, students are responsible"
    strokes = [p for p in pieces if p.word == "or" and p.end - p.start == 1]
    if strokes and isinstance(condition, Either | Every):
        yield (every if isinstance(condition, Either) else either)(*condition.parts)


def _of_leaves(pieces: Sequence[Piece], condition: Condition) -> Iterator[Condition]:
    """Count everybody's too, keep to a word's own form, take the first ten of all."""
    said = [p for p in pieces if p.tags != {"filler"}]
    after = [p for p in said[1:] if not p.has("listed")]
    is_first = bool(after) and said[0].has("ends") and after[0].has("mark")
    bare = [p for p in pieces if p.word != "the"]
    is_first |= any(a.word in ("not", "but not") and b.has("ends") for a, b in pairwise(bare))
    exact = condition
    for words in (leaf for leaf in leaves(condition) if isinstance(leaf, Mention)):
        exact = replaced(exact, words, replace(words, is_exact=True))
    yield exact
    for leaf in leaves(condition):
        match leaf:
            case Responsible(group, is_by_name=True) if "by_name" not in tags_of(pieces):
                yield replaced(condition, leaf, Responsible(group))
            case Mention():
                yield replaced(condition, leaf, replace(leaf, is_exact=True))
            case End(_, end, n) if is_first:
                yield replaced(condition, leaf, End(EVERYTHING, end, n))


def _joins_groups(pieces: Sequence[Piece]) -> bool:
    """Tell whether "and", or nothing, joins two groups: "for HEIs and industry"."""
    tags = tags_of(pieces)
    if "group" not in tags or not tags.isdisjoint(_TOLD):
        return False
    if any(p.word in words_of("besides") or p.word.startswith("share") for p in pieces):
        return False
    joined = [p for p in pieces if p.has("group") or not p.has("and")]
    return any(a.has("group") and b.has("group") for a, b in pairwise(joined))


def with_any(kind: type[Condition], condition: Condition) -> Condition:
    """Take any of the groups, or of the words looked for, that must all be named."""
    if not isinstance(condition, Every):
        return rebuilt(condition, partial(with_any, kind))
    named = [p for p in condition.parts if isinstance(p, kind)]
    rest = [with_any(kind, p) for p in condition.parts if p not in named]
    return every(*rest, either(*named)) if named else every(*rest)


def _attached_to_all(condition: Condition) -> Condition:
    """Let what is said of the last of several be said of all: "pending or ongoing ones in research"."""
    match condition:
        case Either((*firsts, Every((first, *rest)))) if not _shared(firsts, (Number("1"), *rest)):
            return every(either(*firsts, first), *rest)
        case _:
            return rebuilt(condition, _attached_to_all)


def _shared(some: Sequence[Condition], others: Sequence[Condition]) -> bool:
    """Tell whether conditions of a kind stand among both."""
    kinds = (
        {type(leaf) for c in conditions for leaf in leaves(c)} for conditions in (some, others)
    )
    return not set.isdisjoint(*kinds)


def are_statuses(pieces: Sequence[Piece], condition: Condition) -> bool:
    """Tell whether nothing but statuses is named, and no list: "pending or emerging, what is the difference"."""
    is_list = any(p.has("listed", "count") or p.is_content for p in pieces)
    return not is_list and all(isinstance(leaf, Status) for leaf in leaves(condition))
