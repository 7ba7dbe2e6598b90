"""The nouns of this program, in the order in which data meets them.

document        one guidance text, read from a file of the corpus; `source` is its text
span            [start, end) in a document's source, counted in characters
excerpt         words of a document and the spans they stand at
block           heading, paragraph or table: what every reader turns a file into
recommendation  one numbered recommendation with its fields
passage         the unit of retrieval (chunking is the verb)
part            a sentence or table cell of a passage: what a quote is made of, each labelled and verbatim
asked-as        a question in people's own words that a passage answers
question        what a person asks; query: what an index is given
score           higher is better; rank: from 1
citation        a verbatim quote with its place
headline        the words that answer, cut from the guidance: what stands above everything
answer, abstention   the two responses; an abstention is a value, not an error

Knows nothing of files, indices or views.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from assistant.errors import UnsupportedAnswer
from assistant.excerpt import NOTHING as NOTHING  # noqa: PLC0414
from assistant.excerpt import Excerpt as Excerpt  # noqa: PLC0414
from assistant.excerpt import Field as Field  # noqa: PLC0414
from assistant.excerpt import Part as Part  # noqa: PLC0414
from assistant.excerpt import Quote as Quote  # noqa: PLC0414
from assistant.excerpt import Span as Span  # noqa: PLC0414

DocumentId: TypeAlias = str
PassageId: TypeAlias = str
RecommendationNumber: TypeAlias = str  # "12", or "1.2.3": text, never arithmetic
RecommendationKey: TypeAlias = tuple[DocumentId, RecommendationNumber]


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """One document of corpus/manifest.toml: what it is, whose it is, where it came from."""

    id: DocumentId
    file: str
    title: str
    short_title: str
    authors: tuple[str, ...]
    publisher: str
    publisher_short: str
    year: int
    source_address: str
    licence: str
    sha256: str
    review_by: str = ""
    approved_by: str = ""
    approved_on: str = ""
    n_recommendations: int | None = None
    statuses: tuple[str, ...] = ()

    @property
    def published(self) -> str:
        """The year in words; year 0 says that the document carries none."""
        return str(self.year) if self.year else "no date"

    @property
    def names(self) -> tuple[str, ...]:
        """The names by which people call this document's publisher."""
        return (self.publisher, self.publisher_short)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the highest."""

    level: int
    excerpt: Excerpt
    page: int | None = None


ParagraphKind: TypeAlias = Literal["text", "item", "note", "reference", "title", "front"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text, a list item, a table note, a reference, or a line of the front matter.

    Attributes:
        hangs: it is set below a numbered paragraph, as far in as the words behind that number.
    """

    kind: ParagraphKind
    excerpt: Excerpt
    page: int | None = None
    hangs: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, put together again where a page break cut it.

    Attributes:
        is_section: it is one cell across the table, and heads the rows below it.
    """

    cells: tuple[Excerpt, ...]
    page: int | None = None
    is_section: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; its rows have as many cells as its header."""

    caption: Excerpt
    header: tuple[Excerpt, ...]
    rows: tuple[Row, ...]
    page: int | None = None


Block: TypeAlias = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One numbered recommendation, whole."""

    document_id: DocumentId
    number: RecommendationNumber
    area: str
    priority: Excerpt
    action: Excerpt
    responsible: Excerpt
    status: str
    status_detail: Excerpt
    status_cell: Excerpt
    headings: tuple[str, ...]
    table: str
    row: Excerpt
    page: int | None = None
    strength: str = ""
    certainty: str = ""

    @property
    def key(self) -> RecommendationKey:
        """What identifies it: a number alone does not."""
        return (self.document_id, self.number)

    @property
    def id(self) -> PassageId:
        """The id of its passage."""
        return f"{self.document_id}/rec-{self.number}"

    @property
    def spans(self) -> tuple[Span, ...]:
        """All spans of its row, in reading order."""
        return self.row.spans


class Omission(NamedTuple):
    """Words of a file that are left out of its document.

    Attributes:
        reason: what they were taken for: "running header or footer", "navigation", "deleted text".
        words: those that were met first; what differs only in its figures counts as the same.
        pages: the pages they stand on; none in a file without pages.
        n_times: how often they were met.
    """

    reason: str
    words: str
    pages: tuple[int, ...]
    n_times: int


@dataclass(frozen=True, slots=True)
class Document:
    """One guidance text, read.

    Attributes:
        n_pages: how many pages the file has; None for a file without pages.
        pages_without_text: those of them that hold no word; pictures of text among them.
        omissions: what the file says besides.
        remarks: what a person should know of how it was read, one sentence each.
        properties: what the file says of itself: "title", "author", "date".
    """

    entry: DocumentEntry
    source: str
    blocks: tuple[Block, ...]
    recommendations: tuple[Recommendation, ...] = ()
    status_meanings: dict[str, str] = field(default_factory=dict)
    n_pages: int | None = None
    pages_without_text: tuple[int, ...] = ()
    omissions: tuple[Omission, ...] = ()
    remarks: tuple[str, ...] = ()
    properties: dict[str, str] = field(default_factory=dict)


PassageKind: TypeAlias = Literal[
    "recommendation", "paragraph", "item", "row", "note", "reference", "front"
]


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of retrieval.

    Attributes:
        lead_in: the sentence, caption or column heads that a list item or a row depends on;
            searched with the passage, never quoted as its words.
        parts: sentences or cells, in reading order; a quote is one or more of them.
        references: labels of the references that its words carry marks for.
    """

    id: PassageId
    document_id: DocumentId
    kind: PassageKind
    headings: tuple[str, ...]
    lead_in: str
    excerpt: Excerpt
    parts: tuple[Excerpt, ...]
    recommendation: RecommendationNumber | None = None
    references: tuple[str, ...] = ()
    page: int | None = None

    @property
    def text(self) -> str:
        """Its words."""
        return self.excerpt.text


