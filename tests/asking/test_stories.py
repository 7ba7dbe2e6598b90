"""Whoever tells a story and then asks for a list in a sentence of its own gets that list, and is told what was left aside."""

import pytest

from assistant.ask import Assistant
from assistant.asking.asked import ByConditions, Search

STORIES = (
    "I teach in education and two of my students asked me about this.",
    "Our research group has begun something that is not embedded yet.",
    "The College asked me to speak to industry partners about what is pending.",
    "Patients come to us and ask whether the algorithms were validated.",
    "My manager thinks it is all about clinical practice and I am not so sure.",
    "We had a long meeting with the academics yesterday!",
)
REQUESTS = (
    "Which recommendations are ongoing?",
    "List the emerging research recommendations.",
    "Which recommendations name students as responsible?",
    "Give me all recommendations in education that are pending.",
    "Which recommendations mention audit?",
    "Which recommendations are not in education?",
)
REMARKS = (
    "I need it for a slide about students.",
    "My boss is from industry.",
    "I need it for research.",
)


def _read(assistant: Assistant, question: str) -> ByConditions:
    sought = assistant.understand(question).asked.sought
    assert isinstance(sought, ByConditions), question
    return sought


@pytest.mark.parametrize(
    "told", [*(f"{story} {{}}" for story in STORIES), *(f"{{}} {remark}" for remark in REMARKS)]
)
def test_what_is_told_around_a_request_sets_no_condition_and_is_left_aside(
    assistant: Assistant, told: str
) -> None:
    for request in REQUESTS:
        alone, around = _read(assistant, request), _read(assistant, told.format(request))
        assert around.condition == alone.condition, (told, request)
        assert around.left_aside, (told, request)


@pytest.mark.parametrize(
    "question",
    [
        "I only care about education. Which recommendations are pending?",
        "Practice educators have enough to do. Which of theirs are pending?",
    ],
)
def test_what_a_request_is_kept_to_or_points_at_stays_a_condition(
    assistant: Assistant, question: str
) -> None:
    recommendations = assistant.ask(question).recommendations
    pending = assistant.ask("Which recommendations are pending?").recommendations
    assert 0 < len(recommendations) < len(pending)


@pytest.mark.parametrize(
    "question",
    [
        "My manager doubts it. What's pending in clinical practice?",
        "What's ongoing in research? We are writing a report on professional engagement.",
    ],
)
def test_a_sentence_that_asks_what_is_so_is_a_request_as_well(
    assistant: Assistant, question: str
) -> None:
    sentences = question.replace("? ", "?. ").split(". ")
    asking = next(s for s in sentences if s.endswith("?"))
    assert _read(assistant, question).condition == _read(assistant, asking).condition


@pytest.mark.parametrize(
    "question", ["ongoing, but exclude anything with industry", "pending ones, though not research"]
)
def test_a_list_that_may_be_of_the_list_before_is_never_called_complete(
    assistant: Assistant, question: str
) -> None:
    for before in ("Stakeholder partnership recommendations?", "Which recs mention patients?"):
        response = assistant.ask(question, [before])
        both = {r.recommendation.number for r in response.recommendations}
        before_it = {r.recommendation.number for r in assistant.ask(before).recommendations}
        assert both <= before_it or response.complete_of is None


def test_what_one_is_so_is_asked_of_the_list_before(assistant: Assistant) -> None:
    for question in ("which one's pending?", "which one is pending?", "which ones are pending?"):
        response = assistant.ask(question, ["Which recommendations mention audit?"])
        assert [r.recommendation.number for r in response.recommendations] == ["10"]


@pytest.mark.parametrize("name", ["industry", "students", "patients", "AI"])
def test_a_name_in_quotation_marks_is_a_word_that_is_looked_for(
    assistant: Assistant, name: str
) -> None:
    for marks in ('"{}"', "\u201c{}\u201d", "'{}'"):
        quoted = _read(assistant, f"which recommendations mention {marks.format(name)}?")
        assert (
            quoted.condition
            == _read(assistant, f"which recommendations mention the word {name}?").condition
        )


def test_what_is_made_of_a_list_that_left_words_aside_is_never_called_complete(
    assistant: Assistant,
) -> None:
    for first in (
        "list recommendations that spotlight funding",
        "list the education recommendations about dinosaurs",
    ):
        assert assistant.ask("which of them are pending?", [first]).complete_of is None


def test_one_end_of_a_list_is_placed_and_nothing_else_is(assistant: Assistant) -> None:
    def shown(question: str) -> list[str]:
        response = assistant.ask(question, ["Education recommendations"])
        return [r.recommendation.number for r in response.recommendations]

    assert shown("what is the last on that list?") == ["18"]
    assert shown("the 9th of them") == ["15"]
    for question in (
        "everything but the first on that list",
        "the first and the last on that list",
    ):
        response = assistant.ask(question, ["Education recommendations"])
        assert response.complete_of is None or len(shown(question)) > 1


BEHIND = (
    ", my line manager isn't interested in that bit",
    "? asking for my department meeting",
    ", it isn't relevant to my students",
    "? I've a student asking",
    ", my boss wants it by 5",
)


@pytest.mark.parametrize("behind", BEHIND)
def test_a_remark_behind_a_follow_up_sets_no_condition(assistant: Assistant, behind: str) -> None:
    before = ["List the emerging recommendations."]
    for asked in ("take out the research ones", "how far along is each of them"):
        alone = assistant.ask(asked, before)
        remarked = assistant.ask(asked + behind, before)
        assert remarked.recommendations == alone.recommendations, asked
        assert remarked.complete_of is None, asked


@pytest.mark.parametrize("title", ["clinical lead", "research radiographer", "line manager"])
@pytest.mark.parametrize("wants", ["asked for", "wants", "wants to see", "needs"])
def test_who_has_it_asked_is_no_condition(assistant: Assistant, title: str, wants: str) -> None:
    for asked in ("the ongoing recommendations", "the education ones"):
        assert _read(assistant, f"our {title} {wants} {asked}") == _read(assistant, f"list {asked}")


def test_a_group_that_asks_for_its_own_is_a_condition(assistant: Assistant) -> None:
    for group in ("students", "academics"):
        theirs = assistant.ask(f"which ongoing recommendations name {group}?").recommendations
        asked = f"our {group} need the ongoing ones they are responsible for"
        assert assistant.ask(asked).recommendations == theirs, group


@pytest.mark.parametrize(
    "told",
    [
        "I read that scanners may treat some people worse. What are radiographers told to do about it?",
        "I read that scanners may treat some people worse. What are radiographers asked to do about that?",
        "Who should write the teaching together - a university, a hospital, companies?",
    ],
)
def test_what_is_asked_of_a_story_before_it_is_no_list_of_a_group(
    assistant: Assistant, told: str
) -> None:
    assert isinstance(assistant.understand(told).asked.sought, Search)
