"""A note in the margin is a paragraph of its own, and the sentences beside it are as without it."""

import textwrap

import pytest
from guidelines import SETTINGS
from hypothesis import given
from hypothesis import strategies as st
from printing import Set, print_pages, read_here, said_by, texts

SENTENCES = " ".join(
    f"Each {what} is kept in the register by the owner of the tool, and looked at once a year."
    for what in ("name", "test", "report", "change", "failure", "question", "image", "result")
)
LINES = textwrap.wrap(SENTENCES, 62)
BELOW = len(LINES) + 1


@SETTINGS
@given(
    st.sampled_from([20.0, 480.0]),
    st.integers(1, len(LINES) - 3),
    st.lists(st.sampled_from(["Note well", "see Table 2", "New in 2027"]), min_size=1, max_size=3),
    st.floats(-0.2, 0.2),
)
def test_a_note_beside_the_text_is_not_read_across(tmp_path, x, at, note, shift):
    page = [Set(130, n, line) for n, line in enumerate(LINES)]
    page += [Set(x, at + n + shift, words, size=8) for n, words in enumerate(note[: 8 - at])]
    document = read_here(print_pages(tmp_path / "made.pdf", [page]))
    said = [t for t in texts(document) if t not in note and t != " ".join(note[: 8 - at])]
    assert " ".join(said) == SENTENCES


@pytest.mark.parametrize("n", range(3))
def test_a_note_beside_a_recommendation_parts_neither_it_nor_its_items(n, tmp_path):
    items = [
        "the name of its owner",
        "the date of its last test",
        "what is to be done when it fails",
    ]
    page = [Set(130, m, line) for m, line in enumerate(LINES)]
    page += [Set(130, BELOW, "1.1.1 Each tool that is in use has an entry that says:")]
    page += [Set(150, BELOW + 1 + m, f"• {item}") for m, item in enumerate(items)]
    page += [Set(480, BELOW + n, "2027", size=8), Set(130, BELOW + 5, "1.1.2 Sign it.")]
    document = read_here(print_pages(tmp_path / "made.pdf", [page]))
    assert said_by(document) == {
        "1.1.1": " ".join(["Each tool that is in use has an entry that says:", *items]),
        "1.1.2": "Sign it.",
    }
    assert "2027" in texts(document)


def test_a_number_that_hangs_beside_its_words_is_no_note(tmp_path):
    page = [Set(130, m, line) for m, line in enumerate(LINES)]
    page += [
        Set(60, BELOW, "1.1.1"),
        Set(130, BELOW, "Keep a register of every tool that is in use."),
    ]
    page += [Set(60, BELOW + 2, "1.1.2"), Set(130, BELOW + 2, "Name one owner of each of them.")]
    document = read_here(print_pages(tmp_path / "made.pdf", [page]))
    assert list(said_by(document)) == ["1.1.1", "1.1.2"]
