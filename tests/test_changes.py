"""The difference of two builds: nothing where nothing differs, and every planted edit."""

import json

import pytest
import toy
from hypothesis import given
from hypothesis import strategies as st

from assistant.comparing.changes import CHANGE_KINDS, compare, recommendation_changes, word_runs
from assistant.comparing.pairing import pair_recommendations
from assistant.domain import Excerpt, Recommendation, Span
from assistant.indexing import storage
from assistant.views.render.changes import (
    bridged,
    changes_json,
    changes_markdown,
    changes_text,
    summary,
)


@pytest.fixture
def changed(build_toy, toy_index, tmp_path, monkeypatch):
    """Compare the toy corpus with an edited one."""
    toy.build_quickly(monkeypatch.setattr)

    def compared(*pairs, column="Recommendations (actions)"):
        kites = toy.edited(*pairs).replace("Recommendations (actions)", column)
        corpus = toy.write_corpus(tmp_path / "corpus", kites)
        manifest = (corpus / "manifest.toml").read_text(encoding="utf-8")
        manifest = manifest.replace("n_recommendations = 4\n", "")
        (corpus / "manifest.toml").write_text(manifest, encoding="utf-8")
        for path in (corpus / "asked_as").glob("*"):
            path.unlink()
        build_toy(corpus, tmp_path / "index")
        return compare(storage.open_current(toy_index), storage.open_current(tmp_path / "index"))

    return compared


def only(changes):
    (change,) = changes.recommendations
    return change


def test_a_build_does_not_differ_from_itself(toy_index):
    index = storage.open_current(toy_index)
    changes = compare(index, index, questions={"q": "?"}, shown=({"q": ("a",)}, {"q": ("a",)}))
    assert changes.is_empty
    assert summary(changes) == "4 recommendations: 0 new, 0 reworded, 0 status changed"
    assert "Nothing has changed." in changes_text(changes)


def test_the_two_documents_do_not_differ_from_themselves(index_folder):
    index = storage.open_current(index_folder)
    assert compare(index, index).is_empty


def test_a_rewording_is_shown_word_by_word(changed):
    changes = changed(("cancel flights in a storm", "cancel all flights in strong wind"))
    change = only(changes)
    assert (change.kinds, change.now.number) == (("reworded",), "1")
    (field,) = change.fields
    assert [(r.kind, r.text) for r in field.runs] == [
        ("same", "Measure the wind with a vane and cancel"),
        ("added", "all"),
        ("same", "flights in"),
        ("removed", "a storm."),
        ("added", "strong wind."),
    ]
    assert "cancel {+all+} flights in [-a storm.-] {+strong wind.+}" in " ".join(
        changes_text(changes).split()
    )
    assert "cancel **all** flights in ~~a storm.~~ **strong wind.**" in changes_markdown(changes)


@pytest.mark.parametrize(
    ("edit", "kinds", "said"),
    [
        (("\tALL\tPlanned", "\tALL\tBegun"), ("status",), "1 status changed"),
        (("\tALL\tPlanned", "\tThe wardens\tPlanned"), ("responsible",), "1 responsible changed"),
        (("signs stand at each gate", "signs stand everywhere"), ("detail",), ""),
        (
            (
                "4.\tMend what broke.\tOpen a workshop",
                "5.\tMend what broke.\tOpen a large workshop",
            ),
            ("renumbered", "reworded"),
            "1 reworded",
        ),
    ],
)
def test_what_happened_to_a_recommendation_is_found(changed, edit, kinds, said):
    changes = changed(edit)
    assert only(changes).kinds == kinds
    assert said in summary(changes)
    (document,) = changes.documents
    assert (document.kind, document.after.id) == ("changed", "kites")
    assert {f.field for f in document.fields} == {"sha256", "n_recommendations"}


def test_a_withdrawn_recommendation_renumbers_the_others_and_rewords_none(changed):
    row = "3.\tKeep pets away.\tTie dogs to the fence while kites come down.\tWardens.\tSettled: signs stand at each gate.\n"
    changes = changed((row, ""), ("4.\tMend", "3.\tMend"))
    assert [(c.kinds, c.now.number) for c in changes.recommendations] == [
        (("renumbered",), "3"),
        (("withdrawn",), "3"),
    ]
    assert changes.recommendations[0].before.number == "4"
    assert changes.counts["reworded"] == 0
    assert "Recommendation 3 (was 4) of kites: renumbered" in changes_text(changes)


def test_a_new_recommendation_in_the_place_of_another_is_new(changed):
    changes = changed(
        (
            "Keep pets away.\tTie dogs to the fence while kites come down.\tWardens.",
            "Sell tea.\tOpen a stall beside the pond on Sundays.\tCooks.",
        ),
    )
    assert sorted(c.kinds for c in changes.recommendations) == [("new",), ("withdrawn",)]


