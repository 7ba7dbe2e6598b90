"""Real guidance in each format is read as a person reads it, where a person looked."""

from collections import Counter
from pathlib import Path

import pytest
from layouts import LAYOUTS
from printing import entry_for, read_here

from assistant.building.corpus import chunk_corpus
from assistant.domain import Heading, Paragraph, Table
from assistant.parsing import parse_document

REAL = Path(__file__).parents[3] / "shared" / "realdocs"

pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason=f"{REAL} is not there")


def read(name):
    return parse_document(REAL / name, entry_for(title=""))


@pytest.fixture(scope="module")
def cdc():
    """65 pages, one column, tables over pages."""
    return read("cdc_dprp_standards_2024.pdf")


@pytest.fixture(scope="module")
def ai_act():
    """1.2 MB; every recital and list item is a table of its own."""
    return read("eu_ai_act.xhtml")


@pytest.fixture(scope="module")
def checklist():
    return read("nhs_fit_for_publishing_checklist.docx")


@pytest.fixture(scope="module")
def tools():
    return read("nhse_acceptable_cloud_tools.md")


def headings(document, level=None):
    found = (b for b in document.blocks if isinstance(b, Heading))
    return [b.excerpt.text for b in found if level in {None, b.level}]


def tables(document):
    return [b for b in document.blocks if isinstance(b, Table)]


def paragraph(document, start):
    found = (b for b in document.blocks if isinstance(b, Paragraph))
    return next(b for b in found if b.excerpt.text.startswith(start))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_standard_comes_in_whole_however_it_is_set(layout, tmp_path):
    standard = read_here(REAL.parent / "newdocs" / "dcb0129.md")
    ending, write = LAYOUTS[layout]
    write(standard, path := tmp_path / f"standard{ending}")
    found = read_here(path)
    words = {r.number: r.row.text for r in standard.recommendations}
    assert {r.number: r.row.text for r in found.recommendations} == words
    assert [len(t.rows) for t in tables(found)] == [len(t.rows) for t in tables(standard)]


@pytest.mark.parametrize("name", ["cdc", "ai_act", "checklist", "tools"])
def test_every_passage_stands_in_the_source_under_an_id_of_its_own(name, request):
    passages = chunk_corpus([request.getfixturevalue(name)])
    assert Counter(p.id for p in passages).most_common(1)[0][1] == 1
    assert len(passages) > 10


# --- PDF


def test_the_sections_of_a_pdf_are_its_headings_with_their_pages(cdc):
    pages = {b.excerpt.text: b.page for b in cdc.blocks if isinstance(b, Heading)}
    assert pages["I. Overview"] == 3
    assert pages["II. Standards and Requirements for Recognition"] == 5
    assert pages["B. Safety of Participants and Data Privacy"] == 6
    assert pages["G. Change of Ownership"] == 10
    assert pages["K. Requirements for Pending, Preliminary, Full, and Full Plus Recognition"] == 16
    assert pages["III. Applying for Recognition"] == 24


def test_heads_of_pages_and_the_table_of_contents_are_left_out(cdc):
    assert "2024 CDC Diabetes Prevention Recognition Program 3" not in cdc.source
    assert "....." not in cdc.source


def test_a_paragraph_of_a_pdf_is_whole_and_its_words_are_too(cdc):
    # Here pypdf's own text has "S\nupport" and "*\nSee".
    found = paragraph(cdc, "Support from family members")
    assert found.page == 6
    assert found.excerpt.text.endswith("submit data on individuals offering support.")
    assert "non- " not in found.excerpt.text


def test_a_paragraph_that_a_page_break_cuts_is_joined(cdc):
    found = paragraph(cdc, "At the national level, CDC ensures privacy")
    assert found.page == 6
    assert len(found.excerpt.text) > 400


def test_the_items_of_a_list_are_items(cdc):
    assert paragraph(cdc, "Assure program quality").kind == "item"
    assert paragraph(cdc, "Organization Phone Number.").kind == "item"


def test_a_table_over_four_pages_is_one_with_its_caption_whatever_notes_stand_between(cdc):
    requirements = next(t for t in tables(cdc) if t.caption.text.startswith("Table 3."))
    assert [c.text for c in requirements.header] == [
        "Standard",
        "Requirement",
        "How Evaluated",
        "When Evaluated",
        "Recognition Status",
    ]
    firsts = [(row.cells[0].text, row.page) for row in requirements.rows]
    assert firsts[0][0].startswith("1. Application for recognition")
    assert firsts[0][1] == 20
    assert firsts[1:] == [
        ("2. Curriculum", 21),
        ("3. Intervention duration", 21),
        ("4. Intervention intensity", 21),
        ("5. Minimum number of program completers", 21),
        ("6. Participant risk reduction at 12 months", 22),
        ("7. Program eligibility requirement", 22),
        ("Additional retention criterion", 23),
    ]
    assert requirements.rows[2].cells[1].text == "1 year duration"


