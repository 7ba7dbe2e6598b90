"""A follow-up is read with the question it leans on; a new topic is not."""

import pytest

from assistant.asking.pointing import depends, names_nothing, topic_of
from assistant.domain import Abstention, Answer

AUDIT = "Who should keep checking an AI tool after it has been installed?"
CURRICULUM = "What should the AI curriculum for student radiographers contain?"


@pytest.mark.parametrize(
    "question",
    [
        "And what is its status?",
        "What about vendors?",
        "Who else?",
        "why?",
        "Who is in charge of that?",
        "Does it include ethics?",
        "How about them?",
        "Which ones are pending?",
        "for example?",
        "So who pays for it?",
    ],
)
def test_a_question_that_points_back_depends(assistant, question):
    assert depends(assistant.understanding.understand(question))


@pytest.mark.parametrize(
    "question",
    [
        "Who is responsible for checking that AI tools stay reliable over time?",
        "Different question: where can I find imaging datasets for research?",
        "Right, changing the subject, what does the RCR ask of developers?",
        "What does this guidance say about informed consent for patients?",
        "Is it true that radiologists will become redundant because of AI?",
        "Does the document cover volunteers, students and learners too?",
    ],
)
def test_a_question_of_its_own_does_not_depend(assistant, question):
    assert not depends(assistant.understanding.understand(question))


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("Different question: where are imaging datasets?", "where are imaging datasets?"),
        ("OK, moving on, who funds research?", "who funds research?"),
        ("who funds research?", "who funds research?"),
    ],
)
def test_words_that_announce_a_topic_are_taken_away(assistant, question, kept):
    assert topic_of(assistant.understanding.understand(question)) == kept


def first(response):
    return response.recommendations[0].recommendation.number


def test_a_follow_up_carries_the_recommendation_forward(assistant):
    answer = assistant.ask("And what is its status?", [AUDIT])
    assert first(answer) == first(assistant.ask(AUDIT)) == "4"


def test_a_follow_up_shows_how_it_was_read(assistant):
    corrections = assistant.ask("And what is its status?", [AUDIT]).corrections
    assert [c.kind for c in corrections] == ["follow-up"]
    assert AUDIT.rstrip("?") in corrections[0].read


def test_a_follow_up_of_a_follow_up_goes_back_to_the_topic(assistant):
    answer = assistant.ask("And what is its status?", [AUDIT, "Who is in charge of that?"])
    assert first(answer) == "4"


def test_a_new_topic_carries_nothing_forward(assistant):
    question = "Different question: where can I find imaging datasets for research?"
    answer = assistant.ask(question, [CURRICULUM])
    assert answer.corrections == ()
    assert answer.citations[0].document_id == "rcr-ai"


def test_a_question_of_its_own_is_answered_alike_after_any_other(assistant):
    question = "Who should explain to patients how their data are kept private?"
    assert assistant.ask(question, [AUDIT]) == assistant.ask(question)


def test_a_follow_up_may_be_taken_back(assistant):
    question = "And what is its status?"
    assert assistant.ask(question, [AUDIT], as_written=True) == assistant.ask(
        question, as_written=True
    )


@pytest.mark.parametrize(
    "question",
    [
        "How do I bake a sourdough loaf?",
        "What is the capital of Mongolia?",
        "And how much does a mortgage cost?",
    ],
)
@pytest.mark.parametrize("turns", [1, 4])
def test_leaving_the_guidance_is_noticed_on_any_turn(assistant, question, turns):
    history = [AUDIT, "Who is in charge of that?", CURRICULUM, "Does that include ethics?"][:turns]
    assert isinstance(assistant.ask(question, history), Abstention)


def test_history_beyond_what_bears_on_a_question_makes_no_difference(assistant):
    long_ago = ["What is CRUK RadNet?"] * 30
    recent = [AUDIT] * 20
    question = "And what is its status?"
    assert assistant.ask(question, [*long_ago, *recent]) == assistant.ask(question, recent)


@pytest.mark.parametrize("history", [[""], ["\0"], ["?!"], ["x" * 1_000_000], ["\ud800", AUDIT]])
def test_odd_history_is_put_up_with(assistant, history):
    assert isinstance(assistant.ask("Who should be checking the AI still works?", history), Answer)
    assistant.ask("And what about it?", history)


