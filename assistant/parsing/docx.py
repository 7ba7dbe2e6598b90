"""Reads a Word file (.docx): headings, paragraphs, lists with their numbers, tables, footnotes.

Headers, footers, comments and deleted words are left out, and told. Knows nothing of what the tables mean.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from lxml import etree

from assistant.errors import UnreadableDocument
from assistant.parsing.blocks import settled
from assistant.parsing.draft import Contents, Draft, TextRow, beginning, clean, superscript
from assistant.parsing.numbering import Numbering, value
from assistant.parsing.statements import apart

# lxml carries no types and gives its elements no public name.
Element: TypeAlias = Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
# "Strict Open XML" says the same in other namespaces. Source: ISO/IEC 29500-1 and -4.
_STRICT = b"http://purl.oclc.org/ooxml/"
_PLAIN = {
    b"wordprocessingml/main": b"wordprocessingml/2006/main",
    b"drawingml/main": b"drawingml/2006/main",
    b"officeDocument/": b"officeDocument/2006/",
}
# What a file may unpack to. A long guideline with pictures is some 50 MB; a picture is packed
# already, and text packs some 20 times.
MAX_UNPACKED = 250_000_000
MAX_RATIO = 200
MAX_PARTS = 5000
_RATIO_FLOOR = 5_000_000
_LEFT_OUT = frozenset(
    _W + name for name in ("del", "moveFrom", "pPr", "rPr", "sectPr", "instrText", "delText")
)
_NOT_IN_LINE = _LEFT_OUT | {_FALLBACK, _W + "txbxContent"}
_SIGNS = {_W + "tab": " ", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "-"}
# A fraction of a formula is written on one line.
_SIGNS[_M + "den"] = "/"
_SIMPLE_MARK = re.compile(r"\(?(?:\d{1,2}|[a-z]|[ivx]+)[.)]", re.IGNORECASE)
_MAX_BOLD_HEADING = 100
_BOLD_HEADING_LEVEL = 4


def read_docx(path: Path) -> Contents:
    """Read a Word file.

    Raises:
        UnreadableDocument: it is broken, unpacks to far more than it is, or declares entities.
    """
    try:
        _check_package(path)
        document = docx.Document(_transitional(path))
    except (
        OpcError,
        zipfile.BadZipFile,
        zlib.error,
        etree.LxmlError,
        KeyError,
        ValueError,
    ) as error:
        raise UnreadableDocument(
            f"{path.name} is broken: Word's text cannot be unpacked"
        ) from error
    properties = {}
    # A file that says nothing of itself would be given today's date.
    if any(
        r.reltype == RELATIONSHIP_TYPE.CORE_PROPERTIES for r in document.part.package.rels.values()
    ):
        said = document.core_properties
        properties = {"title": said.title, "author": said.author, "date": str(said.modified or "")}
    body = _Body(document, Draft(properties=properties))
    body.walk(document.element.body)
    body.footnotes()
    body.margins()
    return settled(body.draft)


def _transitional(path: Path) -> BytesIO:
    """Give a package in the namespaces that Word writes by default, whichever it was saved in."""
    written = BytesIO(path.read_bytes())
    with zipfile.ZipFile(written) as package:
        if _STRICT not in package.read("_rels/.rels"):
            return written
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as plain:
            for part in package.infolist():
                data = package.read(part)
                for strict, usual in _PLAIN.items():
                    data = data.replace(
                        _STRICT + strict, b"http://schemas.openxmlformats.org/" + usual
                    )
                plain.writestr(part, data)
    return out


def _check_package(path: Path) -> None:
    """Look at the list of what is packed, before anything is unpacked."""
    with zipfile.ZipFile(path) as package:
        parts = package.infolist()
        unpacked = sum(part.file_size for part in parts)
        is_dense = any(
            part.file_size > _RATIO_FLOOR
            and part.file_size > MAX_RATIO * max(part.compress_size, 1)
            for part in parts
        )
        if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or is_dense:
            raise UnreadableDocument(
                f"{path.name} is too large: it unpacks to {unpacked / 1e6:.0f} MB in {len(parts)} parts"
            )
        for part in parts:
            if (
                part.filename.endswith((".xml", ".rels"))
                and b"<!DOCTYPE" in package.read(part)[:4096]
            ):
                raise UnreadableDocument(
                    f"{path.name} is broken: {part.filename} declares entities, as Word never does"
                )


@dataclass(slots=True)
class _Style:
    """What matters here of a paragraph style, its parents' settings included."""

    name: str = ""
    outline: int | None = None
    numbering: tuple[str, int] | None = None


