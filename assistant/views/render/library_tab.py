"""What the Library tab says and shows: documents, a change before it is made, builds.

Every sentence of the tab stands here. Decides nothing.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from assistant.domain import DocumentEntry
from assistant.library import REQUIRED, Description, KeptBuild, Prepared, Preview, SourceChange
from assistant.parsing.formats import ENDINGS, FORMATS, MAX_BYTES
from assistant.views.render import notices, wording
from assistant.views.render.changes import prepared_changes
from assistant.views.render.elements import NOTHING, Html, button, folded, joined, named_values, tag
from assistant.views.render.library import (
    found_line,
    found_recommendation,
    measures_line,
    published,
    what_differs,
)

PURPOSE = "For the people who look after the documents. Sign in to change them."
WRONG = (
    "That name and password do not belong together. After five wrong tries the name is shut out "
    "for 15 minutes."
)
SIGNED_OUT = "You are not signed in any more; please sign in again."
BUSY = "Another file is being worked on; please wait a moment and try again."
BUILDING = "The index is being built; wait until that has ended, or stop it."
NO_FILE = "Choose a file first."
NO_ROOM = "There is no room for the file on the server’s disk."
NOTHING_PREPARED = "Nothing is waiting to be done; look at the file again."
READING = "Reading the file. A long one takes about a minute for 900 pages."
KINDS = ", ".join(ENDINGS)
SERVES = "Answers, lists and counts come from it now."
LATE = "it has not come up within two minutes"


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
_SOURCES = {
    "new": "not in the index yet",
    "changed": "changed since the index was built",
    "removed": "removed, still in the index",
}


def documents(entries: Sequence[DocumentEntry], pending: Sequence[SourceChange]) -> Html:
    """List the documents of the corpus, and what can be done with each."""
    changes = {change.entry.id: change for change in pending}
    listed = [*entries, *(c.entry for c in pending if c.kind == "removed")]
    return tag.div(
        tag.h2(f"Library: {wording.plural(len(entries), 'document')}"),
        tag.ul(*(_document(e, changes.get(e.id)) for e in listed), role="list", class_="shelf"),
        tag.p(_button("Add a document", "add", "press"), class_="actions"),
    )


def _document(entry: DocumentEntry, change: SourceChange | None) -> Html:
    approval = ", ".join(filter(None, (entry.approved_by, entry.approved_on)))
    fields = (
        ("Publisher", f"{entry.publisher}, {entry.published}"),
        ("Approved by", approval or "nobody named"),
        ("To be checked by", entry.review_by),
        ("File", f"{entry.file}, sha256 {entry.sha256}"),
    )
    differs = what_differs(change) if change else ""
    state = (_SOURCES[change.kind] if change else "") + (f" ({differs})" if differs else "")
    ways = (
        _button(f"Replace {entry.short_title} with a new edition", f"replace {entry.id}"),
        _button(f"Remove {entry.short_title}", f"remove {entry.id}"),
        button(f"Questions for {entry.short_title}", "library-ask", entry.id, class_="quiet"),
    )
    return tag.li(
        tag.h3(entry.title),
        tag.p(state, class_="note") if state else NOTHING,
        named_values(fields),
        NOTHING if change and change.kind == "removed" else tag.p(*ways, class_="actions"),
    )


def form_heading(replaced: str) -> Html:
    """Head the form, for a new document or a new edition of one."""
    named = wording.list_of([f.label.lower() for f in FIELDS if f.name in REQUIRED])
    title, said = "Add a document", f"Needed are a file, {named}."
    if replaced:
        title = f"A new edition of {replaced}"
        said = "What is left empty stays as it is; the approval is given anew."
    return joined(tag.h2(title), tag.p(said))


def missing(names: Sequence[str]) -> str:
    """Say which fields of the form must be filled in."""
    labels = [field.label for field in FIELDS if field.name in names]
    return f"Please fill in: {wording.list_of(labels)}."


def file(name: str, n_bytes: int) -> Html:
    """Say which file has been sent; offer to fill in what it says of itself, and to choose another."""
    fill = _button("Take title, publisher and year from the file", "fill", "press")
    ways = tag.p(fill, choose("Choose another file"), class_="actions")
    return joined(tag.p(f"{name}, {_size(n_bytes)}", role="status"), ways)


def no_file() -> Html:
    """Offer to choose a file."""
    names = wording.list_of([row.name.removeprefix("a ") for row in FORMATS])
    kinds = f"{names[:1].upper()}{names[1:]} ({KINDS}), up to {_size(MAX_BYTES)}."
    return joined(tag.p(choose("Choose a file")), tag.p(kinds, class_="hint"))


def filled_in(proposal: Description) -> Html:
    """Say what was written into the form, to be looked at."""
    labels = [field.label.lower() for field in FIELDS if getattr(proposal, field.name)]
    said = f"Filled in from the file: {wording.list_of(labels)}. Please check."
    return notices.said(said if labels else "The file does not say its title, publisher or year.")


def choose(label: str) -> Html:
    """Build the button on which the page's script asks for a file and sends it."""
    return button(label, "choose-file", KINDS, class_="press")


