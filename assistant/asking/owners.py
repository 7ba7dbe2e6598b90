"""What a question says of groups: that they are the only ones, or are not responsible.

Looks at the words before and after a group's name. Knows nothing of other conditions.
"""

from collections.abc import Sequence

from assistant.asking.naming import Piece
from assistant.asking.wordings import words_of

_DENIES = ("responsible", "responsible_loosely", "names", "denial", "occurs")
# How far before and after its name a group is said to be responsible.
_NEAR = 3


def is_owner(pieces: Sequence[Piece], at: int) -> bool:
    """Tell whether a group is said to be the one responsible: "only HEIs are responsible"."""
    before = [p for p in pieces[max(at - _NEAR - 1, 0) : at] if not p.has("only")]
    near = [*before[-_NEAR:], *pieces[at + 1 : at + 1 + _NEAR]]
    names = len(before) > 1 and before[-1].has("names") and before[-2].has("listed")
    is_to = bool(before) and before[-1].word in words_of("to_whom")
    is_theirs = any(p.has("beside_group") for p in pieces[at + 1 : at + 1 + _NEAR])
    return is_to or names or is_theirs or any(p.has("responsible") for p in near)


def is_beside(pieces: Sequence[Piece], at: int) -> bool:
    """Tell whether a group must be named besides those before it: "HEIs or SoR alongside industry"."""
    before = pieces[max(at - 2, 0) : at]
    return pieces[at].has("group") and any(p.word in words_of("besides") for p in before)


def closes_groups(pieces: Sequence[Piece], at: int) -> bool:
    """Tell whether "only" ends the names of groups: "for HEIs and industry only"."""
    before = at
    while before and pieces[before - 1].has("group", "and", "or", "mark"):
        before -= 1
    if not before or not pieces[at - 1].has("group"):
        return False
    return pieces[before - 1].word in words_of("to_whom")


def denial_of(pieces: Sequence[Piece], at: int) -> Piece | None:
    """Give the word that denies a group after its name: "industry is not responsible for"."""
    at = _last_beside(pieces, at)
    for place, piece in enumerate(pieces[at + 1 : at + 1 + _NEAR], start=at + 1):
        if piece.has("not"):
            return piece if _denies(piece, pieces[place + 1 :]) else None
        if not piece.has("filler", "names"):
            return None
    return None


def _last_beside(pieces: Sequence[Piece], at: int) -> int:
    """Find the last of the groups that a clause is on: "where HEIs and industry have no role"."""
    if at and (pieces[at - 1].word in words_of("to_whom") or pieces[at - 1].has("responsible")):
        return at
    while len(pieces) > at + 2 and pieces[at + 1].has("and", "or") and pieces[at + 2].has("group"):
        at += 2
    return at


def _denies(piece: Piece, rest: Sequence[Piece]) -> bool:
    """Tell whether what is denied is a group's part in it."""
    said = [piece, *(p for p in rest if p.word not in words_of("determiners"))][:_NEAR]
    told = next((n for n, p in enumerate(said) if _says_part(p)), None)
    if told is not None:  # "have no role in", unlike "no role for HEIs"
        return not any(p.word in words_of("denial_governs") for p in said[told + 1 :][:1])
    # "Where HEIs do not appear but industry does".
    end = next((n for n, p in enumerate(rest) if p.has("but") or (n and p.has("and"))), len(rest))
    plain = frozenset({"filler"})  # "not on the list of who is responsible"
    near = [p for p in rest[:end] if p.tags != plain and p.word not in words_of("inner")][:_NEAR]
    is_end = all(p.has("mark") or p.word in words_of("denial_closes") for p in near)
    is_end |= bool(near) and near[0].has("mark")
    is_end |= any(p.has(*_DENIES) for p in near)
    return is_end and not any(p.has("group", "status") for p in near)


def _says_part(piece: Piece) -> bool:
    """Tell whether it says a part that somebody has: "no say", "have a hand", unlike "do not say"."""
    is_part = piece.word in words_of("has_part")
    return is_part or not words_of("parts").isdisjoint(piece.word.split()[1:])
