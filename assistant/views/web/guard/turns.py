"""Lets a few answers at a time be made, in the order they were asked for; a crowd is told to come back."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from assistant.views.web.guard.bodies import Refusal

_BUSY = "Too many questions at once; please ask again in a moment."
# As many as two cores make. More than so many waiting are turned away. Source: docs/deploy.md, load.
_AT_ONCE = 2
MAX_WAITING = 64


class Turns:
    """The turns at one thing that answers."""

    def __init__(self, at_once: int = _AT_ONCE) -> None:
        self._free = asyncio.Semaphore(at_once)
        self._at_once = at_once
        self._n_here = 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a turn, and hold it.

        Raises:
            Refusal: too many wait already.
        """
        if self._n_here >= self._at_once + MAX_WAITING:
            raise Refusal(503, _BUSY, (("Retry-After", "2"),))
        self._n_here += 1
        try:
            async with self._free:
                yield
        finally:
            self._n_here -= 1
