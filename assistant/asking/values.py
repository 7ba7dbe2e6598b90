"""Tells what value a question asks for, a price, a date, how long, how many, and whether words state one.

Expected answer types, as in question answering (Li and Roth, Learning question classifiers, COLING 2002), as classes
of words.toml, two to a kind: what asks for it, what states it. Knows no passages.
"""

import unicodedata
from collections.abc import Iterator, Sequence, Set
from functools import cache
from itertools import takewhile
from typing import NamedTuple

from assistant.asking.numbers import figures
from assistant.asking.tokens import CLAUSE_ENDS, SMALL_WORDS, Token, tokens
from assistant.asking.wordings import Match, gathered, holds, word_list, words_of
from assistant.indexing.tokenization import term_set

_KINDS = (
    *("money", "share", "period", "frequency", "date", "plan", "contact", "measure", "count"),
    *("finding", "officer", "individual", "company", "grade", "quantity"),
)
_ASKING = tuple(f"asks_{kind}" for kind in _KINDS)
# These begin wordings that ask by themselves.
_ASK = ("how", "when", "by", "since", "who", "chaired", "what", "which")
# ... and so do longer ones: "name of the person".
_ASKS_BY_ITSELF = 3
# So far before its noun stands what asks for it, with these between: "what is the minimum level of accuracy?"
_BEFORE, _BETWEEN = 8, frozenset({"the", "of", "this", "its"})
# A unit stands at most so far behind its number ("6-month"), what is counted so far: "a 30 UK credit module".
_UNIT, _COUNTED = 2, 3
# So many commas part a list that can be counted.
_LISTED = 3
# Beside "or" stand alternatives of one kind, each within so many words: "every month or every year".
_ALTERNATIVES, _BESIDE_OR = ("frequency", "period", "date"), 3
# A longer list nobody asks for by name and number.
_MANY = 20


class Value(NamedTuple):
    """A value that is asked for.

    Attributes:
        asking: the words that ask for it; behind: those behind them, of "how many" what is counted.
        number: how many of them are asked for by name: "name all seven".
    """

    kind: str
    asking: str
    behind: tuple[str, ...] = ()
    number: int = 0

    @property
    def is_plain(self) -> bool:
        """Whether what states it hardly says anything else, as any number or name may."""
        return self.kind not in ("measure", "company", "quantity", "members")

    def is_stated(self, text: str, vocabulary: Set[str], names: Set[str]) -> bool:
        """Tell whether a text states a value of this kind.

        Args:
            vocabulary: the terms of all texts, which call what they count by its name.
            names: the terms of names that are no company's or product's.
        """
        said = word_list(tokens(text))
        match self.kind:
            case "money":
                is_sum = any(unicodedata.category(c) == "Sc" for c in text)
                return is_sum or holds("says_money", said)
            case "date" | "plan":
                return any(map(_is_year, said)) or holds("says_date", said)
            case "contact":
                return "@" in text or (any(map(_is_number, said)) and holds("says_contact", said))
            case "company":
                behind = (text[token.start : token.end] for token in tokens(text)[1:])
                return any(w[:1].isupper() and term_set(w) - names for w in behind)
            case "individual":
                return holds("says_officer", said)
            case "quantity":
                return True  # a name, a rate: nothing in particular states it
            case "period" | "grade" | "measure" | "count" | "members":
                return self._is_in_numbers(said, vocabulary)
        return holds(f"says_{self.kind}", said)

    def _is_in_numbers(self, said: list[str], vocabulary: Set[str]) -> bool:
        """Tell whether words state a number of this kind, or list so many."""
        numbers = [n for n, word in enumerate(said) if _is_number(word)]
        match self.kind:
            case "period":
                units = {m.start for m in gathered("says_period").everywhere(said)}
                is_said = any(units.intersection(range(n + 1, n + 1 + _UNIT)) for n in numbers)
                return is_said or _is_from_to(said)
            case "grade":
                return any(m.end in numbers for m in gathered("says_grade").everywhere(said))
            case "count":
                return self._is_counted(said, numbers, vocabulary)
            case "members":
                n_parted = said.count(",") + ("and" in said)
                return n_parted >= self.number - 1 and not holds("names_some", said)
        return bool(numbers)

    def _is_counted(self, said: list[str], numbers: list[int], vocabulary: Set[str]) -> bool:
        """Tell whether words count what is asked about, or what they may call by another name."""
        own = term_set(" ".join(self.behind))
        if term_set(" ".join(self.behind[:1])) & vocabulary:
            return any(own & term_set(" ".join(said[n + 1 : n + 1 + _COUNTED])) for n in numbers)
        counts = [n for n in numbers if said[n] != "one" and not _is_year(said[n])]
        return bool(counts) or said.count(",") >= _LISTED


