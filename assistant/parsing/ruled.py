"""Finds the tables that are drawn with lines on a printed page and puts each word into its cell.

Knows nothing of what the tables mean, nor of the file they came from.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from typing import TypeAlias

from assistant.parsing.boxes import is_diagram, n_cut
from assistant.parsing.columns import NUMBER, number_column
from assistant.parsing.draft import TextRow
from assistant.parsing.layout import Line, Page, Rule, Word, lines_of, reach_of

_NEAR = 3.0  # points that lines which meet may miss each other by
_MIN_PIECE = 6.0  # points; shorter pieces are the dashes of a line
_MIN_BROKEN = 3  # lines
_MAX_CELLS = 20_000
_MAX_STRIPED = 50  # tables on a page
# In parts of the size of the type: between two words, from a line of a cell to the next, from a
# baseline to the middle of its letters, to the edge of its row above and below.
_SPACE, _STEP, _MIDDLE, _ABOVE, _BELOW = 0.6, 1.7, 0.3, 1.0, 0.4
_ROWS_ABOVE = 2  # a head, and the first row below it
_CUT = 0.1  # the share of words that drawn lines may run through, or lines of text that run out

# Puts the lines of a cell together.
Joiner: TypeAlias = Callable[[Sequence[str]], str]


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table found on a page: its rows, and where it stands.

    Attributes:
        columns: from where to where its columns reach, if no lines are drawn between them.
    """

    rows: tuple[TextRow, ...]
    top: float
    bottom: float
    x0: float
    x1: float
    words: frozenset[int]
    columns: tuple[tuple[float, float], ...] = ()

    @classmethod
    def of(
        cls,
        lines: Sequence[Line],
        rows: Sequence[TextRow],
        columns: Sequence[tuple[float, float]] = (),
    ) -> PrintedTable:
        """Make a table of lines that stand in rows, or in these columns too."""
        top = max(line.y + line.size for line in lines)
        x0, x1 = (columns[0][0], columns[-1][1]) if columns else reach_of(lines)
        used = frozenset(id(word) for line in lines for word in line.words)
        return cls(tuple(rows), top, min(x.y for x in lines), x0, x1, used, tuple(columns))


def tables_of(page: Page, join: Joiner) -> list[PrintedTable]:
    """Find the tables that are drawn with lines across and down, or with coloured fields."""
    # Colour behind single lines of text cuts cells up; it counts only where nothing is drawn.
    found = list(_tables(page, [rule for rule in page.rules if not rule.is_edge], join))
    for table in _tables(page, [*page.rules, *_between_stripes(page)], join):
        if not any(table.bottom < other.top and other.bottom < table.top for other in found):
            found.append(table)
    return found


def _tables(page: Page, rules: Sequence[Rule], join: Joiner) -> Iterator[PrintedTable]:
    for group in _connected(rules):
        down = [rule for rule in group if _is_down(rule)]
        across = [rule for rule in group if not _is_down(rule)]
        if not down or not across:
            continue
        # Not every table is closed at its sides, nor a row that the end of a page cuts.
        sides = _shared([r.x0 for r in across], min) + _shared([r.x1 for r in across], max)
        ends = _shared([r.y0 for r in down], min) + _shared([r.y1 for r in down], max)
        rows, columns = list(_breaks(down, across)), list(_edges(down, across))
        down, across = down + columns, across + rows
        xs = _clustered([*(rule.x0 for rule in down), *sides])
        ys = _clustered([*(rule.y0 for rule in across), *ends])
        if len(xs) < 3 or len(ys) < 2 or len(xs) * len(ys) > _MAX_CELLS:
            continue
        table = _Grid(xs, ys, [*down, *across]).table(page, join)
        if table is not None:
            yield table


