"""How well recommendations are found, and what one more question changes, in words."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from assistant.domain import DocumentId
from assistant.library import Effect, Need, Place, Unasked, most_in_need
from assistant.views.render import wording
from assistant.views.render.markup import Html, Template, notices

_PAGE = Template("library.html")
# So many letters of a recommendation are shown.
_WORDS_SHOWN = 160

_SUFFIXES = {1: "st", 2: "nd", 3: "rd"}


def needs_lines(needs: Mapping[str, Sequence[Need]]) -> Iterator[str]:
    """Say of each document how well it is found, and name the few most in need of a question."""
    for document, found in needs.items():
        yield f"{document}: {summary(found)}"
        first = most_in_need(found)
        if first:
            yield "  A question helps these most (python -m assistant suggest ID QUESTION):"
        yield from (f"  {need.passage.id}: {need_line(need)}" for need in first)


def summary(found: Sequence[Need]) -> str:
    """Count the recommendations of a document that are found, and those that have questions."""
    own = sum(need.own.rank == 1 for need in found)
    asked, missed = sum(len(need.asked) for need in found), sum(need.n_missed for need in found)
    questions = f"{asked - missed} of {asked} of their questions" if asked else "no questions yet"
    n = wording.plural(len(found), "recommendation")
    return f"{own} of {n} come first for their own words; {questions}" + (
        " find theirs first, each as if nobody had written it." if asked else "."
    )


def need_line(need: Need) -> str:
    """Say how well one recommendation is found."""
    n = wording.plural(need.n_questions, "question") if need.n_questions else "no questions yet"
    missed = [f"“{p.question}” finds {p.ahead} first" for p in need.asked if p.rank > 1]
    return "; ".join([f"{_place(need.own)} for its own words", n, *missed])


def unasked_lines(unasked: Sequence[Unasked]) -> Iterator[str]:
    """Name the documents of which nobody has asked anything yet, once each."""
    for one in unasked:
        other = "other passage" if one.n_recommendations else "passage"
        held = ((one.n_recommendations, "recommendation"), (one.n_others, other))
        parts = ", ".join(wording.plural(n, noun) for n, noun in held if n)
        yield f"{one.document_id}: no asked-as questions yet: {parts}"


def effect_lines(effect: Effect) -> Iterator[str]:
    """Say what one more question changes."""
    question, passage = effect.after.question, effect.passage.id
    yield f"“{question}”: {passage} is {_place(effect.before)} without it, {_place(effect.after)} with it."
    n = wording.plural(effect.n_others, "question")
    if not effect.others:
        yield f"The {n} of others that are nearest to it find what they found."
    for was, now in effect.others:
        yield f"“{was.question}”: its recommendation is {_place(now)} now, was {_place(was)}."


def needs(document: DocumentId, found: Sequence[Need]) -> Html:
    """Show how well a document is found, and offer to write a question where it helps most."""
    every = [f"{need.passage.recommendation}: {need_line(need)}" for need in found]
    most = [
        (p, textwrap.shorten(p.text, _WORDS_SHOWN, placeholder=" …"), need_line(need))
        for need in most_in_need(found)
        for p in (need.passage,)
    ]
    return _PAGE.needs(document, summary(found) if found else wording.NOTHING_NUMBERED, most, every)


def effect(found: Effect, *, is_kept: bool) -> Html:
    """Show what a question changes, and whether it was written down."""
    return notices.said(*effect_lines(found), *([wording.QUESTION_KEPT] if is_kept else []))


def _place(place: Place) -> str:
    if place.rank == 1:
        return "first"
    ending = "th" if 10 < place.rank % 100 < 14 else _SUFFIXES.get(place.rank % 10, "th")
    return f"{place.rank}{ending} (behind {place.ahead})"
