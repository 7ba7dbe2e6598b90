"""The signals are one table: what is a row of it is computed, weighed, told and shown in the ablation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.measuring.evaluation import ablation, read_labelled
from assistant.retrieval import signals
from assistant.retrieval.fusion import Weight
from assistant.retrieval.signals import SIGNALS, Signal, counted

points = st.floats(0, 12)
shares = st.floats(0, 1)

QUESTION = "Where do kites fly?"


@pytest.fixture
def another(monkeypatch):
    """One row more: a signal that prefers what stands first."""
    more = Signal("position", lambda look: -np.arange(float(len(look.pool))), Weight(1_000.0))
    rows = dict(SIGNALS) | {"position": more}
    monkeypatch.setattr(signals, "SIGNALS", rows)
    monkeypatch.setattr(signals, "TEXT_WEIGHTS", signals.TEXT_WEIGHTS | {"position": more.weight})
    monkeypatch.setattr("assistant.measuring.evaluation.SIGNALS", rows)


def test_every_row_is_computed_for_every_passage_looked_at(toy_assistant):
    evidence = toy_assistant.evidence(QUESTION)
    assert set(evidence.signals) == set(SIGNALS)
    assert {len(values) for values in evidence.signals.values()} == {len(evidence.pool)}


def test_a_row_more_is_ranked_by_and_told(another, toy_assistant):
    evidence = toy_assistant.evidence(QUESTION)
    assert "position" in evidence.signals
    assert list(evidence.ranking[:3]) == [0, 1, 2]


def test_the_ablation_adds_every_kind_of_signal_in_turn(another, assistant, corpus):
    questions = read_labelled(corpus / "questions.jsonl")[:3]
    steps = [step.name for step in ablation(questions, assistant)]
    kinds = list(dict.fromkeys(signal.said for signal in SIGNALS.values()))
    assert steps[:2] == [f"{kind} only" for kind in kinds[:2]]
    assert steps[4:] == [f"+ {kind}" for kind in [*kinds[2:], "position"]]


@given(own=points, other=points, more=points, learned=shares, met=shares)
def test_what_people_asked_counts_the_less_the_more_other_text_speaks(
    own, other, more, learned, met
):
    given_by = {"late": np.array([met, 0.0]), "learned": np.array([learned, 0.0])}
    is_asked = np.array([True, False])

    def count(of_others: float) -> float:
        return counted(given_by, np.array([own, of_others]), is_asked)

    assert count(other + more) <= count(other) <= counted(given_by, np.array([own]), is_asked[:1])


@given(own=points, others=st.lists(points, max_size=4), learned=shares, met=shares)
def test_more_documents_that_people_asked_of_change_nothing_of_what_it_counts(
    own, others, learned, met
):
    text = np.array([own, *others])
    given_by = {"late": np.full(len(text), met), "learned": np.full(len(text), learned)}
    whole = counted(given_by, text, np.ones(len(text), np.bool_))
    assert whole == pytest.approx(signals.PLAIN_WORDS - met)
