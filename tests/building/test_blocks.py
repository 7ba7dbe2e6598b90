"""A block more or less in a TOML file leaves every comment, and every line end, where it stood."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.corpus.editing import blocks_of, move_asked_as, remove_entry, write_entry
from assistant.domain import DocumentEntry
from assistant.errors import InvalidCorpusData

COMMENTS = st.lists(st.sampled_from(["", "# on kites", "# and on tea"]), max_size=3)
NEW = DocumentEntry("new", "n.md", "N", "N", ("A", "B"), "P", "P", 2000, "", "", "0")
anew = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def files(draw):
    """A manifest of numbered blocks with comments and empty lines before, between and behind them."""
    lines = ["# What is indexed.", ""]
    for n in range(draw(st.integers(1, 4))):
        lines += ["[[document]]", f'id = "d{n}"', *draw(COMMENTS)]
    end = draw(st.sampled_from(["\n", "\r\n"]))
    return "".join(line + end for line in lines)


def ids(text):
    return [block["id"] for block in tomllib.loads(text).get("document", [])]


def comments(text):
    return [line for line in text.splitlines(keepends=True) if line.startswith("#")]


@pytest.fixture
def changed(tmp_path):
    """What a change makes of a manifest."""

    def change(text, function, *arguments):
        path = Path(tmp_path / "manifest.toml")
        path.write_bytes(text.encode())
        function(tmp_path, *arguments)
        return path.read_bytes().decode()

    return change


@anew
@given(files(), st.data())
def test_taking_a_block_out_leaves_the_others_and_all_comments(changed, text, data):
    name = data.draw(st.sampled_from(ids(text)))
    after = changed(text, remove_entry, name)
    assert ids(after) == [other for other in ids(text) if other != name]
    assert comments(after) == comments(text)


@anew
@given(files(), st.data())
def test_a_block_more_stands_last_and_a_field_more_in_its_block(changed, text, data):
    after = changed(text, write_entry, NEW)
    assert ids(after) == [*ids(text), "new"]
    name = data.draw(st.sampled_from(ids(text)))
    entry = replace(NEW, id=name, licence="open")
    after = changed(text, write_entry, entry, name)
    assert ids(after) == ids(text)
    (written,) = (b for b in tomllib.loads(after)["document"] if b["id"] == name)
    assert (written["licence"], written["authors"]) == ("open", ["A", "B"])
    assert comments(after) == comments(text)
    assert changed(after, write_entry, entry, name) == after


@given(files())
def test_the_blocks_together_are_the_file(text):
    blocks = blocks_of(Path("manifest.toml"), text)
    assert "".join(blocks) == text
    assert len(blocks) == 1 + len(ids(text))


def test_what_only_looks_like_a_block_is_refused_rather_than_cut(tmp_path):
    """A line of a long text may look like the head of a block."""
    folder = tmp_path / "asked_as"
    folder.mkdir()
    text = '[[passage]]\nid = "d/p1"\nasked_as = ["""is\n[[passage]]\na word?"""]\n'
    (folder / "d.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InvalidCorpusData, match=r"d\.toml: a line of a long text"):
        list(move_asked_as(tmp_path, "d", {}))
    assert (folder / "d.toml").read_text(encoding="utf-8") == text
