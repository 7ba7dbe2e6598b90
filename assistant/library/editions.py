"""Two editions of a document: what became of each passage and each number.

Writes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant import domain
from assistant.building.corpus import chunk_corpus
from assistant.building.keeping import current_or_none
from assistant.comparing.changes import RecommendationChange, recommendation_changes
from assistant.comparing.pairing import pair_passages, pair_recommendations
from assistant.corpus.manifest import document_path
from assistant.domain import Document, DocumentEntry, DocumentId, Passage, PassageId, Table
from assistant.errors import CorpusError
from assistant.library.proposing import proposed
from assistant.measuring.acceptance import QUESTIONS
from assistant.parsing import parse_document
from assistant.parsing.recommendations import columns_of


@dataclass(frozen=True, slots=True)
class Edition:
    """What two editions are compared by."""

    recommendations: tuple[domain.Recommendation, ...]
    passages: tuple[Passage, ...]


def edition_of(document: Document | None) -> Edition | None:
    """Take an edition from a document, if there is one."""
    if document is None:
        return None
    return Edition(document.recommendations, chunk_corpus([document]))


def read_before(corpus: Path, old: DocumentEntry) -> Document | None:
    """Read the edition before; one that is damaged or gone cannot be compared with."""
    try:
        return parse_document(document_path(corpus, old), old)
    except CorpusError:
        return None


def served_edition(index: Path, old: DocumentEntry) -> Edition | None:
    """Take the edition before from the index, where its file has been written over."""
    serving = current_or_none(index)
    if serving is None or all(d.sha256 != old.sha256 for d in serving.documents):
        return None
    return Edition(
        tuple(r for r in serving.recommendations if r.document_id == old.id),
        tuple(p for p in serving.passages if p.document_id == old.id),
    )


def matched(
    before: Edition | None, after: Document
) -> tuple[tuple[RecommendationChange, ...], dict[PassageId, PassageId]]:
    """Match the passages of two editions; without the one before, by their ids."""
    new = chunk_corpus([after])
    if before is None:
        return (), {p.id: p.id for p in new}
    pairs = pair_recommendations(before.recommendations, after.recommendations)
    renamed = {a.id: b.id if b else "" for a, b in pairs if a}
    others = pair_passages(before.passages, new)
    renamed |= {a.id: b.id if b else "" for a, b in others if a}
    return recommendation_changes(pairs), renamed


def description_notes(before: Document | None, after: Document) -> list[str]:
    """Say what of a new edition is called otherwise: the document itself, columns of its tables."""
    notes = []
    entry, title = after.entry, proposed(after).title
    if title and not _is_called(entry.title, title):
        notes.append(
            f"It calls itself “{title}”; its title stays “{entry.title}” if no other is given."
        )
    old, new = (_column_heads(d) if d is not None else {} for d in (before, after))
    for name in old.keys() & new.keys():
        gone, come = old[name] - new[name], new[name] - old[name]
        if gone and come:
            notes.append(f"Column {_named(gone)} is now called {_named(come)}.")
    return sorted(notes)


def _is_called(title: str, own: str) -> bool:
    said, found = (" ".join(re.findall(r"\w+", words.casefold())) for words in (title, own))
    return said in found or found in said


def _column_heads(document: Document) -> dict[str, set[str]]:
    """Give what the columns of its tables of recommendations are called, by what they hold."""
    heads: dict[str, set[str]] = {}
    for table in (block for block in document.blocks if isinstance(block, Table)):
        for name, at in columns_of(table).items():
            if table.header[at]:
                heads.setdefault(name, set()).add(table.header[at].text)
    return heads


def _named(heads: set[str]) -> str:
    return ", ".join(f"“{head}”" for head in sorted(heads))


def label_notes(
    corpus: Path,
    entries: Sequence[DocumentEntry],
    entry: DocumentEntry,
    changes: Sequence[RecommendationChange],
) -> list[str]:
    """Warn of labelled questions whose numbers mean other recommendations now."""
    if not (corpus / QUESTIONS).is_file() or not renumbered(changes):
        return []
    if others_numbered(corpus, entries, entry.id):
        return [
            f"Recommendations were renumbered: go through the numbers in {corpus / QUESTIONS}; "
            "they name no document, so they are left as they are."
        ]
    return []


def renumbered(changes: Sequence[RecommendationChange]) -> dict[str, str]:
    """Give the number that recommendations have now, by the one they had; empty for none."""
    return {
        c.before.number: c.after.number if c.after else ""
        for c in changes
        if c.before and (c.after is None or c.after.number != c.before.number)
    }


def others_numbered(
    corpus: Path, entries: Sequence[DocumentEntry], document_id: DocumentId
) -> bool:
    """Tell whether another document has numbered recommendations."""
    for other in entries:
        if other.id != document_id:
            document = read_before(corpus, other)
            if document is None or document.recommendations:
                return True
    return False