@dataclass(frozen=True, slots=True)
class OutsideExample:
    """A question the guidance does not answer, and who does."""

    question: str
    distance: str
    topic: str
    turn_to: str


@dataclass(frozen=True, slots=True)
class Correction:
    """One change made to the words of a question before searching."""

    written: str
    read: str
    kind: Literal["spelling", "abbreviation", "courtesy", "follow-up"]


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
    """A recommendation that answers, with its score (comparable within one response only)."""

    recommendation: Recommendation
    score: float
    near_tie: bool = False


@dataclass(frozen=True, slots=True)
class Headline:
    """The words that answer, cut from one citation's guidance.

    Attributes:
        marker: the citation that they are cut from.
    """

    parts: tuple[Part, ...]
    marker: int

    @property
    def text(self) -> str:
        """The parts, one below the other; a status with what it means behind it."""
        return "\n".join(f"{p.text} ({p.meaning})" if p.meaning else p.text for p in self.parts)


Firmness: TypeAlias = Literal["firm", "likely", "records"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the guidance says: nothing without a quote, but that a list from the records is empty.

    Attributes:
        headline: the words that answer; None where no words decide.
        firmness: `records` when the answer is a complete list from the records.
        complete_of: for a list, how many recommendations it was taken from.
        description: for a list, what was asked of the records, in words.
        is_partial: whether everything on a subject was asked for, and a search gave the best of it.
        left_aside: words of a question for a list that were not used; with any, it is not complete.
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
    next_questions: tuple[str, ...] = ()
    headline: Headline | None = None

    def __post_init__(self) -> None:
        """Check that it rests on quotes.

        Raises:
            UnsupportedAnswer: there is none, or none of a document whose recommendation is shown.
        """
        is_empty_list = self.firmness == "records" and not self.recommendations
        if not self.citations and not is_empty_list:
            raise UnsupportedAnswer(f"no quote answers {self.question[:60]!r}")
        cited = {c.document_id for c in self.citations}
        shown = {r.recommendation.document_id for r in self.recommendations}
        if shown - cited:
            raise UnsupportedAnswer(f"shown, but not quoted: {', '.join(sorted(shown - cited))}")


AbstentionReason: TypeAlias = Literal["related only", "not in this guidance", "small talk"]


@dataclass(frozen=True, slots=True)
class Abstention:
    """The guidance does not say. `related` does not answer the question.

    Attributes:
        silent: the document that was named, if it is only this one that does not say; then
            `related` is what the others say.
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


def number_order(number: RecommendationNumber) -> tuple[tuple[int, int, str], ...]:
    """Order recommendation numbers as people do: 2 before 10, 1.9 before 1.10."""
    return tuple(
        (0, int(piece), "") if piece.isdigit() else (1, 0, piece) for piece in number.split(".")
    )


@dataclass(frozen=True, slots=True)
class AskedAs:
    """A question in people's own words, and the passage that answers it."""

    passage_id: PassageId
    question: str


@dataclass(frozen=True, slots=True)
class Term:
    """Words of the field that mean the same: a plain name, its abbreviations, other wordings."""

    name: str
    abbreviations: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A group of people or bodies that recommendations are addressed to.

    Attributes:
        asked: the words people use for it in questions.
        named: the words that the responsible column uses for it.
    """

    name: str
    asked: tuple[str, ...]
    named: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatusWording:
    """How people say one status or several without their names.

    Attributes:
        asked: the words people use in questions.
        means: the statuses meant; none, if no status of the guidance means that.
    """

    asked: tuple[str, ...]
    means: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The vocabulary of the field, kept with the corpus.

    Attributes:
        areas: other names that people give to each area.
        subject: what the whole corpus is about; such words narrow nothing down.
    """

    terms: tuple[Term, ...] = ()
    groups: tuple[Group, ...] = ()
    shorthand: dict[str, str] = field(default_factory=dict)
    areas: dict[str, tuple[str, ...]] = field(default_factory=dict)
    statuses: tuple[StatusWording, ...] = ()
    subject: tuple[str, ...] = ()
