"""What changed between two builds, for a terminal, as Markdown to send round, on the page, and as JSON.

Says each change once, in the same words wherever it is shown; decides nothing.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple, Self, TypeAlias

from assistant.comparing import changes as compared
from assistant.comparing.changes import Changes, FieldChange, RecommendationChange, Run
from assistant.views.render import wording
from assistant.views.render.json import filled
from assistant.views.render.markup import Html, Template
from assistant.views.render.sentences import table
from assistant.views.render.text import wrapped
from assistant.views.render.wording import plural

_NOTHING = "Nothing has changed."
# These are said even where they are none.
_ALWAYS: tuple[compared.ChangeKind, ...] = ("new", "reworded", "status")
_PAGE = Template("news.html")
# Where a phrase has this few equal words between two changes, it is easier to read as one change.
_MAX_BRIDGE = 1


class Told(NamedTuple):
    """What is told of one thing: what happened to it, its fields' names and words, and words of it."""

    title: str
    named: Sequence[tuple[str, Sequence[Run]]] = ()
    words: Sequence[Run] = ()

    @classmethod
    def of(cls, title: str, fields: Sequence[FieldChange] = (), words: Sequence[Run] = ()) -> Self:
        """Tell changes so that they read well."""
        named = [(each.field.replace("_", " "), bridged(each.runs)) for each in fields]
        return cls(title, named, bridged(words))


def summary(changes: Changes) -> str:
    """Count what happened, in one line."""
    counts = changes.counts
    named = table("changes")
    said = [f"{n} {named[kind]}" for kind, n in counts.items() if n or kind in _ALWAYS]
    line = f"{plural(changes.n_recommendations, 'recommendation')}: {', '.join(said)}"
    others = [f"{n} {kind}" for kind, n in changes.passage_counts.items() if n]
    return f"{line}; other passages: {', '.join(others)}" if others else line


def _told(changes: Changes) -> dict[str, list[Told]]:
    """Tell everything that changed, under a heading each."""
    passages = [Told.of(_named(p), words=p.runs) for p in changes.reworded_passages]
    documents = [Told.of(_described(d), d.fields) for d in changes.documents]
    recommended = [recommendation(r) for r in changes.recommendations]
    parts = {"Documents": documents, "Recommendations": recommended, "Other passages": passages}
    return {heading: told for heading, told in parts.items() if told}


def recommendation(change: RecommendationChange) -> Told:
    """Tell what happened to a recommendation; whole where no field tells it."""
    if change.fields or change.kinds == ("renumbered",):
        return Told.of(heading(change), change.fields)
    r = change.now
    named = f"Responsible: {r.responsible.text}" * bool(r.responsible)
    status = f"Status: {r.status}" * bool(r.status)
    words = filter(None, (r.priority.text, r.action.text, named, status))
    return Told.of(heading(change), words=(Run("same", " ".join(words)),))


def heading(change: RecommendationChange) -> str:
    """Say which recommendation it is and what happened to it."""
    now, before = change.now, change.before
    number = now.number
    if before is not None and change.after is not None and before.number != number:
        number = f"{number} (was {before.number})"
    kinds = ", ".join(table("changes")[kind] for kind in change.kinds)
    return f"Recommendation {number} of {now.document_id}: {kinds}"


def _described(change: compared.DocumentChange) -> str:
    now = change.now
    if not change.whole:
        return f"Document {now.id} is described otherwise or has other words"
    return f"{change.whole.capitalize()} document: {now.title} ({now.publisher}, {now.published}), {now.id}"


def _named(change: compared.PassageChange) -> str:
    before, after = change.before, change.after
    if before is not None and after is not None and before.id != after.id:
        return f"{after.id} (was {before.id}), {change.kind}"
    return f"{change.now.id}, {change.kind}"


