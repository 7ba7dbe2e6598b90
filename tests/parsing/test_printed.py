"""Printed guidance as WHO and NICE set it: bands, boxes, numbers in the margin, heads on each page."""

import pytest
from printing import entry_for, read_here
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

from assistant.building.corpus import chunk_corpus

BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=9.5, leading=12.5, spaceAfter=6)
CELL = ParagraphStyle("cell", BODY, fontSize=8.5, leading=11, spaceAfter=0)
HEAD = ParagraphStyle("head", BODY, fontName="Helvetica-Bold", fontSize=14, leading=18)
TOPIC = ParagraphStyle("topic", HEAD, fontSize=11, leading=14)
WORDS = (
    "Health workers should offer this intervention to all people who may benefit, taking account of"
    " values and preferences and of the resources that are available locally."
)
TOP = ("VALIGN", (0, 0), (-1, -1), "TOP")


def head_and_foot(canvas, template):
    canvas.setFont("Helvetica", 7.5)
    canvas.drawString(60, 25, str(template.page))
    canvas.drawString(80, 25, "Recommendations on care for everyone")
    canvas.drawString(60, 815, "Evidence and recommendations")


@pytest.fixture
def printed(tmp_path):
    """Print a story and read it back."""

    def read(*story, n_recommendations=None):
        path = tmp_path / "printed.pdf"
        margins = dict.fromkeys(("leftMargin", "rightMargin"), 60)
        SimpleDocTemplate(str(path), pagesize=A4, topMargin=50, bottomMargin=50, **margins).build(
            list(story), onFirstPage=head_and_foot, onLaterPages=head_and_foot
        )
        document = read_here(path, entry_for(n_recommendations=n_recommendations))
        assert "Evidence and recommendations" not in document.source
        assert "care for everyone" not in document.source
        chunk_corpus([document])
        return document

    return read


def cells(*texts):
    return [Paragraph(text, CELL) for text in texts]


def brief(document):
    return [(r.number, r.action.text, r.strength, r.certainty) for r in document.recommendations]


def test_numbers_in_the_recommendations_cells_and_areas_in_bands(printed):
    rows = [cells("<b>Recommendation</b>", "<b>Type of recommendation</b>")]
    style = [("GRID", (0, 0), (-1, -1), 0.5, colors.grey), TOP]
    expected = []
    for band in ("A. Nutrition", "B. Assessment"):
        style.append(("SPAN", (0, len(rows)), (-1, len(rows))))
        rows.append([*cells(band), ""])
        for n in range(1, 11):
            rows.append(cells(f"{band[0]}.{n}.1: {WORDS}", "Recommended"))
            expected.append((f"{band[0]}.{n}.1", band, WORDS, "Recommended"))
    table = Table(rows, [330, 140], repeatRows=1, style=style, splitInRow=1)
    document = printed(Paragraph("Summary", HEAD), Paragraph(WORDS, BODY), table)
    found = [(r.number, r.area, r.action.text, r.strength) for r in document.recommendations]
    assert sorted(found) == sorted(expected)
    assert {r.page for r in document.recommendations} == {1, 2}


def test_strength_and_certainty_in_a_table_with_lines_across_only(printed):
    heads = ("No.", "Recommendation", "Strength of recommendation", "Certainty of evidence")
    rows = [cells(*(f"<b>{head}</b>" for head in heads))]
    rows += [
        cells(str(n), WORDS, "Strong" if n % 3 else "Conditional", "Low") for n in range(1, 25)
    ]
    style = [("LINEABOVE", (0, 0), (-1, -1), 0.5, colors.grey), TOP]
    document = printed(
        Paragraph("Recommendations", HEAD),
        Paragraph(f"{WORDS} {WORDS}", BODY),
        Paragraph("<b>Table 1. Summary of recommendations</b>", BODY),
        Table(rows, [35, 250, 95, 90], repeatRows=1, style=style),
        n_recommendations=24,
    )
    assert brief(document) == [
        (str(n), WORDS, "Strong" if n % 3 else "Conditional", "Low") for n in range(1, 25)
    ]
    assert {r.area for r in document.recommendations} == {"Recommendations"}


@pytest.mark.parametrize("is_one_row", [False, True])
def test_recommendations_in_boxes_between_running_text(is_one_row, printed):
    story = [Paragraph("4. Recommendations", HEAD)]
    box = [
        ("BOX", (0, 0), (-1, -1), 1, colors.blue),
        ("BACKGROUND", (0, 0), (-1, -1), colors.lightblue),
    ]
    for n in range(1, 8):
        story += [Paragraph(f"4.{n} Topic number {n}", TOPIC), Paragraph(f"{WORDS} {WORDS}", BODY)]
        label, graded = (
            f"<b>Recommendation {n}</b>",
            "Strong recommendation, moderate-certainty evidence",
        )
        if is_one_row:
            story.append(
                Table([cells(label, f"{WORDS} <i>({graded})</i>")], [120, 350], style=[*box, TOP])
            )
        else:
            story.append(
                Table([cells(label), cells(WORDS), cells(f"<i>{graded}</i>")], [470], style=box)
            )
        story += [Spacer(1, 10), Paragraph(f"{WORDS} {WORDS}", BODY)]
    document = printed(*story, n_recommendations=7)
    for n, r in enumerate(document.recommendations, start=1):
        assert (r.number, r.strength, r.certainty) == (str(n), "Strong", "moderate")
        assert r.action.text.startswith(WORDS)
        assert r.headings[-1] == f"4.{n} Topic number {n}"


def test_numbers_hung_in_the_margin(printed):
    story = [Paragraph("1 Recommendations", HEAD)]
    for topic in range(1, 5):
        story.append(Paragraph(f"1.{topic} Topic", TOPIC))
        for n in range(1, 7):
            row = [Paragraph(f"1.{topic}.{n}", BODY), Paragraph(f"{WORDS} [2021]", BODY)]
            story.append(Table([row], [40, 430], style=[TOP]))
    document = printed(*story)
    assert [r.number for r in document.recommendations] == [
        f"1.{topic}.{n}" for topic in range(1, 5) for n in range(1, 7)
    ]
    assert {r.action.text for r in document.recommendations} == {WORDS}
    assert all(r.row.text.endswith(f"{WORDS} [2021]") for r in document.recommendations)
    assert {r.headings[-1] for r in document.recommendations} == {
        f"1.{n} Topic" for n in range(1, 5)
    }
