"""Understands questions that the records answer: numbers, statuses, areas, groups, words.

"Which education recommendations are pending?" is not a search: it has one complete answer.
Turns such a question into a RecordQuery, and any other into None. Knows nothing of scores.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.domain import Group, RecommendationNumber, number_order
from assistant.indexing.storage import Index
from assistant.indexing.tokenization import STOP_WORDS, stem, words
from assistant.retrieval.records import RecordQuery, Records

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_NUMBER_WORD = re.compile(
    rf"\b(?:({'|'.join(_TENS)})(?:[- ]({'|'.join(_ONES[1:10])}))?|({'|'.join(_ONES)}))\b",
    re.IGNORECASE,
)
_LABEL = r"(?:\brec(?:ommendation)?s?\.?|\bnumbers?|\bnos?\.|#|\bR(?=\s?\d))"
_LIST = r"\d+(?:\.\d+)*(?:\s*(?:,\s*and|,|and|&|or|to|-|–|through|vs\.?|versus|with|from)?\s*(?:rec(?:ommendation)?s?\s*)?\d+(?:\.\d+)*)*"
_NUMBERED = re.compile(
    rf"{_LABEL}\s*(?:number\s*|no\.?\s*)?({_LIST})(?!\s*(?:%|years?|days?|weeks?))", re.IGNORECASE
)
_BETWEEN = re.compile(rf"({_LABEL})\s*(?:between|from)\s+(\d+)\s+(?:and|to)\s+(\d+)", re.IGNORECASE)
_ORDINALS = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
_ORDINAL_END = re.compile(r"\b(first|last|final) recommendation\b", re.IGNORECASE)
_ORDINAL = re.compile(
    rf"\b(?:(\d+)(?:st|nd|rd|th)|({'|'.join(_ORDINALS[2:])})) (?:recommendation|rec)\b",
    re.IGNORECASE,
)
_BARE_LIST = re.compile(
    rf"^\W*(?:and|or|also|then|what (?:about|are|is|does|do)|how about|tell me about|show(?: me)?|give me"
    rf"|read(?: me)?|compare)?\s*(?:numbers?\s+)?(?!\d{{4}})({_LIST})"
    r"\s*(?:say|mean|ask(?: for)?|about|then|too|as well|please)?\W*$",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"(\d+)\s*(?:to|-|–|through)\s*(?:rec(?:ommendation)?s?\s*)?(\d+)", re.IGNORECASE
)
_COMPARED = re.compile(
    r"\b(?:both|between|compare)\s+(\d+)\s+(?:and|with|to)\s+(\d+)|(\d+)\s+(?:vs\.?|versus)\s+(\d+)",
    re.IGNORECASE,
)

# What makes a question one about the records rather than about a subject.
_NOUN = r"(?:recommendations?|recs?|priorit(?:y|ies)|actions?|items?|ones|rows?|points?|tasks?)"
_ASKS_LIST = re.compile(
    r"\b(?:which|what|list|show|give|name|how many|count|number of|all|every|everything|any|anything|are there)\b",
    re.IGNORECASE,
)
# A question this short about recommendations is one for a list: "recommendations for educators".
_LABEL_LENGTH = 8
# A longer one tells a story, in which "responsible" is no condition.
_STORY_LENGTH = 22
_IS_LABEL = re.compile(
    r"^\W*(?:the\s+|all\s+)?(?:[\w-]+\s+){0,3}?(?:recommendations?|recs|priorities|actions)\b(?![^?]*\?)",
    re.IGNORECASE,
)
# Words that mean recommendations and nothing else, beside those that may mean anything.
_PLAIN_NOUN = re.compile(
    r"\b(?:recommendations?|recs?|priorities|actions|everything|ones)\b", re.IGNORECASE
)
_SHORT_QUESTION = 2
# Of so many questions the numbers are kept, in memory only.
_REMEMBERED = 8
_ASKS_MEANING = re.compile(r"\b(?:means?|meaning|definition|defined?|stands? for)\b", re.IGNORECASE)
_COUNT = re.compile(r"\bhow many\b|\bnumber of\b|\bcount\b", re.IGNORECASE)
_HAS_NOUN = re.compile(rf"\b{_NOUN}\b|\beverything\b|\bwhich\s*$|\bwork\b", re.IGNORECASE)
_RESPONSIBLE = re.compile(
    r"\b(?:responsib\w*|accountable|falls? (?:to|on|under)|down to|assigned|tasked|owned? by)\b"
    r"|\b(?:have|has) to do(?=\W*$|\s+in\b)",
    re.IGNORECASE,
)
# These ask about responsibility only beside a word for recommendations.
_PERHAPS_RESPONSIBLE = re.compile(
    r"\b(?:named?|names|list(?:ed|s)?|in charge|involv\w+|(?:meant|supposed|expected) to|"
    r"on the hook for|carr(?:y|ied) out|led by|addressed to|shared by|belongs? to|appl(?:y|ies) to|for|have to|should|need)\b",
    re.IGNORECASE,
)
_MENTION = re.compile(
    r"\b(?:mention(?:s|ed|ing)?|refer(?:s|ring)? to|contain(?:s|ing)?(?: the words?)?|"
    r"include(?:s)? the words?|talk(?:s)? about|use(?:s)? the words?|name(?:s|d)?|cite(?:s)?)\s+(?:the\s+words?\s+)?(.+)",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:not|n't|isn't|aren't|exclud(?:e|es|ed|ing)|leav(?:e|es|ing)(?: out)?|omit(?:s|ted|ting)?|except(?: for)?|without|other than|apart from|but not)\W*(?:\w+\W+){0,4}$",
    re.IGNORECASE,
)
_NOT_AFTER = re.compile(
    r"^\W*(?:\w+\W+){0,2}?(?:is|are|was|were)?\s*(?:not|n't|aren't|isn't)\s+(?:\w+\s+){0,2}(?:responsib|nam|list|involv|account)",
    re.IGNORECASE,
)
_GUIDANCE = re.compile(
    r"\b(?:sor|society(?: of radiographers)?)(?:'s|’s)?\s+(?:ai\s+)?(?:guidance|document|paper|recommendations?|report|guideline)\b",
    re.IGNORECASE,
)
_TABLE = re.compile(r"\btable\s+(\d+)\b", re.IGNORECASE)
_LISTS_ALL = re.compile(
    r"\b(?:list|show|give|name|what are|read|display|print|see)\b.{0,20}\b(?:all|every|complete|full|entire|whole)\b"
    r"|^\W*(?:all|every)\b|\b(?:altogether|in total|overall)\b",
    re.IGNORECASE,
)
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
_NOT_MENTION = re.compile(r"\b(?:not|never)\s*$", re.IGNORECASE)
_ANY_OF = re.compile(r"\b(?:or|either)\b", re.IGNORECASE)

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


class RecordQuestions:
    """Understands questions about the records of one index."""

    def __init__(self, index: Index, records: Records) -> None:
        """Take an open index and its records."""
        self._index = index
        self._records = records
        # A question is looked at several times, and the one before it again.
        self._in_digits = lru_cache(_REMEMBERED)(self._read_in_digits)

    def understand(self, question: str) -> RecordQuery | None:
        """Turn a question into conditions, or None if it is not about the records."""
        numbers = self.numbers_in(question)
        if numbers:
            return RecordQuery(numbers=numbers)
        return self._by_fields(question)

    def numbers_in(self, question: str) -> tuple[RecommendationNumber, ...]:
        """Find the recommendation numbers that a question names; unknown ones are left out."""
        text = self._in_digits(question)
        known = {r.number for r in self._records.everything}
        spelt: dict[str, None] = {}
        for match in _NUMBERED.finditer(text):
            spelt |= dict.fromkeys(_spelt_out(match[1]))
        for match in _COMPARED.finditer(text):
            spelt |= dict.fromkeys(n for n in match.groups() if n)
        return tuple(n for n in spelt if n in known)

    def _read_in_digits(self, question: str) -> str:
        """Write number words, ordinals and 'between 3 and 5' as digits."""
        text = _NUMBER_WORD.sub(lambda m: str(_number_of(m)), question)
        text = _BETWEEN.sub(r"\1 \2-\3", text)
        numbers = [r.number for r in self._records.everything] or [""]
        ends = {"first": numbers[0], "last": numbers[-1], "final": numbers[-1]}
        text = _ORDINAL_END.sub(lambda m: f"recommendation {ends[m[1].casefold()]}", text)
        text = _ORDINAL.sub(lambda m: f"recommendation {_ordinal(m)}", text)
        return _BARE_LIST.sub(r"recommendations \1", text)

    def unknown_numbers_in(self, question: str) -> tuple[str, ...]:
        """Find numbers that a question gives to recommendations that do not exist."""
        known = {r.number for r in self._records.everything}
        return tuple(
            n
            for match in _NUMBERED.finditer(self._in_digits(question))
            if re.match(r"\s*(?:rec|R\b|R\d)", match[0], re.IGNORECASE)
            for n in _spelt_out(match[1])
            if n not in known
        )

    def _by_fields(self, question: str) -> RecordQuery | None:
        if _ASKS_MEANING.search(question):
            return None
        if len(question.split()) > _STORY_LENGTH or not self._asks_for_list(question):
            return None
        text = _GUIDANCE.sub("the recommendations", re.sub(r"n['’]t\b", " not", question))
        statuses, text = self._statuses_in(text)
        noun = re.search(rf"\b{_NOUN}\b|\beverything\b|\beach of them\b", text, re.IGNORECASE)
        cue = self._responsible_cue(text)
        asks_words = self._asks_words(text)
        groups, without, masked = self._groups_in(text) if cue else ((), (), text)
        mention, is_without = "", False
        if asks_words and not groups:
            mention = _phrase(asks_words[1])
            masked = text[: asks_words.start()]
            is_without = bool(_NOT_MENTION.search(masked))
        areas = self._areas_in(masked)
        is_count = bool(_COUNT.search(question))
        about_all = bool(
            _PLAIN_NOUN.search(text)
            and (is_count or _LISTS_ALL.search(text))
            and not self._has_subject(masked)
        )
        conditions = bool(statuses) + bool(areas) + bool(groups or without) + bool(mention)
        if not (
            self._is_enough(
                statuses,
                areas,
                groups,
                without,
                mention,
                noun,
                self._is_short(question) and _names_any(statuses, question),
            )
            or (about_all and not conditions)
        ):
            return None
        return RecordQuery(
            statuses=statuses,
            areas=areas,
            groups=groups,
            without_groups=without,
            any_group=bool(_ANY_OF.search(text)) and len(groups) > 1,
            mentions=_both(mention) if not is_without else (),
            without_mention=mention if is_without else "",
            is_count=is_count,
        )

    def names_records(self, question: str) -> bool:
        """Tell whether a question speaks of recommendations by a word for them."""
        return bool(_PLAIN_NOUN.search(question))

    def _asks_for_list(self, text: str) -> bool:
        """Tell whether a text is worded like the request for a list, or is the list's label."""
        is_short = len(text.split()) <= _LABEL_LENGTH
        return bool(_ASKS_LIST.search(text) or is_short or _IS_LABEL.match(text))

    def _responsible_cue(self, text: str) -> bool:
        """Tell whether a text asks what somebody is responsible for."""
        is_about_records = bool(_PLAIN_NOUN.search(text)) and self._asks_for_list(text)
        if len(text.split()) <= _LABEL_LENGTH + 4:
            is_about_records |= bool(_RESPONSIBLE.search(text))
        cue = _RESPONSIBLE.search(text) or _PERHAPS_RESPONSIBLE.search(text)
        return is_about_records and bool(cue)

    def _is_short(self, question: str) -> bool:
        """Tell whether a question is hardly more than a status: "How many are pending?"."""
        return sum(word not in STOP_WORDS for word in words(question)) <= _SHORT_QUESTION

    def _asks_words(self, text: str) -> re.Match[str] | None:
        """Find "recommendations that mention …"; "name the recommendations …" is no such thing."""
        match = _MENTION.search(text)
        return match if match and _HAS_NOUN.search(text[: match.start()]) else None

    def _is_enough(
        self,
        statuses: tuple[str, ...],
        areas: tuple[str, ...],
        groups: tuple[Group, ...],
        without: tuple[Group, ...],
        mention: str,
        noun: re.Match[str] | None,
        is_short: bool,
    ) -> bool:
        """Tell whether the conditions found make a question about the records."""
        by_group = bool(groups or without)
        by_status = bool(statuses) and (bool(noun) or bool(areas) or by_group or is_short)
        by_area = bool(areas) and noun is not None and bool(_PLAIN_NOUN.fullmatch(noun[0]))
        return by_status or by_group or bool(mention) or by_area

    def _has_subject(self, text: str) -> bool:
        """Tell whether a question that counts recommendations has a subject beside that."""
        return bool(
            re.search(
                r"\b(?:about|on|regarding|concerning|dealing with|cover(?:ing)?)\s+\w+|\bin the (?!guidance|tables?|document|paper|sor\b)\w+",
                text,
                re.IGNORECASE,
            )
        )

    def _statuses_in(self, text: str) -> tuple[tuple[str, ...], str]:
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

    def _groups_in(self, text: str) -> tuple[tuple[Group, ...], tuple[Group, ...], str]:
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

    def _areas_in(self, text: str) -> tuple[str, ...]:
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
                rf"\s*(?:practice|partnerships?)?\s*(?:area|section|table|part|theme|category|{_NOUN})\b",
                after,
                re.IGNORECASE,
            ) or re.match(rf"(?:\s+\w+){{0,2}}?\s+(?:\w+ )?{_NOUN}\b", after, re.IGNORECASE)
            leads = re.search(
                rf"\b(?:in|for|under|within|from|about|on|of|outside)\s+(?:the\s+)?(?:area\s+of\s+|area\s+|section\s+(?:on\s+)?|table\s+)?(?:{head or 'x^'}\s*|stakeholder\s+)?$",
                before,
                re.IGNORECASE,
            )
            if follows or leads:
                return match.start()
        return None


