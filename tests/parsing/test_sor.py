"""The two real documents come out whole, each word at its place."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.building.corpus import chunk_corpus, read_corpus
from assistant.corpus.manifest import read_manifest
from assistant.domain import Excerpt, Heading, Paragraph, Span, Table
from assistant.domain.marks import reference_marks
from assistant.errors import BrokenCitation, InvalidRecommendations
from assistant.parsing import parse_document

FIELDS = ("area", "priority", "action", "responsible", "status", "status_detail")


@pytest.fixture(scope="module")
def documents(corpus):
    return {document.entry.id: document for document in read_corpus(corpus).documents}


@pytest.fixture(scope="module")
def sor(documents):
    return documents["sor-ai-2021"]


@pytest.fixture(scope="module")
def passages(documents):
    return chunk_corpus(tuple(documents.values()))


@pytest.fixture
def reread(corpus, tmp_path):
    """Parse the SoR paper with its text changed."""
    entry = read_manifest(corpus)[0]

    def read(*changes):
        text = (corpus / entry.file).read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        (tmp_path / entry.file).write_text(text, encoding="utf-8")
        return parse_document(tmp_path / entry.file, entry)

    return read


def texts_of(document, kind):
    return [b.excerpt.text for b in document.blocks if isinstance(b, Paragraph) and b.kind == kind]


def tables_of(document):
    return [b for b in document.blocks if isinstance(b, Table)]


def test_there_are_thirty_one_recommendations_in_the_order_of_their_numbers(sor):
    assert [r.number for r in sor.recommendations] == [str(n) for n in range(1, 32)]


@pytest.mark.parametrize("number", range(1, 32))
def test_each_recommendation_is_what_the_eye_reads(sor, golden, number):
    r = sor.recommendations[number - 1]
    read = {name: getattr(getattr(r, name), "text", getattr(r, name)) for name in FIELDS}
    assert read | {"number": number} == golden[number]


def test_every_field_stands_at_its_spans(sor):
    for r in sor.recommendations:
        for field in (r.priority, r.action, r.responsible, r.status_cell, r.status_detail, r.row):
            assert Excerpt.cut(sor.source, field.spans).text == field.text


def test_every_passage_and_part_stands_at_its_spans(documents, passages):
    for passage in passages:
        source = documents[passage.document_id].source
        for excerpt in (passage.excerpt, *passage.parts):
            assert " ".join(source[a:b] for a, b in excerpt.spans) == excerpt.text


def test_the_parts_of_a_passage_joined_give_back_its_words(passages):
    for passage in passages:
        assert " ".join(part.text for part in passage.parts).split() == passage.text.split()


def test_between_the_spans_of_a_row_stand_no_words(sor):
    """Save for the cells of the row's other columns, which are fields of their own."""
    for r in sor.recommendations:
        covered = sorted({span for span in r.row.spans})
        gaps = [sor.source[a.end : b.start] for a, b in zip(covered, covered[1:], strict=False)]
        for gap in gaps:
            rest = re.sub(r"<[^>]*>|[●\s:.–-]", "", gap)
            assert rest == "", (r.number, gap)


def test_no_two_passages_have_one_id(passages):
    ids = [passage.id for passage in passages]
    assert len(set(ids)) == len(ids)


def test_a_recommendation_is_one_passage(passages, sor):
    whole = {p.id: p.text for p in passages if p.kind == "recommendation"}
    assert whole == {r.id: r.row.text for r in sor.recommendations}


def test_the_recommendations_stand_under_their_areas(sor):
    assert {r.headings[-1][:2] + r.area for r in sor.recommendations} == {
        "a.Clinical Practice",
        "b.Education",
        "c.Research",
        "d.Stakeholder Partnerships",
    }


def test_the_title_is_the_manifests(documents):
    for document in documents.values():
        assert texts_of(document, "title") == [document.entry.title]


def test_the_sections_of_the_sor_paper_are_its_headings(sor):
    assert [b.excerpt.text for b in sor.blocks if isinstance(b, Heading)] == [
        "Abstract",
        "Background",
        "Scope and purpose",
        "Methods",
        "Recommendations and priorities",
        "a. Recommendations and Priorities for Clinical Practice",
        "b. Recommendations and priorities for Education",
        "c. Recommendations and Priorities for Research",
        "d. Recommendations and Priorities for Stakeholder Partnerships",
        "Opportunities for Partnerships",
        "Limitations of the guidance",
        "References",
    ]


