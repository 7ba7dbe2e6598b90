"""Composes the response: chosen recommendations, citations with their reasons, or an abstention.

Knows nothing of how the evidence was found or how a response is shown.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import cache
from math import inf

import numpy as np

from assistant.answering.about import AboutDocuments
from assistant.answering.choosing import (
    MAX_RECOMMENDATIONS,
    NEAR_TIE,
    chosen,
    plainer,
    told_apart,
)
from assistant.answering.citing import ASKED_OF_RECOMMENDATION, Citer
from assistant.answering.headline import headline, tells
from assistant.answering.listing import Lister, nothing
from assistant.answering.quoting import Quoter, share
from assistant.answering.short_forms import ShortForms
from assistant.answering.silence import Silence
from assistant.answering.suggesting import plainest
from assistant.asking.about import Facet
from assistant.asking.asked import Asked, Search
from assistant.asking.telling import asks_for_word
from assistant.asking.wants import asks_if_done
from assistant.domain import (
    Abstention,
    Answer,
    Citation,
    EntryFact,
    Headline,
    Passage,
    RankedRecommendation,
    Recommendation,
    Response,
)
from assistant.indexing.storage import Index
from assistant.indexing.tokenization import term_set
from assistant.records.conditions import EVERYTHING
from assistant.records.selecting import Records
from assistant.retrieval.fusion import order
from assistant.retrieval.judging import ANSWERED, RELATED, Judge, Judgement
from assistant.retrieval.retriever import RANKED, Evidence, Pool

N_RELATED = 3
# Among so many of the next ones questions are suggested.
N_NEAR = 8
N_NEXT = 3
# A named document's passages are lifted by this many standard deviations.
_NAMED_LIFT = 1.5
# Whether something was done no recommendation says, unless it is far nearer than running text, as its status may say.
# Of 23 labelled questions that begin with "did", "was" or "were" (corpus/questions.jsonl, docs/evidence/unseen and the
# sets beside them) 21 have the right quote first, with 0 to 1.0 20, with 2.5 21.
_RECOMMENDED_IS_NOT_DONE = 1.5
# What a recommendation carried over from the question before gains in a follow-up.
_CARRIED_LIFT = 0.8


class Composer:
    """Composes responses from one index."""

    def __init__(self, index: Index, records: Records) -> None:
        """Take an open index and its records."""
        self._index = index
        self._records = records
        self._quoter = Quoter(index)
        self._citer = Citer(index, self._quoter)
        self.judge = Judge(index)
        self._silence = Silence(index)
        self._plainest = cache(self._plainest_of)
        self._about = AboutDocuments(index, self._quoter, self._citer)
        self._short_forms = ShortForms(index, self._quoter, self._citer)
        self.lister = Lister(index, records, self._quoter, self._citer)

    def recommended(self, evidence: Evidence) -> tuple[Recommendation, ...]:
        """Choose the recommendations that may answer; none in an abstention.

        More than are shown, as a follow-up may mean any of them.
        """
        if not self.judge.judge(evidence).is_answered:
            return ()
        scores, ranked = self._ranked(evidence, ())
        likely = self._recommendations(evidence, scores, ranked)
        return tuple(r.recommendation for r in likely)

    def from_search(
        self,
        evidence: Evidence,
        *,
        alone: Evidence | None = None,
        wanted: Evidence | None = None,
        carried: Sequence[Recommendation] = (),
    ) -> Response:
        """Answer from what the search found, or abstain.

        Args:
            alone: for a follow-up, what its own words found: it may leave the guidance too.
            wanted: for a follow-up, what the words to be quoted should answer: its own question.
            carried: for a follow-up, the recommendations of the answer before.
        """
        wanted = wanted or evidence
        at_once = self._at_once(evidence, wanted, is_follow_up=alone is not None)
        if at_once is not None:
            return at_once
        scores, ranked = self._ranked(evidence, carried)
        explained = self._short_forms.explained(evidence)
        settled = (explained[0],) if explained else self._citer.references(evidence)
        judgement = self._judged(evidence, alone, wanted.asked, ranked[0])
        settled = settled or self._citer.mentioning(evidence, judgement.is_answered)
        if settled:
            judgement = replace(judgement, confidence=settled[0].score)
        is_silent = self._silence.is_on(evidence.asked)
        if is_silent:
            # Which examples of what lies outside are near says nothing of the word.
            judgement = replace(judgement, topic="", turn_to="")
        confidence = judgement.confidence
        if judgement.is_answered and self._silence.is_unheard_of(evidence.asked, confidence):
            judgement = replace(judgement, confidence=0.0)
        if not judgement.is_answered:
            return self._abstain(evidence, judgement, ranked)
        named = () if explained else settled
        held = (self._quoter.recommendations.get(c.passage_id) for c in named)
        recommendations = tuple(RankedRecommendation(r, judgement.confidence) for r in held if r)
        citations = settled
        if is_silent:
            citations = ()
            judgement = replace(judgement, confidence=0.0)
        elif not settled:
            recommendations, citations = self._chosen(evidence, scores, ranked, wanted)
            if citations and not self._states(evidence.asked, wanted.asked, citations, confidence):
                return self._abstain(evidence, replace(judgement, confidence=RELATED), ranked)
        if not citations:
            abstention = self._abstain(evidence, judgement, ranked)
            return self._silent(abstention, evidence) if alone is None else abstention
        cited = {c.passage_id for c in citations}
        rest = [n for n in ranked[: N_NEAR + len(cited)] if evidence.pool[n].id not in cited]
        near, rest = rest, rest[:N_RELATED]
        sought = evidence.asked.sought
        is_list = isinstance(sought, Search) and sought.is_list
        said = self._headline(
            citations, evidence.pool, evidence.ranking if settled else ranked, wanted
        )
        said = explained[1] if explained else said
        # A search completes no list, and words that may decide nothing are no firm answer.
        is_open = is_list or (said is not None and said.is_undecided)
        return Answer(
            question=evidence.asked.written,
            read_as=evidence.asked.text,
            corrections=evidence.asked.corrections,
            recommendations=recommendations,
            citations=citations,
            related=self._citer.related(evidence, scores, rest, citations),
            firmness="likely" if is_open else judgement.firmness,
            is_partial=is_list or "all" in evidence.asked.wants,
            description=self._understood(evidence.asked),
            left_aside=sought.left_aside if isinstance(sought, Search) else (),
            confidence=round(judgement.confidence, 4),
            next_questions=self._next_questions(evidence, near),
            headline=said,
            entries=tuple(
                EntryFact(citations[0].document_id, thing, "mentioned", "")
                for thing in self._silence.unmentioned(evidence.asked)
                if asks_for_word(evidence.asked)
            ),
        )

    def _at_once(
        self, evidence: Evidence, wanted: Evidence, *, is_follow_up: bool
    ) -> Response | None:
        """Answer what needs no judging: the items of a list are counted, and of no subject nothing is said."""
        if not evidence.query and not is_follow_up and not evidence.asked.documents:
            # "Why?", "tell me more": whatever is near such words is near by accident.
            return replace(nothing(evidence.asked, ""), reason="no subject")
        return self._about.counted(wanted) if "how many" in wanted.asked.wants else None

    def _judged(
        self, evidence: Evidence, alone: Evidence | None, wanted: Asked, first: int
    ) -> Judgement:
        """Judge; the value that is asked for, if the first passage plainly states it, is answered."""
        judgement = self.judge.judge(evidence)
        if alone is not None:
            judgement = self.judge.judge_follow_up(judgement, alone)
        lines = [part.text for part in evidence.pool[first].parts]
        is_plain = judgement.is_related and self._quoter.stating.is_plain(wanted, lines)
        raised = max(judgement.confidence, ANSWERED) if is_plain else judgement.confidence
        return replace(judgement, confidence=raised)

    def _states(
        self, asked: Asked, wanted: Asked, citations: Sequence[Citation], confidence: float
    ) -> bool:
        """Tell whether citations speak of what is asked about, and state the value that is asked for."""
        lines = [x for c in citations for y in c.quote.text.splitlines() for x in y.split(". ")]
        # The items of a list are one line with what leads into it, each up to a comma of its own.
        for quote in (c.quote for c in citations):
            items = (p.text.partition(",")[0] for p in quote.of("item"))
            lines.append(", ".join((*(p.text for p in quote.of("lead_in")), *items)))
        is_unstated = self._quoter.stating.is_unstated(wanted, lines)
        return not (is_unstated or self._silence.is_beside(asked, citations, confidence))

    def _headline(
        self, citations: Sequence[Citation], pool: Pool, ranked: Sequence[int], asked: Evidence
    ) -> Headline | None:
        """Cut the words that answer from the first citation; of several documents named, from each one's.

        Args:
            pool, ranked: what was cited from; a follow-up's own words may have found other passages.
        """
        said: Collection[Citation] = citations[:1]
        if len(asked.asked.documents) > 1:
            said = {c.document_id: c for c in reversed(citations)}.values()
            # What each says is put side by side; no cell of one has to be one of the other.
            wants = asked.asked.wants - {"compare"}
            asked = replace(asked, asked=replace(asked.asked, wants=wants))
        numbers = {pool[n].id: pool.number(n) for n in reversed(ranked)}

        def cut(among: Iterable[Citation]) -> list[Headline]:
            each = (headline(c, numbers[c.passage_id], self._quoter, asked) for c in among)
            return [head for head in each if head]

        heads = cut(sorted(said, key=lambda c: c.marker))
        if len(heads) == 1 and heads[0].is_undecided and asks_if_done(asked.asked.tokens):
            # What is quoted behind it may tell of what was done.
            others = (*heads, *cut(citations[1:]))
            heads = [min(others, key=lambda head: (head.is_undecided, not tells(head.text)))]
        return replace(heads[0], beside=tuple(heads[1:])) if heads else None

    def _silent(self, abstention: Abstention, evidence: Evidence) -> Abstention:
        """Say that the one document named says nothing, and what the others do say."""
        named = evidence.asked.documents
        if len(named) != 1 or len(self._index.documents) == 1:
            return abstention
        anywhere = replace(evidence, asked=replace(evidence.asked, documents=()))
        scores, ranked = self._ranked(anywhere, ())
        _, citations = self._chosen(anywhere, scores, ranked, anywhere)
        elsewhere = [c for c in citations if c.document_id not in named]
        if not elsewhere:
            return abstention
        if not any(_named_for(c, evidence) for c in elsewhere):
            near = self._citer.related(anywhere, scores, ranked[:N_NEAR], citations)
            others = (c for c in near if c.document_id not in named)
            elsewhere += [c for c in others if _named_for(c, evidence)]
        # What is named for the subject goes before what speaks of it among much else.
        elsewhere.sort(key=lambda c: -_named_for(c, evidence))
        related = tuple(replace(c, marker=at) for at, c in enumerate(elsewhere, start=1))
        return replace(abstention, silent=named, related=related, topic="", turn_to="")

    def _understood(self, asked: Asked) -> str:
        """Say what was understood of a question for a list that is answered by a search."""
        match asked.sought:
            case Search(is_list=True, understood=condition) if condition != EVERYTHING:
                return self.lister.said(condition)
        return ""

    def _ranked(
        self, evidence: Evidence, carried: Sequence[Recommendation]
    ) -> tuple[np.ndarray, list[int]]:
        """Lift what the question names or carries over, leave out what it cannot mean, and rank."""
        pool = evidence.pool
        scores = self._told_apart(evidence)
        named = evidence.asked.documents
        if named and len(named) < len(self._index.documents):
            scores[[d in named for d in pool.documents(range(len(pool)))]] += _NAMED_LIFT
        numbers = self._index.passages.recommendations
        if asks_if_done(evidence.asked.tokens):
            scores[pool.places(numbers.values())] -= _RECOMMENDED_IS_NOT_DONE
        scores[pool.places(numbers[r.id] for r in carried)] += _CARRIED_LIFT
        ranked = order(scores, pool.id_of, RANKED)
        if "references" in evidence.asked.wants:
            return scores, ranked
        kinds = pool.kinds(ranked)
        return scores, [n for n, k in zip(ranked, kinds, strict=True) if k != "reference"]

    def _told_apart(self, evidence: Evidence) -> np.ndarray:
        """Score the recommendations of which people asked enough by what tells them apart, the others as fused."""
        scores, is_new = evidence.scores.copy(), evidence.is_new
        places = evidence.pool.places(self._index.passages.recommendations.values())
        asked = places[~is_new[places]]
        if len(asked):
            text, of_people = evidence.text_points[asked], evidence.asked_points[asked]
            scores[asked] = told_apart(scores[asked], text, of_people, self._citer.n_asked)
        return scores

    def _recommendations(
        self, evidence: Evidence, scores: np.ndarray, ranked: list[int]
    ) -> tuple[RankedRecommendation, ...]:
        kinds = evidence.pool.kinds(ranked)
        candidates = [n for n, k in zip(ranked, kinds, strict=True) if k == "recommendation"]
        named, pool = evidence.asked.documents, evidence.pool
        if len(named) == 1:
            candidates = [n for n in candidates if pool[n].document_id in named]
        taken = chosen(candidates, scores, float(scores[ranked[0]]))
        plain = plainer(taken[0], candidates, scores, evidence.text_points) if taken else None
        if plain is not None and plain not in taken and len(taken) < MAX_RECOMMENDATIONS:
            taken += [plain][: int(evidence.asked_points[plain] >= ASKED_OF_RECOMMENDATION)]
        near = scores[[*taken, *candidates[len(taken) : len(taken) + 1]]]
        return tuple(
            RankedRecommendation(
                self._quoter.recommendations[pool[n].id],
                round(float(scores[n]), 4),
                near_tie=int((np.abs(near - scores[n]) < NEAR_TIE).sum()) > 1,
            )
            for n in taken
        )

    def _chosen(
        self,
        evidence: Evidence,
        scores: np.ndarray,
        ranked: list[int],
        asked: Evidence,
    ) -> tuple[tuple[RankedRecommendation, ...], tuple[Citation, ...]]:
        """Choose what is cited, and show the recommendations among it and those as likely, best first."""
        ranking = self._recommendations(evidence, scores, ranked)
        likely = {r.recommendation.id: r for r in ranking}
        citations = self._citer.cited(evidence, scores, ranked, likely.keys(), asked)
        quoted = {
            c.passage_id: likely.get(c.passage_id)
            or RankedRecommendation(self._quoter.recommendations[c.passage_id], c.score)
            for c in citations
            if c.recommendation is not None
        }
        shows_more = quoted and "fact" not in evidence.asked.wants
        documents = {c.document_id for c in citations if shows_more}
        of_those = (r for r in ranking if r.recommendation.document_id in documents)
        # What is only named has less evidence than what is quoted.
        least = min((r.score for r in quoted.values()), default=inf)
        rest = (r for r in of_those if r.recommendation.id not in quoted)
        named = (r for r in rest if r.score <= least)
        return (*sorted(quoted.values(), key=lambda r: -r.score), *named), citations

    def _next_questions(self, evidence: Evidence, neighbours: Sequence[int]) -> tuple[str, ...]:
        """Suggest questions for what is near, recommendations first; never the one that was asked."""
        near = [evidence.pool[n] for n in neighbours]
        found = map(self._plainest, sorted(near, key=lambda p: p.kind != "recommendation"))
        asked = evidence.asked.text.rstrip("?").lower()
        return tuple(q for q in dict.fromkeys(found) if q and q[:-1].lower() != asked)[:N_NEXT]

    def _plainest_of(self, passage: Passage) -> str:
        return plainest(self._silence.asked_of.get(passage.id, ()), passage.text)

    def _abstain(self, evidence: Evidence, judgement: Judgement, ranked: list[int]) -> Abstention:
        is_related = judgement.is_related
        return replace(
            nothing(evidence.asked, judgement.topic),
            reason="related only" if is_related else "not in this guidance",
            turn_to=judgement.turn_to,
            related=self._citer.related(evidence, evidence.scores, ranked[:N_RELATED]),
            confidence=round(judgement.confidence, 4),
            next_questions=self._next_questions(evidence, ranked[: N_NEAR * is_related]),
        )

    def of_document(self, facet: Facet, evidence: Evidence) -> Response:
        """Answer what is asked of a document itself; what it does not say of itself is searched for.

        But not who paid for it: what is said of funding is said of other things.
        """
        answer = self._about.answer(facet, evidence)
        if answer is None and facet == "funders":
            judgement = replace(self.judge.judge(evidence), confidence=0.0)
            return self._abstain(evidence, judgement, self._ranked(evidence, ())[1])
        return answer or self.from_search(evidence)


def _named_for(citation: Citation, evidence: Evidence) -> float:
    """Tell how much of a recommendation's priority is words of the question; 0 for running text."""
    named = term_set(" ".join(part.text for part in citation.quote.of("priority")))
    return share(named, evidence) / len(named) if named else 0.0
