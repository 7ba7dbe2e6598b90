"""Counts the recommendations of a list: out of how many, which share, and how many of each kind.

Says conditions in the words of records; knows nothing of how a count is shown.
"""

from collections.abc import Callable, Sequence

from assistant.asking.asked import Asked, ByNumber
from assistant.asking.readings import asks_most
from assistant.asking.wants import Want
from assistant.domain import Count, ListForm, RecommendationNumber
from assistant.records.conditions import (
    EVERYTHING,
    Among,
    Area,
    Condition,
    Either,
    Every,
    Responsible,
    Status,
    Without,
    adjective,
    describe,
    either,
    every,
    leaves,
    nodes,
    parts,
    predicate,
    rebuilt,
)
from assistant.records.selecting import Records, is_everybodys

# By what a list is counted where nothing else is asked for, and where only a breakdown is.
_BY_ITSELF: tuple[Want, ...] = ("by status",)
_BROKEN_DOWN: tuple[Want, ...] = ("by area", "by status")


def form(asked: Asked, condition: Condition) -> ListForm:
    """Tell how a list is to be shown."""
    if "numbers" in asked.wants:
        return "numbers"
    if isinstance(asked.sought, ByNumber):
        is_one = len(asked.sought.known) == 1
        return "named" if is_one else "compared" if "compare" in asked.wants else "list"
    is_count = not asked.wants.isdisjoint(("how many", "share"))
    is_count |= asks_most(asked.fragment.pieces)
    if "breakdown" in asked.wants or (is_count and condition == EVERYTHING):
        return "breakdown"
    return "count" if is_count else "list"


def count(
    asked: Asked, condition: Condition, records: Records, titled: Callable[[str], str]
) -> Count:
    """Count what meets a condition, among the recommendations of the areas and documents that it names.

    Args:
        titled: writes documents by their titles.
    """
    met = parts(condition) if isinstance(condition, Every) else (condition,)
    within = [part for part in met if _names(part, Area)]
    within = within if len(within) < len(met) else []
    if asks_most(asked.fragment.pieces):
        within = list(met[:-1])  # of the pending ones, that of the area with the most
    rest = every(*(part for part in met if part not in within))
    n = len(records.select(condition))
    of = len(records.select(every(*within, *(part for part in met if _names(part, Among)))))
    said = predicate(rest, n) or f"({describe(rest)})" if rest != EVERYTHING else ""
    return Count(
        said=titled(said),
        n=n,
        of=of,
        within=" ".join(filter(None, map(adjective, within))),
        percent=round(100 * n / of) if "share" in asked.wants and of else None,
        each=_each(asked, condition, records),
        everybodys=_everybodys(condition, records),
    )


def restated(condition: Condition, records: Records) -> Condition:
    """Say what leaves some statuses out by those it leaves; as it is where that would not be the same."""
    if not any(isinstance(node, Without) for node in nodes(condition)):
        return condition
    if all(isinstance(leaf, Status) for leaf in leaves(condition)):
        met = set(records.select(condition))
        left = [Status(s) for s in records.statuses if met.issuperset(records.select(Status(s)))]
        said = either(*left)
        return said if left and met == set(records.select(said)) else condition
    if isinstance(condition, Every):
        of_status = [p for p in condition.parts if {Status} == set(map(type, leaves(p)))]
        rest = (restated(p, records) for p in condition.parts if p not in of_status)
        return every(*([restated(every(*of_status), records)] if of_status else ()), *rest)
    return rebuilt(condition, lambda part: restated(part, records))


def _names(part: Condition, kind: type[Condition]) -> bool:
    """Tell whether a condition is one value of a kind, or one of several."""
    return all(isinstance(p, kind) for p in (parts(part) if isinstance(part, Either) else (part,)))


def _everybodys(condition: Condition, records: Records) -> tuple[RecommendationNumber, ...]:
    """List those of a group's list that name everybody, and so that group too."""
    if not any(isinstance(leaf, Responsible) for leaf in leaves(condition)):
        return ()
    return tuple(r.number for r in records.select(condition) if is_everybodys(r))


def _each(asked: Asked, condition: Condition, records: Records) -> tuple[Count, ...]:
    """Count each kind asked for, though there be none of it; else each status, where there are several."""
    if "breakdown" in asked.wants:
        asked_for = [name for name in ("by area", "by status", "by group") if name in asked.wants]
        return _kinds(condition, asked_for or _BROKEN_DOWN, records)
    there = tuple(kind for kind in _kinds(condition, _BY_ITSELF, records) if kind.n)
    return there if len(there) > 1 else ()


def _kinds(condition: Condition, names: Sequence[str], records: Records) -> tuple[Count, ...]:
    """Count the recommendations of each kind, and within it those of each kind of the next names."""
    if not names:
        return ()
    name, *more = names
    kinds = records.kinds(name)
    chosen = records.select(condition)
    met = {said: every(condition, kind) for said, kind in kinds.items()}
    if len(records.select(every(condition, either(*kinds.values())))) < len(chosen):
        met["without one"] = every(condition, Without(either(*kinds.values())))
    return tuple(
        Count(said, len(records.select(part)), len(chosen), each=_kinds(part, more, records))
        for said, part in met.items()
    )
