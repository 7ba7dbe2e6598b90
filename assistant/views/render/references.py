"""Cites a document in Vancouver and in Harvard style, with section, recommendation and page."""

from __future__ import annotations

from assistant.domain import Citation, DocumentEntry, Quote, Recommendation
from assistant.views.render import quotes
from assistant.views.render.edition import Edition

# Vancouver names six authors before "et al.", Harvard (Cite Them Right) up to three.
# Source: Patrias K, Citing Medicine, 2nd ed., chapter 1; Pears and Shields, Cite Them Right.
_VANCOUVER_AUTHORS = 6
_HARVARD_AUTHORS = 3


def vancouver(entry: DocumentEntry, place: str) -> str:
    """Cite in Vancouver style."""
    names = [_without_points(name) for name in entry.authors or (entry.publisher,)]
    listed = ", ".join(names[:_VANCOUVER_AUTHORS])
    more = ", et al" if len(names) > _VANCOUVER_AUTHORS else ""
    cited = f"{listed}{more}. {entry.title}. {entry.publisher}; {entry.published}."
    return _ended(cited, place, "Available from:", entry)


def harvard(entry: DocumentEntry, place: str) -> str:
    """Cite in Harvard style."""
    names = list(entry.authors or (entry.publisher,))
    listed = _all_named(names) if len(names) <= _HARVARD_AUTHORS else f"{names[0]} et al."
    cited = f"{listed} ({entry.published}) {entry.title}. {entry.publisher}."
    return _ended(cited, place, "Available at:", entry)


def quoted(quote: Quote, reference: str) -> str:
    """Put a quote before its reference, as it is pasted into a document."""
    return f"{quotes.plain(quote)}\n{reference}"


def citation_place(citation: Citation, edition: Edition) -> str:
    """Say the place inside a document as a reference does."""
    item = edition.recommendation_of(citation)
    if item is not None:
        return recommendation_place(item)
    steps = [*citation.headings[-1:]]
    steps += [f"page {citation.page}"] if citation.page is not None else []
    return ", ".join(steps)


def recommendation_place(item: Recommendation) -> str:
    """Say the place of a recommendation as a reference does."""
    steps = [*item.headings[-1:], item.table, f"recommendation {item.number}"]
    steps += [f"page {item.page}"] if item.page is not None else []
    return ", ".join(step for step in steps if step)


def _all_named(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _without_points(name: str) -> str:
    family, comma, initials = name.partition(", ")
    return f"{family} {initials.replace('.', '').replace(' ', '')}" if comma else name


def _ended(cited: str, place: str, available: str, entry: DocumentEntry) -> str:
    """End a reference with place and address; an address that the corpus has cut short leads nowhere."""
    is_whole = entry.address == entry.source_address
    parts = (cited, f"{place}." if place else "", f"{available} {entry.address}" * is_whole)
    return " ".join(part for part in parts if part)
