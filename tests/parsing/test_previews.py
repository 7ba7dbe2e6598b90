"""Before a document is added or replaced a keeper sees what was read in it, and what it lacks."""

import pytest
from printing import Set, print_pages

from assistant.errors import InvalidRequest
from assistant.library import Description, commit, prepare_addition, prepare_replacement
from assistant.library.description import proposal
from assistant.views.render.library import prepared_text

SAID = Description(title="Safe tools", publisher="Nobody", year=2027)
FIRST = """# Safe tools

## Recommendations for practice

| No. | Action | Who is responsible |
|---|---|---|
| 1 | Keep a register of every tool that is in use. | Managers |
| 2 | Name one owner for each tool and write the name down. | Managers |
| 3 | Test each tool on local images before its first use. | Physicists |
"""
SECOND = (
    FIRST.replace("Who is responsible", "Accountable lead")
    .replace("# Safe tools", "# Safer tools, second edition")
    .replace("| 3 |", "| 4 |")
    .replace("| 2 |", "| 3 |")
    .replace("| 3 | Name", "| 2 | Tell patients when a tool was used. | Staff |\n| 3 | Name")
)


@pytest.fixture
def corpus(tmp_path):
    return tmp_path / "corpus"


@pytest.fixture
def file(tmp_path):
    def write(text, name="made.md"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_each_recommendation_is_listed_with_what_it_lacks(corpus, file):
    text = "# Tools\n\n1.1.1 Keep a register of tools.\n\n1.1.3 Each of them should have:\n"
    found = prepare_addition(corpus, file(text), SAID).found
    first, second = found.recommendations
    assert first == "1.1.1  Keep a register of tools."
    assert "[ends with a colon, and nothing follows" in second
    assert any(note.startswith("1.1.2 is missing") for note in found.notes)


def test_tables_are_named_by_their_captions(corpus, file):
    text = f"# Tools\n\n**Table 1 Practice**\n\n{FIRST.partition('practice')[2].strip()}\n"
    assert prepare_addition(corpus, file(text), SAID).found.tables == ("Table 1 Practice (3 rows)",)


def test_what_was_left_out_and_pages_without_text_are_shown(corpus, tmp_path):
    pages = [[Set(60, 2, f"Words of page {word}.")] for word in ("one", "two", "three")]
    pages.insert(1, [])
    path = print_pages(tmp_path / "made.pdf", pages)
    prepared = prepare_addition(corpus, path, SAID)
    shown = prepared_text(prepared)
    assert "Left out as running header or footer on 4 pages: “Safe use of tools" in shown
    assert prepared.found.n_pages == 4


def test_a_new_edition_is_told_by_numbers_columns_and_title(corpus, file, tmp_path):
    index = tmp_path / "index"
    index.mkdir()
    commit(prepare_addition(corpus, file(FIRST), SAID), index)
    prepared = prepare_replacement(corpus, index, "safe-tools", file(SECOND, "second.md"))
    shown = prepared_text(prepared)
    assert "Recommendation 3 (was 2) of safe-tools: renumbered" in shown
    assert "Recommendation 2 of safe-tools: new" in shown
    assert "Column “Who is responsible” is now called “Accountable lead”." in shown
    assert "It calls itself “Safer tools, second edition”; its title stays “Safe tools”" in shown
    same = prepare_replacement(corpus, index, "safe-tools", file(FIRST + "\nWords.\n", "third.md"))
    assert "is now called" not in prepared_text(same)
    assert "It calls itself" not in prepared_text(same)


# --- what a document says of itself


def test_title_publisher_and_year_are_proposed_where_they_are_asked_for(corpus, file):
    text = "# Safe use of tools\n\nWords.\n\nLast updated: 3 May 2026. © 2027 Society of Nobody.\n"
    with pytest.raises(InvalidRequest) as refused:
        prepare_addition(corpus, file(text), Description())
    assert "--title 'Safe use of tools' --publisher 'Society of Nobody' --year 2026" in str(
        refused.value
    )


@pytest.mark.parametrize(
    "years", ["1998–2015", "1998 - 2015", "2004, 2010, 2012-2015", "1998-15", "2015"]
)
def test_the_last_of_several_years_is_proposed(years, file):
    assert proposal(file(f"# Tools\n\nWords. © {years} Society of Nobody.\n")).year == 2015


@pytest.mark.parametrize(
    ("name", "text", "proposed"),
    [
        (
            "page.html",
            "<html><head><title>Safe tools - GOV.UK</title><meta name='dc.publisher' content='A Board'>"
            "<meta name='dcterms.issued' content='2025-02-01'></head><body><h1>Safe tools</h1>"
            "<p>Words.</p></body></html>",
            ("Safe tools", "A Board", 2025),
        ),
        (
            "front.md",
            "---\ntitle: Safe tools\nauthor: A Board\ndate: 2024-05-01\n---\n# Safe tools\n\nWords.\n",
            ("Safe tools", "A Board", 2024),
        ),
        (
            "plain.txt",
            "Safe use of tools\n\nWords that are a sentence.\n",
            ("Safe use of tools", "", None),
        ),
        ("words.md", "Only words, copyright questions (c) among them.\n", ("", "", None)),
    ],
)
def test_what_a_file_says_of_itself_is_proposed(name, text, proposed, file):
    found = proposal(file(text, name))
    assert (found.title, found.publisher, found.year) == proposed
