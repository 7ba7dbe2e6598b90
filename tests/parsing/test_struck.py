"""What a program shows struck through, hides, or draws as a formula: never words that nobody wrote, never silent."""

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from printing import read_here, said_by, texts

from assistant.domain import Table

MATHS = "http://schemas.openxmlformats.org/officeDocument/2006/math"


@pytest.fixture
def read(tmp_path):
    def parse(text, suffix):
        path = tmp_path / f"made{suffix}"
        path.write_text(text, encoding="utf-8")
        return read_here(path)

    return parse


@pytest.fixture
def read_word(tmp_path):
    def parse(write):
        word = docx.Document()
        write(word)
        word.save(str(tmp_path / "made.docx"))
        return read_here(tmp_path / "made.docx")

    return parse


def omissions(document):
    return [(omission.reason, omission.words) for omission in document.omissions]


@pytest.mark.parametrize("mark", ["~~{}~~", "<del>{}</del>", "<s>{}</s>", "<strike>{}</strike>"])
@pytest.mark.parametrize("suffix", [".md", ".html"])
def test_words_struck_through_are_left_out_and_told(mark, suffix, read):
    if suffix == ".html" and mark.startswith("~"):
        return
    said = f"1.1.1 Keep a {mark.format('list')} register of tools."
    document = read(f"<html><p>{said}</p></html>" if suffix == ".html" else said, suffix)
    assert said_by(document) == {"1.1.1": "Keep a register of tools."}
    assert omissions(document) == [("deleted text", "list")]


def test_what_is_struck_through_in_code_is_said(read):
    assert texts(read("Type `~~old~~ new` here.", ".md")) == ["Type ~~old~~ new here."]


@pytest.mark.parametrize(
    ("suffix", "table"),
    [
        (".md", "| Tool | Use |\n|---|---|\n| ~~Pager~~ | Not needed. |\n| Log | Each day. |\n"),
        (
            ".html",
            "<html><table><tr><th>Tool</th><th>Use</th></tr><tr><td><s>Pager</s></td>"
            "<td>Not needed.</td></tr><tr><td>Log</td><td>Each day.</td></tr></table></html>",
        ),
    ],
)
def test_a_row_keeps_the_name_that_is_struck_through_and_it_is_told(suffix, table, read):
    document = read(table, suffix)
    (found,) = (block for block in document.blocks if isinstance(block, Table))
    assert [row.cells[0].text for row in found.rows] == ["Pager", "Log"]
    assert any("“Pager”" in remark for remark in document.remarks)


@pytest.mark.parametrize(
    ("name", "reason"),
    [("strike", "deleted text"), ("dstrike", "deleted text"), ("vanish", "hidden text")],
)
def test_words_that_word_strikes_through_or_hides_are_left_out_and_told(name, reason, read_word):
    def write(word):
        paragraph = word.add_paragraph("1.1.1 Keep a ")
        run = paragraph.add_run("list or a ")
        run._r.get_or_add_rPr().append(OxmlElement(f"w:{name}"))
        paragraph.add_run("register.")

    document = read_word(write)
    assert said_by(document) == {"1.1.1": "Keep a register."}
    assert omissions(document) == [(reason, "list or a")]


def test_words_that_were_moved_are_said_where_they_stand_now_and_told(read_word):
    def write(word):
        paragraph = word.add_paragraph("Sign it.")
        for name in ("moveFrom", "moveTo"):
            moved, run = OxmlElement(f"w:{name}"), OxmlElement("w:r")
            run.append(OxmlElement("w:t"))
            run[0].text = " Keep it."
            run[0].set(qn("xml:space"), "preserve")
            moved.append(run)
            paragraph._p.append(moved)

    document = read_word(write)
    assert texts(document) == ["Sign it. Keep it."]
    assert omissions(document) == [("text moved elsewhere", "Keep it.")]


def test_a_formula_is_said_in_its_sentence(read, read_word):
    said = "The limit is 1/2 x² of all."
    page = (
        "<p>The limit is <math><mfrac><mn>1</mn><mn>2</mn></mfrac> <msup><mi>x</mi><mn>2</mn></msup>"
        "<annotation>\\frac12 x^2</annotation></math> of all.</p>"
    )
    assert texts(read(f"<html>{page}</html>", ".html")) == [said]

    def write(word):
        paragraph = word.add_paragraph("The limit is ")
        run = "<m:r><m:t>{}</m:t></m:r>".format
        paragraph._p.append(
            parse_xml(
                f'<m:oMath xmlns:m="{MATHS}"><m:f><m:num>{run(1)}</m:num><m:den>{run(2)}</m:den></m:f>'
                f"{run(' x')}<m:sSup><m:sup>{run(2)}</m:sup></m:sSup></m:oMath>"
            )
        )
        paragraph.add_run(" of all.")

    assert texts(read_word(write)) == [said]


def test_what_is_written_into_the_fields_of_a_page_is_told_and_parts_words(read):
    document = read(
        "<html><form><label>Tool</label><input value='Scanner'><label>Owner</label>"
        "<input type='submit' value='Send'></form></html>",
        ".html",
    )
    assert texts(document) == ["Tool Owner"]
    assert omissions(document) == [("form control", "Scanner")]
