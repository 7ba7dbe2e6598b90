"""What one question says of itself: of what its own sentences name before, and as whom it is asked."""

import pytest
from grid_sets import sets_of
from test_made_of_a_list import AREAS, STATUSES, shown

from assistant.domain import Answer

DETAILS = (
    "note",
    "progress note",
    "comment",
    "supporting detail",
    "written example",
    "status note",
    "remark",
)


@pytest.fixture(scope="module")
def sets(assistant):
    return sets_of(assistant.records.everything)


@pytest.mark.parametrize(
    "says",
    [
        "Half of the {area} recommendations is wishful thinking. Which of those are {status}?",
        "I went through the {area} ones last night! How many of them are {status}?",
        "Looking at the {area} section, which of these are {status}?",
    ],
)
def test_those_are_what_the_sentence_before_names(assistant, sets, says):
    for a, name in AREAS.items():
        for said, status in STATUSES.items():
            wanted = sets.area(name) & sets.status(status)
            assert shown(assistant, says.format(area=a, status=said)) == wanted, (a, said)


def test_a_story_that_ends_in_them_is_no_list(assistant):
    told = "I run placements for a university. Some of our students fall behind. What should we do for them?"
    assert assistant.understand(told).leans == ""


@pytest.mark.parametrize(
    "role", ["clinical lead for CT", "a research student", "head of education"]
)
def test_as_whom_people_speak_is_no_condition(assistant, sets, role):
    for a, name in AREAS.items():
        asked = f"As {role} I need the pending recommendations in {a}"
        response = assistant.ask(asked)
        assert isinstance(response, Answer)
        assert shown(assistant, asked) == sets.area(name) & sets.status("Pending"), (role, a)
        assert response.complete_of is None  # who asks may bear on what is meant


@pytest.mark.parametrize("detail", DETAILS)
def test_what_stands_beside_a_status_has_many_names(assistant, detail):
    with_one = shown(assistant, f"which recommendations have a {detail}?")
    without = shown(assistant, f"which recommendations have no {detail}s?")
    assert with_one | without == {r.number for r in assistant.records.everything}
    assert not with_one & without
    assert without == shown(
        assistant, f"which recommendations have no {detail} recorded against their status?"
    )


@pytest.mark.parametrize(
    "says",
    [
        "not those, the {} ones",
        "no, not them, {} please",
        "I didn't ask for pending, I asked for {}",
        "I did not want pending, I wanted {}",
    ],
)
def test_what_is_not_meant_gives_way_to_what_is(assistant, sets, says):
    for a, name in AREAS.items():
        for said in ("emerging", "ongoing"):
            found = shown(assistant, says.format(said), f"which are pending in {a}?")
            assert found == sets.area(name) & sets.status(said.title()), (a, said)


def test_leaving_out_what_is_not_so_keeps_what_is(assistant, sets):
    for a, name in AREAS.items():
        wanted = sets.area(name) & sets.status("Ongoing")
        for says in ("drop everything that isn't in {}", "leave out anything that is not {}"):
            assert shown(assistant, says.format(a), "list the ongoing ones") == wanted, (a, says)
        assert shown(assistant, f"cut it to {a}", "list the ongoing ones") == wanted


def test_two_places_in_two_lists_are_one_of_each(assistant, sets):
    def ends(members):
        return min(members, key=int), max(members, key=int)

    for a, name in AREAS.items():
        for b, other in AREAS.items():
            first, _ = ends(sets.area(name) & sets.status("Pending"))
            _, last = ends(sets.area(other) & sets.status("Pending"))
            asked = f"the first pending one in {a} and the last pending one in {b}"
            assert shown(assistant, asked) == {first, last}, (a, b)


def test_recommendations_there_are_those_of_the_area_asked_about(assistant, sets):
    for a, name in AREAS.items():
        before = f"where does {a} come in the paper?"
        assert shown(assistant, "list the recommendations there", before) == sets.area(name), a


def test_one_to_be_shown_is_shown_whatever_list_is_in_force(assistant):
    for number in ("2", "12", "31"):
        for says in ("now show me just {} in full", "show me only {}"):
            assert shown(assistant, says.format(number), "which are emerging?") == {number}


