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


@pytest.mark.parametrize("says", ["how many are left?", "what's left?", "what does that leave?"])
def test_what_is_left_after_something_was_left_out_is_what_stays(assistant, sets, says):
    for a in AREAS:
        found = shown(assistant, says, "which are pending?", f"leave out the {a} ones")
        assert found == sets.status("Pending") - sets.area(AREAS[a])


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


@pytest.mark.parametrize("says", ["and whatever is left after that", "the remaining ones please"])
def test_what_is_left_of_a_list_paged_through_is_the_rest_of_it(assistant, sets, says):
    asked = ["give me the first three pending ones", "next two"]
    pending = sets.status("Pending")
    assert shown(assistant, says, *asked) == pending - sets.first(5, pending)


@pytest.mark.parametrize("says", ["which are in both lists?", "what is the overlap?"])
def test_two_lists_share_what_is_in_both(assistant, sets, says):
    for a, b in permutations(GROUPS, 2):
        found = shown(assistant, says, f"recommendations for {a}", f"and for {b}?")
        assert found == sets.group(a) & sets.group(b), (a, b)


@pytest.mark.parametrize("says", ["which are on neither list?", "which are not in either list?"])
def test_what_is_on_neither_of_two_lists_is_the_rest_of_all(assistant, sets, says):
    for a, b in permutations(AREAS, 2):
        found = shown(assistant, says, f"list the {a} ones", f"what about the {b} ones?")
        assert found == sets.every - sets.area(AREAS[a]) - sets.area(AREAS[b]), (a, b)


def test_what_is_on_both_lists_may_be_narrowed_at_once(assistant, sets):
    asked = ["recommendations for students", "and for HEIs?"]
    found = shown(assistant, "which are on both lists and pending?", *asked)
    assert found == sets.group("students") & sets.group("HEIs") & sets.status("Pending")


@pytest.mark.parametrize("says", ["how many altogether, both lists?", "put the two lists together"])
def test_two_lists_together_are_all_of_either(assistant, sets, says):
    for a, b in permutations(STATUSES, 2):
        found = shown(assistant, says, f"which are {a}?", f"what about the {b} ones?")
        assert found == sets.status(STATUSES[a]) | sets.status(STATUSES[b]), (a, b)


def test_the_other_way_round_is_the_one_group_for_the_other(assistant, sets):
    for a, b in permutations(GROUPS, 2):
        first, turned = f"recommendations for {a} but not for {b}", "and the other way round?"
        assert shown(assistant, turned, first) == sets.group(b) - sets.group(a), (a, b)
        both = shown(assistant, "which have both?", first, turned)
        assert both == sets.group(a) & sets.group(b), (a, b)


@pytest.mark.parametrize("says", ["who does number three on that list?", "and the third of them?"])
def test_a_number_on_the_list_is_a_place_in_it(assistant, sets, says):
    for a in AREAS.values():
        in_order = [n for n in sets.ordered if n in sets.area(a)]
        assert shown(assistant, says, f"list the {a} ones") == {in_order[2]}


@pytest.mark.parametrize(
    ("says", "left"),
    [("all but the last", slice(0, -1)), ("drop the first one", slice(1, None))],
)
def test_a_place_may_be_left_out(assistant, sets, says, left):
    for a in AREAS.values():
        in_order = [n for n in sets.ordered if n in sets.area(a)]
        assert shown(assistant, says, f"list the {a} ones") == set(in_order[left])


def test_several_places_are_members_of_the_list(assistant, sets):
    for a in AREAS.values():
        in_order = [n for n in sets.ordered if n in sets.area(a)]
        assert shown(assistant, "the second and third", f"list the {a} ones") == {*in_order[1:3]}


@pytest.mark.parametrize("says", ["sorry, I meant only for {}", "other way: only those with {}"])
def test_those_left_out_by_mistake_are_those_kept(assistant, sets, says):
    for a, b in permutations(GROUPS, 2):
        asked = [f"recommendations for {b}", f"without {a}"]
        found = shown(assistant, says.format(a), *asked)
        assert found in (sets.group(a), sets.group(a) & sets.group(b)), (a, b)


