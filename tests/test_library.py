"""Documents come into the corpus, are replaced and leave it, and what people wrote stays as it was."""

import json
import shutil
import tomllib
from dataclasses import replace

import pytest
import toy
from reportlab.pdfgen.canvas import Canvas

from assistant import library, parsing
from assistant.ask import Assistant
from assistant.building.builds import only_writer, use_build
from assistant.building.corpus import read_corpus
from assistant.corpus.annotations import read_asked_as
from assistant.corpus.approval import confirmed_sources
from assistant.corpus.manifest import read_manifest
from assistant.errors import BuildRefused, CorpusError, InvalidRequest, UnreadableDocument
from assistant.indexing import manifests, storage
from assistant.library import Description, description
from assistant.parsing import read_file
from assistant.views.render import answer as render
from assistant.views.render.edition import Edition
from assistant.views.render.json import response_json
from assistant.views.render.library import found_line
from assistant.views.render.text import response_text

TEA = """# Tea in parks

Tea is served from four o'clock.

## Stalls

A stall stands beside the pond.

Recommendation 1: Wash the cups.

Recommendation 2: Bring your own spoon.
"""
SAID = Description(title="Tea in parks", publisher="Guild of Tea", year=2003)


@pytest.fixture
def corpus(tmp_path):
    folder = toy.write_corpus(tmp_path / "corpus")
    for name, said in (("kites", "# The head, by hand."), ("guild", "# Of the guild, by hand.")):
        head = f'[[document]]\nid = "{name}"'
        toy.rewrite(folder / "manifest.toml", head, f"{said}\n\n{head}")
    return folder


@pytest.fixture
def index(tmp_path):
    return tmp_path / "index"


@pytest.fixture
def tea(tmp_path):
    path = tmp_path / "Tea & more (2).md"
    path.write_text(TEA, encoding="utf-8")
    return path


@pytest.fixture
def edition(tmp_path):
    """Write another edition of the kite guidance."""

    def write(*pairs, name="kites-2.txt"):
        path = tmp_path / name
        path.write_text(toy.edited(*pairs), encoding="utf-8")
        return path

    return write


def text_of(corpus):
    return (corpus / "manifest.toml").read_text(encoding="utf-8")


def test_an_added_document_is_described_behind_the_others_which_stay_as_they_are(
    corpus, index, tea
):
    before = text_of(corpus)
    prepared = library.prepare_addition(corpus, tea, SAID)
    assert text_of(corpus) == before
    assert library.commit(prepared, index) == ()
    assert text_of(corpus).startswith(before.rstrip("\n"))
    entry = read_manifest(corpus)[-1]
    assert (entry.id, entry.file, entry.year) == ("tea-in-parks", "Tea-more-2.md", 2003)
    assert entry.n_recommendations == 2
    assert (corpus / entry.file).read_text(encoding="utf-8") == TEA
    assert not list(corpus.glob(".*"))
    assert len(read_corpus(corpus).documents) == 3


def test_a_preview_counts_what_was_found(corpus, tea, edition):
    found = library.prepare_addition(corpus, tea, SAID).found
    assert (len(found.recommendations), found.n_tables, found.pages_without_text) == (2, 0, ())
    assert found.n_passages == 4
    mended = edition(("Mend what broke", "Mend what is broken"))
    found = library.prepare_addition(corpus, mended, SAID).found
    assert (len(found.recommendations), found.n_tables) == (4, 2)


def test_a_prepared_addition_leaves_nothing_and_takes_no_other_words(corpus, index, tea):
    before = toy.contents(corpus)
    prepared = library.prepare_addition(corpus, tea, SAID)
    tea.write_text(TEA.replace("four", "five"), encoding="utf-8")
    with pytest.raises(CorpusError, match="changed meanwhile; begin again"):
        library.commit(prepared, index)
    assert toy.contents(corpus) == before
    assert not list(corpus.glob(".*"))


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (Description(title="Tea", publisher="Guild"), "--year"),
        (Description(id="kites", title="Tea", publisher="G", year=1), "replace kites FILE"),
        (Description(id="Tea!", title="Tea", publisher="G", year=1), "small letters"),
        (replace(SAID, review_by="next year"), "write it as in 2026-12-31"),
    ],
)
def test_a_description_that_will_not_do_is_refused(corpus, tea, said, error):
    before = toy.contents(corpus)
    with pytest.raises(InvalidRequest, match=error):
        library.prepare_addition(corpus, tea, said)
    assert toy.contents(corpus) == before
    assert not list(corpus.glob(".*"))


