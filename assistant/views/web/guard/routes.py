"""Which addresses this server answers at; every other one is 404.

Gradio opens uploads, file and proxy reading, streams, monitoring, run history and an API beside
what its page needs. Source: tests/server/test_guard.py.
"""

import re
from dataclasses import dataclass

_READ = frozenset({"GET", "HEAD"})
_GET = frozenset({"GET"})
_POST = frozenset({"POST"})

ALIVE, READY = "/healthz", "/readyz"
# Monitors, container platforms and proxies ask these without a name or password.
OPEN_TO_ALL = frozenset({ALIVE, READY})
API = "/api/v1"
LIBRARY_FILE = "/library/file"


@dataclass(frozen=True, slots=True)
class Route:
    """One address: how it may be asked, and whether people come to it by a link."""

    methods: frozenset[str] = _GET
    is_page: bool = False
    is_kept: bool = False


_GRADIO = "/gradio_api"
# Of one of the page's functions.
CALL = f"{_GRADIO}/run/predict"
_ROUTES = {
    ALIVE: Route(_READ),
    READY: Route(_READ),
    "/": Route(_READ, is_page=True),
    "/theme.css": Route(),
    "/favicon.ico": Route(_READ),
    f"{_GRADIO}/app_id": Route(),
    f"{_GRADIO}/theme.css": Route(),
    CALL: Route(_POST),
}
# The heartbeat is missing on purpose: each tab would hold one of a browser's six connections for
# good, and the sixth tab would not load. Source: tests/faults/test_f14_crowds_and_crashes.py.
_API_ROUTES = {
    f"{API}/": Route(_READ, is_page=True),
    f"{API}/openapi.json": Route(_READ),
    f"{API}/ask": Route(_POST),
    f"{API}/recommendations": Route(_READ),
}
_ASSET = re.compile(r"/(?:assets|static)(?:/[A-Za-z0-9_@+-][A-Za-z0-9._@+-]*)+", re.ASCII)
_ASSETS = Route(_READ, is_kept=True)


def route_for(path: str, *, has_api: bool, has_library: bool = False) -> Route | None:
    """Find the route of a path, if there is one."""
    if _ASSET.fullmatch(path):
        return _ASSETS
    if path == LIBRARY_FILE:
        return Route(_POST) if has_library else None
    return _ROUTES.get(path) or (_API_ROUTES.get(path) if has_api else None)
