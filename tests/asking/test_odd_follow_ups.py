"""Whatever is said after a list, it is answered or refused; what follows never fails, and is never without end."""

import pytest

from assistant.domain import Abstention, Answer

LISTS = (
    "list all recommendations",
    "which are pending?",
    "which are finished?",
    "show me recommendation 5",
    "recommendations 1 to 3",
    "the first three in research",
    "which are not ongoing?",
)
SAID = (
    *("add them back", "put them back in", "and the ones that are?", "and which are not?"),
    *("and the rest?", "what is left?", "and the others in that area?", "the other way round?"),
    *("the 0th one", "drop the 0th", "the 0th and 2nd", "the 2.1st one", "the next 2.1"),
    *("the next 999999999", "the previous 40", "the one before", "the next three", "the last 0"),
    *("which are in both lists?", "how many altogether?", "neither", "both", "either", "or", "not"),
    *(
        "drop everything",
        "add everything",
        "only",
        "except",
        "instead",
        "go back to the first list",
    ),
)


@pytest.mark.parametrize("said", SAID)
def test_anything_said_after_a_list_is_answered_or_refused(assistant, said):
    for listed in LISTS:
        for earlier in ([listed], [listed, "which of those are in education?"]):
            response = assistant.ask(said, earlier)
            assert isinstance(response, Answer | Abstention)
            sought = assistant.understand(said, earlier).asked.sought
            assert len(getattr(sought, "unknown", ())) <= 31, listed


@pytest.mark.parametrize("said", ["and the rest?", "what is left?", "and which are not?"])
def test_of_everything_nothing_is_left_out(assistant, said):
    response = assistant.ask(said, ["list all recommendations"])
    assert getattr(response, "complete_of", None) is None


def test_what_is_added_to_everything_changes_nothing(assistant):
    response = assistant.ask("add research", ["list all recommendations"])
    assert {r.recommendation.number for r in response.recommendations} == {
        r.number for r in assistant.records.everything
    }
    assert "or area" not in response.description


def test_a_list_gone_back_to_is_one_of_the_last_two(assistant):
    said = ("which are pending?", "which name HEIs?", "go back to the first list")
    shown = {
        r.recommendation.number for r in assistant.ask("which are in both?", said).recommendations
    }
    pending = {r.number for r in assistant.records.everything if r.status == "Pending"}
    assert shown
    assert shown <= pending
