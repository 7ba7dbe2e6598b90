"""Writes down what a reader finds: a document's text, and the blocks that stand in it.

For files whose words do not lie there as one text (Markdown, web pages, Word, PDF) this makes the
text that all spans count in. Knows nothing of file formats.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from assistant.characters import UNSEEN
from assistant.domain import (
    NOTHING,
    Block,
    Excerpt,
    Heading,
    Omission,
    Paragraph,
    ParagraphKind,
    Row,
    Span,
    Table,
)
from assistant.parsing.cards import cards_in
from assistant.parsing.columns import NUMBER, counts_up, number_column
from assistant.parsing.statements import is_numbered, said_behind_label

Join: TypeAlias = Callable[[str, str], str]

_LIGATURE = re.compile("[\ufb00-\ufb06]")
_BULLETS = "●•▪◦‣‧⁃›»·∙■□◆○➢➤✓✔\uf0b7\uf0a7\uf0d8\uf076\uf0fc"
# Word draws some bullets as the letter o of another font.
_BULLET = re.compile(rf"(?:[{_BULLETS}]|o(?=\s+\w))\s*")
# Any other sign that stands alone before words is one too: dashes, arrows, squares, glyphs of a
# font's own. These are said aloud.
_SIGNS = {"Pd", "So", "Sm", "Co", "Sk"}
_SAID_ALOUD = frozenset("©®™°+<>=±×÷~≤≥≈^`¬|")
_ALONE = re.compile(r"(\S)\s+(?=\w|[“‘\"'(])")
_ENUMERATED_ITEM = re.compile(
    r"(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,5})\)|(?:\d{1,2}|[a-z]|[ivx]{1,5})\.)(?=\s)\s*"
)
# "(c) Royal College 2027" begins no item.
_COPYRIGHT = re.compile(r"\(c\)\s+(?:[A-Z]\S*\s+){0,6}(?:19|20)\d\d(?:[.,]|\s+[A-Z]|$)")
# Markup of a web page in a text; "<name of the trust>" is none.
TAG = re.compile(
    r"</?(?:a|abbr|b|blockquote|br|caption|center|cite|code|col|colgroup|dd|del|details|div|dl|dt|em"
    r"|figcaption|figure|font|h[1-6]|hr|i|img|ins|kbd|li|mark|ol|p|pre|q|s|samp|section|small|span"
    r"|strike|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|var)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"\[\d+\]\s+")
_CONTINUED = re.compile(r"\W{1,3}(?:continued|cont(?:[’']d|\.)?)\W{0,3}$", re.IGNORECASE)
# A shorter cell may be a word or two by itself.
_MIN_CUT = 40
_NOTE = re.compile(r"[*†‡]+\s*(?=\w)")
_MARKS = str.maketrans("0123456789-–−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁻")


def clean(text: str) -> str:
    """Leave out what cannot be seen, spell out ligatures, and make all white space one space."""
    text = _LIGATURE.sub(
        lambda match: unicodedata.normalize("NFKC", match[0]), text.translate(UNSEEN)
    )
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
    if _COPYRIGHT.match(text):
        return Beginning("text", "")
    if match := _BULLET.match(text) or _ENUMERATED_ITEM.match(text) or _sign_before(text):
        return Beginning("item", match[0])
    if match := _NOTE.match(text):
        return Beginning("note", match[0])
    return Beginning("text", "")


def counts_on(words: str, line: str) -> bool:
    """Tell whether the mark at a line's start, "2)" or "(b)", counts on from one inside the words before."""
    mark = _ENUMERATED_ITEM.match(line)
    figure = re.sub(r"\W", "", mark[0]) if mark else ""
    if mark is None or (len(figure) > 1 and not figure.isdigit()):
        return False
    before = str(int(figure) - 1) if figure.isdigit() else chr(ord(figure) - 1)
    return f" {mark[0].strip().replace(figure, before)} " in words


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
        is_head: it is part of the header, which may have several rows.
    """

    cells: tuple[str, ...]
    page: int | None = None
    is_section: bool = False
    repeated: frozenset[int] = frozenset()
    is_head: bool = False


@dataclass(slots=True)
class Draft:
    """The text of a document in the making, and its blocks so far."""

    blocks: list[Block] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)
    _left_out: dict[tuple[str, str], Omission] = field(default_factory=dict)
    _pieces: list[str] = field(default_factory=list)
    _headings: set[str] = field(default_factory=set)
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

    def struck(self, words: str, *, in_table: bool) -> str:
        """Leave out words that are struck through, and tell; give what is still said.

        The rest of a row would say something else, so those of a table are said.
        """
        if not in_table:
            self.leave_out("deleted text", words)
            return ""
        if said := clean(words):
            self.remark(f"Struck through in a table, and read as other words are: “{said}”.")
        return words

    def heading(self, level: int, text: str, page: int | None = None) -> None:
        """Add a heading, unless it says nothing, or only that one before goes on over the page."""
        text = clean(text)
        if _CONTINUED.search(text) and _CONTINUED.sub("", text) in self._headings:
            self.leave_out("heading said again", text, page)
            return
        self._headings.add(text)
        if excerpt := self._write(text):
            self.blocks.append(Heading(level, excerpt, page))
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

    def say(
        self, text: str, mark: str = "", page: int | None = None, *, hangs: bool = False
    ) -> None:
        """Add a paragraph of the kind that its first characters make it, or an item that a mark is set before.

        Its own number or letter stays beside another mark, its own bullet does not.
        """
        kind, own = beginning(text)
        if mark and kind != "reference":
            kind = "item"
        is_word = mark not in {"", own.strip()} and any(map(str.isalnum, own))
        words = text if is_word else text.removeprefix(own)
        self.paragraph(kind, words, page, mark=mark or own, hangs=hangs)

    def table(self, caption: str, rows: Sequence[TextRow], join: Join | None = None) -> None:
        """Add a table, its rows put together again; the first row is its header if none says so.

        Where the first counts as those below do, there is no header. Sections that stand first belong to the caption. A single row only frames what is in it.
        """
        cleaned = [
            row._replace(cells=tuple(without_bullets(clean(c)) for c in row.cells)) for row in rows
        ]
        rows = [row for row in cleaned if any(row.cells)]
        while len(rows) > 1 and rows[0].is_section:
            caption = f"{caption} {rows.pop(0).cells[0]}"
        if len(rows) < 2:
            page = rows[0].page if rows else None
            said_once = dict.fromkeys((caption, *(cell for row in rows for cell in row.cells)))
            self._paragraphs([(page, text) for text in said_once])
            return
        if cards := cards_in([cell for row in rows for cell in row.cells if cell]):
            pages = [row.page for row in rows for cell in row.cells if cell]
            said = [(page, text) for page, card in zip(pages, cards, strict=True) for text in card]
            self._paragraphs([(rows[0].page, caption), *said])
            return
        rows = _with_one_head(rows)
        for row in rows[1:]:
            if row.cells == rows[0].cells:
                self.leave_out("repeated head of a table", " ".join(row.cells), row.page)
        rows = whole_rows(rows, join or (lambda first, second: f"{first} {second}".strip()))
        if all(len(row.cells) == 2 and _is_labelled(row) for row in rows):
            self._paragraphs(
                [(rows[0].page, caption), *((r.page, " ".join(r.cells)) for r in rows)]
            )
            return
        head = self._write(clean(caption))
        if head:
            self._add("\n\n")
        written = [self._row(row) for row in rows]
        self._add("\n")
        header, *body = written
        self.blocks.append(Table(head, header.cells, tuple(body), header.page))

    def _paragraphs(self, said: Sequence[tuple[int | None, str]]) -> None:
        """Add what was set as a table and is none."""
        for page, text in said:
            self.paragraph("text", text, page)

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


def _with_one_head(rows: list[TextRow]) -> list[TextRow]:
    """Give a table one row that heads it, an empty one if the first row counts as the others do."""
    heads = [row for row in rows if row.is_head and not row.is_section]
    if len(heads) > 1 and heads == rows[: len(heads)]:
        return [_headed(heads), *rows[len(heads) :]]
    cells = [row.cells[0] for row in rows if not row.is_section]
    is_counted = rows[0].cells[0] and counts_up([row.cells for row in rows], 0)
    if not heads and (is_counted or all(map(said_behind_label, cells))):
        return [TextRow(("",) * len(rows[0].cells), rows[0].page), *rows]
    return rows


def _headed(heads: Sequence[TextRow]) -> TextRow:
    """Make one header of several header rows, each column's words once."""
    columns = zip_longest(*(row.cells for row in heads), fillvalue="")
    return TextRow(tuple(" ".join(dict.fromkeys(filter(None, c))) for c in columns), heads[0].page)


