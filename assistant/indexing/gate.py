"""The gate: is a question answered by the guidance at all?

A logistic curve over raw evidence. Where there are asked-as questions and outside examples it is
fitted at build time on what the learned map says of each of them when it has not learned from it,
and on what the text says; where there are none, on signals that any text gives.
Knows nothing of passages.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.indexing.arrays import BoolArray, Float64Array


@dataclass(frozen=True, slots=True)
class Gate:
    """Weights of the evidence: confidence = 1 / (1 + exp(-(weights . evidence + intercept)))."""

    weights: tuple[float, ...]
    intercept: float

    def confidence(self, evidence: Sequence[float]) -> float:
        """Give the probability, in (0, 1), that the question is answered."""
        z = self.intercept + sum(w * x for w, x in zip(self.weights, evidence, strict=True))
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, z))))

    @classmethod
    def fit(cls, evidence: Float64Array, answered: BoolArray) -> Gate:
        """Fit to examples: (n, n_signals) evidence and whether each is answered.

        Both kinds weigh the same, however many examples there are of each.
        """
        from sklearn.linear_model import LogisticRegression

        model = LogisticRegression(C=10.0, class_weight="balanced", max_iter=1000)
        model.fit(evidence, answered)
        weights = tuple(round(float(w), 4) for w in model.coef_[0])
        return cls(weights, round(float(model.intercept_[0]), 4))
