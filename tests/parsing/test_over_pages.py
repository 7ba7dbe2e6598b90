"""Whatever the pages of a printed guideline do to its recommendations, they come in whole."""

import textwrap

import pytest
from guidelines import GUIDELINE, SETTINGS, expected, read_of
from hypothesis import given
from hypothesis import strategies as st
from printing import HEAD, SIZE, Set, print_pages, read_here, said_by, texts
from pypdf import PdfReader, PdfWriter
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from assistant.domain import Table
from assistant.parsing.draft import TextRow, beginning, whole_rows

WORDS_OF = ("first", "second", "third", "fourth", "fifth")
SIGNS = st.sampled_from(["•", "–", "-", "—", "◊", "o", "*"])  # the font has no others


def lines_of(number, lead, items, year, sign, inset, is_apart):
    """Set a recommendation: its number in the margin, its items below it, further in.

    Its year may stand on a line of its own, in bold type.
    """
    said = lead if is_apart else lead + year
    pieces = [(inset, line, "Vera") for line in textwrap.wrap(said, 62)]
    for item in items:
        first, *rest = textwrap.wrap(item, 50)
        pieces += [(inset + 20, f"{sign} {first}", "Vera")]
        pieces += [(inset + 32, line, "Vera") for line in rest]
    if is_apart and year:
        pieces.append((inset, year.strip(), "VeraBold"))
    return [(60.0, number, "Vera"), *pieces]


def over_pages(recommendations, n_lines, sign, inset=110.0, *, is_apart=False):
    """Break recommendations over pages wherever a page is full."""
    pages, at = [[]], 0.0
    for n, (lead, items, year) in enumerate(recommendations, start=1):
        at += 0.9
        (x, number, _), *pieces = lines_of(f"1.1.{n}", lead, items, year, sign, inset, is_apart)
        if is_apart:
            pieces.append((60.0, f"For what is behind {n} see the part on reasons.", "Vera"))
        for m, (left, words, font) in enumerate(pieces):
            at += 0.5 if left == 60.0 else 0
            if at > n_lines:
                pages.append([])
                at = 0.0
            if m == 0:
                # A smaller number may stand on a height of its own.
                is_small = inset == 102.0
                pages[-1].append(
                    Set(x, at - 0.2 * is_small, number, size=8.0 if is_small else SIZE)
                )
            pages[-1].append(Set(left, at, words, font))
            at += 1
    return pages


@SETTINGS
@given(GUIDELINE, st.integers(3, 40), SIGNS, st.sampled_from([96.0, 102.0, 110.0]), st.booleans())
def test_numbers_in_the_margin_and_breaks_anywhere(
    tmp_path, recommendations, n_lines, sign, inset, is_apart
):
    pages = over_pages(recommendations, n_lines, sign, inset, is_apart=is_apart)
    path = print_pages(tmp_path / "made.pdf", pages)
    assert read_of(read_here(path), recommendations) == expected(recommendations)


@pytest.mark.parametrize("gap", [1.0, 1.3])
def test_a_table_without_lines_goes_on_over_the_page_and_ends_at_the_next_number(gap, tmp_path):
    rows = [(f"check {n}", str(10 * n), "keep it with the others of its kind") for n in range(1, 9)]
    pages, at = [[Set(60, 0, "1.1.1 Keep a register.")], []], 2.0
    for x, head in zip((60, 160, 260), ("Test", "Score", "What it is for"), strict=True):
        pages[0].append(Set(x, at, head, "VeraBold"))
    for n, row in enumerate(rows):
        at = 0.0 if n == 6 else at + gap
        pages[n >= 6] += [Set(x, at, cell) for x, cell in zip((60, 160, 260), row, strict=True)]
    pages[1].append(Set(60, at + 2, "1.1.2 Explain that:"))
    pages[1].append(Set(110, at + 3.5, "• tools are checked"))
    document = read_here(print_pages(tmp_path / "made.pdf", pages))
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert [tuple(cell.text for cell in row.cells) for row in table.rows] == rows
    assert said_by(document) == {
        "1.1.1": "Keep a register.",
        "1.1.2": "Explain that: tools are checked",
    }


