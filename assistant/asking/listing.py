"""Is it a question for a list, and for which? From its pieces to numbers, conditions or a search.

Every word counts: what no condition used is left over. Knows nothing of earlier questions.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.asking.accounting import (
    beside_numbers,
    left_over,
    predicates,
    runs,
    unaccounted,
)
from assistant.asking.asked import OPERATIONS, ByConditions, ByNumber, Fragment, Search, Sought
from assistant.asking.clause import Parsed
from assistant.asking.grammar import Parser
from assistant.asking.mentions import mentions
from assistant.asking.naming import Piece, tags_of
from assistant.asking.phrases import Phrase
from assistant.asking.readings import (
    are_statuses,
    asks_most,
    by_name,
    most_met,
    otherwise,
    ranked,
    with_any,
    without_everybody,
)
from assistant.asking.remaining import parts_of
from assistant.asking.request import Request
from assistant.asking.requests import (
    chooses,
    excludes,
    is_beside_conditions,
    is_chosen_among,
    is_reasoned,
    is_worded_as_list,
    points_out,
)
from assistant.asking.senses import settled
from assistant.asking.subjects import LISTS, about, spoken_of
from assistant.asking.wants import Want
from assistant.asking.wordings import gathered, words_of
from assistant.domain import DocumentId
from assistant.indexing.arrays import Float32Array
from assistant.records.conditions import (
    EVERYTHING,
    Condition,
    Either,
    End,
    Leaf,
    Mention,
    NoStatus,
    Responsible,
    Status,
    Without,
    every,
    leaves,
)
from assistant.records.selecting import Records, is_everybodys


@dataclass(frozen=True)
class _Reading:
    """What the pieces of a question come to.

    Attributes:
        pieces: each in the sense that it has where it stands.
        own: those that are the question's own.
        tags: all that some of the pieces may mean.
        leaves: those of the condition.
    """

    pieces: list[Piece]
    parsed: Parsed
    condition: Condition
    text: str
    own: list[Piece]
    records: Records
    tags: frozenset[str]
    leaves: tuple[Leaf | End, ...]

    @cached_property
    def otherwise(self) -> tuple[Condition, ...]:
        """The other readings, which other recommendations meet."""
        return otherwise(self.pieces, self.condition, self.parsed.condition, self.records)

    @property
    def no_status(self) -> tuple[str, ...]:
        """The wordings of statuses that no recommendation has."""
        return tuple(x.wording for x in self.leaves if isinstance(x, NoStatus))

    @cached_property
    def left(self) -> tuple[str, ...]:
        """The words that are left over."""
        return (*runs(self.pieces, self.own, self.text), *self.no_status)

    @property
    def fragment(self) -> Fragment:
        """What the question says if it is about an earlier list."""
        said = _fragment(self.condition, self.pieces, self.parsed, self.left)
        is_read = (said.is_whole or said.is_nearly) and self.condition != EVERYTHING
        is_short = is_read and len(self.pieces) <= _FEW_PIECES
        return replace(said, otherwise=self.otherwise) if is_short else said


class Listing:
    """Reads questions for lists of the records of one index."""

    def __init__(
        self, records: Records, encode: Callable[[str], Float32Array] | None = None
    ) -> None:
        """Take the records of an open index; encode gives the vector of a question's shape."""
        self._records = records
        self._encode = encode

    def request(self, pieces: Sequence[Piece], text: str, wants: frozenset[Want]) -> Request | None:
        """Give a question that names conditions, as it is weighed; None if it names none."""
        read = self._read(pieces, text)
        is_by_number = self._by_number(pieces, wants, ()) is not None
        is_none = read.condition == EVERYTHING or is_by_number
        return (
            None if is_none else Request(read.pieces, read.own, read.parsed, read.condition, wants)
        )

    def sought(
        self,
        pieces: Sequence[Piece],
        text: str,
        wants: frozenset[Want],
        documents: Sequence[DocumentId],
    ) -> tuple[Sought, Fragment]:
        """Tell what is sought, and what the question says if it is about an earlier list."""
        terms = words_of("terms")
        is_told = not tags_of(pieces).isdisjoint(_OF_LISTS)
        is_of_list = is_told or asks_most(pieces) or points_out(pieces)
        if not (is_of_list or any(p.condition or p.figure or p.word in terms for p in pieces)):
            return Search(), _fragment(EVERYTHING, pieces, Parsed(EVERYTHING, (), 0), ("",))
        pieces = _corrected(pieces)
        numbers = self._by_number(pieces, wants, documents)
        read = self._read(pieces, text)
        if numbers is not None:
            beside = beside_numbers(pieces, wants)
            return replace(numbers, left_aside=runs(pieces, beside, text)), read.fragment
        asks_meaning = "meaning" in wants and not (_restates(pieces) or is_worded_as_list(pieces))
        if asks_meaning or ("compare" in wants and are_statuses(pieces, read.condition)):
            return Search(), read.fragment
        most = ranked(pieces)
        if most:
            return ByConditions(EVERYTHING, (text[most[0].start : most[-1].end],)), read.fragment
        extreme = most_met(pieces, read.condition, self._records)
        if extreme is not None:
            return ByConditions(extreme), read.fragment
        found = self._listed(read, text, wants)
        return found, read.fragment

    def _read(self, written: Sequence[Piece], text: str) -> _Reading:
        """Put a question's pieces together, and see what is left over."""
        pieces = settled(mentions(written, text, self._records), self._records)
        pieces = without_everybody(about(pieces, text, self._records))
        parsed = Parser(pieces).parse()
        condition = by_name(pieces, self._met(parsed.condition, pieces), self._records)
        condition = self._by_status_left(condition)
        own = left_over(pieces, parsed)
        told = tags_of(pieces), leaves(condition)
        return _Reading(pieces, parsed, condition, text, own, self._records, *told)

    def _listed(self, read: _Reading, text: str, wants: frozenset[Want]) -> Sought:
        """Tell whether a list is asked for, and what of the question it does not use."""
        found = self._meant(read, wants)
        spoken = self._spoken_of(read, text, isinstance(found, ByConditions))
        if spoken is not None:
            return spoken
        if not isinstance(found, ByConditions):
            return found
        more = unaccounted(read.pieces, read.condition, wants)
        named = {leaf.name for leaf in read.leaves if isinstance(leaf, Status)}
        is_again = "restates" in read.tags  # "not begun, i.e. pending"
        if len(named) > 1 and named >= set(self._records.statuses) and not is_again:
            more += [p for p in read.pieces if p.has("status")]  # all of them choose nothing
        # Of several phrases, one that stands nowhere word for word.
        nowhere = tuple(
            x.phrase
            for x in read.leaves
            if isinstance(x, Mention) and " " in x.phrase and not self._records.select(x)
        )
        nowhere = nowhere if len(read.leaves) > 1 else ()
        near = self._beginning_with(read.condition)
        if near is not None:
            return ByConditions(near[0], (near[1],))
        return ByConditions(
            read.condition,
            (*runs(read.pieces, [*read.own, *more], text), *read.no_status, *nowhere),
            read.otherwise,
        )

    def _by_status_left(self, condition: Condition) -> Condition:
        """Name the one status that "not begun" leaves: "and which are ongoing?" then asks for others, not for those too."""

        def plain(part: Condition) -> Condition:
            is_out = isinstance(part, Without) and isinstance(part.part, Either)
            out = leaves(part) if is_out else ()
            left = [Status(s) for s in self._records.statuses if Status(s) not in out]
            is_one = bool(out) and len(left) == 1 and all(isinstance(x, Status) for x in out)
            is_same = is_one and self._records.select(part) == self._records.select(left[0])
            return left[0] if is_same else part

        return every(*map(plain, parts_of(condition)))

    def _beginning_with(self, condition: Condition) -> tuple[Mention, str] | None:
        """Read a phrase that stands nowhere as the name that it begins with, and the rest: "British Standards people".

        No single word: of "Francis report" neither tells what is meant.
        """
        if not isinstance(condition, Mention) or self._records.select(condition):
            return None
        said = condition.phrase.split()
        for end in range(len(said) - 1, 1, -1):
            name = replace(condition, phrase=" ".join(said[:end]))
            if all(word[0].isupper() for word in said[:end]) and self._records.select(name):
                return name, " ".join(said[end:])
        return None

    def _spoken_of(self, read: _Reading, text: str, is_list: bool) -> ByConditions | None:
        """Read words that are left over as what is mentioned, if that leaves some recommendations; never for sure."""
        is_named = read.condition != EVERYTHING
        is_meant = "restates" not in read.tags and bool(read.own)
        if not is_meant or not (chooses(read.pieces) or (is_list and is_named)):
            return None
        pieces, nowhere = spoken_of(
            read.pieces, read.own, text, self._records, is_list and is_named
        )
        first = next((p.start for p in pieces if p.has("mentioned")), 0)
        if not is_list and (len(nowhere) > _MOST_ASKING or any(p.start > first for p in nowhere)):
            return None
        condition = Parser(pieces).parse().condition
        if condition == read.condition or not self._records.select(condition):
            return None
        others = (read.condition, *read.otherwise) if is_named else ()
        return ByConditions(condition, runs(read.pieces, nowhere, text), others, is_guess=True)

    def _meant(self, read: _Reading, wants: frozenset[Want]) -> Sought:
        """Tell whether a list is meant, or a topic."""
        if read.condition == EVERYTHING:
            return _all(read.pieces, read.left)
        if read.own and all(isinstance(leaf, NoStatus) for leaf in read.leaves):
            return Search()  # "where should the scans be done?"
        threes = zip(read.pieces, read.pieces[1:], read.pieces[2:], strict=False)
        if any(b.word == "as" and a.has("group") and c.condition for a, b, c in threes):
            return Search()  # "patients as partners"
        request = Request(read.pieces, read.own, read.parsed, read.condition, wants)
        if request.is_list(self._encode):
            return ByConditions(read.condition)
        is_unclear = read.left and is_worded_as_list(read.pieces)
        return Search(True, read.condition, read.left) if is_unclear else Search()

    def _by_number(
        self, pieces: Sequence[Piece], wants: frozenset[Want], documents: Sequence[DocumentId]
    ) -> ByNumber | None:
        """Read a question about recommendations that it names by number."""
        named = [p.numbers for p in pieces if isinstance(p, Phrase) and p.numbers]
        if not named or excludes(pieces, wants):
            return None
        is_labelled = any(numbers.is_labelled for numbers in named)
        is_compared = sum(len(numbers.listed) for numbers in named) > 1 and any(
            p.has("compare", "between") or p.word == "both" for p in pieces
        )
        if any(p.is_content for p in pieces) and not (is_labelled or is_compared):
            return None
        kinds = {tag for p in pieces if p.condition for tag in p.tags & {"status", "area", "group"}}
        # "Has any work started on 10?" is asked of one, "are any started of 10 to 12?" of several.
        is_of_one = sum(len(n.listed) for n in named) == 1 and kinds == {"status"}
        has_atoms = bool(kinds) and not (is_of_one and "yes-no" in wants)
        if has_atoms and (is_chosen_among(pieces, wants) or is_beside_conditions(pieces, wants)):
            return None
        listed = tuple(dict.fromkeys(n for numbers in named for n in numbers.listed))
        holding = [d for d in documents if d in self._records.documents]
        whose = holding[0] if len(holding) == 1 and len(self._records.documents) > 1 else ""
        there = {r.number for r in self._records.everything if whose in ("", r.document_id)}
        known = tuple(n for n in listed if n in there)
        return ByNumber(known, tuple(n for n in listed if n not in there), whose)

    def _met(self, condition: Condition, pieces: Sequence[Piece]) -> Condition:
        """Where no recommendation has all groups, or words, that "and" joins, take those with any of them.

        One that is everybody's names no group, but where both are said to be meant.
        """
        for kind in (Responsible, Mention):
            # One word may have to stand in two columns.
            named = {getattr(x, "phrase", x) for x in leaves(condition) if isinstance(x, kind)}
            if len(named) < _SEVERAL:
                continue
            is_both = any(p.has("both") or p.word.startswith("share") for p in pieces)
            met = self._records.select(condition)
            if not any(is_both or kind is Mention or not is_everybodys(r) for r in met):
                condition = with_any(kind, condition)
        return condition


