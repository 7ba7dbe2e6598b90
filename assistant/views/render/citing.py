"""Where words stand, and how a document is cited."""

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlencode

from assistant.domain import Citation, DocumentEntry, DocumentId, PassageId, Recommendation, Span
from assistant.errors import InvalidRequest
from assistant.views.render.edition import Edition
from assistant.views.render.wording import list_of

_WRITTEN = re.compile(r"(?P<passage>[^@\s]{1,300})(?:@(?P<spans>\d+-\d+(?:,\d+-\d+)*))?")


class Place(NamedTuple):
    """The spans to light up in a document."""

    document: DocumentId
    spans: tuple[Span, ...]


def written_place(passage: PassageId, spans: Iterable[Span] = ()) -> str:
    """Write a place as a button's value carries it; without spans it means the whole passage."""
    listed = ",".join(f"{start}-{end}" for start, end in spans)
    return f"{passage}@{listed}" if listed else passage


def read_place(value: str, edition: Edition) -> Place:
    """Read what `written_place` wrote.

    Raises:
        InvalidRequest: it is not a place of this index.
    """
    match = _WRITTEN.fullmatch(value)
    if match is None:
        raise InvalidRequest("That is not a place in these documents.")
    passage = edition.passage(match["passage"])
    pairs = re.findall(r"(\d+)-(\d+)", match["spans"] or "")
    spans = tuple(Span(int(start), int(end)) for start, end in pairs)
    return Place(passage.document_id, spans or passage.excerpt.spans)


def place_of(citation: Citation) -> str:
    """Write the place of a quote."""
    return written_place(citation.passage_id, citation.quote.spans)


def in_words(cited: Citation | Recommendation, edition: Edition) -> str:
    """Say where words stand: document, a quote's section, table, recommendation, page."""
    entry = edition.entry(cited.document_id)
    steps = [f"{entry.short_title}, {entry.publisher} ({entry.published})"]
    steps += cited.headings if isinstance(cited, Citation) else ()
    item = edition.recommendation_of(cited)
    steps += [item.table, f"recommendation {item.number}"] if item else []
    steps += [f"page {cited.page}"] if cited.page is not None else []
    return " › ".join(filter(None, steps))


# Vancouver names six authors before "et al.", Harvard (Cite Them Right) up to three.
# Source: Patrias K, Citing Medicine, 2nd ed., chapter 1; Pears and Shields, Cite Them Right.
_VANCOUVER_AUTHORS = 6
_HARVARD_AUTHORS = 3


def vancouver(entry: DocumentEntry, place: str) -> str:
    """Cite in Vancouver style."""
    parted = (name.partition(", ") for name in entry.authors or (entry.publisher,))
    names = [f"{a} {b.replace('.', '').replace(' ', '')}" if comma else a for a, comma, b in parted]
    listed = ", ".join(names[:_VANCOUVER_AUTHORS])
    more = ", et al" if len(names) > _VANCOUVER_AUTHORS else ""
    cited = f"{listed}{more}. {entry.title}. {entry.publisher}; {entry.published}."
    return _ended(cited, place, "Available from:", entry)


def harvard(entry: DocumentEntry, place: str) -> str:
    """Cite in Harvard style."""
    names = list(entry.authors or (entry.publisher,))
    listed = list_of(names) if len(names) <= _HARVARD_AUTHORS else f"{names[0]} et al."
    cited = f"{listed} ({entry.published}) {entry.title}. {entry.publisher}."
    return _ended(cited, place, "Available at:", entry)


def in_reference(cited: Citation | Recommendation, edition: Edition) -> str:
    """Say the place inside a document as a reference does."""
    item = edition.recommendation_of(cited)
    of = item or cited
    steps = [*of.headings[-1:], *((item.table, f"recommendation {item.number}") if item else ())]
    steps += [f"page {of.page}"] if of.page is not None else []
    return ", ".join(filter(None, steps))


def _ended(cited: str, place: str, available: str, entry: DocumentEntry) -> str:
    """End a reference with place and address; an address that the corpus has cut short leads nowhere."""
    had = f"{available} {entry.address}" * (entry.address == entry.source_address)
    return " ".join(filter(None, (cited, f"{place}." if place else "", had)))


def link(item: Recommendation, edition: Edition) -> str:
    """Address a recommendation; its document is named only where a number alone is not enough."""
    clashes = sum(other.number == item.number for other in edition.recommendations) > 1
    return "?" + urlencode({"rec": item.number} | ({"doc": item.document_id} if clashes else {}))


def question_link(question: str) -> str:
    """Address a question."""
    return "?" + urlencode({"q": question})
