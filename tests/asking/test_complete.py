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
HOW_MANY_AT_LEAST = 30


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
    assert set(answer.count.everybodys) == everybodys
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


_COLUMNS = {
    "in the action": ("action",),
    "in their status": ("status",),
    "under status": ("status",),
    "in the status notes": ("status",),
    "in the priority or action": ("priority", "action"),
    "in the action or in the status column": ("action", "status_detail"),
}


def _cells(recommendation, columns):
    held = {
        "priority": recommendation.priority.text,
        "action": recommendation.action.text,
        "status": f"{recommendation.status} {recommendation.status_detail.text}",
    }
    return [held[column.partition("_")[0]].casefold() for column in columns]


@pytest.mark.parametrize("place", _COLUMNS)
@pytest.mark.parametrize("word", ["conferences", "radiotherapy", "audit", "UKIO", "SRTP"])
def test_words_may_be_looked_for_in_some_columns(assistant, place, word):
    stem = word.casefold().removesuffix("s")
    wanted = {
        r.number
        for r in assistant.records.everything
        if any(stem in cell for cell in _cells(r, _COLUMNS[place]))
    }
    answer = listed(assistant, f"which recommendations mention {word} {place}")
    assert (numbers(answer), answer.left_aside) == (wanted, ())
    assert numbers(listed(assistant, f"which recommendations have {word} {place}")) == wanted


def test_a_column_that_mentions_something_is_where_it_stands(assistant):
    in_status = numbers(
        listed(assistant, "which recommendations mention conferences in the status")
    )
    assert numbers(listed(assistant, "which status notes mention conferences?")) == in_status
    # An action is a recommendation.
    anywhere = numbers(listed(assistant, "which recommendations mention conferences"))
    assert numbers(listed(assistant, "which actions mention conferences?")) == anywhere


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


def test_what_those_outside_an_area_mention_is_no_part_of_what_is_left_out(assistant, sets):
    training = numbers(listed(assistant, "which recommendations mention training?"))
    for asked in (
        "which recommendations outside education mention training?",
        "do any outside education mention training?",
    ):
        assert numbers(listed(assistant, asked)) == training - sets.area("Education")


def test_an_area_or_a_status_in_another_area_are_two_lists(assistant, sets):
    for said, status in (("pending", "Pending"), ("emerging", "Emerging"), ("ongoing", "Ongoing")):
        answer = listed(assistant, f"everything in education or {said} in research")
        assert numbers(answer) == sets.area("Education") | (
            sets.status(status) & sets.area("Research")
        )


@pytest.mark.parametrize("joint", [" - ", ", ", "; "])
def test_only_behind_an_exclusion_says_what_alone_is_wanted(assistant, sets, joint):
    answer = listed(assistant, f"all except research{joint}only the pending ones")
    assert numbers(answer) == sets.status("Pending") - sets.area("Research")


@pytest.mark.parametrize("label", ["1) ", "2. ", "14) "])
def test_a_number_that_a_question_has_itself_names_no_recommendation(assistant, sets, label):
    assert numbers(listed(assistant, f"{label}which are pending?")) == sets.status("Pending")
    assert not is_complete(assistant, f"{label}which are pending?")


@pytest.mark.parametrize("asked", ["what is the status of {}?", "who is responsible for {}?"])
def test_a_remark_behind_what_is_asked_of_a_number_changes_no_answer(assistant, asked):
    for number in ("9", "14 and 30"):
        question = asked.format(number)
        remark = f"{question} I have to put names against it in our action log."
        assert numbers(listed(assistant, remark)) == numbers(listed(assistant, question))


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("no later than number 8", 1, 8),
        ("no earlier than number 27", 27, 31),
        ("below 20 and above 10", 11, 19),
        ("above 10 and below 20", 11, 19),
        ("numbered between 12 and 25", 12, 25),
    ],
)
def test_numbers_may_have_bounds_on_either_side(assistant, asked, first, last):
    wanted = {str(n) for n in range(first, last + 1)}
    assert numbers(listed(assistant, f"which recommendations are {asked}?")) == wanted


