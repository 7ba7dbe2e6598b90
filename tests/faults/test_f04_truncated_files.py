"""A file of the index that has lost its end is refused before anything reads it.

Where a build before it is whole, that one answers in its place and says so; else the reason and
the command that mends it are said.
"""

import shutil
from datetime import date
from pathlib import Path

import pytest

from assistant.ask import Assistant
from assistant.building.builds import use_build
from assistant.errors import IndexDamaged
from assistant.indexing import manifests, storage
from assistant.views.render.edition import Edition
from assistant.views.render.json import response_json
from assistant.views.render.markup import notices

QUESTION = "Is it too windy to fly?"
REMEDY = "run: python -m assistant build"


@pytest.fixture
def two_builds(quick, own_corpus, edit, tmp_path):
    """An index of two builds: the newer one serves."""
    index = tmp_path / "index"
    before = quick(own_corpus, index).id
    edit(own_corpus)
    return index, before, quick(own_corpus, index).id


def answer(index):
    assistant = Assistant.open(index)
    return response_json(assistant.ask(QUESTION), assistant.index), assistant.index.stands_in


def names_of(index, build_id):
    files = manifests.read_manifest(index / storage.BUILDS / build_id).files
    return [f"{storage.BUILDS}/{build_id}/{name}" for name in [*files, manifests.MANIFEST]]


def lengths(size, steps):
    """0, 1, every so-manieth part of the whole, and all but the last byte."""
    parts = {size * n // steps for n in range(steps)}
    return sorted({0, 1, *parts, size - 1} - {size})


def cut(path, length):
    """Shorten a file; another build may share it, so it is written anew."""
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content[:length])
    return content


def test_every_file_cut_short_at_every_length(two_builds, tmp_path, fault):
    index, before, damaged = two_builds
    alone = Path(shutil.copytree(index, tmp_path / "alone"))
    shutil.rmtree(alone / storage.BUILDS / before)
    shutil.copytree(index, tmp_path / "back")
    use_build(tmp_path / "back", before)
    answer_before = answer(tmp_path / "back")[0]
    names = names_of(index, damaged)
    for name in names:
        for length in lengths((index / name).stat().st_size, fault.size(2, 64)):
            with fault.case(f"{name} cut to {length} bytes"):
                whole = cut(index / name, length)
                cut(alone / name, length)
                check_cut(index, alone, name, answer_before)
            for folder in (index, alone):
                (folder / name).write_bytes(whole)
    fault.note(f"files: {len(names)}, each cut at up to {fault.size(2, 64) + 2} lengths")


def check_cut(index, alone, name, answer_before):
    if name.endswith(storage.FOR_BUILDS):  # found by a check of everything, not by a question
        (problem,) = storage.open_current(index).check_everything()
        assert "bytes instead of" in problem
        return
    shown, stands_in = answer(index)
    assert shown == answer_before
    assert Path(name).name in stands_in
    assert REMEDY in stands_in
    with pytest.raises(IndexDamaged, match=REMEDY) as refused:
        answer(alone)
    # Without its last byte, the end of its last line, a manifest still can be read.
    of_manifest = ("is not a manifest", "has been altered")
    sentences = of_manifest if name.endswith(manifests.MANIFEST) else ("bytes instead of",)
    assert any(sentence in str(refused.value) for sentence in sentences)


def test_a_pointer_cut_short_is_refused_for_nobody_knows_what_served(two_builds, fault):
    index, _, _ = two_builds
    for length in range(len((index / storage.CURRENT).read_text().strip())):
        with fault.case(f"CURRENT cut to {length} bytes"):
            whole = cut(index / storage.CURRENT, length)
            with pytest.raises(IndexDamaged, match=f"names a build that is not there; {REMEDY}"):
                answer(index)
        (index / storage.CURRENT).write_bytes(whole)


def test_the_command_answers_and_warns(two_builds, cli):
    index, before, damaged = two_builds
    cut(index / storage.BUILDS / damaged / "passages.jsonl", 9)
    for arguments in (("ask", QUESTION), ("show", "1"), ("list",)):
        code, out, err = cli(*arguments)
        assert (code, bool(out)) == (0, True)
        assert "Warning: " in err
        assert f"the build before it, {before}, answers in its place" in err
    code, _, err = cli("verify")
    assert (code, "passages.jsonl" in err) == (1, True)
    assert cli("build")[0] == 0
    assert cli("ask", QUESTION)[2] == ""


def test_the_page_says_so_to_its_readers(two_builds):
    index, before, damaged = two_builds
    cut(index / storage.BUILDS / damaged / "rows.npy", 9)
    shown = str(notices.banner(Edition(Assistant.open(index).index), date(2026, 1, 1)))
    assert "The newest index is damaged" in shown
    assert before in shown


def test_a_build_that_a_person_went_back_from_never_stands_in(two_builds):
    index, before, later = two_builds
    use_build(index, before)
    cut(index / storage.BUILDS / before / "passages.jsonl", 9)
    with pytest.raises(IndexDamaged, match=r"passages\.jsonl"):
        answer(index)
    assert (index / storage.BUILDS / later / manifests.MANIFEST).is_file()


def test_two_damaged_builds_do_not_stand_in_for_each_other(two_builds):
    index, before, damaged = two_builds
    for build_id in (before, damaged):
        cut(index / storage.BUILDS / build_id / "dense.faiss", 9)
    with pytest.raises(IndexDamaged, match=damaged):
        answer(index)
