"""Makes headings, paragraphs and tables of the lines of printed pages.

Paragraphs and tables that a page break cut are joined, words broken at a line's end are made
whole. Knows where words stood and how large; nothing of the file they came from.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from assistant.domain import number_order
from assistant.parsing.draft import Draft, beginning, counts_on
from assistant.parsing.hyphens import Hyphens
from assistant.parsing.insets import Hanging
from assistant.parsing.layout import LEADER, Line, Page, body_size, leading_of
from assistant.parsing.pages import Pass, pieces_of
from assistant.parsing.ruled import PrintedTable, goes_on
from assistant.parsing.statements import CLOSING_YEAR, SECTION_NUMBER, is_numbered, label_in

_ENDS = (".", "!", "?", ":", ";", ".”", '."', ".)", "?”")
_CONTENTS_LINE = re.compile(rf"(?:{LEADER.pattern})\s*[\divxl]*$")
_NOTE_MARK = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+\s")
_DASH = re.compile(r"[-–—－‐‑−o]\s")
# What a page may end with though its sentence does not.
_ABBREVIATED = ("e.g.", "i.e.", "etc.", "vs.", "cf.", "al.", "No.", "Dr.", "approx.")
# "Table 3.1. Comparison …", not "Table 3.1 shows …".
_CAPTION = re.compile(r"(?:table|box|figure|fig\.) \d+(?:\.\d+)*[.:] [A-Z]", re.IGNORECASE)
_REST = re.compile(r"[\w ,]*\]\.?|\[[^\[\]]*\]\.?")
# In parts of the usual step from line to line, of the size of the type, of a column's width.
_PARAGRAPH_GAP = 1.3
_INDENT = 0.8
_SHORT_LINE = 0.8
_SAME_SIZE = 0.6  # points
_MIN_MIXED = 2  # words
_NEAR = 3.0  # points
_COLUMN = 10.0  # points; lines of a column begin so near each other
_WIDE = 100.0  # points; no text is set in so far, columns stand further apart
_LARGER = 0.8  # points
_TITLE = 1.3  # times the usual size: a heading even if it ends with a full stop
_MAX_LARGE_HEADING = 250
_MAX_BOLD_HEADING = 150


@dataclass(slots=True)
class _Paragraph:
    """Lines that belong together, and whether another has come between them and what follows."""

    lines: list[Line]

    @property
    def size(self) -> float:
        return self.lines[0].size

    @property
    def is_bold(self) -> bool:
        return all(line.is_bold for line in self.lines)

    @property
    def is_closed(self) -> bool:
        return bool(CLOSING_YEAR.search(" ".join(line.text for line in self.lines[-2:])))


@dataclass(slots=True)
class _Measures:
    """What is usual in a document."""

    size: float
    leading: float
    heading_sizes: list[float] = field(default_factory=list)
    ends: dict[tuple[int, int], float] = field(default_factory=dict)
    margins: dict[int, float] = field(default_factory=dict)
    is_spaced: bool = False
    hanging: Hanging = field(default_factory=Hanging)
    sections: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Measures:
        inside = [line for line in lines if not line.is_aside]
        size = body_size(inside) or 1.0
        measures = cls(size, leading_of(inside, size), hanging=Hanging.of(inside))
        columns: dict[tuple[int, int], list[float]] = defaultdict(list)
        for line in lines:
            columns[_column(line)].append(line.x1)
        for line in inside:
            side = line.page % 2
            if number := SECTION_NUMBER.match(line.text):
                measures.sections[number[1].rpartition(".")[0]] += 1
            measures.margins[side] = min(line.x0, measures.margins.get(side, line.x0))
        measures.ends = {key: sorted(x)[3 * len(x) // 4] for key, x in columns.items()}
        measures.is_spaced = measures._has_gaps(inside)
        return measures

    def _has_gaps(self, lines: Sequence[Line]) -> bool:
        """Tell whether paragraphs stand apart: a gap follows most sentences that end inside a line."""
        gaps = [
            _is_far(last, line, self)
            for last, line in pairwise(lines)
            if last.page == line.page
            and last.y > line.y
            and re.search(r"[a-z]\.$", last.text)
            and abs(last.start - line.x0) < 1
            and self.has_room(last, line)
            and not _is_marked(line.text)
        ]
        return sum(gaps) > 3 * (len(gaps) - sum(gaps))

    def has_room(self, last: Line, line: Line) -> bool:
        """Tell whether the first word of a line would have stood on the line before."""
        return last.has_room(line, self.ends[_column(last)] - _INDENT * last.size)

    def is_further_out(self, first: Line, above: _Paragraph) -> bool:
        """Tell whether a line of another page stands further out than what it would go on with."""
        start = min(line.start for line in above.lines)
        # Left and right pages may have margins of their own.
        shift = self.margins[first.page % 2] - self.margins[above.lines[0].page % 2]
        return all(
            _NEAR < further < _WIDE for further in (start - first.x0, start + shift - first.x0)
        )

    def is_single(self, number: str) -> bool:
        """Tell whether no other number of a document's lines counts on from this one, or to it."""
        before, _, last = number.rpartition(".")
        return last != "1" and self.sections[before] < 2

    def step(self, line: Line) -> float:
        return self.leading * max(line.size / self.size, 1.0)

    def level(self, paragraph: _Paragraph, text: str) -> int | None:
        """Tell the level of a heading; None for running text."""
        if not any(map(str.isalpha, text)) or CLOSING_YEAR.fullmatch(text):
            return None
        is_sentence = text.endswith(".") and paragraph.size < _TITLE * self.size
        if self._is_large(paragraph) and len(text) <= _MAX_LARGE_HEADING and not is_sentence:
            return 1 + next(
                i
                for i, size in enumerate(self.heading_sizes)
                if size <= paragraph.size + _SAME_SIZE
            )
        is_short = len(text) <= _MAX_BOLD_HEADING and len(paragraph.lines) <= 3
        is_text = text.endswith((".", ",", ";")) or paragraph.size < self.size - _SAME_SIZE
        if paragraph.is_bold and is_short and not is_text:
            return 1 + len(self.heading_sizes)
        return None

    def _is_large(self, paragraph: _Paragraph) -> bool:
        return paragraph.size >= self.size + _LARGER

    def learn(self, paragraphs: Iterable[_Paragraph]) -> None:
        """Learn the sizes of headings, largest first."""
        sizes = {p.size for p in paragraphs if self._is_large(p)}
        for size in sorted(sizes, reverse=True):
            if not self.heading_sizes or self.heading_sizes[-1] - size > _SAME_SIZE:
                self.heading_sizes.append(size)


