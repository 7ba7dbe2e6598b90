"""The conditions that a question names: statuses, areas, groups.

Knows nothing of whether it asks for a list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Generic, TypeVar

from assistant.domain import Group
from assistant.indexing.storage import Index
from assistant.indexing.tokenization import STOP_WORDS, stem, words
from assistant.retrieval.records import Records

# A word for what is listed.
NOUN = r"(?:recommendations?|recs?|priorit(?:y|ies)|actions?|items?|ones|rows?|points?|tasks?)"

_OF_ANY_LIST = re.compile(rf"{NOUN}|tables?|lists?|sections?|summary|guidance", re.IGNORECASE)
_NEGATED = re.compile(
    r"\b(?:not|n't|isn't|aren't|exclud(?:e|es|ed|ing)|leav(?:e|es|ing)(?: out)?|omit(?:s|ted|ting)?|except(?: for)?|without|other than|apart from|but not)\W*(?:\w+\W+){0,4}$",
    re.IGNORECASE,
)

_NOT_AFTER = re.compile(
    r"^\W*(?:\w+\W+){0,2}?(?:is|are|was|were)?\s*(?:not|n't|aren't|isn't)\s+(?:\w+\s+){0,2}(?:responsib|nam|list|involv|account)",
    re.IGNORECASE,
)

_TABLE = re.compile(r"\btable\s+(\d+)\b", re.IGNORECASE)

_NOT_STATUS = re.compile(
    r"\b(?:not|neither|nor|except(?: for)?|apart from|other than|excluding|without|no longer|but not)\s+"
    r"(?:the\s+)?(?:yet\s+|marked\s+(?:as\s+)?|still\s+)?$",
    re.IGNORECASE,
)

_NOT_AREA = re.compile(
    r"\b(?:outside|not (?:in|about|for|under)|except(?: for)?|apart from|other than|excluding)"
    r"(?:\s+(?:those|the|ones|recommendations|for|in|on|area|of))*\s*(?:clinical\s*|stakeholder\s*)?$",
    re.IGNORECASE,
)

# How people say a status without its name; the meaning is the status note's.
_STARTED = (
    r"(?:started|begun|begin|commenced|got going|taken up|under ?way|kicked off|off the ground)"
)
_SETTLED = r"(?:established|finished|completed?|settled|embedded|bedded|routine|in place)"
_STATUS_WORDINGS: tuple[tuple[str, str], ...] = (
    (
        "work commenced but not established",
        rf"(?:{_STARTED}|in progress)[^.?]{{0,25}}\b(?:not|n't|isn't|yet to be)\b[^.?]{{0,12}}\b{_SETTLED}",
    ),
    (
        "work not commenced",
        rf"\b(?:not|n't|never|yet to|nobody|no one)\b[^.?]{{0,18}}\b(?:{_STARTED}|starts?|touched|tackled)\b"
        r"|\bun(?:started|touched|begun|tackled)\b|\b(?:no|without) (?:work|progress|movement)\b"
        r"|\b(?:waiting|still|yet) to (?:start|begin|be (?:started|begun|tackled|touched))\b"
        r"|\bnothing (?:has )?(?:happened|been done)\b|\bon hold\b|\bstill outstanding\b",
    ),
    (
        "work established and continuing",
        rf"\b(?:up and running|continuing|well under ?way|already (?:happening|running|{_SETTLED})|{_SETTLED} and)\b"
        r"|\bestablished\b",
    ),
    (
        "work commenced but not established",
        r"\b(?:has|have|had|been|just|already|work)\s+(?:\w+ly\s+)?(?:been\s+)?(?:started|begun|commenced)\b|\bin progress\b|\bunder ?way\b"
        r"|\bgetting (?:going|started)\b|\b(?:early|first) (?:stages?|days|steps)\b",
    ),
)

# Of so many texts it is kept what they name, in memory only.
_REMEMBERED = 8

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Named(Generic[T]):
    """What a text names.

    Attributes:
        without: what it names in order to leave it out.
        rest: the text without the words that named these.
    """

    names: tuple[T, ...] = ()
    without: tuple[T, ...] = ()
    rest: str = ""


class Conditions:
    """Finds in a text the statuses, areas and groups of one index."""

    def __init__(self, index: Index, records: Records) -> None:
        """Take an open index and its records."""
        self._index = index
        self._records = records
        # A question is looked at in several ways, and the one before it again.
        self.statuses_in = lru_cache(_REMEMBERED)(self._statuses_in)
        self.groups_in = lru_cache(_REMEMBERED)(self._groups_in)

    @cached_property
    def _wordings(self) -> list[tuple[str, str, Group]]:
        """Each wording of a group, with its small letters; the longest first."""
        every = [(w, group) for group in self._index.lexicon.groups for w in group.asked]
        ordered = sorted(every, key=lambda found: (-len(found[0]), found[0]))
        return [(wording, wording.lower(), group) for wording, group in ordered]

    @cached_property
    def area_stems(self) -> frozenset[str]:
        """The stems of every word by which an area may be named."""
        areas = self._records.areas
        called = (w for area in areas for w in self._index.lexicon.areas.get(area, ()))
        named = (w for area in areas for w in words(area))
        return frozenset(stem(w) for w in (*named, *(w for text in called for w in words(text))))

    def _statuses_in(self, text: str) -> Named[str]:
        """Find the statuses asked for; those called by their names stay in the text."""
        found: dict[str, None] = {}
        excluded: dict[str, None] = {}
        for status in self._records.statuses:
            for match in re.finditer(rf"\b{re.escape(status)}\b", text, re.IGNORECASE):
                is_not = _NOT_STATUS.search(text[: match.start()])
                (excluded if is_not else found)[status] = None
        if not found and not excluded:
            meant = {
                m.casefold(): s
                for ms in self._index.status_meanings.values()
                for s, m in ms.items()
            }
            for meaning, pattern in _STATUS_WORDINGS:
                match_ = re.search(pattern, text, re.IGNORECASE)
                if match_ and meaning in meant:
                    rest = text[: match_.start()] + " " + text[match_.end() :]
                    return Named((meant[meaning],), rest=rest)
        if excluded and not found:
            others = tuple(s for s in self._records.statuses if s not in excluded)
            return Named(others, rest=text)
        return Named(tuple(found), rest=text)

    def _groups_in(self, text: str) -> Named[Group]:
        """Find the groups named, longest wording first."""
        named: list[tuple[int, Group, bool]] = []
        masked = text
        small = text.lower()
        for wording, in_small, group in self._wordings:
            if in_small not in small:
                continue  # a pattern costs ten times as much, and few are there
            pattern = _whole(wording)
            for match in re.finditer(pattern, masked, 0 if wording.isupper() else re.IGNORECASE):
                is_not = bool(
                    _NEGATED.search(masked[: match.start()])
                    or _NOT_AFTER.match(masked[match.end() :])
                )
                named.append((match.start(), group, is_not))
            masked = re.sub(pattern, lambda m: "_" * len(m[0]), masked, flags=re.IGNORECASE)
        ordered = sorted(named, key=lambda found: found[0])
        groups = tuple(dict.fromkeys(g for _, g, is_not in ordered if not is_not))
        without = tuple(dict.fromkeys(g for _, g, is_not in ordered if is_not))
        return Named(groups, without, masked.replace("_", " "))

    def areas_in(self, text: str, *, anywhere: bool = False) -> Named[str]:
        """Find the areas a text names: 'education recommendations', 'in the research table'.

        Args:
            anywhere: take a word for an area wherever it stands, not only where it is one.
        """
        table = _TABLE.search(text)
        if table:
            tables = list(dict.fromkeys((r.table, r.area) for r in self._records.everything))
            at = int(table[1]) - 1
            names = (tables[at][1],) if 0 <= at < len(tables) else ()
            return Named(names, rest=text[: table.start()] + text[table.end() :])
        if self.area_stems.isdisjoint(stem(word) for word in words(text)):
            return Named(rest=text)
        areas = self._records.areas
        found: dict[str, tuple[int, int]] = {}
        for area in areas:
            place = self._called(area, text) or self._place_of(area, text, anywhere=anywhere)
            if place:
                found[area] = place
        if found:
            # "in education and research": what is joined to a named area is named as well.
            for area in areas:
                joined = self._joined_place(area, text)
                if joined and area not in found:
                    found[area] = joined
        rest = text
        for start, end in sorted(found.values(), reverse=True):
            rest = rest[:start] + " " + rest[end:]
        without = tuple(a for a, (start, _) in found.items() if _NOT_AREA.search(text[:start]))
        if without:
            return Named(tuple(a for a in areas if a not in without), without, rest)
        return Named(tuple(a for a in areas if a in found), rest=rest)

    def _called(self, area: str, text: str) -> tuple[int, int] | None:
        """Find where a text calls an area by another name of the lexicon's, as one."""
        for wording in self._index.lexicon.areas.get(area, ()):
            for match in re.finditer(_whole(wording), text, re.IGNORECASE):
                if _is_area(text[: match.start()], text[match.end() :]):
                    return match.span()
        return None

    def _joined_place(self, area: str, text: str) -> tuple[int, int] | None:
        """Find where an area stands beside another one, joined by "and", "or" or a comma."""
        names = "|".join(re.escape(w) for w in _telling(area) if w != "practice") or "x^"
        match = re.search(rf"(?:\band|\bor|,)\s+(?:the\s+)?({names})\b", text, re.IGNORECASE)
        return match.span(1) if match else None

    def _place_of(self, area: str, text: str, *, anywhere: bool) -> tuple[int, int] | None:
        """Find where a text names an area as one: beside a word for its list, or after "in"."""
        name = re.search(rf"\b{re.escape(area)}\b", text, re.IGNORECASE)
        if name and anywhere:
            return name.span()
        head = r"(?:clinical(?:[- ]practice)?)\s*|" if "linical" in area else ""
        stems = {stem(w) for w in _telling(area)}
        if 2 * len(stems & {stem(w) for w in words(text)}) < len(stems):
            return None  # a heading that is a sentence is not named by one of its words
        for match in re.finditer(r"[^\W_]+", text):
            if stem(match[0].casefold()) not in stems or match[0].casefold() == "practice":
                continue
            if anywhere or _is_area(text[: match.start()], text[match.end() :], head):
                return match.span()
        return None


