"""A list is asked for with a role, an opening, everyday words and a courtesy around it: it stays that list."""

import random

import pytest
from grid import SEED
from grid_sets import sets_of

from assistant.asking.asked import ByConditions, Search
from assistant.records.conditions import Mention
from assistant.records.selecting import is_everybodys

SOME, ALL = 150, pytest.param(400, marks=pytest.mark.slow)
# Left aside or not, so many lists are to be the right ones.
RIGHT = 0.97

ROLES = (
    "{}",
    "I'm a lecturer. {}",
    "We are drafting a bid, so {}",
    "For a talk next week: {}",
    "New in post here – {}",
    "As a student rep, {}",
    "My manager wants an overview. {}",
    "I run a small imaging department and have to report upwards. {}",
    "There's a meeting of the AI group this afternoon. {}",
    "As a manager, {}",
    "And finally: {}",
    "Would you mind showing me this: {}",
)
OPENINGS = (
    "{}",
    "could you pull together the {}",
    "I am after {}",
    "run me through {}",
    "remind me of {}",
    "I would love to know about {}",
    "would you mind listing {}",
    "is there a list of {}",
    "give me the numbers of {}",
    "{} – which are they",
)
NOUNS = ("recommendations", "ones", "items", "recs", "actions", "priorities", "things")
STATUSES = {
    "that nobody has begun": "Pending",
    "where nothing has happened": "Pending",
    "which are only just under way": "Emerging",
    "which are in their early days": "Emerging",
    "that are in full swing": "Ongoing",
    "that are already bedded in": "Ongoing",
}
RELATIONS = (
    "that {} should be looking after",
    "{} need to deal with",
    "where {} have a role",
    "that {} contribute to",
    "that are a job for {}",
    "with {} in the responsible column",
    "{} are on the hook for",
)
GROUPS = ("HEIs", "industry", "students", "researchers", "academics", "practice educators")
AREAS = {
    "clinical": "Clinical Practice",
    "educational": "Education",
    "research": "Research",
    "partnership": "Stakeholder Partnerships",
}
EXCLUSIONS = (
    "leaving out {}",
    "forget {}",
    "bar {}",
    "but skip {}",
    "{} aside",
    "I do not need {}",
)
COURTESIES = (
    "",
    " thanks",
    " for my notes",
    " if you can",
    " – ta",
    ", for an essay",
    ". My registrar wants it by noon.",
    " - need it for a poster",
)


def composed(draw, sets):
    """One question, and the numbers that it asks for."""
    area, group, left_out = draw.choice(sorted(AREAS)), *draw.sample(GROUPS, 2)
    status = draw.choice(sorted(STATUSES))
    wanted = sets.area(AREAS[area])
    asked = f"{area} {draw.choice(NOUNS)}"
    if draw.random() < 0.5:
        asked, wanted = f"{asked} {status}", wanted & sets.status(STATUSES[status])
    else:
        relation = draw.choice(RELATIONS).format(group)
        asked, wanted = f"{asked} {relation}", wanted & sets.group(group)
    asked = draw.choice(OPENINGS).format(asked)
    if draw.random() < 0.4:
        asked = f"{asked}, {draw.choice(EXCLUSIONS).format(left_out)}"
        wanted -= sets.group(left_out)
    return draw.choice(ROLES).format(asked) + draw.choice(COURTESIES), wanted


@pytest.fixture(scope="module", params=[SOME, ALL])
def answers(assistant, request):
    draw, sets = random.Random(SEED), sets_of(assistant.records.everything)
    made = (composed(draw, sets) for _ in range(request.param))
    return [
        (question, wanted, assistant.understand(question).asked.sought)
        for question, wanted in made
        if wanted
    ]


def numbers(assistant, condition):
    return {r.number for r in assistant.records.select(condition)}


def listed(assistant, question):
    return numbers(assistant, assistant.understand(question).asked.sought.condition)


def test_no_wrong_list_is_called_complete(assistant, answers):
    wrong = [
        question
        for question, wanted, sought in answers
        if isinstance(sought, ByConditions)
        and not (sought.left_aside or sought.otherwise)
        and numbers(assistant, sought.condition) != wanted
    ]
    assert not wrong, "\n".join(wrong)


REMARKS = (
    "I don't mind in which order",
    "my head of department wants to know by 3",
    "we have been asked before",
)


@pytest.mark.parametrize("remark", REMARKS)
@pytest.mark.parametrize("asked", ["{}, which ones are pending?", "all the pending ones, {}"])
def test_a_remark_sets_no_condition_and_takes_complete_away(assistant, remark, asked):
    sought = assistant.understand(asked.format(remark)).asked.sought
    pending = {r.number for r in assistant.records.everything if r.status == "Pending"}
    assert numbers(assistant, sought.condition) == pending
    assert sought.left_aside


@pytest.mark.parametrize("answers", [ALL], indirect=True)  # of few a share tells little
def test_nearly_every_list_is_the_one_asked_for(assistant, answers):
    missed = [
        question
        for question, wanted, sought in answers
        if not isinstance(sought, ByConditions) or numbers(assistant, sought.condition) != wanted
    ]
    assert len(missed) <= (1 - RIGHT) * len(answers), "\n".join(missed)


