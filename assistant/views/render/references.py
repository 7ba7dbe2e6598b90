"""Cites a document in Vancouver and in Harvard style, with section, recommendation and page."""

from __future__ import annotations

from assistant.domain import Citation, DocumentEntry, Recommendation
from assistant.views.render.edition import Edition
from assistant.views.render.wording import list_of

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


def place(cited: Citation | Recommendation, edition: Edition) -> str:
    """Say the place inside a document as a reference does."""
    item = edition.recommendation_of(cited)
    of = item or cited
    steps = [*of.headings[-1:], *((item.table, f"recommendation {item.number}") if item else ())]
    steps += [f"page {of.page}"] if of.page is not None else []
    return ", ".join(step for step in steps if step)


def _ended(cited: str, place: str, available: str, entry: DocumentEntry) -> str:
    """End a reference with place and address; an address that the corpus has cut short leads nowhere."""
    is_whole = entry.address == entry.source_address
    parts = (cited, f"{place}." if place else "", f"{available} {entry.address}" * is_whole)
    return " ".join(part for part in parts if part)
