"""What frames the page and is there before its parts are: name, warnings, a box to ask in, foot."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from assistant.ask import MAX_QUESTION
from assistant.views.render import wording
from assistant.views.render.edition import Edition
from assistant.views.render.elements import NOTHING, Html, joined, tag


class Frame(NamedTuple):
    """The page's title, and markup before its parts and after them."""

    head: Html
    above: Html
    below: Html


def frame(edition: Edition, today: date) -> Frame:
    """Frame the page."""
    return Frame(
        tag.title(wording.TITLE),
        joined(
            tag.a("Skip to the question", href="#early-box", class_="skip"),
            tag.header(
                tag.h1(wording.TITLE),
                tag.p(wording.PURPOSE),
                tag.div(banner(edition, today), id="warnings"),
            ),
            tag.main(
                tag.p(wording.LOADING, id="loading"),
                tag.noscript(tag.p(wording.NO_SCRIPT)),
                _early_box(),
                id="early",
            ),
            _sentences(),
        ),
        tag.footer(*_origin(edition)),
    )


def renewed(edition: Edition, today: date) -> Html:
    """Give what of the frame an index changes, for the page's script to put in its place."""
    warnings = tag.div(banner(edition, today), class_="warnings")
    return tag.div(warnings, tag.div(*_origin(edition), class_="origin"))


def banner(edition: Edition, today: date) -> Html:
    """Warn of an index that stands in for a damaged one, and of documents past their review date."""
    warnings = (*wording.standing_in(edition), *wording.overdue(edition, today))
    if not warnings:
        return NOTHING
    lines = (tag.p(tag.strong("Please note: "), warning) for warning in warnings)
    return tag.div(*lines, class_="banner")


def _early_box() -> Html:
    """Take a question before the page's parts are there; its script hands it on to theirs."""
    unshared = {"autocomplete": "off", "spellcheck": "false", "autocorrect": "off"}
    return tag.div(
        tag.p(role="status"),
        tag.label(tag.strong(wording.ASK), tag.span(wording.NO_PATIENTS), for_="early-box"),
        tag.textarea(id="early-box", rows="1", **unshared),
        tag.button("Ask", type="button"),
        class_="early-row",
        role="search",
        **{"aria-label": wording.ASK},
    )


def _origin(edition: Edition) -> tuple[Html, Html]:
    """State where everything on the page comes from."""
    texts = "; ".join(f"{e.short_title} ({e.publisher}, {e.published})" for e in edition.documents)
    return tag.p(f"{texts}. Index {edition.index.id}."), tag.p(wording.NOT_ADVICE)


def _sentences() -> Html:
    """Hand the page's script what it says when the server cannot."""
    return tag.div(
        tag.p(wording.SERVER_GONE, id="say-gone"),
        tag.p(wording.NOT_TAKEN, id="say-busy"),
        tag.p(wording.ASKED_EARLY, id="say-early"),
        tag.p(wording.TOO_LONG, id="say-long", title=str(MAX_QUESTION)),
        hidden=True,
    )