@pytest.mark.parametrize(
    ("section", "n"),
    [
        ("abstract", 4),
        ("background", 5),
        ("scope-and-purpose", 2),
        ("methods", 4),
        ("recommendations-and-priorities", 1),
        ("recommendations-and-priorities-for-clinical-practice", 1),
        ("recommendations-and-priorities-for-education", 4),
        ("recommendations-and-priorities-for-research", 1),
        ("recommendations-and-priorities-for-stakeholder-partnerships", 1),
        ("opportunities-for-partnerships", 1),
        ("limitations-of-the-guidance", 4),
    ],
)
def test_every_paragraph_of_a_section_is_a_passage(passages, section, n):
    ids = [p.id for p in passages if p.kind == "paragraph"]
    assert [i for i in ids if i.startswith(f"sor-ai-2021/{section}/p")] == [
        f"sor-ai-2021/{section}/p{at}" for at in range(1, n + 1)
    ]


def test_a_paragraph_that_a_page_break_cut_is_one(passages):
    whole = {p.id: p.text for p in passages}
    cut = "profound impact on clinical practice and patient care."
    assert cut in whole["sor-ai-2021/background/p1"]
    assert (
        "conduct and reporting of AI research"
        in whole["sor-ai-2021/limitations-of-the-guidance/p1"]
    )


def test_there_are_five_tables(sor):
    assert [(t.caption.text, len(t.rows)) for t in tables_of(sor)] == [
        ("Table 1 Clinical Practice Priorities", 6),
        ("Table 2 Education Priorities", 12),
        ("Research Priorities Summary Table", 8),
        ("Table 4 Stakeholder Partnership Priorities", 5),
        ("Table 5 Available opportunities for partnership working within AI", 7),
    ]


@pytest.mark.parametrize(
    ("row", "opportunity", "status"),
    [
        (1, "CRUK RadNet", "Ongoing"),
        (2, "CTRads", "Ongoing"),
        (
            3,
            "London Medical Imaging & Artificial Intelligence Centre for Value-Based Healthcare",
            "Emerging",
        ),
        (4, "NCIMI (National Consortium of Intelligent Medical Imaging)", "Ongoing"),
        (5, "NHSx", "Emerging"),
        (6, "Topol Programme for Digital Fellowships in Healthcare.", "Emerging"),
        (7, "Vendor or Professional Body Meetings and Conferences.", "Ongoing"),
    ],
)
def test_each_partnership_opportunity_is_a_row(sor, passages, row, opportunity, status):
    cells = [cell.text for cell in tables_of(sor)[4].rows[row - 1].cells]
    passage = next(p for p in passages if p.id == f"sor-ai-2021/table-5/row-{row}")
    assert (cells[0], cells[2]) == (opportunity, status)
    assert passage.text == " ".join(cells)


def test_the_legend_says_what_each_status_means(sor):
    assert sor.status_meanings == {
        "Pending": "work not commenced",
        "Emerging": "work commenced but not established",
        "Ongoing": "work established and continuing",
    }


def test_the_legend_is_a_passage_once(passages):
    legends = [p for p in passages if p.text.startswith("Pending – work not commenced")]
    assert [p.kind for p in legends] == ["note"]


def test_there_are_thirty_one_references_in_order(passages):
    references = [p for p in passages if p.kind == "reference"]
    assert [p.id for p in references] == [f"sor-ai-2021/ref-{n}" for n in range(1, 32)]
    assert all(p.text.startswith(f"[{n}] ") for n, p in enumerate(references, start=1))


def test_a_reference_goes_on_after_a_page_break(passages):
    whole = {p.id: p.text for p in passages}
    assert whole["sor-ai-2021/ref-2"].endswith("Special Edition, pp. 51–53.")
    assert whole["sor-ai-2021/ref-14"].endswith("(2018, accessed 9 April 2021).")


def test_reference_marks_are_read_and_are_no_words(passages):
    by_id = {
        p.id: tuple(dict.fromkeys(label for m in reference_marks(p.text) for label in m.labels))
        for p in passages
    }
    education = "sor-ai-2021/recommendations-and-priorities-for-education"
    assert by_id[f"{education}/p1"] == ("9", "4", "10", "11", "12", "13", "14", "15")
    assert by_id[f"{education}/p2"] == ("9", "16", "17")


def test_the_five_principles_of_the_rcr_are_passages(passages):
    principles = [p for p in passages if p.document_id == "rcr-ai" and p.kind == "item"]
    assert [p.text.split()[0] for p in principles] == ["Work", "Assure", "Take", "Be", "Achieve"]
    assert all(p.lead_in.endswith("the following core principles:") for p in principles)


def test_the_paragraphs_of_the_rcr_statement_are_passages(passages):
    ids = [p.id for p in passages if p.document_id == "rcr-ai" and p.kind != "item"]
    imaging = "rcr-ai/imaging-datasets-that-can-used-for-research-purposes"
    assert ids == [
        *(f"rcr-ai/main/p{n}" for n in range(1, 5)),
        f"{imaging}/p1",
        f"{imaging}/p2",
        f"{imaging}/note-1",
    ]


