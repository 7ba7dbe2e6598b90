"""Fusion: several signals about the same passages -> one score, in a total order.

A weighted sum of the evidence as it is, never of ranks or of scores scaled among the passages that
happen to be there: so a passage's score is the same whatever stands beside it. Knows nothing of
where the signals come from.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from assistant.indexing.arrays import Float64Array


@dataclass(frozen=True, slots=True)
class Weight:
    """What a signal adds to a passage's score.

    Attributes:
        per_unit: points for each unit of the signal.
        floor: only what is above it counts; a passage of which nothing is known adds nothing.
    """

    per_unit: float
    floor: float | None = None

    def points(self, signal: Float64Array) -> Float64Array:
        """(n,) the points that (n,) values of the signal are worth."""
        above = signal if self.floor is None else np.maximum(signal - self.floor, 0.0)
        points: Float64Array = self.per_unit * above
        return points


def fused(signals: Mapping[str, Float64Array], weights: Mapping[str, Weight]) -> Float64Array:
    """Sum the points of the signals that have a weight.

    Args:
        signals: each (n,) float64, higher is better.
    """
    points = [weights[name].points(signals[name]) for name in sorted(signals.keys() & weights)]
    return np.sum(points, axis=0) if points else np.zeros(0)


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


def order(scores: Float64Array, id_of: Callable[[int], str], depth: int | None = None) -> list[int]:
    """Rank from best to worst, the first `depth`; equal scores in the order of their ids.

    Only of equal ones are the ids looked up.
    """
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
    ranked = []
    for _, equal in groupby(among.tolist(), key=lambda n: float(scores[n])):
        tied = list(equal)
        ranked += sorted(tied, key=id_of) if len(tied) > 1 else tied
    return ranked[:depth]
