"""An index on disk is whole, unaltered and of this program, or it is not used."""

import json
import os
import shutil
from threading import Thread

import numpy as np
import pytest
import toy

from assistant.ask import Assistant
from assistant.building.corpus import chunk_corpus, read_corpus
from assistant.errors import IndexDamaged, IndexNotBuilt, IndexStale, IndexUnavailable
from assistant.indexing import disk, manifests, search, serving, storage
from assistant.indexing.serving import open_serving

REMEDY = "run: python -m assistant build"
QUESTIONS = ["Is it too windy?", "Which recommendations are planned?", "How do I bake bread?"]


def use_everything(index):
    """Read all that an open index holds."""
    for name in ("sources", "status_meanings", "labels", "passages"):
        getattr(index, name)
    for name in ("asked_as", "outside", "lexicon"):
        getattr(index, name)
    for name in (
        "known_words",
        "vocabulary",
        "text_index",
        "tokens",
        "dense",
        "rows",
        "learned",
        "gate",
    ):
        getattr(index, name)
    index.encoder.encode(["wind"])


def files_of(folder):
    names = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert len(names) > 20
    return sorted(names)


def flip(path, at):
    content = bytearray(path.read_bytes())
    content[at % len(content)] ^= 1
    path.write_bytes(content)


def test_what_is_written_is_read_and_answers_alike(toy_index, toy_corpus):
    index = storage.open_current(toy_index)
    documents = read_corpus(toy_corpus).documents
    assert index.documents == tuple(d.entry for d in documents)
    assert index.recommendations == tuple(r for d in documents for r in d.recommendations)
    assert tuple(index.passages) == chunk_corpus(documents)
    assert index.sources == {d.entry.id: d.source for d in documents}
    assert index.status_meanings["kites"]["Begun"] == "some work done"
    assert index.lexicon.groups[0].asked == ("wardens", "keepers")


def test_a_copied_index_answers_alike(toy_assistant, toy_copy):
    copied = Assistant.open(toy_copy)
    assert [copied.ask(q) for q in QUESTIONS] == [toy_assistant.ask(q) for q in QUESTIONS]