def test_lines_too_close_for_one_column_are_never_read_across(tmp_path):
    page = [Set(60, n, f"left {n} says one thing") for n in range(4)]
    page += [Set(300, n + 0.4, f"right {n} says another") for n in range(4)]
    document = read_here(print_pages(tmp_path / "made.pdf", [page]))
    assert sorted(texts(document)) == sorted(piece.words for piece in page)
    (doubt,) = document.remarks
    assert doubt.startswith("Page 1: words stand side by side")


def test_an_address_keeps_its_hyphens_at_the_end_of_a_line(tmp_path):
    page = [
        Set(60, 0, "See https://www.example.org/a-long-"),
        Set(60, 1, "address/that-may-break."),
    ]
    document = read_here(print_pages(tmp_path / "made.pdf", [page]))
    assert texts(document) == ["See https://www.example.org/a-long-address/that-may-break."]


def test_drawn_lines_that_run_through_words_make_no_table(tmp_path):
    said = "This sentence runs over lines that were drawn for something else than a table of cells."
    canvas = Canvas(str(tmp_path / "made.pdf"))
    canvas.setFont("Vera", 10)
    canvas.drawString(60, 700, said)
    for x in (57, 115, 175, 560):
        canvas.line(x, 690, x, 720)
    for y in (690, 720):
        canvas.line(57, y, 560, y)
    canvas.save()
    assert texts(read_here(tmp_path / "made.pdf")) == [said]


def test_a_note_between_the_halves_of_a_table_does_not_part_it(tmp_path):
    canvas = Canvas(str(tmp_path / "made.pdf"))
    for rows in (("Item", "Owner"), ("First", "Ann")), (("Second", "Bob"), ("Third", "Cy")):
        for n, row in enumerate(rows):
            for m, cell in enumerate(row):
                canvas.rect(60 + 200 * m, 200 - 30 * n, 200, 30)
                canvas.drawString(65 + 200 * m, 210 - 30 * n, cell)
        if rows[0][0] == "Item":
            canvas.setFont("Vera", 6)
            canvas.drawString(60, 104, "1")
            canvas.setFont("Vera", 10)
            canvas.drawString(66, 100, "Whoever keeps the tool from day to day.")
        canvas.showPage()
    canvas.save()
    table, note = read_here(tmp_path / "made.pdf").blocks
    assert [row.cells[0].text for row in table.rows] == ["First", "Second", "Third"]
    assert (note.kind, note.excerpt.text) == ("note", "¹ Whoever keeps the tool from day to day.")


@pytest.mark.parametrize("n_lines", range(3, 12))
def test_what_is_set_in_below_a_number_belongs_to_it_and_what_is_not_does_not(n_lines, tmp_path):
    margin, inset = 60.0, 110.0
    lines = [
        *(
            (margin, f"What the {word} part of this page says is no recommendation.")
            for word in WORDS_OF
        ),
        (margin, "1.1.1"),
        (inset, "Keep a register of every tool."),
        (inset + 10, "• Name an owner of each, whatever else is done."),
        (inset, "At the time of writing there was no other register."),
        (margin, "These words stand at the margin and speak of all of it."),
        (margin, "1.1.2"),
        (inset, "Look at it once a year."),
    ]
    pages, at = [[]], 0.0
    for n, (x, words) in enumerate(lines):
        is_beside = n > 0 and lines[n - 1][1] in {"1.1.1", "1.1.2"}
        at += 0 if is_beside else 1.8
        if at > 1.8 * n_lines and not is_beside:
            pages.append([])
            at = 0.0
        pages[-1].append(Set(x, at, words))
    assert said_by(read_here(print_pages(tmp_path / "made.pdf", pages))) == {
        "1.1.1": "Keep a register of every tool. Name an owner of each, whatever else is done. "
        "At the time of writing there was no other register.",
        "1.1.2": "Look at it once a year.",
    }


