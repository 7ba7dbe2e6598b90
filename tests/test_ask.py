"""One question, one response: cited, repeatable, and none that the guidance does not give."""

import json
import shutil
from dataclasses import replace

import pytest
import toy
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answering.choosing import NEAR_TIE
from assistant.ask import MAX_QUESTION, Assistant
from assistant.domain import Abstention, Answer
from assistant.errors import InvalidQuestion, InvalidRequest
from assistant.indexing.tokenization import words
from assistant.retrieval.judging import Judge
from assistant.views.render.json import response_json

OUTSIDE = [
    "How do I bake a sourdough loaf?",
    "What is the capital of Mongolia?",
    "Who won the 1966 World Cup?",
    "How much does a new MRI scanner cost?",
    "Write me a poem about a fox",
    "Which dose limits apply to a pregnant radiographer?",
]
SIX = [
    "Who should be checking the AI still works?",
    "Which education recommendations are pending?",
    "wot abt biasd algorithims",
    "How do the SoR and the RCR differ on regulation?",
    "How do I bake a sourdough loaf?",
    # Several terms of the lexicon, which are gathered in a set.
    "Half of what my uni taught us has nothing to do with what I'm allowed to do at work. How can lectures match the job?",
]
ASK = """
import json, sys
from pathlib import Path
from assistant.ask import Assistant
from assistant.views.render.json import response_json
assistant = Assistant.open(Path(sys.argv[1]))
for question in json.loads(sys.argv[2]):
    print(json.dumps(response_json(assistant.ask(question), assistant.index)))
"""


def citations_of(response):
    return (*getattr(response, "citations", ()), *response.related)


def shown(response):
    return [r.recommendation.number for r in getattr(response, "recommendations", ())]


def test_the_question_of_the_first_page_is_answered_by_recommendation_4(assistant):
    answer = assistant.ask("who should be checking the AI still works?")
    assert shown(answer)[0] == "4"
    assert answer.citations[0].passage_id == "sor-ai-2021/rec-4"


def test_citations_are_numbered_from_one_without_a_gap(responses):
    for row, response in responses:
        markers = [c.marker for c in citations_of(response)]
        assert markers == list(range(1, len(markers) + 1)), row["id"]


ANYONE = (
    "who should be checking the AI still works?",
    "what about training?",
    "which regulators matter?",
    "How do I bake a sourdough loaf?",
)


@pytest.mark.parametrize("document", ["sor-ai-2021", "rcr-ai"])
@pytest.mark.parametrize("question", ANYONE)
def test_a_question_kept_to_a_document_is_answered_by_it_or_it_is_said_to_be_silent(
    assistant, question, document
):
    response = assistant.ask(question, document=document)
    if isinstance(response, Answer):
        assert {c.document_id for c in response.citations} == {document}
    elif response.silent:
        assert response.silent == (document,)
        assert document not in {c.document_id for c in response.related}


@pytest.mark.parametrize("question", ANYONE[:3])
def test_keeping_a_question_to_a_document_is_like_naming_it(assistant, question):
    kept = assistant.ask(question, document="rcr-ai")
    named = assistant.ask(f"what does the RCR say: {question}")
    assert isinstance(kept, Answer) == isinstance(named, Answer)
    assert getattr(kept, "silent", ()) == getattr(named, "silent", ())


def test_a_list_kept_to_a_document_is_complete_of_that_document(assistant):
    kept = assistant.ask("Which recommendations are pending?", document="sor-ai-2021")
    assert kept.complete_of == len(assistant.records.filtered(document="sor-ai-2021"))
    assert shown(kept) == [r.number for r in assistant.records.filtered(status="Pending")]
    for question in ("Which recommendations are pending?", "What does recommendation 4 say?"):
        assert isinstance(assistant.ask(question, document="rcr-ai"), Abstention)


def test_a_follow_up_stays_with_the_document_that_it_is_kept_to(assistant):
    before = "who should be checking the AI still works?"
    for question in ("and has it started?", "which of those are pending?", "what about training?"):
        response = assistant.ask(question, [before], document="sor-ai-2021")
        assert {c.document_id for c in response.citations} == {"sor-ai-2021"}
        with_nothing_kept = assistant.ask(question, [before])
        assert shown(response)[:1] == shown(with_nothing_kept)[:1]


def test_a_document_that_is_not_there_is_named_with_those_that_are(assistant):
    with pytest.raises(InvalidRequest, match="no document 'tea'; there are: sor-ai-2021, rcr-ai"):
        assistant.ask("who checks?", document="tea")