DAMAGES = {
    "a flipped bit": lambda path, whole: flip(path, 2 * len(whole) // 3),
    "cut in two": lambda path, whole: path.write_bytes(whole[: len(whole) // 2]),
    "gone": lambda path, whole: path.unlink(),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_refused_before_use_whichever_it_is(toy_copy, current_build, damage):
    folder = current_build(toy_copy)
    unnoticed = []
    for name in files_of(folder):
        whole = (folder / name).read_bytes()
        DAMAGES[damage](folder / name, whole)
        try:
            use_everything(storage.open_current(toy_copy))
            unnoticed.append(name)
        except IndexDamaged as error:
            assert REMEDY in str(error), name
        (folder / name).write_bytes(whole)
    assert set(unnoticed) <= {*storage.FOR_BUILDS}


def test_every_damaged_file_is_found_by_a_check_of_everything(toy_copy, current_build):
    folder = current_build(toy_copy)
    for name in files_of(folder):
        whole = (folder / name).read_bytes()
        flip(folder / name, 7)
        found = []
        try:
            found = storage.open_current(toy_copy).check_everything()
        except IndexDamaged as error:
            found = [str(error)]
        assert len(found) == 1, name
        assert name in found[0]
        (folder / name).write_bytes(whole)


def test_a_whole_index_passes_a_check_of_everything(toy_index):
    assert storage.open_current(toy_index).check_everything() == []


def test_words_that_do_not_stand_at_their_spans_are_found(toy_copy, current_build):
    """Even where every checksum is right."""
    folder = current_build(toy_copy)
    toy.rewrite(folder / "sources" / "kites.txt", "storm", "drought")
    files = disk.describe_files(folder)
    del files["manifest.json"]
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest |= {"files": files, "id": manifests.build_id_of(files)}
    manifests.write_manifest(folder, manifest)
    problems = storage.open_current(toy_copy).check_everything()
    assert "kites/rec-1: its words do not stand at its spans" in problems


def test_an_empty_folder_holds_no_index(tmp_path):
    with pytest.raises(IndexNotBuilt, match=rf"holds no finished index; {REMEDY}"):
        storage.open_current(tmp_path)


def test_a_folder_that_is_not_there_holds_no_index(tmp_path):
    with pytest.raises(IndexNotBuilt, match=REMEDY):
        storage.open_current(tmp_path / "nowhere")


@pytest.mark.parametrize("pointer", ["", "0123456789ab", "../../etc", ".", "\0", "ä" * 300])
def test_a_pointer_to_nothing_is_refused(toy_copy, pointer):
    (toy_copy / storage.CURRENT).write_text(pointer, encoding="utf-8")
    with pytest.raises(IndexDamaged, match=rf"names a build that is not there; {REMEDY}"):
        storage.open_current(toy_copy)


def link_to(target):
    return lambda place: place.symlink_to(target)


@pytest.mark.skipif(os.name == "nt", reason="no pipes lie in folders there")
@pytest.mark.parametrize("name", ["manifest.json", "CURRENT"])
@pytest.mark.parametrize(
    "put",
    [os.mkfifo, link_to("nothing"), link_to("manifest.json"), link_to("CURRENT")],
    ids=["pipe", "link to nothing", "link to itself", "link to a link"],
)
def test_what_is_no_file_is_refused_at_once(toy_copy, current_build, name, put):
    place = (current_build(toy_copy) if name == "manifest.json" else toy_copy) / name
    place.unlink()
    put(place)
    said = []

    def open_it():
        with pytest.raises(IndexUnavailable, match=REMEDY) as error:
            open_serving(toy_copy)
        said.append(str(error.value))

    opening = Thread(target=open_it, daemon=True)  # a pipe would be waited for without end
    opening.start()
    opening.join(20)
    assert said


def test_a_half_written_build_is_refused(toy_copy, current_build):
    """The manifest is written last, so a build without one is not finished."""
    (current_build(toy_copy) / manifests.MANIFEST).unlink()
    with pytest.raises(IndexDamaged, match=REMEDY):
        storage.open_current(toy_copy)


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "null", "{}", f'{{"format": {manifests.FORMAT}}}']
)
def test_a_manifest_that_is_none_is_refused(toy_copy, current_build, content):
    (current_build(toy_copy) / manifests.MANIFEST).write_text(content, encoding="utf-8")
    with pytest.raises(IndexDamaged, match=rf"is not a manifest; {REMEDY}"):
        storage.open_current(toy_copy)


@pytest.mark.parametrize(
    ("field", "value", "error", "said"),
    [
        ("format", manifests.FORMAT + 1, IndexStale, "is of format"),
        ("encoder", "0" * 64, IndexStale, "built with another encoder"),
        ("dimension", 768, IndexStale, "built with another encoder"),
        ("id", "0123456789ab", IndexDamaged, "has been altered"),
    ],
)
def test_an_index_of_another_kind_is_refused(toy_copy, current_build, field, value, error, said):
    path = current_build(toy_copy) / manifests.MANIFEST
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifests.write_manifest(path.parent, manifest | {field: value})
    with pytest.raises(error, match=rf"{said}.*; {REMEDY}"):
        storage.open_current(toy_copy)


def test_a_file_beside_the_manifest_is_never_read(toy_copy, current_build):
    folder = current_build(toy_copy)
    path = folder / manifests.MANIFEST
    manifest = json.loads(path.read_text(encoding="utf-8"))
    del manifest["files"]["gate.json" if "gate.json" in manifest["files"] else "outside.jsonl"]
    manifest["id"] = manifests.build_id_of(manifest["files"])
    manifests.write_manifest(path.parent, manifest)
    with pytest.raises(IndexDamaged, match="is not part of the build"):
        use_everything(storage.open_current(toy_copy))


def test_publishing_swaps_one_pointer_and_keeps_the_build_before(toy_copy, current_build):
    before = current_build(toy_copy).name
    other = toy_copy / storage.BUILDS / "0123456789ab"
    shutil.copytree(toy_copy / storage.BUILDS / before, other)
    serving.point_to(toy_copy, "0123456789ab")
    assert current_build(toy_copy).name == "0123456789ab"
    assert (toy_copy / storage.BUILDS / before / manifests.MANIFEST).is_file()


def test_an_open_index_serves_on_while_another_is_published(toy_copy, current_build):
    open_before = Assistant.open(toy_copy)
    answer = open_before.ask(QUESTIONS[0])
    serving.point_to(toy_copy, "0123456789ab")
    assert open_before.ask(QUESTIONS[0]) == answer


def test_a_reading_of_the_dense_rows_agrees_with_the_passages(toy_index):
    index = storage.open_current(toy_index)
    kinds = index.rows[:, 0]
    assert np.flatnonzero(kinds == search.TEXT).size == len(index.passages)
    assert np.flatnonzero(kinds == search.PART).size == sum(len(p.parts) for p in index.passages)
    assert np.flatnonzero(kinds == search.ASKED_AS).size == len(index.asked_as)
    assert np.flatnonzero(kinds == search.OUTSIDE).size == len(index.outside)
