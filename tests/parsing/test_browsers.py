"""Pages as browsers print them: stamps, colour behind rows, narrow tables, text around quotations, columns."""

import pytest
from printing import SIZE, TOP, read_here, texts
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from assistant.domain import Paragraph, Table
from assistant.parsing.draft import Draft, TextRow
from assistant.parsing.hyphens import Hyphens
from assistant.parsing.layout import Word

STEP = 13.0
SENTENCES = [
    "Keep a register of every tool that is in use and name an owner of each of them before it is seen.",
    "Audit what a tool said against what was reported later, every month and on every site that has it.",
    "Tell patients which tools have looked at their images, and where they can read more about them all.",
    "Withdraw a tool at once when two people who read its results say that they no longer trust it now.",
]


@pytest.fixture
def read(tmp_path):
    def drawn(draw):
        canvas = Canvas(str(tmp_path / "made.pdf"), pagesize=A4)
        draw(canvas)
        canvas.save()
        return read_here(tmp_path / "made.pdf")

    return drawn


def write(canvas, x, y, words, size=SIZE):
    """Write words on a line, y lines of text below the top; give where they end."""
    canvas.setFont("Vera", size)
    canvas.drawString(x, TOP - STEP * y, words)
    return x + pdfmetrics.stringWidth(words, "Vera", size)


def wrapped(words, width, size=SIZE):
    """Break words into lines no longer than a width."""
    lines = [""]
    for word in words.split():
        line = f"{lines[-1]} {word}".strip()
        if pdfmetrics.stringWidth(line, "Vera", size) > width:
            lines.append(word)
        else:
            lines[-1] = line
    return lines


def set_out(canvas, paragraphs, x=60, y=0.0, width=470.0):
    """Write paragraphs below each other; give the line below the last."""
    for words in paragraphs:
        for line in wrapped(words, width):
            write(canvas, x, y, line)
            y += 1
        y += 0.7
    return y


@pytest.mark.parametrize("share", [0.6, 5 / 6])
def test_a_raised_figure_is_a_mark_however_small_a_program_makes_it(share, read):
    def draw(canvas):
        end = write(canvas, 60, 0, "Keep a register of every tool.")
        write(canvas, end, -0.35, "4", share * SIZE)

    assert texts(read(draw)) == ["Keep a register of every tool.⁴"]


@pytest.mark.parametrize("angle", [0, 25, 40, 60])
def test_what_is_stamped_across_a_page_is_no_word_of_its_text(angle, read):
    def draw(canvas):
        canvas.saveState()
        canvas.translate(90, 700)
        canvas.rotate(angle)
        canvas.setFillGray(0.9)
        canvas.setFont("Vera", 60)
        canvas.drawString(0, 0, "DRAFT")
        canvas.restoreState()
        set_out(canvas, SENTENCES * 3)

    document = read(draw)
    assert texts(document) == SENTENCES * 3
    assert [omission.words.replace(" ", "") for omission in document.omissions] == ["DRAFT"]


@pytest.mark.parametrize("size", [8, 10, 13])
@pytest.mark.parametrize("lower", [0.0, 3.0])
def test_a_head_that_a_browser_prints_over_the_text_is_no_word_of_it(size, lower, tmp_path):
    canvas = Canvas(str(tmp_path / "made.pdf"), pagesize=A4)
    for page in range(3):
        set_out(canvas, SENTENCES[page:] + SENTENCES[:page])
        canvas.setFont("Vera", size)
        canvas.drawString(63, TOP - lower, "Handbook of Imaging")
        canvas.showPage()
    canvas.save()
    document = read_here(tmp_path / "made.pdf")
    assert texts(document) == [s for page in range(3) for s in SENTENCES[page:] + SENTENCES[:page]]
    assert [(o.words, o.n_times) for o in document.omissions] == [("Handbook of Imaging", 3)]


def test_a_foot_printed_over_the_last_line_is_taken_out_letter_by_letter(tmp_path):
    canvas = Canvas(str(tmp_path / "made.pdf"), pagesize=A4)
    for page in range(3):
        end = set_out(canvas, SENTENCES[page:] + SENTENCES[:page])
        canvas.drawString(73, TOP - STEP * (end - 1.7) - 3, "Uncontrolled")
        canvas.showPage()
    canvas.save()
    document = read_here(tmp_path / "made.pdf")
    assert sorted(texts(document)) == sorted(SENTENCES * 3)
    assert [(o.words, o.n_times) for o in document.omissions] == [("Uncontrolled", 3)]


def test_words_printed_over_others_once_are_told(read):
    def draw(canvas):
        set_out(canvas, SENTENCES)
        canvas.drawString(63, TOP - 2, "Handbook of Imaging")

    [remark] = read(draw).remarks
    assert remark.startswith("Page 1: words are printed over others")


