"""Terms: the words that tell something, by their stems, whoever wrote them."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.indexing.tokenization import STOP_WORDS, stem, terms, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("biases", "Bias"),
        ("radiographers’ roles", "radiographers' role"),
        ("audited", "auditing"),
        ("Cadrin-Chênevert", "cadrin chenevert"),
        ("service users¹", "service users"),
        ("techniques^{4,10-15}", "techniques"),
        ("measured [18]", "measured"),
        ("see https://www.aicentre.co.uk/our-partners", "see"),
        ("[for radiotherapy](#)", "for radiotherapy"),
    ],
)
def test_two_writings_of_one_thing_have_the_same_terms(one, other):
    assert terms(one) == terms(other)


@pytest.mark.parametrize(
    ("one", "several"),
    [("curriculum", "curricula"), ("diagnosis", "diagnoses"), ("criterion", "criteria")],
)
def test_several_are_the_same_word_as_one(one, several):
    assert terms(one) == terms(several)


def test_stems_found_by_two_threads_at_once_are_those_found_by_one():
    written = [
        f"{word}{ending}"
        for word in ("radiograph", "audit", "valid", "educat", "responsib", "collaborat")
        for ending in ("", "s", "ed", "ing", "ers", "ation", "ational", "ibilities", "iveness")
    ] * 40
    alone = [stem.__wrapped__(word) for word in written]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(2) as pool:
            together = list(pool.map(stem.__wrapped__, written))
    finally:
        sys.setswitchinterval(interval)
    assert together == alone


def test_a_question_without_a_subject_has_no_terms():
    assert terms("What should we be doing about it, and who says so?") == []


def test_markers_of_references_are_no_terms():
    assert not {"1", "4", "10", "15"} & set(terms("users¹ and techniques^{4,10-15}"))


@given(st.text(max_size=80))
def test_no_term_or_word_is_empty(text):
    assert all(terms(text))
    assert all(word.strip() for word in words(text))


@given(st.lists(st.sampled_from(sorted(STOP_WORDS)), max_size=8))
def test_function_words_add_no_term(pieces):
    assert terms(" ".join(["scan", *pieces])) == ["scan"]


@given(st.lists(st.text("abcdefghij", min_size=1, max_size=7), max_size=6))
def test_case_and_white_space_make_no_difference(pieces):
    text = " ".join(pieces)
    assert terms(text) == terms(text.upper()) == terms("\n\t ".join(pieces))
