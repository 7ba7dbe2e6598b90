"""Finds what stands side by side on a page without lines between: short columns, tables of two columns.

Where neither is plain the lines stand apart, so that nothing is read across that nobody wrote.
Knows nothing of what the words mean, nor of the file they came from.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf
from typing import TypeAlias

from assistant.parsing.apart import PAGE, Apart, alone
from assistant.parsing.columns import columns_in
from assistant.parsing.draft import TextRow, beginning
from assistant.parsing.layout import MARK, Line, Page, Word, bands_of, is_running, reach_of
from assistant.parsing.paired import rows_of, texts_of
from assistant.parsing.ruled import Joiner, PrintedTable
from assistant.parsing.statements import ends

Band: TypeAlias = list[Line]

# In parts of the size of the type.
_CHANNEL = 0.8  # how wide the space between two columns is at least
_FAR = 3.0  # how far below the line before the next may stand
_BELOW = 1.8  # from a line of text to the next at most
_CLOSE = 1.4  # in parts of the first step from line to line
# How frameworks name what they ask for: "MAP 1.1:", "GV.OC-01:".
_CODE = re.compile(r"[A-Z]{2,}[ .-]?[A-Z]{0,4}[ .-]?\d{1,2}(?:[.-]\d{1,2})*[:.]?\s+\S")
_MIN_CODES = 2
_INTERLEAVED = 0.9  # lines of one column are never so close
_ALIGNED = 1.0  # points


@dataclass(frozen=True, slots=True)
class _Region:
    """Bands of a page with a channel through all of them."""

    bands: list[Band]
    channel: float

    @property
    def left(self) -> list[Line]:
        return [line for band in self.bands for line in band if line.x1 <= self.channel]

    @property
    def right(self) -> list[Line]:
        return [line for band in self.bands for line in band if line.x0 >= self.channel]

    @property
    def top(self) -> float:
        return max(line.y + line.size for line in self.bands[0])


def side_by_side(words: Sequence[Word], page: Page, join: Joiner) -> list[PrintedTable | Apart]:
    """Find the parts of a page of one column where two pieces of text stand side by side."""
    found: list[PrintedTable | Apart] = []
    bands = bands_of(words, page.number)
    used: set[int] = set()
    for above, region in _regions(bands):
        beside = [band[0] for band in region.bands if len(band) > 1]
        is_numbers = all(MARK.fullmatch(x.text) for x in beside if x.x1 <= region.channel)
        if is_numbers and not _names_columns(region):
            continue
        if all(PAGE.fullmatch(line.text) for line in region.right):
            continue
        used |= set(map(id, region.bands))
        rows = _rows(region, page, join) if _is_table(region, page) else []
        if rows:
            lines = [line for band in region.bands for line in band]
            columns = [reach_of(region.left), reach_of(region.right)]
            found.append(PrintedTable.of(lines, rows, columns))
        else:
            found.append(_around_inset(region, above) or _apart(region))
    return [*found, *_interleaved([band for band in bands if id(band) not in used])]


def _interleaved(bands: Sequence[Band]) -> Iterator[Apart]:
    """Find the lines that stand too close below each other to be of one column: each stands alone."""
    run: list[Line] = []
    for above, band in pairwise([*bands, []]):
        step = above[0].y - band[0].y if band else inf
        is_close = step < _INTERLEAVED * min(line.size for line in (above[0], *band[:1]))
        if is_close and any(a.x1 < b.x0 or b.x1 < a.x0 for a in above for b in band):
            run = [*(run or above), *band]
        elif run:
            yield Apart(tuple(map(alone, run)), is_doubtful=True)
            run = []


def _around_inset(region: _Region, above: Band) -> Apart | None:
    """Set one side apart, as a quotation is that text flows around: a sentence goes on past it."""
    for text, inset in ((region.left, region.right), (region.right, region.left)):
        first = text[0]
        goes_on = len(above) == 1 and first.text[:1].islower() and not ends(above[0].text)
        is_below = goes_on and 0 < above[0].y - first.y < _BELOW * first.size
        if is_below and abs(above[0].x0 - first.x0) <= _ALIGNED:
            return Apart((*(replace(line, is_aside=True) for line in inset), *text))
    return None


def _regions(bands: Sequence[Band]) -> Iterator[tuple[Band, _Region]]:
    """Give the parts of a page that a channel runs through, each with the band above it."""
    at = 0
    while at < len(bands):
        length, channel = _parted(bands[at:])
        if length:
            region = _Region(list(bands[at : at + length]), channel)
            yield (bands[at - 1] if at else []), region
        at += max(length, 1)


def _parted(bands: Sequence[Band]) -> tuple[int, float]:
    """Tell how many bands from here on one channel parts, and where; 0 if it parts only one."""
    if len(bands[0]) != 2:
        return 0, 0.0
    start, end = bands[0][0].x1, bands[0][1].x0
    length = n_both = 0
    for n, (band, above) in enumerate(zip(bands, [bands[0], *bands], strict=False)):
        size = band[0].size
        lefts = [line.x1 for line in band if line.x1 <= end - _CHANNEL * size]
        rights = [line.x0 for line in band if line.x0 >= start + _CHANNEL * size]
        narrowed = max([start, *lefts]), min([end, *rights])
        is_free = len(lefts) + len(rights) == len(band) and len(band) <= 2
        if not is_free or narrowed[1] - narrowed[0] < _CHANNEL * size:
            break
        # What stands on one side only below the last pair goes on there if it is close.
        is_tail = n > 1 and not (lefts and rights)
        far = _CLOSE * (bands[0][0].y - bands[1][0].y) if is_tail else _FAR * size
        if above[0].y - band[0].y > far:
            break
        (start, end), length = narrowed, n + 1
        n_both += bool(lefts and rights)
    return (length, (start + end) / 2) if n_both >= 2 else (0, 0.0)


def _names_columns(region: _Region) -> bool:
    """Tell whether the first band heads a table of recommendations by their numbers."""
    heads = [line.text for line in region.bands[0]]
    return {"number", "action"} <= columns_in(heads, []).keys()


def _is_table(region: _Region, page: Page) -> bool:
    """Tell a table by its head: in bold type, or between lines drawn across both columns.

    Or by codes in both columns.
    """
    first, *rest = region.bands
    if _holds_lists(region):
        return False
    if min(len(_coded(side)) for side in (region.left, region.right)) >= _MIN_CODES:
        return True
    if _names_columns(region):
        return True
    is_headed = all(line.is_bold for line in first)
    if is_headed and not all(line.is_bold for band in rest for line in band):
        return True
    low, high = region.bands[-1][0].y, region.top
    (x0, _), (_, x1) = reach_of(region.left), reach_of(region.right)
    across = {
        round(rule.y0)
        for rule in page.rules
        if low - 2 * first[0].size <= rule.y0 <= high + first[0].size
        and rule.x0 <= x0 + first[0].size
        and rule.x1 >= x1 - first[0].size
    }
    return len(across) >= 2


def _holds_lists(region: _Region) -> bool:
    """Tell whether both sides are lists, which are read one after the other."""
    sides = (region.left, region.right)
    return all(sum(beginning(x.text).kind == "item" for x in side) > 1 for side in sides)


def _apart(region: _Region) -> Apart:
    """Read columns of running text one after the other; all else line by line, each alone."""
    if _is_glossary(region):
        lines = (line for band in region.bands for line in band)
        return Apart(tuple(x if x.x0 >= region.channel else alone(x) for x in lines))
    if _holds_lists(region):
        return Apart((*region.left, *region.right))
    last, first = region.left[-1], region.right[0]
    sides = [(side, is_running(side)) for side in (region.left, region.right)]
    # A sentence goes on from the end of the left column to the top of the right one.
    is_open = first.text[:1].islower() and not last.text.endswith((".", ":", ";", "?", "!"))
    is_begun = region.left[0].text[:1].isupper() and any(x.text[:1].islower() for x in region.left)
    # A list has no marks of sentences.
    texts = [line.text for band in region.bands for line in band]
    is_said = is_begun or any(mark in text for text in texts for mark in ".,;")
    if (is_open and is_begun) or (is_said and all(is_full for _, is_full in sides)):
        return Apart((*region.left, *region.right))
    # Running text beside a menu: what stands there does not begin where its sentences do, as the
    # cells of a row would.
    beside = [line for band in region.bands if len(band) == 2 for line in band]
    if (
        is_said
        and any(is_full for _, is_full in sides)
        and any(line.text[:1].islower() for line in beside)
    ):
        return Apart(tuple(x if is_full else alone(x) for side, is_full in sides for x in side))
    return Apart(tuple(alone(x) for band in region.bands for x in band), is_doubtful=True)


def _is_glossary(region: _Region) -> bool:
    """Tell whether each piece on the left stands beside the first line of what belongs to it.

    Then the text on the right begins there at one place, ends above each further piece, and goes on below some.
    """
    x0, x1 = reach_of(region.right)
    rights = [band[-1] for band in region.bands if band[-1].x0 >= region.channel]
    is_even = all(band[-1].x0 - x0 <= _ALIGNED for band in region.bands if len(band) == 2)
    if len(rights) < len(region.bands) or not is_even or len(rights) == len(region.left):
        return False
    return all(
        not last.text[-1].isalnum() or last.has_room(line, x1)
        for last, line, band in zip(rights, rights[1:], region.bands[1:], strict=False)
        if len(band) == 2
    )


def _rows(region: _Region, page: Page, join: Joiner) -> list[TextRow]:
    """Give the rows of a table, none where the cells of some are not level.

    Or one for each thing that the second column names by a code, beside what it belongs to: what
    the first column says goes on beside several rows, and is repeated in each.
    """
    lefts, rights = _coded(region.left), _coded(region.right)
    if len(rights) < _MIN_CODES or not lefts:
        level = list(rows_of((region.left, region.right)))
        is_all = sum(len(cell) for row in level for cell in row) == sum(map(len, region.bands))
        return texts_of(level, page, join) if is_all else []
    # On the next page it goes on without a head.
    heads = [] if any(_CODE.match(x.text) for x in region.bands[0]) else [region.bands[0]]
    rows = texts_of([tuple([x] for x in head) for head in heads], page, join)
    before: list[Line] | None = None
    for group in rights:
        beside = [left for left in lefts if left[0].y >= group[0].y - group[0].size]
        left = beside[-1] if beside else lefts[0]
        [row] = texts_of([(left, group)], page, join)
        rows.append(row._replace(repeated=frozenset({0} if left is before else ())))
        before = left
    return rows


def _coded(lines: Sequence[Line]) -> list[list[Line]]:
    """Part the lines of a column where one begins with a code; what stands above heads it."""
    groups: list[list[Line]] = []
    for line in lines:
        if _CODE.match(line.text):
            groups.append([line])
        elif groups:
            groups[-1].append(line)
    return groups