def test_the_text_of_a_document_is_kept_character_for_character(documents, corpus):
    for document in documents.values():
        assert document.source.encode() == (corpus / document.entry.file).read_bytes()


def test_a_missing_number_is_refused_and_named(reread):
    with pytest.raises(InvalidRecommendations, match="recommendation 9 is missing"):
        reread(("\n9.\tEnsure training", "\n\tEnsure training"))


def test_a_missing_last_number_is_refused(reread):
    with pytest.raises(
        InvalidRecommendations,
        match="30 recommendations, the manifest says 31|recommendation 31 is missing",
    ):
        reread(("\n31.\tCo-ordinate", "\n\tCo-ordinate"))


def test_a_doubled_number_is_refused_and_named(reread):
    with pytest.raises(InvalidRecommendations, match="8 stands there twice"):
        reread(("\n9.\tEnsure training", "\n8.\tEnsure training"))


def test_a_word_for_a_number_is_refused_and_named(reread):
    with pytest.raises(InvalidRecommendations, match="Nine"):
        reread(("\n9.\tEnsure training", "\nNine\tEnsure training"))


@pytest.mark.parametrize("status", ["Done", "pending", "Pendng", "On-going"])
def test_an_unknown_status_is_refused_with_its_row_and_the_legal_ones(reread, status):
    with pytest.raises(
        InvalidRecommendations, match=rf"row '14\.'.*{status}.*Pending, Emerging, Ongoing"
    ):
        reread(("clinical professionals.\tPending\n", f"clinical professionals.\t{status}\n"))


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("\tHEIs, academics, clinical professionals.\t", "\t\t", "responsible"),
        ("clinical professionals.\tPending\n", "clinical professionals.\t\n", "status"),
        (
            "\tReview pre-registration and postgraduate clinical competency",
            "\t\t",
            "action|twice|responsible|status",
        ),
    ],
)
def test_an_empty_cell_is_refused_with_its_row(reread, old, new, field):
    with pytest.raises(InvalidRecommendations, match=rf"row '14\.'.*({field})"):
        reread((old, new))


def test_a_removed_row_is_refused_and_named(reread):
    row = "14.\tEvaluate the correct clinical usage of AI systems within clinical competency assessment tools\tReview pre-registration and postgraduate clinical competency assessment tools and methods.\tHEIs, academics, clinical professionals.\tPending\n"
    with pytest.raises(InvalidRecommendations, match="recommendation 14 is missing"):
        reread((row, ""))


@given(data=st.data())
@settings(max_examples=25)
def test_a_page_break_at_any_words_of_a_row_changes_no_field(
    data, corpus, golden, tmp_path_factory
):
    entry = read_manifest(corpus)[0]
    text = (corpus / entry.file).read_text(encoding="utf-8")
    number = data.draw(st.sampled_from([5, 9, 13, 14, 20, 21, 23, 30]))
    row = re.search(rf"^{number}\.\t.*$", text, re.MULTILINE)[0]
    first, *cells = row.split("\t")
    cut = [cell.split() for cell in cells]
    at = [data.draw(st.integers(0, len(words))) for words in cut]
    before = [" ".join(words[:n]) for words, n in zip(cut, at, strict=True)]
    after = [" ".join(words[n:]) for words, n in zip(cut, at, strict=True)]
    rule = "--\t--\t--\t--\t--" if data.draw(st.booleans()) else ""
    broken = "\n".join(["\t".join([first, *before]), rule, "", "\t".join(["", *after])])
    path = tmp_path_factory.mktemp("broken") / entry.file
    path.write_text(text.replace(row, broken), encoding="utf-8")
    r = parse_document(path, entry).recommendations[number - 1]
    read = {name: getattr(getattr(r, name), "text", getattr(r, name)) for name in FIELDS}
    assert read | {"number": number} == golden[number]


@given(data=st.data())
def test_a_slice_of_an_excerpt_stands_at_its_spans(data):
    source = data.draw(st.text("ab c.\t\n", min_size=1, max_size=60))
    edges = sorted(data.draw(st.sets(st.integers(0, len(source)), min_size=2, max_size=8)))
    spans = tuple(Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False))
    excerpt = Excerpt.cut(source, spans)
    start = data.draw(st.integers(0, len(excerpt.text)))
    end = data.draw(st.integers(start, len(excerpt.text)))
    piece = excerpt.slice(start, end)
    assert piece.text == excerpt.text[start:end].strip()
    assert piece.check(source) is piece


def test_an_excerpt_that_the_source_does_not_hold_is_a_broken_citation():
    with pytest.raises(BrokenCitation, match="does not stand at"):
        Excerpt("invented", (Span(0, 8),)).check("verbatim")
