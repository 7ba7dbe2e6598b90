"""Graded quotes are read whole, matched by their words, and counted as they are graded."""

import json
from dataclasses import replace

import pytest

from assistant.errors import InvalidRequest
from assistant.measuring.evaluation import evaluate_file
from assistant.measuring.grading import (
    GRADED,
    GradedQuestion,
    GradedQuote,
    graded_scores,
    read_graded,
)

AUDIT = "Who should be checking the AI still works?"


@pytest.fixture(scope="module")
def graded(corpus):
    return read_graded(corpus / GRADED)


@pytest.fixture(scope="module")
def answer(assistant):
    return assistant.ask(AUDIT)


def scored(question, response):
    [scores] = graded_scores([question], lambda *_: response)
    return scores


def question(*quotes):
    return GradedQuestion("q", AUDIT, tuple(GradedQuote(*quote) for quote in quotes))


def test_there_are_three_hundred_graded_quotes_or_more_each_of_a_passage(graded, assistant):
    quotes = [quote for q in graded for quote in q.quotes]
    assert len(quotes) >= 300
    passages = {p.id for p in assistant.index.passages}
    assert {quote.passage for quote in quotes} <= passages
    assert {quote.grade for quote in quotes} == {"answers", "context", "does not belong"}


def test_graded_words_are_words_of_their_passage(graded, assistant):
    """A document's title may be quoted with its first passage."""
    titles = {d.id: d.title for d in assistant.index.documents}
    words = {
        p.id: " ".join(f"{titles[p.document_id]} {p.text}".split())
        for p in assistant.index.passages
    }
    for q in graded:
        for quote in q.quotes:
            assert quote.words in words[quote.passage], q.id


def test_a_question_is_graded_once(graded):
    assert len({q.id for q in graded}) == len(graded)
    assert len({(q.question, q.history) for q in graded}) == len(graded)


@pytest.mark.parametrize(
    ("grade", "belongs", "strict"),
    [("answers", [1.0], [1.0]), ("context", [1.0], [0.0]), ("does not belong", [0.0], [0.0])],
)
def test_a_quote_counts_as_it_is_graded(answer, grade, belongs, strict):
    [citation] = answer.citations
    scores = scored(question((citation.passage_id, "", grade)), answer)
    assert scores["citation_precision"] == scores["document_claims"] == belongs
    assert scores["citation_precision_strict"] == strict


def test_a_quote_of_several_graded_sentences_does_what_its_best_one_does(answer):
    [citation] = answer.citations
    first, second = citation.quote.parts[:2]
    asked = question(
        (citation.passage_id, first.text, "does not belong"),
        (citation.passage_id, second.text, "answers"),
    )
    assert asked.grade_of(citation) == "answers"


def test_a_quote_that_nobody_graded_counts_for_nothing_but_is_told(answer):
    scores = scored(question(), answer)
    assert (scores["citation_precision"], scores["quotes_graded"]) == ([], [0.0])


def test_what_is_left_out_counts_too(answer):
    asked = question(("rcr-ai/main/item-1", "", "does not belong"), ("x", "", "answers"))
    scores = scored(asked, answer)
    assert (scores["unrelated_left_out"], scores["answers_kept"]) == ([1.0], [0.0])


def test_marks_and_line_breaks_are_no_difference(answer):
    [citation] = answer.citations
    words = citation.quote.parts[0].text.replace(" ", "^{1,2}\n", 1)
    assert GradedQuote("elsewhere", words, "answers").is_in(citation)


@pytest.mark.parametrize(
    "line",
    [
        "{}",
        "no",
        '{"id": "1", "question": "q", "quotes": [{"passage": "p", "words": "", "grade": "good"}]}',
    ],
)
def test_a_line_that_is_not_graded_is_named(tmp_path, line):
    path = tmp_path / GRADED
    path.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(InvalidRequest, match="line 2"):
        read_graded(path)


def test_the_grades_beside_a_file_of_questions_are_measured(assistant, answer, tmp_path):
    questions = tmp_path / "questions.jsonl"
    row = {"id": "q", "kind": "fact", "question": AUDIT, "answerable": True, "recs": [4]}
    questions.write_text(json.dumps(row), encoding="utf-8")
    without = {m.name for m in evaluate_file(questions, assistant).measures}
    assert {"answers_cited", "facts_without_unrelated_cards"} <= without
    assert "citation_precision" not in without
    quotes = [{"passage": c.passage_id, "words": "", "grade": "answers"} for c in answer.citations]
    beside = {"id": "q", "question": AUDIT, "quotes": quotes}
    (tmp_path / GRADED).write_text(json.dumps(beside), encoding="utf-8")
    evaluation = evaluate_file(questions, assistant)
    assert evaluation.value("citation_precision") == evaluation.value("answers_kept") == 1.0


def test_a_fact_with_an_unrelated_card_is_counted(assistant, answer):
    from assistant.measuring.evaluation import LabelledQuestion, score

    fact = LabelledQuestion("q", "fact", AUDIT, (), True, frozenset(), frozenset({"4"}), ())
    assert score(fact, answer)["facts_without_unrelated_cards"] == [1.0]
    other = replace(fact, recs_ok=frozenset({"5"}))
    assert score(other, answer)["facts_without_unrelated_cards"] == [0.0]
