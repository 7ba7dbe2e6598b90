"""A response as plain text for a terminal.

Knows only the domain and the wording.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import assert_never

from assistant.domain import (
    Abstention,
    Answer,
    Citation,
    DocumentEntry,
    Recommendation,
    Response,
)
from assistant.views.render import wording

_WIDTH = 96
_INDENT = "    "


def response_text(response: Response, documents: Mapping[str, DocumentEntry]) -> str:
    """Write a response out, the answer first."""
    match response:
        case Answer():
            body = _answer(response, documents)
        case Abstention():
            body = list(_abstention(response, documents))
        case _:
            assert_never(response)
    lines = [*_read_as(response), *body]
    return "\n".join(lines) + "\n"


def recommendation_text(r: Recommendation, meaning: str = "", document: str = "") -> str:
    """Write one recommendation with all its fields.

    Args:
        meaning: what its status means, where the document says so.
        document: whose it is, where several have recommendations.
    """
    status = f"{r.status} ({meaning})" if meaning else r.status
    fields = {
        "Document": document,
        "Area": r.area,
        "Priority": r.priority.text,
        "Action": r.action.text,
        "Responsible": r.responsible.text,
        "Status": status,
        "Detail": r.status_detail.text,
        "Strength": r.strength,
        "Certainty": r.certainty,
        "Where": ", ".join(filter(None, (r.table, f"page {r.page}" if r.page else ""))),
    }
    lines = [f"Recommendation {r.number}"]
    for name, value in fields.items():
        if value:
            lines += _wrapped(value, first=f"  {name + ':':<13}", rest=" " * 15)
    return "\n".join(lines)


def _read_as(response: Response) -> list[str]:
    # Courtesy taken off is no news at a terminal.
    changes = [c for c in response.corrections if c.kind != "courtesy"]
    changed = [f"‘{c.written}’ as ‘{c.read}’" for c in changes]
    return [f"Read {'; '.join(changed)}.", ""] if changed else []


def _answer(answer: Answer, documents: Mapping[str, DocumentEntry]) -> list[str]:
    lines = [_lead(answer, documents), ""]
    of_several = len({r.recommendation.document_id for r in answer.recommendations}) > 1
    for ranked in answer.recommendations:
        r = ranked.recommendation
        tie = "  (a near tie)" if ranked.near_tie else ""
        whose = f" · {documents[r.document_id].publisher_short}" if of_several else ""
        lines.append(f"Recommendation {r.number}{whose} · {r.area} · {r.status}{tie}")
        lines += _wrapped(r.priority.text or r.action.text, first="  ", rest="  ")
    if answer.recommendations and answer.citations:
        lines.append("")
    for citation in answer.citations:
        lines += _citation(citation, documents)
    return lines


def _lead(answer: Answer, documents: Mapping[str, DocumentEntry]) -> str:
    if answer.complete_of is not None:
        n = len(answer.recommendations)
        lead = f"{n} of {answer.complete_of} recommendations, complete: {answer.description}."
        counts = wording.by_status(answer)
        return f"{lead} By status: {counts}." if counts else lead
    if answer.firmness == "records":
        return wording.lead_of_list(answer)
    cited = list(dict.fromkeys(c.document_id for c in answer.citations))
    names = " and ".join(f"the {documents[name].short_title}" for name in cited)
    verb = "answer" if len(cited) > 1 else "answers"
    hedge = "" if answer.firmness == "firm" else ", perhaps not exactly what was asked"
    return f"{names[:1].upper()}{names[1:]} {verb}{hedge}: {wording.partial(answer)}".strip()


def _abstention(abstention: Abstention, documents: Mapping[str, DocumentEntry]) -> Sequence[str]:
    if abstention.reason == "small talk":
        return _wrapped(wording.WHAT_IT_DOES)
    lines = ["Not in this guidance."]
    if abstention.topic:
        lines.append(f"It looks like a question about: {abstention.topic}.")
    if abstention.turn_to:
        lines += _wrapped(f"Where to turn: {abstention.turn_to}")
    if abstention.related:
        lines += ["", "Related, but does not answer the question:"]
        for citation in abstention.related:
            lines += _citation(citation, documents)
    return lines


def _citation(citation: Citation, documents: Mapping[str, DocumentEntry]) -> list[str]:
    entry = documents[citation.document_id]
    place = [f"{entry.publisher_short} {entry.published}", *citation.headings]
    if citation.recommendation:
        place.append(f"recommendation {citation.recommendation}")
    if citation.page:
        place.append(f"page {citation.page}")
    return [
        *_wrapped(f"“{citation.quote.text}”", first=f"[{citation.marker}] ", rest=_INDENT),
        *_wrapped(" > ".join(place), first=f"{_INDENT}– ", rest=_INDENT + "  "),
        f"{_INDENT}  {citation.passage_id}",
        "",
    ]


def _wrapped(text: str, first: str = "", rest: str = "") -> Sequence[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
