"""What may be asked of recommendations: conditions, and how they are put together and said.

A condition is a tree: what a recommendation has at the leaves, every, either and without above
them. Knows nothing of questions, and not which recommendations there are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from typing import Literal, TypeAlias

from assistant.domain import DocumentId, Group, RecommendationNumber

# A column in which words may be looked for; for who is responsible there is a condition of its own.
Column: TypeAlias = Literal["priority", "action", "status"]


@dataclass(frozen=True, slots=True)
class Status:
    """Has this status."""

    name: str


@dataclass(frozen=True, slots=True)
class NoStatus:
    """Is what no status of this guidance means: holds for none.

    Attributes:
        wording: how it was asked for: "finished".
    """

    wording: str


@dataclass(frozen=True, slots=True)
class Area:
    """Belongs to this area."""

    name: str


@dataclass(frozen=True, slots=True)
class Responsible:
    """Names this group as responsible, or everybody.

    Attributes:
        is_by_name: whether one that names everybody is left out.
    """

    group: Group
    is_by_name: bool = False


@dataclass(frozen=True, slots=True)
class Alone:
    """Names these groups as responsible and nobody else."""

    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """Has these words, or another name of the same thing.

    Attributes:
        is_exact: whether in this form, rather than in any: "research" but not "researchers".
        columns: those in which the words are to stand, in one of them; none for anywhere.
    """

    phrase: str
    is_exact: bool = False
    columns: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True)
class Detailed:
    """Has an example or a note beside its status."""


@dataclass(frozen=True, slots=True)
class Number:
    """Has this number; in `document`, where one is named."""

    number: RecommendationNumber
    document: DocumentId = ""


@dataclass(frozen=True, slots=True)
class Among:
    """Is one of these documents'."""

    documents: tuple[DocumentId, ...]


@dataclass(frozen=True, slots=True)
class Parity:
    """Has an odd or an even number."""

    remainder: Literal[0, 1]


@dataclass(frozen=True, slots=True)
class Every:
    """All of these hold; without any, every recommendation is meant."""

    parts: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of these holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """This does not hold."""

    part: Condition


@dataclass(frozen=True, slots=True)
class End:
    """Is one of the first (or last) so many that meet a condition, in the order of numbers."""

    of: Condition
    end: Literal["first", "last"]
    n: int


Leaf: TypeAlias = (
    Status | NoStatus | Area | Responsible | Alone | Mention | Detailed | Number | Among | Parity
)
Condition: TypeAlias = Leaf | Every | Either | Without | End
EVERYTHING = Every()
_BRANCHES = (Every, Either, Without)
_COMPOSED = (*_BRANCHES, End)
# How each is said, before its value.
_SAID = {
    Status: "status",
    NoStatus: "no status here means",
    Area: "area",
    Responsible: "responsible",
    Alone: "responsible",
    Mention: "mentioning",
    Detailed: "an example or note beside the status",
    Number: "number",
    Among: "in",
}
# How each is said of one recommendation, and of several, before its value.
_VERBS = {
    Status: ("is", "are"),
    Area: ("is in", "are in"),
    Responsible: ("falls to", "fall to"),
    Alone: ("falls to", "fall to"),
    Mention: ("mentions", "mention"),
    Among: ("is in", "are in"),
}


def every(*parts: Condition) -> Condition:
    """Put conditions together that must all hold; one alone stands for itself."""
    flat = _flat(Every, parts)
    return flat[0] if len(flat) == 1 else Every(flat)


def either(*parts: Condition) -> Condition:
    """Put conditions together of which one must hold; one alone stands for itself."""
    flat = _flat(Either, parts)
    if EVERYTHING in flat:
        return EVERYTHING
    return flat[0] if len(flat) == 1 else Either(flat)


def _flat(kind: type[Every | Either], parts: tuple[Condition, ...]) -> tuple[Condition, ...]:
    """List conditions once each, those of the same kind by what they are made of."""
    held = (part.parts if isinstance(part, kind) else (part,) for part in parts)
    return tuple(dict.fromkeys(chain.from_iterable(held)))


def parts(condition: Condition) -> tuple[Condition, ...]:
    """List what a condition is made of; nothing of a leaf."""
    match condition:
        case Every(parts) | Either(parts):
            return parts
        case Without(part) | End(part):
            return (part,)
        case _:
            return ()