@pytest.mark.parametrize("says", ["add them back", "put those back in"])
def test_what_was_left_out_last_comes_back(assistant, sets, says):
    for s in STATUSES:
        asked = ["recommendations for HEIs", f"leave out the {s} ones"]
        assert shown(assistant, says, *asked) == sets.group("HEIs")


@pytest.mark.parametrize("says", ["drop {} and keep only {}", "leave out {}, then keep only {}"])
def test_two_things_are_done_with_a_list_in_turn(assistant, sets, says):
    for s, status in STATUSES.items():
        for a, area in AREAS.items():
            found = shown(assistant, says.format(f"the {s} ones", a), "recommendations for HEIs")
            assert found == (sets.group("HEIs") & sets.area(area)) - sets.status(status), (s, a)


@pytest.mark.parametrize("says", ["drop {}, swap in {}", "drop {} and add {}", "swap {} for {}"])
def test_one_of_two_groups_is_exchanged_and_the_other_kept(assistant, sets, says):
    for kept, old, new in permutations(GROUPS, 3):
        found = shown(assistant, says.format(old, new), f"which are for both {kept} and {old}?")
        assert found == sets.group(kept) & sets.group(new), (kept, old, new)


def test_a_condition_is_forgotten_and_the_rest_kept(assistant, sets):
    asked = ["which are ongoing?", "only those with industry", "take out research"]
    found = shown(assistant, "forget the industry condition, keep the rest", *asked)
    assert found == sets.status("Ongoing") - sets.area("Research")


@pytest.mark.parametrize("says", ["now do the same for {}", "same for {}"])
def test_other_numbers_take_the_place_of_numbers(assistant, sets, says):
    asked = ["recommendations 16 to 31", "just the pending ones"]
    found = shown(assistant, says.format("1 to 15"), *asked)
    assert found == {n for n in sets.status("Pending") if int(n) <= 15}


@pytest.mark.parametrize("says", ["that is all on that. Now {}", "enough about that. {}"])
def test_a_list_after_a_goodbye_to_another_stands_by_itself(assistant, sets, says):
    asked = ["which name students?", "just the ongoing ones"]
    found = shown(assistant, says.format("all research recommendations naming industry"), *asked)
    assert found == sets.area("Research") & sets.group("industry")


def test_what_has_not_started_in_another_area_takes_the_place_of_what_has(assistant, sets):
    asked = ["what is ongoing in education?", "and emerging?", "and not started?"]
    assert shown(assistant, asked[2], *asked[:2]) == sets.area("Education") & sets.status("Pending")
    for says in ("and not started in clinical practice?", "and not pending in clinical practice?"):
        listed = shown(assistant, says, asked[0])
        wanted = (
            sets.status("Pending") if "started" in says else sets.every - sets.status("Pending")
        )
        assert listed == sets.area("Clinical Practice") & wanted, says
    found = shown(assistant, "and not started in clinical practice?", *asked)
    assert found == sets.area("Clinical Practice") & sets.status("Pending")


@pytest.mark.parametrize(
    "says",
    [
        "which have both?",
        "the third and those in research",
        "is 9 one of them?",
        "and students, but not both",
        "or for HEIs?",
    ],
)
def test_what_nothing_was_made_of_takes_complete_away(assistant, says):
    assert assistant.ask(says, ["which are in education?"]).complete_of is None


def test_a_word_that_no_list_holds_takes_complete_away_in_a_conversation_too(assistant):
    response = assistant.ask("and in research, same people?", ["what must HEIs do in education"])
    assert response.complete_of is None
    assert "same" in response.left_aside


@pytest.mark.parametrize(
    "says", ["remove everything in {}", "drop all the {} ones", "lose any in {}"]
)
def test_all_of_an_area_may_be_told_to_go(assistant, sets, says):
    for area in AREAS:
        found = shown(assistant, says.format(area), "which ones are pending for industry?")
        wanted = sets.status("Pending") & sets.group("industry") - sets.area(AREAS[area])
        assert found == wanted, area


@pytest.mark.parametrize(
    "says", ["and not begun in {}?", "now those of {}", "just the {} ones out of those"]
)
def test_what_words_like_operators_say_is_a_part_of_the_list(assistant, sets, says):
    found = shown(assistant, says.format("research"), "which ones are pending?")
    assert found == sets.status("Pending") & sets.area("Research")


