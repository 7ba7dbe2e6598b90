"""Finds the numbered recommendations of a document, whole, or says which one is not.

They stand in tables or in running text. A document whose manifest entry says how many there are
is held to it: every number once, no field empty. In any other document, a table row or paragraph
that is not plainly a numbered recommendation stays what it is.
Knows how guidance lays out recommendations; knows nothing of the file they came from.
"""

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

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
from assistant.parsing.columns import NUMBER, columns_in, holds_numbers
from assistant.parsing.grading import certainty_in, strength_in
from assistant.parsing.normative import are_normative
from assistant.parsing.series import NumberedList, numbered_lists, recommended
from assistant.parsing.statements import (
    SECTION_NUMBER,
    Statement,
    label_in,
    listed_recommendations,
    said_behind_label,
    text_recommendations,
)

_AREA = re.compile(
    r"(?:recommendations?(?: and priorities)?|priorities) (?:for|on|about) (.+)", re.IGNORECASE
)
_ENUMERATOR = re.compile(r"^(?:[a-z]|\d+(?:\.\d+)*|[ivx]+)[.)]?\s+(?=\S)", re.IGNORECASE)
_STATUS = re.compile(r"([A-Za-z][A-Za-z-]*)\s*[:.–-]?\s*")
# What is said of a status stands behind a colon or a dash: "Open – first course in May".
_DASH = re.compile(r"\s+[–—-]\s+")
_MAX_STATUS = 4  # a status has fewer words; 2 to 8 give the same of 36 files
_MEANING = re.compile(r"([A-Z][a-z]+)\s*[–-]\s*([^,;]+)")
# Below another head, as "Standard", the cells themselves must say what is to be done.
_PLAIN_HEAD = re.compile(r"recommendation|action|what", re.IGNORECASE)
_FIELDS = ("priority", "action", "responsible", "status")
# So often, and in this share of all steps from a number to the next, it goes back where the numbers are
# those of another document's parts: 19 of 54 in a list of changes, none in seven guidelines and standards.
_MIN_BACK, _BACK = 3, 0.2
# More lists than these are a text whose paragraphs are numbered: of 18 documents with lists in doubt sixteen
# have one, a programme's standards 4, a law 84.
_MAX_DOUBTED = 3

_log = logging.getLogger(__name__)


def columns_of(table: Table) -> dict[str, int]:
    """Tell which column holds which field; empty if not such a table.

    The header's words say it; where they say nothing, the labels of recommendations in the cells do.
    """
    header = [cell.text for cell in table.header]
    body = [[cell.text for cell in row.cells] for row in table.rows]
    if columns := columns_in(header, body):
        return columns
    rows = [row for row in body if sum(map(bool, row)) > 1]
    for at in range(len(header)) if len(rows) > 1 else ():
        said = [said_behind_label(row[at]) for row in rows]
        if all(said) and are_normative(said):
            return {"action": at}
    return {}


def status_meanings(blocks: tuple[Block, ...], entry: DocumentEntry) -> dict[str, str]:
    """Read what each status means from the note that explains them."""
    for block in blocks:
        if isinstance(block, Paragraph) and block.kind in {"note", "text"}:
            meanings = dict(_MEANING.findall(block.excerpt.text))
            if meanings and set(meanings) == set(entry.statuses):
                return {status: meanings[status].strip() for status in entry.statuses}
    return {}


def find_recommendations(
    blocks: tuple[Block, ...],
    entry: DocumentEntry,
    source: str,
    remark: Callable[[str], object] = _log.warning,
) -> tuple[Recommendation, ...]:
    """Find all recommendations, in the order of their numbers.

    Args:
        remark: told of a number that stands there twice with other words.

    Raises:
        InvalidRecommendations: the manifest says how many there are, and a number is missing or
            doubled or a field is empty; or it says which statuses there are, and one is another.
            The message names the row.
    """
    found: list[Recommendation] = []
    headings: list[tuple[int, str]] = []
    for block in blocks:
        if isinstance(block, Heading):
            headings = [h for h in headings if h[0] < block.level] + [
                (block.level, block.excerpt.text)
            ]
        elif isinstance(block, Table):
            found += _in_table(block, tuple(text for _, text in headings), entry)
    numbers = {r.number for r in found}
    in_text = _in_text(blocks, entry, source, bool(found), remark)
    found += [r for r in in_text if r.number not in numbers]
    found = _once(found, entry, remark)
    _check_numbers(found, entry)
    return tuple(sorted(found, key=lambda r: number_order(r.number)))


