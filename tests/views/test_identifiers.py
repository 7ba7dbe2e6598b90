"""Patient identifiers are noticed before anything is searched; policy questions are not held back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.views.web.page.identifiers import identifiers, is_nhs_number

# 943 476 5919 is the number that the NHS itself uses as an example.
HELD = [
    ("Patient 943 476 5919 was scanned, who checks?", "an NHS number"),
    ("nhs no 9434765919", "an NHS number"),
    ("943-476-5919?", "an NHS number"),
    ("born 3/4/1956, can AI read it", "a date of birth"),
    ("DOB: 03.04.56", "a date of birth"),
    ("patient of 3 April 1956", "a date of birth"),
    ("1956-04-03 chest", "a date of birth"),
    ("hospital number: A123456", "a hospital number"),
    ("MRN 00123456 needs a CT", "a hospital number"),
    ("RXH1234567 has a nodule", "a hospital number"),
    ("what about 1234567", "a hospital number"),
    # Too short to be told by its digits alone.
    ("accession no. 55512", "a hospital number"),
    ("dob 030456", "a date of birth"),
]


@pytest.mark.parametrize(("question", "kind"), HELD)
def test_identifiers_are_named(question, kind):
    assert kind in identifiers(question)


@pytest.mark.parametrize(
    "question",
    [
        "What does the guidance of January 2020 say?",
        "Is AI Roadmap 2021 cited? CoR Research Strategy 2021-2026?",
        "recommendations 4, 12 and 31",
        "Does IR(ME)R 2017 apply to 10-12 year olds?",
        "9434765918 is no NHS number",
        "How many of the 31 are pending as of 2021/22?",
        "hospital number one priority",
    ],
)
def test_policy_questions_are_not_held_back(question):
    assert identifiers(question) == ()


def test_no_labelled_question_is_held_back(labelled):
    assert [row["question"] for row in labelled if identifiers(row["question"])] == []


@given(st.text(alphabet="0123456789", min_size=9, max_size=9))
def test_one_check_digit_at_most_makes_a_number_valid(nine):
    assert sum(is_nhs_number(nine + last) for last in "0123456789") <= 1


@given(st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(place, shift):
    digits = list("9434765919")
    digits[place] = str((int(digits[place]) + shift) % 10)
    assert not is_nhs_number("".join(digits))
