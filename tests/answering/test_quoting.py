"""Every quote stands in the guidance part by part, can be read alone, and is the words that answer."""

import dataclasses
import re

import pytest

from assistant.domain import Answer, Excerpt, Part, Quote
from assistant.domain.marks import LINK, reference_marks
from assistant.errors import BrokenCitation


def citations_of(response):
    return (*getattr(response, "citations", ()), *response.related)


def squeezed(text):
    return "".join(text.split())


@pytest.fixture(scope="module")
def quoted(responses):
    """Every citation of every labelled question, each quote once."""
    found = {(c.passage_id, c.quote): c for _, r in responses for c in citations_of(r)}
    assert len(found) > 120
    return list(found.values())


def test_every_part_stands_in_the_corpus_file_at_its_spans(quoted, assistant, corpus):
    files = {d.id: (corpus / d.file).read_bytes().decode() for d in assistant.index.documents}
    for c in quoted:
        for part in c.quote.parts:
            cut = "".join(files[c.document_id][a:b] for a, b in part.spans)
            assert squeezed(cut) == squeezed(part.text), c.passage_id
            assert part.text.strip()
            assert part.meaning in files[c.document_id]


def test_a_quote_is_its_parts_one_below_the_other(quoted):
    for c in quoted:
        assert c.quote.text == "\n".join(part.text for part in c.quote.parts)
        assert c.quote.spans == tuple(s for part in c.quote.parts for s in part.spans)


def test_nothing_between_the_spans_of_a_part_is_a_word(quoted, assistant):
    """Reference marks, link markup, table markup and the cells of a row broken over pages."""
    for c in quoted:
        source = assistant.index.sources[c.document_id]
        for part in c.quote.parts:
            for (_, end), (start, _) in zip(part.spans, part.spans[1:], strict=False):
                gap = re.sub(r"<[^<>]*>|\^\{[^}]*\}|\]\([^)]*\)", " ", source[end:start])
                assert "\t" in gap or not re.search(r"[A-Za-z]", gap), (c.passage_id, gap)


def test_no_mark_or_link_is_read(quoted):
    for c in quoted:
        if c.passage_id.split("/")[-1].startswith("ref-"):
            continue
        assert not LINK.search(c.quote.text), c.passage_id
        assert not reference_marks(c.quote.text), c.passage_id


def test_a_recommendation_is_quoted_cell_by_cell_and_none_is_left_out(quoted, assistant):
    numbered = {r.id: r for r in assistant.index.recommendations}
    n = 0
    for c in quoted:
        if c.passage_id in numbered:
            r, n = numbered[c.passage_id], n + 1
            for name in ("priority", "action", "responsible"):
                [part] = c.quote.of(name)
                assert squeezed(part.text) == squeezed(getattr(r, name).text)
            word, *detail = c.quote.of("status")
            assert (word.text, bool(word.meaning)) == (r.status, True)
            assert squeezed("".join(p.text for p in detail)) == squeezed(r.status_detail.text)
    assert n == 31


def test_the_cells_of_any_two_recommendations_are_never_one_part(assistant):
    for r in assistant.index.recommendations:
        [citation] = assistant.ask(f"recommendation {r.number}").citations
        fields = [part.field for part in citation.quote.parts]
        assert fields[:4] == ["priority", "action", "responsible", "status"]
        assert set(fields[4:]) <= {"status"}


def test_an_item_brings_its_lead_in_and_a_lead_in_its_items(assistant, quoted):
    """Whichever of a list is quoted, it can be read alone."""
    n = 0
    for c in quoted:
        fields = {part.field for part in c.quote.parts}
        if fields & {"item", "lead_in"} and "row-" not in c.passage_id:
            assert {"item", "lead_in"} <= fields
            [lead_in] = c.quote.of("lead_in")
            assert lead_in.text.endswith(":")
            n += 1
    assert n


