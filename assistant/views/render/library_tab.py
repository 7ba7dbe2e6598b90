"""What the Library tab says and shows: documents, a change before it is made, builds.

Every sentence of the tab stands here or in its template. Decides nothing.
"""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from assistant.domain import DocumentEntry
from assistant.library import REQUIRED, Description, Prepared, SourceChange
from assistant.parsing.formats import ENDINGS, FORMATS, MAX_BYTES
from assistant.views.render import library as text
from assistant.views.render import wording
from assistant.views.render.changes import recommendation
from assistant.views.render.markup import Html, Template, notices

_PAGE = Template("library.html")
idle, taking_over, outcome = _PAGE.idle, _PAGE.taking_over, _PAGE.outcome
committed, used, kept = _PAGE.committed, _PAGE.used, partial(_PAGE.kept, text=text)

KINDS = ", ".join(ENDINGS)
_APPROVED = "Who approved it for this library, today; yourself if left empty"


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
    Field("approved_by", "Approved by", _APPROVED),
    Field("statuses", "Statuses of its recommendations", "Separated by semicolons"),
)


def documents(entries: Sequence[DocumentEntry], pending: Sequence[SourceChange]) -> Html:
    """List the documents of the corpus, and what can be done with each."""
    changes = {change.entry.id: change for change in pending}
    return _PAGE.documents(entries, changes, text.what_differs)


def form_heading(replaced: str) -> Html:
    """Head the form, for a new document or a new edition of one."""
    needed = wording.list_of([f.label.lower() for f in FIELDS if f.name in REQUIRED])
    return _PAGE.form_heading(replaced, needed)


def missing(names: Sequence[str]) -> str:
    """Say which fields of the form must be filled in."""
    labels = [field.label for field in FIELDS if field.name in names]
    return f"Please fill in: {wording.list_of(labels)}."


def file(name: str, n_bytes: int) -> Html:
    """Say which file has been sent; offer to fill in what it says of itself, and to choose another."""
    return _PAGE.file(name, _size(n_bytes), KINDS)


def no_file() -> Html:
    """Offer to choose a file."""
    names = wording.list_of([row.name.removeprefix("a ") for row in FORMATS])
    said = f"{names[:1].upper()}{names[1:]} ({KINDS}), up to {_size(MAX_BYTES)}."
    return _PAGE.no_file(said, KINDS)


def filled_in(proposal: Description) -> Html:
    """Say what was written into the form, to be looked at."""
    labels = [field.label.lower() for field in FIELDS if getattr(proposal, field.name)]
    said = f"Filled in from the file: {wording.list_of(labels)}. Please check."
    return notices.said(said if labels else "The file does not say its title, publisher or year.")


def preview(prepared: Prepared) -> Html:
    """Show what a change would do, and ask."""
    told = [recommendation(change) for change in prepared.changes]
    return _PAGE.preview(prepared, text.found_line, told)


def running(stage: str, done: int, total: int, now_s: float, remaining_s: float | None) -> Html:
    """Show how far a build is."""
    rest = _duration(remaining_s) if remaining_s else ""
    return _PAGE.running(stage.capitalize(), done, total, _duration(now_s), rest)


def _size(n_bytes: int) -> str:
    return f"{n_bytes / 1e6:.1f} MB" if n_bytes >= 100_000 else f"{max(n_bytes // 1000, 1)} KB"


def _duration(seconds: float) -> str:
    whole = max(round(seconds), 1)
    return f"{whole} s" if whole < 90 else f"{round(whole / 60)} minutes"
