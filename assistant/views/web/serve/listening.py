"""Listens on one port, and stops without losing an answer: with connection.py the door to uvicorn.

Knows ports and signals; nothing of what is served.
"""

import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

from assistant.errors import ServerUnavailable
from assistant.views.web.serve import HOST, PORT
from assistant.views.web.serve.connection import Connection

# What may stay open: browsers with a few connections each; a file handle per connection.
_MAX_FILES = 65_536
_KEPT_ALIVE_S = 10
# An answer takes well under a second, a full queue of them less than this.
_FINISH_WITHIN_S = 30
_BREAKS_OFF_WITHIN_S = 5


def listen(host: str, port: int) -> socket.socket:
    """Take the port, before anything slow is loaded.

    Raises:
        ServerUnavailable: it cannot be taken; the sentence says why.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except socket.gaierror as error:
        raise ServerUnavailable(f"there is no host {host!r}; try --host {HOST}") from error
    except PermissionError as error:
        raise ServerUnavailable(f"port {port} is reserved; try --port {PORT}") from error
    except OSError as error:
        reason = (os.strerror(error.errno) if error.errno else str(error)).lower()
        mended = f"try --port {port % 65_535 + 1} or stop the program that uses it"
        said = f"{address(host, port)} cannot be used, {reason}; {mended}"
        raise ServerUnavailable(said) from error


def address(host: str, port: int) -> str:
    """Write the address as a browser takes it."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def allow_connections() -> None:
    """Raise the limit of open files as far as the system lets us; Windows knows none."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        most = _MAX_FILES if hard == resource.RLIM_INFINITY else min(hard, _MAX_FILES)
        if soft < most:
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


class Server(uvicorn.Server):
    """Stops on SIGTERM and Ctrl+C without a traceback."""

    def __init__(self, app: ASGIApp, on_stop: Callable[[], None] | None = None) -> None:
        configuration = uvicorn.Config(
            app,
            http=Connection,
            loop="asyncio",
            ws="none",
            interface="asgi3",
            # Its warnings are about what others send: one line for each thing that is no request.
            log_level="error",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=_KEPT_ALIVE_S,
            timeout_graceful_shutdown=_FINISH_WITHIN_S + _BREAKS_OFF_WITHIN_S,
        )
        super().__init__(configuration)
        self._on_stop = on_stop

    def run_until_stopped(self, listening: socket.socket) -> None:
        # uvicorn raises the signal again when it has stopped; stopped is what it should be.
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: None)
        self.run(sockets=[listening])

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Finish what has begun, then stop."""
        if self._on_stop is not None:
            await asyncio.to_thread(self._on_stop)
        giving_up = asyncio.get_running_loop().call_later(_FINISH_WITHIN_S, self._break_off)
        await super().shutdown(sockets)
        giving_up.cancel()

    def _break_off(self) -> None:
        """End what has not ended, as if its browser had gone: uvicorn's own way is a traceback each."""
        for connection in tuple(self.server_state.connections):
            connection.transport.abort()