@pytest.mark.parametrize("status", ["pending", "ongoing"])
def test_a_status_that_may_be_or_not_chooses_none(assistant, sets, status):
    answer = listed(assistant, f"which recommendations, {status} or not, are in education?")
    assert numbers(answer) == sets.area("Education")


def test_two_denials_joined_by_or_leave_out_what_has_both(assistant, sets):
    answer = listed(assistant, "ongoing ones that are not for industry or are not for HEIs")
    assert numbers(answer) == sets.status("Ongoing") - (sets.group("industry") & sets.group("HEIs"))


@pytest.mark.parametrize(
    "asked", ["with nothing in the status note", "whose status notes are blank"]
)
def test_recommendations_may_have_no_note(assistant, asked):
    blank = {r.number for r in assistant.records.everything if not r.status_detail.text.strip()}
    assert numbers(listed(assistant, f"which recommendations are there {asked}?")) == blank


def test_what_a_group_is_said_to_be_names_no_other_one(assistant, sets):
    asked = "which recommendations involve the CoR, which is a professional body, and are pending?"
    assert numbers(listed(assistant, asked)) - {"31"} == (
        sets.group("the CoR") & sets.status("Pending")
    ) - {"31"}


@pytest.mark.parametrize(
    "asked", ["have {} in the action but not in the priority", "mention {} but not in the priority"]
)
@pytest.mark.parametrize("word", ["radiotherapy", "conferences", "workforce"])
def test_words_may_be_denied_in_a_column(assistant, asked, word):
    stem = word.casefold().removesuffix("s")
    records = assistant.records.everything
    outside = {r.number for r in records if stem not in r.priority.text.casefold()}
    held = {
        r.number
        for r in records
        if stem in (r.action if "action" in asked else r.row).text.casefold()
    }
    answer = assistant.ask(f"which recommendations {asked.format(word)}")
    assert numbers(answer) == held & outside


def test_what_is_asked_of_each_chooses_none_of_them(assistant, sets):
    for asked in (
        "education recommendations: are they all pending?",
        "which are in education and have they started?",
    ):
        assert numbers(listed(assistant, asked)) == sets.area("Education")


@pytest.mark.parametrize("joint", ["or", "and"])
def test_three_words_may_be_looked_for(assistant, joint):
    three = listed(assistant, f"which recommendations mention conferences, UKIO {joint} curriculum")
    each = [
        numbers(listed(assistant, f"which mention {w}"))
        for w in ("conferences", "UKIO", "curriculum")
    ]
    shared = frozenset.intersection(*each)
    assert numbers(three) == (shared if joint == "and" and shared else frozenset.union(*each))


@pytest.mark.parametrize("status", ["Pending", "Emerging", "Ongoing"])
def test_a_status_in_the_status_column_is_a_status(assistant, sets, status):
    answer = listed(assistant, f"which recommendations are {status.lower()} in the status column?")
    assert numbers(answer) == sets.status(status)


@pytest.mark.parametrize("label", ["First, ", "Second, ", "3) "])
def test_a_place_that_a_question_has_itself_names_no_member(assistant, sets, label):
    found = numbers(listed(assistant, f"{label}which recommendations are not in education?"))
    assert found == {r.number for r in assistant.records.everything} - sets.area("Education")


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("below 5 or above 27", {*range(1, 5), *range(28, 32)}),
        ("at least 20 and at most 24", {*range(20, 25)}),
        ("no more than 4", {*range(1, 5)}),
        ("no less than 28", {*range(28, 32)}),
        ("within 5 and 10", {*range(5, 11)}),
    ],
)
def test_bounds_are_told_in_many_ways(assistant, asked, wanted):
    assert numbers(listed(assistant, f"which recommendations are {asked}?")) == {*map(str, wanted)}