def test_what_runs_through_the_pages_is_left_out_and_told(tmp_path):
    pages = [[Set(60, 2, f"This is what page {word} says.")] for word in ("one", "two", "six")]
    document = read_here(print_pages(tmp_path / "made.pdf", pages))
    assert HEAD not in document.source
    head, foot = document.omissions
    assert (head.reason, head.words, head.pages) == ("running header or footer", HEAD, (1, 2, 3))
    assert foot.n_times == 3


@pytest.mark.parametrize("rest", ["2023]", "[2023]", "(2023).", "1.1.4 above."])
def test_the_rest_of_a_line_at_the_top_of_a_page_is_no_page_number(rest, tmp_path):
    first = Set(60, 2, "1.1.1 Keep a register of every tool and write down who owns it, as of")
    pages = [[first], [Set(60, 0, rest), Set(60, 4, "1.1.2 Name one owner for each tool.")]]
    said = said_by(read_here(print_pages(tmp_path / "made.pdf", pages)))
    assert said["1.1.1"].endswith(f"as of {rest}")


@pytest.mark.parametrize("n_pages", [1, 2])
def test_a_foot_that_says_which_page_of_all_it_is_is_left_out_of_few_pages_too(tmp_path, n_pages):
    said = ["Name an owner of each tool.", "Look at each of them once a year."][:n_pages]
    pages = [
        [
            Set(60, 5 * n, f"1.1.{n} {words}"),
            Set(60, 49, f"(c) Kite Guild 2027. Page {n} of {n_pages}"),
        ]
        for n, words in enumerate(said, start=1)
    ]
    document = read_here(print_pages(tmp_path / "made.pdf", pages, is_headed=False))
    assert list(said_by(document).values()) == said
    assert "Kite Guild" not in document.source
    assert sum(o.n_times for o in document.omissions) == n_pages


def test_the_rest_of_a_sentence_that_heads_many_pages_is_said(tmp_path):
    pages = [
        [Set(60, 0, "members and carers:"), Set(60, 4, f"A {word} line.")] for word in WORDS_OF
    ]
    document = read_here(print_pages(tmp_path / "made.pdf", pages))
    assert document.source.count("members and carers:") == len(pages)


def test_numbers_that_count_the_pages_are_left_out(tmp_path):
    pages = [
        [Set(60, 2, f"These words stand on page {word} only."), Set(290, 49, str(n))]
        for n, word in enumerate(("seven", "eight", "nine"), start=7)
    ]
    document = read_here(print_pages(tmp_path / "made.pdf", pages, is_headed=False))
    assert [o.reason for o in document.omissions] == ["page number"]
    assert not any(character.isdigit() for character in document.source)


@SETTINGS
@given(
    st.lists(st.sampled_from("tools owners audits".split()), min_size=2), st.sampled_from([1, 5])
)
def test_numbers_of_lines_are_no_words(tmp_path, words, step):
    sentence = f"Keep {' '.join(words)}"
    text = f"{sentence} and then {sentence.lower()} and {sentence.lower()} once more and again."
    lines = textwrap.wrap(text * 30, 48)[:44]
    page = [Set(100, n, line) for n, line in enumerate(lines)]
    page += [Set(60, n, str(n + 1), size=7) for n in range(len(lines)) if (n + 1) % step == 0]
    document = read_here(print_pages(tmp_path / "made.pdf", [page]))
    assert not any(character.isdigit() for character in document.source)
    assert {o.reason for o in document.omissions} == {"line number"}