def _is_labelled(row: TextRow) -> bool:
    """Tell whether a row only sets a recommendation beside its number, as the first does too."""
    return bool(NUMBER.fullmatch(row.cells[0])) and is_numbered(row.cells[0])


def _is_inside(column: int, row: TextRow, above: TextRow) -> bool:
    """Tell whether a cell goes on with a long one above that ends inside a sentence."""
    first, last = row.cells[column], above.cells[column]
    return first[:1].islower() and len(last) >= _MIN_CUT and (last[-1].isalpha() or last[-1] == ",")


def whole_rows(rows: list[TextRow], join: Join) -> list[TextRow]:
    """Join the rows that a page break cut, and drop the headers repeated after one.

    A row goes on the row before when the number cell of a table of recommendations is empty, or
    when at the top of a new page its first cell is empty or begins inside a sentence, or another one
    does in a column of sentences.
    """
    if not rows:
        return []
    width = max(len(row.cells) for row in rows)
    rows = [row._replace(cells=row.cells + ("",) * (width - len(row.cells))) for row in rows]
    header, *body = rows
    key = number_column(header.cells, [row.cells for row in body if not row.is_section])
    of_sentences = {c for c in range(width) if sum(r.cells[c][:1].islower() for r in body) == 1}
    is_lower_first = 2 * sum(r.cells[0][:1].islower() for r in body) > len(body)
    out, page = [header], header.page
    for row in body:
        if row.cells == header.cells:
            continue
        is_new_page, page = len(out) > 1 and row.page != page, row.page
        is_inside = row.cells[0][:1].islower() and not is_lower_first
        is_cut = is_new_page and (
            not row.cells[0]
            or (is_inside and not any(c[:1].isdigit() for c in row.cells))
            or any(_is_inside(column, row, out[-1]) for column in of_sentences)
        )
        if key is not None:
            is_cut = not row.cells[key] or key in row.repeated
        if is_cut and len(out) > 1 and not row.is_section and not out[-1].is_section:
            more = ["" if at in row.repeated else cell for at, cell in enumerate(row.cells)]
            out[-1] = out[-1]._replace(cells=tuple(map(join, out[-1].cells, more)))
        else:
            out.append(row)
    return out