def area_of(headings: tuple[str, ...], caption: str) -> str:
    """Name the area that recommendations are about.

    The heading over them says it ("Recommendations and Priorities for Education"); failing that,
    the caption does, since captions are the less regular of the two; failing that, the heading
    is the area.
    """
    for heading in reversed(headings):
        if match := _AREA.search(heading):
            return match[1].strip()
    named = re.sub(
        r"^table \d+[.:]?\s*|\s*\b(priorities|summary|table)\b", "", caption, flags=re.IGNORECASE
    ).strip()
    if not named or re.match(
        r"(?:of |list of |all )?(?:the )?recommendations?\b", named, re.IGNORECASE
    ):
        named = ""
    return named or (_ENUMERATOR.sub("", headings[-1]) if headings else "")


def _is_strict(entry: DocumentEntry) -> bool:
    return entry.n_recommendations is not None


def _in_table(
    table: Table, headings: tuple[str, ...], entry: DocumentEntry
) -> list[Recommendation]:
    columns = columns_of(table)
    if not columns or not _is_numbered(table, columns, entry):
        return []
    found = []
    area = area_of(headings, table.caption.text)
    for row in table.rows:
        filled = [at for at, cell in enumerate(row.cells) if cell]
        if len(filled) == 1 and not NUMBER.fullmatch(row.cells[filled[0]].text):
            # One cell across the table heads the rows below it.
            area = row.cells[filled[0]].text
        elif recommendation := _in_row(row, columns, table, entry):
            found.append(replace(recommendation, area=area, headings=headings))
    return found


def _is_numbered(table: Table, columns: dict[str, int], entry: DocumentEntry) -> bool:
    body = [[cell.text for cell in row.cells] for row in table.rows]
    if "number" in columns:
        head = table.header[columns["action"]].text
        is_said = bool(_PLAIN_HEAD.search(head)) or are_normative(
            [row[columns["action"]] for row in body]
        )
        return _is_strict(entry) or (is_said and holds_numbers(body, columns["number"]))
    # A row of one cell heads the rows below it, and has no label of its own.
    rows = [row for row in body if sum(map(bool, row)) > 1]
    labels = [label_in(row[columns["action"]]) for row in rows]
    return bool(labels) and all(labels)


def _in_row(
    row: Row, columns: dict[str, int], table: Table, entry: DocumentEntry
) -> Recommendation | None:
    """Read a row; None where an unchecked document has a row that is no recommendation."""
    cells = {name: row.cells[at] for name, at in columns.items()}
    action = cells["action"]
    if "number" in columns:
        match = NUMBER.fullmatch(cells["number"].text)
    elif match := label_in(action.text):
        cells["action"] = action.slice(match.end(), len(action.text))
    where = f"{entry.file}: {table.caption.text or 'a table'}: row {row.cells[0].text[:40]!r}"
    fault = "" if match else "this is not a recommendation number"
    if match:
        fault = next((f"{n} is empty" for n in _FIELDS if n in cells and not cells[n]), "")
    if fault and _is_strict(entry):
        raise InvalidRecommendations(f"{where}: {fault}")
    if match is None or not cells["action"]:
        return None
    status, detail = _status(cells.get("status", NOTHING), entry, where)
    return Recommendation(
        document_id=entry.id,
        number=match[1],
        area="",
        priority=cells.get("priority", NOTHING),
        action=cells["action"],
        responsible=cells.get("responsible", NOTHING),
        status=status,
        status_detail=detail,
        status_cell=cells.get("status", NOTHING),
        table=table.caption.text,
        page=row.page,
        row=_whole(row, columns),
        strength=cells["strength"].text if "strength" in cells else strength_in(action.text),
        certainty=cells["certainty"].text if "certainty" in cells else certainty_in(action.text),
    )


def _whole(row: Row, columns: dict[str, int]) -> Excerpt:
    """Give all words of a row but its number: the fields in their order, then what else it says."""
    order = [columns[name] for name in _FIELDS if name in columns]
    order += [at for at in range(len(row.cells)) if at not in order and at != columns.get("number")]
    return NOTHING.joined(*(row.cells[at] for at in order))


def _status(cell: Excerpt, entry: DocumentEntry, where: str) -> tuple[str, Excerpt]:
    """Split 'Ongoing: UKIO congress' into the status and what is said about it.

    Raises:
        InvalidRecommendations: the manifest names the statuses, and this is none of them.
    """
    if not entry.statuses:
        said, colon, _ = cell.text.partition(":")
        parted = _DASH.search(said)
        if parted and len(said[: parted.start()].split()) < _MAX_STATUS:
            return said[: parted.start()], cell.slice(parted.end(), len(cell.text))
        is_split = bool(colon) and len(said.split()) < _MAX_STATUS
        return said.strip(), cell.slice(len(said) + 1, len(cell.text)) if is_split else NOTHING
    match = _STATUS.match(cell.text)
    if match is None or match[1] not in entry.statuses:
        legal = ", ".join(entry.statuses)
        status = match[1] if match else ""
        raise InvalidRecommendations(f"{where}: status {status!r} is not one of: {legal}")
    return match[1], cell.slice(match.end(), len(cell.text))


