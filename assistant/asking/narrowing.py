"""What a question makes of the list in force: narrowed, widened, turned to something else, or left.

Knows the list and the question; searches nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from assistant.asking.asked import Asked, Before, ByConditions, Search
from assistant.asking.combining import combined
from assistant.asking.operations import (
    WIDENED,
    Operation,
    asks_any,
    asks_of_each,
    keeps_or_leaves,
    tells,
)
from assistant.asking.other_words import mentioning_instead
from assistant.asking.placing import stretched
from assistant.asking.pointing import (
    content,
    counts_all,
    depends,
    names_nothing,
    of_everything,
    opens,
    points,
    points_at_those,
    without_described,
)
from assistant.asking.readings import asks_most, most_met, with_any
from assistant.asking.remaining import (
    denies_group,
    is_impossible,
    is_narrowed_by_or,
    kinds_of,
    parts_of,
    remaining,
    unlike,
    with_again,
)
from assistant.asking.returning import list_with
from assistant.asking.wordings import holds, word_list
from assistant.records.conditions import (
    EVERYTHING,
    Alone,
    Condition,
    End,
    Mention,
    Number,
    Responsible,
    Status,
    Without,
    based,
    either,
    every,
    leaves,
)
from assistant.records.selecting import Records

_OF_EACH = ("who", "status", "how many", "examples", "share", "numbers")  # asked of a list
# What these ask for a list of everything has not.
_LEFT_OUT = ("rest_of", "denied", "turns")
# One that adds to a list says so in no more.
_MOST_ADDED = 5


def changed(asked: Asked, op: Operation, before: Before, records: Records) -> Condition | None:
    """Give the list in force as a question changes it, or None if it is about something else."""
    listed, said = before.in_force, op.said
    assert listed is not None
    is_of_those = points_at_those(asked) and said.condition != EVERYTHING
    spoken = word_list(asked.tokens)
    is_read = said.is_whole or said.is_nearly or is_of_those or holds("more_of_two", spoken)
    is_read |= said.condition == EVERYTHING and holds("of_each", spoken)
    is_read |= asks_most(said.pieces)
    if not is_read or (op.name and said.condition == EVERYTHING):
        other = mentioning_instead(asked, op, listed, records)
        if other is not None or not is_read:
            return other
    is_of_both = "list" in spoken and holds("both_lists", spoken) and not op.name
    is_of_both |= op.name == "combines"
    together = combined(asked, before, records) if is_of_both else []
    if together:
        return every(together[0], said.condition)  # "which are in both lists and pending?"
    is_of_all = listed == said.condition == EVERYTHING and op.name in _LEFT_OUT
    if is_of_all or _stands_by_itself(asked, op, listed):
        return None
    if to_another := stretched(listed, said.condition, spoken, records):
        return to_another
    if said.is_alone:
        return _alone(listed)
    of_before = _OF_BEFORE.get(op.name)
    if of_before is not None and (said.condition != EVERYTHING or op.name != "returns"):
        return of_before(asked, op, before, records)
    made = _MADE.get(op.name)
    if made is not None and (said.condition != EVERYTHING or op.name in _BY_ITSELF):
        return made(asked, op, listed)
    if said.condition == EVERYTHING:
        return _again(asked, op, listed, records)
    is_of_each = asks_of_each(asked) and kinds_of(said.condition) <= {Status}
    return listed if is_of_each else _restricted(asked, op, listed)


def _again(asked: Asked, op: Operation, listed: Condition, records: Records) -> Condition | None:
    """Give the list in force to what names nothing: again, with what it left out, or something of each or most of it."""
    if asks_most(op.said.pieces):
        return most_met(op.said.pieces, listed, records)
    spoken = word_list(asked.tokens)
    if "back" in spoken and holds("adds", spoken):
        *kept, last = parts_of(listed) or (EVERYTHING,)
        return every(*kept) if isinstance(last, Without) else None  # "add them back"
    is_of_all = holds("of_each", spoken) and holds("asks_which", spoken)
    return listed if is_of_all or _asks_on(asked, op) else None


def _stands_by_itself(asked: Asked, op: Operation, listed: Condition) -> bool:
    """Tell whether a question names a list of its own, and nothing in it leans on another."""
    said = op.said
    kinds = kinds_of(said.condition)
    if op.name == "adds" and len(content(asked)) > _MOST_ADDED:
        return True  # "I also wanted to ask about …"
    if kinds and of_everything(asked):
        return True
    if kinds & kinds_of(listed) and counts_all(asked) and op.name in ("", "repeats"):
        return True  # "and how many research ones in total?" after the pending ones in research
    is_dropped = _without_dropped(listed, said.condition)[0] != listed
    leans = opens(asked) or points(asked) or bool(op.name) or is_dropped
    is_own = said.has_noun or (said.shows and len(kinds) > 1) or _asks_of_topic(asked)
    return is_own and not (leans or keeps_or_leaves(asked, len(kinds)))


def _asks_of_topic(asked: Asked) -> bool:
    """Tell whether a whole question that asks for no list has a subject: "can patients trust AI?"."""
    spoken = [t.word for t in asked.tokens if not t.is_mark]
    asks = holds("asks_which", spoken[:1]) or not asked.wants.isdisjoint(("yes-no", "compare"))
    is_search = isinstance(asked.sought, Search) and not asks_any(spoken)
    is_search &= "how many" not in asked.wants
    is_of_those = points_at_those(asked) or names_nothing(asked) or asks_of_each(asked)
    is_of_those |= holds("of_each", spoken)
    return is_search and asks and len(spoken) > 2 and not is_of_those


def _asks_on(asked: Asked, op: Operation) -> bool:
    """Tell whether what names nothing asks for the list again, or something of each of it."""
    is_told = points_at_those(asked) and tells(asked) and op.name not in _OF_SOMETHING
    is_shown = op.said.shows and not op.said.aside  # "what about dinosaurs?" asks for no list
    is_asked = is_shown or is_told or op.name == "repeats"
    return is_asked or not asked.wants.isdisjoint(_OF_EACH)


def _restricted(asked: Asked, op: Operation, listed: Condition) -> Condition:
    """Keep a list to what is named, or leave that out; what it left out itself may come back."""
    said, spoken = op.said, word_list(asked.tokens)
    left, condition = _without_dropped(listed, said.condition)
    is_other = kinds_of(condition).isdisjoint(kinds_of(listed) - kinds_of(left))
    if left != listed and is_other and not holds("forgets", spoken):
        # "And outside research?" after a list of research is the rest of it, not any area.
        return every(left, said.condition)
    op = replace(op, said=replace(said, condition=condition))
    back = with_again(condition, left)
    is_asked = holds("nouns_of_list", spoken) or holds("asks_which", spoken)
    is_asked &= not (opens(asked) or holds("back_in", spoken))
    if back is not None and (is_asked or holds("only", spoken)):
        # "Only those with HEIs", "which have?", after what leaves them out.
        return every(back, condition)
    is_back = back is not None and (not said.narrows or holds("back_in", spoken))
    return back if back is not None and is_back else _narrowed(asked, op, left)


def otherwise(asked: Asked, op: Operation, before: Before, records: Records) -> Iterator[Condition]:
    """Give what a question may make of the list in force as well."""
    if op.name == "combines":
        yield from combined(asked, before, records)[1:]
    if op.name in ("rest_of", "denied"):
        yield from _left_otherwise(asked, op, before, records)
    if op.name == "returns" or _may_begin_anew(asked, op):
        yield op.said.condition
    is_counted = op.name in ("", "repeats") and op.said.condition == EVERYTHING
    if is_counted and holds("all_together", word_list(asked.tokens)):
        yield from combined(asked, before, records)  # "how many is that together?"
    held, said = before.in_force, op.said.condition
    if held is not None and (_is_shared(asked, op) or is_narrowed_by_or(asked, said, held)):
        yield _added(asked, op, held)
    is_plain = not op.name and not points_at_those(asked)
    if held is not None and is_plain and said != EVERYTHING and kinds_of(said) <= kinds_of(held):
        # "Which ones is the SoR responsible for?" after those for everybody may mean all of the SoR's.
        yield _swapped(asked, op, held)
    for other in op.said.otherwise:
        if opens(asked) and isinstance(other, Mention):
            continue  # "what about education?" looks for no word
        also = replace(op, said=replace(op.said, condition=other))
        made = changed(asked, also, before, records)
        if made is not None:
            yield made


def _left_otherwise(
    asked: Asked, op: Operation, before: Before, records: Records
) -> Iterator[Condition]:
    """Give what else may be left: after two lists what is on neither, after two conditions what either denies."""
    made = changed(asked, op, before, records)
    if op.name == "rest_of" and made is not None:
        yield every(made, *map(Without, before.lists))
        yield remaining(asked, replace(op, name="denied"), before, records)
    parts = parts_of(before.in_force) if before.in_force is not None else ()
    for part in parts if op.name == "denied" and len(parts) > 1 else ():
        kept = (p for p in parts if p != part)
        yield every(*kept, part.part if isinstance(part, Without) else Without(part))


def _may_begin_anew(asked: Asked, op: Operation) -> bool:
    """Tell whether "so, list the education recommendations" may be no follow-up: only its opening says that it is."""
    said = op.said
    is_own = said.has_noun and said.shows and not said.narrows and not op.name
    return is_own and opens(asked) and not (points(asked) or points_at_those(asked))


def _without_dropped(listed: Condition, condition: Condition) -> tuple[Condition, Condition]:
    """Read "forget ongoing" after a list of ongoing ones as any status, not as none of them."""
    held, said = parts_of(listed), parts_of(condition)
    dropped = [p for p in said if isinstance(p, Without) and p.part in held]
    left = every(*(p for p in held if Without(p) not in dropped))
    return left, every(*(p for p in said if p not in dropped))


def _swapped(asked: Asked, op: Operation, listed: Condition) -> Condition:
    """Turn a list to something else: "students instead of HEIs", "swap HEIs for students"."""
    said = op.said
    among = _not_alone(asked, said.condition)
    if among is not None:
        return every(*unlike(listed, {Responsible, Alone}), among)
    named_in = [p for p in parts_of(said.condition) if not isinstance(p, Without)]
    # "Students instead of HEIs" has no HEIs, "the jobs outside research instead" are kept to that.
    kinds = kinds_of(every(*named_in))
    wanted = [p for p in parts_of(said.condition) if p in named_in or not kinds_of(p) & kinds]
    new = every(*wanted) if named_in else said.condition
    named, held = {*leaves(said.condition)}, parts_of(listed)
    kept = [p for p in held if p not in named]
    fresh = [p for p in leaves(new) if p not in held]
    is_one = bool(fresh) and len(kept) < len(held)
    if is_one and kinds_of(every(*kept)) & kinds_of(every(*fresh)):
        return every(*kept, *fresh)  # "drop HEIs, swap in students" after industry and HEIs
    is_old = bool({*leaves(listed)} & {*leaves(new)})
    if wanted == named_in and wanted and is_old and said.last is not None:
        new = said.last
    return every(*unlike(listed, kinds_of(said.condition)), new)


def _freed(asked: Asked, op: Operation, listed: Condition) -> Condition:
    """Read "not only research" after a list of research as any area."""
    said, held = parts_of(op.said.condition), parts_of(listed)
    last = op.said.last
    out = [p for p in said if p in held and (len(said) == 1 or p == last)]
    new = [p for p in said if p not in held]
    if not out:
        return _narrowed(asked, op, listed)
    return every(*(p for p in held if p not in out), *new)


def _added(asked: Asked, op: Operation, listed: Condition) -> Condition:
    """Widen a list by what is named, of the same kind as it has or of another."""
    condition = op.said.condition
    back = with_again(condition, listed)
    if back is not None:
        return back
    kept = unlike(listed, kinds_of(condition))
    alike = [p for p in parts_of(listed) if p not in kept]
    return every(*kept, either(every(*alike), condition)) if alike else either(listed, condition)


def _joined(asked: Asked, op: Operation, listed: Condition) -> Condition:
    """Read "ongoing too?": beside others of its kind, or of a list that tells of none."""
    condition = op.said.condition
    is_alike = kinds_of(condition) & kinds_of(listed) and not isinstance(condition, Without)
    if _is_shared(asked, op):
        return every(listed, condition)
    return (_added if is_alike else _narrowed)(asked, op, listed)


def _is_shared(asked: Asked, op: Operation) -> bool:
    """Tell whether a group may be meant besides those of a list: "and HEIs as well?", unlike "the ones for HEIs too"."""
    is_group = op.name == "joins" and kinds_of(op.said.condition) == {Responsible}
    return is_group and not holds("nouns_of_list", word_list(asked.tokens))


def _turned(asked: Asked, op: Operation, listed: Condition) -> Condition:
    """Read "and the ones that are?" after what is not: the last part of a list the other way round."""
    parts = parts_of(listed)
    denied = [p for p in parts if isinstance(p, Without)]
    if not denied and not holds("flips", word_list(asked.tokens)):
        return listed  # "which are?" after what is so
    last = denied[-1] if denied else parts[-1]
    turned = last.part if isinstance(last, Without) else Without(last)
    return every(*(p for p in parts if p != last), turned)


def _widened(asked: Asked, op: Operation, listed: Condition) -> Condition:
    """Leave out what a question says may be any: "of any status"."""
    kind = WIDENED[op.name]
    more = [p for p in parts_of(op.said.condition) if kind not in kinds_of(p)]
    return every(*unlike(listed, {kind, *kinds_of(every(*more))}), *more)


def _kept_to(asked: Asked, op: Operation, listed: Condition) -> Condition:
    """Keep a list to what is named: "narrow that down to research"."""
    if isinstance(op.said.condition, Alone):
        return _narrowed(asked, op, listed)  # "restrict it to SoR" need not mean nobody else
    both = every(listed, based(op.said.condition, listed))
    # "Which education ones leave industry out?" after those of industry asks for the others.
    return _narrowed(asked, op, listed) if denies_group(both) else both


def _dropped(asked: Asked, op: Operation, listed: Condition) -> Condition:
    """Leave out what is named, or the condition that named it: "lose the pending ones"."""
    out = op.said.condition
    out = out.part if isinstance(out, Without) else out
    return every(
        *(p for p in parts_of(listed) if p != out),
        *([] if out in parts_of(listed) else [Without(out)]),
    )


def _narrowed(asked: Asked, op: Operation, listed: Condition) -> Condition:
    """Keep a list to what is named; what it already tells of the same kind gives way."""
    said, spoken = op.said, word_list(asked.tokens)
    kinds = kinds_of(said.condition)
    among = _not_alone(asked, said.condition)
    if among is not None:
        return every(listed, among)
    wanted = every(*(p for p in parts_of(said.condition) if not isinstance(p, Without)))
    if said.narrows and opens(asked) and kinds_of(wanted) & kinds_of(listed):
        # "And industry outside education" says anew what both speak of.
        return every(*unlike(listed, kinds), said.condition)
    # One recommendation names several groups: "which name students" keeps to theirs too.
    is_shared = kinds == {Responsible} and holds("chooses", without_described(spoken))
    is_next = opens(asked) and not said.narrows and kinds & kinds_of(listed) == {Number}
    if is_next and not points_at_those(asked):
        # "And from 13 to 18" after a list of 7 to 12.
        return every(*unlike(listed, kinds), said.condition)
    if said.narrows or is_shared or points_at_those(asked) or kinds & {End, Number}:
        both = every(listed, based(said.condition, listed))
        is_one = not any(t.is_mark for t in asked.tokens[:-1])
        if not is_impossible(both) or (is_one and holds("of_the_shown", spoken)):
            return both  # none of those in education is in research
    return every(*unlike(listed, kinds), said.condition)


def _not_alone(asked: Asked, condition: Condition) -> Condition | None:
    """Read "and for industry only?" as what is for industry, others too; None where nobody else is said."""
    if not isinstance(condition, Alone) or holds("alone", word_list(asked.tokens)):
        return None
    return every(*map(Responsible, condition.groups))


# What is made of the lists before, not of the one in force alone.
_OF_BEFORE: dict[str, Callable[[Asked, Operation, Before, Records], Condition]] = {
    "rest_of": remaining,
    "denied": remaining,
    "returns": list_with,
}
# What each operation makes of a list; some need nothing named.
_MADE: dict[str, Callable[[Asked, Operation, Condition], Condition]] = {
    "loosens": lambda _, __, listed: with_any(Responsible, listed),
    **dict.fromkeys(WIDENED, _widened),
    "not_only": _freed,
    "swaps": _swapped,
    "adds": _added,
    "joins": _joined,
    "turns": _turned,
    "narrows": _kept_to,
    "keeps_only": _kept_to,
    "drops": _dropped,
}
_BY_ITSELF = frozenset({"turns", "loosens", *WIDENED})
# "Merge them" asks for no list again where there is nothing to merge it with.
_OF_SOMETHING = frozenset({"combines", *_MADE})


def _alone(listed: Condition) -> Condition | None:
    """Keep to those that name the groups of a list and nobody else."""
    groups = tuple(x.group for x in leaves(listed) if isinstance(x, Responsible))
    rest = [p for p in parts_of(listed) if not isinstance(p, Responsible)]
    return every(*rest, Alone(groups)) if groups else None


def is_own_list(asked: Asked) -> bool:
    """Tell whether a question for a list says enough to be one of its own."""
    if not isinstance(asked.sought, ByConditions):
        return False
    kinds = kinds_of(asked.sought.condition)
    if kinds and (of_everything(asked) or counts_all(asked)):
        return True
    is_said = asked.fragment.shows and not (asked.sought.left_aside or opens(asked))
    is_said &= Mention not in kinds
    is_own = asked.fragment.has_noun or is_said or len(kinds) > 1
    return is_own or not depends(asked)