def test_no_words_are_quoted_twice(responses):
    """A passage is quoted once, an item of a list with its lead-in, related ones included."""
    for row, response in responses:
        spans = [(c.document_id, span) for c in citations_of(response) for span in c.quote.spans]
        assert len(set(spans)) == len(spans), row["id"]


def test_every_citation_names_a_passage_of_its_document(responses, assistant):
    passages = {p.id: p for p in assistant.index.passages}
    for _, response in responses:
        for c in citations_of(response):
            passage = passages[c.passage_id]
            assert (c.document_id, c.headings, c.recommendation) == (
                passage.document_id,
                passage.headings,
                passage.recommendation,
            )


def test_citations_come_best_first(responses):
    for row, response in responses:
        if isinstance(response, Answer) and row["kind"] != "compare":
            scores = [c.score for c in response.citations]
            assert scores == sorted(scores, reverse=True), row["id"]


def test_recommendations_come_best_first_and_once(responses):
    for row, response in responses:
        if isinstance(response, Answer) and response.complete_of is None:
            scores = [r.score for r in response.recommendations]
            assert scores == sorted(scores, reverse=True), row["id"]
            assert len(set(shown(response))) == len(scores)


def test_every_answer_cites_something(responses):
    for row, response in responses:
        assert response.citations if isinstance(response, Answer) else True, row["id"]


def test_what_an_abstention_shows_is_called_related(responses):
    abstentions = [r for _, r in responses if isinstance(r, Abstention)]
    assert len(abstentions) > 10
    for abstention in abstentions:
        assert abstention.reason in ("related only", "not in this guidance")
        assert not hasattr(abstention, "citations")


def test_why_a_passage_was_found_names_words_of_the_question(responses):
    for row, response in responses:
        read = set(words(response.read_as))
        assert all(set(c.why.words) <= read for c in citations_of(response)), row["id"]


def test_every_quote_that_a_search_found_says_why(responses):
    found = [r for _, r in responses if isinstance(r, Answer) and r.firmness != "records"]
    reasons = [c.why for response in found for c in response.citations]
    assert len(reasons) > 250
    assert all(why.words or why.expansions or why.asked_as for why in reasons)
    with_words = [why for why in reasons if why.words]
    assert len(with_words) > len(reasons) / 2
    assert [why for why in reasons if why.asked_as]


def test_recommendations_that_score_alike_are_near_ties(responses):
    """Whether they are called so is seen from the scores shown; one left out may be the other."""
    n_ties = n_others = 0
    for row, response in responses:
        ranked = getattr(response, "recommendations", ())
        if getattr(response, "firmness", "records") == "records":
            continue
        for one in ranked:
            distances = [abs(one.score - other.score) for other in ranked if other is not one]
            if any(d < NEAR_TIE - 1e-3 for d in distances):
                assert one.near_tie, row["id"]
            n_ties += one.near_tie
            n_others += not one.near_tie
    assert n_ties > 5
    assert n_others > n_ties


@pytest.mark.parametrize("question", OUTSIDE)
def test_what_the_guidance_does_not_say_is_not_answered(assistant, question):
    assert isinstance(assistant.ask(question), Abstention)


@pytest.mark.parametrize("question", OUTSIDE)
def test_it_is_not_answered_on_a_later_turn_either(assistant, question):
    history = ["Who should be checking the AI still works?", "And what is its status?"]
    assert isinstance(assistant.ask(question, history), Abstention)


def test_an_abstention_says_where_to_turn_where_that_is_known(assistant):
    example = next(e for e in assistant.index.outside if e.turn_to)
    abstention = assistant.ask(example.question)
    assert abstention.turn_to == example.turn_to


def test_where_to_turn_is_said_where_the_nearest_examples_agree_and_not_by_one_of_them(assistant):
    judge, outside = Judge(assistant.index), assistant.index.outside
    first = next(e for e in outside if e.turn_to)
    near = assistant.evidence(first.question)
    alike = [n for n, e in enumerate(outside) if e.topic == first.topic]
    others = [n for n, e in enumerate(outside) if e.topic != first.topic][:4]

    def pointer(*examples):
        seen = tuple((number, 0.6) for number in examples)
        return judge.judge(replace(near, nearest_outside=seen)).topic

    assert pointer(*alike[:3], *others[:2]) == first.topic
    assert pointer(alike[0], *others) == ""
    assert pointer() == ""


def test_the_same_question_gets_the_same_answer_on_every_run(responses, assistant):
    for row, response in responses[::5]:
        assert assistant.ask(row["question"], row["history"]) == response


def test_the_answer_does_not_depend_on_what_was_asked_before(index_folder, assistant):
    fresh = Assistant.open(index_folder)
    assert [fresh.ask(q) for q in reversed(SIX)] == [assistant.ask(q) for q in reversed(SIX)]