def test_a_file_that_is_there_already_is_refused(corpus):
    with pytest.raises(InvalidRequest, match=r"already: guild \(guild.txt\)"):
        library.prepare_addition(corpus, corpus / "guild.txt", SAID)


def test_a_file_that_cannot_be_read_is_refused_with_its_reason(corpus, tmp_path):
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"%PDF-1.7 nothing else")
    with pytest.raises(UnreadableDocument, match=r"broken\.pdf"):
        library.prepare_addition(corpus, path, SAID)
    assert not list(corpus.glob(".*"))


def test_a_file_name_that_is_taken_is_not_written_over(corpus, index, tmp_path):
    path = tmp_path / "README.md"
    path.write_text(TEA, encoding="utf-8")
    prepared = library.prepare_addition(corpus, path, SAID)
    assert prepared.entry.file == "README-2.md"


def test_a_first_document_makes_the_corpus(tmp_path, index, tea):
    library.commit(library.prepare_addition(tmp_path / "new", tea, SAID), index)
    assert [e.id for e in read_manifest(tmp_path / "new")] == ["tea-in-parks"]


def test_what_is_said_is_written_whatever_it_holds(corpus, index, tea):
    said = Description(
        title='"Tea"\n[[document]] \\ ’',
        publisher="É",
        year=1,
        authors=('A "B"', "C"),
        licence="# no",
    )
    library.commit(library.prepare_addition(corpus, tea, said), index)
    entry = read_manifest(corpus)[-1]
    assert (entry.title, entry.authors, entry.licence) == (said.title, said.authors, "# no")


def test_a_removed_document_goes_with_its_file_and_the_comments_stay(corpus, index):
    for name, comment in (("kites", "# The head, by hand."), ("guild", "# Of the guild, by hand.")):
        copy = shutil.copytree(corpus, corpus.parent / name)
        library.commit(library.prepare_removal(copy, name), index)
        assert comment in text_of(copy)
        assert name not in [e.id for e in read_manifest(copy)]
        assert not (copy / f"{name}.txt").exists()


def test_the_only_document_is_not_removed(corpus, index):
    library.commit(library.prepare_removal(corpus, "guild"), index)
    with pytest.raises(InvalidRequest, match="only document"):
        library.prepare_removal(corpus, "kites")
    with pytest.raises(InvalidRequest, match="there are: kites"):
        library.prepare_removal(corpus, "guild")


def test_the_questions_of_a_removed_document_are_put_aside(corpus, index):
    said = library.commit(library.prepare_removal(corpus, "guild"), index)
    assert "1 passages" in said[0]
    (aside,) = (corpus / "asked_as").glob("*.lost")
    assert (
        tomllib.loads(aside.read_text(encoding="utf-8"))["passage"][0]["id"] == "guild/main/item-1"
    )
    kept = tomllib.loads((corpus / "asked_as" / "all.toml").read_text(encoding="utf-8"))["passage"]
    assert [block["id"] for block in kept] == [f"kites/rec-{n}" for n in (1, 2, 3, 4)]


def test_a_new_edition_keeps_the_id_and_loses_the_approval(corpus, index, edition):
    toy.rewrite(corpus / "manifest.toml", "year = 2001", "year = 2001 # said so", 1)
    toy.rewrite(corpus / "manifest.toml", "n_rec", 'approved_by = "the park"\nn_rec')
    prepared = library.prepare_replacement(
        corpus, index, "kites", edition(("a storm", "strong wind")), Description(year=2004)
    )
    assert [(c.now.number, c.kinds) for c in prepared.changes] == [("1", ("reworded",))]
    library.commit(prepared, index)
    entry = read_manifest(corpus)[0]
    assert (entry.id, entry.file, entry.year, entry.approved_by) == (
        "kites",
        "kites-2.txt",
        2004,
        "",
    )
    assert entry.statuses == ("Planned", "Begun", "Settled")
    assert "# said so" in text_of(corpus)
    assert not (corpus / "kites.txt").exists()
    assert len(read_corpus(corpus).documents) == 2


WITHDRAWN = (
    "3.\tKeep pets away.\tTie dogs to the fence while kites come down.\tWardens.\tSettled: signs stand at each gate.\n",
    "",
)
RENUMBERED = WITHDRAWN, ("4.\tMend", "3.\tMend")


