"""Boxes beside forms, drawn diagrams, lists in columns: no block holds words of two pieces of a page."""

import re
from itertools import count

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from printing import Set, print_pages, read_here, said_by, texts
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from assistant.domain import Table

SETTINGS = settings(
    max_examples=settings().max_examples // 5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
WORDS = "tools keep register of them who owns each one is told before anyone signs reports".split()
LABELS = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3), min_size=1, max_size=3)


class Sheet:
    """A page on which each piece of text has words that no other has: "tools·3"."""

    def __init__(self, path):
        self.path, self.canvas, self.pieces = path, Canvas(str(path), pagesize=A4), count(1)

    def write(self, x, y, lines, *, leading=12, size=9, end="", width=0):
        """Write lines, spread over a width if there is one; the last is not."""
        piece = next(self.pieces)
        self.canvas.setFont("Vera", size)
        for n, line in enumerate(lines, start=1):
            words = [f"{word}·{piece}" for word in line]
            words[-1] += end
            said = sum(stringWidth(word, "Vera", size) for word in words)
            space = (width - said) / (len(words) - 1) if width and n < len(lines) else 0.3 * size
            at = x
            for word in words:
                self.canvas.drawString(at, y - (n - 1) * leading, word)
                at += stringWidth(word, "Vera", size) + space
        return piece

    def mixed(self):
        """Give the texts of blocks and cells that hold words of several pieces."""
        self.canvas.save()
        said = []
        for block in read_here(self.path).blocks:
            if isinstance(block, Table):
                rows = [block.header, *(row.cells for row in block.rows)]
                said += [block.caption.text, *(cell.text for row in rows for cell in row)]
            else:
                said.append(block.excerpt.text)
        assert said
        return [t for t in said if len(_pieces(t)) > 1]


def _pieces(text):
    return set(map(int, re.findall(r"·(\d+)", text)))


@pytest.fixture
def sheet(tmp_path):
    numbers = count(1)
    return lambda: Sheet(tmp_path / f"{next(numbers)}.pdf")


@SETTINGS
@given(
    st.lists(LABELS.map(lambda lines: lines[:1]), min_size=4, max_size=8),
    LABELS.filter(lambda lines: len(lines) > 1),
    st.integers(0, 11),
    st.sampled_from([12, 14, 18]),
    st.sampled_from([5, 9, 14]),
)
def test_a_box_beside_a_form_is_read_by_itself(sheet, labels, said, shift, leading, room):
    page = sheet()
    for n, label in enumerate(labels):
        page.write(60, 720 - 24 * n, label, end=":")
        page.canvas.line(200, 718 - 24 * n, 280, 718 - 24 * n)
    top = 712 - shift
    page.write(300, top, said, leading=leading)
    height = (len(said) - 1) * leading + 10 + 2 * room
    page.canvas.rect(300 - room, top + 10 + room - height, 220, height)
    assert page.mixed() == []


@SETTINGS
@given(
    st.lists(st.lists(LABELS, min_size=2, max_size=3), min_size=1, max_size=3),
    st.sampled_from(["rect", "roundRect"]),
)
def test_the_label_of_each_shape_of_a_diagram_stands_apart(sheet, rows, shape):
    page = sheet()
    for down, row in enumerate(rows):
        for along, label in enumerate(row):
            x, y = 50 + 180 * along, 700 - 90 * down
            corner = {"radius": 8} if shape == "roundRect" else {}
            getattr(page.canvas, shape)(x, y - 60, 150, 60, **corner)
            page.canvas.line(x + 150, y - 30, x + 180, y - 30)
            page.write(x + 6, y - 34 + 5 * (len(label) - 1), label, leading=10, size=7)
    assert page.mixed() == []


@SETTINGS
@given(
    st.lists(LABELS.map(lambda lines: lines[:1]), min_size=4, max_size=8),
    LABELS.filter(lambda lines: len(lines) > 1),
    st.integers(0, 11),
)
def test_what_an_ellipse_holds_is_no_value_of_a_field_beside_it(sheet, labels, said, shift):
    page = sheet()
    for n, label in enumerate(labels):
        page.write(60, 720 - 24 * n, label, end=":")
    page.write(400, 700 - shift, said, size=8)
    page.canvas.ellipse(370, 700 - shift - 12 * len(said) - 10, 560, 730 - shift)
    assert page.mixed() == []


@SETTINGS
@given(
    st.lists(st.tuples(*(LABELS.map(lambda lines: lines[:1]),) * 4), min_size=2, max_size=5),
    st.sampled_from([0, 0, 3]),
    st.sampled_from([16, 20, 24]),
)
def test_each_of_two_fields_side_by_side_has_its_own_value(sheet, rows, shift, leading):
    page = sheet()
    values = set()
    for n, cells in enumerate(rows):
        for at in (0, 2):
            x, y = 60 + 125 * at, 720 - leading * n - shift * (at > 0)
            page.canvas.line(x + 100, y - 2, x + 190, y - 2)
            label = page.write(x, y, [cells[at][0][:2]], end=":")
            values.add((label, page.write(x + 103, y, [cells[at + 1][0][:2]])))
    assert [t for t in page.mixed() if tuple(sorted(_pieces(t))) not in values] == []