def _column(line: Line) -> tuple[int, int]:
    return line.page, round(line.x0 / _COLUMN)


def write_pages(
    pages: Sequence[Page], draft: Draft, progress: Pass = lambda at, page: None
) -> None:
    """Write what stands on the pages into a draft, in reading order."""
    hyphens = Hyphens.of(word for page in pages for word in page.words)
    pieces = list(pieces_of(pages, hyphens.join, draft, progress))
    lines = [piece for piece in pieces if isinstance(piece, Line)]
    measures = _Measures.of(lines)
    blocks = _paragraphs(_without_contents(pieces, draft), measures, progress)
    measures.learn(block for block in blocks if isinstance(block, _Paragraph))
    whole = _rejoined(blocks, measures)
    hanging = measures.hanging
    hanging.learn([b.lines[0] for b in whole if isinstance(b, _Paragraph) and not _is_aside(b)])
    for block in whole:
        progress(4, block.lines[0].page if isinstance(block, _Paragraph) else _page_of(block[0]))
        if isinstance(block, _Paragraph):
            _write(block, measures, hyphens, draft, hanging)
        else:
            hanging.end()
            draft.table("", [row for table in block for row in table.rows], hyphens.two)


def _page_of(piece: Line | PrintedTable) -> int:
    return piece.page if isinstance(piece, Line) else piece.rows[0].page or 1


def _without_contents(
    pieces: Iterable[Line | PrintedTable], draft: Draft
) -> Iterator[Line | PrintedTable]:
    found = list(pieces)
    listed = [
        isinstance(piece, Line) and bool(_CONTENTS_LINE.search(piece.text)) for piece in found
    ]
    for at, piece in enumerate(found):
        # Where an entry takes two lines, only the second has dots.
        is_first_half = listed[at - 1 : at] == [True] == listed[at + 1 : at + 2]
        if isinstance(piece, Line) and (listed[at] or is_first_half):
            draft.leave_out("list of contents", _CONTENTS_LINE.sub("", piece.text), piece.page)
        else:
            yield piece


def _paragraphs(
    pieces: Iterable[Line | PrintedTable], measures: _Measures, progress: Pass
) -> list[_Paragraph | list[PrintedTable]]:
    """Put lines into paragraphs; one goes on beside a note in the margin."""
    out: list[_Paragraph | list[PrintedTable]] = []
    for piece in pieces:
        progress(3, _page_of(piece))
        is_aside = isinstance(piece, Line) and piece.is_aside
        last = next((block for block in out[:-4:-1] if _is_aside(block) == is_aside), None)
        if isinstance(piece, PrintedTable):
            out.append([piece])
        elif isinstance(last, _Paragraph) and not _begins(last, piece, measures):
            last.lines.append(piece)
        else:
            out.append(_Paragraph([piece]))
    return out


