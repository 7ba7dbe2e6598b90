"""What changed between two builds, as text for a terminal, JSON, and Markdown to send round.

Knows only the changes; decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from assistant.comparing.changes import (
    AnswerChange,
    ChangeKind,
    Changes,
    DocumentChange,
    FieldChange,
    PassageChange,
    RecommendationChange,
    Run,
)
from assistant.views.render.json import SCHEMA, number_json, plain, taken
from assistant.views.render.text import wrapped
from assistant.views.render.wording import plural

_NOTHING = "Nothing has changed."
_KINDS: Mapping[ChangeKind, str] = {
    "new": "new",
    "withdrawn": "withdrawn",
    "renumbered": "renumbered",
    "reworded": "reworded",
    "status": "status changed",
    "responsible": "responsible changed",
    "detail": "status detail changed",
    "area": "moved to another area",
    "grade": "strength or certainty changed",
}
# These are said even where they are none.
_ALWAYS: tuple[ChangeKind, ...] = ("new", "reworded", "status")
# Where a phrase has this few equal words between two changes, it is easier to read as one change.
_MAX_BRIDGE = 1


def summary(changes: Changes) -> str:
    """Count what happened, in one line."""
    counts = changes.counts
    said = [f"{n} {_KINDS[kind]}" for kind, n in counts.items() if n or kind in _ALWAYS]
    line = f"{plural(changes.n_recommendations, 'recommendation')}: {', '.join(said)}"
    others = [f"{n} {kind}" for kind, n in changes.passage_counts.items() if n]
    if others:
        line += f"; other passages: {', '.join(others)}"
    return line


def changes_text(changes: Changes) -> str:
    """Write all changes out; words that went stand in [-…-], words that came in {+…+}."""
    lines = [f"From {changes.before} to {changes.after}", summary(changes)]
    if changes.is_empty:
        lines.append(_NOTHING)
    for document in changes.documents:
        lines += ["", *_wrapped(described(document)), *_field_lines(document.fields)]
    for change in changes.recommendations:
        lines += ["", *_wrapped(heading(change)), *_field_lines(change.fields)]
        lines += _wrapped(whole(change), "  ")
    for passage in changes.reworded_passages:
        lines += ["", *_wrapped(named(passage)), *_wrapped(_marked(passage.runs), "  ")]
    lines += [*_moved_lines(changes), *_answer_lines(changes.answers)]
    return "\n".join(lines) + "\n"


def changes_markdown(changes: Changes) -> str:
    """Write all changes as Markdown: ~~words that went~~, **words that came**."""
    lines = ["# What has changed in the guidance", "", f"{summary(changes)}.", ""]
    lines += [f"Index {changes.before} to index {changes.after}.", ""]
    if changes.is_empty:
        lines += [_NOTHING, ""]
    if changes.documents:
        lines += ["## Documents", ""]
        for document in changes.documents:
            lines += [f"- {_inert(described(document))}"]
            lines += [f"  - {_markdown_field(f)}" for f in document.fields]
        lines.append("")
    if changes.recommendations:
        lines += ["## Recommendations", ""]
        for change in changes.recommendations:
            body = [f"- {_markdown_field(f)}" for f in change.fields] or [_inert(whole(change))]
            lines += [f"### {_inert(heading(change))}", "", *filter(None, body), ""]
    if changes.reworded_passages:
        lines += ["## Other passages", ""]
        for passage in changes.reworded_passages:
            lines += [f"- **{_inert(named(passage))}**: {_markdown_runs(passage.runs)}"]
        lines.append("")
    lines += map(_inert, [*_moved_lines(changes), *_answer_lines(changes.answers)])
    return "\n".join(lines).rstrip("\n") + "\n"


def changes_json(changes: Changes) -> dict[str, Any]:
    """Give all changes as one object."""
    return {
        "schema": SCHEMA,
        **taken(changes, "before after n_recommendations n_passages counts passage_counts"),
        "documents": [
            {"kind": d.kind, **_ids(d), "fields": [_field_json(f) for f in d.fields]}
            for d in changes.documents
        ],
        "recommendations": [
            {
                "kinds": list(c.kinds),
                "document": c.now.document_id,
                "before": number_json(c.before.number) if c.before else None,
                "after": number_json(c.after.number) if c.after else None,
                "priority": c.now.priority.text,
                "action": c.now.action.text,
                "fields": [_field_json(f) for f in c.fields],
            }
            for c in changes.recommendations
        ],
        "passages": [
            {"kind": p.kind, **_ids(p), "words": _runs_json(p.runs)} for p in changes.passages
        ],
        "answers": plain(changes.answers),
    }


def _ids(change: DocumentChange | PassageChange) -> dict[str, str | None]:
    sides = {"before": change.before, "after": change.after}
    return {name: side.id if side else None for name, side in sides.items()}


def _field_json(change: FieldChange) -> dict[str, Any]:
    return asdict(change) | {"words": _runs_json(change.runs)}


def _runs_json(runs: Iterable[Run]) -> list[list[str]]:
    return [[run.kind, run.text] for run in runs]


def described(change: DocumentChange) -> str:
    """Say what happened to a document."""
    match change.before, change.after:
        case None, after if after is not None:
            return f"New document: {after.title} ({after.publisher}, {after.published}), {after.id}"
        case before, None if before is not None:
            return f"Withdrawn document: {before.title} ({before.publisher}, {before.published}), {before.id}"
    now = change.after or change.before
    assert now is not None
    return f"Document {now.id} is described otherwise or has other words"


def heading(change: RecommendationChange) -> str:
    """Say which recommendation it is and what happened to it."""
    now, before = change.now, change.before
    number = now.number
    if before is not None and change.after is not None and before.number != number:
        number = f"{number} (was {before.number})"
    kinds = ", ".join(_KINDS[kind] for kind in change.kinds)
    return f"Recommendation {number} of {now.document_id}: {kinds}"


def whole(change: RecommendationChange) -> str:
    """Give a recommendation in one line, where no field tells what happened to it."""
    if change.fields or change.kinds == ("renumbered",):
        return ""
    r = change.now
    words = (r.priority.text, r.action.text)
    named = f"Responsible: {r.responsible.text}" if r.responsible else ""
    status = f"Status: {r.status}" if r.status else ""
    return " ".join(filter(None, (*words, named, status)))


def named(change: PassageChange) -> str:
    """Name a passage and what happened to it."""
    before, after = change.before, change.after
    if before is not None and after is not None and before.id != after.id:
        return f"{after.id} (was {before.id}), {change.kind}"
    return f"{change.now.id}, {change.kind}"


def _field_lines(changes: Sequence[FieldChange]) -> Iterator[str]:
    for change in changes:
        name = change.field.replace("_", " ")
        yield from _wrapped(f"{name}: {_marked(change.runs)}", "  ")


def _marked(runs: Iterable[Run]) -> str:
    marks = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
    return " ".join(f"{marks[r.kind][0]}{r.text}{marks[r.kind][1]}" for r in bridged(runs))


def bridged(runs: Iterable[Run]) -> list[Run]:
    """Join changes that only a word or two part, so that they read as one."""
    out: list[Run] = []
    waiting = list(runs)
    for at, run in enumerate(waiting):
        is_bridge = (
            run.kind == "same"
            and 0 < at < len(waiting) - 1
            and len(run.text.split()) <= _MAX_BRIDGE
        )
        if not is_bridge:
            _extend(out, run)
            continue
        for kind in ("removed", "added"):
            _extend(out, Run(kind, run.text))
    return out


def _extend(runs: list[Run], run: Run) -> None:
    """Add a run to those since the last equal words, where its kind has its place."""
    last = len(runs)
    while last and runs[last - 1].kind != "same":
        last -= 1
    for at in range(last, len(runs)):
        if run.kind != "same" and runs[at].kind == run.kind:
            runs[at] = Run(run.kind, f"{runs[at].text} {run.text}")
            return
    if run.kind == "removed":
        runs.insert(last, run)
    else:
        runs.append(run)


def _moved_lines(changes: Changes) -> list[str]:
    moved = [p for p in changes.passages if p.kind == "moved"]
    pairs = ", ".join(f"{p.before.id} > {p.after.id}" for p in moved if p.before and p.after)
    said = f"{plural(len(moved), 'passage')} with the same words, another id: {pairs}"
    return ["", *_wrapped(said)] if moved else []


def _answer_lines(answers: Sequence[AnswerChange] | None) -> list[str]:
    if answers is None:
        return []
    lines = ["", f"{answered_otherwise(answers)}{':' if answers else ''}"]
    for answer in answers:
        shown = (", ".join(ids) or "not in the guidance" for ids in (answer.before, answer.after))
        lines += _wrapped(f"{answer.id} “{answer.question}”", "- ", "  ")
        lines += _wrapped(" > ".join(shown), "    ")
    return lines


def answered_otherwise(answers: Sequence[AnswerChange]) -> str:
    """Count the labelled questions that are answered otherwise."""
    return f"{plural(len(answers), 'labelled question')} answered otherwise"


def _markdown_field(change: FieldChange) -> str:
    return f"{change.field.replace('_', ' ')}: {_markdown_runs(change.runs)}"


def _markdown_runs(runs: Iterable[Run]) -> str:
    marks = {"same": "", "removed": "~~", "added": "**"}
    return " ".join(f"{marks[r.kind]}{_inert(r.text)}{marks[r.kind]}" for r in bridged(runs))


def _inert(text: str) -> str:
    """Keep Markdown from reading words as markup."""
    return re.sub(r"([\\`*_{}\[\]<>~|#])", r"\\\1", text)


def _wrapped(text: str, first: str = "", rest: str | None = None) -> list[str]:
    return wrapped(text, first, first if rest is None else rest)
