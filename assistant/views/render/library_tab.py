"""What the Library tab says and shows: documents, a change before it is made, builds.

Every sentence of the tab stands here or in its template. Decides nothing.
"""

from collections.abc import Sequence
from functools import partial

from assistant.library import REQUIRED, Description, Prepared
from assistant.parsing.formats import ENDINGS, FORMATS, MAX_BYTES
from assistant.views.render import library as text
from assistant.views.render import wording
from assistant.views.render.changes import recommendation
from assistant.views.render.markup import Html, Template, notices
from assistant.views.render.sentences import table

_PAGE = Template("library.html")
idle, taking_over, outcome = _PAGE.idle, _PAGE.taking_over, _PAGE.outcome
committed, used, running = _PAGE.committed, _PAGE.used, _PAGE.running
documents, kept = partial(_PAGE.documents, text=text), partial(_PAGE.kept, text=text)

KINDS = ", ".join(ENDINGS)


def form_heading(replaced: str) -> Html:
    """Head the form, for a new document or a new edition of one."""
    needed = wording.list_of(
        [label.lower() for name, (label, _) in table("form").items() if name in REQUIRED]
    )
    return _PAGE.form_heading(replaced, needed)


def missing(names: Sequence[str]) -> str:
    """Say which fields of the form must be filled in."""
    labels = [label for name, (label, _) in table("form").items() if name in names]
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
    labels = [
        label.lower() for name, (label, _) in table("form").items() if getattr(proposal, name)
    ]
    said = f"Filled in from the file: {wording.list_of(labels)}. Please check."
    return notices.said(said if labels else "The file does not say its title, publisher or year.")


def preview(prepared: Prepared) -> Html:
    """Show what a change would do, and ask."""
    told = [recommendation(change) for change in prepared.changes]
    return _PAGE.preview(prepared, text.found_line, told)


def _size(n_bytes: int) -> str:
    return f"{n_bytes / 1e6:.1f} MB" if n_bytes >= 100_000 else f"{max(n_bytes // 1000, 1)} KB"
