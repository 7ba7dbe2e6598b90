"""What a follow-up says that changed nothing: with any such word its list is not complete."""

from assistant.asking.asked import Asked
from assistant.asking.numbers import Figure, figures
from assistant.asking.operations import Operation, asks_of_each
from assistant.asking.wordings import word_list, words_of
from assistant.records.conditions import (
    EVERYTHING,
    Alone,
    Condition,
    End,
    Number,
    Responsible,
    leaves,
)

# Where nothing is named these say what they do; with any other operation both, either and not govern nothing.
_OF_NOTHING_NAMED = frozenset(
    {
        "combines",
        "denied",
        "loosens",
        "repeats",
        "rest_of",
        "turns",
        "any_status",
        "any_area",
        "any_group",
    }
)
_OPERATORS = (
    "both",
    "either",
    "neither",
    "nor",
    "not",
    "except",
    "except_after",
    "sole",
    "further",
)
# These govern two things that are named.
_OF_TWO = ("both", "neither")
_TWO = 2


def unused(asked: Asked, op: Operation, lists: tuple[Condition, Condition]) -> list[str]:
    """List the words of a question that change nothing: what no list has that it names, and operators of nothing.

    Args:
        lists: the list made, and the one that it was made of.
    """
    said, pieces = asked.fragment, asked.fragment.pieces
    if said.condition == EVERYTHING:
        is_used = op.name in _OF_NOTHING_NAMED and (op.name != "combines" or len({*lists}) > 1)
        return [] if is_used else [p.word for p in pieces if p.has(*_OPERATORS)]
    if asks_of_each(asked):
        return []
    alone = (
        [p.word for p in pieces if p.has(*_OF_TWO)] if len(leaves(said.condition)) < _TWO else []
    )
    if alone:
        return alone
    held = {value for listed in lists for leaf in leaves(listed) for value in _values(leaf)}
    lost = {leaf for leaf in leaves(said.condition) if not held.issuperset(_values(leaf))}
    told = [p.word for p in pieces if p.condition and not lost.isdisjoint(leaves(p.condition))]
    return told or ([asked.text] if lost else [])


def _values(leaf: Condition) -> tuple[object, ...]:
    """Give what a leaf tells, however it is said: the groups of one that names nobody else."""
    match leaf:
        case Responsible(group):
            return (group,)
        case Alone(groups):
            return groups
        case End(_, end, n):
            return (end, n)
        case _:
            return (leaf,)


def unplaced(asked: Asked) -> list[str]:
    """List the places that a question names and that were read as numbers: "the third and those in research"."""
    named = leaves(asked.fragment.condition)
    places = (t for t in figures(asked.tokens, frozenset()) if isinstance(t, Figure) and t.is_place)
    return [asked.text[t.start : t.end] for t in places if Number(t.word) in named]


def miscounted(asked: Asked, n_listed: int) -> list[str]:
    """List "those two", or "of the two", where the list spoken of has another number."""
    found = figures(asked.tokens, frozenset())
    words = word_list(found)
    counted = (
        at
        for at, t in enumerate(found)
        if isinstance(t, Figure) and not t.is_place and t.number != str(n_listed)
        if words[at - 1] in words_of("them") or words[max(at - 2, 0) : at] == ["of", "the"]
    )
    return [asked.text[found[at - 1].start : found[at].end] for at in counted if at]