def _in_text(
    blocks: tuple[Block, ...],
    entry: DocumentEntry,
    source: str,
    has_tables: bool,
    remark: Callable[[str], object],
) -> list[Recommendation]:
    found = text_recommendations(blocks)
    if not found and not has_tables:
        lists = _lists(blocks, numbered_lists(blocks, source), entry, remark)
        found = listed_recommendations(blocks, lists) if lists else []
    elif not _is_strict(entry):
        found = _counting(found, entry, remark)
    return [
        Recommendation(document_id=entry.id, area=area_of(said.headings, ""), **said._asdict())
        for said in found
    ]


def _lists(
    blocks: tuple[Block, ...],
    found: Sequence[NumberedList],
    entry: DocumentEntry,
    remark: Callable[[str], object],
) -> Sequence[NumberedList]:
    """Choose the lists that are recommendations: by evidence, or by how many there are said to be."""
    taken, doubted = recommended(found, lambda listed: _is_graded(listed, blocks))
    n_said = entry.n_recommendations
    if n_said is not None and sum(len(listed.items) for listed in taken) != n_said:
        main = [listed for listed in found if not listed.is_small] or found
        return next(([x] for x in (*main, *found) if len(x.items) == n_said), main)
    if n_said is None and len(doubted) > _MAX_DOUBTED:
        remark(f"{len(doubted)} numbered lists may be recommendations; none was taken for any.")
    for listed in doubted if n_said is None and len(doubted) <= _MAX_DOUBTED else ():
        under = f" under “{listed.name[:60]}”" if listed.name else ""
        remark(
            f"A list of {len(listed.items)} numbered items{under} may be recommendations "
            f"(“{listed.begins[:60]} …”): if so, say how many there are (n_recommendations)."
        )
    return taken


def _is_graded(listed: NumberedList, blocks: tuple[Block, ...]) -> bool:
    """Tell whether most items of a list are said to be strong or weak, as recommendations alone are."""
    said = listed_recommendations(blocks, [listed])
    return 2 * sum(1 for statement in said if statement.strength) > len(listed.items)


def _counting(
    found: list[Statement], entry: DocumentEntry, remark: Callable[[str], object]
) -> list[Statement]:
    """Leave out the numbers that do not count on: a list of changes names the parts of another text.

    Numbers that only go back and forth may be those of chapters that were put in another order.
    """
    dotted = [s for s in found if SECTION_NUMBER.match(s.row.text)]
    first = {s.number: s for s in reversed(dotted)}
    order = [number_order(number) for number in dict.fromkeys(s.number for s in dotted)]
    n_back = sum(1 for a, b in pairwise(order) if b < a)
    if n_back < max(_MIN_BACK, _BACK * len(order)):
        return found
    what = f"{entry.file}: {len(dotted)} numbers that begin paragraphs do not count on ("
    what += ", ".join(s.number for s in dotted[:3]) + ", …)"
    if sum(1 for s in dotted if s.row.text != first[s.number].row.text) < _MIN_BACK:
        remark(f"{what}: see whether they are recommendations.")
        return found
    remark(f"{what} and stand there again with other words: none is taken for a recommendation.")
    return [s for s in found if s not in dotted]


def _once(
    found: list[Recommendation], entry: DocumentEntry, remark: Callable[[str], object]
) -> list[Recommendation]:
    """Leave out what a document says twice, as a summary and its chapters do.

    Raises:
        InvalidRecommendations: the manifest says how many there are, and two that differ have one
            number.
    """
    first: dict[str, Recommendation] = {}
    for r in found:
        said = first.setdefault(r.number, r)
        if said is not r and said.row.text != r.row.text:
            if _is_strict(entry):
                raise InvalidRecommendations(
                    f"{entry.file}: recommendation {r.number} stands there twice"
                )
            remark(
                f"{entry.file}: number {r.number} stands there twice with other words; the first "
                f"counts, not “{r.row.text[:60]} …”."
            )
    return list(first.values())


def _check_numbers(found: list[Recommendation], entry: DocumentEntry) -> None:
    if not _is_strict(entry):
        return
    numbers = [r.number for r in found]
    plain = sorted(int(n) for n in numbers if n.isdigit())
    expected = range(1, max([entry.n_recommendations or 0, *plain], default=0) + 1)
    missing = sorted(set(expected) - set(plain))
    if missing and len(plain) == len(numbers):
        raise InvalidRecommendations(f"{entry.file}: recommendation {missing[0]} is missing")
    if len(numbers) != entry.n_recommendations:
        raise InvalidRecommendations(
            f"{entry.file}: {len(numbers)} recommendations, the manifest says {entry.n_recommendations}"
        )
