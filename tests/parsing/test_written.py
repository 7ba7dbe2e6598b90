"""Text, Markdown, web pages and Word files say the same however a program wrote them."""

import re
import textwrap
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement
from guidelines import GUIDELINE, SETTINGS, expected, read_of
from hypothesis import given
from hypothesis import strategies as st
from printing import read_here, said_by, texts

from assistant.domain import Heading, Paragraph, Table

GUIDANCE = (
    "# Safe use of tools\n\nSome naïve words – “quoted” ones – stand here for the reader.\n\n"
    "1.1.1 Keep a register of every tool in use.\n\n1.1.2 Name one owner for each tool.\n"
)
SAID = {
    "1.1.1": "Keep a register of every tool in use.",
    "1.1.2": "Name one owner for each tool.",
}


@pytest.fixture
def read(tmp_path):
    def parse(text, suffix=".md", encoding="utf-8"):
        path = tmp_path / f"made{suffix}"
        path.write_bytes(text.encode(encoding) if isinstance(text, str) else text)
        return read_here(path)

    return parse


def cells(document):
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    return [[c.text for c in table.header], *([c.text for c in row.cells] for row in table.rows)]


def write_markdown(recommendations, sign, path):
    lines = []
    for n, (lead, items, year) in enumerate(recommendations, start=1):
        lines += [f"1.1.{n} {lead}{year}", "", *(f"- {item}" for item in items), ""]
    path.write_text("# Tools\n\n" + "\n".join(lines), encoding="utf-8")


def write_text(recommendations, sign, path):
    lines = []
    for n, (lead, items, year) in enumerate(recommendations, start=1):
        lines += [f"1.1.{n} {lead}{year}", *(f"{sign} {item}" for item in items), ""]
    path.write_text("Tools\n\n" + "\n".join(lines), encoding="utf-8")


def write_page(recommendations, sign, path):
    parts = []
    for n, (lead, items, year) in enumerate(recommendations, start=1):
        listed = "".join(f"<li>{item}</li>" for item in items)
        parts.append(f"<p>1.1.{n} {lead}{year}</p>" + (f"<ul>{listed}</ul>" if items else ""))
    path.write_text(f"<html><body><h1>Tools</h1>{''.join(parts)}</body></html>", encoding="utf-8")


def write_word(recommendations, sign, path):
    word = docx.Document()
    word.add_heading("Tools", 1)
    for n, (lead, items, year) in enumerate(recommendations, start=1):
        word.add_paragraph(f"1.1.{n} {lead}{year}")
        for item in items:
            # Some set the sign themselves, others let Word do it.
            word.add_paragraph(
                f"{sign} {item}" if n % 2 else item, None if n % 2 else "List Bullet"
            )
    word.save(str(path))


def write_strict_word(recommendations, sign, path):
    """As Word saves it under "Strict Open XML"."""
    write_word(recommendations, sign, path)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(
                name,
                re.sub(
                    rb"schemas\.openxmlformats\.org/(wordprocessingml|drawingml|officeDocument)/2006/",
                    rb"purl.oclc.org/ooxml/\1/",
                    data,
                ),
            )


WRITERS = {
    ".md": write_markdown,
    ".txt": write_text,
    ".html": write_page,
    ".docx": write_word,
    ".strict.docx": write_strict_word,
}


@pytest.mark.parametrize("suffix", WRITERS)
@SETTINGS
@given(GUIDELINE, st.sampled_from("•–-－‣▪"))
def test_a_guideline_comes_in_whole_in_every_format(tmp_path, suffix, recommendations, sign):
    path = tmp_path / f"made{suffix}"
    WRITERS[suffix](recommendations, sign, path)
    assert read_of(read_here(path), recommendations) == expected(recommendations)


# --- letters and lines


@pytest.mark.parametrize("suffix", [".md", ".txt"])
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
        (b"", "cp1252"),
    ],
)
def test_the_encoding_of_a_text_does_not_matter(mark, encoding, suffix, read):
    document = read(mark + GUIDANCE.encode(encoding), suffix)
    assert texts(document) == texts(read(GUIDANCE, suffix))
    assert any("Windows-1252" in remark for remark in document.remarks) == (encoding == "cp1252")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\v", "\x85", "\u2028", "\u2029"])
