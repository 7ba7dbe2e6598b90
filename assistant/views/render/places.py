"""Names a place in a document, and says it in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from assistant.domain import Citation, DocumentId, PassageId, Recommendation, Span
from assistant.errors import InvalidRequest
from assistant.views.render.edition import Edition

_WRITTEN = re.compile(r"(?P<passage>[^@\s]{1,300})(?:@(?P<spans>\d+-\d+(?:,\d+-\d+)*))?")


class Place(NamedTuple):
    """A passage and the spans to light up in its document."""

    passage: PassageId
    document: DocumentId
    spans: tuple[Span, ...]


def written(passage: PassageId, spans: Iterable[Span] = ()) -> str:
    """Write a place as a button's value carries it; without spans it means the whole passage."""
    listed = ",".join(f"{start}-{end}" for start, end in spans)
    return f"{passage}@{listed}" if listed else passage


def place(value: str, edition: Edition) -> Place:
    """Read what `written` wrote.

    Raises:
        InvalidRequest: it is not a place of this index.
    """
    match = _WRITTEN.fullmatch(value)
    if match is None:
        raise InvalidRequest("That is not a place in these documents.")
    passage = edition.passage(match["passage"])
    spans = tuple(
        Span(*(int(number) for number in pair.split("-")))
        for pair in (match["spans"] or "").split(",")
        if pair
    )
    return Place(passage.id, passage.document_id, spans or passage.excerpt.spans)


def of_citation(citation: Citation) -> str:
    """Write the place of a quote."""
    return written(citation.passage_id, citation.quote.spans)


def in_words(cited: Citation | Recommendation, edition: Edition) -> str:
    """Say where words stand: document, a quote's section, table, recommendation, page."""
    entry = edition.entry(cited.document_id)
    steps = [f"{entry.short_title}, {entry.publisher} ({entry.published})"]
    steps += cited.headings if isinstance(cited, Citation) else ()
    item = edition.recommendation_of(cited)
    steps += [item.table, f"recommendation {item.number}"] if item else []
    steps += [f"page {cited.page}"] if cited.page is not None else []
    return " › ".join(step for step in steps if step)