def test_the_same_question_gets_the_same_bytes_whatever_the_hash_seed(
    python, index_folder, assistant
):
    here = [json.dumps(response_json(assistant.ask(q), assistant.index)) for q in SIX]
    ran = python("-c", ASK, index_folder, json.dumps(SIX), hash_seed="1")
    assert ran.out.splitlines() == here, ran.err


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("", "there is no question"),
        ("   \n\t ", "there is no question"),
        ("?!…", "there is no question"),
        ("\0\0", "there is no question"),
        ("\u202e\u200b", "there is no question"),
        ("🩻", "there is no question"),
        ("audit " * 200_000, "1,200,000 characters long; please ask in at most 2,000"),
        ("x" * (MAX_QUESTION + 1), "2,001 characters long"),
    ],
)
def test_what_is_no_question_is_refused_in_words(assistant, question, said):
    with pytest.raises(InvalidQuestion) as raised:
        assistant.ask(question)
    assert said in str(raised.value)


@pytest.mark.parametrize(
    "question",
    [
        "who\0audits\0AI?",
        "\u202ewho audits AI?\u202c",
        "who audits \ud800 AI?",
        "<script>alert(1)</script> who audits AI?",
        "'; DROP TABLE passages; --",
        "{{7*7}} ${jndi:ldap://x} %s %n",
        "who audits AI? 🩻🤖",
        "ＡＩの監査は誰が？ who audits",
        "مَنْ يدقّق الذكاء الاصطناعي؟",
        "a",
        "7",
        "recommendation " + "9" * 400,
        "recommendations 1-999999999999",
        "word " * 399,
        "(((((((((((((((( audit",
        "\\d+[a-z](?P<x>",
    ],
)
def test_odd_questions_get_a_sound_response(assistant, question):
    response = assistant.ask(question)
    assert isinstance(response, Answer | Abstention)
    text = json.dumps(response_json(response, assistant.index), ensure_ascii=False)
    assert not set(text) & set("\0\u202e\ud800")
    text.encode("utf-8")


ODD = st.text(st.characters() | st.sampled_from("AI audit rec 12? <b>&\0\u202e"), max_size=120)


@given(question=ODD, history=st.lists(ODD, max_size=3))
@settings(max_examples=60)
def test_any_text_is_answered_or_refused_in_words(assistant, question, history):
    try:
        response = assistant.ask(question, history)
    except InvalidQuestion as error:
        assert "ask" in str(error) or "write" in str(error)
        return
    sources = assistant.index.sources
    for c in citations_of(response):
        assert c.quote.check(sources[c.document_id])
    response_json(response, assistant.index)


SPELT_WELL = ("natural", "scenario", "fact", "keyword")


@pytest.fixture(scope="module")
def some(responses):
    """Labelled questions that are asked by themselves and spelt well."""
    chosen = [
        (row["question"], response) for row, response in responses if row["kind"] in SPELT_WELL
    ]
    return chosen[::6]


def test_extra_white_space_changes_nothing(assistant, some):
    for question, response in some:
        spaced = "  " + question.replace(" ", " \n ") + "\t"
        assert assistant.ask(spaced) == response


def test_a_question_asked_as_written_is_not_corrected(assistant):
    response = assistant.ask("who audits the algorithim", as_written=True)
    assert (response.read_as, response.corrections) == ("who audits the algorithim", ())


def test_an_answer_suggests_questions_that_it_can_answer(assistant):
    answer = assistant.ask("Who should be checking the AI still works?")
    assert 1 <= len(answer.next_questions) <= 3
    assert all(isinstance(assistant.ask(q), Answer) for q in answer.next_questions)


def test_another_guidance_is_answered_from_its_own_words(toy_assistant):
    answer = toy_assistant.ask("What do we do in a storm?")
    assert shown(answer)[:1] == ["1"]
    assert "cancel flights in a storm" in answer.citations[0].quote.text


def test_adding_an_unrelated_document_does_not_change_the_cited_numbers(
    toy_assistant, build_toy, tmp_path
):
    folder = tmp_path / "corpus"
    shutil.copytree(toy_assistant.index.folder.parents[2] / "corpus", folder)
    toy.without_guild(folder)
    build_toy(folder, tmp_path / "index")
    without = Assistant.open(tmp_path / "index")
    for question in (
        "Is it too windy to fly?",
        "My puppy chases everything",
        "who mends a snapped stick",
    ):
        assert shown(without.ask(question))[:1] == shown(toy_assistant.ask(question))[:1]
