"""A conversation down the page: earlier answers folded to a line each, the newest open; and its start."""

from typing import NamedTuple

from assistant.domain import Response
from assistant.views.render.answer import Setting
from assistant.views.render.markup import Template

_PAGE = Template("conversation.html")
conversation, start = _PAGE.conversation, _PAGE.start


class Exchange(NamedTuple):
    """A question with what it got, and how it was asked."""

    response: Response
    setting: Setting
