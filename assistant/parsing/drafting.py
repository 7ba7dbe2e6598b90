"""Writes down what a reader finds: a document's text, and the blocks that stand in it.

For files whose words do not lie there as one text (Markdown, web pages, Word, PDF) this makes the
text that all spans count in. Knows nothing of file formats.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from assistant.domain import (
    NOTHING,
    Block,
    DocumentEntry,
    Excerpt,
    Heading,
    Omission,
    Paragraph,
    ParagraphKind,
    Row,
    Span,
    Table,
)
from assistant.parsing.columns import columns_in, number_column

Join: TypeAlias = Callable[[str, str], str]

# Soft hyphens, zero-width and direction marks, control characters: nothing a reader sees.
_INVISIBLE = re.compile(
    "[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0e-\x1f\x7f-\x9f]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_BULLETS = "●•▪◦‣·∙■□◆○➢➤✓✔\uf0b7\uf0a7\uf0d8\uf076\uf0fc"
# Word draws some bullets as the letter o of another font.
_BULLET = re.compile(rf"(?:[{_BULLETS}]|o(?=\s+[A-Z]))\s*")
# Any other sign that stands alone before words is one too: dashes, arrows, squares, glyphs of a
# font's own. These are said aloud.
_SIGNS = {"Pd", "So", "Sm", "Co", "Sk"}
_SAID_ALOUD = frozenset("©®™°+<>=±×÷~≤≥≈^`¬|")
_ALONE = re.compile(r"(\S)\s+(?=\w|[“‘\"'(])")
_ENUMERATED_ITEM = re.compile(
    r"(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,5})\)|(?:\d{1,2}|[a-z]|[ivx]{1,5})\.)(?=\s)\s*"
)
_REFERENCE = re.compile(r"\[\d+\]\s+")
_NOTE = re.compile(r"[*†‡]+\s*(?=\w)")
_MARKS = str.maketrans("0123456789-–−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁻")
_CAPTION = re.compile(r"(?:table|box|panel)\s+[\dA-Z]|.*\btable$", re.IGNORECASE)
_MAX_CAPTION = 160
_MAX_SECTION = 120
# A line shorter than this is one of an address or a list; the next begins with a small letter.
_MIN_CUT = 40
_GOES_ON = re.compile(r"[a-z]+[,.;:]?\s+\w")


def clean(text: str) -> str:
    """Leave out what cannot be seen, spell out ligatures, and make all white space one space."""
    text = _SURROGATE.sub("\ufffd", _INVISIBLE.sub("", text))
    text = _LIGATURE.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    return " ".join(text.split())


def superscript(text: str) -> str:
    """Write raised figures as the reference marks that `marks` knows; other text stays as it is."""
    figures = re.sub(r"\s", "", text).strip("()[]")
    if re.fullmatch(r"\d{1,3}(?:[-–−]\d{1,3})?", figures):
        return figures.translate(_MARKS)
    if re.fullmatch(r"\d{1,3}(?:[,-–−]\d{1,3})*,?", figures):
        return "^{" + figures.rstrip(",").replace("−", "-") + "}"
    return text


class Beginning(NamedTuple):
    """How a paragraph begins: of what kind that makes it, and the mark that is not its words."""

    kind: ParagraphKind
    mark: str


def beginning(text: str) -> Beginning:
    """Tell what kind of paragraph its first characters make it."""
    if _REFERENCE.match(text):
        return Beginning("reference", "")
    if match := _BULLET.match(text) or _ENUMERATED_ITEM.match(text) or _sign_before(text):
        return Beginning("item", match[0])
    if match := _NOTE.match(text):
        return Beginning("note", match[0])
    return Beginning("text", "")


def _sign_before(text: str) -> re.Match[str] | None:
    match = _ALONE.match(text)
    is_sign = match is not None and unicodedata.category(match[1]) in _SIGNS
    return match if match and is_sign and match[1] not in _SAID_ALOUD else None


def without_bullets(text: str) -> str:
    """Take the bullets out of a table cell."""
    return " ".join(re.sub(f"[{_BULLETS}](?=\\s|$)", " ", text).split())


class Contents(NamedTuple):
    """What a reader finds in a file: the text that all spans count in, and its blocks.

    Attributes:
        n_pages: how many pages the file has, those without a word among them; None where there
            are none to count.
        remarks: what a person should know of how it was read, one sentence each.
        properties: what the file says of itself: "title", "author", "date".
    """

    source: str
    blocks: tuple[Block, ...]
    n_pages: int | None = None
    pages_without_text: tuple[int, ...] = ()
    omissions: tuple[Omission, ...] = ()
    remarks: tuple[str, ...] = ()
    properties: Mapping[str, str] = MappingProxyType({})


class TextRow(NamedTuple):
    """A row of a table as a reader found it.

    Attributes:
        is_section: one cell across the whole table, which heads the rows below it.
        repeated: the columns whose cell spans this row and the one above.
    """

    cells: tuple[str, ...]
    page: int | None = None
    is_section: bool = False
    repeated: frozenset[int] = frozenset()


@dataclass(slots=True)
class Draft:
    """The text of a document in the making, and its blocks so far."""

    blocks: list[Block] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)
    _left_out: dict[tuple[str, str], Omission] = field(default_factory=dict)
    _pieces: list[str] = field(default_factory=list)
    _length: int = 0

    @property
    def source(self) -> str:
        """The text so far."""
        return "".join(self._pieces)

    @property
    def omissions(self) -> tuple[Omission, ...]:
        """What was left out so far."""
        return tuple(self._left_out.values())

    def remark(self, sentence: str) -> None:
        """Note what a person should know of the reading, once."""
        if sentence and sentence not in self.remarks:
            self.remarks.append(sentence)

    def leave_out(self, reason: str, words: str, page: int | None = None) -> None:
        """Note words that are left out."""
        words = clean(words)
        if not words:
            return
        key = reason, re.sub(r"\d+", "#", words)
        known = self._left_out.get(key, Omission(reason, words, (), 0))
        pages = known.pages if page is None or page in known.pages else (*known.pages, page)
        self._left_out[key] = known._replace(pages=pages, n_times=known.n_times + 1)

    def heading(self, level: int, text: str, page: int | None = None) -> None:
        """Add a heading, unless it says nothing."""
        if excerpt := self._write(clean(text)):
            self.blocks.append(Heading(level, excerpt, page))
            self._add("\n\n")

    def go_on(self, text: str) -> None:
        """Go on with the heading written last."""
        last = self.blocks[-1]
        if isinstance(last, Heading) and text:
            self._pieces.pop()
            self._length -= len("\n\n")
            self._add(" ")
            excerpt = last.excerpt.joined(self._write(text))
            self.blocks[-1] = replace(last, excerpt=excerpt)
            self._add("\n\n")

    def paragraph(
        self,
        kind: ParagraphKind,
        text: str,
        page: int | None = None,
        mark: str = "",
        *,
        hangs: bool = False,
    ) -> None:
        """Add a paragraph, unless it says nothing; its mark stands in the text before its words."""
        text = clean(text)
        if not text:
            return
        if mark:
            self._add(mark if mark.endswith(" ") else mark + " ")
        self.blocks.append(Paragraph(kind, self._write(text), page, hangs))
        self._add("\n\n")

    def table(self, caption: str, rows: Sequence[TextRow], join: Join | None = None) -> None:
        """Add a table, its rows put together again; the first row is its header."""
        rows = [
            row._replace(cells=tuple(without_bullets(clean(c)) for c in row.cells)) for row in rows
        ]
        rows = whole_rows([row for row in rows if any(row.cells)], join or _spaced)
        if not rows:
            return
        head = self._write(clean(caption))
        if head:
            self._add("\n\n")
        written = [self._row(row) for row in rows]
        self._add("\n")
        header, *body = written
        self.blocks.append(Table(head, header.cells, tuple(body), header.page))

    def _row(self, row: TextRow) -> Row:
        cells = []
        for at, text in enumerate(row.cells):
            self._add("\t" if at else "")
            cells.append(self._write(text))
        self._add("\n")
        return Row(tuple(cells), row.page, row.is_section)

    def _write(self, text: str) -> Excerpt:
        if not text:
            return NOTHING
        start = self._length
        self._add(text)
        return Excerpt(text, (Span(start, self._length),))

    def _add(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)


def _spaced(first: str, second: str) -> str:
    return f"{first} {second}".strip()


def whole_rows(rows: list[TextRow], join: Join) -> list[TextRow]:
    """Join the rows that a page break cut, and drop the headers repeated after one.

    A row goes on the row before when the number cell of a table of recommendations is empty, or
    when at the top of a new page its first cell is empty or begins inside a sentence.
    """
    if not rows:
        return []
    width = max(len(row.cells) for row in rows)
    rows = [row._replace(cells=row.cells + ("",) * (width - len(row.cells))) for row in rows]
    header, *body = rows
    key = number_column(header.cells, [row.cells for row in body if not row.is_section])
    out = [header]
    for row in body:
        if row.cells == header.cells:
            continue
        is_new_page = len(out) > 1 and row.page != out[-1].page
        is_cut = is_new_page and (not row.cells[0] or row.cells[0][0].islower())
        if key is not None:
            is_cut = not row.cells[key] or key in row.repeated
        if is_cut and len(out) > 1 and not row.is_section and not out[-1].is_section:
            more = ["" if at in row.repeated else cell for at, cell in enumerate(row.cells)]
            out[-1] = out[-1]._replace(cells=tuple(map(join, out[-1].cells, more)))
        else:
            out.append(row)
    return out


def captioned(blocks: Iterable[Block]) -> list[Block]:
    """Give a table without a caption the line before it, if that reads as one.

    A sentence may stand between a line that says "Table 3 …" and its table.
    """
    out: list[Block] = []
    for block in blocks:
        if isinstance(block, Table) and not block.caption:
            at = next((at for at in (-1, -2) if len(out) >= -at and _is_caption(out[at], at)), None)
            if at is not None:
                caption = out.pop(at)
                block = replace(block, caption=_excerpt(caption))
        out.append(block)
    return out


def sectioned(blocks: Iterable[Block]) -> Iterator[Block]:
    """Part a table at the rows that head others: what they say goes to the caption of each part.

    A table of recommendations is kept whole; there they name the area.
    """
    for block in blocks:
        if isinstance(block, Table) and not _holds_recommendations(block):
            yield from _parts(block)
        else:
            yield block


def _parts(table: Table) -> Iterator[Table]:
    """Part a table; a head with no row below it is a row like others."""
    heads, rows = list[Row](), list[Row]()
    for row in table.rows:
        if rows and _heads_rows(row):
            yield _part(table, heads, rows)
            heads, rows = [row], []
        elif _heads_rows(row):
            heads.append(row)
        else:
            rows.append(row)
    yield _part(table, heads, rows) if rows else _part(table, [], heads)


def _part(table: Table, heads: Sequence[Row], rows: Sequence[Row]) -> Table:
    said = [cell for row in heads for cell in row.cells if cell]
    page = rows[0].page if said and rows else table.page
    return Table(table.caption.joined(*said), table.header, tuple(rows), page)


def _heads_rows(row: Row) -> bool:
    """Tell whether a row across the table heads others; a sentence or more is what it says itself."""
    text = " ".join(cell.text for cell in row.cells if cell)
    return row.is_section and len(text) <= _MAX_SECTION and not text.endswith(".")


def _holds_recommendations(table: Table) -> bool:
    body = [[cell.text for cell in row.cells] for row in table.rows if not row.is_section]
    return bool(columns_in([cell.text for cell in table.header], body))


def rejoined(blocks: Iterable[Block]) -> Iterator[Block]:
    """Join paragraphs that were cut inside a sentence, as where a page of another file ended."""
    last: Block | None = None
    for block in blocks:
        if isinstance(last, Paragraph) and isinstance(block, Paragraph) and _is_cut(last, block):
            last = replace(last, excerpt=last.excerpt.joined(block.excerpt))
            continue
        if last is not None:
            yield last
        last = block
    if last is not None:
        yield last


def _is_cut(last: Paragraph, block: Paragraph) -> bool:
    """Tell whether a paragraph goes on with the one before; printed pages are set out elsewhere."""
    if last.kind != "text" or block.kind != "text" or block.page is not None:
        return False
    text = last.excerpt.text
    return len(text) >= _MIN_CUT and text[-1].isalpha() and bool(_GOES_ON.match(block.excerpt.text))


def _excerpt(block: Block) -> Excerpt:
    return block.caption if isinstance(block, Table) else block.excerpt


def _is_caption(block: Block, at: int) -> bool:
    """Tell whether a block can be the caption of the table that follows it, at -1 or -2."""
    if isinstance(block, Table) or len(block.excerpt.text) > _MAX_CAPTION:
        return False
    if _CAPTION.match(block.excerpt.text):
        return isinstance(block, Heading) or at == -1
    is_text = isinstance(block, Paragraph) and block.kind == "text" and at == -1
    return is_text and not block.excerpt.text.endswith((".", ",", ";", ":", "?", "!"))


def titled(blocks: Sequence[Block], entry: DocumentEntry) -> Iterator[Block]:
    """Mark the title and, between it and the first heading, the front matter."""
    same = [
        i
        for i, b in enumerate(blocks)
        if not isinstance(b, Table) and b.excerpt.text == entry.title
    ]
    at = same[0] if same else -1
    is_front = at > 0
    for i, block in enumerate(blocks):
        if i == at and not isinstance(block, Table):
            yield Paragraph("title", block.excerpt, block.page)
        elif isinstance(block, Table) or (i > at and isinstance(block, Heading)):
            is_front = False
            yield block
        elif i < at or is_front:
            yield Paragraph("front", block.excerpt, block.page)
        else:
            yield block


def settled(
    draft: Draft,
    entry: DocumentEntry,
    n_pages: int | None = None,
    pages_without_text: tuple[int, ...] = (),
) -> Contents:
    """Finish a draft: captions to their tables, the title and front matter marked."""
    blocks = tuple(titled(list(sectioned(captioned(rejoined(draft.blocks)))), entry))
    return Contents(
        draft.source,
        blocks,
        n_pages,
        pages_without_text,
        draft.omissions,
        tuple(draft.remarks),
        {name: words for name, value in draft.properties.items() if (words := clean(value))},
    )
