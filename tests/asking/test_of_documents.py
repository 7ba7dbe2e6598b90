"""A question about a document itself is told from one about its subject, in whatever words it is put."""

from itertools import product

import pytest

from assistant.asking.asked import OfDocument, Search
from assistant.domain import Abstention

NAMES = ("the guidance", "this paper", "the SoR guidance", "the document", "the RCR statement")
WORDINGS = {
    "published": (
        "When was {} published?",
        "when did {} come out",
        "how old is {}?",
    ),
    "current": ("Is {} up to date?", "when is {} due for review?", "will {} be updated"),
    "authors": ("Who wrote {}?", "who are the authors of {}", "By whom was {} written?"),
    "publisher": ("Who published {}?", "who is behind {}?", "Who issued {}"),
    "address": ("Where can I read {}?", "is there a link to {}?", "where do I find {} online"),
    "readers": (
        "Who is {} for?",
        "whom is {} aimed at",
        "Who should read {}?",
        "For whom was {} written?",
        "Which professionals is {} meant for?",
        "what staff was {} written for",
    ),
    "method": ("How was {} made?", "how was {} developed", "what methodology does {} use"),
    "purpose": ("What is {} about?", "what is the purpose of {}?", "why was {} written"),
    "limits": ("What are the limitations of {}?", "does {} have weaknesses"),
    "whole": (
        "What does {} say?",
        "what does {} say about AI?",
        "Give me a summary of {}",
        "the key messages of {}, please",
    ),
    "title": ("What is {} called?", "what's the full title of {}?"),
    "reference": ("How do I cite {}?", "how should {} be referenced"),
}


@pytest.mark.parametrize("facet", WORDINGS)
def test_every_wording_asks_the_same_of_every_document(assistant, facet):
    for wording, name in product(WORDINGS[facet], NAMES):
        question = wording.format(name)
        sought = assistant.understand(question).asked.sought
        assert sought == OfDocument(facet, is_named=True), question


def test_guidance_on_its_own_subject_is_the_whole_of_it_and_a_list_stays_a_list(assistant):
    for question in ("guidance on AI", "AI guidance?", "main points", "tell me about the guidance"):
        sought = assistant.understand(question).asked.sought
        assert isinstance(sought, OfDocument), question
        assert sought.facet == "whole", question
    for question in ("list the AI recommendations", "how many recommendations on AI?", "which are"):
        assert not isinstance(assistant.understand(question).asked.sought, OfDocument), question


def test_courtesy_and_form_change_nothing(assistant):
    for wording, *_ in WORDINGS.values():
        question = wording.format("the guidance")
        plain = assistant.understand(question).asked.sought
        for form in (
            f"hi, can you tell me: {question}",
            question.upper(),
            f"  {question.lower()} please",
        ):
            assert assistant.understand(form).asked.sought == plain, form


def test_a_subject_beside_the_document_is_what_is_asked(assistant):
    for question in (
        "What does the guidance say about audit?",
        "When should the guidance on training be followed?",
        "Who wrote recommendation 4?",
        "When was the policy statement issued?",
        "How was CRUK RadNet made?",
        "who is responsible for the guidance on ethics?",
        "Where can I read about imaging datasets?",
    ):
        assert not isinstance(assistant.understand(question).asked.sought, OfDocument), question


def test_no_question_to_a_recommendation_is_taken_for_one_to_its_document(assistant, drawn):
    of_recommendations = [a.question for a in assistant.index.asked_as if "/rec-" in a.passage_id]
    assert len(of_recommendations) > 2_000
    asked = [assistant.understand(question).asked for question in drawn(of_recommendations, 200)]
    assert not [a.text for a in asked if isinstance(a.sought, OfDocument)]


def test_it_is_the_document_only_where_nothing_else_was_spoken_of(assistant):
    alone = assistant.understand("Who wrote it?").asked
    assert alone.sought == OfDocument("authors", is_named=False)
    after = assistant.understand("Who wrote it?", ["What is the Topol Review?"]).asked
    assert isinstance(after.sought, Search)
    on = assistant.understand("and who wrote it?", ["When was the RCR statement published?"]).asked
    assert isinstance(on.sought, OfDocument)
    assert on.documents == ("rcr-ai",)
    named = assistant.understand("Who wrote the guidance?", ["What is the Topol Review?"])
    assert isinstance(named.asked.sought, OfDocument)
    assert not named.leans


@pytest.mark.parametrize(
    "before", ["Who should check that AI still works?", "What is the Topol Review?"]
)
def test_this_is_what_is_read_unless_something_published_was_spoken_of(assistant, before):
    for question in ("when was this published?", "who wrote this?"):
        asked = assistant.understand(question, [before]).asked
        assert isinstance(asked.sought, OfDocument), question
        assert not isinstance(
            assistant.understand(question, ["What was the policy statement on AI?"]).asked.sought,
            OfDocument,
        )
    for pointing in ("this", "that", "it"):
        response = assistant.ask(f"who funded {pointing}?", [before])
        assert isinstance(response, Abstention), pointing


def test_statuses_are_compared_by_what_they_mean_and_not_listed(assistant):
    for question in (
        "pending or emerging, what is the difference?",
        "How do emerging and ongoing differ?",
    ):
        assert isinstance(assistant.understand(question).asked.sought, Search), question
