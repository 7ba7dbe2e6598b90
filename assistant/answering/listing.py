"""Composes lists from the records: complete, or with the words of the question that were left aside.

Knows nothing of how a response is shown.
"""

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.citing import Citer
from assistant.answering.counting import count, form, restated
from assistant.answering.headline import compared, headline
from assistant.answering.quoting import Quoter
from assistant.asking.asked import Asked, ByConditions, ByNumber
from assistant.asking.constructions import is_known
from assistant.asking.naming import tags_of
from assistant.asking.readings import ranked
from assistant.domain import (
    Abstention,
    Answer,
    Citation,
    Count,
    DocumentId,
    Headline,
    Quote,
    RankedRecommendation,
    Reading,
    Recommendation,
    Response,
)
from assistant.indexing.storage import Index
from assistant.indexing.tokenization import terms
from assistant.records.conditions import (
    EVERYTHING,
    Among,
    Condition,
    Either,
    Every,
    Mention,
    NoStatus,
    Number,
    Status,
    describe,
    either,
    leaves,
    of_names,
)
from assistant.records.selecting import Records
from assistant.retrieval.retriever import Evidence

# So many numbers that there are not are named one by one.
_MOST_NAMED = 5
# "Which conferences are named?" need not mean in recommendations: running text is quoted as well, if as few
# passages of it hold the words, of so many that hold them best.
_MOST_ELSEWHERE = 3
_LOOKED_AT = 50


