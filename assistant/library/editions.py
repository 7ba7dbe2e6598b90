"""Two editions of a document: what became of each passage and each number.

Writes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant import domain
from assistant.acceptance import QUESTIONS
from assistant.building.corpus import chunk_corpus
from assistant.building.keeping import current_or_none
from assistant.changes import RecommendationChange, recommendation_changes
from assistant.domain import Document, DocumentEntry, DocumentId, Passage, PassageId
from assistant.errors import CorpusError
from assistant.pairing import pair_passages, pair_recommendations
from assistant.parsing import parse_document
from assistant.parsing.manifest import document_path


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
