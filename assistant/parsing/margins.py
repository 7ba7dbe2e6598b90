"""Tells what only heads, foots or numbers the pages of a printed document from what it says.

By evidence: the same words at the same height on many pages, figures that count the pages or the
lines. What is left out is told. Knows nothing of the file the pages came from.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf

from assistant.parsing.columns import columns_in
from assistant.parsing.draft import beginning
from assistant.parsing.grading import CLOSING_YEAR
from assistant.parsing.layout import Line, Page, Word, lines_of, reach_of
from assistant.parsing.statements import is_numbered

_FEW_PAGES = 4
_TABLE_CELLS = 3
_RUNNING = 0.6  # the share of pages, from its first to its last, that a head or foot stands on
_STAMPED = 0.8  # the share of pages that a stamp beside the text stands on, at one place
_MARGIN = 0.13  # heads and feet stand in this part of a page's height
_NO_BULLET = re.compile(r"(?!o\s)[\w(–—|-]|$")
# The rest of a sentence that goes on below: "members and carers:".
_GOES_ON = re.compile(r"[a-z].*[:;,]")
_CAPTION = re.compile(r"(?:table|box|figure) \d", re.IGNORECASE)
# "12" · "– 12 –" · "(xii)" · "Page 12 of 40"; "2023]" is the rest of a sentence.
_PAGE_NUMBER = re.compile(
    r"(page\s*)?(\d{1,4}|[ivxl]{1,6})(?:\s*(of|/|\|)\s*\d{1,4})?", re.IGNORECASE
)
# What hangs before a recommendation; no line beside it heads a page.
_RECOMMENDATION = re.compile(r"\d{1,2}(?:\.\d{1,3}){1,3}\.?")
_PAGE_OF = re.compile(r"\bpage (\d{1,4}) (?:of|/) (\d{1,4})$", re.IGNORECASE)
# What a head may have besides its words, on some of the pages: "Policy 22" over one, "Policy 22, page 2" over the next.
_PAGE_BEHIND = re.compile(r"[\s,;|–—-]{1,3}page \d{1,4}$", re.IGNORECASE)
_FRAMED = re.compile(r"[–—|-]\s*(.*?)\s*[–—|-]|\((.*)\)|\[(.*)\]|(.*)")
# Figures that may count the pages; those of "1.1.4" number what is said.
_COUNTING = re.compile(r"(?<![\d.])\d+(?!\.?\d)")
_APART = 1.6  # how far a head stands from the text, in parts of the size of its type
_MIN_HEADED, _HEADED = 3, 0.5  # pages, and the share of those with a line at that height
# How far rows stand below their head, in parts of its size; its words; how many lines show where rows begin.
_NEAR_ROWS, _MAX_HEAD, _LOOKED_AT, _MIN_BEGUN = 2.5, 5, 8, 2
_MIN_NUMBERED_LINES = 4
_LINE_NUMBER = re.compile(r"\d{1,4}")
_BESIDE, _EVEN = 2.0, 1.1  # points; how much wider than another a step may be
_NUMBERED = 0.8  # the share of lines that carry a number where lines are counted
_INSIDE_SENTENCES = 0.25  # the share of those that begin inside a sentence

_REASONS = ("running header or footer", "page number", "line number")

# Told of what is left out: why, its words, its page.
Told = Callable[[str, str, int], None]


@dataclass(slots=True)
class _Sheet:
    """A page: its words outside tables, its lines, those in its margins, and those of them that head or foot it."""

    page: Page
    words: Sequence[Word]
    lines: Sequence[Line]
    margins: list[Line] = field(default_factory=list)
    heads: list[Line] = field(default_factory=list)

    @property
    def inner(self) -> list[Line]:
        """The lines between the margins at head and foot."""
        low, high = _MARGIN * self.page.height, (1 - _MARGIN) * self.page.height
        return [line for line in self.lines if low <= line.y <= high]


def without_margins(
    pages: Sequence[Page], kept: Sequence[Sequence[Word]], tell: Told
) -> list[list[Word]]:
    """Drop what heads or foots every page, page numbers, and the numbers of lines.

    Args:
        kept: for each page its words outside tables.
    """
    sheets = [
        _Sheet(page, words, lines_of(words, page.number))
        for page, words in zip(pages, kept, strict=True)
    ]
    stamped = _stamped(sheets)
    for sheet, stamps in zip(sheets, stamped, strict=True):
        sheet.margins = [*stamps, *_margin_lines(sheet.page, sheet.words)]
    _find_heads(sheets)
    out = []
    for sheet, *found in zip(sheets, _page_numbers(sheets), _line_numbers(sheets), strict=True):
        dropped: set[int] = set()
        for reason, lines in zip(_REASONS, (sheet.heads, *found), strict=True):
            for line in lines:
                tell(reason, line.text, sheet.page.number)
                dropped |= {id(word) for word in line.words}
        out.append([word for word in sheet.words if id(word) not in dropped])
    # A document of nothing but such lines is made of them.
    return out if any(out) else [list(words) for words in kept]


def _stamped(sheets: Sequence[_Sheet]) -> Iterator[list[Line]]:
    """Find the lines that stand at one place beside the text of nearly all pages."""
    places = Counter(place for sheet in sheets for place in set(map(_stamp, sheet.lines)))
    few = max(_FEW_PAGES, _STAMPED * len(sheets))
    for sheet in sheets:
        texts = [x for x in sheet.inner if places[_stamp(x)] < few]
        x0, x1 = reach_of(texts) if texts else (-inf, inf)
        stamps = (x for x in sheet.inner if places[_stamp(x)] >= few)
        yield [line for line in stamps if line.x1 < x0 or line.x0 > x1]


def _stamp(line: Line) -> tuple[str, int, int]:
    return line.text, round(line.x0), round(line.y)


def _find_heads(sheets: Sequence[_Sheet]) -> None:
    """Find the lines that run through the document."""
    seen: dict[tuple[str, int], list[int]] = defaultdict(list)
    for sheet in sheets:
        for key in {key for line in sheet.margins for key in _keys(line, sheet.page)}:
            seen[key].append(sheet.page.number)
    running = {key for key, numbers in seen.items() if _is_running(numbers, len(sheets))}
    for sheet in sheets:
        sheet.heads = [
            line
            for line in _above_labels(sheet.margins, sheet.page, running)
            if (running & _keys(line, sheet.page)) or _counts_itself(line, sheet.page, len(sheets))
        ]
    usual = _usual_places(sheets)
    for sheet in sheets:
        sheet.heads += [
            line
            for line in sheet.margins
            if line not in sheet.heads
            and _place(line, sheet.page) in usual
            and _is_head_alone(line, sheet.page)
        ]


def _above_labels(
    lines: Sequence[Line], page: Page, running: set[tuple[str, int]]
) -> Iterator[Line]:
    """Leave aside what stands below a recommendation's number at the top of a page: it is said by it."""
    labels = (x.y for x in lines if is_numbered(x.text) and not running & _keys(x, page))
    top = max((y for y in labels if 2 * y > page.height), default=inf)
    return (x for x in lines if x.y > top or top == inf or 2 * x.y < page.height)