@pytest.mark.parametrize(
    "close", ["Thanks, Ann", "Many thanks, Ann Smith", "Kind regards, Jo", "Best wishes. Sam"]
)
def test_a_letters_close_changes_nothing(assistant, close):
    for asked in ("Which are pending in research?", "Who audits AI tools?"):
        signed = assistant.understand(f"Dear colleague, {asked} {close}").asked
        assert signed.text.rstrip("?") == assistant.understand(asked).asked.text.rstrip("?")
        assert signed.sought == assistant.understand(asked).asked.sought


@pytest.mark.parametrize(
    "says",
    [
        "I have read the {area} table already. Which of the recommendations outside it are {status}?",
        "We've covered the {area} section. Which of the others are {status}?",
        "I've done the {area} ones. Which of the remaining recommendations are {status}?",
    ],
)
def test_the_others_are_all_but_what_the_sentence_before_names(assistant, sets, says):
    for a, name in AREAS.items():
        for said, status in STATUSES.items():
            wanted = sets.status(status) - sets.area(name)
            assert shown(assistant, says.format(area=a, status=said)) == wanted, (a, said)


def test_both_are_the_two_that_the_sentence_before_names(assistant, sets):
    asked = (
        "I have to compare research and teaching - can you give me all the ongoing ones from both?"
    )
    assert shown(assistant, asked) == (sets.area("Research") | sets.area("Education")) & (
        sets.status("Ongoing")
    )


@pytest.mark.parametrize(
    "undone", ["undo that", "go back a step", "back to how it was before that"]
)
def test_undoing_gives_the_list_before(assistant, sets, undone):
    for a, name in AREAS.items():
        turns = ("which are pending?", f"only {a}")
        assert shown(assistant, undone, *turns) == sets.status("Pending")
        without = shown(assistant, f"{undone}, then leave out {a}", *turns)
        assert without == sets.status("Pending") - sets.area(name), a


@pytest.mark.parametrize("n", ["{}!", "Only {}, I see.", "Not many.", "Hm, {}."])
def test_a_remark_on_a_list_changes_nothing(assistant, sets, n):
    for a, name in AREAS.items():
        listed = sets.area(name) & sets.status("Pending")
        remark = n.format(len(listed))
        kept = shown(assistant, f"{remark} Which of those name industry?", f"pending in {a}")
        assert kept == shown(assistant, "which of those name industry?", f"pending in {a}"), a
        more = shown(assistant, f"{remark} Add the ongoing ones", f"pending in {a}")
        assert more == listed | (sets.area(name) & sets.status("Ongoing")), a


@pytest.mark.parametrize("written", ["isnt", "isn't", "is not"])
def test_a_contraction_may_lack_its_mark(assistant, sets, written):
    assert shown(assistant, f"what {written} pending in research?") == sets.area(
        "Research"
    ) - sets.status("Pending")


def test_a_name_behind_and_is_not_cut(assistant):
    asked = "which name industry and higher education institutions?"
    assert shown(assistant, asked) == shown(assistant, "which name industry and HEIs?")


def test_what_adds_to_a_list_may_end_in_that_all_of_it_is_wanted(assistant, sets):
    before = "show me the clinical practice recommendations"
    wanted = sets.area("Clinical Practice") | sets.area("Research")
    for tail in (" - full list of both", ", so I have everything together", ", all of it"):
        assert shown(assistant, f"plus the research ones{tail}", before) == wanted, tail
    also = shown(assistant, "also add 31 to the list", before)
    assert also == sets.area("Clinical Practice") | {"31"}


def test_who_is_down_for_them_points_at_no_list(assistant, sets):
    asked = "which recs have students down for them"
    assert assistant.understand(asked, ["how does AI affect the quality of care"]).leans == ""


def test_who_is_among_those_responsible_points_at_nothing_said_before(assistant):
    alone = "Which research recommendations put industry among those responsible?"
    told = f"We're an AI vendor. {alone}"
    assert shown(assistant, told) == shown(assistant, alone)


@pytest.mark.parametrize("mark", ["", "?", "."])
@pytest.mark.parametrize("asked", ["which recommendation is for ALL", "which ones are for all"])
def test_all_that_something_is_for_is_everybody(assistant, sets, asked, mark):
    assert shown(assistant, f"{asked}{mark}", "which are pending?") == {"31"}


def test_thanks_behind_two_sentences_change_nothing(assistant, sets):
    for said, name in AREAS.items():
        asked = f"I have read the {said} table already. Which of the others are pending?"
        wanted = sets.status("Pending") - sets.area(name)
        assert shown(assistant, asked) == wanted, said
        assert shown(assistant, f"{asked} Thanks") == wanted, said