@pytest.mark.parametrize("kind", ["row", "paragraph"])
def test_a_sentence_that_says_this_brings_what_it_leans_on(assistant, quoted, kind):
    passages = {p.id: p for p in assistant.index.passages}
    for c in quoted:
        passage = passages[c.passage_id]
        if passage.kind == kind:
            own = {p.spans[0].start: at for at, p in enumerate(passage.parts)}
            taken = [own[p.spans[0].start] for p in c.quote.parts if p.spans[0].start in own]
            for part in c.quote.parts:
                at = own.get(part.spans[0].start, 0)
                if at and part.text.startswith(
                    ("This task", "This short", "Despite this", "It outlined")
                ):
                    assert at - 1 in taken, part.text


def test_a_sentence_that_leans_is_quoted_somewhere(quoted):
    assert any(
        part.text.startswith(("This ", "Despite this"))
        for c in quoted
        for part in c.quote.parts
        if part.field == "sentence"
    )


def test_a_quote_the_source_does_not_hold_stops_the_answer(assistant, monkeypatch):
    sources = assistant.index.sources
    altered = {name: text.replace("auditing", "ignoring") for name, text in sources.items()}
    asked = "Who should be checking the AI still works?"
    [part, *_] = assistant.ask(asked).citations[0].quote.of("action")
    with pytest.raises(BrokenCitation):
        part.check(altered["sor-ai-2021"])


def test_a_meaning_the_source_does_not_hold_is_no_meaning(assistant):
    source = assistant.index.sources["sor-ai-2021"]
    [part, *_] = assistant.ask("status of recommendation 4").citations[0].quote.of("status")
    part.check(source)
    with pytest.raises(BrokenCitation):
        dataclasses.replace(part, meaning="work forgotten").check(source)


def test_a_quote_without_words_is_none():
    with pytest.raises(BrokenCitation):
        Quote(()).check("words")


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("care for users¹.", "care for users."),
        ("for techniques^{4,10-15} and tools", "for techniques and tools"),
        ("take [a course](#) or ([two](#))", "take a course or (two)"),
        ("a voxel of 10³ and 4 cm² here", "a voxel of 10³ and 4 cm² here"),
    ],
)
def test_what_is_read_leaves_out_marks_and_keeps_every_word(source, read):
    part = Part.of("sentence", Excerpt(source, ((0, len(source)),)), source)
    assert part.text == read
    assert part.check(source) is part


def test_a_cell_keeps_its_lines(assistant):
    [citation] = assistant.ask("recommendation 12").citations
    [priority] = citation.quote.of("priority")
    assert len(priority.text.split("\n")) > 5
    assert "governance arrangements." in priority.text


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (
            "Who is responsible for auditing AI tools over time?",
            "Industry, Healthcare organisations",
        ),
        ("Who is in charge of rec 14?", "HEIs, academics, clinical professionals."),
        (
            "Has work started on auditing AI tools over time?",
            "The British Standards Institute (BSI)",
        ),
        ("What's the status of rec 18?", "UK Imaging and Oncology (UKIO) congress."),
        ("Which congresses does recommendation 18 name?", "European Congress of Radiology (ECR)."),
    ],
)
def test_the_cell_that_is_asked_for_is_quoted(assistant, question, words):
    quotes = [c.quote.text for c in assistant.ask(question).citations]
    assert any(words in quote for quote in quotes)


@pytest.mark.parametrize(
    ("question", "passage", "words"),
    [
        (
            "Who was the chair of the working group?",
            "background/p4",
            "Dr Christina Malamateniou the Chair",
        ),
        (
            "When was the working group convened?",
            "background/p4",
            "September 2020 with a 6-month horizon",
        ),
        (
            "What is CRUK RadNet?",
            "table-5/row-1",
            "a radiotherapy research network with seven centres",
        ),
        (
            "What did the Equator Network provide guidance about?",
            "limitations-of-the-guidance/p1",
            "Equator Network",
        ),
    ],
)
def test_the_sentence_that_answers_is_quoted(assistant, question, passage, words):
    first = assistant.ask(question).citations[:3]
    assert any(words in c.quote.text and c.passage_id == f"sor-ai-2021/{passage}" for c in first)


def test_a_citation_cannot_be_altered(assistant):
    answer = assistant.ask("Who should be checking the AI still works?")
    assert isinstance(answer, Answer)
    with pytest.raises(dataclasses.FrozenInstanceError):
        answer.citations[0].quote = Quote(())
