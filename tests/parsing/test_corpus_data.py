"""Asked-as questions, the lexicon and outside examples: an error names file and line."""

import re
from pathlib import Path

import pytest
import toy

from assistant.corpus.annotations import read_asked_as, read_lexicon, read_outside
from assistant.errors import InvalidCorpusData

IDS = frozenset({"kites/rec-1", "kites/rec-2", "kites/rec-3", "kites/rec-4", "guild/main/item-1"})


@pytest.fixture
def folder(tmp_path):
    return toy.write_corpus(tmp_path / "corpus")


@pytest.fixture
def change(folder):
    def rewrite(name, old, new):
        toy.rewrite(folder / name, old, new, 1)
        return folder

    return rewrite


def test_each_asked_as_question_belongs_to_its_passage(folder):
    found = read_asked_as(folder, IDS)
    assert len(found) == 11
    assert ("kites/rec-3", "My puppy chases everything") in {
        (a.passage_id, a.question) for a in found
    }


def test_a_doubled_question_counts_once(change):
    folder = change(
        "asked_as/all.toml",
        '"lessons for newcomers"',
        '"lessons for newcomers", "lessons for newcomers"',
    )
    assert len(read_asked_as(folder, IDS)) == 11


def test_an_unknown_passage_is_named_with_file_and_line(change):
    folder = change("asked_as/all.toml", "kites/rec-3", "kites/rec-33")
    with pytest.raises(
        InvalidCorpusData,
        match=r"all.toml, line 11: no passage has the id 'kites/rec-33'; .*chunk_corpus",
    ):
        read_asked_as(folder, IDS)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("asked_as/all.toml", '"lessons for newcomers"]', '"lessons for newcomers"', "line"),
        ("asked_as/all.toml", '"lessons for newcomers"', '""', "asked_as holds '', not a text"),
        ("asked_as/all.toml", '"lessons for newcomers"', "12", "asked_as holds 12, not a text"),
        (
            "asked_as/all.toml",
            '["My puppy chases everything", "keeping animals out of the way"]',
            '"My puppy"',
            "asked_as must be a list in square brackets",
        ),
        ("asked_as/all.toml", 'id = "kites/rec-1"', 'id = ""', "id is missing or is not a text"),
    ],
)
def test_a_malformed_asked_as_entry_is_named(change, name, old, new, said):
    with pytest.raises(InvalidCorpusData) as raised:
        read_asked_as(change(name, old, new), IDS)
    assert "all.toml" in str(raised.value)
    assert said in str(raised.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'distance = "near"',
            'distance = "close"',
            "line 10: distance 'close' is not one of: far, near, very near",
        ),
        ('topic = "Cooking"', "", "topic is missing"),
        ('questions = ["May I', 'questions = [3, "May I', "questions holds 3, not a text"),
        ("[[group]]", "[group]", "outside.toml"),
    ],
)
def test_a_malformed_outside_group_is_named(change, old, new, said):
    with pytest.raises(InvalidCorpusData) as raised:
        read_outside(change("outside.toml", old, new))
    assert said in str(raised.value)


def test_outside_examples_carry_who_to_turn_to(folder):
    found = read_outside(folder)
    assert [(e.distance, e.topic, e.turn_to) for e in found[:1]] == [
        ("far", "Cooking", "A cookery book.")
    ]
    assert len(found) == 5


POINTERS = sorted({e.turn_to for e in read_outside(Path("corpus")) if e.turn_to})
_HOME = re.compile(r"\(https://(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/[a-z]+)?\)")


@pytest.mark.parametrize("pointer", POINTERS)
def test_whoever_is_turned_to_has_a_name_and_a_plain_home_address(pointer):
    without = _HOME.sub("", pointer)
    assert "://" not in without
    assert "www." not in without
    names = re.findall(r"(?<!^)\b[A-Z][a-z]+", pointer)
    assert _HOME.search(pointer) or not names, "a body comes with its address"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"u" = "you"', '"u" = 1', "u must be a text in quotes"),
        ('name = "Wardens"', 'name = ""', "name is missing"),
        ('abbreviations = ["SKF"]', 'abbreviations = "SKF"', "abbreviations must be a list"),
        *(
            ("[shorthand]", f'[[role]]\nname = "Keeper"\n{groups}\n[shorthand]', said)
            for groups, said in (
                (
                    'groups = ["Teachers",\n"Wizards"]',
                    "line 20: role 'Keeper' has the group 'Wizards'",
                ),
                ('groups = ["Wizards"]', "there are: Wardens, Teachers"),
                ("groups = []", "line 18: role 'Keeper' has no groups"),
                ('groups = "Wardens"', "groups must be a list"),
            )
        ),
    ],
)
def test_a_malformed_lexicon_is_named(change, old, new, said):
    with pytest.raises(InvalidCorpusData) as raised:
        read_lexicon(change("lexicon.toml", old, new))
    assert "lexicon.toml" in str(raised.value)
    assert said in str(raised.value)


def test_a_role_is_all_its_groups_and_what_the_column_calls_it_besides(change):
    role = '[[role]]\nname = "Keeper"\ngroups = ["Wardens", "Teachers"]\nnamed = ["guards"]\n'
    lexicon = read_lexicon(change("lexicon.toml", "[shorthand]", f"{role}[shorthand]"))
    assert [(r.name, r.named) for r in lexicon.roles] == [
        ("Keeper", ("Wardens", "Teachers", "guards"))
    ]


def test_a_corpus_needs_none_of_these_files(tmp_path):
    assert read_asked_as(tmp_path, IDS) == ()
    assert read_outside(tmp_path) == ()
    assert read_lexicon(tmp_path).terms == ()


def test_a_file_in_another_encoding_is_named(folder):
    (folder / "lexicon.toml").write_bytes("# ä".encode("latin-1"))
    with pytest.raises(InvalidCorpusData, match=r"lexicon.toml: not UTF-8"):
        read_lexicon(folder)
