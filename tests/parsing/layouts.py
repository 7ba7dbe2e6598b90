"""Lays a Document out as Markdown, a web page, Word and PDF, as people's programs would."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
from docx.oxml import OxmlElement
from docx.shared import Pt
from reportlab.lib import colors
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    FrameBreak,
    LongTable,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    TableStyle,
)
from reportlab.platypus import (
    Paragraph as Printed,
)

from assistant.domain import Document, Excerpt, Heading, Paragraph, Table
from assistant.domain.marks import reference_marks

Layout = Callable[[Document, Path], None]


def pieces_of(document: Document) -> Iterator[tuple[str, str | Table]]:
    """Give what is to be laid out: ("h2", words), ("text", words), ("table", table) …"""
    for block in document.blocks:
        match block:
            case Heading():
                yield f"h{block.level}", block.excerpt.text
            case Paragraph():
                yield block.kind, block.excerpt.text
            case Table():
                yield "table", block


def rows_of(table: Table) -> list[list[str]]:
    return [[c.text for c in table.header], *([c.text for c in row.cells] for row in table.rows)]


# --- Markdown


def to_markdown(document: Document, path: Path) -> None:
    out = []
    for kind, content in pieces_of(document):
        if isinstance(content, Table):
            if content.caption:
                out.append(f"**{_md(content.caption.text)}**")
            head, *body = [[_md(cell) for cell in row] for row in rows_of(content)]
            lines = [head, ["---"] * len(head), *body]
            out.append("\n".join("| " + " | ".join(line) + " |" for line in lines))
        elif kind[0] == "h":
            out.append("#" * (int(kind[1]) + 1) + " " + _md(content))
        else:
            mark = {"item": "- ", "note": r"\* ", "title": "# "}.get(kind, "")
            out.append(mark + _md(content))
    path.write_text("\n\n".join(out) + "\n", encoding="utf-8")


def _md(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", text)


# --- web page


def to_html(document: Document, path: Path) -> None:
    body = []
    for kind, content in pieces_of(document):
        if isinstance(content, Table):
            body.append(_html_table(content))
        elif kind == "title":
            body.append(f"<h1>{_html(content)}</h1>")
        elif kind[0] == "h":
            body.append(f"<h{int(kind[1]) + 1}>{_html(content)}</h{int(kind[1]) + 1}>")
        elif kind == "item":
            body.append(f"<ul><li><p>{_html(content)}</p></li></ul>")
        else:
            mark = "* " if kind == "note" else ""
            body.append(f"<div><p>{mark}{_html(content)}</p></div>")
    path.write_text(
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Guidance</title>'
        "<style>p { margin: 0 }</style><script>document.write('not guidance')</script></head>"
        "<body><nav><ul><li>Home<li>Contact us</ul></nav><main>"
        + "\n".join(body)
        + "</main><footer>Cookies and privacy</footer></body></html>",
        encoding="utf-8",
    )


def _html(text: str) -> str:
    """Write reference marks as raised figures."""
    out, at = [], 0
    for mark in reference_marks(text):
        if text[mark.start] != " " and text[mark.start] != "[":
            out.append(html.escape(text[at : mark.start]))
            out.append(f"<sup>{','.join(mark.labels)}</sup>")
            at = mark.end
    return "".join(out) + html.escape(text[at:])


def _html_table(table: Table) -> str:
    head, *body = rows_of(table)
    rows = "".join(
        "<tr>" + "".join(f"<td><p>{html.escape(cell)}</p></td>" for cell in row) + "</tr>\n"
        for row in body
    )
    heads = "".join(f'<th scope="col">{html.escape(cell)}</th>' for cell in head)
    caption = f"<caption>{html.escape(table.caption.text)}</caption>" if table.caption else ""
    return f"<table>{caption}<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


# --- Word


def to_docx(document: Document, path: Path) -> None:
    word = docx.Document()
    word.sections[0].header.paragraphs[0].text = "A head on every page"
    word.sections[0].footer.paragraphs[0].text = "Page 1"
    for kind, content in pieces_of(document):
        if isinstance(content, Table):
            if content.caption:
                word.add_paragraph(content.caption.text, style="Caption")
            _docx_table(word, content)
        elif kind == "title":
            word.add_paragraph(content, style="Title")
        elif kind[0] == "h":
            word.add_heading(content, int(kind[1]))
        elif kind == "item":
            word.add_paragraph(content, style="List Bullet")
        else:
            _docx_paragraph(word, ("* " if kind == "note" else "") + content)
    word.save(str(path))


def _docx_paragraph(word: docx.document.Document, text: str) -> None:
    """Write reference marks as raised runs."""
    paragraph, at = word.add_paragraph(), 0
    for mark in reference_marks(text):
        if text[mark.start] not in " [":
            paragraph.add_run(text[at : mark.start])
            paragraph.add_run(",".join(mark.labels)).font.superscript = True
            at = mark.end
    paragraph.add_run(text[at:])


def _docx_table(word: docx.document.Document, table: Table) -> None:
    rows = rows_of(table)
    made = word.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for row, cells in zip(made.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
            cell.paragraphs[0].runs[0].font.size = Pt(8) if text else None
    made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


# --- PDF

_BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=10, leading=12, spaceAfter=6)
_JUSTIFIED = ParagraphStyle(
    "justified",
    _BODY,
    alignment=TA_JUSTIFY,
    hyphenationLang="en_GB",
    embeddedHyphenation=1,
    hyphenationMinWordLength=6,
)
_CELL = ParagraphStyle(
    "cell",
    _BODY,
    splitLongWords=0,
    fontSize=8,
    leading=9.5,
    spaceAfter=0,
    hyphenationLang="en_GB",
    embeddedHyphenation=1,
    hyphenationMinWordLength=6,
)
_HEAD_CELL = ParagraphStyle("head", _CELL, fontName="Times-Bold", hyphenationLang="")
_HEADINGS = {
    "title": ParagraphStyle("title", _BODY, fontName="Times-Bold", fontSize=20, leading=24),
    "h1": ParagraphStyle(
        "h1", _BODY, fontName="Times-Bold", fontSize=15, leading=18, spaceBefore=8
    ),
    "h2": ParagraphStyle(
        "h2", _BODY, fontName="Times-Bold", fontSize=12, leading=14, spaceBefore=6
    ),
    "caption": ParagraphStyle("caption", _BODY, fontName="Times-Bold", fontSize=9),
}


def to_pdf(document: Document, path: Path) -> None:
    """One column; tables drawn with lines, their header on every page, rows broken over pages."""
    path.write_bytes(pdf_bytes(document))


def to_two_column_pdf(document: Document, path: Path) -> None:
    """Running text justified in two columns; tables on wide pages of their own."""
    path.write_bytes(pdf_bytes(document, n_columns=2))


def to_unruled_pdf(document: Document, path: Path) -> None:
    """Tables without any line."""
    path.write_bytes(pdf_bytes(document, is_ruled=False))


def to_banded_pdf(document: Document, path: Path) -> None:
    """Tables with lines across only, a coloured header and every second row on grey."""
    path.write_bytes(pdf_bytes(document, is_ruled=False, is_banded=True))


def pdf_bytes(
    document: Document, *, n_columns: int = 1, is_ruled: bool = True, is_banded: bool = False
) -> bytes:
    out = io.BytesIO()
    template = BaseDocTemplate(out, pagesize=A4, title="Guidance", invariant=1)
    width, height = A4
    gap = 16
    column = (width - 120 - gap * (n_columns - 1)) / n_columns
    frames = [
        Frame(60 + i * (column + gap), 60, column, height - 130, 0, 0, 0, 0)
        for i in range(n_columns)
    ]
    wide = landscape(A4)
    flat = Frame(50, 55, wide[0] - 100, wide[1] - 120, 0, 0, 0, 0)
    template.addPageTemplates(
        [
            PageTemplate("text", frames, onPage=_head_and_foot, pagesize=A4),
            PageTemplate("table", [flat], onPage=_head_and_foot, pagesize=wide),
        ]
    )
    is_wide = n_columns > 1 or not is_ruled
    width = wide[0] - 100 if is_wide else column
    template.build(list(_story(document, width, is_wide, is_ruled, is_banded)))
    return out.getvalue()


def _head_and_foot(canvas: Canvas, template: BaseDocTemplate) -> None:
    width, height = canvas._pagesize
    canvas.setFont("Times-Italic", 9)
    canvas.drawString(60, height - 40, "Guidance on artificial intelligence")
    canvas.drawRightString(width - 60, height - 40, "Society working group")
    canvas.drawCentredString(width / 2, 30, f"Page {template.page} of 99")


def _story(
    document: Document, width: float, is_wide: bool, is_ruled: bool, is_banded: bool
) -> Iterator[Flowable]:
    for kind, content in pieces_of(document):
        if isinstance(content, Table):
            if is_wide:
                yield NextPageTemplate("table")
                yield PageBreak()
            if content.caption:
                yield Printed(_mark_up(content.caption.text), _HEADINGS["caption"])
            yield _pdf_table(content, width, is_ruled, is_banded)
            if is_wide:
                yield NextPageTemplate("text")
                yield PageBreak()
        elif kind in _HEADINGS:
            yield Printed(_mark_up(content), _HEADINGS[kind])
        elif kind == "item":
            style = ParagraphStyle("item", _BODY, leftIndent=14, bulletIndent=2)
            yield Printed(_mark_up(content), style, bulletText="•")
        else:
            mark = "* " if kind == "note" else ""
            yield Printed(mark + _mark_up(content), _JUSTIFIED if is_wide and is_ruled else _BODY)
    yield FrameBreak()


def _mark_up(text: str) -> str:
    """Write reference marks as raised figures."""
    return (
        re.sub("[‑]", "-", _html(text))
        .replace("<sup>", "<super size=6>")
        .replace("</sup>", "</super>")
    )


def _pdf_table(table: Table, width: float, is_ruled: bool, is_banded: bool) -> LongTable:
    rows = rows_of(table)
    lengths = [
        max(8.0, min(30.0, max(len(row[i]) for row in rows) ** 0.5)) for i in range(len(rows[0]))
    ]
    widths = [width * length / sum(lengths) for length in lengths]
    cells = [
        [Printed(html.escape(cell), _CELL if at else _HEAD_CELL) for cell in row]
        for at, row in enumerate(rows)
    ]
    style = [("VALIGN", (0, 0), (-1, -1), "TOP")]
    if is_ruled:
        style.append(("GRID", (0, 0), (-1, -1), 0.5, colors.black))
    else:
        style += [("BOTTOMPADDING", (0, 0), (-1, -1), 9), ("RIGHTPADDING", (0, 0), (-1, -1), 10)]
    if is_banded:
        style += [
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.black),
            ("BACKGROUND", (0, 0), (-1, 0), colors.lightblue),
            ("ROWBACKGROUNDS", (0, 1), (-1, -1), [colors.white, colors.lightgrey]),
        ]
    return LongTable(cells, widths, repeatRows=1, splitInRow=1, style=TableStyle(style))


LAYOUTS: dict[str, tuple[str, Layout]] = {
    "markdown": (".md", to_markdown),
    "html": (".html", to_html),
    "docx": (".docx", to_docx),
    "pdf": (".pdf", to_pdf),
    "two-column pdf": (".pdf", to_two_column_pdf),
    "unruled pdf": (".pdf", to_unruled_pdf),
    "banded pdf": (".pdf", to_banded_pdf),
}


def fields_of(document: Document) -> list[tuple[str, ...]]:
    """Give every field of every recommendation, as words."""

    def words(excerpt: Excerpt) -> str:
        return excerpt.text

    return [
        (
            r.number,
            r.area,
            words(r.priority),
            words(r.action),
            words(r.responsible),
            r.status,
            words(r.status_detail),
            words(r.status_cell),
            r.table,
            *r.headings,
        )
        for r in document.recommendations
    ]
