"""What a list leaves out: "and the rest?", "the others in that area", "which are not?".

Of what is named, of its area, or of the list that it was taken from.
"""

from collections.abc import Sequence

from assistant.asking.asked import Asked, Before
from assistant.asking.operations import Operation
from assistant.asking.wordings import holds, word_list, words_of
from assistant.records.conditions import (
    EVERYTHING,
    Area,
    Condition,
    Either,
    Every,
    Mention,
    Responsible,
    Status,
    Without,
    either,
    every,
    leaves,
)
from assistant.records.selecting import Records


def remaining(asked: Asked, op: Operation, before: Before, records: Records) -> Condition:
    """Give what a list leaves out: of what is named, of its area, or of the list that it was taken from."""
    listed, said, named = before.in_force, word_list(asked.tokens), op.said.condition
    assert listed is not None
    if named == EVERYTHING and holds("stays", said) and _was_left_out_of(before):
        return listed
    turned = _other_way_round(listed) if holds("other_way_round", said) else None
    if turned is not None and named == EVERYTHING:
        return turned
    whole = _taken_from(before, records)
    if kinds_of(named) & {Area, Status} and (op.name == "rest_of" or op.said is not asked.fragment):
        return _less(named, (listed,))
    areas = dict.fromkeys(Area(r.area) for r in records.select(listed))
    if areas and holds("this_area", said):
        return _less(either(*areas), (listed,))
    is_elsewhere = not words_of("places").isdisjoint(said) or holds("by_area", said)
    if whole is not None and not is_elsewhere and named == EVERYTHING:
        base, taken = whole
        return _less(base, taken if op.name == "rest_of" else (listed,))
    # Of "pending in education" what is left is left of education.
    kinds = (Area,) if is_elsewhere else (Status, Responsible, Mention)
    kind = next((k for k in kinds if k in kinds_of(listed)), kinds[0])
    if kind not in kinds_of(listed):
        return _less(named, (listed,))
    kept = unlike(listed, {kind})
    # After the pending and the emerging ones what is left is neither; what is not so is denied of the last alone.
    beside = [x for x in before.lists if kind in kinds_of(x) and {*unlike(x, {kind})} == {*kept}]
    out = dict.fromkeys((*beside, listed) if op.name == "rest_of" else (listed,))
    return every(*kept, *(Without(every(*_about(x, kind))) for x in out))


def _about(listed: Condition, kind: type) -> list[Condition]:
    return [p for p in parts_of(listed) if kind in kinds_of(p)]


def _was_left_out_of(before: Before) -> bool:
    """Tell whether the last turn left something out of a list."""
    if len(before.lists) < 2:
        return False
    then, now = ({*parts_of(listed)} for listed in before.lists[-2:])
    return any(isinstance(part, Without) for part in now - then)


def _other_way_round(listed: Condition) -> Condition | None:
    """Turn "for the one but not for the other" to the other but not the one; None where a list is no such thing."""
    parts = parts_of(listed)
    for out in (p for p in parts if isinstance(p, Without)):
        alike = [p for p in parts if type(p) is type(out.part)]
        if len(alike) == 1:
            turned = {alike[0]: Without(alike[0]), out: out.part}
            return every(*(turned.get(p, p) for p in parts))
    return None


def _less(base: Condition, taken: Sequence[Condition]) -> Condition:
    """Leave lists out of one, each by what it tells beyond that one."""
    held = set(parts_of(base)) - {EVERYTHING}
    more = (every(*(p for p in parts_of(listed) if p not in held)) for listed in taken)
    out = [Without(rest) for rest in more if rest != EVERYTHING]
    return every(base, *(o.part.part if isinstance(o.part, Without) else o for o in out))


def _taken_from(before: Before, records: Records) -> tuple[Condition, tuple[Condition, ...]] | None:
    """Give the list that the one in force was taken from, and all that were taken from it since."""
    *lists, last = (set(records.select(listed)) for listed in before.lists or (EVERYTHING,))
    for at in range(len(lists) - 1, -1, -1):
        if last < lists[at]:
            since = zip(before.lists[at + 1 :], (*lists[at + 1 :], last), strict=True)
            return before.lists[at], tuple(c for c, met in since if met < lists[at])
    return None


def kinds_of(condition: Condition) -> set[type]:
    """Give the kinds of things that a condition is about."""
    return {type(leaf) for leaf in leaves(condition)}


def unlike(listed: Condition, kinds: set[type]) -> list[Condition]:
    """List the parts of a list that are about none of some kinds of thing."""
    return [p for p in parts_of(listed) if not kinds & kinds_of(p)]


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """List what must all hold."""
    return condition.parts if isinstance(condition, Every) else (condition,)


def is_narrowed_by_or(asked: Asked, said: Condition, listed: Condition) -> bool:
    """Tell whether "or in research?" keeps a list to what it may have been widened by."""
    is_or = [p.word for p in asked.fragment.pieces[:1]] == ["or"]
    return is_or and said != EVERYTHING and kinds_of(said).isdisjoint(kinds_of(listed))


def is_impossible(condition: Condition) -> bool:
    """Tell whether nothing can be so: a recommendation has one status and one area, and what is denied it has not."""
    said = {p for p in parts_of(condition) if isinstance(p, Status | Area)}
    is_denied = not said.isdisjoint(_denied(condition)) or denies_group(condition)
    return is_denied or len(said) > len({type(p) for p in said})


def denies_group(condition: Condition) -> bool:
    """Tell whether a group is to be responsible and not to be."""
    held = {p for p in parts_of(condition) if isinstance(p, Responsible)}
    return not held.isdisjoint(_denied(condition))


def _denied(condition: Condition) -> set[Condition]:
    denied = [p.part for p in parts_of(condition) if isinstance(p, Without)]
    return {q for p in denied for q in (p.parts if isinstance(p, Either) else (p,))}


def with_again(condition: Condition, listed: Condition) -> Condition | None:
    """Take back in what a list leaves out and a question names: "and with research?"."""
    named = set(leaves(condition))
    kept: list[Condition] = []
    for part in parts_of(listed):
        if isinstance(part, Without) and named & set(leaves(part)):
            still = part.part.parts if isinstance(part.part, Either) else ()
            out = [p for p in still if p not in named]
            kept += [Without(either(*out))] if out else []
        else:
            kept.append(part)
    return every(*kept) if every(*kept) != listed else None
