"""The guard in front of the page: what does not belong to this tool is not let in.

Wraps the whole application, because Gradio's own layers answer before any middleware given to it.
Knows hosts, routes, origins, sizes and logins; nothing of questions, answers or the index.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.views.web.guard import headers, journal
from assistant.views.web.guard.bodies import CLOSE, Refusal, Taker, whole
from assistant.views.web.guard.calls import JOIN, SESSION_ENDS, parsed, read_call
from assistant.views.web.guard.login import Login
from assistant.views.web.guard.routes import LIBRARY_FILE, OPEN_TO_ALL, Route, route_for

# The longest question that the page takes, each character of it written as %F0%9F%98%80.
_MAX_QUERY = 16 * 1024
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})


class Guard:
    """Lets in what the page and the interface need, and sends answers out with strict headers."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        allowed_hosts: Iterable[str] = (),
        has_api: bool = False,
        login: Login | None = None,
        uploads: Taker | None = None,
    ) -> None:
        """Take what is guarded.

        Args:
            app: answers what is let in.
            allowed_hosts: names by which browsers may call this server, beside loopback's.
            has_api: whether the routes of the JSON interface are open.
            login: who may come in; without it, everyone who reaches the port.
            uploads: takes in the files of librarians; without it there is no route for them.
        """
        self._app = app
        self._hosts = LOOPBACK_NAMES | {host.lower() for host in allowed_hosts}
        self._has_api = has_api
        self._login = login
        self._uploads = uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await self._guarded(scope, receive, send)

    async def _guarded(self, scope: Scope, receive: Receive, send: Send) -> None:
        strict = headers.Strict(
            send,
            scope["path"],
            secrets.token_urlsafe(16),
            gzips=headers.gzips(scope["headers"]),
        )
        try:
            route = await self._let_in(scope)
            if self._uploads and scope["path"] == LIBRARY_FILE:
                await (await self._uploads.take(scope, receive))(scope, receive, strict)
                return
            body = await whole(scope, receive) if route.takes_body else b""
            if scope["path"] == JOIN:
                body = _cleaned(scope, body)
            elif scope["path"] in SESSION_ENDS:
                _check_object(body)
            inner = {**scope, "headers": headers.kept(scope["headers"], route, len(body))}
            if route.is_page:
                # The page's script sends it with its first call; Gradio takes it for pages of its own.
                inner["query_string"] = b""
            await self._app(inner, _Replay(body, receive), strict)
        except Refusal as refusal:
            await refusal.response()(scope, receive, strict)
        except Exception as error:  # noqa: BLE001  the outermost door: the log may hold no question
            journal.note(error)
            if not strict.has_started:
                await Refusal(500, "This did not work; please try again.").response()(
                    scope, receive, strict
                )

    async def _let_in(self, scope: Scope) -> Route:
        """Find the request's route.

        Raises:
            Refusal: it is not let in.
        """
        given = headers.single(scope["headers"])
        if "transfer-encoding" in given and "content-length" in given:
            # Source: RFC 9112, 6.3: a proxy may have read another end of this request than we do.
            raise Refusal(400, "The request states its length in two ways.", CLOSE)
        if _name(given.get("host", "")) not in self._hosts:
            raise Refusal(421, "This server does not answer to that name.")
        route = route_for(
            scope["path"], has_api=self._has_api, has_library=self._uploads is not None
        )
        if route is None:
            raise Refusal(404, "There is nothing here.")
        if scope["method"] not in route.methods:
            raise Refusal(405, "Not in this way.", (("Allow", ", ".join(sorted(route.methods))),))
        if len(scope["query_string"]) > _MAX_QUERY:
            raise Refusal(414, "That address is too long.")
        _check_site(scope["method"], route, given)
        if self._login and scope["path"] not in OPEN_TO_ALL:
            client = scope["client"][0] if scope.get("client") else ""
            if denied := await self._login.denied(given.get("authorization", ""), client):
                raise denied
        return route


def _check_site(method: str, route: Route, given: dict[str, str]) -> None:
    """Refuse what another site's page sends; a link from elsewhere to the page is welcome."""
    origin = given.get("origin")
    if origin is not None and origin.partition("://")[2].lower() != given["host"].lower():
        raise Refusal(403, "Another site may not send this.")
    site = given.get("sec-fetch-site", "none")
    follows_link = (
        route.is_page
        and method == "GET"
        and given.get("sec-fetch-mode") == "navigate"
        and given.get("sec-fetch-dest") == "document"
    )
    if site not in ("same-origin", "none") and not follows_link:
        raise Refusal(403, "Another site may not ask for this.")


def _name(host: str) -> str:
    """Take the port off a Host header's value."""
    name, colon, port = host.lower().rpartition(":")
    return name if colon and port.isdecimal() else host.lower()


def _cleaned(scope: Scope, body: bytes) -> bytes:
    """Check a call of one of the page's functions, and note it for the floors behind.

    Raises:
        Refusal: it is not a call.
    """
    call = read_call(body)
    if call is None:
        raise Refusal(422, "That is not a call of this page.")
    scope["call"] = call
    return call.body


def _check_object(body: bytes) -> None:
    """Check what a page says when it is left.

    Raises:
        Refusal: it says nothing that can be read.
    """
    if not isinstance(parsed(body), dict):
        raise Refusal(422, "That is not a call of this page.")


class _Replay:
    """Hands a body on that was taken in already, then whatever else the server says."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._body: bytes | None = body
        self._receive = receive

    async def __call__(self) -> Message:
        if self._body is None:
            return await self._receive()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}
