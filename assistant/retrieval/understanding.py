"""Understands questions that the records answer: numbers, statuses, areas, groups, words.

"Which education recommendations are pending?" is not a search: it has one complete answer.
Turns such a question into a RecordQuery, and any other into None. Knows nothing of scores.
"""

from __future__ import annotations

import re

from assistant.domain import Group
from assistant.indexing.storage import Index
from assistant.indexing.tokenization import STOP_WORDS, words
from assistant.retrieval.conditions import NOUN, Conditions
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
_IS_LABEL = re.compile(
    r"^\W*(?:the\s+|all\s+)?(?:[\w-]+\s+){0,3}?(?:recommendations?|recs|priorities|actions)\b(?![^?]*\?)",
    re.IGNORECASE,
)
# Words that mean recommendations and nothing else, beside those that may mean anything.
_PLAIN_NOUN = re.compile(
    r"\b(?:recommendations?|recs?|priorities|actions|everything|ones)\b", re.IGNORECASE
)
_SHORT_QUESTION = 2
_ASKS_MEANING = re.compile(r"\b(?:means?|meaning|definition|defined?|stands? for)\b", re.IGNORECASE)
_COUNT = re.compile(r"\bhow many\b|\bnumber of\b|\bcount\b", re.IGNORECASE)
_HAS_NOUN = re.compile(rf"\b{NOUN}\b|\beverything\b|\bwhich\s*$|\bwork\b", re.IGNORECASE)
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


class RecordQuestions:
    """Understands questions about the records of one index."""

    def __init__(self, index: Index, records: Records) -> None:
        """Take an open index and its records."""
        self.numbering = Numbering(records)
        self._conditions = Conditions(index, records)

    def understand(self, question: str) -> RecordQuery | None:
        """Turn a question into conditions, or None if it is not about the records."""
        numbers = self.numbering.known_in(question)
        if numbers:
            return RecordQuery(numbers=numbers)
        return self._by_fields(question)

    def _by_fields(self, question: str) -> RecordQuery | None:
        if _ASKS_MEANING.search(question):
            return None
        if len(question.split()) > _STORY_LENGTH or not self._asks_for_list(question):
            return None
        text = _GUIDANCE.sub("the recommendations", re.sub(r"n['’]t\b", " not", question))
        statuses, text = self._conditions.statuses_in(text)
        noun = re.search(rf"\b{NOUN}\b|\beverything\b|\beach of them\b", text, re.IGNORECASE)
        cue = self._responsible_cue(text)
        asks_words = self._asks_words(text)
        groups, without, masked = self._conditions.groups_in(text) if cue else ((), (), text)
        mention, is_without = "", False
        if asks_words and not groups:
            mention = _phrase(asks_words[1])
            masked = text[: asks_words.start()]
            is_without = bool(_NOT_MENTION.search(masked))
        areas = self._conditions.areas_in(masked)
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
