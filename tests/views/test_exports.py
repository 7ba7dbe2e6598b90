"""What is taken away says the same as the page, and is safe to open."""

import csv
import io
import json
from dataclasses import replace
from datetime import date

import pytest

from assistant.views.render import exports

TODAY = date(2026, 11, 22)


def rows(file):
    assert file.content.startswith("\ufeff")
    return list(csv.reader(io.StringIO(file.content[1:])))


@pytest.fixture
def conversation(audit, dose):
    return [audit, dose]


def test_markdown_holds_questions_quotes_and_sources(conversation, edition):
    text = exports.conversation_markdown(conversation, edition, TODAY).content
    for response in conversation:
        assert f"## {response.question}" in text
    for citation in conversation[0].citations:
        for part in citation.quote.parts:
            assert all(line in text for line in part.text.split("\n"))
        assert "> **Who is responsible:** " in text
    assert "Not in this guidance" in text
    assert text.count("Available from:") >= 2 + len(conversation[0].citations)


def test_csv_has_a_line_for_each_recommendation_and_quote(conversation, edition):
    head, *lines = rows(exports.conversation_csv(conversation, edition))
    answer = conversation[0]
    assert len(lines) == len(answer.recommendations) + len(answer.citations) + 1
    assert all(len(line) == len(head) for line in lines)


def test_json_is_the_command_lines(conversation, edition, run):
    data = json.loads(exports.conversation_json(conversation, edition).content)
    asked = run("ask", conversation[0].question, "--json").json
    assert data["turns"][0] == asked


def test_what_is_taken_of_a_conversation_names_the_index(conversation, edition):
    files = (
        exports.conversation_markdown(conversation, edition, TODAY),
        exports.conversation_csv(conversation, edition),
        exports.conversation_json(conversation, edition),
        exports.cpd_note(conversation, "", edition, TODAY),
    )
    assert [file.name for file in files if edition.index.id not in file.content] == []
    head, *lines = rows(files[1])
    assert {line[head.index("Index")] for line in lines} == {edition.index.id}


def test_the_gap_sheet_has_room_for_every_recommendation(edition):
    head, *lines = rows(exports.gap_analysis(edition))
    assert len(lines) == 31
    at = head.index("Local status"), head.index("Local evidence")
    assert all(line[column] == "" for line in lines for column in at)
    assert [line[head.index("Number")] for line in lines] == [str(n) for n in range(1, 32)]


def test_a_cpd_note_holds_question_recommendations_and_reflection(conversation, edition):
    note = exports.cpd_note(conversation, " I will ask about audits. ", edition, TODAY).content
    assert "CPD note, 22 November 2026" in note
    for response in conversation:
        assert f"- {response.question}\n" in note
    assert "Recommendation 4:" in note
    assert "## My reflection\n\nI will ask about audits.\n" in note
    assert "What I learned" in exports.cpd_note(conversation, "", edition, TODAY).content


def test_no_cell_is_run_as_a_formula(audit, edition):
    hostile = replace(audit, question='=HYPERLINK("http://x")')
    for line in rows(exports.conversation_csv([hostile], edition))[1:]:
        assert line[0].startswith("'=")
    assert not any(
        cell.startswith(("=", "+", "@"))
        for file in (exports.list_csv(edition.recommendations), exports.gap_analysis(edition))
        for line in rows(file)
        for cell in line
    )


def test_lists_come_in_three_forms(edition):
    items = edition.recommendations[:3]
    assert len(rows(exports.list_csv(items))) == 4
    assert [row["number"] for row in json.loads(exports.list_json(items).content)] == [1, 2, 3]
    assert exports.list_markdown(items, edition).content.count("## Recommendation") == 3