@SETTINGS
@given(
    st.lists(st.lists(st.sampled_from(WORDS), min_size=3, max_size=4), min_size=3, max_size=9),
    st.integers(-2, 2),
    st.sampled_from([12, 16, 22]),
    st.sampled_from([0, 4]),
    st.booleans(),
)
@example([["tools"] * 3, ["tools"] * 3, ["tools"] * 4, ["tools"] * 3], 0, 12, 0, True)
@example(
    [["owns", "one", "tools", "keep"], ["is", "of", "owns"], *[["keep"] * 4] * 4], 0, 22, 0, True
)
def test_columns_of_a_few_lines_are_never_read_across(
    sheet, lines, further, gutter, shift, is_spread
):
    page = sheet()
    width = (470 - gutter) / 2
    # A line or two whose words stand further apart than the columns do not tell where one ends.
    n = max(len(lines) + further, 3 if is_spread else 1)
    for x, said, y in ((60, lines, 720), (530 - width, lines[:n], 720 - shift)):
        page.write(x, y, said, end=".", width=width if is_spread else 0)
    assert page.mixed() == []


@SETTINGS
@given(st.lists(st.lists(LABELS, min_size=6, max_size=12), min_size=2, max_size=2))
def test_entries_of_two_columns_are_never_read_across(sheet, columns):
    page = sheet()
    for x, entries in zip((60, 320), columns, strict=True):
        y = 720
        for entry in entries:
            page.write(x, y, [line[:2] for line in entry[:1]], size=8)
            y -= 12 * len(entry)
    n_left = len(columns[0])
    assert [t for t in page.mixed() if len({n <= n_left for n in _pieces(t)}) > 1] == []


@pytest.mark.parametrize("gap", [30, 60, 200])
def test_words_far_beside_the_end_of_a_line_stand_apart_and_are_told(tmp_path, gap):
    page = [Set(60, 0, "Information Technology"), Set(60 + 125 + gap, 0, "Get Help")]
    document = read_here(print_pages(tmp_path / "made.pdf", [page]))
    assert texts(document) == ["Information Technology", "Get Help"]
    assert any("side by side" in remark for remark in document.remarks)


@pytest.mark.parametrize(
    ("left", "right"), [("1.", "Keep a register"), ("Lead:", "Dr Example"), ("Scope of it", "12")]
)
def test_a_number_or_label_goes_with_what_it_stands_before(tmp_path, left, right):
    page = [Set(60, 0, left), Set(190, 0, right), Set(60, 4, "Other words follow.")]
    document = read_here(print_pages(tmp_path / "made.pdf", [page]))
    assert right in texts(document)[0]
    assert not document.remarks


@pytest.mark.parametrize("n_said", [1, 4])
def test_a_sentence_goes_on_around_a_box(n_said, tmp_path):
    sheet = Sheet(tmp_path / "made.pdf")
    canvas = sheet.canvas
    canvas.setFont("Vera", 10)
    lines = ["1.1.1 Keep a register of every tool that is", "in use, of who owns it, and of"]
    lines += ["when it was last looked at by", "the team that signs reports."]
    for n, line in enumerate(lines):
        canvas.drawString(60, 700 - 14 * n, line)
    canvas.rect(320, 640 - 28 * n_said, 200, 55 + 28 * n_said)
    canvas.drawString(330, 675, "Why it matters")
    for n in range(n_said):
        canvas.drawString(330, 661 - 28 * n, "Nobody knows otherwise.")
    canvas.save()
    document = read_here(sheet.path)
    assert said_by(document) == {"1.1.1": " ".join(lines).removeprefix("1.1.1 ")}
    assert "Nobody knows otherwise." in " ".join(texts(document))


@pytest.mark.parametrize("is_thick", [True, False])
def test_a_sentence_goes_on_around_a_quotation_between_two_lines(is_thick, tmp_path):
    sheet = Sheet(tmp_path / "made.pdf")
    canvas = sheet.canvas
    canvas.setFont("Vera", 10)
    lines = ["Between eight in the evening and", "eight in the morning the average", "ward has"]
    lines += ["one nurse for every four who are there by day, and half as many beds."]
    for n, line in enumerate(lines):
        canvas.drawString(60, 700 - 16 * n, line)
    for n, line in enumerate(["“I was handed a", "leaflet and a taxi.”"]):
        canvas.drawString(320, 696 - 13 * n, line)
    for y in (708, 676):
        canvas.rect(315, y, 160, 1.5, stroke=0, fill=1) if is_thick else canvas.line(315, y, 475, y)
    canvas.save()
    said = [" ".join(lines), "“I was handed a leaflet and a taxi.”"]
    assert sorted(texts(read_here(sheet.path))) == sorted(said)
