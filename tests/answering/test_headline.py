"""The words that answer are chosen by what is wanted, and are words of the guidance."""

from collections import Counter

import pytest

from assistant.answering.headline import tells
from assistant.asking.wants import foremost
from assistant.domain import Abstention, Answer
from assistant.indexing.tokenization import stem, term_set, words


@pytest.mark.parametrize(
    ("question", "what"),
    [
        ("Who checks it?", "who"),
        ("Whose job is it?", "who"),
        ("Which bodies are accountable?", "who"),
        ("How far has this got?", "status"),
        ("Has work started on audits?", "status"),
        ("Any examples of that?", "examples"),
        ("Where can I find courses?", "examples"),
        ("How many centres are there?", "how many"),
        ("Compare 2 and 4", "compare"),
        ("Do radiographers need training?", "yes-no"),
        ("So can a student help?", "yes-no"),
        ("When was it written?", "fact"),
        ("How is AI audited?", "what"),
        ("what about CPD and ongoing training", "what"),
        ("emerging technologies in imaging", "what"),
    ],
)
def test_what_a_question_wants_is_known(assistant, question, what):
    assert foremost(assistant.understand(question).asked.wants) == what


@pytest.mark.parametrize("question", ["How is AI audited?", "What should curricula hold?"])
def test_a_question_for_a_way_is_none_for_people_or_progress(assistant, question):
    assert not assistant.understand(question).asked.wants & {"who", "status", "examples"}


@pytest.mark.parametrize("question", ["Is it pending?", "Has work started?", "status?"])
def test_a_question_for_progress_is_known(assistant, question):
    assert "status" in assistant.understand(question).asked.wants


@pytest.mark.parametrize("number", ["2", "4", "19", "29"])
def test_of_a_recommendation_the_cell_that_is_wanted_is_said(assistant, number):
    r = assistant.records.find(number)

    def said(question):
        headline = assistant.ask(question.format(number)).headline
        return [part.field for part in headline.parts], headline.text

    assert said("Who is responsible for recommendation {}?") == (
        ["responsible"],
        r.responsible.text,
    )
    fields, text = said("What is the status of recommendation {}?")
    assert fields == ["status"]
    meaning = assistant.index.status_meanings[r.document_id][r.status]
    assert text == f"{r.status} ({meaning})"


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("how many workstreams does CTRads have?", "four workstreams"),
        ("when were the winners announced?", "8th September 2020"),
        ("what should be done about bias?", "highlight the limitations and biases"),
        ("should we teach with AI tools?", "AI-enabled educational tools"),
    ],
)
def test_the_words_that_answer_are_said(assistant, question, words):
    assert words in assistant.ask(question).headline.text


def test_of_a_lead_in_its_items_are_said(assistant):
    headline = assistant.ask("what does the RCR want developers to do?").headline
    assert [part.field for part in headline.parts] == ["lead_in", *["item"] * 5]


def test_a_list_has_no_single_words_that_answer(assistant):
    assert assistant.ask("Which recommendations are pending?").headline is None


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ("how is {} different from {}", "priority"),
        ("compare recommendations {} and {}", "priority"),
        ("compare who is responsible for {} and {}", "responsible"),
        ("compare the status of {} and {}", "status"),
    ],
)
@pytest.mark.parametrize("numbers", [("12", "11"), ("2", "30")])
def test_of_compared_recommendations_a_cell_of_each_is_said(assistant, question, field, numbers):
    response = assistant.ask(question.format(*numbers))
    said = (response.headline, *response.headline.beside)
    assert [response.citations[h.marker - 1].recommendation for h in said] == list(numbers)
    assert {part.field for h in said for part in h.parts} == {field}


@pytest.mark.parametrize(
    ("question", "is_undecided"),
    [
        ("must AI be audited?", False),
        ("should we teach with AI tools?", False),
        ("do patients have to give consent?", False),
        ("is human oversight required?", False),
        ("will AI make radiologists redundant?", False),
        # What is recommended does not say that it is so.
        ("is there a national AI curriculum?", True),
        ("are patients involved?", True),
        # Nor do words that are not near.
        ("Does a shiny badge on the box let us skip our own trial?", True),
    ],
)
def test_yes_or_no_is_said_only_by_words_that_say_it(assistant, question, is_undecided):
    response = assistant.ask(question)
    assert response.headline.is_undecided == is_undecided
    assert response.headline.text


@pytest.mark.parametrize("group", ["students", "volunteers", "carers", "service managers"])
@pytest.mark.parametrize(
    "asked", ["Are {} covered by the guidance?", "are {} covered", "does the guidance cover {}?"]
)
def test_that_a_group_is_covered_is_said_by_the_sentence_that_names_it(assistant, group, asked):
    headline = assistant.ask(asked.format(group)).headline
    assert group in headline.text
    assert not headline.is_undecided


