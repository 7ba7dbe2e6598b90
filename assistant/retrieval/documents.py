"""Which document a question names: "the RCR", "the Society", "both bodies".

Knows the documents' publishers and what people call them; nothing of passages.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property

from assistant.domain import DocumentId
from assistant.indexing.storage import Index
from assistant.indexing.tokenization import words
from assistant.retrieval.followup import new_topic
from assistant.retrieval.reading import Reading

_BOTH = re.compile(
    r"\b(?:both|each|either|the two)\s+(?:of\s+(?:them|the\s+)?)?\s*(?:bod(?:y|ies)|documents?|organisations?|papers?|texts?|statements?|colleges?|publishers?)\b"
    r"|\b(?:one|each) document\b",
    re.IGNORECASE,
)

# A question of no more words than these is searched whole.
_FEW_WORDS = 2


class Documents:
    """The documents of an index and their names."""

    def __init__(self, index: Index) -> None:
        """Take an open index."""
        self._index = index

    @cached_property
    def _names(self) -> list[tuple[DocumentId, re.Pattern[str]]]:
        found = []
        for entry in self._index.documents:
            wordings = {entry.publisher, entry.publisher_short, entry.short_title}
            for term in self._index.lexicon.terms:
                if term.name in entry.names or set(term.abbreviations) & set(entry.names):
                    wordings |= {term.name, *term.abbreviations, *term.also}
            pattern = "|".join(re.escape(w) for w in sorted(wordings, key=lambda w: (-len(w), w)))
            found.append((entry.id, re.compile(rf"(?<![\w-])(?:{pattern})(?!\w)", re.IGNORECASE)))
        return found

    def named_in(self, question: str) -> tuple[DocumentId, ...]:
        """Find the documents that a question asks about by name; all of them for 'both bodies'."""
        if _BOTH.search(question):
            return tuple(entry.id for entry in self._index.documents)
        return tuple(name for name, pattern in self._names if pattern.search(question))

    def numbered_in(self, question: str) -> DocumentId:
        """Find the one document, of several that have recommendations, that a question names."""
        holding = {r.document_id for r in self._index.recommendations}
        named = [name for name in self.named_in(question) if name in holding]
        return named[0] if len(named) == 1 and len(holding) > 1 else ""

    def without_names(self, question: str) -> str:
        """Take the documents' names out of a question, so that they do not steer the search."""
        for _, pattern in self._names:
            question = pattern.sub(" ", question)
        return " ".join(question.split())

    def subject(self, reading: Reading) -> Reading:
        """Read a question for its subject: without its opening words and documents' names."""
        subject = self.without_names(new_topic(reading.text))
        return replace(reading, sought=subject if len(words(subject)) > _FEW_WORDS else "")