def test_questions_and_labels_follow_renumbered_recommendations(corpus, index, edition):
    rows = [{"id": "a", "recs": [3], "recs_ok": [4]}, {"id": "b", "recs": [1], "recs_ok": []}]
    lines = [json.dumps(row) for row in rows]
    (corpus / "questions.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    prepared = library.prepare_replacement(corpus, index, "kites", edition(*RENUMBERED))
    said = library.commit(prepared, index)
    asked = {a.passage_id: a.question for a in read_corpus(corpus).asked_as}
    assert asked["kites/rec-3"] == "repair of a cracked frame"
    assert "kites/rec-4" not in asked
    assert "puppy" in (corpus / "asked_as" / "all.toml.lost").read_text(encoding="utf-8")
    fresh = (corpus / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(fresh[0]) == {"id": "a", "recs": [], "recs_ok": [3]}
    assert fresh[1] == lines[1]
    assert len(said) == 3


def test_a_replacement_is_read_once_from_the_first_look_to_its_commit(
    corpus, index, build_toy, edition, monkeypatch
):
    build_toy(corpus, index)
    rows = '{"id": "a", "recs": [3], "recs_ok": [4]}\n'
    (corpus / "questions.jsonl").write_text(rows, encoding="utf-8")
    path = edition(*RENUMBERED)
    read = []
    monkeypatch.setattr(description, "_read", {})  # what other tests have read
    for module in (parsing, description):
        monkeypatch.setattr(
            module, "read_file", lambda path, *a: read.append(path.name) or read_file(path, *a)
        )
    assert library.proposal(path).title == "Kites: guidance for parks"
    library.commit(library.prepare_replacement(corpus, index, "kites", path), index)
    assert read == ["kites-2.txt"]


def test_a_title_that_is_known_is_the_documents_own_whatever_stands_above_it(corpus):
    path = corpus / "kites.txt"
    path.write_text(f"Library copy\n\n{toy.KITES}", encoding="utf-8")
    document = parsing.parse_document(path, read_manifest(corpus)[0])
    assert document.labels["title"] == "Kites: guidance for parks"


def test_what_is_called_otherwise_is_told_before_it_is_committed(corpus, index, edition):
    path = edition(("Kites: guidance for parks", "Balloons: rules for parks"))
    toy.rewrite(path, "Responsibility\t", "Who acts\t")
    notes = library.prepare_replacement(corpus, index, "kites", path).found.notes
    assert "Column “Responsibility” is now called “Who acts”." in notes
    assert any("calls itself “Balloons: rules for parks”" in note for note in notes)


def test_a_former_number_is_told_beside_an_answer_while_the_former_build_is_kept(
    corpus, index, build_toy, edition
):
    first = build_toy(corpus, index).id
    path = edition(*RENUMBERED)
    library.commit(library.prepare_replacement(corpus, index, "kites", path), index)
    build_toy(corpus, index)
    toy.rewrite(corpus / "asked_as" / "all.toml", "windy", "gusty")
    build_toy(corpus, index)

    def shown():
        assistant = Assistant.open(index)
        answer = assistant.ask("recommendations 1 and 3")
        edition = Edition(assistant.index)
        given = response_json(answer, assistant.index)["recommendations"]
        numbers = {r["number"]: r["formerly"] for r in given}
        return (
            numbers,
            response_text(answer, edition),
            str(render.answer(render.Exchange(answer), edition)),
        )

    numbers, text, card = shown()
    assert numbers == {1: None, 3: 4}
    assert "Recommendation 3 (was 4)" in text
    assert "It was recommendation 4 in the edition before." in card
    shutil.rmtree(index / storage.BUILDS / first)
    numbers, text, card = shown()
    assert numbers == {1: None, 3: None}
    assert "was 4" not in text
    assert "edition before" not in card


def test_a_gap_in_the_numbers_is_shown_and_does_not_stop_a_new_edition(corpus, index, edition):
    prepared = library.prepare_replacement(corpus, index, "kites", edition(WITHDRAWN))
    assert prepared.entry.n_recommendations is None
    assert any("recommendation 3 is missing" in note for note in prepared.found.notes)
    library.commit(prepared, index)
    assert [r.number for r in read_corpus(corpus).documents[0].recommendations] == ["1", "2", "4"]


def test_a_file_edited_in_its_place_is_compared_with_what_the_index_holds(corpus, index, build_toy):
    build_toy(corpus, index)
    path = corpus / "kites.txt"
    path.write_text(toy.KITES.replace("\tALL\tPlanned", "\tALL\tBegun"), encoding="utf-8")
    prepared = library.prepare_replacement(corpus, index, "kites", path)
    assert [c.kinds for c in prepared.changes] == [("status",)]
    library.commit(prepared, index)
    assert path.exists()
    assert len(read_corpus(corpus).documents) == 2


def test_a_status_that_nobody_named_is_refused_until_it_is_said(corpus, index, edition):
    path = edition(("\tALL\tPlanned", "\tALL\tStopped"))
    with pytest.raises(CorpusError, match="'Stopped' is not one of"):
        library.prepare_replacement(corpus, index, "kites", path)
    said = Description(statuses=("Planned", "Begun", "Settled", "Stopped"))
    assert (
        library.prepare_replacement(corpus, index, "kites", path, said).entry.statuses
        == said.statuses
    )


def test_nothing_is_committed_while_a_build_runs(corpus, index, tea):
    prepared = library.prepare_addition(corpus, tea, SAID)
    before = toy.contents(corpus)
    with only_writer(index), pytest.raises(BuildRefused, match="is running"):
        library.commit(prepared, index)
    assert {k: v for k, v in toy.contents(corpus).items() if not k.startswith(".")} == {
        k: v for k, v in before.items() if not k.startswith(".")
    }


def test_a_change_prepared_before_another_one_begins_again(corpus, index, tea, edition):
    prepared = library.prepare_replacement(
        corpus, index, "kites", edition(("a storm", "strong wind"))
    )
    toy.rewrite(corpus / "manifest.toml", "year = 2001", "year = 2002")
    with pytest.raises(CorpusError, match="begin again"):
        library.commit(prepared, index)


def test_passages_without_questions_get_a_template_that_can_be_read(toy_index, corpus):
    opened = storage.open_current(toy_index)
    suggested = library.suggestions(opened, "guild")
    assert suggested
    assert all(s.passage.document_id == "guild" for s in suggested)
    template = library.asked_as_template(library.suggestions(opened))
    assert "# Launching needs room." in template
    (corpus / "asked_as" / "more.toml").write_text(template, encoding="utf-8")
    assert len(read_asked_as(corpus, frozenset(p.id for p in opened.passages))) == 11
    with pytest.raises(InvalidRequest, match="there are: kites, guild"):
        library.suggestions(opened, "tea")


def test_a_passage_whose_word_a_neighbours_questions_own_is_suggested_first(
    corpus, index, build_toy
):
    """Ten questions of the recommendation on beginners say "vane", a word of the one on wind."""
    lines = ", ".join(json.dumps(f"Which vane is number {n}?") for n in range(10))
    blocks = f'[[passage]]\nid = "kites/rec-2"\nasked_as = [{lines}]\n'
    (corpus / "asked_as" / "more.toml").write_text(blocks, encoding="utf-8")
    library.update(corpus, index)
    first, *others = library.suggestions(storage.open_current(index))
    (owned,) = first.owned
    assert (first.passage.id, owned.word, owned.other) == ("kites/rec-1", "vane", "kites/rec-2")
    assert (owned.n_here, owned.n_there) == (0, 10)
    assert not any(other.owned for other in others)
    assert [o.n_questions for o in others] == sorted(o.n_questions for o in others)
    assert 'Use the word "vane"' in library.asked_as_template([first])
    own = '[[passage]]\nid = "kites/rec-1"\nasked_as = ["How do I read a vane?", "a vane"]\n'
    (corpus / "asked_as" / "own.toml").write_text(own, encoding="utf-8")
    library.update(corpus, index)
    assert not any(s.owned for s in library.suggestions(storage.open_current(index)))


def test_an_update_says_what_changed_against_the_build_before(corpus, index, build_toy, edition):
    first = library.update(corpus, index)
    assert (first.changes, first.report.replaced) == (None, "")
    path = edition(("a storm", "strong wind"), ("\tALL\tPlanned", "\tALL\tBegun"))
    library.commit(library.prepare_replacement(corpus, index, "kites", path), index)
    updated = library.update(corpus, index)
    assert updated.report.replaced == first.report.id
    assert {k: n for k, n in updated.changes.counts.items() if n} == {"reworded": 1, "status": 1}


def test_a_preview_counts_the_pages_without_text_the_first_and_last_among_them(corpus, tmp_path):
    path = tmp_path / "tea.pdf"
    canvas = Canvas(str(path))
    for words in ("", "Tea is served from four o'clock.", "", "A stall stands by the pond.", ""):
        canvas.drawString(72, 700, words)
        canvas.showPage()
    canvas.save()
    found = library.prepare_addition(corpus, path, SAID).found
    assert (found.n_pages, found.pages_without_text) == (5, (1, 3, 5))
    assert found_line(found).endswith("3 of 5 pages without text (1, 3, 5)")


def test_the_latest_changes_are_those_against_the_build_that_served_before(
    corpus, index, build_toy
):
    first = build_toy(corpus, index).id
    assert library.latest_changes(corpus, index, first) is None
    path = corpus / "kites.txt"
    path.write_text(toy.edited(("\tALL\tPlanned", "\tALL\tBegun")), encoding="utf-8")
    library.commit(library.prepare_replacement(corpus, index, "kites", path), index)
    second = build_toy(corpus, index).id
    forward = library.latest_changes(corpus, index, second)
    assert (forward.before, forward.after, forward.answers) == (first, second, None)
    assert [c.kinds for c in forward.recommendations] == [("status",)]
    assert not forward.is_back
    assert library.latest_changes(corpus, index, first) is None
    use_build(index, first)
    back = library.latest_changes(corpus, index, first)
    assert back.is_back
    assert (back.before, back.after) == (forward.after, forward.before)
    there, here = forward.recommendations[0].fields[0], back.recommendations[0].fields[0]
    assert (here.before, here.after) == (there.after, there.before)
    use_build(index, second)
    assert library.latest_changes(corpus, index, second) == forward


def test_builds_that_differ_in_questions_only_differ_in_no_text(corpus, index, build_toy):
    build_toy(corpus, index)
    toy.rewrite(corpus / "asked_as" / "all.toml", "puppy", "hound")
    changes = library.latest_changes(corpus, index, build_toy(corpus, index).id)
    assert not (changes.documents)
    assert not (changes.recommendations)
    assert not (changes.passages)


def test_an_earlier_build_that_cannot_be_read_is_passed_over(
    corpus, index, build_toy, current_build
):
    build_toy(corpus, index)
    manifest = current_build(index) / manifests.MANIFEST
    path = corpus / "lexicon.toml"
    path.write_text(path.read_text(encoding="utf-8") + '"ur" = "your"\n', encoding="utf-8")
    second = build_toy(corpus, index).id
    manifest.write_text("{}", encoding="utf-8")
    assert library.latest_changes(corpus, index, second) is None


def test_a_title_that_another_document_has_is_pointed_out(corpus, tea):
    said = replace(SAID, title="KITES:  guidance for parks ")
    assert library.prepare_addition(corpus, tea, said).found.notes == (
        "kites has this very title; if this is a new edition of it, let it replace that one.",
    )
    assert library.prepare_addition(corpus, tea, SAID).found.notes == ()


def test_a_change_that_cannot_begin_says_that_nothing_has_changed(
    corpus, index, edition, monkeypatch
):
    """The first file that it would move cannot be moved."""
    (corpus / "questions.jsonl").write_text('{"recs": [3], "recs_ok": []}\n', encoding="utf-8")
    before = toy.contents(corpus)
    prepared = library.prepare_replacement(corpus, index, "kites", edition(*RENUMBERED))
    real = type(corpus).replace

    def refusing(path, target):
        if target.parent.name == "asked_as":
            raise PermissionError(13, "Permission denied", str(target))
        return real(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(type(corpus), "replace", refusing)
        with pytest.raises(
            CorpusError, match=r"Permission denied\); the documents stand as before"
        ):
            library.commit(prepared, index)
    assert toy.contents(corpus) == before
    assert not list(corpus.glob(".*"))


def test_what_was_agreed_to_before_ends_with_the_opposite(corpus, index, tea):
    library.commit(library.prepare_addition(corpus, tea, SAID), index)
    (added,) = confirmed_sources(index)
    library.commit(library.prepare_removal(corpus, "tea-in-parks"), index)
    assert confirmed_sources(index) == {f"-{added}"}
    library.commit(library.prepare_addition(corpus, tea, SAID), index)
    assert confirmed_sources(index) == {added}


def test_a_publisher_goes_by_the_capitals_that_its_document_calls_it_by(corpus, tmp_path):
    file = tmp_path / "steeps.md"
    said = replace(SAID, publisher="National Council for Tea and Cakes")
    for words, short in (
        ("NCTC says so. NCTC means it.", "NCTC"),
        ("NTC and NTC.", "NTC"),
        ("TEA and TEA, TCN and TCN, NCTC once.", said.publisher),
    ):
        file.write_text(f"# Tea\n\n{words}\n", encoding="utf-8")
        assert library.prepare_addition(corpus, file, said).entry.publisher_short == short
