"""A response as the page shows it, how it was asked for, and the conversation that it stands in."""

from dataclasses import dataclass
from typing import NamedTuple

from assistant.domain import DocumentId, Response
from assistant.views.render.edition import Edition
from assistant.views.render.markup import Html, Template

_PAGE = Template("answer.html")
quote = _PAGE.quote
_CONVERSATION = Template("conversation.html")
conversation, start = _CONVERSATION.conversation, _CONVERSATION.start


@dataclass(frozen=True, slots=True)
class Setting:
    """How a question was asked, and what may be done with its answer.

    Attributes:
        as_written: whether the person undid how the question was read.
        document: the one that it was kept to; empty for any.
        is_newest: whether it can be asked again in another way: only the last of a conversation can.
        takes_feedback: whether remarks are kept, and so asked for.
    """

    as_written: bool = False
    document: DocumentId = ""
    is_newest: bool = True
    takes_feedback: bool = False


class Exchange(NamedTuple):
    """A question with what it got, and how it was asked."""

    response: Response
    setting: Setting


def answer(response: Response, edition: Edition, setting: Setting | None = None) -> Html:
    """Show what a question gets."""
    return _PAGE.answer(response, edition, setting or Setting())
