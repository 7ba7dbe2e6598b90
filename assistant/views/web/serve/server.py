"""Serves the assistant: one process, one port, everything behind the guard.

Loopback only unless another host is named. TLS and single sign-on belong to the proxy in front
(docs/deploy.md). Knows how to start, listen and stop; nothing of questions or answers.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from assistant.ask import Assistant
from assistant.errors import ServerUnavailable
from assistant.views.web.guard.guard import LOOPBACK_NAMES, Guard
from assistant.views.web.guard.login import Login
from assistant.views.web.guard.routes import ALIVE, READY
from assistant.views.web.page.conversation import Conversations
from assistant.views.web.serve.listening import (
    HOST,
    PORT,
    Server,
    address,
    allow_connections,
    listen,
)
from assistant.views.web.serve.live import LiveApplication

if TYPE_CHECKING:
    from assistant.comparing.changes import Changes
    from assistant.views.web.librarian.desk import Desk

_HOST_NAME = re.compile(r"[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]", re.ASCII)


@dataclass(frozen=True, slots=True)
class Settings:
    """How to serve.

    Attributes:
        allowed_hosts: names by which browsers call this server, without ports.
        login: file of names and hashed passwords; without one, no login.
        has_api: whether the JSON interface is open.
        feedback: file that keeps remarks; without one, none are asked for.
        corpus: the folder of documents that the index is built from.
        library: file of the names and hashed passwords of librarians; without one, no Library tab.
    """

    host: str = HOST
    port: int = PORT
    allowed_hosts: tuple[str, ...] = ()
    login: Path | None = None
    has_api: bool = False
    feedback: Path | None = None
    corpus: Path = Path("corpus")
    library: Path | None = None


@dataclass(frozen=True, slots=True)
class Lasting:
    """What goes on while one index takes over from another."""

    index: Path
    conversations: Conversations
    desk: Desk | None


def serve(index: Path, settings: Settings) -> None:
    """Serve until stopped; answers under way are finished first.

    Raises:
        ServerUnavailable: it cannot be served as asked.
        IndexUnavailable: there is no index that can be asked.
    """
    _check(settings)
    allow_connections()
    listening = listen(settings.host, settings.port)
    port = listening.getsockname()[1]
    with contextlib.closing(listening), contextlib.ExitStack() as leaving:
        desk = _desk(index, settings)
        if desk is not None:
            leaving.callback(desk.close)
        app = guarded(index, settings, desk)
        print(f"Ready on {address(settings.host, port)} (Ctrl+C stops it)", flush=True)
        # A build would keep its page's answer open, and the server from stopping.
        Server(app, desk.close if desk else None).run_until_stopped(listening)


def _desk(index: Path, settings: Settings) -> Desk | None:
    if settings.library is None:
        return None
    # Here, not above: it loads what reads documents and builds.
    from assistant.views.web.librarian.desk import Desk

    return Desk(settings.corpus, index, Login.read(settings.library))


def guarded(index: Path, settings: Settings, desk: Desk | None = None) -> Guard:
    """Make the whole application, guard outermost.

    Args:
        index: the index folder.
        settings: how to serve.
        desk: what the Library tab works on; without one there is none.
    """
    uploads = None
    if desk is not None:
        from assistant.views.web.librarian.uploads import Uploads

        uploads = Uploads(desk)
    lasting = Lasting(index, Conversations(), desk)
    live = LiveApplication(
        index, lambda assistant: asyncio.run(application(assistant, settings, lasting))
    )
    if desk is not None:
        desk.takeover.serving = live
    return Guard(
        live,
        allowed_hosts=settings.allowed_hosts,
        has_api=settings.has_api,
        login=Login.read(settings.login) if settings.login else None,
        uploads=uploads,
    )


async def application(assistant: Assistant, settings: Settings, lasting: Lasting) -> Starlette:
    """Make the application of one index: monitors' routes, the JSON interface, the page.

    Inside an event loop: outside of one, Gradio leaves two open for each page.
    """
    # Here, not above: gradio is slow to import, and a wrong --host should be told at once.
    from assistant.views.render import wording
    from assistant.views.render.edition import Edition
    from assistant.views.render.notices import frame
    from assistant.views.web.api.api import Interface
    from assistant.views.web.guard.inputs import KnownCalls
    from assistant.views.web.page.feedback import FeedbackFile
    from assistant.views.web.page.page import create_page
    from assistant.views.web.serve.serving import application as page_application

    kept = FeedbackFile(settings.feedback, assistant.index.id) if settings.feedback else None
    page = create_page(
        assistant,
        kept,
        lasting.conversations,
        latest=partial(_latest_changes, settings.corpus, lasting.index, assistant.index.id),
        library=_library_tab(lasting.desk) if lasting.desk is not None else None,
    )
    edition = Edition(assistant.index)
    inner = page_application(page, lambda: frame(edition, wording.today()))

    async def alive(_request: Request) -> Response:
        return JSONResponse({"status": "alive"})

    async def ready(_request: Request) -> Response:
        return JSONResponse({"status": "ready", "index": assistant.index.id})

    @contextlib.asynccontextmanager
    async def running(_app: Starlette) -> AsyncIterator[None]:
        async with inner.router.lifespan_context(inner):
            yield
        page.close(verbose=False)
        _forget_functions()

    return Starlette(
        routes=[
            Route(ALIVE, alive),
            Route(READY, ready),
            *(Interface(assistant).routes() if settings.has_api else ()),
            Mount("/", KnownCalls(inner, page)),
        ],
        lifespan=running,
    )


def _latest_changes(corpus: Path, index: Path, build_id: str) -> Changes | None:
    # Here, not above: few look, and it loads what reads documents and builds.
    from assistant.library import latest_changes

    return latest_changes(corpus, index, build_id)


def _library_tab(desk: Desk) -> Callable[..., None]:
    from assistant.views.web.page.library_tab import LibraryView, build

    return partial(build, LibraryView(desk))


def _forget_functions() -> None:
    """Let go of an application that has stopped.

    FastAPI remembers thousands of functions that it has looked at; they hold their page, its
    queue, and an index of tens of megabytes.
    """
    from fastapi.dependencies import models

    for remembered in vars(models).values():
        if hasattr(remembered, "cache_clear"):
            remembered.cache_clear()


def _check(settings: Settings) -> None:
    if not 0 <= settings.port <= 65_535:
        raise ServerUnavailable(f"there is no port {settings.port}; choose one of 1024 to 65535")
    for name in settings.allowed_hosts:
        if not _HOST_NAME.fullmatch(name):
            raise ServerUnavailable(
                f"{name!r} is not a host name; write it as in guidance.trust.nhs.uk"
            )
    if not _is_loopback(settings.host) and not settings.allowed_hosts:
        raise ServerUnavailable(
            f"{settings.host} can be reached from other machines: name the hosts that browsers may "
            "call this server by, as in --allow-host guidance.trust.nhs.uk"
        )


def _is_loopback(host: str) -> bool:
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host in LOOPBACK_NAMES