@pytest.mark.parametrize("word", ["patients", "conferences", "NHSx"])
@pytest.mark.parametrize(("first", "second"), [("priority", "action"), ("action", "status")])
def test_words_may_have_to_stand_in_two_columns(assistant, word, first, second):
    asked = f"which recommendations mention {word} in the {first} and in the {second}?"
    each = [
        numbers(listed(assistant, f"which recommendations mention {word} in the {column}?"))
        for column in (first, second)
    ]
    assert numbers(listed(assistant, asked)) == frozenset.intersection(*each)


@pytest.mark.parametrize("status", ["pending", "emerging", "ongoing"])
def test_a_status_may_be_a_word_looked_for_in_a_column(assistant, status):
    wanted = {r.number for r in assistant.records.everything if status in r.action.text.casefold()}
    asked = f"which recommendations have the word {status} in the action?"
    assert numbers(listed(assistant, asked)) == wanted


@pytest.mark.parametrize(
    "asked",
    [
        "Which of the SoR recommendations are not {}?",
        "Which SoR recommendations haven't been {}?",
        "Which of the SoR's recommendations are not {}?",
    ],
)
def test_the_recommendations_of_a_body_that_publishes_them_are_all_of_them(assistant, sets, asked):
    everything = {r.number for r in sets.records}
    for status in ("Emerging", "Ongoing"):
        answer = listed(assistant, asked.format(status.lower()))
        assert numbers(answer) == everything - sets.status(status)
        assert answer.complete_of is None  # it may mean those that the body is responsible for


def test_a_body_that_recommendations_have_on_them_is_responsible(assistant):
    for group in ("the SoR", "HEIs", "industry"):
        named = listed(assistant, f"which ongoing recommendations is {group} responsible for?")
        on_them = listed(assistant, f"which ongoing recommendations have {group} on them?")
        assert numbers(on_them) == numbers(named)


@pytest.mark.parametrize("asked", ["Any actions that {} {}?", "are there any actions which {} {}?"])
def test_actions_that_mention_something_have_it_in_the_action(assistant, asked):
    for word in ("CPD", "patients"):
        placed = listed(assistant, f"which recommendations mention {word} in the action?")
        for verb in ("mention", "talk about"):
            found = listed(assistant, asked.format(verb, word))
            assert numbers(found) == numbers(placed), (word, verb)


@pytest.mark.parametrize(
    "denial", ["but no {} and no {}", "but not {} and not {}", "without {} and no {}"]
)
def test_a_denial_said_again_leaves_out_more(assistant, sets, denial):
    for one, other in combinations(("academics", "HEIs", "students"), 2):
        answer = listed(assistant, f"recommendations for industry {denial.format(one, other)}")
        plain = listed(assistant, f"recommendations for industry, neither for {one} nor {other}")
        assert numbers(answer) == numbers(plain), (one, other)


def test_whether_work_has_begun_on_one_is_asked_of_that_one(assistant):
    for number in ("2", "10", "27"):
        answer = listed(assistant, f"has any work begun on {number}?")
        assert numbers(answer) == {number}


def test_no_of_counts_and_denies_nothing(assistant, sets):
    for status in ("Pending", "Emerging", "Ongoing"):
        answer = listed(assistant, f"no. of {status.lower()} in clinical practice + research")
        areas = sets.area("Clinical Practice") | sets.area("Research")
        assert numbers(answer) == sets.status(status) & areas


@pytest.mark.parametrize(
    "said", ["urgent", "relevant", "right", "possible", "mine", "for us", "OK", "complete"]
)
def test_what_is_said_of_a_list_is_used_or_left_aside(assistant, said):
    for asked in ("which recommendations are {}?", "which pending recommendations are {}?"):
        response = assistant.ask(asked.format(said))
        assert getattr(response, "complete_of", None) is None, asked.format(said)


def test_what_somebody_can_do_is_no_condition(assistant):
    for asked in ("which ones can I do myself?", "which pending recommendations could we do?"):
        assert getattr(assistant.ask(asked), "complete_of", None) is None, asked
    for asked in (
        "can I have the pending ones?",
        "give me the complete list",
        "which are pending, is that ok?",
    ):
        assert assistant.ask(asked).complete_of is not None, asked
