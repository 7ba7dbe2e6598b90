"""Finds the recommendations that a question names by number: "recs 19 to 22", "the seventh one".

Knows nothing of what else a question asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from unicodedata import decimal

from assistant.domain import RecommendationNumber, number_order
from assistant.retrieval.records import Records

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]

_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}

_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}
_NUMBER_WORD = re.compile(
    rf"\b(?:({'|'.join(_TENS)})(?:[- ]({'|'.join(_ONES[1:10])}))?|({'|'.join(_ONES)}))\b",
    re.IGNORECASE,
)

_LABEL = r"(?:\brec(?:ommendation)?s?\.?|\bnumbers?|\bnos?\.|#|\bR(?=\s?\d))"

_LIST = r"\d+(?:\.\d+)*(?:\s*(?:,\s*and|,|and|&|or|to|-|–|through|vs\.?|versus|with|from)?\s*(?:rec(?:ommendation)?s?\s*)?\d+(?:\.\d+)*)*"

_NUMBERED = re.compile(
    rf"{_LABEL}\s*(?:number\s*|no\.?\s*)?({_LIST})(?!\s*(?:%|years?|days?|weeks?))", re.IGNORECASE
)

# One letter alone may be a word, or stand for any number.
_ROMAN = r"[IVXL]{2,}"
_IN_ROMAN = re.compile(
    rf"(\b(?i:rec(?:ommendation)?s?\.?\s+))({_ROMAN}(?:(?:\s*,\s*|\s+and\s+|\s+or\s+|\s*[-–]\s*){_ROMAN})*)\b"
)
_THOUSANDS = re.compile(r"\b\d{1,3}(?:,\d{3})+\b")
_BETWEEN = re.compile(rf"({_LABEL})\s*(?:between|from)\s+(\d+)\s+(?:and|to)\s+(\d+)", re.IGNORECASE)

_ORDINALS = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]

_ORDINAL_END = re.compile(r"\b(first|last|final) recommendation\b", re.IGNORECASE)

_ORDINAL = re.compile(
    rf"\b(?:(\d+)(?:st|nd|rd|th)|({'|'.join(_ORDINALS[2:])})) (?:recommendation|rec)\b",
    re.IGNORECASE,
)

_BARE_LIST = re.compile(
    rf"^\W*(?:and|or|also|then|what (?:about|are|is|does|do)|how about|tell me about|show(?: me)?|give me"
    rf"|read(?: me)?|compare)?\s*(?:numbers?\s+)?(?!\d{{4}})({_LIST})"
    r"\s*(?:say|mean|ask(?: for)?|about|then|too|as well|please)?\W*$",
    re.IGNORECASE,
)

_RANGE = re.compile(
    r"(\d+)\s*(?:to|-|–|through)\s*(?:rec(?:ommendation)?s?\s*)?(\d+)", re.IGNORECASE
)

_COMPARED = re.compile(
    r"\b(?:both|between|compare)\s+(\d+)\s+(?:and|with|to)\s+(\d+)|(\d+)\s+(?:vs\.?|versus)\s+(\d+)",
    re.IGNORECASE,
)

# Of so many questions the numbers are kept, in memory only.
_AFTER = frozenset({"next", "following", "one after"})
_NEXT = re.compile(
    r"^\W*(?:(?:and|so|then|ok(?:ay)?|what about|how about|what is|what's|show me|give me|read)\W+)*(?:the\s+)?"
    r"(next|following|one after|previous|preceding|one before)(?: (?:one|recommendation|rec|that|it))*\W*$",
    re.IGNORECASE,
)
_REMEMBERED = 8


class Numbering:
    """Finds numbers of the recommendations of one index."""

    def __init__(self, records: Records) -> None:
        """Take the records of an open index."""
        self._records = records
        # A question is looked at several times, and the one before it again.
        self._in_digits = lru_cache(_REMEMBERED)(self._read_in_digits)

    def known_in(self, question: str) -> tuple[RecommendationNumber, ...]:
        """Find the recommendation numbers that a question names; unknown ones are left out."""
        text = self._in_digits(question)
        known = {r.number for r in self._records.everything}
        spelt: dict[str, None] = {}
        for match in _NUMBERED.finditer(text):
            spelt |= dict.fromkeys(_spelt_out(match[1]))
        for match in _COMPARED.finditer(text):
            spelt |= dict.fromkeys(n for n in match.groups() if n)
        return tuple(n for n in spelt if n in known)

    def beside(
        self, question: str, numbers: Sequence[RecommendationNumber]
    ) -> RecommendationNumber:
        """Give the number that "and the next one?" means after those named before, or nothing.

        There need be no recommendation of that number.
        """
        match = _NEXT.match(question)
        whole = [int(n) for n in numbers if n.isdecimal()]
        if match is None or not whole:
            return ""
        return str(max(whole) + 1 if match[1].casefold() in _AFTER else min(whole) - 1)

    def unknown_in(self, question: str) -> tuple[str, ...]:
        """Find numbers that a question gives to recommendations that do not exist."""
        known = {r.number for r in self._records.everything}
        return tuple(
            n
            for match in _NUMBERED.finditer(self._in_digits(question))
            if re.match(r"\s*(?:rec|R\b|R\d)", match[0], re.IGNORECASE)
            for n in _spelt_out(match[1])
            if n not in known
        )

    def _read_in_digits(self, question: str) -> str:
        """Write number words, ordinals, other scripts' digits and 'between 3 and 5' as digits."""
        text = "".join(str(decimal(c, c)) for c in question)
        text = _THOUSANDS.sub(lambda m: m[0].replace(",", ""), text)
        text = _IN_ROMAN.sub(lambda m: m[1] + re.sub(_ROMAN, _from_roman, m[2]), text)
        text = _NUMBER_WORD.sub(lambda m: str(_number_of(m)), text)
        text = _BETWEEN.sub(r"\1 \2-\3", text)
        numbers = [r.number for r in self._records.everything] or [""]
        ends = {"first": numbers[0], "last": numbers[-1], "final": numbers[-1]}
        text = _ORDINAL_END.sub(lambda m: f"recommendation {ends[m[1].casefold()]}", text)
        text = _ORDINAL.sub(lambda m: f"recommendation {_ordinal(m)}", text)
        return _BARE_LIST.sub(r"recommendations \1", text)


def _number_of(match: re.Match[str]) -> int:
    tens, ones, small = match.groups()
    if small:
        return _ONES.index(small.casefold())
    return _TENS[tens.casefold()] + (_ONES.index(ones.casefold()) if ones else 0)


def _from_roman(match: re.Match[str]) -> str:
    values = [_ROMAN_VALUES[letter] for letter in match[0]]
    following = [*values[1:], 0]
    return str(sum(-n if n < after else n for n, after in zip(values, following, strict=True)))


def _ordinal(match: re.Match[str]) -> int:
    return int(match[1]) if match[1] else _ORDINALS.index(match[2].casefold())


def _spelt_out(written: str) -> Iterator[str]:
    """Spell out '3, 4 and 7-9' as 3, 4, 7, 8, 9."""
    for first, last in _RANGE.findall(written):
        if int(first) < int(last) <= int(first) + 200:
            written += "," + ",".join(str(n) for n in range(int(first), int(last) + 1))
    yield from sorted(set(re.findall(r"\d+(?:\.\d+)*", written)), key=number_order)
