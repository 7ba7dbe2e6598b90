"""What each document says on a topic, side by side, or plainly that it says nothing."""

from collections.abc import Mapping, Sequence

from assistant.domain import Answer, DocumentId, Response
from assistant.views.render import wording
from assistant.views.render.edition import Edition
from assistant.views.render.markup import Html, Template

NONE_ANSWERS = "None of the documents answers this."
NOT_WEIGHED = "Whether they agree, only their words can tell: nothing here has weighed them."
_PAGE = Template("comparison.html")


def comparison(topic: str, responses: Mapping[DocumentId, Response], edition: Edition) -> Html:
    """Give every document its own column: what each, asked alone, says on a topic as it was read."""
    return _PAGE.comparison(topic, _overview(responses, edition), responses, edition)


def _overview(responses: Mapping[DocumentId, Response], edition: Edition) -> str:
    """Say which documents speak and which are silent; never that they agree."""
    titles: dict[bool, list[str]] = {True: [], False: []}
    for entry in edition.documents:
        titles[isinstance(responses[entry.id], Answer)].append(entry.short_title)
    speaking, silent = titles[True], titles[False]
    if not speaking:
        return NONE_ANSWERS
    said = f"The {wording.list_of(speaking)} {_say(speaking)} something on this"
    if silent:
        said += f"; the {wording.list_of(silent)} {_say(silent)} nothing on it"
    return f"{said}. {NOT_WEIGHED}" if len(speaking) > 1 else f"{said}."


def _say(titles: Sequence[str]) -> str:
    return "says" if len(titles) == 1 else "say"
