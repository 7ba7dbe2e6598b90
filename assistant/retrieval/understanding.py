"""Understands questions that the records answer: numbers, statuses, areas, groups, words.

"Which education recommendations are pending?" is not a search: it has one complete answer.
Turns such a question into a RecordQuery, and any other into None. Knows nothing of scores.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.domain import Group
from assistant.indexing.storage import Index
from assistant.indexing.tokenization import STOP_WORDS, stem, words
from assistant.retrieval.conditions import NOUN, Conditions, Named
from assistant.retrieval.numbering import Numbering
from assistant.retrieval.records import RecordQuery, Records

_ASKS_LIST = re.compile(
    r"\b(?:which|what|list|show|give|name|how many|count|number of|all|every|everything|any|anything|are there)\b",
    re.IGNORECASE,
)
# A question this short about recommendations is one for a list: "recommendations for educators".
_LABEL_LENGTH = 8
# A longer one tells a story, in which "responsible" is no condition.
_STORY_LENGTH = 22
_LABEL = r"^\W*(?:the\s+|all\s+)?(?:[\w-]+\s+){0,3}?(?:recommendations?|recs|priorities|actions)\b"
_BEGINS_AS_LABEL = re.compile(_LABEL, re.IGNORECASE)
_IS_LABEL = re.compile(rf"{_LABEL}(?![^?]*\?)", re.IGNORECASE)
# Words that mean recommendations and nothing else, beside those that may mean anything.
_PLAIN_NOUN = re.compile(
    r"\b(?:recommendations?|recs?|priorities|actions|everything|ones)\b", re.IGNORECASE
)
_SHORT_QUESTION = 2
_ASKS_MEANING = re.compile(r"\b(?:means?|meaning|definition|defined?|stands? for)\b", re.IGNORECASE)
_COUNT = re.compile(r"\bhow many\b|\bnumber of\b|\bcount\b", re.IGNORECASE)
_HAS_NOUN = re.compile(rf"\b{NOUN}\b|\beverything\b|\bwhich\s*$|\bwork\b", re.IGNORECASE)
_LISTED = re.compile(
    rf"\b(?:{NOUN}|every ?thing|any ?thing|numbers?|how many|which of|which ones)\b", re.IGNORECASE
)
_COUNTS_PEOPLE = re.compile(
    rf"^\W*how many\b(?!.*\b(?:{NOUN}|are (?:for|down)|fall))", re.IGNORECASE
)
_RESPONSIBLE = re.compile(
    r"\b(?:responsib\w*|accountable|falls? (?:to|on|under)|down to|assigned|tasked|owned? by)\b"
    r"|\b(?:have|has) to do(?=\W*$|\s+in\b)",
    re.IGNORECASE,
)
# What is left to whom, said without any word for recommendations.
_DUTY = re.compile(
    r"\b(?:column|duty|duties|jobs?|responsibilities|(?:given|asked|told|expected|supposed|meant|left|required|(?:have|has|had|having|need|needs) (?:got )?)\s*to (?:do|act|deliver)"
    r"|(?:should|must|ought to) (?:\w+ ){0,5}(?:do|doing))\b",
    re.IGNORECASE,
)
_MENTION = re.compile(
    r"\b(?:mention(?:s|ed|ing)?|refer(?:s|ring)? to|contain(?:s|ing)?(?: the words?)?|"
    r"include(?:s)? the words?|talk(?:s)? about|use(?:s)? the words?|name(?:s|d)?|cite(?:s)?)\s+(?:the\s+words?\s+)?(.+)",
    re.IGNORECASE,
)
_OCCURS = (
    r"(?:(?:is|are|was|were|being|gets?|got)\s+(?:even\s+)?(?:mentioned|named|cited|referred to|spelt out)"
    r"|(?:crop|show|turn|come|pop)(?:s|ping|ing)?\s+up|appears?|occurs?|features?|gets? a mention)"
)
# What is looked for may stand before the verb: "where the BSI crops up".
_OCCURRING = (
    re.compile(
        rf"\b{NOUN}\s+(?:where|in which|that|which)\s+([^,;?.]+?)\s+{_OCCURS}\b", re.IGNORECASE
    ),
    re.compile(
        rf"^\W*(?:where\s+)?([^,;?.]{{2,60}}?)\s+{_OCCURS}\b.*\b(?:which|what)\b(?:\s+{NOUN}\b|\W*$)",
        re.IGNORECASE,
    ),
    re.compile(
        r"^\W*where\s+(?:does|do|did|is|are)\s+([^,;?.]{2,60}?)\s+"
        r"(?:appear|occur|crop up|show up|come up|turn up|feature|(?:get |got )?(?:mentioned|named|cited))\W*$",
        re.IGNORECASE,
    ),
    re.compile(
        r"\bany ?thing\s+(?:from|on|about|to do with)\s+([^,;?.]{2,60}?)\s+in (?:the|those|these|any of the)\s+"
        rf"(?:{NOUN}|tables?)\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:which|what)\s+{NOUN}\s+(?:does|do|did|is|are)\s+(?:the\s+words?\s+)?([^,;?.]+?)\s+"
        r"(?:appear|occur|crop up|show up|come up|turn up|feature|get a mention|mentioned|named|cited)\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{NOUN}\b.*?\b(?:have|has|having|with|use|uses|using)\s+(?:the\s+words?\s+)?([^,;?.]+?)\s+"
        r"(?:anywhere\b|somewhere\b|in (?:the|its|their)\s+(?:\w+\s+)?(?:wording|text|words?|row|cell|title|column)\b)",
        re.IGNORECASE,
    ),
)
_ALL = re.compile(
    rf"\b(?:everything|lists? (?:of|all|the|every)|(?:list|name|show|give|find|tell|quote|what are)\b.{{0,14}}\b(?:all|every)"
    rf"|(?:all|every) (?:the |of the |of its )?(?:{NOUN}|guidance|passages?|references?|mentions?|duties|requirements?))\b",
    re.IGNORECASE,
)
_EVERYTHING_ABOUT = re.compile(
    rf"\b(?:everything|(?:all|every|list|full|complete)\b.{{0,40}}?\b(?:{NOUN}|everything|guidance|says?))\b.{{0,40}}?"
    r"\b(?:about|on|regarding|concerning|dealing with|covering|to do with|relat(?:ed|ing) to)\s+(?:the\s+)?([^,;?.!]+)",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\b(?:named|listed|column)\b", re.IGNORECASE)
_MOST = re.compile(
    r"\b(?:which|what)\s+(area|section|table|part|theme|category|status|stage|group|organisation|body)\b"
    r".{0,40}?\b(most|longest|biggest|largest|greatest|fewest|least|shortest|smallest)\b",
    re.IGNORECASE,
)
_RANKED_BY = re.compile(rf"\b(?:{NOUN}|lists?|common)\b", re.IGNORECASE)
_FEWEST = frozenset({"fewest", "least", "shortest", "smallest"})
_BREAKDOWN = re.compile(
    r"\b(?:each|every|per|by) (?:status|stage|area|section|table)\b|\bof each\b|\bbreak ?down\b",
    re.IGNORECASE,
)
_GUIDANCE = re.compile(
    r"\b(?:sor|society(?: of radiographers)?)(?:'s|’s)?\s+(?:ai\s+)?(?:guidance|document|paper|recommendations?|report|guideline)\b",
    re.IGNORECASE,
)
_LISTS_ALL = re.compile(
    r"\b(?:list|show|give|name|what are|read|display|print|see)\b.{0,20}\b(?:all|every|complete|full|entire|whole)\b"
    r"|^\W*(?:all|every)\b|\b(?:altogether|in total|overall)\b",
    re.IGNORECASE,
)
_NOT_MENTION = re.compile(r"\b(?:not|never)\s*$", re.IGNORECASE)
_ANY_OF = re.compile(r"\b(?:or|either)\b", re.IGNORECASE)

# Words that ask for a list and for nothing in particular. A question made of these and of the names
# of statuses, areas and groups has no subject of its own, so the records answer it.
_FRAME = frozenset(
    stem(word)
    for word in words(
        "list lists show give given tell name named names which what how many much count number numbers total altogether"
        " overall whole complete full single every each any only just find get gets got see read print fetch recommendation"
        " recommendations rec recs priority priorities action actions item items one ones row rows point points task tasks"
        " thing things job jobs entry entries section sections table area part column heading category theme status statuses"
        " guidance document paper report sor society book marked labelled tagged set stage responsible responsibility"
        " accountable fall falls down assign assigned task tasked own owned lead led charge involve involved listed expected"
        " supposed meant asked told required left landed do does doing act acting deliver delivering carry who whose whom"
        " hook duty duties addressed aimed apply belong put still yet now currently current so far already please want like"
        " know help need must should ought having where there common commonest"
        " everything work works their theirs few lot properly really actually fully exactly down among"
    )
)


class RecordQuestions:
    """Understands questions about the records of one index."""

    def __init__(self, index: Index, records: Records) -> None:
        """Take an open index and its records."""
        self.numbering = Numbering(records)
        self._records = records
        self._conditions = Conditions(index, records)

    def understand(self, question: str) -> RecordQuery | None:
        """Turn a question into conditions, or None if it is not about the records."""
        numbers = self.numbering.known_in(question)
        if numbers:
            return RecordQuery(numbers=numbers)
        if _ASKS_MEANING.search(question) or len(question.split()) > _STORY_LENGTH:
            return None
        text = _plainly(question)
        return (
            self._by_most(text)
            or self._by_occurring(text)
            or self._by_names_alone(question, text)
            or self._by_fields(question, text)
            or self._by_topic_word(text)
        )

    def _by_most(self, text: str) -> RecordQuery | None:
        """Answer "which area has the most" by the records of that area."""
        match = _MOST.search(text)
        if match is None or not _RANKED_BY.search(text):
            return None
        by = match[1].casefold()
        if by in {"status", "stage"}:
            queries = [RecordQuery(statuses=(s,), is_count=True) for s in self._records.statuses]
        elif by in {"group", "organisation", "body"}:
            queries = [RecordQuery(groups=(g,), is_count=True) for g in self._records.groups]
        else:
            queries = [RecordQuery(areas=(a,), is_count=True) for a in self._records.areas]
        counted = [(len(self._records.select(query)), query) for query in queries]
        least = match[2].casefold() in _FEWEST
        return min(counted, key=lambda found: found[0] if least else -found[0], default=(0, None))[
            1
        ]

    def _by_occurring(self, text: str) -> RecordQuery | None:
        """Find "recommendations where … crops up"; a group that is named is one that is responsible."""
        for pattern in _OCCURRING:
            match = pattern.search(text)
            is_group = bool(match and self._conditions.groups_in(match[1]).names)
            if match and not (is_group and _NAMED.search(text)):
                phrases = tuple(filter(None, map(phrase, re.split(r"\bor\b", match[1]))))
                rest = text[: match.start(1)] + text[match.end(1) :]
                query = RecordQuery(
                    statuses=self._conditions.statuses_in(rest).names,
                    areas=self._conditions.areas_in(rest).names,
                    mentions=phrases,
                    any_mention=True,
                    is_count=bool(_COUNT.search(text)),
                )
                if phrases and self._records.select(query):
                    return query
        return None

    def conditions_alone(self, question: str) -> RecordQuery | None:
        """Read a question that says nothing but names of statuses, areas and groups."""
        text = _plainly(question)
        statuses = self._conditions.statuses_in(text)
        groups = self._conditions.groups_in(statuses.rest)
        if self._subject_of(groups.rest) - self._conditions.area_stems:
            return None  # looked at first, as most questions have a subject
        areas = self._conditions.areas_in(groups.rest, anywhere=True)
        if self._subject_of(areas.rest):
            return None
        query = RecordQuery(
            statuses=statuses.names,
            areas=areas.names,
            groups=groups.names,
            without_groups=groups.without,
            any_group=bool(_ANY_OF.search(text)) and len(groups.names) > 1,
        )
        is_each = bool(_COUNT.search(text) and _BREAKDOWN.search(text))
        return query if query != RecordQuery() or is_each else None

    def _by_names_alone(self, question: str, text: str) -> RecordQuery | None:
        """Answer a question that says nothing but such names, and asks for what they have."""
        query = self.conditions_alone(question)
        if query is None:
            return None
        is_listed = bool(_LISTED.search(text) or _names_any(query.statuses, question))
        by_group = bool(query.groups or query.without_groups) and bool(
            (is_listed and not _COUNTS_PEOPLE.match(text))
            or _DUTY.search(text)
            or _RESPONSIBLE.search(text)
        )
        by_status = bool(query.statuses) and is_listed
        by_area = bool(query.areas) and bool(
            _PLAIN_NOUN.search(text) or _BREAKDOWN.search(text) or _COUNT.search(text)
        )
        if not (by_group or by_status or by_area or query == RecordQuery()):
            return None
        return replace(query, is_count=bool(_COUNT.search(question)))

    def _by_topic_word(self, text: str) -> RecordQuery | None:
        """Answer "everything about …" by the records that have the word; a longer topic is searched."""
        match = _EVERYTHING_ABOUT.search(text)
        wanted = phrase(match[1]) if match else ""
        if sum(word not in STOP_WORDS for word in words(wanted)) != 1:
            return None
        query = RecordQuery(mentions=(wanted,), is_count=bool(_COUNT.search(text)))
        return query if self._records.select(query) else None

    def _by_fields(self, question: str, text: str) -> RecordQuery | None:
        """Answer a question for a list, whose conditions may stand among other words."""
        statuses = self._conditions.statuses_in(text)
        is_labelled = bool(statuses.names and _BEGINS_AS_LABEL.match(text))
        if not (self._asks_for_list(question) or is_labelled):
            return None
        text = statuses.rest
        noun = re.search(rf"\b{NOUN}\b|\beverything\b|\beach of them\b", text, re.IGNORECASE)
        asks_words = self._asks_words(text)
        groups: Named[Group] = Named(rest=text)
        if self._responsible_cue(text):
            groups = self._conditions.groups_in(text)
        masked, mention, is_without = groups.rest, "", False
        if asks_words and not groups.names:
            mention = self._held(phrase(asks_words[1]))
            masked = text[: asks_words.start()]
            is_without = bool(_NOT_MENTION.search(masked))
        areas = self._conditions.areas_in(masked).names
        is_count = bool(_COUNT.search(question))
        about_all = bool(
            _PLAIN_NOUN.search(text)
            and (is_count or _LISTS_ALL.search(text))
            and not self._subject_of(masked)
        )
        by_group = bool(groups.names or groups.without)
        is_short = self._is_short(question) and _names_any(statuses.names, question)
        by_status = bool(statuses.names) and bool(noun or areas or by_group or is_short)
        by_area = bool(areas) and noun is not None and bool(_PLAIN_NOUN.fullmatch(noun[0]))
        conditions = bool(statuses.names or areas or by_group or mention)
        if not (by_group or by_status or by_area or mention or (about_all and not conditions)):
            return None
        return RecordQuery(
            statuses=statuses.names,
            areas=areas,
            groups=groups.names,
            without_groups=groups.without,
            any_group=bool(_ANY_OF.search(text)) and len(groups.names) > 1,
            mentions=_both(mention) if not is_without else (),
            without_mention=mention if is_without else "",
            is_count=is_count,
        )

    def _held(self, written: str) -> str:
        """Leave out whose it is said to be, where no recommendation has the words with that."""
        if self._records.select(RecordQuery(mentions=_both(written))):
            return written
        shorter = re.sub(r"^(?:[\w-]+\s+){0,2}?[\w-]+['’]s?\s+", "", written)
        return shorter if self._records.select(RecordQuery(mentions=_both(shorter))) else written

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
        if "column" in text.casefold():
            return bool(_HAS_NOUN.search(text))
        return is_about_records and bool(_RESPONSIBLE.search(text))

    def _is_short(self, question: str) -> bool:
        """Tell whether a question is hardly more than a status: "How many are pending?"."""
        return sum(word not in STOP_WORDS for word in words(question)) <= _SHORT_QUESTION

    def _asks_words(self, text: str) -> re.Match[str] | None:
        """Find "recommendations that mention …"; "name the recommendations …" is no such thing."""
        match = _MENTION.search(text)
        return match if match and _HAS_NOUN.search(text[: match.start()]) else None

    def _subject_of(self, text: str) -> set[str]:
        """Give the stems of a text's words that are more than the request for a list."""
        content = {w for w in words(text) if w not in STOP_WORDS and not w.isdecimal()}
        named = {stem(w) for status in self._records.statuses for w in words(status)}
        return {stem(w) for w in content} - _FRAME - named