def _begins(paragraph: _Paragraph, line: Line, measures: _Measures) -> bool:
    """Tell whether a line begins a new paragraph, not going on with the one before."""
    first, last = paragraph.lines[0], paragraph.lines[-1]
    is_elsewhere = line.page != last.page or line.y > last.y
    if line.is_alone or last.is_alone or is_elsewhere or not _is_of_one_size(last, line, measures):
        return True
    if line.is_bold != last.is_bold and (last.is_bold or _ends(last.text)):
        # A sentence may begin in bold type and go on without it.
        return _ends(last.text) or not line.text[:1].islower() or _is_far(last, line, measures)
    is_note = _NOTE_MARK.match(line.text) and _ends(last.text)
    if is_note or _is_far(last, line, measures) or paragraph.is_closed:
        return True
    if _is_marked(line.text) and not _is_inside(paragraph, line, measures):
        return True
    # Of some prints only the first line of an item is set in.
    is_rest = line.text[:1].islower() and not (_ends(last.text) or measures.has_room(last, line))
    is_further_out = line.x0 < min(first.start, last.start) - _NEAR
    if is_further_out and _is_marked(first.text) and not is_rest:
        return True
    if not _ends(last.text):
        return _is_listed(paragraph, line, measures)
    is_indented = line.x0 - last.start > _INDENT * line.size and not _is_marked(first.text)
    # A note may stand below what is recommended, on a line of its own.
    is_one = measures.is_spaced and is_numbered(first.text) and abs(line.x0 - last.start) < 1
    return is_indented or (last.x1 - last.start < _SHORT_LINE * (line.x1 - line.x0) and not is_one)


def _is_of_one_size(last: Line, line: Line, measures: _Measures) -> bool:
    """Tell whether two lines are of one size; one of mixed sizes is of each that several words have.

    The parts of a formula are too, and do not begin below each other; headings do not fill their line.
    """
    small, large = sorted((last, line), key=lambda x: x.size)
    if large.size - small.size <= _SAME_SIZE:
        return True
    same = [word for word in small.words if abs(word.size - large.size) <= _SAME_SIZE]
    is_even = abs(last.start - line.x0) <= _NEAR
    return len(same) >= _MIN_MIXED and is_even and not measures.has_room(last, line)


def _is_listed(paragraph: _Paragraph, line: Line, measures: _Measures) -> bool:
    """Tell whether a line was begun on purpose, as those of a list without marks are.

    A recommendation goes on: some programs keep the line ends of what was written.
    """
    first, last = paragraph.lines[0], paragraph.lines[-1]
    is_even = abs(line.x0 - last.start) < 1 and not line.is_bold
    is_said = line.text[:1].isupper() and line.size <= measures.size + _SAME_SIZE
    is_inside = last.text.endswith(",") or is_numbered(first.text)
    return is_even and is_said and not is_inside and measures.has_room(last, line)


def _is_far(last: Line, line: Line, measures: _Measures) -> bool:
    return last.y - line.y > _PARAGRAPH_GAP * measures.step(line)


def _is_inside(paragraph: _Paragraph, line: Line, measures: _Measures) -> bool:
    """Tell whether the dash or number at a line's start stands inside a sentence.

    A dash that marks an item is set in, or stands behind a colon; a number that hangs before a
    recommendation stands further out than the words of the one before. A bullet is no word.
    """
    first, last = paragraph.lines[0], paragraph.lines[-1]
    is_inside = not _ends(last.text)
    if counts_on(" ".join(x.text for x in paragraph.lines), line.text):
        return True
    if number := SECTION_NUMBER.match(line.text):
        is_named = measures.is_single(number[1]) or _goes_back(number[1], first.text)
        if is_inside and is_named and not measures.has_room(last, line):
            return True
        outmost = max(first.start - _NEAR, first.x0 + _NEAR)
        is_further_in = outmost < line.x0 < outmost + _WIDE
        return (is_further_in or measures.hanging.is_set_in(line)) and is_inside
    is_even = abs(line.x0 - last.start) < 1 and is_inside
    is_dash = bool(_DASH.match(line.text))  # or "o", a word of other languages
    if _is_marked(first.text):
        is_sign = not beginning(line.text).mark[:1].isalnum() and not is_dash
        return is_even and line.x0 > first.x0 + _NEAR and not is_sign
    is_cut = is_dash or (line.text[:1].isdigit() and not measures.has_room(last, line))
    return is_cut and is_even and not last.text.endswith(",")


