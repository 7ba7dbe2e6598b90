"""What was found in a file, what a build made, and which builds are kept, as text."""

from collections.abc import Iterator, Mapping, Sequence

from assistant import library
from assistant.domain import DocumentEntry
from assistant.parsing.completeness import pages_named
from assistant.views.render.changes import heading, summary
from assistant.views.render.json import Json, filled
from assistant.views.render.needs import needs_lines, unasked_lines
from assistant.views.render.wording import plural

# More than these are counted, not named.
_NAMED = 20
_MEASURES = ("rec@1", "rec@3", "refused_outside")


def found_line(found: library.Preview) -> str:
    """Count what was found in a file, in one line."""
    tables = f" in {plural(found.n_tables, 'table')}" if found.n_tables else ""
    parts = [plural(len(found.recommendations), "recommendation") + tables]
    parts += [plural(found.n_passages, "passage"), plural(found.n_words, "word")]
    without = found.pages_without_text
    if found.n_pages is not None:
        lacking = f" without text ({pages_named(without)})" if without else ""
        of = f"{len(without)} of " if without else ""
        parts.append(f"{of}{plural(found.n_pages, 'page')}{lacking}")
    return ", ".join(parts)


def prepared_text(prepared: library.Prepared) -> str:
    """Say what a prepared change would do."""
    entry, old, found = prepared.entry, prepared.replaces, prepared.found
    name = f"{entry.id}: {entry.title} ({entry.publisher}, {entry.published})"
    if found is None:
        return f"Remove {name}, file {entry.file}"
    verb = "Add" if old is None else "Replace"
    lines = [f"{verb} {name}", f"  file {entry.file}, sha256 {entry.sha256}"]
    lines.append(f"  found: {found_line(found)}")
    if not found.recommendations:
        lines += ["  no numbered recommendation was found; its passages can be searched and quoted"]
    lines += [f"    {recommendation}" for recommendation in found.recommendations]
    lines += [f"  table: {table}" for table in found.tables]
    if old is not None:
        lines += [f"  {heading(change)}" for change in prepared.changes]
        lines += [] if prepared.changes else ["  recommendations that differ: none"]
    return "\n".join([*lines, *(f"  {note}" for note in found.notes)])


def sources_text(changes: Sequence[library.SourceChange]) -> str:
    """List the documents that are not those the serving build was made from, one in a line."""
    said = ((c.kind, _source(c.entry, what_differs(c))) for c in changes)
    # A title with line ends in it must not look like the next document.
    return "\n".join(f"  {kind}: {' '.join(source.split())}" for kind, source in said)


def what_differs(change: library.SourceChange) -> str:
    """Say what of a changed document is another."""
    said = ["file"] if change.has_another_file else []
    for name in change.fields:
        was, now = (getattr(entry, name, "") for entry in (change.before, change.entry))
        said.append(f"{name.replace('_', ' ')}: {_written(was)} -> {_written(now)}")
    return "; ".join(said)


def _written(value: object) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return " ".join(text.split()) or "none"


def _source(entry: DocumentEntry, differs: str = "") -> str:
    """Say whose a document is, which file, and who vouches for it."""
    what = f" ({differs})" if differs else ""
    return (
        f"{entry.id}{what}, {entry.title} ({entry.publisher}, {entry.published}), file {entry.file}, "
        f"approved by {entry.approved_by or 'nobody named'}, sha256 {entry.sha256}"
    )


def updated_text(updated: library.Updated) -> str:
    """Say what a build found and made, and what changed against the one before."""
    report, made = updated.report, updated.report.built.manifest
    unreadable = [f"Left out, cannot be read: {reason}" for reason in made.unreadable]
    if not report.is_new:
        return "\n".join([f"Nothing has changed: index {report.id} serves on.", *unreadable])
    lines = [
        f"Index {made.id} serves: {plural(len(report.built.documents), 'document')}, "
        f"{plural(made.n_recommendations, 'recommendation')}, {plural(made.n_passages, 'passage')}, "
        f"{len(report.built.asked_as)} asked-as questions, {len(report.built.outside)} outside examples; "
        f"{report.n_encoded} texts newly encoded."
    ]
    for entry in report.built.documents:
        lines.append(f"  {_source(entry)}")
        lines += [f"    {doubt}" for doubt in report.doubts.get(entry.id, ())]
    if updated.changes is not None:
        lines.append(f"Against {report.replaced}: {summary(updated.changes)}.")
    found = updated.examined
    if found.figures is not None:
        before = f"; before {measures_line(found.before.measures)}" if found.before else ""
        lines.append(f"On the labelled questions: {measures_line(found.figures.measures)}{before}.")
    lines += [f"Published all the same: {fault}" for fault in found.faults]
    lines += [*found.notes, *unreadable]
    lines += [f"Left out, not in the manifest: {name}" for name in made.unlisted_files]
    lines += [*unasked_lines(updated.unasked), *_without_questions(updated)]
    return "\n".join([*lines, *_imbalance(updated.suggested), *needs_lines(updated.needs)])


def _imbalance(suggested: Sequence[library.Suggestion]) -> Iterator[str]:
    """Name the words that plain questions use and that lead to a neighbour."""
    if suggested:
        n = plural(len(suggested), "recommendation")
        yield f"The words of {n} stand in the questions of a neighbour (python -m assistant suggest):"
    for s in suggested[:_NAMED]:
        word = s.owned[0]
        yield f'  {s.passage.id}: "{word.word}", {word.n_there} questions of {word.other}, {word.n_here} of its own'


def _without_questions(updated: library.Updated) -> Iterator[str]:
    """Name the passages without questions in documents that have some."""
    unasked, made = {one.document_id for one in updated.unasked}, updated.report.built.manifest
    without = [i for i in made.without_asked_as if i.split("/")[0] not in unasked]
    if without:
        n = plural(len(without), "passage")
        yield f"{n} without asked-as questions (python -m assistant suggest):"
        yield from (f"  {name}" for name in without[:_NAMED])
    if len(without) > _NAMED:
        yield f"  and {len(without) - _NAMED} more"


def kept_text(kept: Sequence[library.KeptBuild]) -> str:
    """List the builds that one can go back to; the one that serves is marked."""
    lines = []
    for build in kept:
        what = f"{build.n_recommendations} recommendations, {build.n_passages} passages, "
        what += ", ".join(f"{d.id} {d.sha256[:8]}" for d in build.documents)
        what += f"; {measures_line(build.measures)}" if build.measures else ""
        mark = "*" if build.serves else " "
        lines.append(f"{mark} {build.id}  {published(build)}  {build.problem or what}")
    return "\n".join(lines or ["No build is kept; run: python -m assistant build"])


def published(build: library.KeptBuild) -> str:
    """Say when a build was published."""
    return f"{build.published:%Y-%m-%d %H:%M UTC}"


def kept_json(kept: Sequence[library.KeptBuild]) -> list[Json]:
    """Give the builds that one can go back to."""
    return [filled("KeptBuild", b, published=b.published.isoformat()) for b in kept]


def measures_line(measures: Mapping[str, float]) -> str:
    """Give the main figures of an evaluation in one line."""
    return ", ".join(f"{name} {measures[name]:.3f}" for name in _MEASURES if name in measures)
