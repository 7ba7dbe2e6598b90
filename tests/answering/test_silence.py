"""A document that is named answers itself, or is said to be silent; the other one is pointed to."""

from itertools import product

import pytest

from assistant.answering.silence import Silence
from assistant.asking.wordings import classes
from assistant.domain import Abstention, Answer

SOR, RCR = "sor-ai-2021", "rcr-ai"
ONLY_IN_SOR = (
    "the curriculum",
    "students",
    "competency assessment",
    "explainable AI",
    "funding",
    "ambassadors",
    "scope of practice",
    "lifelong learning",
    "conferences",
)


@pytest.mark.parametrize("subject", ONLY_IN_SOR)
def test_a_named_document_that_says_nothing_is_said_to_be_silent(assistant, subject):
    response = assistant.ask(f"what does the RCR say about {subject}?")
    assert isinstance(response, Abstention)
    assert response.silent == (RCR,)
    assert {c.document_id for c in response.related} == {SOR}


@pytest.mark.parametrize("subject", ["regulation", "data quality", "NICE", "machine learning"])
def test_a_named_document_that_speaks_of_a_subject_answers_in_its_own_words(assistant, subject):
    response = assistant.ask(f"what does the RCR say about {subject}?")
    assert isinstance(response, Answer)
    assert {c.document_id for c in response.citations} == {RCR}


@pytest.mark.parametrize("further", ["", ", or has it finished", ", or is it done"])
def test_what_may_be_asked_of_anything_is_no_subject_to_be_silent_on(assistant, further):
    response = assistant.ask(f"is the RCR going on with its work on AI{further}?")
    assert isinstance(response, Answer)
    assert {c.document_id for c in response.citations} == {RCR}


@pytest.mark.parametrize(
    ("subject", "number"), [("audit", "4"), ("validation", "2"), ("CPD", "5"), ("consent", "6")]
)
@pytest.mark.parametrize("question", ["what does the RCR say about {}?", "RCR on {}", "RCR {}"])
def test_the_pointer_names_the_recommendation_that_is_named_for_it(
    assistant, question, subject, number
):
    response = assistant.ask(question.format(subject))
    assert response.silent == (RCR,)
    assert response.related[0].recommendation == number


def test_the_pointer_names_what_is_named_for_a_subject_before_what_speaks_of_it(assistant):
    """Both priorities say "curricula"; other recommendations and running text say "the curriculum"."""
    response = assistant.ask("what does the RCR say about the curriculum?")
    assert {c.recommendation for c in response.related[:2]} == {"8", "12"}


@pytest.mark.parametrize("group", ["radiographers", "service managers", "students", "educators"])
@pytest.mark.parametrize(
    "question",
    ["what does the RCR say {} should do?", "in the RCR's view, what is the role of {} in AI?"],
)
def test_a_document_is_silent_on_a_group_that_it_never_speaks_of(assistant, question, group):
    response = assistant.ask(question.format(group))
    assert isinstance(response, Abstention)
    assert response.silent in ((), (RCR,))


@pytest.mark.parametrize("group", ["radiologists", "developers", "patients"])
def test_a_document_speaks_of_the_groups_that_it_names(assistant, group):
    response = assistant.ask(f"what does the RCR say about {group}?")
    assert isinstance(response, Answer)
    assert {c.document_id for c in response.citations} == {RCR}


@pytest.mark.parametrize(
    "question",
    ["RCR", "what is the RCR statement?", "what does the RCR say?", "what the RCR thinks"],
)
def test_a_document_named_without_a_subject_speaks_for_itself(assistant, question):
    response = assistant.ask(question)
    assert isinstance(response, Answer)
    assert {c.document_id for c in response.citations} == {RCR}


def test_a_question_to_nobody_in_particular_names_no_silent_document(assistant):
    response = assistant.ask("How do I bake a sourdough loaf?")
    assert isinstance(response, Abstention)
    assert response.silent == ()


def test_the_terminal_says_which_document_is_silent(run):
    said = run("ask", "what does the RCR say about students?").out
    assert "The RCR statement on AI says nothing on this." in said


@pytest.mark.parametrize("question", ["hello", "Thanks!", "who are you?", "what can you do?"])
def test_small_talk_is_met_with_what_the_assistant_does(assistant, question):
    response = assistant.ask(question)
    assert isinstance(response, Abstention)
    assert response.reason == "small talk"
    assert response.related == ()


def test_a_word_that_stands_nowhere_is_not_mentioned_and_one_that_does_is(assistant):
    """Whether a word is mentioned is a matter of the word, whatever is near in meaning."""
    texts = " ".join(assistant.index.sources.values()).casefold()
    for word in ("mammography", "MRI", "ChatGPT", "deskilling", "Topol", "consent", "webinars"):
        for form in (
            "Does the guidance mention {}?",
            "is {} mentioned",
            "are {} mentioned anywhere?",
        ):
            response = assistant.ask(form.format(word))
            assert isinstance(response, Answer) == (word.casefold() in texts), (form, word)


