"""Conversations about lists, with what each follow-up should list, worked out by plain set algebra.

A first list × operations on it × natural wordings of each, chosen by chance from a fixed seed.
"""

from dataclasses import dataclass, replace
from random import Random
from typing import Self

from grid_sets import AREAS, STATUSES, Numbers, Sets

VALUES = {
    "area": (*tuple(AREAS)[:3], "stakeholder partnerships"),
    "status": tuple(s.lower() for s in STATUSES),
    "group": ("industry", "HEIs", "practice educators", "students", "service managers"),
}
FIRST = {
    "area": "Show me the {area} recommendations",
    "status": "Which recommendations are {status}?",
    "group": "Which recommendations are for {group}?",
    "area status": "What is {status} in {area}?",
    "area group": "Which {area} recommendations are for {group}?",
    "status group": "List the {status} recommendations for {group}",
}
# What an operation names, said by itself and behind "which of those".
NAMED = {"area": "the {} ones", "status": "the {} ones", "group": "those for {}"}
CHOSEN = {"area": "are in {}", "status": "are {}", "group": "name {}"}
OPERATIONS = {
    "narrow": (
        "which of those {chosen}?",
        "of these, which {chosen}",
        "how many of them {chosen}?",
    ),
    "keep": (
        "only {named}",
        "ok, just {named} please",
        "reduce that to {named}",
        "narrow it down to {named}",
        "can you show only {named}?",
        "pick out {named}",
    ),
    "leave out": (
        "without {named}",
        "now take {named} out",
        "lose {named}",
        "no need for {named}",
        "great, and leave out {named}",
        "everything but {named}",
    ),
    "turn to": (
        "what about {named}?",
        "and {named}?",
        "same for {named}",
        "sorry, I meant {named}",
    ),
    "add": (
        "add {named}",
        "and {named} as well",
        "extend that to {named} too",
        "combine that with {named}",
        "put {named} in as well",
    ),
    "rest": ("and the rest?", "what about the others?", "which ones does that leave out?"),
    "rest of the area": ("and the others in that area?", "what else is in that area?"),
    "same": ("how many is that?", "list them", "and who is responsible for each of them?"),
    "first two": ("the first two", "just the first two of them please"),
    "one": (
        "who does the {place} one?",
        "tell me more about the {place}",
        "has the {place} one been started?",
    ),
    "back": ("go back to the first list", "show me the original list again"),
}
PLACES = ("first", "second", "third")


@dataclass(frozen=True)
class Listed:
    """A list: what must hold, each a kind, its values, and whether it is denied; then the numbers."""

    parts: tuple[tuple[str, tuple[str, ...], bool], ...]
    numbers: Numbers

    @classmethod
    def of(cls, sets: Sets, parts: tuple[tuple[str, tuple[str, ...], bool], ...]) -> Self:
        numbers = sets.every
        for kind, values, denied in parts:
            met = frozenset().union(*(_met(sets, kind, value) for value in values))
            numbers = numbers - met if denied else numbers & met
        return cls(parts, numbers)

    def has(self, kind: str) -> bool:
        return any(k == kind for k, _, _ in self.parts)


@dataclass(frozen=True)
class Conversation:
    """Questions in turn, the operation of the last, and what that should list."""

    questions: tuple[str, ...]
    operation: str
    wanted: Numbers


def _met(sets: Sets, kind: str, value: str) -> Numbers:
    if kind == "area":
        return sets.area(AREAS.get(value, "Stakeholder Partnerships"))
    return sets.status(value.title()) if kind == "status" else sets.group(value)


def conversations(sets: Sets, n: int, seed: int) -> list[Conversation]:
    """Make n conversations of two to four turns."""
    chance = Random(seed)
    made: dict[tuple[str, ...], Conversation] = {}
    while len(made) < n:
        kinds = chance.choice(list(FIRST))
        chosen = {kind: chance.choice(VALUES[kind]) for kind in kinds.split()}
        parts = tuple((kind, (value,), False) for kind, value in chosen.items())
        lists = [Listed.of(sets, parts)]
        questions = [FIRST[kinds].format(**chosen)]
        for _ in range(chance.randint(1, 3)):
            step = _step(sets, chance, lists)
            if step is None:
                break
            question, operation, listed = step
            questions.append(question)
            made[tuple(questions)] = Conversation(tuple(questions), operation, listed.numbers)
            if operation != "one":  # one of a list leaves it in force
                lists.append(listed)
    return list(made.values())[:n]


def _step(sets: Sets, chance: Random, lists: list[Listed]) -> tuple[str, str, Listed] | None:
    """Make the next turn; None where the operation chosen means nothing for the list."""
    operation, listed = chance.choice(list(OPERATIONS)), lists[-1]
    wording = chance.choice(OPERATIONS[operation])
    after = _made(sets, chance, operation, lists)
    if after is None or not listed.numbers:
        return None
    made, kind, value = after
    named, chosen = (form.get(kind, "").format(value) for form in (NAMED, CHOSEN))
    return wording.format(named=named, chosen=chosen, place=value), operation, made


def _made(
    sets: Sets, chance: Random, operation: str, lists: list[Listed]
) -> tuple[Listed, str, str] | None:
    listed, parts = lists[-1], lists[-1].parts
    match operation:
        case "narrow" | "keep" | "leave out":
            kind = chance.choice([k for k in VALUES if not listed.has(k)] or [""])
            value = chance.choice(VALUES[kind]) if kind else ""
            more = (*parts, (kind, (value,), operation == "leave out"))
            return (Listed.of(sets, more), kind, value) if kind and parts else None
        case "turn to" | "add":
            return _of_another(sets, chance, operation, listed)
        case "rest":
            *kept, (kind, values, denied) = parts or ((("", (), True)),)
            is_plain = not denied and len(lists) == 1 and all(k == "area" for k, _, _ in kept)
            rest = (*kept, (kind, values, True))
            return (Listed.of(sets, rest), kind, "") if is_plain and kind != "area" else None
        case "rest of the area":
            areas = [p for p in parts if p[0] == "area" and not p[2]]
            whole = Listed.of(sets, tuple(areas)) if len(areas) == 1 and len(parts) == 2 else None
            return (Listed((), whole.numbers - listed.numbers), "", "") if whole else None
        case "first two":
            two = sets.first(2, listed.numbers)
            return (Listed((), two), "", "") if len(listed.numbers) > 2 else None
        case "one":
            at = chance.randrange(len(PLACES))
            row = sorted(listed.numbers, key=int)[at : at + 1]
            return (replace(listed, numbers=frozenset(row)), "", PLACES[at]) if row else None
        case "back":
            return (lists[0], "", "") if len(lists) > 1 else None
        case _:
            return listed, "", ""


def _of_another(
    sets: Sets, chance: Random, operation: str, listed: Listed
) -> tuple[Listed, str, str] | None:
    """Turn a list to another value of a kind that it has, or add that value."""
    plain = [(k, v) for k, v, denied in listed.parts if not denied and len(v) == 1]
    if not plain or any(denied for _, _, denied in listed.parts):
        return None
    kind, old = chance.choice(plain)
    value = chance.choice([v for v in VALUES[kind] if v not in old])
    new = (value,) if operation == "turn to" else (*old, value)
    parts = tuple((k, new if k == kind else v, d) for k, v, d in listed.parts)
    return Listed.of(sets, parts), kind, value
