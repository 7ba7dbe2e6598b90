"""Recommendation cards: one whole, or many in a short list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from assistant.domain import Field, Part, Recommendation
from assistant.views.render import places, references
from assistant.views.render.edition import Edition
from assistant.views.render.elements import NOTHING, Html, button, element, joined, text
from assistant.views.render.words import words


def link(item: Recommendation, edition: Edition) -> str:
    """Address a recommendation; its document is named only where a number alone is not enough."""
    clashes = sum(other.number == item.number for other in edition.recommendations) > 1
    return "?" + urlencode({"rec": item.number} | ({"doc": item.document_id} if clashes else {}))


def card(
    item: Recommendation,
    edition: Edition,
    *,
    markers: Sequence[tuple[int, str]] = (),
    note: str = "",
    why: Html = NOTHING,
) -> Html:
    """Show a recommendation whole.

    Args:
        item: the recommendation.
        edition: the index's guidance.
        markers: number and place of the quotes that are cut from it.
        note: a remark, such as a near tie.
        why: why it was found.
    """
    return element(
        "article",
        element("h3", f"Recommendation {item.number}", class_="card-number"),
        badges(item),
        *(
            element("p", _lines(part), class_="priority")
            for part in edition.quote(item).of("priority")
        ),
        _fields(item, edition),
        element("p", note, class_="note") if note else NOTHING,
        _foot(item, edition, markers),
        why,
        class_="card",
        id=f"card-{item.id}",
    )


def cards(items: Iterable[Recommendation], edition: Edition) -> Html:
    """Show recommendations one below the other."""
    return joined(card(item, edition) for item in items)


def short_list(items: Sequence[Recommendation], edition: Edition) -> Html:
    """Show recommendations in brief; each opens as a card, and says whose it is if they differ."""
    of_several = len({item.document_id for item in edition.recommendations}) > 1
    rows = [
        element(
            "li",
            button(f"Recommendation {item.number}", "card", item.id, class_="link"),
            element("span", words(item.priority, item.document_id), class_="priority"),
            badges(item),
            element("span", f"Responsible: {item.responsible.text}", class_="who"),
            element("span", f"From: {edition.entry(item.document_id).short_title}", class_="who")
            if of_several
            else NOTHING,
        )
        for item in items
    ]
    return element("ol", *rows, class_="short-list", role="list")


def badges(item: Recommendation) -> Html:
    """Show area, status and strength in words; colour only repeats them."""
    shown = [element("li", item.area, class_="badge")]
    if item.status:
        tone = f"badge status status-{item.status.lower()}"
        shown.append(element("li", f"Status: {item.status}", class_=tone))
    if item.strength:
        shown.append(element("li", f"Strength: {item.strength}", class_="badge"))
    if item.certainty:
        shown.append(element("li", f"Certainty: {item.certainty}", class_="badge"))
    return element("ul", *shown, class_="badges", role="list")


def _fields(item: Recommendation, edition: Edition) -> Html:
    quote = edition.quote(item)
    named: tuple[tuple[str, Field], ...] = (
        ("Action", "action"),
        ("Who is responsible", "responsible"),
    )
    fields = [
        (label, joined(_lines(part) for part in quote.of(name)))
        for label, name in named
        if quote.of(name)
    ]
    if quote.of("status"):
        fields.append(("Status", _status(*quote.of("status"))))
    pairs = (element("div", element("dt", name), element("dd", value)) for name, value in fields)
    return element("dl", *pairs, class_="fields")


def _lines(part: Part) -> Html:
    """Show a cell line by line, as it stands."""
    first, *rest = part.text.split("\n")
    return joined([text(first), *(element("span", line, class_="line") for line in rest)])


def _status(status: Part, *details: Part) -> Html:
    """Show the status with what it means, and below what is said beside it."""
    lines = [line for part in details for line in part.text.split("\n")]
    return joined(
        [
            element("strong", status.text),
            f" – {status.meaning}" if status.meaning else "",
            *(element("span", line, class_="status-detail") for line in lines),
        ]
    )


def _foot(item: Recommendation, edition: Edition, markers: Sequence[tuple[int, str]]) -> Html:
    entry = edition.entry(item.document_id)
    place = references.recommendation_place(item)
    quote = edition.quote(item)
    copies = [
        button(
            f"Copy with {style} reference",
            "copy",
            references.quoted(quote, cite(entry, place)),
        )
        for style, cite in (("Vancouver", references.vancouver), ("Harvard", references.harvard))
    ]
    return element(
        "div",
        element("p", places.of_recommendation(item, edition), class_="place"),
        element(
            "p",
            *(marker(number, place) for number, place in markers),
            button("Show in document", "open", places.written(item.id, item.spans)),
            button("Copy link", "copy-link", link(item, edition)),
            *copies,
            class_="actions",
        ),
        class_="card-foot",
    )


def marker(number: int, place: str) -> Html:
    """Build the button that opens a quote in its place."""
    return button(
        f"[{number}]", "open", place, class_="marker", title=f"Show quote {number} in place"
    )
