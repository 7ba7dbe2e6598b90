"""A floor under the measures on the corpus's labelled questions, well below what is measured.

The figures themselves stand in EVALUATION.md; this only notices that something broke.
"""

import pytest

from assistant.measuring.benchmark import prepared
from assistant.measuring.evaluation import evaluate, read_labelled

FLOORS = {
    "rec@1": 0.85,
    "rec@3": 0.90,
    "rec_precision": 0.70,
    "quote@3": 0.80,
    "structured_exact": 1.0,
    "refused_outside": 0.85,
    "answered": 0.95,
    "followup_rec@1": 0.75,
}


@pytest.fixture(scope="module")
def evaluation(corpus, responses):
    given = {(row["question"], tuple(row["history"])): response for row, response in responses}
    questions = read_labelled(corpus / "questions.jsonl")
    return evaluate(questions, lambda question, history: given[question, tuple(history)])


@pytest.mark.parametrize(("measure", "floor"), FLOORS.items())
def test_a_measure_is_not_below_its_floor(evaluation, measure, floor):
    assert measure in {m.name for m in evaluation.measures}
    assert evaluation.value(measure) >= floor


# The same for a document for which nobody has written a question yet.
UNPREPARED_FLOORS = {"rec@1": 0.25, "quote@3": 0.60, "answered": 0.85, "refused_outside": 0.55}


# Asked-as questions for each passage.
FEW = (0, 1, 5)


@pytest.fixture(scope="module")
def few_questions(corpus, assistant, tmp_path_factory):
    """The measures of the guidance indexed with few asked-as questions for each passage."""
    kept = read_labelled(corpus / "questions.jsonl")
    found = {}
    for few in FEW:
        scratch = tmp_path_factory.mktemp(f"few-{few}")
        found[few] = evaluate(kept, prepared(corpus, assistant.index, scratch, few).ask)
    return found


@pytest.mark.slow
@pytest.mark.parametrize(("measure", "floor"), UNPREPARED_FLOORS.items())
def test_a_new_document_is_answered_from_before_anybody_wrote_questions_for_it(
    few_questions, measure, floor
):
    assert few_questions[0].value(measure) >= floor


@pytest.mark.slow
def test_more_questions_never_make_a_passage_less_found(few_questions, evaluation):
    curve = [few_questions[few].value("rec@1") for few in FEW] + [evaluation.value("rec@1")]
    assert curve == sorted(curve)


def test_there_are_labelled_questions_of_every_kind(labelled):
    kinds = {row["kind"] for row in labelled}
    assert kinds >= {
        "natural",
        "keyword",
        "typo",
        "scenario",
        "fact",
        "structured",
        "followup",
        "compare",
        "outside",
    }


def test_every_labelled_quote_stands_in_the_guidance(labelled, assistant):
    sources = {
        "sor": assistant.index.sources["sor-ai-2021"],
        "rcr": assistant.index.sources["rcr-ai"],
    }
    plain = {name: " ".join(text.replace("\xa0", " ").split()) for name, text in sources.items()}
    for row in labelled:
        for quote in row["quotes"]:
            words = " ".join(quote["text"].replace("\xa0", " ").split())
            whole = {r.row.text for r in assistant.index.recommendations}
            assert words in plain[quote["doc"]] or any(words in text for text in whole), row["id"]
