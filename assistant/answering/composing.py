"""Composes the response: chosen recommendations, citations with their reasons, or an abstention.

Knows nothing of how the evidence was found or how a response is shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from assistant.answering.choosing import MAX_CITATIONS, NEAR_TIE, chosen
from assistant.answering.quoting import Quoter
from assistant.asking.asked import Asked, ByConditions, ByNumber, Search
from assistant.domain import (
    NOTHING,
    Abstention,
    AbstentionReason,
    Answer,
    Citation,
    DocumentId,
    Excerpt,
    Passage,
    RankedRecommendation,
    Recommendation,
    Response,
    Why,
)
from assistant.indexing.storage import Index
from assistant.indexing.tokenization import stem, term_set, words
from assistant.records.conditions import (
    EVERYTHING,
    Alone,
    Among,
    Condition,
    Either,
    Every,
    Mention,
    NoStatus,
    Number,
    Responsible,
    Status,
    describe,
    either,
    leaves,
)
from assistant.records.selecting import Records
from assistant.retrieval.fusion import order
from assistant.retrieval.judging import Judge, Judgement
from assistant.retrieval.retriever import RANKED, Evidence, Pool

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

    def __init__(self, index: Index, records: Records) -> None:
        """Take an open index and its records."""
        self._index = index
        self._records = records
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
        sought = evidence.reading.sought
        is_list = isinstance(sought, Search) and sought.is_list
        return Answer(
            question=evidence.reading.written,
            read_as=evidence.reading.text,
            corrections=evidence.reading.corrections,
            recommendations=recommendations,
            citations=citations,
            related=self._citations(evidence, scores, rest, evidence, start=len(citations) + 1),
            # A search completes no list.
            firmness="likely" if is_list else judgement.firmness,
            is_partial=is_list or "all" in evidence.reading.wants,
            description=self._understood(evidence.reading),
            left_aside=sought.left_aside if isinstance(sought, Search) else (),
            confidence=round(judgement.confidence, 4),
            next_questions=self._next_questions(evidence, rest),
        )

    def _understood(self, asked: Asked) -> str:
        """Say what was understood of a question for a list that is answered by a search."""
        match asked.sought:
            case Search(is_list=True, understood=condition) if condition != EVERYTHING:
                return self._said(condition)
        return ""

    def _ranked(
        self, evidence: Evidence, carried: Sequence[Recommendation]
    ) -> tuple[np.ndarray, list[int]]:
        """Lift what the question names or carries over, leave out what it cannot mean, and rank."""
        scores = evidence.scores.copy()
        pool = evidence.pool
        named = evidence.reading.documents
        if named and len(named) < len(self._index.documents):
            scores[[d in named for d in pool.documents(range(len(pool)))]] += _NAMED_LIFT
        numbers = self._index.passages.recommendations
        places = [pool.place(numbers[r.id]) for r in carried]
        scores[[p for p in places if p is not None]] += _CARRIED_LIFT
        ranked = order(scores, pool.ids, RANKED)
        if "references" in evidence.reading.wants:
            return scores, ranked
        kinds = pool.kinds(ranked)
        return scores, [n for n, k in zip(ranked, kinds, strict=True) if k != "reference"]

    def _recommendations(
        self, evidence: Evidence, scores: np.ndarray, ranked: list[int]
    ) -> tuple[RankedRecommendation, ...]:
        kinds = evidence.pool.kinds(ranked)
        candidates = [n for n, k in zip(ranked, kinds, strict=True) if k == "recommendation"]
        named = evidence.reading.documents
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
        named = evidence.reading.documents
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
            lexical_rank=_rank(
                evidence.signals.get("lexical_asked", evidence.signals["lexical"]), place
            ),
            dense_rank=_rank(evidence.signals.get("dense_asked", evidence.signals["dense"]), place),
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

    def no_such_number(self, asked: Asked, unknown: Sequence[str]) -> Abstention:
        """Say that there is no recommendation of this number."""
        return _nothing(asked, f"recommendation {', '.join(unknown)}: there is no such number")

    def small_talk(self, asked: Asked) -> Abstention:
        """Meet a greeting, or a question about the assistant."""
        return replace(_nothing(asked, ""), reason="small talk")

    def from_records(self, asked: Asked, evidence: Evidence | None) -> Response:
        """Answer from the records: completely, unless words of the question were left aside.

        Args:
            evidence: for numbers, what a search found; it chooses the words that are quoted.
        """
        match asked.sought:
            case ByNumber(known, unknown, document):
                if not known:
                    return self.no_such_number(asked, unknown)
                wanted: Condition = either(*(Number(n, document) for n in known))
                more = (self._in_document(document), _not_there(unknown))
                chosen = sorted(self._records.select(wanted), key=lambda r: known.index(r.number))
                return self._listed(
                    asked, wanted, chosen, evidence, describe(wanted) + "".join(more)
                )
            case ByConditions(condition):
                silent = self._without_recommendations(condition)
                if silent:
                    return _nothing(asked, f"the {silent} gives no numbered recommendations")
                return self._listed(
                    asked, condition, self._records.select(condition), None, self._said(condition)
                )
        raise AssertionError(asked.sought)

    def _listed(
        self,
        asked: Asked,
        condition: Condition,
        chosen: Sequence[Recommendation],
        evidence: Evidence | None,
        description: str,
    ) -> Answer:
        left_aside = asked.sought.left_aside if isinstance(asked.sought, ByConditions) else ()
        return Answer(
            question=asked.written,
            read_as=asked.text,
            corrections=asked.corrections,
            recommendations=tuple(RankedRecommendation(r, 1.0) for r in chosen),
            citations=self._record_citations(asked, chosen, condition, evidence),
            related=(),
            firmness="records",
            confidence=1.0,
            complete_of=None if left_aside else self._out_of(asked, condition),
            description=description,
            left_aside=left_aside,
        )

    def _out_of(self, asked: Asked, condition: Condition) -> int:
        """Count the recommendations that a list was taken from."""
        documents = _asked_of(condition)
        if isinstance(asked.sought, ByNumber) and asked.sought.document:
            documents = [asked.sought.document]
        return len(self._records.select(Among(tuple(documents)) if documents else EVERYTHING))

    def _said(self, condition: Condition) -> str:
        """Say a condition in words, documents by their titles."""
        said = describe(condition)
        for entry in self._index.documents:
            said = said.replace(f"in {entry.id}", f"in the {entry.short_title}")
        return said

    def _in_document(self, document: DocumentId) -> str:
        titles = (d.short_title for d in self._index.documents if d.id == document)
        return "".join(f"; in the {title}" for title in titles)

    def _without_recommendations(self, condition: Condition) -> str:
        """Name the documents that a list is asked of and that number no recommendations."""
        asked_of = _asked_of(condition)
        if not asked_of or set(asked_of) & set(self._records.documents):
            return ""
        return " and the ".join(d.short_title for d in self._index.documents if d.id in asked_of)

    def _record_citations(
        self,
        asked: Asked,
        chosen: Sequence[Recommendation],
        condition: Condition,
        evidence: Evidence | None,
    ) -> tuple[Citation, ...]:
        """Quote each recommendation, and the note on statuses where these were asked for."""
        number_of = self._index.passages.recommendations
        kinds = {type(leaf) for leaf in leaves(condition)}
        quotes = [(number_of[r.id], self._record_quote(r, kinds, evidence)) for r in chosen]
        if kinds & {Status, NoStatus} or "status" in asked.wants:
            notes = [
                (n, self._index.passages[n].excerpt)
                for n in (self._status_note(),)
                if n is not None
            ]
            is_numbered = isinstance(asked.sought, ByNumber)
            quotes = notes + quotes if not is_numbered else quotes[:1] + notes + quotes[1:]
        return tuple(
            self._citation(evidence, n, marker, quote, 1.0)
            for marker, (n, quote) in enumerate(quotes, start=1)
        )

    def _record_quote(
        self, r: Recommendation, kinds: Collection[type], evidence: Evidence | None
    ) -> Excerpt:
        if evidence is not None:
            return self._quoter.quote(self._index.passages.recommendations[r.id], evidence)
        who = r.responsible if {Responsible, Alone} & set(kinds) else NOTHING
        status = r.status_cell if Mention in kinds else NOTHING
        return r.priority.joined(r.action, who, status)

    def _status_note(self) -> int | None:
        """Find the passage that says what each status means."""
        statuses = set(self._records.statuses)
        for number in self._index.passages.of_kind("note"):
            if statuses and statuses <= set(self._index.passages[number].text.split()):
                return number
        return None


def _asked_of(condition: Condition) -> list[DocumentId]:
    """List the documents that a list is kept to."""
    parts = condition.parts if isinstance(condition, Every) else (condition,)
    kept = [p for part in parts for p in (part.parts if isinstance(part, Either) else (part,))]
    return [d for part in kept if isinstance(part, Among) for d in part.documents]


def _nothing(asked: Asked, topic: str) -> Abstention:
    """Say that what is asked for is not there, without a search."""
    return Abstention(
        question=asked.written,
        read_as=asked.text,
        corrections=asked.corrections,
        reason="not in this guidance",
        turn_to="",
        topic=topic,
        related=(),
        confidence=0.0,
    )


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
