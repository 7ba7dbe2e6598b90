"""The one path: a question -> an Answer or an Abstention.

The page, the command line, batch, evaluation and the tests all call Assistant.ask. Never imports
a document reader.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.answering.composing import Composer
from assistant.domain import Correction, Group, Recommendation, Response
from assistant.errors import InvalidQuestion
from assistant.indexing.serving import open_serving
from assistant.indexing.storage import Index
from assistant.retrieval.documents import Documents
from assistant.retrieval.followup import depends, may_depend, names_nothing, new_topic, points_back
from assistant.retrieval.reading import QuestionReader, Reading, clean
from assistant.retrieval.records import RecordQuery, Records
from assistant.retrieval.retriever import Evidence, Retriever
from assistant.retrieval.understanding import RecordQuestions

# Longer than any question; a text of this length is a document.
MAX_QUESTION = 2_000
# Earlier questions beyond these no longer bear on this one.
MAX_HISTORY = 20
# A question that looks like a follow-up is taken as one of its own if it is answered this surely.
_SURE_ALONE = 0.90


_THOSE = re.compile(
    r"\b(?:those|these|them)\b(?! (?:responsible|who|named|listed|areas?))|\bof which\b|\bthe ones you\b",
    re.IGNORECASE,
)


_NARROWS = re.compile(r"^\W*(?:and\W+|now\W+|ok(?:ay)?\W+)?(?:just|only)\b", re.IGNORECASE)


class Assistant:
    """Answers questions from one open index."""

    def __init__(self, index: Index) -> None:
        """Take an open index."""
        self.index = index
        self.records = Records(index)
        self.record_questions = RecordQuestions(index, self.records)
        self.documents = Documents(index)
        self._reader = QuestionReader(index)
        self._retriever = Retriever(index)
        self._composer = Composer(index, self.records, self.documents)

    @classmethod
    def open(cls, index: Path, milvus: str = "") -> Assistant:
        """Open the build that serves; where it is damaged, the one before it stands in.

        Args:
            milvus: the address of a Milvus whose collections are asked instead of the files.

        Raises:
            IndexUnavailable: there is none that can be asked; the message names what mends it.
        """
        if milvus:
            from assistant.indexing.milvus import open_served  # noqa: PLC0415

            return cls(open_served(index, milvus))
        return cls(open_serving(index))

    def warm_up(self) -> None:
        """Load what the first question would otherwise wait for."""
        self.ask("Who is responsible?")

    def ask(
        self, question: str, history: Sequence[str] = (), *, as_written: bool = False
    ) -> Response:
        """Answer one question.

        Args:
            history: the person's earlier questions, oldest first.
            as_written: correct nothing and read it as a question of its own.

        Raises:
            InvalidQuestion: empty, too long, or without any letter or digit.
        """
        text = checked(question)
        earlier = [] if as_written else [clean(q)[:MAX_QUESTION] for q in history[-MAX_HISTORY:]]
        reading = self._reader.read(text, as_written=as_written)
        earlier = [q for q in earlier if any(c.isalnum() for c in q)]
        unknown = self.record_questions.numbering.unknown_in(reading.text)
        if unknown and not self.record_questions.numbering.known_in(reading.text):
            return self._composer.no_such_number(reading, unknown)
        query = self._of_document(reading.text, self.record_questions.understand(reading.text))
        if query is not None and query.numbers and not self.records.select(query):
            return self._composer.no_such_number(reading, query.numbers)
        leans = bool(earlier) and depends(reading.text)
        if query is not None and not (leans and self._is_about_earlier(reading.text, query)):
            evidence = self._evidence(reading, query)
            return self._composer.from_records(reading, query, evidence, unknown)
        if leans:
            return self._follow_up(reading, earlier)
        return self._composer.from_search(self._search(reading))

    def evidence(self, question: str) -> Evidence:
        """Give what a question's search finds, without answering: the first half of ask."""
        return self._search(self._reader.read(checked(question)))

    def _of_document(self, text: str, query: RecordQuery | None) -> RecordQuery | None:
        """Keep a question about records to the document that it names."""
        # A publisher may be named as who is responsible, or as what is mentioned.
        if query is None or query.groups or query.without_groups or query.mentions:
            return query
        return replace(query, document=self.documents.numbered_in(text))

    def _evidence(self, reading: Reading, query: RecordQuery) -> Evidence | None:
        """Search beside the records where their words matter: for questions by number."""
        return self._retriever.retrieve(reading) if query.numbers else None

    def _is_about_earlier(self, text: str, query: RecordQuery) -> bool:
        """Tell whether a question about records means those of the answer before."""
        if query.numbers:
            return False
        if _NARROWS.match(text):
            return True
        stands_alone = bool(query.statuses) + bool(query.areas) + bool(query.groups) > 1
        return bool(_THOSE.search(text)) or not (
            stands_alone or self.record_questions.names_records(text)
        )

    def _list_before(self, earlier: Sequence[str]) -> RecordQuery | None:
        """Give the conditions of the list answered last, as its follow-ups have changed them."""
        listed: RecordQuery | None = None
        for question in earlier:
            text = self._reader.read(question).text
            own = self.record_questions.understand(text)
            more = self.record_questions.conditions_alone(text) if depends(text) else None
            listed = listed.changed_by(more) if listed and more else own
            if listed and listed.numbers:
                listed = None
        return listed

    def _search(self, reading: Reading) -> Evidence:
        return self._retriever.retrieve(self.documents.subject(reading))

    def _follow_up(self, reading: Reading, earlier: list[str]) -> Response:
        """Read a question with the earlier one it leans on."""
        if not may_depend(reading.text):
            evidence = self._search(reading)
            if self._composer.stands_alone(evidence, _SURE_ALONE):
                return self._composer.from_search(evidence)
        before, topic = _topic(earlier)
        read_as = Correction(reading.text, f"{topic.rstrip('?.! ')} – {reading.text}", "follow-up")
        leaning = replace(reading, corrections=(*reading.corrections, read_as))
        if not _THOSE.search(reading.text):
            more = self.record_questions.conditions_alone(reading.text)
            listed = self._list_before(earlier) if more else None
            if listed and more:
                return self._composer.from_records(leaning, listed.changed_by(more), None)
        both = self._reader.read(f"{topic} {reading.text}")
        together = replace(
            both, written=reading.written, corrections=(*reading.corrections, read_as)
        )
        numbers = self.record_questions.numbering.known_in(topic)
        beside = self.record_questions.numbering.beside(reading.text, numbers)
        if beside in {r.number for r in self.records.everything}:
            asked = RecordQuery(numbers=(beside,))
            return self._composer.from_records(leaning, asked, self._search(reading))
        if beside:
            return self._composer.no_such_number(leaning, (beside,))
        named = RecordQuery(numbers=numbers) if numbers else None
        # What names nothing can neither leave the guidance nor be searched for by itself.
        by_itself = () if names_nothing(reading.text) else (reading,)
        carried = self._carried(self._reader.read(before), named, (both, *by_itself))
        of_those = _THOSE.sub(" the recommendations ", reading.text)
        query = self.record_questions.understand(of_those) if of_those != reading.text else None
        if query is not None and carried:
            return self._composer.among(leaning, query, tuple(r.number for r in carried))
        alone = self._search(reading) if by_itself else None
        leaves = alone is not None and self._composer.leaves(alone)
        if named and points_back(reading.text) and not leaves:
            return self._composer.from_records(together, named, self._search(together))
        return self._composer.from_search(self._search(together), alone=alone, carried=carried)

    def _carried(
        self, before: Reading, named: RecordQuery | None, to_come: tuple[Reading, ...]
    ) -> tuple[Recommendation, ...]:
        """List the recommendations that answered the question before.

        Args:
            named: the recommendations that the earlier questions named by number.
            to_come: what is searched for next; encoded at the same time.
        """
        query = named or self.record_questions.understand(before.text)
        is_unknown = query is None and self.record_questions.numbering.unknown_in(before.text)
        readings = (before, *to_come) if query is None and not is_unknown else to_come
        self._retriever.encode_ahead([self.documents.subject(r).query for r in readings])
        if query is not None:
            return self.records.select(query)
        return () if is_unknown else self._composer.recommended(self._search(before))

    def select(
        self, *, area: str = "", status: str = "", responsible: str = "", document: str = ""
    ) -> tuple[Recommendation, ...]:
        """List the recommendations that meet all conditions, in the order of their numbers.

        Raises:
            InvalidRequest: a value that no recommendation has; the message lists the legal ones.
        """
        return self.records.filtered(
            area=area, status=status, responsible=responsible, document=document
        )

    def groups(self) -> tuple[Group, ...]:
        """List the groups that recommendations name as responsible."""
        return self.records.groups

    def recommendation(self, number: str, document: str = "") -> Recommendation:
        """Find one recommendation.

        Raises:
            InvalidRequest: there is none of that number.
        """
        return self.records.find(number, document)


def _topic(earlier: list[str]) -> tuple[str, str]:
    """Find the last earlier question that stood by itself; and the topic, up to the last one."""
    at = max((i for i, question in enumerate(earlier) if not depends(question)), default=0)
    return earlier[at], " ".join(dict.fromkeys([new_topic(earlier[at]), *earlier[at + 1 :]]))


def checked(question: str) -> str:
    """Clean a question.

    Raises:
        InvalidQuestion: empty, too long, or without any letter or digit.
    """
    if len(question) > MAX_QUESTION:
        raise InvalidQuestion(
            f"the question is {len(question):,} characters long; please ask in at most {MAX_QUESTION:,}"
        )
    text = clean(question)
    if not any(c.isalnum() for c in text):
        raise InvalidQuestion("there is no question; please write one in words")
    return text
