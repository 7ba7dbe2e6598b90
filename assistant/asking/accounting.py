"""Every word counts: which words of a question for a list does its reading not account for?

A word is accounted for as part of a condition, as an operator that was applied, as what a condition
hangs on, or as one that asks for nothing in particular. Knows nothing of which recommendations meet
a condition.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from assistant.asking.clause import Parsed
from assistant.asking.naming import Piece, tags_of
from assistant.asking.phrases import Phrase
from assistant.asking.wants import Want
from assistant.asking.wordings import words_of
from assistant.records.conditions import (
    Alone,
    Area,
    Condition,
    Detailed,
    Either,
    Mention,
    NoStatus,
    Number,
    Responsible,
    Status,
    Without,
    leaves,
    nodes,
)

# Pieces that are of no list by themselves.
_SPARE = frozenset(
    """
    idiom counted in_a_part next previous document_name most fewest above below up_to further
    """.split()
)
# What each class of words hangs on; a class with nothing is never accounted for by a condition.
_HANGS_ON: dict[str, tuple[type[Condition], ...]] = {
    "beside_status": (Status, NoStatus, Detailed),
    "beside_area": (Area,),
    "beside_group": (Responsible, Alone),
    "beside_words": (Area, Mention),
    "beside_numbers": (Number,),
    "beside_left_out": (Without,),
    "responsible": (Responsible, Alone, Area),
    "responsible_loosely": (Responsible, Alone),
    "denial": (Responsible, Alone),
    "names": (Responsible, Alone, Mention),
    "mention": (Mention, Responsible, Alone),
    "occurs": (Mention, Responsible, Alone),
    "somewhere": (Mention,),
    "by_name": (Responsible, Alone, Mention),
    "except": (Without, Alone),
    "except_after": (Without, Alone),
    "weighty": (),
}
_END = Piece(frozenset({"mark"}), 0, 0, "")
# What is asked about accounts for the words that ask.
_ASKED: dict[str, Want] = {
    "beside_status": "status",
    "beside_group": "who",
    "responsible": "who",
    "responsible_loosely": "who",
    "names": "who",
}
# These say in a clause on a group that it is responsible.
# Operators that are part of a condition once they are applied.
_OPERATORS = tuple("above below up_to further downwards compare most fewest next previous".split())
_GOVERNED = frozenset({*_OPERATORS, *_HANGS_ON})


def left_over(pieces: Sequence[Piece], parsed: Parsed) -> list[Piece]:
    """Give the words that are the question's own, and operators that govern nothing."""
    unused = {p.start for p in parsed.unused}
    has_status = any(isinstance(leaf, Status | NoStatus) for leaf in leaves(parsed.condition))
    if not has_status and not parsed.n_operators:
        unused |= {p.start for p in pieces if p.has("hint")}

    def is_left(piece: Piece) -> bool:
        is_spare = bool(piece.tags) and piece.tags <= _SPARE
        return piece.is_content or is_spare or piece.start in unused

    return [p for p in pieces if is_left(p)]


def unaccounted(
    pieces: Sequence[Piece], condition: Condition, wants: frozenset[Want]
) -> list[Piece]:
    """Give the words that say something which the reading does not hold, though each is known."""
    kinds = {type(node) for node in nodes(condition)}

    def hangs(tag: str) -> bool:
        return not kinds.isdisjoint(_HANGS_ON[tag]) or _ASKED.get(tag) in wants

    def is_out(piece: Piece) -> bool:
        if piece.tags.isdisjoint(_GOVERNED):
            return False
        if piece.has(*_OPERATORS) and not piece.has("filler"):
            return True
        tags = piece.tags.intersection(_HANGS_ON)
        # "On" denies a group only behind "not": "nobody has begun work on".
        asks = piece.has("asks_list", "about") or (piece.has("names") and piece.has("filler"))
        return bool(tags) and not asks and not any(map(hangs, tags))

    # "Which has more pending, education or research?" compares what is listed of each.
    is_compared = any(isinstance(node, Either) and len(node.parts) > 1 for node in nodes(condition))
    sizes = words_of("sizes") if is_compared else frozenset[str]()
    out = [p for p in pieces if is_out(p) and p.word not in sizes]
    # One condition hangs on another: "pending ones if for industry".
    atoms = [p.start for p in pieces if p.condition is not None]
    hangs_on = (p for p in pieces if p.has("conditional") and atoms[:1] < [p.start] < atoms[-1:])
    return [*out, *hangs_on, *_roles(pieces), *predicates(pieces)]


