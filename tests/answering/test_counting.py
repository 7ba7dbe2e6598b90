"""How many, which share, how many of each: counts agree with the recommendations they are of."""

from itertools import combinations

import pytest

from assistant.answering.counting import restated
from assistant.domain import Answer
from assistant.records.conditions import (
    EVERYTHING,
    Area,
    Mention,
    Number,
    Status,
    Without,
    describe,
    either,
    every,
    leaves,
)


def shown(response) -> list[str]:
    assert isinstance(response, Answer)
    return [r.recommendation.number for r in response.recommendations]


def by(response) -> dict[str, int]:
    return {count.said: count.n for count in response.count.each}


@pytest.mark.parametrize(
    "question",
    [
        "how many recommendations in each area",
        "give me a breakdown by area",
        "how many per area?",
        "how many recommendations by section",
    ],
)
def test_each_area_is_counted(assistant, question):
    records = assistant.records
    n = {area: len(records.select(Area(area))) for area in records.areas}
    response = assistant.ask(question)
    assert (response.form, by(response)) == ("breakdown", n)


def test_a_breakdown_adds_up_and_so_does_each_of_its_parts(assistant):
    for question in (
        "how many by status and area",
        "give me a breakdown of the pending ones",
        "how many in each",
    ):
        count = assistant.ask(question).count
        assert sum(kind.n for kind in count.each) == count.n
        for kind in count.each:
            assert sum(part.n for part in kind.each) == kind.n


def test_a_breakdown_is_of_the_list_in_force(assistant):
    for listed in ("list the pending recommendations", "list the education recommendations"):
        count = assistant.ask("break that down by status", [listed]).count
        assert count.n == len(shown(assistant.ask(listed)))
        assert sum(kind.n for kind in count.each) == count.n


def test_by_status_as_well_counts_by_both(assistant):
    both = assistant.ask("by status as well", ["give me a breakdown by area"])
    assert both.count.each == assistant.ask("how many by area and status").count.each


@pytest.mark.parametrize("listed", [None, "list the pending ones", "which are for HEIs?"])
def test_the_area_with_the_most_is_one_that_no_other_exceeds(assistant, listed):
    before = [listed] if listed else []
    response = assistant.ask("which area has the most?", before)
    whole = {*shown(assistant.ask(listed))} if listed else {*assistant.records.numbers}
    areas = [{r.number for r in assistant.records.select(Area(a))} for a in assistant.records.areas]
    (most,) = (area for area in areas if {*shown(response)} <= area)
    assert {*shown(response)} == most & whole
    assert len(most & whole) == max(len(area & whole) for area in areas)
    assert (response.count.n, response.count.of) == (len(most & whole), len(whole))


def test_a_length_that_is_not_recorded_is_not_listed_by(assistant):
    response = assistant.ask("which recommendation has the longest list of responsible people")
    assert not isinstance(response, Answer)
    assert "longest list of responsible people" in response.topic


def test_within_an_area_it_is_counted_among_that_areas(assistant):
    for area in assistant.records.areas:
        count = assistant.ask(f"how many {area} recommendations are pending?").count
        both = every(Area(area), Status("Pending"))
        assert (count.within, count.of) == (area, len(assistant.records.select(Area(area))))
        assert count.n == len(assistant.records.select(both))


def test_the_share_is_asked_for_in_one_breath_or_after(assistant):
    whole = assistant.ask("how many are pending, and what share is that?")
    after = assistant.ask("how many is that out of how many", ["how many are pending?"])
    assert whole.count == after.count
    assert whole.count.percent == round(100 * whole.count.n / whole.count.of)
    assert whole.left_aside == after.left_aside == ()


def test_what_leaves_statuses_out_is_said_by_those_it_leaves(assistant):
    records = assistant.records
    for out in combinations(records.statuses, len(records.statuses) - 1):
        (left,) = {*records.statuses} - {*out}
        for said in (Without(either(*map(Status, out))), every(*(Without(Status(s)) for s in out))):
            assert restated(said, records) == Status(left)
            both = restated(every(Area(records.areas[0]), said), records)
            assert {*leaves(both)} == {Area(records.areas[0]), Status(left)}
            assert "not" not in describe(both)


def test_it_is_said_as_it_was_where_that_would_not_be_the_same(assistant):
    records = assistant.records
    nothing = every(*(Without(Status(s)) for s in records.statuses))
    for said in (nothing, Without(Area(records.areas[0])), Without(Mention("data")), EVERYTHING):
        assert restated(said, records) == said
    mixed = every(Without(Status(records.statuses[0])), Without(Number("3")))
    assert records.select(restated(mixed, records)) == records.select(mixed)


@pytest.mark.parametrize(
    "says", ["by name only, not ALL", "not ALL", "by name", "without the ALL ones"]
)
def test_what_names_everybody_is_left_out_where_a_name_is_asked_for(assistant, says):
    whole = assistant.ask("which recommendations are for HEIs?")
    response = assistant.ask(f"which recommendations are for HEIs, {says}")
    assert whole.count.everybodys
    assert {*shown(response)} == {*shown(whole)} - {*whole.count.everybodys}
    assert response.left_aside == ()


def test_which_name_a_group_offers_those_that_do_so_by_name(assistant):
    response = assistant.ask("which recommendations name students?")
    by_name = {*shown(response)} - {*response.count.everybodys}
    assert [{*other.numbers} for other in response.otherwise] == [by_name] != [{*shown(response)}]


def test_the_key_of_statuses_comes_behind_the_recommendations(assistant):
    for asked in (
        "pending recommendations",
        "status of 2 and 6",
        "is 14 done?",
        "how many are ongoing",
    ):
        response = assistant.ask(asked)
        assert [c.recommendation is None for c in response.citations[-2:]] == [False, True]