def names_group(group: Group, text: str) -> bool:
    """Tell whether a text names a group, in whatever words people use for it."""
    return any(
        re.search(_whole(wording), text, 0 if wording.isupper() else re.IGNORECASE)
        for wording in group.asked
    )


def _whole(wording: str) -> str:
    return rf"(?<![\w-]){re.escape(wording)}(?![\w-])"


def _telling(area: str) -> list[str]:
    """Give the words that name an area: not those that every list of recommendations bears."""
    return [w for w in words(area) if w not in STOP_WORDS and not _OF_ANY_LIST.fullmatch(w)]


def _is_area(before: str, after: str, head: str = "") -> bool:
    """Tell whether a word is used for an area: beside a word for its list, or after "in"."""
    follows = re.match(
        rf"\s*(?:practice|partnerships?)?\s*(?:area|section|table|part|theme|category|{NOUN})\b",
        after,
        re.IGNORECASE,
    ) or re.match(rf"(?:\s+\w+){{0,2}}?\s+(?:\w+ )?{NOUN}\b", after, re.IGNORECASE)
    leads = re.search(
        r"\b(?:in|for|under|within|from|about|on|of|outside)\s+(?:the\s+)?(?:area\s+of\s+|area\s+|section\s+(?:on\s+)?|table\s+)?"
        rf"(?:{head}stakeholder\s+)?$",
        before,
        re.IGNORECASE,
    )
    return bool(follows or leads)