@pytest.mark.parametrize("words", ["why?", "tell me more", "and then", "what now", "What else?"])
def test_words_without_a_subject_are_looked_for_only_after_a_question(assistant, words):
    assert assistant.ask(words).reason == "no subject"
    assert isinstance(assistant.ask("how should AI tools be audited"), Answer)
    follow_up = assistant.ask(words, ["how should AI tools be audited?"])
    assert getattr(follow_up, "reason", "") != "no subject"


@pytest.mark.parametrize("word", ["GDPR", "facial recognition", "cybersecurity", "teleradiology"])
@pytest.mark.parametrize("name", ["SoR", "RCR"])
def test_a_named_document_has_no_answer_on_a_word_that_stands_nowhere(assistant, word, name):
    assert isinstance(assistant.ask(f"what does the {name} say about {word}?"), Abstention)


@pytest.mark.parametrize("subject", ["voice recognition", "nuclear medicine AI", "a timetable"])
def test_few_things_asked_of_one_document_are_answered_by_quotes_that_hold_them(assistant, subject):
    for name in ("SoR", "RCR"):
        response = assistant.ask(f"what does the {name} say about {subject}?")
        assert isinstance(response, Abstention), (name, response.citations)


def test_whether_a_named_document_mentions_a_group_is_no_list_of_that_group(assistant):
    response = assistant.ask("does the RCR mention students?")
    assert isinstance(response, Abstention)
    assert response.silent == (RCR,)


@pytest.mark.parametrize("wording", ["AI and {}", "{}", "AI in {}", "what about {} and AI?"])
@pytest.mark.parametrize(
    "subject", ["cricket", "chiropody", "beekeeping", "blockchain", "dentistry"]
)
def test_what_nobody_speaks_of_is_not_answered_by_what_is_near(assistant, subject, wording):
    assert isinstance(assistant.ask(wording.format(subject)), Abstention)


@pytest.mark.parametrize("subject", ["mammography", "MRI", "CT", "chest films"])
def test_what_people_name_in_passing_is_no_subject_of_the_guidance(assistant, subject):
    assert any(subject in line.question for line in assistant.index.asked_as)
    for wording in ("AI and {}", "{}", "what about AI for {}?", "does it discuss AI in {}?"):
        assert isinstance(assistant.ask(wording.format(subject)), Abstention)


@pytest.mark.parametrize("wording", ["AI and {}", "{}"])
@pytest.mark.parametrize("subject", ["glossary", "deskilling", "job satisfaction", "black boxes"])
def test_what_people_ask_in_few_other_words_is_answered(assistant, subject, wording):
    assert isinstance(assistant.ask(wording.format(subject)), Answer)


# Trades that the guidance never names; none of them is one of words.toml.
OTHER_TRADES = """
    anaesthetists, architects, astronomers, bakers, bankers, barbers, barristers, beekeepers, bus drivers, butchers,
    carpenters, chiropractors, cobblers, dentists, dermatologists, dietitians, economists, electricians, firefighters,
    fishermen, florists, geologists, goldsmiths, historians, jewellers, joiners, landlords, librarians, locksmiths,
    magistrates, mechanics, midwives, miners, novelists, nurses, opticians, orthodontists, painters, paramedics,
    pharmacists, photographers, physiotherapists, plasterers, podiatrists, poets, politicians, postmen, priests, roofers,
    sailors, sculptors, singers, solicitors, surveyors, tailors, undertakers, vets, waiters, weavers, zookeepers
"""
SOME_TRADES = 15
ASKED_OF_A_GROUP = (
    "Will AI replace {}?",
    "Do {} need to validate AI tools?",
    "What should {} know about AI?",
    "How will AI change the role of {}?",
    "Should {} be involved in developing AI?",
)


@pytest.mark.parametrize("question", ASKED_OF_A_GROUP)
def test_what_is_said_of_one_trade_does_not_answer_for_another(assistant, question, drawn):
    """Metamorphic: the group of an answered question is swapped for one that the documents never name."""
    assert isinstance(assistant.ask(question.format("radiographers")), Answer)
    trades = [trade.strip() for trade in OTHER_TRADES.split(",")]
    assert len(trades) == 60
    assert not set(trades) & set(classes()["trades"])
    asked = drawn(trades, SOME_TRADES)
    answered = [t for t in asked if isinstance(assistant.ask(question.format(t)), Answer)]
    # Of economy and of driving the documents speak.
    assert len(answered) <= 3, answered