@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_how_lines_end_does_not_matter(end, suffix, read):
    assert texts(read(GUIDANCE.replace("\n", end), suffix)) == texts(read(GUIDANCE, suffix))


@SETTINGS
@given(st.integers(18, 90), st.sampled_from(["\n", "\n\n"]), st.sampled_from([".md", ".txt"]))
def test_how_requirements_are_wrapped_does_not_matter(tmp_path, width, between, suffix):
    said = {
        f"2.3.{n}": f"The safety officer must {what}."
        for n, what in enumerate(
            (
                "be a registered clinician who holds a current registration with a body",
                "approve the hazard log, as set out below, at the end of each stage of a project",
                "keep it",
            ),
            start=1,
        )
    }
    wrapped = ("\n".join(textwrap.wrap(f"{n} {words}", width)) for n, words in said.items())
    path = tmp_path / f"made{suffix}"
    path.write_text(f"# Safety\n\n{between.join(wrapped)}\n", encoding="utf-8")
    assert said_by(read_here(path)) == said


def test_requirements_on_lines_of_one_paragraph_of_word_are_each_one(tmp_path):
    word = docx.Document()
    word.add_paragraph(
        "2.3.1 The officer must be a clinician.\n2.3.2 The officer must keep\nthe log."
    )
    word.save(str(tmp_path / "made.docx"))
    assert said_by(read_here(tmp_path / "made.docx")) == {
        "2.3.1": "The officer must be a clinician.",
        "2.3.2": "The officer must keep the log.",
    }


@pytest.mark.parametrize("mark", ["^", "^{3}", "¹²", "*", " [3]", "†"])
def test_marks_of_notes_behind_a_sentence_do_not_hide_it(mark, read):
    assert list(said_by(read(GUIDANCE.replace("use.", f"use.{mark}")))) == ["1.1.1", "1.1.2"]


@pytest.mark.parametrize(
    ("suffix", "end"), [(".md", "\n"), (".txt", "\n"), (".html", "<br>"), (".md", "  \n")]
)
@pytest.mark.parametrize("mark", ["- ", ""])
def test_a_number_begins_a_recommendation_below_words_without_a_full_stop(suffix, end, mark, read):
    lines = ["1.1.1 Keep a register of:", f"{mark}tools", f"{mark}owners", "1.1.2 Report faults."]
    text = end.join(lines)
    document = read(f"<html><p>{text}</p></html>" if suffix == ".html" else text, suffix)
    assert said_by(document)["1.1.2"] == "Report faults."
    assert sum("Report" in said for said in texts(document)) == 1


@pytest.mark.parametrize("led", ["as in", "See section", "1.1.3 and", "the rules of tools,"])
@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_a_number_that_words_lead_to_begins_nothing(led, suffix, read):
    document = read(f"1.1.1 Keep a register, {led}\n1.1.4 Owners of tools.\n", suffix)
    assert said_by(document) == {"1.1.1": f"Keep a register, {led} 1.1.4 Owners of tools."}


def test_a_requirement_goes_on_behind_an_empty_line_in_the_middle_of_its_sentence(read):
    text = "2.3.5 The maker must publish the\n\nhazard log each year.\n\nOther words follow.\n"
    assert said_by(read(text)) == {"2.3.5": "The maker must publish the hazard log each year."}


@pytest.mark.parametrize(("suffix", "between"), [(".md", "\n\n"), (".html", "</p><p>")])
def test_a_paragraph_cut_inside_a_sentence_is_one(suffix, between, read):
    first = "The makers of a tool explain to all who use it how its limits were found"
    second = "and what they mean for a department. They do so every year."
    (whole,) = texts(
        read(
            f"<p>{first}{between}{second}</p>" if suffix == ".html" else first + between + second,
            suffix,
        )
    )
    assert whole == f"{first} {second}"
    lines = ["Society of Nobody", "imaging department", "office@nobody.example"]
    assert (
        texts(
            read("<p>" + between.join(lines) if suffix == ".html" else between.join(lines), suffix)
        )
        == lines
    )