def _place(line: Line, page: Page) -> tuple[bool, int]:
    """Name the height of a line: whether it is at the foot, and its distance from that edge."""
    is_foot = 2 * line.y < page.height
    return is_foot, round((line.y if is_foot else page.height - line.y) / 2)


def _usual_places(sheets: Sequence[_Sheet]) -> set[tuple[bool, int]]:
    """Find the heights at which heads or feet stand on most pages that have anything there."""
    filled: Counter[tuple[bool, int]] = Counter()
    headed: Counter[tuple[bool, int]] = Counter()
    for sheet in sheets:
        words = (line for line in sheet.margins if _page_number(line) is None)
        filled.update(_near_places(sheet.page, words))
        headed.update(_near_places(sheet.page, sheet.heads))
    return {
        place
        for place, n_headed in headed.items()
        if n_headed >= max(_MIN_HEADED, _HEADED * filled[place])
    }


def _near_places(page: Page, lines: Iterable[Line]) -> set[tuple[bool, int]]:
    places = {_place(line, page) for line in lines}
    return {(is_foot, at + step) for is_foot, at in places for step in (-1, 0, 1)}


def _is_head_alone(line: Line, page: Page) -> bool:
    """Tell whether a line where heads stand is one of its own: apart from the text, no part of it.

    A section of a page or two has such a head.
    """
    if line.text[:1].islower() or is_numbered(line.text) or _page_number(line) is not None:
        return False
    is_foot, _ = _place(line, page)
    nearest = min(
        (
            abs(w.y - line.y)
            for w in page.words
            if (w.y > line.y + 1 if is_foot else w.y < line.y - 1)
        ),
        default=0.0,
    )
    return nearest > _APART * line.size


