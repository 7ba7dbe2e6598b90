"""A list is called complete only when every word of its question has a part in one reading of it."""

import random
from itertools import combinations

import pytest
from grid import SEED, cases
from grid_sets import GROUPS, sets_of

from assistant.asking.wordings import classes
from assistant.domain import Answer

NO_WORD = "zorbly"
HOW_MANY_OF_THE_GRID = 250
HOW_MANY_AT_LEAST = 80


def listed(assistant, question):
    response = assistant.ask(question)
    return response if isinstance(response, Answer) and response.firmness == "records" else None


def is_complete(assistant, question):
    answer = listed(assistant, question)
    return answer is not None and answer.complete_of is not None


def numbers(answer):
    return frozenset(r.recommendation.number for r in answer.recommendations)


@pytest.fixture(scope="module")
def sets(assistant):
    return sets_of(assistant.records.everything)


@pytest.mark.parametrize("puts", ["put into", "be putting in", "see go into"])
def test_what_belongs_in_something_is_no_list_of_who_is_responsible_for_it(assistant, puts):
    assert not is_complete(assistant, f"What should I {puts} teaching for students?")


def test_a_word_nobody_knows_anywhere_in_a_question_takes_complete_away(assistant, drawn):
    draw = random.Random(SEED)
    # Among words that are looked for it would be one of them; of one recommendation anything is asked.
    made = [
        case.question
        for case in cases(assistant.records.everything)
        if "ention" not in case.question and len(case.wanted) > 1
    ]
    still = []
    chosen = draw.sample([q for q in made if q.upper() != q], HOW_MANY_OF_THE_GRID)
    for question in drawn(chosen, HOW_MANY_AT_LEAST):
        words = question.split()
        place = draw.randrange(len(words) + 1)
        changed = " ".join([*words[:place], NO_WORD, *words[place:]])
        if is_complete(assistant, changed):
            still.append(changed)
    assert not still, "\n".join(still)


@pytest.mark.parametrize("word", ["same", "main", "few", "most", "particular", "common"])
@pytest.mark.parametrize("rest", ["pending recommendations", "recommendations for industry"])
def test_a_word_that_no_condition_holds_is_left_aside(assistant, word, rest):
    assert is_complete(assistant, f"which {rest} are there")
    assert word in " ".join(listed(assistant, f"the {word} {rest}").left_aside)


@pytest.mark.parametrize("word", classes()["conditional"])
def test_a_condition_that_hangs_on_another_is_no_condition_of_the_list(assistant, word):
    assert not is_complete(assistant, f"list the pending ones {word} they are for industry")


@pytest.mark.parametrize("head", ["areas", "groups", "bodies", "sections"])
def test_a_list_of_something_else_is_no_complete_list_of_recommendations(assistant, head):
    assert not is_complete(assistant, f"which {head} have pending recommendations")


@pytest.mark.parametrize(
    "counted", ["more than two groups", "at most three areas", "over 4 bodies", "before 2022"]
)
def test_what_is_counted_or_dated_is_no_number_of_a_recommendation(assistant, counted):
    answer = listed(assistant, f"pending recommendations with {counted}")
    assert answer is None or (answer.complete_of is None and "number" not in answer.description)


@pytest.mark.parametrize("relation", ["the same status as", "a later number than", "a share with"])
def test_what_is_compared_with_a_number_is_not_that_number_alone(assistant, relation):
    assert not is_complete(assistant, f"recommendations with {relation} 12")


def test_groups_joined_by_and_are_complete_only_where_both_readings_agree(assistant, sets):
    for a, b in combinations(["HEIs", "industry", "academics", "students", "researchers"], 2):
        all_of, any_of = (
            sets.group(a) & sets.group(b),
            sets.group(a) | sets.group(b),
        )
        answer = listed(assistant, f"recommendations for {a} and {b}")
        told = {numbers(answer), *(frozenset(r.numbers) for r in answer.otherwise)}
        assert told == {all_of, any_of}
        assert (answer.complete_of is not None) == (all_of == any_of)
        assert numbers(listed(assistant, f"for both {a} and {b}")) == all_of
        assert numbers(listed(assistant, f"{a}, {b} or both")) == any_of
        assert numbers(listed(assistant, f"{a} or {b}, but not both")) == any_of - all_of


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("pending recommendations that mention industry", "responsible Industry"),
        ("recommendations about research", "mentioning “research”"),
        ("pending ones or ones for HEIs in education", "area Education"),
        ("first ten, pending only", "the first 10"),
        ("which recommendations mention research?", "in this form"),
        ("pending / HEIs", "status Pending, or responsible"),
    ],
)
def test_another_reading_that_other_recommendations_meet_is_told(assistant, question, other):
    answer = listed(assistant, question)
    assert answer.complete_of is None
    assert any(other in reading.description for reading in answer.otherwise)
    assert numbers(answer) not in {frozenset(r.numbers) for r in answer.otherwise}


