"""The page: its tabs, and what an address opens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import gradio as gr

from assistant.ask import Assistant
from assistant.views.render import notices, wording
from assistant.views.render.edition import Edition
from assistant.views.render.elements import Html
from assistant.views.web import answer, browse, compare, conversation, export, news, reader
from assistant.views.web.answer import AskView, Shown
from assistant.views.web.browse import BrowseView
from assistant.views.web.compare import CompareView
from assistant.views.web.conversation import Conversations
from assistant.views.web.export import ExportView
from assistant.views.web.feedback import FeedbackFile
from assistant.views.web.news import Compare, NewsView
from assistant.views.web.reader import ReaderView
from assistant.views.web.signals import QUIET, markdown, signal, told


def create_page(
    assistant: Assistant,
    feedback: FeedbackFile | None = None,
    conversations: Conversations | None = None,
    *,
    latest: Compare = lambda: None,
    library: Callable[[], None] | None = None,
) -> gr.Blocks:
    """Build the page; nothing is served yet.

    Args:
        assistant: what answers.
        feedback: where people's remarks are kept; without it none are asked for.
        conversations: those so far, when the page takes over from that of another index.
        latest: compares this index with the one before it.
        library: lays out the Library tab; without it there is none.
    """
    edition = Edition(assistant.index)
    kept = conversations or Conversations()
    asking = AskView(assistant, edition, kept, takes_feedback=feedback is not None)
    browsing = BrowseView(assistant, edition)
    reading = ReaderView(edition)
    exporting = ExportView(asking, browsing, edition)
    with gr.Blocks(analytics_enabled=False, title=wording.TITLE, fill_width=True) as page:
        stored = gr.BrowserState(
            "", storage_key=conversation.STORAGE_KEY, secret=conversation.STORAGE_SECRET
        )
        outbox = gr.Markdown(visible="hidden", elem_id="outbox", latex_delimiters=[])
        opens_card, opens_document = signal("card"), signal("read")
        markdown(notices.header(), elem_id="masthead")
        banner = markdown(elem_id="banner")
        with gr.Tabs(elem_id="tabs") as tabs:
            with gr.Tab("Ask", id="ask", elem_id="tab-ask"), gr.Row(elem_id="beside-row"):
                with gr.Column(elem_id="left", min_width=0):
                    parts = answer.build(asking, edition, stored)
                    clear = export.build_conversation(exporting, stored, outbox)
                with gr.Column(elem_id="right", min_width=0):
                    reader.build_beside(reading)
            with gr.Tab("Browse", id="browse", elem_id="tab-browse"):
                listed = browse.build(browsing, tabs, opens_card)
                export.build_list(exporting, listed.filters, outbox)
            with gr.Tab("My role", id="role", elem_id="tab-role"):
                browse.build_role(browsing)
            with gr.Tab("Compare", id="compare", elem_id="tab-compare"):
                compare.build(CompareView(assistant, edition))
            with gr.Tab("Read", id="read", elem_id="tab-read"):
                reader.build(reading, edition, tabs, opens_document)
            with gr.Tab("What changed", id="news", elem_id="tab-news") as tab:
                news.build(NewsView(latest), tab)
            if library is not None:
                with gr.Tab("Library", id="library", elem_id="tab-library"):
                    library()
            with gr.Tab("About", id="about", elem_id="tab-about"):
                about = markdown(elem_id="about")
        markdown(notices.footer(edition), elem_id="foot")
        clear.click(asking.clear, stored, parts.outputs, **QUIET)
        if feedback is not None:
            _take_feedback(feedback)

        def dated() -> tuple[Html, Html]:
            today = date.today()  # noqa: DTZ011  the reader's own day
            return notices.banner(edition, today), notices.about(edition, today)

        def asked(name: object, request: gr.Request) -> Shown:
            return asking.arrive(request.query_params.get("q", ""), name)

        def opened(request: gr.Request) -> tuple[Html, object]:
            address = request.query_params
            return browsing.arrive(address.get("rec", ""), address.get("doc", ""))

        def arrived(name: object, request: gr.Request) -> tuple[object, ...]:
            # Of several calls at once Gradio's script sometimes loses one, and leaves a stream open
            # for good; a browser has six connections for all its tabs.
            return (
                *dated(),
                *told(len(Shown._fields))(asked)(name, request),
                *told(2)(opened)(request),
            )

        page.load(
            arrived,
            stored,
            [banner, about, *parts.outputs, listed.opened, tabs],
            **QUIET,
        )
    return page


def _take_feedback(feedback: FeedbackFile) -> None:
    pressed = signal("feedback")
    thanks = markdown(elem_id="thanks")
    pressed.submit(told(1)(feedback.keep), pressed, thanks, **QUIET)
