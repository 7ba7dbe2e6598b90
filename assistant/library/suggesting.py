"""The passages that lack asked-as questions, and a file to write some in."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence

from assistant.domain import DocumentId, Passage
from assistant.errors import InvalidRequest
from assistant.indexing.storage import Index

_WIDTH = 100


def suggestions(index: Index, document_id: DocumentId = "") -> tuple[Passage, ...]:
    """List the passages without asked-as questions, of one document or of all.

    Raises:
        InvalidRequest: there is no such document.
    """
    known = [d.id for d in index.documents]
    if document_id and document_id not in known:
        raise InvalidRequest(f"no document {document_id!r}; there are: {', '.join(known)}")
    lacking = set(index.manifest.without_asked_as)
    return tuple(
        p for p in index.passages if p.id in lacking and document_id in ("", p.document_id)
    )


def asked_as_template(passages: Sequence[Passage]) -> str:
    """Write a file to fill in with asked-as questions: one block a passage, its words above it."""
    lines = [
        "# Asked-as questions: for each passage, questions that it answers, in people's own words.",
        "# Write some ten short ones into each list, as people would ask them, each in double",
        "# quotes and ended by a comma. Save it in corpus/asked_as/ under a name ending in .toml,",
        "# then run: python -m assistant build",
    ]
    for passage in passages:
        words = " ".join((passage.lead_in, passage.text)).strip()
        lines += ["", *textwrap.wrap(words, _WIDTH, initial_indent="# ", subsequent_indent="# ")]
        lines += ["[[passage]]", f"id = {json.dumps(passage.id)}", "asked_as = [", "]"]
    return "\n".join(lines) + "\n"
