"""Members of the list in force that a follow-up names by their place, or by what comes before and after.

"Who does the second one?", "the first two", "and the next three", "the one before".
"""

from collections.abc import Sequence
from typing import TypeGuard

from assistant.asking.asked import Asked, Before, ByConditions, ByNumber
from assistant.asking.numbers import Figure, figures
from assistant.asking.operations import FEW_NUMBERS
from assistant.asking.remaining import kinds_of, parts_of, unlike
from assistant.asking.tokens import Token
from assistant.asking.wordings import gathered, holds, word_list, words_of
from assistant.domain import Recommendation, RecommendationNumber
from assistant.records.conditions import (
    EVERYTHING,
    Condition,
    Either,
    End,
    Number,
    Without,
    either,
    every,
    leaves,
    nodes,
    replaced,
)
from assistant.records.selecting import Records

_NO_NUMBERS: frozenset[str] = frozenset()


def placed(asked: Asked, listed: Condition, records: Records) -> ByNumber | ByConditions | None:
    """Read "the third" or "the first two" after a list as those of it; whatever else is said is asked of them."""
    ends, said = _ends(asked), asked.fragment.condition
    places, row = {leaf for leaf, _ in ends}, records.select(listed)
    words = word_list(asked.tokens)
    member = _counted_from_the_end(words, row)
    if member is not None:
        pieces = asked.fragment.pieces
        if any(p.has("except", "except_open", "except_after", "not") for p in pieces):
            return ByConditions(every(listed, Without(member)))  # "leave out the middle one"
        is_more = any(not isinstance(leaf, End | Number) for leaf in leaves(said))
        is_more |= any(p.has("and", "or") for p in pieces)
        return ByNumber((member.number,), left_aside=(asked.text,) if is_more else ())
    if len(ends) > 1 and all(end.end == "first" and end.n <= len(row) for _, end in ends):
        is_places = {*leaves(said)} == places and Without not in map(type, nodes(said))
        return ByNumber(tuple(row[end.n - 1].number for _, end in ends)) if is_places else None
    if len(ends) != 1:
        return None
    leaf, end = ends[0]
    if said == Without(leaf) and isinstance(leaf, Number) and end.n <= len(row):
        out = Number(row[end.n - 1].number)  # "drop the second"
        return ByConditions(every(listed, Without(out)))
    if leaf in leaves(said) and leaf not in parts_of(said):
        return None  # "the third or those in research", "all but the last"
    others = every(*(p for p in parts_of(said) if p != leaf))
    is_asked = asked.wants & {"yes-no", "who"} or _stands_alone(asked)
    base = listed if is_asked else every(listed, others)
    is_of_ends = not is_asked and leaf == End(EVERYTHING, end.end, end.n)
    is_of_ends |= holds("of_the_ends", words)
    if others != EVERYTHING and end.n > 1 and is_of_ends:
        return ByConditions(every(End(listed, end.end, end.n), others))
    chosen = records.select(End(base, end.end, end.n))
    if len(chosen) < end.n:
        return None
    if end.n > 1 and leaf == end:
        return ByConditions(End(base, end.end, end.n), asked.fragment.aside)
    one = chosen[-1] if end.end == "first" else chosen[0]
    aside = () if others != EVERYTHING else asked.fragment.aside
    places_said = {*words_of("ends_of_list"), str(end.n)}
    return ByNumber((one.number,), left_aside=tuple(a for a in aside if a not in places_said))


