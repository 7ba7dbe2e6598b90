"""Mends slips and resolves abbreviations in a question, visibly.

Corrects only words that neither English nor the guidance knows, and only into words of the
guidance. Capitals make no difference. Knows nothing of what is asked.
"""

import re
from collections.abc import Collection, Mapping
from functools import cached_property, lru_cache

from assistant.characters import straight
from assistant.domain import Correction, Term
from assistant.indexing.storage import Index
from assistant.indexing.tokenization import STOP_WORDS, stem, words

# Words as they are written, as what is mended is put back where it stood.
_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
# A word may differ by this many slips, by its length. Source: Damerau (1964): four in five
# misspellings are one insertion, deletion, substitution or transposition away.
_MAX_SLIPS = ((8, 2), (4, 1))
# A shorter word of English is one slip away from many names.
_LONG_NAME = 7
# Of so many words it is kept what they are mended into, in memory only.
_REMEMBERED = 20_000


def _is_of_a_sign(question: str, match: re.Match[str]) -> bool:
    """Tell whether one letter stands beside a sign that makes a name of it, and is no shorthand: R&D, IR(ME)R."""
    if len(match[0]) > 1:
        return False
    beside = question[max(match.start() - 2, 0) : match.end() + 2]
    return "&" in beside or question[match.start() - 1 : match.start()] == ")"


class Spelling:
    """Mends questions with the vocabulary of one index."""

    def __init__(self, index: Index) -> None:
        """Take the index's lexicon and words; they are read when first needed."""
        self._index = index
        self._mended_word = lru_cache(_REMEMBERED)(self._mend)

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

    def mended(self, question: str) -> tuple[str, tuple[Correction, ...]]:
        """Give a question with its slips mended and abbreviations written out, and each change."""
        corrections: list[Correction] = []
        pieces, end = [], 0
        for match in _TOKEN.finditer(straight(question)):
            is_left = _is_of_a_sign(question, match) or self._is_name(question, match)
            read = None if is_left else self._mended_word(match[0])
            if match[0].casefold() in self._openings:
                read = self._two_words(question, match) or read
            if read is not None and match.start() >= end:
                pieces += [question[end : match.start()], read.read]
                end = match.start() + len(read.written)
                corrections.append(read)
        return "".join([*pieces, question[end:]]), tuple(dict.fromkeys(corrections))

    def _is_name(self, question: str, match: re.Match[str]) -> bool:
        """Tell whether an unknown word with a capital within a sentence is somebody's name: "Wellcome".

        It is none if a word that the texts write so is a slip away; nor where all words have one.
        """
        word = match[0]
        if not word.istitle():
            return False
        before = question[: match.start()].rstrip()
        is_within = before[-1:].isalnum() or before[-1:] == ","
        if not (is_within and any(w.islower() for w in question.split()[1:])):
            return False
        read = self._mended_word(word)
        if read is None or read.kind != "spelling":
            return False
        return read.read not in self._capitalised

    @cached_property
    def _capitalised(self) -> frozenset[str]:
        """The words that texts write with a capital somewhere."""
        texts = " ".join(self._index.sources.values())
        return frozenset(w.casefold() for w in _TOKEN.findall(straight(texts)) if w[0].isupper())

    @cached_property
    def _openings(self) -> frozenset[str]:
        """The first words of shorthand of two words."""
        return frozenset(s.split()[0] for s in self._index.lexicon.shorthand if " " in s)

    def _two_words(self, question: str, first: re.Match[str]) -> Correction | None:
        """Write out a name that is one only with the word before it: "the WHO"."""
        second = _TOKEN.match(question, first.end() + 1)
        if second is None or question[second.end() : second.end() + 1] == "-":
            return None
        written = question[first.start() : second.end()]
        in_full = self._index.lexicon.shorthand.get(written.casefold())
        return Correction(written, in_full, "abbreviation") if in_full else None

    def _mend(self, written: str) -> Correction | None:
        word = written.casefold()
        in_full = self._index.lexicon.shorthand.get(word)
        if in_full is not None:
            return Correction(written, in_full, "abbreviation")
        if not word.isalpha() or len(word) < 4 or self._is_known(word):
            return None
        # Only here, as most questions hold no unknown word.
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

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
        return word in STOP_WORDS or word in self._frequencies or word in self._index.known_words

    def name_meant(self, written: str, names: Collection[str]) -> Correction | None:
        """Mend a word of English that the guidance has not by one slip into one of some names: "eduction"."""
        word = written.casefold()
        if len(word) < _LONG_NAME or word in self._frequencies:
            return None
        from rapidfuzz.distance import OSA

        near = (n for n in names if n[0] == word[0] and OSA.distance(word, n, score_cutoff=1) == 1)
        name = min(near, default="")
        return Correction(written, name, "spelling") if name else None

    def expansions(self, text: str) -> tuple[Term, ...]:
        """Find the lexicon's terms that a text uses, longest wording first at each place."""
        stems = [stem(w) for w in words(text)]
        found: dict[Term, None] = {}
        at = 0
        for place in (n for n, s in enumerate(stems) if s in self._lengths):
            length, term = self._longest_term(stems, place) if place >= at else (0, None)
            if term is not None:
                found[term] = None
                at = place + length
        return tuple(found)

    @cached_property
    def _lengths(self) -> dict[str, int]:
        """How long the longest wording of a term is that begins with a stem."""
        lengths: dict[str, int] = {}
        for wording in self._index.vocabulary.wordings:
            words_of = wording.split()
            lengths[words_of[0]] = max(lengths.get(words_of[0], 0), len(words_of))
        return lengths

    def _longest_term(self, stems: list[str], at: int) -> tuple[int, Term | None]:
        """Find the term with the longest wording that begins at a place; else step one word."""
        for length in range(min(self._lengths[stems[at]], len(stems) - at), 0, -1):
            number = self._index.vocabulary.wordings.get(" ".join(stems[at : at + length]))
            if number is not None:
                return length, self._index.lexicon.terms[number]
        return 1, None
