"""What a question wants to be told: who, how far, an example or place, one fact, all, yes or no.

The one place that decides it. Knows a question's words only.
"""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from assistant.retrieval.narrow import asks_one_fact
from assistant.retrieval.understanding import asks_for_all

Wanted: TypeAlias = Literal[
    "who", "status", "examples", "fact", "all", "how many", "compare", "yes-no", "what"
]

_WHO = re.compile(
    r"\b(?:who|whose|whom|responsib\w*|in charge|accountable|which (?:people|groups?|bodies|body|organisations?|funders?))\b",
    re.IGNORECASE,
)
_STATUS = re.compile(
    r"\b(?:status|started|begun|commenced|under ?way|progress|happening (?:yet|already)|done (?:yet|already)|"
    r"so far|pending|emerging|ongoing|finished|stage|how far|up to date|made a start|going on|"
    r"being done|been done|any ?(?:one|body|where|thing) (?:\w+ )?(?:doing|working|looking|trying|checking|running|been))\b",
    re.IGNORECASE,
)
_EXAMPLES = re.compile(
    r"\b(?:examples?|for instance|e\.?g\b|such as|already|names?|named|websites?|web ?pages?|links?|"
    r"where (?:can|could|do|would|should|might) (?:i|we|you|one|they) (?:find|look|go|turn|get|see))\b",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(r"\bhow many\b", re.IGNORECASE)
_COMPARE = re.compile(
    r"\b(?:compare[ds]?|differ\w*|versus|vs|both|agree\w*|each (?:say|put))\b", re.IGNORECASE
)
_YES_NO = re.compile(
    r"^\W*(?:(?:and|but|so|ok(?:ay)?|hi|hello|please)\W+)*"
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|may|might|must|should|shall|will|would|"
    r"need|am|isn|aren|don|doesn|didn|hasn|haven|can|shouldn|won|wouldn)(?:['’]?t)?\b",
    re.IGNORECASE,
)
# What the words of a status say only where the question is about it: "CPD and ongoing training".
_STATUS_NOUN = re.compile(
    r"\b(?:pending|emerging|ongoing)\s+(?!or\b|and\b|yet\b)[a-z]", re.IGNORECASE
)


def asks_who(question: str) -> bool:
    """Tell whether a question asks for the people responsible."""
    return bool(_WHO.search(question))


def asks_status(question: str) -> bool:
    """Tell whether a question asks how far something has got."""
    return bool(_STATUS.search(question))


def asks_examples(question: str) -> bool:
    """Tell whether a question asks for examples or places, which stand beside the status."""
    return bool(_EXAMPLES.search(question))


def wanted(question: str) -> Wanted:
    """Say what a question wants to be told."""
    asked: tuple[tuple[Wanted, bool], ...] = (
        ("compare", bool(_COMPARE.search(question))),
        ("how many", bool(_HOW_MANY.search(question))),
        ("all", asks_for_all(question)),
        ("who", asks_who(question)),
        ("status", asks_status(_STATUS_NOUN.sub(" ", question))),
        ("examples", asks_examples(question)),
        ("yes-no", bool(_YES_NO.search(question))),
        ("fact", asks_one_fact(question)),
    )
    return next((name for name, is_asked in asked if is_asked), "what")
