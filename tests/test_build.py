"""A build lands whole or not at all, and the same corpus gives the same bytes."""

import shutil
import threading

import pytest
import toy
from filelock import FileLock

from assistant.ask import Assistant
from assistant.errors import BuildRefused, ChecksumMismatch, CorpusError
from assistant.indexing import disk, storage
from assistant.indexing.learned import LearnedMap
from assistant.indexing.serving import builds

BUILD = """
import sys, toy
from pathlib import Path
from assistant.building import build_index
toy.encode_quickly()
print(build_index(Path(sys.argv[1]), Path(sys.argv[2])).id)
"""


@pytest.fixture
def own_corpus(tmp_path):
    """A toy corpus that a test may change."""
    return toy.write_corpus(tmp_path / "corpus")


def add_question(corpus):
    path = corpus / "asked_as" / "all.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('"lessons for', '"where do I learn it?", "lessons for'), encoding="utf-8"
    )


def test_the_same_corpus_gives_the_same_bytes_whatever_the_hash_seed(
    python, toy_corpus, toy_index, tmp_path
):
    ran = python("-c", BUILD, toy_corpus, tmp_path, hash_seed="7")
    assert ran.code == 0, ran.err
    built = toy.contents(tmp_path / storage.BUILDS / ran.out.strip())
    assert built == toy.contents(storage.open_current(toy_index).folder)


def test_a_report_counts_what_was_built(build_toy, own_corpus, tmp_path):
    (own_corpus / "stray.txt").write_text("stray", encoding="utf-8")
    report = build_toy(own_corpus, tmp_path / "index")
    assert report.is_new
    assert (
        len(report.built.documents),
        report.built.manifest.n_recommendations,
        len(report.built.asked_as),
        len(report.built.outside),
    ) == (
        2,
        4,
        11,
        5,
    )
    assert report.built.manifest.unlisted_files == ("stray.txt",)
    assert "kites/abstract/p1" in report.built.manifest.without_asked_as
    assert "kites/rec-1" not in report.built.manifest.without_asked_as


def test_a_build_of_an_unchanged_corpus_does_nothing(build_toy, toy_corpus, toy_copy):
    before = toy.contents(toy_copy)
    report = build_toy(toy_corpus, toy_copy)
    assert (report.is_new, report.n_encoded) == (False, 0)
    assert toy.contents(toy_copy) == before


def test_a_forced_build_of_an_unchanged_corpus_gives_the_same_build(
    build_toy, toy_corpus, toy_copy, current_build
):
    before = current_build(toy_copy).name
    assert build_toy(toy_corpus, toy_copy, force=True).id == before
    assert storage.open_current(toy_copy).check_everything() == []


def test_a_rebuild_encodes_only_new_texts_and_gives_what_a_fresh_build_gives(
    build_toy, own_corpus, tmp_path
):
    build_toy(own_corpus, tmp_path / "index")
    add_question(own_corpus)
    again = build_toy(own_corpus, tmp_path / "index")
    fresh = build_toy(own_corpus, tmp_path / "fresh")
    assert again.n_encoded == 1
    assert again.id == fresh.id


def test_a_document_without_questions_is_added_without_learning_anew(
    build_toy, own_corpus, tmp_path, monkeypatch
):
    def refuse(*_):
        raise AssertionError("learned anew")

    build_toy(own_corpus, tmp_path / "index")
    toy.add_document(own_corpus)
    fresh = build_toy(own_corpus, tmp_path / "fresh")
    monkeypatch.setattr(LearnedMap, "fit", refuse)  # that it is not called
    assert build_toy(own_corpus, tmp_path / "index").id == fresh.id
    add_question(own_corpus)
    with pytest.raises(AssertionError, match="learned anew"):
        build_toy(own_corpus, tmp_path / "index")


def test_a_damaged_corpus_leaves_the_old_index_serving(build_toy, own_corpus, toy_copy):
    before = Assistant.open(toy_copy).ask("Is it too windy?")
    (own_corpus / "kites.txt").write_text("nothing of what it was", encoding="utf-8")
    with pytest.raises(ChecksumMismatch):
        build_toy(own_corpus, toy_copy)
    assert Assistant.open(toy_copy).ask("Is it too windy?") == before


def test_a_lost_recommendation_leaves_the_old_index_serving(
    build_toy, toy_copy, tmp_path, current_build
):
    before = current_build(toy_copy)
    lost = toy.write_corpus(tmp_path / "lost", toy.KITES.replace("\n3.\t", "\n\t"))
    with pytest.raises(CorpusError, match="recommendation 3 is missing"):
        build_toy(lost, toy_copy)
    assert current_build(toy_copy) == before


