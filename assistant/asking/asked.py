"""What a question asks, as one value: made once of its words, before anything is searched.

Numbers, conditions or a topic; which documents it names; what it wants to know; and which words
of a question for a list were left over. The same question always gives the same value.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from assistant.asking.tokens import Token
from assistant.asking.wants import Want
from assistant.domain import Correction, DocumentId, Group, RecommendationNumber, Term
from assistant.indexing.tokenization import terms
from assistant.records.conditions import Condition


@dataclass(frozen=True, slots=True)
class ByNumber:
    """Recommendations named by number.

    Attributes:
        known: those that there are, in the order of the question.
        unknown: those that there are not.
    """

    known: tuple[RecommendationNumber, ...]
    unknown: tuple[RecommendationNumber, ...] = ()


@dataclass(frozen=True, slots=True)
class ByConditions:
    """All recommendations that meet a condition.

    Attributes:
        left_aside: words of the question that were not used; with any, the list is not complete.
        unknown: numbers that were asked for too, and that no recommendation has.
    """

    condition: Condition
    left_aside: tuple[str, ...] = ()
    unknown: tuple[RecommendationNumber, ...] = ()


@dataclass(frozen=True, slots=True)
class Search:
    """A topic that is searched for.

    Attributes:
        is_list: whether it is worded like the request for a list, which no search completes.
        understood: what was understood of such a request, or None.
        left_aside: what was not.
    """

    is_list: bool = False
    understood: Condition | None = None
    left_aside: tuple[str, ...] = ()


Sought: TypeAlias = ByNumber | ByConditions | Search


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, understood.

    Attributes:
        written: as the person wrote it.
        text: as it is read: slips mended, courtesy taken off.
        query: the words that are searched for: without its announcement and documents' names.
        expansions: for words of the question, other words for the same thing.
        documents: the documents it names.
        groups: the groups it names.
        tokens: of `text`.
    """

    written: str
    text: str
    query: str
    corrections: tuple[Correction, ...] = ()
    expansions: tuple[Term, ...] = ()
    sought: Sought = field(default_factory=Search)
    documents: tuple[DocumentId, ...] = ()
    groups: tuple[Group, ...] = ()
    wants: frozenset[Want] = frozenset()
    tokens: tuple[Token, ...] = ()


def query_terms(asked: Asked, expansion_weight: float) -> dict[str, float]:
    """Weigh a question's terms: its own words 1 each time, words it stands for less."""
    weights: dict[str, float] = {}
    for term in terms(asked.query):
        weights[term] = weights.get(term, 0.0) + 1.0
    for expansion in asked.expansions:
        for term in dict.fromkeys(terms(" ".join((expansion.name, *expansion.abbreviations)))):
            weights.setdefault(term, expansion_weight)
    return weights
