"""The commands that change the corpus and the index: what they print, ask and return."""

import getpass
import io
import json
import re

import pytest
import toy

from assistant.corpus.editing import move_asked_as, remove_entry
from assistant.corpus.manifest import read_manifest
from assistant.indexing import storage
from assistant.views import cli
from assistant.views.cli.terminal import progress_bar

SAID = ("--title", "Tea in parks", "--publisher", "Guild of Tea", "--year", "2003")


class Terminal(io.StringIO):
    """Input as if typed by a person."""

    def isatty(self):
        return True


@pytest.fixture
def command(quick, own_corpus, tmp_path, capsys, monkeypatch):
    """Run a command on a toy corpus and index; `typed` is what a person at a terminal types."""

    def run(*arguments, typed=None):
        monkeypatch.setattr("sys.stdin", io.StringIO() if typed is None else Terminal(typed))
        where = ("--corpus", str(own_corpus), "--index", str(tmp_path / "index"))
        code = cli.main([*where, *map(str, arguments)])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.fixture
def tea(tmp_path):
    path = tmp_path / "tea.md"
    path.write_text(
        "# Tea\n\nTea is served at four.\n\nRecommendation 1: Wash the cups.\n", encoding="utf-8"
    )
    return path


@pytest.fixture
def edition(tmp_path):
    path = tmp_path / "kites-2.txt"
    path.write_text(toy.KITES.replace("\tALL\tPlanned", "\tALL\tBegun"), encoding="utf-8")
    return path


def test_a_first_build_and_edits_beside_the_documents_never_ask(
    command, own_corpus, edit, tmp_path
):
    index = tmp_path / "index"
    assert command("build")[0] == 0
    before = storage.pointed_to(index)
    edit(own_corpus)
    assert command("build")[0] == 0
    after = storage.pointed_to(index)
    assert after != before
    code, out, _ = command("build")
    assert (code, out.startswith("Nothing has changed")) == (0, True)
    assert storage.pointed_to(index) == after


def test_an_added_document_is_built_without_a_terminal_and_named(command, tea):
    command("build")
    code, out, _ = command("add", tea, *SAID, "--approved-by", "the park", "--yes")
    assert code == 0
    assert "found: 1 recommendation, 2 passages" in out
    code, out, err = command("build")
    assert code == 0
    assert (
        "new: tea-in-parks, Tea in parks (Guild of Tea, 2003), file tea.md, approved by the park"
        in err
    )
    assert "5 recommendations: 1 new" in out


def test_nothing_is_added_without_a_yes(command, tea, own_corpus):
    before = (own_corpus / "manifest.toml").read_bytes()
    code, out, err = command("add", tea, *SAID)
    assert (code, "found: 1 recommendation" in out, "--yes" in err) == (1, True, True)
    assert command("add", tea, *SAID, typed="\n")[0] == 1
    assert (own_corpus / "manifest.toml").read_bytes() == before
    assert not list(own_corpus.glob(".*"))
    assert command("add", tea, *SAID, typed="y\n")[0] == 0
    assert (own_corpus / "tea.md").exists()


def test_a_changed_document_is_built_only_with_a_yes(command, edition, tmp_path):
    command("build")
    served = storage.pointed_to(tmp_path / "index")
    code, out, _ = command("replace", "kites", edition, "--yes")
    assert code == 0
    assert "Recommendation 4 of kites: status" in out
    code, _, err = command("build")
    assert (code, "changed: kites" in err, "build --yes" in err) == (1, True, True)
    code, _, err = command("build", typed="n\n")
    assert (code, "stopped" in err) == (1, True)
    assert storage.pointed_to(tmp_path / "index") == served
    code, out, _ = command("build", typed="yes\n")
    assert (code, "1 status changed" in out) == (0, True)


def test_a_removed_document_is_gone_from_the_next_build(command):
    command("build")
    assert command("remove", "guild", "--yes")[0] == 0
    code, out, err = command("build")
    assert (code, "removed: guild" in err, "1 document," in out) == (0, True, True)


