"""What a question makes of the list in force: narrowed, widened, turned to something else, or left.

Knows the list and the question; searches nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.asking.asked import Asked, Before, ByConditions, Search
from assistant.asking.operations import Operation
from assistant.asking.pointing import behind_opening, content, depends, ends, opens, points, points_at_those
from assistant.asking.readings import with_any_group
from assistant.asking.tokens import SMALL_WORDS, tokens
from assistant.asking.wordings import gathered, holds, word_list, wording_at, words_of
from assistant.indexing.tokenization import STOP_WORDS, words
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
)
from assistant.records.selecting import Records

_OF_KIND: dict[str, type] = {"by_area": Area, "by_status": Status, "by_group": Responsible}
_WIDENED: dict[str, type] = {"any_status": Status, "any_area": Area, "any_group": Responsible}
# A question that asks what a name is, of no more content words than these, has no other subject.
SHORT_NAME = 4
# One that adds to a list says so in no more.
_MOST_ADDED = 5


def changed(asked: Asked, op: Operation, before: Before, records: Records) -> Condition | None:
    """Give the list in force as a question changes it, or None if it is about something else."""
    listed, said = before.in_force, op.said
    assert listed is not None
    if not (said.is_whole or said.is_nearly) or (op.name and said.condition == EVERYTHING):
        other = _mentioning_instead(asked, op, listed, records)
        if other is not None or not (said.is_whole or said.is_nearly):
            return other
    spoken = word_list(asked.tokens)
    kinds = _kinds(said.condition)
    if op.name == "adds" and len(content(asked)) > _MOST_ADDED:
        return None  # "I also wanted to ask about …"
    is_dropped = _without_dropped(listed, said.condition)[0] != listed
    leads = _leads(asked, len(kinds))
    leans = opens(asked) or points(asked) or bool(op.name) or is_dropped or leads
    if not leans and (said.has_noun or (said.shows and len(kinds) > 1)):
        return None
    if said.is_alone:
        return _alone(listed)
    if op.name in ("rest_of", "denied"):
        return _rest(asked, op, before, records)
    made = _MADE.get(op.name)
    if made is not None and (said.condition != EVERYTHING or op.name in _BY_ITSELF):
        return made(asked, op, listed)
    if said.condition == EVERYTHING:
        is_asked = said.shows or asked.wants & {"who", "status", "how many", "examples"}
        is_asked = is_asked or (points_at_those(asked) and _is_told(asked))
        return listed if is_asked or op.name == "repeats" else None
    if _asks_of_all(asked, kinds):
        return listed
    left, condition = _without_dropped(listed, said.condition)
    is_other = _kinds(condition).isdisjoint(_kinds(listed) - _kinds(left))
    if left != listed and is_other and not holds("forgets", spoken):
        # "And outside research?" after a list of research is the rest of it, not any area.
        return every(left, said.condition)
    listed = left
    op = replace(op, said=replace(said, condition=condition))
    back = _with_again(condition, listed)
    is_back = back is not None and (not said.narrows or holds("back_in", spoken))
    is_back &= not _is_any(spoken) and "yes-no" not in asked.wants
    return back if is_back else _narrowed(asked, op, listed)


def otherwise(asked: Asked, op: Operation, before: Before, records: Records) -> Iterator[Condition]:
    """Give what a question may make of the list in force as well."""
    if before.in_force is not None and _is_shared(asked, op):
        yield _added(asked, op, before.in_force)
    for other in op.said.otherwise:
        if opens(asked) and isinstance(other, Mention):
            continue  # "what about education?" looks for no word
        also = replace(op, said=replace(op.said, condition=other))
        made = changed(asked, also, before, records)
        if made is not None:
            yield made


def _is_told(asked: Asked) -> bool:
    """Tell whether something is told to be done, rather than asked: no "which", no "all"."""
    spoken = word_list(asked.tokens)
    return not (holds("every", spoken) or holds("asks_which", spoken))


def _leads(asked: Asked, n_kinds: int) -> bool:
    """Tell whether a question begins with what to keep or leave out: "only pending recommendations, please"."""
    said, at = [t.word for t in asked.tokens if not t.is_mark], behind_opening(asked)
    while at < len(said) and (said[at] in SMALL_WORDS or holds("asks_list", [said[at]])):
        if gathered("only", "except", "except_open").at(said, at):
            break
        at += 1
    is_out = at < len(said) and gathered("except", "except_open").at(said, at) is not None
    is_kept = wording_at("only", said, at) is not None or ends(asked, "only")
    is_told = _is_told(asked) or (is_out and holds("of_these", said))
    return is_told and (is_out or (is_kept and n_kinds == 1))


def _asks_of_all(asked: Asked, kinds: set[type]) -> bool:
    """Tell whether something is asked of each of a list, and not which are so: "are they pending or what?"."""
    said = [t.word for t in asked.tokens if not t.is_mark]
    while said and (said[0] in words_of("joints") or wording_at("courtesy", said, 0)):
        said.pop(0)
    is_of_them = len(said) > 1 and said[0] in words_of("be") and said[1] in words_of("all_of_them")
    is_of_them &= not any(t.is_mark for t in asked.tokens[-len(said) : -1])
    return is_of_them and kinds <= {Status} and not _is_any(said)


def _is_any(said: Sequence[str]) -> bool:
    return "any" in said or holds("of_these", said)


def _without_dropped(listed: Condition, condition: Condition) -> tuple[Condition, Condition]:
    """Read "forget ongoing" after a list of ongoing ones as any status, not as none of them."""
    held, said = _parts(listed), _parts(condition)
    dropped = [p for p in said if isinstance(p, Without) and p.part in held]
    left = every(*(p for p in held if Without(p) not in dropped))
    return left, every(*(p for p in said if p not in dropped))


def _rest(asked: Asked, op: Operation, before: Before, records: Records) -> Condition:
    """Give what a list leaves out: of what is named, of its area, or of the list that it was taken from."""
    listed, said, named = before.in_force, word_list(asked.tokens), op.said.condition
    assert listed is not None
    whole = _taken_from(before, records)
    if _kinds(named) & {Area, Status} and (op.name == "rest_of" or op.said is not asked.fragment):
        return _less(named, (listed,))
    if holds("this_area", said):
        areas = dict.fromkeys(Area(r.area) for r in records.select(listed))
        return _less(either(*areas), (listed,))
    is_elsewhere = not words_of("places").isdisjoint(said) or holds("by_area", said)
    if whole is not None and not is_elsewhere and named == EVERYTHING:
        base, taken = whole
        return _less(base, taken if op.name == "rest_of" else (listed,))
    # Of "pending in education" what is left is left of education.
    kinds = (Area,) if is_elsewhere else (Status, Responsible, Mention)
    asked_of = next((kind for name, kind in _OF_KIND.items() if holds(name, said)), None)
    kinds = (asked_of, *kinds) if asked_of else kinds
    kind = next((k for k in kinds if k in _kinds(listed)), kinds[0])
    alike = [p for p in _parts(listed) if kind in _kinds(p)]
    if not alike:
        return _less(named, (listed,))
    return every(*_unlike(listed, {kind}), Without(every(*alike)))


def _less(base: Condition, taken: Sequence[Condition]) -> Condition:
    """Leave lists out of one, each by what it tells beyond that one."""
    held = set(_parts(base)) - {EVERYTHING}
    more = (every(*(p for p in _parts(listed) if p not in held)) for listed in taken)
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


def _swapped(asked: Asked, op: Operation, listed: Condition) -> Condition:
    """Turn a list to something else: "students instead of HEIs", "swap HEIs for students"."""
    said = op.said
    wanted = [p for p in _parts(said.condition) if not isinstance(p, Without)]
    new = every(*wanted) if wanted else said.condition
    is_old = bool({*leaves(listed)} & {*leaves(new)})
    if wanted and is_old and said.last is not None:
        new = said.last
    return every(*_unlike(listed, _kinds(said.condition)), new)


def _added(asked: Asked, op: Operation, listed: Condition) -> Condition:
    """Widen a list by what is named, of the same kind as it has or of another."""
    condition = op.said.condition
    back = _with_again(condition, listed)
    if back is not None:
        return back
    kept = _unlike(listed, _kinds(condition))
    alike = [p for p in _parts(listed) if p not in kept]
    return every(*kept, either(every(*alike), condition)) if alike else either(listed, condition)


def _joined(asked: Asked, op: Operation, listed: Condition) -> Condition:
    """Read "ongoing too?": beside others of its kind, or of a list that tells of none."""
    condition = op.said.condition
    is_alike = _kinds(condition) & _kinds(listed) and not isinstance(condition, Without)
    if _is_shared(asked, op):
        return every(listed, condition)
    return (_added if is_alike else _narrowed)(asked, op, listed)


def _is_shared(asked: Asked, op: Operation) -> bool:
    """Tell whether a group may be meant besides those of a list: "and HEIs as well?", unlike "the ones for HEIs too"."""
    is_group = op.name == "joins" and _kinds(op.said.condition) == {Responsible}
    return is_group and not holds("nouns_of_list", word_list(asked.tokens))


def _turned(asked: Asked, op: Operation, listed: Condition) -> Condition:
    """Read "and the ones that are?" after what is not: the last part of a list the other way round."""
    *kept, last = _parts(listed)
    return every(*kept, last.part if isinstance(last, Without) else Without(last))


def _widened(asked: Asked, op: Operation, listed: Condition) -> Condition:
    """Leave out what a question says may be any: "of any status"."""
    kind = _WIDENED[op.name]
    more = [p for p in _parts(op.said.condition) if kind not in _kinds(p)]
    return every(*_unlike(listed, {kind, *_kinds(every(*more))}), *more)


def _kept_to(asked: Asked, op: Operation, listed: Condition) -> Condition:
    """Keep a list to what is named: "narrow that down to research"."""
    both = every(listed, based(op.said.condition, listed))
    is_alone = isinstance(op.said.condition, Alone)  # "restrict it to SoR" need not mean nobody else
    return _narrowed(asked, op, listed) if is_alone or _is_empty(both) else both


def _dropped(asked: Asked, op: Operation, listed: Condition) -> Condition:
    """Leave out what is named, or the condition that named it: "lose the pending ones"."""
    out = op.said.condition
    out = out.part if isinstance(out, Without) else out
    return every(
        *(p for p in _parts(listed) if p != out), *([] if out in _parts(listed) else [Without(out)])
    )


def _narrowed(asked: Asked, op: Operation, listed: Condition) -> Condition:
    """Keep a list to what is named; what it already tells of the same kind gives way."""
    said, spoken = op.said, word_list(asked.tokens)
    kinds = _kinds(said.condition)
    if isinstance(said.condition, Alone) and not holds("alone", spoken):
        # "And for industry only?" keeps the list to industry's.
        return every(listed, *map(Responsible, said.condition.groups))
    wanted = every(*(p for p in _parts(said.condition) if not isinstance(p, Without)))
    if said.narrows and opens(asked) and _kinds(wanted) & _kinds(listed):
        # "And industry outside education" says anew what both speak of.
        return every(*_unlike(listed, kinds), said.condition)
    # One recommendation names several groups: "which name students" keeps to theirs too.
    is_shared = kinds == {Responsible} and holds("chooses", spoken)
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
_MADE: dict[str, Callable[[Asked, Operation, Condition], Condition]] = {
    "returns": lambda _, op, __: op.said.condition,
    "loosens": lambda _, __, listed: with_any_group(listed),
    **dict.fromkeys(_WIDENED, _widened),
    "swaps": _swapped,
    "adds": _added,
    "joins": _joined,
    "turns": _turned,
    "narrows": _kept_to,
    "drops": _dropped,
}
_BY_ITSELF = frozenset({"turns", "loosens", *_WIDENED})


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


def _mentioning_instead(
    asked: Asked, op: Operation, listed: Condition, records: Records
) -> Condition | None:
    """Read "and UKIO?", "same for UKIO" after a list of what mentions something as what mentions that."""
    if op.name not in ("", "swaps") or Mention not in _kinds(listed):
        return None
    start = behind_opening(asked)
    text = op.text if op.name == "swaps" else _written(asked, start)
    n_words = len([w for w in words(text) if w not in STOP_WORDS])
    new = Mention(_named_words(text))
    leans = op.name == "swaps" or opens(asked) or (not asked.wants and records.select(new))
    if not (leans and 0 < n_words <= SHORT_NAME):
        return None
    return every(*(p for p in _parts(listed) if not isinstance(p, Mention)), new)


def _written(asked: Asked, start: int) -> str:
    return asked.text[asked.tokens[start].start :] if start < len(asked.tokens) else ""


def _named_words(text: str) -> str:
    """Give the words looked for in "mentioning safety", "those that mention safety now"."""
    found = tokens(text)
    said = word_list(found)
    covered = gathered("mention", "going_on", "those", "closes_operation", "listed").everywhere(
        said
    )
    out = {at for match in covered for at in range(match.start, match.end)}
    kept = [
        t
        for n, t in enumerate(found)
        if n not in out and not t.is_mark and t.word not in words_of("leading")
    ]
    return " ".join(text[t.start : t.end] for t in kept)


def _parts(condition: Condition) -> tuple[Condition, ...]:
    return condition.parts if isinstance(condition, Every) else (condition,)


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