@pytest.mark.parametrize("nobody", ["porters", "dental nurses", "sonographers"])
def test_a_group_that_is_named_nowhere_is_not_covered(assistant, nobody):
    assert isinstance(assistant.ask(f"are {nobody} covered?"), Abstention)


def test_of_whom_something_is_already_so_is_no_question_how_far_it_is(assistant):
    asked = "could AI make care worse for those who already wait longest?"
    assert assistant.ask(asked).headline.parts[0].field != "status"


@pytest.mark.parametrize("group", ["students", "volunteers"])
def test_of_a_group_only_words_that_name_it_decide(assistant, group):
    # Clinicians need to be included; that patients need to, is not said.
    asked = "Do {} have to be included in the clinical validation of AI tools?"
    assert not assistant.ask(asked.format("clinicians")).headline.is_undecided
    assert assistant.ask(asked.format(group)).headline.is_undecided


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("who has to be consulted before we deploy a tool?", "Products Regulatory Agency"),
        ("who do we consult before an algorithm is switched on?", "Products Regulatory Agency"),
        ("who needs to be included in the validation of AI tools?", "Clinicians need to be"),
        ("who should we liaise with on audit training?", "practice educators"),
    ],
)
def test_whom_something_is_done_to_is_said_by_the_action(assistant, question, said):
    (part,) = assistant.ask(question).headline.parts
    assert part.field == "action"
    assert said.lower() in part.text.lower()


@pytest.mark.parametrize(
    ("question", "said"),
    [
        # Who forms a body stands in what is to be done; who is to form it is responsible.
        ("who belongs to the task force on curricula?", "task force of radiographer academics"),
        ("who should form the task force on curricula?", "Academics, HEIs, industry partners"),
        # For or against, and what something is for, each in the sentence that says so.
        ("is the RCR opposed to AI?", "strongly welcome"),
        ("what was the AI working group set up for?", "broad purpose"),
        # What is to be done does not say that it is being done.
        ("are short courses already being run on AI risk?", "Pending"),
    ],
)
def test_what_is_wanted_is_said_by_words_that_say_it(assistant, question, said):
    assert said in assistant.ask(question).headline.text


@pytest.mark.parametrize(
    ("question", "is_told"),
    [
        ("who developed the free e-learning course?", True),
        ("who chaired the working group?", True),
        # That awards are made, or a survey is due, does not tell by whom.
        ("who judged the NHSx awards?", False),
        ("who paid for the AIWG survey?", False),
        # An address for applications does not tell who bears the cost.
        ("who funds the Topol fellowships?", False),
    ],
)
def test_who_did_something_is_told_by_words_that_tell_of_it(assistant, question, is_told):
    headline = assistant.ask(question).headline
    assert headline.is_undecided != is_told
    assert headline.parts[0].field != "responsible"


def test_words_decide_nothing_where_others_of_the_quote_are_more_on_the_point(assistant):
    # What the list is for says nothing of permissions, of which the next sentence speaks.
    headline = assistant.ask("can the datasets be used for commercial work?").headline
    assert headline.is_undecided or "commercial" in headline.text


def test_what_is_hoped_or_covered_does_not_tell_what_was_done(assistant):
    headline = assistant.ask("were patients asked what they think of this guidance?").headline
    assert tells(headline.text)
    assert not tells("It is hoped that these guidelines will be of value to patients.")


@pytest.mark.parametrize("question", ["did they consult patients?", "were patients' views sought?"])
def test_whether_something_was_done_is_told_by_what_was_and_not_by_what_should_be(
    assistant, question
):
    answer = assistant.ask(question)
    assert not answer.citations[0].recommendation
    assert "patient" in answer.headline.text.lower()


@pytest.mark.parametrize("asked", ["who should validate AI tools?", "who is to audit AI tools?"])
def test_whose_duty_something_is_is_said_by_who_is_responsible(assistant, asked):
    assert assistant.ask(asked).headline.parts[0].field == "responsible"


@pytest.mark.parametrize("question", ["are patients involved?", "must AI be audited?"])
def test_words_that_say_neither_yes_nor_no_are_no_firm_answer(assistant, question):
    response = assistant.ask(question)
    assert (response.firmness == "firm") == (not response.headline.is_undecided)


def test_whether_anything_is_said_is_answered_by_what_is_said(assistant):
    assert not assistant.ask("is there anything on lifelong learning?").headline.is_undecided