@pytest.mark.parametrize(
    "says", ["on a new subject. {}", "another question: {}", "different topic, {}"]
)
def test_a_new_subject_told_before_the_request_leaves_the_list(assistant, sets, says):
    for area in AREAS:
        question = says.format(f"list the {area} recommendations")
        assert shown(assistant, question, "which are for patients?") == sets.area(AREAS[area])


@pytest.mark.parametrize(
    "tells",
    [
        "the {} sent round a glossy leaflet and nobody dared question it",
        "my cousin thinks {} already wear robots on their sleeves",
    ],
)
def test_a_story_that_names_a_group_is_not_about_the_list(assistant, tells):
    for group in GROUPS:
        turn = assistant.understand(tells.format(group), ["which ones are pending?"])
        assert turn.leans != "list", group


def test_another_group_asked_for_whole_is_no_complete_part_of_the_list(assistant, sets):
    """It may be asked for by itself: the other reading is told with its numbers."""
    response = assistant.ask(
        "Which ones are HEIs responsible for?", ["Which ones is industry responsible for?"]
    )
    assert response.complete_of is None
    assert sets.group("HEIs") in [frozenset(o.numbers) for o in response.otherwise]


@pytest.mark.parametrize("says", ["use the term {}", "have the word {} in them", "mention {}"])
def test_the_word_for_a_word_is_not_looked_for(assistant, says):
    for word in ("curriculum", "multidisciplinary", "conferences"):
        found = {
            r.recommendation.number
            for r in assistant.ask(f"Find the ones that {says.format(word)}.").recommendations
        }
        plainly = assistant.ask(f"Which recommendations mention {word}?").recommendations
        assert found == {r.recommendation.number for r in plainly} != set()


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("two pending", "2"),
        ("show me two pending recommendations", "2"),
        ("three ongoing ones please", "3"),
        ("every third recommendation", "3"),
        ("every 4", "4"),
        ("all 12", "12"),
    ],
)
def test_a_number_of_recommendations_is_no_complete_list_of_the_one_numbered_so(
    assistant, asked, number
):
    response = assistant.ask(asked)
    found = [r.recommendation.number for r in getattr(response, "recommendations", ())]
    assert number not in found
    assert getattr(response, "complete_of", None) is None


@pytest.mark.parametrize(
    ("says", "before", "other"),
    [
        (
            "and HEIs as well?",
            ["which are for industry?"],
            lambda s: s.group("industry") | s.group("HEIs"),
        ),
        (
            "and HEIs as well?",
            ["list the pending ones"],
            lambda s: s.status("Pending") | s.group("HEIs"),
        ),
        (
            "all except the pending recommendations",
            ["list the education recommendations"],
            lambda s: s.area("Education") - s.status("Pending"),
        ),
        (
            "how many is that together?",
            ["pending in education", "ongoing in education"],
            lambda s: s.area("Education") & (s.status("Pending") | s.status("Ongoing")),
        ),
        (
            "or in research?",
            ["list the pending ones"],
            lambda s: s.status("Pending") | s.area("Research"),
        ),
    ],
)
def test_what_may_make_two_lists_is_told_with_both_and_neither_is_complete(
    assistant, sets, says, before, other
):
    response = assistant.ask(says, before)
    assert response.complete_of is None
    assert other(sets) in [frozenset(o.numbers) for o in response.otherwise]


@pytest.mark.parametrize(
    ("says", "left"),
    [
        ("but leave the emerging ones", lambda row, s: {*row} - s.status("Emerging")),
        ("drop the second", lambda row, s: {*row} - {row[1]}),
        ("remove the third", lambda row, s: {*row} - {row[2]}),
        ("the three final recommendations", lambda row, s: {*row[-3:]}),
        ("the first and last", lambda row, s: {row[0], row[-1]}),
    ],
)
def test_what_is_left_out_and_the_ends_are_members_of_the_list(assistant, sets, says, left):
    for area in AREAS.values():
        row = [n for n in sets.ordered if n in sets.area(area)]
        found = shown(assistant, says, f"list the {area} recommendations")
        assert found == left(row, sets), area


