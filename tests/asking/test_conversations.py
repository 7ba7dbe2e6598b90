"""What a follow-up makes of a list: thousands of conversations against plain set algebra."""

from collections import Counter
from functools import cache

import pytest
from conversations import Conversation, conversations
from grid_sets import sets_of

from assistant.asking.asked import ByConditions, ByNumber
from assistant.records.conditions import Number, either

N = 2000
HOW_MANY = 130
SEED = 12


@pytest.fixture(scope="module")
def made(assistant):
    return conversations(sets_of(assistant.records.everything), N, SEED)


@cache
def read(assistant, questions: tuple[str, ...]) -> tuple[frozenset[str], bool]:
    """The numbers that the last question lists, and whether it is called complete."""
    *earlier, question = questions
    sought = assistant.understand(question, earlier).asked.sought
    match sought:
        case ByConditions(condition, left_aside, others):
            is_whole = not left_aside and not others
        case ByNumber(known, _, _, left_aside) if known:
            condition, is_whole = either(*map(Number, known)), not left_aside
        case _:
            return frozenset(), False
    return frozenset(r.number for r in assistant.records.select(condition)), is_whole


def report(made: list[Conversation], faults: list[Conversation]) -> str:
    asked, wrong = (Counter(c.operation for c in some) for some in (made, faults))
    lines = [f"{wrong[name]:4} of {asked[name]:4}  {name}" for name in wrong]
    return "\n".join([*lines, *(" / ".join(c.questions) for c in faults[:20])])


def test_a_follow_up_makes_of_the_list_in_force_what_its_words_say(assistant, made, drawn):
    made = drawn(made, HOW_MANY)
    faults = [c for c in made if read(assistant, c.questions)[0] != c.wanted]
    assert not faults, report(made, faults)


def test_what_a_follow_up_says_beside_that_is_never_lost_from_sight(assistant, made, drawn):
    """A word that no operation uses: the list is another, or is not called complete."""
    changed = [c for c in made if c.operation in ("keep", "leave out", "add")][:200]
    for c in drawn(changed, 35):
        *earlier, last = c.questions
        told = (*earlier, f"{last.rstrip('?')} for left-handed sonographers")
        numbers, is_whole = read(assistant, told)
        assert not (is_whole and numbers == c.wanted), told


@pytest.mark.parametrize("frame", ["ok great, {}", "{}, thanks", "hmm ok. {}", "right, {}"])
def test_the_form_of_a_follow_up_changes_nothing(assistant, made, frame, drawn):
    for c in drawn(made[:150], 15):
        *earlier, last = c.questions
        framed = (*earlier, frame.format(last))
        assert read(assistant, framed)[0] == read(assistant, c.questions)[0], framed
