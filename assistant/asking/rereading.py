"""When a follow-up is to be read by its meaning, and what then becomes of its reading.

Knows no wording of its own.
"""

from dataclasses import replace

from assistant.asking.asked import Asked, Before, ByConditions, Search, Turn
from assistant.asking.constructions import is_known
from assistant.asking.operations import Understand, operation
from assistant.asking.pointing import turns_away
from assistant.domain import Correction
from assistant.records.conditions import EVERYTHING, End, Number, leaves


def is_open(turn: Turn, before: Before) -> bool:
    """Tell whether a follow-up to a list was not understood, not all of it, or is worded as none that is."""
    asked = turn.asked
    match asked.sought:
        case _ if before.in_force is None or turns_away(asked):
            return False
        case Search():
            return True
        case ByConditions(_, left, others):
            is_unsure = left or (others and turn.leans != "list")
            return bool(is_unsure) or not is_known(asked.fragment.pieces, is_leaning=True)
    return False


def is_told(asked: Asked, turn: Turn, understand: Understand) -> bool:
    """Tell whether words say what is done with a list, or which of it are meant, and a list was made of it."""
    sought, said = turn.asked.sought, asked.fragment.condition
    if not isinstance(sought, ByConditions):
        return False
    is_placed = any(isinstance(x, End | Number) for x in leaves(said))
    is_made = said == EVERYTHING and sought.condition != turn.before.in_force
    return (
        is_placed or (turn.leans == "list" and is_made) or bool(operation(asked, understand).name)
    )


def by_meaning(turn: Turn, other: Turn) -> Turn:
    """Read a follow-up as its plain words are; as it stands where these make no list."""
    asked = turn.asked
    if not isinstance(other.asked.sought, ByConditions):
        return turn
    plain = Correction(asked.text, other.asked.text, "meaning")
    corrections = (*asked.corrections, plain, *other.asked.corrections)
    wants = asked.wants | other.asked.wants
    meant = replace(other.asked, written=asked.written, corrections=corrections, wants=wants)
    return replace(other, asked=meant)