@pytest.mark.parametrize(
    "says",
    [
        *("which are also {}?", "and which are also in {}?", "only the {} ones"),
        *("keep {}, drop everything else", "just {} please, not the others", "{} – lose the rest"),
    ],
)
def test_what_a_list_is_kept_to_narrows_it(assistant, sets, says):
    for said, status in STATUSES.items():
        for named, area in AREAS.items():
            found = shown(assistant, says.format(named), f"which are {said}?")
            assert found == sets.status(status) & sets.area(area), (said, named)


@pytest.mark.parametrize(
    "says",
    ["{} can go", "put {} to one side", "leave out {}: what is left?", "without {}, what is left?"],
)
def test_what_goes_or_is_put_aside_is_left_out(assistant, sets, says):
    for said, status in STATUSES.items():
        for named, area in AREAS.items():
            found = shown(assistant, says.format(named), f"which are {said}?")
            assert found == sets.status(status) - sets.area(area), (said, named)


@pytest.mark.parametrize(
    "says", ["never mind whether they are {}", "regardless of whether they are {}"]
)
def test_what_something_may_be_or_not_is_no_condition(assistant, sets, says):
    for said in STATUSES:
        for named, area in AREAS.items():
            found = shown(assistant, says.format(said), f"which {said} ones are in {named}?")
            assert found == sets.area(area), (said, named)


def test_only_what_is_named_and_not_something_else_keeps_to_the_list(assistant, sets):
    says = "only the ones in {}, and please skip any that are {}"
    for named, area in AREAS.items():
        for said, status in STATUSES.items():
            found = shown(assistant, says.format(named, said), "which ones name HEIs?")
            everybodys = shown(assistant, "which are for everybody?")
            assert (
                found - everybodys
                == (sets.group("HEIs") & sets.area(area)) - sets.status(status) - everybodys
            )


@pytest.mark.parametrize("counted", ["those two", "those three", "these four"])
def test_a_list_of_another_number_than_is_said_is_not_complete(assistant, counted):
    earlier = "which recommendations are for students?"
    listed = assistant.ask(f"what is the status of {counted}?", [earlier])
    n = len(assistant.ask(earlier).recommendations)
    assert len(listed.recommendations) == n
    assert listed.complete_of is None or counted.split()[1] == {2: "two", 3: "three", 4: "four"}[n]


@pytest.mark.parametrize("opening", ["so,", "and", "then"])
def test_a_whole_list_behind_so_or_and_may_be_a_new_one(assistant, opening):
    listed = assistant.ask(
        f"{opening} list the clinical practice recommendations", ["which are pending?"]
    )
    assert listed.complete_of is None


TWO = ("which recommendations are emerging?", "which recommendations are in research?")


@pytest.mark.parametrize(
    ("says", "made"),
    [
        ("which are in the first but not in the second?", lambda a, b: a - b),
        ("which are in the former but not the latter?", lambda a, b: a - b),
        ("which are only on the second one?", lambda a, b: b - a),
        ("which are in one of them but not in both?", lambda a, b: a ^ b),
        ("of the former, which name HEIs?", None),
        ("which are on the list before last?", lambda a, b: a),
        ("which are in the latter?", lambda a, b: b),
    ],
)
def test_two_lists_are_told_apart_by_their_place(assistant, sets, says, made):
    emerging, research = sets.status("Emerging"), sets.area("Research")
    wanted = made(emerging, research) if made else emerging & sets.group("HEIs")
    assert shown(assistant, says, *TWO) == wanted


@pytest.mark.parametrize("noun", ["students", "radiographers"])
def test_the_former_of_something_is_no_list(assistant, noun):
    asked = assistant.understand(f"what do former {noun} say?", list(TWO)).asked
    assert f"former {noun}" in asked.text


@pytest.mark.parametrize(
    "says", ["Isn't there one for students?", "Aren't there any for students?"]
)
def test_a_question_with_a_not_is_asked_of_what_is_named(assistant, sets, says):
    found = shown(assistant, says, "which are in education?")
    assert found == sets.area("Education") & sets.group("students")


def test_nothing_of_another_kind_asks_for_that_kind(assistant, sets):
    for named, area in AREAS.items():
        found = shown(assistant, f"Nothing in {named}?", "which are pending in education?")
        assert found == sets.area(area) & sets.status("Pending")


