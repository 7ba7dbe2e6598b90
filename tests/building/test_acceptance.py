"""A build that is worse than the one that serves is not published, unless that is meant."""

import hashlib
import json

import pytest
import toy

from assistant import library
from assistant.errors import BuildRefused
from assistant.indexing import storage
from assistant.measuring.acceptance import (
    Acceptance,
    Figures,
    affected_questions,
    figures_of,
    kept_figures,
    margin,
    outdated_questions,
    worse,
)
from assistant.measuring.evaluation import read_labelled
from assistant.measuring.form import faults_of_form

ROWS = [
    ("a", "natural", "Is it too windy to fly?", [1]),
    ("b", "natural", "lessons for newcomers", [2]),
    ("c", "natural", "My puppy chases everything", [3]),
    ("d", "natural", "My stick snapped, who fixes it?", [4]),
    ("e", "structured", "Which recommendations are planned?", [1, 4]),
    ("f", "far", "How long do I boil an egg?", []),
]
EGG = ("the egg", "the eggs")


@pytest.fixture
def labelled(own_corpus):
    rows = [
        {
            "id": i,
            "kind": kind,
            "question": question,
            "history": [],
            "answerable": bool(recs),
            "recs": recs,
        }
        for i, kind, question, recs in ROWS
    ]
    path = own_corpus / "questions.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return own_corpus


def figures(**right):
    """Figures of a build that answers these questions rightly or not."""
    scores = {name: {"rec@1": (float(value),)} for name, value in right.items()}
    return Figures("x", "q", "p", scores, dict.fromkeys(right, ()))


def rewrite(corpus, *pairs, more=None):
    """Write another edition of the kite guidance in its place, with its checksum."""
    text = toy.edited(*pairs)
    (corpus / "kites.txt").write_text(text, encoding="utf-8")
    manifest = (corpus / "manifest.toml").read_text(encoding="utf-8")
    new = hashlib.sha256(text.encode()).hexdigest()
    old = next(line for line in manifest.split("\n") if line.startswith("sha256"))
    manifest = manifest.replace(old, f'sha256 = "{new}"', 1)
    for before, after in more or ():
        manifest = manifest.replace(before, after)
    (corpus / "manifest.toml").write_text(manifest, encoding="utf-8")


def test_figures_are_kept_beside_the_build_and_not_in_it(quick, labelled, tmp_path):
    index = tmp_path / "index"
    updated = library.update(labelled, index)
    kept = kept_figures(index, updated.report.id)
    assert kept == updated.examined.figures
    assert kept.measures["structured_exact"] == 1.0
    assert kept.shown["e"] == ("kites/rec-1", "kites/rec-4")
    assert "evaluation" not in json.dumps(storage.open_current(index).manifest.files)


def test_figures_are_measured_again_for_other_questions_and_not_otherwise(
    quick, labelled, tmp_path, monkeypatch
):
    index = tmp_path / "index"
    first = library.update(labelled, index).examined.figures
    opened, questions, asked = storage.open_current(index), labelled / "questions.jsonl", []

    def count(stage, done, total):
        asked.append(stage)

    assert figures_of(opened, index, questions, count) == first
    assert asked == []
    questions.write_text(questions.read_text(encoding="utf-8").split("\n")[0], encoding="utf-8")
    assert set(figures_of(opened, index, questions, count).scores) == {"a"}
    path = index / storage.EVALUATIONS / f"{opened.id}.json"
    for spoiled in ("", "[]", "{}", '{"scores": 1}', "[" * 5000):
        path.write_text(spoiled, encoding="utf-8")
        assert set(figures_of(opened, index, questions, count).scores) == {"a"}