@dataclass(slots=True)
class _Body:
    """Walks the body of a Word file and writes its blocks."""

    document: WordDocument
    draft: Draft = field(default_factory=Draft)
    notes: list[tuple[str, str]] = field(default_factory=list)
    styles: dict[str, _Style] = field(init=False)
    numbering: Numbering = field(init=False)

    def __post_init__(self) -> None:
        self.styles = _styles(self.document.styles.element)
        self.numbering = Numbering(next(_parts(self.document, "numbering"), None))

    def walk(self, parent: Element) -> None:
        """Write the paragraphs and tables within, in order, whatever wraps them."""
        for child in parent:
            if child.tag == _W + "p":
                self._paragraph(child)
            elif child.tag == _W + "tbl":
                self._table(child)
            elif child.tag not in _LEFT_OUT and isinstance(child.tag, str):
                self.walk(child)

    def footnotes(self) -> None:
        """Write the foot- and endnotes as the numbered references that their marks point to."""
        texts: dict[tuple[str, str], str] = {}
        for kind in ("footnote", "endnote"):
            notes = (
                n for p in _parts(self.document, f"{kind}s") for n in p.iterchildren(_W + kind)
            )
            for note in notes:
                words = clean(" ".join(self._words(p) for p in note.iter(_W + "p")))
                texts[kind, note.get(_W + "id", "")] = words
        for number, key in enumerate(list(self.notes), start=1):
            self.draft.paragraph("reference", f"[{number}] {texts.get(key, '')}")

    def margins(self) -> None:
        """Note the heads, feet and comments, which are no part of the text."""
        for reason, name in (
            ("running header or footer", "header"),
            ("running header or footer", "footer"),
            ("comment", "comments"),
        ):
            roots = _parts(self.document, name)
            for paragraph in (p for root in roots for p in root.iter(_W + "p")):
                self.draft.leave_out(reason, " ".join(paragraph.itertext(_W + "t")))

    def _paragraph(self, paragraph: Element) -> None:
        words = self._words(paragraph)
        text = clean(words)
        style = self._style(paragraph)
        label = self._label(paragraph, style) if text else None
        level = _outline(paragraph, style)
        if level is not None:
            is_named = label is not None and re.match(r"[A-Za-z]+ ?\d", label)
            self.draft.heading(level, f"{label} {text}" if is_named else text)
        elif label is not None and not (_SIMPLE_MARK.fullmatch(label) or not label):
            self.draft.paragraph("text", f"{label} {text}")
        elif label is not None or style.name.startswith("list"):
            self.draft.say(text, label or ("" if beginning(text).mark else "-"))
        elif style.name != "caption" and _is_bold_line(paragraph, text):
            self.draft.heading(_BOLD_HEADING_LEVEL, text)
        else:
            for line in map(clean, apart(words)):
                self.draft.say(line)
        for box in paragraph.iter(_W + "txbxContent"):
            if not any(a.tag == _FALLBACK for a in box.iterancestors()):
                self.walk(box)

    def _style(self, paragraph: Element) -> _Style:
        return self.styles.get(value(paragraph, "pPr", "pStyle"), self.styles.get("", _Style()))

    def _label(self, paragraph: Element, style: _Style) -> str | None:
        """Give the number or bullet that Word sets before a paragraph; None if it sets none."""
        own = paragraph.find(f"{_W}pPr/{_W}numPr")
        if own is None:
            return self.numbering.label(*style.numbering) if style.numbering else None
        level = value(own, "ilvl")
        number = value(own, "numId") or (style.numbering[0] if style.numbering else "")
        return self.numbering.label(number, int(level) if level.isdecimal() else 0)

    def _words(self, element: Element) -> str:
        """Give the words of a paragraph; text boxes in it are written on their own."""
        return "".join(map(self._piece, element))

    def _piece(self, child: Element) -> str:
        if reason := _why_left_out(child):
            self.draft.leave_out(reason, " ".join(child.itertext(_W + "t", _W + "delText")))
        if reason or child.tag in _NOT_IN_LINE or not isinstance(child.tag, str):
            return ""
        if child.tag in {_W + "t", _M + "t"}:
            return (child.text or "").replace("\n", " ")
        if child.tag in {_W + "footnoteReference", _W + "endnoteReference"}:
            kind = child.tag.removeprefix(_W).removesuffix("Reference")
            self.notes.append((kind, child.get(_W + "id", "")))
            return superscript(str(len(self.notes)))
        words = _SIGNS.get(child.tag, "") + self._words(child)
        if _has(child, "strike", "dstrike"):
            in_table = next(child.iterancestors(_W + "tc"), None) is not None
            return self.draft.struck(words, in_table=in_table)
        is_raised = child.tag == _M + "sup" or value(child, "rPr", "vertAlign") == "superscript"
        return superscript(words) if is_raised else words

    def _table(self, table: Element) -> None:
        """Write a table; one of a single column only frames what stands in it."""
        rows = [row for row in _inner(table, "tr") if not self._is_deleted(row)]
        if max((_width(row) for row in rows), default=0) < 2:
            for row in rows:
                self.walk(row)
            return
        self.draft.table("", self._grid(rows))

    def _is_deleted(self, row: Element) -> bool:
        """Tell whether a row was deleted while changes were tracked; its words are told."""
        is_deleted = row.find(f"{_W}trPr/{_W}del") is not None
        if is_deleted:
            self.draft.leave_out("deleted text", " ".join(row.itertext(_W + "t", _W + "delText")))
        return is_deleted

    def _grid(self, rows: list[Element]) -> list[TextRow]:
        """Lay the cells out on a grid: cells merged downwards are repeated, others leave blanks."""
        width = max(_width(row) for row in rows)
        grid: list[TextRow] = []
        for row in rows:
            cells = [""] * _skipped(row)
            repeated = set()
            inner = list(_inner(row, "tc"))
            for cell in inner:
                text = clean(" ".join(self._cell(cell)))
                if _is_merged_below(cell) and grid and len(cells) < width:
                    text = grid[-1].cells[len(cells)]
                    repeated.add(len(cells))
                cells += [text] + [""] * (_span(cell) - 1)
            cells += [""] * (width - len(cells))
            is_section = len(inner) == 1 and width > 1
            is_head = row.find(f"{_W}trPr/{_W}tblHeader") is not None
            line = tuple(cells[:width])
            grid.append(TextRow(line, None, is_section, frozenset(repeated), is_head))
        return grid

    def _cell(self, cell: Element) -> Iterator[str]:
        for paragraph in cell.iter(_W + "p"):
            text = self._words(paragraph)
            label = self._label(paragraph, self._style(paragraph))
            yield f"{label} {text}" if label and label.strip("-•") else text


