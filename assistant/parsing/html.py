"""Reads a web page: headings, paragraphs, lists, tables.

Nothing is fetched and no entity of the file's own is expanded. Knows nothing of what the tables mean.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html

from assistant.domain import Heading
from assistant.errors import UnreadableDocument
from assistant.parsing.blocks import settled
from assistant.parsing.decoding import encoding_of, remark_on
from assistant.parsing.draft import Contents, Draft, TextRow, clean, superscript
from assistant.parsing.furniture import Element, clear
from assistant.parsing.numbering import roman
from assistant.parsing.statements import apart
from assistant.parsing.terms import headed_by_terms

_BLOCKS = frozenset([
    "html", "body", "p", "div", "section", "article", "main", "aside", "header", "footer",
    "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote",
    "pre", "figure", "figcaption", "address", "details", "summary", "table", "caption",
    "thead", "tbody", "tfoot", "tr", "td", "th", "hr", "form", "fieldset", "legend",
    "center",
])  # fmt: skip
_HEADINGS_IN = ".//h1 | .//h2 | .//h3 | .//h4 | .//h5 | .//h6"
_UTF_8 = re.compile(rb"charset\s*=\s*[\"']?utf-?8", re.IGNORECASE)
_META = {
    "author": {"citation_publisher", "dc.publisher", "dcterms.publisher", "og:site_name", "author"},
    "date": {"citation_date", "dc.date", "dcterms.issued", "article:published_time", "date"},
}
# Entities that a file declares for itself; nothing of them is read.
_DECLARATIONS = re.compile(rb"<!DOCTYPE[^>\[]*\[.*?\]\s*>", re.IGNORECASE | re.DOTALL)
# How the Official Journal of the European Union (EUR-Lex) names its headings, which are plain
# paragraphs. Source: the classes of https://eur-lex.europa.eu/eli/reg/2024/1689/oj
_JOURNAL_HEADINGS = {"doc-ti": 1, "ti-section-1": 2, "ti-grseq-1": 2, "ti-art": 6}
# These go one below the heading that they stand under.
_JOURNAL_SUBHEADINGS = frozenset({"ti-section-2", "sti-art"})
_BELOW = 9
_JOURNAL_SECTION = 4
_FOOTNOTE = re.compile(r"[\[(]?([\d⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})[\])]?\s+(?=\S)")
_FIGURES = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_FOOTNOTE_MARK = re.compile(r"[\[(]?\d{1,3}[\])]?")
_NOTE_NAME = re.compile(
    r"(?:^|[-_\s])(?:foot|end)?notes?(?:$|[-_\d\s])|\b(?:fn|ntr|ntc)", re.IGNORECASE
)
# The first cell of a table that only sets out a list: (1) · a) · iv. · — · •
_MARKER = re.compile(r"\(?(?:\d{1,3}[a-z]?|[a-z]{1,2}|[ivxl]{1,6})[.)]|[—–•●▪-]", re.IGNORECASE)
# In the source of a page a line's end is a space; this stands for a break that the page shows.
_BREAKS = re.compile(r"[\r\n]+")
_LINE_BREAK = "\v"
_EMPTY_LINE = re.compile(rf"{_LINE_BREAK}\s*{_LINE_BREAK}")
_MAX_SPAN = 1000  # of a cell. Source: HTML standard, 4.9.11.


def read_html(path: Path) -> Contents:
    """Read an HTML or XHTML file.

    Raises:
        UnreadableDocument: there is no page in it, or it is nested too deeply.
    """
    data = path.read_bytes()
    encoding = _encoding(data)
    parser = lxml_html.HTMLParser(
        encoding=encoding,
        no_network=True,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = lxml_html.document_fromstring(_DECLARATIONS.sub(b"", data, count=1), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableDocument(
            f"{path.name} is broken: no web page can be read from it"
        ) from error
    page = _Page(Draft(properties=_properties(root)))
    for struck in root.xpath("//del | //s | //strike"):
        in_table = next(struck.iterancestors("td", "th"), None) is not None
        if not page.draft.struck(_text(struck), in_table=in_table):
            struck.drop_tree()
    clear(root, page.draft.leave_out)
    _written_out(root)
    headed_by_terms(root)
    try:
        page.walk(root)
    except RecursionError as error:
        raise UnreadableDocument(
            f"{path.name} is broken: its markup is nested too deeply"
        ) from error
    page.end()
    page.draft.remark(remark_on(encoding or ""))
    return settled(page.draft)


def _written_out(root: Element) -> None:
    """Write fractions and powers of formulas on one line, as words are: 1/2, m²."""
    for fraction in root.iter("mfrac"):
        for below in fraction[1:]:
            below.text = f"/{below.text or ''}"
    for power in root.iter("msup"):
        for raised in power[1:]:
            raised.tag = "sup"


def _properties(root: Element) -> dict[str, str]:
    """Read what the page says of itself in its head."""
    said = {"title": " ".join(root.xpath("//head/title//text()"))}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").lower()
        for field_name, names in _META.items():
            if name in names:
                said.setdefault(field_name, meta.get("content", ""))
    return said


def _encoding(data: bytes) -> str | None:
    """Tell the encoding where the page need not; None leaves it to what the page says."""
    found = encoding_of(data)
    is_said = b"charset" in data[:4096].lower() or b"encoding=" in data[:200].lower()
    is_wrong = is_said and _UTF_8.search(data[:4096]) and not _is_utf_8(data)
    if found == "ascii" or (found == "cp1252" and is_said and not is_wrong):
        return None
    return found.replace("16-", "16")  # as libxml2 calls it


def _is_utf_8(data: bytes) -> bool:
    """Tell whether letters beyond ASCII are mostly UTF-8; a few broken ones make a page nothing else."""
    text = data.decode("utf-8", "replace")
    n_broken = text.count("\ufffd")
    return 2 * n_broken <= sum(letter > "\x7f" for letter in text)


@dataclass(slots=True)
class _Page:
    """Walks a page in reading order and writes its blocks."""

    draft: Draft
    pieces: list[str] = field(default_factory=list)
    mark: str = ""
    note_mark: str = ""
    is_in_item: bool = False

    def walk(self, element: Element) -> None:
        """Write an element's words and blocks, without its tail."""
        tag = _tag(element)
        if tag == "table":
            self.flush()
            self._table(element)
        elif level := _heading_level(element, tag):
            self.flush()
            self.draft.heading(level, _text(element))
        elif level := _journal_level(element, tag):
            self.flush()
            self._journal_heading(level, element)
        elif self._note(element, tag):
            pass
        elif tag == "li":
            self.flush()
            around, self.is_in_item = self.is_in_item, not element.xpath(_HEADINGS_IN)
            self.mark = own = _list_mark(element)
            self._inside(element)
            self.flush()
            if self.mark != own:
                self.end()
            self.mark, self.is_in_item = "", around
        elif tag in _BLOCKS:
            self.flush()
            self._inside(element)
            self.flush()
        elif tag == "br":
            self.pieces.append(_LINE_BREAK)
        elif tag == "sup" or _is_mark(element, tag):
            self.pieces.append(superscript(_text(element)))
        else:
            self._inside(element)

    def _note(self, element: Element, tag: str) -> bool:
        """Write a footnote, if this is one; its mark may stand in a dt, its words in the dd behind."""
        around = element if tag == "p" else element.getparent()
        if tag == "dd" and self.note_mark:
            self._footnote(f"{self.note_mark} {_text(element)}")
            self.note_mark = ""
        elif tag not in {"p", "dt"} or not _NOTE_NAME.search(around.get("class", "")):
            return False
        else:
            self.flush()
            text = clean(_text(element))
            if tag == "dt":
                self.note_mark = text
            else:
                self._footnote(text)
        return True

    def _inside(self, element: Element) -> None:
        self.pieces.append(element.text or "")
        for child in element:
            self.walk(child)
            self.pieces.append(child.tail or "")

    def flush(self) -> None:
        """End the paragraph under way; requirements may stand in it line below line."""
        written, self.pieces = "".join(self.pieces), []
        for paragraph in _EMPTY_LINE.split(_BREAKS.sub(" ", written)):
            for text in apart(paragraph.replace(_LINE_BREAK, "\n")):
                self._paragraph(clean(text))

    def end(self) -> None:
        """End what is under way; a word or number that nothing follows is said."""
        self.flush()
        self.draft.say(self.mark)
        self.mark = ""

    def _paragraph(self, text: str) -> None:
        if not self.mark and _MARKER.fullmatch(text):
            # A number set as a paragraph of its own belongs to the one that follows.
            self.mark = text
            return
        self.draft.say(text, self.mark, hangs=self.is_in_item and not self.mark)
        self.mark = ""

    def _journal_heading(self, level: int, element: Element) -> None:
        """Write a heading of the Official Journal; its titles run over several paragraphs."""
        below = element.getnext()
        if level == 1 and below is not None and _journal_level(below, _tag(below)) == 1:
            below.text = f"{_text(element)} {below.text or ''}"
            return
        text = _text(element)
        last = self.draft.blocks[-1] if self.draft.blocks else None
        if level == _BELOW and isinstance(last, Heading):
            level = last.level + 1
        elif text.strip().startswith("SECTION"):
            level = _JOURNAL_SECTION
        self.draft.heading(level, text)

    def _footnote(self, text: str) -> None:
        """Write a footnote as the numbered reference that its mark points to."""
        text = clean(text)
        match = _FOOTNOTE.match(text)
        if match:
            self.draft.paragraph(
                "reference", f"[{match[1].translate(_FIGURES)}] {text[match.end() :]}"
            )
        else:
            self.draft.paragraph("note", text)

    def _table(self, table: Element) -> None:
        caption = next(table.iterchildren("caption"), None)
        rows = list(_rows(table))
        if any(_holds_tables(row) for row in rows) or not _is_data(table, rows):
            if caption is not None:
                self.draft.paragraph("text", _text(caption))
            for row in rows:
                self._layout_row(row)
            return
        self.draft.table(_text(caption) if caption is not None else "", _grid(rows))

    def _layout_row(self, row: Element) -> None:
        """Write the cells of a table that only places things; a marker cell makes a list item."""
        cells = [cell for cell in row if _tag(cell) in {"td", "th"}]
        if len(cells) == 2 and _MARKER.fullmatch(marker := clean(_text(cells[0]))):
            self.mark = marker
            cells = cells[1:]
        for cell in cells:
            self._inside(cell)
            self.flush()
        self.mark = ""


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _heading_level(element: Element, tag: str) -> int | None:
    if re.fullmatch("h[1-6]", tag):
        return int(tag[1])
    if element.get("role") == "heading":
        level = element.get("aria-level", "2")
        return int(level) if level in "123456" else 2
    return None


