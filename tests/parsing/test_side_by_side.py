"""Columns, lists of two columns and rows of figures: nothing is read across, and sentences go on over figures."""

import textwrap

import pytest
from printing import Set, print_pages, read_here, texts
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from assistant.domain import Table

SAID = "a department that uses tools keeps a register of them all and of who owns each one, "


def read(tmp_path, *pages):
    return read_here(print_pages(tmp_path / "made.pdf", pages))


@pytest.mark.parametrize("gutter", range(12, 30, 3))
@pytest.mark.parametrize("at", [3, 9])
def test_a_wide_space_inside_a_line_of_one_column_moves_no_words(tmp_path, gutter, at):
    left, right = (textwrap.wrap(side + SAID * 9, 40)[:17] for side in ("Left: ", "Right: "))
    width = max(stringWidth(line, "Vera", 10) for line in left)
    cut, _, rest = left[at].rpartition(" ")
    page = [Set(60, n, line) for n, line in enumerate(left) if n != at]
    page += [Set(60, at, cut), Set(60 + width - stringWidth(rest, "Vera", 10), at, rest)]
    page += [Set(60 + width + gutter, n + 0.4, line) for n, line in enumerate(right)]
    assert " ".join(texts(read(tmp_path, page))) == " ".join([*left, *right])


@pytest.mark.parametrize("gap", [1.0, 1.6])
def test_a_short_last_page_is_in_the_columns_of_the_page_before(tmp_path, gap):
    sides = [
        textwrap.wrap(f"{side}: {SAID * 6}{SAID.strip(', ')}.", 40) for side in ("Left", "Right")
    ]
    first = [
        Set(x, n, line)
        for x, side in zip((60, 330), sides, strict=True)
        for n, line in enumerate(side)
    ]
    said = textwrap.wrap(f"Last: {SAID * 2}".strip(", ") + ".", 40)
    notes = ["1. A register.", "2. An owner.", "3. A tool."]
    last = [Set(60, n + 10, line) for n, line in enumerate(said)]
    last += [Set(330, gap * n + 10.4, note, size=8) for n, note in enumerate(notes)]
    document = read(tmp_path, first, last)
    assert texts(document)[-4:] == [" ".join(said), *(note[3:] for note in notes)]
    assert not document.remarks


def test_what_a_bracket_closes_at_the_end_of_a_page_does_not_go_on_in_a_capital(tmp_path):
    words = [f"Here {SAID * 3}so (strong recommendation)", f"Then {SAID * 3}".strip(", ") + "."]
    pages = [[Set(60, n + 20, x) for n, x in enumerate(textwrap.wrap(w, 60))] for w in words]
    assert texts(read(tmp_path, *pages)) == words


def test_a_list_of_options_beside_what_they_do_is_not_read_down(tmp_path):
    pairs = {
        "-c, --check": "looks at the register only",
        "-o, --output": "output file",
        "-h, --help": "shows this help and ends",
        "-v, --version": "shows the version and ends",
    }
    page = [Set(70, n, option) for n, option in enumerate(pairs)]
    page += [Set(200, n, effect) for n, effect in enumerate(pairs.values())]
    found = texts(read(tmp_path, page))
    assert sorted(found) == sorted([*pairs, *pairs.values()])


@pytest.mark.parametrize("gap", [1.0, 2.0])
def test_figures_below_each_other_are_rows_whatever_the_gaps_between_them(tmp_path, gap):
    rows = [("Ward", "Beds", "Scans"), ("One", "12", "4.5"), ("Two", "14", "13.1")]
    rows += [("Six", "16", "2.0"), ("Ten", "9", "-3.25")]
    heights = (0, 1, 2, 2 + gap, 3 + gap)
    page = [
        Set(x, y, cell)
        for y, row in zip(heights, rows, strict=True)
        for x, cell in zip((60, 160, 260), row, strict=True)
    ]
    (table,) = (b for b in read(tmp_path, page).blocks if isinstance(b, Table))
    found = [table.header, *(row.cells for row in table.rows)]
    assert [tuple(cell.text for cell in row) for row in found] == rows