def test_a_dash_inside_a_sentence_begins_no_item_and_one_below_a_colon_does(tmp_path):
    page = [
        Set(60, 0, "People may assume that the tools of a department work well"),
        Set(60, 1, "– and work well in all settings – which is not always so."),
        Set(60, 4, "These are kept for every tool that is used:"),
        Set(60, 5, "– a register"),
        Set(60, 6, "– the name of an owner"),
    ]
    document = read_here(print_pages(tmp_path / "made.pdf", [page]))
    whole, _, *items = document.blocks
    assert whole.excerpt.text.endswith(
        "work well – and work well in all settings – which is not always so."
    )
    assert [(item.kind, item.excerpt.text) for item in items] == [
        ("item", "a register"),
        ("item", "the name of an owner"),
    ]


@pytest.mark.parametrize("sign", "•●▪◦○■□–—-－‑➢✓→»")
def test_any_sign_before_words_marks_an_item(sign):
    if sign != "»":
        assert beginning(f"{sign} keep a register").kind == "item"
    assert beginning(f"keep {sign} a register").kind == "text"


@pytest.mark.parametrize(
    "text", ["£ 5 a year", "© Nobody 2027", "≥ 5 tools", "“Quoted” words", "§ 4"]
)
def test_signs_that_are_said_aloud_mark_nothing(text):
    assert beginning(text).kind == "text"


# --- what stands side by side


@SETTINGS
@given(st.integers(3, 7), st.integers(2, 6))
def test_two_short_columns_are_read_one_after_the_other(tmp_path, n_left, n_right):
    text = "the committee looked at each of the tools and at the reports on them and then " * 4
    lines = textwrap.wrap(f"First {text}", 34)[: n_left + n_right]
    page = [Set(60, n, line) for n, line in enumerate(lines[:n_left])]
    page += [Set(320, n, line) for n, line in enumerate(lines[n_left:])]
    document = read_here(print_pages(tmp_path / "made.pdf", [page]))
    assert " ".join(texts(document)) == " ".join(lines)


ROWS = (
    ("ONE 1: Context is understood by all", "ONE 1.1: Purposes are written down by the department"),
    ("ONE 2: Tasks are defined", "ONE 2.1: The tasks that a tool supports are sorted into kinds"),
    ("ONE 3: Limits are known", "ONE 3.1: What a tool cannot do is told to everybody who uses it"),
)


def table_of_two_columns(rows, *, head_font):
    page = [Set(60, 0, "Categories", head_font), Set(220, 0, "Subcategories", head_font)]
    at = 1.5
    for row in rows:
        columns = [textwrap.wrap(cell, 22 + 16 * n) for n, cell in enumerate(row)]
        for x, lines in zip((60, 220), columns, strict=True):
            page += [Set(x, at + n, line) for n, line in enumerate(lines)]
        at += max(map(len, columns)) + 0.8
    return page, at


@pytest.mark.parametrize(("head_font", "is_ruled"), [("VeraBold", False), ("Vera", True)])
def test_a_table_of_two_columns_without_lines_down_is_a_table(head_font, is_ruled, tmp_path):
    page, end = table_of_two_columns(ROWS, head_font=head_font)
    rules = [(1, 60, 520, y) for y in (-0.9, 0.4, end)] if is_ruled else []
    document = read_here(print_pages(tmp_path / "made.pdf", [page], rules=rules))
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert [cell.text for cell in table.header] == ["Categories", "Subcategories"]
    assert tuple(tuple(cell.text for cell in row.cells) for row in table.rows) == ROWS


@SETTINGS
@given(
    st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=2, max_size=7),
    st.sampled_from([0.5, 1.0]),
)
def test_cells_in_the_middle_or_at_the_foot_of_their_rows_are_never_read_across(
    tmp_path, heights, lowered
):
    cells = [
        [
            [f"{side}{n} goes on {k}" for k in range(height)]
            for side, height in zip("AB", row, strict=True)
        ]
        for n, row in enumerate(heights)
    ]
    page = [Set(60, 0, "Term", "VeraBold"), Set(220, 0, "Definition", "VeraBold")]
    at = 1.5
    for row in cells:
        most = max(map(len, row))
        for x, lines in zip((60, 220), row, strict=True):
            page += [
                Set(x, at + lowered * (most - len(lines)) + k, line) for k, line in enumerate(lines)
            ]
        at += most + 0.4
    document = read_here(print_pages(tmp_path / "made.pdf", [page]))
    whole = {" ".join(lines) for row in cells for lines in row}
    tables = [block for block in document.blocks if isinstance(block, Table)]
    if any(left != right for left, right in heights) and len(tables) == 1:
        read = [cell.text for row in tables[0].rows for cell in row.cells]
        assert set(read) == whole
    for said in texts(document):
        assert not ("A" in said and "B" in said), said


