"""Serves the index that index/CURRENT names; a newly published one takes over between requests.

One application is made per index, so whatever one answer shows comes from one index. Answers
under way finish on the application that they began on. Knows nothing of pages or HTTP routes.
"""

import asyncio
import contextlib
import ctypes
import gc
import sys
import time
import weakref
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send

from assistant.ask import Assistant
from assistant.indexing.storage import CURRENT, Index, open_current
from assistant.views.render.visible import visible

EVERY_S = 1.0
_TIDIED_EVERY_S = 20.0
# Parts of an index that only the next build reads.
_FOR_BUILDS = frozenset({"texts"})


class Served:
    """One index and the application that answers from it; nothing runs yet."""

    def __init__(self, assistant: Assistant, app: Starlette) -> None:
        self.index = assistant.index
        self.app = app
        self.n_open = 0
        self._running = contextlib.AsyncExitStack()
        self.stop = self._running.aclose

    async def start(self) -> None:
        await self._running.enter_async_context(self.app.router.lifespan_context(self.app))


class LiveApplication:
    """Answers requests from the newest published index."""

    def __init__(
        self, index: Path, make: Callable[[Assistant], Starlette], every_s: float = EVERY_S
    ) -> None:
        """Open the index that serves now; `make` makes the application of one.

        Raises:
            IndexUnavailable: there is none that can be asked.
        """
        self._index, self._make, self._every_s = index, make, every_s
        self._seen = self._pointer()
        self._refused: dict[str, str] = {}
        self._serving = self._served(Assistant.open(index))
        if standing_in := self._serving.index.stands_in:
            self._refused = {self._seen[0].strip(): standing_in}
            _say(f"Warning: {standing_in}")
        self._retired: list[Served] = []
        self._let_go: list[weakref.ref[Index]] = []

    @property
    def index_id(self) -> str:
        """The index that new requests are answered from."""
        return self.index.id

    @property
    def index(self) -> Index:
        return self._serving.index

    def refusal(self, index_id: str) -> str:
        """Say why a published index could not take over; empty while nothing is known against it."""
        return self._refused.get(index_id, "")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, all of it from one index."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        served = self._serving
        served.n_open += 1
        try:
            await served.app(scope, receive, send)
        finally:
            served.n_open -= 1

    async def _live(self, receive: Receive, send: Send) -> None:
        """Follow a server from its start to its stop."""
        await receive()
        await self._serving.start()
        watching = asyncio.create_task(self._watch())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        watching.cancel()
        await asyncio.wait([watching])
        for served in (*self._retired, self._serving):
            await served.stop()
        await send({"type": "lifespan.shutdown.complete"})

    async def _watch(self) -> None:
        tidied_at = time.monotonic()
        while True:
            await asyncio.sleep(self._every_s)
            await self._stop_retired()
            if time.monotonic() - tidied_at > _TIDIED_EVERY_S:
                tidied_at = time.monotonic()
                await self._tidy()
            pointer = await asyncio.to_thread(self._pointer)
            if pointer != self._seen:
                self._seen = pointer
                await self._renew(pointer[0].strip())

    async def _renew(self, index_id: str) -> None:
        """Let the published index take over; whatever is wrong with it, the old one serves on."""
        self._refused = {}
        try:
            # Never one that stands in for a damaged one: that is what serves already.
            opened = await asyncio.to_thread(open_current, self._index)
            fresh = await asyncio.to_thread(self._served, Assistant(opened))
            if fresh.index.id == self.index_id and not self.index.stands_in:
                return
            await fresh.start()
        except Exception as error:  # noqa: BLE001  see above
            self._refused = {index_id: str(error)}
            _say(f"The new index cannot be served, {self.index_id} serves on: {error}")
            return
        self._retired.append(self._serving)
        self._serving = fresh
        _say(f"Index {self.index_id} serves now.")

    async def _stop_retired(self) -> None:
        for served in [served for served in self._retired if not served.n_open]:
            self._retired.remove(served)
            self._let_go.append(weakref.ref(served.index))
            await served.stop()

    async def _tidy(self) -> None:
        """Free what an index took, a hundred megabytes, and hand it to the system.

        It lies in circles that an idle server would not break, and a thread may hold on to it until
        its next answer: so again and again until it has gone.
        """
        self._let_go = [index for index in self._let_go if index() is not None]
        if self._let_go:
            gc.collect()
        await asyncio.to_thread(_give_memory_back)

    def _pointer(self) -> tuple[str, int]:
        """Read which build serves, and since when; nothing for an index that is not there."""
        path = self._index / CURRENT
        try:
            return path.read_text(encoding="utf-8", errors="replace"), path.stat().st_mtime_ns
        except OSError:
            return "", 0

    def _served(self, assistant: Assistant) -> Served:
        read_whole(assistant.index)
        assistant.warm_up()
        return Served(assistant, self._make(assistant))


def read_whole(index: Index) -> None:
    """Read or map every part that answers need now: the folder goes when newer builds have come."""
    for name, member in vars(Index).items():
        if isinstance(member, cached_property) and name not in _FOR_BUILDS:
            getattr(index, name)


def _give_memory_back() -> None:
    """Hand freed memory to the system: the C library keeps it, in a pool for each thread.

    Ten changes of index took 499 MB so, and 308 MB with it. Only glibc needs it and has it.
    """
    with contextlib.suppress(OSError, TypeError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def _say(sentence: str) -> None:
    print(visible(sentence), file=sys.stderr, flush=True)