def _counts_itself(line: Line, page: Page, n_pages: int) -> bool:
    """Tell whether a line says which page of all this is, whatever else it says."""
    match = _PAGE_OF.search(line.text)
    return match is not None and (int(match[1]), int(match[2])) == (page.number, n_pages)


def _page_numbers(sheets: Sequence[_Sheet]) -> list[list[Line]]:
    """Find the lines that number the pages: they count as the pages do.

    A number beside other words is one of a table's cells or hangs before a paragraph, unless they
    head or foot the page.
    """
    found: list[list[tuple[Line, int | None]]] = []
    steps: Counter[int | None] = Counter()
    for sheet in sheets:
        rest = [line for line in sheet.margins if line not in sheet.heads]
        others = {round(line.y) for line in rest if _page_number(line) is None}
        numbers = [x for x in rest if _page_number(x) is not None and round(x.y) not in others]
        found.append([(line, _step(line, sheet.page)) for line in numbers])
        steps.update({step for _, step in found[-1]})
    return [[x for x, step in one if step in {0, None} or steps[step] > 1] for one in found]


def _step(line: Line, page: Page) -> int | None:
    """Tell how far a page number is from the place of its page; None where it says that it is one."""
    number = _page_number(line)
    return number - page.number if number else None


def _margin_lines(page: Page, words: Sequence[Word]) -> Iterator[Line]:
    """Find the lines at the top and bottom of a page that may head or foot it.

    The header of a table that goes on from the page before looks the same; it has three cells or
    more, and is not the outermost line.
    """
    low, high = _MARGIN * page.height, (1 - _MARGIN) * page.height
    lines = lines_of((w for w in words if not low <= w.y <= high), page.number)
    n_beside = Counter(round(line.y) for line in lines)
    outermost = lines[0].y if lines else 0.0
    tables = [
        line.y
        for line in lines
        if line.y > high
        and n_beside[round(line.y)] >= _TABLE_CELLS
        and (line.y < outermost or _heads_table(lines, line))
    ]
    tables += _heads_of_two(lines_of(words, page.number), high)
    # What stands further in than an item belongs to the text, however often it is said there.
    bullets = [line.y for line in lines if _NO_BULLET.match(beginning(line.text).mark) is None]
    top = max([*tables, *(y for y in bullets if y > high)], default=0.0)
    bottom = min([low, *(y for y in bullets if y < low)])
    numbered = {round(line.y) for line in lines if _RECOMMENDATION.fullmatch(line.text)}
    for line in lines:
        is_rest = CLOSING_YEAR.fullmatch(line.text) or _GOES_ON.fullmatch(line.text)
        is_said = _CAPTION.match(line.text) or is_rest or _is_sentence(line)
        is_kept = is_said or round(line.y) in numbered
        if (line.y < bottom or line.y > max(top, high)) and not is_kept:
            yield line


def _heads_of_two(lines: Sequence[Line], high: float) -> Iterator[float]:
    """Give the heights of heads of two columns: near lines that begin where both of them do.

    What heads pages stands outermost, or apart, or its right half ends where the text does.
    """
    for at, (left, right) in enumerate(pairwise(lines)):
        below = lines[at + 2 : at + 2 + _LOOKED_AT]
        is_pair = round(left.y) == round(right.y) and left.y > high and below
        is_number = any(_page_number(line) is not None for line in (left, right))
        n_words = max(len(left.words), len(right.words))
        if (
            not is_pair
            or is_number
            or n_words > _MAX_HEAD
            or left.y - below[0].y > _NEAR_ROWS * left.size
        ):
            continue
        is_bold = left.is_bold and right.is_bold and not all(line.is_bold for line in below)
        starts = [sum(abs(x.x0 - head.x0) <= _BESIDE for x in below) for head in (left, right)]
        if min(starts) >= _MIN_BEGUN and (is_bold or at > 0):
            yield left.y


