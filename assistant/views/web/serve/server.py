"""Serves the assistant: one process, one port, everything behind the guard.

Loopback only unless another host is named. TLS and single sign-on belong to the proxy in front
(docs/deploy.md). Knows how to start, listen and stop; nothing of questions or answers.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import re
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware.gzip import GZipMiddleware

from assistant.ask import Assistant
from assistant.errors import ServerUnavailable
from assistant.views.web.guard.guard import LOOPBACK_NAMES, Guard
from assistant.views.web.guard.login import Login
from assistant.views.web.page.conversation import Conversations
from assistant.views.web.serve import Settings, listening
from assistant.views.web.serve.live import LiveApplication

if TYPE_CHECKING:
    from assistant.views.web.librarian.desk import Desk

_HOST_NAME = re.compile(r"[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]", re.ASCII)


def serve(index: Path, settings: Settings) -> None:
    """Serve until stopped; answers under way are finished first.

    Raises:
        ServerUnavailable: it cannot be served as asked.
        IndexUnavailable: there is no index that can be asked.
    """
    _check(settings)
    listening.allow_connections()
    port = listening.listen(settings.host, settings.port)
    with contextlib.closing(port), contextlib.ExitStack() as leaving:
        desk = _desk(index, settings)
        if desk is not None:
            leaving.callback(desk.close)
        app = guarded(index, settings, desk)
        address = listening.address(settings.host, port.getsockname()[1])
        print(f"Ready on {address} (Ctrl+C stops it)", flush=True)
        # A build would keep its page's answer open, and the server from stopping.
        listening.Server(app, desk.close if desk else None).run_until_stopped(port)


def _desk(index: Path, settings: Settings) -> Desk | None:
    if settings.library is None:
        return None
    # Here, not above: it loads what reads documents and builds.
    from assistant.views.web.librarian.desk import Desk

    return Desk(settings.corpus, index, Login.read(settings.library))


def guarded(index: Path, settings: Settings, desk: Desk | None = None) -> GZipMiddleware:
    """Make the whole application, behind its guard, with a Library tab where there is a desk."""
    uploads = None
    if desk is not None:
        from assistant.views.web.librarian.uploads import Uploads

        uploads = Uploads(desk).take
    conversations = Conversations()

    def made(assistant: Assistant) -> Starlette:
        # Here, not above: gradio is slow to import, and a wrong --host should be told at once.
        from assistant.views.web.serve.application import application

        return asyncio.run(application(assistant, conversations, desk, index, settings))

    live = LiveApplication(index, made)
    if desk is not None:
        desk.takeover.serving = live
    login = Login.read(settings.login) if settings.login else None
    guard = Guard(live, settings.allowed_hosts, settings.has_api, login, uploads)
    # Outermost: what a page is given on its way out must come uncompressed.
    return GZipMiddleware(guard, compresslevel=6)


def _check(settings: Settings) -> None:
    named = "name the hosts that browsers may call this server by, as in --allow-host guidance.trust.nhs.uk"
    if not 0 <= settings.port <= 65_535:
        raise ServerUnavailable(f"there is no port {settings.port}; choose one of 1024 to 65535")
    for name in settings.allowed_hosts:
        if not _HOST_NAME.fullmatch(name):
            mended = "write it as in guidance.trust.nhs.uk"
            raise ServerUnavailable(f"{name!r} is not a host name; {mended}")
    if not _is_loopback(settings.host) and not settings.allowed_hosts:
        raise ServerUnavailable(f"{settings.host} can be reached from other machines: {named}")


def _is_loopback(host: str) -> bool:
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host in LOOPBACK_NAMES
