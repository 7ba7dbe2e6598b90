"""Which earlier lists does a follow-up name? "Go back to that list and add …", "of the former, …", "in the first but not the second".

Knows nothing of what else is said of them.
"""

from assistant.asking.asked import Asked, Before
from assistant.asking.operations import Operation
from assistant.asking.remaining import parts_of
from assistant.asking.tokens import SMALL_WORDS, tokens
from assistant.asking.wordings import Match, gathered, holds, word_list, words_of
from assistant.records.conditions import Condition, End, Number, Without, either, every, leaves
from assistant.records.selecting import Records

_SIDES = ("first_of_two", "second_of_two")
# Between "only" and the list that it keeps to: "only on the second one".
_NEAR = 4


def earlier_list(asked: Asked, before: Before) -> tuple[Condition, str] | None:
    """Give the list that a question names or goes back to, and what it says beside that; None if none."""
    said = word_list(asked.tokens)
    if not before.lists:
        return None
    return (
        _gone_back_to(asked, said, before)
        or _undone(asked, said, before)
        or _named(asked.written, before)
    )


def _undone(asked: Asked, said: list[str], before: Before) -> tuple[Condition, str] | None:
    """Read "undo that, and leave out education" as of the list before the one in force."""
    match = next(gathered("undoes").everywhere(said), None)
    lists = [*dict.fromkeys(before.lists)]
    if match is None or len(lists) < 2 or before.numbers:
        return None
    rest = [t for t in asked.tokens[match.end :] if t.word not in ("please", "then", "and", ",")]
    if not rest or rest[0].word == "before":
        return lists[-2], ""  # "go back a step, before the HEIs"
    return lists[-2], asked.text[rest[0].start :].strip(" ,.;:?!")


def _gone_back_to(asked: Asked, said: list[str], before: Before) -> tuple[Condition, str] | None:
    back = next(gathered("goes_back").everywhere(said), None)
    nouns = gathered("a_list", "the_first", "the_one_before").everywhere(said)
    named = [m for m in nouns if back is not None and m.start >= back.end]
    if back is None or all("a_list" not in m.meanings for m in named):
        return None
    covered = {at for match in named for at in range(match.start, match.end)}
    end = max(covered) + 1
    between = [w for at, w in enumerate(said[back.end : end], back.end) if at not in covered]
    if not {*between} <= SMALL_WORDS:
        return None
    return _which(said, before), asked.text[asked.tokens[end - 1].end :].strip(" ,.;:?!")


def _which(said: list[str], before: Before) -> Condition:
    """Give the first list, the one before the one in force, or the last."""
    is_before = holds("the_one_before", said) and not before.numbers
    if holds("the_first", said):
        return before.lists[0]
    now = {*parts_of(before.lists[-1])}
    wider = [x for x in before.lists if {*parts_of(x)} < now]
    if holds("the_whole", said) and wider:
        return min(wider, key=lambda x: len(parts_of(x)))
    return before.lists[-2 if is_before and len(before.lists) > 1 else -1]


def _named(written: str, before: Before) -> tuple[Condition, str] | None:
    """Read "of the former, which are ongoing?", "who is on the list before last?"."""
    lists = [*dict.fromkeys(before.lists)]
    if len(lists) < 2 or before.numbers:
        return None
    found = tokens(written)
    said = word_list(found)
    name = next(gathered("former", "latter", "list_before").everywhere(said), None)
    if name is None:
        return None
    if any(not (t.is_mark or t.word in SMALL_WORDS) for t in found[name.end : name.end + 1]):
        return None  # "former students"
    start = name.start
    while start and said[start - 1] in SMALL_WORDS:
        start -= 1
    rest = [t for t in (*found[:start], *found[name.end :]) if not t.is_mark]
    beside = " ".join(written[t.start : t.end] for t in rest)
    return lists[-1 if "latter" in name.meanings else -2], beside


def difference(asked: Asked, before: Before) -> Condition | None:
    """Give what one of two lists has and the other has not: "only on the second", "on one of them but not both"."""
    said, lists = word_list(asked.tokens), [*dict.fromkeys(before.lists)]
    named = leaves(asked.fragment.condition)
    is_of_lists = all(isinstance(leaf, Number | End) for leaf in named)
    if len(lists) < 2 or before.numbers or not is_of_lists:
        return None
    one, other = lists[-2:]
    if holds("in_one_of_two", said):
        return every(either(one, other), Without(every(one, other)))
    sides = [m for m in gathered(*_SIDES).everywhere(said) if _is_of_lists(said, m)]
    in_order = [one if "first_of_two" in side.meanings else other for side in sides]
    if len({*in_order}) == 2 and _denies(said[sides[0].end : sides[-1].start]):
        return every(in_order[0], Without(in_order[-1]))
    is_only = bool(sides) and holds("only", said[max(sides[0].start - _NEAR, 0) : sides[0].start])
    if is_only and len({*in_order}) == 1:
        return every(in_order[0], Without(other if in_order[0] == one else one))
    return None


def _is_of_lists(said: list[str], side: Match[str]) -> bool:
    """Tell whether an ordinal stands for a list, not for a member or so many of one: "in the first but not …"."""
    place = [w for w in said[: side.start] if w not in words_of("articles")][-1:]
    rest = said[side.end : side.end + 1]
    is_noun = rest == [] or rest[0] in SMALL_WORDS or not rest[0].isalnum()
    return is_noun and place != [] and place[0] in (*words_of("of_a_list"), *words_of("nots"))


def _denies(between: list[str]) -> bool:
    return holds("not", between) or holds("except", between)


def list_with(asked: Asked, op: Operation, before: Before, _: Records) -> Condition:
    """Give the last earlier list that keeps to what is named: "back to the education ones"; without any, all of that."""
    named = op.said.condition
    said = {*parts_of(named)}
    lists = [x for x in before.lists if x != before.in_force and said <= {*parts_of(x)}]
    return lists[-1] if lists and not holds("every", word_list(asked.tokens)) else named
