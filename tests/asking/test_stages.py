"""Words for how far something is that no wording covers are read by their meaning, told, and never complete."""

import pytest

from assistant.asking.asked import ByConditions
from assistant.domain import Answer
from assistant.records.conditions import Without

NOT_BEGUN, BEGUN, SETTLED = "Pending", "Emerging", "Ongoing"


@pytest.mark.parametrize(
    ("said", "statuses"),
    [
        ("have nothing whatsoever to show", {NOT_BEGUN}),
        ("are at an embryonic point", {BEGUN}),
        ("are everyday business by now", {SETTLED}),
        ("have gained some momentum", {BEGUN, SETTLED}),
    ],
)
@pytest.mark.parametrize("asks", ["which recommendations {}?", "list all education ones that {}"])
def test_a_stage_is_read_by_its_meaning_and_the_list_is_not_called_complete(
    assistant, said, statuses, asks
):
    answer = assistant.ask(asks.format(said))
    assert isinstance(answer, Answer)
    assert answer.firmness == "records"
    assert {r.recommendation.status for r in answer.recommendations} == statuses
    assert any(change.kind == "meaning" for change in answer.corrections)
    assert answer.complete_of is None


@pytest.mark.parametrize("said", ["in the north", "that cost money", "about a firewall"])
def test_words_that_tell_no_stage_are_left_aside(assistant, said):
    answer = assistant.ask(f"list the pending recommendations {said}")
    assert not any(change.kind == "meaning" for change in answer.corrections)


def test_what_is_read_by_meaning_is_undone_by_reading_as_written(assistant):
    question = "list all education ones that have nothing whatsoever to show"
    answer = assistant.ask(question, as_written=True)
    assert not answer.corrections


def test_a_status_that_is_named_is_not_read_anew(assistant):
    answer = assistant.ask("what research hasn't been started?")
    assert not any(change.kind == "meaning" for change in answer.corrections)
    assert {r.recommendation.status for r in answer.recommendations} == {NOT_BEGUN}


@pytest.mark.parametrize("verb", ["start", "begin", "get started"])
@pytest.mark.parametrize(
    "question",
    [
        "where do I {} with AI?",
        "how can we {}?",
        "I don't know where to {}",
        "what should I {} with",
    ],
)
def test_what_a_person_wants_to_begin_says_nothing_of_how_far_anything_is(
    assistant, question, verb
):
    sought = assistant.understand(question.format(verb)).asked.sought
    assert not isinstance(sought, ByConditions)
    assert isinstance(assistant.understand("which have we started?").asked.sought, ByConditions)


@pytest.mark.parametrize("area", ["education", "research", "clinical practice"])
def test_what_is_missing_in_an_area_leaves_no_area_out(assistant, area):
    sought = assistant.understand(f"what is still missing in {area}?").asked.sought
    assert not (isinstance(sought, ByConditions) and isinstance(sought.condition, Without))
    sought = assistant.understand(f"pending ones, {area} left out").asked.sought
    assert isinstance(sought, ByConditions)
