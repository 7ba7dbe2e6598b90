"""Which documents does a question name, and where?

Knows nothing of what is asked of them.
"""

from collections.abc import Sequence

from assistant.asking.naming import Namer
from assistant.asking.tokens import Token
from assistant.asking.wordings import (
    Match,
    Wordings,
    gathered,
    word_list,
    wording_at,
    words_of,
)
from assistant.domain import DocumentId
from assistant.indexing.storage import Index

_NO_NOUN = frozenset({"", "?", ".", ",", "on", "about"})


class DocumentNames:
    """The names of one index's documents."""

    def __init__(self, index: Index, namer: Namer) -> None:
        """Take an open index and who names what stands in it."""
        self._ids = tuple(entry.id for entry in index.documents)
        self._names = Wordings((name, of) for of in self._ids for name in namer.document_names(of))

    def at(self, found: Sequence[Token]) -> list[Match[DocumentId]]:
        """Find the documents' names, the longest at each place."""
        said, at = word_list(found), 0
        out: list[Match[DocumentId]] = []
        while at < len(said):
            match = self._names.at(said, at)
            if match and not _is_of_others(said, match):
                out.append(match)
                at = match.end
            else:
                at += 1
        return out

    def named(
        self, found: Sequence[Token], names: Sequence[Match[DocumentId]]
    ) -> tuple[DocumentId, ...]:
        """Give the documents that a question names; all of them for "both bodies"."""
        if _names_all(word_list(found), len(self._ids)):
            return self._ids
        ids = {document for match in names for document in match.meanings}
        return tuple(of for of in self._ids if of in ids)


def _is_of_others(said: Sequence[str], match: Match[DocumentId]) -> bool:
    """Tell whether a name is another's, or of those left out: "the Society of Cardiology", "outside the RCR"."""
    before = said[match.start - 1] if match.start else ""
    return said[match.end : match.end + 1] == ["of"] or before == "outside"


def both_named(said: Sequence[str]) -> list[tuple[int, int]]:
    """Find where all documents are named: the tokens [start, end) of "both papers", "each of the two bodies"."""
    all_of = gathered("of_both").everywhere(said)
    nouns = ((match.start, wording_at("publication", said, match.end)) for match in all_of)
    return [(start, noun.end) for start, noun in nouns if noun]


def _names_all(said: Sequence[str], n_documents: int) -> bool:
    """Tell whether all documents are meant: "both papers"; of two, "what do both say", "in each of the two"."""
    both = gathered("of_both")
    ends = [match.end for match in both.everywhere(said)]
    if both_named(said):
        return True
    said = [*said, ""] if ends else []
    within = [at + 1 for at, word in enumerate(said) if word in words_of("both_in")]
    ends_within = [match.end for at in within if (match := both.at(said, at))]
    return n_documents == 2 and (
        any(wording_at("says", said, end) for end in ends)
        or any(said[end] in _NO_NOUN for end in ends_within)
    )