@SETTINGS
@given(
    st.lists(
        st.sampled_from("Trust tool of Radiology and a the Register Audit".split()),
        min_size=30,
        max_size=60,
    ),
    st.integers(40, 80),
)
def test_a_line_that_was_ended_on_purpose_ends_and_one_that_is_full_goes_on(tmp_path, words, width):
    full = textwrap.wrap(f"The {' '.join(words)} follow.", width)
    listed = ["Blood count", "Bone marrow", "Heart tracing"]
    page = [Set(60, n, line) for n, line in enumerate(full)]
    page += [Set(60, len(full) + 1 + n, line) for n, line in enumerate(listed)]
    document = read_here(print_pages(tmp_path / "made.pdf", [page]))
    assert texts(document) == [" ".join(full), *listed]


def test_a_row_cut_by_the_end_of_a_page_is_one_whichever_cell_shows_it():
    rows = [
        TextRow(("Term", "Meaning"), 1),
        TextRow(("Safety case", "It shows that a tool is safe."), 1),
        TextRow(("Risk", "Activities that serve to meet what is asked for here, with"), 1),
        TextRow(("Process", "the aim that nobody is harmed."), 2),
        TextRow(("Harm", "Death or injury."), 2),
    ]
    *_, cut, harm = whole_rows(rows, lambda a, b: f"{a} {b}")
    assert cut.cells == ("Risk Process", f"{rows[2].cells[1]} {rows[3].cells[1]}")
    assert harm == rows[-1]
    small = [TextRow(("Question", "Answer"), 1)]
    small += [TextRow((f"Question {n}", "yes"), 1 + n // 3) for n in range(6)]
    assert whole_rows(small, lambda a, b: f"{a} {b}") == small


@pytest.mark.parametrize("shape", ["circle", "ring", "square"])
def test_a_bullet_that_is_drawn_marks_an_item(shape, tmp_path):
    canvas = Canvas(str(tmp_path / "made.pdf"))
    canvas.drawString(60, 700, "1.1.1 Each department that uses a tool should keep:")
    items = ["A register of its tools", "The name of their owner"]
    for n, item in enumerate(items, start=1):
        y = 700 - 20 * n
        canvas.drawString(90, y, item)
        if shape == "square":
            canvas.rect(78, y + 2, 4, 4, fill=1)
        else:
            canvas.circle(80, y + 4, 2, fill=shape == "circle")
    canvas.save()
    document = read_here(tmp_path / "made.pdf")
    assert [b.excerpt.text for b in document.blocks if b.kind == "item"] == items
    assert said_by(document)["1.1.1"].endswith(" ".join(items))


@pytest.mark.parametrize("gap", [1.0, 1.8])
def test_what_is_named_by_a_code_is_a_row_beside_what_it_belongs_to(gap, tmp_path):
    page = [Set(60, 0, "Categories", "VeraBold"), Set(220, 0, "Subcategories", "VeraBold")]
    left = ["MAP 1: Context is", "established, and", "understood by all."]
    page += [Set(60, 1.5 + n, words) for n, words in enumerate(left)]
    rights = [("MAP 1.1: Purposes are", "written down."), ("MAP 1.2: Staff take part.",)]
    at = 1.5
    for lines in rights:
        page += [Set(220, at + n, words) for n, words in enumerate(lines)]
        at += len(lines) - 1 + gap
    at = max(at, 4.5 + gap)
    page += [Set(60, at, "MAP 2: Tasks are defined."), Set(220, at, "MAP 2.1: Tasks are sorted.")]
    (table,) = read_here(print_pages(tmp_path / "made.pdf", [page])).blocks
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        [
            "MAP 1: Context is established, and understood by all.",
            "MAP 1.1: Purposes are written down.",
        ],
        ["MAP 1: Context is established, and understood by all.", "MAP 1.2: Staff take part."],
        ["MAP 2: Tasks are defined.", "MAP 2.1: Tasks are sorted."],
    ]


def test_a_table_by_codes_goes_on_over_the_page(tmp_path):
    head = [Set(60, 0, "Categories", "VeraBold"), Set(220, 0, "Subcategories", "VeraBold")]
    pages = [head if number == 1 else [] for number in (1, 2)]
    for number, page in enumerate(pages, start=1):
        for n in (1, 2):
            page += [
                Set(60, 2.6 * n - 1, f"MAP {number}{n}: Context"),
                Set(60, 2.6 * n, "is known."),
            ]
            page += [
                Set(220, 2.6 * n - 1, f"MAP {number}{n}.1: Purposes"),
                Set(220, 2.6 * n, "are written."),
            ]
    (table,) = read_here(print_pages(tmp_path / "made.pdf", pages)).blocks
    assert [cell.text for cell in table.header] == ["Categories", "Subcategories"]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        [f"MAP {at}: Context is known.", f"MAP {at}.1: Purposes are written."]
        for at in (11, 12, 21, 22)
    ]


