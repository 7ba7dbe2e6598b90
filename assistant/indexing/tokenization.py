"""Turns text into terms, the same way for passages and queries."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from threading import Lock

from assistant.domain.marks import words_only

# Function words, and what every question is made of; they say nothing about a passage.
STOP_WORDS = frozenset(
    """
    a about after again all also am an and any anybody anyone anything are as at be because been
    before being but by can cannot could did do does doing done down during each either else
    ever every few for from further get gets getting give given go goes going got had has have
    having he her here hers him his how i if in into is isn it its itself just let like ll m
    many may me might mine more most much must my myself need needs no nor not now of off on
    once one only or other our ours out over own per please put re really s same say says see
    shall she should show so some somebody someone something still such t take tell than that
    the their theirs them themselves then there these they thing things this those through to
    too under until up upon us ve very want was way we well were what when where whether which
    while who whom whose why will with within without would yet you your yours yourself
    """.split()
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_APOSTROPHE = re.compile(r"['’]s?")
# Plurals that the stemmer leaves: "curricula", "diagnoses", "criteria". What is no plural ("sepsis") changes alike everywhere.
_PLURALS = {"icula": "iculum", "sis": "ses", "eria": "erion"}
_PLURAL = re.compile(f"(?:{'|'.join(_PLURALS)})$")
# The stemmer works on the word inside itself: of two threads at once, each may be given the other's stem.
_stemming = Lock()
# The stems of words that builds hold. So a first question seldom stems any: with 2,000 words of texts and of
# what people asked that took .12 of its .99 s, and 3 MB for the stemmers of thirty languages (start of
# docs/performance.md, two ways in turn).
_known: dict[str, str] = {}


def words(text: str) -> list[str]:
    """Split text into words: lower case, without accents, marks, addresses and apostrophes."""
    plain = words_only(text).casefold() if text.isascii() else _without_accents(words_only(text))
    found: list[str] = _WORD.findall(plain)
    if "'" in plain or "’" in plain:
        return [_APOSTROPHE.sub("", w) if "'" in w or "’" in w else w for w in found]
    return found


def _without_accents(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return plain.translate({ord(c): None for c in set(plain) if unicodedata.combining(c)})


def know(stems: Mapping[str, str]) -> None:
    """Take over what `stem` has given for words when a build was made."""
    _known.update(stems)


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Reduce a word to its stem. Source: Snowball's English stemmer (Porter2), which leaves two letters alone."""
    if len(word) <= 2:
        return word
    if word in _known:
        return _known[word]
    plain = _PLURAL.sub(lambda ending: _PLURALS[ending[0]], word)
    with _stemming:
        return _snowball()(plain)


@cache
def _snowball() -> Callable[[str], str]:
    import snowballstemmer

    stem_word: Callable[[str], str] = snowballstemmer.stemmer("english").stemWord
    return stem_word


def terms(text: str) -> list[str]:
    """Turn text into index terms: stems of its words without the function words."""
    return [stem(word) for word in words(text) if word and word not in STOP_WORDS]


@lru_cache(maxsize=10_000)
def term_set(text: str) -> frozenset[str]:
    """Give the different terms of a passage or a part of one; remembered, as these come again."""
    return frozenset(terms(text))


@lru_cache(maxsize=10_000)
def stems(text: str) -> tuple[str, ...]:
    """Give the stems of all words of a text in their order; remembered, as these come again."""
    return tuple(stem(word) for word in words(text))
