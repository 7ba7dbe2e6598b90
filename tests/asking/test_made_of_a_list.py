"""What a conversation makes of a list: added to, turned, widened, narrowed, its rest; each is set algebra."""

from itertools import permutations

import pytest
from grid_sets import sets_of

AREAS = {
    "clinical practice": "Clinical Practice",
    "teaching": "Education",
    "research": "Research",
    "partnerships": "Stakeholder Partnerships",
}
STATUSES = {"pending": "Pending", "emerging": "Emerging", "up and running": "Ongoing"}
GROUPS = ("HEIs", "industry", "students", "clinicians")


@pytest.fixture(scope="module")
def sets(assistant):
    return sets_of(assistant.records.everything)


def shown(assistant, question, *before):
    return {r.recommendation.number for r in assistant.ask(question, before).recommendations}


@pytest.mark.parametrize(
    "says", ["add {}", "plus {}", "and {} too", "include {} as well", "throw in {}", "also {}"]
)
def test_what_is_added_joins_the_list(assistant, sets, says):
    for a, b in permutations(AREAS, 2):
        found = shown(assistant, says.format(b), f"which {a} ones are there?")
        assert found == sets.area(AREAS[a]) | sets.area(AREAS[b]), (a, b)


@pytest.mark.parametrize(
    "says",
    ["now {}", "{} instead", "the same but for {}", "switch to {}", "sorry, I meant {}", "and {}?"],
)
def test_what_takes_the_place_of_an_area_keeps_the_status(assistant, sets, says):
    for a, b in permutations(AREAS, 2):
        found = shown(assistant, says.format(b), f"which {a} ones are pending?")
        assert found == sets.area(AREAS[b]) & sets.status("Pending"), (a, b)


@pytest.mark.parametrize("says", ["make that {}", "no, {}", "actually {}", "swap {old} for {}"])
def test_what_takes_the_place_of_a_status_keeps_the_area(assistant, sets, says):
    for a, b in permutations(STATUSES, 2):
        found = shown(assistant, says.format(b, old=a), f"list the {a} ones in research")
        assert found == sets.area("Research") & sets.status(STATUSES[b]), (a, b)


@pytest.mark.parametrize(
    "says", ["in any area", "and across all areas?", "regardless of area", "whatever the area"]
)
def test_an_area_that_may_be_any_is_none(assistant, sets, says):
    for a in AREAS:
        found = shown(assistant, says, f"which {a} ones are pending?")
        assert found == sets.status("Pending")


@pytest.mark.parametrize(
    "says", ["and the rest?", "the others", "everything else", "which did you leave out?"]
)
def test_the_rest_of_a_list_is_all_that_it_leaves_out(assistant, sets, says):
    for a in AREAS:
        found = shown(assistant, says, f"which are in {a}?")
        assert found == sets.every - sets.area(AREAS[a])


@pytest.mark.parametrize(
    "says", ["which of them also name {}?", "any that {} share?", "narrow it to {}"]
)
def test_a_list_of_one_groups_is_narrowed_to_what_another_shares(assistant, sets, says):
    for a, b in permutations(GROUPS, 2):
        found = shown(assistant, says.format(b), f"recommendations for {a}")
        assert found == sets.group(a) & sets.group(b), (a, b)


@pytest.mark.parametrize("says", ["lose the ones with {}", "get rid of any for {}", "drop {}"])
def test_what_is_dropped_is_left_out(assistant, sets, says):
    for a, b in permutations(GROUPS, 2):
        found = shown(assistant, says.format(b), f"recommendations for {a}")
        assert found == sets.group(a) - sets.group(b), (a, b)


def test_the_next_ones_follow_the_first(assistant, sets):
    asked = ["give me the first three", "next three", "and the next two"]
    in_order = sets.ordered
    assert shown(assistant, asked[1], asked[0]) == set(in_order[3:6])
    assert shown(assistant, asked[2], *asked[:2]) == set(in_order[6:8])


def test_a_word_that_no_list_holds_takes_complete_away_in_a_conversation_too(assistant):
    response = assistant.ask("and in research, same people?", ["what must HEIs do in education"])
    assert response.complete_of is None
    assert "same" in response.left_aside
