"""Which headers come in, and which go out; what the page's markup may load.

Source: OWASP Secure Headers Project; tests/server/test_headers.py.
"""

from collections.abc import Iterable
from typing import TypeAlias

from starlette.types import Message, Send

from assistant.views.web.guard.routes import Route, route_for

RawHeaders: TypeAlias = list[tuple[bytes, bytes]]
# Where the scope of a request says by which nonce the scripts of its answer may run.
NONCE = "nonce"

# What the floors behind may know of a request. X-Forwarded-*, cookies and passwords are not here.
_KEPT = frozenset(b"host accept content-type if-none-match if-modified-since range origin".split())
_DROPPED = (b"access-control-", b"server", b"x-powered-by", b"set-cookie", b"cache-control")

_ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
_NO_CONTENT = b"default-src 'none'; frame-ancestors 'none'"
# Of an answer without content, and of one that says that there is none.
STRICT = (*_ALWAYS, (b"content-security-policy", _NO_CONTENT), (b"cache-control", b"no-store"))
# Gradio sets styles on elements, hence unsafe-inline for styles; scripts need the nonce or a file
# of this server.
_PAGE = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; manifest-src 'self'; "
    "base-uri 'self'; form-action 'none'; frame-ancestors 'none'"
)


def single(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Give headers by name; of one that is given twice, both, so that it equals nothing known."""
    found: dict[str, str] = {}
    for key, value in raw:
        name, text = key.decode("latin-1").lower(), value.decode("latin-1")
        found[name] = f"{found[name]}, {text}" if name in found else text
    return found


def kept(raw: RawHeaders, route: Route, length: int) -> RawHeaders:
    """Take the headers that are passed on, with the true length of the body."""
    passed = [(key, value) for key, value in raw if key.lower() in _KEPT]
    if "POST" in route.methods:
        passed.append((b"content-length", str(length).encode()))
    if not route.is_page:
        # The page itself is changed on its way out, so it must come uncompressed.
        passed += [(key, value) for key, value in raw if key.lower() == b"accept-encoding"]
    return passed


class Strict:
    """Sends a response with strict headers; in a page only scripts with the nonce may run."""

    def __init__(self, send: Send, path: str, nonce: str) -> None:
        route = route_for(path, has_api=True)
        self._is_kept = bool(route and route.is_kept)
        self._send, self._nonce = send, nonce
        self.has_started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.has_started = True
            message = {**message, "headers": self._headers(message)}
        await self._send(message)

    def _headers(self, message: Message) -> RawHeaders:
        lowered = ((key.lower(), value) for key, value in message["headers"])
        given = [(key, value) for key, value in lowered if not key.startswith(_DROPPED)]
        kind = next((value for key, value in given if key == b"content-type"), b"")
        is_page = kind.startswith(b"text/html")
        policy = _PAGE.format(nonce=self._nonce).encode() if is_page else _NO_CONTENT
        is_kept = self._is_kept and message["status"] in (200, 206, 304)
        keeping = b"private, max-age=86400" if is_kept else b"no-store"
        added = ((b"content-security-policy", policy), (b"cache-control", keeping))
        return [*given, *_ALWAYS, *added]
