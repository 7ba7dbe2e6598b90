"""Puts together what takes several pieces of a question: places in a list, tables.

Each step replaces pieces by one that holds a condition. Knows nothing of how conditions are
combined.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import dropwhile
from typing import Literal

from assistant.asking.naming import Piece
from assistant.asking.numbers import Numbers
from assistant.asking.wordings import words_of
from assistant.records.conditions import (
    EVERYTHING,
    Area,
    Condition,
    Either,
    End,
    NoStatus,
    Parity,
    Status,
    either,
)
from assistant.records.selecting import Records


@dataclass(frozen=True, slots=True)
class Phrase(Piece):
    """Several pieces as one.

    Attributes:
        numbers: the numbers named, if it is made of numbers.
        end, n: for "the first three", which end and how many.
        otherwise: what it may mean besides, if anything.
    """

    numbers: Numbers | None = None
    end_of_list: Literal["", "first", "last"] = ""
    n: int = 0
    otherwise: Condition | None = None


def joined(
    pieces: Sequence[Piece],
    tag: str,
    condition: Condition | None = None,
    numbers: Numbers | None = None,
    end_of_list: Literal["", "first", "last"] = "",
    n: int = 0,
) -> Phrase:
    """Make one piece of several."""
    return Phrase(
        frozenset({tag}),
        pieces[0].start,
        pieces[-1].end,
        " ".join(p.word for p in pieces),
        condition,
        numbers=numbers,
        end_of_list=end_of_list,
        n=n,
    )


def with_places(pieces: Sequence[Piece], records: Records) -> list[Piece]:
    """Put tables, statuses further on and first and last ones together."""
    return _ends(_stages(_tables(pieces, records), records))


def _stages(pieces: Sequence[Piece], records: Records) -> list[Piece]:
    """Put "further than emerging" and "only just under way" together."""
    out: list[Piece] = []
    for piece in pieces:
        meant = _stage(out[-1], piece, records) if out else None
        if meant is not None:
            out[-1] = joined([out[-1], piece], "status", meant)
        elif not (out and out[-1].has("further") and piece.word == "the"):
            out.append(piece)
    return out


def _stage(opening: Piece, piece: Piece, records: Records) -> Condition | None:
    """Give the statuses after one, in the document's order, or the first of those that a word may mean."""
    match piece.condition:
        case Either(parts) if opening.has("barely"):
            return parts[0]
        case Status(name) if name in records.statuses and (
            opening.has("further")
            or (opening.has("above", "below") and piece.word == name.casefold())
        ):
            at = records.statuses.index(name)
            is_later = opening.has("further", "above")
            beyond = records.statuses[at + 1 :] if is_later else records.statuses[:at]
            said = NoStatus(f"{opening.word} {piece.word}")
            return either(*map(Status, beyond)) if beyond else said
    return None


def _tables(pieces: Sequence[Piece], records: Records) -> list[Piece]:
    """Read "table 2" as the area of the second table."""
    tables = list(dict.fromkeys((r.table, r.area) for r in records.everything))
    out: list[Piece] = []
    for piece in pieces:
        at = (
            int(piece.figure.number) - 1 if piece.figure and piece.figure.number.isdecimal() else -1
        )
        if out and out[-1].has("table") and 0 <= at < len(tables):
            out[-1] = joined([out[-1], piece], "area", Area(tables[at][1]))
        else:
            out.append(piece)
    return out


def _ends(pieces: Sequence[Piece]) -> list[Piece]:
    """Read "first five", "the last one", "odd ones"."""
    out: list[Piece] = []
    at = 0
    while at < len(pieces):
        piece, rest = pieces[at], pieces[at + 1 :]
        length = 1
        if piece.has("odd", "even") and (
            not piece.has("filler") or (rest and rest[0].has("listed"))
        ):
            piece = joined([piece], "parity", Parity(1 if piece.has("odd") else 0))
        elif piece.has("first", "last"):
            end: Literal["first", "last"] = "first" if piece.has("first") else "last"
            before = out[-1] if out else None
            if before and before.figure and rest and rest[0].has("listed", "listed_loosely"):
                out.pop()  # "the three final recommendations"
                out.append(joined([before, piece], "ends", end_of_list=end, n=int(before.word)))
                at += 1
                continue
            is_end = all(p.has("mark") and p.word in ".?!" for p in rest)
            n = 0 if is_end and _follows_noun(out) else _how_many(rest)
            length += bool(rest and n and rest[0].figure)
            is_within = is_of(out) or (length > 1 and is_of(out, "within"))
            is_fixed = is_within and not (
                rest[length - 1 : length] and rest[length - 1].word == "of"
            )
            # "The first ten: which of them …".
            is_fixed |= len(out) < 2 and any(p.word in words_of("them") for p in rest)
            is_fixed |= n > 1 and len(out) < 2 and _asks_behind(rest[length - 1 :])
            if n and is_fixed:  # "of the first ten which are pending?": ten of all
                out.append(joined(pieces[at : at + length], "numbers", End(EVERYTHING, end, n)))
                at += length
                continue
            piece = (
                joined(pieces[at : at + length], "ends", end_of_list=end, n=n)
                if n
                else piece.untagged()
            )
        out.append(piece)
        at += length
    return out


def _asks_behind(pieces: Sequence[Piece]) -> bool:
    """Tell whether a place stands apart, before what is asked of it: "last five numbers, which …"."""
    behind = list(dropwhile(lambda p: p.has("listed", "label"), pieces))
    return len(behind) > 1 and behind[0].has("mark") and behind[1].word in words_of("asks_which")


def _follows_noun(before: Sequence[Piece]) -> bool:
    """Tell whether "first" at the end says when or how: "pending ones to be done first"."""
    return (
        bool(before)
        and not before[-1].has("and", "or", "mark", "only", "not")
        and (before[-1].word not in ("the", "very") or len(before) < 2)
    )


def is_of(before: Sequence[Piece], name: str = "of_all") -> bool:
    """Tell whether pieces end with "of", "among the" and the like, or a word of another class."""
    words = [p.word.split()[-1] for p in before[-2:] if p.word != "the"]
    return bool(words) and words[-1] in words_of(name)


def _how_many(rest: Sequence[Piece]) -> int:
    """Tell of how many "first" speaks: five, or one; 0 if not of recommendations."""
    if not rest or rest[0].has("mark", "listed", "listed_loosely", "first", "last", "except"):
        return 1
    if is_of(rest[:1]) and any(p.word in words_of("them") for p in rest[1:2]):
        return 1  # "the first of them"
    if rest[0].figure and not rest[0].figure.is_place and rest[0].figure.number.isdecimal():
        return int(rest[0].figure.number)
    if rest[0].has("and", "or") and len(rest) > 1 and rest[1].has("first", "last"):
        return 1  # "the first and last"
    is_noun = any(p.has("listed", "listed_loosely") for p in rest[1:3])
    return int(rest[0].has("status", "area") and is_noun)
