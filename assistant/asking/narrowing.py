"""What a question makes of the list in force: narrowed, widened, turned to something else, or left.

Knows the list and the question; searches nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.asking.asked import Asked, Before, ByConditions, ByNumber, Search
from assistant.asking.pointing import content, depends, ends, opens, points, points_at_those
from assistant.asking.wordings import holds, opens_with, word_list
from assistant.domain import RecommendationNumber
from assistant.records.conditions import (
    EVERYTHING,
    Alone,
    Area,
    Condition,
    End,
    Every,
    Mention,
    Number,
    Responsible,
    Status,
    Without,
    based,
    either,
    every,
    leaves,
    replaced,
)
from assistant.records.selecting import Records

_RESETS: dict[str, type] = {"any_status": Status, "any_area": Area, "any_group": Responsible}
# A question that asks what a name is, of no more content words than these, has no other subject.
SHORT_NAME = 4


def changed(asked: Asked, listed: Condition) -> Condition | None:
    """Give the list in force as a question changes it, or None if it is about something else."""
    said = asked.fragment
    if not said.is_whole:
        return _mentioning_instead(asked, listed)
    leans = opens(asked) or points(asked)
    kinds = {type(leaf) for leaf in leaves(said.condition)}
    if not leans and (said.has_noun or (said.shows and len(kinds) > 1)):
        return None
    if said.is_alone:
        return _alone(listed)
    if said.condition == EVERYTHING:
        is_asked = said.shows or asked.wants & {"who", "status", "how many", "examples"}
        return listed if is_asked else None
    back = _with_again(said.condition, listed)
    if back is not None and (not said.narrows or holds("back_in", word_list(asked.tokens))):
        return back
    if isinstance(said.condition, Alone) and leans and not holds("alone", word_list(asked.tokens)):
        # "And for industry only?" keeps the list to industry's.
        return every(listed, *map(Responsible, said.condition.groups))
    listed = _without_reset(asked, listed)
    if said.narrows and opens(asked) and _kinds_wanted(said.condition) & _kinds_wanted(listed):
        # "And industry outside education" says anew what both speak of.
        return every(*_unlike(listed, kinds), said.condition)
    if said.narrows or points_at_those(asked) or kinds & {End, Number}:
        return every(listed, based(said.condition, listed))
    kept = _unlike(listed, kinds)
    alike = [p for p in _parts(listed) if p not in kept]
    if alike and ends(asked, "as_well"):
        return every(*kept, either(every(*alike), said.condition))
    return every(*kept, said.condition)


def _unlike(listed: Condition, kinds: set[type]) -> list[Condition]:
    """List the parts of a list that are about none of some kinds of thing."""
    return [p for p in _parts(listed) if not kinds & {type(leaf) for leaf in leaves(p)}]


def _kinds_wanted(condition: Condition) -> set[type]:
    wanted = [p for p in _parts(condition) if not isinstance(p, Without)]
    return {type(leaf) for part in wanted for leaf in leaves(part)}


def _without_reset(asked: Asked, listed: Condition) -> Condition:
    """Leave out what a question says may be any: "of any status"."""
    said = word_list(asked.tokens)
    kinds: set[type] = {kind for name, kind in _RESETS.items() if holds(name, said)}
    return every(*_unlike(listed, kinds))


def next_ones(asked: Asked, listed: Condition) -> Condition | None:
    """Read "the next three" after the first ones of a list."""
    number = asked.fragment.condition
    end = next((x for x in leaves(listed) if isinstance(x, End) and x.end == "first"), None)
    if end is None or not isinstance(number, Number) or not holds("next", word_list(asked.tokens)):
        return None
    more = End(end.of, "first", end.n + int(number.number))
    return replaced(listed, end, every(more, Without(end)))


def _with_again(condition: Condition, listed: Condition) -> Condition | None:
    """Take back in what a list leaves out and a question names: "and with research?"."""
    named = set(leaves(condition))
    kept = [p for p in _parts(listed) if not (isinstance(p, Without) and named & set(leaves(p)))]
    return every(*kept) if len(kept) < len(_parts(listed)) else None


def _alone(listed: Condition) -> Condition | None:
    """Keep to those that name the groups of a list and nobody else."""
    groups = tuple(x.group for x in leaves(listed) if isinstance(x, Responsible))
    rest = [p for p in _parts(listed) if not isinstance(p, Responsible)]
    return every(*rest, Alone(groups)) if groups else None


def _mentioning_instead(asked: Asked, listed: Condition) -> Condition | None:
    """Read "and UKIO?" after a list of what mentions something as what mentions that."""
    start = opens_with("opening", asked.tokens)
    is_list = any(isinstance(leaf, Mention) for leaf in leaves(listed))
    if not is_list or not 0 < start < len(asked.tokens) or len(content(asked)) > SHORT_NAME:
        return None
    kept = [p for p in _parts(listed) if not isinstance(p, Mention)]
    return every(*kept, Mention(asked.text[asked.tokens[start].start :].strip(" ?.!")))


def _parts(condition: Condition) -> tuple[Condition, ...]:
    return condition.parts if isinstance(condition, Every) else (condition,)


def numbered(asked: Asked, before: Before) -> Condition | None:
    """Take several recommendations named by number as a list, if something is asked of which."""
    is_chosen = asked.fragment.is_whole and asked.fragment.condition != EVERYTHING
    if len(before.numbers) < 2 or not is_chosen or "yes-no" in asked.wants:
        return None
    return either(*map(Number, before.numbers))


def named_before(asked: Asked, before: Before) -> Condition | None:
    """Take a topic that is nothing but names as a list, if a list is spoken of now."""
    topic = before.topic
    if topic is None or not isinstance(topic.sought, Search):
        return None
    said = topic.fragment
    kinds = {type(leaf) for leaf in leaves(said.condition)}
    if not said.is_whole or said.shows or not kinds or not kinds <= {Area, Status}:
        return None
    more = {type(leaf) for leaf in leaves(asked.fragment.condition)}
    is_next = opens(asked) and asked.fragment.is_whole and bool(more) and more <= {Area, Status}
    is_list = isinstance(asked.sought, ByConditions) and asked.fragment.condition != EVERYTHING
    is_list |= is_next
    return said.condition if is_list else None


def is_own_list(asked: Asked) -> bool:
    """Tell whether a question for a list says enough to be one of its own."""
    if not isinstance(asked.sought, ByConditions):
        return False
    kinds = {type(leaf) for leaf in leaves(asked.sought.condition)}
    is_said = asked.fragment.shows and not (asked.sought.left_aside or opens(asked))
    is_said &= Mention not in kinds
    is_own = asked.fragment.has_noun or is_said or len(kinds) > 1
    return is_own or not depends(asked)


def beside(
    asked: Asked, numbers: Sequence[RecommendationNumber], records: Records
) -> ByNumber | None:
    """Read "and the next one?" after recommendations named by number."""
    whole = [int(n) for n in numbers if n.isdecimal()]
    if not whole or not asked.fragment.is_beside:
        return None
    step = 1 if holds("next", word_list(asked.tokens)) else -1
    number = str(max(whole) + 1 if step > 0 else min(whole) - 1)
    is_there = number in records.numbers
    return ByNumber((number,) if is_there else (), () if is_there else (number,))