def test_a_menu_beside_running_text_does_not_get_into_its_sentences(tmp_path):
    text = "A department that uses tools keeps a register of them all and of who owns each one. "
    lines = textwrap.wrap(text * 3, 41)
    page = [Set(220, n, line) for n, line in enumerate(lines)]
    page += [Set(60, 2 * n, words) for n, words in enumerate(["News", "About us", "Contact"])]
    document = read_here(print_pages(tmp_path / "made.pdf", [page]))
    assert (text * 3).strip() in texts(document)


def test_in_doubt_nothing_is_read_across_and_the_page_is_named(tmp_path):
    left = ["Anna Smith", "Head of imaging", "Ward 3"]
    right = ["Tools of the trade", "Buying a scanner", "Selling a scanner"]
    page = [Set(60, n, words) for n, words in enumerate(left)]
    page += [Set(320, n, words) for n, words in enumerate(right)]
    document = read_here(print_pages(tmp_path / "made.pdf", [page]))
    assert sorted(texts(document)) == sorted([*left, *right])
    assert any(remark.startswith("Page 1: words stand side by side") for remark in document.remarks)


def two_columns(left, right, *, table, at):
    """Set two columns of text, a small table of three columns inside the left one."""
    page = []
    y = 0.0
    for n, line in enumerate(left):
        if n == at:
            for row in table:
                page += [
                    Set(x, y + 0.5, cell, size=8)
                    for x, cell in zip((60, 130, 200), row, strict=True)
                ]
                y += 1
            y += 1
        page.append(Set(60, y, line))
        y += 1
    return page + [Set(320, n, line) for n, line in enumerate(right)]


@pytest.mark.parametrize("at", [0, 4, 9, 13])
def test_a_table_in_one_column_leaves_the_text_of_the_other_whole(at, tmp_path):
    lefts = textwrap.wrap(
        "the left column speaks of tools and of who owns each of them and when " * 9, 38
    )
    rights = textwrap.wrap(
        "on the right it is said that reports are read by people who know why " * 9, 38
    )
    left, right = (
        ["Left: " + lefts[0][:30], *lefts[1:14]],
        ["Right: " + rights[0][:30], *rights[1:16]],
    )
    left[-1], right[-1] = f"{left[-1][:30]}.", f"{right[-1][:30]}."
    table = (
        ("Test", "First", "Second"),
        ("Blood", "4.1", "4.3"),
        ("Heart", "70", "72"),
        ("Liver", "1", "2"),
    )
    page = two_columns(left, right, table=table, at=at)
    document = read_here(print_pages(tmp_path / "made.pdf", [page]))
    assert " ".join(right) in texts(document)
    (found,) = (block for block in document.blocks if isinstance(block, Table))
    rows = (found.header, *(row.cells for row in found.rows))
    assert tuple(tuple(cell.text for cell in row) for row in rows) == table
    said = [text for text in texts(document) if text != " ".join(right)]
    assert " ".join(said) == " ".join(left)


