"""What two lists of a conversation have in common, or hold between them: "which are in both?", "how many altogether, both lists?"."""

from assistant.asking.asked import Asked, Before
from assistant.asking.remaining import kinds_of, parts_of, unlike
from assistant.asking.wordings import holds, word_list
from assistant.records.conditions import (
    Condition,
    Mention,
    Responsible,
    Without,
    either,
    every,
    leaves,
)
from assistant.records.selecting import Records

_TWO = 2
# One recommendation may have several of these, so that both are asked of each.
_SEVERAL = (Responsible, Mention)


def combined(asked: Asked, before: Before, records: Records) -> list[Condition]:
    """Give what may be asked for, the likeliest first: what two lists share, or all of both."""
    said, listed = word_list(asked.tokens), before.in_force
    assert listed is not None
    named = dict.fromkeys(leaf for leaf in leaves(listed) if isinstance(leaf, _SEVERAL))
    if len(named) == _TWO and not (holds("both_lists", said) or holds("more_of_two", said)):
        return [every(*unlike(listed, set(_SEVERAL)), *named)]
    two = [*dict.fromkeys(reversed(before.lists))][:_TWO][::-1]
    if len(two) < _TWO or before.numbers:
        return []
    one, other = two
    shared, whole = every(one, other), either(one, other)
    if holds("in_neither", said):
        return [every(Without(one), Without(other))]
    if holds("more_of_two", said):
        return [whole]
    if holds("in_both", said):
        return [shared]
    beside = _beside(one, other)
    if beside is not None and holds("put_together", said):
        return [either(one, beside), whole]
    is_whole = holds("put_together", said) or not records.select(shared)
    return [whole] if is_whole else [shared, whole]


def _beside(one: Condition, other: Condition) -> Condition | None:
    """Give a list that was read as a part of the one before as one beside it; None where it can only be a part."""
    held = {*parts_of(one)}
    more = [p for p in parts_of(other) if p not in held]
    kept = unlike(one, kinds_of(every(*more)))
    is_part = held < {*parts_of(other)} and len(kept) < len(held)
    return every(*kept, *more) if is_part else None
