"""Tells of which kinds a value is that a question asks for: money, a share, a date, how long, how many.

Read from the classes of words.toml, two to a kind: what asks for it, what states it. Knows no passages.
"""

from collections.abc import Mapping, Sequence

from assistant.asking.tokens import CLAUSE_ENDS, SMALL_WORDS, Token
from assistant.asking.wordings import Match, gathered, word_list, words_of

# Where one of these is asked for, only words that state one answer.
KINDS = (
    "money",
    "share",
    "period",
    "frequency",
    "date",
    "contact",
    "measure",
    "count",
    "finding",
    "officer",
    "company",
    "quantity",
)
# These begin wordings that ask by themselves.
_ASK = ("how", "when", "by", "since", "who", "chaired", "what")
# So far before its noun stands what asks for it, with these between: "what is the minimum level of accuracy?"
_BEFORE, _BETWEEN = 8, frozenset({"the", "of", "this", "its"})


def values(found: Sequence[Token]) -> Mapping[str, Match[str]]:
    """Tell of which kinds a value is asked for, and by which tokens."""
    said, asking = word_list(found), gathered(*(f"asks_{kind}" for kind in KINDS))
    out: dict[str, Match[str]] = {}
    for at in range(len(said)):
        match = asking.at(said, at)
        if match is None or said[match.end : match.end + 1] in (["a"], ["an"]):
            continue  # "How big a change" asks for no number.
        noun = found[match.end - 1]
        is_one = noun.end - noun.start == len(noun.word)
        if said[at] in _ASK or _is_asked(said[max(at - _BEFORE, 0) : at], is_one):
            out |= {name.removeprefix("asks_"): match for name in match.meanings}
    return out


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
    ends = SMALL_WORDS - _BETWEEN | CLAUSE_ENDS | words_of("yes_no") | words_of("says")
    return (is_one or is_of_it) and ends.isdisjoint(between[is_of_it:])
