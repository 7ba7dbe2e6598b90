"""Recommendations in the shapes in which bodies publish them: labels, heads, closings, columns of any name."""

from itertools import product

import pytest
from docx import Document as WordDocument
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from printing import Set, print_pages, read_here, said_by, texts

from assistant.domain import Heading
from assistant.parsing.completeness import doubts

SETTINGS = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SAID = [
    "Name an owner of each tool in use.",
    "Test it on local images before first use.",
    "Audit it once a year and publish the result.",
    "Stop using it when the audit fails.",
    "Tell patients who ask.",
]
REASON = "The group saw no study of it, and relied upon its members."


def write(path, numbered, *, head="Recommendations", between=REASON):
    """Write recommendations, each with its label, in the form that a file's ending names."""
    lines = [f"{label} {said}" for label, said in numbered]
    if path.suffix == ".md":
        body = f"\n\n{between}\n\n".join(lines)
        path.write_text(f"# Tools\n\n{REASON}\n\n## {head}\n\n{body}\n", encoding="utf-8")
    elif path.suffix == ".html":
        body = "".join(f"<p>{line}</p><p>{between}</p>" for line in lines)
        path.write_text(f"<h1>Tools</h1><h2>{head}</h2>{body}", encoding="utf-8")
    elif path.suffix == ".docx":
        word = WordDocument()
        word.add_heading(head, 1)
        for line in lines:
            word.add_paragraph(line)
            word.add_paragraph(between)
        word.save(path)
    else:
        words = [Set(60, 0, head, "VeraBold", 14)]
        for n, line in enumerate(lines):
            words += [Set(60, 3 + 4 * n, line), Set(60, 5 + 4 * n, between)]
        print_pages(path, [words])
    return path


FORMATS = pytest.mark.parametrize("suffix", [".md", ".html", ".docx", ".pdf"])
# The parts of a recommendation: how many each of them has, one that has none standing alone.
PARTS = st.lists(st.integers(0, 3), min_size=1, max_size=4).filter(lambda n: sum(n) <= len(SAID))


def lettered(parts):
    return [
        f"{n}{letter}"
        for n, m in enumerate(parts, start=1)
        for letter in ("abc"[:m] if m else [""])
    ]


@FORMATS
@SETTINGS
@given(
    PARTS, st.sampled_from(["R{}", "Recommendation {}:", "Clinical practice recommendation {}:"])
)
def test_a_label_may_end_with_a_letter(tmp_path, suffix, parts, label):
    numbers = lettered(parts)[: len(SAID)]
    path = write(
        tmp_path / f"made{suffix}",
        [(label.format(n), s) for n, s in zip(numbers, SAID, strict=False)],
    )
    assert said_by(read_here(path)) == dict(zip(numbers, SAID, strict=False))


@FORMATS
@pytest.mark.parametrize(
    ("closing", "strength", "owner"),
    [
        (" [2021]", "", ""),
        (" [2012, amended 2016]", "", ""),
        (" (1B)", "1B", ""),
        (" [Grade 2C]", "2C", ""),
        (" (1A; agreement 96%)", "1A", ""),
        (" Grade: strong. Evidence: very low.", "strong", ""),
        (" [Trust board]", "", "Trust board"),
        (" (Owner: trust board)", "", "trust board"),
    ],
)
def test_what_closes_a_recommendation_is_none_of_its_words(
    tmp_path, suffix, closing, strength, owner
):
    numbered = [(f"R{n}", said + closing) for n, said in enumerate(SAID, start=1)]
    document = read_here(write(tmp_path / f"made{suffix}", numbered))
    assert list(said_by(document).values()) == SAID
    assert {(r.strength, r.responsible.text) for r in document.recommendations} == {
        (strength, owner)
    }
    assert all(r.row.text.endswith(closing) for r in document.recommendations)
    assert not any("ends in the middle" in doubt for doubt in doubts(document))


