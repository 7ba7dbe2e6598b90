"""What is missing of a document, or not plain in it, is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from printing import entry_for

from assistant.domain import Document, Omission
from assistant.parsing import with_recommendations
from assistant.parsing.completeness import doubts, language_remark, left_out, pages_named
from assistant.parsing.draft import Draft, TextRow

ENGLISH = (
    "A department that uses tools of this kind keeps a register of them all, and of who is the owner of "
    "each. It is looked at every month, and what is found in it is told to all who work with the tools. "
) * 2


def document_of(*paragraphs):
    draft = Draft()
    for words in paragraphs:
        draft.paragraph("item" if words[:1].islower() else "text", words)
    blocks = tuple(draft.blocks)
    return with_recommendations(Document(entry_for(), draft.source, blocks), entry_for())


def numbered(numbers):
    return document_of(*(f"{n} Keep a register of all tools ({n})." for n in numbers))


@given(st.integers(4, 12), st.data())
def test_a_number_that_is_passed_over_is_told_and_none_else(n, data):
    missing = data.draw(st.integers(1, n - 1))
    numbers = [f"1.2.{at}" for at in range(1, n + 1)]
    assert doubts(numbered(numbers)) == ()
    del numbers[missing - 1]
    (sentence,) = doubts(numbered(numbers))
    assert sentence.startswith(f"1.2.{missing} is missing: ")


def test_sections_count_on_their_own():
    assert doubts(numbered(["1.1.1", "1.1.2", "1.2.1", "1.2.2", "2.1.1", "2.1.2"])) == ()


def test_a_number_that_stands_there_twice_with_other_words_is_told():
    first, second = "1.1.1 Keep a register of all tools.", "1.1.1 Name one owner for each tool."
    (sentence,) = doubts(document_of(first, second))
    assert "number 1.1.1 stands there twice with other words" in sentence
    assert doubts(document_of(first, first)) == ()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("1.1.1 Each of the tools should have:", "ends with a colon, and nothing follows"),
        ("Recommendation 1: Keep a register of all tools and", "ends in the middle"),
        ("Recommendation 1: Keep a register of all tools that are", "ends in the middle"),
    ],
)
def test_a_recommendation_that_ends_in_the_middle_is_told(words, said):
    (sentence,) = doubts(document_of(words))
    assert said in sentence


def test_items_often_have_no_full_stop():
    assert doubts(document_of("1.1.1 Each of the tools should have:", "an owner", "a name")) == ()


def test_a_number_before_what_is_no_sentence_is_told():
    (sentence,) = doubts(document_of("1.1.1 Keep a register of tools.", "1.1.2 Of tools and"))
    assert "1.1.2" in sentence


@given(st.lists(st.integers(1, 9), min_size=3, max_size=30))
def test_numbers_that_go_back_and_forth_with_other_words_are_those_of_another_text(places):
    numbers = [f"5.{at}.1" for at in (5, 2, 8, 1, 9, 4, 7, 3, 6, *places)]
    found = document_of(*(f"{n} Mind change {i} of it." for i, n in enumerate(numbers)))
    (sentence,) = doubts(found)
    assert "none is taken for a recommendation" in sentence
    assert found.recommendations == ()


def test_numbers_that_go_back_with_the_same_words_are_kept_and_told():
    numbers = [f"1.{at}.1" for at in (4, 2, 5, 1, 3, 8, 6, 7)]
    said = [f"{n} Keep a register of all tools ({n})." for n in numbers]
    found = document_of(*said, *said)
    assert len(found.recommendations) == len(numbers)
    assert any("see whether they are recommendations" in sentence for sentence in doubts(found))


def test_a_summary_before_its_chapters_is_in_order():
    numbers = [f"1.{n}.{m}" for n in range(1, 4) for m in range(1, 5)]
    assert doubts(numbered(numbers + numbers)) == ()


def test_a_number_inside_other_words_is_told_and_one_that_is_only_spoken_of_is_not():
    first = "1.1.1 Keep a register of all tools (see 1.1.2)."
    (sentence,) = doubts(document_of(first, "1.1.2 Name an owner. 1.1.3 Report faults."))
    assert sentence.startswith("1.1.3 stands inside other words: “1.1.3 Report faults.”")
    assert doubts(document_of(first, "1.1.2 Name an owner, as 1.1.1 Owners says.")) == ()


@pytest.mark.parametrize("head", [("No", "Action"), ("3", "Keep a log.")])
def test_a_table_that_goes_on_without_its_head_is_told(head):
    draft = Draft()
    draft.table("", [TextRow(row) for row in (head, ("4", "Train all staff."), ("5", "Sign it."))])
    document = Document(entry_for(), draft.source, tuple(draft.blocks))
    told = [sentence for sentence in doubts(document) if "has no head" in sentence]
    assert bool(told) == (head[0] == "3")


def test_steps_of_instructions_are_told():
    steps = ["Open the list of tools.", "Click the name of one.", "Enter who owns it."]
    (sentence,) = doubts(document_of(*(f"1.1.{n} {s}" for n, s in enumerate(steps, start=1))))
    assert sentence.startswith("3 of 3 recommendations begin as steps of instructions do: ")


def test_a_numbered_question_heads_a_section():
    said = "1.1.1 Keep a register of tools.", "1.1.2 Who owns a tool that is shared?"
    found = document_of(*said)
    (sentence,) = doubts(found)
    assert "1.1.2" in sentence
    assert [r.number for r in found.recommendations] == ["1.1.1"]


def test_pages_are_named_by_runs():
    assert pages_named((1, 3, 4, 5, 6, 9, 10)) == "1, 3-6, 9, 10"


def test_what_is_left_out_is_told_once_for_each_text_or_counted():
    few = [Omission("page number", "1", (1, 2, 3), 3), Omission("navigation", "Home", (), 2)]
    assert list(left_out(few)) == [
        "Left out as page number on 3 pages: “1”",
        "Left out as navigation, 2 times: “Home”",
    ]
    many = [Omission("list of contents", f"Chapter {c}", (2,), 1) for c in "abcdefgh"]
    (sentence,) = left_out(many)
    assert sentence.startswith("Left out as list of contents on page 2, 8 times: “Chapter a”, ")
    assert sentence.endswith("“Chapter e”, …")


OTHERS = {
    "French": "Le service qui utilise des outils tient un registre de tous les outils et de la personne "
    "qui est responsable de chacun. Il est vérifié chaque mois par le chef du service et les résultats "
    "sont donnés à tous ceux qui travaillent avec ces outils dans le service pour la sécurité des patients.",
    "German": "Die Abteilung führt ein Verzeichnis aller Werkzeuge und der Person, die für jedes von "
    "ihnen verantwortlich ist. Es wird jeden Monat geprüft, und das Ergebnis wird allen mitgeteilt, die "
    "mit den Werkzeugen arbeiten, damit sich niemand auf ein Werkzeug verlässt, das nicht geprüft ist.",
    "Welsh": "Mae yr adran yn cadw cofrestr o bob offeryn ac o bwy sydd yn gyfrifol am bob un. Mae hyn yn "
    "cael ei wirio bob mis gan y pennaeth, ac mae pawb yn yr adran yn cael gwybod am y canlyniadau fel y "
    "gall pob un weithio yn ddiogel gyda chleifion neu gyda staff, ac i wneud hyn yn dda.",
}


@pytest.mark.parametrize("language", OTHERS)
def test_a_document_in_another_language_is_said_to_be(language):
    (sentence,) = language_remark(OTHERS[language])
    assert language in sentence


def test_english_is_not_remarked_on_and_other_letters_are():
    assert list(language_remark(ENGLISH)) == []
    (sentence,) = language_remark("Отдел ведёт список всех средств и их владельцев " * 8)
    assert "Latin" in sentence
