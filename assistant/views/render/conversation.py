"""A conversation down the page: earlier answers folded to a line each, the newest open; and its start."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import NamedTuple

from assistant.domain import Response
from assistant.views.render import wording
from assistant.views.render.answer import Setting, answer
from assistant.views.render.cards import chart
from assistant.views.render.edition import Edition
from assistant.views.render.elements import Html, button, tag, unseen


class Exchange(NamedTuple):
    """A question with what it got, and how it was asked."""

    response: Response
    setting: Setting


def conversation(
    name: str, exchanges: Sequence[Exchange], edition: Edition, *, opened: Collection[int] = ()
) -> Html:
    """Show a conversation.

    Args:
        name: what it is called in the page's address; the page's script reads it from the markup.
        exchanges: the oldest first; there is one at least.
        opened: places of the earlier ones that are open.
    """
    *earlier, newest = exchanges
    return tag.div(
        tag.span(wording.title(newest.response), class_="page-title"),
        *(_earlier(at, old, edition, at in opened) for at, old in enumerate(earlier)),
        tag.section(
            tag.h2(unseen("Your question: "), newest.response.question, class_="question"),
            answer(newest.response, edition, newest.setting),
            class_="turn newest",
            tabindex="-1",
        ),
        class_="conversation",
        id=f"conversation-{name}",
    )


def _earlier(at: int, exchange: Exchange, edition: Edition, is_open: bool) -> Html:
    """Fold a question and its answer to two lines; what is within comes when it is opened."""
    response = exchange.response
    asked = (unseen("Earlier question: "), response.question)
    setting = replace(exchange.setting, is_newest=False)
    body = [answer(response, edition, setting)] if is_open else []
    return tag.details(
        tag.summary(
            tag.span(*asked, class_="asked"), tag.span(wording.line(response), class_="got")
        ),
        *body,
        class_="turn" if is_open else "turn folded",
        id=f"turn-{at}",
        open=is_open,
    )


def start(edition: Edition, examples: Sequence[tuple[str, str]]) -> Html:
    """Show what there is to ask: the recommendations as a picture, and a question for each role."""
    asked = (
        tag.li(tag.span(role), button(question, "ask", question, class_="suggestion"))
        for role, question in examples
    )
    return tag.div(
        tag.h2("Ask in your own words, for example", class_="examples-title"),
        tag.ul(*asked, role="list", class_="examples"),
        chart(edition),
        class_="start",
    )
