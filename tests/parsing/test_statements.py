"""Numbered recommendations in running text and in tables of every kind are found, and only they."""

import pytest
from layouts import to_docx, to_html, to_pdf
from printing import entry_for, read_here

from assistant.building.corpus import chunk_corpus
from assistant.chunking import chunk
from assistant.errors import InvalidRecommendations
from assistant.parsing.completeness import doubts
from assistant.parsing.statements import ends


@pytest.fixture
def read(tmp_path):
    """Read guidance written as Markdown."""

    def parse(text, **fields):
        path = tmp_path / "made.md"
        path.write_text(text, encoding="utf-8")
        return read_here(path, entry_for(**fields))

    return parse


def brief(document):
    return [(r.number, r.action.text, r.strength, r.certainty) for r in document.recommendations]


# --- running text


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("Recommendation 3: Audit every tool once a year.", "3"),
        ("**Recommendation 3.** Audit every tool once a year.", "3"),
        ("RECOMMENDATION 3 – Audit every tool once a year.", "3"),
        ("Rec. 3: Audit every tool once a year.", "3"),
        ("Recommendation No. 3: Audit every tool once a year.", "3"),
        ("Key recommendation 3: Audit every tool once a year.", "3"),
        ("R3 Audit every tool once a year.", "3"),
        ("R3: Audit every tool once a year.", "3"),
        ("- R3. Audit every tool once a year.", "3"),
        ("Recommendation 2.1: Audit every tool once a year.", "2.1"),
        ("Recommendation A.3: Audit every tool once a year.", "A.3"),
        ("1.2.3 Audit every tool once a year.", "1.2.3"),
    ],
)
def test_a_labelled_paragraph_is_a_recommendation(written, number, read):
    document = read(f"# Quality\n\nSome words before.\n\n{written}\n\nSome words after.\n")
    assert brief(document) == [(number, "Audit every tool once a year.", "", "")]
    (found,) = document.recommendations
    assert found.headings == ("Quality",)
    assert found.area == "Quality"
    assert found.row.text.endswith(found.action.text)


@pytest.mark.parametrize(
    "written",
    [
        "Recommendation 3 was debated by the group for long.",
        "Recommendations 3 and 4 were debated by the group.",
        "As recommendation 3: says, audit the tools.",
        "## 1.2 Scope",
        "## 1.2.3 Scope of the guidance",
        "1.2.3 Scope",
        "1.2 The scope of this guidance is wide.",
        "R2 is a measure of fit of a model.",
        "Rooms R3 and R4 are closed today.",
        "1. Audit every tool once a year.",
        "In 2021 the group met.",
    ],
)
def test_a_heading_or_a_sentence_about_one_is_not(written, read):
    assert brief(read(f"# Quality\n\n{written}\n\nSome words after.\n")) == []


def test_strength_and_certainty_are_read_where_they_are_given(read):
    document = read(
        "## Chapter\n\n"
        "Recommendation 1: We suggest training. (Conditional recommendation, low certainty evidence)\n\n"
        "Recommendation 2: We recommend audit.\n\n"
        "Strong recommendation, very low certainty evidence.\n\n"
        "Recommendation 3: We suggest a log [strong recommendation; moderate-quality evidence].\n\n"
        "Recommendation 4: Keep a register of tools.\n\n"
        "Strength of recommendation: Conditional. Certainty of evidence: Low to moderate.\n\n"
        "Recommendation 5: Tell patients. (Good practice statement)\n\n"
        "Recommendation 6: A strong case was made; a low certainty of harm remains somewhere. Do it.\n"
    )
    graded = [(r.number, r.strength.lower(), r.certainty.lower()) for r in document.recommendations]
    assert graded == [
        ("1", "conditional", "low"),
        ("2", "strong", "very low"),
        ("3", "strong", "moderate"),
        ("4", "conditional", "low to moderate"),
        ("5", "good practice", ""),
        ("6", "", ""),
    ]


def test_a_label_may_carry_the_grading(read):
    document = read(
        "## Chapter\n\n"
        "**Recommendation 1** (strong recommendation, low certainty evidence): Audit tools yearly.\n\n"
        "**Recommendation 2** (conditional recommendation, very low certainty evidence)\n\n"
        "Share what audits find.\n\n"
        "Recommendation 3 (see page 9) was debated for long.\n"
    )
    graded = [(r.number, r.action.text, r.strength, r.certainty) for r in document.recommendations]
    assert graded == [
        ("1", "Audit tools yearly.", "strong", "low"),
        ("2", "Share what audits find.", "conditional", "very low"),
    ]


