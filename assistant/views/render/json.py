"""A response as the JSON of the command line's contract, schema version 2.

Knows only the domain; says nothing that the response does not hold.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict, is_dataclass
from typing import Any

from assistant.domain import (
    Answer,
    Citation,
    DocumentEntry,
    Headline,
    Part,
    Passage,
    PassageId,
    Quote,
    RankedRecommendation,
    Recommendation,
    RecommendationNumber,
    Response,
)
from assistant.indexing.storage import Index
from assistant.views.render.visible import inert

SCHEMA = 2
Json = dict[str, Any]


def plain(value: Any) -> Any:  # noqa: ANN401  whatever JSON can hold
    """Give what JSON gives back: lists for tuples, objects for records."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, dict):
        return {name: plain(inner) for name, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, (list, tuple)) else value


def taken(value: object, names: str) -> Json:
    """Give some attributes of a value under their own names."""
    return {name: getattr(value, name) for name in names.split()}


def number_json(number: RecommendationNumber | None) -> int | str | None:
    """Give a plain number as an integer, '1.2.3' as text."""
    return int(number) if number is not None and number.isdigit() else number


def recommendation_json(r: Recommendation) -> Json:
    """Give a recommendation's fields."""
    return {
        "document": r.document_id,
        "number": number_json(r.number),
        "area": r.area,
        "priority": r.priority.text,
        "action": r.action.text,
        "responsible": r.responsible.text,
        "status": r.status,
        "status_detail": r.status_detail.text,
    }


def part_json(part: Part) -> Json:
    """Give a part of a quote; a status with what it means."""
    written: Json = plain(asdict(part))
    return {name: value for name, value in written.items() if value or name != "meaning"}


def citation_json(c: Citation) -> Json:
    """Give a citation with its spans and why it was found."""
    return {
        "marker": c.marker,
        "id": c.passage_id,
        "document": c.document_id,
        **taken(c, "headings page"),
        "quote": c.quote.text,
        "spans": c.quote.spans,
        "parts": [part_json(part) for part in c.quote.parts],
        "recommendation": number_json(c.recommendation),
        "why": c.why,
    }


def headline_json(headline: Headline) -> Json:
    """Give the words that answer, with the marker of the citation that they are cut from."""
    return {
        "text": headline.text,
        "parts": [part_json(part) for part in headline.parts],
        "citation": headline.marker,
        "is_undecided": headline.is_undecided,
        "beside": [headline_json(other) for other in headline.beside],
    }


def index_json(index: Index) -> Json:
    """Name the build and the documents that an answer rests on."""
    documents = [taken(d, "id title published sha256") for d in index.documents]
    return {"id": index.id, "documents": documents}


def response_json(response: Response, index: Index) -> Json:
    """Give a whole response."""
    out: Json = {
        "schema": SCHEMA,
        "kind": "answer" if isinstance(response, Answer) else "abstention",
        **taken(response, "question read_as corrections confidence"),
        "answer": None,
        "recommendations": [],
        "citations": [],
        "related": [citation_json(c) for c in response.related],
        "next_questions": response.next_questions,
        "reason": "",
        "index": index_json(index),
    }
    more = "reason silent topic turn_to"
    if isinstance(response, Answer):
        beside = response.beside
        out["recommendations"] = [
            _ranked_json(r) | {"is_quoted": r not in beside} for r in response.recommendations
        ]
        out["citations"] = [citation_json(c) for c in response.citations]
        out["answer"] = headline_json(response.headline) if response.headline else None
        out["otherwise"] = [
            {"description": r.description, "numbers": list(map(number_json, r.numbers))}
            for r in response.otherwise
        ]
        out["entries"] = [
            {"document": f.document_id, "field": f.field, "value": f.value}
            for f in response.entries
        ]
        more = "firmness complete_of is_partial description left_aside"
    whole: Json = plain(out | taken(response, more))
    return whole


def _ranked_json(r: RankedRecommendation) -> Json:
    ranked = {"score": r.score, "near_tie": r.near_tie, "formerly": number_json(r.formerly or None)}
    return recommendation_json(r.recommendation) | ranked


def quoted_recommendation_json(r: Recommendation, quote: Quote) -> Json:
    """Give a recommendation's fields, where it stands, and the parts that are its words."""
    return recommendation_json(r) | {
        "id": r.id,
        "headings": list(r.headings),
        "page": r.page,
        "parts": [part_json(part) for part in quote.parts],
    }


def passage_json(
    passage: Passage, quote: Quote, before: PassageId | None, after: PassageId | None
) -> Json:
    """Give a passage quoted whole, and which ones stand before and after it in its document."""
    return {
        "id": passage.id,
        "document": passage.document_id,
        "headings": list(passage.headings),
        "page": passage.page,
        "parts": [part_json(part) for part in quote.parts],
        "recommendation": number_json(passage.recommendation),
        "before": before,
        "after": after,
    }


def contents_json(entry: DocumentEntry, passages: Sequence[Passage]) -> Json:
    """Give a document's sections in reading order, each with its first passage."""
    first: dict[tuple[str, ...], Passage] = {}
    for passage in passages:
        first.setdefault(passage.headings, passage)
    sections = [
        {"headings": list(headings), "page": passage.page, "first": passage.id}
        for headings, passage in first.items()
    ]
    return taken(entry, "id title publisher published licence") | {"sections": sections}


CSV_COLUMNS = "document number area priority action responsible status status_detail".split()


def recommendations_csv(recommendations: Sequence[Recommendation]) -> str:
    """Give recommendations as CSV; a cell that a spreadsheet would run as a formula is quoted."""
    out = io.StringIO()
    writer = csv.DictWriter(out, CSV_COLUMNS, lineterminator="\n")
    writer.writeheader()
    for r in recommendations:
        cells = recommendation_json(r).items()
        writer.writerow({k: inert(v) if isinstance(v, str) else v for k, v in cells})
    return out.getvalue()
