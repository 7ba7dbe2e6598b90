"""What is taken away says the same as the page, and is safe to open."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import date

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import InvalidRequest
from assistant.views.render import citing, exports, files, wording

TODAY = date(2026, 11, 22)


def written(taken, ending, today=TODAY):
    return files.file(taken, ending, today)


def rows(taken):
    text = written(taken, "csv").content.decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:])))


def opened(file):
    return openpyxl.load_workbook(io.BytesIO(file.content))


def text_of(file):
    """The words of a Markdown or a Word file, a line for each paragraph."""
    if file.name.endswith(".md"):
        return file.content.decode()
    return "\n".join(p.text for p in docx.Document(io.BytesIO(file.content)).paragraphs)


@pytest.fixture
def talk(audit, dose):
    return [audit, dose]


@pytest.fixture
def conversation(talk, edition):
    return exports.conversation(talk, edition, TODAY)


@pytest.fixture
def gaps(edition):
    return exports.recommendations(edition.recommendations, edition, TODAY, *exports.GAP_ANALYSIS)


@pytest.fixture
def takeaways(conversation, gaps, talk, edition):
    return conversation, gaps, exports.cpd_note(talk, "", edition, TODAY)


@pytest.mark.parametrize("ending", ["md", "docx"])
def test_a_conversation_to_read_holds_questions_quotes_and_sources(
    conversation, talk, edition, ending
):
    text = text_of(written(conversation, ending))
    for response in talk:
        assert response.question in text
    for citation in talk[0].citations:
        for part in citation.quote.parts:
            assert all(line in text for line in part.text.split("\n"))
    assert "Who is responsible:" in text
    assert "Not in this guidance" in text
    for entry in edition.documents:
        assert citing.vancouver(entry, "") in text


def test_a_word_file_has_headings_that_word_knows(conversation, talk):
    paper = docx.Document(io.BytesIO(written(conversation, "docx").content))
    by_style = {}
    for paragraph in paper.paragraphs:
        by_style.setdefault(paragraph.style.name, []).append(paragraph.text)
    assert by_style["Heading 1"] == [*(r.question for r in talk), "Sources"]
    assert len(by_style["Title"]) == 1
    assert [s.name for s in paper.styles if s.name in ("Heading 1", "Heading 2", "Quote")]
    for name in ("Heading 1", "Heading 2"):
        assert paper.styles[name].paragraph_format.keep_with_next


def test_a_table_has_a_line_for_each_recommendation_and_quote_with_owner_and_status(
    conversation, talk
):
    head, *lines = rows(conversation)
    answer = talk[0]
    assert len(lines) == len(answer.recommendations) + len(answer.citations) + 1
    assert all(len(line) == len(head) for line in lines)
    [first] = answer.recommendations
    of_recommendations = [line for line in lines if line[head.index("Recommendation")]]
    for line in of_recommendations:
        assert line[head.index("Status")] == first.recommendation.status
        assert line[head.index("Who is responsible")] == first.recommendation.responsible.text


def test_json_is_the_command_lines(conversation, talk, run):
    data = json.loads(written(conversation, "json").content)
    assert data["turns"][0] == run("ask", talk[0].question, "--json").json


def test_whatever_is_taken_away_names_the_index_and_the_day(takeaways, edition):
    for taken in takeaways:
        for ending in ("md", "docx", *(["xlsx"] if taken.table else [])):
            file = written(taken, ending)
            if ending == "docx":
                said = docx.Document(io.BytesIO(file.content)).sections[0].footer.paragraphs[0].text
            elif ending == "xlsx":
                said = "\n".join(str(row[0].value) for row in opened(file)["About"].rows)
            else:
                said = file.content.decode()
            assert f"Taken on 22 November 2026 from index {edition.index.id}." in said, file.name


def test_what_is_taken_away_warns_of_a_document_past_its_review(takeaways, edition):
    [warning] = wording.overdue(edition, TODAY)
    for taken in takeaways:
        assert warning in text_of(written(taken, "docx"))
        if taken.table:
            assert warning in [row[0].value for row in opened(written(taken, "xlsx"))["About"].rows]
    early = exports.recommendations(edition.recommendations, edition, date(2024, 1, 1))
    assert "Please note" not in text_of(written(early, "md", date(2024, 1, 1)))


def test_the_same_day_gives_the_same_bytes_and_another_one_others(takeaways):
    for taken in takeaways:
        for ending in ("md", "docx", *(["csv", "xlsx", "json"] if taken.table else [])):
            assert written(taken, ending) == written(taken, ending)
    later = [written(taken, "docx", date(2026, 11, 23)) for taken in takeaways]
    assert later != [written(taken, "docx") for taken in takeaways]


def test_the_gap_sheet_has_room_for_every_recommendation(gaps):
    head, *lines = rows(gaps)
    own = ("Local status", "Local evidence", "Gap", "Owner", "Review date")
    assert all(line[head.index(name)] == "" for line in lines for name in own)
    assert [line[head.index("Number")] for line in lines] == [str(n) for n in range(1, 32)]


def test_the_workbook_holds_what_the_csv_holds_ready_to_work_with(gaps):
    sheet = opened(written(gaps, "xlsx")).worksheets[0]
    held = [["" if c.value is None else str(c.value) for c in row] for row in sheet.rows]
    assert held == rows(gaps)
    assert sheet.freeze_panes == "A2"
    assert all(cell.alignment.wrap_text for row in sheet.rows for cell in row)
    widths = {name: sheet.column_dimensions[name].width for name in "ABCDEF"}
    assert min(widths.values()) > 8
    assert widths["E"] > widths["B"]
    assert sheet.print_title_rows == "$1:$1"


def test_a_local_status_is_chosen_from_the_documents_own(gaps, edition):
    sheet = opened(written(gaps, "xlsx")).worksheets[0]
    [column] = [c.column_letter for c in sheet[1] if c.value == "Local status"]
    offered = {}
    for rule in sheet.data_validations.dataValidation:
        for cell in str(rule.sqref).split():
            offered[cell] = rule.formula1
    assert {f"{column}{n}" for n in range(2, 33)} <= set(offered) or f"{column}2:{column}32" in (
        offered
    )
    assert set(offered.values()) == {
        '"' + ",".join((*edition.entry("sor-ai-2021").statuses, "Not applicable")) + '"'
    }


@pytest.mark.parametrize("ending", ["md", "docx"])
def test_a_cpd_note_holds_question_recommendations_and_reflection(talk, edition, ending):
    note = text_of(
        written(exports.cpd_note(talk, " I will ask about audits. ", edition, TODAY), ending)
    )
    assert "CPD note, 22 November 2026" in note
    assert all(response.question in note for response in talk)
    assert "Recommendation 4:" in note
    assert "My reflection" in note
    assert "I will ask about audits." in note
    empty = text_of(written(exports.cpd_note(talk, "", edition, TODAY), ending))
    assert "What I learned" in empty


def test_no_cell_is_run_as_a_formula(audit, gaps, edition):
    for start in "=+-@":
        hostile = [replace(audit, question=f'{start}HYPERLINK("http://x")')]
        taken = exports.conversation(hostile, edition, TODAY)
        assert {line[0][:2] for line in rows(taken)[1:]} == {f"'{start}"}
        sheet = opened(written(taken, "xlsx")).worksheets[0]
        assert {row[0].value[:2] for row in sheet.iter_rows(min_row=2)} == {f"'{start}"}
        assert all(cell.data_type != "f" for row in sheet.rows for cell in row)
    assert not any(cell.startswith(("=", "+", "@")) for line in rows(gaps) for cell in line)


@settings(max_examples=15)
@given(st.text(st.characters(codec=None), min_size=1, max_size=40))
def test_whatever_a_person_writes_gives_files_that_open(audit, edition, words):
    note = exports.cpd_note([], words, edition, TODAY)
    docx.Document(io.BytesIO(written(note, "docx").content))
    written(note, "md").content.decode()
    shown = replace(audit, question=words)
    sheet = written(exports.conversation([shown], edition, TODAY), "xlsx")
    assert opened(sheet).worksheets[0].max_row > 1


def test_more_than_a_cell_takes_is_refused_not_cut(audit, edition):
    long = exports.conversation([replace(audit, question="x" * 40_000)], edition, TODAY)
    with pytest.raises(InvalidRequest, match="CSV"):
        written(long, "xlsx")
    assert rows(long)[1][0] == "x" * 40_000


def test_lists_come_in_every_form(edition):
    items = edition.recommendations[:3]
    taken = exports.recommendations(items, edition, TODAY)
    assert len(rows(taken)) == 4
    assert [row["number"] for row in json.loads(written(taken, "json").content)] == [1, 2, 3]
    assert written(taken, "md").content.decode().count("## Recommendation") == 3
    assert text_of(written(taken, "docx")).count("Recommendation ") >= 3
    with pytest.raises(InvalidRequest, match=r"\.docx, \.xlsx"):
        written(taken, "exe")


def test_nothing_is_written_to_disk_for_it(takeaways, monkeypatch):
    monkeypatch.setattr("tempfile.mkstemp", None)
    monkeypatch.setattr("tempfile.NamedTemporaryFile", None)
    for taken in takeaways:
        assert zipfile.is_zipfile(io.BytesIO(written(taken, "docx").content))
        if taken.table:
            assert zipfile.is_zipfile(io.BytesIO(written(taken, "xlsx").content))


def test_the_command_line_saves_the_same_list(run, tmp_path, assistant):
    path = tmp_path / "list.xlsx"
    done = run("list", "--area", "Education", "--save", str(path))
    assert done.code == 0
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert sheet.max_row == 1 + len(assistant.records.filtered(area="Education"))
    wrong = run("list", "--save", str(tmp_path / "list.pdf"))
    assert wrong.code == 1
    assert ".xlsx" in wrong.err
    assert not (tmp_path / "list.pdf").exists()
