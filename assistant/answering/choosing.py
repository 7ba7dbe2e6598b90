"""How many recommendations and passages are shown: decided by the evidence, never a constant.

Knows scores only.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Float64Array = NDArray[np.float64]

# A difference in score by which one passage is e times as likely as another (retrieval/signals.py).
_TEMPERATURE = 0.33
# Recommendations resemble each other in their words, and the more people have asked of them, the better that tells
# them apart: beside so many questions of each the text counts half. Source: the loss of 778 labelled searches with 10, 20,
# 40, 70 and all (124) of them is least with 1.0, 0.7, 0.6, 0.45 and 0.24 of the text. So 750 have the right one
# first instead of 743; with a weight fitted to eight of the nine sets and measured on the ninth 752. Of a tenth, blind
# at first and looked at while this was chosen, 99 instead of 98 of 100. The lines below were chosen on the nine sets themselves.
TEXT_COUNTS_HALF = 40
# A further recommendation is shown if it is at least this likely beside the best one: of those searches .978 have a right
# one among the first three; with 0.3 .976, with 0.2 .981, and less precisely. It is quoted if it has evidence of its
# own as well (citing.py), otherwise named. The first is shown unless it is so far behind the best passage of any kind.
_SHARE = 0.25
_FIRST_BEHIND = 3.5
# One whose own words say it so much more plainly than the best one's is shown up to so far behind it, if people ask
# it so (citing.py): .982 among three, of those shown .949 right or acceptable.
_PLAINER = 0.4
_PLAINER_BEHIND = 2.0
MAX_RECOMMENDATIONS = 3
MAX_CITATIONS = 5
# Closer than this, two are called a near tie.
NEAR_TIE = 0.12


def told_apart(
    scores: Float64Array, text: Float64Array, asked: Float64Array, n_asked: float
) -> Float64Array:
    """(n,) scores of recommendations that tell them apart: by what people asked more than by what each says.

    The best one keeps the best score, so that they stand among other passages where they stood.

    Args:
        scores: (n,) as fused, at least one; text, asked: (n,) the points that each has of either.
        n_asked: how many questions people have asked of each.
    """
    apart = text * TEXT_COUNTS_HALF / (TEXT_COUNTS_HALF + n_asked) + asked
    told: Float64Array = scores.max() + (apart - apart.max())
    return told


def share_of_best(scores: Float64Array) -> Float64Array:
    """Give each score's likelihood relative to the best one's, in (0, 1]."""
    return np.exp((scores - scores.max()) / _TEMPERATURE) if len(scores) else scores


def chosen(ranked: Sequence[int], scores: Float64Array, best_of_all: float) -> list[int]:
    """Choose how many of the ranked recommendations may answer.

    Args:
        ranked: passage numbers of recommendations, best first.
        scores: (n_passages,) scores, of recommendations those that tell them apart.
        best_of_all: the score of the best passage of any kind.
    """
    top = list(ranked[:MAX_RECOMMENDATIONS])
    behind = best_of_all - float(scores[top[0]]) if top else np.inf
    if behind > _FIRST_BEHIND:
        return []
    likely = share_of_best(scores[top]) >= _SHARE
    return [n for n, is_likely in zip(top, likely, strict=True) if is_likely]


def plainer(
    first: int, ranked: Sequence[int], scores: Float64Array, text: Float64Array
) -> int | None:
    """Find the recommendation whose own words say plainest what is asked, if the best one's do not.

    Args:
        first: the best one; ranked: all that may answer.
        text: (n_passages,) the points that each passage's own words have.
    """
    plainest = max(ranked, key=lambda n: float(text[n]))
    is_plainer = text[plainest] >= text[first] + _PLAINER
    return plainest if is_plainer and scores[plainest] >= scores[first] - _PLAINER_BEHIND else None