def _restates(pieces: Sequence[Piece]) -> bool:
    """Tell whether "by that I mean pending" is said; "in full" asks what a name means, "in full swing" does not."""
    return any(p.has("restates") or (p.has("status") and " " in p.word) for p in pieces)


def _all(pieces: Sequence[Piece], left: tuple[str, ...]) -> Sought:
    """Read a list without conditions: everything, or a search for what is left over."""
    # "What action does it ask for?"
    is_every = any(p.has("every", "count") for p in pieces)
    is_whole = any(p.has("every") and p.word.split()[-1] in words_of("wholes") for p in pieces)
    is_whole &= not is_reasoned(pieces)
    is_of_one = not is_every and any(p.word in words_of("pointers") for p in pieces)
    has_noun = any(
        p.has("breakdown") or (p.has("listed") and (p.is_plural or not is_of_one)) for p in pieces
    )
    asks = any(p.has("every", "count", "breakdown", "asks_list") for p in pieces)
    if not left:
        is_everything = (has_noun or is_whole) and asks and not predicates(pieces)
        return ByConditions(EVERYTHING) if is_everything else Search(is_worded_as_list(pieces))
    return Search(is_list=is_worded_as_list(pieces))


def _fragment(
    condition: Condition, pieces: Sequence[Piece], parsed: Parsed, left: tuple[str, ...]
) -> Fragment:
    tags = tags_of(pieces)
    unused = {p.start for p in parsed.unused if not p.has("alone")}
    covered = _of_operations(pieces)
    unused -= covered
    own = [p for p in pieces if p.is_content and p.start not in covered]
    is_nearly = (condition != EVERYTHING or bool(covered)) and not any(p.is_topical for p in own)
    weighty = [p.word for p in pieces if p.has("weighty") and p.start not in covered]
    weighty = [word for word in weighty if word not in words_of("again")]
    return Fragment(
        condition=condition,
        is_whole=not left or not (own or unused),
        has_noun=any(
            p.word == "everything" or (p.has("listed") and p.word not in words_of("loose_nouns"))
            for p in pieces
        ),
        narrows=not tags.isdisjoint(_NARROWING),
        is_alone="alone" in tags_of(parsed.unused),
        shows=not tags.isdisjoint(_SHOWING),
        is_beside=condition == EVERYTHING
        and not tags.isdisjoint(("next", "previous"))
        and not any(p.is_content for p in pieces),
        is_nearly=is_nearly and len(own) <= _MOST_OWN and not is_reasoned(pieces),
        aside=(*(p.word for p in own), *weighty),
        last=next((p.condition for p in reversed(pieces) if p.condition), None),
        pieces=tuple(pieces),
    )


