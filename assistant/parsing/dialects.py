"""Rewrites what programs add to Markdown as plain Markdown: MkDocs's boxes and tabs, pandoc's tables.

Knows nothing of what the text says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

# "!!! note "Title"", "??? tip", "=== "Tab"": what is indented below belongs to it.
_BOX = re.compile(r"(\s*)(?:!!!|\?\?\?\+?|===)\s*(?:[\w -]*?\s*)?(?:\"([^\"]*)\")?\s*$")
_INDENT = 4
_ATTRIBUTES = re.compile(r"[ \t]*\{:?[ \t]*[.#][^{}\n]*\}")
_ICON = re.compile(r":(?:material|fontawesome|octicons|simple)-[\w-]+:")
_GRID = re.compile(r"\s*\+(?:[-=:]+\+)+\s*$")
_COLUMNS = re.compile(r"\s*-{2,}(?:\s+-{2,})+\s*$")
_LINE = re.compile(r"\s*-{5,}\s*$")
_CAPTION = re.compile(r"(?:Table)?:\s+(\S.*)")
_FENCE = re.compile(r"\s*(?:```|~~~)")


def plain(text: str) -> str:
    """Rewrite a text in Markdown of any dialect as what CommonMark with pipe tables knows."""
    lines = list(_unboxed(text.split("\n")))
    text = "\n".join(_with_tables(lines))
    return _ICON.sub("", _ATTRIBUTES.sub("", text))


def _unboxed(lines: Sequence[str]) -> Iterator[str]:
    """Give the title and the words of each box as paragraphs of their own."""
    at = 0
    while at < len(lines):
        box = _BOX.match(lines[at])
        end = _end_of_box(lines, at + 1, len(box[1]) + _INDENT) if box else at + 1
        if box is None or end == at + 1:
            yield lines[at]
        else:
            yield from ("", f"{box[1]}**{box[2]}**" if box[2] else "", "")
            yield from _unboxed([line[_INDENT:] for line in lines[at + 1 : end]])
            yield ""
        at = end


def _end_of_box(lines: Sequence[str], at: int, indent: int) -> int:
    end = at
    for n in range(at, len(lines)):
        if lines[n].strip():
            if lines[n][:indent].strip():
                break
            end = n + 1
    return end


def _with_tables(lines: Sequence[str]) -> Iterator[str]:
    """Write pandoc's tables as pipe tables; what stands in a fence stays."""
    at = 0
    is_fenced = False
    while at < len(lines):
        is_fenced ^= bool(_FENCE.match(lines[at]))
        end, rows = (at, []) if is_fenced else _table_at(lines, at)
        if not rows:
            yield lines[at]
            at += 1
            continue
        caption, end = _caption(lines, end)
        yield from ("", *([f"**{caption}**", ""] if caption else ()), *_piped(rows), "")
        at = end


def _table_at(lines: Sequence[str], at: int) -> tuple[int, list[list[str]]]:
    """Read the table that begins at a line; give the line behind it, and its rows."""
    if _GRID.match(lines[at]):
        return _grid(lines, at)
    if _LINE.match(lines[at]):
        return _multiline(lines, at)
    is_headed = at + 1 < len(lines) and lines[at].strip() and _COLUMNS.match(lines[at + 1])
    return _simple(lines, at) if is_headed else (at, [])


def _grid(lines: Sequence[str], at: int) -> tuple[int, list[list[str]]]:
    end = at
    while end < len(lines) and lines[end].lstrip().startswith(("+", "|")):
        end += 1
    edges = sorted(
        {
            m.start()
            for n in range(at, end)
            if _GRID.match(lines[n])
            for m in re.finditer(r"\+", lines[n])
        }
    )
    spans = list(pairwise(edges))
    rows, row = [], [""] * len(spans)
    for line in lines[at + 1 : end]:
        if _GRID.match(line):
            rows.append(row)
            row = [""] * len(spans)
        else:
            cells = (line[start + 1 : stop].strip(" |") for start, stop in spans)
            row = [f"{whole} {more}".strip() for whole, more in zip(row, cells, strict=True)]
    return end, rows


def _simple(lines: Sequence[str], at: int) -> tuple[int, list[list[str]]]:
    spans = _spans(lines[at + 1])
    end = at + 2
    while end < len(lines) and lines[end].strip() and not _COLUMNS.match(lines[end]):
        end += 1
    rows = [_cut(line, spans) for line in (lines[at], *lines[at + 2 : end])]
    return min(end + (end < len(lines) and bool(_COLUMNS.match(lines[end]))), len(lines)), rows


def _multiline(lines: Sequence[str], at: int) -> tuple[int, list[list[str]]]:
    """Read a table whose rows are parted by empty lines, between two lines across."""
    under = next((n for n in range(at + 1, min(at + 6, len(lines))) if _COLUMNS.match(lines[n])), 0)
    end = next((n for n in range(under + 1, len(lines)) if _LINE.match(lines[n])), 0)
    if not under or not end or any(not line.strip() for line in lines[at + 1 : under]):
        return at, []
    spans = _spans(lines[under])
    rows = [_joined(_cut(line, spans) for line in lines[at + 1 : under])]
    group: list[str] = []
    for line in (*lines[under + 1 : end], ""):
        if line.strip():
            group.append(line)
        elif group:
            rows.append(_joined(_cut(line, spans) for line in group))
            group = []
    return end + 1, rows


def _spans(line: str) -> list[tuple[int, int]]:
    starts = [m.start() for m in re.finditer(r"-+", line)]
    return list(zip([0, *starts[1:]], [*starts[1:], 10_000], strict=True))


def _cut(line: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    return [line[start:end].strip() for start, end in spans]


def _joined(rows: Iterable[list[str]]) -> list[str]:
    return [" ".join(filter(None, column)) for column in zip(*rows, strict=True)]


def _caption(lines: Sequence[str], at: int) -> tuple[str, int]:
    """Read the caption below a table, "Table: …" or ": …"."""
    below = at + 1 if at < len(lines) and not lines[at].strip() else at
    match = _CAPTION.match(lines[below]) if below < len(lines) else None
    return (match[1], below + 1) if match else ("", at)


def _piped(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    for n, row in enumerate(rows):
        cells = (re.sub(r"(?<!\\)\|", r"\|", cell) for cell in row)
        yield "| " + " | ".join(cells) + " |"
        if n == 0:
            yield "|" + " --- |" * len(row)
