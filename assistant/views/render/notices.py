"""What the page says besides answers: warnings, files handed over, the documents, about."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import date

from assistant.domain import DocumentEntry
from assistant.views.render import wording
from assistant.views.render.edition import Edition
from assistant.views.render.elements import NOTHING, Html, button, joined, named_values, tag
from assistant.views.render.exports import File


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


def said(sentence: str) -> Html:
    """Show and announce a sentence."""
    return tag.div(tag.p(sentence, role="status")) if sentence else NOTHING


def heard(sentence: str) -> Html:
    """Announce a sentence to those who hear the page; the others see what it is about."""
    return tag.div(tag.p(sentence, class_="unseen"))


def at_rest(edition: Edition) -> Html:
    """Fill the reader's place before anything is opened: which documents are searched."""
    return tag.div(
        tag.h2("Documents searched"),
        tag.ul(*(_document(e) for e in edition.documents), role="list", class_="documents"),
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
    """Hand a file to the page's script, which saves it; nothing is written on the server.

    Args:
        file: what is to be saved.
        serial: differs from call to call, so that the same file can be saved again.
    """
    return tag.div(
        tag.button(
            base64.b64encode(file.content).decode(), name="save", value=file.name, title=file.kind
        ),
        id=f"file-{serial}",
    )


def print_button() -> Html:
    """Offer to print without the page's controls."""
    return tag.div(button("Print this page", "print", "page"), class_="actions")


def _document(entry: DocumentEntry) -> Html:
    return tag.li(
        tag.strong(entry.short_title),
        tag.span(f"{entry.publisher}, {entry.published}"),
        button(f"Read {entry.short_title}", "read", entry.id),
    )


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
