"""The page: its tabs, and what an address opens."""

from collections.abc import Callable, Sequence
from functools import cache, partial
from urllib.parse import parse_qs

import gradio as gr

from assistant.ask import Assistant
from assistant.comparing.changes import Changes
from assistant.views.render import changes, wording
from assistant.views.render.edition import Edition
from assistant.views.render.markup import notices
from assistant.views.render.wording import today
from assistant.views.web.page import answer, browse, compare, export, reader
from assistant.views.web.page.answer import AskView, Shown
from assistant.views.web.page.browse import BrowseView
from assistant.views.web.page.conversation import Conversations
from assistant.views.web.page.export import ExportView
from assistant.views.web.page.feedback import FeedbackFile
from assistant.views.web.page.parts import markdown, on, opening, signal, told
from assistant.views.web.page.reader import ReaderView


def create_page(
    assistant: Assistant,
    feedback: FeedbackFile | None = None,
    conversations: Conversations | None = None,
    *,
    latest: Callable[[], Changes | None] = lambda: None,
    library: Callable[[gr.Tab], None] | None = None,
) -> gr.Blocks:
    """Build the page; nothing is served yet.

    Args:
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
        outbox, renewed = (
            markdown(visible="hidden", elem_id=name) for name in ("outbox", "renewed")
        )
        # Outside the tabs: Gradio makes what is in one when it is opened, and these are pressed from others.
        opens_card, opens_document = signal("card"), signal("read")
        as_of = signal("index", edition.index.id)
        with gr.Tabs(elem_id="tabs") as tabs:
            with gr.Tab("Ask", id="ask", elem_id="tab-ask"):
                with gr.Row(elem_id="beside-row"):
                    with gr.Column(elem_id="left", min_width=0):
                        parts = answer.build(asking)
                        clear = export.build_conversation(exporting, parts.stored, outbox)
                    with gr.Column(elem_id="right", min_width=0):
                        beside = reader.build_beside(reading)
                answer.build_box(asking, parts)
            with gr.Tab("Browse", id="browse", elem_id="tab-browse"):
                opened, filters, counted = browse.build(browsing, tabs, opens_card)
                export.build_list(exporting, filters, outbox)
            with gr.Tab("My role", id="role", elem_id="tab-role"):
                role = browse.build_role(browsing)
            # The tabs that nothing else on the page needs: what lays each out, if there is it.
            news = cache(lambda: changes.news(latest()))
            others: tuple[tuple[str, str, Callable[[gr.Tab], None] | None], ...] = (
                ("Compare", "compare", partial(compare.build, assistant, edition)),
                ("Read", "read", partial(reader.build, reading, tabs, opens_document)),
                ("What changed", "news", opening("news", news)),
                ("Library", "library", library),
                ("About", "about", opening("about", lambda: notices.about(edition, today()))),
            )
            for name, id_, lay_out in others:
                if lay_out is not None:
                    with gr.Tab(name, id=id_, elem_id=f"tab-{id_}") as tab:
                        lay_out(tab)
        on([clear.click], asking.clear, [parts.stored], parts)
        if feedback is not None:
            remark = signal("feedback")
            on([remark.submit], feedback.keep, [remark], [parts.said])

        def arrived(query: str) -> tuple[object, ...]:
            given = {key: values[-1] for key, values in parse_qs(query.lstrip("?")).items()}
            q, name, rec, doc = (given.get(key, "") for key in ("q", "answer", "rec", "doc"))
            shown = told(asking.arrive, len(Shown._fields))(q, name)
            return *shown, *told(browsing.arrive, 2)(rec, doc)

        # The page's script sends the address when it is there, and after Back, Forward, and links within
        # it. Gradio's own call on loading would be one of several at once, and of these it sometimes
        # loses one.
        address = signal("address")
        on([address.submit], arrived, [address], [*parts, opened, tabs])

        follows = [renewed, as_of, parts.answer, beside, *counted, *role]

        def follow(known: str, stored: str, role: str | None, *chosen: str) -> Sequence[object]:
            """Show what of the page the index has changed since; what is open stays open."""
            if known == edition.index.id:
                return [gr.skip()] * len(follows)
            resting = (
                [gr.skip()] * 2 if stored else [asking.start().answer, notices.at_rest(edition)]
            )
            shown = notices.renewed(edition, today()), edition.index.id, *resting
            return *shown, *browsing.listed(*chosen), *browsing.role(role)

        known = [as_of, parts.stored, role[-1], *filters]
        on([tabs.change, as_of.submit], follow, known, follows)
    return page
