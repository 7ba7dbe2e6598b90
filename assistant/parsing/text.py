"""Reads a plain-text file: headings, paragraphs, list items, notes, tab-separated tables.

Plain text marks nothing, so all is told from how the lines stand. Knows nothing of what
the tables mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from assistant.domain import (
    NOTHING,
    Block,
    Excerpt,
    Heading,
    Paragraph,
    ParagraphKind,
    Row,
    Span,
    Table,
)
from assistant.errors import UnreadableDocument
from assistant.parsing.blocks import captioned
from assistant.parsing.columns import number_column
from assistant.parsing.decoding import letters_of
from assistant.parsing.draft import Contents, beginning
from assistant.parsing.statements import ends, is_numbered

_ITEM = re.compile(r"\s*(?:[•●▪◦‣]|[-*](?=\s)|\d{1,2}[.)](?=\s))\s*")
_REFERENCE = re.compile(r"\s*(?:[-*]\s+)?\[\d+\]\s+")
_NOTE = re.compile(r"\s*[*†‡]\s+")
_DASHES = frozenset("–—－")
_LINE_END = re.compile(r"\r\n|\r|\n")
_ENUMERATED = re.compile(r"(?:[a-z]|\d+(?:\.\d+)*|[ivx]+)[.)]\s+", re.IGNORECASE)
_TABLE_CAPTION = re.compile(r"table\s+\d+\b", re.IGNORECASE)
# A longer single line without a full stop is text that a page break cut, not a heading.
_MAX_HEADING = 120
_MAX_LINE_HEADING = 60

Line = tuple[int, int]
# Tags and bullets inside a cell: markup, not words.
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|[●•▪◦]")
_RULE = re.compile(r"[-–—=:|\s]*")

RawRow = list[tuple[Span, ...]]


def read_text(path: Path) -> Contents:
    """Read a text file.

    Raises:
        UnreadableDocument: it is not text, or holds none.
    """
    letters = letters_of(path)
    source = letters.text
    if not source.strip():
        raise UnreadableDocument(f"{path.name} holds no text")
    blocks = list(_blocks(source))
    remarks = (letters.remark,) if letters.remark else ()
    return Contents(source, tuple(_settled(blocks)), remarks=remarks)


def _groups(source: str) -> Iterator[list[Line]]:
    """Group lines into paragraphs and tables; blank lines inside a table do not end it."""
    group: list[Line] = []
    in_table = False
    for match in re.finditer(r"[^\r\n\ufeff]+", source):
        line, is_row = match[0], "\t" in match[0]
        if not line.strip() and not is_row:
            continue
        gap = source[group[-1][1] : match.start()] if group else ""
        n_ends = len(_LINE_END.findall(gap))
        is_apart = n_ends > 1 and not (in_table and is_row)
        if group and (is_apart or is_row != in_table):
            yield group
            group = []
        group.append((match.start(), match.end()))
        in_table = is_row
    if group:
        yield group


def _blocks(source: str) -> Iterator[Block]:
    for group in _groups(source):
        if "\t" in source[slice(*group[0])]:
            yield _table(source, group)
        else:
            yield from _paragraphs(source, group)


def _table(source: str, lines: list[Line]) -> Table:
    raw: list[tuple[RawRow, int | None]] = []
    for start, end in lines:
        row: RawRow = []
        for cell in re.finditer(r"[^\t]*(?:\t|$)", source[start:end]):
            row.append(cell_spans(source, start + cell.start(), start + cell.end()))
        # The pattern matches once more, empty, at the end of the line.
        raw.append((row[:-1], None))
    return merge_rows(source, raw, NOTHING)


def _paragraphs(source: str, lines: list[Line]) -> Iterator[Block]:
    """Split a group of lines into paragraphs and list items."""
    spans: list[Span] = []
    kind: ParagraphKind = "text"
    for start, end in lines:
        line = source[start:end]
        begins = _begins(line)
        if begins and kind == "text" and spans and _is_aside(source, spans, line):
            begins = None
        if spans and (begins or _is_next_number(source, spans, line)):
            yield _paragraph(source, kind, spans, is_alone=False)
            spans = []
        if not spans:
            kind, skipped = begins or ("text", 0)
            start += skipped
        run = source[start:end]
        spans.append(Span(start + len(run) - len(run.lstrip()), end - len(run) + len(run.rstrip())))
    yield _paragraph(source, kind, spans)


def _is_aside(source: str, spans: list[Span], line: str) -> bool:
    """Tell whether the dash at a line's start is one inside a sentence."""
    is_dash = line.lstrip()[:1] in _DASHES
    return is_dash and not ends(source[slice(*spans[-1])])


def _is_next_number(source: str, spans: list[Span], line: str) -> bool:
    return is_numbered(line.strip()) and ends(source[slice(*spans[-1])])


def _begins(line: str) -> tuple[ParagraphKind, int] | None:
    """Tell whether a line begins an item, note or reference, and how long its mark is."""
    if match := _REFERENCE.match(line):
        return "reference", line.index("[")
    if match := _NOTE.match(line):
        return "note", match.end()
    if match := _ITEM.match(line):
        return "item", match.end()
    mark = beginning(line.strip()).mark
    is_sign = bool(mark) and not any(map(str.isalnum, mark))
    return ("item", line.index(mark.strip()) + len(mark)) if is_sign else None


