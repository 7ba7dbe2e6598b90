"""What others have in common with those spoken of: "which others are in the same area?", "with the same status as that".

Knows the members of the list in force; searches nothing.
"""

from collections.abc import Sequence

from assistant.asking.asked import Asked, ByConditions
from assistant.asking.operations import Understand
from assistant.asking.wordings import gathered, holds, word_list
from assistant.domain import Recommendation
from assistant.records.conditions import (
    Area,
    Condition,
    Number,
    Status,
    Without,
    either,
    every,
    leaves,
)

_SAME = ("same_area", "same_status")


def alike(
    asked: Asked, members: Sequence[Recommendation], understand: Understand
) -> ByConditions | None:
    """Give what is like those spoken of in what a question names; None where it names nothing that they share."""
    said = word_list(asked.tokens)
    found = list(gathered(*_SAME).everywhere(said))
    if not found or not members:
        return None
    out = {
        at
        for m in gathered(*_SAME, "as_those", "alike").everywhere(said)
        for at in range(m.start, m.end)
    }
    kept = [t for at, t in enumerate(asked.tokens) if at not in out]
    fragment = understand(" ".join(asked.text[t.start : t.end] for t in kept)).fragment
    is_asked = fragment.has_noun or any(holds(name, said) for name in ("alike", "asks_which"))
    if not is_asked or any(isinstance(leaf, Number) for leaf in leaves(fragment.condition)):
        return None  # "has 12 the same status as 11?", "are they all at the same stage?"
    conditions: list[Condition] = [fragment.condition]
    names = {name for match in found for name in match.meanings}
    if "same_area" in names:
        conditions.append(either(*dict.fromkeys(Area(r.area) for r in members)))
    if "same_status" in names:
        conditions.append(either(*dict.fromkeys(Status(r.status) for r in members)))
    if holds("alike", said):
        conditions.append(Without(either(*(Number(r.number) for r in members))))
    return ByConditions(every(*conditions), fragment.aside)
