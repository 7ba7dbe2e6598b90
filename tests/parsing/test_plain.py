"""Plain text marks nothing: what it says is told from how its lines stand."""

import sys
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from printing import read_here, texts

from assistant.domain import Heading, Paragraph, Table
from assistant.parsing.cells import aligned, drawn, written
from assistant.parsing.statements import ends

QUIET = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
WORD = st.sampled_from("audit scanner weekly consent tool record owner image".split())
CELL = st.lists(WORD, min_size=1, max_size=4).map(" ".join)


@pytest.fixture
def read(tmp_path):
    def parse(text):
        (tmp_path / "made.txt").write_text(text, encoding="utf-8")
        return read_here(tmp_path / "made.txt")

    return parse


@pytest.fixture
def calls():
    """Count the calls of a piece of work, those of the language's own functions among them."""

    def count(work):
        counts = Counter()
        sys.setprofile(lambda frame, event, argument: counts.update([event]))
        try:
            work()
        finally:
            sys.setprofile(None)
        return counts["call"] + counts["c_call"]

    return count


def headings(document):
    return [(b.level, b.excerpt.text) for b in document.blocks if isinstance(b, Heading)]


def kinds(document):
    return [b.kind for b in document.blocks if isinstance(b, Paragraph)]


@pytest.mark.parametrize(("over", "under"), ["=-", "*=", "-~"])
def test_a_line_drawn_below_words_makes_them_a_heading_and_no_recommendation(over, under, read):
    first, second = "3. Tools", "3.1.1. Registers of tools"
    document = read(
        f"{first}\n{over * len(first)}\n\nKeep order.\n\n"
        f"{second}\n{under * len(second)}\n\nKeep a register of every tool.\n"
    )
    assert headings(document) == [(1, first), (2, second)]
    assert not document.recommendations
    assert texts(document)[1::2] == ["Keep order.", "Keep a register of every tool."]


def test_a_line_drawn_between_paragraphs_parts_them(read):
    said = ["Keep a register of tools.", "Name an owner of each tool."]
    assert texts(read("\n__________\n".join(said))) == said


def test_each_line_of_a_list_of_contents_stands_alone(read):
    numbers = ["1.1. Purpose", "1.2. /etc : settings of the tool", "1.2.1. Scope", "2.1. Owners"]
    document = read("\n".join(numbers) + "\n\nKeep a register of every tool.\n")
    assert [b.excerpt.text for b in document.blocks][:-1] == numbers
    assert not document.recommendations


@pytest.mark.parametrize("indent", ["", "   "])
def test_asterisks_mark_items_where_there_are_several(indent, read):
    listed = read(f"Keep in mind:\n{indent}* the register\n{indent}* the owner\n\nSign it.\n")
    assert kinds(listed) == ["text", "item", "item", "text"]
    assert kinds(read("Sign the register.\n\n* or its copy\n")) == ["text", "note"]
    assert kinds(read("The owner may ask for a\n*second* reading of it.\n")) == ["text"]


@QUIET
@given(
    st.lists(st.tuples(CELL, CELL, CELL), min_size=3, max_size=6, unique_by=lambda row: row[0]),
    st.integers(2, 5),
)
def test_a_table_set_with_spaces_is_the_one_that_tabs_make(read, rows, gap):
    widths = [max(len(row[at]) for row in rows) + gap for at in range(2)]
    spaced = [f"{a:{widths[0]}}{b:{widths[1]}}{c}" for a, b, c in rows]
    tables = [
        [block for block in read(f"Words before.\n\n{lines}\n\nWords after.\n").blocks][1]
        for lines in ("\n".join("\t".join(row) for row in rows), "\n".join(spaced))
    ]
    assert all(isinstance(table, Table) for table in tables)
    assert [
        [[c.text for c in table.header], *([c.text for c in row.cells] for row in table.rows)]
        for table in tables
    ] == [[list(row) for row in rows]] * 2


def test_running_text_with_wide_spaces_is_no_table(read):
    written = "Keep a register.  Name an owner.\nSign the record.  Look at it each week.\n"
    assert texts(read(written)) == [" ".join(written.split("\n")).strip()]


