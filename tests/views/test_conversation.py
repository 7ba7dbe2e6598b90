"""A conversation is its questions; what a browser sends is not believed."""

import pytest

from assistant.views.web import conversation
from assistant.views.web.conversation import MAX_CHARACTERS, MAX_TURNS, Turn


def test_what_is_written_is_read_again():
    turns = (Turn("one"), Turn("two", as_written=True))
    assert conversation.read(conversation.write(turns)) == turns


@pytest.mark.parametrize(
    "stored", [None, "x", 3, {}, [1], [["a"]], [["a", True, 1]], [[1, True]], [["", False]], [None]]
)
def test_what_is_no_conversation_is_none(stored):
    assert conversation.read(stored) == ()


def test_only_the_newest_turns_are_kept():
    turns = [Turn(str(n)) for n in range(50)]
    assert conversation.bounded(turns) == tuple(turns[-MAX_TURNS:])


def test_long_questions_leave_room_for_fewer():
    turns = [Turn("x" * 1_000) for _ in range(20)]
    kept = conversation.bounded(turns)
    assert sum(len(turn.question) for turn in kept) <= MAX_CHARACTERS
    assert len(kept) == 8
