"""Which questions ask for one fact, that only words which state it can answer; and which ask who."""

import pytest

from assistant.asking.tokens import tokens
from assistant.asking.values import values
from assistant.asking.wants import wants, who_did
from assistant.asking.wordings import word_list


@pytest.mark.parametrize(
    "question",
    [
        "How many centres take part?",
        "When was the working group set up?",
        "Where is the centre based?",
        "Who wrote the foreword?",
        "What is the average salary of a data manager?",
        "And which companies sell it?",
        "Under the new contract, what fee is due?",
    ],
)
def test_a_number_a_date_a_name_or_a_place_is_one_fact(question):
    assert "fact" in wants(tokens(question), values(tokens(question)))


@pytest.mark.parametrize(
    "question",
    [
        "Who is responsible for audit?",
        "Who should check the algorithm after it is installed?",
        "What should students learn about bias?",
        "How do I get involved in research?",
        "Is our department ready for AI, and what would it cost us in training if not?",
        "which patients are affected by this",
        "The rota is full. How can we find time for validation?",
        "How large an effect will it have?",
    ],
)
def test_what_to_do_and_whose_duty_it_is_are_not(question):
    assert "fact" not in wants(tokens(question), values(tokens(question)))


@pytest.mark.parametrize(
    "question",
    [
        "Is there anything for people who are new to this?",
        "Do staff who use it need training?",
        "and is there a person who checks it?",
        "What is planned for practitioners who were never taught this?",
        "How do I reach a person who works on contouring?",
        "I am a radiographer who reports. What changes?",
    ],
)
def test_who_after_a_noun_asks_for_nobody(question):
    assert "who" not in wants(tokens(question), values(tokens(question)))


@pytest.mark.parametrize(
    "question",
    [
        "Does it say who is responsible?",
        "Is it clear who checks?",
        "Who checks it?",
        "What is being surveyed, and who does that?",
        "How do I find out who checks it?",
        "audit: who checks it",
    ],
)
def test_who_that_opens_a_question_within_one_asks(question):
    assert "who" in wants(tokens(question), values(tokens(question)))


@pytest.mark.parametrize(
    ("question", "verb"),
    [
        ("who judged the prizes?", "judged"),
        ("and who was invited?", "invited"),
        ("who needs to be asked?", ""),
        ("who was supposed to update it?", ""),
        ("who is on the board?", ""),
    ],
)
def test_who_has_done_something_is_asked_by_a_verb_of_the_past(question, verb):
    assert who_did(word_list(tokens(question))) == verb
