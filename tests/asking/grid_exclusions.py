"""Questions of the grid that take something away."""

from collections.abc import Iterator
from itertools import product

from grid_choices import (
    EXCLUDERS,
    FREQUENT,
    FROM_EVERYTHING,
    SPANS,
    WORDS,
    Choice,
    Wording,
    area_choices,
    asked,
    group_choices,
    mention_choices,
    number_choices,
    said,
    status_choices,
)
from grid_sets import Numbers, Sets

AT_THE_FRONT = (
    "except for",
    "apart from",
    "other than",
    "not counting",
    "excluding",
    "leaving out",
    "ignoring",
)


JOINTS = ("{} {}", "{}, {}", "{} ({})", "{} – {}", "{} - {}")


def all_exclusions(sets: Sets) -> Iterator[Wording]:
    heads = (*area_choices(sets), *status_choices(sets), *group_choices(sets, FREQUENT))
    heads = (*heads, *mention_choices(sets)[:5])
    taken = (*heads, *number_choices(sets))
    for head, operator, other in product(heads, EXCLUDERS, taken):
        if sensible(head, other):
            yield from exclusions(head, operator, other)


def exclusions(head: Choice, operator: str, taken: Choice) -> Iterator[Wording]:
    """Take one condition from another with one operator, in every frame that bears it."""
    wanted, kinds = head.numbers - taken.numbers, (head.kind, taken.kind)
    bare, ones = taken.bare
    if " that " in head.ones and head.kind != "status":
        # "mention CPD but not industry" could be about the words mentioned
        bare = ones
    joints = JOINTS[1:] if operator in {"not", "ignoring", "leaving out"} else JOINTS
    for joint, what in product(joints, (bare, ones)):
        listed = joint.format(head.ones, f"{operator} {what}")
        yield from asked(listed, wanted, operator, *kinds)
        if head.kind in {"area", "status"} and " " not in head.bare[0]:
            short = joint.format(head.bare[0], f"{operator} {what}")
            yield Wording(short, "phrase", wanted, operator, kinds)
    for text in questions_without(head, operator, bare):
        yield Wording(text, "question", wanted, operator, kinds)


def questions_without(head: Choice, operator: str, bare: str) -> Iterator[str]:
    if operator == "not":
        return
    yield f"which recommendations {head.does}, {operator} {bare}"
    yield f"which ones {head.does} {operator} {bare}"
    yield f"how many {head.ones} are there, {operator} {bare}"
    yield f"how many {head.does} {operator} {bare}"
    if operator in AT_THE_FRONT:
        yield f"{operator} {bare}, which recommendations {head.does}"
        yield f"{operator} {bare}, how many {head.does}"


def sensible(head: Choice, other: Choice) -> bool:
    """Nobody takes away what is not there, nor says the same thing twice."""
    if head.kind == other.kind != "group":
        return False
    if (head.kind, other.kind) == ("mention", "number"):
        return False
    return bool(head.numbers & other.numbers) and head.numbers != other.numbers


def from_everything(sets: Sets) -> Iterator[Wording]:
    """All but something."""
    choices = (
        *area_choices(sets),
        *status_choices(sets),
        *group_choices(sets),
        *mention_choices(sets),
        *number_choices(sets),
    )
    for choice, what in ((c, w) for c in choices for w in c.bare):
        wanted = sets.every - choice.numbers
        for operator, every in product(FROM_EVERYTHING, ("everything", "all recommendations")):
            joint = "{}, {} {}" if operator in {"ignoring", "leaving out"} else "{} {} {}"
            listed = joint.format(every, operator, what)
            yield from asked(listed, wanted, operator, "everything", choice.kind)
        for every in ("everything", "all"):
            yield from asked(f"{every} but {what}", wanted, "all but", "everything", choice.kind)


def from_everything_two(sets: Sets) -> Iterator[Wording]:
    """All but two things, or but what two conditions share."""
    areas, statuses = area_choices(sets), status_choices(sets)[:3]
    for operator in FROM_EVERYTHING:
        for kind in (areas, statuses):
            for a, b in product(kind, kind):
                if a.bare < b.bare:
                    wanted = sets.every - a.numbers - b.numbers
                    listed = f"everything, {operator} {a.bare[0]} and {b.bare[0]}"
                    yield from asked(listed, wanted, operator, a.kind, a.kind)
        for area, status in product(areas, statuses):
            wanted = sets.every - (area.numbers & status.numbers)
            listed = f"everything, {operator} the {status.bare[0]} {area.ones}"
            yield from asked(listed, wanted, operator, "area", "status")


