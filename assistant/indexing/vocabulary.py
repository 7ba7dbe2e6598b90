"""The words of a build, counted once: what the corpus writes, and how its lexicon names things."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from assistant.domain import AskedAs, Lexicon, Passage
from assistant.indexing.tokenization import stem, words


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a corpus, its asked-as questions and its lexicon.

    Attributes:
        frequencies: word -> how often it is used.
        stems: word -> its stem.
        wordings: the stems of each wording of the lexicon, joined by spaces -> its term's number.
    """

    frequencies: Mapping[str, int]
    wordings: Mapping[str, int]
    stems: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def build(
        cls,
        passages: Iterable[Passage],
        asked_as: Iterable[AskedAs],
        lexicon: Lexicon,
        asked_outside: Iterable[str] = (),
    ) -> Self:
        """Count words; those of questions outside have their stems held and are counted no words of the corpus."""
        counts = Counter(w for p in passages for w in words(p.text))
        counts.update(w for a in asked_as for w in words(a.question))
        wordings: dict[str, int] = {}
        for number, term in enumerate(lexicon.terms):
            for wording in (term.name, *term.abbreviations, *term.also):
                counts.update(words(wording))
                wordings.setdefault(" ".join(stem(w) for w in words(wording)), number)
        held = dict.fromkeys((*counts, *(w for q in asked_outside for w in words(q))))
        return cls(dict(counts), wordings, {word: stem(word) for word in held})


class KnownWords:
    """The words that English spells so: looked up in a sorted file, never held as a set."""

    def __init__(self, path: Path) -> None:
        """Read a file of one word a line, in the order of their bytes."""
        self._lines = path.read_bytes()

    def __contains__(self, word: str) -> bool:
        """Tell whether a word is among them, by halving."""
        wanted, low, high = word.encode("utf-8", "replace"), 0, len(self._lines)
        while low < high:
            start = max(self._lines.rfind(b"\n", low, (low + high) // 2) + 1, low)
            end = self._lines.find(b"\n", start)
            line = self._lines[start : end if end >= 0 else high]
            if line == wanted:
                return True
            low, high = (end + 1, high) if line < wanted else (low, start)
        return False