@pytest.mark.parametrize(
    "question",
    [
        "What do managers have to tell their staff about AI?",
        "What must lecturers show their team about AI?",
        "Is there a ballot for strike action in our trust?",
        "our scanner gives the porter a strange recommendation on the case, is that safe?",
        "what partners should be in an AI team?",
        "keeping skills up to date with the newest software from suppliers",
    ],
)
def test_what_names_somebody_or_says_recommendation_is_not_yet_a_list(assistant, question):
    assert not isinstance(assistant.understanding.understand(question).sought, ByConditions)


@pytest.mark.parametrize("topic", ["patients as partners", "students as stakeholder partnerships"])
def test_somebody_as_something_is_a_topic(assistant, topic):
    assert isinstance(assistant.understand(topic).asked.sought, Search)


DENIALS = (
    "where {} have no role at all",
    "{} have no hand in",
    "that give {} no say",
    "with no input from {}",
    "where {} aren't on the list of responsible people",
    "where {} don't get a look in",
)


@pytest.mark.parametrize("denial", DENIALS)
@pytest.mark.parametrize("name", ["HEIs", "industry", "students"])
def test_a_part_denied_in_a_noun_is_a_group_that_is_not_responsible(assistant, denial, name):
    plain = listed(assistant, f"which recommendations are not for {name}?")
    assert listed(assistant, f"which recommendations {denial.format(name)}") == plain


@pytest.mark.parametrize("restated", ["i.e. {}", "that is, {}", "in other words {}", "({})"])
def test_a_status_said_once_more_is_the_same_condition(assistant, restated):
    once = "which research recommendations has nobody started"
    again = f"{once}, {restated.format('pending')}"
    assert listed(assistant, again) == listed(assistant, once)


def test_a_second_name_of_a_group_is_no_other_group(assistant):
    once = listed(assistant, "which are shared by patients and industry?")
    assert (
        listed(assistant, "which are shared by patients or service users alongside industry?")
        == once
    )


@pytest.mark.parametrize("speaker", ["Speaking for {}", "On behalf of {}", "We represent {}"])
def test_whom_somebody_speaks_for_is_no_condition(assistant, speaker):
    for group in ("patients", "students", "industry"):
        pending = listed(assistant, f"{speaker.format(group)}: which recommendations are pending?")
        assert pending == listed(assistant, "which recommendations are pending?")


BARE = (
    "have nothing at all written next to their status",
    "don't say anything beside the status",
    "haven't got any examples or notes next to where they've got to",
)


@pytest.mark.parametrize("bare", BARE)
def test_nothing_beside_the_status_is_no_example_and_no_note(assistant, bare):
    wanted = {r.number for r in assistant.records.everything if not r.status_detail.text.strip()}
    assert listed(assistant, f"which ones {bare}?") == wanted


@pytest.mark.parametrize(
    "asked",
    [
        "which recommendation is for ALL?",
        "which one says ALL in the responsible column?",
        "which recommendation is everyone responsible for?",
        "who's got 'ALL' as the responsible party? Which rec is that?",
    ],
)
def test_all_may_be_who_is_responsible(assistant, asked):
    wanted = {r.number for r in assistant.records.everything if is_everybodys(r)}
    assert listed(assistant, asked) == wanted


def test_outside_partners_are_not_what_lies_outside_an_area(assistant):
    wanted = {r.number for r in assistant.records.everything if "Partnerships" in r.area}
    for tail in ("", " - that whole section"):
        assert listed(assistant, f"the ones about working with outside partners{tail}") == wanted


def test_a_noun_that_two_words_share_is_mentioned_with_each(assistant):
    text = "Undergraduate and postgraduate/doctoral and postdoctoral research"
    assert assistant.records.mentions(text, Mention("doctoral research"))
    assert not assistant.records.mentions(text, Mention("doctoral research", is_exact=True))
    assert not assistant.records.mentions(text, Mention("undergraduate research"))


def test_whom_a_group_shares_with_may_be_any_of_several(assistant):
    each = [listed(assistant, f"ones the SoR shares with {name}") for name in ("AIWG", "HEIs")]
    assert listed(assistant, "ones the SoR shares with AIWG or HEIs") == set.union(*each)
    assert listed(assistant, "AIWG or HEIs alongside the SoR") == set.union(*each)


def test_what_follows_a_denial_is_not_denied(assistant):
    apart = listed(assistant, "which recs are for industry but not for HEIs?")
    assert listed(assistant, "recs where HEIs have no role and industry does") == apart
    assert listed(assistant, "recs where HEIs are not involved and industry is") == apart


def test_all_groups_before_one_denial_are_denied(assistant):
    neither = listed(assistant, "which recs are for neither SoR nor industry?")
    assert neither
    assert listed(assistant, "recs where the SoR and industry have no role") == neither


@pytest.mark.parametrize("again", ["under way (ongoing)", "under way, i.e. ongoing"])
def test_of_two_statuses_said_of_the_same_the_narrower_counts(assistant, again):
    narrower = listed(assistant, "which education recs are ongoing?")
    assert listed(assistant, f"education recs that are {again}") == narrower


@pytest.mark.parametrize("name", ["industry", "RCR", "students"])
def test_a_group_that_crops_up_in_the_responsible_column_is_responsible(assistant, name):
    wanted = listed(assistant, f"recommendations for {name}")
    for verb in ("gets a mention", "crops up"):
        assert listed(assistant, f"where {name} {verb} in the responsible column") == wanted
