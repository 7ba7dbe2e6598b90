"""What is taken away as a file: conversation, list, gap analysis, CPD note."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from assistant.domain import Abstention, Answer, Citation, Quote, Recommendation, Response
from assistant.views.render import places, quotes, references, wording
from assistant.views.render.edition import Edition
from assistant.views.render.json import (
    SCHEMA,
    recommendation_json,
    recommendations_csv,
    response_json,
)
from assistant.views.render.visible import json_line, visible

# Excel reads a CSV file as UTF-8 only when it begins with this mark.
_BYTE_ORDER_MARK = "\ufeff"
# A cell that begins with one of these is run as a formula by spreadsheets.
# Source: OWASP, CSV Injection.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class File(NamedTuple):
    """A file to be saved by the browser."""

    name: str
    kind: str
    content: str


def conversation_markdown(responses: Sequence[Response], edition: Edition, today: date) -> File:
    """Write a conversation with its sources, to read."""
    parts = [f"# {wording.TITLE}: conversation of {wording.day(today.isoformat())}", ""]
    for response in responses:
        parts += [*_told(response, edition), ""]
    parts += ["## Sources", "", *_sources(edition), ""]
    return File("conversation.md", "text/markdown", "\n".join(parts))


def conversation_csv(responses: Sequence[Response], edition: Edition) -> File:
    """Write a conversation with its sources, one line per recommendation or quote."""
    rows = [row for response in responses for row in _rows(response, edition)]
    head = ("Question", "Result", "Kind", "Document", "Recommendation", "Words", "Place", "Index")
    return File("conversation.csv", "text/csv", _csv([head, *rows]))


def conversation_json(responses: Sequence[Response], edition: Edition) -> File:
    """Write a conversation with its sources as the command line's JSON does, a list of turns."""
    turns = [response_json(response, edition.index) for response in responses]
    return File("conversation.json", "application/json", _json({"schema": SCHEMA, "turns": turns}))


def list_csv(items: Sequence[Recommendation]) -> File:
    """Write recommendations as a table."""
    return File("recommendations.csv", "text/csv", _BYTE_ORDER_MARK + recommendations_csv(items))


def list_json(items: Iterable[Recommendation]) -> File:
    """Write recommendations for programs."""
    data = [recommendation_json(item) for item in items]
    return File("recommendations.json", "application/json", _json(data))


def list_markdown(items: Iterable[Recommendation], edition: Edition) -> File:
    """Write recommendations to read."""
    parts = ["# Recommendations", ""]
    for item in items:
        parts += [*_recommendation(item, edition, "##"), ""]
    parts += ["## Sources", "", *_sources(edition), ""]
    return File("recommendations.md", "text/markdown", "\n".join(parts))


def gap_analysis(edition: Edition) -> File:
    """Write a sheet of all recommendations with room for what is true locally."""
    head = (
        *("Document", "Number", "Area", "Priority", "Action", "Who is responsible"),
        *("National status", "Local status", "Local evidence", "Gap", "Owner", "Review date"),
    )
    rows = [
        (
            *(edition.entry(item.document_id).short_title, item.number, item.area),
            *(item.priority.text, item.action.text, item.responsible.text, item.status),
            *("", "", "", "", ""),
        )
        for item in edition.recommendations
    ]
    return File("gap-analysis.csv", "text/csv", _csv([head, *rows]))


def cpd_note(responses: Sequence[Response], reflection: str, edition: Edition, today: date) -> File:
    """Write a CPD note: questions, recommendations, own reflection."""
    parts = [f"# CPD note, {wording.day(today.isoformat())}", "", "## What I looked up", ""]
    for response in responses:
        parts += [f"- {response.question}", f"  {wording.summary(response)}"]
    parts += ["", "## What the guidance says", ""]
    for item in _recommended(responses):
        parts += [*_recommendation(item, edition, "###"), ""]
    room = reflection.strip() or "(What I learned, what I will change, what I still need.)"
    parts += ["## My reflection", "", room, "", "## Sources", "", *_sources(edition), ""]
    return File("cpd-note.md", "text/markdown", "\n".join(parts))


def _recommended(responses: Iterable[Response]) -> list[Recommendation]:
    """List the recommendations of all answers, each once, in the order they came up."""
    found = (
        ranked.recommendation
        for response in responses
        if isinstance(response, Answer)
        for ranked in response.recommendations
    )
    return list({item.key: item for item in found}.values())


def _told(response: Response, edition: Edition) -> list[str]:
    lines = [f"## {response.question}", ""]
    if response.corrections:
        lines += [f"Read as: {response.read_as}", ""]
    lines += [f"**{wording.label(response)}.** {wording.lead(response, edition)}", ""]
    if isinstance(response, Abstention):
        return lines + ([f"Where to turn: {response.turn_to}"] if response.turn_to else [])
    if response.headline:
        lines += ["\n\n".join(quotes.headline(response)), ""]
    for citation in response.citations:
        number = citation.recommendation
        lines += [f"### Recommendation {number}", ""] if number else []
        lines += [*_quoted(citation.quote), "", _reference(citation, edition), ""]
    return lines


def _recommendation(item: Recommendation, edition: Edition, heading: str) -> list[str]:
    said = quotes.labelled(edition.quote(item))
    fields = (
        ("Area", [item.area]),
        *((label, lines) for label, lines in said if label != quotes.LABELS["priority"]),
        ("Place", [places.of_recommendation(item, edition)]),
    )
    lines = [f"{heading} Recommendation {item.number}: {item.priority.text}", ""]
    return lines + [f"- {name}: {' / '.join(said)}" for name, said in fields if any(said)]


def _quoted(quote: Quote) -> list[str]:
    """Write a quote's parts as a Markdown quotation, a paragraph for each."""
    lines = [
        f"**{label}:** {line}" if label and not at else line
        for label, lines in quotes.labelled(quote)
        for at, line in enumerate(lines)
    ]
    return "\n>\n".join(f"> {line}" for line in lines).split("\n")


def _reference(citation: Citation, edition: Edition) -> str:
    place = references.citation_place(citation, edition)
    entry = edition.entry(citation.document_id)
    return f"[{citation.marker}] {references.vancouver(entry, place, edition.index.id)}"


def _sources(edition: Edition) -> list[str]:
    return [f"- {references.vancouver(e, '', edition.index.id)}" for e in edition.documents]


def _rows(response: Response, edition: Edition) -> list[tuple[str, ...]]:
    asked, result = response.question, wording.label(response)
    if isinstance(response, Abstention):
        return [(asked, result, "", "", "", response.turn_to, "", edition.index.id)]
    rows: list[tuple[str, ...]] = [
        (
            *(asked, result, "recommendation", item.document_id, item.number),
            quotes.plain(edition.quote(item)),
            *(references.recommendation_place(item), edition.index.id),
        )
        for item in (ranked.recommendation for ranked in response.recommendations)
    ]
    return rows + [
        (
            *(asked, result, "quote", c.document_id, c.recommendation or "", quotes.plain(c.quote)),
            *(references.citation_place(c, edition), edition.index.id),
        )
        for c in response.citations
    ]


def _csv(rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([_inert(cell) for cell in row] for row in rows)
    return _BYTE_ORDER_MARK + out.getvalue()


def _inert(cell: str) -> str:
    shown = visible(cell)
    return f"'{shown}" if shown.startswith(_FORMULA_STARTS) else shown


def _json(data: object) -> str:
    return json_line(data, indent=1) + "\n"