def _inner(element: Element, name: str) -> Iterator[Element]:
    """Find the rows of a table or the cells of a row, also within content controls."""
    for child in element:
        if child.tag == _W + name:
            yield child
        elif child.tag in {_W + "sdt", _W + "sdtContent", _W + "ins", _W + "customXml"}:
            yield from _inner(child, name)


def _span(cell: Element) -> int:
    written = value(cell, "tcPr", "gridSpan")
    return min(max(int(written), 1), 100) if written.isdecimal() else 1


def _skipped(row: Element) -> int:
    written = value(row, "trPr", "gridBefore")
    return min(int(written), 100) if written.isdecimal() else 0


def _width(row: Element) -> int:
    return _skipped(row) + sum(_span(cell) for cell in _inner(row, "tc"))


def _is_merged_below(cell: Element) -> bool:
    merge = cell.find(f"{_W}tcPr/{_W}vMerge")
    return merge is not None and merge.get(_W + "val", "continue") == "continue"


def _outline(paragraph: Element, style: _Style) -> int | None:
    """Tell the level of a heading; None for any other paragraph."""
    if style.name == "title":
        return 1
    own = value(paragraph, "pPr", "outlineLvl")
    level = int(own) if own.isdecimal() else style.outline
    return level + 1 if level is not None and level < 9 else None


