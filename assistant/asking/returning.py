"""Which earlier list does a follow-up go back to? "Go back to that list and add …", "the first list again"."""

from assistant.asking.asked import Asked, Before
from assistant.asking.operations import Operation
from assistant.asking.remaining import parts_of
from assistant.asking.tokens import SMALL_WORDS
from assistant.asking.wordings import gathered, holds, word_list
from assistant.records.conditions import Condition
from assistant.records.selecting import Records


def earlier_list(asked: Asked, before: Before) -> tuple[Condition, str] | None:
    """Give the list that a question goes back to, and what it says behind that; None if to none."""
    said = word_list(asked.tokens)
    back = next(gathered("goes_back").everywhere(said), None)
    nouns = gathered("a_list", "the_first", "the_one_before").everywhere(said)
    named = [m for m in nouns if back is not None and m.start >= back.end]
    if back is None or not before.lists or all("a_list" not in m.meanings for m in named):
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
    return before.lists[-2 if is_before and len(before.lists) > 1 else -1]


def list_with(asked: Asked, op: Operation, before: Before, _: Records) -> Condition:
    """Give the last earlier list that keeps to what is named: "back to the education ones"; without any, all of that."""
    named = op.said.condition
    said = {*parts_of(named)}
    lists = [x for x in before.lists if x != before.in_force and said <= {*parts_of(x)}]
    return lists[-1] if lists and not holds("every", word_list(asked.tokens)) else named
