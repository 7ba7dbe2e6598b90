"""A response as plain text for a terminal: the answer first, short unless asked for in full."""

import textwrap
from collections.abc import Sequence

from assistant import domain
from assistant.views.render import quotes, wording
from assistant.views.render.edition import Edition

_WIDTH = 96
_INDENT = "    "
# A list of more recommendations than this is told in a line or two each.
_BLOCKS = 3
_LIST_LINES = 2


def response_text(response: domain.Response, edition: Edition, *, is_full: bool = False) -> str:
    """Write a response out, the answer first; in full with ids, reasons, related passages, whole lists."""
    # Courtesy taken off is no news at a terminal.
    changes = [c for c in response.corrections if c.kind != "courtesy"]
    changed = "; ".join(f"‘{c.written}’ as ‘{c.read}’" for c in changes)
    lines = [f"Read {changed}.", ""] if changed else []
    if isinstance(response, domain.Answer):
        lines += _answer(response, edition, is_full)
    else:
        lines += _abstention(response, edition, is_full)
    return "\n".join(lines).rstrip("\n") + "\n"


def recommendation_text(r: domain.Recommendation, meaning: str = "", document: str = "") -> str:
    """Write one recommendation with all its fields; its document where several have recommendations."""
    status = f"{r.status} ({meaning})" if meaning else r.status
    where = ", ".join(filter(None, (r.table, f"page {r.page}" if r.page else "")))
    fields = {"Document": document, "Area": r.area, "Priority": r.priority.text}
    fields |= {"Action": r.action.text, "Responsible": r.responsible.text, "Status": status}
    fields |= {"Detail": r.status_detail.text, "Strength": r.strength, "Certainty": r.certainty}
    lines = [f"Recommendation {r.number}"]
    for name, value in (fields | {"Where": where}).items():
        if value:
            lines += wrapped(value, first=f"  {name + ':':<13}", rest=" " * 15)
    return "\n".join(lines)


def _answer(answer: domain.Answer, edition: Edition, is_full: bool) -> list[str]:
    first = quotes.headline(answer)
    lines = [line for said in first for line in wrapped(said)] + [""] * bool(first)
    lines += [*wrapped(f"{wording.label(answer)}. {wording.lead(answer, edition)}".strip()), ""]
    if answer.is_told and not is_full:
        return lines
    is_list = answer.firmness == "records" and len(answer.recommendations) > _BLOCKS
    if is_list and not is_full:
        notes = [c for c in answer.citations if c.recommendation is None]
        lines += _list(answer.recommendations, edition)
        return lines + _blocks(notes, answer, edition, is_full)
    lines += _blocks(answer.citations, answer, edition, is_full)
    if answer.beside:
        lines += [f"{wording.BESIDE}:", *_list(answer.beside, edition)]
    return lines + (_further(answer, edition) if is_full else [])


def _list(listed: Sequence[domain.RankedRecommendation], edition: Edition) -> list[str]:
    """Write each recommendation in a line or two."""
    of_several = len({r.recommendation.document_id for r in listed}) > 1
    lines = []
    for ranked in listed:
        item = ranked.recommendation
        whose = f"{edition.entry(item.document_id).publisher_short} " if of_several else ""
        said = " ".join((item.priority.text or item.action.text).split())
        said += f" (was {ranked.formerly})" if ranked.formerly else ""
        first = f"{whose}{item.number:>3}  {item.status:<9} "
        lines += wrapped(said, first=first, rest=" " * len(first), most=_LIST_LINES)
    return [*lines, ""]


def _blocks(
    citations: Sequence[domain.Citation], answer: domain.Answer, edition: Edition, is_full: bool
) -> list[str]:
    shown = {r.recommendation.key: r for r in answer.recommendations}
    of_several = len({document for document, _ in shown}) > 1
    said = set(answer.headline.parts) if answer.headline else set()
    lines: list[str] = []
    for citation in citations:
        # The words that answer may be all that running text is quoted for.
        is_said = citation.recommendation is None and set(citation.quote.parts) <= said
        if is_said and not is_full:
            lines += [*wrapped(f"[{citation.marker}] {_place(citation, edition)}", most=1), ""]
            continue
        ranked = shown.get((citation.document_id, citation.recommendation or ""))
        whose = edition.entry(citation.document_id).publisher_short if of_several else ""
        title = _title(ranked, whose) if ranked else ""
        lines += _citation(citation, edition, title, is_full)
    return lines


