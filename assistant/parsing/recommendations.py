"""Finds the numbered recommendations of a document, whole, or says which one is not.

Knows how guidance lays out recommendations; knows nothing of the file they came from.
"""

from __future__ import annotations

import re

from assistant.domain import (
    NOTHING,
    Block,
    DocumentEntry,
    Excerpt,
    Heading,
    Paragraph,
    Recommendation,
    Row,
    Table,
    number_order,
)
from assistant.errors import InvalidRecommendations

# What a column is called, in the order in which the columns claim a header cell.
_COLUMNS = {
    "number": re.compile(r"\b(order number|number|no\.?|rec(?:ommendation)? (?:no\.?|number)|#|ref)(?:\b|$)", re.I),
    "responsible": re.compile(r"\b(responsib|owner|lead\b|accountab|who)", re.I),
    "status": re.compile(r"\b(status|progress|state)", re.I),
    "strength": re.compile(r"\b(strength|grade)", re.I),
    "certainty": re.compile(r"\b(certainty|quality of evidence|evidence level)", re.I),
    "action": re.compile(r"\b(recommendation|action|what (?:to do|should))", re.I),
    "priority": re.compile(r"\b(priorit|vision|aim|objective|goal)", re.I),
}
_NUMBER = re.compile(r"(?:R(?:ec(?:ommendation)?)?\s*)?(\d+(?:\.\d+)*)[.)]?", re.I)
_AREA = re.compile(r"(?:recommendations?(?: and priorities)?|priorities) for (.+)", re.I)
_STATUS = re.compile(r"([A-Za-z][A-Za-z-]*)\s*[:.–-]?\s*")
_MEANING = re.compile(r"([A-Z][a-z]+)\s*[–-]\s*([^,;]+)")


def columns_of(table: Table) -> dict[str, int]:
    """Tell which column holds which field, from the header's words; empty if not such a table."""
    found: dict[str, int] = {}
    for name, pattern in _COLUMNS.items():
        for at, cell in enumerate(table.header):
            if at not in found.values() and pattern.search(cell.text):
                found[name] = at
                break
    return found if "number" in found and "action" in found else {}


def status_meanings(blocks: tuple[Block, ...], entry: DocumentEntry) -> dict[str, str]:
    """Read what each status means from the note that explains them."""
    for block in blocks:
        if isinstance(block, Paragraph) and block.kind == "note":
            meanings = dict(_MEANING.findall(block.excerpt.text))
            if meanings and set(meanings) == set(entry.statuses):
                return {status: meanings[status].strip() for status in entry.statuses}
    return {}


def find_recommendations(
    blocks: tuple[Block, ...], entry: DocumentEntry, source: str
) -> tuple[Recommendation, ...]:
    """Find all recommendations, in the order of their numbers.

    Raises:
        InvalidRecommendations: a number is missing or doubled, a field is empty, or a status is
            not one of the manifest's; the message names the row.
    """
    found: list[Recommendation] = []
    headings: list[tuple[int, str]] = []
    for block in blocks:
        if isinstance(block, Heading):
            headings = [h for h in headings if h[0] < block.level] + [
                (block.level, block.excerpt.text)
            ]
        elif isinstance(block, Table) and (columns := columns_of(block)):
            path = tuple(text for _, text in headings)
            found += [_recommendation(row, columns, block, path, entry) for row in block.rows]
    _check_numbers(found, entry)
    return tuple(sorted(found, key=lambda r: number_order(r.number)))


def area_of(headings: tuple[str, ...], caption: str) -> str:
    """Name the area that a table of recommendations is about.

    The heading over it says it ("Recommendations and Priorities for Education"); failing that,
    the caption does, since captions are the less regular of the two.
    """
    for heading in reversed(headings):
        if match := _AREA.search(heading):
            return match[1].strip()
    return re.sub(r"^table \d+[.:]?\s*|\s*\b(priorities|summary|table)\b", "", caption, flags=re.I).strip()


def _recommendation(
    row: Row,
    columns: dict[str, int],
    table: Table,
    headings: tuple[str, ...],
    entry: DocumentEntry,
) -> Recommendation:
    def cell(name: str) -> Excerpt:
        return row.cells[columns[name]] if name in columns else NOTHING

    match = _NUMBER.fullmatch(cell("number").text)
    where = f"{entry.file}: {table.caption.text or 'a table'}: row {cell('number').text[:40]!r}"
    if match is None:
        raise InvalidRecommendations(f"{where}: this is not a recommendation number")
    for name in ("priority", "action", "responsible", "status"):
        if name in columns and not cell(name):
            raise InvalidRecommendations(f"{where}: {name} is empty")
    status, detail = _status(cell("status"))
    if entry.statuses and status not in entry.statuses:
        legal = ", ".join(entry.statuses)
        raise InvalidRecommendations(f"{where}: status {status!r} is not one of: {legal}")
    return Recommendation(
        document_id=entry.id,
        number=match[1],
        area=area_of(headings, table.caption.text),
        priority=cell("priority"),
        action=cell("action"),
        responsible=cell("responsible"),
        status=status,
        status_detail=detail,
        status_cell=cell("status"),
        headings=headings,
        table=table.caption.text,
        row=NOTHING.joined(*(cell(n) for n in ("priority", "action", "responsible", "status"))),
        page=row.page,
        strength=cell("strength").text,
        certainty=cell("certainty").text,
    )


def _status(cell: Excerpt) -> tuple[str, Excerpt]:
    """Split 'Ongoing: UKIO congress' into the status and what is said about it."""
    match = _STATUS.match(cell.text)
    if match is None:
        return "", cell
    return match[1], cell.slice(match.end(), len(cell.text))


def _check_numbers(found: list[Recommendation], entry: DocumentEntry) -> None:
    numbers = [r.number for r in found]
    doubled = [n for n in dict.fromkeys(numbers) if numbers.count(n) > 1]
    if doubled:
        raise InvalidRecommendations(f"{entry.file}: recommendation {doubled[0]} stands there twice")
    plain = sorted(int(n) for n in numbers if n.isdigit())
    expected = range(1, max([entry.n_recommendations or 0, *plain], default=0) + 1)
    missing = sorted(set(expected) - set(plain))
    if missing and (entry.n_recommendations is not None or len(plain) == len(numbers)):
        raise InvalidRecommendations(f"{entry.file}: recommendation {missing[0]} is missing")
    if entry.n_recommendations is not None and len(numbers) != entry.n_recommendations:
        raise InvalidRecommendations(
            f"{entry.file}: {len(numbers)} recommendations, the manifest says {entry.n_recommendations}"
        )