@pytest.mark.parametrize("closing", [" [7]", " (see appendix B)", " [Essential]", " (Smith 2019)"])
def test_other_brackets_stay_with_the_words_before_them(tmp_path, closing):
    numbered = [(f"R{n}", said + closing) for n, said in enumerate(SAID, start=1)]
    document = read_here(write(tmp_path / "made.md", numbered))
    assert all(
        r.action.text.endswith(closing) and not r.responsible for r in document.recommendations
    )


@FORMATS
@pytest.mark.parametrize("word", ["Standard", "Quality statement", "Commitment"])
def test_a_standard_is_named_in_a_heading_and_said_below(tmp_path, suffix, word):
    names = ["Opening hours", "Access", "Staffing"]
    said = [
        "We will open the centre on every day of the week.",
        "We will tell patients who ask.",
        "We will have a radiologist whom one can reach.",
    ]
    if word != "Commitment":  # a commitment is worded as one, a standard as what is so
        said = [sentence.replace("We will have", "There is") for sentence in said]
        said[0] = "The centre is open on every day of the week."
    lines = zip(names, said, strict=True)
    path = tmp_path / f"made{suffix}"
    if suffix == ".md":
        path.write_text(
            "# Centres\n\n"
            + "".join(
                f"## {word} {n}: {a}\n\n{b}\n\n### Reasons\n\n{REASON}\n\n"
                for n, (a, b) in enumerate(lines, 1)
            ),
            encoding="utf-8",
        )
    elif suffix == ".html":
        path.write_text(
            "<h1>Centres</h1>"
            + "".join(
                f"<h2>{word} {n}: {a}</h2><p>{b}</p><h3>Reasons</h3><p>{REASON}</p>"
                for n, (a, b) in enumerate(lines, 1)
            ),
            encoding="utf-8",
        )
    elif suffix == ".docx":
        document = WordDocument()
        for n, (a, b) in enumerate(lines, 1):
            document.add_heading(f"{word} {n}: {a}", 2)
            document.add_paragraph(b)
            document.add_heading("Reasons", 3)
            document.add_paragraph(REASON)
        document.save(path)
    else:
        page = [Set(60, 0, "Centres", "VeraBold", 18)]
        for n, (a, b) in enumerate(lines, 1):
            y = 9 * n - 6
            page += [
                Set(60, y, f"{word} {n}: {a}", "VeraBold", 14),
                Set(60, y + 2, b),
                Set(60, y + 4, "Reasons", "VeraBold"),
                Set(60, y + 6, REASON),
            ]
        print_pages(path, [page])
    document = read_here(path)
    assert said_by(document) == {str(n): s for n, s in enumerate(said, 1)}
    assert [r.priority.text for r in document.recommendations] == names


HEADS = st.permutations(
    [
        ("number", ["Ref.", "Item", "Statement", ""]),
        ("action", ["What needs to happen", "Wording", "Measure", "Task"]),
        ("owner", ["Lead", "Owner", "Who", "Assigned to"]),
        ("status", ["Progress", "RAG", "State of play", "Complete?"]),
        ("other", ["By when", "Target date"]),
    ]
)


