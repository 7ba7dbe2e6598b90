"""The page's callbacks only pass on: same response as the library, every error a sentence."""

import gradio as gr
import pytest
from shown import Shown

from assistant.domain import Answer
from assistant.errors import InvalidRequest
from assistant.views.render import answer, wording
from assistant.views.render.answer import Exchange
from assistant.views.render.edition import Edition
from assistant.views.web.page.answer import AskView
from assistant.views.web.page.conversation import Conversations, Turn
from assistant.views.web.page.parts import told
from assistant.views.web.page.reader import ReaderView

QUESTION = "who should be checking the AI still works?"
SEVERAL = "Is AI training only for students, or for those of us already working too?"
LIST = "Which education recommendations are pending?"
OUTSIDE = "What is the dose limit for pregnant staff?"


@pytest.fixture(scope="module")
def kept():
    return Conversations()


@pytest.fixture(scope="module")
def asking(assistant, edition, kept):
    return AskView(assistant, edition, kept, takes_feedback=False)


@pytest.mark.parametrize("question", [QUESTION, SEVERAL, LIST, OUTSIDE])
def test_the_page_shows_what_the_library_answers(asking, assistant, edition, kept, question):
    shown = asking.ask(question, "")
    response = assistant.ask(question)
    assert answer.answer(Exchange(response), edition) in shown.answer
    assert wording.line(response) in Shown(shown.said).text
    assert kept.read(shown.stored) == (Turn(question),)
    assert shown.question == ""


def test_a_follow_up_is_asked_with_what_came_before(asking, assistant):
    first = asking.ask(QUESTION, "")
    shown = asking.ask("and for students?", first.stored)
    expected = assistant.ask("and for students?", [QUESTION])
    assert expected.corrections[0].kind == "follow-up"
    assert "Read together with your earlier question" in shown.answer


def test_earlier_answers_are_folded_to_question_and_answer_line(asking, assistant):
    first = asking.ask(QUESTION, "")
    shown = Shown(asking.ask(LIST, first.stored).answer)
    assert shown.texts("span", class_="asked") == [f"Earlier question: {QUESTION}"]
    assert shown.texts("span", class_="got") == [wording.line(assistant.ask(QUESTION))]
    assert shown.texts("h2") == [f"Your question: {LIST}"]
    assert "robust post-implementation auditing" not in shown.text


def test_those_that_are_opened_show_their_answers_and_stay_open(asking, assistant, edition):
    name = ""
    for question in (QUESTION, OUTSIDE, LIST):
        name = asking.ask(question, name).stored
    shown = asking.open("0,1", name)
    for question in (QUESTION, OUTSIDE):
        assert (
            answer.answer(Exchange(assistant.ask(question), is_newest=False), edition)
            in shown.answer
        )
    assert Shown(shown.answer).texts("button", name="undo") == []
    assert shown.stored == name


def test_the_name_in_the_address_brings_every_answer_back(asking):
    names = [""]
    for question in (QUESTION, "and for students?", LIST):
        names.append(asking.ask(question, names[-1]).stored)
    shown = [asking.arrive("", name) for name in names[1:]]
    assert [s.stored for s in shown] == names[1:]
    assert [Shown(s.answer).texts("h2")[0].split(": ")[1] for s in shown] == [
        QUESTION,
        "and for students?",
        LIST,
    ]


def test_a_name_that_is_forgotten_is_said_to_be(asking):
    shown = asking.arrive("", "x" * 22)
    assert "not in memory any more" in shown.said
    assert shown.answer == asking.start().answer


def test_undoing_asks_exactly_what_was_written(asking, assistant, edition, kept):
    first = asking.ask("algorithim bias", "")
    shown = asking.undo("as written", first.stored)
    expected = assistant.ask("algorithim bias", as_written=True)
    assert answer.answer(Exchange(expected, as_written=True), edition) in shown.answer
    assert kept.read(shown.stored) == (Turn("algorithim bias", as_written=True),)
    again = asking.undo("as read", shown.stored)
    assert answer.answer(Exchange(assistant.ask("algorithim bias")), edition) in again.answer
    assert asking.arrive("", shown.stored).answer == shown.answer


