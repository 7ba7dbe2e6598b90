"""Recommendation cards: one whole, or many in a short list."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain import Citation, Field, Part, Quote, Recommendation
from assistant.views.render import places, quotes
from assistant.views.render.chart import shape
from assistant.views.render.citing import foot, link, show
from assistant.views.render.edition import Edition
from assistant.views.render.elements import NOTHING, Html, button, joined, named_values, tag, text
from assistant.views.render.words import words

_IN_LINES: tuple[Field, ...] = ("action", "responsible")


def card(
    item: Recommendation,
    edition: Edition,
    *,
    citation: Citation | None = None,
    line: Html = NOTHING,
    stated: Sequence[Part] = (),
    note: str = "",
) -> Html:
    """Show a recommendation whole, nothing of it twice.

    Args:
        citation: the quote that is cut from it, in an answer.
        line: the words of it that answer, shown above all others.
        stated: the parts that the line shows.
        note: a remark, such as a near tie.
    """
    quote = edition.quote(item)
    rest = Quote(tuple(part for part in quote.parts if part not in stated))
    of = f"recommendation {item.number}"
    place = places.of_citation(citation) if citation else places.written(item.id, item.spans)
    return tag.article(
        tag.div(
            tag.h3(f"Recommendation {item.number}", class_="card-number"),
            tag.span(item.area, class_="area") if item.area else NOTHING,
            show(place, of, citation.marker if citation else None),
            class_="card-head",
        ),
        line,
        *(tag.p(_lines(part), class_="priority") for part in rest.of("priority")),
        _fields(item, rest, edition),
        tag.p(note, class_="note") if note else NOTHING,
        foot(quote, item, edition, of=of, address=link(item, edition)),
        class_="card",
    )


def short_list(items: Sequence[Recommendation], edition: Edition) -> Html:
    """Show recommendations in brief; each opens as a card, and says whose it is if they differ."""
    of_several = len({item.document_id for item in edition.recommendations}) > 1
    rows = [
        tag.li(
            button(f"Recommendation {item.number}", "card", item.id, class_="link"),
            tag.span(words(item.priority, item.document_id), class_="priority"),
            badges(item, edition),
            tag.span(f"Responsible: {item.responsible.text}", class_="who"),
            tag.span(f"From: {edition.entry(item.document_id).short_title}", class_="who")
            if of_several
            else NOTHING,
        )
        for item in items
    ]
    return tag.ol(*rows, class_="short-list", role="list")


def badges(item: Recommendation, edition: Edition) -> Html:
    """Show area, status and strength in words; shape and colour only repeat them."""
    shown = [tag.li(item.area, class_="badge")] if item.area else []
    if item.status:
        shown.append(tag.li(_badge(item.status, edition)))
    shown += [tag.li(f"{n}: {v}", class_="badge") for n, v in _graded(item)]
    return tag.ul(*shown, class_="badges", role="list")


def _badge(status: str, edition: Edition) -> Html:
    tone = f"badge status status-{status.lower()}"
    return tag.strong(f"{shape(status, edition)} {status}", class_=tone)


def _graded(item: Recommendation) -> list[tuple[str, str]]:
    graded = (("Strength", item.strength), ("Certainty", item.certainty))
    return [(name, value) for name, value in graded if value]


def _fields(item: Recommendation, quote: Quote, edition: Edition) -> Html:
    fields = [
        (quotes.LABELS[name], joined(*(_lines(part) for part in quote.of(name))))
        for name in _IN_LINES
        if quote.of(name)
    ]
    if quote.of("status"):
        fields.append((quotes.LABELS["status"], _status(quote.of("status"), item, edition)))
    fields += [(name, text(value)) for name, value in _graded(item)]
    return named_values(fields)


def _lines(part: Part) -> Html:
    """Show a cell line by line, as it stands."""
    first, *rest = part.text.split("\n")
    return joined(text(first), *(tag.span(line, class_="line-below") for line in rest))


def _status(parts: Sequence[Part], item: Recommendation, edition: Edition) -> Html:
    """Show the status with what it means, and below what is said beside it."""
    own = [part for part in parts if part.text == item.status]
    details = [line for part in parts if part not in own for line in part.text.split("\n")]
    return joined(
        *(joined(_badge(part.text, edition), f" {part.meaning}") for part in own),
        *(tag.span(line, class_="status-detail") for line in details),
    )