def _between_stripes(page: Page) -> Iterator[Rule]:
    """Give the lines that close rows of a table: white ones, where others are coloured cell by cell.

    So they close those that only lines across part, which are drawn cell by cell too.
    """
    stripes: dict[tuple[int, ...], list[tuple[float, float]]] = defaultdict(list)
    for group in _connected(page.rules):
        columns = tuple(map(round, _columns(group)))
        if len(columns) > 2:
            reach = min(rule.y0 for rule in group), max(rule.y1 for rule in group)
            stripes[columns].append(reach)
    # A drawing has pieces of many widths.
    for columns, reaches in stripes.items() if len(stripes) <= _MAX_STRIPED else ():
        inside = [w for w in page.words if columns[0] < (w.x0 + w.x1) / 2 < columns[-1]]
        for low, high in _white_rows(lines_of(inside, 0, gutter=inf), columns, sorted(reaches)):
            yield from (Rule(x, low, x, high, is_edge=True) for x in columns)
            yield from (Rule(columns[0], y, columns[-1], y, is_edge=True) for y in (low, high))


def _white_rows(
    bands: Sequence[Line], columns: Sequence[float], stripes: Sequence[tuple[float, float]]
) -> Iterator[tuple[float, float]]:
    """Give where rows reach from and to: between coloured ones, one below all, and two above."""
    for (_, low), (high, _) in pairwise(stripes):
        white = [line for line in bands if low < line.y + _MIDDLE * line.size < high]
        if white and len(_row_beside(white, columns)) == len(white):
            yield low, high
    bottom, top = stripes[0][0], stripes[-1][1]
    if row := _row_beside([line for line in bands if line.y < bottom], columns):
        yield row[-1].y - _BELOW * row[-1].size, bottom
    above = [line for line in reversed(bands) if line.y > top]
    for _ in range(_ROWS_ABOVE):
        if not (row := _row_beside(above, columns)):
            return
        high = row[-1].y + _ABOVE * row[-1].size
        yield top, high
        top, above = high, above[len(row) :]


def _columns(group: Sequence[Rule]) -> list[float]:
    """Give the places of lines down, or where the pieces of one line across meet."""
    if any(map(_is_down, group)):
        return _clustered(rule.x0 for rule in group if _is_down(rule))
    starts, ends = (
        {round(x / _NEAR) for x in xs} for xs in zip(*((r.x0, r.x1) for r in group), strict=True)
    )
    is_whole = starts - {min(starts)} == ends - {max(ends)}
    return _clustered(x for rule in group for x in (rule.x0, rule.x1)) if is_whole else []


def _row_beside(bands: Sequence[Line], columns: Sequence[float]) -> list[Line]:
    """Give the lines of a row from the one at its edge on: words of two columns at least, none across."""
    filled: set[int] = set()
    taken: list[Line] = []
    for line in bands:
        runs = lines_of(line.words, 0, gutter=_SPACE)
        places = [{bisect_right(columns, x) for x in (run.x0, run.x1)} for run in runs]
        is_far = bool(taken) and abs(taken[-1].y - line.y) > _STEP * taken[-1].size
        if is_far or any(len(place) > 1 for place in places):
            break
        filled |= set().union(*places)
        taken.append(line)
    return taken if len(filled) > 1 else []


def _breaks(down: Sequence[Rule], across: Sequence[Rule]) -> Iterator[Rule]:
    """Give a line across wherever lines down are broken though none is drawn: a row ends there."""
    left, right = min(rule.x0 for rule in across), max(rule.x1 for rule in across)
    drawn = [rule.y0 for rule in across]
    pieces = [rule for rule in down if rule.y1 - rule.y0 > _MIN_PIECE]
    starts = {(round(rule.x0), round(rule.y1 / _NEAR)) for rule in pieces}
    broken = (r.y0 for r in pieces if (round(r.x0), round(r.y0 / _NEAR)) in starts)
    for y in _clustered(broken):
        if all(abs(y - other) > _NEAR for other in drawn):
            yield Rule(left, y, right, y)


def _edges(down: Sequence[Rule], across: Sequence[Rule]) -> Iterator[Rule]:
    """Give a line down wherever most lines across are broken though none is drawn: a column ends there."""
    heights = {round(rule.y0) for rule in across}
    low, high = min(heights), max(heights)
    broken: dict[int, set[int]] = defaultdict(set)
    starts = {(round(rule.x0), round(rule.y0)) for rule in across}
    for rule in across:
        if (round(rule.x1), round(rule.y0)) in starts:
            broken[round(rule.x1)].add(round(rule.y0))
    for x, ys in broken.items():
        is_drawn = any(abs(x - rule.x0) <= _NEAR for rule in down)
        if not is_drawn and len(ys) >= max(_MIN_BROKEN, len(heights) / 2):
            yield Rule(x, low, x, high)


