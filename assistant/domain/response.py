"""What a question gets: an answer with its citations, or an abstention."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from assistant.domain.document import DocumentId, PassageId, Recommendation, RecommendationNumber
from assistant.domain.excerpt import Part, Quote
from assistant.errors import UnsupportedAnswer


@dataclass(frozen=True, slots=True)
class Correction:
    """One change made to the words of a question before searching."""

    written: str
    read: str
    kind: Literal["spelling", "abbreviation", "courtesy", "follow-up", "meaning"]


@dataclass(frozen=True, slots=True)
class Why:
    """Why a passage was found.

    Attributes:
        words: words of the question, as written, that the passage holds.
        expansions: words of the passage that were found through the lexicon.
        asked_as: the nearest asked-as question, or empty.
        lexical_rank, dense_rank: rank in each ranking; None beyond its depth.
        near_tie: whether the next one is nearly as close.
    """

    words: tuple[str, ...] = ()
    expansions: tuple[str, ...] = ()
    asked_as: str = ""
    lexical_rank: int | None = None
    dense_rank: int | None = None
    near_tie: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote with its place."""

    marker: int
    passage_id: PassageId
    document_id: DocumentId
    headings: tuple[str, ...]
    quote: Quote
    score: float
    why: Why
    recommendation: RecommendationNumber | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class RankedRecommendation:
    """A recommendation that answers; its score is comparable within one response only.

    `formerly` is the number it had in the edition before, if that was another one.
    """

    recommendation: Recommendation
    score: float
    near_tie: bool = False
    formerly: RecommendationNumber = ""


@dataclass(frozen=True, slots=True)
class Headline:
    """The words that answer, cut from one citation's guidance.

    Attributes:
        marker: the citation that they are cut from.
        is_undecided: whether yes or no was asked, and these are on the point, whether or not they decide it.
        beside: of several recommendations that are compared, the words of the others.
    """

    parts: tuple[Part, ...]
    marker: int
    is_undecided: bool = False
    beside: tuple[Headline, ...] = ()

    @property
    def text(self) -> str:
        """The parts, one below the other; a status with what it means behind it."""
        return "\n".join(f"{p.text} ({p.meaning})" if p.meaning else p.text for p in self.parts)


EntryField: TypeAlias = Literal[
    "title", "published", "authors", "publisher", "address", "recommendations", "lists", "mentioned"
]


@dataclass(frozen=True, slots=True)
class EntryFact:
    """What the corpus's entry of a document says of it; not words of the document.

    Attributes:
        name: what the document is called for short; of a word that is mentioned in none, that word.
        value: empty if the entry says nothing.
        is_cut: whether of an address only the site is left.
    """

    document_id: DocumentId
    name: str
    field: EntryField
    value: str
    is_cut: bool = False


Firmness: TypeAlias = Literal["firm", "likely", "records"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a question for a list may mean besides, in words, and the recommendations that are meant."""

    description: str
    numbers: tuple[RecommendationNumber, ...]
    is_all: bool = False


# How a list is shown: its recommendations; one named by number, or several side by side; how many they are, and they
# below; how many of each kind alone; or their numbers alone.
ListForm: TypeAlias = Literal["list", "named", "compared", "count", "breakdown", "numbers"]


@dataclass(frozen=True, slots=True)
class Count:
    """How many of some recommendations are so.

    Attributes:
        said: how they are: "are Pending"; of a part of others only what it is: "Pending".
        of: among how many; `within`: what these have in common: "Education", or nothing.
        percent: their share, 0 to 100, where it is asked for.
        each: how many are of each kind, in the documents' order; nothing where all are of one.
        everybodys: of a group's list, the numbers of those that name everybody, and so the group too.
    """

    said: str
    n: int
    of: int
    within: str = ""
    percent: int | None = None
    each: tuple[Count, ...] = ()
    everybodys: tuple[RecommendationNumber, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the guidance says: nothing without a quote, but that a list from the records is empty.

    Attributes:
        headline: the words that answer; None for a list.
        firmness: `records` when the answer is a complete list from the records.
        complete_of: for a list, how many recommendations it was taken from.
        description: for a list, what was asked of the records, in words.
        form: how a list is shown.
        count: for a list, how many are on it, and how many of each kind.
        is_partial: whether everything on a subject was asked for, and a search gave the best of it.
        left_aside: words of a question for a list that were not used; with any, it is not complete.
        entries: where a document itself is asked of, what its entry says.
        otherwise: other readings of such a question; with any, it is not complete, but where one only leaves out
            what names everybody: "which name students?".
    """

    question: str
    read_as: str
    corrections: tuple[Correction, ...]
    recommendations: tuple[RankedRecommendation, ...]
    citations: tuple[Citation, ...]
    related: tuple[Citation, ...]
    firmness: Firmness
    confidence: float
    complete_of: int | None = None
    description: str = ""
    is_partial: bool = False
    left_aside: tuple[str, ...] = ()
    otherwise: tuple[Reading, ...] = ()
    next_questions: tuple[str, ...] = ()
    headline: Headline | None = None
    entries: tuple[EntryFact, ...] = ()
    form: ListForm = "list"
    count: Count | None = None

    @property
    def is_told(self) -> bool:
        """Whether counts or numbers alone are the answer, and no recommendation is to be shown."""
        return self.form in ("breakdown", "numbers")

    @property
    def beside(self) -> tuple[RankedRecommendation, ...]:
        """The recommendations that bear on the question and are not quoted for it."""
        quoted = {(c.document_id, c.recommendation) for c in self.citations}
        return tuple(r for r in self.recommendations if r.recommendation.key not in quoted)

    def __post_init__(self) -> None:
        """Check that it rests on quotes, one at least of each document whose recommendation is shown."""
        is_empty_list = self.firmness == "records" and not self.recommendations
        if not self.citations and not is_empty_list:
            raise UnsupportedAnswer(f"no quote answers {self.question[:60]!r}")
        cited = {c.document_id for c in self.citations}
        shown = {r.recommendation.document_id for r in self.recommendations}
        if shown - cited:
            raise UnsupportedAnswer(f"shown, but not quoted: {', '.join(sorted(shown - cited))}")


AbstentionReason: TypeAlias = Literal[
    "related only", "not in this guidance", "small talk", "no subject"
]


@dataclass(frozen=True, slots=True)
class Abstention:
    """The guidance does not say. `related` does not answer the question.

    `silent` names the document asked of, if only this one does not say; `related` is what others say.
    """

    question: str
    read_as: str
    corrections: tuple[Correction, ...]
    reason: AbstentionReason
    turn_to: str
    topic: str
    related: tuple[Citation, ...]
    confidence: float
    next_questions: tuple[str, ...] = ()
    silent: tuple[DocumentId, ...] = ()


Response: TypeAlias = Answer | Abstention