def preview(prepared: Prepared) -> Html:
    """Show what a change would do, and ask."""
    entry, old, found = prepared.entry, prepared.replaces, prepared.found
    by = f"{entry.publisher}, {entry.published}"
    if found is None:
        title, verb = f"Remove {entry.title} ({by})?", "Remove it"
        shown = [tag.p(f"The file {entry.file} goes with it.")]
    else:
        title, verb = f"Add {entry.title} ({by})?", "Add it"
        if old is not None:
            title, verb = f"Replace {old.short_title} with this edition ({by})?", "Replace it"
        shown = [tag.p(f"Found: {found_line(found)}."), *_looked_at(prepared)]
    ways = [(verb, "commit"), ("Change what is said of it", "amend"), ("Cancel", "cancel")]
    presses = (_button(*way, "press") for way in ways if found or way[1] != "amend")
    heading = tag.h2(title, tabindex="-1")
    return tag.div(heading, *shown, tag.p(*presses, class_="actions"), class_="preview")


def _looked_at(prepared: Prepared) -> list[Html]:
    assert prepared.found is not None
    shown = [tag.p(note, class_="note") for note in prepared.found.notes]
    if not prepared.found.n_recommendations:
        shown.append(tag.p("No numbered recommendation was found; its passages can be searched."))
    shown += _contents(prepared.found)
    if prepared.replaces is not None:
        n = len(prepared.changes)
        differ = "differs" if n == 1 else "differ"
        shown.append(tag.h3(f"{wording.plural(n, 'recommendation')} {differ}"))
        shown.append(prepared_changes(prepared.changes))
    file = f"File {prepared.entry.file}, sha256 {prepared.entry.sha256}."
    return [*shown, tag.p(file, class_="hint")]


def _contents(found: Preview) -> list[Html]:
    """List the recommendations and tables that were found, folded up."""
    lists = (
        ("The recommendations found", [found_recommendation(r) for r in found.recommendations]),
        ("The tables found", list(found.tables)),
    )
    return [
        folded(f"{title}: {len(lines)}", tag.ul(*map(tag.li, lines), role="list"))
        for title, lines in lists
        if lines
    ]


def committed(said: Sequence[str]) -> Html:
    """Say that a change has been made, and what else was changed by it."""
    return notices.said("Done. Build the index to let it serve.", *said)


def idle(pending: Sequence[SourceChange]) -> Html:
    """Offer to build."""
    n = wording.plural(len(pending), "document")
    differ = "differs" if len(pending) == 1 else "differ"
    state = f"{n} {differ} from the index that serves." if pending else "The index is up to date."
    build = tag.p(_build_button("Build the index", "build"), class_="actions")
    return tag.div(tag.h3("Index"), tag.p(state), build)


