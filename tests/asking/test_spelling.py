"""A question is read as it was meant: slips mended, shorthand spelt out, names left alone."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.asking.asked import query_terms
from assistant.characters import seen


@pytest.fixture(scope="session")
def read(assistant):
    return assistant.understanding.understand


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("who audits the algorithim", "algorithm"),
        ("traning for radiographers", "training"),
        ("is there a curiculum", "curriculum"),
        ("what about validaton", "validation"),
        ("patinets and consent", "patients"),
        ("reserch funding", "research"),
        ("radiograpers and AI", "radiographers"),
        ("goverment and govenance of AI", "governance"),
        ("Algoritm checks", "algorithm"),
    ],
)
def test_a_slip_is_mended_into_a_word_of_the_guidance(read, written, meant):
    reading = read(written)
    assert meant in reading.text.casefold()
    assert meant in [c.read.casefold() for c in reading.corrections]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("wot can u do abt bias", "what can you do about bias"),
        ("do ppl hav 2 consent", "do people have"),
        ("dont we need training b4 we start", "do not we need training before we start"),
        ("recs 3 and 4", "recommendations 3 and 4"),
    ],
)
def test_shorthand_is_spelt_out(read, written, meant):
    assert meant in read(written).text


def test_a_correction_says_what_was_written_and_what_was_read(read):
    corrections = read("wot about algorithim checks").corrections
    assert [(c.written, c.read, c.kind) for c in corrections] == [
        ("wot", "what", "abbreviation"),
        ("algorithim", "algorithm", "spelling"),
    ]


@pytest.mark.parametrize(
    "question",
    [
        "What does Malamateniou say?",
        "Is Annalise better?",
        "Does Dr Woznitza chair a subgroup?",
        "What is NHSx doing with NIAW?",
        "ESTRO and UKIO",
        "Who should be checking the AI still works?",
        "Which colour should the scanner be?",
        "Is tomosynthesis covered by the organisation's licence?",
        "How do I bake a sourdough loaf with rye?",
        "12-lead ECG, SPIRIT-AI, CoR/RCR, e.g. x-ray",
    ],
)
def test_names_and_well_spelt_words_are_left_alone(read, question):
    reading = read(question)
    assert (reading.text, reading.corrections) == (question, ())


@pytest.mark.parametrize("name", ["Wellcome", "IR(ME)R"])
def test_a_name_within_a_sentence_is_no_slip(read, name):
    assert read(f"is it said that {name} was asked").corrections == ()


def test_a_word_with_a_capital_is_mended_into_one_that_has_it_too(read):
    assert "Radiographers" in read("the Society of Radiografers and bias").text.title()


def test_nothing_is_corrected_when_asked_as_written(read):
    reading = read("wot about algorithim checks", True)
    assert (reading.text, reading.corrections) == ("wot about algorithim checks", ())


def test_no_labelled_question_that_is_no_slip_is_corrected_into_another_word(
    assistant, labelled, read
):
    """Questions outside the typing-slip kind are spelt well."""
    wrong = {}
    for row in labelled:
        if row["kind"] not in ("typo",):
            found = [c for c in read(row["question"]).corrections if c.kind == "spelling"]
            if found:
                wrong[row["question"]] = found
    assert len(wrong) <= 0.02 * len(labelled), wrong


WORDS = st.sampled_from(
    "the algorithim audit traning is ur patinets of wot AI NHSx u curiculum ? reserch".split()
)


@given(st.lists(WORDS, min_size=1, max_size=8).map(" ".join))
@example("wots ur veiw on explanable AI 4 teh dept")
def test_a_reading_is_read_as_it_stands(assistant, question):
    read = assistant.understanding.understand
    once = read(question)
    assert read(once.text).text == once.text


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("What does CPD mean here?", "continuing professional development"),
        ("Is explainability asked for?", "explainable AI"),
        ("MHRA", "Medicines and Healthcare products Regulatory Agency"),
    ],
)
def test_an_abbreviation_or_synonym_is_known_for_what_it_stands_for(read, question, name):
    assert name.casefold() in [t.name.casefold() for t in read(question).expansions]


def test_an_expansion_weighs_less_than_the_words_of_the_question(read):
    weights = query_terms(read("MHRA approval"), 0.3)
    assert weights["mhra"] == 1.0
    assert weights["medicin"] == 0.3


@given(st.text(max_size=60))
def test_a_clean_question_is_one_line_of_seen_characters(text):
    cleaned = seen(text)
    assert cleaned == " ".join(cleaned.split())
    assert not set(cleaned) & set("\0\u202e\u200b\ufeff\u2066")
    assert seen(cleaned) == cleaned
    cleaned.encode("utf-8")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("  who\tchecks\n\nAI? ", "who checks AI?"),
        ("audit\0s", "audit s"),
        ("\u202eaudit\u202c", "audit"),
        ("\ufeffaudit\u200b", "audit"),
        ("cafe\u0301", "café"),
        ("audit \ud800", "audit \ufffd"),
    ],
)
def test_unseen_characters_are_taken_out(written, meant):
    assert seen(written) == meant