def changes_text(changes: Changes) -> str:
    """Write all changes out; words that went stand in [-…-], words that came in {+…+}."""
    lines = [f"From {changes.before} to {changes.after}", summary(changes)]
    lines += [_NOTHING] if changes.is_empty else []
    for told in (each for part in _told(changes).values() for each in part):
        lines += ["", *wrapped(told.title)]
        for name, runs in told.named:
            lines += wrapped(f"{name}: {_marked(runs, _IN_TEXT)}", "  ", "  ")
        lines += wrapped(_marked(told.words, _IN_TEXT), "  ", "  ")
    return "\n".join([*lines, *_beside(changes)]) + "\n"


def changes_markdown(changes: Changes) -> str:
    """Write all changes as Markdown: ~~words that went~~, **words that came**."""
    between = f"Index {changes.before} to index {changes.after}."
    lines = [f"# {wording.NEWS}", "", f"{summary(changes)}.", "", between, ""]
    lines += [_NOTHING, ""] if changes.is_empty else []
    for part, items in _told(changes).items():
        lines += [f"## {part}", ""]
        for told in items:
            body = [f"- {name}: {_marked(runs, _IN_MARKDOWN, _inert)}" for name, runs in told.named]
            words = _marked(told.words, _IN_MARKDOWN, _inert)
            lines += [f"### {_inert(told.title)}", "", *body, *([words] if words else []), ""]
    return "\n".join([*lines, *map(_inert, _beside(changes))]).rstrip("\n") + "\n"


# What stands before and after words, by what became of them.
_Marks: TypeAlias = Mapping[compared.RunKind, tuple[str, str]]
_IN_TEXT: _Marks = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
_IN_MARKDOWN: _Marks = {"same": ("", ""), "removed": ("~~", "~~"), "added": ("**", "**")}


def _marked(runs: Iterable[Run], marks: _Marks, written: Callable[[str], str] = str) -> str:
    return " ".join(written(run.text).join(marks[run.kind]) for run in runs)


def _inert(text: str) -> str:
    """Keep Markdown from reading words as markup."""
    return re.sub(r"([\\`*_{}\[\]<>~|#])", r"\\\1", text)


def _beside(changes: Changes) -> list[str]:
    """Tell of passages that only moved, and of labelled questions that are answered otherwise."""
    lines: list[str] = []
    if moved := [p for p in changes.passages if p.kind == "moved"]:
        pairs = ", ".join(f"{p.before.id} > {p.after.id}" for p in moved if p.before and p.after)
        said = f"{plural(len(moved), 'passage')} with the same words, another id: {pairs}"
        lines += ["", *wrapped(said)]
    if changes.answers is not None:
        lines += ["", f"{_otherwise(changes.answers)}{':' if changes.answers else ''}"]
    for answer in changes.answers or ():
        shown = (", ".join(ids) or "not in the guidance" for ids in (answer.before, answer.after))
        lines += wrapped(f"{answer.id} “{answer.question}”", "- ", "  ")
        lines += wrapped(" > ".join(shown), "    ", "    ")
    return lines


def _otherwise(answers: Sequence[compared.AnswerChange]) -> str:
    return f"{plural(len(answers), 'labelled question')} answered otherwise"


def news(changes: Changes | None) -> Html:
    """Show what has changed, or that there is nothing to compare with."""
    if changes is None:
        return _PAGE.news(None)
    said = {"summary": summary(changes), "otherwise": _otherwise(changes.answers or ())}
    return _PAGE.news(changes, said, _told(changes))


def bridged(runs: Iterable[Run]) -> list[Run]:
    """Join changes that only a word or two part, so that they read as one."""
    waiting = list(runs)
    out: list[Run] = []
    # Neither the first nor the last is a bridge.
    ends = 0, len(waiting) - 1
    stays = [
        run.kind == "same" and (at in ends or len(run.text.split()) > _MAX_BRIDGE)
        for at, run in enumerate(waiting)
    ]
    for is_same, group in groupby(zip(stays, waiting, strict=True), key=itemgetter(0)):
        members = [run for _, run in group]
        removed = " ".join(run.text for run in members if run.kind != "added")
        added = " ".join(run.text for run in members if run.kind != "removed")
        pair = (Run("removed", removed), Run("added", added))
        out += members if is_same else (run for run in pair if run.text)
    return out


changes_json = partial(filled, "Changes")
