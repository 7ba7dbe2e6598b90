"""Fusion: several signals about the same passages -> one score, in a total order.

A convex sum of standardised scores. Source: Bruch, Gai, Ingber, An Analysis of Fusion Functions
for Hybrid Retrieval, ACM TOIS 42 (2023); EVALUATION.md sets it beside reciprocal rank
fusion. Knows nothing of where the signals come from.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

Float64Array = NDArray[np.float64]

# Scores that differ by less are equal.
_NO_SPREAD = 1e-12


def standardised(scores: Float64Array) -> Float64Array:
    """Shift each row of (..., n) to mean 0 and scale it to standard deviation 1; equal scores become 0."""
    centred = scores - scores.mean(axis=-1, keepdims=True)
    spread = centred.std(axis=-1, keepdims=True)
    scaled: Float64Array = np.divide(
        centred, spread, out=np.zeros_like(centred), where=spread > _NO_SPREAD
    )
    return scaled


def fused(signals: Mapping[str, Float64Array], weights: Mapping[str, float]) -> Float64Array:
    """Sum the standardised signals, weighted; the weights of the signals present sum to 1.

    Args:
        signals: each (n,) float64, higher is better.
    """
    names = sorted(signals)
    if not names:
        return np.zeros(0)
    total = math.fsum(weights[name] for name in names)
    shares = np.array([weights[name] / total for name in names])
    rows = standardised(np.array([signals[name] for name in names]))  # (n_signals, n)
    combined: Float64Array = (rows * shares[:, None]).sum(axis=0)
    return combined


def spread(
    scores: Float64Array, ranked: Sequence[int], sections: Sequence[object], step: float
) -> Float64Array:
    """Put a section's second passage behind others that are about as good, its third further.

    Args:
        ranked: places, best first; only these are put behind.
        sections: the section of each of them; None for what stands by itself.
        step: what each better passage of the same section costs.
    """
    out = scores.copy()
    better: Counter[object] = Counter()
    for place, section in zip(ranked, sections, strict=True):
        if section is not None:
            out[place] -= step * better[section]
            better[section] += 1
    return out


def order(scores: Float64Array, ids: Sequence[str], depth: int | None = None) -> list[int]:
    """Rank from best to worst, the first `depth`; equal scores in the order of their ids."""
    if depth is None or depth >= len(scores):
        among = np.arange(len(scores))
    else:
        # All that are as good as the last one taken: among equals the ids decide.
        least = np.partition(scores, len(scores) - depth)[len(scores) - depth]
        among = np.flatnonzero(scores >= least)
    among = among[np.argsort(-scores[among], kind="stable")]
    values = scores[among]
    ranked: list[int] = among.tolist()
    if not (values[1:] == values[:-1]).any():
        return ranked[:depth]
    ranked = [
        number
        for _, equal in groupby(ranked, key=lambda n: float(scores[n]))
        for number in _by_id(list(equal), ids)
    ]
    return ranked[:depth]


def _by_id(numbers: list[int], ids: Sequence[str]) -> list[int]:
    return sorted(numbers, key=lambda n: ids[n]) if len(numbers) > 1 else numbers