@pytest.mark.parametrize("number", ["4", "12", "21"])
@pytest.mark.parametrize(
    "question",
    [
        "Who is responsible?",
        "who does that?",
        "Has it started?",
        "Any examples?",
        "And the status?",
        "What action does it ask for?",
    ],
)
def test_asking_on_about_a_numbered_recommendation_stays_with_it(assistant, number, question):
    answer = assistant.ask(question, [f"What does recommendation {number} say?"])
    assert [r.recommendation.number for r in answer.recommendations] == [number]


def test_several_recommendations_named_before_are_all_meant(assistant):
    history = ["What does recommendation 17 say?", "And recommendation 18?"]
    answer = assistant.ask("Which of these are for students?", history)
    shown = {r.recommendation.number for r in answer.recommendations}
    responsible = {
        r.number
        for r in assistant.records.filtered(responsible="students")
        if r.number in {"17", "18"}
    }
    assert shown == responsible != set()


@pytest.mark.parametrize("question", ["How much does it cost?", "and the weather?"])
def test_a_numbered_recommendation_does_not_answer_what_leaves_the_guidance(assistant, question):
    assert isinstance(assistant.ask(question, ["What does recommendation 12 say?"]), Abstention)


def test_a_bare_number_after_a_recommendation_is_the_next_one(assistant):
    answer = assistant.ask("And 5?", ["What is the status of recommendation 4?"])
    assert [r.recommendation.number for r in answer.recommendations] == ["5"]


def test_of_several_named_in_turn_one_is_the_last_and_they_are_all(assistant):
    history = ["What is the status of number 3?", "and number 4?"]
    for question, meant in (("who owns that one?", ["4"]), ("who owns them?", ["3", "4"])):
        answer = assistant.ask(question, history)
        assert [r.recommendation.number for r in answer.recommendations] == meant, question


@pytest.mark.parametrize("question", ["and which are not?", "which aren't?", "those that are not"])
@pytest.mark.parametrize("status", ["Pending", "Emerging", "Ongoing"])
def test_those_that_are_not_are_the_rest_of_the_area(assistant, status, question):
    of_research = [f"Which recommendations are {status.lower()} in research?"]
    listed = {r.recommendation.number for r in assistant.ask(question, of_research).recommendations}
    rest = {r.number for r in assistant.index.recommendations if r.area == "Research"}
    assert listed == rest - {
        r.number for r in assistant.index.recommendations if r.status == status
    }


def test_those_that_do_not_are_the_rest_of_the_area_where_a_group_was_named(assistant):
    history = ["Which education recommendations are for practice educators?"]
    named = {r.recommendation.number for r in assistant.ask(history[0]).recommendations}
    listed = {
        r.recommendation.number for r in assistant.ask("which don't?", history).recommendations
    }
    assert (
        listed
        == {r.number for r in assistant.index.recommendations if r.area == "Education"} - named
    )


def test_a_question_on_another_subject_leaves_a_numbered_recommendation(assistant):
    question = "What about funding for research?"
    answer = assistant.ask(question, ["What does recommendation 12 say?"])
    assert answer.recommendations[0].recommendation.number == "25"


@pytest.mark.parametrize(
    "before",
    [
        "Who should audit AI tools?",
        "How is patient privacy protected?",
        "Which education recommendations are pending?",
    ],
)
@pytest.mark.parametrize(
    "question",
    [
        "will AI replace us?",
        "is AI going to take my job?",
        "how is research funded?",
        "what training do students need?",
    ],
)
def test_a_short_question_on_a_new_subject_is_answered_as_if_it_were_the_first(
    assistant, before, question
):
    def shown(history):
        return [r.recommendation.number for r in assistant.ask(question, history).recommendations]

    assert shown([before]) == shown([])


def test_that_points_back_after_is_and_not_after_a_noun(assistant):
    understand = assistant.understanding.understand
    assert depends(understand("Is that only for students?"))
    assert not depends(understand("Which tools that read mammograms need local validation?"))


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        (("Which recommendations are emerging?", "only those in education"), "emerging education"),
        (("Which recommendations are emerging?", "just education"), "emerging education"),
        (("Which education recommendations are emerging?", "and pending?"), "pending education"),
        (("List the emerging recommendations", "education only", "pending"), "pending education"),
        (("emerging recommendations in research", "what about education?"), "emerging education"),
        (("Which ones are emerging?", "just the education ones"), "emerging education"),
    ],
)
def test_a_list_is_changed_by_naming_another_status_or_area(assistant, golden, asked, holds):
    response = assistant.ask(asked[-1], asked[:-1])
    status, area = holds.title().split()
    wanted = [str(n) for n, r in golden.items() if (r["status"], r["area"]) == (status, area)]
    assert [r.recommendation.number for r in response.recommendations] == wanted
    assert response.complete_of == 31
    assert [c.kind for c in response.corrections if c.kind == "follow-up"]


