"""A rule on the senses of words is not run where a question holds none of the words that it needs."""

import pytest
from grid import cases

from assistant.asking import senses
from assistant.asking.naming import classes_in


@pytest.fixture
def questions(assistant, drawn, labelled):
    wordings = [case.question for case in cases(assistant.records.everything)]
    return [*drawn(wordings, 60), *(row["question"] for row in drawn(labelled, 60))]


def test_a_rule_changes_nothing_without_the_classes_that_it_needs(assistant, questions):
    for question in questions:
        pieces = assistant.understanding.pieces(question)
        for settle, needed in senses._SETTLING.items():
            if not classes_in(pieces).issuperset(needed.split()):
                assert settle(pieces) == pieces, (settle.__name__, question)
