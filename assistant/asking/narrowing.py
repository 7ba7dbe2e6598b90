"""What a question makes of the list in force: narrowed, widened, turned to something else, or left.

Knows the list and the question; searches nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.asking.asked import OPERATIONS, Asked, Before, ByConditions, ByNumber, Search
from assistant.asking.numbers import Figure, figures
from assistant.asking.pointing import content, depends, ends, opens, points, points_at_those
from assistant.asking.readings import with_any_group
from assistant.asking.wordings import holds, opens_with, word_list, words_of
from assistant.domain import RecommendationNumber
from assistant.records.conditions import (
    EVERYTHING,
    Alone,
    Area,
    Condition,
    Either,
    End,
    Every,
    Mention,
    Number,
    Responsible,
    Status,
    Without,
    based,
    either,
    every,
    leaves,
    replaced,
)
from assistant.records.selecting import Records

_OF_KIND: dict[str, type] = {"by_area": Area, "by_status": Status, "by_group": Responsible}
_WIDENED: dict[str, type] = {"any_status": Status, "any_area": Area, "any_group": Responsible}
# A question that asks what a name is, of no more content words than these, has no other subject.
SHORT_NAME = 4


def changed(asked: Asked, listed: Condition) -> Condition | None:
    """Give the list in force as a question changes it, or None if it is about something else."""
    said = asked.fragment
    if not said.is_whole and not said.is_nearly:
        return _mentioning_instead(asked, listed)
    operation = _operation(asked)
    kinds = _kinds(said.condition)
    is_dropped = _without_dropped(listed, said.condition)[0] != listed
    asks = holds("asks_list", word_list(asked.tokens)) and not holds(
        "of_these", word_list(asked.tokens)
    )
    leads = opens_with("except", asked.tokens) and not asks
    leans = opens(asked) or points(asked) or bool(operation) or is_dropped or bool(leads)
    if not leans and (said.has_noun or (said.shows and len(kinds) > 1)):
        return None
    if said.is_alone:
        return _alone(listed)
    made = _MADE.get(operation)
    if made is not None and (said.condition != EVERYTHING or operation in _BY_ITSELF):
        return made(asked, listed)
    if said.condition == EVERYTHING:
        is_asked = said.shows or asked.wants & {"who", "status", "how many", "examples"}
        return listed if is_asked or operation == "repeats" else None
    left, condition = _without_dropped(listed, said.condition)
    is_other = _kinds(condition).isdisjoint(_kinds(listed) - _kinds(left))
    if left != listed and is_other and not holds("forgets", word_list(asked.tokens)):
        # "And outside research?" after a list of research is the rest of it, not any area.
        return every(left, said.condition)
    listed = left
    asked = replace(asked, fragment=replace(said, condition=condition))
    back = _with_again(condition, listed)
    is_back = back is not None and (not said.narrows or holds("back_in", word_list(asked.tokens)))
    return back if is_back else _narrowed(asked, listed)


def otherwise(asked: Asked, listed: Condition) -> Iterator[Condition]:
    """Give what a question may make of the list in force as well."""
    for other in asked.fragment.otherwise:
        if opens(asked) and isinstance(other, Mention):
            continue  # "what about education?" looks for no word
        made = changed(replace(asked, fragment=replace(asked.fragment, condition=other)), listed)
        if made is not None:
            yield made
    if _operation(asked) == "rest_of":
        yield every(asked.fragment.condition, Without(listed))  # of all, not of education


def _without_dropped(listed: Condition, condition: Condition) -> tuple[Condition, Condition]:
    """Read "forget ongoing" after a list of ongoing ones as any status, not as none of them."""
    held, said = _parts(listed), _parts(condition)
    dropped = [p for p in said if isinstance(p, Without) and p.part in held]
    left = every(*(p for p in held if Without(p) not in dropped))
    return left, every(*(p for p in said if p not in dropped))


def _rest(asked: Asked, listed: Condition) -> Condition:
    """Give what a list leaves out; of "the other areas" what it has of other areas."""
    said = word_list(asked.tokens)
    # Of "pending in education" what is left is left of education.
    kind = next((kind for name, kind in _OF_KIND.items() if holds(name, said)), Status)
    kind = kind if words_of("places").isdisjoint(said) else Area
    kinds = (kind, Responsible, Mention) if holds("denied", said) else (kind,)
    kind = next((k for k in kinds if k in _kinds(listed)), kind)
    alike = [p for p in _parts(listed) if kind in _kinds(p)]
    if not alike:
        return every(asked.fragment.condition, Without(listed))
    return every(*_unlike(listed, {kind}), Without(every(*alike)))


def _operation(asked: Asked) -> str:
    """Name the class of words.toml that says what is made of the list; empty for none."""
    said = word_list(asked.tokens)
    if opens_with("corrects", asked.tokens):
        return "swaps"
    found = next((name for name in OPERATIONS if holds(name, said)), "")
    if found in ("turns", "denied") and asked.fragment.condition != EVERYTHING:
        found = ""  # "those that are pending"
    if points_at_those(asked):
        return "" if found == "adds" else found
    if found:
        return found
    return "joins" if ends(asked, "as_well") and not holds("chooses", said) else ""


def _swapped(asked: Asked, listed: Condition) -> Condition:
    """Turn a list to something else: "students instead of HEIs", "swap HEIs for students"."""
    said = asked.fragment
    wanted = [p for p in _parts(said.condition) if not isinstance(p, Without)]
    new = every(*wanted) if wanted else said.condition
    is_old = bool({*leaves(listed)} & {*leaves(new)})
    if wanted and is_old and said.last is not None:
        new = said.last
    return every(*_unlike(listed, _kinds(said.condition)), new)


def _added(asked: Asked, listed: Condition) -> Condition:
    """Widen a list by what is named, of the same kind as it has or of another."""
    condition = asked.fragment.condition
    back = _with_again(condition, listed)
    if back is not None:
        return back
    kept = _unlike(listed, _kinds(condition))
    alike = [p for p in _parts(listed) if p not in kept]
    return every(*kept, either(every(*alike), condition)) if alike else either(listed, condition)


def _joined(asked: Asked, listed: Condition) -> Condition:
    """Read "ongoing too?": beside others of its kind, or of a list that tells of none."""
    condition = asked.fragment.condition
    is_alike = _kinds(condition) & _kinds(listed) and not isinstance(condition, Without)
    return (_added if is_alike else _narrowed)(asked, listed)


def _turned(asked: Asked, listed: Condition) -> Condition:
    """Read "and the ones that are?" after what is not: the last part of a list the other way round."""
    *kept, last = _parts(listed)
    return every(*kept, last.part if isinstance(last, Without) else Without(last))


def _widened(asked: Asked, listed: Condition) -> Condition:
    """Leave out what a question says may be any: "of any status"."""
    kind = _WIDENED[_operation(asked)]
    more = [p for p in _parts(asked.fragment.condition) if kind not in _kinds(p)]
    return every(*_unlike(listed, {kind, *_kinds(every(*more))}), *more)


def _narrowed(asked: Asked, listed: Condition) -> Condition:
    """Keep a list to what is named; what it already tells of the same kind gives way."""
    said, words = asked.fragment, word_list(asked.tokens)
    kinds = _kinds(said.condition)
    if isinstance(said.condition, Alone) and not holds("alone", words):
        # "And for industry only?" keeps the list to industry's.
        return every(listed, *map(Responsible, said.condition.groups))
    wanted = every(*(p for p in _parts(said.condition) if not isinstance(p, Without)))
    if said.narrows and opens(asked) and _kinds(wanted) & _kinds(listed):
        # "And industry outside education" says anew what both speak of.
        return every(*_unlike(listed, kinds), said.condition)
    # One recommendation names several groups: "which name students" keeps to theirs too.
    is_shared = kinds == {Responsible} and holds("chooses", words)
    is_next = opens(asked) and not said.narrows and kinds & _kinds(listed) == {Number}
    if is_next and not points_at_those(asked):
        # "And from 13 to 18" after a list of 7 to 12.
        return every(*_unlike(listed, kinds), said.condition)
    if said.narrows or is_shared or points_at_those(asked) or kinds & {End, Number}:
        both = every(listed, based(said.condition, listed))
        if not _is_empty(both):
            return both
    return every(*_unlike(listed, kinds), said.condition)


def _is_empty(condition: Condition) -> bool:
    """Tell whether nothing can be so, as a recommendation has one status and one area."""
    parts = _parts(condition)
    said = {p for p in parts if isinstance(p, Status | Area)}
    denied = [p.part for p in parts if isinstance(p, Without)]
    out = {q for p in denied for q in (p.parts if isinstance(p, Either) else (p,))}
    return len(said) > len({type(p) for p in said}) or not said.isdisjoint(out)


def _kinds(condition: Condition) -> set[type]:
    return {type(leaf) for leaf in leaves(condition)}


def _unlike(listed: Condition, kinds: set[type]) -> list[Condition]:
    """List the parts of a list that are about none of some kinds of thing."""
    return [p for p in _parts(listed) if not kinds & _kinds(p)]


# What each operation makes of a list; some need nothing named.
_MADE: dict[str, Callable[[Asked, Condition], Condition]] = {
    "returns": lambda asked, _: asked.fragment.condition,
    "rest_of": _rest,
    "denied": _rest,
    "loosens": lambda _, listed: with_any_group(listed),
    **dict.fromkeys(_WIDENED, _widened),
    "swaps": _swapped,
    "adds": _added,
    "joins": _joined,
    "turns": _turned,
}
_BY_ITSELF = frozenset({"rest_of", "denied", "turns", "loosens", *_WIDENED})


def next_ones(asked: Asked, listed: Condition) -> Condition | None:
    """Read "the next three" after the first ones of a list."""
    number = asked.fragment.condition
    end = next((x for x in leaves(listed) if isinstance(x, End) and x.end == "first"), None)
    if end is None or not isinstance(number, Number) or not holds("next", word_list(asked.tokens)):
        return None
    more = End(end.of, "first", end.n + int(number.number))
    return replaced(listed, end, every(more, Without(end)))


def nth_of(asked: Asked, listed: Condition, records: Records) -> Condition | None:
    """Read "the third" after a list as the third of it."""
    places = [f for f in figures(asked.tokens, frozenset()) if isinstance(f, Figure) and f.is_place]
    if len(places) != 1 or asked.fragment.condition != Number(places[0].number):
        return None
    n = int(places[0].number)
    if asked.fragment.has_noun or n > len(records.select(listed)):
        return None
    return every(End(listed, "first", n), Without(End(listed, "first", n - 1)))


def _with_again(condition: Condition, listed: Condition) -> Condition | None:
    """Take back in what a list leaves out and a question names: "and with research?"."""
    named = set(leaves(condition))
    kept: list[Condition] = []
    for part in _parts(listed):
        if isinstance(part, Without) and named & set(leaves(part)):
            still = part.part.parts if isinstance(part.part, Either) else ()
            out = [p for p in still if p not in named]
            kept += [Without(either(*out))] if out else []
        else:
            kept.append(part)
    return every(*kept) if every(*kept) != listed else None


def _alone(listed: Condition) -> Condition | None:
    """Keep to those that name the groups of a list and nobody else."""
    groups = tuple(x.group for x in leaves(listed) if isinstance(x, Responsible))
    rest = [p for p in _parts(listed) if not isinstance(p, Responsible)]
    return every(*rest, Alone(groups)) if groups else None


def _mentioning_instead(asked: Asked, listed: Condition) -> Condition | None:
    """Read "and UKIO?" after a list of what mentions something as what mentions that."""
    start = opens_with("opening", asked.tokens)
    is_list = any(isinstance(leaf, Mention) for leaf in leaves(listed))
    if not is_list or not 0 < start < len(asked.tokens) or len(content(asked)) > SHORT_NAME:
        return None
    kept = [p for p in _parts(listed) if not isinstance(p, Mention)]
    return every(*kept, Mention(asked.text[asked.tokens[start].start :].strip(" ?.!")))


def _parts(condition: Condition) -> tuple[Condition, ...]:
    return condition.parts if isinstance(condition, Every) else (condition,)


def rest_of_area(asked: Asked, before: Before, records: Records) -> Condition | None:
    """Read "and the rest of that area?" after recommendations named by number."""
    is_asked = _operation(asked) == "rest_of" and holds("by_area", word_list(asked.tokens))
    if not (before.numbers and is_asked):
        return None
    named = either(*map(Number, before.numbers))
    areas = dict.fromkeys(Area(r.area) for r in records.select(named))
    return every(either(*areas), Without(named))


def numbered(asked: Asked, before: Before) -> Condition | None:
    """Take several recommendations named by number as a list, if something is asked of which."""
    is_chosen = asked.fragment.is_whole and asked.fragment.condition != EVERYTHING
    if len(before.numbers) < 2 or not is_chosen or "yes-no" in asked.wants:
        return None
    return either(*map(Number, before.numbers))


def named_before(asked: Asked, before: Before) -> Condition | None:
    """Take a topic that is nothing but names as a list, if a list is spoken of now."""
    topic = before.topic
    if topic is None or not isinstance(topic.sought, Search):
        return None
    said = topic.fragment
    kinds = {type(leaf) for leaf in leaves(said.condition)}
    if not said.is_whole or said.shows or not kinds or not kinds <= {Area, Status}:
        return None
    more = {type(leaf) for leaf in leaves(asked.fragment.condition)}
    is_next = opens(asked) and asked.fragment.is_whole and bool(more) and more <= {Area, Status}
    is_list = isinstance(asked.sought, ByConditions) and asked.fragment.condition != EVERYTHING
    is_list |= is_next
    return said.condition if is_list else None


def is_own_list(asked: Asked) -> bool:
    """Tell whether a question for a list says enough to be one of its own."""
    if not isinstance(asked.sought, ByConditions):
        return False
    kinds = {type(leaf) for leaf in leaves(asked.sought.condition)}
    is_said = asked.fragment.shows and not (asked.sought.left_aside or opens(asked))
    is_said &= Mention not in kinds
    is_own = asked.fragment.has_noun or is_said or len(kinds) > 1
    return is_own or not depends(asked)


def beside(
    asked: Asked, numbers: Sequence[RecommendationNumber], records: Records
) -> ByNumber | None:
    """Read "and the next one?" after recommendations named by number."""
    whole = [int(n) for n in numbers if n.isdecimal()]
    if not whole or not asked.fragment.is_beside:
        return None
    step = 1 if holds("next", word_list(asked.tokens)) else -1
    number = str(max(whole) + 1 if step > 0 else min(whole) - 1)
    is_there = number in records.numbers
    return ByNumber((number,) if is_there else (), () if is_there else (number,))