@pytest.mark.parametrize("says", ["which are?", "so which are?"])
def test_which_are_after_what_is_not_turns_it_round(assistant, sets, says):
    for said, status in STATUSES.items():
        found = shown(assistant, says, f"which research recommendations are not {said}?")
        assert found == sets.area("Research") & sets.status(status)


def test_members_are_named_from_the_end_and_from_the_middle(assistant, sets):
    ongoing = sorted(sets.status("Ongoing"), key=int)
    assert shown(assistant, "who does the second from last?", "which are ongoing?") == {ongoing[-2]}
    partnership = sorted(sets.area("Stakeholder Partnerships"), key=int)
    found = shown(assistant, "who has the middle one?", "which partnership ones are there?")
    assert found == {partnership[len(partnership) // 2]}


@pytest.mark.parametrize(
    "where", ["in the whole paper", "from every section", "across the document"]
)
def test_what_is_asked_of_the_whole_guidance_is_a_list_of_its_own(assistant, sets, where):
    found = shown(
        assistant,
        f"and which recommendations {where} are ongoing?",
        "which research ones are pending?",
    )
    assert found == sets.status("Ongoing")


def test_anything_else_after_two_lists_is_not_complete(assistant):
    before = ["which education recommendations are emerging?", "and ongoing?"]
    assert assistant.ask("anything else?", before).complete_of is None


@pytest.mark.parametrize(
    "says", ["Actually not HEIs, industry", "not HEIs, industry", "sorry, not HEIs, but industry"]
)
def test_what_is_put_right_takes_the_place_of_what_it_is_not(assistant, sets, says):
    found = shown(assistant, says, "which recommendations are HEIs responsible for?")
    assert found == sets.group("industry")


def test_which_are_after_what_is_so_turns_nothing_round(assistant, sets):
    assert shown(assistant, "which are?", "which recommendations are pending?") == sets.status(
        "Pending"
    )


def test_whether_something_is_so_is_asked_of_the_list_and_widens_nothing(assistant, sets):
    found = shown(assistant, "tell me whether they are pending", "which are in education?")
    assert found == sets.area("Education") & sets.status("Pending")


def test_none_of_those_is_told_where_none_is(assistant):
    for one, other in permutations(STATUSES, 2):
        assert not shown(assistant, f"which of them are {other}?", f"which are {one}?")
    for one, other in permutations(AREAS, 2):
        found = shown(assistant, f"which of those are also in {other}?", f"which are in {one}?")
        assert not found


@pytest.mark.parametrize("end", ["first", "last"])
def test_which_of_the_first_ones_of_a_list_are_something(assistant, sets, end):
    for named, area in AREAS.items():
        row = sorted(sets.area(area), key=int)
        four = {*(row[:4] if end == "first" else row[-4:])}
        for said, status in STATUSES.items():
            asked = f"which of the {end} four are {said}?"
            assert shown(assistant, asked, f"which are in {named}?") == four & sets.status(status)


@pytest.mark.parametrize(
    ("asked", "bounds"),
    [("no later than 22", (1, 22)), ("after 12", (13, 31)), ("up to 14", (1, 14))],
)
def test_a_bound_alone_keeps_to_the_list(assistant, sets, asked, bounds):
    for named, area in AREAS.items():
        wanted = {n for n in sets.area(area) if bounds[0] <= int(n) <= bounds[1]}
        if wanted:
            assert shown(assistant, asked, f"which are in {named}?") == wanted


def test_a_number_can_go(assistant, sets):
    assert shown(assistant, "7 can go", "which are in education?") == sets.area("Education") - {"7"}


def test_other_words_are_looked_for_in_the_same_column(assistant):
    before = "which recommendations mention patients in the priority?"
    alone = shown(assistant, "which recommendations mention training in the priority?")
    assert shown(assistant, "what about training?", before) == alone


def test_a_member_counted_from_the_end_may_be_left_out_or_stand_beside_others(assistant, sets):
    ongoing = sorted(sets.status("Ongoing"), key=int)
    left = shown(assistant, "leave out the last but one", "which are ongoing?")
    assert left == {*ongoing} - {ongoing[-2]}
    both = assistant.ask("the first and the last but one", ["which are ongoing?"])
    assert both.complete_of is None


@pytest.mark.parametrize("says", ["which are {}?", "which have been {}", "flip that, the {} ones"])
def test_what_a_list_denied_is_asked_for_by_itself(assistant, sets, says):
    for said, status in {"ongoing": "Ongoing", "emerging": "Emerging"}.items():
        for named, area in AREAS.items():
            found = shown(assistant, says.format(said), f"which {named} ones are not {said}?")
            assert found == sets.area(area) & sets.status(status), (said, named)


@pytest.mark.parametrize("off", ["never mind.", "never mind,", "ok never mind -"])
def test_a_list_asked_for_after_one_is_called_off_stands_by_itself(assistant, sets, off):
    for said, status in STATUSES.items():
        found = shown(assistant, f"{off} which are {said}?", "list recommendations 1 to 5")
        assert found == sets.status(status), said


@pytest.mark.parametrize(
    "says", ["which section has more?", "so which list is longer", "who has more"]
)
def test_which_of_two_lists_is_longer_shows_both(assistant, sets, says):
    for a, b in permutations(AREAS, 2):
        found = shown(assistant, says, f"pending ones in {a}", f"pending ones in {b}")
        assert found == sets.status("Pending") & (sets.area(AREAS[a]) | sets.area(AREAS[b])), (a, b)


@pytest.mark.parametrize("told", ["in total", "overall", "altogether"])
def test_how_many_there_are_in_all_are_not_those_of_the_list(assistant, sets, told):
    for said in STATUSES:
        for named, area in AREAS.items():
            asked = f"and how many {named} ones are there {told}?"
            assert shown(assistant, asked, f"which {said} ones are in {named}?") == sets.area(area)


@pytest.mark.parametrize(
    "slip", ["I said {}, I wanted {}", "hang on, I said {} but it should be {}"]
)
def test_what_was_said_by_mistake_gives_way_to_what_is_meant(assistant, sets, slip):
    for a, b in permutations(STATUSES, 2):
        found = shown(assistant, slip.format(a, b), f"which {a} ones are in research?")
        assert found == sets.status(STATUSES[b]) & sets.area("Research"), (a, b)


@pytest.mark.parametrize("says", ["sorry {}", "oops, {}", "my bad, {}"])
def test_other_bounds_take_the_place_of_those_put_right(assistant, sets, says):
    asked = says.format("11 to 18")
    found = shown(assistant, asked, "which of recommendations 11 to 15 are pending?")
    assert found == sets.status("Pending") & {str(n) for n in range(11, 19)}


@pytest.mark.parametrize("says", ["so what's left over", "what is left?"])
def test_what_is_left_after_two_lists_is_on_neither(assistant, sets, says):
    for a, b in permutations(STATUSES, 2):
        response = assistant.ask(says, [f"which are {a}?", f"which are {b}?"])
        left = (
            {r.number for r in sets.records} - sets.status(STATUSES[a]) - sets.status(STATUSES[b])
        )
        assert {r.recommendation.number for r in response.recommendations} == left, (a, b)
        assert response.complete_of is None  # or all but those of the second list


@pytest.mark.parametrize(
    "says",
    ["tell me more about the {} one", "the one about {}, what status is it?", "and the {} one?"],
)
def test_a_member_is_named_by_words_that_it_alone_has(assistant, says):
    for area, words, number in (
        ("stakeholder partnerships", "common language", "30"),
        ("stakeholder partnerships", "conferences", "28"),
        ("education", "conferences", "18"),
    ):
        assert shown(assistant, says.format(words), f"recommendations on {area}") == {number}


def test_a_member_described_by_words_that_several_have_is_none(assistant):
    response = assistant.ask("and the training one?", ["recommendations in education"])
    assert len(getattr(response, "recommendations", ())) != 1 or not response.complete_of


@pytest.mark.parametrize("says", ["which of the {} are {}?", "are any of the {} {}?"])
def test_the_number_of_a_lists_members_is_the_list(assistant, sets, says):
    for named, area in AREAS.items():
        for said, status in STATUSES.items():
            asked = says.format(len(sets.area(area)), said)
            found = shown(assistant, asked, f"which recommendations are in {named}?")
            assert found == sets.area(area) & sets.status(status), (named, said)


@pytest.mark.parametrize("says", ["that's {}, right?", "so that makes {}?", "so total?"])
def test_a_count_that_is_checked_shows_the_list(assistant, sets, says):
    for named, area in AREAS.items():
        asked = says.format(len(sets.area(area)))
        assert shown(assistant, asked, f"which recommendations are in {named}?") == sets.area(area)


@pytest.mark.parametrize("sorry", ["sorry, {}", "oops, {}", "my bad, {}"])
def test_an_apology_changes_nothing_of_what_follows(assistant, sorry):
    for before, asked in (
        ("which are ongoing?", "not ongoing"),
        ("which are ongoing in education?", "ongoing and pending"),
        ("which are in education?", "in research as well"),
        ("which have HEIs in research?", "HEIs and industry"),
    ):
        assert shown(assistant, sorry.format(asked), before) == shown(assistant, asked, before)


@pytest.mark.parametrize("asked", ["which of them have industry?", "remove 19"])
def test_never_mind_before_what_points_back_leaves_the_list(assistant, asked):
    before = "which are ongoing in research?"
    assert shown(assistant, f"never mind, {asked}", before) == shown(assistant, asked, before)


@pytest.mark.parametrize("says", ["also the ones that are {}", "and also those that are {}"])
def test_also_those_that_are_so_are_added(assistant, sets, says):
    before = "which education recommendations are emerging?"
    wanted = sets.area("Education") & (sets.status("Emerging") | sets.status("Ongoing"))
    assert shown(assistant, says.format("ongoing"), before) == wanted


def test_the_other_two_are_what_is_left(assistant, sets):
    before = ("recommendations under stakeholder partnerships", "which are ongoing?")
    wanted = sets.area("Stakeholder Partnerships") - sets.status("Ongoing")
    assert shown(assistant, "what are the other two?", *before) == wanted


@pytest.mark.parametrize("says", ["go back to the full list", "back to the whole list please"])
def test_the_full_list_is_the_one_before_it_was_narrowed(assistant, sets, says):
    before = ("which are emerging?", "recommendations in education", "pending only")
    assert shown(assistant, says, *before) == sets.area("Education")


@pytest.mark.parametrize("says", ["take those off again", "hmm no, drop those again"])
def test_what_was_added_is_taken_off_again(assistant, sets, says):
    before = ("recommendations in research", "add stakeholder partnerships")
    assert shown(assistant, says, *before) == sets.area("Research")


def test_what_is_meant_takes_the_place_of_what_is_called_off(assistant, sets):
    before = ("recommendations in education", "only ongoing ones")
    said = "scrap ongoing, I meant emerging"
    assert shown(assistant, said, *before) == sets.area("Education") & sets.status("Emerging")


@pytest.mark.parametrize("says", ["are there any in {}?", "any in {}?", "is there any in {}"])
def test_none_of_a_list_is_told_and_no_list_of_all_is_shown(assistant, sets, says):
    before = "which recommendations is the AIWG responsible for?"
    response = assistant.ask(says.format("clinical practice"), [before])
    assert not response.recommendations


def test_who_is_also_responsible_for_what_goes_adds_nothing(assistant, sets):
    before = "recommendations for HEIs?"
    told = "can you remove the ones that academics are also responsible for"
    assert shown(assistant, told, before) == shown(assistant, "not those for academics", before)


def test_a_slip_in_what_is_left_out_is_mended(assistant, sets):
    before = "which recommendations are pending?"
    wanted = sets.status("Pending") - sets.area("Education")
    assert shown(assistant, "leave out eduction please", before) == wanted


def test_what_a_list_keeps_to_and_is_then_denied_asks_for_the_others(assistant, sets):
    before = "education recs where industry is responsible"
    wanted = sets.area("Education") - sets.group("industry")
    assert shown(assistant, "and which education ones leave industry out?", before) == wanted


def test_the_rest_that_does_not_matter_is_a_remark(assistant, sets):
    before = "which recs are ongoing?"
    told = "just clinical practice and research, the rest isn't for me"
    wanted = sets.status("Ongoing") & (sets.area("Clinical Practice") | sets.area("Research"))
    assert shown(assistant, told, before) == wanted


def test_between_whom_somebody_asks_is_no_condition(assistant, sets):
    told = "Quick one between patients - list the pending recs in clinical practice"
    wanted = sets.status("Pending") & sets.area("Clinical Practice")
    assert shown(assistant, told) == wanted
