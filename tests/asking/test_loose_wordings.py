"""Loose wordings of questions about the records, and follow-ups to them, that were once misread."""

import pytest
from test_records import (
    AIWG,
    CLINICAL,
    EDUCATION,
    EMERGING,
    ONGOING,
    PENDING,
    RESEARCH,
    area,
    both,
    no,
    numbers,
    says,
)
from test_turns import AUDIT, CURRICULUM

from assistant.domain import Answer

LOOSE = [
    ("What is still pending?", PENDING),
    ("give me the list of recommendations where work is in progress but not established", EMERGING),
    ("How many are emerging?", EMERGING),
    ("list pending", PENDING),
    ("Which recommendations are neither pending nor emerging?", ONGOING),
    ("everything except the pending recommendations", no(PENDING)),
    ("all recommendations apart from those for education", no(area(EDUCATION))),
    ("Which recommendations are not in education?", no(area(EDUCATION))),
    (
        "Which recommendations outside clinical practice are pending?",
        both(PENDING, no(area(CLINICAL))),
    ),
    ("pending recommendations in education and research", both(PENDING, area(EDUCATION, RESEARCH))),
    ("the first recommendation", numbers(1)),
    ("What is the last recommendation?", numbers(31)),
    ("tell me about 12 and 13", numbers(12, 13)),
    ("twelfth recommendation", numbers(12)),
    ("recommendations between 10 and 13", numbers(10, 11, 12, 13)),
    ("recommendations from 10 to 13", numbers(10, 11, 12, 13)),
    ("What does the AIWG have to do in research?", both(AIWG, area(RESEARCH))),
    ("what has moved past pending in education?", both(no(PENDING), area(EDUCATION))),
    ("anything further than emerging", ONGOING),
    ("22 and everything after it", numbers(*range(22, 32))),
    ("number 7 up to number 9", numbers(7, 8, 9)),
    ("how many of the 31 are ongoing?", ONGOING),
    ("education + research that are pending", both(PENDING, area(EDUCATION, RESEARCH))),
    ("list clinical practice w/o the pending", both(area(CLINICAL), no(PENDING))),
    ("emerging stuff that the AIWG is not part of", both(EMERGING, no(AIWG))),
    ("all the ones with CQC in", says("CQC")),
    ("where does the word CQC turn up?", says("CQC")),
    ("exclude education, list the rest", no(area(EDUCATION))),
    ("which mention conferences?", says("[Cc]onference")),
    ("Which recommendations mention both NHSx and NICE?", both(says("NHSx"), says("NICE"))),
    ("Which recommendations do not mention HEIs?", no(says("HEIs"))),
]


@pytest.mark.parametrize(("question", "condition"), LOOSE)
def test_a_question_about_the_records_gets_the_complete_list(
    assistant, golden, question, condition
):
    shown = {int(r.recommendation.number) for r in assistant.ask(question).recommendations}
    assert shown == {n for n, row in golden.items() if condition(row)}


def test_as_well_adds_to_the_list_in_force(assistant):
    response = assistant.ask("ongoing as well", ["show me the emerging ones"])
    found = {r.recommendation.status for r in response.recommendations}
    assert (found, response.complete_of) == ({"Emerging", "Ongoing"}, 31)


@pytest.mark.parametrize(
    "question",
    [
        "recommendations of the College of Radiographers, leaving aside its ECF working group",
        "everything the SoR's own AI panel is down for",
    ],
)
def test_a_group_within_a_group_is_not_taken_for_it(assistant, question):
    response = assistant.ask(question)
    assert not isinstance(response, Answer) or response.complete_of is None


def test_a_name_of_six_words_is_known_for_its_abbreviation(assistant):
    name = "Medicines and Healthcare products Regulatory Agency"
    assert [t.name for t in assistant.understanding.understand(name).expansions] == [name]


@pytest.mark.parametrize("turns", [1, 4])
def test_leaving_the_guidance_is_noticed_on_any_turn(assistant, turns):
    history = [AUDIT, "Who is in charge of that?", CURRICULUM, "Does that include ethics?"][:turns]
    assert type(assistant.ask("What about the weather tomorrow?", history)).__name__ == "Abstention"


def test_those_means_the_recommendations_of_the_answer_before(assistant):
    before = assistant.ask("Which education recommendations are HEIs responsible for?")
    answer = assistant.ask(
        "Which of those are ongoing?", ["Which education recommendations are HEIs responsible for?"]
    )
    carried = {r.recommendation.number for r in before.recommendations}
    shown = {r.recommendation.number for r in answer.recommendations}
    assert shown == {"8", "17", "18"}
    assert shown <= carried


@pytest.mark.parametrize(
    "question", ["And is it pending?", "Is it pending?", "Is that ongoing?", "Has it started yet?"]
)
def test_a_status_question_that_points_back_is_a_follow_up(assistant, question):
    answer = assistant.ask(question, [AUDIT])
    assert answer.recommendations[0].recommendation.number == "4"
