"""A change of several files of the corpus is carried out as one, and what was cut off is completed."""

import json

import pytest

from assistant.building.builds import only_writer
from assistant.corpus.transaction import Change, is_cut_off, is_left, settle
from assistant.errors import CorpusError


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    (folder / "asked_as").mkdir(parents=True)
    for name in ("a.txt", "manifest.toml", "asked_as/a.toml"):
        (folder / name).write_text(f"old {name}", encoding="utf-8")
    return folder


@pytest.fixture
def index(tmp_path):
    folder = tmp_path / "index"
    folder.mkdir()
    return folder


@pytest.fixture
def change(corpus):
    """Questions and manifest written anew, a document gone."""
    gathered = Change(corpus)
    gathered.write(corpus / "asked_as" / "a.toml", "new questions")
    gathered.write(corpus / "manifest.toml", "new manifest")
    gathered.remove(corpus / "a.txt")
    return gathered


def texts(corpus):
    return {p.name: p.read_text(encoding="utf-8") for p in corpus.rglob("*") if p.is_file()}


OLD = {"a.txt": "old a.txt", "manifest.toml": "old manifest.toml", "a.toml": "old asked_as/a.toml"}
NEW = {"manifest.toml": "new manifest", "a.toml": "new questions"}


@pytest.fixture
def cut_off(corpus, index, change, monkeypatch):
    """Carry the change out up to its second file."""
    real, moved = type(corpus).replace, []

    def failing(path, target):
        if path.name.isdigit():
            moved.append(target)
            if len(moved) == 2:
                raise OSError(5, "Input/output error", str(target))
        return real(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(type(corpus), "replace", failing)  # no disk fails when asked to
        with pytest.raises(OSError, match="Input/output"):
            change.carry_out(index)
    assert is_cut_off(corpus)


def test_a_change_is_carried_out_and_leaves_nothing_aside(corpus, index, change):
    assert {name: text for name, text in texts(corpus).items() if name in OLD} == OLD
    change.carry_out(index)
    assert texts(corpus) == NEW
    assert not is_left(corpus)


def test_what_was_not_begun_is_dropped_by_the_next_writer(corpus, index, change):
    with only_writer(index, corpus):
        assert texts(corpus) == OLD
    assert not is_left(corpus)


def test_what_was_begun_is_completed_by_the_next_writer(corpus, index, cut_off):
    with only_writer(index, corpus):
        assert texts(corpus) == NEW
    assert not is_left(corpus)


def test_what_a_person_edited_meanwhile_is_not_written_over(corpus, index, cut_off):
    (corpus / "manifest.toml").write_text("edited", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(CorpusError, match=r"manifest\.toml has been edited while"):
            settle(corpus, index)
    (corpus / "manifest.toml").rename(corpus.parent / "mine.toml")
    settle(corpus, index)
    assert texts(corpus) == NEW


@pytest.mark.parametrize("name", ["../b.txt", "/etc/b.txt", "asked_as/../../b.txt", "away/b.txt"])
def test_a_list_from_elsewhere_writes_and_deletes_nothing_outside_the_corpus(corpus, index, name):
    (corpus / "away").symlink_to(corpus.parent)
    (corpus.parent / "b.txt").write_text("mine", encoding="utf-8")
    aside = corpus / ".change"
    for files, gone in (([(name, "")], []), ([], [name])):
        aside.mkdir()
        (aside / "0").write_text("theirs", encoding="utf-8")
        listed = {"files": files, "gone": gone, "withdrawn": ""}
        (aside / "ready").write_text(json.dumps(listed), encoding="utf-8")
        with pytest.raises(CorpusError, match="is not written"):
            settle(corpus, index)
        assert (corpus.parent / "b.txt").read_text(encoding="utf-8") == "mine"
        (aside / "ready").unlink()
        settle(corpus, index)


def test_a_list_that_cannot_be_read_is_named(corpus, index, cut_off):
    for text in ("", "[]", '{"files": 1}', '{"files": [], "gone": []}', "\x00"):
        (corpus / ".change" / "ready").write_text(text, encoding="utf-8")
        with pytest.raises(CorpusError, match="ready cannot be read; look at the files beside it"):
            settle(corpus, index)


def test_a_change_whose_files_were_cleared_away_begins_again(corpus, index, change):
    settle(corpus, index)
    with pytest.raises(CorpusError, match="begin again"):
        change.carry_out(index)
    assert texts(corpus) == OLD