# --- forms


def test_what_is_written_into_a_form_is_read_beside_its_label(tmp_path):
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "form.pdf"
    canvas = Canvas(str(path))
    canvas.setFont("Helvetica", SIZE)
    for y, label, name in ((700, "Local lead:", "lead"), (640, "Reviewed on:", "day")):
        canvas.drawString(60, y, label)
        canvas.acroForm.textfield(name=name, x=150, y=y - 6, width=200, height=20)
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(path))
    written = {"lead": "Dr Example of Ward 3", "day": "3 May 2027"}
    writer.update_page_form_field_values(writer.pages[0], written)
    writer.write(path)
    document = read_here(path)
    assert texts(document) == ["Local lead: Dr Example of Ward 3", "Reviewed on: 3 May 2027"]
    assert document.remarks == ("It is a form; fields filled in and read as its text: 2.",)


@pytest.mark.parametrize("small", [1, 2, 3])
def test_a_line_that_another_size_fills_goes_on_with_its_paragraph(small, tmp_path):
    lines = [
        f"Keep the register of tools and of owners in good order, month by month, as {n} and"
        for n in range(4)
    ]
    page = [Set(60, n, line) for n, line in enumerate(lines) if n != small]
    head = "Keep the register of tools and of owners, and of any who stand in, in "
    page.append(Set(60, small, head, size=8.0))
    page.append(Set(60 + stringWidth(head, "Vera", 8), small, "good order, by month"))
    assert len(texts(read_here(print_pages(tmp_path / "made.pdf", [page])))) == 1


@SETTINGS
@given(st.lists(st.integers(1, 4), min_size=1, max_size=5).map(lambda n: [2, *n]))
def test_a_glossary_without_lines_gives_each_definition_whole(tmp_path, heights):
    page, whole, at = [], [], 0
    for n, height in enumerate(heights):
        lines = [
            f"means tool {n} goes on in line {k} as far as the text of it" for k in range(height)
        ]
        lines[-1] = "and ends here." if height > 1 else "is short."
        page += [Set(60, at, f"TERM{n}"), *(Set(160, at + k, line) for k, line in enumerate(lines))]
        whole += [f"TERM{n}", " ".join(lines)]
        at += height
    found = texts(read_here(print_pages(tmp_path / "made.pdf", [page])))
    assert found == whole


@pytest.mark.parametrize("mark", ["(a)", "b)", "1.1.2", "•"])
def test_an_item_whose_first_line_alone_is_set_in_goes_on(mark, tmp_path):
    said = "Keep the register of tools in good order, and of all who own one, "
    lines = textwrap.wrap(f"{mark} {said}and {said.lower() * 2}as is due.", 62)
    page = [Set(60, 0, "These are the words that stand before all of the items, as they should.")]
    page += [
        Set(90, 1.6, lines[0]),
        *(Set(60, n + 1.6, x) for n, x in enumerate(lines[1:], start=1)),
    ]
    found = texts(read_here(print_pages(tmp_path / "made.pdf", [page])))
    assert len(found) == 2
    assert found[1].endswith("as is due.")


