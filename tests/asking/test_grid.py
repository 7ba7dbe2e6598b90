"""Lists are answered from the records, exactly: thousands of wordings against plain set algebra."""

from collections import Counter

import pytest
from grid import Case, cases, cases_of
from grid_sets import sets_read_by_eye

from assistant.domain import Answer

SHOWN = 20
HOW_MANY = 300


def fault(assistant, case: Case) -> str:
    """Say in what an answer differs from what was asked for; nothing when it is right."""
    response = assistant.ask(case.question)
    if not isinstance(response, Answer):
        return "not answered"
    numbers = frozenset(r.recommendation.number for r in response.recommendations)
    if response.firmness != "records":
        return f"searched ({response.firmness})"
    missing, extra = case.wanted - numbers, numbers - case.wanted
    return "; ".join(
        f"{name}: {', '.join(sorted(which, key=int))}"
        for name, which in (("missing", missing), ("too many", extra))
        if which
    )


def report(made: list[Case], faults: list[tuple[Case, str]]) -> str:
    """The first faults, and how many there are for each operator."""
    asked, wrong = (Counter(case.operator for case in some) for some in (made, map(first, faults)))
    counts = [f"{wrong[op]:5} of {asked[op]:4}  {op}" for op, _ in wrong.most_common()]
    lines = [f"  {case.question!r}: {why}" for case, why in faults[:SHOWN]]
    return "\n".join([f"{len(faults)} of {len(made)} wrong", *counts, *lines])


def first(pair: tuple[Case, str]) -> Case:
    return pair[0]


@pytest.fixture(scope="module")
def grid(assistant):
    return cases(assistant.records.everything)


def test_every_list_question_is_answered_from_the_records_exactly(assistant, grid, drawn):
    made = drawn(grid, HOW_MANY)
    faults = [(case, why) for case in made if (why := fault(assistant, case))]
    assert not faults, report(made, faults)


def test_the_grid_is_large_and_asks_what_an_eye_reads_in_the_guidance(grid):
    """The sets come from the index's rows; the same ones, each time, come from the rows read by eye."""
    assert 3000 < len(grid) < 6000
    assert grid == cases_of(sets_read_by_eye())
