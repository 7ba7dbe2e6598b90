"""What each document says on a topic, side by side, or plainly that it says nothing."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.domain import Abstention, Answer, Citation, DocumentEntry, Response
from assistant.views.render import places, quotes, wording
from assistant.views.render.edition import Edition
from assistant.views.render.elements import NOTHING, Html, button, element


def comparison(response: Response, edition: Edition) -> Html:
    """Give every document of the index its own column."""
    columns = (_column(entry, response, edition) for entry in edition.documents)
    return element(
        "div",
        element("h2", response.read_as or response.question, class_="question"),
        element("p", _overview(response, edition), role="status", class_="count"),
        element("div", *columns, class_="sides"),
        class_="comparison",
    )


def _overview(response: Response, edition: Edition) -> str:
    if isinstance(response, Abstention):
        return "None of the documents answers this."
    answering = wording.documents_of(response)
    names = [entry.short_title for entry in edition.documents if entry.id in answering]
    silent = [entry.short_title for entry in edition.documents if entry.id not in answering]
    said = f"{wording.list_of(names)} {'answers' if len(names) == 1 else 'answer'} this"
    unsaid = f"{wording.list_of(silent)} {'does' if len(silent) == 1 else 'do'} not"
    return f"{said}; {unsaid}." if silent else f"{said}."


def _column(entry: DocumentEntry, response: Response, edition: Edition) -> Html:
    answering = response.citations if isinstance(response, Answer) else ()
    said = [c for c in answering if c.document_id == entry.id]
    near = [c for c in response.related if c.document_id == entry.id]
    numbers = (
        [
            r.recommendation.number
            for r in response.recommendations
            if r.recommendation.document_id == entry.id
        ]
        if isinstance(response, Answer)
        else []
    )
    silence = f"{entry.short_title} says nothing that answers this."
    return element(
        "div",
        element("h3", f"{entry.short_title} ({entry.published})"),
        element("p", f"{entry.publisher}", class_="hint"),
        element("p", f"Recommendations: {', '.join(numbers)}") if numbers else NOTHING,
        _quotes(said, edition) if said or numbers else element("p", silence, class_="silence"),
        _near(near, edition),
        class_="side",
    )


def _quotes(citations: Iterable[Citation], edition: Edition) -> Html:
    return element("ul", *(_quote(c, edition) for c in citations), class_="quotes", role="list")


def _near(citations: list[Citation], edition: Edition) -> Html:
    if not citations:
        return NOTHING
    return element(
        "details",
        element("summary", "Nearest passages, which do not answer this"),
        _quotes(citations, edition),
        class_="related",
    )


def _quote(citation: Citation, edition: Edition) -> Html:
    return element(
        "li",
        quotes.shown(citation.quote),
        element("p", places.in_words(citation, edition), class_="place"),
        element(
            "p", button("Show in document", "read", places.of_citation(citation)), class_="actions"
        ),
    )
