"""What stands beside quoted words: the way to their place, and one menu to take them along."""

from __future__ import annotations

from urllib.parse import urlencode

from assistant.domain import Citation, Quote, Recommendation
from assistant.views.render import places, quotes, references
from assistant.views.render.edition import Edition
from assistant.views.render.elements import Html, button, folded, joined, tag, unseen


def show(place: str, of: str, marker: int | None = None) -> Html:
    """Build the button that opens words in their place.

    Args:
        of: what they are, for those who hear the page.
        marker: the number of their citation, if they have one.
    """
    number = f"[{marker}] " if marker else ""
    label = joined(f"{number}Show in document", unseen(f": {of}"))
    return button(label, "open", place, class_="marker")


def link(item: Recommendation, edition: Edition) -> str:
    """Address a recommendation; its document is named only where a number alone is not enough."""
    clashes = sum(other.number == item.number for other in edition.recommendations) > 1
    return "?" + urlencode({"rec": item.number} | ({"doc": item.document_id} if clashes else {}))


def foot(
    quote: Quote, cited: Citation | Recommendation, edition: Edition, *, of: str, address: str
) -> Html:
    """Say where words stand, and fold what can be copied: the quote, a reference, a link.

    Args:
        of: what is cited, for those who hear the page.
        address: where the link leads.
    """
    entry, place = edition.entry(cited.document_id), references.place(cited, edition)
    where = places.in_words(cited, edition)
    offered = (
        ("Quote", "copy", f"{quotes.plain(quote)}\n{where}"),
        ("Vancouver", "copy", references.vancouver(entry, place)),
        ("Harvard", "copy", references.harvard(entry, place)),
        ("Link", "copy-link", address),
    )
    copied = (
        button(joined(unseen("Copy "), name, unseen(f" of {of}")), action, value)
        for name, action, value in offered
    )
    menu = folded(joined("Cite", unseen(f" {of}")), tag.span(*copied), class_="cite")
    return tag.div(tag.p(where, class_="place"), menu, class_="card-foot")
