"""Reads a Markdown file: headings, paragraphs, lists, tables, footnotes.

Markup in it is left out, its words are kept. Knows nothing of what the tables mean.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.errors import UnreadableDocument
from assistant.parsing.blocks import settled
from assistant.parsing.decoding import letters_of, remark_on
from assistant.parsing.draft import TAG, Contents, Draft, TextRow, superscript
from assistant.parsing.statements import apart

_FRONT_MATTER = re.compile(r"\A---\n.*?\n(?:---|\.\.\.)\s*\n", re.DOTALL)
_PROPERTY = re.compile(r"^(title|author|date):[ \t]*(\S.*)$", re.MULTILINE | re.IGNORECASE)
# What stands in code is said, whatever it looks like.
_CODE = r"^(?P<fence>```+|~~~+)[^\n]*\n.*?^(?P=fence)|(?P<ticks>`+)(?!`)[^\n]*?[^`](?P=ticks)(?!`)"
_HIDDEN = re.compile(
    rf"(?P<code>{_CODE})|<!--.*?-->|<(?P<tag>script|style)\b.*?</(?P=tag)\s*>"
    r"|(?P<struck><(?P<name>del|s|strike)\b[^<>]*>.*?</(?P=name)\s*>"
    r"|~~(?![\s~])(?:[^~\n]|\n(?!\n))+?~~)",
    re.DOTALL | re.IGNORECASE | re.MULTILINE,
)
_FOOTNOTE = re.compile(r"^\[\^([\w-]+)\]:[ \t]*", re.MULTILINE)
_FOOTNOTE_MARK = re.compile(r"\[\^([\w-]+)\]")
# What is left of a raised mark that had no figure.
_LOST_MARK = re.compile(r"\^(?=\s|$)")
# A file of guidance is far smaller; more levels than this and words would be left out.
_MAX_NESTING = 60
# "!!! note "Title"", "??? tip", "=== "Tab"": what is indented below belongs to it.
_BOX = re.compile(r"(\s*)(?:!!!|\?\?\?\+?|===)\s*(?:[\w -]*?\s*)?(?:\"([^\"]*)\")?\s*$")
# "::: note Title", "::: {.note}", ":::", and "> [!NOTE]": what stands between, or behind, belongs to it.
_FENCED = re.compile(
    r"\s*:{3,}\s*(?:\{[^{}]*\}|[\w-]+)?\s*\[?([^\[\]{}]*?)\]?\s*(?:\{[^{}]*\})?\s*:*"
)
_ALERT = re.compile(r"^(\s*>\s*)\[!\w+\][-+]?\s*(.*)$")
_INDENT = 4
_ATTRIBUTES = re.compile(r"[ \t]*\{:?[ \t]*[.#][^{}\n]*\}")
_ICON = re.compile(r":(?:material|fontawesome|octicons|simple)-[\w-]+:")
_GRID = re.compile(r"\s*\+(?:[-=:]+\+)+\s*$")
_COLUMNS = re.compile(r"\s*-{2,}(?:\s+-{2,})+\s*$")
_LINE = re.compile(r"\s*-{5,}\s*$")
_CAPTION = re.compile(r"\s*(?:Table)?:\s+(\S.*)")
_FENCE = re.compile(r"\s*(?:```|~~~)")


def read_markdown(path: Path) -> Contents:
    """Read a Markdown file.

    Raises:
        UnreadableDocument: it is not text, or nested too deeply.
    """
    letters = letters_of(path)
    text = letters.text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    draft = Draft(properties=_properties(text))
    if match := _FRONT_MATTER.match(text):
        draft.leave_out("front matter", match[0].strip("-. \n"))
        text = text[match.end() :]

    def unhidden(match: re.Match[str]) -> str:
        if match["struck"]:
            line = text[text.rfind("\n", 0, match.start()) + 1 :]
            words = TAG.sub("", match[0]).strip("~")
            return draft.struck(words, in_table=line.lstrip().startswith("|"))
        if not match["code"]:
            draft.leave_out("hidden text", match[0].strip("<!->"))
        return match["code"] or ""

    text = plain(_HIDDEN.sub(unhidden, text))
    # "[^1]: word" would be taken for the address of a link, and "[1]" for one.
    text = _FOOTNOTE.sub(r"\\[\1\\] ", text)
    text = _FOOTNOTE_MARK.sub(
        lambda match: superscript(match[1]) if match[1].isdigit() else "", text
    )
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": _MAX_NESTING})
    tokens = parser.enable("table").parse(text)
    if any(token.level >= _MAX_NESTING - 1 for token in tokens):
        raise UnreadableDocument(f"{path.name} is broken: its markup is nested too deeply")
    draft.remark(remark_on(letters.encoding))
    _write(tokens, draft)
    return settled(draft)


def _properties(text: str) -> dict[str, str]:
    """Read what stands in the front matter of itself."""
    head = match[0] if (match := _FRONT_MATTER.match(text)) else ""
    return {name.lower(): value.strip("\"' ") for name, value in _PROPERTY.findall(head)}


def _write(tokens: list[Token], draft: Draft) -> None:
    """Write the blocks of a file's tokens into a draft."""
    markers: list[str] = []
    row: list[str] = []
    rows: list[TextRow] = []
    for at, token in enumerate(tokens):
        match token.type:
            case "list_item_open":
                markers.append(f"{token.info}{token.markup}" if token.info else token.markup)
            case "list_item_close":
                markers.pop()
            case "inline" if tokens[at - 1].type in {"th_open", "td_open"}:
                row.append(_words(token))
            case "inline" if tokens[at - 1].type == "heading_open":
                draft.heading(int(tokens[at - 1].tag[1]), _words(token))
            case "inline":
                _paragraphs(_words(token), markers, draft)
            case "fence" | "code_block":
                draft.paragraph("text", token.content)
            case "tr_close":
                rows.append(TextRow(tuple(row)))
                row = []
            case "table_close":
                draft.table("", rows)
                rows = []


