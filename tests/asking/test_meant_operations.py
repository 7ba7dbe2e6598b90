"""What people do with lists in words that none was written down for: read by meaning, told, never complete."""

import pytest
from grid_sets import sets_of

from assistant.domain import Answer

AREAS = ("Clinical Practice", "Education", "Research")


@pytest.fixture(scope="module")
def sets(assistant):
    return sets_of(assistant.records.everything)


def shown(response):
    return {r.recommendation.number for r in response.recommendations}


def is_told(response):
    return any(change.kind == "meaning" for change in response.corrections)


@pytest.mark.parametrize(
    ("says", "made"),
    [
        ("blend the two into one", lambda one, other: one | other),
        ("might you tie these together for us", lambda one, other: one | other),
        ("do any turn up in each of the two", lambda one, other: one & other),
        ("who is to see to each one of them", lambda one, other: other),
        ("take me to the earlier list", lambda one, other: one),
    ],
)
def test_what_is_done_with_two_lists_is_read_by_its_meaning(assistant, sets, says, made):
    for area in AREAS:
        one, other = sets.area(area), sets.status("Pending")
        before = [f"list the {area} recommendations", "list all pending recommendations"]
        response = assistant.ask(says, before)
        assert shown(response) == made(one, other), area
        assert is_told(response)
        assert response.complete_of is None


@pytest.mark.parametrize(
    ("says", "made"),
    [
        ("chuck the {} ones", lambda listed, named: listed - named),
        ("can you throw the {} ones into the mix", lambda listed, named: listed | named),
        ("strip that down to the {} part", lambda listed, named: listed & named),
    ],
)
def test_what_is_named_goes_comes_in_or_stays_by_its_meaning(assistant, sets, says, made):
    for area in AREAS:
        response = assistant.ask(says.format(area), ["list the pending recommendations"])
        assert shown(response) == made(sets.status("Pending"), sets.area(area)), area
        assert response.complete_of is None


@pytest.mark.parametrize(
    "says",
    ["how do patients get involved?", "is the guidance binding?", "what training do we need?"],
)
def test_a_question_with_a_subject_does_nothing_with_a_list(assistant, says):
    assert not is_told(assistant.ask(says, ["list the research recommendations"]))


@pytest.mark.parametrize("says", ["merge them", "put them together", "the total of the two?"])
def test_what_is_put_together_is_both_lists(assistant, sets, says):
    response = assistant.ask(says, ["the pending ones", "the ongoing ones"])
    assert shown(response) == sets.status("Pending") | sets.status("Ongoing")


def test_two_that_are_added_up_are_no_recommendation_from_2_on(assistant, sets):
    response = assistant.ask("and adding the two up?", ["the pending ones", "the ongoing ones"])
    assert shown(response) == sets.status("Pending") | sets.status("Ongoing")


def test_after_one_list_there_is_no_other_to_put_it_with(assistant):
    response = assistant.ask("merge them", ["the pending ones"])
    assert not isinstance(response, Answer) or response.complete_of is None


def test_back_to_what_is_named_is_the_list_that_kept_to_it(assistant, sets):
    for area in AREAS:
        before = [f"which {area} recommendations are pending?", "and in partnerships?"]
        response = assistant.ask(f"back to the {area} ones", before)
        assert shown(response) == sets.area(area) & sets.status("Pending"), area
        assert response.complete_of is None
        all_of_it = assistant.ask(f"back to all the {area} ones", before)
        assert shown(all_of_it) == sets.area(area)


@pytest.mark.parametrize("says", ["not just {}", "not only {} please", "all of them, not just {}"])
def test_a_list_that_need_not_only_be_what_it_keeps_to_is_kept_to_the_rest(assistant, sets, says):
    for area in AREAS:
        before = [f"which {area} recommendations are pending?"]
        found = shown(assistant.ask(says.format(area), before))
        assert found == sets.status("Pending"), area


@pytest.mark.parametrize("says", ["what about dinosaurs?", "and cats?", "how about sandwiches?"])
def test_what_the_guidance_never_speaks_of_is_no_list(assistant, says):
    response = assistant.ask(says, ["which recommendations are pending?"])
    assert not isinstance(response, Answer)
