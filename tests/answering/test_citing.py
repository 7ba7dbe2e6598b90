"""Nothing is cited that does not belong: a second quote answers, or says what the first does not."""

from dataclasses import replace

import pytest

from assistant.answering.choosing import MAX_CITATIONS
from assistant.domain import Abstention, Answer
from assistant.errors import UnsupportedAnswer

AUDIT = "Who should be checking the AI still works?"


@pytest.fixture(scope="module")
def searched(responses):
    return [(row, r) for row, r in responses if isinstance(r, Answer) and r.firmness != "records"]


@pytest.fixture(scope="module")
def weighed(searched, assistant):
    """Of each question by itself that names no document, the answer and what it was chosen from."""
    return [
        (row["id"], response, assistant.evidence(row["question"]))
        for row, response in searched
        if not row["history"] and not assistant.understand(row["question"]).asked.documents
    ]


def test_every_answer_has_a_quote_and_no_place_is_filled(searched):
    counts = [len(r.citations) for _, r in searched]
    assert min(counts) == 1
    assert max(counts) <= MAX_CITATIONS
    assert sum(counts) / len(counts) < 1.6


def test_a_passage_is_quoted_once(searched):
    for row, response in searched:
        ids = [c.passage_id for c in response.citations]
        assert len(set(ids)) == len(ids), row["id"]


def test_every_document_named_is_quoted(searched):
    for row, response in searched:
        cited = {c.document_id for c in response.citations}
        assert {r.recommendation.document_id for r in response.recommendations} <= cited, row["id"]


def test_every_recommendation_quoted_is_shown_and_what_is_not_quoted_is_told(searched):
    n_beside = 0
    for row, response in searched:
        cited = {c.recommendation for c in response.citations if c.recommendation}
        beside = {r.recommendation.number for r in response.beside}
        assert cited | beside == {r.recommendation.number for r in response.recommendations}
        assert not cited & beside, row["id"]
        n_beside += len(beside)
    assert 0 < n_beside < len(searched) / 20


def test_a_recommendation_is_quoted_beside_another_only_if_people_ask_it_so(weighed, assistant):
    """The first quote stands by its rank; a further one has evidence of its own."""
    n = 0
    for name, response, evidence in weighed:
        first = evidence.pool[int(evidence.signals["dense_asked"].argmax())]
        for c in response.citations[1:]:
            if c.recommendation is None or c.passage_id == first.id:
                continue
            place = evidence.pool.place(assistant.index.passages.recommendations[c.passage_id])
            assert evidence.asked_points[place] > 2 or evidence.text_points[place] > 5, name
            n += 1
    assert n > 5


def test_only_the_document_that_is_named_is_cited(assistant):
    for subject in ("data", "regulation", "common standards"):
        for name, document in (("RCR", "rcr-ai"), ("SoR", "sor-ai-2021")):
            response = assistant.ask(f"What does the {name} say about {subject}?")
            cited = {c.document_id for c in getattr(response, "citations", ())}
            assert cited <= {document}


@pytest.mark.parametrize("subject", ["audit", "students", "the curriculum", "explainable AI"])
def test_a_document_that_says_nothing_is_not_answered_for(assistant, subject):
    assert isinstance(assistant.ask(f"What does the RCR say about {subject}?"), Abstention)


def test_what_people_ask_of_another_document_is_cited_too_unless_far_behind(weighed):
    """A document that is long crowds out none that people ask it of; one question like it is no reason."""
    n_near = n_far = 0
    for name, response, evidence in weighed:
        place = int(evidence.signals["dense_asked"].argmax())
        above = evidence.scores - evidence.scores.mean()
        cited = [c.passage_id for c in response.citations]
        if above[place] >= above.max() / 2:
            n_near += 1
            documents = {c.document_id for c in response.citations}
            assert evidence.pool[place].document_id in documents, name
        elif evidence.pool[place].document_id == "rcr-ai":
            n_far += 1
            assert evidence.pool[place].id not in cited, name
    assert n_near > 50
    assert n_far > 0


def test_both_documents_are_cited_where_both_are_asked(assistant):
    response = assistant.ask("What do both bodies say about regulation?")
    assert {c.document_id for c in response.citations[:2]} == {"rcr-ai", "sor-ai-2021"}


def test_citations_come_best_first_within_a_document(searched):
    for row, response in searched:
        for document in {c.document_id for c in response.citations}:
            scores = [c.score for c in response.citations if c.document_id == document]
            assert scores == sorted(scores, reverse=True), row["id"]


def test_what_is_related_repeats_no_quoted_words(searched):
    for row, response in searched:
        said = {(c.document_id, span) for c in response.citations for span in c.quote.spans}
        near = {(c.document_id, span) for c in response.related for span in c.quote.spans}
        assert not said & near, row["id"]


def test_an_answer_cannot_be_made_without_a_quote(assistant):
    answer = assistant.ask(AUDIT)
    with pytest.raises(UnsupportedAnswer, match="no quote answers 'Who should be"):
        replace(answer, citations=())


def test_an_answer_cannot_show_a_document_it_does_not_quote(assistant):
    answer = assistant.ask(AUDIT)
    [citation, *_] = answer.citations
    with pytest.raises(UnsupportedAnswer, match="shown, but not quoted: sor-ai-2021"):
        replace(answer, citations=(replace(citation, document_id="rcr-ai"),))


def test_an_empty_list_from_the_records_is_an_answer(assistant):
    answer = assistant.ask(AUDIT)
    empty = replace(answer, recommendations=(), citations=(), headline=None, firmness="records")
    assert empty.citations == ()


@pytest.mark.parametrize(
    "question",
    [
        "Which professor from another university read the draft?",
        "Who from outside gave comments on it?",
    ],
)
def test_a_question_for_a_person_is_answered_by_a_text_that_names_one(assistant, question):
    answer = assistant.ask(question)
    assert isinstance(answer, Answer)
    assert any("Professor" in c.quote.text for c in answer.citations)