@QUIET
@given(st.lists(st.tuples(CELL, st.integers(1, 3)), min_size=2, max_size=5))
def test_a_numbered_line_over_clauses_numbered_within_it_heads_them(read, parts):
    lines = []
    for n, (title, n_clauses) in enumerate(parts, start=1):
        lines.append(f"{n}. {title.capitalize()}")
        lines += [f"{n}.{m} Keep a register of every tool ({m})." for m in range(1, n_clauses + 1)]
    document = read("\n\n".join(["Safe use of tools", *lines, "1. Keep one item alone."]))
    assert [text for _, text in headings(document)[-len(parts) :]] == [
        line for line in lines if ". " in line[:4]
    ]
    assert kinds(document)[-1] == "item"


@QUIET
@given(
    st.sampled_from(["({})", "{})", "{}."]),
    st.lists(CELL, min_size=2, max_size=5),
    st.sampled_from(["\n", "\n\n", "\n   "]),
    st.sampled_from([";", ".", ", and"]),
)
def test_lettered_lines_below_a_lead_in_are_its_items(read, form, said, between, end):
    items = [
        f"{form.format(letter)} keep {text}{end}"
        for letter, text in zip("abcde", said, strict=False)
    ]
    document = read("1.1.1 Each department should:\n\n" + between.join(items) + "\n")
    (found,) = document.recommendations
    assert texts(document)[1:] == [f"keep {text}{end}" for text in said]
    assert found.action.text.endswith(f"keep {said[-1]}{end}")


def test_a_letter_in_brackets_inside_a_sentence_begins_no_item(read):
    document = read("Keep the register under (a) here and under\n(b) there, each month.\n")
    assert kinds(document) == ["text"]


@QUIET
@given(st.sampled_from(["{}.", "({})", "•", "1.{}"]), st.lists(CELL, min_size=1, max_size=6))
def test_a_tab_behind_a_mark_makes_no_table(read, form, said):
    lines = [f"{form.format(n)}\tKeep {text}." for n, text in enumerate(said, start=1)]
    document = read("Safe use of tools\n\nWords.\n\n" + "\n\n".join(lines) + "\n")
    assert not any(isinstance(block, Table) for block in document.blocks)
    found = texts(document)[-len(said) :]
    assert all(b.endswith(f"Keep {text}.") for b, text in zip(found, said, strict=True))


def test_numbers_below_a_head_are_those_of_a_table(read):
    (table,) = read("No.\tAction\n1\tKeep a register.\n2\tName an owner.\n").blocks
    assert isinstance(table, Table)


@pytest.mark.parametrize("mark", "•▪›»‧⁃–→*-")
def test_items_within_an_item_are_items_whatever_marks_them(mark, read):
    text = f"1.1.1 Each kit has:\n\n• a pen with\n\n{mark} 300 units\n\n{mark} 150 units\n\n• a card.\n"
    (recommendation,) = read(text).recommendations
    assert recommendation.action.text == "Each kit has: a pen with 300 units 150 units a card."


def test_one_asterisk_marks_a_note(read):
    assert kinds(read("Words that say it.\n\n* A note on them.\n\nMore words.\n"))[1] == "note"


def test_heads_of_pages_that_form_feeds_part_are_left_out_and_part_no_sentence(read):
    pages = ["Keep a register of tools\nin use.", "Name an owner\nof each tool that", "is in use."]
    document = read(
        "\f".join(f"Safe tools, page {n}\n{said}\n\n{n}\n" for n, said in enumerate(pages))
    )
    assert texts(document) == [
        "Keep a register of tools in use.",
        "Name an owner of each tool that is in use.",
    ]
    assert {o.reason for o in document.omissions} == {"running header or footer"}
    assert [o.n_times for o in document.omissions] == [3, 3]


def test_the_first_and_last_line_of_a_text_without_pages_are_said(read):
    assert texts(read("Tools\n\nKeep a register.\n\nTools\n")) == [
        "Tools",
        "Keep a register.",
        "Tools",
    ]


@pytest.mark.parametrize("page", ["3", "12", "iv"])
def test_a_line_of_a_list_of_contents_is_left_out_and_one_to_be_filled_in_is_said(page, read):
    listed = f"1. Owners {'.' * 30}{page}\n2. Registers . . . . . . . {page}\n"
    document = read(f"{listed}\nName of the owner: {'.' * 30}\n\n{LONG}\n")
    assert [o.reason for o in document.omissions] == ["list of contents"] * 2
    assert texts(document) == [f"Name of the owner: {'.' * 30}", LONG]


