"""Turns a Document into Passages, the units of retrieval.

A recommendation, a table row, a paragraph and a list item are one passage each; nothing is cut
inside a sentence. Knows nothing of files or indices.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.domain import (
    NOTHING,
    Document,
    Excerpt,
    Heading,
    Paragraph,
    Passage,
    PassageKind,
    Recommendation,
    RecommendationKey,
    Span,
    Table,
)

# MiniLM reads 256 word pieces, some 190 words; its sentences are encoded one by one as well.
MAX_WORDS = 230
_ENUMERATOR = re.compile(r"^(?:[a-z]|\d+(?:\.\d+)*|[ivx]+)[.)]\s+", re.IGNORECASE)
_SENTENCE_END = re.compile(
    r"(?<=[.!?])[\"”’')\]]*(?:[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]*|\^\{[^}]*\})\s+(?=[\"“‘'(\[]?[A-Z0-9])"
)
_NO_END = re.compile(
    r"(?:\b(?:e\.?g|i\.?e|etc|vs|cf|al|Dr|Mrs?|Ms|Prof|St|No|Fig|approx|Eg|pp)|\b[A-Z])\.$"
)


def sentences(excerpt: Excerpt) -> tuple[Excerpt, ...]:
    """Split an excerpt into its sentences; joined, they give it back."""
    pieces, start = [], 0
    for match in _SENTENCE_END.finditer(excerpt.text):
        if not _NO_END.search(excerpt.text[start : match.start()]):
            pieces.append(excerpt.slice(start, match.end()))
            start = match.end()
    pieces.append(excerpt.slice(start, len(excerpt.text)))
    return tuple(piece for piece in pieces if piece)


def chunk(document: Document) -> tuple[Passage, ...]:
    """Make the passages of a document, in reading order, each with an id of its own.

    A table note that says what an earlier one said is left out.
    """
    return tuple(_Chunker(document).passages())


def slug(text: str) -> str:
    """Make the part of an id that stands for a heading or caption."""
    plain = _ENUMERATOR.sub("", text).casefold()
    return "-".join(re.findall(r"[a-z0-9]+", plain)) or "section"


@dataclass(slots=True)
class _Chunker:
    """Walks a document's blocks, keeping the headings and counting the paragraphs of a section."""

    document: Document
    headings: list[tuple[int, str]] = field(default_factory=list)
    section: str = "main"
    lead_in: str = ""
    counts: Counter[str] = field(default_factory=Counter)
    names: set[str] = field(default_factory=set)
    notes: set[str] = field(default_factory=set)
    numbered: dict[Span, Recommendation] = field(init=False)
    done: set[RecommendationKey] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.numbered = {s: r for r in self.document.recommendations for s in r.row.spans}

    def passages(self) -> Iterator[Passage]:
        for block in self.document.blocks:
            match block:
                case Heading():
                    yield from self._in_text(block)
                    self._enter(block)
                case Table():
                    yield from self._rows(block)
                case Paragraph() if self._recommended(block):
                    yield from self._in_text(block)
                case Paragraph():
                    yield from self._paragraph(block)

    def _recommended(self, block: Heading | Paragraph) -> Recommendation | None:
        """Find the recommendation that a heading or paragraph of running text belongs to."""
        return self.numbered.get(block.excerpt.spans[0]) if block.excerpt else None

    def _in_text(self, block: Heading | Paragraph) -> Iterator[Passage]:
        """Make one passage of a recommendation in running text, at the first of its paragraphs."""
        r = self._recommended(block)
        if r is not None and r.key not in self.done:
            self.done.add(r.key)
            yield self._recommendation(r)

    def _enter(self, heading: Heading) -> None:
        self.headings = [h for h in self.headings if h[0] < heading.level]
        self.headings.append((heading.level, heading.excerpt.text))
        self.section, self.lead_in = self._unused(slug(heading.excerpt.text)), ""

    def _unused(self, name: str) -> str:
        unused = name
        while unused in self.names:
            self.counts[name] += 1
            unused = f"{name}-{self.counts[name] + 1}"
        self.names.add(unused)
        return unused

    def _next(self, prefix: str) -> str:
        key = f"{self.section}/{prefix}"
        self.counts[key] += 1
        return f"{key}{self.counts[key]}"

    def _rows(self, table: Table) -> Iterator[Passage]:
        caption = table.caption.text
        short = re.match(r"table \d+", caption, re.IGNORECASE)
        name = self._unused(slug(short[0] if short else caption or "table"))
        for at, row in enumerate(table.rows, start=1):
            spans = tuple(span for cell in row.cells for span in cell.spans)
            mine = [r for s in spans if (r := self.numbered.get(s)) and set(r.spans) <= set(spans)]
            recommendation = mine[0] if mine else None
            if recommendation is not None:
                yield self._recommendation(recommendation)
            elif spans:
                heads = ", ".join(cell.text for cell in table.header if cell)
                whole = NOTHING.joined(*row.cells)
                parts = tuple(part for cell in row.cells for part in sentences(cell))
                lead_in = f"{caption} ({heads})" if heads else caption
                yield self._passage(f"{name}/row-{at}", "row", whole, parts, lead_in, row.page)

    def _recommendation(self, r: Recommendation) -> Passage:
        parts = [*sentences(r.priority), *sentences(r.action), r.responsible, r.status_cell]
        said = [span for part in parts for span in part.spans]
        for start, end in r.spans:
            # Cells and lines that are no field of their own: strength, certainty, remarks.
            if not any(start <= first < end for first, _ in said):
                parts.append(Excerpt.cut(self.document.source, (Span(start, end),)))
        return Passage(
            id=r.id,
            document_id=r.document_id,
            kind="recommendation",
            headings=r.headings,
            lead_in=r.table,
            excerpt=r.row,
            parts=tuple(part for part in parts if part),
            recommendation=r.number,
            page=r.page,
        )

    def _paragraph(self, paragraph: Paragraph) -> Iterator[Passage]:
        excerpt, page = paragraph.excerpt, paragraph.page
        match paragraph.kind:
            case "title":
                pass
            case "front":
                if len(re.findall(r"[A-Za-z]{2,}", excerpt.text)) > 3 and "://" not in excerpt.text:
                    self.counts["front"] += 1
                    name = f"front/p{self.counts['front']}"
                    yield self._passage(name, "front", excerpt, sentences(excerpt), "", page)
            case "reference":
                label = re.match(r"\[(\d+)\]", excerpt.text)
                name = self._unused(f"ref-{label[1]}") if label else self._next("ref-")
                yield self._passage(name, "reference", excerpt, (excerpt,), "", page)
            case "note":
                if excerpt.text not in self.notes:
                    self.notes.add(excerpt.text)
                    name = self._next("note-")
                    yield self._passage(name, "note", excerpt, (excerpt,), "", page)
            case "item":
                name = self._next("item-")
                parts = sentences(excerpt)
                yield self._passage(name, "item", excerpt, parts, self.lead_in, page)
            case "text":
                self.lead_in = excerpt.text if excerpt.text.endswith(":") else ""
                yield from self._text(excerpt, page)

    def _text(self, excerpt: Excerpt, page: int | None) -> Iterator[Passage]:
        """Make one passage of a paragraph, or several of whole sentences of a very long one."""
        name = self._next("p")
        runs: list[list[Excerpt]] = [[]]
        n_words = 0
        for sentence in sentences(excerpt):
            n_words += len(sentence.text.split())
            if runs[-1] and n_words > MAX_WORDS:
                runs.append([])
                n_words = len(sentence.text.split())
            runs[-1].append(sentence)
        for at, run in enumerate(runs):
            suffix = chr(ord("a") + at % 26) * (1 + at // 26) if len(runs) > 1 else ""
            whole = NOTHING.joined(*run) if len(runs) > 1 else excerpt
            yield self._passage(name + suffix, "paragraph", whole, tuple(run), "", page)

    def _passage(
        self,
        name: str,
        kind: PassageKind,
        excerpt: Excerpt,
        parts: tuple[Excerpt, ...],
        lead_in: str,
        page: int | None,
    ) -> Passage:
        document_id = self.document.entry.id
        return Passage(
            id=f"{document_id}/{name}",
            document_id=document_id,
            kind=kind,
            headings=tuple(text for _, text in self.headings),
            lead_in=lead_in,
            excerpt=excerpt,
            parts=parts,
            page=page,
        )