def test_an_edited_paragraph_is_a_change_of_a_passage(changed):
    changes = changed(
        (
            "A park should keep one field free of trees",
            "A park must keep one field free of trees",
        )
    )
    (passage,) = changes.passages
    assert (passage.kind, passage.now.document_id) == ("reworded", "kites")
    assert not changes.recommendations
    assert "[-should-] {+must+}" in changes_text(changes)


def test_a_new_paragraph_moves_the_ones_behind_it_and_rewords_none(changed):
    changes = changed(
        (
            "Launching needs room.",
            "Fly on Mondays. Nobody else is there then.\n\nLaunching needs room.",
        )
    )
    assert changes.passage_counts == {"new": 1, "withdrawn": 0, "reworded": 0, "moved": 1}


def test_all_forms_hold_every_change(changed):
    changes = changed(("\tALL\tPlanned", "\tALL\tBegun"), ("A park should", "A park *must*"))
    data = json.loads(json.dumps(changes_json(changes)))
    assert data["counts"] == dict.fromkeys(CHANGE_KINDS, 0) | {"status": 1}
    assert data["recommendations"][0]["fields"][0]["words"] == [
        ["removed", "Planned"],
        ["added", "Begun"],
    ]
    assert data["passages"][0]["kind"] == "reworded"
    markdown = changes_markdown(changes)
    assert "status: ~~Planned~~ **Begun**" in markdown
    assert r"**\*must\***" in markdown


def test_labelled_questions_that_show_other_recommendations_are_listed(toy_index):
    index = storage.open_current(toy_index)
    before = {
        "a": ("kites/rec-1",),
        "b": ("kites/rec-2", "kites/rec-3"),
        "c": (),
        "d": ("kites/rec-4", "kites/rec-1", "kites/rec-2"),
    }
    after = {
        "a": ("kites/rec-1",),
        "b": ("kites/rec-3", "kites/rec-2"),
        "c": ("kites/rec-1",),
        "d": ("kites/rec-4", "kites/rec-2", "kites/rec-1"),
    }
    changes = compare(index, index, questions={q: f"{q}?" for q in before}, shown=(before, after))
    assert [a.id for a in changes.answers] == ["b", "c"]
    assert "not in the guidance > kites/rec-1" in changes_text(changes)


WORD = st.sampled_from(
    ["kite", "string", "wind", "field", "gate", "dog", "tree", "knot", "vane", "sail"]
)
TEXT = st.lists(WORD, min_size=1, max_size=12).map(" ".join)


def recommendation(number, priority, action, status="Planned"):
    def excerpt(text):
        return Excerpt(text, (Span(0, len(text)),))

    return Recommendation(
        document_id="d",
        number=str(number),
        area="",
        action=excerpt(action),
        row=excerpt(f"{priority} {action}"),
        priority=excerpt(priority),
        status=status,
    )


EDITIONS = st.lists(st.tuples(TEXT, TEXT), max_size=8).map(
    lambda rows: [recommendation(n, *row) for n, row in enumerate(rows, start=1)]
)


@given(EDITIONS)
def test_an_edition_does_not_differ_from_itself(edition):
    assert recommendation_changes(pair_recommendations(edition, edition)) == ()


@given(EDITIONS, EDITIONS)
def test_every_recommendation_of_both_editions_is_paired_once(before, after):
    pairs = pair_recommendations(before, after)
    assert sorted(a.number for a, _ in pairs if a) == sorted(r.number for r in before)
    assert [b.number for _, b in pairs if b] == [r.number for r in after]


@given(EDITIONS.filter(len), st.data())
def test_a_withdrawal_is_a_withdrawal_whatever_the_others_are(edition, data):
    """Those behind it move up by one; equal wordings may stand in for one another."""
    gone = data.draw(st.integers(0, len(edition) - 1))
    rest = [r for n, r in enumerate(edition) if n != gone]
    after = [recommendation(n, r.priority.text, r.action.text) for n, r in enumerate(rest, start=1)]
    changes = recommendation_changes(pair_recommendations(edition, after))
    kinds = [kind for change in changes for kind in change.kinds]
    assert kinds.count("withdrawn") == 1
    assert set(kinds) <= {"withdrawn", "renumbered"}


@given(TEXT, TEXT)
def test_the_words_of_both_texts_come_back_from_the_runs(before, after):
    for runs in (word_runs(before, after), bridged(word_runs(before, after))):
        assert " ".join(r.text for r in runs if r.kind != "added").split() == before.split()
        assert " ".join(r.text for r in runs if r.kind != "removed").split() == after.split()
    assert all(r.kind == "same" for r in word_runs(before, before))


def test_a_column_under_another_name_and_another_title_are_told(changed):
    title = ("Kites: guidance for parks", "Kites and balloons: rules for parks and beaches")
    changes = changed(title, column="Actions to take")
    fields = {f.field: (f.before, f.after) for f in changes.documents[0].fields}
    assert fields["column for action"] == ("Recommendations (actions)", "Actions to take")
    assert fields["its own title"][1].startswith("Kites and balloons")
    assert "column for action: [-Recommendations" in changes_text(changes)
