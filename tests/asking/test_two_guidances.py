"""Two documents with numbered recommendations: each number is that of its own document."""

from dataclasses import replace

import pytest

from assistant.ask import Assistant
from assistant.asking.asked import ByNumber
from assistant.domain import Abstention
from assistant.errors import InvalidRequest
from assistant.records.conditions import Area, Number, Status, either
from assistant.views.cli import records
from assistant.views.render.edition import Edition
from assistant.views.render.markup import Template
from assistant.views.render.text import response_text

SOR, RCR = "sor-ai-2021", "rcr-ai"
EVERYDAY = ("Recommendations and priorities", "Who should be checking that the AI still works?")


class TwoGuidances:
    """An index in which the RCR's statement has recommendations 4 and 32 too: one of the SoR's rows."""

    def __init__(self, index):
        self._index = index
        row = next(r for r in index.recommendations if "SoR" in r.responsible.text)
        self.recommendations = (
            *index.recommendations,
            replace(row, document_id=RCR, area=EVERYDAY[0], status="Pending", number="4"),
            replace(row, document_id=RCR, area=EVERYDAY[1], status="Pending", number="32"),
            # In running text, under no heading.
            replace(row, document_id=RCR, area="", status="", number="33"),
        )

    def __getattr__(self, name):
        return getattr(self._index, name)


@pytest.fixture(scope="module")
def two(assistant):
    return Assistant(TwoGuidances(assistant.index))


def found(two, question):
    sought = two.understand(question).asked.sought
    known = (Number(n) for n in sought.known) if isinstance(sought, ByNumber) else ()
    condition = either(*known) if isinstance(sought, ByNumber) else sought.condition
    return {(r.document_id, r.number) for r in two.records.select(condition)}


@pytest.mark.parametrize(
    ("question", "one"),
    [
        ("anything pending?", Status("Pending")),
        ("How many of the recommendations are still pending?", Status("Pending")),
        ("Which of the priorities are pending?", Status("Pending")),
        ("Which recommendations are in the education table?", Area("Education")),
        ("List the recommendations on education and the research ones", None),
    ],
)
def test_a_heading_of_everyday_words_is_no_area_that_a_question_names(two, question, one):
    areas = either(Area("Education"), Area("Research"))
    wanted = {(r.document_id, r.number) for r in two.records.select(one or areas)}
    assert found(two, question) == wanted


@pytest.mark.parametrize(
    "question", ["What does recommendation 4 of the SoR say?", "the SoR's recommendation 4"]
)
def test_a_number_is_looked_up_in_the_document_that_is_named(two, question):
    response = two.ask(question)
    assert [r.recommendation.key for r in response.recommendations] == [(SOR, "4")]
    assert response.complete_of == 31
    assert response.description == "number 4; in the SoR AI guidance"


def test_another_documents_number_is_not_the_named_ones(two):
    response = two.ask("What does recommendation 32 of the SoR say?")
    assert isinstance(response, Abstention)
    assert "there is no such number" in response.topic


def test_without_a_name_every_document_with_the_number_is_meant(two):
    assert found(two, "What does recommendation 4 say?") == {(SOR, "4"), (RCR, "4")}


def test_a_publisher_named_as_responsible_names_no_document(two):
    assert {name for name, _ in found(two, "Which recommendations fall to the SoR?")} == {SOR, RCR}


def test_one_recommendation_of_several_is_not_chosen_for_the_reader(two):
    with pytest.raises(InvalidRequest, match=f"say whose: {SOR}, {RCR}"):
        two.records.find("4")
    assert two.records.find("4", RCR).document_id == RCR
    assert two.records.find("32").document_id == RCR


def test_a_list_from_several_documents_says_whose_each_is(two):
    of_sor = two.ask("What does recommendation 4 of the SoR say?")
    both = replace(
        of_sor,
        recommendations=tuple(
            replace(of_sor.recommendations[0], recommendation=two.records.find("4", name))
            for name in (SOR, RCR)
        ),
        citations=tuple(replace(of_sor.citations[0], document_id=name) for name in (SOR, RCR)),
    )
    edition = Edition(two.index)
    shown = response_text(both, edition)
    assert "Recommendation 4 · SoR · Clinical Practice" in shown
    assert f"Recommendation 4 · RCR · {EVERYDAY[0]}" in shown
    assert "Recommendation 4 · Clinical Practice" in response_text(of_sor, edition)


def test_a_short_list_on_the_page_says_whose_each_is(assistant, two):
    both = [two.records.find("4", name) for name in (SOR, RCR)]
    shown = str(Template("cards.html").short_list(both, Edition(two.index)))
    assert shown.index("From: SoR AI guidance") < shown.index("From: RCR statement on AI")
    assert "From:" not in str(Template("cards.html").short_list(both[:1], Edition(assistant.index)))


def test_the_terminal_names_the_document_of_a_recommendation(run, two, assistant, monkeypatch):
    alone = run("show", "4").out + run("list").out
    assert assistant.index.documents[0].short_title not in alone
    monkeypatch.setattr(records, "open_serving", lambda _: two.index)
    for document, name in ((SOR, "SoR AI guidance"), (RCR, "RCR statement on AI")):
        assert f"  Document:    {name}\n" in run("show", "4", "--document", document).out
        lines = run("list", "--document", document).out.splitlines()
        assert all(line[6:].startswith(f"{name:<20}") for line in lines)
