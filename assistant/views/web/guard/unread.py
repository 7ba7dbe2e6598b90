"""Bounds what is kept of answers that nobody comes for: Gradio keeps each one until it is read.

Measured: 170 KB for each reading of a document, so that one program that calls and never reads
took 4 MB a second. Knows Gradio's queue; nothing of what is called.
"""

import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from gradio.queueing import Queue

# Of calls and of what is said to them, three messages a call; a page has a handful of calls open.
MAX_UNREAD = 64
# A browser opens the stream of its answers right after its call.
UNREAD_FOR_S = 30.0


class Unread:
    """Knows whose answers are still waited for, and drops the others."""

    def __init__(self, queue: Queue, clock: Callable[[], float] = time.monotonic) -> None:
        self._queue = queue
        self._clock = clock
        # When each session last called or stopped reading, the longest ago first.
        self._seen: OrderedDict[str, float] = OrderedDict()
        self._reading: Counter[str] = Counter()

    def takes(self, session: str) -> bool:
        """Note a call, unless the session has left too many answers unread."""
        self._drop_old()
        self._note(session)
        said = self._queue.pending_messages_per_session.get(session)
        n_unread = len(self._under_way(session)) + (said.qsize() if said is not None else 0)
        return n_unread < MAX_UNREAD

    def knows(self, session: str) -> bool:
        """Tell whether there are answers, or will be, for this session."""
        return session in self._queue.pending_messages_per_session

    @contextmanager
    def reading(self, session: str) -> Iterator[None]:
        """Keep a session's answers for as long as its stream is open."""
        self._reading[session] += 1
        try:
            yield
        finally:
            self._reading[session] -= 1
            self._reading += Counter()  # drops what has come down to nothing
            self._note(session)

    def _under_way(self, session: str) -> set[str]:
        # Gradio forgets to strike out a call whose stream broke off; among its events it is gone.
        called = self._queue.pending_event_ids_session.get(session, ())
        return {event for event in called if event in self._queue.event_ids_to_events}

    def _note(self, session: str) -> None:
        self._seen[session] = self._clock()
        self._seen.move_to_end(session)

    def _drop_old(self) -> None:
        before = self._clock() - UNREAD_FOR_S
        while self._seen and next(iter(self._seen.values())) < before:
            session, _ = self._seen.popitem(last=False)
            if self._reading[session] or self._under_way(session):
                self._note(session)
                continue
            self._queue.pending_messages_per_session.pop(session, None)
            self._queue.pending_event_ids_session.pop(session, None)
