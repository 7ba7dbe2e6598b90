"""Makes words whole that the end of a line broke, by the other words of the document.

Knows nothing of pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.parsing.layout import Word

_HYPHENS = "-\u00ad\u2010"
# What English joins with a hyphen more often than without.
_ALWAYS_HYPHENED = frozenset({"co", "non", "self", "well", "cross"})
# What stands behind such a hyphen.
_HYPHENED_ENDS = frozenset(
    {"up", "off", "through", "based", "related", "specific", "term", "level", "making", "dose"}
    | {"risk", "quality", "centred", "free", "friendly", "wide", "year", "old"}
)
_PREFIXES = frozenset(
    {"pre", "post", "anti", "multi", "semi", "re", "inter", "sub", "under", "over"}
)


@dataclass(frozen=True, slots=True)
class Hyphens:
    """Tells a hyphen that only breaks a line from one that is part of a word."""

    words: frozenset[str]

    @classmethod
    def of(cls, words: Iterable[Word]) -> Hyphens:
        """Learn the words of a document; the halves of words around a hyphen are none."""
        found = set()
        is_half = False
        for word in words:
            text = word.text.strip("()[]“”‘’\"',.;:!?").casefold()
            if not is_half and not text.endswith(tuple(_HYPHENS)):
                found.add(text)
            is_half = text.endswith(tuple(_HYPHENS))
        return cls(frozenset(found))

    def two(self, first: str, second: str) -> str:
        """Join the end of one line to the beginning of the next."""
        if not first or not second:
            return first or second
        if first[-1] == "-" and re.match(r"-[^\W\d_]", second):
            # Some programs set a hyphen that is part of a word at both sides of the break.
            return first + second[1:]
        is_address = "://" in first.rpartition(" ")[2]
        head = re.search(rf"([^\W\d_]+)[{_HYPHENS}]$", first)
        tail = re.match(r"[^\W\d_]+(?:-[^\W\d_]+)*", second)
        if head is None or tail is None:
            is_open = (is_address and first[-1] == "/") or (
                first[-1] in _HYPHENS and first[-2:-1].strip() != ""
            )
            return first + second if is_open else f"{first} {second}"
        is_compound = first[: head.start()].endswith(tuple(_HYPHENS))
        if not is_address and self._is_one_word(head[1], tail[0], is_compound=is_compound):
            return first[:-1] + second
        return first[:-1] + "-" + second

    def _is_one_word(self, head: str, tail: str, *, is_compound: bool) -> bool:
        """Tell whether two halves are one word; short words show a hyphen in "state-of-the-art" only."""
        whole, start = (head + tail).casefold(), head.casefold()
        if whole in self.words or f"{start}-{tail.casefold()}" in self.words:
            return whole in self.words
        if not tail[0].islower() or (len(head) > 1 and head.isupper()):
            return False
        if start in _ALWAYS_HYPHENED or tail.casefold() in _HYPHENED_ENDS:
            return False
        is_long = len(start) > 2 or is_compound
        is_word = start in _PREFIXES or (is_long and start in self.words)
        return not (is_word and (tail.casefold() in self.words or (is_compound and "-" in tail)))

    def join(self, lines: Sequence[str]) -> str:
        """Join the lines of a cell or paragraph."""
        text = ""
        for line in lines:
            text = self.two(text, line.strip())
        return text
