"""A numbered list is of recommendations where its name, its words and its numbers say so."""

import pytest
from printing import entry_for, read_here

from assistant.parsing.completeness import doubts

SHOULD = (
    "Pharmacists should check each dose.",
    "Wards should lock the cupboard.",
    "Stock should be counted daily.",
)
ORDERS = (
    "Keep the oven below 60 degrees.",
    "Record each batch in the log.",
    "Ask a colleague to witness the count.",
)
TOLD = (
    "The panel met four times in spring.",
    "Two members resigned in June.",
    "The draft went to the printers.",
)
CITED = (
    "Smith J. How wards should store insulin. Lancet 2019.",
    "Review of the evidence on locked cupboards. Pharmacy 2020;3:4-9.",
    "Support for pharmacists: a survey. Leeds: Elm Press, 2004.",
)
NOUNS = (
    "Review of the cupboards in spring.",
    "Release of the stock by two people.",
    "Use of a second key.",
)


@pytest.fixture
def read(tmp_path):
    """Read a list below a heading, its numbers set before its items."""

    def parse(
        heading, items, numbers=("1.", "2.", "3."), lead_in="Some words stand before.", said=None
    ):
        listed = "\n\n".join(f"{n} {item}" for n, item in zip(numbers, items, strict=True))
        path = tmp_path / "made.md"
        path.write_text(
            f"# Storage of medicines\n\nAll about storage.\n\n## {heading}\n\n{lead_in}\n\n{listed}\n\n"
            "## Thanks\n\nTo all who took part.\n"
        )
        return read_here(path, entry_for(n_recommendations=said))

    return parse


@pytest.mark.parametrize("items", [SHOULD, ORDERS])
@pytest.mark.parametrize(
    "heading",
    ["Recommendations", "Key recommendations for wards", "Requirements", "What wards should do"],
)
def test_a_list_that_is_named_and_says_what_to_do_is_taken(heading, items, read):
    found = read(heading, items).recommendations
    assert [(r.number, r.action.text) for r in found] == list(zip("123", items, strict=True))


@pytest.mark.parametrize("before", ["Always", "Never", "Also", "Carefully", "If need be,"])
def test_an_order_may_begin_with_another_word(before, read):
    items = [f"{before} {order[0].lower()}{order[1:]}" for order in ORDERS]
    assert len(read("Recommendations", items).recommendations) == 3


@pytest.mark.parametrize(
    "numbers",
    [("4.1", "4.2", "4.3"), ("REQ-01", "REQ-02", "REQ-03"), ("S1", "S2", "S3"), ("1A", "1B", "2A")],
)
def test_its_numbers_may_be_labels(numbers, read):
    assert tuple(r.number for r in read("Standards", SHOULD, numbers).recommendations) == numbers


def test_markdown_counts_items_that_are_all_written_as_the_first(read):
    assert [r.number for r in read("Rules", SHOULD, ("1.",) * 3).recommendations] == ["1", "2", "3"]


def test_a_lead_in_names_a_list_of_whatever_words(read):
    items = (
        "A second check of every dose.",
        "Two keys for the cupboard.",
        "A count of stock each day.",
    )
    assert len(read("Doses", items, lead_in="We recommend:").recommendations) == 3


@pytest.mark.parametrize(
    ("heading", "items"),
    [
        ("Recommendations", TOLD),
        ("How the group worked", TOLD),
        ("References", ORDERS),
        ("Procedure", ORDERS),
        ("Agenda", SHOULD),
        ("Background", SHOULD),
        ("Standards", CITED),
        ("Standards", NOUNS),
        ("Previous recommendations", SHOULD),
        ("Rejected recommendations", SHOULD),
        ("Standards we looked at", SHOULD),
        ("Related standards", ORDERS),
        ("Who should read this", ORDERS),
    ],
)
def test_other_numbered_text_is_not(heading, items, read):
    assert read(heading, items).recommendations == ()


@pytest.mark.parametrize("numbers", [("1.", "5.", "9."), ("7.", "8.", "9.")])
def test_numbers_that_do_not_count_from_the_first_are_not(numbers, read):
    assert read("Recommendations", SHOULD, numbers).recommendations == ()


def test_a_list_in_doubt_is_not_taken_and_is_told(read):
    document = read("On the ward", ORDERS)
    assert document.recommendations == ()
    assert any("A list of 3 numbered items under “On the ward”" in r for r in document.remarks)


def test_a_list_in_doubt_is_taken_if_it_is_as_long_as_is_said(read):
    assert [r.action.text for r in read("On the ward", ORDERS, said=3).recommendations] == [*ORDERS]


