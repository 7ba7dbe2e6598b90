"""A guidance text as it is read: entry, blocks, recommendations, passages."""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from assistant.domain.excerpt import NOTHING, Excerpt, Span

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
    def address(self) -> str:
        """Where it can be had; of an address that was cut short the site, as the rest leads nowhere."""
        if not self.source_address.endswith(("...", "…")):
            return self.source_address
        return "/".join(self.source_address.split("/")[:3])

    @property
    def names(self) -> tuple[str, ...]:
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

    One that `hangs` is set below a numbered paragraph, as far in as the words behind that number.
    """

    kind: ParagraphKind
    excerpt: Excerpt
    page: int | None = None
    hangs: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, whole where a page break cut it; a section is one cell across the table."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """One numbered recommendation, whole."""

    document_id: DocumentId
    number: RecommendationNumber
    area: str
    priority: Excerpt = NOTHING
    action: Excerpt
    responsible: Excerpt = NOTHING
    status: str = ""
    status_detail: Excerpt = NOTHING
    status_cell: Excerpt = NOTHING
    headings: tuple[str, ...] = ()
    table: str = ""
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
        return f"{self.document_id}/rec-{self.number}"

    @property
    def spans(self) -> tuple[Span, ...]:
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
        labels: what the document calls itself ("title") and the columns of its tables of
            recommendations ("column for action").
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
    labels: dict[str, str] = field(default_factory=dict)


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
    """

    id: PassageId
    document_id: DocumentId
    kind: PassageKind
    headings: tuple[str, ...]
    lead_in: str
    excerpt: Excerpt
    parts: tuple[Excerpt, ...]
    recommendation: RecommendationNumber | None = None
    page: int | None = None

    @property
    def text(self) -> str:
        return self.excerpt.text


def number_order(number: RecommendationNumber) -> tuple[tuple[int, int, str], ...]:
    """Order recommendation numbers as people do: 2 before 10, 1.9 before 1.10."""
    return tuple((0, int(p), "") if p.isdigit() else (1, 0, p) for p in number.split("."))
