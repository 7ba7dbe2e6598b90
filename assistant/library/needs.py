"""Which recommendations need an asked-as question most, and what one more question would change.

Each recommendation is looked for with its own words and with the questions written for it, by the
ranking that answers; a question is never found by itself, those that no build holds yet are searched too.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from assistant.ask import Assistant, checked
from assistant.building.builds import only_writer
from assistant.characters import bare
from assistant.corpus.annotations import read_asked_as
from assistant.corpus.editing import add_asked_as
from assistant.domain import AskedAs, DocumentId, Passage, PassageId
from assistant.errors import InvalidRequest
from assistant.indexing.search import ASKED_AS
from assistant.indexing.storage import Index
from assistant.library.draft import questioned

# Fewer questions than these are few: with five, half of what many questions give is there
# (EVALUATION.md, "A new document").
FEW = 5
# So many recommendations a keeper can write a question for in five minutes.
MOST = 5
# So many of its questions a recommendation is looked for with, and so many words of its own.
_ASKED_EACH = 5
_OWN_WORDS = 40
# So many questions of other passages, the nearest to a new one, are asked again with it.
_OTHERS = 20


class Place(NamedTuple):
    """Where a recommendation stands among all of them for one question.

    Attributes:
        rank: from 1.
        lead: by how much it is ahead of the best other passage, or behind it, in the ranking's
            score: 0.33 make one passage e times as likely as another.
        ahead: the best other recommendation; empty if there is none.
    """

    question: str
    rank: int
    lead: float
    ahead: PassageId


@dataclass(frozen=True, slots=True)
class Need:
    """How well a recommendation is found.

    Attributes:
        n_questions: how many asked-as questions it has, those of no build included.
        own: for its own words.
        asked: for some of its questions, each as if nobody had written it; `n_missed` of these
            find another passage first.
    """

    passage: Passage
    n_questions: int
    own: Place
    asked: tuple[Place, ...] = ()

    @property
    def n_missed(self) -> int:
        return sum(place.rank > 1 for place in self.asked)

    @property
    def is_met(self) -> bool:
        is_served = self.n_questions >= FEW and self.n_missed * 2 <= len(self.asked)
        return is_served and self.own.rank == 1


class Effect(NamedTuple):
    """What one more question changes.

    Attributes:
        before, after: where its recommendation stands for it.
        others: of the questions nearest to it, those whose own passage stands elsewhere now, each
            with where it stood and where it stands.
        n_others: how many of those were asked.
    """

    passage: Passage
    before: Place
    after: Place
    others: tuple[tuple[Place, Place], ...]
    n_others: int


def needs(index: Index, corpus: Path, document_id: DocumentId) -> tuple[Need, ...]:
    """Tell of each recommendation of a document how well it is found, those most in need first.

    In need is what has few questions, or is missed by its own; the more, the further it is behind
    another passage, or the less ahead, for its own words.

    Raises:
        InvalidRequest: the index holds no such document.
        InvalidCorpusData: the questions in the corpus cannot be read.
    """
    check_document(index, document_id)
    finder = Finder(index, _unbuilt(index, corpus))
    numbers = index.passages.of_kind("recommendation")
    of = index.passages.documents(np.array(numbers, np.int64))
    found = [finder.need(n) for n, d in zip(numbers, of, strict=True) if d == document_id]
    return tuple(sorted(found, key=lambda need: (need.is_met, need.own.lead - need.n_missed)))


def most_in_need(found: Sequence[Need]) -> tuple[Need, ...]:
    """Give the few that a keeper should write a question for first."""
    return tuple(need for need in found if not need.is_met)[:MOST]


def check_document(index: Index, document_id: DocumentId) -> None:
    """Refuse the id of a document that an index does not hold: InvalidRequest."""
    known = [d.id for d in index.documents]
    if document_id not in known:
        raise InvalidRequest(f"no document {document_id!r}; there are: {', '.join(known)}")


def effect(index: Index, corpus: Path, passage_id: PassageId, question: str) -> Effect:
    """Tell what one more question would change; InvalidRequest if there is no such recommendation."""
    question = checked(question)
    number = index.passages.recommendations.get(passage_id)
    if number is None:
        raise InvalidRequest(f"no recommendation {passage_id!r}; ids look like sor-ai-2021/rec-4")
    unbuilt = _unbuilt(index, corpus)
    before = Finder(index, unbuilt)
    after = Finder(index, (*unbuilt, AskedAs(passage_id, question)))
    near = before.nearest(question, number)
    pairs = [(before.place(q, n), after.place(q, n)) for n, q in near]
    others = tuple((was, now) for was, now in pairs if was.rank != now.rank)
    own = before.place(question, number), after.place(question, number, is_itself=True)
    return Effect(index.passages[number], *own, others, len(pairs))


def write_question(index: Path, corpus: Path, passage_id: PassageId, question: str) -> Path:
    """Write a question beside the passage that answers it, as the only writer; give the file."""
    question = checked(question)
    with only_writer(index, corpus):
        return add_asked_as(corpus, passage_id, question)


def _unbuilt(index: Index, corpus: Path) -> tuple[AskedAs, ...]:
    ids, built = {p.id for p in index.passages}, set(index.asked_as)
    written = read_asked_as(corpus, None)
    return tuple(a for a in written if a.passage_id in ids and a not in built)


def questions_of(index: Index) -> Mapping[PassageId, list[str]]:
    """Give the asked-as questions of each passage; a passage without any has none."""
    asked: dict[PassageId, list[str]] = defaultdict(list)
    for line in index.asked_as:
        asked[line.passage_id].append(line.question)
    return asked


class Finder:
    """Looks for recommendations by the ranking that answers."""

    def __init__(self, index: Index, unbuilt: Sequence[AskedAs]) -> None:
        """`unbuilt`: questions that are searched though the index does not hold them."""
        self.index = index
        self._search, self._whole = questioned(index, unbuilt)
        self._assistant = Assistant(self._whole)
        self._numbers = index.passages.of_kind("recommendation")
        self._asked = questions_of(self._whole)

    def need(self, number: int) -> Need:
        passage = self.index.passages[number]
        asked = self._asked[passage.id]
        some = asked[:: max(1, -(-len(asked) // _ASKED_EACH))]
        # What a person would take from it to ask about it.
        own = self.place(" ".join(passage.text.split()[:_OWN_WORDS]), number)
        return Need(passage, len(asked), own, tuple(self.place(q, number) for q in some))

    def place(self, question: str, number: int, *, is_itself: bool = False) -> Place:
        """Find where a recommendation stands for a question, which may be found by itself or not."""
        with self._search.without("" if is_itself else question):
            evidence = self._assistant.evidence(question)
        pool = evidence.pool
        places = [at for n in self._numbers if (at := pool.place(n)) is not None]
        scores = {pool.number(at): float(evidence.scores[at]) for at in places}
        own = scores.pop(number, min(scores.values(), default=0.0))
        rank = 1 + sum(score > own for score in scores.values())
        if not scores:
            return Place(question, rank, own, "")
        ahead = max(scores, key=lambda n: scores[n])
        return Place(question, rank, own - scores[ahead], self.index.passages[ahead].id)

    def nearest(self, question: str, number: int) -> list[tuple[int, str]]:
        """Give the questions of other recommendations nearest to one, with whose they are."""
        vector = self.index.encoder.encode_tokens(bare(question)).vector
        found = self._search.nearest(vector, self._search.n_rows)
        others = [n for n in self._numbers if n != number]
        is_other = (found.rows[:, 0] == ASKED_AS) & np.isin(found.rows[:, 1], others)
        rows = np.flatnonzero(is_other)
        best = rows[np.argsort(-found.cosines[rows], kind="stable")[:_OTHERS]]
        asked = self._whole.asked_as
        return [(int(owner), asked[at].question) for _, owner, at in found.rows[best].tolist()]
