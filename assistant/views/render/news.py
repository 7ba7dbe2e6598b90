"""What the index that serves changed against the one before it, as the page shows it.

Counts and kinds come from the same words as the command line's `diff`. Decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.comparing.changes import (
    AnswerChange,
    Changes,
    FieldChange,
    RecommendationChange,
    Run,
)
from assistant.views.render import wording
from assistant.views.render.changes import (
    answered_otherwise,
    bridged,
    described,
    heading,
    named,
    summary,
    whole,
)
from assistant.views.render.elements import NOTHING, Html, joined, named_values, tag, unseen

HEADING = "What has changed in the guidance"
FIRST = (
    "No earlier index is kept on this machine, so there is nothing to compare with. What a new one "
    "changes will be shown here, recommendation by recommendation."
)
_SAME_TEXT = (
    "Nothing in the guidance’s text has changed. Only what is kept beside it has, such as the "
    "questions by which passages are found."
)
_LEGEND = "Words that went are struck through, words that came are underlined."


def news(changes: Changes | None) -> Html:
    """Show what has changed, or that there is nothing to compare with."""
    if changes is None:
        return tag.div(tag.h2(HEADING), tag.p(FIRST), class_="news")
    return tag.div(
        tag.h2(HEADING),
        tag.p(_between(changes), class_="hint"),
        *_text(changes),
        _answers(changes.answers),
        class_="news",
    )


def _between(changes: Changes) -> str:
    if changes.is_back:
        return (
            f"Somebody went back to the earlier index {changes.after}; index {changes.before} came "
            "after it. What is shown here is what going back has changed."
        )
    return f"From index {changes.before} to index {changes.after}."


def prepared_changes(changes: Sequence[RecommendationChange]) -> Html:
    """Show what a new edition changes in the recommendations."""
    shown = [_recommendation(change) for change in changes]
    return joined(tag.p(_LEGEND, class_="hint"), *shown) if shown else NOTHING


def _text(changes: Changes) -> Iterable[Html]:
    if not (changes.documents or changes.recommendations or changes.passages):
        return [tag.p(_SAME_TEXT)]
    passages = changes.reworded_passages
    n_moved = len(changes.passages) - len(passages)
    moved = f"{wording.plural(n_moved, 'passage')} with the same words stand in another place."
    return [
        tag.p(f"{summary(changes)}."),
        tag.p(_LEGEND, class_="hint"),
        *_part("Documents", [_item(described(d), d.fields) for d in changes.documents]),
        *_part("Recommendations", [_recommendation(r) for r in changes.recommendations]),
        *_part("Other passages", [_item(named(p), (), _words(p.runs)) for p in passages]),
        tag.p(moved) if n_moved else NOTHING,
    ]


def _part(title: str, items: Sequence[Html]) -> list[Html]:
    return [tag.h3(title), *items] if items else []


def _recommendation(change: RecommendationChange) -> Html:
    return _item(heading(change), change.fields, whole(change))


def _item(title: str, fields: Sequence[FieldChange], words: str = "") -> Html:
    changed = named_values((f.field.replace("_", " "), _words(f.runs)) for f in fields)
    return tag.div(tag.h4(title), tag.p(words) if words else NOTHING, changed, class_="change")


def _words(runs: Iterable[Run]) -> Html:
    return joined(*map(_run, bridged(runs)), between=" ")


def _run(run: Run) -> str:
    match run.kind:
        case "removed":
            return tag["del"](unseen("[went: "), run.text, unseen("]"))
        case "added":
            return tag.ins(unseen("[came: "), run.text, unseen("]"))
        case _:
            return run.text


def _answers(answers: Sequence[AnswerChange] | None) -> Html:
    if answers is None:
        return NOTHING
    if not answers:
        return tag.p("No labelled question is answered otherwise.")
    return joined(tag.h3(answered_otherwise(answers)), *map(_answer, answers))


def _answer(change: AnswerChange) -> Html:
    sides = (("before", change.before), ("now", change.after))
    shown = ((name, ", ".join(ids) or wording.NOT_IN_GUIDANCE) for name, ids in sides)
    return tag.div(tag.h4(f"“{change.question}”"), named_values(shown), class_="change")
