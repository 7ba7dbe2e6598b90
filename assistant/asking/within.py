"""A question that names a list in one sentence and asks of "those" in the next: "half of education is … Which of those are …?".

Knows nothing of earlier questions.
"""

from collections.abc import Sequence

from assistant.asking.asked import Asked
from assistant.asking.operations import Understand
from assistant.asking.pointing import points_at_those
from assistant.asking.tokens import Token, tokens
from assistant.asking.wordings import holds, word_list, words_of
from assistant.records.conditions import EVERYTHING, Condition

_STOPS = frozenset(".!?")
# Behind one of these too, where the question itself begins: "the six in practice, which of those …".
_PAUSES = frozenset({",", ":", ";", " - "})


def said_before(asked: Asked, understand: Understand) -> tuple[Condition, Asked, Asked] | None:
    """Give what is named before "which of those …", the sentences that name it, and the question; None for no such thing."""
    found = tokens(asked.written)
    for at in _cuts(found):
        last = understand(asked.written[found[at].start :])
        if not points_at_those(last) or not holds("asks_which", word_list(last.tokens)):
            continue
        first = understand(asked.written[: found[at - 1].start])
        condition = first.fragment.condition
        return (condition, first, last) if condition != EVERYTHING else None
    return None


def _cuts(found: Sequence[Token]) -> list[int]:
    """List where the last sentence begins, or what a pause sets apart in it."""
    return [
        at
        for at in range(len(found) - 1, 1, -1)
        if found[at - 1].word in _STOPS
        or (found[at - 1].word in _PAUSES and found[at].word in words_of("asks_which"))
    ]