def test_the_first_line_of_a_wrapped_paragraph_is_no_heading(read):
    wrapped = "Tools that a department has bought before the new rules came into\n- force\n- use\n"
    headed = "Tools in use\n- a register\n- an owner\n"
    first = [read(text, ".txt").blocks[0] for text in (wrapped, headed)]
    assert [type(block) for block in first] == [Paragraph, Heading]


# --- what programs add to Markdown

FENCES = (
    "::: note Take care\n{}\n:::\n",
    ":::: {{.warning}}\n**Take care**\n\n{}\n::::\n",
    "> [!NOTE] Take care\n>\n> {}\n",
)
BOXES = (
    '!!! note "Take care"\n    {}\n',
    '??? warning "Take care"\n\n    {}\n',
    '=== "Take care"\n\n    {}\n',
)


@pytest.mark.parametrize("box", FENCES)
def test_a_fenced_box_is_its_title_and_its_words(box, read):
    document = read(f"# Tools\n\n{box.format('Keep **all** of these.')}\nWords after it.\n")
    assert texts(document)[1:] == ["Take care", "Keep all of these.", "Words after it."]


@pytest.mark.parametrize("box", BOXES)
def test_a_box_or_tab_is_its_title_and_its_words(box, read):
    inside = "Keep **all** of these:\n\n    - a register\n    - an owner"
    document = read(f"# Tools\n\n{box.format(inside)}\nWords after it.\n")
    kinds = [(b.kind, b.excerpt.text) for b in document.blocks if isinstance(b, Paragraph)]
    assert kinds == [
        ("text", "Take care"),
        ("text", "Keep all of these:"),
        ("item", "a register"),
        ("item", "an owner"),
        ("text", "Words after it."),
    ]


PIPES = "| No. | Action |\n|---|---|\n| 1 | Keep a register of tools |\n| 2 | Name an owner |\n"
GRID = """
+-----+---------------+
| No. | Action        |
+=====+===============+
| 1   | Keep a        |
|     | register of   |
|     | tools         |
+-----+---------------+
| 2   | Name an owner |
+-----+---------------+
"""
SIMPLE = """
No.   Action
----  ------------------------
1     Keep a register of tools
2     Name an owner
"""
MULTILINE = """
------------------------
No.   Action
----- ------------------
1     Keep a register
      of tools

2     Name an owner
------------------------
"""


@pytest.mark.parametrize("written", [GRID, SIMPLE, MULTILINE], ids=["grid", "simple", "multiline"])
@pytest.mark.parametrize("caption", ["", "\nTable: Who does what\n"])
def test_a_table_of_pandoc_is_the_table_that_pipes_make(written, caption, read):
    document = read(f"Words before.\n{written}{caption}\nWords after.\n")
    assert cells(document) == cells(read(PIPES))
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert table.caption.text == ("Who does what" if caption else "Words before.").rstrip(
        "."
    ) or not (caption or table.caption)
    assert texts(document)[-1] == "Words after."


@pytest.mark.parametrize(
    "text", ["Words\n-----\n\nMore words.\n", "One\n\n---\n\nTwo\n", "+1 for all\n"]
)
def test_lines_that_only_look_like_tables_are_none(text, read):
    assert not any(isinstance(block, Table) for block in read(text).blocks)


# --- web pages

CONTENT = (
    "<h1>Tools</h1><p>Keep a register of every tool in use, and look at it each month of the year.</p>"
    "<p>Name one owner for each tool, and write the name down where everybody can find it.</p>"
)
FRAMES = {
    "cookie notice": '<div class="govuk-cookie-banner"><h2>Cookies</h2><p>We use some.</p></div>',
    "navigation": '<div class="breadcrumbs"><a>Home</a> &gt; <a>Health</a></div>',
    "share links": '<div class="share"><ul><li>Facebook<li>Twitter</ul></div>',
    "page footer": "<footer><p>Crown copyright</p></footer>",
    "hidden text": '<p style="display: none">A draft for editors.</p>',
    "form control": "<button>Accept all</button>",
    "dialog": "<div role=dialog><p>Sign up for news.</p></div>",
}
# What is so only outside the page's content, or where it holds little but links.
BESIDE = {
    "page footer": '<div id="footer"><p>Powered by a wiki</p></div>',
    "what stands beside the page": '<aside class="sidebar"><h3>News</h3><p>Council votes.</p></aside>',
}