def test_a_document_that_was_taken_out_by_hand_is_left_out_only_with_a_yes(command, tmp_path):
    command("build")
    served = storage.pointed_to(tmp_path / "index")
    remove_entry(tmp_path / "corpus", "guild")
    assert list(move_asked_as(tmp_path / "corpus", "guild", {}))
    code, out, err = command("build")
    assert (code, out, "removed: guild" in err, "build --yes" in err) == (1, "", True, True)
    assert storage.pointed_to(tmp_path / "index") == served
    code, out, err = command("build", "--yes")
    assert (code, "1 document," in out) == (0, True), err


def test_a_document_that_came_back_after_its_removal_is_not_left_out_without_a_yes(
    command, tea, tmp_path
):
    """A yes was for one removal; it does not hold for the next."""
    command("build")
    for number in range(2):
        assert command("add", tea, *SAID, "--yes")[0] == 0
        assert command("build")[0] == 0
        if number == 0:
            command("remove", "tea-in-parks", "--yes")
            assert command("build")[0] == 0
    remove_entry(tmp_path / "corpus", "tea-in-parks")
    assert command("build")[0] == 1


def test_who_adds_a_document_approves_it_unless_another_is_named(command, tea, tmp_path):
    assert command("add", tea, *SAID, "--yes")[0] == 0
    (entry,) = [e for e in read_manifest(tmp_path / "corpus") if e.id == "tea-in-parks"]
    assert entry.approved_by == getpass.getuser()
    assert entry.approved_on


def test_two_builds_are_compared_listed_and_gone_back_to(command, edition, tmp_path):
    command("build")
    first = storage.pointed_to(tmp_path / "index")
    command("replace", "kites", edition, "--yes")
    command("build", "--yes")
    second = storage.pointed_to(tmp_path / "index")
    for arguments in ((), (first,), (first[:6], second[:6])):
        code, out, _ = command("diff", *arguments)
        assert (code, "Recommendation 4 of kites: status changed" in out) == (0, True)
    assert json.loads(command("diff", "--json")[1])["counts"]["status"] == 1
    assert "~~Begun~~ **Planned**" in command("diff", second, first, "--markdown")[1]
    code, out, _ = command("builds")
    assert [line[:14] for line in out.splitlines()] == [f"* {second}", f"  {first}"]
    listed = json.loads(command("builds", "--json")[1])
    assert [(b["id"], b["serves"], b["problem"]) for b in listed] == [
        (second, True, ""),
        (first, False, ""),
    ]
    assert command("use", first[:5])[0] == 0
    assert storage.pointed_to(tmp_path / "index") == first
    code, _, err = command("use", "zzz")
    assert (code, first in err) == (1, True)


def test_a_damaged_build_is_not_gone_back_to(command, edition, tmp_path):
    command("build")
    first = storage.open_current(tmp_path / "index")
    command("replace", "kites", edition, "--yes")
    command("build", "--yes")
    second = storage.pointed_to(tmp_path / "index")
    (first.folder / "rows.npy").unlink()
    code, _, err = command("use", first.id)
    assert (code, "rows.npy is missing" in err) == (1, True)
    assert storage.pointed_to(tmp_path / "index") == second


def test_one_build_alone_does_not_differ(command):
    command("build")
    assert set(json.loads(command("diff", "--json")[1])["counts"].values()) == {0}


def test_without_an_index_the_commands_say_so(command):
    for arguments in (("diff",), ("use", "a"), ("suggest",)):
        code, _, err = command(*arguments)
        assert (code, bool(re.search("no build|no finished index", err))) == (1, True)
    assert "No build is kept" in command("builds")[1]


def test_without_a_terminal_a_stage_says_every_few_seconds_how_long_it_will_go_on():
    stream, now = io.StringIO(), [0.0]
    tell = progress_bar(stream, lambda: now[0])
    for done in range(0, 101, 5):
        tell("encoding", done, 100)
        now[0] += 1.0
    said = stream.getvalue().splitlines()
    assert said[0] == "encoding …"
    assert said[1] == "encoding: 25 of 100, about 15 s left"
    assert len(said) == 5


def test_a_template_is_printed_for_passages_without_questions(command):
    command("build")
    code, out, err = command("suggest", "guild")
    assert (code, 'id = "guild/main/p1"' in out) == (0, True)
    assert "passages without asked-as questions" in err
    assert command("suggest", "tea")[0] == 1