def running(stage: str, done: int, total: int, now_s: float, remaining_s: float | None) -> Html:
    """Show how far a build is."""
    counted = f": {done} of {total}" if total > 1 else ""
    rest = f"; this stage takes about {_duration(remaining_s)} more" if remaining_s else ""
    return tag.div(
        tag.h3("The index is being built"),
        tag.p(f"{stage.capitalize()}{counted}{rest}."),
        tag.p(f"{_duration(now_s)} so far. What serves goes on serving.", class_="hint"),
        tag.p(_button("Stop the build", "stop", "press"), class_="actions"),
        class_="running",
    )


def taking_over() -> Html:
    """Show that a build has been published and does not answer yet."""
    said = tag.p("It is built and published; the server opens it.")
    return tag.div(tag.h3("The new index takes over"), said, class_="running")


def not_taken_over(build_id: str, serving: str, why: str) -> str:
    """Say that a published index does not answer."""
    return f"Index {build_id} is published, but cannot be served: {why}. Index {serving} serves on."


def outcome(
    kind: str, lines: Sequence[str], pending: Sequence[SourceChange], problem: str = ""
) -> Html:
    """Show what came of a build; `problem` says why what it published does not answer, if it does not."""
    if kind == "not accepted":
        return _not_accepted(lines)
    title = {"done": "The build has ended", "stopped": "The build was stopped"}.get(
        kind, "The build did not work"
    )
    said = lines if kind != "stopped" else ()
    first, *others = said if kind == "done" else [*said, "The index that served serves on."]
    done = tag.div(
        tag.h3(title),
        tag.p(first),
        tag.p(problem or SERVES) if kind == "done" else NOTHING,
        folded("All that it says", tag.ul(*map(tag.li, others))) if others else NOTHING,
        role="status",
        class_="lead" if kind == "done" and not problem else "lead lead-no",
    )
    return joined(done, idle(pending))


def _not_accepted(faults: Sequence[str]) -> Html:
    publish = _build_button("Publish it all the same", "force")
    return tag.div(
        tag.h3("The new index is not published"),
        tag.p("It is not as good as the one that serves, which serves on:"),
        tag.ul(*map(tag.li, faults)),
        tag.p(publish, _button("Leave it", "cancel", "press"), class_="actions"),
        role="status",
        class_="lead lead-no",
    )


def kept(builds: Sequence[KeptBuild], measures: Mapping[str, Mapping[str, float]]) -> Html:
    """List the builds that one can go back to."""
    return joined(
        tag.h3("Builds that are kept"),
        tag.ul(*(_kept(b, measures.get(b.id, {})) for b in builds), role="list", class_="shelf"),
    )


def _kept(build: KeptBuild, measures: Mapping[str, float]) -> Html:
    n_recommendations = wording.plural(build.n_recommendations, "recommendation")
    what = f"{n_recommendations}, {wording.plural(build.n_passages, 'passage')}; "
    what += ", ".join(f"{d.id} {d.sha256[:8]}" for d in build.documents)
    measured = measures_line({} if build.problem else measures)
    use = tag.p(_button(f"Use {build.id}", f"use {build.id}"), class_="actions")
    return tag.li(
        tag.h4(f"{build.id}, {published(build)}{', serves' if build.serves else ''}"),
        tag.p(build.problem or what),
        tag.p(measured, class_="hint") if measured else NOTHING,
        NOTHING if build.serves or build.problem else use,
    )


def used(build_id: str) -> Html:
    """Say that another build serves."""
    return notices.said(f"Index {build_id} serves. The documents stay as they are. {SERVES}")


def _button(label: str, action: str, class_: str = "quiet") -> Html:
    return button(label, "library", action, class_=class_)


def _build_button(label: str, action: str) -> Html:
    return button(label, "library-build", action, class_="press")


def _size(n_bytes: int) -> str:
    return f"{n_bytes / 1e6:.1f} MB" if n_bytes >= 100_000 else f"{max(n_bytes // 1000, 1)} KB"


def _duration(seconds: float) -> str:
    whole = max(round(seconds), 1)
    return f"{whole} s" if whole < 90 else f"{round(whole / 60)} minutes"