@pytest.mark.parametrize("reason", FRAMES)
def test_what_frames_a_web_page_is_left_out_and_told(reason, read):
    framed = f"<html><body>{CONTENT}{FRAMES[reason]}</body></html>"
    document = read(framed, ".html")
    assert texts(document) == texts(read(f"<html><body>{CONTENT}</body></html>", ".html"))
    assert [omission.reason for omission in document.omissions] == [reason]


@pytest.mark.parametrize("reason", BESIDE)
def test_what_stands_beside_the_content_is_left_out_and_what_stands_in_it_is_not(reason, read):
    words = texts(read(f"<main>{CONTENT}</main>", ".html"))
    inside = read(f"<main>{CONTENT}{BESIDE[reason]}</main>", ".html")
    outside = read(f"<main>{CONTENT}</main>{BESIDE[reason]}", ".html")
    links = read(f"<main>{CONTENT}{BESIDE[reason].replace('p>', 'a>')}</main>", ".html")
    assert texts(inside)[: len(words)] == words != texts(inside)
    assert texts(outside) == texts(links) == words
    assert [omission.reason for omission in outside.omissions] == [reason]


def test_an_empty_line_in_a_part_of_a_page_parts_its_paragraphs(read):
    page = f"<div>{CONTENT}Keep one.<br>Name one.<br>\n<br>Tell one.</div>"
    assert texts(read(page, ".html"))[-2:] == ["Keep one. Name one.", "Tell one."]


@pytest.mark.parametrize(
    ("form", "suffix"), [("<h4>{}</h4><p>{}</p>", ".html"), ("#### {}\n\n{}\n\n", ".md")]
)
def test_a_heading_that_is_only_a_number_numbers_what_stands_below_it(form, suffix, read):
    document = read("".join(form.format(*said) for said in SAID.items()), suffix)
    assert said_by(document) == SAID


def test_letters_of_a_list_within_a_list_number_no_recommendation(read):
    listed = "<ol><li>Keep a register:<ol type=a><li>one of all tools<li>one of owners</ol></ol>"
    source = read(f"<main>{CONTENT}{listed}</main>", ".html").source
    assert [line[:2] for line in source.split("\n") if line][-3:] == ["1.", "a.", "b."]


def test_the_roman_numbers_that_a_browser_sets_before_items_are_read(read):
    parts = "<ol type=I><li>Keep a log.</ol><p>Words.</p><ol type=I start=2><li>Tell patients.</ol>"
    document = read(f"<main>{CONTENT}<p>We recommend that you:</p>{parts}</main>", ".html")
    assert said_by(document) == {"I": "Keep a log.", "II": "Tell patients."}


@pytest.mark.parametrize("said", ["utf-8", "UTF8", ""])
def test_a_page_that_says_nothing_right_of_its_encoding_is_read_and_told(said, read):
    head = f'<meta charset="{said}">' if said else ""
    page = f"<html><head>{head}</head><body><p>Naïve readers – and others.</p></body></html>"
    document = read(page.encode("cp1252"), ".html")
    assert texts(document) == ["Naïve readers – and others."]
    assert any("Windows-1252" in remark for remark in document.remarks)


def test_one_broken_letter_makes_a_page_no_other_than_it_says(read):
    page = f'<html><head><meta charset="utf-8"></head><body><p>{"é" * 9} –</p></body></html>'
    assert texts(read(page.encode() + b"<p>\xe9</p>", ".html"))[0] == "é" * 9 + " –"


@pytest.mark.parametrize("last", ["So.", "4.", "Yes."])
@pytest.mark.parametrize("tag", ["p", "div", "li"])
def test_a_short_word_that_nothing_follows_is_said(last, tag, read):
    page = f"<html><body>{CONTENT}<ul><{tag}>{last}</{tag}></ul></body></html>"
    assert last.rstrip(".") in read(page, ".html").source[-8:]


def test_a_heading_that_is_a_button_is_said(read):
    page = "<h2><button aria-expanded=false>Why</button></h2><div hidden class=panel><p>A person signs each.</p></div>"
    assert texts(read(f"<html><body>{CONTENT}{page}</body></html>", ".html"))[-2:] == [
        "Why",
        "A person signs each.",
    ]