def test_notes_numbered_without_a_stop_stand_apart(read):
    notes = ["1 Trust board, May 2027.", "2 College of imaging, 2026.", "3 The same, page 9."]

    def draw(canvas):
        y = set_out(canvas, SENTENCES)
        for n, note in enumerate(notes):
            write(canvas, 60, y + 1 + n, note, 0.8 * SIZE)

    assert texts(read(draw))[-3:] == notes


def test_a_compound_keeps_its_hyphens_and_a_broken_word_has_none():
    known = Hyphens.of(Word(w, 0, 0, 0, 1) for w in "state of the art defined well".split())
    assert known.two("a state-of-", "the-art tool") == "a state-of-the-art tool"
    assert known.two("well-de-", "fined tools") == "well-defined tools"


def rows_of(document):
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    return [[cell.text for cell in table.header], *([c.text for c in r.cells] for r in table.rows)]


ROWS = [["What is done", "By whom", "How often"]] + [
    [sentence, who, often]
    for sentence, who, often in zip(
        SENTENCES,
        ["Physicist", "Manager", "Employer", "Physicist"],
        ["daily", "weekly", "monthly", "yearly"],
        strict=True,
    )
]
COLUMNS = [60, 380, 450, 520]


def draw_table(canvas, behind):
    """Write a table of narrow columns; `behind` draws a cell of a row, by its number and corners."""
    y = 2.0
    for n, row in enumerate(ROWS):
        cells = [wrapped(words, 312) for words in row]
        high = max(map(len, cells)) + 0.6
        for at, lines in enumerate(cells):
            x0, x1 = COLUMNS[at : at + 2]
            canvas.setFillGray(0.9)
            behind(n, x0, TOP - STEP * (y + high - 1.1), x1, TOP - STEP * (y - 1.1))
            canvas.setFillGray(0)
            for k, line in enumerate(lines):
                write(canvas, x0 + 4, y + k, line)
        y += high
    return y


@pytest.mark.parametrize("coloured", [{0, 2, 4}, {1, 3}, {0, 1, 2, 3, 4}, {2, 4}])
def test_which_rows_of_a_table_are_coloured_does_not_matter(coloured, read):
    def draw(canvas):
        def behind(n, x0, y0, x1, y1):
            if n in coloured:
                canvas.rect(x0, y0, x1 - x0, y1 - y0, stroke=0, fill=1)

        y = draw_table(canvas, behind)
        set_out(canvas, ["Each of these is said again below."], y=y + 1)

    assert rows_of(read(draw)) == ROWS


def test_lines_across_drawn_cell_by_cell_show_the_columns_of_a_table(read):
    def draw(canvas):
        draw_table(canvas, lambda n, x0, y0, x1, y1: canvas.line(x0, y0, x1, y0))

    assert rows_of(read(draw)) == ROWS


def test_colour_behind_the_lines_of_a_text_makes_no_table(read):
    def draw(canvas):
        for n, line in enumerate(wrapped(" ".join(SENTENCES), 470)):
            canvas.setFillGray(0.9)
            wide = pdfmetrics.stringWidth(line, "Vera", SIZE)
            canvas.rect(60, TOP - STEP * n - 3, wide, STEP, stroke=0, fill=1)
            canvas.setFillGray(0)
            write(canvas, 60, n, line)

    assert texts(read(draw)) == [" ".join(SENTENCES)]


@pytest.mark.parametrize(("below", "gap"), [(0.5, 1.3), (0.15, 1.0)])
def test_a_line_drawn_across_parts_two_texts_unless_it_underlines(below, gap, read):
    first, second = wrapped(SENTENCES[0], 470)[0] + ".", SENTENCES[1]

    def draw(canvas):
        end = write(canvas, 60, 0, first)
        canvas.line(55, TOP - STEP * below, end + 15, TOP - STEP * below)
        set_out(canvas, [second, *SENTENCES], y=gap)

    assert texts(read(draw))[0] == (first if gap > 1 else f"{first} {second}")


def test_a_note_in_the_margin_may_stand_a_little_above_its_line(read):
    def draw(canvas):
        y = set_out(canvas, SENTENCES * 2, width=330)
        write(canvas, 420, -0.25, "New in this edition.", 7)
        write(canvas, 420, y / 2, "See the form.", 7)

    document = read(draw)
    kinds = [(b.kind, b.excerpt.text) for b in document.blocks if isinstance(b, Paragraph)]
    assert [text for kind, text in kinds if kind == "text"] == SENTENCES * 2
    assert {text for kind, text in kinds if kind == "note"} == {
        "New in this edition.",
        "See the form.",
    }


def test_a_sentence_goes_on_past_a_quotation_that_text_flows_around(read):
    quoted = "We trust no tool that nobody has looked at since it was bought."

    def draw(canvas):
        y = set_out(canvas, SENTENCES[:1])
        lines = wrapped(f"{SENTENCES[1]} {SENTENCES[2]}", 300)
        for n, line in enumerate(lines):
            write(canvas, 230, y + n, line)
        for n, line in enumerate(wrapped(quoted, 140)):
            write(canvas, 60, y + 1.1 + 1.05 * n, line)
        set_out(canvas, SENTENCES[3:], y=y + len(lines) + 1)

    said = [SENTENCES[0], f"{SENTENCES[1]} {SENTENCES[2]}", quoted, SENTENCES[3]]
    assert sorted(texts(read(draw))) == sorted(said)


