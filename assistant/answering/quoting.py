"""Which words of a passage are quoted: the sentence that answers, or a recommendation's cells.

Every quote is made of whole parts of the passage, so it stands in the source. Knows nothing of
which passages were chosen.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.asking.asked import Asked
from assistant.domain import NOTHING, Excerpt, Passage, Recommendation
from assistant.indexing.search import PART
from assistant.indexing.storage import Index
from assistant.indexing.tokenization import term_set
from assistant.records.selecting import is_responsible
from assistant.retrieval.retriever import Evidence

Float64Array = NDArray[np.float64]

# What shared words weigh beside the cosine when the sentence that answers is chosen.
_WORDS_WEIGHT = 0.35
# A sentence this near to the best one, and next to it, is quoted with it.
_NEAR = 0.06
# A passage of so few words is quoted whole.
_SHORT = 45

# A part of fewer words is a name or label, seldom an answer.
_FEW_WORDS = 7


class Quoter:
    """Chooses quotes from the passages of one index."""

    def __init__(self, index: Index) -> None:
        """Take an open index."""
        self._index = index
        self._recommendations = {r.id: r for r in index.recommendations}

    def recommendation_of(self, passage: Passage) -> Recommendation | None:
        """Give the recommendation that a passage is, if it is one."""
        return self._recommendations.get(passage.id)

    def quote(self, number: int, evidence: Evidence) -> Excerpt:
        """Choose the words of a passage that answer a question."""
        passage = self._index.passages[number]
        recommendation = self.recommendation_of(passage)
        scores = self._part_scores(number, passage, evidence)
        if recommendation is not None:
            return self._of_recommendation(recommendation, passage, scores, evidence)
        if len(passage.text.split()) <= _SHORT:
            return passage.excerpt
        return NOTHING.joined(*(passage.parts[i] for i in _run_around_best(scores)))

    def further(self, number: int, evidence: Evidence, taken: Excerpt) -> list[Excerpt]:
        """Give the next best sentences of a passage beside the quote taken, best first."""
        passage = self._index.passages[number]
        if self.recommendation_of(passage) is not None:
            return []
        scores = self._part_scores(number, passage, evidence)
        best = sorted(range(len(scores)), key=lambda i: (-scores[i], i))
        rest = [
            passage.parts[i] for i in best if not set(passage.parts[i].spans) & set(taken.spans)
        ]
        return [part for part in rest if len(part.text.split()) >= _FEW_WORDS]

    def _of_recommendation(
        self, r: Recommendation, passage: Passage, scores: Float64Array, evidence: Evidence
    ) -> Excerpt:
        """Quote priority and action whole, and the other cells when they are what is asked for."""
        asked = evidence.reading
        near = [
            p
            for p, score in zip(passage.parts, scores, strict=True)
            if score >= scores.max() - _NEAR
        ]
        wants_who = "who" in asked.wants or r.responsible in near or _names_group(r, asked)
        wants_status = (
            bool(asked.wants & {"status", "examples"})
            or r.status_cell in near
            or self._names_detail(r, evidence)
        )
        return r.priority.joined(
            r.action,
            r.responsible if wants_who else NOTHING,
            r.status_cell if wants_status else NOTHING,
        )

    def _names_detail(self, r: Recommendation, evidence: Evidence) -> bool:
        """Tell whether a telling word of the question stands only in the status cell."""
        detail = term_set(r.status_detail.text)
        rest = term_set(f"{r.priority.text} {r.action.text} {r.responsible.text}")
        only_there = (detail - rest) & set(evidence.query)
        return any(self._index.text_index.idf_of(t) > _TELLING for t in only_there)

    def _part_scores(self, number: int, passage: Passage, evidence: Evidence) -> Float64Array:
        """(n_parts,) cosine plus a share for the question's words, weighed by idf."""
        found = self._index.search.cosines(evidence.vector, PART, np.array([number]))
        return np.asarray(found.cosines, np.float64) + _WORDS_WEIGHT * self._overlap(
            passage.parts, evidence
        )

    def _overlap(self, parts: Sequence[Excerpt], evidence: Evidence) -> Float64Array:
        idf = evidence.telling
        total = sum(idf.values()) or 1.0
        # fsum, as a sum must not depend on the order in which a set gives its members.
        return np.array(
            [math.fsum(idf.get(t, 0.0) for t in term_set(p.text)) / total for p in parts]
        )


def _names_group(r: Recommendation, asked: Asked) -> bool:
    """Tell whether a question asks if one of the responsible groups is involved."""
    return "involved" in asked.wants and any(is_responsible(group, r) for group in asked.groups)


# An idf above this belongs to a word that stands in few of the passages.
_TELLING = 2.5


def _run_around_best(scores: Float64Array) -> list[int]:
    """Take the best part and the neighbours that are nearly as good."""
    best = int(scores.argmax())
    run = [best]
    for step in (-1, 1):
        at = best + step
        if 0 <= at < len(scores) and scores[at] >= scores[best] - _NEAR:
            run.append(at)
    return sorted(run)
