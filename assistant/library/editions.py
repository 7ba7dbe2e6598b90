"""Two editions of a document: what became of each passage and each number."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from assistant import domain
from assistant.building.builds import current_or_none
from assistant.building.corpus import chunk_corpus
from assistant.comparing.changes import RecommendationChange, label_changes, recommendation_changes
from assistant.comparing.pairing import pair_passages, pair_recommendations
from assistant.corpus.manifest import document_path
from assistant.domain import Document, DocumentEntry, DocumentId, Passage, PassageId
from assistant.errors import CorpusError
from assistant.parsing import parse_document


class FormerEdition(NamedTuple):
    """What two editions are compared by."""

    recommendations: tuple[domain.Recommendation, ...]
    passages: tuple[Passage, ...]
    labels: Mapping[str, str]


def edition_before(corpus: Path, index: Path, old: DocumentEntry) -> FormerEdition | None:
    """Take the edition before from the index or, where it is not there, from its file.

    One that is in neither, damaged or gone, cannot be compared with.
    """
    serving = current_or_none(index)
    if serving is not None and any(d.sha256 == old.sha256 for d in serving.documents):
        return FormerEdition(
            tuple(r for r in serving.recommendations if r.document_id == old.id),
            tuple(p for p in serving.passages if p.document_id == old.id),
            serving.labels.get(old.id, {}),
        )
    try:
        document = parse_document(document_path(corpus, old), old)
    except CorpusError:
        return None
    return FormerEdition(document.recommendations, chunk_corpus([document]), document.labels)


def matched(
    before: FormerEdition | None, after: Document
) -> tuple[tuple[RecommendationChange, ...], dict[PassageId, PassageId]]:
    """Match the passages of two editions; without the one before, by their ids."""
    new = chunk_corpus([after])
    if before is None:
        return (), {p.id: p.id for p in new}
    pairs = pair_recommendations(before.recommendations, after.recommendations)
    both = (*pairs, *pair_passages(before.passages, new))
    return recommendation_changes(pairs), {a.id: b.id if b else "" for a, b in both if a}


def naming_notes(before: FormerEdition | None, after: Document) -> list[str]:
    """Say what of a new edition is called otherwise: the document itself, columns of its tables."""
    notes = []
    entry, title = after.entry, after.labels.get("title", "")
    said, own = (" ".join(re.findall(r"\w+", t.casefold())) for t in (entry.title, title))
    if title and said not in own and own not in said:
        stays = f"its title stays “{entry.title}” if no other is given."
        notes.append(f"It calls itself “{title}”; {stays}")
    called = label_changes(before.labels if before else {}, after.labels)
    columns = (change for change in called if change.field.startswith("column"))
    return notes + [f"Column “{c.before}” is now called “{c.after}”." for c in columns]


def renumbered(changes: Sequence[RecommendationChange]) -> dict[str, str]:
    """Give the number that recommendations have now, by the one they had; empty for none."""
    return {
        c.before.number: c.after.number if c.after else ""
        for c in changes
        if c.before and (c.after is None or c.after.number != c.before.number)
    }


def others_numbered(
    corpus: Path, index: Path, entries: Sequence[DocumentEntry], document_id: DocumentId
) -> bool:
    """Tell whether another document has numbered recommendations, or cannot be read."""
    others = (edition_before(corpus, index, e) for e in entries if e.id != document_id)
    return any(other is None or other.recommendations for other in others)
