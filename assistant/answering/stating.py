"""Tells whether words state the value that a question asks for: a price, a date, how long, how many.

What the guidance only names answers no question for a detail of it: "what is the pass mark?" As in question
answering by expected answer types (Li and Roth, Learning question classifiers, COLING 2002), with the kinds and what
states them as classes of words.toml. Knows nothing of which passages were chosen.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence, Set

from assistant.answering.silence import subject
from assistant.asking.asked import Asked
from assistant.asking.tokens import SMALL_WORDS, tokens
from assistant.asking.values import values
from assistant.asking.wordings import Match, gathered, holds, word_list, words_of
from assistant.indexing.storage import Index
from assistant.indexing.tokenization import term_set

_PERSON = re.compile(r"\b(?:Dr|Mrs?|Ms|Prof\w*)\b|\b[A-Z][\w'-]+, [A-Z]\.")
# What is asked for beside a value: a person, an address, a reason. Words that state it go first, and others may answer.
_STATES: Mapping[str, Callable[[str], object]] = {
    "asks_person": _PERSON.search,
    "asks_place": lambda text: "://" in text or "www." in text,
    "asks_reason": lambda text: holds("says_reason", word_list(tokens(text))),
}
# What is counted stands at most so far behind its number: "a 30 UK credit module".
_COUNTED = 3
# So many commas part a list that can be counted.
_LISTED = 3
# A sentence that states the value and holds this share of the words that name what is asked about answers.
_PLAINLY = 0.5


class Stating:
    """Knows what states a value in the texts of one index."""

    def __init__(self, index: Index) -> None:
        """Take an open index."""
        self._vocabulary = index.text_index.vocabulary.keys()
        self._subject = subject(index.lexicon)
        terms = index.lexicon.terms
        self._known = term_set("\n".join(x for t in terms for x in (t.name, *t.abbreviations)))

    def states(self, asked: Asked) -> Callable[[str], bool] | None:
        """Give what tells whether a text states what is asked for; None where nothing in particular is."""
        signs = (
            self._signs(asked)
            or [s for name, s in _STATES.items() if holds(name, word_list(asked.tokens))][:1]
        )
        return (lambda text: any(sign(text) for sign in signs)) if signs else None

    def is_unstated(self, asked: Asked, lines: Sequence[str]) -> bool:
        """Tell whether a value is asked for that no line states on any of what is asked about."""
        about = self._about(asked)
        near = [line for line in lines if not about or about & term_set(line)]
        return not all(any(map(sign, near)) for sign in self._signs(asked))

    def is_plain(self, asked: Asked, lines: Iterable[str]) -> bool:
        """Tell whether a value is asked for, and some line states it on most of what is asked about."""
        signs, about = self._signs(asked), self._about(asked)
        near = (x for x in lines if len(about & term_set(x)) >= max(1.0, _PLAINLY * len(about)))
        return bool(signs) and any(all(sign(line) for sign in signs) for line in near)

    def _about(self, asked: Asked) -> Set[str]:
        """Give the terms of what is asked about: of the words that name it those that ask for no value."""
        said = word_list(asked.tokens)
        kinds = values(asked.tokens).items()
        asking = (said[m.start : m.end] for kind, m in kinds if kind != "officer")
        aside = term_set(" ".join(word for words in asking for word in words))
        named = " ".join(word for word in said if word not in SMALL_WORDS)
        return term_set(named) - self._subject - aside

    def _signs(self, asked: Asked) -> list[Callable[[str], object]]:
        """Give what tells of each kind of value that is asked for whether a text states one."""
        kinds = values(asked.tokens)
        said = word_list(asked.tokens)
        return [
            lambda text, k=k, m=m: self._states(k, said[m.end :], text) for k, m in kinds.items()
        ]

    def _states(self, kind: str, counted: Sequence[str], text: str) -> bool:
        said = word_list(tokens(text))
        numbers = [n for n, word in enumerate(said) if _is_number(word)]
        match kind:
            case "money":
                is_priced = any(unicodedata.category(c) == "Sc" for c in text)
                return is_priced or holds("says_money", said)
            case "period":
                units = [m.start for m in gathered("says_period").everywhere(said)]
                return any(0 < u - n <= 2 for u in units for n in numbers) or _from_to(said)
            case "date":
                return any(map(_is_year, said)) or holds("says_date", said)
            case "contact":
                return "@" in text or holds("says_contact", said)
            case "measure":
                return bool(numbers)
            case "count":
                return self._counts(counted, said, numbers)
            case "officer":
                return bool(_PERSON.search(text))
            case "quantity":
                return True
            case "company":
                return self._names(text)
        return holds(f"says_{kind}", said)

    def _names(self, text: str) -> bool:
        """Tell whether a name stands in a text that is none of the bodies that the lexicon knows."""
        behind = (text[token.start : token.end] for token in tokens(text)[1:])
        return any(w[:1].isupper() and term_set(w) - self._known for w in behind)

    def _counts(self, counted: Sequence[str], said: Sequence[str], numbers: Sequence[int]) -> bool:
        """Tell whether a number of what is counted stands among words, or of what they may call otherwise."""
        own = term_set(" ".join(counted[:1]))
        if own & self._vocabulary:
            return any(own & term_set(" ".join(said[n + 1 : n + 1 + _COUNTED])) for n in numbers)
        counts = [n for n in numbers if said[n] != "one" and not _is_year(said[n])]
        return bool(counts) or said.count(",") >= _LISTED


def _is_number(word: str) -> bool:
    return word.isdecimal() or word in words_of("says_number")


def _is_year(word: str) -> bool:
    return word.isdecimal() and len(word) == 4


def _from_to(said: Sequence[str]) -> bool:
    """Tell whether words run from one year to another: "2021-2026"."""
    return any(_is_year(a) and _is_year(c) for a, c in zip(said, said[2:], strict=False))