@pytest.mark.parametrize("numbers", [("1.", "2.", "3."), ("S1", "S2", "S3")])
@pytest.mark.parametrize(
    ("grading", "is_taken"),
    [
        (" [Strong, low certainty]", True),
        (" (Weak recommendation)", True),
        ("\n\nStrength: weak · Evidence: low", True),
        ("", False),
        (" [Ward sister]", False),
    ],
)
@pytest.mark.parametrize("n_graded", [1, 2, 3])
def test_grades_name_a_list_that_no_heading_names(grading, is_taken, numbers, n_graded, read):
    items = [f"{order}{grading if at < n_graded else ''}" for at, order in enumerate(ORDERS)]
    found = read("On the ward", items, numbers).recommendations
    is_most = n_graded > 1
    assert [r.number for r in found] == [n.rstrip(".") for n in numbers if is_taken and is_most]
    assert not is_taken or all(r.action.text in ORDERS for r in found)


def test_a_sentence_without_a_colon_leads_no_list_in(read):
    lead_in = "The panel recommends that all wards"
    assert read("On the ward", NOUNS, lead_in=lead_in).recommendations == ()


def test_grades_name_no_list_that_says_nothing_to_be_done(read):
    items = [f"{told} [Strong, low certainty]" for told in TOLD]
    assert read("On the ward", items).recommendations == ()


@pytest.mark.parametrize("lead_in", ["We recommend that you:", "The panel asks that all wards:"])
@pytest.mark.parametrize("numbers", [("I.", "II.", "III."), ("1.", "2.", "3."), ("S1", "S2", "S3")])
def test_a_section_whose_numbers_count_on_from_recommendations_has_more(numbers, lead_in, read):
    items = (ORDERS[0], f"{ORDERS[1]}\n\n## Later\n\nWhy so.", ORDERS[2])
    found = read("On the ward", items, numbers, lead_in).recommendations
    assert [r.action.text for r in found] == [*ORDERS]


@pytest.mark.parametrize("heading", ["Evidence", "Thanks"])
def test_what_is_said_in_a_section_that_counts_on_is_none(heading, read):
    first = f"{SHOULD[2]}\n\n## {heading}\n\n4. {TOLD[0]}\n\n5. {TOLD[1]}\n\n6. {TOLD[2]}"
    found = read("Recommendations", (*SHOULD[:2], first)).recommendations
    assert [r.action.text for r in found] == [*SHOULD]


@pytest.mark.parametrize("name", ["Notes", "References", "Further reading"])
@pytest.mark.parametrize("heading", ["Recommendations", "On the ward"])
def test_notes_below_a_list_whose_sentence_a_lead_in_began_are_none(name, heading, read):
    notes = f"{name}\n\n1 A form is in the pocket card.\n\n2 Harm is graded as elsewhere."
    assert (
        read(heading, (*ORDERS[:2], notes), ("a", "b", ""), "Wards should:").recommendations == ()
    )


@pytest.mark.parametrize(
    "label", ["ACTION {}:", "Action {}.", "Standard {} –", "Quality statement {}:"]
)
@pytest.mark.parametrize("heading", ["On the ward", "Recommendations"])
def test_labels_that_call_their_items_actions_name_a_list(label, heading, read):
    numbers = [label.format(n) for n in (1, 2, 3)]
    found = read(heading, ORDERS, numbers).recommendations
    assert [(r.number, r.action.text) for r in found] == list(zip("123", ORDERS, strict=True))


def test_a_list_whose_labels_name_it_goes_on_under_any_heading(read):
    items = (ORDERS[0], f"{ORDERS[1]}\n\n## Review\n\nWhy so.", ORDERS[2])
    found = read("On the ward", items, ("Action 1:", "Action 2:", "Action 3:")).recommendations
    assert [r.action.text for r in found] == [*ORDERS]


@pytest.mark.parametrize(
    ("heading", "numbers", "items"),
    [
        ("On the ward", ("Step 1:", "Step 2:", "Step 3:"), ORDERS),
        ("On the ward", ("Action 4:", "Action 7:", "Action 9:"), ORDERS),
        ("On the ward", ("Action 1:", "Action 2:", "Action 3:"), TOLD),
        ("On the ward", ("Action 1", "Action 2", "Action 3"), ("should be late.",) * 3),
        ("Minutes", ("Action 1:", "Action 2:", "Action 3:"), ORDERS),
    ],
)
def test_labels_of_other_kinds_name_none(heading, numbers, items, read):
    assert read(heading, items, numbers).recommendations == ()


@pytest.mark.parametrize(("numbers", "found"), [((1, 2, 4, 5), 4), ((1, 2, 5, 6), 2)])
def test_one_number_of_a_list_may_be_lost_and_is_told(tmp_path, numbers, found):
    path = tmp_path / "made.txt"
    items = "\n\n".join(f"{n}. Keep a register of tool {n}." for n in numbers)
    path.write_text(f"Tools\n\nRecommendations\n\n{items}\n", encoding="utf-8")
    document = read_here(path)
    assert len(document.recommendations) == found
    assert any("3 is missing" in doubt for doubt in doubts(document)) == (found == 4)
