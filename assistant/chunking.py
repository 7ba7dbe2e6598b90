"""Turns a Document into Passages, the units of retrieval."""

import re
from collections import Counter
from collections.abc import Iterator

from assistant import domain

# MiniLM reads 256 word pieces, some 190 words; its sentences are encoded one by one as well.
MAX_WORDS = 230
_ENUMERATOR = re.compile(r"^(?:[a-z]|\d+(?:\.\d+)*|[ivx]+)[.)]\s+", re.IGNORECASE)
_SENTENCE_END = re.compile(
    r"(?<=[.!?])[\"”’')\]]*(?:[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]*|\^\{[^}]*\})\s+(?=[\"“‘'(\[]?[A-Z0-9])"
)
_NO_END = re.compile(
    r"(?:\b(?:e\.?g|i\.?e|etc|vs|cf|al|Dr|Mrs?|Ms|Prof|St|No|Fig|approx|Eg|pp)|\b[A-Z])\.$"
)


def sentences(excerpt: domain.Excerpt) -> tuple[domain.Excerpt, ...]:
    """Split an excerpt into its sentences; joined, they give it back."""
    pieces, start = [], 0
    for match in _SENTENCE_END.finditer(excerpt.text):
        if not _NO_END.search(excerpt.text[start : match.start()]):
            pieces.append(excerpt.slice(start, match.end()))
            start = match.end()
    pieces.append(excerpt.slice(start, len(excerpt.text)))
    return tuple(piece for piece in pieces if piece)


def chunk(document: domain.Document) -> tuple[domain.Passage, ...]:
    """Make the passages of a document, in reading order, each with an id of its own.

    A table note that says what an earlier one said is left out.
    """
    return tuple(_Chunker(document).passages())


def slug(text: str) -> str:
    """Make the part of an id that stands for a heading or caption."""
    plain = _ENUMERATOR.sub("", text).casefold()
    return "-".join(re.findall(r"[a-z0-9]+", plain)) or "section"


class _Chunker:
    """Walks a document's blocks, keeping the headings and counting the paragraphs of a section."""

    def __init__(self, document: domain.Document) -> None:
        self.document = document
        self.headings: list[tuple[int, str]] = []
        self.section, self.lead_in = "main", ""
        self.counts: Counter[str] = Counter()
        self.names: set[str] = set()
        self.notes: set[str] = set()
        self.numbered = {s: r for r in document.recommendations for s in r.spans}
        self.done: set[domain.RecommendationKey] = set()

    def passages(self) -> Iterator[domain.Passage]:
        for block in self.document.blocks:
            if isinstance(block, domain.Table):
                yield from self._rows(block)
                continue
            r = self.numbered.get(block.excerpt.spans[0]) if block.excerpt else None
            # A recommendation in running text is one passage, at the first of its paragraphs.
            if r is not None and r.key not in self.done:
                self.done.add(r.key)
                yield self._recommendation(r)
            if isinstance(block, domain.Heading):
                self._enter(block)
            elif r is None:
                yield from self._paragraph(block)

    def _enter(self, heading: domain.Heading) -> None:
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

    def _rows(self, table: domain.Table) -> Iterator[domain.Passage]:
        caption = table.caption.text
        short = re.match(r"table \d+", caption, re.IGNORECASE)
        name = self._unused(slug(short[0] if short else caption or "table"))
        for at, row in enumerate(table.rows, start=1):
            spans = tuple(span for cell in row.cells for span in cell.spans)
            mine = [r for s in spans if (r := self.numbered.get(s)) and set(r.spans) <= set(spans)]
            if mine:
                yield self._recommendation(mine[0])
            elif spans:
                heads = ", ".join(cell.text for cell in table.header if cell)
                parts = tuple(part for cell in row.cells for part in sentences(cell))
                lead_in = f"{caption} ({heads})" if heads else caption
                whole = domain.NOTHING.joined(*row.cells)
                yield self._passage(f"{name}/row-{at}", "row", whole, row.page, lead_in, parts)

    def _recommendation(self, r: domain.Recommendation) -> domain.Passage:
        parts = [*sentences(r.priority), *sentences(r.action), r.responsible, r.status_cell]
        said = [span for part in parts for span in part.spans]
        for start, end in r.spans:
            # Cells and lines that are no field of their own: strength, certainty, remarks.
            if not any(start <= first < end for first, _ in said):
                parts.append(domain.Excerpt.cut(self.document.source, (domain.Span(start, end),)))
        told = tuple(part for part in parts if part)
        kind: domain.PassageKind = "recommendation"
        of = r.document_id
        return domain.Passage(r.id, of, kind, r.headings, r.table, r.row, told, r.number, r.page)

    def _paragraph(self, paragraph: domain.Paragraph) -> Iterator[domain.Passage]:
        excerpt, page = paragraph.excerpt, paragraph.page
        match paragraph.kind:
            case "front":
                if len(re.findall(r"[A-Za-z]{2,}", excerpt.text)) > 3 and "://" not in excerpt.text:
                    self.counts["front"] += 1
                    yield self._passage(f"front/p{self.counts['front']}", "front", excerpt, page)
            case "reference":
                label = re.match(r"\[(\d+)\]", excerpt.text)
                name = self._unused(f"ref-{label[1]}") if label else self._next("ref-")
                yield self._passage(name, "reference", excerpt, page, parts=(excerpt,))
            case "note" if excerpt.text not in self.notes:
                self.notes.add(excerpt.text)
                yield self._passage(self._next("note-"), "note", excerpt, page, parts=(excerpt,))
            case "item":
                yield self._passage(self._next("item-"), "item", excerpt, page, self.lead_in)
            case "text":
                self.lead_in = excerpt.text if excerpt.text.endswith(":") else ""
                yield from self._text(excerpt, page)

    def _text(self, excerpt: domain.Excerpt, page: int | None) -> Iterator[domain.Passage]:
        """Make one passage of a paragraph, or several of whole sentences of a very long one."""
        name = self._next("p")
        runs: list[list[domain.Excerpt]] = [[]]
        n_words = 0
        for sentence in sentences(excerpt):
            n_words += len(sentence.text.split())
            if runs[-1] and n_words > MAX_WORDS:
                runs.append([])
                n_words = len(sentence.text.split())
            runs[-1].append(sentence)
        for at, run in enumerate(runs):
            suffix = chr(ord("a") + at % 26) * (1 + at // 26) if len(runs) > 1 else ""
            whole = domain.NOTHING.joined(*run) if len(runs) > 1 else excerpt
            yield self._passage(name + suffix, "paragraph", whole, page, parts=tuple(run))

    def _passage(
        self,
        name: str,
        kind: domain.PassageKind,
        excerpt: domain.Excerpt,
        page: int | None,
        lead_in: str = "",
        parts: tuple[domain.Excerpt, ...] = (),
    ) -> domain.Passage:
        """Make a passage of a section; its parts are its sentences if no others are given."""
        of, headings = self.document.entry.id, tuple(text for _, text in self.headings)
        parts = parts or sentences(excerpt)
        return domain.Passage(
            f"{of}/{name}", of, kind, headings, lead_in, excerpt, parts, page=page
        )