def _is_sentence(line: Line) -> bool:
    """Tell whether a line is a numbered sentence, however often it is said."""
    is_item = beginning(line.text).mark[:1].isdigit() or is_numbered(line.text)
    return is_item and line.text.endswith(".")


def _heads_table(lines: list[Line], line: Line) -> bool:
    """Tell whether the lines on one height are the header of a table of recommendations."""
    return "action" in (found := columns_in([x.text for x in lines if x.y == line.y], [])) and (
        len(found) > 2
    )


def _keys(line: Line, page: Page) -> set[tuple[str, int]]:
    """Name a line by its words and its distance from the nearer edge of the page.

    A figure that counts the pages is named by how far it is from the page's own number; others, as
    those of what is said, are part of the words. There are two names for each, for a distance that
    lies between two steps; what holds no letter or figure, as a bullet, has none.
    """
    if not any(map(str.isalnum, line.text)):
        return set()
    texts = {line.text, _PAGE_BEHIND.sub("", line.text)}
    # Those of recommendations only happen to count as the pages do.
    if any(map(str.isalpha, line.text)) and not is_numbered(line.text):
        texts |= {
            f"{line.text[: m.start()]}#{int(m[0]) - page.number}#{line.text[m.end() :]}"
            for m in _COUNTING.finditer(line.text)
        }
    distance = min(line.y, page.height - line.y)
    steps = int(distance // 4), -int((distance + 2) // 4) - 1
    return {(text, step) for text in texts for step in steps}


def _is_running(numbers: list[int], n_pages: int) -> bool:
    """Tell whether a line runs through a document or chapter: on all pages, or every second one."""
    if len(numbers) < (2 if n_pages <= _FEW_PAGES else 3):
        return False
    density = len(numbers) / (numbers[-1] - numbers[0] + 1)
    is_every_second = len({number % 2 for number in numbers}) == 1
    return density >= _RUNNING or (is_every_second and density >= _RUNNING / 2)


def _page_number(line: Line) -> int | None:
    """Read a page number; 0 where it says that it is one, or is Roman; None for other words."""
    framed = _FRAMED.fullmatch(line.text)
    match = _PAGE_NUMBER.fullmatch(next(filter(None, framed.groups()), "")) if framed else None
    if match is None:
        return None
    is_said = match[1] or match[3] or not match[2].isdigit()
    return 0 if is_said else int(match[2])


def _line_numbers(sheets: Sequence[_Sheet]) -> list[list[Line]]:
    """Find the numbers that count the lines of pages, or every fifth, beside their text.

    A page on which they are sure shows where they stand on others.
    """
    found = []
    places: set[float] = set()
    for sheet in sheets:
        texts = [x for x in sheet.inner if not _LINE_NUMBER.fullmatch(x.text)]
        x0, x1 = reach_of(texts) if texts else (-inf, inf)
        outside = (line for line in sheet.lines if line.x1 < x0 or line.x0 > x1)
        found.append([line for line in outside if _LINE_NUMBER.fullmatch(line.text)])
        if _count_lines(found[-1], texts):
            places |= {line.x1 for line in found[-1]}
    return [[x for x in one if any(abs(x.x1 - at) <= _BESIDE for at in places)] for one in found]


def _count_lines(numbers: Sequence[Line], texts: Sequence[Line]) -> bool:
    """Tell whether numbers count lines: each, so that sentences go on beside some, or every fifth.

    Those of every fifth are evenly spaced and may stand between two lines. Numbers of
    recommendations stand beside their first lines only.
    """
    pairs = list(pairwise(numbers))
    steps = {int(b.text) - int(a.text) for a, b in pairs}
    if steps == {5}:
        gaps = [a.y - b.y for a, b in pairs]
        return len(pairs) > 1 and max(gaps) <= _EVEN * min(gaps)
    n_inside = sum(1 for line in texts if line.text[:1].islower())
    is_each = len(numbers) >= max(_MIN_NUMBERED_LINES, _NUMBERED * len(texts))
    return steps == {1} and is_each and n_inside >= _INSIDE_SENTENCES * len(numbers)