@pytest.mark.parametrize("what", ["Figure", "Table", "Box"])
def test_a_sentence_goes_on_over_what_is_said_of_a_figure(tmp_path, what):
    words = ("Each ward is shown as in figure 3 and is " + SAID * 2).strip(", ")
    lines = textwrap.wrap(words + ".", 60)
    caption = f"{what} 3.1: Wards of the north"
    first = [Set(60, n + 30, line) for n, line in enumerate(lines[:2])]
    second = [Set(60, 5, caption)] + [Set(60, n + 8, line) for n, line in enumerate(lines[2:])]
    assert sorted(texts(read(tmp_path, first, second))) == sorted([" ".join(lines), caption])


def test_a_form_of_which_one_page_was_cut_out_keeps_what_is_written(tmp_path):
    canvas = Canvas(str(tmp_path / "form.pdf"))
    canvas.drawString(60, 700, "Local lead:")
    canvas.acroForm.textfield(name="lead", x=150, y=694, width=200, height=20, value="Dr Example")
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(tmp_path / "form.pdf"))
    del writer.root_object[NameObject("/AcroForm")]
    writer.write(tmp_path / "cut.pdf")
    assert texts(read_here(tmp_path / "cut.pdf")) == ["Local lead: Dr Example"]


@pytest.mark.parametrize("first", ["8", "B"])
def test_lines_that_count_within_the_number_above_stand_alone(tmp_path, first):
    lines = [f"{first}. Next steps", f"{first}.1. Shutting down", f"{first}.1.1. Power"]
    lines += [f"{first}.2. Where to go"]
    (tmp_path / "made.txt").write_text("\n".join([*lines, "", "Keep a register of every tool."]))
    document = read_here(tmp_path / "made.txt")
    assert [b.excerpt.text for b in document.blocks][:-1] == lines


def test_a_number_below_spread_words_begins_a_recommendation_and_no_row(tmp_path):
    spread = [("persist", "for", "some", "weeks"), ("or", "come", "back", "later.")]
    spread += [("1.4.4.", "Refer", "all", "people"), ("that", "have", "such", "signs")]
    page = [Set(60, 0, "1.4.3. Refer people whose signs of disease")]
    for y, line in enumerate(spread, start=1):
        widths = [stringWidth(word, "Vera", 10) for word in line]
        space = (250 - sum(widths)) / 3
        starts = [60 + sum(widths[:n]) + n * space for n in range(4)]
        page += [Set(x, y, word) for x, word in zip(starts, line, strict=True)]
    page += [Set(60, 5, "to a clinic and tell them why it was done.")]
    assert [r.number for r in read(tmp_path, page).recommendations] == ["1.4.3", "1.4.4"]


@pytest.mark.parametrize("font", ["Vera", "VeraBold"])
@pytest.mark.parametrize("gap", [1.0, 1.6])
def test_numbers_below_the_head_of_their_column_are_those_of_a_table(tmp_path, font, gap):
    said = ["Keep a register of every tool.", "Sign every report.", "Name an owner of each tool."]
    page = [Set(60, 0, "No.", font), Set(130, 0, "Recommendation", font)]
    for n, words in enumerate(said, start=1):
        page += [Set(60, n * gap, str(n)), Set(130, n * gap, words)]
    found = {r.number: r.action.text for r in read(tmp_path, page).recommendations}
    assert found == {str(n): words for n, words in enumerate(said, start=1)}


def cells(table):
    return [[c.text for c in row] for row in (table.header, *(row.cells for row in table.rows))]


@pytest.mark.parametrize("columns", [2, 3])
def test_a_table_between_lines_across_takes_none_of_the_text_beside_it(tmp_path, columns):
    rows = [("Check", "When", "Who"), ("Log", "Daily", "Lead"), ("Dose", "Weekly", "Trust")]
    rows = [row[:columns] for row in rows]
    lines = textwrap.wrap(SAID * 3, 40)
    page = [Set(60, n, line) for n, line in enumerate(lines)]
    page += [
        Set(x, 1 + n, cell, "Vera" if n else "VeraBold")
        for n, row in enumerate(rows)
        for x, cell in zip((330, 400, 470), row, strict=False)
    ]
    rules = [(1, 325, 540, y) for y in (0.3, 1.3, 3.3)]
    document = read_here(print_pages(tmp_path / "made.pdf", [page], rules=rules))
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert cells(table) == [list(row) for row in rows]
    assert " ".join(texts(document)) == " ".join(lines)