@SETTINGS
@given(HEADS, st.data(), st.booleans())
def test_columns_are_told_under_any_name(tmp_path, columns, data, is_word):
    heads = [data.draw(st.sampled_from(names)) for _, names in columns]
    statuses = ["Green", "Amber", "Open – first course in May", "Closed", "Not begun"]
    ends = data.draw(st.sampled_from([".", ""]))  # cells often end without a stop
    cells = {
        "number": [str(n) for n in range(1, 6)],
        "action": [said.rstrip(".") + ends for said in SAID],
        "owner": ["Imaging lead", "IT", "Trust board", "Pharmacy", "Education"],
        "status": statuses,
        "other": ["May 2025"] * 5,
    }
    # Numbers under a head that names something else come first, as they do in print.
    rows = [[cells[name][n] for name, _ in columns] for n in range(5)]
    if is_word:
        path = tmp_path / "made.docx"
        word = WordDocument()
        table = word.add_table(rows=0, cols=5)
        for row in (heads, *rows):
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        word.save(path)
    else:
        path = tmp_path / "made.md"
        lines = ["|" + "|".join(row) + "|" for row in (heads, ["---"] * 5, *rows)]
        path.write_text("# Plan\n\n" + "\n".join(lines) + "\n", encoding="utf-8")
    document = read_here(path)
    assert list(said_by(document).values()) == cells["action"]
    assert [r.responsible.text for r in document.recommendations] == cells["owner"]
    assert [r.status for r in document.recommendations] == [s.split(" –")[0] for s in statuses]
    assert not list(doubts(document))


@pytest.mark.parametrize("leading", [1.5, 2.5, 3.4])
def test_rows_without_lines_may_stand_far_apart(tmp_path, leading):
    xs = (60, 95, 400, 475)
    page = [
        Set(x, 0, t, "VeraBold")
        for x, t in zip(xs, ("No.", "Statement", "Agreed", "Level"), strict=True)
    ]
    y = 2.0
    for n, said in enumerate(SAID, start=1):
        first, second = said[: said.index(" ", 14)], said[said.index(" ", 14) + 1 :]
        row = (str(n), first, f"{90 + n}%", "High")
        page += [Set(x, y, t) for x, t in zip(xs, row, strict=True)]
        page.append(Set(95, y + 0.8, second))
        y += 0.8 + leading
    document = read_here(print_pages(tmp_path / "made.pdf", [page]))
    assert said_by(document) == {str(n): said for n, said in enumerate(SAID, start=1)}


def test_all_paragraphs_of_an_item_belong_to_it(tmp_path):
    more = "An earlier date is justified by fever."
    items = "".join(f"<li><p>{said}</p><p>{more}</p></li>" for said in SAID)
    path = tmp_path / "made.html"
    path.write_text(
        f"<h1>Tools</h1><h2>Recommendations</h2><ol>{items}</ol><p>{REASON}</p>", encoding="utf-8"
    )
    assert list(said_by(read_here(path)).values()) == [f"{said} {more}" for said in SAID]


@pytest.mark.parametrize("form", ["{})", "({})", "{}."])
@pytest.mark.parametrize("letters", ["abcde", ("i", "ii", "iii", "iv", "v")])
@pytest.mark.parametrize(
    "head", ["## Recommendations", "Our recommendations:", "We recommend that wards:"]
)
def test_small_letters_number_what_stands_alone(tmp_path, form, letters, head):
    items = "\n\n".join(f"{form.format(x)} {s}" for x, s in zip(letters, SAID, strict=True))
    path = tmp_path / "made.md"
    path.write_text(f"# Tools\n\n{REASON}\n\n{head}\n\n{items}\n\n{REASON}\n", encoding="utf-8")
    assert said_by(read_here(path)) == dict(zip(letters, SAID, strict=True))


@pytest.mark.parametrize("above", ["Each centre:", "1. Wards should:", "R1. Wards should:"])
def test_small_letters_that_part_another_sentence_number_nothing(tmp_path, above):
    path = tmp_path / "made.md"
    items = "\n\n".join(f"{x}) {s}" for x, s in zip("abc", SAID, strict=False))
    path.write_text(
        f"# Tools\n\n## Recommendations\n\n{above}\n\n{items}\n\n2. Audit it.\n", encoding="utf-8"
    )
    assert not {"a", "b", "c"} & said_by(read_here(path)).keys()


