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
from assistant.domain import Citation, Headline, Part, Quote
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
        short, pool = _asked_for(evidence), evidence.pool
        places = next((p for form in short if (p := self._places.get(form))), {})
        for number in map(pool.number, evidence.ranking):
            if number in places:
                quote, said = self._quoted(number, places[number])
                return self._citer.citation(evidence, number, 1, quote, 1.0), Headline((said,), 1)
        return None

    def _quoted(self, number: int, at: int) -> tuple[Quote, Part]:
        """Quote a passage, and its part by itself as it stands in the quote."""
        passage = self._index.passages[number]
        recommendation = self._quoter.recommendation_of(passage)
        # An entry of a table says of what it explains what it is.
        parts = range(len(passage.parts)) if passage.kind == "row" else [at]
        quote = (
            self._quoter.of_recommendation(recommendation)
            if recommendation is not None
            else self._quoter.of_parts(number, parts)
        )
        said, source = passage.parts[at], self._index.sources[passage.document_id]
        begins = said.spans[0].start
        field = next(
            p.field for p in quote.parts if any(s.start <= begins < s.end for s in p.spans)
        )
        return quote, Part.of(field, said, source)

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
