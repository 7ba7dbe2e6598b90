"""Reads numbers in a question: words, ordinals, Roman ones and other scripts' digits; and ranges.

Knows which numbers there are; nothing of what else is asked.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from assistant.asking.tokens import Token, plain
from assistant.domain import RecommendationNumber, number_order

_ONES = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen
    """.split()
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_ORDINALS = """
    zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
    thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
    """.split()
_TENTHS = {"thirtieth": 30, "twentieth": 20}
_VALUES = {plain(word): n for n, word in enumerate(_ONES) if n} | _TENS | {"dozen": 12}
_PLACES = {word: n for n, word in enumerate(_ORDINALS) if n > 1} | _TENTHS
_ROMAN = (("l", 50), ("xl", 40), ("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1))
_ROMAN_LETTERS = frozenset("ivxl")
_WORDS = frozenset({*_VALUES, *_PLACES, "half"})
_ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})
# A range over more than so many numbers is no range of recommendations.
_LONGEST_RANGE = 200


@dataclass(frozen=True, slots=True)
class Figure(Token):
    """A number among the tokens.

    Attributes:
        is_place: whether it is an ordinal: "twelfth", "12th".
        is_one: whether it is the word "one", which mostly is no number.
    """

    is_place: bool = False
    is_one: bool = False

    @property
    def number(self) -> RecommendationNumber:
        """Its figures."""
        return "1" if self.is_one else self.word


def figures(found: Sequence[Token], labels: frozenset[str]) -> list[Token]:
    """Write number words, ordinals and Roman numbers among tokens as figures.

    Args:
        labels: words after which Roman numbers are read.
    """
    out: list[Token] = []
    at = 0
    while at < len(found):
        token, length = found[at], 1
        if _may_be_number(token.word):
            token, length = _figure(found, at, out[-1].word if out else "", labels)
        out.append(token)
        at += length
    return out


def _may_be_number(word: str) -> bool:
    return word in _WORDS or word[0].isdecimal() or _ROMAN_LETTERS.issuperset(word)


def _figure(
    found: Sequence[Token], at: int, before: str, labels: frozenset[str]
) -> tuple[Token, int]:
    token = found[at]
    following = found[at + 1] if at + 1 < len(found) else None
    if token.word[0].isdecimal():
        is_place = bool(
            following and following.word in _ORDINAL_ENDINGS and following.start == token.end
        )
        end = following.end if following and is_place else token.end
        return Figure(token.word, token.start, end, is_place), 1 + is_place
    if token.word in _TENS and following is not None:
        ones = _VALUES.get(following.word) or _ORDINAL_ONES.get(following.word)
        if ones and ones < 10:
            is_place = following.word in _ORDINAL_ONES
            return Figure(str(_TENS[token.word] + ones), token.start, following.end, is_place), 2
    if token.word == "half":
        length = next((n for n in (2, 3) if _words(found, at, n) in _HALF_DOZEN), 0)
        if length:
            return Figure("6", token.start, found[at + length - 1].end), length
    if token.word in _VALUES:
        is_one = token.word == "one"
        word = "one" if is_one else str(_VALUES[token.word])
        return Figure(word, token.start, token.end, is_one=is_one), 1
    if token.word in _PLACES:
        return Figure(str(_PLACES[token.word]), token.start, token.end, is_place=True), 1
    roman = _from_roman(token.word) if before in labels or before in _ROMAN_JOINS else 0
    return (Figure(str(roman), token.start, token.end), 1) if roman else (token, 1)


_HALF_DOZEN = frozenset({("half", "dozen"), ("half", "a", "dozen")})


def _words(found: Sequence[Token], at: int, n: int) -> tuple[str, ...]:
    return tuple(token.word for token in found[at : at + n])


_ORDINAL_ONES = {word: n for n, word in enumerate(_ORDINALS) if 0 < n < 10}
_ROMAN_JOINS = frozenset({",", "and", "or", "-", "to"})


def _from_roman(word: str) -> int:
    """Read a Roman number of two letters or more; one alone may be a word, or stand for any."""
    if len(word) < 2 or not _ROMAN_LETTERS.issuperset(word):
        return 0
    value, rest = 0, word
    for letters, worth in _ROMAN:
        while rest.startswith(letters):
            value, rest = value + worth, rest[len(letters) :]
    return value if not rest and _roman(value) == word else 0


def _roman(value: int) -> str:
    written = ""
    for letters, worth in _ROMAN:
        while value >= worth:
            value, written = value - worth, written + letters
    return written


Label: TypeAlias = Literal["", "number", "recommendation"]


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers that stand together in a question.

    Attributes:
        listed: the numbers named, in order; those that there are not too.
        is_range: whether bounds were named, not each number.
        label: what a word before them says that they are; nothing without one.
    """

    listed: tuple[RecommendationNumber, ...]
    is_range: bool = False
    label: Label = ""

    @property
    def is_labelled(self) -> bool:
        """Whether a word says that they are recommendations'."""
        return self.label == "recommendation"


def spelt_out(
    known: Iterable[RecommendationNumber], first: RecommendationNumber, last: RecommendationNumber
) -> tuple[RecommendationNumber, ...]:
    """Spell out a range: its whole numbers, of dotted ones those that there are."""
    low, high = sorted((first, last), key=number_order)
    if low.isdecimal() and high.isdecimal():
        a, b = int(low), int(high)
        return tuple(map(str, range(a, b + 1))) if b <= a + _LONGEST_RANGE else (low, high)
    between = [n for n in known if number_order(low) <= number_order(n) <= number_order(high)]
    return tuple(sorted({low, *between, high}, key=number_order))


def bounded(
    known: Iterable[RecommendationNumber],
    number: RecommendationNumber,
    side: Literal["from", "above", "up to", "below"],
) -> tuple[RecommendationNumber, ...]:
    """Give the known numbers on one side of a number, in order."""
    bound = number_order(number)
    ordered = sorted(known, key=number_order)
    at = {
        "from": bisect_left(ordered, bound, key=number_order),
        "above": bisect_right(ordered, bound, key=number_order),
        "up to": bisect_right(ordered, bound, key=number_order),
        "below": bisect_left(ordered, bound, key=number_order),
    }[side]
    return tuple(ordered[at:] if side in ("from", "above") else ordered[:at])
