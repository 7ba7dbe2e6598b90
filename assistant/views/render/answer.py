"""A response as the page shows it, how it was asked for, and the conversation that it stands in."""

from typing import NamedTuple

from assistant.domain import DocumentId, Response
from assistant.views.render.markup import Template

answer = Template("answer.html").answer
_CONVERSATION = Template("conversation.html")
conversation, start = _CONVERSATION.conversation, _CONVERSATION.start


class Exchange(NamedTuple):
    """A question with what it got, how it was asked, and what may be done with its answer.

    Attributes:
        as_written: whether the person undid how the question was read.
        document: the one that it was kept to; empty for any.
        is_newest: whether it can be asked again in another way: only the last of a conversation can.
        takes_feedback: whether remarks are kept, and so asked for.
    """

    response: Response
    as_written: bool = False
    document: DocumentId = ""
    is_newest: bool = True
    takes_feedback: bool = False