@pytest.mark.parametrize("question", ["Will AI replace {}?", "What should {} know about AI?"])
def test_one_of_a_trade_is_as_little_spoken_of_as_several(assistant, question, drawn):
    """Metamorphic: the names of trades end in "s" here, as nearly all do."""
    trades = [t for t in map(str.strip, OTHER_TRADES.split(",")) if not t.endswith(("men", "ies"))]
    asked = (
        (t, question.format(f"{'an' if t[0] in 'aeiou' else 'a'} {t[:-1]}"))
        for t in drawn(trades, SOME_TRADES)
    )
    answered = [trade for trade, one in asked if isinstance(assistant.ask(one), Answer)]
    assert len(answered) <= 4, answered
    for role in ("trainer", "tester", "radiographer", "student", "volunteer", "junior doctor"):
        assert isinstance(assistant.ask(question.format(f"a {role}")), Answer), role


@pytest.mark.parametrize("question", ASKED_OF_A_GROUP)
def test_a_trade_may_have_a_name_of_two_words_of_which_one_is_spoken_of(assistant, question):
    for trade in ("music therapists", "plant biologists", "bank clerks", "taxi drivers"):
        assert isinstance(assistant.ask(question.format(trade)), Abstention), trade
    for people in ("paediatric radiographers", "locum radiographers", "clinical educators"):
        assert isinstance(assistant.ask(question.format(people)), Answer), people


@pytest.mark.parametrize("trade", ["pathologists", "dental hygienists", "bakers"])
@pytest.mark.parametrize(
    "question",
    [
        "Should {} use AI for checking images before a report is signed?",
        "Are {} trained less in AI than radiographers in the universities?",
    ],
)
def test_another_trade_is_no_trade_that_is_spoken_of_however_much_is_asked_of_it(
    assistant, question, trade
):
    assert isinstance(assistant.ask(question.format("radiographers")), Answer)
    assert isinstance(assistant.ask(question.format(trade)), Abstention)


# Who does what the guidance speaks of; none of them is one of words.toml.
ROLES = """
    assessors, auditors, evaluators, implementers, innovators, investigators, learners, planners, referrers, reporters,
    statisticians, supervisors, testers, therapists, trainers, users, validators, volunteers
"""


def test_who_does_what_the_guidance_speaks_of_is_no_other_trade(assistant, drawn):
    roles = [role.strip() for role in ROLES.split(",")]
    assert not set(roles) & {*classes()["trades"], *classes()["people"]}
    for question, role in drawn([*product(ASKED_OF_A_GROUP, roles)], 30):
        assert isinstance(assistant.ask(question.format(role)), Answer), (question, role)


def test_who_the_speaker_is_not_is_not_asked_about(assistant):
    said = "Funding panels never read what we write about our scans because we aren't dentists. What can be done about that?"
    assert isinstance(assistant.ask(said), Answer)


@pytest.mark.parametrize("question", ASKED_OF_A_GROUP)
@pytest.mark.parametrize(
    "group",
    """
    staff, people, workers, docs, rads, x-ray staff, youngsters, bosses, auditors, trainers, technicians, specialists, physicians, mammographers
    """.strip().split(", "),
)
def test_a_group_that_the_lexicon_knows_and_people_of_any_trade_are_answered(
    assistant, question, group
):
    assert isinstance(assistant.ask(question.format(group)), Answer)


@pytest.mark.parametrize(
    "question",
    [
        "What does the RCR hope clinicians will dare to do with AI?",
        "According to the RCR, will consultants in oncology still be wanted?",
        "what is the RCR's view of NICE?",
    ],
)
def test_a_document_answers_in_its_own_words_what_is_asked_in_others(assistant, question):
    """Words that stand in none of its quotes are no silence."""
    response = assistant.ask(question)
    assert isinstance(response, Answer)
    assert {c.document_id for c in response.citations} == {RCR}


def test_a_fact_near_a_recommendation_is_quoted_beside_it(assistant):
    response = assistant.ask("Must a human being keep an eye on AI by law?")
    assert isinstance(response, Answer)
    assert any("require human oversight" in c.quote.text for c in response.citations)


@pytest.mark.parametrize(
    "question",
    [
        "Should an FMEA be done on each algorithm?",
        "Do we need a DTAC form before a tool goes live?",
    ],
)
def test_an_abbreviation_that_nobody_knows_is_not_answered_by_what_is_near(assistant, question):
    assert isinstance(assistant.ask(question), Abstention)


@pytest.mark.parametrize(
    "question",
    [
        "We have an ICU and want AI for chest films, who checks that it works?",
        "WHO SHOULD AUDIT AI TOOLS",
        "Is AI covered by the QSXI?",
    ],
)
def test_where_somebody_works_and_what_is_written_in_capitals_is_no_such_name(assistant, question):
    silence = Silence(assistant.index)
    asked = assistant.understand(question).asked
    assert silence.is_unheard_of(asked, 0.5) == ("QSXI" in question)