def _number_of(match: re.Match[str]) -> int:
    tens, ones, small = match.groups()
    if small:
        return _ONES.index(small.casefold())
    return _TENS[tens.casefold()] + (_ONES.index(ones.casefold()) if ones else 0)


def _ordinal(match: re.Match[str]) -> int:
    return int(match[1]) if match[1] else _ORDINALS.index(match[2].casefold())


def _spelt_out(written: str) -> Iterator[str]:
    """Spell out '3, 4 and 7-9' as 3, 4, 7, 8, 9."""
    for first, last in _RANGE.findall(written):
        if int(first) < int(last) <= int(first) + 200:
            written += "," + ",".join(str(n) for n in range(int(first), int(last) + 1))
    yield from sorted(set(re.findall(r"\d+(?:\.\d+)*", written)), key=number_order)


def _phrase(written: str) -> str:
    """Trim what follows 'mention' to the words looked for."""
    quoted = re.match(r"\W*[\"'“‘](.+?)[\"'”’]", written)
    text = (
        quoted[1]
        if quoted
        else re.split(r"[?!.;]|\b(?:anywhere|at all|in their|in its|among|as)\b", written)[0]
    )
    return re.sub(r"^(?:the|a|an|any)\s+", "", text.strip(" ,'\"“”"), flags=re.IGNORECASE)


def _names_any(statuses: tuple[str, ...], question: str) -> bool:
    """Tell whether a question names one of some statuses itself."""
    return any(status.casefold() in question.casefold() for status in statuses)


def _both(phrase: str) -> tuple[str, ...]:
    """Split 'both X and Y' into what must each be mentioned."""
    match = re.fullmatch(r"both\s+(.+?)\s+and\s+(.+)", phrase, re.IGNORECASE)
    return match.groups() if match else (phrase,) if phrase else ()
