"""What frames the page, and what it says besides answers: warnings, files handed over, the documents, about."""

import base64
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from assistant.ask import MAX_QUESTION
from assistant.domain import DocumentEntry
from assistant.views.render import wording
from assistant.views.render.edition import Edition
from assistant.views.render.elements import NOTHING, Html, button, joined, named_values, tag
from assistant.views.render.exports import File


class Frame(NamedTuple):
    """The page's title, and markup before its parts and after them."""

    head: Html
    above: Html
    below: Html


def frame(edition: Edition, today: date) -> Frame:
    """Frame the page."""
    return Frame(
        tag.title(wording.TITLE),
        joined(
            tag.a("Skip to the question", href="#early-box", class_="skip"),
            tag.header(
                tag.h1(wording.TITLE),
                tag.p(wording.PURPOSE),
                tag.div(banner(edition, today), id="warnings"),
            ),
            tag.main(
                tag.p(wording.LOADING, id="loading"),
                tag.noscript(tag.p(wording.NO_SCRIPT)),
                _early_box(),
                id="early",
            ),
            # What the page's script says when the server cannot.
            tag.div(
                tag.p(wording.SERVER_GONE, id="say-gone"),
                tag.p(wording.NOT_TAKEN, id="say-busy"),
                tag.p(wording.ASKED_EARLY, id="say-early"),
                tag.p(wording.TOO_LONG, id="say-long", title=str(MAX_QUESTION)),
                hidden=True,
            ),
        ),
        tag.footer(*_origin(edition)),
    )


def renewed(edition: Edition, today: date) -> Html:
    """Give what of the frame an index changes, for the page's script to put in its place."""
    warnings = tag.div(banner(edition, today), class_="warnings")
    return tag.div(warnings, tag.div(*_origin(edition), class_="origin"))


def banner(edition: Edition, today: date) -> Html:
    """Warn of an index that stands in for a damaged one, and of documents past their review date."""
    warnings = (*wording.standing_in(edition), *wording.overdue(edition, today))
    if not warnings:
        return NOTHING
    lines = (tag.p(tag.strong("Please note: "), warning) for warning in warnings)
    return tag.div(*lines, class_="banner")


def _early_box() -> Html:
    """Take a question before the page's parts are there; its script hands it on to theirs."""
    unshared = {"autocomplete": "off", "spellcheck": "false", "autocorrect": "off"}
    return tag.div(
        tag.p(role="status"),
        tag.label(tag.strong(wording.ASK), tag.span(wording.NO_PATIENTS), for_="early-box"),
        tag.textarea(id="early-box", rows="1", **unshared),
        tag.button("Ask", type="button"),
        class_="early-row",
        role="search",
        **{"aria-label": wording.ASK},
    )


def _origin(edition: Edition) -> tuple[Html, Html]:
    """State where everything on the page comes from."""
    texts = "; ".join(f"{e.short_title} ({e.publisher}, {e.published})" for e in edition.documents)
    return tag.p(f"{texts}. Index {edition.index.id}."), tag.p(wording.NOT_ADVICE)


def problem(sentence: str) -> Html:
    """Show what went wrong."""
    return tag.p(
        tag.strong("That did not work:", class_="lead-label"),
        f" {sentence[:1].upper()}{sentence[1:].rstrip('.')}.",
        class_="lead lead-no",
    )


def identifiers(kinds: Sequence[str], question: str) -> Html:
    """Ask before searching what looks like a patient's details."""
    return tag.div(
        tag.strong("Patient details?", class_="lead-label"),
        f" {wording.identifiers(kinds)} Take them out and ask again, or, if they are not a patient’s: ",
        button("These are not patient details: search", "confirm", question),
        class_="lead lead-no",
    )


def hint(sentence: str) -> Html:
    """Show a quiet sentence."""
    return tag.div(tag.p(sentence), class_="hint")


def said(*sentences: str) -> Html:
    """Show and announce what is said."""
    lines = [tag.p(sentence, role="status") for sentence in sentences if sentence]
    return tag.div(*lines) if lines else NOTHING


def heard(sentence: str) -> Html:
    """Announce a sentence to those who hear the page; the others see what it is about."""
    return tag.div(tag.p(sentence, class_="unseen"))


def at_rest(edition: Edition) -> Html:
    """Fill the reader's place before anything is opened: which documents are searched."""
    listed = (
        tag.li(
            tag.strong(entry.short_title),
            tag.span(f"{entry.publisher}, {entry.published}"),
            button(f"Read {entry.short_title}", "read", entry.id),
        )
        for entry in edition.documents
    )
    return tag.div(
        tag.h2("Documents searched"),
        tag.ul(*listed, role="list", class_="documents"),
        tag.p(wording.EMPTY_READER, class_="hint"),
        class_="reader at-rest",
    )


def about(edition: Edition, today: date) -> Html:
    """Say what this is, what it is not, and which texts it holds."""
    promises = (
        "Every quote is cut from the document by place and compared with it; nothing is reworded.",
        "Lists and counts are read from the records and are complete.",
        "A question that the guidance does not answer gets “Not in this guidance”.",
        wording.KEPT,
    )
    return tag.div(
        tag.h2("What this is"),
        tag.p(f"{wording.PURPOSE} {wording.NOT_ADVICE}"),
        tag.ul(*(tag.li(promise) for promise in promises)),
        tag.h2("Documents in this index"),
        *(_stamp(entry, today) for entry in edition.documents),
        tag.p(
            f"Index {edition.index.id}: {len(edition.index.passages)} passages, "
            f"{len(edition.recommendations)} recommendations."
        ),
        class_="about",
    )


def outgoing(file: File, serial: int) -> Html:
    """Hand a file to the page's script, which saves it; with another serial the same one once more."""
    return tag.div(
        tag.button(
            base64.b64encode(file.content).decode(), name="save", value=file.name, title=file.kind
        ),
        id=f"file-{serial}",
    )


def print_button() -> Html:
    """Offer to print without the page's controls."""
    return tag.div(button("Print this page", "print", "page"), class_="actions")


def _stamp(entry: DocumentEntry, today: date) -> Html:
    review = wording.day(entry.review_by) if entry.review_by else "no date stated"
    is_late = bool(entry.review_by) and date.fromisoformat(entry.review_by) < today
    fields = (
        ("Title", entry.title),
        ("Authors", "; ".join(entry.authors)),
        ("Publisher and year", f"{entry.publisher}, {entry.published}"),
        ("Source", entry.address),
        ("Licence", entry.licence),
        ("File", f"{entry.file}, sha256 {entry.sha256}"),
        ("To be checked by", f"{review} – past" if is_late else review),
        ("Approved for this index", f"{entry.approved_by}, {entry.approved_on}"),
    )
    stated = ((name, value) for name, value in fields if value.strip(", "))
    return joined(tag.h3(entry.short_title), named_values(stated))
