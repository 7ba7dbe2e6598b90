"""Every quote stands in the guidance, and is the words that answer."""

import dataclasses

import pytest

from assistant.asking.tokens import tokens
from assistant.asking.wants import wants
from assistant.domain import Answer, Excerpt
from assistant.errors import BrokenCitation


def citations_of(response):
    return (*getattr(response, "citations", ()), *response.related)


def test_every_quote_stands_in_the_corpus_file_at_its_spans(responses, assistant, corpus):
    files = {d.id: (corpus / d.file).read_bytes().decode() for d in assistant.index.documents}
    n = 0
    for row, response in responses:
        for c in citations_of(response):
            cut = " ".join(files[c.document_id][a:b] for a, b in c.quote.spans)
            assert cut == c.quote.text, row["id"]
            assert c.quote.text.strip()
            n += 1
    assert n > 500


def test_every_quote_is_words_of_its_passage(responses, assistant):
    passages = {p.id: p for p in assistant.index.passages}
    for _, response in responses:
        for c in citations_of(response):
            spans = set(passages[c.passage_id].excerpt.spans)
            holds = [any(a <= s and e <= b for a, b in spans) for s, e in c.quote.spans]
            assert all(holds), c.passage_id


def test_a_quote_of_a_paragraph_is_one_run_of_it(responses, assistant):
    """Nothing in the middle is left out."""
    passages = {p.id: p for p in assistant.index.passages}
    for _, response in responses:
        for c in citations_of(response):
            passage = passages[c.passage_id]
            if passage.kind != "recommendation":
                assert " ".join(c.quote.text.split()) in " ".join(passage.text.split())


def test_a_quote_of_a_recommendation_holds_its_priority_and_action_whole(responses, assistant):
    for _, response in responses:
        for c in citations_of(response):
            if c.recommendation and c.document_id == "sor-ai-2021":
                r = assistant.recommendation(c.recommendation)
                assert r.priority.text in c.quote.text
                assert r.action.text in c.quote.text


def test_a_quote_the_source_does_not_hold_stops_the_answer(assistant, monkeypatch):
    sources = assistant.index.sources
    altered = {name: text.replace("auditing", "ignoring") for name, text in sources.items()}
    monkeypatch.setitem(assistant.index.__dict__, "sources", altered)
    with pytest.raises(BrokenCitation):
        assistant.ask("Who should be checking the AI still works?")


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (
            "Who is responsible for auditing AI tools over time?",
            "Industry, Healthcare organisations",
        ),
        ("Who is in charge of rec 14?", "HEIs, academics, clinical professionals."),
        (
            "Has work started on auditing AI tools over time?",
            "The British Standards Institute (BSI)",
        ),
        ("What's the status of rec 18?", "UK Imaging and Oncology (UKIO) congress."),
        ("Which congresses does recommendation 18 name?", "European Congress of Radiology (ECR)."),
    ],
)
def test_the_cell_that_is_asked_for_is_quoted(assistant, question, words):
    quotes = [c.quote.text for c in assistant.ask(question).citations]
    assert any(words in quote for quote in quotes)


@pytest.mark.parametrize(
    ("question", "passage", "words"),
    [
        (
            "Who was the chair of the working group?",
            "background/p4",
            "Dr Christina Malamateniou the Chair",
        ),
        (
            "When was the working group convened?",
            "background/p4",
            "September 2020 with a 6-month horizon",
        ),
        (
            "What is CRUK RadNet?",
            "table-5/row-1",
            "a radiotherapy research network with seven centres",
        ),
        (
            "What did the Equator Network provide guidance about?",
            "limitations-of-the-guidance/p1",
            "Equator Network",
        ),
    ],
)
def test_the_sentence_that_answers_is_quoted(assistant, question, passage, words):
    first = assistant.ask(question).citations[:3]
    assert any(words in c.quote.text and c.passage_id == f"sor-ai-2021/{passage}" for c in first)


@pytest.mark.parametrize(
    "question", ["Who checks it?", "Whose job is it?", "Which bodies are accountable?"]
)
def test_a_question_for_people_is_known(question):
    assert "who" in wants(tokens(question))


@pytest.mark.parametrize("question", ["How is AI audited?", "What should curricula hold?"])
def test_a_question_for_a_way_is_none_for_people_or_progress(question):
    assert not wants(tokens(question)) & {"who", "status"}


@pytest.mark.parametrize(
    "question", ["Is it pending?", "How far has this got?", "Has work started?", "status?"]
)
def test_a_question_for_progress_is_known(assistant, question):
    assert "status" in assistant.understand(question).asked.wants


def test_a_citation_cannot_be_altered(assistant):
    answer = assistant.ask("Who should be checking the AI still works?")
    assert isinstance(answer, Answer)
    with pytest.raises(dataclasses.FrozenInstanceError):
        answer.citations[0].quote = Excerpt("else", ())