def test_a_build_that_is_not_accepted_is_not_published(
    build_toy, own_corpus, toy_copy, current_build
):
    before = current_build(toy_copy)
    seen = []

    def refuse(index):
        seen.append(Assistant(index).ask("Is it too windy?"))
        raise BuildRefused("it answers worse")

    add_question(own_corpus)
    with pytest.raises(BuildRefused, match="it answers worse"):
        build_toy(own_corpus, toy_copy, accept=refuse)
    assert len(seen) == 1
    assert current_build(toy_copy) == before
    assert [p.name for p in (toy_copy / storage.BUILDS).iterdir()] == [before.name]


def test_a_build_that_is_stopped_leaves_nothing_behind(
    build_toy, own_corpus, toy_copy, current_build
):
    before = current_build(toy_copy)

    def stop(stage, done, total):
        if stage == "learning":
            raise KeyboardInterrupt

    add_question(own_corpus)
    with pytest.raises(KeyboardInterrupt):
        build_toy(own_corpus, toy_copy, progress=stop)
    assert [p.name for p in (toy_copy / storage.BUILDS).iterdir()] == [before.name]


def test_what_a_killed_build_left_is_cleared_away(build_toy, own_corpus, toy_copy):
    leftover = toy_copy / storage.BUILDS / ".writing-1"
    leftover.mkdir()
    (leftover / "passages.jsonl").write_text("half", encoding="utf-8")
    add_question(own_corpus)
    build_toy(own_corpus, toy_copy)
    assert not leftover.exists()


def test_a_second_build_at_the_same_time_is_refused(build_toy, own_corpus, toy_copy):
    with (
        FileLock(toy_copy / "LOCK"),
        pytest.raises(BuildRefused, match="another build .* is running"),
    ):
        build_toy(own_corpus, toy_copy)


def test_older_builds_are_kept_up_to_five(build_toy, own_corpus, tmp_path):
    for turn in range(6):
        (own_corpus / f"stray-{turn}.txt").write_text("stray", encoding="utf-8")
        toy.rewrite(own_corpus / "outside.toml", '"helium', f'"{turn} ounces?", "helium')
        build_toy(own_corpus, tmp_path / "index")
    kept = builds(tmp_path / "index")
    assert len(kept) == 5
    assert kept[0][1]


def test_a_reader_never_sees_a_half_built_index(build_toy, own_corpus, toy_copy):
    """Questions asked at every stage of a build are answered by the old index or the new one."""
    add_question(own_corpus)
    answers, failures = [], []

    def ask(stage, done, total):
        try:
            answers.append(
                Assistant.open(toy_copy)
                .ask("Is it too windy?")
                .recommendations[0]
                .recommendation.number
            )
        except Exception as error:
            failures.append((stage, error))

    build_toy(own_corpus, toy_copy, progress=ask)
    assert failures == []
    assert set(answers) == {"1"}
    assert len(answers) > 4


def test_two_builds_started_together_leave_a_whole_index(build_toy, own_corpus, tmp_path):
    index, refused = tmp_path / "index", []

    def start():
        try:
            build_toy(own_corpus, index)
        except BuildRefused as error:
            refused.append(error)

    threads = [threading.Thread(target=start) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) < 3
    assert storage.open_current(index).check_everything() == []


def test_a_full_disk_is_told_and_the_old_index_serves_on(
    build_toy, own_corpus, toy_copy, monkeypatch, current_build
):
    before = current_build(toy_copy)

    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk, "write_jsonl", full)  # no disk to fill
    add_question(own_corpus)
    with pytest.raises(BuildRefused, match=r"No space left on device.*still serves"):
        build_toy(own_corpus, toy_copy)
    assert current_build(toy_copy) == before


def test_a_corpus_without_asked_as_questions_is_answered_too(build_toy, own_corpus, tmp_path):
    shutil.rmtree(own_corpus / "asked_as")
    report = build_toy(own_corpus, tmp_path / "index")
    assert len(report.built.asked_as) == 0
    assert "kites/rec-1" in report.built.manifest.without_asked_as
    answer = Assistant.open(tmp_path / "index").ask(
        "Measure the wind with a vane and cancel flights in a storm"
    )
    assert answer.recommendations[0].recommendation.number == "1"


def test_altered_texts_do_not_mislead_the_next_build(
    build_toy, toy_corpus, toy_copy, current_build
):
    whole = current_build(toy_copy).name
    path = current_build(toy_copy) / "texts.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([lines[1], lines[0], *lines[2:]]) + "\n", encoding="utf-8")
    assert build_toy(toy_corpus, toy_copy, force=True).id == whole
