"""A response as the page shows it: the lead and the cards, then the quotes, then where it rests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never
from urllib.parse import urlencode

from assistant.domain import (
    Abstention,
    Answer,
    Citation,
    RankedRecommendation,
    Recommendation,
    Response,
)
from assistant.views.render import places, quotes, references, wording
from assistant.views.render.cards import card, marker, short_list
from assistant.views.render.edition import Edition
from assistant.views.render.elements import NOTHING, Html, button, element, joined, unseen

# More cards than this are a list to look through, not an answer to read: they are shown in brief.
_FULL_CARDS = 5

_FEEDBACK = (
    ("Useful", "useful"),
    ("Wrong recommendation", "wrong recommendation"),
    ("Wrong quote", "wrong quote"),
    ("Something is missing", "missing"),
)


# What undoing how a question was read sends; anything else does it again.
AS_WRITTEN = "as written"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Areas and statuses whose cards the reader wants to see; empty means all."""

    areas: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()

    def lets_through(self, item: Recommendation) -> bool:
        """Tell whether a recommendation is wanted."""
        return (not self.areas or item.area in self.areas) and (
            not self.statuses or item.status in self.statuses
        )


def spoken(
    response: Response,
    edition: Edition,
    narrowing: Narrowing | None = None,
    *,
    as_written: bool = False,
) -> Html:
    """Show what is announced: question, lead and cards.

    Args:
        as_written: whether the person undid how the question was read.
    """
    match response:
        case Answer():
            body = _cards(response, edition, narrowing or Narrowing())
        case Abstention():
            body = _where_to_turn(response)
        case _:
            assert_never(response)
    head = _head(response, edition, as_written=as_written)
    return element("div", head, body, class_="answer")


def evidence(response: Response, edition: Edition, *, takes_feedback: bool = False) -> Html:
    """Show what the answer rests on, and where to go on."""
    match response:
        case Answer():
            quotes = _quotes(_beside_cards(response), edition)
            related = _related(response.related, edition, wording.RELATED)
        case Abstention():
            title = wording.ELSEWHERE if response.silent else wording.NOT_ANSWERING
            quotes = _related(response.related, edition, title, is_open=True)
            related = NOTHING
        case _:
            assert_never(response)
    return element(
        "div",
        quotes,
        related,
        _next_questions(response.next_questions),
        _stamp(response, edition),
        _feedback(response) if takes_feedback else NOTHING,
        class_="evidence",
    )


def _head(response: Response, edition: Edition, *, as_written: bool) -> Html:
    tone = "lead-no" if isinstance(response, Abstention) else "lead-yes"
    return joined(
        [
            element("h2", unseen("Your question: "), response.question, class_="question"),
            _as_written() if as_written else _read_as(response),
            element(
                "div",
                _headline(response),
                element("strong", wording.label(response), class_="lead-label"),
                element("p", wording.lead(response, edition)),
                class_=f"lead {tone}",
            ),
        ]
    )


def _headline(response: Response) -> Html:
    """Show the words that answer above everything, with the number and marker of their quote."""
    if isinstance(response, Abstention) or response.headline is None:
        return NOTHING
    cited = response.citations[response.headline.marker - 1]
    *lines, last = quotes.headline(response)
    return element(
        "div",
        *(element("p", line) for line in lines),
        element(
            "p",
            f"{last.removesuffix(f'[{cited.marker}]')}",
            marker(cited.marker, places.of_citation(cited)),
        ),
        class_="headline",
    )


def _read_as(response: Response) -> Html:
    """Show every change that was made to the question, and the way back."""
    if not response.corrections:
        return NOTHING
    changes = (element("li", wording.correction(change)) for change in response.corrections)
    return element(
        "div",
        element("p", "Read as: ", element("em", response.read_as)),
        element("ul", *changes),
        button("Search for exactly what I wrote", "undo", AS_WRITTEN),
        class_="read-as",
    )


def _as_written() -> Html:
    """Say that the question was searched as it stands, and give the way forward again."""
    return element(
        "div",
        element("p", "Searched for exactly what you wrote."),
        button("Read it with corrections again", "undo", "as read"),
        class_="as-written",
    )


def _cards(answer: Answer, edition: Edition, narrowing: Narrowing) -> Html:
    wanted = [r for r in answer.recommendations if narrowing.lets_through(r.recommendation)]
    n_hidden = len(answer.recommendations) - len(wanted)
    hidden = (
        element(
            "p", f"Your filter hides {wording.plural(n_hidden, 'recommendation')}.", class_="note"
        )
        if n_hidden
        else NOTHING
    )
    if len(wanted) > _FULL_CARDS:
        return joined([short_list([r.recommendation for r in wanted], edition), hidden])
    return joined([*(_card(r, answer.citations, edition) for r in wanted), hidden])


