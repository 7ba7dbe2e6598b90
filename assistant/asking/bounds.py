"""Are numbers in a follow-up those named before, bounds of the list in force, or one to be shown?

Makes no list.
"""

from dataclasses import replace

from assistant.asking.asked import OPERATIONS, Asked, Before, ByNumber
from assistant.asking.operations import FEW_NUMBERS
from assistant.asking.pointing import (
    behind_opening,
    names_nothing,
    opens,
    points,
    points_at_one,
    points_at_those,
)
from assistant.asking.unused import unplaced
from assistant.asking.wordings import gathered, holds, opens_with, word_list
from assistant.records.conditions import EVERYTHING, Number, leaves

# With these, numbers may be meant within the list in force.
_OF_A_LIST = ("swaps", "rest_of", "narrows", "drops", "only", "except")


def is_of_numbers(asked: Asked, before: Before) -> bool:
    """Tell whether it is asked of what was named by number: "who else is involved?", "are they pending?"."""
    said = word_list(asked.tokens)
    if not before.numbers or any(holds(name, said) for name in ("any_of", "rest_of", "repeats")):
        return False
    if asked.fragment.condition == EVERYTHING:
        is_of_list = len(before.numbers) == 1 and before.listed is not None
        is_of_those = points_at_those(asked)
        return not is_of_list if is_of_those else names_nothing(asked) or points(asked)
    changes = asked.fragment.narrows or any(holds(name, said) for name in OPERATIONS)
    return len(before.numbers) == 1 and points_at_one(asked) and not changes


def perhaps_in_list(asked: Asked) -> Asked:
    """Leave aside what numbers say of a list that nothing was made of: "and 3 of those", "the same for 5 to 7"."""
    sought, said = asked.sought, word_list(asked.tokens)
    places = [] if asked.fragment.has_noun else unplaced(asked)
    is_of_list = bool(places) or points_at_those(asked) or any(holds(n, said) for n in _OF_A_LIST)
    is_of_list &= not _shows_one(asked)
    if not isinstance(sought, ByNumber) or sought.left_aside or not is_of_list:
        return asked
    return replace(asked, sought=replace(sought, left_aside=(asked.text,)))


def _shows_one(asked: Asked) -> bool:
    """Tell whether one recommendation is to be shown, of a list or not: "now show me just 12 in full"."""
    said = asked.fragment.condition
    is_one = isinstance(said, Number) and asked.fragment.shows
    return is_one and not points_at_those(asked) and not _adds(asked)


def _adds(asked: Asked) -> bool:
    """Tell whether a question begins by adding: "also add 20 to the list"."""
    return opens_with("adds", asked.tokens[behind_opening(asked) :]) > 0


def is_bound(asked: Asked) -> bool:
    """Tell whether numbers are bounds for a list: "only 5 to 9", "what about those over 20"."""
    spoken = word_list(asked.tokens)
    others = gathered("rest_of").everywhere(spoken)
    if any(spoken[m.end - 2] == "other" and m.end - m.start > 2 for m in others):
        return True  # "the other two"
    said = asked.fragment
    n = sum(isinstance(leaf, Number) for leaf in leaves(said.condition))
    if _shows_one(asked):
        return False
    is_bare = not (said.shows or said.has_noun or asked.wants)  # "no later than 22"
    if n > FEW_NUMBERS and (points_at_those(asked) or is_bare):
        return True  # "which of that lot are above 20?"
    is_added = holds("adds", spoken) and not opens(asked)
    if (is_added or _adds(asked)) and "yes-no" not in asked.wants:
        return True  # "add number 20"
    is_next = opens(asked) or holds("swaps", spoken)
    return asked.fragment.narrows or (n > FEW_NUMBERS and is_next)
