"""Makes headings, paragraphs and tables of the lines of printed pages.

Paragraphs and tables that a page break cut are joined, words broken at a line's end are made
whole. Knows where words stood and how large; nothing of the file they came from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.domain import number_order
from assistant.parsing.draft import Draft, beginning, counts_on
from assistant.parsing.grading import CLOSING_YEAR
from assistant.parsing.hyphens import Hyphens
from assistant.parsing.insets import Hanging
from assistant.parsing.layout import CONTENTS_LINE, MARK, Line, Page, reach_of
from assistant.parsing.measures import INDENT, NEAR, SAME_SIZE, WIDE, Measures, Paragraph, is_marked
from assistant.parsing.pages import Pass, pieces_of
from assistant.parsing.ruled import PrintedTable, goes_on
from assistant.parsing.statements import SECTION_NUMBER, ends, is_numbered

_ENDS = (".", "!", "?", ":", ";", ".”", '."', ".)", "?”")
_NOTE_MARK = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+\s")
_COUNTED = re.compile(r"(\d{1,2})\s(?=[A-Z])")
_DASH = re.compile(r"[-–—－‐‑−o]\s")
# What a page may end with though its sentence does not.
_ABBREVIATED = ("e.g.", "i.e.", "etc.", "vs.", "cf.", "al.", "No.", "Dr.", "approx.")
# "Table 3.1. Comparison …", not "Table 3.1 shows …".
_CAPTION = re.compile(r"(?:table|box|figure|fig\.) \d+(?:\.\d+)*[.:] [A-Z]", re.IGNORECASE)
_REST = re.compile(r"[\w ,]*\]\.?|\[[^\[\]]*\]\.?")
# In parts of the usual step from line to line, of the size of the type, of a column's width.
_SHORT_LINE = 0.8
# What is drawn between two paragraphs is further below the first than what underlines words, in
# parts of the size of the type, and makes room, in parts of the usual step from line to line.
_UNDERLINED, _RULED_GAP = 0.4, 1.1
_BESIDE = 0.8  # in parts of the size of the type: lines of one column are further apart
_LOOKED_AT = 40  # blocks: so many may stand between the two halves of a sentence


def write_pages(
    pages: Sequence[Page], draft: Draft, progress: Pass = lambda at, page: None
) -> None:
    """Write what stands on the pages into a draft, in reading order."""
    hyphens = Hyphens.of(word for page in pages for word in page.words)
    pieces = list(pieces_of(pages, hyphens.join, draft, progress))
    lines = [piece for piece in pieces if isinstance(piece, Line)]
    measures = Measures.of(lines)
    blocks = _paragraphs(_without_contents(pieces, draft), measures, progress)
    measures.learn(block for block in blocks if isinstance(block, Paragraph))
    whole = _rejoined(blocks, measures)
    hanging = measures.hanging
    hanging.learn([b.lines[0] for b in whole if isinstance(b, Paragraph) and not _is_aside(b)])
    for block in whole:
        progress(4, block.lines[0].page if isinstance(block, Paragraph) else _page_of(block[0]))
        if isinstance(block, Paragraph):
            _write(block, measures, hyphens, draft, hanging)
        else:
            hanging.end()
            draft.table("", [row for table in block for row in table.rows], hyphens.two)


def _place(block: Paragraph | Sequence[Line | PrintedTable]) -> tuple[bool, int]:
    first = (block.lines if isinstance(block, Paragraph) else block)[0]
    return first.place if isinstance(first, Line) else (False, 0)


def _page_of(piece: Line | PrintedTable) -> int:
    return piece.page if isinstance(piece, Line) else piece.rows[0].page or 1


def _without_contents(
    pieces: Iterable[Line | PrintedTable], draft: Draft
) -> Iterator[Line | PrintedTable]:
    found = list(pieces)
    listed = [isinstance(piece, Line) and bool(CONTENTS_LINE.search(piece.text)) for piece in found]
    for at, piece in enumerate(found):
        # Where an entry takes two lines, only the second has dots.
        is_first_half = listed[at - 1 : at] == [True] == listed[at + 1 : at + 2]
        if isinstance(piece, Line) and (listed[at] or is_first_half):
            draft.leave_out("list of contents", CONTENTS_LINE.sub("", piece.text), piece.page)
        else:
            yield piece


def _paragraphs(
    pieces: Iterable[Line | PrintedTable], measures: Measures, progress: Pass
) -> list[Paragraph | list[PrintedTable]]:
    """Put lines into paragraphs; one goes on beside a note in the margin, or a box."""
    out: list[Paragraph | list[PrintedTable]] = []
    for piece in pieces:
        progress(3, _page_of(piece))
        last = next(
            (block for block in out[:-_LOOKED_AT:-1] if _place(block) == _place([piece])), None
        )
        if isinstance(piece, PrintedTable):
            out.append([piece])
        elif isinstance(last, Paragraph) and not _begins(last, piece, measures):
            last.lines.append(piece)
        else:
            out.append(Paragraph([piece]))
    return out


def _begins(paragraph: Paragraph, line: Line, measures: Measures) -> bool:
    """Tell whether a line begins a new paragraph, not going on with the one before."""
    first, last = paragraph.lines[0], paragraph.lines[-1]
    is_elsewhere = _is_elsewhere(last, line)
    if line.is_alone or last.is_alone or is_elsewhere or not measures.is_of_one_size(last, line):
        return True
    is_wide = last.y - line.y > _RULED_GAP * measures.step(line)
    if is_wide and line.ruled is not None and last.y - line.ruled > _UNDERLINED * last.size:
        return True
    if line.is_bold != last.is_bold and (last.is_bold or _ends(last.text)):
        # A sentence may begin in bold type and go on without it.
        is_item = is_marked(line.text) and measures.has_room(last, line)
        is_rest = line.text[:1].islower() and not is_item
        return _ends(last.text) or not is_rest or measures.is_far(last, line)
    is_note = (_NOTE_MARK.match(line.text) or _is_next(first, line)) and _ends(last.text)
    # Below the end of one column may stand the rest of another.
    x0, x1 = reach_of(paragraph.lines[-3:])
    is_apart = line.x1 < x0 or (line.x0 > x1 and not MARK.fullmatch(last.text))
    if is_note or is_apart or measures.is_far(last, line) or paragraph.is_closed:
        return True
    if is_marked(line.text) and not _is_inside(paragraph, line, measures):
        return True
    # Of some prints only the first line of an item is set in.
    is_rest = line.text[:1].islower() and not (_ends(last.text) or measures.has_room(last, line))
    is_further_out = line.x0 < min(first.start, last.start) - NEAR
    if is_further_out and is_marked(first.text) and not is_rest:
        return True
    if not _ends(last.text):
        return _is_listed(paragraph, line, measures)
    if last.text.endswith(":") and line.text.endswith(":"):
        return True  # two fields of a form
    is_indented = line.x0 - last.start > INDENT * line.size and not is_marked(first.text)
    return is_indented or last.x1 - last.start < _SHORT_LINE * (line.x1 - line.x0)


def _is_elsewhere(last: Line, line: Line) -> bool:
    """Tell whether a line does not stand below the last, but beside it or on another page."""
    return line.page != last.page or line.y > last.y - _BESIDE * line.size


def _is_next(first: Line, line: Line) -> bool:
    """Tell whether a line counts on from the first one, as notes do that are numbered without a stop."""
    figures = [int(m[1]) for x in (first, line) if (m := _COUNTED.match(x.text))]
    return len(figures) == 2 and figures[1] == figures[0] + 1


def _is_listed(paragraph: Paragraph, line: Line, measures: Measures) -> bool:
    """Tell whether a line was begun on purpose, as those of a list without marks are.

    A recommendation goes on: some programs keep the line ends of what was written.
    """
    first, last = paragraph.lines[0], paragraph.lines[-1]
    is_even = abs(line.x0 - last.start) < 1 and not line.is_bold
    is_said = line.text[:1].isupper() and line.size <= measures.size + SAME_SIZE
    is_inside = last.text.endswith(",") or is_numbered(first.text)
    return is_even and is_said and not is_inside and measures.has_room(last, line)


def _is_inside(paragraph: Paragraph, line: Line, measures: Measures) -> bool:
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
        outmost = max(first.start - NEAR, first.x0 + NEAR)
        is_further_in = outmost < line.x0 < outmost + WIDE
        return (is_further_in or measures.hanging.is_set_in(line)) and is_inside
    is_even = abs(line.x0 - last.start) < 1 and is_inside
    is_dash = bool(_DASH.match(line.text))  # or "o", a word of other languages
    if is_marked(first.text):
        is_sign = not beginning(line.text).mark[:1].isalnum() and not is_dash
        return is_even and line.x0 > first.x0 + NEAR and not is_sign
    is_cut = (is_dash or line.text[:1].isdigit()) and not measures.has_room(last, line)
    return is_cut and is_even and not last.text.endswith(",")


def _goes_back(number: str, words: str) -> bool:
    """Tell whether a number is not behind that of the recommendation it stands in."""
    own = SECTION_NUMBER.match(words)
    return own is not None and number_order(number) <= number_order(own[1])


def _ends(text: str) -> bool:
    return ends(text, _ENDS)


def _rejoined(
    blocks: Iterable[Paragraph | list[PrintedTable]], measures: Measures
) -> list[Paragraph | list[PrintedTable]]:
    """Join what the end of a page or column cut; footnotes may stand between, tables and figures too."""
    out: list[Paragraph | list[PrintedTable]] = []
    for block in blocks:
        before = (
            other
            for other in out[:-_LOOKED_AT:-1]
            if _place(other) == _place(block) and not _is_footnote(other, measures)
        )
        last = next(before, None)
        is_over = _is_set_apart(last)
        if isinstance(last, list) and isinstance(block, list) and goes_on(last[0], block[0]):
            last += block
            continue
        if is_over:
            last = next((other for other in before if not _is_set_apart(other)), None)
        if (
            isinstance(block, Paragraph)
            and isinstance(last, Paragraph)
            and _is_cut(last, block, measures, is_over_table=is_over)
        ):
            last.lines += block.lines
        else:
            out.append(block)
    return out


def _is_set_apart(block: Paragraph | list[PrintedTable] | None) -> bool:
    """Tell whether a block may stand where a page has room: a table, or what is said of one."""
    return isinstance(block, list) or (
        block is not None and _CAPTION.match(block.lines[0].text) is not None
    )


def _is_aside(block: Paragraph | list[PrintedTable]) -> bool:
    return isinstance(block, Paragraph) and block.lines[0].is_aside


def _is_footnote(block: Paragraph | list[PrintedTable], measures: Measures) -> bool:
    if isinstance(block, list) or is_numbered(block.lines[0].text):
        return False
    is_small = block.size < measures.size - SAME_SIZE
    return _is_aside(block) or is_small or bool(_NOTE_MARK.match(block.lines[0].text))


def _is_cut(above: Paragraph, below: Paragraph, measures: Measures, *, is_over_table: bool) -> bool:
    """Tell whether the end of a page or column cut a paragraph in two."""
    last, first = above.lines[-1], below.lines[0]
    # What stands beside a line does not go on with it.
    is_beside = last.page == first.page and abs(last.y - first.y) < _BESIDE * first.size
    if (
        is_beside
        or not (is_over_table or _is_elsewhere(last, first))
        or last.is_alone
        or first.is_alone
        or above.is_bold
    ):
        return False
    if above.is_closed or _CAPTION.match(first.text):
        return False
    if not measures.is_of_one_size(last, first):
        return False
    if CLOSING_YEAR.fullmatch(" ".join(line.text for line in below.lines)):
        return True
    if is_marked(first.text) and not _is_inside(above, first, measures):
        return False
    if is_marked(above.lines[0].text) and measures.is_further_out(first, above):
        return False
    is_inside = first.text[:1].islower() or first.text[:1] in ")]"
    if is_over_table or below.is_bold:
        # "[2023]" in bold type closes a recommendation of NICE; other bold words are a heading.
        return (is_inside or bool(_REST.fullmatch(first.text))) and not _ends(last.text)
    if not is_inside and ends(last.text):
        return False  # nor does a capital go on behind "(strong recommendation)"
    return not _ends(last.text) or (is_inside and last.text.endswith((*_ABBREVIATED, ";")))


def _write(
    paragraph: Paragraph, measures: Measures, hyphens: Hyphens, draft: Draft, hanging: Hanging
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
        first = paragraph.lines[0]
        draft.say(text, page=page, hangs=not first.box and hanging.holds(first))
