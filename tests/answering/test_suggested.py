"""Every question that the page suggests is short, in plain words, and answered by what it is suggested for."""

import pytest

from assistant.answering.suggesting import plainest
from assistant.domain import Answer
from assistant.views.render import wording


@pytest.fixture(scope="module")
def suggested(assistant):
    """Every question that can be suggested, by its passage."""
    asked = {}
    for one in assistant.index.asked_as:
        asked.setdefault(one.passage_id, []).append(one.question)
    passages = {p.id: p for p in assistant.index.passages}
    found = {name: plainest(questions, passages[name].text) for name, questions in asked.items()}
    return {name: question for name, question in found.items() if question}


def test_there_is_one_for_nearly_every_passage_that_people_ask_about(suggested, assistant):
    asked_about = {one.passage_id for one in assistant.index.asked_as}
    assert len(suggested) > 0.9 * len(asked_about)


def test_each_is_a_short_question(suggested):
    for question in suggested.values():
        assert question.endswith("?")
        assert question[0].isupper()
        assert len(question.split()) <= 9


def test_each_is_answered(suggested, assistant):
    refused = [q for q in suggested.values() if not isinstance(assistant.ask(q), Answer)]
    assert refused == []


def test_each_is_answered_by_the_passage_that_it_is_suggested_for(suggested, assistant):
    astray = [
        question
        for passage, question in suggested.items()
        if passage not in {c.passage_id for c in assistant.ask(question).citations}
    ]
    assert len(astray) <= 0.05 * len(suggested), astray


def test_none_is_suggested_that_leans_on_what_nobody_said():
    assert plainest(["Is it still up to date?", "who, if anybody, checks it", "AI"], "AI") == ""


@pytest.mark.parametrize(("role", "question"), wording.examples())
def test_each_example_is_answered(assistant, role, question):
    response = assistant.ask(question)
    assert isinstance(response, Answer), role
    assert response.firmness in {"firm", "records"}
    assert response.recommendations


def test_plain_words_go_before_abbreviations():
    asked = ["What does NIAW do about AI tools?", "Who validates clinical AI tools?"]
    assert plainest(asked, "NIAW validates clinical AI tools") == asked[1]
