"""A question for a reference is answered by the entry of the reference list, and by no recommendation."""

import re

import pytest

from assistant.domain import Answer


def entries(assistant):
    """Each reference with the word that it begins with: its first author or the body that issued it."""
    found = ((p, re.match(r"\[\d+\] (?:The )?(\w+)", p.text)) for p in assistant.index.passages)
    return [(p, match[1]) for p, match in found if p.kind == "reference" and match]


@pytest.mark.parametrize("form", ["Which paper by {} is cited?", "is {} in the reference list?"])
def test_a_reference_is_found_by_its_first_author(assistant, form):
    missed = []
    for passage, author in entries(assistant):
        answer = assistant.ask(form.format(author))
        cited = [c.passage_id for c in answer.citations] if isinstance(answer, Answer) else []
        same = sum(name == author for _, name in entries(assistant))
        if passage.id not in cited and same < 2:
            missed.append((author, cited))
    assert len(entries(assistant)) > 15
    assert missed == []


def test_a_name_that_no_reference_holds_is_answered_by_none(assistant):
    answer = assistant.ask("Which paper by Vandenbroucke is cited?")
    cited = answer.citations if isinstance(answer, Answer) else ()
    assert not {c.passage_id for c in cited} & {p.id for p, _ in entries(assistant)}