class Lister:
    """Composes lists of the records of one index."""

    def __init__(self, index: Index, records: Records, quoter: Quoter, citer: Citer) -> None:
        """Take an open index, its records, and what quotes and cites its passages."""
        self._index = index
        self._records = records
        self._quoter = quoter
        self._citer = citer

    def _no_such_number(self, asked: Asked, unknown: Sequence[str]) -> Abstention:
        """Say that there is no recommendation of this number."""
        return nothing(asked, f"recommendation {', '.join(unknown)}: there is no such number")

    def from_records(self, asked: Asked, evidence: Evidence | None) -> Response:
        """Answer from the records: completely, unless words of the question were left aside.

        Args:
            evidence: for numbers, what a search found; it chooses the words that are quoted.
        """
        match asked.sought:
            case ByNumber(known, unknown, document):
                if not known:
                    return self._no_such_number(asked, unknown)
                wanted: Condition = either(*(Number(n, document) for n in known))
                more = (self._in_document(document), _not_there(unknown))
                chosen = sorted(self._records.select(wanted), key=lambda r: known.index(r.number))
                return self._listed(
                    asked, wanted, chosen, evidence, describe(wanted) + "".join(more)
                )
            case ByConditions(condition, aside):
                if ranked(asked.fragment.pieces):
                    words = " ".join(f"“{said}”" for said in aside)
                    return nothing(
                        asked, f"recommendations by {words}, by which nothing here can list them"
                    )
                silent = self._without_recommendations(condition)
                if silent:
                    return nothing(asked, f"the {silent} gives no numbered recommendations")
                chosen = list(self._records.select(condition))
                return self._listed(asked, condition, chosen, None, self.said(condition))
        raise AssertionError(asked.sought)

    def _listed(
        self,
        asked: Asked,
        condition: Condition,
        chosen: Sequence[Recommendation],
        evidence: Evidence | None,
        description: str,
    ) -> Answer:
        assert isinstance(asked.sought, ByConditions | ByNumber)
        aside = asked.sought.left_aside
        is_guess = any(change.kind == "meaning" for change in asked.corrections)
        others: tuple[Condition, ...] = ()
        if isinstance(asked.sought, ByConditions):
            others, is_guess = asked.sought.otherwise, is_guess or asked.sought.is_guess
        is_leaning = any(change.kind == "follow-up" for change in asked.corrections)
        # What is asked by number alone is asked for by its name.
        is_named = isinstance(asked.sought, ByNumber) and not is_leaning
        is_sure = is_named or is_known(asked.fragment.pieces, is_leaning)
        is_whole = is_sure and not (aside or others or is_guess)
        citations = self._record_citations(asked, chosen, condition, evidence)
        return Answer(
            question=asked.written,
            read_as=asked.text,
            corrections=asked.corrections,
            recommendations=tuple(RankedRecommendation(r, 1.0) for r in chosen),
            citations=citations,
            related=(),
            firmness="records",
            confidence=1.0,
            complete_of=self._out_of(asked, condition) if is_whole else None,
            description=description,
            left_aside=aside,
            otherwise=self._readings((*others, *_by_name(asked, condition)), chosen),
            headline=self._headline(asked, citations, chosen, evidence),
            form=form(asked, condition),
            count=self._count(asked, condition, description),
        )

    def _count(self, asked: Asked, condition: Condition, description: str) -> Count:
        found = count(asked, restated(condition, self._records), self._records, self._titled)
        # Of numbers the description tells which there are not.
        is_by_number = isinstance(asked.sought, ByNumber)
        return replace(found, said=f"({description})") if is_by_number else found

    def _readings(
        self, others: Sequence[Condition], chosen: Sequence[Recommendation]
    ) -> tuple[Reading, ...]:
        """Tell of the other readings that are a choice: that choose something, and not the same."""
        everything = self._records.everything
        met = [(other, self._records.select(other)) for other in others if other != EVERYTHING]
        return tuple(
            Reading(self.said(other), tuple(r.number for r in found), len(found) == len(everything))
            for other, found in met
            if set(found) != set(chosen)
        )

    def _headline(
        self,
        asked: Asked,
        citations: Sequence[Citation],
        chosen: Sequence[Recommendation],
        evidence: Evidence | None,
    ) -> Headline | None:
        """Say the words that answer of one recommendation, or of those that are compared."""
        if evidence and len(chosen) == 1:
            number = self._index.passages.recommendations[chosen[0].id]
            return headline(citations[0], number, self._quoter, evidence)
        is_compared = "compare" in asked.wants and isinstance(asked.sought, ByNumber)
        return compared(citations, asked.wants) if is_compared else None

    def _out_of(self, asked: Asked, condition: Condition) -> int:
        """Count the recommendations that a list was taken from."""
        documents = _asked_of(condition)
        if isinstance(asked.sought, ByNumber) and asked.sought.document:
            documents = [asked.sought.document]
        return len(self._records.select(Among(tuple(documents)) if documents else EVERYTHING))

    def said(self, condition: Condition) -> str:
        """Say a condition in words, documents by their titles."""
        return self._titled(describe(restated(condition, self._records)))

    def _titled(self, said: str) -> str:
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
        quotes = [(number_of[r.id], self._quoter.of_recommendation(r)) for r in chosen]
        names_status = any(isinstance(leaf, Status | NoStatus) for leaf in leaves(condition))
        if names_status or "status" in asked.wants:
            notes = [(n, self._quoter.whole(n)) for n in (self._status_note(),) if n is not None]
            quotes += notes
        if not asked.fragment.has_noun and isinstance(condition, Mention):
            quotes += self._elsewhere(condition)
        return tuple(
            self._citer.citation(evidence, n, marker, quote, 1.0)
            for marker, (n, quote) in enumerate(quotes, start=1)
        )

    def _elsewhere(self, sought: Mention) -> list[tuple[int, Quote]]:
        """Quote the running text that holds words looked for; nothing where they stand in much of it."""
        passages, found = self._index.passages, list[tuple[int, Quote]]()
        query = dict.fromkeys(terms(sought.phrase), 1.0)
        for number in self._index.search.best_lexical(query, _LOOKED_AT).tolist():
            passage = passages[number]
            held = [
                n for n, p in enumerate(passage.parts) if self._records.mentions(p.text, sought)
            ]
            if held and passage.kind not in ("recommendation", "reference"):
                found.append((number, self._quoter.of_parts(number, held)))
        return found if len(found) <= _MOST_ELSEWHERE else []

    def _status_note(self) -> int | None:
        """Find the passage that says what each status means."""
        statuses = set(self._records.statuses)
        for number in self._index.passages.of_kind("note"):
            if statuses and statuses <= set(self._index.passages[number].text.split()):
                return number
        return None


def _by_name(asked: Asked, condition: Condition) -> tuple[Condition, ...]:
    """Read "which name students?" as asking for those that do, without what names everybody."""
    return (of_names(condition),) if "names" in tags_of(asked.fragment.pieces) else ()


def _asked_of(condition: Condition) -> list[DocumentId]:
    """List the documents that a list is kept to."""
    parts = condition.parts if isinstance(condition, Every) else (condition,)
    kept = [p for part in parts for p in (part.parts if isinstance(part, Either) else (part,))]
    return [d for part in kept if isinstance(part, Among) for d in part.documents]


def nothing(asked: Asked, topic: str) -> Abstention:
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


def _not_there(unknown: Sequence[str]) -> str:
    """Say that a list leaves out what there is not."""
    if not unknown:
        return ""
    more = f" and {len(unknown) - _MOST_NAMED} more" if len(unknown) > _MOST_NAMED else ""
    return f"; there is no {', '.join(unknown[:_MOST_NAMED])}{more}"
