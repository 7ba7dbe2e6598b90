"""Lets a few answers at a time be made, in the order they were asked for; a crowd is told to come back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import CapacityLimiter

from assistant.views.web.guard.bodies import Refusal

_BUSY = "Too many questions at once; please ask again in a moment."
# As many as two cores make. More than so many waiting are turned away. Source: docs/deploy.md, load.
AT_ONCE = 2
MAX_WAITING = 64


@asynccontextmanager
async def turn(turns: CapacityLimiter) -> AsyncIterator[None]:
    """Wait for a turn, and hold it.

    Raises:
        Refusal: too many wait already.
    """
    if turns.statistics().tasks_waiting >= MAX_WAITING:
        raise Refusal(503, _BUSY, (("Retry-After", "2"),))
    async with turns:
        yield