@pytest.mark.parametrize("section", ["Governance", "Governance of all tools in the departments"])
@pytest.mark.parametrize("at", [0, 4, 6])
def test_a_line_over_the_edge_of_its_column_heads_the_rows_below_it(tmp_path, section, at):
    rows = [("No", "Recommendation", "Who")]
    for part in range(1, 5):
        rows += [
            (section,),
            (str(2 * part - 1), "Keep it.", "Lead"),
            (str(2 * part), "Sign it.", "Lead"),
        ]
    pages = [[], []]
    for n, row in enumerate(rows):
        is_below = n >= at > 0
        pages[is_below] += [
            Set(
                x,
                n - at + (0 if is_below else 40),
                cell,
                "Vera" if len(row) > 1 and n else "VeraBold",
            )
            for x, cell in zip((60, 100, 350), row, strict=False)
        ]
    document = read(tmp_path, *filter(None, pages))
    assert [r.action.text for r in document.recommendations] == ["Keep it.", "Sign it."] * 4
    assert {r.area for r in document.recommendations} == {section}


def test_evenly_spaced_lines_of_two_columns_are_rows_and_text_below_is_none(tmp_path):
    rows = [("Check", "Owner"), *((f"Check {n} of the tools", f"Owner {n}") for n in range(8))]
    pages = [
        [
            Set(x, 1.4 * n, cell, "Vera" if n else "VeraBold")
            for n, row in enumerate((rows[0], *part))
            for x, cell in zip((66, 300), row, strict=True)
        ]
        for part in (rows[1:5], rows[5:])
    ]
    pages[1].append(Set(60, 1.4 * 5, "Here they end."))
    table, text = read(tmp_path, *pages).blocks
    assert cells(table) == [list(row) for row in rows]
    assert text.excerpt.text == "Here they end."


@pytest.mark.parametrize("at", range(4))
@pytest.mark.parametrize("heads", [("No", "7", "8"), ("State", "Done", "Pending: see")])
@pytest.mark.parametrize("n_rows", [1, 2])
def test_the_cells_of_long_rows_are_no_columns_of_text(tmp_path, at, heads, n_rows):
    columns = [
        (head, *(head + ", " + SAID * n + "as it says." for n in ns))
        for head, ns in (("What", (3, 2)), ("Who", (2, 4)), ("Aim", (2, 3)))
    ]
    columns.insert(at, heads)
    rows = [list(row) for row in zip(*columns, strict=True)][: n_rows + 1]
    page, top = [], 0.0
    for row in rows:
        wrapped = [simpleSplit(cell, "Vera", 9, 110) for cell in row]
        page += [
            Set(60 + 130 * n, top + y, line, "Vera" if top else "VeraBold", 9)
            for n, lines in enumerate(wrapped)
            for y, line in enumerate(lines)
        ]
        top += max(map(len, wrapped)) + 0.6
    (table,) = read(tmp_path, page).blocks
    assert cells(table) == rows


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_word_beside_lines_is_not_read_among_them(tmp_path, at):
    long = (f"{n}, {SAID * 3}as it says." for n in ("What", "Who", "Aim"))
    columns = [simpleSplit(words, "Vera", 9, 110) for words in long]
    columns.insert(at, ["Done"])
    page = [
        Set(60 + 130 * n, y, line, size=9)
        for n, lines in enumerate(columns)
        for y, line in enumerate(lines)
    ]
    found = read(tmp_path, page)
    tables = (cells(block) for block in found.blocks if isinstance(block, Table))
    for text in [*texts(found), *(cell for table in tables for row in table for cell in row)]:
        assert "Done" not in text or text == "Done"
