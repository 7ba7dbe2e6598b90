"""A maintainer adds a wording by a line of words.toml; a mistake there names file and line."""

from pathlib import Path

import pytest

from assistant.asking import wordings
from assistant.asking.understanding import Understanding
from assistant.asking.wordings import WORDS, read_classes
from assistant.errors import InvalidWording
from assistant.records.selecting import Records

TEXT = WORDS.read_text(encoding="utf-8")


@pytest.fixture
def with_words(tmp_path, monkeypatch, assistant):
    """Understand with a changed words.toml."""

    def understand(text):
        path = tmp_path / "words.toml"
        path.write_text(text, encoding="utf-8")
        monkeypatch.setattr(wordings, "WORDS", path)
        wordings.forget()
        return Understanding(assistant.index, Records(assistant.index)).understand

    yield understand
    monkeypatch.undo()
    wordings.forget()


@pytest.mark.parametrize(
    ("name", "wording", "before", "after"),
    [
        ("except", "jettisoning", "pending, jettisoning education", "pending, except education"),
        ("listed", "commandment", "the pending commandments", "the pending recommendations"),
        ("courtesy", "ahoy matey", "ahoy matey, who audits AI tools?", "who audits AI tools?"),
        ("last", "rearmost", "the rearmost three", "the last three"),
    ],
)
def test_a_wording_is_added_by_one_line(with_words, assistant, name, wording, before, after):
    usual = assistant.understanding.understand
    assert usual(before).sought != usual(after).sought or usual(before).text != usual(after).text
    understand = with_words(TEXT.replace(f"\n{name} = [", f'\n{name} = ["{wording}", ', 1))
    assert understand(before).sought == understand(after).sought
    assert understand(before).query == understand(after).query or name != "courtesy"


def test_alternatives_in_braces_stand_for_every_wording_of_them(tmp_path):
    path = tmp_path / "words.toml"
    path.write_text('[shape]\nnot = ["{drop|lose} {it|the rest|}", "never"]', encoding="utf-8")
    (table,) = read_classes(path).values()
    assert [w.strip() for w in table["not"]] == [
        "drop it",
        "drop the rest",
        "drop",
        "lose it",
        "lose the rest",
        "lose",
        "never",
    ]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('[shape]\nlisted = "recommendation"', "line 2: listed must be a list of texts in quotes"),
        ("[shape]\n\nlisted = [3]", "line 3: listed must be a list of texts in quotes"),
        ('[shape]\nnot = ["not", "not"]', "line 2: not holds 'not' twice"),
        ('[shape]\nnot = ["not", "{not|no}"]', "line 2: not holds 'not' twice"),
        ('[shape]\nnot = ["?!"]', "line 2: not holds '?!', which has no word"),
        ('[shape]\nnot = ["never"', "Unclosed array (at line 2)"),
    ],
)
def test_a_mistake_names_file_and_line(tmp_path, wrong, said):
    path = tmp_path / "words.toml"
    path.write_text(wrong, encoding="utf-8")
    with pytest.raises(InvalidWording) as raised:
        read_classes(path)
    assert str(raised.value).startswith("words.toml")
    assert said in str(raised.value)


def test_a_question_is_the_same_value_whenever_it_is_asked(assistant, labelled):
    again = Understanding(assistant.index, Records(assistant.index)).understand
    for row in labelled[::7]:
        assert again(row["question"]) == assistant.understanding.understand(row["question"])


def test_few_patterns_read_raw_text():
    rooms = [
        Path(wordings.__file__).parents[1] / room for room in ("asking", "answering", "records")
    ]
    text = "".join(p.read_text(encoding="utf-8") for room in rooms for p in room.glob("*.py"))
    assert text.count("re.compile(") <= 10