def test_a_document_that_is_chosen_answers_alone_for_this_question_and_those_that_follow(
    asking, assistant, edition, kept
):
    name = asking.ask(QUESTION, "").stored
    chosen = asking.keep("rcr-ai", name)
    expected = assistant.ask(QUESTION, document="rcr-ai")
    assert answer.answer(Exchange(expected, document="rcr-ai"), edition) in chosen.answer
    assert "Only RCR statement on AI was searched" in chosen.answer
    after = asking.ask(LIST, chosen.stored)
    assert kept.read(after.stored) == (
        Turn(QUESTION, document="rcr-ai"),
        Turn(LIST, document="rcr-ai"),
    )
    back = asking.keep("", chosen.stored)
    assert answer.answer(Exchange(assistant.ask(QUESTION)), edition) in back.answer


@pytest.mark.parametrize("at", ["1" * 5_000, "٠", "00", "2", "-1", "x", "", "0,", "0,9"])
def test_a_turn_that_is_gone_is_said_to_be(asking, at):
    with pytest.raises(InvalidRequest):
        asking.open(at, asking.ask(QUESTION, "").stored)


def test_identifiers_are_neither_searched_nor_kept(asking, kept):
    question = "who audits the scan of 943 476 5919?"
    first = asking.ask(QUESTION, "")
    held = asking.ask(question, first.stored)
    assert "an NHS number" in held.said
    assert held.question == question
    assert held.answer == held.stored == gr.skip()
    went_on = asking.confirm(question, first.stored)
    assert question in Shown(went_on.answer).texts("h2")[0]
    assert kept.read(went_on.stored) == (Turn(QUESTION),)


def test_an_address_with_a_question_asks_it_in_a_conversation_of_its_own(asking, kept):
    shown = asking.arrive(QUESTION, asking.ask(LIST, "").stored)
    assert kept.read(shown.stored) == (Turn(QUESTION),)
    assert asking.arrive("", "") == asking.start()


def test_clearing_forgets_everything(asking, kept):
    first = asking.ask(QUESTION, "")
    second = asking.ask("and for students?", first.stored)
    assert asking.clear(second.stored).stored == ""
    assert kept.read(first.stored) == kept.read(second.stored) == ()


def test_a_new_topic_leaves_the_conversation_where_it_was(asking, kept):
    name = asking.ask(QUESTION, "").stored
    assert asking.start().stored == ""
    assert kept.read(name) == (Turn(QUESTION),)


def test_a_conversation_goes_on_when_another_index_answers(assistant, edition, kept):
    name = AskView(assistant, edition, kept, takes_feedback=False).ask(QUESTION, "").stored
    after = AskView(assistant, edition, kept, takes_feedback=False).ask("and for students?", name)
    assert "Read together with your earlier question" in after.answer


def test_examples_that_a_library_does_not_answer_are_not_offered(toy_assistant):
    view = AskView(
        toy_assistant, Edition(toy_assistant.index), Conversations(), takes_feedback=False
    )
    for _, question in wording.examples():
        is_offered = f'value="{question}"' in view.start().answer
        assert is_offered == isinstance(toy_assistant.ask(question), Answer)


def test_where_no_example_is_answered_none_is_announced(edition):
    start = answer.start(edition, [])
    assert 'class="examples"' not in start
    assert "for example" not in start


def test_every_error_is_its_sentence_beside_the_box_and_the_rest_stays(asking):
    shown = told(asking.ask, 4)("  ?! ", "")
    assert "There is no question" in shown[0]
    assert shown[1:] == (gr.skip(),) * 3
    long = told(asking.ask, 4)("why " * 600, "")[0]
    assert "2,400 characters" in long


def test_an_error_of_ours_is_a_sentence_and_its_text_is_nowhere(capsys):
    def broken(question):
        raise KeyError(question)

    shown = told(broken, 2)("John Smith")
    assert "Something went wrong here" in shown[0]
    said = capsys.readouterr().err
    assert said.startswith("Error while answering a request: KeyError at ")
    assert "Smith" not in said + shown[0]


def test_the_reader_opens_documents_and_places_only(edition):
    reading = ReaderView(edition)
    assert reading.open("rcr-ai")[2] == "rcr-ai"
    opened = reading.open("sor-ai-2021/rec-4")
    assert "<mark>" in opened[0]
    for value in ("nowhere", "../etc/passwd", "sor-ai-2021/rec-99"):
        with pytest.raises(InvalidRequest):
            reading.open(value)
