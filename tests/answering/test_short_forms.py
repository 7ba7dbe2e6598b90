"""What a short form stands for is told in the guidance's own words."""

import re

import pytest

from assistant.domain import Answer

FORMS = (
    "what does {} stand for?",
    "What is the {}?",
    "{} meaning",
    "define {}",
    "What does {} mean?",
)


def _explained(source):
    """The short forms in brackets, found without the assistant: "the … Agency (MHRA)"."""
    return sorted(set(re.findall(r"[a-z] \(([A-Z]{3,6})\)", source)))


@pytest.mark.parametrize("form", FORMS)
def test_a_short_form_that_the_guidance_explains_is_explained(assistant, form):
    document = assistant.index.documents[0]
    short_forms = _explained(assistant.index.sources[document.id])
    assert len(short_forms) > 10
    for short in short_forms:
        answer = assistant.ask(form.format(short))
        assert isinstance(answer, Answer), short
        said = " ".join(part.text for part in answer.headline.parts)
        assert f"({short}" in said or f"{short} (" in said, short
        assert answer.recommendations == ()


def test_what_has_more_to_it_or_is_nowhere_explained_is_searched_for(assistant):
    for question in (
        "what is the MHRA consulted on?",
        "who funds NIHR research?",
        "what is AI bias?",
    ):
        answer = assistant.ask(question)
        assert not isinstance(answer, Answer) or answer.confidence < 1, question


def test_the_name_of_a_body_whose_document_it_is_stands_in_its_entry(assistant):
    for short, publisher in (("RCR", "Royal College"), ("SoR", "Society")):
        answer = assistant.ask(f"What does {short} stand for?")
        assert [publisher in entry.value for entry in answer.entries] == [True]


def test_the_entry_of_a_table_that_a_short_form_names_is_quoted_whole(assistant):
    answer = assistant.ask("what is NCIMI?")
    (quote,) = [c.quote.text for c in answer.citations]
    assert "NCIMI is a network" in quote
