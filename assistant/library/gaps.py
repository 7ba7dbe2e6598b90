"""The passages that need asked-as questions most, why, and a file to write some in."""

import json
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from assistant.domain import DocumentId, Passage, PassageId
from assistant.indexing.storage import Index
from assistant.indexing.tokenization import terms, words
from assistant.library.needs import FEW, check_document, questions_of

_WIDTH = 100
# A word is telling if at most one recommendation in so many holds it.
_TELLING = 5
# A neighbour owns a word if so many of its questions use it, for each one of the passage's own that
# does. Source: "audit" stands in 23 questions of the recommendation on training in audit and in
# none of the one on audit, and the plain question for it found the wrong one.
_OWNED = 5
_WORDS_SHOWN = 3
_LETTERS = 3


class OwnedWord(NamedTuple):
    """A telling word of a passage, as it writes it, and how many questions of either use it."""

    word: str
    other: PassageId
    n_here: int
    n_there: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A passage that needs asked-as questions; it has `n_questions`."""

    passage: Passage
    n_questions: int
    owned: tuple[OwnedWord, ...] = ()


class Unasked(NamedTuple):
    """A document that has no asked-as question at all, and what it holds."""

    document_id: DocumentId
    n_recommendations: int
    n_others: int


def unasked(index: Index) -> tuple[Unasked, ...]:
    """List the documents without any asked-as question."""
    asked = {line.passage_id.split("/")[0] for line in index.asked_as}
    passages = [p for p in index.passages if p.kind != "reference"]
    n_of = Counter((p.document_id, p.kind == "recommendation") for p in passages)
    unasked = (d.id for d in index.documents if d.id not in asked)
    return tuple(Unasked(name, n_of[name, True], n_of[name, False]) for name in unasked)


def suggestions(index: Index, document_id: DocumentId = "") -> tuple[Suggestion, ...]:
    """List the passages that need asked-as questions, of one document or of all.

    Those whose telling words a neighbour's questions own come first, then those with the fewest.
    """
    if document_id:
        check_document(index, document_id)
    asked = questions_of(index)
    owned = _owned_words(index, asked) if asked else {}
    passages = [p for p in index.passages if p.kind != "reference"]
    of_these = (p for p in passages if document_id in ("", p.document_id))
    found = [Suggestion(p, len(asked[p.id]), owned.get(p.id, ())) for p in of_these]
    needing = [s for s in found if s.owned or s.n_questions < FEW]
    needing.sort(key=lambda s: (-max((w.n_there for w in s.owned), default=0), s.n_questions))
    return tuple(needing)


def _owned_words(
    index: Index, asked: Mapping[PassageId, Sequence[str]]
) -> dict[PassageId, tuple[OwnedWord, ...]]:
    """Find each recommendation's telling words that the questions of another passage own.

    Of documents with questions: where nobody has asked anything yet, every word is another's.
    """
    begun = {passage_id.split("/")[0] for passage_id, questions in asked.items() if questions}
    uses = {p: Counter(t for q in questions for t in {*terms(q)}) for p, questions in asked.items()}
    most: dict[str, tuple[int, PassageId]] = {}
    for passage_id, counts in uses.items():
        for term, n in counts.items():
            most[term] = max(most.get(term, (0, "")), (n, passage_id))
    passages = index.passages
    held = {n: _written(passages[n]) for n in passages.of_kind("recommendation")}
    frequency = Counter(term for written in held.values() for term in written)
    found = {}
    for number, written in held.items():
        passage_id = passages[number].id
        own = uses.get(passage_id, Counter())
        telling = (t for t in written if frequency[t] <= max(1, len(held) // _TELLING))
        words_owned = [
            OwnedWord(written[t], other, own[t], n)
            for t in telling
            for n, other in [most.get(t, (0, ""))]
            if len(t) >= _LETTERS and other != passage_id and n >= _OWNED * (own[t] + 1)
        ]
        if words_owned and passages[number].document_id in begun:
            found[passage_id] = tuple(sorted(words_owned, key=lambda w: (-w.n_there, w.word)))
    return found


def _written(passage: Passage) -> dict[str, str]:
    return {term: word for word in reversed(words(passage.text)) for term in terms(word)}


def asked_as_template(suggested: Sequence[Suggestion]) -> str:
    """Write a file to fill in with asked-as questions: one block a passage, its words above it."""
    lines = [
        "# Asked-as questions: for each passage, questions that it answers, in people's own words.",
        "# Write some ten short ones into each list, as people would ask them, each in double",
        "# quotes and ended by a comma. Save it in corpus/asked_as/ under a name ending in .toml,",
        "# then run: python -m assistant build",
    ]
    for suggestion in suggested:
        passage = suggestion.passage
        text = f"{passage.lead_in} {passage.text}".strip()
        lines += ["", *textwrap.wrap(text, _WIDTH, initial_indent="# ", subsequent_indent="# ")]
        lines += [f"# {reason}" for reason in reasons(suggestion)]
        lines += ["[[passage]]", f"id = {json.dumps(passage.id)}", "asked_as = [", "]"]
    return "\n".join(lines) + "\n"


def reasons(suggestion: Suggestion) -> Iterator[str]:
    """Say why a passage needs questions."""
    for owned in suggestion.owned[:_WORDS_SHOWN]:
        others = f"{owned.n_there} questions of {owned.other} do, {owned.n_here} of these"
        yield f'Use the word "{owned.word}": {others}.'
    if suggestion.n_questions < FEW:
        yield f"It has {suggestion.n_questions or 'no'} asked-as questions."