def _counted_from_the_end(words: Sequence[str], row: Sequence[Recommendation]) -> Number | None:
    """Give the last member but one, or the one in the middle, of a list that has it; None for no such place."""
    if len(row) > 1 and holds("last_but_one", words):
        return Number(row[-2].number)
    return Number(row[len(row) // 2].number) if len(row) % 2 and holds("middle", words) else None


def counted(asked: Asked, n_listed: int) -> str:
    """Write a question with "those" for the number of a list's members, or for a count of them: "which of the 6 are …", "that's five?"; empty for none."""
    found = figures(asked.tokens, _NO_NUMBERS)
    for at, number in enumerate(found):
        if not isinstance(number, Figure) or number.is_one or number.is_place:
            continue
        before, behind = word_list(found[:at]), word_list(found[at + 1 :])
        is_count = any(m.end == at for m in gathered("counted_up").everywhere(before)) and all(
            not w.isalnum() or w in words_of("agreed") for w in behind
        )
        if is_count:
            return "how many are those?"
        if number.word == str(n_listed) and before[-2:] == ["of", "the"]:
            return f"{asked.text[: found[at - 1].start]}those{asked.text[number.end :]}"
    return ""


def _ends(asked: Asked) -> list[tuple[Condition, End]]:
    """List the places that a question names: each as it stands in its condition, and as an end of the list."""
    said = asked.fragment.condition
    named = leaves(said)
    ends: list[tuple[Condition, End]] = [(x, x) for x in named if isinstance(x, End)]
    found = figures(asked.tokens, _NO_NUMBERS)
    for at, place in enumerate(found):
        is_place = _counts(place) and (place.is_place or _is_counted(found, at))
        if is_place and (Number(place.word) in named or _is_alone(found, at)):
            ends.append((Number(place.word), End(EVERYTHING, "first", int(place.word))))
    sides = [at for at, t in enumerate(found) if t.word in words_of("ends_of_list")]
    is_other = any(p.has("except", "except_open", "not", "every") for p in asked.fragment.pieces)
    if not ends and said == EVERYTHING and len(sides) == 1 and not is_other:
        (at,) = sides
        side = End(EVERYTHING, "first" if found[at].word == "first" else "last", 1)
        ends += [(side, side)] if _is_of_list(found, at) else []  # "the last on that list"
    return ends


def _counts(token: Token) -> TypeGuard[Figure]:
    """Tell whether a word is a number that something may be counted by: from 1 on, without a dot."""
    return isinstance(token, Figure) and token.word.isdecimal() and int(token.word) > 0


def _is_counted(found: Sequence[Token], at: int) -> bool:
    """Tell whether a number is one of the list: "who does number three on that list?"."""
    return found[at - 1].word in words_of("of_anything") and _is_of_list(found, at)


def _stands_alone(asked: Asked) -> bool:
    """Tell whether "one" or nothing follows a place, so that what else is said is asked of it."""
    found = figures(asked.tokens, _NO_NUMBERS)
    return any(
        _is_alone(found, at)
        for at, t in enumerate(found)
        if (isinstance(t, Figure) and t.is_place) or t.word in words_of("ends_of_list")
    )


def _is_alone(found: Sequence[Token], at: int) -> bool:
    following = found[at + 1].word if at + 1 < len(found) else "?"
    return _is_of_list(found, at) or following in ("one", "?", ",", " - ", *words_of("be"))


def _is_of_list(found: Sequence[Token], at: int) -> bool:
    """Tell whether the list is named behind a place: "the third of them", "the third on that list"."""
    joint, rest = (found[at + 1].word if at + 1 < len(found) else ""), found[at + 2 : at + 5]
    is_list = any(t.word == "list" for t in rest)
    is_of_them = joint == "of" and any(t.word in words_of("them") for t in rest)
    is_of_them |= joint == "of" and holds("stays", word_list(rest))  # "the second of what is left"
    return is_of_them or (is_list and joint in ("of", "on", "in"))


def paged(asked: Asked, before: Before, records: Records) -> ByNumber | ByConditions | None:
    """Read "the next three" after recommendations in a row, or the first ones of a list."""
    step = 1 if holds("next", word_list(asked.tokens)) else -1
    is_beside = step > 0 or holds("previous", word_list(asked.tokens))
    to_the_end = _left_over(asked, before)
    if to_the_end is not None:
        return ByConditions(to_the_end)
    n = _how_many(asked)
    listed = before.in_force if len(before.numbers) != 1 else None
    if not is_beside or not 0 < n <= len(records.numbers):
        return None
    end = next((x for x in leaves(listed) if isinstance(x, End)), None) if listed else None
    if end is not None and listed is not None and (end.end == "first") == (step > 0):
        more = End(end.of, end.end, end.n + n)
        return ByConditions(replaced(listed, end, every(more, Without(end))))
    row = before.numbers or _in_a_row(listed)
    whole = [int(number) for number in row if number.isdecimal()]
    if not whole:
        return None
    first = max(whole) + 1 if step > 0 else min(whole) - n
    wanted = [str(number) for number in range(max(first, 0), first + n)]
    known = tuple(number for number in wanted if number in records.numbers)
    return ByNumber(known, tuple(number for number in wanted if number not in known))


def stretched(
    listed: Condition, said: Condition, spoken: Sequence[str], records: Records
) -> Condition | None:
    """Read "go up to 15" after a list of 1 to 10; None where either names something else than numbers."""
    if not holds("stretches", spoken):
        return None
    held, named = (
        [int(x.number) for x in leaves(c) if isinstance(x, Number) and x.number.isdecimal()]
        for c in (listed, said)
    )
    is_range = len(held) > FEW_NUMBERS and held == [*range(held[0], held[-1] + 1)]
    if not is_range or not named or kinds_of(said) != {Number} or named[-1] < held[-1]:
        return None
    numbers = (n for n in map(str, range(held[0], named[-1] + 1)) if n in records.numbers)
    return every(*unlike(listed, {Number}), either(*map(Number, numbers)))


def _left_over(asked: Asked, before: Before) -> Condition | None:
    """Read "and whatever is left after that" after the first ones of a list and the next ones as all others of it."""
    ends = [x for x in leaves(before.in_force) if isinstance(x, End)] if before.in_force else []
    is_asked = holds("rest_of", word_list(asked.tokens)) and asked.fragment.is_whole
    if not is_asked or asked.fragment.condition != EVERYTHING or before.in_force is None:
        return None
    shown = max(ends, key=lambda end: end.n, default=None)
    others = [p for p in parts_of(before.in_force) if not {*leaves(p)} & {*ends}]
    return None if shown is None else every(*others, shown.of, Without(shown))


def _in_a_row(listed: Condition | None) -> tuple[RecommendationNumber, ...]:
    """Give the numbers that a list is made of, if of nothing else."""
    parts = listed.parts if isinstance(listed, Either) else (listed,) if listed else ()
    numbers = [p.number for p in parts if isinstance(p, Number)]
    return tuple(numbers) if len(numbers) == len(parts) else ()


def _how_many(asked: Asked) -> int:
    """Tell how many are asked for beside others: "the next three", "the one before"; 0 if something else is."""
    said = asked.fragment
    if said.is_beside:
        return 1
    found = [t for t in figures(asked.tokens, _NO_NUMBERS) if _counts(t)]
    is_number = all(isinstance(leaf, Number | End) for leaf in leaves(said.condition))
    counted = [f for f in found if not f.is_place]
    return int(counted[0].number) if is_number and len(counted) == 1 == len(found) else 0