def test_the_letter_o_is_a_bullet_where_it_stands_apart(read):
    document = read(
        "1.1.1 Each kit has:\n   o  a pen;\n   o  a card.\n\nLet us mark it\no who can.\n"
    )
    assert document.recommendations[0].action.text == "Each kit has: a pen; a card."
    assert texts(document)[-1] == "Let us mark it o who can."


def test_a_number_that_a_line_breaks_off_before_goes_on_with_its_sentence(read):
    document = read("1.1.1 Keep a register; see\n1.1.2 and its note.\n\n1.1.2 Name an owner.\n")
    assert {r.number: r.action.text for r in document.recommendations} == {
        "1.1.1": "Keep a register; see 1.1.2 and its note.",
        "1.1.2": "Name an owner.",
    }


def test_a_recommendation_that_its_items_go_on_with_is_no_heading(read):
    document = read("1.1.1 Name an owner, who\n- checks the log\n- reports faults\n")
    assert [r.action.text for r in document.recommendations] == [
        "Name an owner, who checks the log reports faults"
    ]


LONG = (
    "Keep a register of every tool that is in use on any site, and name an owner of each of them."
)


@pytest.mark.parametrize("marks", ["> ", "> > ", ">> "])
def test_what_an_email_quotes_is_its_words_without_the_marks(marks, read):
    lines = [
        "Keep a register of every tool",
        "and name an owner of each.",
        "",
        "Tell patients too.",
    ]
    quoted = "\n".join(f"{marks}{line}".rstrip() for line in lines)
    document = read(f"I agree with this.\n{quoted}\n")
    assert texts(document) == [
        "I agree with this.",
        "Keep a register of every tool and name an owner of each.",
        "Tell patients too.",
    ]


def test_a_sign_before_a_figure_compares_and_quotes_nothing(read):
    assert texts(read(f"{LONG}\n\n> 5 mm is a large nodule.\n"))[-1] == "> 5 mm is a large nodule."


def test_the_opening_of_a_letter_is_no_part_of_its_first_sentence(read):
    head = "Subject: Registers\nDate: 3 March 2027"
    assert texts(read(f"{head}\n\nDear all,\n\n{LONG}\n\nYours,\nA. Lead\n"))[-2] == LONG


FIELD = st.sampled_from(["From", "Review date", "Owner", "Who it is for", "Subject"])


@QUIET
@given(
    st.lists(st.tuples(FIELD, CELL), min_size=2, max_size=5),
    st.sampled_from(["\n", "\n   "]),
    st.sampled_from(["\n", "\n\n"]),
)
def test_short_lines_with_a_label_below_each_other_are_each_said_alone(read, said, wrap, below):
    fields = [f"{label}: {words}, and{wrap}the owner" for label, words in said]
    document = read("\n".join(fields) + f"{below}Dear all,\n\n{LONG}\n")
    found = [" ".join(field.split()) for field in fields]
    assert texts(document) == [*found, "Dear all,", LONG]
    assert set(kinds(document)) == {"text"}
    assert not headings(document)


def test_one_label_alone_may_stand_inside_a_sentence_or_in_a_heading(read):
    document = read("Keep these in mind each\nMonday: the register.\n\nPart A: Owners\n\n" + LONG)
    assert texts(document)[0] == "Keep these in mind each Monday: the register."
    assert [text for _, text in headings(document)] == ["Part A: Owners"]


class Looked(Sequence):
    """A sequence that counts how many of its items somebody looked at."""

    def __init__(self, items):
        self.items, self.n_looked = items, 0

    def __len__(self):
        return len(self.items)

    def __getitem__(self, at):
        found = self.items[at]
        self.n_looked += len(found) if isinstance(at, slice) else 1
        return found


