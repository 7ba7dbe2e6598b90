"""The page's callbacks only pass on: same response as the library, every error a sentence."""

import pytest

from assistant.errors import InvalidRequest
from assistant.views.render import answer
from assistant.views.web.answer import AskView
from assistant.views.web.conversation import Conversations, Turn
from assistant.views.web.reader import ReaderView
from assistant.views.web.signals import told

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
    assert shown.answer == answer.spoken(response, edition)
    assert shown.evidence == answer.evidence(response, edition)
    for ranked in getattr(response, "recommendations", ()):
        assert f"Recommendation {ranked.recommendation.number}<" in shown.answer
    assert kept.read(shown.stored) == (Turn(question),)
    assert shown.question == ""


def test_a_follow_up_is_asked_with_what_came_before(asking, assistant):
    first = asking.ask(QUESTION, "")
    shown = asking.ask("and for students?", first.stored)
    expected = assistant.ask("and for students?", [QUESTION])
    assert expected.corrections[0].kind == "follow-up"
    assert "Read together with your earlier question" in shown.answer
    assert QUESTION in shown.earlier


def test_undoing_asks_exactly_what_was_written(asking, assistant, edition, kept):
    first = asking.ask("algorithim bias", "")
    shown = asking.undo("as written", first.stored, [], [])
    expected = assistant.ask("algorithim bias", as_written=True)
    assert shown.answer == answer.spoken(expected, edition, as_written=True)
    assert kept.read(shown.stored) == (Turn("algorithim bias", as_written=True),)
    again = asking.undo("as read", shown.stored, [], [])
    assert again.answer == first.answer


def test_an_earlier_answer_comes_back_as_it_was(asking):
    first = asking.ask(QUESTION, "")
    second = asking.ask("and for students?", first.stored)
    assert asking.turn("0", second.stored, [], []).answer == first.answer
    assert asking.turn("1", second.stored, [], []).answer == second.answer


@pytest.mark.parametrize("at", ["1" * 5_000, "٠", "00", "2", "-1", "x", ""])
def test_a_turn_that_is_gone_is_said_to_be(asking, at):
    with pytest.raises(InvalidRequest):
        asking.turn(at, asking.ask(QUESTION, "").stored, [], [])


def test_identifiers_are_neither_searched_nor_kept(asking, kept):
    question = "who audits the scan of 943 476 5919?"
    held = asking.ask(question, asking.ask(QUESTION, "").stored)
    assert "an NHS number" in held.answer
    assert held.evidence == ""
    assert held.question == question
    assert kept.read(held.stored) == (Turn(QUESTION),)
    went_on = asking.confirm(question, held.stored)
    assert "Your question" in went_on.answer
    assert kept.read(went_on.stored) == (Turn(QUESTION),)


def test_an_address_asks_once_and_a_reload_does_not_ask_again(asking):
    first = asking.arrive(QUESTION, "")
    assert asking.arrive(QUESTION, first.stored) == first
    assert asking.arrive("", first.stored).answer == first.answer
    assert asking.arrive("", "") == asking.empty()


def test_clearing_forgets_everything(asking, kept):
    first = asking.ask(QUESTION, "")
    second = asking.ask("and for students?", first.stored)
    assert asking.clear(second.stored).stored == ""
    assert kept.read(first.stored) == kept.read(second.stored) == ()


def test_a_conversation_goes_on_when_another_index_answers(assistant, edition, kept):
    name = AskView(assistant, edition, kept, takes_feedback=False).ask(QUESTION, "").stored
    after = AskView(assistant, edition, kept, takes_feedback=False).ask("and for students?", name)
    assert "Read together with your earlier question" in after.answer


def test_every_error_is_its_sentence_and_the_rest_stays(asking):
    shown = told(5)(asking.ask)("  ?! ", [], [], [])
    assert "there is no question" in shown[0]
    assert len(shown) == 5
    assert all(other == {"__type__": "update"} for other in shown[1:])
    assert "there is no question" in told(1)(lambda: asking.ask("", ""))()


def test_an_error_of_ours_is_a_sentence_and_its_text_is_nowhere(capsys):
    def broken(question):
        raise KeyError(question)

    shown = told(2)(broken)("John Smith")
    assert "Something went wrong here" in shown[0]
    said = capsys.readouterr().err
    assert said.startswith("Error while answering a request: KeyError at ")
    assert "Smith" not in said + shown[0]


def test_the_reader_opens_documents_and_places_only(edition):
    reading = ReaderView(edition)
    assert reading.open("rcr-ai").document == "rcr-ai"
    opened = reading.open("sor-ai-2021/rec-4")
    assert "<mark>" in opened.text
    for value in ("nowhere", "../etc/passwd", "sor-ai-2021/rec-99"):
        with pytest.raises(InvalidRequest):
            reading.open(value)