def last_of_all(sets: Sets) -> Iterator[Wording]:
    """All but the first or last few, of everything or of a list."""
    for n, end in product((1, 2, 3, 5), ("first", "last")):
        few = "one" if n == 1 else WORDS[n]
        taken = f"the {end} {few}" if n > 1 else f"the {end} one"
        cut = sets.first if end == "first" else sets.last
        yield from asked(f"all but {taken}", sets.every - cut(n), "all but", "everything", "place")
        for choice in (*area_choices(sets), *status_choices(sets)[:3]):
            rest = choice.numbers - cut(n, choice.numbers)
            for operator in ("except", "but not", "without", "leaving out"):
                listed = f"{choice.ones}, {operator} {taken}"
                yield from asked(listed, rest, operator, choice.kind, "place")


def negations(sets: Sets) -> Iterator[Wording]:
    """What something does not, alone or of a list."""
    heads = (*area_choices(sets), *status_choices(sets), *group_choices(sets, FREQUENT))
    choices = (*area_choices(sets), *status_choices(sets), *group_choices(sets))
    for choice in (*choices, *mention_choices(sets)):
        yield from said(choice.does_not, sets.every - choice.numbers, "not", choice.kind)
    for head, other in product(heads, (*heads, *mention_choices(sets))):
        if sensible(head, other):
            wanted, kinds = head.numbers - other.numbers, (head.kind, other.kind)
            does = f"{head.does} and {other.does_not}"
            yield Wording(f"which recommendations {does}", "question", wanted, "not", kinds)
            yield Wording(f"which {head.ones} {other.does_not}", "question", wanted, "not", kinds)
            yield Wording(f"{head.ones} that {other.does_not}", "phrase", wanted, "not", kinds)


def range_exclusions(sets: Sets) -> Iterator[Wording]:
    """A stretch of numbers, less some of them or less what a condition holds of."""
    for words, numbers in SPANS[:5]:
        yield from range_less(sets, words, frozenset(map(str, numbers)))


def range_less(sets: Sets, words: str, numbers: Numbers) -> Iterator[Wording]:
    members = sorted(numbers, key=int)
    others = [(f"{members[2]}", {members[2]}), (f"number {members[1]}", {members[1]})]
    others += [(f"{members[0]} and {members[3]}", {members[0], members[3]})]
    others += [(c.bare[0], c.numbers) for c in status_choices(sets)[:3]]
    others += [(f"the {c.ones}", c.numbers) for c in area_choices(sets)]
    for operator, (what, taken) in product(EXCLUDERS, others):
        if numbers & taken:
            joint = "{}, {} {}" if operator in {"not", "ignoring", "leaving out"} else "{} {} {}"
            listed = joint.format(f"recommendations {words}", operator, what)
            yield from asked(listed, numbers - taken, operator, "number", "taken away")


def of_three(sets: Sets) -> Iterator[Wording]:
    """Two conditions, less a third."""
    areas, statuses = area_choices(sets), status_choices(sets)[:3]
    others = (*group_choices(sets, FREQUENT), *mention_choices(sets)[:3], *number_choices(sets)[:6])
    for area, status, other in product(areas, statuses, others):
        head = area.numbers & status.numbers
        if head & other.numbers and head != other.numbers:
            for operator in EXCLUDERS[:-1]:
                listed = f"{status.bare[0]} {area.ones}, {operator} {other.bare[0]}"
                yield from asked(listed, head - other.numbers, operator, "three", other.kind)
    for a, b, status in product(areas, areas, statuses):
        if a.bare < b.bare:
            wanted = (a.numbers | b.numbers) - status.numbers
            for operator in EXCLUDERS[:-1]:
                listed = f"{a.bare[0]} and {b.ones}, {operator} the {status.ones}"
                yield from asked(listed, wanted, operator, "three", "status")