def values(found: Sequence[Token]) -> tuple[Value, ...]:
    """Tell what values a question asks for."""
    said, asking = word_list(found), gathered(*_ASKING)
    out: dict[str, Value] = {}
    end = 0
    for at in range(len(said)):
        match = asking.at(said, at) if at >= end else None
        if match is None or said[match.end : match.end + 1] in (["a"], ["an"]):
            continue  # "How big a change" asks for no number.
        if _is_of_duty(match, said):
            continue
        noun = found[match.end - 1]
        is_one = noun.end - noun.start == len(noun.word) or "asks_grade" in match.meanings
        asks = said[at] in _ASK or match.end - at >= _ASKS_BY_ITSELF
        if asks or _is_asked(said[max(at - _BEFORE, 0) : at], is_one):
            end, words = match.end, " ".join(said[at : match.end])
            behind = tuple(takewhile(lambda word: word not in _ends(), said[end:]))
            out |= {m: Value(m.removeprefix("asks_"), words, behind) for m in match.meanings}
    return (*out.values(), *_alternatives(said), *_members(found))


def asks_what_for(said: Sequence[str]) -> bool:
    """Tell whether an aim is asked for by its last word: "what was it set up for?"."""
    words = [word for word in said if word.isalnum()]
    return words[:1] == ["what"] and words[-1:] == ["for"]


def _is_of_duty(match: Match[str], said: Sequence[str]) -> bool:
    """Tell whether a person is asked for by what is their duty: "which person should …"."""
    is_person = not {"asks_officer", "asks_individual"}.isdisjoint(match.meanings)
    return (
        is_person and gathered("not_a_person", "asks_duty").at([*said, ""], match.end) is not None
    )


def _alternatives(said: list[str]) -> Iterator[Value]:
    """Find what kind of value is asked for by alternatives: "weekly or monthly?", "in 2025 or 2026?"."""
    for at in (n for n, word in enumerate(said) if word == "or"):
        before, behind = said[max(at - _BESIDE_OR, 0) : at], said[at + 1 : at + 1 + _BESIDE_OR]
        for kind in _ALTERNATIVES:
            one, other = ([w for w in side if _says(kind, w)] for side in (before, behind))
            if one and (other or (kind == "period" and any(map(_is_number, behind[:1])))):
                yield Value(kind, " ".join((*one, *other)))
                break


def _members(found: Sequence[Token]) -> Iterator[Value]:
    """Find how many are asked for by name: "name all seven", "what are the other three called?"."""
    if words_of("asks_members").isdisjoint(word_list(found)):
        return
    counted = figures(found, frozenset())
    said, written = word_list(counted), {t.start: t.word for t in found}
    for at in (n for n, word in enumerate(said) if word.isdecimal() and 1 < int(word) < _MANY):
        between = [*takewhile(words_of("before_members").__contains__, reversed(said[:at]))]
        begins = at - len(between)
        if words_of("asks_members").intersection(said[max(begins - 1, 0) : begins]):
            words = f"{said[begins - 1]} {written[counted[at].start]}"
            yield Value("members", words, number=int(said[at]))


def _is_asked(before: Sequence[str], is_one: bool) -> bool:
    """Tell whether a noun is what "what" or "which" asks for, or a verb what "how much" or "what did" does.

    Args:
        is_one: whether the noun is in the singular: "which scores" are several, and no one value.
    """
    asks = [n for n, word in enumerate(before) if word in ("what", "which", "much")]
    if not asks:
        return False
    asking, between = before[asks[-1]], before[asks[-1] + 1 :]
    if asking == "much" or between[:1] == ["did"]:
        return CLAUSE_ENDS.isdisjoint(between)
    is_of_it = between[:1] != [] and between[0] in words_of("be")
    return (is_one or is_of_it) and _ends().isdisjoint(between[is_of_it:])


@cache
def _ends() -> Set[str]:
    """List what no phrase with a noun runs over."""
    return SMALL_WORDS - _BETWEEN | CLAUSE_ENDS | words_of("yes_no") | words_of("says")


def _is_number(word: str) -> bool:
    return word.isdecimal() or word in words_of("says_number")


def _is_year(word: str) -> bool:
    return word.isdecimal() and len(word) == 4


def _says(kind: str, word: str) -> bool:
    return word in words_of(f"says_{kind}") or (kind == "date" and _is_year(word))


def _is_from_to(said: list[str]) -> bool:
    """Tell whether words run from one year to another: "2021-2026"."""
    return any(_is_year(a) and _is_year(c) for a, c in zip(said, said[2:], strict=False))
