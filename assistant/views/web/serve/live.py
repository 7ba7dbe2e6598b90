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
from collections import Counter, OrderedDict
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send

from assistant.ask import Assistant
from assistant.indexing.storage import CURRENT, Index, open_current
from assistant.views.render.visible import visible
from assistant.views.web.guard.calls import STREAM, Call, streaming

EVERY_S = 1.0
# A browser opens the stream of an answer right after its call; it must find the same application.
_STREAM_FOLLOWS_S = 1.0
_RETIRED_FOR_S = 30.0
_MAX_SESSIONS = 10_000
_TIDIED_EVERY_S = 20.0
# Parts of an index that only the next build reads.
_FOR_BUILDS = frozenset({"texts"})


class Served:
    """One index and the application that answers from it; nothing runs yet."""

    def __init__(self, assistant: Assistant, app: Starlette) -> None:
        self.index_id = assistant.index.id
        self.index = weakref.ref(assistant.index)
        self.stands_in = assistant.index.stands_in
        self.app = app
        self.n_open = 0
        self.retired_at = 0.0
        self._running = contextlib.AsyncExitStack()

    async def start(self) -> None:
        await self._running.enter_async_context(self.app.router.lifespan_context(self.app))

    async def stop(self) -> None:
        await self._running.aclose()


class LiveApplication:
    """Answers requests from the newest published index."""

    def __init__(
        self, index: Path, make: Callable[[Assistant], Starlette], every_s: float = EVERY_S
    ) -> None:
        """Open the index that serves now; `make` makes the application of one.

        Raises:
            IndexUnavailable: there is none that can be asked.
        """
        self._index = index
        self._make = make
        self._every_s = every_s
        self._seen = self._pointer()
        self._refused: dict[str, str] = {}
        self._serving = self._served(Assistant.open(index))
        if standing_in := self._serving.stands_in:
            self._refused = {self._seen[0].strip(): standing_in}
            _say(f"Warning: {standing_in}")
        self._retired: list[Served] = []
        self._joined: OrderedDict[str, tuple[Served, float]] = OrderedDict()
        self._streams: Counter[str] = Counter()
        self._let_go: list[weakref.ref[Index]] = []

    @property
    def index_id(self) -> str:
        """The index that new requests are answered from."""
        return self._serving.index_id

    @property
    def index(self) -> Index | None:
        """The open index itself."""
        return self._serving.index()

    def refusal(self, index_id: str) -> str:
        """Say why a published index could not take over; empty while nothing is known against it."""
        return self._refused.get(index_id, "")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, all of it from one index."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        stream = streaming(scope["query_string"]) if scope["path"] == STREAM else ""
        served = self._for(scope.get("call"), stream)
        served.n_open += 1
        self._streams[stream] += 1
        opened = time.monotonic()
        try:
            await served.app(scope, receive, send)
        finally:
            served.n_open -= 1
            self._streams[stream] -= 1
            self._streams += Counter()  # drops what has come down to nothing
            # Unless a call has come since a stream began, none is expected at its end.
            if stream in self._joined and self._joined[stream][1] <= opened:
                self._joined[stream] = (self._joined[stream][0], 0.0)

    def _for(self, call: Call | None, stream: str) -> Served:
        if stream:
            return self._joined.get(stream, (self._serving, 0.0))[0]
        if call is None:
            return self._serving
        served, at = self._joined.pop(call.session, (self._serving, 0.0))
        if not self._streams[call.session] and time.monotonic() - at > _STREAM_FOLLOWS_S:
            served = self._serving
        self._joined[call.session] = (served, time.monotonic())
        if len(self._joined) > _MAX_SESSIONS:
            self._joined.popitem(last=False)
        return served

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
            if fresh.index_id == self._serving.index_id and not self._serving.stands_in:
                return
            await fresh.start()
        except Exception as error:  # noqa: BLE001  see above
            self._refused = {index_id: str(error)}
            _say(f"The new index cannot be served, {self.index_id} serves on: {error}")
            return
        self._serving.retired_at = time.monotonic()
        self._retired.append(self._serving)
        self._serving = fresh
        _say(f"Index {fresh.index_id} serves now.")

    async def _stop_retired(self) -> None:
        now = time.monotonic()
        # Between a call and its stream nothing is open, and yet the answer is under way.
        awaited = {s for s, at in self._joined.values() if now - at <= _STREAM_FOLLOWS_S}
        idle = [s for s in self._retired if not s.n_open and s not in awaited]
        over = [s for s in idle if now - s.retired_at > _RETIRED_FOR_S]
        for served in over:
            self._retired.remove(served)
            for session in [k for k, (joined, _) in self._joined.items() if joined is served]:
                del self._joined[session]
            await served.stop()
        self._let_go += [served.index for served in over]

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