def predicates(pieces: Sequence[Piece]) -> list[Piece]:
    """Find what is said of a list by words that elsewhere say nothing: "which are relevant", "mine", "can I do"?"""
    said = [*(p for p in pieces if p.word not in words_of("unsaid")), _END]
    is_of_whom = not any(p.has("group") for p in pieces)  # "HEIs: which are ours?"
    told = [
        piece
        for be, piece, after in zip(said, said[1:], said[2:], strict=False)
        if be.word in words_of("be")
        and after.has("mark")
        and (
            piece.word in words_of("predicates")
            or (is_of_whom and (piece.has("speakers_own") or piece.word in words_of("whose_own")))
        )
    ]
    able = (
        piece
        for three in zip(pieces, pieces[1:], pieces[2:], strict=False)
        if three[2].word == "do"
        and any(p.word in words_of("able") for p in three[:2])
        and any(p.word in words_of("persons") for p in three[:2])
        for piece in three
    )
    return [*told, *able]


def _roles(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Find what says of a group something that no condition holds: "begun by industry", "HEIs as funders"."""
    if "group" not in tags_of(pieces):
        return
    said = [*(p for p in pieces if p.word not in words_of("unsaid")), _END]
    yield from _speakers(said)
    for at, (before, piece, after) in enumerate(zip(said, said[1:], said[2:], strict=False)):
        is_role = piece.word in ("as", "by", "to") and any(p.has("group") for p in said[: at + 1])
        if (is_role or (piece.word == "by" and before.has("status"))) and after.has("group"):
            yield piece
        is_asking = piece.word in words_of("asking") and before.has("group")
        if is_asking and not (after.has("speakers_own") or after.word == "us"):
            yield piece  # "those that students would like"


def _speakers(said: Sequence[Piece]) -> Iterator[Piece]:
    """Find who somebody says to be, where nothing points back: "as a manager, which are pending?"."""
    ends = [n for n, p in enumerate(said) if p.has("speakers_own") and p.word != "me"]
    for at, (speaker, group) in enumerate(pairwise(said)):
        if speaker.has("speaker") and group.has("group") and not any(n > at for n in ends):
            yield group


def beside_numbers(pieces: Sequence[Piece], wants: frozenset[Want]) -> list[Piece]:
    """Find the words that ask for others than those that are named: "the same status as 12".

    Of a single number anything may be asked, of several only what they say about something.
    """
    named = [p.numbers for p in pieces if isinstance(p, Phrase) and p.numbers]
    if "compare" in wants:
        return []
    if sum(len(numbers.listed) for numbers in named) > 1:
        return [p for p in pieces if p.is_content and not any(q.has("about") for q in pieces)]
    relates = ("above", "below", "between", "next", "previous", "compare")
    return [p for p in pieces if p.word.startswith("share") or p.has(*relates)]


def runs(pieces: Sequence[Piece], own: Collection[Piece], text: str) -> tuple[str, ...]:
    """Write some pieces out, those together that only words without weight part."""
    starts = {p.start for p in own}
    places: list[tuple[int, int]] = []
    is_run = False
    for piece in pieces:
        is_own = piece.start in starts
        if is_own and is_run:
            places[-1] = (places[-1][0], piece.end)
        elif is_own:
            places.append((piece.start, piece.end))
        is_run = is_own or (is_run and piece.has("filler") and not piece.has("listed"))
    return tuple(text[start:end] for start, end in places)
