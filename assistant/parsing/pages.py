"""Gives the lines and tables of printed pages in reading order.

Heads, feet and numbers of pages are left out and told. Knows nothing of paragraphs.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from math import inf
from typing import TypeAlias

from assistant.parsing.abreast import side_by_side
from assistant.parsing.aligned import aligned_tables
from assistant.parsing.apart import Apart, parted
from assistant.parsing.asides import asides_of
from assistant.parsing.boxes import boxed_words
from assistant.parsing.draft import Draft
from assistant.parsing.layout import (
    Line,
    Page,
    Rule,
    Word,
    gutter_of,
    is_running,
    lines_around,
    lines_of,
    reach_of,
)
from assistant.parsing.margins import without_margins
from assistant.parsing.paired import paired_tables, repeated_heads
from assistant.parsing.ruled import Joiner, PrintedTable, tables_of
from assistant.parsing.stamps import is_printed_over, without_stamps
from assistant.parsing.strips import strips_of

Piece: TypeAlias = Line | PrintedTable | Apart
# Told of a pass over all pages, from 1, and of the page that it has come to.
Pass: TypeAlias = Callable[[int, int], None]
_NEAR = 3.0  # points that a table may reach into the gutter
_WIDE = 60.0  # points; what is drawn across is no shorter
# In parts of the size of the type: from a baseline to what is drawn above its line.
_ABOVE = 0.7, 2.0
_MAX_BOXES = 10_000  # more than there are on a page


def pieces_of(
    pages: Sequence[Page], join: Joiner, draft: Draft, progress: Pass
) -> Iterator[Line | PrintedTable]:
    """Give the lines and tables of all pages; tell the draft of what is left out or in doubt."""
    ruled = []
    pages = without_stamps(pages)
    for page in pages:
        for reason, words in (
            ("text turned another way", page.turned),
            ("text stamped across the page", page.stamped),
            ("hidden text", page.unseen),
        ):
            if any(map(str.isalnum, words)):
                draft.leave_out(reason, words, page.number)
        ruled.append(tables_of(page, join))
        progress(1, page.number)
    outside = [_outside(page.words, tables) for page, tables in zip(pages, ruled, strict=True)]
    kept = without_margins(pages, outside, draft.leave_out)
    before: PrintedTable | None = None
    gutter: float | None = None
    heads = repeated_heads(kept)
    for page, tables, rest in zip(pages, ruled, kept, strict=True):
        paired = paired_tables(rest, page, join, heads)
        known, gutter = gutter, gutter_of(rest)
        pieces = _around_boxes(
            page, [*tables, *paired], _outside(rest, paired), join, before, known
        )
        last = pieces[-1] if pieces else None
        before = last if isinstance(last, PrintedTable) and last.columns else None
        across = sorted((r for r in page.rules if r.x1 - r.x0 > _WIDE), key=lambda rule: rule.y0)
        for piece in pieces:
            if isinstance(piece, Apart) and piece.is_doubtful:
                draft.remark(
                    f"Page {page.number}: words stand side by side, and it is not plain how they are "
                    "read; their lines stand apart."
                )
            for part in _pieces(piece):
                if isinstance(part, Line) and is_printed_over(part):
                    draft.remark(
                        f"Page {page.number}: words are printed over others: “{part.text[:60]}”."
                    )
                yield _under(part, across)
        progress(2, page.number)


def _under(piece: Line | PrintedTable, across: Sequence[Rule]) -> Line | PrintedTable:
    """Note of a line of text which line is drawn above it, from end to end of its words."""
    if isinstance(piece, Line):
        size = piece.size
        start = bisect_left(across, piece.y + _ABOVE[0] * size, key=lambda rule: rule.y0)
        for rule in across[start:]:
            if rule.y0 > piece.y + _ABOVE[1] * size:
                break
            if rule.x0 - size < piece.x0 and piece.x1 < rule.x1 + size:
                return replace(piece, ruled=rule.y0)
    return piece


def _outside(words: Sequence[Word], pieces: Sequence[Piece]) -> list[Word]:
    used = frozenset().union(*map(_words, pieces))
    return [word for word in words if id(word) not in used]


def _around_boxes(
    page: Page,
    found: Sequence[PrintedTable],
    words: Sequence[Word],
    join: Joiner,
    before: PrintedTable | None,
    known: float | None,
) -> list[Piece]:
    """Read what each drawn box holds by itself, and the page around them."""
    boxes: list[Apart] = []
    tables, rest = list(found), list(words)
    for box, held in boxed_words(words, page):
        own = [table for table in tables if _is_in(table, box)]
        # A number of its own in the whole document.
        number = page.number * _MAX_BOXES + len(boxes) + 1
        boxes.append(_boxed(_on_page(page, own, held, join), number))
        tables = [table for table in tables if table not in own]
        rest = _outside(rest, boxes[-1:])
    strips = strips_of(rest, page.number)
    return _on_page(page, [*tables, *boxes, *strips], _outside(rest, strips), join, before, known)


def _boxed(pieces: Sequence[Piece], number: int) -> Apart:
    flat = chain.from_iterable(map(_pieces, pieces))
    lines = (replace(x, box=number) if isinstance(x, Line) else x for x in flat)
    return Apart(tuple(lines), any(isinstance(x, Apart) and x.is_doubtful for x in pieces))


def _pieces(piece: Piece) -> tuple[Line | PrintedTable, ...]:
    return piece.pieces if isinstance(piece, Apart) else (piece,)


def _is_in(table: PrintedTable, box: Rule) -> bool:
    middle = (table.x0 + table.x1) / 2, (table.bottom + table.top) / 2
    return box.x0 < middle[0] < box.x1 and box.y0 < middle[1] < box.y1


def _on_page(
    page: Page,
    found: Sequence[PrintedTable | Apart],
    words: Sequence[Word],
    join: Joiner,
    before: PrintedTable | None = None,
    known: float | None = None,
) -> list[Piece]:
    ruled = [piece for piece in found if isinstance(piece, PrintedTable)]
    gutter = _gutter(words, page, ruled)
    if gutter is None and known is not None and _is_free(words, known):
        gutter = known
    pieces: list[PrintedTable | Apart] = [*found, *_aligned(words, page, gutter, join, before)]
    rest = _outside(words, pieces)
    if gutter is None or any(_is_across(piece, gutter) for piece in pieces):
        gutter = gutter_of(rest)
    asides: list[Line] = []
    if gutter is None:
        asides = [replace(line, is_aside=True) for line in asides_of(rest, page.number)]
        inside = {id(word) for line in asides for word in line.words}
        rest = [word for word in rest if id(word) not in inside]
        pieces += side_by_side(rest, page, join)
        rest = _outside(rest, pieces)
    others = (x for x in chain.from_iterable(map(_pieces, pieces)) if isinstance(x, Line))
    tables = [x for x in pieces if isinstance(x, PrintedTable) and x not in ruled]
    lines = parted(lines_around(rest, page.number, gutter), [*asides, *others], tables)
    return _ordered([*lines, *asides, *pieces], gutter)


def _gutter(words: Sequence[Word], page: Page, ruled: Sequence[PrintedTable]) -> float | None:
    """Find the gutter of a page; where little but tables stands in its columns, by the tables too."""
    gutter = gutter_of(words)
    if gutter is None and ruled:
        gutter = gutter_of(page.words)
        return gutter if gutter and not any(_is_across(t, gutter) for t in ruled) else None
    return gutter


def _is_free(words: Sequence[Word], gutter: float) -> bool:
    """Tell whether the gutter of the page before parts this one too: running text goes on to its left."""
    left = lines_of([w for w in words if w.x1 <= gutter], 0, gutter=inf)
    is_beside = bool(left) and any(w.x0 >= gutter for w in words)
    return is_beside and is_running(left) and all(w.x1 <= gutter or w.x0 >= gutter for w in words)


def _aligned(
    words: Sequence[Word],
    page: Page,
    gutter: float | None,
    join: Joiner,
    before: PrintedTable | None,
) -> list[PrintedTable]:
    """Find the tables without lines; in two columns of text each column has its own."""
    found = aligned_tables(words, page, join, before)
    if gutter is None:
        return found
    # Three columns across the gutter may be two of text and one of figures.
    crossing = {id(w) for w in words if w.x0 < gutter - _NEAR and w.x1 > gutter + _NEAR}
    across = [table for table in found if crossing & table.words]
    rest = _outside(words, across)
    middles = [(w.x0 + w.x1) / 2 < gutter for w in rest]
    for is_left in (True, False):
        side = [w for w, is_there in zip(rest, middles, strict=True) if is_there == is_left]
        across += (tables := aligned_tables(side, page, join))
        across += paired_tables(_outside(side, tables), page, join)
    return across


def _is_across(piece: Piece, gutter: float) -> bool:
    x0, x1 = _reach(piece)
    return x0 < gutter - _NEAR and x1 > gutter + _NEAR


def _ordered(pieces: Sequence[Piece], gutter: float | None) -> list[Piece]:
    """Read column by column if there is a gutter, else from top to bottom."""
    downwards = sorted(pieces, key=lambda piece: -_top(piece))
    if gutter is None:
        return downwards
    out: list[Piece] = []
    left: list[Piece] = []
    right: list[Piece] = []
    for piece in downwards:
        if _is_across(piece, gutter):
            out += [*left, *right, piece]
            left, right = [], []
        else:
            (left if _reach(piece)[1] <= gutter + _NEAR else right).append(piece)
    return [*out, *left, *right]


def _top(piece: Piece) -> float:
    if isinstance(piece, Apart):
        return max(map(_top, piece.pieces))
    return piece.y + piece.size if isinstance(piece, Line) else piece.top


def _reach(piece: Piece) -> tuple[float, float]:
    return reach_of(piece.pieces) if isinstance(piece, Apart) else (piece.x0, piece.x1)


def _words(piece: Piece) -> frozenset[int]:
    if isinstance(piece, Apart):
        return frozenset().union(*map(_words, piece.pieces))
    return frozenset(map(id, piece.words)) if isinstance(piece, Line) else piece.words
