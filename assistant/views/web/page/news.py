"""The What changed tab: the index that serves against the one before it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from threading import Lock

import gradio as gr

from assistant.comparing.changes import Changes
from assistant.views.render.changes import news
from assistant.views.render.elements import Html
from assistant.views.web.page.signals import QUIET, markdown, told

Compare = Callable[[], Changes | None]


class NewsView:
    """Compares when somebody first wants to see it, then never again."""

    def __init__(self, compare: Compare) -> None:
        """Take what compares this page's index with the one before it."""
        self._compare = compare
        self._one_at_a_time = Lock()

    def shown(self) -> Html:
        """Show what has changed."""
        with self._one_at_a_time:
            return self._shown

    @cached_property
    def _shown(self) -> Html:
        return news(self._compare())


def build(view: NewsView, tab: gr.Tab) -> None:
    """Lay out the What changed tab and wire it."""
    shown = markdown(elem_id="news")
    tab.select(told(1)(view.shown), None, shown, **QUIET)