def _journal_level(element: Element, tag: str) -> int | None:
    names = [name.removeprefix("oj-") for name in element.get("class", "").split()]
    if tag != "p" or not names:
        return None
    if any(name in _JOURNAL_SUBHEADINGS for name in names):
        return _BELOW
    return next((_JOURNAL_HEADINGS[name] for name in names if name in _JOURNAL_HEADINGS), None)


def _is_mark(element: Element, tag: str) -> bool:
    """Tell whether a link is the mark of a footnote."""
    address = element.get("href", "")
    return (
        tag == "a"
        and address.startswith("#")
        and any(
            map(_NOTE_NAME.search, (address[1:], element.get("id", ""), element.get("class", "")))
        )
        and bool(_FOOTNOTE_MARK.fullmatch(clean(_text(element))))
    )


def _text(element: Element) -> str:
    """Give the words of an element and all within, without its tail."""
    pieces = [element.text or ""]
    for child in element:
        tag = _tag(child)
        words = _text(child)
        is_apart = tag in _BLOCKS or tag == "br"
        is_raised = tag == "sup" or _is_mark(child, tag)
        pieces.append(f" {words} " if is_apart else superscript(words) if is_raised else words)
        pieces.append(child.tail or "")
    return "".join(pieces)


def _list_mark(item: Element) -> str:
    """Give the number or letter that a browser would set before a list item."""
    parent = item.getparent()
    if parent is None or _tag(parent) != "ol":
        return "-"
    if (value := item.get("value", "")).isdecimal():
        return f"{value}."
    start = parent.get("start", "1")
    before = sum(1 for _ in item.itersiblings("li", preceding=True))
    count = (int(start) if start.isdecimal() else 1) + before
    form = parent.get("type", "")
    if form in {"i", "I"}:
        return f"{roman(count).upper() if form == 'I' else roman(count)}."
    return f"{chr(ord(form) + count - 1) if form in {'a', 'A'} and 0 < count <= 26 else count}."


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if _tag(child) == "tr":
            yield child
        elif _tag(child) in {"thead", "tbody", "tfoot"}:
            yield from child.iterchildren("tr")


