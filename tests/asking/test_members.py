"""What a follow-up says of the members of a list: one of them, each of them, and what else is like them."""

import pytest
from grid_sets import sets_of
from test_made_of_a_list import AREAS, STATUSES, shown

ALL = frozenset(map(str, range(1, 32)))
EDUCATION, RESEARCH = "recommendations in education", "recommendations on research"


@pytest.fixture(scope="module")
def sets(assistant):
    return sets_of(assistant.records.everything)


@pytest.mark.parametrize(
    "says", ["which others are in the same area?", "any others from the same section?"]
)
def test_others_of_the_same_area_are_all_of_it_but_those_spoken_of(assistant, sets, says):
    for number in sorted(ALL):
        (area,) = (sets.area(a) for a in AREAS.values() if number in sets.area(a))
        assert shown(assistant, says, f"who does recommendation {number}?") == area - {number}


@pytest.mark.parametrize(
    "says", ["which {} ones have the same status as those?", "{} ones at the same stage?"]
)
def test_the_same_status_is_that_of_those_spoken_of(assistant, sets, says):
    for said, status in STATUSES.items():
        for named, area in AREAS.items():
            if named != "research" and sets.area("Research") & sets.status(status):
                found = shown(assistant, says.format(named), f"which research ones are {said}?")
                assert found == sets.area(area) & sets.status(status), (said, named)


@pytest.mark.parametrize(
    "says", ["are they all at the same stage?", "do they have the same status?"]
)
def test_whether_members_are_alike_is_asked_of_the_list(assistant, sets, says):
    assert shown(assistant, says, EDUCATION) == sets.area("Education")


@pytest.mark.parametrize(
    "says", ["what does each of them ask for?", "who does each?", "how far is each one?"]
)
def test_what_is_asked_of_each_is_asked_of_the_list(assistant, sets, says):
    for a, name in AREAS.items():
        assert shown(assistant, says, f"which are pending in {a}?") == sets.area(
            name
        ) & sets.status("Pending")


@pytest.mark.parametrize(
    "asked",
    [
        "is that one pending?",
        "is it ongoing?",
        "and has it started?",
        "has anybody begun that one?",
    ],
)
def test_what_is_asked_of_the_only_member_shows_it_whatever_the_answer(assistant, asked):
    assert shown(assistant, asked, "which are for everyone?") == {"31"}


@pytest.mark.parametrize(
    "says", ["drop the {} one", "all but the {} one", "leave out the one about {}"]
)
def test_a_member_described_by_its_words_may_be_left_out(assistant, sets, says):
    for before, words, area, number in (
        (EDUCATION, "conferences", "Education", "18"),
        (RESEARCH, "surveys", "Research", "19"),
    ):
        assert shown(assistant, says.format(words), before) == sets.area(area) - {number}


def test_a_member_described_by_what_several_hold_is_not_left_out(assistant):
    response = assistant.ask("drop the training one", [EDUCATION])
    assert getattr(response, "complete_of", None) is None


@pytest.mark.parametrize("says", ["go up to {}", "extend that to {}", "take it up to {}"])
@pytest.mark.parametrize("end", [12, 20, 31])
def test_a_range_that_goes_on_ends_elsewhere_and_keeps_what_else_holds(assistant, sets, says, end):
    within = {str(n) for n in range(3, end + 1)}
    assert shown(assistant, says.format(end), "show 3 to 10") == within
    assert shown(
        assistant, says.format(end), "which of 3 to 10 are pending?"
    ) == within & sets.status("Pending")


@pytest.mark.parametrize("last", ["just the last one", "just the first one"])
def test_a_place_behind_a_list_gone_back_to_is_of_that_list(assistant, sets, last):
    before = ("which are ongoing in education?", "and what about research?")
    row = sorted(sets.area("Education") & sets.status("Ongoing"), key=int)
    assert shown(assistant, f"back to the education ones, {last}", *before) == {
        row[-1 if "last" in last else 0]
    }


@pytest.mark.parametrize(
    "asked", ["{} recommendations, which are {}?", "the {}: which ones are {}?"]
)
@pytest.mark.parametrize("end", ["first", "last"])
def test_a_place_that_stands_apart_is_taken_before_what_is_asked_of_it(assistant, sets, asked, end):
    row = sorted(ALL, key=int)
    for n in (3, 5, 8):
        chosen = {*(row[:n] if end == "first" else row[-n:])}
        for said, status in STATUSES.items():
            assert shown(assistant, asked.format(f"{end} {n}", said)) == chosen & sets.status(
                status
            )


@pytest.mark.parametrize(
    "says",
    ["not the pending ones", "leave out the pending ones", "only the ongoing recommendations"],
)
def test_what_leaves_out_of_an_answer_gives_no_complete_list(assistant, says):
    response = assistant.ask(says, ["tell me about curricula"])
    assert getattr(response, "complete_of", None) is None
