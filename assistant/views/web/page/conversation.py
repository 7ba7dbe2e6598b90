"""Conversations: questions only, bounded, in this server's memory and nowhere else.

The page's address holds a name that nobody can guess, and nothing of a question: browsers keep
addresses on disk. The same question on the same index has the same answer, so the questions are the
conversation; what they were answered is remembered as long as they are, so that nobody waits twice.
"""

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import NamedTuple

from assistant.domain import Response

MAX_TURNS = 20
# Eight questions of the greatest length that the page takes.
MAX_CHARACTERS = 8_000
# Each is a few pointers and one question: 5,000 of the longest are some ten megabytes.
MAX_KEPT = 5_000
# A long shift.
FORGOTTEN_AFTER_S = 12 * 3600.0
# Pointers into the index for the most part.
_MAX_ANSWERS = 1_000


class Turn(NamedTuple):
    """One question, kept to a document if its id is given; as written if how it was read was undone."""

    question: str
    as_written: bool = False
    document: str = ""


class _Kept(NamedTuple):
    turns: tuple[Turn, ...]
    grown_from: str
    used_at: float


class Conversations:
    """Keeps conversations by name; a longer one has a new name, so two tabs never mix."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        # The longest unused first.
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._lock = threading.Lock()
        self._answers: dict[object, Response] = {}

    def read(self, name: str) -> tuple[Turn, ...]:
        """Look a conversation up; one that is forgotten, or was never there, is empty."""
        with self._lock:
            self._drop_old()
            if name not in self._kept:
                return ()
            kept = self._kept[name] = self._kept.pop(name)._replace(used_at=self._clock())
            return kept.turns

    def keep(self, turns: Sequence[Turn], grown_from: str = "") -> str:
        """Keep the newest turns that fit, and give the conversation's name: the one before if nothing is new."""
        newest = bounded(turns)
        if newest == self.read(grown_from):
            return grown_from if newest else ""
        name = secrets.token_urlsafe(16)
        with self._lock:
            self._kept[name] = _Kept(newest, grown_from, self._clock())
            self._drop_old()
        return name

    def remembered(self, turns: object, answer: Callable[[], Response]) -> Response:
        """Give what these turns were answered, or answer now."""
        found = self._answers.get(turns)
        if found is None:
            found = answer()
            with self._lock:
                if len(self._answers) >= _MAX_ANSWERS:
                    self._answers.clear()
                self._answers[turns] = found
        return found

    def forget(self, name: str) -> None:
        """Forget a conversation and all that it has grown from."""
        with self._lock:
            self._answers.clear()
            while name in self._kept:
                name = self._kept.pop(name).grown_from

    def _drop_old(self) -> None:
        oldest = self._clock() - FORGOTTEN_AFTER_S
        while self._kept:
            name, kept = next(iter(self._kept.items()))
            if len(self._kept) <= MAX_KEPT and kept.used_at >= oldest:
                return
            del self._kept[name]
            self._answers.clear()


def bounded(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """Keep the newest turns that fit."""
    newest = tuple(turns[-MAX_TURNS:])
    while sum(len(turn.question) for turn in newest) > MAX_CHARACTERS:
        newest = newest[1:]
    return newest
