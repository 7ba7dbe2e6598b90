"""The guard in front of the page: what does not belong to this tool is not let in.

Wraps the whole application, because Gradio's own layers answer before any middleware given to it.
Knows hosts, routes, origins, sizes and logins; nothing of questions, answers or the index.
"""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.views.web.guard import headers, journal
from assistant.views.web.guard.bodies import CLOSE, Refusal, Taker, replayed, whole
from assistant.views.web.guard.headers import NONCE
from assistant.views.web.guard.login import Login
from assistant.views.web.guard.routes import LIBRARY_FILE, OPEN_TO_ALL, Route, route_for

# The longest question that the page takes, each character of it written as %F0%9F%98%80.
_MAX_QUERY = 16 * 1024
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})


@dataclass
class Guard:
    """Lets in what the page and the interface need, and sends answers out with strict headers.

    Attributes:
        app: answers what is let in.
        allowed_hosts: names by which browsers may call this server, beside loopback's.
        has_api: whether the routes of the JSON interface are open.
        login: who may come in; without it, everyone who reaches the port.
        uploads: takes in the files of librarians; without it there is no route for them.
    """

    app: ASGIApp
    allowed_hosts: Iterable[str] = ()
    has_api: bool = False
    login: Login | None = None
    uploads: Taker | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await self._guarded(scope, receive, send)

    async def _guarded(self, scope: Scope, receive: Receive, send: Send) -> None:
        nonce = secrets.token_urlsafe(16)
        strict = headers.Strict(send, scope["path"], nonce)
        try:
            route = await self._let_in(scope)
            if self.uploads and scope["path"] == LIBRARY_FILE:
                await (await self.uploads(scope, receive))(scope, receive, strict)
                return
            body = await whole(scope, receive) if "POST" in route.methods else b""
            passed = headers.kept(scope["headers"], route, len(body))
            inner = {**scope, "headers": passed, NONCE: nonce}
            if route.is_page:
                # The page's script sends it with its first call; Gradio takes it for pages of its own.
                inner["query_string"] = b""
            await self.app(inner, replayed(body, receive), strict)
        except Refusal as refusal:
            await refusal.response()(scope, receive, strict)
        except Exception as error:  # noqa: BLE001  the outermost door: the log may hold no question
            journal.note(error)
            if not strict.has_started:
                fault = Refusal(500, "This did not work; please try again.")
                await fault.response()(scope, receive, strict)

    async def _let_in(self, scope: Scope) -> Route:
        """Find the request's route; raise Refusal if it is not let in."""
        given = headers.single(scope["headers"])
        if "transfer-encoding" in given and "content-length" in given:
            # Source: RFC 9112, 6.3: a proxy may have read another end of this request than we do.
            raise Refusal(400, "The request states its length in two ways.", CLOSE)
        # A Host header with its port, or without.
        host = re.sub(r":\d+$", "", given.get("host", "").lower())
        if host not in LOOPBACK_NAMES | {name.lower() for name in self.allowed_hosts}:
            raise Refusal(421, "This server does not answer to that name.")
        route = route_for(scope["path"], has_api=self.has_api, has_library=self.uploads is not None)
        if route is None:
            raise Refusal(404, "There is nothing here.")
        if scope["method"] not in route.methods:
            raise Refusal(405, "Not in this way.", (("Allow", ", ".join(sorted(route.methods))),))
        if len(scope["query_string"]) > _MAX_QUERY:
            raise Refusal(414, "That address is too long.")
        _check_site(scope["method"], route, given)
        if self.login and scope["path"] not in OPEN_TO_ALL:
            client = scope["client"][0] if scope.get("client") else ""
            if denied := await self.login.denied(given.get("authorization", ""), client):
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
