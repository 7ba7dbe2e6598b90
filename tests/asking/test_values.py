"""What value a question asks for, and which words state one: a price is no date, and a date counts nothing."""

import pytest

from assistant.asking.tokens import tokens
from assistant.asking.values import values

# What asks for a value of a kind, and what states one.
KINDS = {
    "money": ("how much does the seminar cost?", "The seminar is free."),
    "share": ("what percentage of leaflets came back?", "Half of the leaflets came back."),
    "period": ("how long is the seminar?", "The seminar runs for three weeks."),
    "frequency": ("how often is the archive cleared?", "The archive is cleared every spring."),
    "date": ("when was the archive opened?", "The archive opened in March 1998."),
    "contact": ("what is the librarian's email address?", "Write to desk@example.org."),
    "measure": ("what is the pass mark of the test?", "40 points are a pass."),
    "count": ("how many rooms has the archive?", "The archive has twelve reading rooms."),
    "finding": ("what did the visitors find?", "The visitors highlighted damp walls."),
    "officer": ("who chairs the friends of the archive?", "Dr Amy Lamb is the chair."),
    "plan": ("when will the archive reopen?", "The archive reopens in June."),
    "grade": ("what grade is the porter on?", "The porter is on grade 4."),
    "individual": ("who is the person at the desk?", "Mrs Lamb is at the desk."),
    "members": ("name all three rooms", "The rooms are the hall, the attic and the cellar."),
    "company": ("which company built the shelves?", "The shelves were built by Tallwood."),
}
NO_VALUE = (
    "how much do readers know about archives?",
    "how big a change is the archive for readers?",
    "which scores or colours on the label tell what is rare?",
    "what should a first-year read?",
    "where do I learn what manufacturers of shelves are planning?",
    "should we pay for the shelves?",
    "when should I ask the librarian?",
)


def kinds(question):
    return [value.kind for value in values(tokens(question))]


def is_stated(question, text):
    return all(
        value.is_stated(text, {"room", "reader"}, set()) for value in values(tokens(question))
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_value_is_asked_for_and_stated(kind):
    question, text = KINDS[kind]
    assert kinds(question) == [kind]
    assert is_stated(question, text)


@pytest.mark.parametrize("kind", KINDS)
def test_the_form_of_a_question_changes_no_value_that_it_asks_for(kind):
    question, _ = KINDS[kind]
    for other in (question.upper(), f"Please, {question}", f"So, {question[:-1]}"):
        assert kinds(other) == [kind]


@pytest.mark.parametrize("kind", KINDS)
def test_what_only_names_a_thing_states_no_value_of_it(kind):
    """Words of the question, said of the thing without the value."""
    question, _ = KINDS[kind]
    assert not is_stated(question, "readers should keep to the rules of the house")


@pytest.mark.parametrize("question", NO_VALUE)
def test_what_asks_for_no_value_needs_none(question):
    assert kinds(question) == []


def test_a_number_counts_what_stands_behind_it():
    assert is_stated("how many rooms are there?", "It has 30 quiet reading rooms.")
    assert is_stated("how many reader rooms are there?", "It has 30 quiet reading rooms.")
    assert not is_stated("how many readers are there?", "It has 30 quiet reading rooms.")


def test_what_texts_call_by_another_name_is_counted_by_any_number_but_a_year():
    assert is_stated("how many chambers are there?", "It has 30 quiet reading rooms.")
    assert is_stated(
        "how many towns lend to it?", "It has books from Bath, Ely, Hull, York and Ware."
    )
    assert not is_stated("how many chambers are there?", "It was opened in 1998, one of the first.")


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("frequency", "weekly", "yearly"),
        ("frequency", "every spring", "every autumn"),
        ("period", "days", "weeks"),
        ("period", "one day", "two"),
        ("date", "in 1998", "in 1999"),
        ("date", "in April", "in June"),
    ],
)
def test_alternatives_of_one_kind_ask_for_a_value_of_it_in_either_order(kind, one, other):
    assert kinds(f"is the archive cleared {one} or {other}?") == [kind]
    if other != "two":
        assert kinds(f"is the archive cleared {other} or {one}?") == [kind]
    assert kinds(f"is the archive cleared {one} or shut?") == []


def test_a_list_states_the_names_of_so_many_and_of_fewer():
    text = "The rooms are the hall, the attic and the cellar."
    assert is_stated("what are the three rooms called?", text)
    assert is_stated("which two rooms are there?", text)
    assert not is_stated("list the other four rooms", text)


def test_some_of_a_number_are_no_list_of_them():
    text = "It has three rooms, including one for maps, prints and letters."
    assert not is_stated("name the three rooms", text)


@pytest.mark.parametrize(
    "asked", ["who is the person responsible for the maps?", "which person should keep the maps?"]
)
def test_a_person_whose_duty_something_is_has_no_name(asked):
    assert kinds(asked) == []


def test_two_values_that_are_asked_for_are_both_to_be_stated():
    question = "when was the seminar first held and how long does it last?"
    assert sorted(kinds(question)) == ["date", "period"]
    assert is_stated(question, "First held in 2012, the seminar lasts two days.")
    assert not is_stated(question, "The seminar was first held in 2012.")
