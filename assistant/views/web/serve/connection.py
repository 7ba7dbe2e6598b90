"""One connection: closed if its request does not arrive, or its answer is not taken.

Extends what uvicorn keeps to itself (its HTTP/1.1 protocol): no setting of uvicorn bounds how long
a request may take to arrive. tests/server/test_listening.py fails where a new uvicorn differs.
"""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from assistant.views.web.guard.headers import STRICT

HEADERS_WITHIN_S = 15.0
# Who takes none of an answer for so long holds its memory: nginx's own limit (send_timeout).
_TAKEN_WITHIN_S = 60.0
_NO_REQUEST = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]


class Connection(H11Protocol):
    """Closes a connection whose request does not arrive, or whose answer is not taken."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn narrows it
        super().connection_made(transport)
        self._deadline = self.loop.call_later(HEADERS_WITHIN_S, self._give_up)
        self._taking: asyncio.TimerHandle | None = None

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if not self._is_idle:
            self._deadline.cancel()

    def on_response_complete(self) -> None:
        self._deadline.cancel()
        self._deadline = self.loop.call_later(HEADERS_WITHIN_S, self._give_up)
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._deadline.cancel()
        self._taken()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._taking = self.loop.call_later(_TAKEN_WITHIN_S, self.transport.abort)

    def resume_writing(self) -> None:
        self._taken()
        super().resume_writing()

    def _taken(self) -> None:
        if self._taking is not None:
            self._taking.cancel()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no request as strictly as all others; an answer that has begun breaks off.

        uvicorn's own has no strict headers, and within an answer it ends in a traceback.
        """
        # The type is uvicorn's omission, see _is_idle.
        cycle: RequestResponseCycle | None = self.cycle
        if cycle is not None:
            cycle.disconnected = True
            cycle.message_event.set()
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            begun = h11.Response(status_code=400, headers=[*_NO_REQUEST, *STRICT])
            for event in (begun, h11.Data(data=msg.encode()), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _give_up(self) -> None:
        if self._is_idle:
            self.transport.close()

    @property
    def _is_idle(self) -> bool:
        # uvicorn's own annotation forgets that there is no cycle before the first request.
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is None or cycle.response_complete
