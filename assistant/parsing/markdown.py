"""Reads a Markdown file: headings, paragraphs, lists, tables, footnotes.

Markup in it is left out, its words are kept. Knows nothing of what the tables mean.
"""

from __future__ import annotations

import re
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.domain import ParagraphKind
from assistant.errors import UnreadableDocument
from assistant.parsing.blocks import settled
from assistant.parsing.decoding import letters_of
from assistant.parsing.dialects import plain
from assistant.parsing.draft import Contents, Draft, TextRow, beginning, superscript
from assistant.parsing.statements import apart

_FRONT_MATTER = re.compile(r"\A---\n.*?\n(?:---|\.\.\.)\s*\n", re.DOTALL)
_PROPERTY = re.compile(r"^(title|author|date):[ \t]*(\S.*)$", re.MULTILINE | re.IGNORECASE)
_HIDDEN = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_FOOTNOTE = re.compile(r"^\[\^([\w-]+)\]:[ \t]*", re.MULTILINE)
_FOOTNOTE_MARK = re.compile(r"\[\^([\w-]+)\]")
# What is left of a raised mark that had no figure.
_LOST_MARK = re.compile(r"\^(?=\s|$)")
# A file of guidance is far smaller; more levels than this and words would be left out.
_MAX_NESTING = 60


def read_markdown(path: Path) -> Contents:
    """Read a Markdown file.

    Returns:
        The text that is read out of it, and its blocks.

    Raises:
        UnreadableDocument: it is not text, or nested too deeply.
    """
    letters = letters_of(path)
    text = letters.text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    properties = _properties(text)
    text = plain(_HIDDEN.sub("", _FRONT_MATTER.sub("", text)))
    # "[^1]: word" would be taken for the address of a link, and "[1]" for one.
    text = _FOOTNOTE.sub(r"\\[\1\\] ", text)
    text = _FOOTNOTE_MARK.sub(
        lambda match: superscript(match[1]) if match[1].isdigit() else "", text
    )
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": _MAX_NESTING})
    tokens = parser.enable(["table", "strikethrough"]).parse(text)
    if any(token.level >= _MAX_NESTING - 1 for token in tokens):
        raise UnreadableDocument(f"{path.name} is broken: its markup is nested too deeply")
    draft = Draft(properties=properties)
    draft.remark(letters.remark)
    _write(tokens, draft)
    return settled(draft)


def _properties(text: str) -> dict[str, str]:
    """Read what stands in the front matter of itself."""
    head = match[0] if (match := _FRONT_MATTER.match(text)) else ""
    return {name.lower(): value.strip("\"' ") for name, value in _PROPERTY.findall(head)}


def _write(tokens: list[Token], draft: Draft) -> None:
    """Write the blocks of a file's tokens into a draft."""
    markers: list[str | None] = []
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


def _paragraphs(text: str, markers: list[str | None], draft: Draft) -> None:
    """Write the paragraphs of a piece of markup: requirements may stand line below line."""
    for paragraph in apart(text):
        _paragraph(paragraph, markers, draft)


def _paragraph(text: str, markers: list[str | None], draft: Draft) -> None:
    """Write a paragraph; the first one of a list item carries the item's mark."""
    if markers and markers[-1] is not None:
        mark, markers[-1] = markers[-1], None
        kind: ParagraphKind = "reference" if beginning(text).kind == "reference" else "item"
        draft.paragraph(kind, text, mark=mark)
        return
    kind, mark = beginning(text)
    draft.paragraph(kind, text[len(mark) :], mark=mark)


def _words(token: Token) -> str:
    """Give the words of a piece of markup, line by line."""
    pieces = []
    for child in token.children or []:
        if child.type in {"softbreak", "hardbreak"}:
            pieces.append("\n")
        else:
            # An image is its description.
            pieces.append(child.content)
    return _LOST_MARK.sub("", _TAG.sub(" ", "".join(pieces)))