@pytest.mark.parametrize(
    "line",
    [
        "Keep a register of tools, and",
        "- the owner  of a tool",
        "1. Owners  of tools",
        "Owner  Imaging lead",
        "Site,Loans,Owner",
        '"Site, Loans',
        "| Site | Loans |",
        "+-------+",
        "Owner: the lead",
    ],
)
def test_who_looks_for_a_table_looks_at_few_more_lines_than_it_has(line):
    lines, at = [], 0
    for text in [line] * 60:
        lines.append((at, at + len(text)))
        at += len(text) + 1
    source = "\n".join([line] * 60)
    for reader in (aligned, written, drawn):
        looked = Looked(lines)
        n_rows, _ = reader(source, looked, 10)
        assert looked.n_looked <= n_rows + 20


@pytest.mark.parametrize(
    "line",
    ["Keep a register, as", "– as (b) says of it", "1.1.1 Keep it.", "Owner: the lead", "Keep"],
)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_longer_text_is_read_with_as_much_more_work(line, between, read, calls):
    read(line)
    short, long = (calls(lambda n=n: read(between.join([line] * n))) for n in (100, 400))
    assert long < 5 * short


@pytest.mark.parametrize("marks", ["*" * 5000, "," * 5000, "* " * 2500, "[1]" * 2000])
def test_a_row_of_marks_is_looked_at_once(marks):
    assert not ends(f"{marks}x")
    assert ends("Keep a register.¹ * [3]")


@pytest.mark.parametrize("at", [48, 60, 77])
def test_a_line_cut_by_the_end_of_a_page_heads_nothing(at, read):
    at = LONG.index(" ", at)
    document = read(f"{LONG}\n\n{LONG[:at]}\n\f{LONG[at + 1 :]}\n")
    assert texts(document) == [LONG, LONG]


def test_numbered_lines_over_text_are_headings_and_items_below_each_other_are_not(read):
    clauses = (
        f"1. Scope\n\n{LONG}\n\n2. Duties\n\n(a) {LONG}\n\n(b) {LONG}\n\n3. Review\n\n{LONG}\n"
    )
    assert [text for _, text in headings(read(clauses))] == ["1. Scope", "2. Duties", "3. Review"]
    assert not headings(read(f"{LONG}\n\n1. Registers\n\n2. Owners\n\n{LONG}\n"))
    assert not headings(read("Name each of these:\n\n1. Owners of tools\n\n" + LONG))


@pytest.mark.parametrize("sign", [",", ";"])
def test_cells_that_a_sign_parts_make_a_table_and_a_sentence_with_commas_none(sign, read):
    rows = [("1", f"Name{sign} then keep an owner.", "Leads"), ("2", "Tell patients.", "All")]
    lines = [("No.", "Recommendation", "Responsible"), *rows]
    written = "\n".join(sign.join((n, f'"{words}"', who)) for n, words, who in lines)
    document = read(f"{LONG}\n\n{written}\n\n{LONG}\n")
    assert [(r.number, r.action.text, r.responsible.text) for r in document.recommendations] == rows
    assert texts(document) == [LONG, LONG]
    spaced = written.replace('"', "").replace(sign, f"{sign} ")
    assert not read(f"{LONG}\n\n{spaced}\n\n{LONG}\n").recommendations


def test_lines_longer_than_any_that_is_wrapped_are_paragraphs_of_their_own(read):
    wide = [f"{LONG} {LONG} {sentence}" for sentence in (LONG, f"{LONG} Today.", LONG)]
    assert texts(read("\n".join(wide) + "\n")) == wide


@pytest.mark.parametrize(
    "drawn",
    [
        "| Site | Loans |\n|------|-------|\n| North | 41 |\n| South and West | 33 |\n",
        "+-------+-------+\n| Site  | Loans |\n+=======+=======+\n| North | 41    |\n"
        "+-------+-------+\n| South | 33    |\n| and   |       |\n| West  |       |\n+-------+-------+\n",
    ],
)
def test_a_table_drawn_with_strokes_is_read_cell_by_cell(drawn, read):
    document = read(f"{LONG}\n\n{drawn}\n{LONG}\n")
    [table] = [block for block in document.blocks if isinstance(block, Table)]
    assert [cell.text for cell in table.header] == ["Site", "Loans"]
    rows = [tuple(cell.text for cell in row.cells) for row in table.rows]
    assert rows == [("North", "41"), ("South and West", "33")]
    assert texts(document) == [LONG, LONG]
