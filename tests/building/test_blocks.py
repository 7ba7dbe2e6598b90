"""A block more or less in a TOML file leaves every comment where it stood."""

import tomllib

import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus.editing import append_block, append_field, blocks_of, removed

COMMENTS = st.lists(st.sampled_from(["", "# on kites", "# and on tea"]), max_size=3)


@st.composite
def files(draw):
    """A file of numbered blocks with comments and empty lines before, between and behind them."""
    lines = ["# What is indexed.", ""]
    for n in range(draw(st.integers(1, 4))):
        lines += ["[[document]]", f'id = "d{n}"', *draw(COMMENTS)]
    return "\n".join(lines) + "\n"


def ids(text):
    return [block["id"] for block in tomllib.loads(text).get("document", [])]


def comments(text):
    return [line for line in text.splitlines() if line.startswith("#")]


@given(files(), st.data())
def test_taking_a_block_out_leaves_the_others_and_all_comments(text, data):
    written = tomlkit.parse(text)
    at = data.draw(st.integers(0, len(ids(text)) - 1))
    assert f'id = "d{at}"' in removed(written, "document", at)
    after = tomlkit.dumps(written)
    assert ids(after) == [name for name in ids(text) if name != f"d{at}"]
    assert comments(after) == comments(text)


@given(files())
def test_a_block_more_stands_last_and_a_field_more_in_its_block(text):
    written = tomlkit.parse(text)
    blocks = blocks_of(written, "document")
    append_field(blocks[0], "title", "Kites")
    table = tomlkit.table()
    table["id"] = "new"
    append_block(blocks, table)
    after = tomlkit.dumps(written)
    assert ids(after) == [*ids(text), "new"]
    assert tomllib.loads(after)["document"][0]["title"] == "Kites"
    assert comments(after) == comments(text)


def test_a_name_without_blocks_has_none_yet():
    written = tomlkit.document()
    assert len(blocks_of(written, "document")) == 0