def rebuilt(condition: Condition, change: Callable[[Condition], Condition]) -> Condition:
    """Make a condition anew of its changed parts."""
    match condition:
        case Every(parts):
            return every(*map(change, parts))
        case Either(parts):
            return either(*map(change, parts))
        case Without(part):
            return Without(change(part))
        case End(of, end, n):
            return End(change(of), end, n)
        case _:
            return condition


def replaced(condition: Condition, old: Condition, new: Condition) -> Condition:
    """Put another condition in the place of one that a condition is made of."""
    return new if condition == old else rebuilt(condition, lambda part: replaced(part, old, new))


def of_names(condition: Condition) -> Condition:
    """Leave out of every group's list what names everybody."""
    if isinstance(condition, Responsible):
        return Responsible(condition.group, is_by_name=True)
    return rebuilt(condition, of_names)


def nodes(condition: Condition) -> tuple[Condition, ...]:
    """List a condition and all that it is made of."""
    held = parts(condition)
    return (condition, *chain.from_iterable(map(nodes, held))) if held else (condition,)


def leaves(condition: Condition) -> tuple[Leaf | End, ...]:
    """List the leaves of a condition, and its ends of lists, in order."""
    if not isinstance(condition, _COMPOSED):
        return (condition,)
    return tuple([n for n in nodes(condition) if not isinstance(n, _BRANCHES)])


def based(condition: Condition, base: Condition) -> Condition:
    """Give a condition whose first and last ones are those of a base, where they are of everything."""
    if isinstance(condition, End):
        return End(base, condition.end, condition.n) if condition.of == EVERYTHING else condition
    return rebuilt(condition, lambda part: based(part, base))


def describe(condition: Condition) -> str:
    """Say a condition in words."""
    match condition:
        case Every(()):
            return "all recommendations"
        case Every(parts):
            return "; ".join(
                f"({describe(p)})" if isinstance(p, Either) and _kinds(p) > 1 else describe(p)
                for p in parts
            )
        case Either(parts) if _kinds(condition) == 1 and all(isinstance(p, Leaf) for p in parts):
            glue = ", " if isinstance(parts[0], Number) else " or "
            return f"{_SAID.get(type(parts[0]), '')} {glue.join(_value(p) for p in parts)}"
        case Either(parts):
            return ", or ".join(describe(p) for p in parts)
        case Without(Either(parts) as part) if _kinds(part) > 1:
            return f"neither {' nor '.join(map(describe, parts))}"
        case Without(Every(parts) as part) if parts:
            return f"without ({describe(part)})"
        case Without(part):
            return f"not {describe(part)}"
        case End(of, end, n):
            whose = "" if of == EVERYTHING else f" of: {describe(of)}"
            return f"the {end} {n}{whose}" if n > 1 else f"the {end} one{whose}"
        case _:
            return f"{_SAID.get(type(condition), '')} {_value(condition)}".strip()


def predicate(condition: Condition, n: int) -> str:
    """Say of n recommendations that they meet a condition: "are Pending and fall to HEIs"; empty without a verb for it."""
    said = []
    for part in condition.parts if isinstance(condition, Every) else (condition,):
        some = part.parts if isinstance(part, Either) else (part,)
        verbs = _VERBS.get(type(some[0])) if len(set(map(type, some))) == 1 else None
        said.append(f"{verbs[n != 1]} {' or '.join(map(_value, some))}" if verbs else "")
    return " and ".join(said) if all(said) else ""


def adjective(condition: Condition) -> str:
    """Say a status or an area before a noun: "Pending or Emerging"; empty for all else."""
    some = condition.parts if isinstance(condition, Either) else (condition,)
    is_plain = all(isinstance(part, Status | Area) for part in some)
    return " or ".join(map(_value, some)) if is_plain else ""


def _kinds(condition: Condition) -> int:
    return len({type(leaf) for leaf in leaves(condition)})


def _value(condition: Condition) -> str:
    match condition:
        case Status(name) | Area(name):
            return name
        case NoStatus(wording):
            return f"“{wording}”"
        case Mention(phrase, is_exact, columns):
            place = f" in the {' or the '.join(columns)}" if columns else ""
            return f"“{phrase}”" + (" in this form" if is_exact else "") + place
        case Responsible(group, is_by_name):
            return group.name + (" by name" if is_by_name else "")
        case Alone(groups):
            return " and ".join(g.name for g in groups) + " and nobody else"
        case Number(number):
            return number
        case Among(documents):
            return " or ".join(documents)
        case Parity(remainder):
            return "odd numbers" if remainder else "even numbers"
        case _:
            return ""
