"""Follow-up questions: does a question lean on an earlier one, and how is it then read?

Without a language model: by pointing words, by how little it says alone, and by phrases that
announce a new topic. Knows nothing of scores.
"""

from __future__ import annotations

import re

from assistant.indexing.tokenization import STOP_WORDS, words

_NEW_TOPIC = re.compile(
    r"\b(?:different (?:question|topic|subject)|another (?:question|topic|subject)|new (?:question|topic|subject)"
    r"|chang(?:e|ing) (?:the )?(?:topic|subject)|moving on|now tell me|something else|on a different note"
    r"|unrelated|next question|forget that|leaving that|separately)\b",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^\W*(?:and|but|or|so|also|then|what about|how about|what else|anything else|any others?|which (?:one|ones)\b|why\b\W*$"
    r"|who else|such as|for example|like what|e\.?g)\b",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"\b(?:that|this|it|its|they|them|their|those|these|there|he|she|his|her|the same|one of them|such|the other)\b",
    re.IGNORECASE,
)
# A word that "that" may follow without beginning a clause: "is that only for students?"
_BEFORE_POINTING = (
    r"(?:is|are|was|were|does|do|did|has|have|had|can|could|will|would|should|must|may|might"
    r"|for|of|on|about|with|by|to|in|from|and|after|before|than)"
)
# "It" and the like that point at nothing earlier.
_NOT_POINTING = re.compile(
    r"\b(?:is|was) (?:it|there) (?:\w+ )?(?:that|to|for|a|an|any|anything|anyone|anybody|true|possible|right|safe|okay|ok|worth)\b"
    r"|\b(?:does|did|will|would|can|could) it say\b|\bthere (?:is|are|was|were)\b|\b(?:is|are|was|were) there\b"
    r"|\b(?:so|now|sure|sees?|says?|saying|know|think|means?|hear|heard|told|feel|worr\w+|say|argue) that\b"
    r"|\bthat (?:is|are|can|could|will|would|might|may|should|has|have|was|were)\b"
    rf"|\b(?!{_BEFORE_POINTING}\b)\w+ (?:who|that) (?:\w+)\b(?= )"
    r"|\b(?:this|these) (?:guidance|document|documents|paper|year|week|month|kind|sort|guidelines|recommendations?)\b"
    r"|\bthat recommendation \d",
    re.IGNORECASE,
)
_THE_THING = re.compile(
    r"\b(?:that|this|it|its|them|those|these|the same|one of them|such)\b", re.IGNORECASE
)
# What may be asked of a recommendation without saying what it is about.
_OF_A_RECORD = frozenset(
    words(
        "action actions along area begun come coming detail details done example examples exactly far finished full going gone"
        " group groups happening instance involved lead leads mean means meant note people priority"
        " progress reason responsible responsibility say says show stage start started state status"
        " table term text word wording words yet"
    )
)
_NEXT_THING = re.compile(r"^\W*(?:and |but |so )?(?:what|how) about\b", re.IGNORECASE)
# Fewer content words than this can hardly be a question of its own.
_FEW = 3
# A question of this many content words stands by itself even if it holds a pointing word.
_MANY = 9


def depends(question: str) -> bool:
    """Tell whether a question can only be understood after an earlier one."""
    if _NEW_TOPIC.search(question):
        return False
    if _OPENING.search(question):
        return True
    content = [w for w in words(question) if w not in STOP_WORDS]
    if len(content) > _MANY:
        return False
    pointing = _POINTING.search(_NOT_POINTING.sub(" ", question))
    return bool(pointing) or len(content) < _FEW


def points_back(question: str) -> bool:
    """Tell whether a question asks on about the very thing before, rather than about a next one."""
    if _NEXT_THING.search(question):
        return False
    return bool(_THE_THING.search(_NOT_POINTING.sub(" ", question))) or names_nothing(question)


def names_nothing(question: str) -> bool:
    """Tell whether a question is about no subject of its own: "who does that?", "why?"."""
    return {w for w in words(question) if w not in STOP_WORDS} <= _OF_A_RECORD


def may_depend(question: str) -> bool:
    """Tell whether a question says so little that an earlier one may be needed to place it."""
    content = [w for w in words(question) if w not in STOP_WORDS]
    return not _NEW_TOPIC.search(question) and len(content) <= _FEW + 1


def new_topic(question: str) -> str:
    """Take away the words that announce a new topic."""
    match = re.match(
        rf"^\W*(?:(?:ok(?:ay)?|right|thanks|thank you)\W+)*(?:{_NEW_TOPIC.pattern})\W+",
        question,
        re.IGNORECASE,
    )
    return question[match.end() :] if match else question
