"""What is asked of a document itself is answered from its text or its entry, and every word is placed."""

from dataclasses import replace

import pytest

from assistant.domain import Abstention, Answer

ENTRIES = ("published", "publisher", "address", "title")
ASKED = {
    "published": "When was {} published?",
    "publisher": "Who published {}?",
    "address": "Where can I read {}?",
    "title": "What is {} called?",
}


def entries(response):
    return {(e.document_id, e.field): e.value for e in response.entries}


@pytest.mark.parametrize("field", ENTRIES)
def test_the_entry_answers_for_each_document_by_name(assistant, field):
    for document in assistant.index.documents:
        response = assistant.ask(ASKED[field].format(f"the {document.short_title}"))
        assert isinstance(response, Answer)
        assert list(entries(response)) == [(document.id, field)]
        assert {c.document_id for c in response.citations} == {document.id}
        assert response.recommendations == ()


def test_an_address_that_stands_in_the_text_is_quoted_from_there(assistant):
    answer = assistant.ask("Where can I read the SoR guidance?")
    source = assistant.index.sources["sor-ai-2021"]
    cited = {part.text for c in answer.citations for part in c.quote.parts}
    stands = [d.source_address for d in assistant.index.documents if d.source_address in source]
    assert set(stands) <= cited


def test_a_document_without_a_date_is_said_to_have_none(assistant):
    said = entries(assistant.ask("When was this published?"))
    assert said == {("sor-ai-2021", "published"): "2021", ("rcr-ai", "published"): ""}


def test_no_address_that_leads_nowhere_is_given(assistant):
    for question in ("Where can I read the guidance?", "how do I cite the guidance?"):
        for entry in assistant.ask(question).entries:
            assert "..." not in entry.value
            assert "…" not in entry.value


def test_a_title_is_quoted_as_it_stands_in_the_document(assistant):
    response = assistant.ask("what documents do you have?")
    titles = [c.quote.of("title")[0].text for c in response.citations]
    assert titles == [d.title for d in assistant.index.documents]


def test_authors_that_the_text_names_are_quoted_and_not_said_again(assistant):
    response = assistant.ask("Who wrote it?")
    assert "Malamateniou" in response.headline.text
    assert list(entries(response)) == [("rcr-ai", "authors")]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("for whom was the guidance written?", "intended for use"),
        ("how did the guidance come about?", "compiled"),
        ("what is the scope of this paper?", "aim of the document"),
        ("does the guidance have weaknesses?", "early in development"),
    ],
)
def test_the_sentence_that_says_it_comes_first_and_no_recommendation_beside_it(
    assistant, question, said
):
    response = assistant.ask(question)
    assert said in response.headline.text
    assert response.recommendations == ()


def test_a_document_that_does_not_say_it_is_not_answered_for(assistant):
    assert not isinstance(assistant.ask("Who is the RCR statement aimed at?"), Answer)


def test_a_document_that_nobody_has_seen_answers_the_same(toy_assistant):
    [document, *_] = toy_assistant.index.documents
    response = toy_assistant.ask(f"When was the {document.short_title} published?")
    assert entries(response)[document.id, "published"] == str(document.year or "")


@pytest.mark.parametrize("question", ["who funded this", "who sponsored the SoR paper?"])
def test_what_is_said_of_funding_does_not_say_who_paid_for_a_document(assistant, question):
    assert isinstance(assistant.ask(question), Abstention)
    assert isinstance(assistant.ask("who should fund AI research?"), Answer)


@pytest.mark.parametrize("question", ["how many authors are there?", "how many people wrote it?"])
def test_authors_are_counted_beside_the_line_that_names_them(assistant, question):
    answer = assistant.ask(question)
    counted = {
        d.id: f"{len(d.authors)} authors" for d in assistant.index.documents if d.authors[1:]
    }
    lists = {e.document_id: e.value for e in answer.entries if e.field == "lists"}
    assert lists == counted
    assert "O'Regan" in answer.headline.text


@pytest.mark.parametrize("before", ["which recommendations are pending?", "who audits AI tools?"])
def test_what_only_a_document_has_is_counted_whatever_was_asked_before(assistant, before):
    for question in ("how many authors are there?", "how many references are there?"):
        after = assistant.ask(question, [before])
        assert after.entries == assistant.ask(question).entries != ()


@pytest.mark.parametrize("question", ["how many references are there?", "number of sources cited"])
def test_references_are_counted_for_each_document(assistant, question):
    found = entries(assistant.ask(question))
    for document in assistant.index.documents:
        kinds = [p.kind for p in assistant.index.passages if p.document_id == document.id]
        n = kinds.count("reference")
        assert found[document.id, "lists"] == (f"{n} references" if n else "")


def test_the_items_of_a_list_are_counted_by_what_it_calls_them(assistant):
    answer = assistant.ask("how many core principles does the RCR statement set out?")
    items = [p for p in assistant.index.passages if p.kind == "item"]
    assert [e.value for e in answer.entries] == [f"{len(items)} core principles"]
    assert [p.text for p in answer.headline.parts if p.field == "item"] == [p.text for p in items]


@pytest.mark.parametrize("noun", ["developers", "stakeholders", "principles of the RANZCR"])
def test_what_a_list_only_speaks_of_is_not_counted_by_it(assistant, noun):
    response = assistant.ask(f"how many {noun} are there?")
    assert isinstance(response, Abstention) or not response.entries


@pytest.mark.parametrize("lead_in", ["", "They are:", "These:"])
def test_a_list_that_nothing_names_is_counted_by_no_question(assistant, monkeypatch, lead_in):
    passages = assistant.index.passages

    class Unnamed:
        def __iter__(self):
            return (replace(p, lead_in=lead_in) if p.kind == "item" else p for p in passages)

        def __getitem__(self, at):
            return passages[at]

        def __len__(self):
            return len(passages)

        def __getattr__(self, name):
            return getattr(passages, name)

    monkeypatch.setattr(assistant.index, "passages", Unnamed())
    response = assistant.ask("how many core principles does the RCR statement set out?")
    assert isinstance(response, Abstention) or not response.entries


@pytest.mark.parametrize("question", ["who enforces the guidance?", "who polices this guidance?"])
def test_a_question_of_a_documents_form_alone_sends_nobody_elsewhere(assistant, question):
    response = assistant.ask(question)
    assert isinstance(response, Abstention)
    assert (response.topic, response.turn_to) == ("", "")