@pytest.mark.parametrize(
    "kept",
    [
        '<div class="accordion"><h3>Reports</h3><div hidden><p>A person signs each.</p></div></div>',
        '<button aria-controls="a1">Reports</button><div id="a1" hidden><p>A person signs each.</p></div>',
        "<details><summary>Reports</summary><p>A person signs each.</p></details>",
        '<div hidden="until-found"><p>A person signs each.</p></div>',
        '<div role="tabpanel" style="display:none"><p>A person signs each.</p></div>',
        "<article><p>Words.</p><footer><p>A person signs each.</p></footer></article>",
        "<div><p>Words.</p><footer><p>A person signs each.</p></footer></div><footer>Site</footer>",
        "<div id=main><p>Words.</p><footer><p>A person signs each.</p></footer></div>",
    ],
)
def test_what_a_click_opens_and_the_foot_of_the_content_are_kept(kept, read):
    document = read(f"<html><body>{CONTENT}{kept}</body></html>", ".html")
    assert "A person signs each." in texts(document)


def test_a_page_that_calls_itself_navigation_is_still_the_page(read):
    page = read(f'<html><body><div class="nav">{CONTENT}</div></body></html>', ".html")
    assert len(page.blocks) == 3


# --- Word


def test_a_row_deleted_with_tracking_is_none_and_is_told(tmp_path):
    word = docx.Document()
    table = word.add_table(rows=0, cols=2)
    for row in (("No.", "Action"), ("1", "Review all tools yearly."), ("2", "Print every report.")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    table.rows[2]._tr.get_or_add_trPr().append(OxmlElement("w:del"))
    word.sections[0].header.paragraphs[0].text = "A head on every page"
    word.save(str(tmp_path / "made.docx"))
    document = read_here(tmp_path / "made.docx")
    assert said_by(document) == {"1": "Review all tools yearly."}
    assert [(o.reason, o.words) for o in document.omissions] == [
        ("deleted text", "2 Print every report."),
        ("running header or footer", "A head on every page"),
    ]


def test_a_row_across_a_table_heads_the_rows_below_it(read):
    rows = (
        "<tr><th>Test</th><th>How often</th></tr><tr><td colspan=2>Each week</td></tr>"
        "<tr><td>Phantom</td><td>Once</td></tr><tr><td colspan=2>Each month</td></tr>"
        "<tr><td>Doses</td><td>Twice</td></tr><tr><td>Alarms</td><td>Once</td></tr>"
        "<tr><td colspan=2>All of them are kept for as long as a tool is in use.</td></tr>"
        "<tr><td colspan=2>Never</td></tr>"
    )
    document = read(f"<table><caption>Table 1 Checks</caption>{rows}</table>", ".html")
    assert [(table.caption.text, len(table.rows)) for table in document.blocks] == [
        ("Table 1 Checks Each week", 1),
        ("Table 1 Checks Each month", 3),
        ("Table 1 Checks", 1),
    ]
    assert {table.header[0].text for table in document.blocks} == {"Test"}


SECTIONED = (
    ("No", "Recommendation", "Who"),
    ("Governance",),
    ("1", "Keep a register.", "Lead"),
    ("Training",),
    ("2", "Train all staff.", "Trust"),
)


def test_as_many_sections_as_numbers_hide_no_recommendation(read):
    wide = [row + ("",) * (3 - len(row)) for row in SECTIONED]
    lines = [" | ".join(row) for row in wide]
    pipes = "\n".join(f"| {line} |" for line in (lines[0], "--- | --- | ---", *lines[1:]))
    cells = [
        "".join(f"<th colspan=3>{c}</th>" if len(row) == 1 else f"<td>{c}</td>" for c in row)
        for row in SECTIONED
    ]
    rows = "".join(f"<tr>{row}</tr>" for row in cells).replace("<td>", "<th>", 3)
    for text, suffix in ((pipes, ".md"), (f"<html><table>{rows}</table></html>", ".html")):
        document = read(text, suffix)
        assert said_by(document) == {"1": "Keep a register.", "2": "Train all staff."}
        assert [r.area for r in document.recommendations] == ["Governance", "Training"]


@pytest.mark.parametrize("suffix", [".html", ".docx"])
def test_numbers_beside_what_they_number_need_no_head(suffix, read, tmp_path):
    if suffix == ".html":
        rows = "".join(f"<tr><td>{n}</td><td>{words}</td></tr>" for n, words in SAID.items())
        document = read(f"<html><table>{rows}</table></html>", ".html")
    else:
        word = docx.Document()
        table = word.add_table(0, 2)
        for row in SAID.items():
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = words
        word.save(str(tmp_path / "made.docx"))
        document = read_here(tmp_path / "made.docx")
    assert said_by(document) == SAID


def test_a_comment_in_markdown_is_left_out_and_told(read):
    document = read("# Tools\n\nKeep a register.\n\n<!-- Ask the committee first. -->\n")
    assert "committee" not in document.source
    (told,) = document.omissions
    assert (told.reason, told.words) == ("hidden text", "Ask the committee first.")


def test_code_and_words_in_angle_brackets_are_said_markup_is_not(read):
    said = "Write <name of the trust> there, `<b>` as it stands, and `<!-- this -->` too."
    document = read(f"# Tools\n\n{said} It is <b>yours</b>.\n")
    assert texts(document)[1] == said.replace("`", "") + " It is yours ."
    assert not document.omissions


def test_front_matter_is_told(read):
    document = read("---\ntitle: Tools\nowner: the committee\n---\n\nKeep a register.\n")
    assert texts(document) == ["Keep a register."]
    (told,) = document.omissions
    assert "the committee" in told.words


def test_the_list_of_contents_of_a_page_holds_no_recommendation(read):
    title = "1.2.3 Owner(s) of each tool (all)"
    document = read(f"<ul><li>{title}</li></ul><h2>{title}</h2><p>Keep one.</p>", ".html")
    assert not document.recommendations


def test_a_link_to_its_own_place_is_no_word_of_a_heading(read):
    document = read('<h2>Tools<a href="#tools">¶</a></h2><p>Keep one.</p>', ".html")
    assert texts(document)[0] == "Tools"


def test_notes_below_a_page_are_the_references_that_their_marks_point_to(read):
    document = read(
        '<p>Keep one.<a class="footnote-reference" href="#id1">7</a></p>'
        '<dl class="footnote brackets"><dt>7</dt><dd><p>Or two.</p></dd></dl>',
        ".html",
    )
    assert texts(document) == ["Keep one.⁷", "[7] Or two."]


def test_what_heads_and_foots_each_section_of_word_is_told(tmp_path):
    word = docx.Document()
    for n, words in enumerate(["Draft one", "Draft two"]):
        section = word.sections[-1] if n == 0 else word.add_section()
        section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
        section.header.paragraphs[0].text = words
        section.footer.paragraphs[0].text = f"{words} of the committee"
        word.add_paragraph("Keep a register.")
    word.save(str(tmp_path / "made.docx"))
    told = {omission.words for omission in read_here(tmp_path / "made.docx").omissions}
    assert told == {"Draft one", "Draft two"} | {
        "Draft one of the committee",
        "Draft two of the committee",
    }


@pytest.mark.parametrize("suffix", [".html", ".md"])
def test_the_letter_that_a_numbered_item_begins_with_is_kept(suffix, read):
    written = {
        ".html": "<html><body><p>Words.</p><ol><li>(a) tools</li><li>• images</li></ol></body></html>",
        ".md": "Words.\n\n1. (a) tools\n2. • images\n",
    }
    assert texts(read(written[suffix], suffix))[1:] == ["(a) tools", "images"]


@given(st.integers(40, 70))
def test_lines_that_word_keeps_as_paragraphs_are_one(tmp_path_factory, width):
    said = "Keep a register, as the so called owner of each of these tools would, of all, and then of most. "
    document = docx.Document()
    lines = textwrap.wrap((said + said.lower() * 2).replace(". keep", " and keep"), width)
    for line in lines:
        document.add_paragraph(line)
    document.save(str(path := tmp_path_factory.mktemp("word") / "made.docx"))
    starts_plain = all(line.split()[0].isalpha() for line in lines)
    assert len(texts(read_here(path))) == 1 or not starts_plain
