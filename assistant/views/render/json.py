"""A response as the JSON of the command line's contract, schema version 2.

Knows only the domain; says nothing that the response does not hold.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from assistant.domain import (
    Abstention,
    Answer,
    Citation,
    DocumentEntry,
    Headline,
    Part,
    Passage,
    PassageId,
    Quote,
    Recommendation,
    RecommendationNumber,
    Response,
)
from assistant.indexing.storage import Index
from assistant.views.render.visible import inert

SCHEMA = 2
Json = dict[str, Any]


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
    out: Json = {
        "field": part.field,
        "text": part.text,
        "spans": [list(span) for span in part.spans],
    }
    return out | ({"meaning": part.meaning} if part.meaning else {})


def citation_json(c: Citation) -> Json:
    """Give a citation with its spans and why it was found."""
    return {
        "marker": c.marker,
        "id": c.passage_id,
        "document": c.document_id,
        "headings": list(c.headings),
        "page": c.page,
        "quote": c.quote.text,
        "spans": [list(span) for span in c.quote.spans],
        "parts": [part_json(part) for part in c.quote.parts],
        "recommendation": number_json(c.recommendation),
        "why": {
            "words": list(c.why.words),
            "expansions": list(c.why.expansions),
            "asked_as": c.why.asked_as,
            "lexical_rank": c.why.lexical_rank,
            "dense_rank": c.why.dense_rank,
            "near_tie": c.why.near_tie,
        },
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
    return {
        "id": index.id,
        "documents": [
            {"id": d.id, "title": d.title, "published": d.published, "sha256": d.sha256}
            for d in index.documents
        ],
    }


def response_json(response: Response, index: Index) -> Json:
    """Give a whole response."""
    is_answer = isinstance(response, Answer)
    out: Json = {
        "schema": SCHEMA,
        "kind": "answer" if is_answer else "abstention",
        "question": response.question,
        "read_as": response.read_as,
        "corrections": [
            {"written": c.written, "read": c.read, "kind": c.kind} for c in response.corrections
        ],
        "confidence": response.confidence,
        "answer": None,
        "recommendations": [],
        "citations": [],
        "related": [citation_json(c) for c in response.related],
        "next_questions": list(response.next_questions),
        "reason": "",
        "index": index_json(index),
    }
    match response:
        case Answer():
            out["recommendations"] = [
                recommendation_json(r.recommendation)
                | {
                    "score": r.score,
                    "near_tie": r.near_tie,
                    "formerly": number_json(r.formerly or None),
                    "is_quoted": r not in response.beside,
                }
                for r in response.recommendations
            ]
            out["citations"] = [citation_json(c) for c in response.citations]
            out["answer"] = headline_json(response.headline) if response.headline else None
            out["firmness"] = response.firmness
            out["complete_of"] = response.complete_of
            out["is_partial"] = response.is_partial
            out["description"] = response.description
            out["left_aside"] = list(response.left_aside)
            out["entries"] = [
                {"document": f.document_id, "field": f.field, "value": f.value}
                for f in response.entries
            ]
        case Abstention():
            out["reason"] = response.reason
            out["silent"] = list(response.silent)
            out["topic"] = response.topic
            out["turn_to"] = response.turn_to
    return out


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
    return {
        "id": entry.id,
        "title": entry.title,
        "publisher": entry.publisher,
        "published": entry.published,
        "licence": entry.licence,
        "sections": [
            {"headings": list(headings), "page": passage.page, "first": passage.id}
            for headings, passage in first.items()
        ],
    }


CSV_COLUMNS = (
    "document",
    "number",
    "area",
    "priority",
    "action",
    "responsible",
    "status",
    "status_detail",
)


def recommendations_csv(recommendations: Sequence[Recommendation]) -> str:
    """Give recommendations as CSV; a cell that a spreadsheet would run as a formula is quoted."""
    out = io.StringIO()
    writer = csv.DictWriter(out, CSV_COLUMNS, lineterminator="\n")
    writer.writeheader()
    for r in recommendations:
        cells = recommendation_json(r).items()
        writer.writerow({k: inert(v) if isinstance(v, str) else v for k, v in cells})
    return out.getvalue()