@pytest.mark.parametrize(
    "set_out",
    [
        "### Recommendation {n}\n\n{badge}\n\n{words}\n\n",
        "### Recommendation {n} {badge}\n\n{words}\n\n",
        "**Recommendation {n}** {badge} {words}\n\n",
        "Recommendation {n}: {words}\n\n{badge}\n\n",
    ],
)
def test_a_badge_says_the_strength_and_is_no_word_of_the_recommendation(set_out, read):
    made = [("1", "Strong", "Audit tools."), ("2", "Conditional", "Tell patients.")]
    lines = (set_out.format(n=n, badge=badge, words=words) for n, badge, words in made)
    found = read("## Chapter\n\n" + "".join(lines)).recommendations
    assert [(r.number, r.strength, r.action.text) for r in found] == made


def test_a_badge_over_a_recommendation_grades_none_before_it(read):
    document = read("Strong\n\nRecommendation 1: Audit tools.\n\nWeak\n\nRecommendation 2: Ask.\n")
    assert [(r.row.text, r.strength) for r in document.recommendations] == [
        ("Recommendation 1: Audit tools.", ""),
        ("Recommendation 2: Ask.", ""),
    ]


def test_a_recommendation_takes_the_list_that_it_opens(read):
    document = read(
        "## Care\n\n1.3.1 Offer training that covers:\n\n- risks of automation\n- reading of outputs\n\n"
        "1.3.2 Keep a log of faults for each tool.\n\nText.\n"
    )
    assert [r.action.text for r in document.recommendations] == [
        "Offer training that covers: risks of automation reading of outputs",
        "Keep a log of faults for each tool.",
    ]
    passages = chunk(document)
    assert [p.recommendation for p in passages] == ["1.3.1", "1.3.2", None]


def test_a_heading_that_names_a_recommendation_takes_the_paragraph_below(read):
    document = read(
        "# Title\n\n## Recommendation 1: Audit\n\nAudit every tool once a year.\n\nWhy so.\n\n"
        "## Recommendation 2\n\nKeep a log of faults for each tool.\n\n"
        "## Recommendation 3: Departments should name one person who answers for every tool in use.\n"
    )
    assert [(r.number, r.priority.text, r.action.text) for r in document.recommendations] == [
        ("1", "Audit", "Audit every tool once a year."),
        ("2", "", "Keep a log of faults for each tool."),
        ("3", "", "Departments should name one person who answers for every tool in use."),
    ]
    assert [p.recommendation for p in chunk_corpus([document])] == ["1", None, "2", "3"]


def test_numbered_lists_count_only_where_the_manifest_promises_recommendations(read):
    text = (
        "# What to do\n\n1. Audit every tool once a year.\n2. Keep a log of all faults.\n\nWords.\n"
    )
    assert brief(read(text)) == []
    assert [r.number for r in read(text, n_recommendations=2).recommendations] == ["1", "2"]
    with pytest.raises(InvalidRecommendations, match="3 is missing"):
        read(text, n_recommendations=3)


def test_what_a_summary_and_a_chapter_both_say_counts_once(read):
    document = read(
        "# Summary\n\n| No. | Recommendation |\n|---|---|\n| 1 | Audit every tool. |\n\n"
        "# Chapter\n\nRecommendation 1: Audit every tool.\n\nRecommendation 2: Keep a log of faults.\n"
    )
    assert [(r.number, r.headings) for r in document.recommendations] == [
        ("1", ("Summary",)),
        ("2", ("Chapter",)),
    ]


# --- tables


TABLE = "# Care\n\n| {} |\n|{}\n{}\n\nWords after.\n"


def table(heads, *rows):
    lines = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    return TABLE.format(" | ".join(heads), "---|" * len(heads), lines)


def test_strength_and_certainty_columns_are_read_and_quoted(read):
    document = read(
        table(
            ("No.", "Recommendation", "Strength", "Certainty of the evidence", "Remarks"),
            ("A.1.1", "Offer training to all staff.", "Strong", "Low", "Each year."),
            ("A.1.2", "Keep a log.", "Conditional", "Very low", ""),
        )
    )
    assert brief(document) == [
        ("A.1.1", "Offer training to all staff.", "Strong", "Low"),
        ("A.1.2", "Keep a log.", "Conditional", "Very low"),
    ]
    first = chunk(document)[0]
    assert first.text == "Offer training to all staff. Strong Low Each year."
    assert " ".join(part.text for part in first.parts) == first.text