def _further(answer: domain.Answer, edition: Edition) -> list[str]:
    """Write what else was found, and what one could ask."""
    lines = [f"{wording.RELATED}:", ""] if answer.related else []
    lines += [line for c in answer.related for line in _citation(c, edition, "", is_full=True)]
    lines += ["You could ask next:"] if answer.next_questions else []
    return [*lines, *(f"{_INDENT}{question}" for question in answer.next_questions)]


def _abstention(abstention: domain.Abstention, edition: Edition, is_full: bool) -> list[str]:
    lead = wording.lead(abstention, edition)
    if abstention.reason in {"small talk", "no subject"}:
        return wrapped(lead)
    lines = wrapped(f"{wording.label(abstention)}. {lead}")
    if abstention.topic:
        lines.append(f"It looks like a question about: {abstention.topic}.")
    if abstention.turn_to:
        lines += wrapped(f"Where to turn: {abstention.turn_to}")
    # What is near shows nothing where the guidance does not even touch on the subject.
    shown = abstention.related if is_full or abstention.reason == "related only" else ()
    near = "Related, but does not answer the question"
    lines += ["", f"{wording.ELSEWHERE if abstention.silent else near}:"] if shown else []
    for citation in shown:
        if is_full:
            lines += _citation(citation, edition, "", is_full=True)
            continue
        beginning = " ".join(citation.quote.parts[0].text.split())
        said = f"{_place(citation, edition)}: “{beginning}”"
        lines += wrapped(said, first="  – ", rest=_INDENT, most=_LIST_LINES)
    return lines


def _citation(citation: domain.Citation, edition: Edition, title: str, is_full: bool) -> list[str]:
    """Write a quote in its parts under what it is, with one line of source."""
    lines = [f"[{citation.marker}] {title}"] if title else []
    marker = "" if title else f"[{citation.marker}]"
    for label, said in quotes.labelled(citation.quote.parts):
        name = f"{label}:" if label else ""
        width = max(len(name) + 1, 20) if label else 0
        for line in said:
            first = f"{marker:<4}{name:<{width}}"
            lines += wrapped(line, first=first, rest=_INDENT + " " * width)
            name = marker = ""
    source = _place(citation, edition)
    lines += wrapped(source, first=f"{_INDENT}– ", rest=_INDENT + "  ", most=1)
    if is_full:
        lines.append(f"{_INDENT}  {citation.passage_id}")
        for name, value in wording.reasons(citation.why):
            lines += wrapped(f"{name}: {value}", "      ", "        ")
    return [*lines, ""]


def _title(ranked: domain.RankedRecommendation, whose: str) -> str:
    r = ranked.recommendation
    number = f"{r.number} (was {ranked.formerly})" if ranked.formerly else r.number
    named = " · ".join(filter(None, (f"Recommendation {number}", whose, r.area, r.status)))
    return f"{named}  (a near tie)" if ranked.near_tie else named


def _place(citation: domain.Citation, edition: Edition) -> str:
    entry = edition.entry(citation.document_id)
    steps = [f"{entry.publisher_short} {entry.published}"]
    steps += citation.headings[-1:] or [entry.short_title]
    steps += [f"recommendation {citation.recommendation}"] if citation.recommendation else []
    steps += [f"page {citation.page}"] if citation.page else []
    return " > ".join(filter(None, steps))


def wrapped(text: str, first: str = "", rest: str = "", most: int | None = None) -> list[str]:
    """Break a text into lines for a terminal, its first and its other lines indented so."""
    wrapper = textwrap.TextWrapper(_WIDTH, first, rest, max_lines=most, placeholder=" …")
    wrapper.break_long_words = wrapper.break_on_hyphens = False
    return wrapper.wrap(text)
