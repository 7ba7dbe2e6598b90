"""Answers what a short form stands for, by the words of a text that give it after the long one: "… (MHRA)".

Knows nothing of how a question was understood beyond its words.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from assistant.answering.citing import Citer
from assistant.answering.quoting import Quoter
from assistant.asking.tokens import SMALL_WORDS
from assistant.asking.wordings import opens_with, uncovered
from assistant.domain import Citation, Headline, Quote
from assistant.indexing.storage import Index
from assistant.retrieval.retriever import Evidence

# As many capitals make a short form.
_CAPITALS = 2
# The long form has at most so many words more than the short one has letters, or twice as many.
# Source: Schwartz and Hearst, A simple algorithm for identifying abbreviation definitions (2003).
_MORE_WORDS = 5


class ShortForms:
    """Explains the short forms of one index."""

    def __init__(self, index: Index, quoter: Quoter, citer: Citer) -> None:
        """Take an open index, what chooses words, and what cites them."""
        self._index = index
        self._quoter = quoter
        self._citer = citer

    def explained(self, evidence: Evidence) -> tuple[Citation, Headline] | None:
        """Cite what explains the short form asked for, the nearest to the question; None for any other one."""
        short = next((form for form in _asked_for(evidence) if form in self._places), "")
        places, near = self._places.get(short, {}), map(evidence.pool.number, evidence.ranking)
        number = next((n for n in near if n in places), None)
        if number is None:
            return None
        quote = self._quoted(number, places[number])
        said = [x for x in self._quoter.lines(number, quote) if short in _short_forms(x.text)][:1]
        # The name of a table's entry; what it names is told besides.
        entry = self._quoter.entry(number, quote)[: 1 + ("meaning" not in evidence.asked.wants)]
        said = said or entry or list(quote.parts[:1])
        return self._citer.citation(evidence, number, 1, quote, 1.0), Headline(tuple(said), 1)

    def _quoted(self, number: int, at: int) -> Quote:
        """Quote a recommendation whole, or the sentence that explains."""
        passage = self._index.passages[number]
        if passage.id in self._quoter.recommendations:
            return self._quoter.of_recommendation(self._quoter.recommendations[passage.id])
        # An entry of a table says of what it explains what it is.
        is_entry = passage.kind == "row"
        return self._quoter.whole(number) if is_entry else self._quoter.of_parts(number, [at])

    @cached_property
    def _places(self) -> Mapping[str, Mapping[int, int]]:
        """Each short form -> the passages that explain it, and in which of its parts."""
        out: defaultdict[str, dict[int, int]] = defaultdict(dict)
        for number, passage in enumerate(self._index.passages):
            for at, part in enumerate(passage.parts):
                for short in _short_forms(part.text):
                    out[short].setdefault(number, at)
        return out


def _short_forms(text: str) -> set[str]:
    """List the short forms that stand in brackets after words that begin with their letters, or before such."""
    out: set[str] = set()
    opened, *pieces = text.split("(")
    for piece in pieces:
        within = piece.partition(")")[0]
        before, opened = opened, opened + piece
        last = before.split()[-1:]
        out |= _short_for(within, before) | _short_for("".join(last), within)
    return out


def _short_for(written: str, words: str) -> set[str]:
    """Give a word without its plural's s, if it is a short form and words begin with its letters."""
    short = written.removesuffix("s").casefold()
    if not written.isalnum() or sum(letter.isupper() for letter in written) < _CAPITALS:
        return set()
    n_words = min(len(short) + _MORE_WORDS, 2 * len(short))
    begun = {word[0] for word in words.casefold().split()[-n_words:]}
    # Not all letters: "Artificial Intelligence Working Party (AIWG)", "… Providers (AXREM)".
    fits = short[0] in begun or 2 * sum(letter in begun for letter in short) >= len(short)
    return {short} if fits else set()


def _asked_for(evidence: Evidence) -> set[str]:
    """Give the one word, also without an s, whose meaning is all that a question asks; or nothing."""
    found, text = evidence.asked.tokens, evidence.asked.text
    left = uncovered(found, "meaning", "says")
    written = [text[t.start : t.end] for t in left]
    # "What does WHO stand for?": a small word in capitals is none.
    telling = [
        w for w, t in zip(written, left, strict=True) if t.word not in SMALL_WORDS or w.isupper()
    ]
    is_asked = "meaning" in evidence.asked.wants or opens_with("what_is", found) > 0
    short = telling[0].casefold() if is_asked and len(telling) == 1 else ""
    return {short, short.removesuffix("s")} - {""}
