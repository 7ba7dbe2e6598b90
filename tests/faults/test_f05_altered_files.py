"""A flipped bit, a file of another build, an edited manifest: each is found, and none is answered from."""

import json
import shutil
from pathlib import Path

import pytest
import toy

from assistant.ask import Assistant
from assistant.errors import IndexUnavailable
from assistant.indexing import disk, manifests, storage
from assistant.views.render.json import response_json

QUESTION = "Is it too windy to fly?"


@pytest.fixture
def index(toy_copy):
    """The toy index; no build stands in for another, so a fault is an error."""
    return toy_copy


def folder_of(index):
    return index / storage.BUILDS / storage.pointed_to(index)


def answer(index):
    assistant = Assistant.open(index)
    return response_json(assistant.ask(QUESTION), assistant.index)


def is_refused(index):
    """Tell whether a question is refused for a damaged index."""
    try:
        answer(index)
    except IndexUnavailable as error:
        assert "run: python -m assistant build" in str(error)
        return True
    return False


def is_found(index):
    """Tell whether a check of everything finds a fault."""
    try:
        return storage.open_current(index).check_everything() != []
    except IndexUnavailable:
        return True


def flipped(content, bit):
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def test_a_flipped_bit_anywhere_is_found(index, fault):
    folder = folder_of(index)
    places = fault.random
    stated = manifests.read_manifest(folder).files
    for name in [*stated, manifests.MANIFEST]:
        path = folder / name
        whole = path.read_bytes()
        bits = len(whole) * 8
        # Most flips in a manifest make it no manifest; only the seal finds the others.
        n = min(fault.size(60 if name == manifests.MANIFEST else 5, 500), bits)
        for at, bit in enumerate(places.sample(range(bits), n)):
            with fault.case(f"{name}, bit {bit}"):
                path.write_bytes(flipped(whole, bit))
                if name == manifests.MANIFEST:
                    assert is_found(index)
                else:
                    assert disk.check_file(folder, name, stated[name]) == "has been altered"
                if at < fault.size(1, 10) and name not in storage.FOR_BUILDS:
                    assert is_refused(index)
        path.write_bytes(whole)
    fault.note(
        f"bits flipped: up to {fault.size(5, 500)} in each of {len(stated)} files, "
        f"{fault.size(60, 500)} in the manifest"
    )
    assert answer(index)


def test_a_file_of_another_build_is_found(index, quick, tmp_path, edit, fault):
    corpus = toy.write_corpus(
        tmp_path / "corpus",
        toy.KITES.replace("flown in", "flown high over").replace("dogs", "cats"),
    )
    edit(corpus)
    quick(corpus, tmp_path / "other")
    folder, other = folder_of(index), folder_of(tmp_path / "other")
    n = 0
    for name in [*manifests.read_manifest(folder).files, manifests.MANIFEST]:
        theirs = other / name
        whole = (folder / name).read_bytes()
        if theirs.read_bytes() != whole:
            n += 1
            with fault.case(f"{name} of another build"):
                shutil.copyfile(theirs, folder / name)
                assert is_found(index)
                assert name in storage.FOR_BUILDS or is_refused(index)
            (folder / name).write_bytes(whole)
    fault.note(f"files that differ between two builds: {n}, each put in the other's place")
    assert n > 15


EDITS = {
    "format": lambda m: m | {"format": 2},
    "format as text": lambda m: m | {"format": str(m["format"])},
    "id": lambda m: m | {"id": "0123456789ab"},
    "corpus": lambda m: m | {"corpus_fingerprint": "0" * 64},
    "encoder": lambda m: m | {"encoder": "0" * 64},
    "dimension": lambda m: m | {"dimension": 768},
    "kind": lambda m: m | {"dense_kind": "hnsw"},
    "more rows": lambda m: m | {"n_rows": m["n_rows"] + 1},
    "rows of a library": lambda m: m | {"n_rows": 70_000},
    "fewer passages": lambda m: m | {"n_passages": m["n_passages"] - 1},
    "fewer recommendations": lambda m: m | {"n_recommendations": 3},
    "another passage without questions": lambda m: m | {"without_asked_as": ["kites/rec-9"]},
    "an unlisted file": lambda m: m | {"unlisted_files": ["draft.md"]},
    "a document left out": lambda m: m | {"unreadable": ["tea: scanned"]},
    "a file less": lambda m: m | {"files": dict(list(m["files"].items())[1:])},
    "a file more": lambda m: m | {"files": m["files"] | {"x": {"sha256": "0" * 64, "size": 0}}},
    "a file renamed": lambda m: m | {"files": {f"{n}.": v for n, v in m["files"].items()}},
    "another checksum": lambda m: m | {"files": m["files"] | {"rows.npy": {"sha256": "0" * 64, "size": 1}}},
    "another size": lambda m: m
    | {"files": m["files"] | {"rows.npy": m["files"]["rows.npy"] | {"size": 1}}},
    "a file beside the folder": lambda m: m
    | {"files": m["files"] | {"../../CURRENT": m["files"]["rows.npy"]}},
    "files as a list": lambda m: m | {"files": list(m["files"])},
    "no seal": lambda m: {name: value for name, value in m.items() if name != "seal"},
    "another seal": lambda m: m | {"seal": "0" * 64},
    "a field more": lambda m: m | {"approved": True},
    "nothing": lambda m: {},
}  # fmt: skip


@pytest.mark.parametrize("kind", EDITS)
def test_an_edited_manifest_is_refused(index, kind, fault):
    path = folder_of(index) / manifests.MANIFEST
    manifest = json.loads(path.read_text(encoding="utf-8"))
    edited = EDITS[kind](manifest)
    with fault.case(f"manifest: {kind}"):
        assert edited != manifest
        disk.write_json(path, edited)
        assert is_refused(index)
        assert is_found(index)


def test_a_manifest_without_any_of_its_fields_is_refused(index, fault):
    path = folder_of(index) / manifests.MANIFEST
    whole = path.read_text(encoding="utf-8")
    for name in json.loads(whole):
        with fault.case(f"manifest without {name}"):
            disk.write_json(path, {k: v for k, v in json.loads(whole).items() if k != name})
            assert is_refused(index)
    path.write_text(whole, encoding="utf-8")


def test_a_pointer_to_another_whole_build_answers_as_that_build(index, quick, tmp_path, edit):
    """Not a fault: the answer names the build that it comes from."""
    corpus = toy.write_corpus(tmp_path / "corpus")
    edit(corpus)
    before = storage.pointed_to(index)
    other = quick(corpus, index).id
    assert answer(index)["index"]["id"] == other
    Path(index / storage.CURRENT).write_text(before + "\n", encoding="utf-8")
    assert answer(index)["index"]["id"] == before
