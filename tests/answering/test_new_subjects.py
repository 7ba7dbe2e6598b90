"""A question put after one on another subject finds what it finds alone, as long as it says enough."""

import pytest

from assistant.domain import Answer

EARLIER = ("who should fund research?", "what does the RCR say about audit?")
OWN = (
    "It was brilliant when we bought it. Whose job is it to notice if it quietly goes downhill?",
    "Could these tools make things worse for people who already struggle to get care?",
    "what about public involvement in research projects?",
    "what training do I need?",
)


@pytest.mark.parametrize("earlier", EARLIER)
@pytest.mark.parametrize("question", OWN)
def test_a_question_that_says_enough_is_one_of_its_own(assistant, earlier, question):
    alone, after = assistant.ask(question), assistant.ask(question, [earlier])
    assert isinstance(alone, Answer)
    assert isinstance(after, Answer)
    assert after.recommendations[0].recommendation == alone.recommendations[0].recommendation


STORIES = (
    "We are opening a second scanner room next spring and the vendor wants patients to help design its"
    " tool. Nobody here has done that before. Should they be involved?",
    "My students keep asking whether computers will do their work one day. I would like to show them"
    " something on how their careers will change. Is anybody looking into it?",
)
SUBJECTS = ("CPD", "explainability", "risk management", "conferences", "equitable use")


def first(response):
    assert isinstance(response, Answer)
    return response.recommendations[0].recommendation


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_long_question_does_not_drown_a_new_subject_in_few_words(assistant, story, subject):
    turned = f"And what about {subject}?"
    after = first(assistant.ask(turned, [story]))
    assert after == first(assistant.ask(f"What about {subject}?"))
    assert after != first(assistant.ask(story))


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize(
    "further", ["who does that?", "what's the status of that?", "has it begun?"]
)
def test_what_names_no_subject_is_asked_of_what_was_answered_last(assistant, subject, further):
    history = [STORIES[0], "who is responsible?", f"And what about {subject}?"]
    last = first(assistant.ask(history[-1], history[:-1]))
    assert first(assistant.ask(further, history)) == last
    assert first(assistant.ask("is it under way?", [*history, further])) == last


def test_what_the_statuses_mean_is_asked_of_the_document_whatever_was_answered_last(assistant):
    asked = "what do the statuses mean?"
    alone, after = assistant.ask(asked), assistant.ask(asked, ["Who should audit AI tools?"])
    assert [c.quote for c in after.citations] == [c.quote for c in alone.citations]


@pytest.mark.parametrize(
    "outside",
    ["Will AI replace nurses?", "who won the world cup?", "how much does a scanner cost?"],
)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_what_was_refused_before_hides_no_answer(assistant, outside, subject):
    turned = f"and what about {subject}?"
    assert first(assistant.ask(turned, [outside])) == first(assistant.ask(f"What about {subject}?"))


def test_of_a_library_what_names_no_subject_is_asked_of_the_passages_found_last(
    assistant, monkeypatch
):
    """Each search of a library has candidates of its own; signals and passages stay together."""
    monkeypatch.setattr(assistant.index.search, "most", 0)  # so many rows are all looked at
    for history in (["what about explainability?", "and conferences?"], [STORIES[0], "and CPD?"]):
        last = first(assistant.ask(history[-1], history[:-1]))
        assert first(assistant.ask("is it under way?", history)) == last