def _place(rule: Rule) -> tuple[int, float, float]:
    """Tell how far from the edge of the page a line runs, and from where to where."""
    if _is_down(rule):
        return round(rule.x0), rule.y0, rule.y1
    return round(rule.y0), rule.x0, rule.x1


def _is_down(rule: Rule) -> bool:
    return rule.x0 == rule.x1


def _shared(ends: list[float], outermost: Callable[[list[float]], float]) -> list[float]:
    """Give the outermost end of lines, if two or more of them end there."""
    at = outermost(ends)
    return [at] if sum(1 for end in ends if abs(end - at) <= _NEAR) > 1 else []


def _clustered(values: Iterable[float]) -> list[float]:
    """Make one of values that lie near each other; ascending."""
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > _NEAR:
            out.append(value)
    return out


def _connected(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Group the lines that meet; one may be drawn in pieces, row by row or cell by cell."""
    parent = list(range(len(rules)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    down = sorted((i for i, r in enumerate(rules) if _is_down(r)), key=lambda i: _place(rules[i]))
    across = sorted({*range(len(rules))} - {*down}, key=lambda i: _place(rules[i]))
    for i, j in (*pairwise(down), *pairwise(across)):
        (at, _, end), (other, start, _) = _place(rules[i]), _place(rules[j])
        if at == other and start - end <= _NEAR:
            parent[root(i)] = root(j)
    down.sort(key=lambda i: rules[i].x0)
    places = [rules[i].x0 for i in down]
    for i in across:
        first = bisect_right(places, rules[i].x0 - _NEAR)
        last = bisect_right(places, rules[i].x1 + _NEAR)
        for j in down[first:last]:
            if rules[j].y0 - _NEAR <= rules[i].y0 <= rules[j].y1 + _NEAR:
                parent[root(i)] = root(j)
    groups: dict[int, list[Rule]] = defaultdict(list)
    for i, rule in enumerate(rules):
        groups[root(i)].append(rule)
    return list(groups.values())


@dataclass(slots=True)
class _Grid:
    """The lines of a table. Columns count from the left, rows from the top."""

    xs: list[float]
    ys: list[float]
    rules: list[Rule]

    def table(self, page: Page, join: Joiner) -> PrintedTable | None:
        """Put the page's words into the cells; None if the lines run through its words, or join boxes."""
        n_rows, n_columns = len(self.ys) - 1, len(self.xs) - 1
        cells: dict[tuple[int, int], list[Word]] = defaultdict(list)
        owner = self._owners(n_rows, n_columns)
        used = set()
        n_through = 0
        for word in page.words:
            row = n_rows - bisect_right(self.ys, word.y + 0.3 * word.size)
            at = (word.x0 + word.x1) / 2, word.x0 + _NEAR / 2, word.x1 - _NEAR / 2
            columns = [bisect_right(self.xs, x) - 1 for x in at]
            if 0 <= columns[0] < n_columns and 0 <= row < n_rows:
                cells[owner[row, columns[0]]].append(word)
                used.add(id(word))
                n_through += len({owner.get((row, column)) for column in columns} - {None}) > 1
        level = [word for word in page.words if self.ys[0] < word.y < self.ys[-1]]
        n_through += n_cut(level, used)
        # Colour behind the lines of a text, of which each ends elsewhere, makes no columns.
        is_lit = all(rule.is_edge for rule in self.rules)
        if (
            not used
            or (is_lit and len({column for _, column in cells}) == 1)
            or n_through >= _CUT * len(used)
            or is_diagram(self.rules, page.rounded, cells.values())
        ):
            return None
        rows: list[TextRow] = []
        for row in range(n_rows):
            rows += self._rows(row, owner, cells, page, join)
        edges = self.ys[-1], self.ys[0], self.xs[0], self.xs[-1]
        return PrintedTable(tuple(rows), *edges, frozenset(used))

    def _rows(
        self,
        row: int,
        owner: dict[tuple[int, int], tuple[int, int]],
        cells: dict[tuple[int, int], list[Word]],
        page: Page,
        join: Joiner,
    ) -> list[TextRow]:
        """Give a row; a cell that spans rows is repeated, one that spans columns leaves blanks."""
        n_columns = len(self.xs) - 1
        owners = [owner[row, column] for column in range(n_columns)]
        repeated = frozenset(c for c, (top, left) in enumerate(owners) if left == c and top < row)
        words = [cells[at] if at[1] == column else [] for column, at in enumerate(owners)]
        is_section = n_columns > 1 and len(set(owners)) == 1 and owners[0][0] == row
        if not repeated and not is_section and (bands := _numbered_bands(words, page.number)):
            return [row_of(band, page.number, join) for band in bands]
        whole = row_of(words, page.number, join)
        return [whole._replace(is_section=is_section, repeated=repeated)]

    def _owners(self, n_rows: int, n_columns: int) -> dict[tuple[int, int], tuple[int, int]]:
        """Tell for each place of the grid the top left place of the cell it belongs to."""
        down = self._spans(is_down=True)
        across = self._spans(is_down=False)
        owner: dict[tuple[int, int], tuple[int, int]] = {}
        for row in range(n_rows):
            top, bottom = self.ys[n_rows - row], self.ys[n_rows - row - 1]
            for column in range(n_columns):
                left, right = self.xs[column], self.xs[column + 1]
                owner[row, column] = (row, column)
                if column and not _covers(down[column], bottom, top):
                    owner[row, column] = owner[row, column - 1]
                elif row and not _covers(across[n_rows - row], left, right):
                    above = owner[row - 1, column]
                    if above[1] == column:
                        owner[row, column] = above
        return owner

    def _spans(self, *, is_down: bool) -> dict[int, list[tuple[float, float]]]:
        """Give for each line of the grid the pieces that are drawn of it."""
        places = self.xs if is_down else self.ys
        spans: dict[int, list[tuple[float, float]]] = defaultdict(list)
        for rule in self.rules:
            if _is_down(rule) == is_down:
                at = rule.x0 if is_down else rule.y0
                nearest = min(range(len(places)), key=lambda i: abs(places[i] - at))
                spans[nearest].append((rule.y0, rule.y1) if is_down else (rule.x0, rule.x1))
        return spans


def _covers(spans: list[tuple[float, float]], start: float, end: float) -> bool:
    middle = (start + end) / 2
    return any(first - _NEAR <= middle <= last + _NEAR for first, last in spans)


def row_of(words: Sequence[list[Word]], page: int, join: Joiner) -> TextRow:
    """Read the words of the cells of a row."""
    return TextRow(tuple(cell_text(cell, page, join) for cell in words), page)


def cell_text(words: list[Word], page: int, join: Joiner) -> str:
    """Read the words of one cell."""
    return join([line.text for line in lines_of(words, page, gutter=inf)])


def _numbered_bands(words: Sequence[list[Word]], page: int) -> list[list[list[Word]]]:
    """Part a row without lines between its recommendations at the numbers in one of its cells."""
    for cell in words:
        lines = lines_of(cell, page, gutter=inf)
        if len(lines) < 2 or not all(NUMBER.fullmatch(line.text) for line in lines):
            continue
        edges = [line.y + 0.6 * line.size for line in lines[1:]]
        bands: list[list[list[Word]]] = [[[] for _ in words] for _ in lines]
        for column, inside in enumerate(words):
            for word in inside:
                at = sum(1 for edge in edges if word.y < edge)
                bands[at][column].append(word)
        return bands
    return []


def goes_on(above: PrintedTable, below: PrintedTable) -> bool:
    """Tell whether a table at the top of a page goes on with the one at the end of the page before."""
    header = above.rows[0].cells
    if below.rows[0].cells == header or (above.columns and below.columns == above.columns):
        return True
    same_width = len(header) == len(below.rows[0].cells)
    same_place = abs(above.x0 - below.x0) < 12 and abs(above.x1 - below.x1) < 12
    # A header of its own makes it a table of its own.
    body = [row.cells for row in below.rows[1:]]
    return same_width and same_place and number_column(below.rows[0].cells, body) is None
