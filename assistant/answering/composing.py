"""Composes the response: chosen recommendations, citations with their reasons, or an abstention.

Knows nothing of how the evidence was found or how a response is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from assistant.answering.choosing import NEAR_TIE, chosen
from assistant.answering.citing import Citer
from assistant.answering.headline import headline
from assistant.answering.quoting import Quoter
from assistant.answering.wanted import asks_status
from assistant.domain import (
    Abstention,
    AbstentionReason,
    Answer,
    Citation,
    Passage,
    RankedRecommendation,
    Recommendation,
    RecommendationNumber,
    Response,
)
from assistant.indexing.storage import Index
from assistant.retrieval.documents import Documents
from assistant.retrieval.fusion import order
from assistant.retrieval.judging import Judge, Judgement
from assistant.retrieval.reading import Reading
from assistant.retrieval.records import RecordQuery, Records
from assistant.retrieval.retriever import RANKED, Evidence
from assistant.retrieval.understanding import asks_for_all

N_RELATED = 3
N_NEXT = 3
# So many numbers that there are not are named one by one.
_MOST_NAMED = 5
# A named document's passages are lifted by this many standard deviations.
_NAMED_LIFT = 1.5
# What a recommendation carried over from the question before gains in a follow-up.
_CARRIED_LIFT = 0.8


class Composer:
    """Composes responses from one index."""

    def __init__(self, index: Index, records: Records, documents: Documents) -> None:
        """Take an open index and what understands its records and documents."""
        self._index = index
        self._records = records
        self._documents = documents
        self._quoter = Quoter(index)
        self._citer = Citer(index, self._quoter)
        self._judge = Judge(index)

    def stands_alone(self, evidence: Evidence, sure: float) -> bool:
        """Tell whether the evidence answers a question without any earlier one."""
        return self._judge.judge(evidence).confidence >= sure

    def leaves(self, alone: Evidence) -> bool:
        """Tell whether a follow-up's own words leave the guidance."""
        return self._judge.leaves(alone)

    def recommended(self, evidence: Evidence) -> tuple[Recommendation, ...]:
        """Choose the recommendations that may answer; none in an abstention.

        More than are shown, as a follow-up may mean any of them.
        """
        if not self._judge.judge(evidence).is_answered:
            return ()
        scores, ranked = self._ranked(evidence, ())
        likely = self._recommendations(evidence, scores, ranked)
        return tuple(r.recommendation for r in likely)

    def from_search(
        self,
        evidence: Evidence,
        *,
        alone: Evidence | None = None,
        carried: Sequence[Recommendation] = (),
    ) -> Response:
        """Answer from what the search found, or abstain.

        Args:
            alone: for a follow-up, what its own words found: it may leave the guidance too.
            carried: for a follow-up, the recommendations of the answer before.
        """
        judgement = self._judge.judge(evidence)
        if alone is not None:
            judgement = self._judge.judge_follow_up(judgement, alone)
        scores, ranked = self._ranked(evidence, carried)
        if not judgement.is_answered:
            return self._abstain(evidence, judgement, ranked)
        recommendations, citations = self._chosen(evidence, scores, ranked, alone or evidence)
        if not citations:
            return self._abstain(evidence, judgement, ranked)
        cited = {c.passage_id for c in citations}
        pool = evidence.pool
        first = next(pool.number(n) for n in ranked if pool[n].id == citations[0].passage_id)
        rest = [n for n in ranked[: N_RELATED + len(cited)] if evidence.pool[n].id not in cited]
        rest = rest[:N_RELATED]
        return Answer(
            question=evidence.reading.written,
            read_as=evidence.reading.text,
            corrections=evidence.reading.corrections,
            recommendations=recommendations,
            citations=citations,
            related=self._citer.related(evidence, scores, rest, citations),
            firmness=judgement.firmness,
            is_partial=asks_for_all(evidence.reading.text),
            confidence=round(judgement.confidence, 4),
            next_questions=self._next_questions(evidence, rest),
            headline=headline(citations[0], first, self._quoter, alone or evidence),
        )

    def _ranked(
        self, evidence: Evidence, carried: Sequence[Recommendation]
    ) -> tuple[np.ndarray, list[int]]:
        """Lift what the question names or carries over, leave out what it cannot mean, and rank."""
        scores = evidence.scores.copy()
        pool = evidence.pool
        named = self._documents.named_in(evidence.reading.text)
        if named and len(named) < len(self._index.documents):
            scores[[d in named for d in pool.documents(range(len(pool)))]] += _NAMED_LIFT
        numbers = self._index.passages.recommendations
        places = [pool.place(numbers[r.id]) for r in carried]
        scores[[p for p in places if p is not None]] += _CARRIED_LIFT
        ranked = order(scores, pool.ids, RANKED)
        if self._judge.wants_references(evidence.reading.text):
            return scores, ranked
        kinds = pool.kinds(ranked)
        return scores, [n for n, k in zip(ranked, kinds, strict=True) if k != "reference"]

    def _recommendations(
        self, evidence: Evidence, scores: np.ndarray, ranked: list[int]
    ) -> tuple[RankedRecommendation, ...]:
        kinds = evidence.pool.kinds(ranked)
        candidates = [n for n, k in zip(ranked, kinds, strict=True) if k == "recommendation"]
        named = self._documents.named_in(evidence.reading.text)
        if len(named) == 1:
            candidates = [n for n in candidates if evidence.pool[n].document_id in named]
        taken = chosen(candidates, scores, float(scores[ranked[0]]))
        following = candidates[len(taken) : len(taken) + 1]
        return tuple(
            RankedRecommendation(
                self._recommendation(evidence.pool[n]),
                round(float(scores[n]), 4),
                near_tie=any(
                    abs(float(scores[n] - scores[m])) < NEAR_TIE
                    for m in (*taken, *following)
                    if m != n
                ),
            )
            for n in taken
        )

    def _chosen(
        self, evidence: Evidence, scores: np.ndarray, ranked: list[int], asked: Evidence
    ) -> tuple[tuple[RankedRecommendation, ...], tuple[Citation, ...]]:
        """Choose what is cited, and show the recommendations among it, best first."""
        likely = {r.recommendation.id: r for r in self._recommendations(evidence, scores, ranked)}
        named = self._documents.named_in(evidence.reading.text)
        citations = self._citer.cited(evidence, scores, ranked, frozenset(likely), named, asked)
        numbers = self._index.passages.recommendations
        shown = (
            likely.get(c.passage_id)
            or RankedRecommendation(
                self._recommendation(self._index.passages[numbers[c.passage_id]]), c.score
            )
            for c in citations
            if c.recommendation is not None
        )
        return tuple(sorted(shown, key=lambda r: -r.score)), citations

    def _recommendation(self, passage: Passage) -> Recommendation:
        recommendation = self._quoter.recommendation_of(passage)
        assert recommendation is not None
        return recommendation

    def _next_questions(self, evidence: Evidence, neighbours: Sequence[int]) -> tuple[str, ...]:
        """Suggest the asked-as question of each neighbouring passage that is nearest to this one."""
        near = [evidence.nearest_asked.get(evidence.pool.number(n)) for n in neighbours]
        return tuple(self._index.asked_as[n].question for n in near if n is not None)[:N_NEXT]

    def _abstain(self, evidence: Evidence, judgement: Judgement, ranked: list[int]) -> Abstention:
        related = ranked[:N_RELATED]
        reason: AbstentionReason = (
            "related only" if judgement.is_related else "not in this guidance"
        )
        return Abstention(
            question=evidence.reading.written,
            read_as=evidence.reading.text,
            corrections=evidence.reading.corrections,
            reason=reason,
            turn_to=judgement.turn_to,
            topic=judgement.topic,
            related=self._citer.related(evidence, evidence.scores, related),
            confidence=round(judgement.confidence, 4),
            next_questions=self._next_questions(evidence, related) if judgement.is_related else (),
        )

    def no_such_number(self, reading: Reading, unknown: Sequence[str]) -> Abstention:
        """Say that there is no recommendation of this number."""
        return Abstention(
            question=reading.written,
            read_as=reading.text,
            corrections=reading.corrections,
            reason="not in this guidance",
            turn_to="",
            topic=f"recommendation {', '.join(unknown)}: there is no such number",
            related=(),
            confidence=0.0,
        )

    def among(
        self,
        reading: Reading,
        query: RecordQuery,
        numbers: tuple[RecommendationNumber, ...],
    ) -> Answer:
        """Answer from the records of the answer before: 'which of those are pending?'."""
        narrowed = replace(query, numbers=query.numbers or numbers)
        return self.from_records(reading, narrowed, None)

    def from_records(
        self,
        reading: Reading,
        query: RecordQuery,
        evidence: Evidence | None,
        unknown: Sequence[str] = (),
    ) -> Answer:
        """Answer completely from the records.

        Args:
            unknown: numbers that were asked for too, and that no recommendation has.
        """
        found = self._records.select(query)
        if query.numbers and evidence is not None:
            found = tuple(sorted(found, key=lambda r: query.numbers.index(r.number)))
        citations = self._record_citations(reading, found, query, evidence)
        number_of = self._index.passages.recommendations
        return Answer(
            question=reading.written,
            read_as=reading.text,
            corrections=reading.corrections,
            recommendations=tuple(RankedRecommendation(r, 1.0) for r in found),
            citations=citations,
            related=(),
            firmness="records",
            confidence=1.0,
            complete_of=len(self._records.select(RecordQuery(document=query.document))),
            description=query.describe() + self._in_document(query) + _not_there(unknown),
            headline=(
                headline(citations[0], number_of[found[0].id], self._quoter, evidence)
                if evidence and len(found) == 1
                else None
            ),
        )

    def _in_document(self, query: RecordQuery) -> str:
        titles = (d.short_title for d in self._index.documents if d.id == query.document)
        return "".join(f"; in the {title}" for title in titles)

    def _record_citations(
        self,
        reading: Reading,
        found: Sequence[Recommendation],
        query: RecordQuery,
        evidence: Evidence | None,
    ) -> tuple[Citation, ...]:
        """Quote each recommendation, and the note on statuses where these were asked for."""
        number_of = self._index.passages.recommendations
        quotes = [(number_of[r.id], self._quoter.of_recommendation(r)) for r in found]
        if query.statuses or asks_status(reading.text):
            notes = [(n, self._quoter.whole(n)) for n in (self._status_note(),) if n is not None]
            quotes = notes + quotes if not query.numbers else quotes[:1] + notes + quotes[1:]
        return tuple(
            self._citer.citation(evidence, n, marker, quote, 1.0)
            for marker, (n, quote) in enumerate(quotes, start=1)
        )

    def _status_note(self) -> int | None:
        """Find the passage that says what each status means."""
        statuses = set(self._records.statuses)
        for number in self._index.passages.of_kind("note"):
            if statuses and statuses <= set(self._index.passages[number].text.split()):
                return number
        return None


def _not_there(unknown: Sequence[str]) -> str:
    """Say that a list leaves out what there is not."""
    if not unknown:
        return ""
    more = f" and {len(unknown) - _MOST_NAMED} more" if len(unknown) > _MOST_NAMED else ""
    return f"; there is no {', '.join(unknown[:_MOST_NAMED])}{more}"
