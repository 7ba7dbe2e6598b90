"""Answers a question that leans on an earlier one: together with its topic, or among what was shown.

Knows nothing of how a question was understood to lean, and nothing of how a response is shown.
"""

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.composing import Composer
from assistant.asking.asked import Asked, Before, ByConditions, ByNumber, Search
from assistant.asking.pointing import (
    may_depend,
    names_nothing,
    points_at_one,
    points_back,
    topic_of,
)
from assistant.asking.scope import within
from assistant.asking.turns import Turn
from assistant.asking.understanding import Understanding
from assistant.domain import Abstention, Correction, DocumentId, Recommendation, Response
from assistant.records.conditions import Number, either, every
from assistant.records.selecting import Records
from assistant.retrieval.retriever import Retriever

# A short question that points at nothing said before is one of its own if it is answered this surely. Source:
# 303 follow-ups of all labelled sets are answered alike from 0.60 to 0.80; new subjects in few words start anew.
_SURE_ALONE = 0.75
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
        carried = self._carried(turn.before, (), document)
        if not carried:
            return self.answer(turn.asked, turn.before)
        before = either(*(Number(r.number, r.document_id) for r in carried))
        condition = every(before, turn.asked.fragment.condition)
        topic = turn.before.topic.text if turn.before.topic else ""
        asked = replace(_leaning(turn.asked, topic), sought=ByConditions(condition))
        return self._composer.lister.from_records(within(asked, document, self._records), None)

    def answer(self, asked: Asked, before: Before) -> Response:
        """Search for a question together with the topic that it leans on."""
        if not may_depend(asked) and not (before.numbers and names_nothing(asked)):
            evidence = self._search(asked)
            if self._judge.judge(evidence).confidence >= _SURE_ALONE:
                return self._composer.from_search(evidence)
        together = self._together(asked, before)
        # What names nothing can neither leave the guidance nor be searched for by itself.
        by_itself = () if names_nothing(asked) else (asked,)
        carried = self._carried(before, (together, *by_itself), asked.kept_to)
        alone = self._search(asked) if by_itself else None
        leaves = alone is not None and self._judge.leaves(alone)
        if before.numbers and points_back(asked) and not leaves:
            meant = before.latest if points_at_one(asked) else before.numbers
            numbers = replace(together, sought=ByNumber(meant))
            numbers = within(numbers, asked.kept_to, self._records)
            return self._composer.lister.from_records(numbers, self._search(together))
        response = self._composer.from_search(self._search(together), alone=alone, carried=carried)
        if alone is None or not isinstance(response, Abstention):
            return response
        # What was said before, or the refusal of it, must not hide what the words alone find.
        is_its_own = self._judge.judge(alone).confidence >= _ALONE_AFTER_ALL
        return self._composer.from_search(alone) if is_its_own else response

    def _together(self, asked: Asked, before: Before) -> Asked:
        """Read a follow-up and its topic as one question."""
        topic = " ".join(topic_of(a) for a in (before.topic, before.more) if a is not None)
        # Each is mended already; together they are no request within what is said around it.
        both = self._understand(f"{topic} {asked.text}", True)
        corrections = _leaning(asked, topic).corrections
        read = replace(both, written=asked.written, corrections=corrections, sought=Search())
        return within(read, asked.kept_to, self._records)

    def _carried(
        self, before: Before, to_come: Sequence[Asked], document: DocumentId
    ) -> tuple[Recommendation, ...]:
        """List the recommendations that answered the question before.

        Args:
            to_come: what is searched for next; encoded at the same time.
            document: what the question is kept to; empty for nothing.
        """
        topic = before.topic
        is_searched = topic is not None and isinstance(topic.sought, Search)
        ahead = (topic, *to_come) if topic is not None and is_searched else tuple(to_come)
        self._encode_ahead([asked.query for asked in ahead])
        if before.numbers:
            return self._records.select(either(*map(Number, before.numbers)))
        if topic is None or isinstance(topic.sought, ByNumber):
            return ()
        if before.listed is not None:
            return self._records.select(before.listed)
        return self._composer.recommended(self._search(within(topic, document, self._records)))


def _leaning(asked: Asked, topic: str) -> Asked:
    """Say how a follow-up was read: behind its topic."""
    read_as = Correction(asked.text, f"{topic.rstrip('?.! ')} – {asked.text}", "follow-up")
    return replace(asked, corrections=(*asked.corrections, read_as))
