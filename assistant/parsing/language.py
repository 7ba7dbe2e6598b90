"""Tells whether a text is English, by the small words that every language uses most.

Knows nothing of documents.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

# The most frequent small words of a language that few others share.
_SMALL_WORDS = {
    "English": "the of and to in is for that with be are should this by on or as from",
    "French": "le la les des du et une dans pour est sur que au aux avec sont ce par",
    "German": "der die und das den von zu mit ist für auf ein eine werden sich dem nicht auch",
    "Spanish": "el los las del y una por con para que es se su como al lo está deben",
    "Italian": "il di che della per con del una sono le dei nel alla gli è delle si non",
    "Dutch": "het een van en de voor met zijn op te dat niet aan worden ook bij door is",
    "Portuguese": "o os as do da dos das em uma para com não por que se ao pelo são",
    "Welsh": "yr y yn ac o i ar gan mae wedi bod eu hyn dylai neu fel gyda ein",
    "Polish": "w z na do nie się jest że oraz przez dla lub od jak po są być ze",
}
_WORDS = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}
_MIN_WORDS = 40
_MAX_WORDS = 20_000
# The share of these words: what shows another language, and what English at least has. Measured on
# 20 English documents: 4.5 % of a table of settings, 18 to 33 % of all else; at most 5 % by chance
# those of another language.
_ANOTHER = 0.1
_ENGLISH = 0.03
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")


def language_remark(text: str) -> Iterator[str]:
    """Say so if a text is not English; nothing of one too short to tell."""
    words = re.findall(r"[^\W\d_]+", text.casefold())[:_MAX_WORDS]
    if len(words) < _MIN_WORDS:
        return
    n_latin = sum(1 for word in words if _LATIN.match(word))
    if 2 * n_latin < len(words):
        yield "It is not written in Latin letters; questions in English find little in it."
        return
    counts = Counter(words)
    shares = {
        language: sum(counts[word] for word in small) / len(words)
        for language, small in _WORDS.items()
    }
    likeliest = max(shares, key=lambda language: shares[language])
    if likeliest != "English" and shares[likeliest] > _ANOTHER:
        yield f"It seems to be in {likeliest}; questions in English find little in it."
    elif shares["English"] < _ENGLISH:
        share = f"{shares['English']:.0%}"
        yield f"It does not read as English: {share} of its words are the usual small ones."
