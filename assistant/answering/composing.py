"""Composes the response: chosen recommendations, citations with their reasons, or an abstention.

Knows nothing of how the evidence was found or how a response is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from assistant.answering.choosing import MAX_CITATIONS, NEAR_TIE, chosen
from assistant.answering.quoting import Quoter, asks_status
from assistant.domain import (
    NOTHING,
    Abstention,
    AbstentionReason,
    Answer,
    Citation,
    Excerpt,
    Passage,
    RankedRecommendation,
    Recommendation,
    RecommendationNumber,
    Response,
    Why,
)
from assistant.indexing.storage import Index
from assistant.indexing.tokenization import stem, term_set, words
from assistant.retrieval.documents import Documents
from assistant.retrieval.fusion import order
from assistant.retrieval.judging import Judge, Judgement
from assistant.retrieval.reading import Reading
from assistant.retrieval.records import RecordQuery, Records
from assistant.retrieval.retriever import RANKED, Evidence, Pool
from assistant.retrieval.understanding import asks_for_all

N_RELATED = 3
N_NEXT = 3
# So many numbers that there are not are named one by one.
_MOST_NAMED = 5
# A named document's passages are lifted by this many standard deviations.
_NAMED_LIFT = 1.5
# What a recommendation carried over from the question before gains in a follow-up.
_CARRIED_LIFT = 0.8
# With fewer citations than this, the cited passages' other sentences are quoted too.
_FULL = 3
# A passage this far behind the best one is not cited.
_CITED_BEHIND = 1.6
# Where one document fills the citations, however well it seems to answer, another one is cited too
# if its asked-as questions are this like the question, and more so than those of what is cited.
# They are written by people, so no document can crowd another out by repeating questions. Three
# answers so crowded out lay at 0.56 to 0.64 (tests/faults, F17); of 296 labelled
# questions 6 get a citation more by it, and none another recommendation.
_ASKED_ALIKE = 0.55


class Composer:
    """Composes responses from one index."""

    def __init__(self, index: Index, records: Records, documents: Documents) -> None:
        """Take an open index and what understands its records and documents."""
        self._index = index
        self._records = records
        self._documents = documents
        self._quoter = Quoter(index)
        self._judge = Judge(index)

    def stands_alone(self, evidence: Evidence, sure: float) -> bool:
        """Tell whether the evidence answers a question without any earlier one."""
        return self._judge.judge(evidence).confidence >= sure

    def leaves(self, alone: Evidence) -> bool:
        """Tell whether a follow-up's own words leave the guidance."""
        return self._judge.leaves(alone)

    def recommended(self, evidence: Evidence) -> tuple[Recommendation, ...]:
        """Choose the recommendations that answer, and nothing else; none in an abstention."""
        if not self._judge.judge(evidence).is_answered:
            return ()
        scores, ranked = self._ranked(evidence, ())
        taken = self._recommendations(evidence, scores, ranked)
        return tuple(r.recommendation for r in taken)

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
        recommendations = self._recommendations(evidence, scores, ranked)
        numbers = self._cited(evidence, scores, ranked, recommendations)
        citations = self._citations(evidence, scores, numbers, alone or evidence)
        citations = self._filled_up(evidence, scores, numbers, citations, alone or evidence)
        rest = [n for n in ranked if n not in numbers][:N_RELATED]
        return Answer(
            question=evidence.reading.written,
            read_as=evidence.reading.text,
            corrections=evidence.reading.corrections,
            recommendations=recommendations,
            citations=citations,
            related=self._citations(evidence, scores, rest, evidence, start=len(citations) + 1),
            firmness=judgement.firmness,
            is_partial=asks_for_all(evidence.reading.text),
            confidence=round(judgement.confidence, 4),
            next_questions=self._next_questions(evidence, rest),
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

    def _recommendation(self, passage: Passage) -> Recommendation:
        recommendation = self._quoter.recommendation_of(passage)
        assert recommendation is not None
        return recommendation

    def _cited(
        self,
        evidence: Evidence,
        scores: np.ndarray,
        ranked: list[int],
        recommendations: Sequence[RankedRecommendation],
    ) -> list[int]:
        """Choose the passages to cite, best first; one of each document when they are compared."""
        floor = float(scores[ranked[0]]) - _CITED_BEHIND
        ids = {r.recommendation.id for r in recommendations}
        near = [
            n
            for n in ranked
            if scores[n] >= floor
            and (evidence.pool[n].kind != "recommendation" or evidence.pool[n].id in ids)
        ]
        named = self._documents.named_in(evidence.reading.text)
        if len(named) > 1:
            return self._in_turn(evidence.pool, ranked, named)
        if named:
            return near[:MAX_CITATIONS]
        number_of = self._index.passages.recommendations
        shown = [evidence.pool.place(number_of[r.recommendation.id]) for r in recommendations]
        return self._with_others(evidence, near, ranked, shown)

    def _in_turn(self, pool: Pool, ranked: list[int], named: Sequence[str]) -> list[int]:
        """Take the best passages of each named document in turn."""
        of = list(zip(ranked, pool.documents(ranked), strict=True))
        by_document = [[n for n, document in of if document == name][:3] for name in named]
        turns = [n for row in zip(*by_document, strict=False) for n in row]
        first = sorted(turns[: len(named)], key=ranked.index)
        return list(dict.fromkeys([*first, *turns[len(named) :]]))[:MAX_CITATIONS]

    def _with_others(
        self,
        evidence: Evidence,
        near: list[int],
        ranked: list[int],
        shown: Sequence[int | None],
    ) -> list[int]:
        """Let no single document fill all places when another one answers as well.

        Args:
            shown: places of the recommendations shown; one of another document is always cited.
        """
        first = near[:MAX_CITATIONS]
        cited = set(evidence.pool.documents(first))
        if len(cited) != 1:
            return first
        asked = evidence.signals.get("dense_asked", np.zeros(len(evidence.pool)))
        least = max(_ASKED_ALIKE, *(float(asked[n]) for n in first))
        of = zip(ranked, evidence.pool.documents(ranked), strict=True)
        others = [n for n, document in of if document not in cited]
        full = [n for n in others if n in near and len(first) == MAX_CITATIONS]
        alike = [n for n in others if asked[n] > least]
        owed = [n for n in others if n in shown]
        also = (owed or alike or full)[:1]
        return [*first[: MAX_CITATIONS - 1], *also] if also else first

    def _citations(
        self,
        evidence: Evidence,
        scores: np.ndarray,
        places: Iterable[int],
        asked: Evidence,
        start: int = 1,
    ) -> tuple[Citation, ...]:
        numbers = [(n, evidence.pool.number(n)) for n in places]
        return tuple(
            self._citation(
                evidence,
                number,
                marker,
                self._quoter.quote(number, asked),
                float(scores[n]),
                scores,
            )
            for marker, (n, number) in enumerate(numbers, start=start)
        )

    def _filled_up(
        self,
        evidence: Evidence,
        scores: np.ndarray,
        places: Sequence[int],
        citations: tuple[Citation, ...],
        asked: Evidence,
    ) -> tuple[Citation, ...]:
        """Where few passages answer, quote their next best sentences as well, the best's first."""
        out = list(citations)
        for place, citation in zip(places, citations, strict=False):
            number, score = evidence.pool.number(place), float(scores[place])
            more = self._quoter.further(number, asked, citation.quote)[: _FULL - len(out)]
            at = out.index(citation) + 1
            out[at:at] = [self._citation(evidence, number, 0, q, score, scores) for q in more]
            if len(out) >= _FULL:
                break
        return tuple(replace(c, marker=marker) for marker, c in enumerate(out, start=1))

    def _citation(
        self,
        evidence: Evidence | None,
        number: int,
        marker: int,
        quote: Excerpt,
        score: float,
        scores: np.ndarray | None = None,
    ) -> Citation:
        passage = self._index.passages[number]
        quote.check(self._index.sources[passage.document_id])
        why = self._why(evidence, number, passage, scores) if evidence is not None else Why()
        return Citation(
            marker=marker,
            passage_id=passage.id,
            document_id=passage.document_id,
            headings=passage.headings,
            quote=quote,
            score=round(score, 4),
            why=why,
            recommendation=passage.recommendation,
            page=passage.page,
        )

    def _why(
        self, evidence: Evidence, number: int, passage: Passage, scores: np.ndarray | None
    ) -> Why:
        held = term_set(" ".join((passage.lead_in, passage.text)))
        own = _by_stem(evidence.reading.text)
        matched = tuple(w for s, w in own.items() if s in held and s in evidence.query)
        expanded = tuple(sorted(t for t in evidence.query if t in held and t not in own))
        nearest = evidence.nearest_asked.get(number)
        place = evidence.pool.place(number)
        if place is None:
            return Why(matched, expanded)
        return Why(
            words=matched,
            expansions=expanded,
            asked_as="" if nearest is None else self._index.asked_as[nearest].question,
            lexical_rank=_rank(evidence.signals["lexical"], place),
            dense_rank=_rank(evidence.signals["part"], place),
            near_tie=scores is not None
            and bool(np.count_nonzero(np.abs(scores - scores[place]) < NEAR_TIE) > 1),
        )

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
            related=self._citations(evidence, evidence.scores, related, evidence),
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
        quotes = [(number_of[r.id], self._record_quote(r, query, evidence)) for r in found]
        if query.statuses or asks_status(reading.text):
            notes = [
                (n, self._index.passages[n].excerpt)
                for n in (self._status_note(),)
                if n is not None
            ]
            quotes = notes + quotes if not query.numbers else quotes[:1] + notes + quotes[1:]
        return tuple(
            self._citation(evidence, n, marker, quote, 1.0)
            for marker, (n, quote) in enumerate(quotes, start=1)
        )

    def _record_quote(
        self,
        r: Recommendation,
        query: RecordQuery,
        evidence: Evidence | None,
    ) -> Excerpt:
        if evidence is not None:
            return self._quoter.quote(self._index.passages.recommendations[r.id], evidence)
        who = r.responsible if query.groups or query.without_groups else NOTHING
        status = r.status_cell if query.mentions else NOTHING
        return r.priority.joined(r.action, who, status)

    def _status_note(self) -> int | None:
        """Find the passage that says what each status means."""
        statuses = set(self._records.statuses)
        for number in self._index.passages.of_kind("note"):
            if statuses and statuses <= set(self._index.passages[number].text.split()):
                return number
        return None


@lru_cache(maxsize=1)
def _by_stem(question: str) -> dict[str, str]:
    """Give a question's words by their stems; each of its citations needs them."""
    return {stem(w): w for w in words(question)}


def _not_there(unknown: Sequence[str]) -> str:
    """Say that a list leaves out what there is not."""
    if not unknown:
        return ""
    more = f" and {len(unknown) - _MOST_NAMED} more" if len(unknown) > _MOST_NAMED else ""
    return f"; there is no {', '.join(unknown[:_MOST_NAMED])}{more}"


def _rank(scores: np.ndarray, number: int) -> int | None:
    """Rank of one score from 1; None where nothing was found."""
    if scores[number] <= 0:
        return None
    return int((scores > scores[number]).sum()) + 1
