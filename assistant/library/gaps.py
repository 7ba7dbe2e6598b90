"""The passages that have few asked-as questions, and a file to write some in."""

import json
import textwrap
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from assistant.domain import DocumentId, Passage
from assistant.indexing.storage import Index
from assistant.library.needs import FEW, check_document, questions_of

_WIDTH = 100


class Suggestion(NamedTuple):
    """A passage that needs asked-as questions; it has `n_questions`."""

    passage: Passage
    n_questions: int


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
    """List the passages that have few asked-as questions, of one document or of all, those with the fewest first."""
    if document_id:
        check_document(index, document_id)
    asked = questions_of(index)
    passages = [p for p in index.passages if p.kind != "reference"]
    of_these = (p for p in passages if document_id in ("", p.document_id))
    found = [Suggestion(p, len(asked[p.id])) for p in of_these if len(asked[p.id]) < FEW]
    return tuple(sorted(found, key=lambda s: s.n_questions))


def asked_as_template(suggested: Sequence[Suggestion]) -> str:
    """Write a file to fill in with asked-as questions: one block a passage, its words above it."""
    lines = [
        "# Asked-as questions: for each passage, questions that it answers, in people's own words.",
        "# Write some ten short ones into each list, as people would ask them, each in double",
        "# quotes and ended by a comma. Save it in corpus/asked_as/ under a name ending in .toml,",
        "# then run: python -m assistant build",
    ]
    for passage, n_questions in suggested:
        text = f"{passage.lead_in} {passage.text}".strip()
        lines += ["", *textwrap.wrap(text, _WIDTH, initial_indent="# ", subsequent_indent="# ")]
        lines += [f"# It has {n_questions or 'no'} asked-as questions."]
        lines += ["[[passage]]", f"id = {json.dumps(passage.id)}", "asked_as = [", "]"]
    return "\n".join(lines) + "\n"