@SETTINGS
@given(
    st.lists(st.tuples(st.integers(0, 8), st.integers(27, 80)), min_size=24, max_size=40),
    st.sampled_from([1.3, 1.6]),
    st.sampled_from(["Vera", "VeraBold"]),
)
def test_a_table_of_two_columns_over_many_pages_keeps_its_head_and_rows(
    tmp_path, lengths, gap, font
):
    rows = [
        (
            " ".join([f"Check {n}", *[f"of {n}"] * few]),
            f"{f'It is for all of part {n} ' * (many // 9)}.",
        )
        for n, (few, many) in enumerate(lengths)
    ]
    rows = [(left, right.replace(" .", ".")) for left, right in rows]
    pages: list[list[Set]] = []
    y = 99.0
    for cells in rows:
        left, right = (
            textwrap.wrap(cell, width) for cell, width in zip(cells, (22, 50), strict=True)
        )
        if y + max(len(left), len(right)) > 40:
            pages.append([Set(60, 0, "What to check", font), Set(220, 0, "What it is for", font)])
            y = gap
        pages[-1] += [Set(60, y + n, line) for n, line in enumerate(left)]
        pages[-1] += [Set(220, y + n, line) for n, line in enumerate(right)]
        y += max(len(left), len(right)) - 1 + gap
    document = read_here(print_pages(tmp_path / "made.pdf", pages, is_headed=True))
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert [cell.text for cell in table.header] == ["What to check", "What it is for"]
    assert [tuple(cell.text for cell in row.cells) for row in table.rows] == rows
    told = [o.n_times for o in document.omissions if o.reason == "repeated head of a table"]
    assert sum(told) == len(pages) - 1


@SETTINGS
@given(st.floats(-0.2, 0.2), st.sampled_from([9.0, 10.0, 10.5]), st.integers(6, 14))
def test_columns_whose_lines_are_not_level_are_read_one_by_one(tmp_path, shift, size, n_items):
    items = [f"one thing that is kept in the register of part {n}" for n in range(n_items)]
    page = []
    for x, move in ((60.0, 0.0), (320.0, shift)):
        for n, item in enumerate(items):
            page.append(Set(x, 2 * n + move, "–", size=9.0))
            page.append(Set(x + 14, 2 * n + move, item[:30].rpartition(" ")[0], size=size))
            rest = item[len(item[:30].rpartition(" ")[0]) + 1 :]
            page.append(Set(x + 14, 2 * n + 1 + move, f"{rest} and looked at once a", size=size))
    document = read_here(print_pages(tmp_path / "made.pdf", [page]))
    assert texts(document) == [f"{item} and looked at once a" for item in items] * 2


def test_text_that_runs_another_way_is_told(tmp_path):
    canvas = Canvas(str(tmp_path / "made.pdf"))
    canvas.setFont("Vera", 10)
    canvas.drawString(60, 700, "Keep a register of every tool that is in use.")
    canvas.rotate(90)
    canvas.drawString(300, -40, "Draft of May")
    canvas.save()
    document = read_here(tmp_path / "made.pdf")
    assert texts(document) == ["Keep a register of every tool that is in use."]
    (omission,) = document.omissions
    assert (omission.reason, omission.words) == ("text turned another way", "Draft of May")


@pytest.mark.parametrize("n_pages", [4, 9])
def test_a_stamp_at_one_place_of_all_pages_is_told_and_parts_no_sentence(n_pages, tmp_path):
    said = "Keep a register of every tool that is in use and name an owner of each of them, too."
    lines = textwrap.wrap(said, 40)
    pages = [
        [*(Set(60, 20 + n, line) for n, line in enumerate(lines)), Set(480, 21, "Draft", size=8)]
        for _ in range(n_pages)
    ]
    for n, page in enumerate(pages):
        page.append(Set(60, 5 + n, f"Part {WORDS_OF[n % 5]} of {n} says it."))
        page[:3] = [entry._replace(y=entry.y + n) for entry in page[:3]]
    document = read_here(print_pages(tmp_path / "made.pdf", pages))
    assert texts(document).count(said) == n_pages
    assert "Draft" in {omission.words for omission in document.omissions}