@pytest.mark.parametrize(
    "question", ["does it mention CE marking?", "is the Topol Review mentioned?"]
)
def test_that_a_word_is_mentioned_is_shown_by_the_words_that_hold_it(assistant, question):
    headline = assistant.ask(question).headline
    assert not headline.is_undecided
    assert ("CE marking" in headline.text) or ("Topol Review" in headline.text)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("what is the CQC's role?", "CQC"),
        ("what does the Ada Lovelace Institute do?", "Ada Lovelace Institute"),
        ("who were the members of the working group?", "members of this working group"),
    ],
)
def test_what_a_question_names_is_answered_by_the_words_that_hold_it(assistant, question, named):
    assert named in assistant.ask(question).headline.text


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ("who sits on the NHSx AI Lab Imaging Board?", "status"),
        ("where can I publish AI research by radiographers?", "status"),
        ("is ultrasound mentioned?", "status"),
        ("where should AI training standards be harmonised?", "action"),
        ("has anyone begun developing explainable AI protocols?", "status"),
        ("staying up to date with AI", "action"),
    ],
)
def test_the_words_that_answer_stand_where_the_question_looks_for_them(assistant, question, field):
    assert assistant.ask(question).headline.parts[-1].field == field


@pytest.mark.parametrize(
    "question",
    [
        "our patients wait for a long time on the waiting list; what can be done about bias?",
        "will I be able to move up once AI takes over, or will my career be over?",
        "we started an AI unit last autumn; how do we evaluate it?",
    ],
)
def test_a_word_for_a_status_in_a_story_does_not_ask_how_far_it_is(assistant, question):
    assert "status" not in {part.field for part in assistant.ask(question).headline.parts}


def test_a_priority_that_is_asked_about_in_its_own_words_is_not_all_that_is_said(assistant):
    for r in assistant.index.recommendations:
        answer = assistant.ask(r.priority.text.partition(".")[0])
        if answer.citations[0].recommendation == r.number and answer.firmness != "records":
            said = term_set(answer.headline.text)
            assert said - term_set(answer.read_as), r.number


def test_of_an_entry_of_a_table_its_status_is_said_where_it_is_asked_for(assistant):
    meanings = assistant.index.status_meanings["sor-ai-2021"]
    rows = [p for p in assistant.index.passages if p.kind == "row" and p.parts[-1].text in meanings]
    assert len(rows) > 5
    for row in rows:
        headline = assistant.ask(f"what is the status of {row.parts[0].text.rstrip('.')}?").headline
        assert [part.text for part in headline.parts] == [row.parts[-1].text]


def test_an_entry_of_a_table_is_said_by_what_it_says_and_not_by_its_name(assistant):
    entries = [p for p in assistant.index.passages if p.kind == "row" and len(p.parts) > 2]
    names = [p.parts[0].text for p in entries]
    assert len(names) > 5
    for name in names:
        answer = assistant.ask(f"tell me about {name.rstrip('.')}")
        if answer.citations[0].passage_id in {p.id for p in entries}:
            assert {part.text for part in answer.headline.parts} - set(names), name


def test_the_terminal_neither_says_nor_denies_what_the_words_leave_open(run):
    said = " ".join(run("ask", "are patients involved?").out.split())
    assert said.startswith("On this the guidance says:")


def test_a_headline_is_words_of_the_quote_it_names(responses, assistant):
    n = 0
    for row, response in responses:
        if isinstance(response, Answer) and response.headline:
            cited = response.citations[response.headline.marker - 1]
            held = "".join(cited.quote.text.split())
            source = assistant.index.sources[cited.document_id]
            for part in response.headline.parts:
                part.check(source)
                assert "".join(part.text.split()) in held, row["id"]
            n += 1
    assert n > 150


@pytest.mark.parametrize("subject", ["regulation", "standards"])
def test_of_two_documents_that_are_asked_each_has_words_that_answer(assistant, subject):
    response = assistant.ask(f"what do both documents say about {subject}?")
    markers = [h.marker for h in (response.headline, *response.headline.beside)]
    documents = [c.document_id for c in response.citations if c.marker in markers]
    assert sorted(documents) == sorted(d.id for d in assistant.index.documents)


def test_a_bare_word_is_answered_by_words_that_hold_it_where_the_first_quote_does(assistant, drawn):
    held = Counter(term for p in assistant.index.passages for term in term_set(p.text))
    spoken = {stem(w): w for p in assistant.index.passages for w in words(p.text) if len(w) > 4}
    rare = [word for term, word in sorted(spoken.items()) if 0 < held[term] <= 2]
    asked = drawn(rare, 40)
    responses = [(word, assistant.ask(word)) for word in asked]
    answers = [(w, r) for w, r in responses if isinstance(r, Answer) and r.firmness != "records"]
    assert len(answers) > len(asked) / 2
    for word, answer in answers:
        if stem(word) in term_set(answer.citations[0].quote.text):
            assert stem(word) in term_set(" ".join(p.text for p in answer.headline.parts)), word
