"""A detail that the guidance lacks is not answered by what it says of the thing; one that it holds is."""

import pytest

from assistant.domain import Abstention, Answer

# What the guidance names, and details of it that stand nowhere.
THINGS = ("the CRUK RadNet network", "the CoR Research Strategy", "the AI Ethics Initiative")
DETAILS = (
    "how much does {} cost each year?",
    "what is the telephone number of {}?",
    "what percentage of radiographers know {}?",
    "how many patients have taken part in {}?",
    "what grade is the manager of {} on?",
    "is {} reviewed monthly or yearly?",
    "name the nine founders of {}",
)
# What texts state: the question, and words of the sentence.
STATED = (
    ("how many centres are there in CRUK RadNet?", "seven centres"),
    ("when was the policy statement of the SCoR issued?", "January 2020"),
    ("for how many months was the working group convened?", "6-month"),
    ("what does the AI for Healthcare e-learning course cost?", "free e-learning"),
    ("who chaired the working group?", "Dr Christina Malamateniou"),
    ("how many CTRads workstreams are there?", "four workstreams"),
    ("how many workstreams does CTRads have?", "four workstreams"),
    ("was the policy statement of the SCoR issued in 2018 or 2020?", "January 2020"),
    ("name the four leaders of the subgroups", "Dr England"),
)
# What others say, of whom the guidance only speaks.
SAID_BY_OTHERS = (
    ("the Topol Review", "training"),
    ("the WHO", "ethics"),
    ("the ISRRT and EFRS statement", "patient care"),
)
SAY = (
    "what does {} say about {}?",
    "what is the position of {} on {}?",
    "according to {}, what of {}?",
)


@pytest.mark.parametrize("thing", THINGS)
@pytest.mark.parametrize("detail", DETAILS)
def test_a_detail_that_no_text_states_is_not_answered(assistant, thing, detail):
    assert isinstance(assistant.ask(detail.format(thing)), Abstention)


@pytest.mark.parametrize(
    "thing", ["the survey of radiographers", "the revised CoR framework", "the BSI standards"]
)
def test_a_plan_has_no_date_that_stands_beside_other_plans(assistant, thing):
    assert isinstance(assistant.ask(f"when will {thing} be published?"), Abstention)


@pytest.mark.parametrize(("question", "words"), STATED)
def test_what_states_the_value_is_quoted_first(assistant, question, words):
    answer = assistant.ask(question)
    assert isinstance(answer, Answer)
    assert words in answer.citations[0].quote.text
    assert words in " ".join(part.text for part in answer.headline.parts)


@pytest.mark.parametrize("say", SAY)
@pytest.mark.parametrize(("source", "subject"), SAID_BY_OTHERS)
def test_what_others_say_is_answered_by_quotes_that_name_the_subject(
    assistant, say, source, subject
):
    assert isinstance(assistant.ask(say.format(source, subject)), Answer)
    for elsewhere in ("car parks", "staff catering"):
        assert isinstance(assistant.ask(say.format(source, elsewhere)), Abstention)


@pytest.mark.parametrize(
    "asked",
    [
        "what are the three statuses?",
        "name the three statuses",
        "list the three statuses and what they mean",
    ],
)
def test_the_statuses_are_listed_by_what_they_mean(assistant, asked):
    response = assistant.ask(asked)
    assert isinstance(response, Answer)
    assert all(s in response.citations[0].quote.text for s in ("Pending", "Emerging", "Ongoing"))
