"""What two lists of a conversation make together: "which are in both?", "how many altogether, both lists?"."""

from assistant.asking.asked import Asked, Before
from assistant.asking.remaining import unlike
from assistant.asking.wordings import holds, word_list
from assistant.records.conditions import Condition, Mention, Responsible, either, every, leaves
from assistant.records.selecting import Records

# One recommendation may have several of these, so that both are asked of each.
_SEVERAL = (Responsible, Mention)


def combined(asked: Asked, before: Before, records: Records) -> list[Condition]:
    """Give what may be asked for, the likeliest first: what two lists share, or all of both."""
    said, listed = word_list(asked.tokens), before.in_force
    assert listed is not None
    named = dict.fromkeys(leaf for leaf in leaves(listed) if isinstance(leaf, _SEVERAL))
    if len(named) == len(("one", "other")) and not holds("both_lists", said):
        return [every(*unlike(listed, set(_SEVERAL)), *named)]
    *_, one, other = (None, None, *dict.fromkeys(before.lists))
    if one is None or other is None or before.numbers:
        return []
    shared, whole = every(one, other), either(one, other)
    if holds("in_both", said):
        return [shared]
    is_whole = holds("put_together", said) or not records.select(shared)
    return [whole] if is_whole else [shared, whole]
