"""Changes the markup that Gradio serves: puts the page's frame around its parts, takes out what is not ours.

Gradio gives no way to write into the body of its page, so this is the one module that knows how that
page is written. Its settings stand in it as JSON with "<" escaped: no text can pose as a tag.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.views.render.markup import Html
from assistant.views.web.guard.headers import NONCE

_TAKEN_OUT = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (
        # What other sites would show of this page, and an application to install.
        rb"<meta\s+(?:property=\"og:|name=\"twitter:)[^>]*>",
        rb"<link rel=\"manifest\"[^>]*>",
        # Sent with the other styles, see bundle.py.
        rb"<link rel=\"stylesheet\" crossorigin href=\"\./assets/index-[^>]*>",
        # A script for pages inside pages, which the policy forbids.
        rb"<script>\s*\(\(\) => \{\s*const root = (?:(?!</script>).)*iframeResizer(?:(?!</script>).)*</script>",
    )
)

_SCRIPT = re.compile(rb"<script(?=[\s>])")
# Of these Gradio's script puts an address together, and asks for it unless it is named already.
_THEME = re.compile(rb'"theme_hash":"(\w+)".*"root":"([^"]*)"')


@dataclass
class Framed:
    """Serves Gradio's page in today's frame, head and behind at their places; everything else as it comes."""

    app: ASGIApp
    frame: Callable[[], tuple[Html, Html, Html]]
    head: str
    behind: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or (scope["path"], scope["method"]) != ("/", "GET"):
            await self.app(scope, receive, send)
            return
        sent: list[Message] = []

        async def gather(message: Message) -> None:
            sent.append(message)

        await self.app(scope, receive, gather)
        # A client for tests is told something before the answer starts.
        start = next(message for message in sent if message["type"] == "http.response.start")
        page = self._framed(b"".join(message.get("body", b"") for message in sent))
        page = _SCRIPT.sub(f'<script nonce="{scope[NONCE]}"'.encode(), page)
        headers = MutableHeaders(raw=[*start["headers"]])
        del headers["content-length"]
        await Response(page, start["status"], headers)(scope, receive, send)

    def _framed(self, page: bytes) -> bytes:
        for pattern in _TAKEN_OUT:
            page = pattern.sub(b"", page)
        head, above, below = (part.encode() for part in self.frame())
        page = page.replace(b"</head>", head + self.head.encode() + b"</head>", 1)
        # Script and styles come behind the first words, which would wait for them.
        theme = _THEME.search(page)
        link = b'<link rel="stylesheet" href="%b/theme.css?v=%b">'
        first = above + self.behind.encode() + (link % theme.group(2, 1) if theme else b"")
        page = page.replace(b"<gradio-app", first + b"<gradio-app", 1)
        return page.replace(b"</gradio-app>", b"</gradio-app>" + below, 1)
