"""List questions by the thousand, each with the set of recommendations that it asks for.

Wordings are crossed: how a list is asked for, the operator, what it governs, punctuation, case,
courtesy. The wanted set comes from plain set algebra over the records, with nothing of the program
that it judges: `python tests/asking/grid.py --sample 300` prints questions and sets to be read.
"""

import argparse
import random
import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from grid_choices import Wording
from grid_exclusions import (
    all_exclusions,
    from_everything,
    from_everything_two,
    last_of_all,
    negations,
    of_three,
    range_exclusions,
)
from grid_lists import (
    by_document,
    by_number,
    by_place,
    by_range,
    by_sole_group,
    of_one_kind,
    of_two_kinds,
    one_number,
    pairs,
)
from grid_sets import Numbers, Sets, sets_of, sets_read_by_eye

SEED = 12


class Case(NamedTuple):
    """One question, the operator in it, and the numbers that it asks for."""

    question: str
    wanted: Numbers
    operator: str


# How many are drawn for each operator over each pair of kinds: few where there are many pairs.
FAMILIES = (
    (all_exclusions, 7),
    (from_everything, 7),
    (from_everything_two, 4),
    (last_of_all, 8),
    (negations, 15),
    (pairs, 35),
    (of_two_kinds, 25),
    (of_one_kind, 40),
    (by_sole_group, 60),
    (by_range, 20),
    (by_number, 100),
    (range_exclusions, 10),
    (one_number, 160),
    (by_place, 30),
    (by_document, 4),
    (of_three, 4),
)


COURTESY = {
    "phrase": (
        "{}",
        "{}?",
        "{} please",
        "{}, please.",
        "{} thanks",
        "could you list {}?",
        "hi, can you tell me {}?",
        "Hi there, hope you can help. I need {}.",
    ),
    "request": (
        "{}",
        "{}.",
        "please {}",
        "{} please",
        "{}, thanks",
        "could you {}?",
        "hi, can you {}?",
        "Hi there, hope you can help. Please {}. Thanks!",
    ),
    "question": (
        "{}?",
        "{}",
        "please, {}?",
        "{}, please?",
        "{}? Thanks",
        "hi, {}?",
        "hi, can you tell me {}?",
        "Hi there, hope you can help. {}?",
    ),
}


def decorated(wording: Wording, draw: random.Random) -> str:
    """Put a question as somebody would, with courtesy, capitals and marks drawn at random."""
    text, courtesies = wording.text, COURTESY[wording.shape]
    if text.startswith("I want") or (wording.shape == "question" and " are there" in text):
        courtesies = [c for c in courtesies if not re.search("tell me|list|I need", c)]
    courtesy = draw.choice(courtesies)
    if text.startswith("ones ") and re.search("tell me|list|I need", courtesy):
        text = f"the {text}"
    if courtesy.startswith("Hi there") and wording.shape == "question":
        text = text[:1].upper() + text[1:]
    question = courtesy.format(text)
    cases = (question, question, question[:1].upper() + question[1:], question.upper())
    return draw.choice(cases)


def drawn(wordings: list[Wording], draw: random.Random, most: int) -> Iterator[Wording]:
    """Draw at most so many for each operator over each pair of kinds."""
    by_cell: dict[tuple, list[Wording]] = {}
    for wording in wordings:
        by_cell.setdefault((wording.operator, wording.kinds), []).append(wording)
    for cell in by_cell.values():
        yield from draw.sample(cell, min(most, len(cell)))


def cases(recommendations) -> list[Case]:
    """Make the grid from recommendations: the same one every time."""
    return cases_of(sets_of(recommendations))


def cases_of(sets: Sets) -> list[Case]:
    draw = random.Random(SEED)
    made: dict[str, Case] = {}
    for family, most in FAMILIES:
        for wording in drawn(list(family(sets)), draw, most):
            question = decorated(wording, draw)
            made.setdefault(question, Case(question, wording.wanted, wording.operator))
    return list(made.values())


def main() -> None:
    parser = argparse.ArgumentParser(description="Print questions of the grid with their sets.")
    parser.add_argument("--sample", type=int, default=300, metavar="N")
    wanted = parser.parse_args().sample
    every = cases_of(sets_read_by_eye())
    shuffled = random.Random(SEED).sample(every, len(every))
    for case in islice(shuffled, wanted):
        print(case.question, ", ".join(sorted(case.wanted, key=int)) or "none", sep="\t")


if __name__ == "__main__":
    main()