def _goes_back(number: str, words: str) -> bool:
    """Tell whether a number is not behind that of the recommendation it stands in."""
    own = SECTION_NUMBER.match(words)
    return own is not None and number_order(number) <= number_order(own[1])


def _is_marked(text: str) -> bool:
    """Tell whether a line begins with a bullet, a number of a list or a recommendation's label."""
    if beginning(text).kind != "text" or SECTION_NUMBER.match(text):
        return True
    return text[:1] == "R" and label_in(text) is not None


def _ends(text: str) -> bool:
    return text.endswith(_ENDS)


def _rejoined(
    blocks: Iterable[_Paragraph | list[PrintedTable]], measures: _Measures
) -> list[_Paragraph | list[PrintedTable]]:
    """Join what the end of a page or column cut; footnotes may stand between, tables and figures too."""
    out: list[_Paragraph | list[PrintedTable]] = []
    for block in blocks:
        before = (other for other in reversed(out) if not _is_footnote(other, measures))
        last = next(before, None)
        is_over = _is_set_apart(last)
        if isinstance(last, list) and isinstance(block, list) and goes_on(last[0], block[0]):
            last += block
            continue
        if is_over:
            last = next((other for other in before if not _is_set_apart(other)), None)
        if (
            isinstance(block, _Paragraph)
            and isinstance(last, _Paragraph)
            and _is_cut(last, block, measures, is_over_table=is_over)
        ):
            last.lines += block.lines
        else:
            out.append(block)
    return out


def _is_set_apart(block: _Paragraph | list[PrintedTable] | None) -> bool:
    """Tell whether a block may stand where a page has room: a table, or what is said of one."""
    return isinstance(block, list) or (
        block is not None and _CAPTION.match(block.lines[0].text) is not None
    )


def _is_aside(block: _Paragraph | list[PrintedTable]) -> bool:
    return isinstance(block, _Paragraph) and block.lines[0].is_aside


def _is_footnote(block: _Paragraph | list[PrintedTable], measures: _Measures) -> bool:
    if isinstance(block, list) or is_numbered(block.lines[0].text):
        return False
    is_small = block.size < measures.size - _SAME_SIZE
    return _is_aside(block) or is_small or bool(_NOTE_MARK.match(block.lines[0].text))


def _is_cut(
    above: _Paragraph, below: _Paragraph, measures: _Measures, *, is_over_table: bool
) -> bool:
    """Tell whether the end of a page or column cut a paragraph in two."""
    last, first = above.lines[-1], below.lines[0]
    is_elsewhere = is_over_table or first.page != last.page or first.y > last.y
    if not is_elsewhere or last.is_alone or first.is_alone or above.is_bold:
        return False
    if above.is_closed or _CAPTION.match(first.text):
        return False
    if not _is_of_one_size(last, first, measures):
        return False
    if CLOSING_YEAR.fullmatch(" ".join(line.text for line in below.lines)):
        return True
    if _is_marked(first.text) and not _is_inside(above, first, measures):
        return False
    if _is_marked(above.lines[0].text) and measures.is_further_out(first, above):
        return False
    is_inside = first.text[:1].islower() or first.text[:1] in ")]"
    if is_over_table or below.is_bold:
        # "[2023]" in bold type closes a recommendation of NICE; other bold words are a heading.
        return (is_inside or bool(_REST.fullmatch(first.text))) and not _ends(last.text)
    return not _ends(last.text) or (is_inside and last.text.endswith((*_ABBREVIATED, ";")))


def _write(
    paragraph: _Paragraph, measures: _Measures, hyphens: Hyphens, draft: Draft, hanging: Hanging
) -> None:
    text = hyphens.join([line.text for line in paragraph.lines])
    page = paragraph.lines[0].page
    level = measures.level(paragraph, text)
    kind, mark = beginning(text)
    is_bulleted = kind == "item" and not any(map(str.isalnum, mark))
    if _is_aside(paragraph):
        draft.paragraph("note", text, page)
    elif level is not None and not is_bulleted:
        hanging.end()
        draft.heading(level, text, page)
    elif kind == "text" and _NOTE_MARK.match(text):
        draft.paragraph("note", text, page)
    else:
        draft.say(text, page=page, hangs=hanging.holds(paragraph.lines[0]))
