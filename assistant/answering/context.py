"""What words hang on: an item on its lead-in, a lead-in on its items, "This …" on the sentence before.

Knows the passages of an index in reading order; nothing of questions.
"""

import re
from itertools import takewhile

from assistant.domain import Excerpt, Passage
from assistant.indexing.storage import Index

# A sentence that begins so cannot be read alone: "This task …", "Despite this gap, …", "It outlined …".
_PREPOSITION = (
    r"(?:despite|in addition to|in line with|because of|due to|given|following|for|to|in|from|by|on|through|"
    r"within|beyond|based on|in (?:view|light) of|as a result of)\s+"
)
_LEANS = re.compile(
    rf"^(?:(?:however|therefore|thus|hence|moreover|furthermore|also)\b,?\s+)?(?P<preposition>{_PREPOSITION})?"
    r"(?:this|these|those|that|such|its?|they|their|he|she)\b"
    # What speaks of the document itself, and "it is essential that".
    r"(?!\s+(?:guidance|guidelines?|document|paper|statement|report|recommendations?)\b)(?<!\bit(?=\s(?:is|was)))",
    re.IGNORECASE,
)


def leans(sentence: str) -> bool:
    """Tell whether a sentence says 'this' of what stands before it."""
    return bool(_LEANS.match(sentence.lstrip("“\"'‘( ")))


def _begins_with_this(sentence: str) -> bool:
    """Tell whether even the first sentence of a paragraph leans: a paragraph mostly begins anew."""
    found = _LEANS.match(sentence)
    return found is not None and (found["preposition"] or "despite").strip().lower() == "despite"


class Context:
    """Finds what the words of one index's passages hang on."""

    def __init__(self, index: Index) -> None:
        """Take an open index."""
        self._passages = index.passages

    def before(self, number: int, at: int) -> tuple[Excerpt, ...]:
        """Give the sentences that sentence `at` of a passage leans on, in reading order."""
        passage = self._passages[number]
        if not leans(passage.parts[at].text):
            return ()
        if at:
            return (*self.before(number, at - 1), passage.parts[at - 1])
        above = self._above(number) if _begins_with_this(passage.parts[0].text) else None
        return (above.parts[-1],) if above else ()

    def _above(self, number: int) -> Passage | None:
        """Find the paragraph before another one of the same section."""
        if not number:
            return None
        passage, above = self._passages[number], self._passages[number - 1]
        is_same = (above.document_id, above.headings) == (passage.document_id, passage.headings)
        return above if is_same and above.kind == passage.kind == "paragraph" else None

    def lead_in(self, number: int) -> int | None:
        """Find the paragraph that a list item hangs on."""
        item = self._passages[number]
        if item.kind != "item" or not item.lead_in:
            return None
        for at in range(number - 1, -1, -1):
            passage = self._passages[at]
            if passage.kind != "item":
                is_it = passage.document_id == item.document_id
                return at if is_it and item.lead_in.endswith(passage.text) else None
        return None

    def items(self, number: int) -> list[int]:
        """List the items that hang on a paragraph."""
        lead_in = self._passages[number]
        if lead_in.kind != "paragraph" or not lead_in.text.endswith(":"):
            return []
        following = range(number + 1, len(self._passages))
        return list(takewhile(lambda n: self.lead_in(n) == number, following))
