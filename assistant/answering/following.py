"""Answers a question that leans on an earlier one: together with its topic, or among what was shown.

Knows nothing of how a question was understood to lean, and nothing of how a response is shown.
"""

from dataclasses import replace

from assistant.answering.composing import Composer
from assistant.asking.asked import Asked, Before, ByConditions, ByNumber, Search, Turn
from assistant.asking.pointing import (
    may_depend,
    names_nothing,
    points_at_one,
    points_back,
    topic_of,
)
from assistant.asking.scope import within
from assistant.asking.understanding import Understanding
from assistant.domain import Abstention, Correction, DocumentId, Recommendation, Response
from assistant.records.conditions import Number, either, every
from assistant.records.selecting import Records
from assistant.retrieval.retriever import Evidence, Retriever, beside

# A short question that points at nothing said before is one of its own if it is answered this surely. Source:
# 303 follow-ups of all labelled sets are answered alike from 0.60 to 0.80; new subjects in few words start anew.
_SURE_ALONE = 0.70
# One that is refused together with what was said before is one of its own if answered this surely.
_ALONE_AFTER_ALL = 0.50


class FollowUps:
    """Answers follow-ups from one index."""

    def __init__(
        self,
        retriever: Retriever,
        composer: Composer,
        understanding: Understanding,
        records: Records,
    ) -> None:
        """Take what searches, composes, understands and selects."""
        self._search = retriever.retrieve
        self._encode_ahead = retriever.encode_ahead
        self._composer, self._judge = composer, composer.judge
        self._understand = understanding.understand
        self._records = records

    def among(self, turn: Turn) -> Response:
        """Answer "which of those …" among the recommendations that answered the question before."""
        document = turn.asked.kept_to
        before = self._within(turn.before, document)
        carried = self._carried(before, self._last(before))
        if not carried:
            return self.answer(turn.asked, turn.before)
        those = either(*(Number(r.number, r.document_id) for r in carried))
        condition = every(those, turn.asked.fragment.condition)
        topic = before.topic.text if before.topic else ""
        asked = replace(_leaning(turn.asked, topic), sought=ByConditions(condition))
        return self._composer.lister.from_records(within(asked, document, self._records), None)

    def answer(self, asked: Asked, before: Before) -> Response:
        """Search for a question together with the topic that it leans on."""
        own = self._own(asked)
        if own is not None:
            return self._composer.from_search(own)
        before = self._within(before, asked.kept_to)
        last = self._last(before)
        both, alone = self._found(asked, before, last)
        leaves = alone is not None and self._judge.leaves(alone)
        if before.numbers and points_back(asked) and not leaves:
            meant = before.latest if points_at_one(asked) else before.numbers
            numbers = replace(both.asked, sought=ByNumber(meant))
            numbers = within(numbers, asked.kept_to, self._records)
            return self._composer.lister.from_records(numbers, both)
        carried = self._carried(before, last)
        wanted = alone or self._search(asked)
        response = self._composer.from_search(both, alone=alone, wanted=wanted, carried=carried)
        if alone is None or not isinstance(response, Abstention):
            return response
        # What was said before, or the refusal of it, must not hide what the words alone find.
        is_its_own = self._judge.judge(alone).confidence >= _ALONE_AFTER_ALL
        return self._composer.from_search(alone) if is_its_own else response

    def _within(self, before: Before, document: DocumentId) -> Before:
        """Keep what was asked before to the document that the question is kept to."""
        topic, more = before.topic, before.more
        topic = topic and within(topic, document, self._records)
        more = more and within(more, document, self._records)
        return replace(before, topic=topic, more=more)

    def _own(self, asked: Asked) -> Evidence | None:
        """Search for a question by itself; None where it says that it leans, or is not surely answered so."""
        # "Who is responsible?" is asked of what was shown, "what do the statuses mean?" of the document.
        is_of_one = bool(asked.wants) and "meaning" not in asked.wants and names_nothing(asked)
        if may_depend(asked) or is_of_one:
            return None
        evidence = self._search(asked)
        return evidence if self._judge.judge(evidence).confidence >= _SURE_ALONE else None

    def _last(self, before: Before) -> Evidence | None:
        """Give what the question before found; None where it was no search: a list, or numbers."""
        topic, more = before.topic, before.more
        if topic is None or before.numbers or not isinstance(topic.sought, Search):
            return None
        if more is None:
            return self._search(topic)
        earlier = replace(before, more=None)
        return self._own(more) or self._found(more, earlier, self._search(topic))[0]

    def _found(
        self, asked: Asked, before: Before, last: Evidence | None
    ) -> tuple[Evidence, Evidence | None]:
        """Search for a question behind its topic and, where it names something, by its own words."""
        together = self._together(asked, before)
        # What names nothing can neither leave the guidance nor be searched for by itself.
        if names_nothing(asked):
            both = self._search(together)
            if last is None:
                return both, None
            # It is asked of what was found then.
            return replace(
                last,
                asked=both.asked,
                query=both.query,
                telling=both.telling,
                encoding=both.encoding,
            ), None
        self._encode_ahead([together.query, asked.query])
        alone = self._search(asked)
        return beside(self._search(together), alone), alone

    def _together(self, asked: Asked, before: Before) -> Asked:
        """Read a follow-up and its topic as one question."""
        topic = " ".join(topic_of(a) for a in (before.topic, before.more) if a is not None)
        # Each is mended already; together they are no request within what is said around it.
        both = self._understand(f"{topic} {asked.text}", True)
        corrections = _leaning(asked, topic).corrections
        read = replace(both, written=asked.written, corrections=corrections, sought=Search())
        return within(read, asked.kept_to, self._records)

    def _carried(self, before: Before, last: Evidence | None) -> tuple[Recommendation, ...]:
        """List the recommendations that answered the question before."""
        if before.numbers:
            return self._records.select(either(*map(Number, before.numbers)))
        if before.topic is None or isinstance(before.topic.sought, ByNumber):
            return ()
        if before.listed is not None:
            return self._records.select(before.listed)
        return self._composer.recommended(last) if last else ()


def _leaning(asked: Asked, topic: str) -> Asked:
    """Say how a follow-up was read: behind its topic."""
    read_as = Correction(asked.text, f"{topic.rstrip('?.! ')} – {asked.text}", "follow-up")
    return replace(asked, corrections=(*asked.corrections, read_as))
