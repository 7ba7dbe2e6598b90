"""Words that only lead from the guidance to a subject are not searched for: what is left is the subject."""

import pytest

from assistant.domain import Answer

LEADS = (
    "What does the guidance say about {}?",
    "Does this guidance say anything about {}?",
    "What does the paper say on {}?",
    "Is there guidance on {}?",
    "Is there any guidance about {}?",
)
SUBJECTS = ("staff training", "explainable AI", "conferences", "patients' consent", "CPD")


@pytest.mark.parametrize("lead", LEADS)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_what_leads_to_a_subject_changes_nothing(assistant, lead, subject):
    asked = assistant.understand(lead.format(subject)).asked
    assert asked.query.rstrip("?") == subject
    framed, bare = assistant.ask(lead.format(subject)), assistant.ask(f"{subject}?")
    assert isinstance(framed, Answer)
    assert framed.recommendations[0].recommendation == bare.recommendations[0].recommendation


@pytest.mark.parametrize(
    "question",
    [
        "Who wrote the guidance on AI?",
        "Which guidance covers lead aprons?",
        "Is the paper free?",
        "What does the guidance say on page 4?",
        "Is this guidance about MRI?",
        "Is the guidance on AI for students?",
        "Why is there no guidance on AI yet?",
    ],
)
def test_a_document_that_is_asked_of_stays_in_what_is_searched_for(assistant, question):
    assert assistant.understand(question).asked.query == question


@pytest.mark.parametrize("verb", ["take", "change", "do", "threaten"])
@pytest.mark.parametrize("group", ["radiographers", "students", "clinicians", "industry"])
def test_what_ai_does_to_somebodys_work_is_no_list_of_theirs(assistant, verb, group):
    response = assistant.ask(f"Will AI {verb} {group}' jobs?")
    assert getattr(response, "firmness", "") != "records"