def _paragraph(
    source: str, kind: ParagraphKind, spans: list[Span], *, is_alone: bool = True
) -> Block:
    """Make a paragraph, or a heading of a short line; a long line before another is wrapped."""
    excerpt = Excerpt.cut(source, tuple(spans))
    is_wrapped = not is_alone and len(excerpt.text) > _MAX_LINE_HEADING
    if kind == "text" and not is_wrapped and _looks_like_heading(excerpt, source):
        return Heading(2 if _ENUMERATED.match(excerpt.text) else 1, excerpt)
    return Paragraph(kind, excerpt)


def _looks_like_heading(excerpt: Excerpt, source: str) -> bool:
    text = excerpt.text
    words = _ENUMERATED.sub("", text, count=1)
    return (
        len(excerpt.spans) == 1
        and len(text) <= _MAX_HEADING
        and not text.endswith((".", ",", ";", ":", "?", "!", ">"))
        and words[:1].isupper()
        and ". " not in words
        and "://" not in text
    )


def _settled(blocks: list[Block]) -> list[Block]:
    """Decide what single lines cannot: continued paragraphs, captions, false headings."""
    return captioned(_without_false_headings(_rejoined(blocks)))


def _rejoined(blocks: list[Block]) -> list[Block]:
    """Join a paragraph that does not end to the text that follows it; the first may be a title."""
    out: list[Block] = []
    for block in blocks:
        last = out[-1] if out else None
        if (
            isinstance(last, Paragraph)
            and not isinstance(block, Table)
            and _goes_on(last, block)
            and not _is_title(out, block)
        ):
            out[-1] = replace(last, excerpt=last.excerpt.joined(block.excerpt))
        else:
            out.append(block)
    return out


def _is_title(blocks: Sequence[Block], following: Block) -> bool:
    """Tell whether the last of the blocks can be a title: one line, the first that is no heading."""
    *before, last = blocks
    if isinstance(last, Table) or isinstance(following, Table):
        return False
    is_first = all(isinstance(block, Heading) for block in before)
    return is_first and len(last.excerpt.spans) == 1 and not following.excerpt.text[:1].islower()


def _goes_on(last: Paragraph, block: Heading | Paragraph) -> bool:
    """Tell whether a block continues a paragraph that a page break cut."""
    if isinstance(block, Paragraph) and block.kind != "text":
        return False
    if is_numbered(block.excerpt.text):
        return False
    match last.kind:
        case "note":
            return False
        case "reference":
            return not last.excerpt.text.endswith((".", ")"))
        case "item":
            return block.excerpt.text[:1].islower()
        case _:
            return not last.excerpt.text.endswith((".", "!", "?", ":", ")", ">", "]", "”"))


def _without_false_headings(blocks: list[Block]) -> list[Block]:
    """Turn a heading over nothing but a note, or at the end, back into text."""
    out: list[Block] = []
    for block, following in pairwise([*blocks, None]):
        heads_nothing = following is None or (
            isinstance(following, Paragraph) and following.kind == "note"
        )
        if isinstance(block, Heading) and heads_nothing:
            out.append(Paragraph("text", block.excerpt))
        elif block is not None:
            out.append(block)
    return out


def cell_spans(source: str, start: int, end: int) -> tuple[Span, ...]:
    """Split the characters of a cell into runs of words, leaving out markup and outer space."""
    edges = [start]
    for match in _MARKUP.finditer(source, start, end):
        edges += [match.start(), match.end()]
    edges.append(end)
    spans = []
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        run = source[first:last]
        if run.strip():
            spans.append(
                Span(first + len(run) - len(run.lstrip()), last - len(run) + len(run.rstrip()))
            )
    return tuple(spans)


def is_rule(source: str, row: RawRow) -> bool:
    """Tell whether a row only draws lines."""
    return all(_RULE.fullmatch(source[s:e]) for cell in row for s, e in cell)


def merge_rows(source: str, raw: list[tuple[RawRow, int | None]], caption: Excerpt) -> Table:
    """Join rows that go on with the row before; drop rules and repeated headers.

    A row goes on when its number cell is empty, or its first cell if the table numbers nothing. The
    first row is the header.
    """
    width = max(len(row) for row, _ in raw)
    texts = [[" ".join(source[s:e] for s, e in cell) for cell in row] for row, _ in raw]
    key = number_column(texts[0], texts[1:]) or 0
    merged: list[tuple[list[list[Span]], int | None]] = []
    for row, page in raw:
        if not any(row) or is_rule(source, row):
            continue
        cells = [list(cell) for cell in row] + [[] for _ in range(width - len(row))]
        if merged and not cells[key]:
            for whole, more in zip(merged[-1][0], cells, strict=True):
                whole += more
        else:
            merged.append((cells, page))
    if not merged:
        return Table(caption, (), ())
    rows = [
        Row(tuple(Excerpt.cut(source, tuple(cell)) for cell in cells), page)
        for cells, page in merged
    ]
    header = rows[0].cells
    heads = [cell.text for cell in header]
    body = tuple(row for row in rows[1:] if [cell.text for cell in row.cells] != heads)
    return Table(caption, header, body, rows[0].page)
