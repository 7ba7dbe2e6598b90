"""Words that are looked for anywhere are quoted from running text as well, and a list of recommendations is not."""

from itertools import product

import pytest

from assistant.domain import Abstention, Answer

ANYWHERE = ["where is {} mentioned?", "is there anything on {}?"]
WORDS = ["NHSx", "ethics", "conferences", "statistics", "terminology"]


def _holding(assistant, word):
    """The passages of running text that hold a word, found without the records."""
    kinds = ("recommendation", "reference")
    passages = [p for p in assistant.index.passages if p.kind not in kinds]
    return {p.id for p in passages if word.removesuffix("s") in p.text}


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("form", ANYWHERE)
def test_a_word_looked_for_anywhere_is_quoted_from_running_text_too(assistant, form, word):
    answer = assistant.ask(form.format(word))
    assert isinstance(answer, Answer)
    if answer.firmness == "records":
        quoted = {c.passage_id: c.quote.text for c in answer.citations if not c.recommendation}
        held = _holding(assistant, word)
        assert set(quoted) == (held if len(held) <= 3 else set())
        assert all(word.removesuffix("s") in text for text in quoted.values())


@pytest.mark.parametrize("word", WORDS)
def test_recommendations_that_mention_a_word_are_all_that_is_listed(assistant, word):
    answer = assistant.ask(f"which recommendations mention {word}?")
    assert [c for c in answer.citations if not c.recommendation] == []


@pytest.mark.parametrize("word", ["IR(ME)R", "IRMER", "the Department of Health"])
@pytest.mark.parametrize("form", ["is {} mentioned?", "does the guidance mention {}"])
def test_what_only_a_reference_names_is_mentioned(assistant, form, word):
    answer = assistant.ask(form.format(word))
    assert isinstance(answer, Answer)
    assert not answer.corrections
    assert "Ionising Radiation (Medical Exposure) Regulations" in answer.headline.text
    assert not answer.headline.is_undecided


@pytest.mark.parametrize(
    ("question", "unnamed"),
    [
        ("does it mention the MHRA or Nuffield?", ["Nuffield"]),
        ("does it mention Wellcome and CE marking?", ["Wellcome"]),
        ("are EQUATOR and PRISMA mentioned?", ["PRISMA"]),
        ("does it mention the MHRA or CE marking?", []),
    ],
)
def test_of_two_names_it_is_said_which_stands_nowhere(assistant, question, unnamed):
    answer = assistant.ask(question)
    assert isinstance(answer, Answer)
    assert [e.name for e in answer.entries if e.field == "mentioned"] == unnamed


@pytest.mark.parametrize(
    ("form", "name"),
    [
        *product(["is {} mentioned?", "does it mention {}"], ["Nuffield", "GDPR", "sonographers"]),
        *product(
            ["is there anything on {}?", "anything about {}?"], ["proton therapy", "Nuffield"]
        ),
    ],
)
def test_what_stands_nowhere_is_not_mentioned_and_sends_nobody_elsewhere(assistant, form, name):
    response = assistant.ask(form.format(name))
    assert isinstance(response, Abstention)
    assert not response.turn_to


def test_where_something_else_is_coming_up_no_word_is_looked_for(assistant):
    response = assistant.ask("is there a staff ballot coming up at our trust?")
    assert isinstance(response, Abstention) or not response.entries
