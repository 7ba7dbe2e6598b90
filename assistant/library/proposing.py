"""Proposes what a document is called, whose it is and of which year, from what it says itself.

A proposal is for a person to look at; nothing is taken from it unseen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from assistant.domain import Document, DocumentEntry, Heading, Paragraph
from assistant.errors import UnreadableDocument
from assistant.library.describing import Description
from assistant.parsing import parse_document
from assistant.parsing.statements import is_numbered

# Names that programs give, not people.
_NO_TITLE = re.compile(
    r"untitled|microsoft word|document\d*$|.*\.(?:docx?|pdf|indd|html?)$", re.IGNORECASE
)
_NO_AUTHOR = re.compile(r"anonymous|python|unknown|user|admin|author", re.IGNORECASE)
_SITE = re.compile(r"\s+[|–—-]\s+[^|–—-]{2,40}$")
_YEARS = r"(?:19|20)\d\d(?:[ –-]+\d{2,4})?,?"
_OWNER = re.compile(
    rf"(?:©|\([cC]\)(?= *{_YEARS})|[cC]opyright(?= *(?:©|{_YEARS}))|[pP]ublished by|[pP]ublisher:)"
    rf" *(?:[cC]opyright *)?©? *(?:{_YEARS})? *"
    r"((?:[tT]he +)?[A-Z][\w&’'-]*(?: +(?:of|for|and|the|in|on|&|[A-Z][\w&’'-]*)){0,8})"
)
_NO_OWNER = re.compile(r"all\b|page\b|notice\b|reserved\b|19|20", re.IGNORECASE)
_DATED = (
    re.compile(r"last (?:updated|reviewed)\W[^\n]{0,30}?\b((?:19|20)\d\d)\b", re.IGNORECASE),
    re.compile(
        r"(?:published|issued|effective|date[sd]?|version)\b[^\n]{0,30}?\b((?:19|20)\d\d)\b",
        re.IGNORECASE,
    ),
    re.compile(r"(?:©|\(c\)|copyright)[^\n]{0,40}?\b((?:19|20)\d\d)\b", re.IGNORECASE),
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d{11})")
# The beginning and the end of a document say whose it is; its middle speaks of others.
_EDGE = 3_000
_MAX_TITLE = 200


def propose(path: Path) -> Description:
    """Read a file and propose how to describe it; what it does not say is left empty.

    Raises:
        UnreadableDocument: it cannot be read.
    """
    blank = DocumentEntry("new", path.name, "", "", (), "", "", 0, "", "", "")
    return proposed(parse_document(path, blank))


def proposed_or_nothing(path: Path) -> Description:
    """Propose how to describe a file; nothing for one that cannot be read, which is told later."""
    try:
        return propose(path)
    except UnreadableDocument:
        return Description()


def proposed(document: Document) -> Description:
    """Propose how to describe a document."""
    year = next(_years(document), "")
    return Description(
        title=next(_titles(document), ""),
        publisher=next(_publishers(document), ""),
        year=int(year) if year else None,
    )


def _titles(document: Document) -> Iterator[str]:
    """Give titles, the likeliest first: one that the file gives and its first page shows."""
    said = document.properties.get("title", "")
    plain = _SITE.sub("", said)
    is_name = not plain or bool(_NO_TITLE.match(plain)) or len(plain.split()) < 2
    start = " ".join(document.source[:_EDGE].casefold().split())
    if not is_name and plain.casefold() in start:
        yield plain
    first = document.blocks[0] if document.blocks else None
    # Plain text marks no title; it stands first.
    is_plain = document.entry.file.lower().endswith(".txt")
    if is_plain and isinstance(first, Paragraph) and _is_short(first.excerpt.text):
        yield first.excerpt.text
    paragraphs = (b for b in document.blocks[:20] if isinstance(b, Paragraph))
    yield from (b.excerpt.text for b in paragraphs if b.kind == "title")
    headings = [b for b in document.blocks[:20] if isinstance(b, Heading)]
    yield from (b.excerpt.text for b in sorted(headings, key=lambda b: b.level))
    if not is_name:
        yield plain


def _is_short(text: str) -> bool:
    is_title = len(text) <= _MAX_TITLE and not text.endswith((".", ":", ";", ","))
    return is_title and not is_numbered(text)


def _edges(document: Document) -> str:
    """Give the words that say whose a document is; what runs through its margins among them."""
    margins = "\n".join(omission.words for omission in document.omissions)
    return f"{document.source[:_EDGE]}\n{document.source[-_EDGE:]}\n{margins}"


def _publishers(document: Document) -> Iterator[str]:
    for match in _OWNER.finditer(_edges(document)):
        if not _NO_OWNER.match(match[1]):
            yield match[1].strip()
    author = document.properties.get("author", "")
    if author and not _NO_AUTHOR.search(author):
        yield author


def _years(document: Document) -> Iterator[str]:
    edges = _edges(document)
    for pattern in _DATED:
        yield from sorted(pattern.findall(edges), reverse=True)
    for words in (next(_titles(document), ""), document.properties.get("date", "")):
        yield from _YEAR.findall(words)
