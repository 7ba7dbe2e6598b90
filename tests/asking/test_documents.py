"""A question that names a body is answered from that body's document."""

import pytest

from assistant.asking.asked import Search
from assistant.domain import Answer

SOR, RCR = "sor-ai-2021", "rcr-ai"


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What does the RCR ask of developers?", (RCR,)),
        ("What does the Royal College of Radiologists want?", (RCR,)),
        ("What does the SoR say about bias?", (SOR,)),
        ("What does the Society of Radiographers say?", (SOR,)),
        ("Do the SoR and the RCR agree on standards?", (SOR, RCR)),
        ("What do both bodies say about regulation?", (SOR, RCR)),
        ("What does the Society say about bias?", (SOR,)),
        ("What does the Society of Cardiology say about bias?", ()),
        ("Was anybody from outside the Society asked?", ()),
        ("What does each of the two papers ask of vendors?", (SOR, RCR)),
        ("What do both say on standards?", (SOR, RCR)),
        ("Is there common ground between the two?", (SOR, RCR)),
        ("Is an audit needed in both CT and MRI?", ()),
        ("Who audits AI tools?", ()),
        ("What is SoRting?", ()),
    ],
)
def test_a_document_is_known_by_its_publishers_names(assistant, question, named):
    assert assistant.understanding.understand(question).documents == named


@pytest.mark.parametrize("subject", ["AI leads", "research on needs", "partnerships of clinicians"])
def test_what_a_body_says_is_no_question_for_what_it_is_responsible_for(assistant, subject):
    sought = assistant.understanding.understand(f"What does the RCR say about {subject}?").sought
    assert isinstance(sought, Search)


def test_the_names_are_taken_out_of_a_question(assistant):
    asked = assistant.understanding.understand("What does the RCR say on data?")
    assert asked.query == "What does the say on data?"
    both = assistant.understanding.understand("What do both papers say on data?")
    assert both.query == "What do say on data?"


def test_a_question_to_the_rcr_is_answered_from_its_statement(assistant):
    answer = assistant.ask("What does the RCR say about the quality and safety of data?")
    assert answer.citations[0].passage_id == "rcr-ai/main/item-2"


def test_a_question_to_the_rcr_shows_no_recommendation_of_the_sor(assistant):
    answer = assistant.ask("What does the RCR ask developers to do?")
    assert {r.recommendation.document_id for r in answer.recommendations} <= {RCR}


@pytest.mark.parametrize(
    "question",
    [
        "How do the SoR and the RCR differ on regulation?",
        "Compare what the SoR and RCR say about patients",
        "What do both bodies say about standards?",
    ],
)
def test_a_comparison_cites_both_documents_first(assistant, question):
    answer = assistant.ask(question)
    assert isinstance(answer, Answer)
    assert {c.document_id for c in answer.citations[:2]} == {SOR, RCR}


@pytest.mark.parametrize(
    "of",
    ["the House of Lords report", "the NHS AI framework", "the Topol review", "the Welsh strategy"],
)
def test_a_recommendation_of_another_document_is_none_of_ours(assistant, of):
    response = assistant.ask(f"What does recommendation 5 of {of} say?")
    assert getattr(response, "complete_of", None) is None
    assert getattr(response, "firmness", "") != "records"
    for ours in ("the guidance", "the SoR paper", "the Society of Radiographers' guidance"):
        answer = assistant.ask(f"What does recommendation 5 of {ours} say?")
        assert [r.recommendation.number for r in answer.recommendations] == ["5"]
