"""A table drawn on a page is the same, however its lines are drawn."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.parsing.layout import Page, Rule, Word
from assistant.parsing.ruled import tables_of

WIDE, HIGH, LEFT, TOP = 120.0, 18.0, 60.0, 700.0


def page_of(rows, rules):
    """Set a word into each cell, x from the left, y from the top."""
    words = [
        Word(text, LEFT + WIDE * x + 4, LEFT + WIDE * x + 60, TOP - HIGH * y - 13, 10.0)
        for y, row in enumerate(rows)
        for x, text in enumerate(row)
        if text
    ]
    return Page(1, 595.0, 842.0, tuple(words), tuple(rules))


def across(y, start, end):
    return Rule(LEFT + WIDE * start, TOP - HIGH * y, LEFT + WIDE * end, TOP - HIGH * y)


def down(x, start, end):
    return Rule(LEFT + WIDE * x, TOP - HIGH * end, LEFT + WIDE * x, TOP - HIGH * start)


def read(page):
    return [[row.cells for row in table.rows] for table in tables_of(page, " ".join)]


CELL = st.sampled_from(["tool", "owner", "audit", ""])


@given(
    st.integers(2, 4).flatmap(lambda n: st.lists(st.tuples(*[CELL] * n), min_size=2, max_size=6))
)
def test_lines_drawn_in_pieces_part_rows_as_lines_across_do(rows):
    rows = [("head", *row[1:]) for row in rows]
    n, m = len(rows), len(rows[0])
    whole = [across(y, 0, m) for y in range(n + 1)] + [down(x, 0, n) for x in range(1, m)]
    pieces = [down(x, y, y + 1) for x in range(1, m) for y in range(n)]
    frame = [across(0, 0, m), across(n, 0, m)]
    assert read(page_of(rows, [*frame, *pieces])) == read(page_of(rows, whole)) == [rows]


def test_a_cell_beside_two_rows_without_a_line_between_takes_nothing_of_the_second():
    rows = [("kind", "shared", "own"), ("fixed", "usr", "etc"), ("", "opt", "boot")]
    pieces = [down(x, y, y + 1) for x in (1, 2) for y in range(3)]
    lines = [across(y, x, x + 1) for y in (0, 1, 3) for x in range(3)]
    assert read(page_of(rows, [*pieces, *lines])) == [rows]


def test_lines_across_drawn_in_pieces_are_one_table_though_few_lines_run_down():
    rows = [("kind", "a", "b", "c"), ("fixed", "1", "2", "3"), ("moved", "4", "5", "6")]
    across_all = [across(y, x, x + 1) for y in range(4) for x in range(4)]
    table = page_of(rows, [*across_all, *(down(x, y, y + 1) for x in (1, 3) for y in range(3))])
    assert read(table) == [rows]
