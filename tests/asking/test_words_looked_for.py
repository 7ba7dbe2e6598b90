"""Words that recommendations are to hold are found by what points them out, not by the verb beside them."""

import pytest
from grid_sets import sets_of
from test_records import EDUCATION, INDUSTRY, PENDING, RESEARCH, area, both, either, no, says

from assistant.asking.asked import ByConditions, Search

WORDS = ("clinical validation", "role extension", "curriculum", "conferences")
VERBS = ("is found", "stands", "has a place", "is dwelt upon")
ABOUT = ("spotlight {}", "speak up for {}", "make a point of {}", "mention {}")
SAID = ("Student here, new in post. {}", "Three managers shouted today. {}", "Lecturer by day. {}")
ASKED = ("Which research recommendations are emerging?", "List the pending education ones.")


# A list is asked for, and a word is all that it says of it.
OF_A_WORD = (
    "list those about {}",
    "list everything about {}",
    "{} - which numbers",
    "which of the 31 cover {}?",
    "{} is in which recommendation?",
    "list those that bring in {}",
    "{}, any rec",
    "{}: where's that in the recommendations?",
    "whereabouts in the recommendations is {}",
    "what's the list for {}",
    "anything citing {}, in any column?",
    "list the {} ones",
)


def _numbers(response):
    return {int(r.recommendation.number) for r in response.recommendations}


@pytest.fixture(scope="module")
def sets(assistant):
    return sets_of(assistant.records.everything)


def _meeting(golden, condition):
    return {n for n, row in golden.items() if condition(row)}


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("quotes", ["'{}'", '"{}"', "‘{}’", "“{}”"])
@pytest.mark.parametrize("verb", VERBS)
def test_quoted_words_are_looked_for_whatever_the_verb(assistant, word, quotes, verb):
    plain = assistant.ask(f"Which recommendations mention {word}?")
    asked = f"Which are the recommendations where the phrase {quotes.format(word)} {verb}?"
    response = assistant.ask(asked)
    assert plain.recommendations
    assert _numbers(response) == _numbers(plain)


@pytest.mark.parametrize(("joint", "join"), [("or", either), ("and", both)])
def test_several_quoted_words_are_joined_as_they_are_said(assistant, golden, joint, join):
    asked = f"recommendations with the words 'curriculum' {joint} 'CPD'"
    wanted = join(says("(?i)curricul"), says("CPD|(?i:continuing professional development)"))
    assert _numbers(assistant.ask(asked)) == _meeting(golden, wanted)


def test_a_quoted_name_of_a_group_alone_is_that_group(assistant):
    plain = assistant.ask("Which recommendations have HEIs in the responsible column?")
    quoted = assistant.ask("Which recommendations have 'HEIs' in the responsible column?")
    assert _numbers(quoted) == _numbers(plain)


@pytest.mark.parametrize("about", ABOUT[:3])
@pytest.mark.parametrize("word", ["funding", "conferences", "bias"])
def test_a_verb_that_nobody_knows_lists_what_holds_the_word_but_not_for_sure(
    assistant, about, word
):
    plain = assistant.ask(f"Which recommendations mention {word}?")
    response = assistant.ask(f"Which recommendations {about.format(word)}?")
    assert _numbers(response) == _numbers(plain)
    assert response.complete_of is None


@pytest.mark.parametrize("asked", OF_A_WORD)
def test_a_list_of_what_a_word_says_is_of_those_that_have_it(assistant, asked):
    for word in ("validation", "CPD", "bias", "NHSx", "conferences", "patient safety"):
        plain = assistant.ask(f"Which recommendations mention {word}?")
        assert _numbers(assistant.ask(asked.format(word))) == _numbers(plain), word


def test_what_is_said_behind_an_area_left_out_is_said_of_the_list(assistant, sets):
    for head in ("Everything", "All the ones", "Anything"):
        asked = f"{head} outside education that's pending"
        wanted = sets.status("Pending") - sets.area("Education")
        assert {str(n) for n in _numbers(assistant.ask(asked))} == wanted, head
    # Of these nobody can tell.
    for asked in (
        "everything except education that is pending",
        "all but research that is ongoing",
    ):
        assert assistant.ask(asked).complete_of is None, asked


def test_a_word_beside_a_status_narrows_it_and_the_list_without_it_is_shown(assistant, golden):
    response = assistant.ask("recommendations about validation where the work is ongoing")
    ongoing = assistant.ask("Which recommendations are ongoing?")
    assert _numbers(response) < _numbers(ongoing)
    assert response.complete_of is None
    assert {int(n) for r in response.otherwise for n in r.numbers} >= _numbers(ongoing)


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("asked", ASKED)
def test_who_somebody_is_in_a_sentence_of_its_own_is_no_condition(assistant, said, asked):
    response = assistant.ask(said.format(asked))
    assert _numbers(response) == _numbers(assistant.ask(asked))
    assert response.complete_of is None


def test_remarks_do_not_empty_a_list_that_its_own_sentence_fills(assistant):
    asked = "which CoR recommendations are ongoing or emerging?"
    response = assistant.ask(f"I would skip anything that has not begun, so {asked}")
    assert _numbers(response) == _numbers(assistant.ask(asked)) != set()


def test_names_alone_before_a_question_are_its_condition(assistant):
    assert _numbers(assistant.ask("Students. Which are pending?")) == _numbers(
        assistant.ask("Which are pending for students?")
    )


@pytest.mark.parametrize(("slip", "name"), [("eduction", EDUCATION), ("reseach", RESEARCH)])
def test_an_area_with_a_slip_is_mended_visibly(assistant, golden, slip, name):
    response = assistant.ask(f"which {slip} recommendations are pending")
    assert _numbers(response) == _meeting(golden, both(PENDING, area(name)))
    assert [c.written for c in response.corrections if c.kind == "spelling"] == [slip]


@pytest.mark.parametrize("denial", ["not on the list", "NOT on the list of who is responsible"])
def test_a_group_is_denied_by_words_behind_it(assistant, golden, denial):
    response = assistant.ask(f"Education, pending, and industry {denial}")
    wanted = both(area(EDUCATION), PENDING, no(INDUSTRY))
    assert _numbers(response) == _meeting(golden, wanted)


@pytest.mark.parametrize(
    "question",
    [
        "Is table 5 a complete list of everybody we could team up with?",
        "What is in table 5?",
        "What part should patients play in these partnerships?",
        "what role should students have in research?",
        "Is the document a full list of all duties?",
    ],
)
def test_what_only_looks_like_a_list_is_searched_for(assistant, question):
    assert isinstance(assistant.understand(question).asked.sought, Search)


def test_hasnt_is_has_not(assistant):
    short, full = (f"what {has} been started in research?" for has in ("hasn't", "has not"))
    read = [assistant.understand(q).asked.sought for q in (short, full)]
    assert isinstance(read[0], ByConditions)
    assert read[0] == read[1]
