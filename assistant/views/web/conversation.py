"""A conversation as the browser keeps it: questions only, bounded.

The same question on the same index has the same answer, so the questions are the conversation:
the server keeps nothing between two calls, and a restart loses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

# The names of what the browser keeps. The secret is none: it only makes a shared workstation's
# disk hold no question in clear.
STORAGE_KEY = "ai-guidance-questions"
STORAGE_SECRET = "ai-guidance"  # noqa: S105  not a password, see above

MAX_TURNS = 20
# All questions travel with every call; the server takes no call of more than 64 KB.
MAX_CHARACTERS = 8_000

Stored: TypeAlias = list[list[str | bool]]


class Turn(NamedTuple):
    """One question; `as_written` when the person undid how it was read."""

    question: str
    as_written: bool = False


def read(stored: object) -> tuple[Turn, ...]:
    """Read what a browser sent; whatever is not a turn is left out, since anyone can send it."""
    pairs = stored if isinstance(stored, list) else []
    turns = [
        Turn(pair[0], pair[1] is True)
        for pair in pairs
        if isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], str) and pair[0]
    ]
    return bounded(turns)


def write(turns: Sequence[Turn]) -> Stored:
    """Write turns for a browser to keep."""
    return [[turn.question, turn.as_written] for turn in bounded(turns)]


def bounded(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """Keep the newest turns that fit."""
    kept: list[Turn] = []
    room = MAX_CHARACTERS
    for turn in reversed(turns[-MAX_TURNS:]):
        room -= len(turn.question)
        if room < 0:
            break
        kept.append(turn)
    return tuple(reversed(kept))
