"""Fit the weights of the fusion to labelled questions, under cross-validation.

python scripts/fit_fusion.py QUESTIONS.jsonl [MORE.jsonl ...]

Prints, for the shipped weights and for weights fitted on the other folds, how often the right
recommendation comes first and among the first three. Changes nothing: whoever finds better
weights that hold under cross-validation writes them into assistant/retrieval/retriever.py.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.ask import Assistant
from assistant.evaluation import SEARCH_KINDS, read_labelled
from assistant.retrieval.fusion import standardised
from assistant.retrieval.retriever import WEIGHTS

Float64Array = NDArray[np.float64]

_FOLDS = 8
_RIDGE = 0.01


def main() -> int:
    """Print the comparison."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("files", nargs="+", type=Path)
    arguments.add_argument("--index", type=Path, default=Path("index"))
    given = arguments.parse_args()
    assistant = Assistant.open(given.index)
    signals, targets = _examples(given.files, assistant)
    shipped = np.array([WEIGHTS[name] for name in sorted(WEIGHTS)])
    folds = np.random.default_rng(1).integers(0, _FOLDS, len(signals))
    fitted_hits = []
    for fold in range(_FOLDS):
        rest = np.flatnonzero(folds != fold)
        weights = _fitted([signals[i] for i in rest], [targets[i] for i in rest])
        fitted_hits += [
            _hits(signals[i], targets[i], weights) for i in np.flatnonzero(folds == fold)
        ]
    everything = _fitted(signals, targets)
    print(f"{len(signals)} questions, {_FOLDS} folds; rec@1 and rec@3 among all recommendations")
    print(
        "shipped weights ",
        np.mean([_hits(s, t, shipped) for s, t in zip(signals, targets, strict=True)], 0),
    )
    print("fitted elsewhere", np.mean(fitted_hits, 0))
    for name, old, new in zip(sorted(WEIGHTS), shipped, everything / everything.sum(), strict=True):
        print(f"  {name:<15} shipped {old:.2f}  fitted on all {new:.2f}")
    return 0


def _examples(
    files: Sequence[Path], assistant: Assistant
) -> tuple[list[Float64Array], list[Float64Array]]:
    """Give (n_recommendations, n_signals) standardised signals and which ones answer."""
    passages = assistant.index.passages
    rows = [i for i, p in enumerate(passages) if p.kind == "recommendation"]
    signals, targets = [], []
    for question in (q for path in files for q in read_labelled(path)):
        if question.kind in SEARCH_KINDS and question.recs:
            found = assistant.evidence(question.question).signals
            signals.append(
                np.stack([standardised(found[n])[rows] for n in sorted(WEIGHTS)], axis=1)
            )
            answers = [float(passages[i].recommendation in question.recs) for i in rows]
            targets.append(np.array(answers))
    return signals, targets


def _fitted(signals: Sequence[Float64Array], targets: Sequence[Float64Array]) -> Float64Array:
    """Maximise the softmax likelihood of the right recommendations, weights not negative."""

    def loss(weights: Float64Array) -> float:
        total = 0.0
        for features, answers in zip(signals, targets, strict=True):
            scores = features @ weights
            likelihood = np.exp(scores - scores.max())
            total -= float(np.log((likelihood * answers).sum() / likelihood.sum() + 1e-12))
        return total / len(signals) + _RIDGE * float(weights @ weights)

    n = signals[0].shape[1]
    return np.asarray(minimize(loss, np.full(n, 0.5), bounds=[(0, None)] * n).x)


def _hits(
    features: Float64Array, answers: Float64Array, weights: Float64Array
) -> tuple[bool, bool]:
    best = np.argsort(-(features @ weights), kind="stable")[:3]
    return bool(answers[best[0]]), bool(answers[best].max())


if __name__ == "__main__":
    sys.exit(main())
