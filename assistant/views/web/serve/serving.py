"""Makes a page an application: no analytics, no API, no uploads, nothing recorded."""

from __future__ import annotations

from collections.abc import Callable

import gradio as gr
from fastapi import FastAPI

from assistant.views.render.notices import Frame
from assistant.views.web.page import bundle
from assistant.views.web.page.framing import Framed
from assistant.views.web.page.theme import FRAME, SCRIPTS, STYLE, theme

# More questions than this at once are told that the page is busy. Source: docs/deploy.md, load.
_MAX_WAITING = 64
# Gradio keeps 170 KB for each page that was ever opened, up to 10,000 of them: 1.7 GB. This page
# needs none of it: whatever a call needs travels with it.
_MAX_PAGES = 128


def application(page: gr.Blocks, frame: Callable[[], Frame]) -> FastAPI:
    """Make the ASGI application of a page.

    Args:
        page: its parts.
        frame: makes what frames them, as of today.
    """
    outer = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    kinds = {block.get_block_name() for block in page.blocks.values()}
    head = f"{bundle.HEAD}<style>{FRAME.read_text(encoding='utf-8')}</style>{bundle.early(kinds)}"
    script = "".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
    strictly = f"<script>(() => {{ 'use strict';\n{script} }})();</script>"
    behind = strictly + bundle.serve_styles(outer)
    outer.add_middleware(Framed, frame=frame, head=head, behind=behind)
    page.state_session_capacity = _MAX_PAGES
    page.queue(max_size=_MAX_WAITING, api_open=False, default_concurrency_limit=2)
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
