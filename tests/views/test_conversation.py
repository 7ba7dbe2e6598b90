"""A conversation is its questions, kept in memory under a name that nobody can guess."""

import random

import pytest

from assistant.views.web.page import conversation
from assistant.views.web.page.conversation import (
    FORGOTTEN_AFTER_S,
    MAX_CHARACTERS,
    MAX_TURNS,
    Conversations,
    Turn,
    bounded,
)

ONE, TWO = Turn("one"), Turn("two", as_written=True)


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def test_what_is_kept_is_read_again():
    kept = Conversations()
    assert kept.read(kept.keep([ONE, TWO])) == (ONE, TWO)


@pytest.mark.parametrize("name", ["", "x", "\ud800", "a" * 60_000])
def test_what_names_no_conversation_is_an_empty_one(name):
    kept = Conversations()
    kept.keep([ONE])
    assert kept.read(name) == ()
    kept.forget(name)
    assert kept.read(kept.keep([TWO], name)) == (TWO,)


def test_two_tabs_that_go_on_from_one_conversation_do_not_mix():
    kept = Conversations()
    begun = kept.keep([ONE])
    here, there = kept.keep([ONE, TWO], begun), kept.keep([ONE, Turn("three")], begun)
    assert kept.read(here) == (ONE, TWO)
    assert kept.read(there) == (ONE, Turn("three"))
    assert kept.read(begun) == (ONE,)


def test_nothing_new_is_no_new_name():
    kept = Conversations()
    name = kept.keep([ONE])
    assert kept.keep([ONE], name) == name
    assert kept.keep([]) == ""


def test_names_cannot_be_guessed():
    kept = Conversations()
    names = {kept.keep([ONE]) for _ in range(100)}
    assert len(names) == 100
    assert min(map(len, names)) >= 22  # 128 bits
    # None follows from another: chance lets two begin alike once in 10^10 runs.
    assert len({name[:8] for name in names}) == 100
    assert len({name[-8:] for name in names}) == 100


def test_names_do_not_follow_from_a_seed():
    names = set()
    for _ in range(2):
        random.seed(1)
        names.add(Conversations().keep([ONE]))
    assert len(names) == 2


def test_forgetting_leaves_nothing_of_what_it_has_grown_from():
    kept = Conversations()
    begun = kept.keep([ONE])
    grown = kept.keep([ONE, TWO], begun)
    kept.forget(grown)
    assert kept.read(begun) == kept.read(grown) == ()


def test_what_is_not_used_is_forgotten():
    clock = Clock()
    kept = Conversations(clock)
    unused, used = kept.keep([ONE]), kept.keep([TWO])
    clock.now = FORGOTTEN_AFTER_S - 1
    assert kept.read(used) == (TWO,)
    clock.now = FORGOTTEN_AFTER_S + 1
    assert kept.read(unused) == ()
    assert kept.read(used) == (TWO,)


def test_no_more_than_so_many_are_kept_the_longest_unused_go(monkeypatch):
    monkeypatch.setattr(conversation, "MAX_KEPT", 3)
    kept = Conversations()
    names = [kept.keep([Turn(str(n))]) for n in range(3)]
    kept.read(names[0])
    last = kept.keep([ONE])
    found = [kept.read(name) for name in (*names, last)]
    assert found == [(Turn("0"),), (), (Turn("2"),), (ONE,)]


def test_only_the_newest_turns_are_kept():
    turns = [Turn(str(n)) for n in range(50)]
    assert bounded(turns) == tuple(turns[-MAX_TURNS:])


def test_long_questions_leave_room_for_fewer():
    turns = [Turn("x" * 1_000) for _ in range(20)]
    kept = bounded(turns)
    assert sum(len(turn.question) for turn in kept) <= MAX_CHARACTERS
    assert len(kept) == 8


def test_an_answer_is_made_once_and_forgotten_with_the_conversation():
    kept = Conversations()
    made = []

    def answer():
        made.append(len(made))
        return made[-1]

    name = kept.keep([ONE])
    assert [kept.remembered(("index", (ONE,)), answer) for _ in range(3)] == [0, 0, 0]
    assert kept.remembered(("other index", (ONE,)), answer) == 1
    kept.forget(name)
    assert kept.remembered(("index", (ONE,)), answer) == 2