def _plainly(question: str) -> str:
    return _GUIDANCE.sub("the recommendations", re.sub(r"n['’]t\b", " not", question))


def asks_for_all(question: str) -> bool:
    """Tell whether a question wants everything on its subject, not the best of it."""
    return bool(_ALL.search(question))


def phrase(written: str) -> str:
    """Trim what follows 'mention' to the words looked for."""
    quoted = re.match(r"\W*[\"'“‘](.+?)[\"'”’]", written)
    text = (
        quoted[1]
        if quoted
        else re.split(r"[?!.;]|\b(?:anywhere|at all|in their|in its|among|as)\b", written)[0]
    )
    text = re.sub(
        r"\s+(?:lot|people|folk|guys|crowd)$", "", text.strip(" ,'\"“”"), flags=re.IGNORECASE
    )
    return re.sub(r"^(?:the|a|an|any)\s+", "", text, flags=re.IGNORECASE)


def _names_any(statuses: tuple[str, ...], question: str) -> bool:
    """Tell whether a question names one of some statuses itself."""
    return any(status.casefold() in question.casefold() for status in statuses)


def _both(written: str) -> tuple[str, ...]:
    """Split 'both X and Y' into what must each be mentioned."""
    match = re.fullmatch(r"both\s+(.+?)\s+and\s+(.+)", written, re.IGNORECASE)
    return match.groups() if match else (written,) if written else ()
