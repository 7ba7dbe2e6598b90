"""What frames the page and is there before its parts are: name, warnings, words while it loads, foot."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from assistant.ask import MAX_QUESTION
from assistant.views.render import wording
from assistant.views.render.edition import Edition
from assistant.views.render.elements import NOTHING, Html, joined, tag


class Frame(NamedTuple):
    """Markup before the page's parts, and after them."""

    above: Html
    below: Html


def frame(edition: Edition, today: date) -> Frame:
    """Frame the page."""
    return Frame(
        joined(
            tag.a("Skip to the question", href="#question", class_="skip"),
            tag.header(tag.h1(wording.TITLE), tag.p(wording.PURPOSE), banner(edition, today)),
            tag.p(wording.LOADING, id="loading", role="status"),
            tag.noscript(tag.p(wording.NO_SCRIPT)),
        ),
        joined(_foot(edition), _sentences()),
    )


def banner(edition: Edition, today: date) -> Html:
    """Warn of an index that stands in for a damaged one, and of documents past their review date."""
    warnings = (*wording.standing_in(edition), *wording.overdue(edition, today))
    if not warnings:
        return NOTHING
    lines = (tag.p(tag.strong("Please note: "), warning) for warning in warnings)
    return tag.div(*lines, class_="banner")


def _foot(edition: Edition) -> Html:
    """State where everything on the page comes from."""
    texts = "; ".join(f"{e.short_title} ({e.publisher}, {e.published})" for e in edition.documents)
    return tag.footer(tag.p(f"{texts}. Index {edition.index.id}."), tag.p(wording.NOT_ADVICE))


def _sentences() -> Html:
    """Hand the page's script what it says when the server cannot."""
    return tag.div(
        tag.p(wording.SERVER_GONE, id="say-gone"),
        tag.p(wording.TOO_LONG, id="say-long", title=str(MAX_QUESTION)),
        hidden=True,
    )