def _card(ranked: RankedRecommendation, citations: Sequence[Citation], edition: Edition) -> Html:
    """Show a recommendation with the markers of its quotes, and why it was found."""
    item = ranked.recommendation
    mine = [c for c in citations if (c.document_id, c.recommendation) == item.key]
    return card(
        item,
        edition,
        markers=[(c.marker, places.of_citation(c)) for c in mine],
        note=_near_tie(ranked),
        why=joined(_why(c) for c in mine),
    )


def _beside_cards(answer: Answer) -> tuple[Citation, ...]:
    """List the quotes that no card shows: a card holds its recommendation's words already."""
    shown = {r.recommendation.key for r in answer.recommendations}
    if len(shown) > _FULL_CARDS:
        return answer.citations
    return tuple(
        c
        for c in answer.citations
        if c.recommendation is None or (c.document_id, c.recommendation) not in shown
    )


def _near_tie(ranked: RankedRecommendation) -> str:
    return "A close call: another recommendation fits nearly as well." if ranked.near_tie else ""


def _where_to_turn(abstention: Abstention) -> Html:
    lines = (
        ("What it seems to be about: ", abstention.topic),
        ("Where to turn: ", abstention.turn_to),
    )
    said = [element("p", element("strong", name), value) for name, value in lines if value]
    return element("div", *said, class_="turn-to") if said else NOTHING


def _quotes(citations: Sequence[Citation], edition: Edition) -> Html:
    if not citations:
        return NOTHING
    quotes = element(
        "ol", *(quote(citation, edition) for citation in citations), class_="quotes", role="list"
    )
    if len(citations) <= _FULL_CARDS:
        return joined([element("h3", wording.QUOTES), quotes])
    counted = f"{wording.QUOTES} ({wording.plural(len(citations), 'quote')})"
    return element("details", element("summary", counted), quotes, class_="related")


def quote(citation: Citation, edition: Edition) -> Html:
    """Show a quote with its place, why it was found, and how to take it along."""
    return element(
        "li",
        element("p", marker(citation.marker, places.of_citation(citation)), class_="quote-marker"),
        element(
            "div",
            quotes.shown(citation.quote),
            element("p", places.in_words(citation, edition), class_="place"),
            _copies(citation, edition),
            _why(citation),
        ),
    )


def _copies(citation: Citation, edition: Edition) -> Html:
    entry = edition.entry(citation.document_id)
    place = references.citation_place(citation, edition)
    styles = (("Vancouver", references.vancouver), ("Harvard", references.harvard))
    return element(
        "p",
        button("Show in document", "open", places.of_citation(citation)),
        *(
            button(
                f"Copy with {name} reference",
                "copy",
                references.quoted(citation.quote, cite(entry, place)),
            )
            for name, cite in styles
        ),
        class_="actions",
    )


def _why(citation: Citation) -> Html:
    why = citation.why
    reasons = [
        ("Words of your question", ", ".join(why.words)),
        ("Found through the lexicon", ", ".join(why.expansions)),
        ("People also ask it as", why.asked_as),
        ("Close call", "another passage fits nearly as well" if why.near_tie else ""),
    ]
    stated = [element("li", f"{name}: {said}") for name, said in reasons if said]
    if not stated:
        return NOTHING
    return element("details", element("summary", "Why this matched"), element("ul", *stated))


def _related(
    citations: Sequence[Citation], edition: Edition, heading: str, *, is_open: bool = False
) -> Html:
    if not citations:
        return NOTHING
    items = (
        element(
            "li",
            quotes.shown(citation.quote),
            element("p", places.in_words(citation, edition), class_="place"),
            element(
                "p",
                button("Show in document", "open", places.of_citation(citation)),
                class_="actions",
            ),
        )
        for citation in citations
    )
    return element(
        "details",
        element("summary", heading),
        element("ul", *items, role="list"),
        class_="related",
        open=is_open,
    )


def _next_questions(questions: Sequence[str]) -> Html:
    if not questions:
        return NOTHING
    buttons = (
        element("li", button(asked, "ask", asked, class_="suggestion")) for asked in questions
    )
    return element(
        "div",
        element("h3", "You could ask next"),
        element("ul", *buttons, role="list", class_="suggestions"),
        class_="next",
    )


def _stamp(response: Response, edition: Edition) -> Html:
    """State which texts were searched, so that a printed answer can be checked years later."""
    used = (
        f"{entry.short_title}, {entry.publisher}, {entry.published}, from {entry.file} "
        f"(sha256 {entry.sha256[:12]})"
        for entry in edition.documents
    )
    return element(
        "div",
        element("p", f"Searched: {'; '.join(used)}. Index {edition.index.id}."),
        element(
            "p",
            button(
                "Copy link to this question", "copy-link", "?" + urlencode({"q": response.question})
            ),
            class_="actions",
        ),
        class_="stamp",
    )


def _feedback(response: Response) -> Html:
    buttons = (button(name, "feedback", f"{kind}|{response.question}") for name, kind in _FEEDBACK)
    return element("p", "Was this right? ", *buttons, class_="actions feedback")
