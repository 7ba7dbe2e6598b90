"""How a document is described: by a person, and by what it says of itself."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from assistant.domain import Document, DocumentEntry
from assistant.errors import InvalidRequest, UnreadableDocument
from assistant.indexing.disk import sha256_of
from assistant.parsing import document_of, read_file
from assistant.parsing.draft import Contents
from assistant.parsing.formats import check_file
from assistant.parsing.isolation import PagesRead, silent

# What must be said of a new document.
REQUIRED = ("title", "publisher", "year")

_NO_AUTHOR = re.compile(r"anonymous|python|unknown|user|admin|author", re.IGNORECASE)
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
    # "© 1998–2015" is of 2015.
    re.compile(
        r"(?:©|\(c\)|copyright)[^\n]{0,40}?\b((?:19|20)\d\d(?: ?[,–-] ?(?:19|20)?\d\d\b)*)(?!\d)",
        re.IGNORECASE,
    ),
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d{11})")
_CAPITALS = re.compile(r"\b[A-Z]{3,8}\b")
# The beginning and the end of a document say whose it is; its middle speaks of others.
_EDGE = 3_000


@dataclass(frozen=True, slots=True)
class Description:
    """What a person says of a document; what is left empty is derived, or kept in a replacement."""

    id: str = ""
    title: str = ""
    short_title: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    publisher_short: str = ""
    year: int | None = None
    source_address: str = ""
    licence: str = ""
    review_by: str = ""
    approved_by: str = ""
    approved_on: str = ""
    statuses: tuple[str, ...] = ()


def approved(description: Description, by: str) -> Description:
    """Note that a document is approved today: by whom the description names, or else by who says so."""
    name = description.approved_by or by
    day = date.today().isoformat() if name else ""  # noqa: DTZ011  the day of the place it runs in
    return replace(description, approved_by=name, approved_on=day)


def check_said(description: Description) -> None:
    """Refuse a day of review that is none: InvalidRequest."""
    try:
        date.fromisoformat(description.review_by or "2000-01-01")
    except ValueError:
        why = f"{description.review_by!r} is not a day; write it as in 2026-12-31"
        raise InvalidRequest(why) from None


def said_of(description: Description) -> dict[str, Any]:
    """Give what was said, by field; what was left empty is not in it."""
    values = {name: getattr(description, name) for name in Description.__slots__}
    return {name: value for name, value in values.items() if value}


# What was read of the file that was looked at last, by its checksum and ending.
_read: dict[str, Contents] = {}


def contents_of(path: Path, progress: PagesRead = silent) -> Contents:
    """Read a file, but one that was looked at just before only once; or UnreadableDocument."""
    check_file(path)
    key = sha256_of(path) + path.suffix.lower()
    contents = _read.get(key) or read_file(path, progress)
    _read.clear()
    _read[key] = contents
    return contents


def proposal(path: Path) -> Description:
    """Read a file and propose how to describe it; what it does not say is left empty.

    A proposal is for a person to look at. For a file that cannot be read, which is told later, it
    is empty.
    """
    try:
        contents = contents_of(path)
    except UnreadableDocument:
        return Description()
    blank = DocumentEntry("new", path.name, "", "", (), "", "", 0, "", "", "")
    document = document_of(contents, blank)
    title, publisher = document.labels.get("title", ""), next(_publishers(document), "")
    year = next(map(int, _years(document)), None)
    return Description(title=title, publisher=publisher, year=year)


def short_name(publisher: str, document: Document) -> str:
    """Find the capitals that a document calls its publisher by: NICE, AHRQ; without any, the whole name."""
    initials = "".join(word[0] for word in publisher.split() if word[0].isupper())
    counts = Counter(_CAPITALS.findall(document.source))
    fitting = [(n, short) for short, n in counts.items() if n > 1 and _stands_for(short, initials)]
    return max(fitting)[1] if fitting else publisher


def _stands_for(short: str, initials: str) -> bool:
    """Tell whether a name's initials hold a short form's letters in their order, the first one first."""
    left = iter(initials)
    return short[0] == initials[:1] and all(letter in left for letter in short)


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
        yield from sorted(map(_last_year, pattern.findall(edges)), reverse=True)
    for words in (document.labels.get("title", ""), document.properties.get("date", "")):
        yield from _YEAR.findall(words)


def _last_year(years: str) -> str:
    """Give the last of "1998", "1998–2015", "2004, 2012-15", in four figures."""
    last = str(re.findall(r"\d+", years)[-1])
    return last if len(last) == 4 else ("19" if years < f"19{last}" else "20") + last