@pytest.mark.parametrize("head", ["", "Recommendation", "Sl", "Nr"])
def test_a_number_column_is_known_by_its_numbers(head, read):
    document = read(
        table(
            (head, "What should be done", "Who"),
            ("1", "Audit every tool.", "Physicists"),
            ("2", "Keep a log.", "All"),
            ("3", "Tell patients.", "All"),
        )
    )
    assert [(r.number, r.responsible.text) for r in document.recommendations] == [
        ("1", "Physicists"),
        ("2", "All"),
        ("3", "All"),
    ]


def test_numbers_may_stand_in_the_recommendations_cell(read):
    document = read(
        table(
            ("Recommendation", "Lead"),
            ("R1. Audit every tool.", "Physicists"),
            ("R2. Keep a log.", "All"),
        )
    )
    assert [(r.number, r.action.text) for r in document.recommendations] == [
        ("1", "Audit every tool."),
        ("2", "Keep a log."),
    ]


def test_a_recommendation_and_what_to_do_about_it_are_told_apart(read):
    document = read(
        table(
            ("No", "Recommendation", "Action", "Owner"), ("1", "Safe tools", "Audit them.", "All")
        )
    )
    (found,) = document.recommendations
    assert (found.priority.text, found.action.text) == ("Safe tools", "Audit them.")


@pytest.mark.parametrize(
    ("heads", "rows"),
    [
        (
            ("Question", "Yes", "No", "Action"),
            [("Is it safe?", "x", "", "Stop"), ("Old?", "", "x", "Ask")],
        ),
        (("Opportunity", "Description", "Status"), [("1", "A network.", "Ongoing")]),
        (("Year", "Action taken"), [("2019", "Founded."), ("2021", "Wrote this.")]),
        (("Recommendation", "Strength"), [("Offer training.", "Strong"), ("Keep a log.", "Weak")]),
    ],
)
def test_other_tables_stay_tables(heads, rows, read):
    document = read(table(heads, *rows))
    assert brief(document) == []
    assert sum(p.kind == "row" for p in chunk(document)) == len(rows)


def test_a_row_across_the_table_names_the_area_of_the_rows_below(tmp_path):
    path = tmp_path / "made.html"
    path.write_text(
        "<h1>All</h1><table><tr><th>No.<th>Recommendation<th>Who</tr>"
        "<tr><td colspan=3>Education</tr><tr><td>1<td>Teach it.<td>HEIs</tr>"
        "<tr><td colspan=3>Research</tr><tr><td rowspan=2>2<td>Study it.<td>All</tr>"
        "<tr><td>Publish it.<td>All</tr></table>"
    )
    document = read_here(path, entry_for(n_recommendations=2))
    assert [(r.number, r.area, r.action.text) for r in document.recommendations] == [
        ("1", "Education", "Teach it."),
        ("2", "Research", "Study it. Publish it."),
    ]


def test_word_numbers_that_stand_nowhere_in_the_file_are_worked_out(tmp_path):
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    word = docx.Document()
    numbering = word.part.numbering_part.element
    numbering.insert(
        0,
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            '<w:numFmt w:val="decimal"/><w:lvlText w:val="Recommendation %1:"/></w:lvl></w:abstractNum>'
        ),
    )
    numbering.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>')
    )
    word.add_heading("Quality", 1)
    for text in ("Audit every tool once a year.", "Keep a log of all faults."):
        paragraph = word.add_paragraph(text)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr>')
        )
    word.save(str(tmp_path / "made.docx"))
    document = read_here(tmp_path / "made.docx", entry_for())
    assert [(r.number, r.action.text) for r in document.recommendations] == [
        ("1", "Audit every tool once a year."),
        ("2", "Keep a log of all faults."),
    ]


@pytest.mark.parametrize(
    ("suffix", "layout"), [(".docx", to_docx), (".html", to_html), (".pdf", to_pdf)]
)
def test_running_text_recommendations_come_back_from_every_format(suffix, layout, read, tmp_path):
    text = (
        "# Guidance for all\n\nWords that open the guidance, as is usual, at some length.\n\n"
        + "".join(
            f"## Part {n}\n\nSome words about why part {n} matters so much to all who read it.\n\n"
            f"Recommendation {n}: Departments should keep a register of the tools of kind {n} in use, and"
            " review it every year with the people who use them. (Strong recommendation, low certainty"
            " evidence)\n\n"
            for n in range(1, 15)
        )
    )
    made = read(text)
    assert len(made.recommendations) == 14
    path = tmp_path / f"laid-out{suffix}"
    layout(made, path)
    back = read_here(path, made.entry)
    assert brief(back) == brief(made)
    assert [r.headings for r in back.recommendations] == [r.headings for r in made.recommendations]
    assert {(r.strength, r.certainty) for r in back.recommendations} == {("Strong", "low")}


