"""What stands around the text of a page, or reaches out of its lines, never gets into its sentences."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st
from printing import Set, print_pages, read_here, said_by, texts
from reportlab.pdfbase import pdfmetrics
from test_over_pages import SETTINGS, WORDS_OF

from assistant.domain import Table
from assistant.parsing.draft import TextRow, whole_rows

CUT = "Keep a register of every tool that is in use and name an owner of"
SAID = f"{CUT} each of them."


def read(tmp_path, pages, **options):
    return read_here(print_pages(tmp_path / "made.pdf", pages, **options))


@pytest.mark.parametrize("height", [-3.0, 51.0])
def test_a_head_or_foot_of_one_page_is_left_out_where_others_stand(height, tmp_path):
    heads = ["Scope", "Registers", "Registers", "Registers", "Owners of tools", "Records"]
    rests = [f"each that is {word} of them." for word in ("new", *WORDS_OF)]
    pages = [
        [Set(60, height, head), Set(60, 0, rest), Set(60, 20, CUT)]
        for head, rest in zip(heads, rests, strict=True)
    ]
    document = read(tmp_path, pages, is_headed=False)
    assert texts(document) == [rests[0], *(f"{CUT} {rest}" for rest in rests[1:]), CUT]
    assert sum(omission.n_times for omission in document.omissions) == len(pages)


@pytest.mark.parametrize("sign", [",", " |", " –"])
def test_a_head_that_counts_the_pages_but_the_first_is_left_out(sign, tmp_path):
    heads = ["Policy 22", *(f"Policy 22{sign} page {n}" for n in (2, 3))]
    pages = [[Set(60, -3, head), Set(60, 20, SAID)] for head in heads]
    assert texts(read(tmp_path, pages, is_headed=False)) == [SAID] * 3


@pytest.mark.parametrize("again", ["(continued)", "– cont’d", "cont."])
def test_a_heading_said_again_over_the_next_page_parts_no_list(again, tmp_path):
    items = [Set(60, at, f"• {words}") for at, words in ((4, "a pen;"), (5, "a card;"))]
    first = [Set(60, 1, "Kits", size=16), Set(60, 3, "1.1.1 Each kit has:"), *items]
    second = [Set(60, 1, f"Kits {again}", size=16), Set(60, 3, "• a lamp."), Set(60, 6, SAID)]
    document = read(tmp_path, [first, second], is_headed=False)
    assert said_by(document) == {"1.1.1": "Each kit has: a pen; a card; a lamp."}
    assert [o.words for o in document.omissions] == [f"Kits {again}"]


def test_the_rest_of_a_sentence_where_heads_stand_is_said(tmp_path):
    pages = [[Set(60, -3, "Registers"), Set(60, 2, SAID)] for _ in range(5)]
    pages[2] = [Set(60, -3, "and each of them."), Set(60, 2, SAID)]
    assert "and each of them." in read(tmp_path, pages, is_headed=False).source


@SETTINGS
@given(st.sampled_from([500, 30]), st.floats(-0.4, 0.4))
def test_numbers_of_every_fifth_line_stand_beside_the_text_wherever_their_baseline_is(
    tmp_path, x, shift
):
    lines = textwrap.wrap(f"{SAID} " * 30, 48)[:33]
    page = [Set(100, n, line) for n, line in enumerate(lines)]
    page += [Set(x, n + shift, str(n), size=8) for n in range(5, len(lines), 5)]
    document = read(tmp_path, [page])
    assert not any(map(str.isdigit, document.source))
    assert {omission.reason for omission in document.omissions} == {"line number"}


def test_a_large_first_letter_belongs_to_the_word_it_begins(tmp_path):
    page = [
        Set(60, 1, "K", size=30),
        Set(82, 0.1, "eep a register of every tool that is"),
        Set(82, 1, "in use and name an owner of each"),
        Set(60, 2, "of them."),
    ]
    assert texts(read(tmp_path, [page])) == [
        "Keep a register of every tool that is in use and name an owner of each of them."
    ]


def test_a_list_of_contents_is_no_table_and_is_told(tmp_path):
    titles = ["Scope", "Registers", "Owners", "Records"]
    page = [
        line
        for n, title in enumerate(titles)
        for line in (
            Set(60, 2 + n, f"7.{n}"),
            Set(100, 2 + n, title),
            Set(220, 2 + n, ". " * 30),
            Set(480, 2 + n, str(3 + n)),
        )
    ]
    document = read(tmp_path, [page, [Set(60, 2, SAID)]])
    assert not document.recommendations
    assert texts(document) == [SAID]
    told = [o.words for o in document.omissions if o.reason == "list of contents"]
    assert told == [f"7.{n} {title}" for n, title in enumerate(titles)]


@pytest.mark.parametrize(
    ("first", "second"),
    [("1) keep a register, or", "2) name an owner."), ("(a) keep it, and", "(b) sign it.")],
)
def test_a_number_that_counts_on_inside_a_sentence_is_said(first, second, tmp_path):
    said = f"There are two ways to do what is asked for here: {first}"
    written = read(tmp_path, [[Set(60, 2, said), Set(60, 3, second)]])
    assert texts(written) == [f"{said} {second}"]
    (tmp_path / "made.txt").write_text(f"{said}\n{second}\n")
    assert texts(read_here(tmp_path / "made.txt")) == [f"{said} {second}"]


def test_a_number_that_no_other_counts_on_from_is_said_inside_its_sentence(tmp_path):
    full = "Registers of tools came with the release of the scanner that has number"
    page = [Set(60, 2, full), Set(60, 3, "1.3.2. However, nobody used them before.")]
    document = read(tmp_path, [page])
    assert not document.recommendations
    assert texts(document) == [f"{full} 1.3.2. However, nobody used them before."]
    page += [Set(60, 6, f"1.3.{n} Keep a register.") for n in (3,)]
    assert said_by(read(tmp_path, [page])) == {
        "1.3.2": "However, nobody used them before.",
        "1.3.3": "Keep a register.",
    }


@pytest.mark.parametrize("mark", ["3", "[3]"])
def test_the_raised_mark_of_a_note_behind_a_space_is_none_of_its_own(mark, tmp_path):
    said = "Keep a register."
    end = 63 + pdfmetrics.stringWidth(said, "Vera", 10)
    page = [Set(60, 2, said), Set(end, 1.7, mark, size=6), Set(60, 3, "Sign it.")]
    document = read(tmp_path, [page])
    assert texts(document) == ["Keep a register.³ Sign it."]


def test_rows_of_small_letters_over_a_page_are_rows(tmp_path):
    rows = [TextRow(("Tool", "Use"), 1)]
    rows += [TextRow((name, f"It is for {name}."), 1 + n // 3) for n, name in enumerate("abcdef")]
    assert whole_rows(rows, lambda a, b: f"{a} {b}") == rows


@SETTINGS
@given(st.floats(222, 232))
def test_a_table_beside_a_column_set_to_its_edge_takes_none_of_its_words(tmp_path, edge):
    lines = textwrap.wrap(f"{SAID} " * 8, 34)[:16]
    page = []
    for n, line in enumerate(lines):
        widths = [pdfmetrics.stringWidth(word, "Vera", 10) for word in line.split()]
        space, x = (edge - 60 - sum(widths)) / (len(widths) - 1), 60.0
        for word, width in zip(line.split(), widths, strict=True):
            page.append(Set(x, n, word))
            x += width + space
    rows = [("Test", "First", "Second"), ("Blood", "4.1", "4.3"), ("Liver", "1", "2")]
    right = textwrap.wrap(f"{SAID} " * 8, 34)[:12]
    page += [Set(248, n, line) for n, line in enumerate(right[:6])]
    page += [
        Set(x, 7 + n, cell, size=8)
        for n, row in enumerate(rows)
        for x, cell in zip((248, 310, 370), row, strict=True)
    ]
    page += [Set(248, 11 + n, line) for n, line in enumerate(right[6:])]
    document = read(tmp_path, [page])
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    read_rows = [table.header, *(row.cells for row in table.rows)]
    assert [tuple(cell.text for cell in row) for row in read_rows] == rows
    said = "".join(texts(document)).replace(" ", "")
    for part in (lines, right[:6], right[6:]):
        assert "".join(part).replace(" ", "") in said


@pytest.mark.parametrize("height", [-3.0, 0.0, 51.0])
def test_a_recommendation_is_never_taken_for_a_head_however_often_it_is_said(height, tmp_path):
    rule = Set(60, height, "1.1.1 Sign every report.")
    pages = [[rule, Set(60, 20, f"{SAID} It is the {word}.")] for word in WORDS_OF]
    assert said_by(read(tmp_path, pages, is_headed=False)) == {"1.1.1": "Sign every report."}


@pytest.mark.parametrize("height", [-3.0, 0.0, 51.0])
def test_sentences_that_count_with_the_pages_are_said(height, tmp_path):
    rules = [f"{n}. Sign every report of tool number {n}." for n in range(1, len(WORDS_OF) + 1)]
    pages = [
        [Set(60, height, rule), Set(60, 20, f"{SAID} It is the {word}.")]
        for rule, word in zip(rules, WORDS_OF, strict=True)
    ]
    source = read(tmp_path, pages, is_headed=False).source
    assert all(rule in source for rule in rules)


@pytest.mark.parametrize("height", [-3.0, 0.0])
def test_a_number_alone_at_the_top_of_pages_is_no_head_nor_what_it_numbers(height, tmp_path):
    pages = [
        [
            Set(60, height, f"Recommendation {n}"),
            Set(60, height + 1, "Sign every report."),
            Set(60, 20, f"{SAID} It is the {word}."),
        ]
        for n, word in enumerate(WORDS_OF, start=1)
    ]
    document = read(tmp_path, pages, is_headed=False)
    assert said_by(document) == {str(n + 1): "Sign every report." for n in range(len(WORDS_OF))}
    assert not document.omissions