def _paragraphs(text: str, markers: list[str], draft: Draft) -> None:
    """Write the paragraphs of a piece of markup: requirements may stand line below line."""
    for paragraph in apart(text):
        # The first one of a list item carries the item's mark.
        draft.say(paragraph, markers[-1] if markers else "")
        markers[-1:] = [""] if markers else []


def _words(token: Token) -> str:
    """Give the words of a piece of markup, line by line."""
    pieces: list[str] = []
    for is_code, children in groupby(
        token.children or [], lambda child: child.type == "code_inline"
    ):
        # An image is its description.
        words = (
            "\n" if child.type in {"softbreak", "hardbreak"} else child.content
            for child in children
        )
        pieces.append("".join(words) if is_code else TAG.sub(" ", "".join(words)))
    return _LOST_MARK.sub("", "".join(pieces))


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
        fence = _FENCED.fullmatch(lines[at])
        if fence:
            yield from ("", f"**{fence[1]}**" if fence[1] else "", "")
        elif box is None or end == at + 1:
            yield _ALERT.sub(r"\1\2", lines[at])
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
        end = next(
            (n for n in range(at, len(lines)) if lines[n].lstrip()[:1] not in {"+", "|"}),
            len(lines),
        )
        drawn = [line for line in lines[at:end] if _GRID.match(line)]
        edges = sorted({m.start() for line in drawn for m in re.finditer(r"\+", line)})
        spans = [(left + 1, right) for left, right in pairwise(edges)]
        return end, _rows(lines[at:end], spans, lambda line: bool(_GRID.match(line)))
    if _LINE.match(lines[at]):
        return _multiline(lines, at)
    is_headed = at + 1 < len(lines) and lines[at].strip() and _COLUMNS.match(lines[at + 1])
    return _simple(lines, at) if is_headed else (at, [])


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
    inside = [*lines[at + 1 : under], "", *lines[under + 1 : end]]
    return end + 1, _rows(inside, _spans(lines[under]), lambda line: not line.strip())


def _rows(
    lines: Sequence[str], spans: Sequence[tuple[int, int]], parts: Callable[[str], bool]
) -> list[list[str]]:
    """Put the lines between those that part rows together, column by column."""
    groups: list[list[list[str]]] = [[]]
    for line in lines:
        if parts(line):
            groups.append([])
        else:
            groups[-1].append(_cut(line, spans))
    return [
        [" ".join(filter(None, column)) for column in zip(*g, strict=True)] for g in groups if g
    ]


def _spans(line: str) -> list[tuple[int, int]]:
    starts = [m.start() for m in re.finditer(r"-+", line)]
    return list(zip([0, *starts[1:]], [*starts[1:], 10_000], strict=True))


def _cut(line: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    return [line[start:end].strip(" |") for start, end in spans]


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
