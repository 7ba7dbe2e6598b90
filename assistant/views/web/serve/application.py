"""Makes the application of one index: monitors' routes, the JSON interface, and the page as Gradio serves it.

No analytics, no API of Gradio's, no uploads, nothing recorded.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr
from fastapi import FastAPI
from fastapi.dependencies import models
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route

from assistant.ask import MAX_QUESTION, Assistant
from assistant.errors import InvalidQuestion, InvalidRequest
from assistant.views.render import wording
from assistant.views.render.edition import Edition
from assistant.views.render.markup import Html, notices
from assistant.views.web.api.api import Interface, refused
from assistant.views.web.guard.bodies import Refusal
from assistant.views.web.guard.calls import KnownCalls
from assistant.views.web.guard.routes import ALIVE, READY
from assistant.views.web.page import bundle
from assistant.views.web.page.conversation import Conversations
from assistant.views.web.page.feedback import FeedbackFile
from assistant.views.web.page.framing import Framed
from assistant.views.web.page.page import create_page
from assistant.views.web.page.theme import FRAME, SCRIPTS, STYLE, theme
from assistant.views.web.serve import Settings

if TYPE_CHECKING:
    from assistant.comparing.changes import Changes
    from assistant.views.web.librarian.desk import Desk


async def application(
    assistant: Assistant,
    conversations: Conversations,
    desk: Desk | None,
    index: Path,
    settings: Settings,
) -> Starlette:
    """Make the application of one index.

    Inside an event loop: outside of one, Gradio leaves two open for each page.

    Args:
        conversations: what goes on while one index takes over from another; so does the desk.
        desk: what the Library tab works on; without one there is none.
    """
    edition = Edition(assistant.index)

    def latest() -> Changes | None:
        # Here, not above: few look, and it loads what reads documents and builds.
        from assistant.library import latest_changes

        return latest_changes(settings.corpus, index, edition.index.id)

    library = None
    if desk is not None:
        from assistant.views.web.page.library_tab import LibraryView, build

        library = partial(build, LibraryView(desk))
    kept = FeedbackFile(settings.feedback, edition.index.id) if settings.feedback else None
    page = create_page(assistant, kept, conversations, latest=latest, library=library)
    inner = _framed(page, edition)

    @contextlib.asynccontextmanager
    async def running(_app: Starlette) -> AsyncIterator[None]:
        async with inner.router.lifespan_context(inner):
            yield
        page.close(verbose=False)
        _forget_functions()

    api = Interface(assistant).routes() if settings.has_api else ()
    # What never changes is its own endpoint.
    alive = JSONResponse({"status": "alive"})
    ready = JSONResponse({"status": "ready", "index": edition.index.id})
    own = (Route(ALIVE, alive), Route(READY, ready))
    routes = [*own, *api, Mount("/", KnownCalls(inner, page))]
    faults = dict.fromkeys((Refusal, InvalidQuestion, InvalidRequest), refused)
    return Starlette(routes=routes, lifespan=running, exception_handlers=faults)


def _framed(page: gr.Blocks, edition: Edition) -> FastAPI:
    """Serve a page's parts in their frame, as of today."""
    outer = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    kinds = {block.get_block_name() for block in page.blocks.values()}
    head = f"{bundle.HEAD}<style>{FRAME.read_text(encoding='utf-8')}</style>{bundle.early(kinds)}"
    script = "".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
    strictly = f"<script>(() => {{ 'use strict';\n{script} }})();</script>"
    behind = strictly + bundle.serve_styles(outer)

    def frame() -> tuple[Html, Html, Html]:
        """Give its title, and the markup before its parts and after them, as of today."""
        above = notices.above(edition, wording.today(), MAX_QUESTION)
        return notices.head(), above, notices.below(edition)

    outer.add_middleware(Framed, frame, head=head, behind=behind)
    mounted: FastAPI = gr.mount_gradio_app(
        outer,
        page,
        path="/",
        footer_links=[],
        run_history=False,
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
        allowed_paths=[],
        blocked_paths=["/"],
        show_error=False,
        max_file_size="1kb",
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        theme=theme(),
        css_paths=STYLE,
    )
    return mounted


def _forget_functions() -> None:
    """Let go of an application that has stopped.

    FastAPI remembers thousands of functions that it has looked at; they hold their page, its
    queue, and an index of tens of megabytes.
    """
    for remembered in vars(models).values():
        if hasattr(remembered, "cache_clear"):
            remembered.cache_clear()