def test_a_small_table_is_read_cell_by_cell(cdc):
    due = next(t for t in tables(cdc) if t.header[0].text == "Effective Date")
    assert [c.text for c in due.rows[0].cells] == ["January 1", "July/January"]
    assert len(due.rows) == 12


def test_a_table_over_six_pages_has_its_header_once(cdc):
    dictionary = next(t for t in tables(cdc) if t.caption.text.startswith("Table 5."))
    assert [c.text for c in dictionary.header] == [
        "Data element description",
        "Variable name",
        "Coding/valid values",
        "Comments",
    ]
    assert {row.page for row in dictionary.rows} == set(range(33, 39))
    codes = [row.cells[1].text for row in dictionary.rows]
    assert codes[:3] == ["ORGCODE", "PARTICIP", "COHORTID"]
    assert all("Variable" not in code for code in codes)


# --- web page


def test_the_titles_of_the_official_journal_are_headings_in_order(ai_act):
    path = []
    for block in ai_act.blocks:
        if isinstance(block, Heading):
            path = [h for h in path if h[0] < block.level] + [(block.level, block.excerpt.text)]
            if block.excerpt.text == "Classification rules for high-risk AI systems":
                break
    assert [text for _, text in path][1:] == [
        "CHAPTER III",
        "HIGH-RISK AI SYSTEMS",
        "SECTION 1",
        "Classification of AI systems as high-risk",
        "Article 6",
        "Classification rules for high-risk AI systems",
    ]
    assert sum(text.startswith("Article ") for text in headings(ai_act)) == 113
    assert sum(text.startswith("ANNEX ") for text in headings(ai_act)) == 13
    assert "ANNEX III High-risk AI systems referred to in Article 6(2)" in headings(ai_act)


def test_recitals_set_as_tables_are_items_not_tables(ai_act):
    recital = paragraph(ai_act, "The purpose of this Regulation is to improve the functioning")
    assert recital.kind == "item"
    before = ai_act.source[: recital.excerpt.spans[0].start]
    assert before.endswith("(1) ")


def test_footnotes_are_references_and_their_marks_point_to_them(ai_act):
    opinion = paragraph(ai_act, "Having regard to the opinion of the European Economic")
    assert opinion.excerpt.text.endswith("Committee ¹,")
    note = paragraph(ai_act, "[1] OJ C 517")
    assert note.kind == "reference"


# --- Word


def test_the_checklist_is_a_table_under_its_headings(checklist):
    assert headings(checklist, 1) == ["Checklist to validate repo before publishing to GitHub"]
    assert len(headings(checklist, 3)) == 2
    (table,) = tables(checklist)
    assert [c.text for c in table.header] == [
        "Checklist items",
        "Int. Comments & Suggestions",
        "Confirm suggestions have been implemented",
        "Ext. Comments & Suggestions",
        "RAG status",
    ]
    assert len(table.rows) == 11
    assert table.rows[0].cells[0].text == "Name of checker"


def test_footnotes_of_a_word_file_are_marked_and_kept(checklist):
    (table,) = tables(checklist)
    assert any("scanning²" in row.cells[0].text for row in table.rows)
    assert paragraph(checklist, "[2] Credentials or secrets").kind == "reference"


# --- Markdown


def test_a_markdown_file_gives_its_headings_lists_and_tables(tools):
    assert headings(tools, 2)[:3] == [
        "Overview",
        "Corporate, work and personal accounts",
        "Policy and guidance",
    ]
    assert "OFFICIAL and OFFICIAL-SENSITIVE Information" in headings(tools, 3)
    assert [len(t.rows) for t in tables(tools)] == [9, 14, 4]
    assert paragraph(tools, "Freedom of Information Act.").kind == "item"


def test_front_matter_link_targets_and_tags_are_left_out(tools):
    for markup in ("reviewDate", "](", "<br", "**", "|---"):
        assert markup not in tools.source
    signal = next(r for t in tables(tools) for r in t.rows if r.cells[0].text == "Signal")
    assert signal.cells[2].text.startswith("Backup for Teams. The approved backup")