def _holds_tables(row: Element) -> bool:
    return next(row.iterdescendants("table"), None) is not None


def _is_data(table: Element, rows: list[Element]) -> bool:
    """Tell a table of data from one that only places things on the page."""
    if table.get("role") == "presentation":
        return False
    if any(_tag(cell) == "th" for row in rows for cell in row):
        return True
    filled = [[text for cell in row if (text := clean(_text(cell)))] for row in rows]
    is_list = all(len(row) == 2 and _MARKER.fullmatch(row[0]) for row in filled if row)
    return len(rows) > 1 and max(map(len, filled)) > 1 and not is_list


def _is_head(row: Element) -> bool:
    parent = row.getparent()
    if parent is not None and _tag(parent) == "thead":
        return True
    cells = [cell for cell in row if _tag(cell) in {"td", "th"}]
    return bool(cells) and all(_tag(cell) == "th" for cell in cells)


def _grid(rows: list[Element]) -> list[TextRow]:
    """Lay the cells out on a grid: spanned rows repeat a cell, spanned columns leave blanks."""
    grid: list[TextRow] = []
    below: dict[int, tuple[int, str]] = {}
    for row in rows:
        cells: dict[int, str] = {}
        at = 0
        inner = [cell for cell in row if _tag(cell) in {"td", "th"}]
        is_section = len(inner) == 1 and _span(inner[0], "colspan") > 1
        for cell in inner:
            while at in below:
                at += 1
            text, wide, high = clean(_text(cell)), _span(cell, "colspan"), _span(cell, "rowspan")
            for column in range(at, at + wide):
                is_first = column == at
                cells[column] = text if is_first or (_is_head(row) and not is_section) else ""
                if high > 1:
                    below[column] = (high, cells[column])
            at += wide
        repeated = below.keys() - cells.keys()
        cells |= {column: below[column][1] for column in repeated}
        below = {c: (left - 1, text) for c, (left, text) in below.items() if left > 1}
        if cells:
            line = tuple(cells.get(column, "") for column in range(max(cells) + 1))
            grid.append(TextRow(line, None, is_section, frozenset(repeated), _is_head(row)))
    return grid


def _span(cell: Element, name: str) -> int:
    written = cell.get(name, "1").strip()
    return min(max(int(written), 1), _MAX_SPAN) if written.isdecimal() else 1
