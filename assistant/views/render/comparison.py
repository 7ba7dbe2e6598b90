"""What each document says on a topic, side by side, or plainly that it says nothing."""

from collections.abc import Iterable, Mapping

from assistant.domain import Answer, Citation, DocumentEntry, DocumentId, Response
from assistant.views.render import citing, quotes, wording
from assistant.views.render.edition import Edition
from assistant.views.render.elements import NOTHING, Html, folded, tag

NONE_ANSWERS = "None of the documents answers this."
_NEAR = "Nearest passages, which do not answer this"
NOT_WEIGHED = "Whether they agree, only their words can tell: nothing here has weighed them."


def comparison(topic: str, responses: Mapping[DocumentId, Response], edition: Edition) -> Html:
    """Give every document its own column: what each, asked alone, says on a topic as it was read."""
    columns = (_column(entry, responses[entry.id], edition) for entry in edition.documents)
    return tag.div(
        tag.h2(topic, class_="question"),
        tag.p(_overview(responses, edition), role="status", class_="count"),
        tag.div(*columns, class_="sides"),
        class_="comparison",
    )


def _overview(responses: Mapping[DocumentId, Response], edition: Edition) -> str:
    """Say which documents speak and which are silent; never that they agree."""
    titles: dict[bool, list[str]] = {True: [], False: []}
    for entry in edition.documents:
        titles[isinstance(responses[entry.id], Answer)].append(entry.short_title)
    speaking, silent = titles[True], titles[False]
    if not speaking:
        return NONE_ANSWERS
    verb = "says" if len(speaking) == 1 else "say"
    said = f"The {wording.list_of(speaking)} {verb} something on this"
    if silent:
        verb = "says" if len(silent) == 1 else "say"
        said += f"; the {wording.list_of(silent)} {verb} nothing on it"
    return f"{said}. {NOT_WEIGHED}" if len(speaking) > 1 else f"{said}."


def _column(entry: DocumentEntry, response: Response, edition: Edition) -> Html:
    near = [c for c in response.related if c.document_id == entry.id]
    silence = tag.p(f"The {entry.short_title} says nothing on this.", class_="silence")
    said = _quotes(response.citations, edition) if isinstance(response, Answer) else silence
    return tag.div(
        tag.h3(f"{entry.short_title} ({entry.published})"),
        tag.p(entry.publisher, class_="hint"),
        said,
        folded(_NEAR, _quotes(near, edition), class_="related") if near else NOTHING,
        class_="side",
    )


def _quotes(citations: Iterable[Citation], edition: Edition) -> Html:
    return tag.ul(*(_quote(c, edition) for c in citations), class_="quotes", role="list")


def _quote(citation: Citation, edition: Edition) -> Html:
    number = citation.recommendation
    place = citing.in_words(citation, edition)
    return tag.li(
        tag.h4(f"Recommendation {number}") if number else NOTHING,
        quotes.shown(citation.quote),
        tag.p(place, class_="place"),
        tag.p(citing.show(citing.place_of(citation), place), class_="actions"),
    )