def test_the_recommendation_before_or_after_may_be_asked_for(assistant):
    asked = ["What does recommendation 8 say?"]
    for question, number in (("And the next one?", "9"), ("the previous one", "7")):
        response = assistant.ask(question, asked)
        assert [r.recommendation.number for r in response.recommendations] == [number]
    beyond = assistant.ask("and the next one?", ["recommendation 31"])
    assert isinstance(beyond, Abstention)
    assert "recommendation 32: there is no such number" in beyond.topic


@pytest.mark.parametrize("question", ["who does that?", "why?", "Any examples?", "Has it started?"])
def test_small_words_and_what_a_record_holds_name_no_subject(assistant, question):
    assert names_nothing(assistant.understand(question).asked)


@pytest.mark.parametrize("question", ["e-learning?", "COVID-19?", "A4?"])
def test_words_with_hyphens_or_figures_name_one(assistant, question):
    assert not names_nothing(assistant.understand(question).asked)


@pytest.mark.parametrize("subject", ["research", "people who want to do research", "bias"])
def test_a_request_that_nothing_of_the_list_meets_is_one_of_its_own(assistant, subject):
    listed = "everything for students that is not started yet"
    question = f"Is there anything on {subject}?"
    assert shown(assistant.ask(question, [listed])) == shown(assistant.ask(question)) != []


def test_a_request_that_points_at_the_list_stays_in_it(assistant):
    listed = "everything for students that is not started yet"
    assert shown(assistant.ask("Any of them on research?", [listed])) == []


def shown(response):
    return [r.recommendation.number for r in response.recommendations]


@pytest.mark.parametrize(
    "frame",
    [
        "There's a meeting of the AI group this afternoon. {}",
        "My registrar wants this by noon. {}",
        "As a manager, {}",
        "{} I need it for an essay.",
    ],
)
@pytest.mark.parametrize(
    "asked", ["and the emerging ones?", "not the research ones.", "and education?"]
)
def test_what_is_said_around_a_follow_up_changes_no_list(assistant, frame, asked):
    history = ["Which recommendations are pending?"]
    plain = assistant.understand(asked, history).asked.sought
    framed = assistant.understand(frame.format(asked), history).asked.sought
    assert framed.condition == plain.condition
    assert framed.left_aside


@pytest.mark.parametrize("asking", ["Who chaired", "When was the start of", "Why was there"])
def test_what_a_follow_up_asks_for_is_told_by_its_own_words(assistant, asking):
    """Metamorphic: how the question before asked of a subject is not how this one asks of it."""
    before = f"{asking} the AI working group?"
    assert "6-month horizon" in assistant.ask("for how long?", [before]).headline.text
    assert "broad purpose" in assistant.ask("and with what purpose?", [before]).headline.text


@pytest.mark.parametrize(
    ("subject", "reason"), [("bias", "This is vital so that"), ("auditing", "in place to ensure")]
)
def test_why_is_answered_by_a_sentence_that_states_a_reason(assistant, subject, reason):
    asked = assistant.ask("why is that?", [f"What does the guidance say on {subject}?"])
    assert reason in asked.headline.text


VIEWS = (
    "does the {} agree?",
    "what is the {}'s view?",
    "what does the {} say on that?",
    "and the {}?",
)


@pytest.mark.parametrize("subject", ["regulation", "data quality", "informed consent"])
def test_another_document_is_asked_what_the_last_question_asked(assistant, subject):
    before = [f"What does the SoR guidance say about {subject}?"]
    by_itself = assistant.ask(f"What does the RCR say about {subject}?")
    for view in VIEWS:
        response = assistant.ask(view.format("RCR"), before)
        assert type(response) is type(by_itself), view
        cited = [c.passage_id for c in getattr(response, "citations", ())]
        assert cited[:1] == [c.passage_id for c in getattr(by_itself, "citations", ())][:1], view
