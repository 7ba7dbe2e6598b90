"""Tells what the columns of a table of recommendations hold, from their heads and their cells.

Knows words and numbers only; nothing of blocks, spans or files.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.parsing.normative import are_normative

# What a column is called, in the order in which the columns claim a header cell.
_COLUMNS = {
    "number": re.compile(
        r"\b(?:order number|number|no\.?|nr\.?|rec(?:ommendation)?s? (?:no\.?|number|id|#)|ref)(?:\b|$)"
        r"|^(?:rec\.?|id|item|#|№|r)$|#",
        re.IGNORECASE,
    ),
    "responsible": re.compile(
        r"\b(responsib|owner|lead\b|accountab|assign|allocated|delegated|who)", re.IGNORECASE
    ),
    "status": re.compile(
        r"\b(status|progress|state\b|rag(?: (?:rating|status))?$)|^(?:complete|completed|done|closed)\??$",
        re.IGNORECASE,
    ),
    "strength": re.compile(r"\b(strength|grade|(?:type|class) of recommendation)", re.IGNORECASE),
    "certainty": re.compile(
        r"\b(certainty|quality of (?:the )?evidence|evidence (?:level|quality)|level of evidence)",
        re.IGNORECASE,
    ),
    "action": re.compile(
        r"\b(recommendation|action|what (?:to do|should))|^(?:requirement|standard|rule|promise)s?$",
        re.IGNORECASE,
    ),
    "priority": re.compile(r"\b(priorit|vision|aim|objective|goal)", re.IGNORECASE),
}
# A number column may have no head, or one that says only that recommendations follow.
_BARE_HEAD = re.compile(r"(?:recommendations?|reference)?", re.IGNORECASE)
# 12 · 12. · (12) · R12 · Rec. 12 · Recommendation 12: · 1.2.3 · A.1.1 · 4a
NUMBER = re.compile(
    r"(?:(?:recommendations?|rec[.-]?|no\.?|r|#)\s*)?\(?"
    r"((?:[A-Z]\.?)?\d{1,3}(?:\.\d{1,3}){0,4}[a-z]?)[.):]?",
    re.IGNORECASE,
)

_MIN_COUNTED = 3

Cells = Sequence[str]


def columns_in(header: Cells, body: Sequence[Cells]) -> dict[str, int]:
    """Tell which column holds which field; empty if this is not a table of recommendations.

    "number" is left out when the numbers stand at the start of the action cells.
    """
    found = _claimed(header)
    if "number" not in found:
        for at, head in enumerate(header):
            is_free = at not in found.values() or found.get("action") == at
            is_bare = _BARE_HEAD.fullmatch(head) and holds_numbers(body, at)
            if is_free and (is_bare or counts_up(body, at)):
                found = _claimed(["" if i == at else h for i, h in enumerate(header)]) | {
                    "number": at
                }
                break
    if "number" in found and "action" not in found:
        found |= _told_by_cells(header, body, found)
    if "action" not in found:
        return {}
    if "priority" not in found:
        _split_actions(header, found)
    return found


def _claimed(header: Cells) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, pattern in _COLUMNS.items():
        for at, cell in enumerate(header):
            if at not in found.values() and pattern.search(cell):
                found[name] = at
                break
    return found


def _told_by_cells(header: Cells, body: Sequence[Cells], found: dict[str, int]) -> dict[str, int]:
    """Find the action of numbered rows by what the cells say, whatever it is called: "Measure", "Wording"."""
    told = [at for at in normative_columns(header, body) if at not in found.values()]
    longest = max(
        told, key=lambda at: sum(len(row[at]) for row in body if at < len(row)), default=None
    )
    return {} if longest is None else {"action": longest}


def normative_columns(header: Cells, body: Sequence[Cells]) -> list[int]:
    """Find the columns most of whose filled cells say what is to be done."""
    rows = [row for row in body if len(row) == len(header)]
    columns = {at: [row[at] for row in rows if row[at]] for at in range(len(header))}
    return [at for at, cells in columns.items() if cells and are_normative(cells)]


def _split_actions(header: Cells, found: dict[str, int]) -> None:
    """Where one column says what is recommended and another what to do, tell them apart."""
    for at, cell in enumerate(header):
        if at not in found.values() and _COLUMNS["action"].search(cell):
            found["priority"], found["action"] = found["action"], at
            return


def holds_numbers(body: Sequence[Cells], at: int) -> bool:
    """Tell whether most filled cells of a column are recommendation numbers; one alone heads rows."""
    filled = [row[at] for row in body if at < len(row) and row[at] and sum(map(bool, row)) > 1]
    return bool(filled) and 2 * sum(bool(NUMBER.fullmatch(cell)) for cell in filled) > len(filled)


def counts_up(body: Sequence[Cells], at: int) -> bool:
    """Tell whether a column only counts its rows, three at least; whatever its head says."""
    matches = [NUMBER.fullmatch(row[at]) for row in body if at < len(row) and row[at]]
    labels = [re.fullmatch(r"(\D*)(\d+)", match[1]) for match in matches if match]
    figures = [int(label[2]) for label in labels if label]
    is_all = len(figures) == len(matches) and len(figures) >= _MIN_COUNTED
    is_one_kind = len({label[1] for label in labels if label}) == 1
    return is_all and is_one_kind and all(b == a + 1 for a, b in pairwise(figures))


def number_column(header: Cells, body: Sequence[Cells]) -> int | None:
    """Find the column that numbers a table's recommendations; None if there is none."""
    at = columns_in(header, body).get("number")
    return at if at is not None and holds_numbers(body, at) else None