def test_a_worse_build_is_not_published_and_the_reason_is_said(
    quick, labelled, tmp_path, monkeypatch
):
    # Of six questions, not of fifty.
    monkeypatch.setattr("assistant.measuring.acceptance.MARGIN_QUESTIONS", 1)
    index = tmp_path / "index"
    served = library.update(labelled, index).report.id
    asked = labelled / "asked_as" / "all.toml"
    asked.write_text(
        "\n".join(
            [
                '[[passage]]\nid = "kites/rec-4"\nasked_as = ['
                + ", ".join(json.dumps(q) for _, _, q, _ in ROWS[:3])
                + "]"
            ]
        ),
        encoding="utf-8",
    )
    with pytest.raises(
        BuildRefused, match=r"(?s)comes first for \d of 4 .* before for 4 .*now missed: .*--force"
    ) as refused:
        library.update(labelled, index)
    assert "still serves" in str(refused.value)
    assert storage.pointed_to(index) == served
    forced = library.update(labelled, index, force=True)
    assert storage.pointed_to(index) == forced.report.id != served
    assert any("comes first for" in fault for fault in forced.examined.faults)
    assert any(
        f'"{ROWS[0][2]}"' in fault or f'"{ROWS[1][2]}"' in fault for fault in forced.examined.faults
    )


def test_a_status_that_moved_is_no_fault_of_the_answers(quick, labelled, tmp_path):
    """The label of the question about statuses is out of date, the search is not worse."""
    index = tmp_path / "index"
    library.update(labelled, index)
    rewrite(labelled, ("\tALL\tPlanned", "\tALL\tBegun"))
    updated = library.update(labelled, index)
    assert not updated.examined.faults
    assert (
        "1 labelled questions ask about recommendations that have changed"
        in updated.examined.notes[0]
    )
    assert updated.examined.notes[0].endswith(f': "{ROWS[4][2]}"')


def quoting(corpus, words):
    """Label the first question with words of a document."""
    path = corpus / "questions.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rows[0]["quotes"] = [{"doc": "kites", "text": words}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@pytest.mark.parametrize(
    ("edit", "outdated"),
    [
        (("Measure the wind with a vane", "Look at the vane"), ["a"]),
        (("Hold a class on knots", "Hold lessons on knots"), []),
        (("Measure the wind with a vane", "Measure the *wind*, with a vane"), []),
    ],
    ids=["the quoted words are gone", "other words are gone", "only marks have changed"],
)
def test_a_question_whose_quoted_words_are_gone_does_not_count(
    quick, labelled, tmp_path, edit, outdated
):
    index = tmp_path / "index"
    quoting(labelled, "Measure the wind with a vane")
    library.update(labelled, index)
    serving = storage.open_current(index)
    rewrite(labelled, edit)
    updated = library.update(labelled, index, force=True)
    questions = read_labelled(labelled / "questions.jsonl")
    assert [*outdated_questions(serving, storage.open_current(index), questions)] == outdated
    assert outdated_questions(serving, serving, questions) == ()
    assert any(f'"{ROWS[0][2]}"' in note for note in updated.examined.notes) == bool(outdated)


def test_an_unaffected_question_is_counted(toy_index):
    index = storage.open_current(toy_index)
    assert affected_questions(index, index, figures(a=1), figures(a=0)) == ()


@pytest.mark.parametrize(
    ("edit", "fault"),
    [
        (
            (
                "\tOpen a workshop for broken spars.\tALL\t",
                "\tOpen a workshop for broken spars.\t\t",
            ),
            "rec-4: responsible is empty",
        ),
        (("\tALL\tPlanned", "\tALL\t"), "rec-4: status is empty"),
    ],
)
def test_a_field_that_became_empty_is_a_fault(quick, own_corpus, tmp_path, edit, fault):
    index = tmp_path / "index"
    quick(own_corpus, index)
    lenient = [("n_recommendations = 4\n", ""), ('statuses = ["Planned", "Begun", "Settled"]', "")]
    rewrite(own_corpus, edit, more=lenient)
    with pytest.raises(BuildRefused, match=fault):
        library.update(own_corpus, index)


