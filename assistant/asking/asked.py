"""What a question asks, as one value: made once of its words, before anything is searched.

Numbers, conditions or a topic; which documents it names; what it wants to know; and which words
of a question for a list were left over. The same question always gives the same value.
"""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from assistant.asking.about import Facet
from assistant.asking.naming import Piece
from assistant.asking.tokens import Token
from assistant.asking.values import Value
from assistant.asking.wants import Want
from assistant.domain import Correction, DocumentId, Group, RecommendationNumber, Term
from assistant.indexing.tokenization import terms
from assistant.records.conditions import EVERYTHING, Condition, Number, either


@dataclass(frozen=True, slots=True)
class ByNumber:
    """Recommendations named by number.

    Attributes:
        known: those that there are, in the order of the question.
        unknown: those that there are not.
        document: whose numbers they are, where the question says so; empty for any.
        left_aside: words that ask for others beside them: "the same status as 12".
    """

    known: tuple[RecommendationNumber, ...]
    unknown: tuple[RecommendationNumber, ...] = ()
    document: DocumentId = ""
    left_aside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ByConditions:
    """All recommendations that meet a condition.

    Attributes:
        left_aside: words of the question that were not used; with any, the list is not complete.
        otherwise: what it may mean as well; where other recommendations meet that, the list is not
            complete.
        is_guess: whether words are looked for that it does not say to look for, or it is made of a list
            that left words aside; never complete.
    """

    condition: Condition
    left_aside: tuple[str, ...] = ()
    otherwise: tuple[Condition, ...] = ()
    is_guess: bool = False


@dataclass(frozen=True, slots=True)
class Search:
    """A topic that is searched for.

    Attributes:
        is_list: whether it is worded like the request for a list, which no search completes.
        understood: what was understood of such a request.
        left_aside: what was not.
    """

    is_list: bool = False
    understood: Condition = EVERYTHING
    left_aside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """Nothing is asked of the guidance: a greeting, thanks, or what the assistant is."""


@dataclass(frozen=True, slots=True)
class OfDocument:
    """A document itself is asked of: when it was published, who wrote it.

    Attributes:
        is_named: whether the question speaks of one, and does not only point at it.
    """

    facet: Facet
    is_named: bool


Sought: TypeAlias = ByNumber | ByConditions | Search | SmallTalk | OfDocument


# What may be made of a list that was shown, by classes of words.toml: the first that a question holds.
OPERATIONS = (
    "keeps_only",
    "denied",
    "turns",
    "rest_of",
    "any_status",
    "any_area",
    "any_group",
    "returns",
    "loosens",
    "not_only",
    "swaps",
    "adds",
    "narrows",
    "drops",
    "repeats",
)


@dataclass(frozen=True, slots=True)
class Fragment:
    """What a question says if it is taken as a few words about a list: "only education".

    Attributes:
        condition: what it names; EVERYTHING if nothing.
        is_whole: whether every word of it was used.
        is_nearly: whether the words that were not used are no words of the guidance.
        has_noun: whether it speaks of recommendations by a word for them.
        narrows: whether it keeps to a part of the list, or leaves a part out.
        is_alone: whether it says "and nobody else" of groups named before.
        shows: whether it asks to show or count, and nothing in particular.
        is_beside: whether it says nothing but "the next one" or "the one before".
        aside: words that were not used.
        last: what is named last.
        otherwise: what it may name as well, which other recommendations meet.
        pieces: its words, each in the sense in which it is read.
    """

    condition: Condition = EVERYTHING
    is_whole: bool = False
    is_nearly: bool = False
    has_noun: bool = False
    narrows: bool = False
    is_alone: bool = False
    shows: bool = False
    is_beside: bool = False
    aside: tuple[str, ...] = ()
    last: Condition | None = None
    otherwise: tuple[Condition, ...] = ()
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, understood.

    Attributes:
        written: as the person wrote it.
        text: as it is read: slips mended, courtesy taken off.
        query: the words that are searched for: without its announcement and documents' names.
        expansions: for words of the question, other words for the same thing.
        documents: the documents it names; named_at: where their names stand in `text`.
        kept_to: the document that the person keeps it to, beside its words; empty for none.
        groups: the groups it names.
        values: the values that it asks for.
        fragment: what it says of a list that an earlier question asked for.
        tokens: of `text`.
        requests: what it may ask within what is said around it, the longest first, if that is no list by itself.
    """

    written: str
    text: str
    query: str
    corrections: tuple[Correction, ...] = ()
    expansions: tuple[Term, ...] = ()
    sought: Sought = field(default_factory=Search)
    documents: tuple[DocumentId, ...] = ()
    named_at: tuple[tuple[int, int], ...] = ()
    kept_to: DocumentId = ""
    groups: tuple[Group, ...] = ()
    wants: frozenset[Want] = frozenset()
    values: tuple[Value, ...] = ()
    fragment: Fragment = field(default_factory=Fragment)
    tokens: tuple[Token, ...] = ()
    requests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Before:
    """What the turns before left behind.

    Attributes:
        listed: the condition of the list in force, or None.
        lists: all lists so far, oldest first, the one in force too.
        numbers: the recommendations named by number or by their place last; beside a list, of those
            of it or others that were asked about since.
        topic: the last question that stood by itself; more: the follow-up to it asked last.
        is_sure: whether every word of the question for the list in force had a part in its reading.
    """

    listed: Condition | None = None
    lists: tuple[Condition, ...] = ()
    numbers: tuple[RecommendationNumber, ...] = ()
    topic: Asked | None = None
    more: Asked | None = None
    is_sure: bool = True

    @property
    def in_force(self) -> Condition | None:
        """The list that a follow-up may change: several named by number, or the last one listed."""
        several = len(self.numbers) > 1
        return either(*map(Number, self.numbers)) if several else self.listed

    @property
    def latest(self) -> tuple[RecommendationNumber, ...]:
        """The recommendations that the last question itself named."""
        sought = self.topic.sought if self.topic else None
        return sought.known if isinstance(sought, ByNumber) else self.numbers


@dataclass(frozen=True, slots=True)
class Turn:
    """A question, read with what it leans on.

    Attributes:
        asked: the question; with what is sought, if that comes from an earlier list or number.
        leans: on what it leans: nothing, the list in force, the recommendations that answered
            the question before, or its topic.
        before: what it leans on, if anything.
    """

    asked: Asked
    leans: Literal["", "list", "those", "topic"] = ""
    before: Before = Before()


def query_terms(asked: Asked, expansion_weight: float) -> dict[str, float]:
    """Weigh a question's terms: its own words 1 each time, words it stands for less."""
    weights: dict[str, float] = {}
    for term in terms(asked.query):
        weights[term] = weights.get(term, 0.0) + 1.0
    for expansion in asked.expansions:
        for term in dict.fromkeys(terms(" ".join((expansion.name, *expansion.abbreviations)))):
            weights.setdefault(term, expansion_weight)
    return weights