def _corrected(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Let the words of "no, sorry, I meant …" leave nothing out."""
    if not gathered("corrects").begins(pieces[0].word):
        return pieces
    said = [(word, at) for at, p in enumerate(pieces) for word in p.word.split()]
    match = gathered("corrects").at([word for word, _ in said], 0)
    end = said[match.end - 1][1] + 1 if match else 0
    opening = (replace(p, tags=frozenset({"filler"})) for p in pieces[:end])
    return [*opening, *pieces[end:]]


def _of_operations(pieces: Sequence[Piece]) -> set[int]:
    """Find the pieces whose words say what is made of a list: where they stand."""
    said = [(word, p.start) for p in pieces for word in p.word.split()]
    words = [word for word, _ in said]
    found = gathered("opening", "corrects", *OPERATIONS).everywhere(words)
    return {start for match in found for _, start in said[match.start : match.end]}


# Of a question about an earlier list no more words are its own. Source: all 674 labelled follow-ups read as
# one have at most this many, 35 of 57 natural questions put after a list that were read so have more.
_MOST_OWN = 1
_NARROWING = ("only", "except", "not", "except_open", "except_after", "but")
_SHOWING = ("asks_list", "count", "every")
# So many words may say in what way a recommendation speaks of something: "raise the issue of".
_MOST_ASKING = 2
_SEVERAL = 2
# A question of more pieces is hardly one about an earlier list.
_FEW_PIECES = 8
# Without any of these no list is asked for.
_OF_LISTS = (
    *LISTS,
    "mention",
    "detail",
    "occurs",
    "somewhere",
    "names",
    "numbers",
    "ends",
    "parity",
    "alone",
    "next",
    "previous",
)
