"""What `make bench` says of where a question's time goes: every stage is timed where it happens."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "scripts"))

import bench_answer

from assistant.ask import Assistant

QUESTIONS = ["Who should check that AI works?", "How is training for the workforce to be paid for?"]


@pytest.fixture(scope="module")
def opened(index_folder):
    """An assistant of its own, which remembers no question."""
    return Assistant.open(index_folder)


def test_each_stage_of_a_search_takes_time(opened):
    spent = bench_answer._stages(opened, QUESTIONS, rounds=1)
    assert set(spent) == {what for _, _, what in bench_answer._STAGES}
    assert spent["understand the question"] > 0


def test_a_stage_that_nothing_comes_by_is_an_error(opened, monkeypatch):
    unused = (bench_answer.Assistant, "warm_up", "what no question calls")
    monkeypatch.setattr(bench_answer, "_STAGES", (*bench_answer._STAGES, unused))
    with pytest.raises(RuntimeError, match="what no question calls"):
        bench_answer._stages(opened, QUESTIONS, rounds=1)
