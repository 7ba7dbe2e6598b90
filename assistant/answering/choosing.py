"""How many recommendations and passages are shown: decided by the evidence, never a constant.

Knows scores only.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Float64Array = NDArray[np.float64]

# A difference in score by which one passage is e times as likely as another (retrieval/signals.py).
_TEMPERATURE = 0.33
# A further recommendation is shown if it is at least this likely beside the best one; chosen on the
# labelled questions, for rec@3 at a rec_precision of about 0.9 (python -m assistant evaluate) ...
_SHARE = 0.08
# ... and not this far behind the best passage of any kind; the first may be further behind.
_BEHIND = 1.5
_FIRST_BEHIND = 3.5
MAX_RECOMMENDATIONS = 4
MAX_CITATIONS = 5
# A recommendation that is not quoted is named if it is at least this likely beside the best one. Source: rec@3 and
# rec_precision of the kept set, A and K: 0.987 and 0.952, 0.977 and 0.925, 0.988 and 0.977; with 0.2 0.987 and 0.941,
# 0.977 and 0.900, 1.0 and 0.967 (python -m assistant evaluate).
_NAMED_BESIDE = 0.45
# ... and none is where the best one is further than this behind the best passage of any kind.
_NAMED_BEHIND = 1.0
# Closer than this, two are called a near tie.
NEAR_TIE = 0.12


def share_of_best(scores: Float64Array) -> Float64Array:
    """Give each score's likelihood relative to the best one's, in (0, 1]."""
    return np.exp((scores - scores.max()) / _TEMPERATURE) if len(scores) else scores


def chosen(ranked: Sequence[int], scores: Float64Array, best_of_all: float) -> list[int]:
    """Choose how many of the ranked recommendations answer.

    Args:
        ranked: passage numbers of recommendations, best first.
        scores: (n_passages,) fused scores.
        best_of_all: the score of the best passage of any kind.
    """
    top = list(ranked[:MAX_RECOMMENDATIONS])
    if not top or scores[top[0]] < best_of_all - _FIRST_BEHIND:
        return []
    likely = share_of_best(scores[top]) >= _SHARE
    near = scores[top] >= best_of_all - _BEHIND
    return [n for at, n in enumerate(top) if at == 0 or (likely[at] and near[at])]


def named_beside(scores: Float64Array, best_of_all: float) -> NDArray[np.bool_]:
    """(n,) tell which recommendations are near enough to the best one to be named without a quote.

    Args:
        scores: (n,) of the recommendations that may answer, at least one.
        best_of_all: the score of the best passage of any kind.
    """
    is_open = bool(scores.max() >= best_of_all - _NAMED_BEHIND)
    return (share_of_best(scores) >= _NAMED_BESIDE) & is_open
