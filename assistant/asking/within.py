"""A question that names a list in one sentence and asks of "those" in the next: "half of education is … Which of those are …?".

Knows nothing of earlier questions.
"""

from collections.abc import Iterator, Sequence

from assistant.asking.asked import Asked, ByConditions, ByNumber, Turn
from assistant.asking.operations import Understand
from assistant.asking.pointing import ends, points_at_those
from assistant.asking.tokens import Token, tokens
from assistant.asking.wordings import holds, word_list, words_of
from assistant.records.conditions import EVERYTHING, Condition, End, leaves

_STOPS = frozenset(".!?")
# Behind one of these too, where the question itself begins: "the six in practice, which of those …".
_PAUSES = frozenset({",", ":", ";", " - "})


def said_before(asked: Asked, understand: Understand) -> tuple[Condition, Asked, Asked] | None:
    """Give what is named before "which of those …", the sentences that name it, and the question; None for no such thing."""
    found = tokens(asked.written)
    for at in _cuts(found):
        last = understand(asked.written[found[at].start :])
        said = word_list(last.tokens)
        is_of_those = holds("of_the_shown", said) or ends(last, "are_those")
        if not is_of_those or not holds("asks_which", said):
            continue
        first = understand(asked.written[: found[at - 1].start])
        condition = first.fragment.condition
        is_said = condition != EVERYTHING and (last.fragment.is_whole or last.fragment.is_nearly)
        return (condition, first, last) if is_said else None
    return None


def is_open_list(turn: Turn) -> bool:
    """Tell whether a question was not read as a list whose every word is used."""
    sought = turn.asked.sought
    if not isinstance(sought, ByConditions | ByNumber) or sought.left_aside:
        return True
    is_placed = isinstance(sought, ByConditions) and End in map(type, leaves(sought.condition))
    return is_placed or not points_at_those(turn.asked)


def _cuts(found: Sequence[Token]) -> Iterator[int]:
    """Give where what a pause sets apart in the last sentence begins, and then that sentence."""
    for at in range(len(found) - 1, 1, -1):
        if found[at - 1].word in _PAUSES and found[at].word in words_of("asks_which"):
            yield at
        if found[at - 1].word in _STOPS:
            yield at
            return
