"""How a question is read: cleaned, its slips and abbreviations resolved, visibly.

Corrects only words that neither English nor the guidance knows, and only into words of the
guidance. Knows nothing of scores.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from assistant.domain import Correction, Term
from assistant.indexing.storage import Index
from assistant.indexing.tokenization import STOP_WORDS, stem, terms, words

# Control characters, and those that turn the direction of text: shown text must not carry them.
_UNSEEN = re.compile(
    r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    r"\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?]\s+)[\"'(]*$")
# A word may differ by this many slips, by its length. Source: Damerau (1964): four in five
# misspellings are one insertion, deletion, substitution or transposition away.
_MAX_SLIPS = ((8, 2), (4, 1))
_LONGEST_WORDING = 8


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it is searched.

    Attributes:
        text: the question with its slips mended and abbreviations as written.
        expansions: for words of the question, other words for the same thing.
        sought: the words that are searched for, if not all of the text.
    """

    written: str
    text: str
    corrections: tuple[Correction, ...]
    expansions: tuple[Term, ...]
    sought: str = ""

    @property
    def query(self) -> str:
        """The words that are searched for."""
        return self.sought or self.text


def clean(question: str) -> str:
    """Make one line of plain characters of a question."""
    visible = _UNSEEN.sub(" ", _SURROGATE.sub("\ufffd", question))
    return " ".join(unicodedata.normalize("NFC", visible).split())


class QuestionReader:
    """Reads questions with the vocabulary of one index."""

    def __init__(self, index: Index) -> None:
        """Take the index's lexicon and words; they are read when first needed."""
        self._index = index

    @property
    def _frequencies(self) -> Mapping[str, int]:
        """How often the corpus, its asked-as questions and the lexicon use each word."""
        return self._index.vocabulary.frequencies

    @cached_property
    def _candidates(self) -> list[str]:
        known = self._index.known_words
        return sorted(
            w
            for w, n in self._frequencies.items()
            if len(w) > 3 and w.isalpha() and (n > 1 or w in known)
        )

    def read(self, question: str, *, as_written: bool = False) -> Reading:
        """Read a cleaned question; as_written leaves every word as it is."""
        corrections: list[Correction] = []
        pieces, end = [], 0
        for match in () if as_written else _TOKEN.finditer(question):
            read = self._read_word(match[0], question[: match.start()])
            if read is not None:
                pieces += [question[end : match.start()], read.read]
                end = match.end()
                corrections.append(read)
        text = "".join([*pieces, question[end:]])
        return Reading(question, text, tuple(dict.fromkeys(corrections)), self._expansions(text))

    def _read_word(self, written: str, before: str) -> Correction | None:
        word = written.casefold()
        plain = self._index.lexicon.shorthand.get(word)
        if plain is not None and not written.isupper():
            return Correction(written, plain, "abbreviation")
        is_name = written[:1].isupper() and not _SENTENCE_START.search(before)
        if is_name or not word.isalpha() or len(word) < 4 or self._is_known(word):
            return None
        # Only here, as most questions hold no unknown word.
        from rapidfuzz.distance import OSA  # noqa: PLC0415
        from rapidfuzz.process import extract  # noqa: PLC0415

        slips = next((n for length, n in _MAX_SLIPS if len(word) >= length), 0)
        found = extract(word, self._candidates, scorer=OSA.distance, score_cutoff=slips, limit=20)
        near = [(w, d) for w, d, _ in found if w[0] == word[0] or d == 1]
        if not near:
            return None
        best = min(
            near, key=lambda wd: (wd[1], wd[0][0] != word[0], -self._frequencies[wd[0]], wd[0])
        )
        return Correction(written, best[0], "spelling")

    def _is_known(self, word: str) -> bool:
        plain = re.sub(r"['’]s?$", "", word)
        return plain in STOP_WORDS or plain in self._frequencies or plain in self._index.known_words

    def _expansions(self, text: str) -> tuple[Term, ...]:
        """Find the lexicon's terms that a text uses, longest wording first at each place."""
        stems = [stem(w) for w in words(text)]
        found: dict[Term, None] = {}
        at = 0
        while at < len(stems):
            length, term = self._longest_term(stems, at)
            if term is not None:
                found[term] = None
            at += length
        return tuple(found)

    def _longest_term(self, stems: list[str], at: int) -> tuple[int, Term | None]:
        """Find the term with the longest wording that begins at a place; else step one word."""
        for length in range(min(_LONGEST_WORDING, len(stems) - at), 0, -1):
            number = self._index.vocabulary.wordings.get(" ".join(stems[at : at + length]))
            if number is not None:
                return length, self._index.lexicon.terms[number]
        return 1, None


def query_terms(reading: Reading, expansion_weight: float) -> dict[str, float]:
    """Weigh a reading's terms: its own words 1 each time, words it stands for less."""
    weights: dict[str, float] = {}
    for term in terms(reading.query):
        weights[term] = weights.get(term, 0.0) + 1.0
    for expansion in reading.expansions:
        for term in dict.fromkeys(terms(" ".join((expansion.name, *expansion.abbreviations)))):
            weights.setdefault(term, expansion_weight)
    return weights