@pytest.mark.parametrize("number", ["1.0.1", "1.8.1", "2.1.3"])
@pytest.mark.parametrize(
    "words",
    [
        "“Tool” means whatever reads images.",
        '"Tool of others" (or "Other Tool") shall mean one that was bought.',
        "Covered tool means one in the register.",
        "“Owner” refers to the person who signs.",
    ],
)
def test_a_definition_is_no_recommendation_and_is_told(number, words, read):
    document = read(f"# Tools\n\n{number} {words}\n\n3.1.1 Audit every tool.\n")
    assert [r.number for r in document.recommendations] == ["3.1.1"]
    assert any(doubt.startswith(f"{number} stands before words") for doubt in doubts(document))


@pytest.mark.parametrize("words", ["This means a test of every tool.", "Say what it means."])
def test_to_speak_of_meaning_is_no_definition(words, read):
    assert brief(read(f"# Tools\n\n1.1.1 {words}\n")) == [("1.1.1", words, "", "")]


@pytest.mark.parametrize("mark", ["*", "* ", "¹", ", ", "^", "^{1}", "[1]", "§"])
def test_a_row_of_marks_of_any_length_stands_behind_a_sentence_or_inside_it(mark):
    """With a pattern that matches such a row in many ways this would not end."""
    row = (mark * 500).rstrip()
    assert ends(f"Audit every tool.{row}")
    assert not ends(f"Audit every tool.{row} x")


@pytest.mark.parametrize("label", ["REC-0{}", "Recommendation {}:", "R{}."])
@pytest.mark.parametrize("head", [("What we advise", "Why"), ("", ""), None])
def test_labels_in_the_cells_need_no_head(label, head, tmp_path):
    said = ("Audit every tool.", "Keep a log of faults.", "Tell patients of both.")
    cells = [(f"{label.format(n)} {words}", "Why so.") for n, words in enumerate(said, 1)]
    rows = "".join(f"<tr><td>{a}<td>{b}" for a, b in cells)
    top = "<tr><th>{}<th>{}".format(*head) if head else ""
    path = tmp_path / "made.html"
    path.write_text(f"<main><h1>Care</h1><p>Words before.<table>{top}{rows}</table></main>")
    assert [r.action.text for r in read_here(path).recommendations] == [*said]


@pytest.mark.parametrize("said", ["Smith 2019 and others.", "The panel met twice.", ""])
def test_labels_before_other_words_make_no_recommendation(said, read):
    rows = [(f"R{n} {said}".strip(), "Why so.") for n in (1, 2, 3)]
    assert brief(read(table(("Study", "Reason"), *rows))) == []


@pytest.mark.parametrize("over", ["", "CARE AT HOME"])
@pytest.mark.parametrize("below", ["", "Who: All wards When: Day 1"])
@pytest.mark.parametrize("n_columns", [2, 3])
def test_a_grid_of_cards_holds_a_recommendation_in_each_cell(over, below, n_columns, tmp_path):
    said = ("Audit tools: all of them.", "Keep a log of faults.", "Tell patients of both.")
    said += ("Record each fault.", "Review the log.", "Hand over the log.")
    cells = [f"<td>{over} Recommendation {n} {words} {below}" for n, words in enumerate(said, 1)]
    rows = "<tr>".join(
        "".join(cells[at : at + n_columns]) for at in range(0, len(cells), n_columns)
    )
    path = tmp_path / "made.html"
    path.write_text(f"<main><h1>Care</h1><p>Words.<table><tr>{rows}</table></main>")
    assert [r.action.text for r in read_here(path).recommendations] == [*said]


@pytest.mark.parametrize("beside", ["", "Accepted", "Accepted in part", "Under review"])
@pytest.mark.parametrize("label", ["Rec 1.{}", "Recommendation {}:", "R{}"])
def test_what_a_numbered_term_defines_is_the_recommendation(beside, label, tmp_path):
    said = ("Cease to move tools about.", "<p>Keep a log.</p><p>Show it to all.</p>")
    terms = "".join(
        f"<dt><b>{label.format(n)}</b> {beside}</dt><dd>{words}<p>For: all wards</p></dd>"
        for n, words in enumerate(said, 1)
    )
    path = tmp_path / "made.html"
    path.write_text(f"<main><h1>Care</h1><dl><dt>Date<dd>May</dl><h2>Tools</h2><dl>{terms}</dl>")
    found = read_here(path).recommendations
    assert [r.action.text for r in found] == [said[0], "Keep a log. Show it to all."]
    assert {r.headings for r in found} == {("Care", "Tools")}
