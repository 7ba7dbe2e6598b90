"""The signals are one table: what is a row of it is computed, weighed, told and shown in the ablation."""

import numpy as np
import pytest

from assistant.measuring.evaluation import ablation, read_labelled
from assistant.retrieval import signals
from assistant.retrieval.fusion import Weight
from assistant.retrieval.signals import SIGNALS, Signal

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
