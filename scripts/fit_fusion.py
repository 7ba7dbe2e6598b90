"""Fit the weights of the signals to labelled questions, under cross-validation.

python scripts/fit_fusion.py QUESTIONS.jsonl [MORE.jsonl ...]

The guidance is indexed with few asked-as questions and with all, so that one set of weights serves
a new document and an old one. Prints, for the shipped weights and for weights fitted on the other
folds, how often the right recommendation comes first and among the first three. Changes nothing:
whoever finds better weights that hold writes them into assistant/retrieval/signals.py.
"""

import argparse
import sys
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.ask import Assistant
from assistant.measuring.benchmark import prepared
from assistant.measuring.evaluation import SEARCH_KINDS, LabelledQuestion, read_labelled
from assistant.retrieval.retriever import Evidence
from assistant.retrieval.signals import SIGNALS, counted

Float64Array = NDArray[np.float64]

_FOLDS = 5
_RIDGE = 0.0002
# Asked-as questions for each passage; many: all there are.
_MANY = 10**6
_FEW = (0, 1, 3, 5, 10, 20, _MANY)
# Three times a weight is its log-odds (assistant/retrieval/signals.py).
_LOG_ODDS = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class _Example:
    """One question: (n_recommendations, n_signals) what the signals give, and which ones answer."""

    few: int
    fold: int
    given: Float64Array
    answers: NDArray[np.bool_]


def main() -> int:
    """Print the comparison."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("files", nargs="+", type=Path)
    arguments.add_argument("--index", type=Path, default=Path("index"))
    arguments.add_argument("--corpus", type=Path, default=Path("corpus"))
    given = arguments.parse_args()
    questions = [q for path in given.files for q in read_labelled(path)]
    questions = [q for q in questions if q.kind in SEARCH_KINDS and q.recs and not q.history]
    examples = [
        example
        for few in _FEW
        for example in _examples(given.corpus, Assistant.open(given.index), few, questions)
    ]
    shipped = _LOG_ODDS * np.array([s.weight.per_unit for s in SIGNALS.values()])
    elsewhere = [_fitted([e for e in examples if e.fold != fold]) for fold in range(_FOLDS)]
    print(f"{len(questions)} questions, {_FOLDS} folds; rec@1 and rec@3 among all recommendations")
    for few in _FEW:
        some = [e for e in examples if e.few == few]
        ours = np.mean([_hits(e, shipped) for e in some], 0)
        theirs = np.mean([_hits(e, elsewhere[e.fold]) for e in some], 0)
        name = "all" if few == _MANY else few
        print(f"  {name!s:>3} asked-as each: shipped {ours}, fitted elsewhere {theirs}")
    print(f"loss {_loss(shipped, examples)[0]:.4f} shipped")
    everything = _fitted(examples)
    print(f"loss {_loss(everything, examples)[0]:.4f} fitted on all")
    for name, old, new in zip(SIGNALS, shipped, everything, strict=True):
        print(f"  {name:<12} shipped {old / _LOG_ODDS:.2f}  fitted {new / _LOG_ODDS:.2f}")
    return 0


def _examples(
    corpus: Path, whole: Assistant, few: int, questions: Sequence[LabelledQuestion]
) -> Iterator[_Example]:
    with tempfile.TemporaryDirectory() as scratch:
        assistant = prepared(corpus, whole.index, Path(scratch), few) if few != _MANY else whole
        passages = assistant.index.passages
        rows = passages.of_kind("recommendation")
        numbers = [passages[row].recommendation for row in rows]
        for question in questions:
            yield _Example(
                few=few,
                fold=zlib.crc32(question.question.encode()) % _FOLDS,
                given=_given(assistant.evidence(question.question), rows),
                answers=np.array([number in question.recs for number in numbers]),
            )


def _given(evidence: Evidence, rows: Sequence[int]) -> Float64Array:
    """(n_rows, n_signals) what each signal gives above its floor; nothing of one not there."""
    signals = evidence.signals
    asked_counts = counted(signals)
    columns = []
    for name, signal in SIGNALS.items():
        values = signals.get(name, np.zeros(len(signals["late"])))
        floor = signal.weight.floor
        above = values if floor is None else np.maximum(values - floor, 0.0)
        columns.append(above[rows] * (asked_counts if signal.needs else 1.0))
    return np.stack(columns, axis=1)


def _loss(weights: Float64Array, examples: Sequence[_Example]) -> tuple[float, Float64Array]:
    """Give the mean negative log-likelihood of the right recommendations, and its gradient."""
    total, gradient = 0.0, np.zeros(len(weights))
    for e in examples:
        scores = e.given @ weights
        likely = np.exp(scores - scores.max())
        share, right = likely / likely.sum(), likely * e.answers / (likely @ e.answers + 1e-300)
        total -= float(np.log(share @ e.answers + 1e-300))
        gradient += (share - right) @ e.given
    return total / len(examples), gradient / len(examples)


def _fitted(examples: Sequence[_Example]) -> Float64Array:
    """Maximise the softmax likelihood of the right recommendations, weights not negative."""

    def penalised(weights: Float64Array) -> tuple[float, Float64Array]:
        loss, gradient = _loss(weights, examples)
        return loss + _RIDGE * float(weights @ weights), gradient + 2 * _RIDGE * weights

    n = len(SIGNALS)
    found = minimize(penalised, np.full(n, 3.0), jac=True, bounds=[(0, None)] * n)
    return np.asarray(found.x)


def _hits(example: _Example, weights: Float64Array) -> tuple[bool, bool]:
    best = np.argsort(-(example.given @ weights), kind="stable")[:3]
    return bool(example.answers[best[0]]), bool(example.answers[best].max())


if __name__ == "__main__":
    sys.exit(main())
