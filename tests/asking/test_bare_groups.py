"""A group that is named and nothing more asks for its recommendations; with a topic's word it does not."""

import pytest

from assistant.asking.asked import ByConditions, Search

HOW_MANY = 12
LISTS = (
    "{}",
    "{}?",
    "The {}",
    "{} list",
    "list {}",
    "all recommendations of {}",
    "anything for {}",
    "everything for the {}, please",
    "recommendations for {}",
    "what do {} have to do?",
    "what must {} do",
    "What should the {} do?",
)
TOPICS = (
    "{} funding",
    "funding for training {}",
    "what are {}?",
    "who are the {}",
    "how do {} work?",
    "why should {} care about bias?",
    "are {} at risk?",
    "{} and AI",
)


def own_names(assistant):
    """Every wording of every group that is no document's name too."""
    publishers = {n for d in assistant.index.documents for n in (d.publisher, d.publisher_short)}
    also = [
        {term.name, *term.abbreviations, *term.also}
        for term in assistant.index.lexicon.terms
        if term.name in publishers or publishers & set(term.abbreviations)
    ]
    documents = {
        name.casefold().removeprefix("the ") for names in (publishers, *also) for name in names
    }
    return [
        (group, wording)
        for group in assistant.records.groups
        for wording in group.asked
        if wording.casefold().removeprefix("the ") not in documents
    ]


def named_in(group, recommendation):
    """Whether a group's own name stands in the responsible cell, or everybody's."""
    cell = recommendation.responsible.text.casefold()
    padded = "".join(c if c.isalnum() else " " for c in cell)
    return cell.strip() == "all" or any(
        f" {' '.join(''.join(c if c.isalnum() else ' ' for c in name.casefold()).split())} "
        in f" {' '.join(padded.split())} "
        for name in group.named
    )


@pytest.mark.parametrize("form", LISTS)
def test_a_group_that_is_named_and_nothing_more_asks_for_its_list(assistant, form, drawn):
    wrong = []
    for group, wording in drawn(own_names(assistant), HOW_MANY):
        question = form.format(wording.removeprefix("the ") if "the {" in form.lower() else wording)
        sought = assistant.understand(question).asked.sought
        wanted = {r.number for r in assistant.records.everything if named_in(group, r)}
        is_list = isinstance(sought, ByConditions) and not sought.left_aside
        found = {r.number for r in assistant.records.select(sought.condition)} if is_list else None
        if found != wanted:
            wrong.append((question, found, wanted))
    assert wrong == []


@pytest.mark.parametrize("form", TOPICS)
def test_a_group_in_a_topic_is_searched_for(assistant, form, drawn):
    wrong = [
        question
        for _, wording in drawn(own_names(assistant), HOW_MANY)
        for question in [form.format(wording.removeprefix("the "))]
        if not isinstance(assistant.understand(question).asked.sought, Search)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("which recommendations name nobody but HEIs and practice educators?", {"9"}),
        ("which recommendations are only for HEIs and practice educators?", {"9"}),
        (
            "which recommendations name only researchers, clinicians, academics and industry?",
            {"2", "3"},
        ),
        ("recommendations that involve no one but HEIs, academics, plus industry partners", {"17"}),
    ],
)
def test_only_these_groups_and_nobody_else(assistant, question, numbers):
    assert {r.recommendation.number for r in assistant.ask(question).recommendations} == numbers


def test_groups_that_no_recommendation_names_together_are_listed_each(assistant):
    response = assistant.ask("computer science experts and clinical practitioners")
    assert {r.recommendation.number for r in response.recommendations} == {"5", "22", "27", "31"}
    assert "or" in response.description


DONE_TO = (
    "what should I tell {} about AI",
    "how do I involve {}?",
    "how can we involve the {}?",
    "who involves {}?",
    "what should {} be told?",
    "how do we work with {}?",
    "what do {} need?",
)


@pytest.mark.parametrize("wording", DONE_TO)
def test_whom_something_is_done_to_is_not_whose_recommendations_are_asked_for(
    assistant, wording, drawn
):
    for _, name in drawn(own_names(assistant), HOW_MANY):
        asked = assistant.understand(wording.format(name)).asked
        assert not isinstance(asked.sought, ByConditions), asked.text
