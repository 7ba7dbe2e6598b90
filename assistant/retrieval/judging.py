"""Judges the evidence: answered, related only, or not in this guidance."""

import math
from collections.abc import Set
from dataclasses import dataclass, replace
from functools import cache

from assistant.asking.telling import telling
from assistant.asking.wants import Want
from assistant.domain import Firmness
from assistant.indexing.gate import Gate
from assistant.indexing.storage import Index
from assistant.indexing.tokenization import term_set
from assistant.retrieval.retriever import Evidence

# Chosen on the labelled questions so that at least 97 % of the answerable ones are answered;
# the curve is in EVALUATION.md, written by scripts/make_evaluation.py.
# Of 1,965 answerable questions of 21 sets 99.1 % are answered so and of 496 outside ones 94.8 % refused; at 0.11 99.3
# and 93.8, at 0.15 98.8 and 96.2, but of the kept questions three are refused more.
ANSWERED = 0.13
FIRM = 0.70
# Below this, nothing of the guidance is even near.
RELATED = 0.02
# A question's own words in a follow-up: below this they leave the guidance by themselves.
_LEAVES = 0.004
# ... and below the line as well if an outside example is this close to them. Source: 74 follow-ups of ten
# labelled sets; of those below the line the three answerable ones are no closer than .40, of eleven
# outside ones eight are closer than .42.
_OUTSIDE_COSINE = 0.42
# A pointer is given if an outside example is this close, and those of its topic have this share of the five
# nearest, each weighed by e to its cosine over a width. Of 580 examples, each left out in turn, .70 have a
# pointer by the nearest alone, and .41 of these are right; so .31 have one, and .66 of these are right. That some
# telling word of it is among theirs takes 19 of 194 away (of 690 examples), 11 of them right ones.
_POINTER_COSINE = 0.45
_POINTER_SHARE = 0.5
_POINTER_WIDTH = 0.12

# Without asked-as questions: the best cosine to a whole passage, the idf-weighted share of the
# question's words that the first three passages hold, and whether it asks for one fact, which those
# words must then state. Chosen on the EU AI Act's questions and on the labelled ones asked of the
# guidance without its asked-as questions; scripts/make_evaluation.py gives the shares refused. An answer's
# line lies for both gates as it lay at 0.11; firm is what was above 0.66.
PLAIN_GATE = Gate(weights=(3.3, 2.8, -3.05), intercept=-2.87)
_COVER_DEPTH = 3
# What the map says tells nothing of a passage of which nobody asked anything: a question that it is
# the first for is answered as well if its text speaks for it, and the less it is like those outside.
# Source: of 110 questions to eleven documents without asked-as questions 102 are answered so; of 21
# to none of them none.
_UNASKED_GATE = Gate(weights=(1.0, -3.0), intercept=-4.21)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the gate says of one question."""

    confidence: float
    topic: str
    turn_to: str

    @property
    def is_answered(self) -> bool:
        return self.confidence >= ANSWERED

    @property
    def is_related(self) -> bool:
        """Whether the guidance at least speaks of the subject."""
        return self.confidence >= RELATED

    @property
    def firmness(self) -> Firmness:
        """How firmly the answer may be worded."""
        return "firm" if self.confidence >= FIRM else "likely"


def gate_evidence(
    learned: float, outside: float, text: float, wants: frozenset[Want]
) -> tuple[float, float, float, float]:
    """Give the signals of a fitted gate.

    Args:
        learned, outside: what the learned map says of the best passage, and of "outside".
        text: the most that the text of any passage that people asked of speaks for it.
    """
    return learned, outside, text, float("fact" in wants)


class Judge:
    """Judges with the gate of one index."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._terms_of = cache(self._terms_of_topic)

    def judge(self, evidence: Evidence) -> Judgement:
        """Judge a question by itself."""
        confidence = self._confidence(evidence)
        topic, turn_to = self._pointer(evidence)
        return Judgement(confidence, topic, turn_to)

    def judge_follow_up(self, together: Judgement, alone: Evidence) -> Judgement:
        """Judge a follow-up: the guidance must answer both together, and not be left by the words alone."""
        if self.leaves(alone):
            by_itself = self.judge(alone)
            return replace(by_itself, confidence=min(together.confidence, by_itself.confidence))
        return together

    def leaves(self, alone: Evidence) -> bool:
        """Tell whether a follow-up's own words leave the guidance."""
        confidence = self._fitted(alone)
        is_near_outside = any(cosine >= _OUTSIDE_COSINE for _, cosine in alone.nearest_outside)
        return confidence < _LEAVES or (confidence < ANSWERED and is_near_outside)

    def _confidence(self, evidence: Evidence) -> float:
        """Ask the gate; of a passage that nobody asked anything of, its text as well."""
        fitted = self._fitted(evidence)
        if self._index.gate is None or not evidence.is_new[_first_of_named(evidence)]:
            return fitted
        outside = max(0.0, evidence.learned_outside)
        return max(fitted, _UNASKED_GATE.confidence((evidence.text(is_new=True), outside)))

    def _fitted(self, evidence: Evidence) -> float:
        """Ask the gate fitted to this index; where there was nothing to fit one to, the plain one."""
        gate = self._index.gate
        if gate is None or "learned" not in evidence.signals:
            return PLAIN_GATE.confidence(self.plain_evidence(evidence))
        learned = float(evidence.signals["learned"].max(initial=0.0))
        text = evidence.text(is_new=False)
        return gate.confidence(
            gate_evidence(learned, evidence.learned_outside, text, evidence.asked.wants)
        )

    def plain_evidence(self, evidence: Evidence) -> tuple[float, float, float]:
        """Give the signals of PLAIN_GATE."""
        index = self._index.text_index
        first = [evidence.pool.number(n) for n in evidence.ranking[:_COVER_DEPTH]]
        idf = {term: index.idf_of(term) for term in evidence.query}
        held = sum(
            v for t, v in idf.items() if any(self._index.text_index.holds(t, n) for n in first)
        )
        return (
            evidence.best_cosine,
            held / (sum(idf.values()) or 1.0),
            float("fact" in evidence.asked.wants),
        )

    def _pointer(self, evidence: Evidence) -> tuple[str, str]:
        """Tell what a question is about and where to turn: where the nearest examples say so with one voice."""
        near = evidence.nearest_outside
        if not near or near[0][1] < _POINTER_COSINE:
            return "", ""
        examples = [self._index.outside[number] for number, _ in near]
        weights = [math.exp(cosine / _POINTER_WIDTH) for _, cosine in near]
        first = examples[0]
        alike = (w for w, e in zip(weights, examples, strict=True) if e.topic == first.topic)
        is_sure = sum(alike) >= _POINTER_SHARE * sum(weights)
        if not is_sure:
            return "", ""
        told = term_set(" ".join(telling(evidence.asked)))
        # What is asked in none of a topic's words is near it by its form alone: "who … the guidance?".
        is_of_it = not told or not told.isdisjoint(self._terms_of(first.topic))
        return (first.topic, first.turn_to) if is_of_it else ("", "")

    def _terms_of_topic(self, topic: str) -> Set[str]:
        return term_set("\n".join(e.question for e in self._index.outside if e.topic == topic))


def _first_of_named(evidence: Evidence) -> int:
    """Find the place of the first passage, of the documents named if any are."""
    ranking, named = evidence.ranking, evidence.asked.documents
    documents = evidence.pool.documents(ranking) if named else []
    return next((n for n, d in zip(ranking, documents, strict=False) if d in named), ranking[0])
