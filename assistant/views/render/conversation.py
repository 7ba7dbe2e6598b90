"""A conversation down the page: earlier answers folded to a line each, the newest open; and its start."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import NamedTuple

from assistant.domain import Response
from assistant.views.render.answer import Setting, answer
from assistant.views.render.edition import Edition
from assistant.views.render.markup import NOTHING, Html, Template

_PAGE = Template("conversation.html")
start = _PAGE.start


class Exchange(NamedTuple):
    """A question with what it got, and how it was asked."""

    response: Response
    setting: Setting


class _Turn(NamedTuple):
    """A question with what is shown below it; nothing while it is folded."""

    response: Response
    body: Html


def conversation(
    name: str, exchanges: Sequence[Exchange], edition: Edition, *, opened: Collection[int] = ()
) -> Html:
    """Show a conversation.

    Args:
        name: what it is called in the page's address.
        exchanges: the oldest first; there is one at least.
        opened: places of the earlier ones that are open.
    """
    *earlier, newest = exchanges
    turns = [
        _Turn(old.response, _earlier(old, edition) if at in opened else NOTHING)
        for at, old in enumerate(earlier)
    ]
    last = _Turn(newest.response, answer(newest.response, edition, newest.setting))
    return _PAGE.conversation(name, [*turns, last], edition)


def _earlier(exchange: Exchange, edition: Edition) -> Html:
    return answer(exchange.response, edition, replace(exchange.setting, is_newest=False))
