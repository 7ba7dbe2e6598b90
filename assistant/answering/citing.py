"""Which passages are cited: what answers, and what says on the point what no other quote does.

Decides by the evidence for one question; a passage is quoted once. Knows nothing of how a response
is worded or shown.
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from functools import cached_property, lru_cache

import numpy as np

from assistant.answering.choosing import MAX_CITATIONS, NEAR_TIE, TEXT_COUNTS_HALF, share_of_best
from assistant.answering.quoting import Quoter, share
from assistant.asking.telling import asks_for_word, names_of, things
from assistant.asking.wordings import gathered, word_list
from assistant.domain import Citation, DocumentId, Passage, PassageId, Quote, Why
from assistant.indexing.storage import Index
from assistant.indexing.tokenization import stem, term_set, words
from assistant.retrieval.retriever import Evidence

# A further passage is cited if its score lies this share of the best one's distance above the mean ...
_NEAR_BEST = 0.92
# ... or, of text that nobody asked anything of, the first is at most so many times as likely (as with
# recommendations, choosing.py): only its words tell which of two near passages is meant; ...
_NEAR_TEXT = 0.08
# ... or this share, and some part of the evidence puts it first, or it is a recommendation and no one fact is asked for.
_WITHIN = 0.68
# The first running text is cited beside a recommendation that is no more points before it: of 422 labelled facts 391
# instead of 383 have their quote among the first three, of 283 graded quotes that answer as many are shown, and of 216
# that do not belong too. It took the place of "says so much of the question that no quote before it says".
_BEFORE_TEXT = 1.0
# Of a list that nobody asked anything of more items are looked at: they may be one quote with another. Source:
# 55 questions to eleven new documents, one more finds its passage first.
_WITHIN_NEW = 0.5
# Beside a passage that nobody asked anything of, what people have asked so is cited wherever it stands, as a
# document that repeats questions crowds none out (tests/faults, F17): of 55 questions to new documents nine in
# ten are less like any than .66. Elsewhere it is by accident: of six graded quotes cited so none belongs.
_ASKED_SO = 0.66
# Whatever is cited besides the first, if people asked anything of it at all, has so many points of its
# score from what they asked of it (running text is asked less), or so many from its own words. What has neither
# is not quoted; a recommendation is still named. All of these lines were chosen on the graded quotes and the
# labelled questions: of the quotes that do not belong .142 are shown, of those that answer .954. As they were
# before they were last moved, chosen on half of the questions and measured on the other: .123 and .953.
ASKED_OF_RECOMMENDATION, _OWN_WORDS = 2.1, 5.3
_ASKED_OF_TEXT, _OWN_WORDS_OF_TEXT = 1.2, 5.7
# A reference is cited if it holds so large a share, by idf, of what the question names.
_NAMED = 0.6


class Citer:
    """Cites the passages of one index."""

    def __init__(self, index: Index, quoter: Quoter) -> None:
        """Take an open index and what chooses the words of its passages."""
        self._index = index
        self._quoter = quoter

    @cached_property
    def n_asked(self) -> float:
        """How many questions people have asked of a recommendation of which they have asked any, the median."""
        counts = self._index.asked_counts[list(self._index.passages.recommendations.values())]
        return float(np.median(counts[counts > 0])) if counts.any() else 0.0

    def cited(
        self,
        evidence: Evidence,
        scores: np.ndarray,
        ranked: Sequence[int],
        likely: Set[PassageId],
        asked: Evidence,
    ) -> tuple[Citation, ...]:
        """Cite the passages that answer, best first; none of a named document that does not answer.

        Of documents that the question names no other one is cited, and the best of each, first, if they are several.

        Args:
            scores: (n,) float64 of the pool's passages; ranked: their places, best first.
            likely: the recommendations that may answer.
            asked: what the words to be quoted should answer: for a follow-up, its own.
        """
        pool, named = evidence.pool, evidence.asked.documents
        document_of = dict(zip(ranked, pool.documents(ranked), strict=True))
        # What naming a document has added to the scores of its passages tells nothing of them.
        lifts = [scores[n] - evidence.scores[n] for n, d in document_of.items() if d in named]
        closeness = _closeness(scores, float(evidence.scores.mean() + min(lifts, default=0.0)))
        is_new = evidence.is_new & (share_of_best(scores) >= _NEAR_TEXT)
        closeness[is_new] = 1.0
        due = self._due(evidence, document_of)
        within = np.where(evidence.is_new, _WITHIN_NEW, _WITHIN)
        speaks = (closeness >= within) | (evidence.text_points >= _OWN_WORDS)
        near = [n for n in ranked if speaks[n]]
        firsts = due if len(named) > 1 else []
        out: list[Citation] = []
        for place in dict.fromkeys([*firsts, *near, *due]):
            passage, number = pool[place], pool.number(place)
            cited = {c.document_id for c in out}
            still_due = [n for n in due if document_of[n] not in cited]
            is_due = place in still_due
            is_room = len(out) + len(still_due) < MAX_CITATIONS
            is_unlikely = passage.kind == "recommendation" and passage.id not in likely
            is_elsewhere = bool(named) and passage.document_id not in named
            if not is_due and (not is_room or is_unlikely or is_elsewhere):
                continue
            quote, score = self._quoter.quote(number, asked), float(scores[place])
            at = _place_of_same(out, passage, quote)
            if at is not None:
                out[at] = replace(out[at], quote=_merged(out[at].quote, quote))
            elif is_due or (
                self._belongs(evidence, place, float(closeness[place]), score, quote, out, asked)
                and (not out or self._is_spoken_for(evidence, place))
            ):
                out.append(self.citation(evidence, number, len(out) + 1, quote, score, scores))
            if len(out) == MAX_CITATIONS:
                break
        return tuple(out)

    def _is_spoken_for(self, evidence: Evidence, place: int) -> bool:
        """Tell whether people ask this of a passage, or its words say it; or nobody asked anything of it."""
        is_text = evidence.pool[place].kind != "recommendation"
        asked_line = _ASKED_OF_TEXT if is_text else ASKED_OF_RECOMMENDATION
        # Of what people asked little of, little can be expected.
        asked_line *= min(1.0, self.n_asked / TEXT_COUNTS_HALF)
        own_line = _OWN_WORDS_OF_TEXT if is_text else _OWN_WORDS
        is_said = evidence.text_points[place] >= own_line
        return bool(is_said or evidence.asked_points[place] >= asked_line or evidence.is_new[place])

    def _due(self, evidence: Evidence, document_of: dict[int, DocumentId]) -> list[int]:
        """List the places of what is cited wherever it stands, if nothing else of its document is.

        The best passage of each of several documents that are named; and beside one that nobody
        asked anything of, what people have asked so.
        """
        ranked, named = list(document_of), evidence.asked.documents
        if len(named) > 1:
            best_of = {document: place for place, document in reversed(document_of.items())}
            return sorted((best_of[d] for d in named if d in best_of), key=ranked.index)
        asked = evidence.signals.get("dense_asked")
        if asked is None or not evidence.is_new[ranked[0]] or asked.max() < _ASKED_SO:
            return []
        first = int(asked.argmax())
        return [first] if first in ranked and (not named or document_of[first] in named) else []

    def _belongs(
        self,
        evidence: Evidence,
        place: int,
        closeness: float,
        score: float,
        quote: Quote,
        before: Sequence[Citation],
        asked: Evidence,
    ) -> bool:
        """Tell whether a passage answers, or says on the point what those cited before do not.

        Args:
            closeness: how near its score is to the best one's, as _closeness gives it.
        """
        is_text = evidence.pool[place].kind != "recommendation"
        is_fact = "fact" in evidence.asked.wants
        states = self._quoter.stating.states(asked.asked) if is_text and is_fact else None
        if before and states and not states(quote.text):
            return False
        firsts = (int(signal.argmax()) for signal in evidence.signals.values())
        if closeness >= _NEAR_BEST or place in firsts:
            return True
        if not is_text:
            return not is_fact
        is_near = all(score >= c.score - _BEFORE_TEXT for c in before[:1])
        return is_near and all(c.recommendation for c in before)

    def related(
        self,
        evidence: Evidence,
        scores: np.ndarray,
        places: Iterable[int],
        before: Sequence[Citation] = (),
    ) -> tuple[Citation, ...]:
        """Cite passages that are near and do not answer; none that holds words quoted already."""
        out: list[Citation] = []
        for place in places:
            quote = self._quoter.quote(evidence.pool.number(place), evidence)
            if _place_of_same((*before, *out), evidence.pool[place], quote) is None:
                number, marker = evidence.pool.number(place), len(before) + len(out) + 1
                score = float(scores[place])
                out.append(self.citation(evidence, number, marker, quote, score, scores))
        return tuple(out)

    def references(self, evidence: Evidence) -> tuple[Citation, ...]:
        """Cite the references that hold what a question for one names, the fullest first."""
        if "references" not in evidence.asked.wants:
            return ()
        sought, pool = _named_in_reference(evidence), evidence.pool
        kinds = zip(evidence.ranking, pool.kinds(evidence.ranking), strict=True)
        numbers = [pool.number(n) for n, kind in kinds if kind == "reference"]
        held = [(share(term_set(self._index.passages[n].text), sought), n) for n in numbers]
        best = sorted((x for x in held if x[0] >= _NAMED), key=lambda x: -x[0])[:MAX_CITATIONS]
        cite, whole = self.citation, self._quoter.whole
        return tuple(cite(evidence, n, at, whole(n), s) for at, (s, n) in enumerate(best, start=1))

    def mentioning(self, evidence: Evidence, is_answered: bool) -> tuple[Citation, ...]:
        """Cite the passages that hold a word of which it is asked if it is mentioned, by any of its names.

        References where no other passage holds it; the others only where the search is not answered by itself: that a
        word stands in a text is no matter of how near that is.
        """
        asked, pool = evidence.asked, evidence.pool
        if not asks_for_word(asked):
            return ()
        sought = [name for thing in things(asked) for name in names_of(asked, thing) if name]
        places = [n for n in evidence.ranking if any(s <= term_set(pool[n].text) for s in sought)]
        if asked.documents:
            places = [n for n in places if pool[n].document_id in asked.documents]
        text = [n for n in places if pool[n].kind != "reference"]
        held = places if not text else [] if is_answered else text
        numbers = [pool.number(n) for n in held[:MAX_CITATIONS]]
        quoted = enumerate(((n, self._quoter.quote(n, evidence)) for n in numbers), start=1)
        return tuple(self.citation(evidence, n, at, quote, 1.0) for at, (n, quote) in quoted)

    def citation(
        self,
        evidence: Evidence | None,
        number: int,
        marker: int,
        quote: Quote,
        score: float,
        scores: np.ndarray | None = None,
    ) -> Citation:
        """Cite a passage, after a look whether every word stands in the source."""
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
        own = _by_stem(evidence.asked.text)
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


def _named_in_reference(evidence: Evidence) -> Evidence:
    """Leave aside the words that only ask for a reference: "cited", "the reference list"."""
    found = evidence.asked.tokens
    asking = gathered("reference", "publication", "asks_reference").everywhere(word_list(found))
    aside = term_set(" ".join(t.word for m in asking for t in found[m.start : m.end]))
    telling = {t: idf for t, idf in evidence.telling.items() if t not in aside}
    return replace(evidence, telling=telling)


def _closeness(scores: np.ndarray, mean: float) -> np.ndarray:
    """(n,) the share of the best score's distance from the mean: 1 for the best, whatever the scale."""
    above = scores - mean
    best = above.max(initial=0.0)
    return above / best if best > 0 else np.ones_like(above)


def _place_of_same(citations: Sequence[Citation], passage: Passage, quote: Quote) -> int | None:
    """Find the citation that quotes some of the same words: another item of a list, or its lead-in."""
    spans = set(quote.spans)
    for at, citation in enumerate(citations):
        if citation.document_id == passage.document_id and spans & set(citation.quote.spans):
            return at
    return None


def _merged(quote: Quote, other: Quote) -> Quote:
    """Put the parts of two quotes of one place together, each once, in reading order."""
    parts = {part.spans: part for part in (*quote.parts, *other.parts)}
    return Quote(tuple(sorted(parts.values(), key=lambda part: part.spans)))


@lru_cache(maxsize=1)
def _by_stem(question: str) -> dict[str, str]:
    """Give a question's words by their stems; each of its citations needs them."""
    return {stem(w): w for w in words(question)}


def _rank(scores: np.ndarray, place: int) -> int | None:
    """Rank of one score from 1; None where nothing was found."""
    return int((scores > scores[place]).sum()) + 1 if scores[place] > 0 else None
