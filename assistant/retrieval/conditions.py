"""The conditions that a question names: statuses, areas, groups.

Knows nothing of whether it asks for a list.
"""

from __future__ import annotations

import re

from assistant.domain import Group
from assistant.indexing.storage import Index
from assistant.indexing.tokenization import stem, words
from assistant.retrieval.records import Records

# A word for what is listed.
NOUN = r"(?:recommendations?|recs?|priorit(?:y|ies)|actions?|items?|ones|rows?|points?|tasks?)"

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
_STATUS_WORDINGS: tuple[tuple[str, str], ...] = (
    (
        "work commenced but not established",
        r"(?:started|begun|commenced|under ?way|in progress)[^.?]{0,25}\b(?:not|n't|isn't)\b[^.?]{0,12}\b(?:established|finished|settled|embedded)",
    ),
    (
        "work not commenced",
        r"\b(?:not|n't|never|yet to|nobody|no one)\b[^.?]{0,18}\b(?:start|starts|started|begin|begun|commenced?|got going|taken up|under ?way)\b"
        r"|\bunstarted\b|\bno work\b|\bwaiting to (?:start|begin)\b|\bstill to (?:start|begin)\b|\bnothing (?:has )?(?:happened|been done)\b|\bon hold\b",
    ),
    (
        "work established and continuing",
        r"\b(?:established|up and running|continuing|well under ?way|already (?:happening|running|established))\b",
    ),
    (
        "work commenced but not established",
        r"\b(?:has|have|had|been|just|already|work)\s+(?:been\s+)?(?:started|begun|commenced)\b|\bin progress\b|\bunder ?way\b|\bgetting (?:going|started)\b",
    ),
)


class Conditions:
    """Finds in a text the statuses, areas and groups of one index."""

    def __init__(self, index: Index, records: Records) -> None:
        """Take an open index and its records."""
        self._index = index
        self._records = records

    def statuses_in(self, text: str) -> tuple[tuple[str, ...], str]:
        """Find the statuses asked for, and the text without the words that named them."""
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
                    return (meant[meaning],), text[: match_.start()] + " " + text[match_.end() :]
        if excluded and not found:
            return tuple(s for s in self._records.statuses if s not in excluded), text
        return tuple(found), text

    def groups_in(self, text: str) -> tuple[tuple[Group, ...], tuple[Group, ...], str]:
        """Find the groups named, longest wording first, and the text without them."""
        named: list[tuple[int, Group, bool]] = []
        masked = text
        wordings = sorted(
            ((wording, group) for group in self._index.lexicon.groups for wording in group.asked),
            key=lambda wg: (-len(wg[0]), wg[0]),
        )
        for wording, group in wordings:
            pattern = rf"(?<![\w-]){re.escape(wording)}(?![\w-])"
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
        return groups, without, masked.replace("_", " ")

    def areas_in(self, text: str) -> tuple[str, ...]:
        """Find the areas a text names: 'education recommendations', 'in the research table'."""
        table = _TABLE.search(text)
        if table:
            tables = list(dict.fromkeys((r.table, r.area) for r in self._records.everything))
            at = int(table[1]) - 1
            return (tables[at][1],) if 0 <= at < len(tables) else ()
        areas = self._records.areas
        named = {area: self._place_of(area, text) for area in areas}
        found = {area: at for area, at in named.items() if at is not None}
        if found:
            # "in education and research": what is joined to a named area is named as well.
            joined = {area: self._joined_place(area, text) for area in areas}
            found |= {area: at for area, at in joined.items() if at is not None}
        without = {a for a, at in found.items() if _NOT_AREA.search(text[:at])}
        if without:
            return tuple(a for a in areas if a not in without)
        return tuple(a for a in areas if a in found)

    def _joined_place(self, area: str, text: str) -> int | None:
        """Find where an area stands beside another one, joined by "and", "or" or a comma."""
        names = "|".join(re.escape(w) for w in words(area) if w != "practice")
        match = re.search(rf"(?:\band|\bor|,)\s+(?:the\s+)?({names})\b", text, re.IGNORECASE)
        return match.start(1) if match else None

    def _place_of(self, area: str, text: str) -> int | None:
        """Find where a text names an area as one: beside a word for its list, or after "in"."""
        head = r"(?:clinical(?:[- ]practice)?)" if "linical" in area else None
        stems = {stem(w) for w in words(area)}
        for match in re.finditer(r"[^\W_]+", text):
            if stem(match[0].casefold()) not in stems or match[0].casefold() == "practice":
                continue
            before, after = text[: match.start()], text[match.end() :]
            follows = re.match(
                rf"\s*(?:practice|partnerships?)?\s*(?:area|section|table|part|theme|category|{NOUN})\b",
                after,
                re.IGNORECASE,
            ) or re.match(rf"(?:\s+\w+){{0,2}}?\s+(?:\w+ )?{NOUN}\b", after, re.IGNORECASE)
            leads = re.search(
                rf"\b(?:in|for|under|within|from|about|on|of|outside)\s+(?:the\s+)?(?:area\s+of\s+|area\s+|section\s+(?:on\s+)?|table\s+)?(?:{head or 'x^'}\s*|stakeholder\s+)?$",
                before,
                re.IGNORECASE,
            )
            if follows or leads:
                return match.start()
        return None