def test_a_document_that_lost_its_recommendations_and_its_words_is_a_fault(
    quick, own_corpus, tmp_path
):
    index = tmp_path / "index"
    quick(own_corpus, index)
    (own_corpus / "asked_as" / "all.toml").unlink()
    tail = toy.KITES[toy.KITES.index("a. Recommendations for Launching") :]
    rewrite(own_corpus, (tail, ""), more=[("n_recommendations = 4\n", "")])
    with pytest.raises(BuildRefused) as refused:
        library.update(own_corpus, index)
    assert "kites has no recommendations any more, it had 4" in str(refused.value)
    assert "was it read whole?" in str(refused.value)


def test_a_build_has_no_faults_against_itself(toy_index):
    index = storage.open_current(toy_index)
    assert faults_of_form(index, index) == []


def test_doubled_numbers_and_endless_passages_are_faults(toy_copy, monkeypatch):
    index = storage.open_current(toy_copy)
    index.recommendations += index.recommendations[:1]
    # The toy has no longer one.
    monkeypatch.setattr("assistant.measuring.form.MAX_PASSAGE_WORDS", 20)
    faults = faults_of_form(index, None)
    assert "kites: recommendation 1 is there 2 times" in faults
    assert any("was not taken apart" in fault for fault in faults)


def test_a_damaged_index_is_no_measure_for_a_build(quick, labelled, tmp_path):
    index = tmp_path / "index"
    first = library.update(labelled, index)
    path = storage.open_current(index).folder / "passages.jsonl"
    path.write_text("nothing", encoding="utf-8")
    assert library.update(labelled, index).report.id == first.report.id


@pytest.mark.parametrize(("n", "most"), [(0, 1.0), (1, 3.0), (50, 0.06), (100, 0.03), (1000, 0.03)])
def test_the_margin_is_three_questions_or_three_in_a_hundred(n, most):
    assert margin(n) == pytest.approx(most)


def test_a_fall_within_the_margin_is_let_through():
    before = figures(**{f"q{n}": 1 for n in range(100)})
    within = figures(**{f"q{n}": n >= 3 for n in range(100)})
    beyond = figures(**{f"q{n}": n >= 4 for n in range(100)})
    wording = {f"q{n}": f"Question {n}?" for n in range(100)}
    assert list(worse(before, within, wording)) == []
    fallen, *missed = worse(before, beyond, wording)
    assert "comes first for 96 of 100 labelled questions, before for 100" in fallen
    assert [f'"Question {n}?"' in line for n, line in enumerate(missed)] == [True] * 4
    assert list(worse(before, beyond, wording, ["q0"])) == []


def test_a_corpus_without_questions_is_checked_for_form_only(quick, own_corpus, tmp_path):
    updated = library.update(own_corpus, tmp_path / "index")
    assert updated.examined.figures is None
    assert not (tmp_path / "index" / storage.EVALUATIONS).exists()


def test_an_examination_by_force_tells_what_it_found(toy_index, toy_corpus, monkeypatch):
    # The toy has no longer one.
    monkeypatch.setattr("assistant.measuring.form.MAX_PASSAGE_WORDS", 20)
    forced = Acceptance(toy_corpus, toy_index, force=True)
    forced(storage.open_current(toy_index))
    assert forced.faults
    with pytest.raises(BuildRefused):
        Acceptance(toy_corpus, toy_index)(storage.open_current(toy_index))


def test_the_latest_changes_name_the_questions_answered_otherwise(quick, labelled, tmp_path):
    index = tmp_path / "index"
    first = library.update(labelled, index).report.id
    rewrite(labelled, ("\tALL\tPlanned", "\tALL\tBegun"))
    second = library.update(labelled, index, force=True).report.id
    found = library.latest_changes(labelled, index, second)
    asked = library.difference(labelled, index, first, second)
    assert found.answers is not None
    assert found == asked
    path = index / storage.EVALUATIONS / f"{first}.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"program": "', '"program": "other'))
    assert library.latest_changes(labelled, index, second).answers is None
