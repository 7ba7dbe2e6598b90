"""A rebuild makes whole what is damaged, builds nothing twice, and says what it cannot read."""

import errno
import shutil
from pathlib import Path

import pytest

from assistant.building import build_index, builds
from assistant.errors import AssistantError
from assistant.indexing import manifests, storage


def test_a_damaged_build_that_serves_is_mended_in_its_place(quick, own_corpus, tmp_path, is_whole):
    index = tmp_path / "index"
    whole = quick(own_corpus, index).id
    folder = index / storage.BUILDS / whole
    for name in (
        "dense.faiss",
        "documents.jsonl",
        "texts.jsonl",
        "encoder/model.onnx",
        manifests.MANIFEST,
    ):
        content = (folder / name).read_bytes()
        (folder / name).unlink()
        (folder / name).write_bytes(content[: len(content) // 2])
        assert quick(own_corpus, index).id == whole
        assert is_whole(index) == whole, name
    shutil.rmtree(folder / "lexical_text")
    (folder / "lexical_text").write_text("a file in the place of a folder", encoding="utf-8")
    (folder / "rows.npy").unlink()
    (folder / "rows.npy").mkdir()
    quick(own_corpus, index)
    assert is_whole(index) == whole


def test_an_edit_that_changes_no_word_is_built_once(quick, own_corpus, tmp_path):
    first = quick(own_corpus, tmp_path / "index")
    path = own_corpus / "lexicon.toml"
    path.write_text("# a comment\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    again = quick(own_corpus, tmp_path / "index")
    assert (again.id, again.is_new) == (first.id, True)
    assert not quick(own_corpus, tmp_path / "index").is_new


def test_an_index_that_cannot_be_made_is_told(own_corpus, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(AssistantError, match="cannot be written"):
        build_index(own_corpus, tmp_path / "file" / "index")


def test_a_corpus_that_cannot_be_read_is_named(quick, own_corpus, tmp_path, monkeypatch):
    quick(own_corpus, tmp_path / "index")
    real = Path.read_bytes

    def refuse(path):
        if path.name == "outside.toml":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)  # whoever is root may read all
    with pytest.raises(AssistantError, match=r"outside.toml cannot be read"):
        quick(own_corpus, tmp_path / "index")


def test_a_build_that_is_dropped_while_they_are_listed_is_left_out(
    quick, own_corpus, tmp_path, monkeypatch
):
    index = tmp_path / "index"
    build_id = quick(own_corpus, index).id
    listed = [(build_id, True), ("0123456789ab", False), ("ba9876543210", False)]
    monkeypatch.setattr(builds, "builds", lambda _: listed)  # as listed a moment before
    folder = index / storage.BUILDS / "ba9876543210"
    shutil.copytree(index / storage.BUILDS / build_id, folder)
    real = storage.open_build

    def dropping(index, name):
        shutil.rmtree(folder, ignore_errors=True)
        return real(index, name)

    monkeypatch.setattr(storage, "open_build", dropping)  # as by another process
    assert [kept.id for kept in builds.finished_builds(index)] == [build_id]
    folder.mkdir()
    (folder / manifests.MANIFEST).write_text("{}", encoding="utf-8")
    monkeypatch.setattr(storage, "open_build", real)
    (problem,) = [k.problem for k in builds.finished_builds(index) if k.id == folder.name]
    assert "is not a manifest" in problem