@pytest.mark.parametrize("n_columns", [3, 4])
def test_columns_of_text_are_read_one_after_the_other(n_columns, read):
    width = 470 / n_columns
    ends = [(1, 4), (3, 5), (2, 6), (4, 7)][:n_columns]
    twice = SENTENCES * 2
    columns = [[" ".join(twice[:a]), " ".join(twice[a:b]), twice[b]] for a, b in ends]

    def draw(canvas):
        for n, said in enumerate(columns):
            set_out(canvas, said, 60 + n * width, 3, width - 15)

    assert texts(read(draw)) == [words for said in columns for words in said]


@pytest.mark.parametrize("first", [1, 7])
def test_rows_that_count_from_the_first_on_have_no_head(first):
    draft = Draft()
    draft.table("", [TextRow((str(first + n), words)) for n, words in enumerate(SENTENCES)])
    (table,) = draft.blocks
    assert [row.cells[1].text for row in table.rows] == SENTENCES
    assert not any(cell.text for cell in table.header)


@pytest.mark.parametrize("gap", [0.0, 0.5])
def test_cells_of_several_rows_between_lines_across_are_never_one_cell(gap, read):
    names = ["Employer", "Operator", "Referrer", "Physicist"]

    def draw(canvas):
        y = set_out(canvas, SENTENCES[:2])
        canvas.line(60, TOP - STEP * (y - 0.9), 520, TOP - STEP * (y - 0.9))
        write(canvas, 62, y, "Role")
        write(canvas, 200, y, "Task")
        canvas.line(60, TOP - STEP * (y + 0.4), 520, TOP - STEP * (y + 0.4))
        y += 1.4
        for name, sentence in zip(names, SENTENCES, strict=True):
            write(canvas, 62, y, name)
            set_out(canvas, [sentence], 200, y, 300)
            y += len(wrapped(sentence, 300)) + gap
        canvas.line(60, TOP - STEP * (y - gap - 0.6), 520, TOP - STEP * (y - gap - 0.6))

    document = read(draw)
    rows = [list(row) for row in zip(names, SENTENCES, strict=True)]
    if gap:
        assert rows_of(document) == [["Role", "Task"], *rows]
    else:
        assert [words for words in texts(document) if words in names] == names


def test_numbers_part_the_rows_between_which_no_lines_are_drawn(read):
    columns = (60, 100, 410, 510)

    def draw(canvas):
        y = 1.0
        for number, words in [("No", "Recommendation"), *enumerate(SENTENCES, start=1)]:
            write(canvas, 64, y, str(number))
            set_out(canvas, [words], 104, y, 290)
            write(canvas, 414, y, "Who" if number == "No" else "All")
            y += len(wrapped(words, 290)) + 0.5 * (number == "No")
        for x in columns:
            canvas.line(x, TOP, x, TOP - STEP * y)
        for at in (0.0, 1.5, y):
            canvas.line(60, TOP - STEP * at, 510, TOP - STEP * at)

    document = read(draw)
    assert [r.action.text for r in document.recommendations] == SENTENCES


def test_columns_that_hold_little_but_tables_are_read_one_after_the_other(read):
    def draw(canvas):
        for x in (60, 310):
            start = y = set_out(canvas, SENTENCES[:1], x, 0, 220)
            for words, when in [("Check", "When"), *((words, "daily") for words in SENTENCES)]:
                canvas.line(x, TOP - STEP * (y - 0.9), x + 225, TOP - STEP * (y - 0.9))
                write(canvas, x + 175, y, when)
                set_out(canvas, [words], x + 3, y, 160)
                y += len(wrapped(words, 160)) + 0.3
            canvas.line(x, TOP - STEP * (y - 0.9), x + 225, TOP - STEP * (y - 0.9))
            for side in (x, x + 170, x + 225):
                canvas.line(side, TOP - STEP * (start - 0.9), side, TOP - STEP * (y - 0.9))
            set_out(canvas, SENTENCES[1:2], x, y + 0.5, 220)

    kinds = [type(block) for block in read(draw).blocks]
    assert kinds == [Paragraph, Table, Paragraph] * 2


@pytest.mark.parametrize("apart", [2.0, 3.0, 4.0])
def test_a_heading_set_letter_by_letter_has_its_words(apart, read):
    def draw(canvas):
        canvas.setFont("VeraBold", 14)
        canvas.drawString(60, TOP, "WHO MUST ACT", charSpace=apart)
        set_out(canvas, SENTENCES, y=2)

    assert texts(read(draw)) == ["WHO MUST ACT", *SENTENCES]
