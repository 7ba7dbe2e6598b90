"""The signals are one table: what is a row of it is computed, weighed, told and shown in the ablation."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    assert steps[3:] == [f"+ {kind}" for kind in [*kinds[2:], "position"]]


shares = st.lists(st.floats(0, 1), min_size=1, max_size=9).map(np.array)


def asked_points(asked: float, unasked: np.ndarray) -> float:
    """What the first passage has from what people asked; no text says anything."""
    nothing = np.zeros(len(unasked))
    given_by = {"part": nothing, "learned": np.append(asked, nothing[1:])}
    return float(signals.scored(given_by, unasked)[0])


@given(asked=st.floats(0, 1), unasked=shares, share=st.floats(0, 1))
def test_having_been_asked_of_too_little_says_nothing_against_a_passage(asked, unasked, share):
    enough = np.concatenate([[0.0], unasked[1:]])
    too_little = np.concatenate([[share], unasked[1:]])
    assert asked_points(asked, too_little) >= asked_points(asked, enough)


@given(asked=st.floats(0, 1), unasked=shares, n=st.integers(0, 2_000))
def test_the_more_is_asked_of_too_little_the_less_each_is_taken_to_be_asked_of(asked, unasked, n):
    many = np.concatenate([unasked, np.ones(n)])
    assert asked_points(asked, many) <= asked_points(asked, unasked) + 1e-9


def asked_of(counts, kinds=None):
    """What is known of passages of which people asked so many questions each."""
    kinds = kinds or ["recommendation"] * len(counts)
    of_kinds = SimpleNamespace(kinds=lambda numbers: [kinds[n] for n in numbers])
    index = SimpleNamespace(asked_counts=np.array(counts), passages=of_kinds)
    return signals.unasked_of(index, np.arange(len(counts)))


@given(st.lists(st.integers(1, 200), min_size=1, max_size=9))
def test_a_passage_of_one_or_two_questions_is_new_whatever_was_asked_of_others(counts):
    _, is_new = asked_of([1, 2, *counts])
    assert is_new[:2].all()


@given(st.lists(st.integers(0, 200), min_size=1, max_size=9))
def test_the_more_was_asked_of_a_passage_the_less_new_it_is(counts):
    unasked, is_new = asked_of(sorted(counts))
    assert (np.diff(unasked) <= 0).all()
    assert (np.diff(is_new.astype(int)) <= 0).all()


def test_of_a_reference_nobody_need_ask():
    unasked, is_new = asked_of([0, 1, 50], ["reference", "reference", "paragraph"])
    assert not unasked[:2].any()
    assert not is_new.any()
