"""The same guidance is the same document, whatever the file it comes in."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from layouts import LAYOUTS, fields_of
from printing import entry_for, read_here

from assistant.building.corpus import chunk_corpus
from assistant.corpus.manifest import read_manifest
from assistant.domain import Document, Heading, Paragraph, Table
from assistant.parsing import parse_document
from assistant.parsing.draft import Draft, TextRow
from assistant.parsing.recommendations import find_recommendations

# Making a failing document smaller takes minutes and tells little.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
STATUSES = ("Pending", "Emerging", "Ongoing")


@pytest.fixture(scope="module")
def sor(corpus):
    entry = read_manifest(corpus)[0]
    return parse_document(corpus / entry.file, entry)


@pytest.fixture(scope="module", params=LAYOUTS)
def laid_out(request, sor, tmp_path_factory):
    """The SoR guidance in another format, read again."""
    suffix, layout = LAYOUTS[request.param]
    path = tmp_path_factory.mktemp("laid-out") / f"guidance{suffix}"
    layout(sor, path)
    return parse_document(path, sor.entry)


def test_every_format_gives_the_same_31_recommendations_word_for_word(sor, laid_out):
    assert len(fields_of(laid_out)) == 31
    assert fields_of(laid_out) == fields_of(sor)


def test_every_format_gives_the_same_headings_in_order(sor, laid_out):
    def headings(document):
        return [b.excerpt.text for b in document.blocks if isinstance(b, Heading)]

    assert headings(laid_out) == headings(sor)


def test_every_format_keeps_the_table_of_opportunities(sor, laid_out):
    def cells(document):
        table = [b for b in document.blocks if isinstance(b, Table)][-1]
        return [[cell.text for cell in row.cells] for row in table.rows]

    assert cells(laid_out) == cells(sor)


def test_every_format_gives_what_each_status_means(sor, laid_out):
    assert laid_out.status_meanings == sor.status_meanings


def test_every_format_keeps_the_reference_marks_in_running_text(laid_out):
    text = " ".join(b.excerpt.text for b in laid_out.blocks if isinstance(b, Paragraph))
    assert "Hardy and Harvey¹¹ there is a lack" in text


def test_heads_and_feet_of_pages_are_not_the_guidances_words(laid_out):
    # Word keeps them apart from the text, a PDF repeats them on every page.
    for line in ("Society working group", "of 99", "Page 1", "A head on every page", "Cookies"):
        assert line not in laid_out.source.replace("a Society working group", "")


def test_every_passage_of_every_format_stands_in_its_source(laid_out):
    passages = chunk_corpus([laid_out])
    assert sum(p.kind == "recommendation" for p in passages) == 31
    assert len({p.id for p in passages}) == len(passages)


def test_only_a_pdf_has_pages_and_they_count_up(laid_out, request):
    pages = [block.page for block in laid_out.blocks]
    if "pdf" in request.node.callspec.params["laid_out"]:
        assert pages == sorted(pages)
        assert [r.page for r in laid_out.recommendations] == sorted(
            r.page for r in laid_out.recommendations
        )
        assert pages[0] == 1
        assert pages[-1] > 5
    else:
        assert set(pages) == {None}


# --- any guidance at all

WORDS = """
    radiographers clinical imaging patients should assess review quality training systems
    guidance evidence annually local departments protocols outcomes transparent monitoring
    feedback the of in and for each before after with their results education research partners
    safety equitable
    """.split()
words = st.lists(st.sampled_from(WORDS), min_size=2, max_size=9).map(" ".join)
sentence = words.map(lambda text: text.capitalize() + ".")
HEADS = {
    "number": ("No.", "#", "Rec no.", "Order number", "Number", ""),
    "priority": ("Priority", "Objective", "Strategic aim"),
    "action": ("Recommendation", "Action", "What should be done"),
    "responsible": ("Who", "Owner", "Lead", "Responsibility"),
    "status": ("Status", "Progress", "State of work"),
}


@st.composite
def guidance(draw):
    """Make guidance of one to three tables of recommendations, their columns in any order."""
    draft, number = Draft(), 0
    draft.heading(1, "Recommendations for everyone")
    draft.paragraph("text", " ".join(draw(st.lists(sentence, min_size=1, max_size=5))))
    for at in range(1, draw(st.integers(1, 3)) + 1):
        draft.heading(2, f"Recommendations for {draw(words)}")
        draft.paragraph("text", draw(sentence))
        order = draw(st.permutations(list(HEADS)))
        rows = [TextRow(tuple(draw(st.sampled_from(HEADS[name])) for name in order))]
        form = draw(st.sampled_from(("{}", "{}.", "R{}", "Rec {}")))
        for _ in range(draw(st.integers(1, 7))):
            number += 1
            cells = {
                "number": form.format(number),
                "priority": draw(words).capitalize(),
                "action": " ".join(draw(st.lists(sentence, min_size=1, max_size=6))),
                "responsible": draw(words).capitalize(),
                "status": draw(st.sampled_from(STATUSES))
                + draw(st.sampled_from(("", ": see below"))),
            }
            rows.append(TextRow(tuple(cells[name] for name in order)))
        draft.table(f"Table {at} What to do", rows)
        draft.paragraph("text", draw(sentence))
    entry = entry_for(n_recommendations=number, statuses=STATUSES)
    blocks = tuple(draft.blocks)
    return Document(entry, draft.source, blocks, find_recommendations(blocks, entry, draft.source))


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=4, suppress_health_check=list(HealthCheck), phases=PHASES)
@given(document=guidance())
def test_any_guidance_comes_back_from_any_format(layout, document, tmp_path_factory):
    suffix, lay_out = LAYOUTS[layout]
    path = tmp_path_factory.mktemp("any") / f"made{suffix}"
    lay_out(document, path)
    back = read_here(path, document.entry)
    assert fields_of(back) == fields_of(document)
    assert len(fields_of(back)) == document.entry.n_recommendations
    chunk_corpus([back])


@pytest.mark.slow
@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=60, suppress_health_check=list(HealthCheck), phases=PHASES)
@given(document=guidance())
def test_much_more_guidance_comes_back_from_any_format(layout, document, tmp_path_factory):
    test_any_guidance_comes_back_from_any_format.hypothesis.inner_test(
        layout, document, tmp_path_factory
    )
