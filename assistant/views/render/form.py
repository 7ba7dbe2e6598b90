"""The form of the Library tab: what is asked of a document, and how each field is labelled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from assistant.views.render import wording


class Field(NamedTuple):
    """A field of the form: the name of what it fills in, its label, and what to write into it."""

    name: str
    label: str
    info: str = ""


FIELDS = (
    Field("title", "Title", "As it stands in the document"),
    Field("publisher", "Publisher"),
    Field("year", "Year of publication"),
    Field("short_title", "Short title", "How it is called in answers"),
    Field("publisher_short", "Publisher’s abbreviation"),
    Field("authors", "Authors", "Separated by semicolons"),
    Field("source_address", "Where it can be had"),
    Field("licence", "Licence"),
    Field("review_by", "To be checked by", "As in 2026-12-31"),
    Field(
        "approved_by",
        "Approved by",
        "Who approved it for this library, today; yourself if left empty",
    ),
    Field("statuses", "Statuses of its recommendations", "Separated by semicolons"),
)
NOT_A_YEAR = "The year is a number of four figures, such as 2026."


def missing(names: Sequence[str]) -> str:
    """Say which fields of the form must be filled in."""
    labels = [field.label for field in FIELDS if field.name in names]
    return f"Please fill in: {wording.list_of(labels)}."