def _is_bold_line(paragraph: Element, text: str) -> bool:
    """Tell whether a paragraph is a heading only by its looks: short, all bold, no full stop."""
    runs = [run for run in paragraph.iter(_W + "r") if "".join(run.itertext(_W + "t")).strip()]
    is_bold = bool(runs) and all(_is_on(run.find(f"{_W}rPr/{_W}b")) for run in runs)
    return is_bold and len(text) <= _MAX_BOLD_HEADING and text[-1].isalnum()


def _why_left_out(element: Element) -> str:
    """Say why words are left out that nobody reads in Word; nothing of others."""
    if element.tag == _W + "moveFrom":
        return "text moved elsewhere"
    if element.tag == _W + "del":
        return "deleted text"
    return "hidden text" if _has(element, "vanish") else ""


def _has(run: Element, *names: str) -> bool:
    """Tell whether a run is set in one of these ways: "strike", "vanish"."""
    return any(_is_on(run.find(f"{_W}rPr/{_W}{name}")) for name in names)


def _is_on(element: Element | None) -> bool:
    return element is not None and element.get(_W + "val", "true") not in {"0", "false", "off"}


def _styles(root: Element) -> dict[str, _Style]:
    """Read the paragraph styles; the default one stands under no id."""
    elements = {s.get(_W + "styleId", ""): s for s in root.iterchildren(_W + "style")}
    styles = {}
    for style_id, element in elements.items():
        chain, at = [element], value(element, "basedOn")
        while at in elements and elements[at] not in chain:
            chain.append(elements[at])
            at = value(elements[at], "basedOn")
        styles[style_id] = _style(chain)
        if element.get(_W + "default") == "1" and element.get(_W + "type") == "paragraph":
            styles[""] = styles[style_id]
    return styles


def _style(chain: list[Element]) -> _Style:
    names = [value(element, "name").lower() for element in chain]
    outlines = [v for element in chain if (v := value(element, "pPr", "outlineLvl")).isdecimal()]
    named = next((m[1] for name in names if (m := re.fullmatch(r"heading (\d)", name))), None)
    outline = int(named) - 1 if named else int(outlines[0]) if outlines else None
    number = next((v for e in chain if (v := value(e, "pPr", "numPr", "numId"))), None)
    level = next((v for e in chain if (v := value(e, "pPr", "numPr", "ilvl")).isdecimal()), "0")
    listed = next(
        (name for name in names if name.startswith("list") or name == "caption"), names[0]
    )
    return _Style(listed, outline, (number, int(level)) if number else None)


def _parts(document: WordDocument, name: str) -> Iterator[Element]:
    """Find other parts of the file (numbering, headers) as XML, entities left unexpanded."""
    for relationship in document.part.rels.values():
        if relationship.reltype == _RELATIONSHIPS + name and not relationship.is_external:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            yield etree.fromstring(relationship.target_part.blob, parser)