@pytest.mark.parametrize(
    ("mark", "font", "colon", "inset", "gap"),
    list(product("•-o–", ("Vera", "VeraBold"), ("", ":"), (0, 14), (0.0, 0.5))),
)
def test_items_below_a_line_that_names_them_are_items_and_told(
    tmp_path, mark, font, colon, inset, gap
):
    page = [
        Set(60, 0, "Guidance on tools", "VeraBold", 18),
        Set(60, 2, f"{REASON} Nobody was paid for it by anybody, then or later."),
        Set(60, 4, f"Recommendations{colon}", font),
    ]
    y = 5 + gap
    for said in SAID:
        page += [Set(60 + inset, y, mark), Set(74 + inset, y, said)]
        y += 1 + gap
    document = read_here(print_pages(tmp_path / "made.pdf", [page]))
    assert texts(document)[2:] == [f"Recommendations{colon}", *SAID]
    assert {b.kind for b in document.blocks[3:] if not isinstance(b, Heading)} == {"item"}
    assert any("5 items under" in doubt and "no numbers" in doubt for doubt in doubts(document))


def test_numbered_rows_that_are_not_taken_are_told(tmp_path):
    path = tmp_path / "made.md"
    rows = "\n".join(f"| {n} | Part {n} | {said} |" for n, said in enumerate(SAID, start=1))
    path.write_text(
        f"# Plan\n\n| No. | Standard | Comment |\n|---|---|---|\n{rows}\n", encoding="utf-8"
    )
    document = read_here(path)
    assert not document.recommendations
    assert any("5 numbered rows of a table" in doubt for doubt in doubts(document))


@FORMATS
@pytest.mark.parametrize("badge", ["", " High priority", " New"])
def test_a_card_has_its_label_above_its_title(tmp_path, suffix, badge):
    names = ["Owners", "Local tests", "Audit"]
    path = tmp_path / f"made{suffix}"
    cards = [(f"Recommendation {n}{badge}", name, SAID[n - 1]) for n, name in enumerate(names, 1)]
    if suffix == ".md":
        body = "".join(f"{a}\n\n### {b}\n\n{c}\n\n#### Why\n\n{REASON}\n\n" for a, b, c in cards)
        path.write_text(f"# Tools\n\n## What to do\n\n{body}", encoding="utf-8")
    elif suffix == ".html":
        card = "<div><span>{}</span><h3>{}</h3><p>{}</p><details><summary>Why</summary><p>{}</p></details></div>"
        body = "".join(card.format(a, b, c, REASON) for a, b, c in cards)
        path.write_text(f"<h1>Tools</h1><h2>What to do</h2>{body}", encoding="utf-8")
    elif suffix == ".docx":
        word = WordDocument()
        for a, b, c in cards:
            word.add_paragraph(a)
            word.add_heading(b, 3)
            word.add_paragraph(c)
            word.add_heading("Why", 4)
            word.add_paragraph(REASON)
        word.save(path)
    else:
        page = [Set(60, 0, "Tools", "VeraBold", 18)]
        for n, (a, b, c) in enumerate(cards):
            lines = ((a, "Vera", 10), (b, "VeraBold", 14), (c, "Vera", 10), (REASON, "Vera", 10))
            page += [Set(60, 3 + 9 * n + 2 * m, *line) for m, line in enumerate(lines)]
        print_pages(path, [page])
    document = read_here(path)
    assert said_by(document) == {str(n): SAID[n - 1] for n in range(1, 4)}
    assert [r.priority.text for r in document.recommendations] == names


def test_recommendations_are_named_though_the_title_heads_every_page(tmp_path):
    pages = [SAID[:2], SAID[2:]]
    text, n = "", 0
    for at, said in enumerate(pages, 1):
        text += "CARE OF TOOLS\n\n" + ("RECOMMENDATIONS\n\n" if at == 1 else "")
        for sentence in said:
            n += 1
            text += f"({n}) {sentence}\n\n"
        text += f"{'':50}Page {at}\n\f\n"
    path = tmp_path / "made.txt"
    path.write_text(text, encoding="utf-8")
    assert list(said_by(read_here(path)).values()) == SAID
