"""A change of several files of the corpus is carried out as one, and what was cut off is completed."""

import msgspec
import pytest

from assistant.building.builds import only_writer
from assistant.corpus.transaction import Change, is_cut_off, settle
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
    gathered = Change(gone=["a.txt"])
    gathered.write(corpus, corpus / "asked_as" / "a.toml", "new questions")
    gathered.write(corpus, corpus / "manifest.toml", "new manifest")
    return gathered


def texts(corpus):
    return {p.name: p.read_text(encoding="utf-8") for p in corpus.rglob("*") if p.is_file()}


OLD = {"a.txt": "old a.txt", "manifest.toml": "old manifest.toml", "a.toml": "old asked_as/a.toml"}
NEW = {"manifest.toml": "new manifest", "a.toml": "new questions"}


@pytest.fixture
def fail_at(corpus, change, monkeypatch):
    """Carry the change out up to one of its files, counted from 1."""

    def carry_out(number):
        real, moved = type(corpus).replace, []

        def failing(path, target):
            if not target.name.startswith("."):
                moved.append(target)
                if len(moved) == number:
                    raise OSError(5, "Input/output error", str(target))
            return real(path, target)

        with monkeypatch.context() as patch:
            patch.setattr(type(corpus), "replace", failing)  # no disk fails when asked to
            with pytest.raises(OSError, match="Input/output"):
                change.carry_out(corpus)

    return carry_out


@pytest.fixture
def cut_off(corpus, fail_at):
    fail_at(2)
    assert is_cut_off(corpus)


def test_a_change_is_carried_out_and_leaves_nothing_aside(corpus, change):
    assert texts(corpus) == OLD
    change.carry_out(corpus)
    assert texts(corpus) == NEW


def test_where_the_first_step_fails_nothing_is_done_and_nothing_left(corpus, fail_at):
    fail_at(1)
    assert texts(corpus) == OLD


def test_what_was_not_begun_is_dropped_by_the_next_writer(corpus, index):
    (corpus / ".change.new").write_bytes(b"half of it")
    with only_writer(index, corpus):
        assert texts(corpus) == OLD


def test_what_was_begun_is_completed_by_the_next_writer(corpus, index, cut_off):
    with only_writer(index, corpus):
        assert texts(corpus) == NEW
    assert not is_cut_off(corpus)


def test_what_a_person_edited_meanwhile_is_not_written_over(corpus, cut_off):
    (corpus / "manifest.toml").write_text("edited", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(CorpusError, match=r"manifest\.toml has been edited while"):
            settle(corpus)
    (corpus / "manifest.toml").rename(corpus.parent / "mine.toml")
    settle(corpus)
    assert texts(corpus) == NEW


@pytest.mark.parametrize("name", ["../b.txt", "/etc/b.txt", "asked_as/../../b.txt", "away/b.txt"])
def test_a_list_from_elsewhere_writes_and_deletes_nothing_outside_the_corpus(corpus, name):
    (corpus / "away").symlink_to(corpus.parent)
    (corpus.parent / "b.txt").write_text("mine", encoding="utf-8")
    journal = corpus / ".change"
    for listed in (Change({name: (b"theirs", "")}), Change(gone=[name])):
        journal.write_bytes(msgspec.msgpack.encode(listed))
        with pytest.raises(CorpusError, match="is not written"):
            settle(corpus)
        assert (corpus.parent / "b.txt").read_text(encoding="utf-8") == "mine"
        journal.unlink()
        settle(corpus)


def test_a_list_that_cannot_be_read_is_named(corpus, cut_off):
    for content in (b"", b"[]", b"\x81\xa5files\x01", b"\x00", b"\x91" * 5_000):
        (corpus / ".change").write_bytes(content)
        with pytest.raises(CorpusError, match=r"\.change cannot be read; look at the files"):
            settle(corpus)
