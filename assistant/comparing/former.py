"""Which number a recommendation had in the edition before, as long as a build of that one is kept.

Knows nothing of how it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.comparing.pairing import pair_recommendations, succession_of
from assistant.domain import RecommendationKey, RecommendationNumber
from assistant.errors import IndexUnavailable
from assistant.indexing.serving import builds
from assistant.indexing.storage import Index, open_build


def former_numbers(index: Index) -> dict[RecommendationKey, RecommendationNumber]:
    """Give the numbers that recommendations had in the edition before, where they were others.

    The edition before is that of the newest earlier build in which the document has another file;
    recommendations that are new have no former number.
    """
    numbers: dict[RecommendationKey, RecommendationNumber] = {}
    waiting = {d.id: d.sha256 for d in index.documents}
    for before in _earlier(index):
        if not waiting:
            break
        follows = succession_of(before, index)
        for entry in before.documents:
            document = follows.get(entry.id, entry.id)
            if waiting.get(document, entry.sha256) != entry.sha256:
                del waiting[document]
                pairs = pair_recommendations(
                    [r for r in before.recommendations if r.document_id == entry.id],
                    [r for r in index.recommendations if r.document_id == document],
                    follows,
                )
                numbers |= {b.key: a.number for a, b in pairs if a and b and a.number != b.number}
    return numbers


def _earlier(index: Index) -> Iterator[Index]:
    """Open the kept builds that were published before this one, the newest first."""
    folder = index.folder.parent.parent
    names = [name for name, _ in builds(folder)]
    for name in names[names.index(index.id) + 1 :] if index.id in names else []:
        try:
            yield open_build(folder, name)
        except (IndexUnavailable, OSError):
            continue  # it is damaged, or has been dropped meanwhile
