"""What the index that serves changed against the one before it, as the page shows it.

Counts and kinds come from the same words as the command line's `diff`. Decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.comparing.changes import (
    AnswerChange,
    Changes,
    DocumentChange,
    FieldChange,
    PassageChange,
    RecommendationChange,
    Run,
)
from assistant.views.render import wording
from assistant.views.render.changes import bridged, described, heading, named, short, summary
from assistant.views.render.elements import NOTHING, Html, element, joined, unseen

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
        return element("div", element("h2", HEADING), element("p", FIRST), class_="news")
    return element(
        "div",
        element("h2", HEADING),
        element("p", _between(changes), class_="hint"),
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
    return joined([element("p", _LEGEND, class_="hint"), *shown]) if shown else NOTHING


def _text(changes: Changes) -> Iterable[Html]:
    if not (changes.documents or changes.recommendations or changes.passages):
        return [element("p", _SAME_TEXT)]
    passages = [p for p in changes.passages if p.kind != "moved"]
    n_moved = len(changes.passages) - len(passages)
    moved = f"{wording.plural(n_moved, 'passage')} with the same words stand in another place."
    return [
        element("p", f"{summary(changes)}."),
        element("p", _LEGEND, class_="hint"),
        *_part("Documents", map(_document, changes.documents)),
        *_part("Recommendations", map(_recommendation, changes.recommendations)),
        *_part("Other passages", map(_passage, passages)),
        element("p", moved) if n_moved else NOTHING,
    ]


def _part(title: str, shown: Iterable[Html]) -> list[Html]:
    items = list(shown)
    return [element("h3", title), *items] if items else []


def _document(change: DocumentChange) -> Html:
    return _item(described(change), change.fields)


def _recommendation(change: RecommendationChange) -> Html:
    is_same = bool(change.fields) or change.kinds == ("renumbered",)
    return _item(heading(change), change.fields, "" if is_same else short(change.now))


def _passage(change: PassageChange) -> Html:
    return element(
        "div", element("h4", named(change)), element("p", _words(change.runs)), class_="change"
    )


def _item(title: str, fields: Sequence[FieldChange], words: str = "") -> Html:
    pairs = (
        element("div", element("dt", f.field.replace("_", " ")), element("dd", _words(f.runs)))
        for f in fields
    )
    return element(
        "div",
        element("h4", title),
        element("p", words) if words else NOTHING,
        element("dl", *pairs, class_="fields") if fields else NOTHING,
        class_="change",
    )


def _words(runs: Iterable[Run]) -> Html:
    return joined(map(_run, bridged(runs)), " ")


def _run(run: Run) -> str:
    match run.kind:
        case "removed":
            return element("del", unseen("[went: "), run.text, unseen("]"))
        case "added":
            return element("ins", unseen("[came: "), run.text, unseen("]"))
        case _:
            return run.text


def _answers(answers: Sequence[AnswerChange] | None) -> Html:
    if answers is None:
        return NOTHING
    if not answers:
        return element("p", "No labelled question is answered otherwise.")
    title = f"{wording.plural(len(answers), 'labelled question')} answered otherwise"
    return joined([element("h3", title), *map(_answer, answers)])


def _answer(change: AnswerChange) -> Html:
    before, after = (
        ", ".join(ids) or wording.NOT_IN_GUIDANCE for ids in (change.before, change.after)
    )
    rows = (("before", before), ("now", after))
    return element(
        "div",
        element("h4", f"“{change.question}”"),
        element(
            "dl",
            *(element("div", element("dt", k), element("dd", v)) for k, v in rows),
            class_="fields",
        ),
        class_="change",
    )