@pytest.mark.parametrize("within", ["of", "among", "in", "from", "within"])
def test_first_ones_that_something_is_in_are_the_first_of_all(assistant, sets, within):
    for n in (5, 12, 15):
        first = {r.number for r in sets.records[:n]}
        pending = {r.number for r in sets.records if r.status == "Pending"}
        answer = listed(assistant, f"the pending ones {within} the first {n}")
        assert numbers(answer) == first & pending


@pytest.mark.parametrize("called", GROUPS)
def test_what_names_everybody_is_every_groups_and_the_list_says_so(assistant, sets, called):
    everybodys = {r.number for r in sets.records if r.responsible == "ALL"}
    answer = listed(assistant, f"what must {called} do?")
    assert numbers(answer) == sets.group(called) >= everybodys
    assert all(f"{n}, addressed to ALL" in answer.description for n in everybodys)
    assert (
        not numbers(listed(assistant, f"which recommendations are not for {called}")) & everybodys
    )


def test_where_one_is_asked_for_and_one_names_a_group_that_one_is_given(assistant, sets):
    everybodys = {r.number for r in sets.records if r.responsible == "ALL"}
    alone = [c for c in GROUPS if len(sets.group(c) - everybodys) == 1]
    assert alone
    for called in alone:
        answer = listed(assistant, f"which recommendation names {called}?")
        assert numbers(answer) | everybodys == sets.group(called)
        assert answer.complete_of is None
        assert [frozenset(r.numbers) for r in answer.otherwise] == [sets.group(called)]


def test_examples_beside_the_status_part_the_recommendations_in_two(assistant):
    detailed = {r.number for r in assistant.records.everything if r.status_detail.text.strip()}
    every = {r.number for r in assistant.records.everything}
    assert numbers(listed(assistant, "which recommendations have an example?")) == detailed
    assert numbers(listed(assistant, "those without any example")) == every - detailed


@pytest.mark.parametrize("part", ["in the action", "in the title", "in the status"])
def test_in_which_part_of_a_recommendation_a_word_stands_is_left_aside(assistant, part):
    answer = listed(assistant, f"which recommendations mention conferences {part}")
    assert part in answer.left_aside
    assert numbers(answer) == numbers(listed(assistant, "which mention conferences"))


@pytest.mark.parametrize("verb", ["like", "see", "know", "want"])
@pytest.mark.parametrize("group", ["students", "HEIs", "patients"])
def test_what_a_group_does_is_no_matter_of_who_is_responsible(assistant, verb, group):
    assert not is_complete(assistant, f"pending recommendations that {group} would {verb}")
    assert is_complete(assistant, f"pending recommendations that {group} are responsible for")


@pytest.mark.parametrize("joint", ["as", "by", "to"])
def test_two_groups_that_a_word_relates_are_not_two_owners(assistant, joint):
    assert not is_complete(assistant, f"recommendations for HEIs {joint} students")
    assert is_complete(assistant, "recommendations for both HEIs and students")


@pytest.mark.parametrize("role", ["As a manager", "I am a researcher", "As a student"])
def test_a_role_that_nothing_points_back_to_makes_no_list_complete(assistant, role):
    assert not is_complete(assistant, f"{role}, which ones are pending in research?")


@pytest.mark.parametrize(("first", "second"), [("pending", "ongoing"), ("ongoing", "emerging")])
def test_two_statuses_that_nothing_joins_contradict_each_other(assistant, first, second):
    for says in ("that became", "that ought to be", "nearly"):
        assert not is_complete(assistant, f"{first} recommendations {says} {second}")
    assert is_complete(assistant, f"{first} or {second} recommendations")


@pytest.mark.parametrize("denial", ["not", "no longer", "anything but"])
def test_what_is_left_out_may_be_denied_itself(assistant, sets, denial):
    for status in ("Pending", "Emerging", "Ongoing"):
        out = {r.number for r in sets.records if r.area == "Education" and r.status != status}
        question = f"all but the education ones that are {denial} {status.lower()}"
        answer = listed(assistant, question)
        assert numbers(answer) == {r.number for r in sets.records} - out, question


@pytest.mark.parametrize("intends", ["are to", "are about to", "were to"])
@pytest.mark.parametrize("begins", ["start", "begin", "get going"])
def test_what_is_to_begin_has_not_begun(assistant, sets, intends, begins):
    pending = {r.number for r in sets.records if r.status == "Pending"}
    assert numbers(listed(assistant, f"which recommendations {intends} {begins}?")) == pending
