"""How is a question worded: with a reason, for several, with numbers as conditions? By its pieces alone."""

from collections.abc import Sequence
from itertools import pairwise

from assistant.asking.naming import Piece, tags_of
from assistant.asking.phrases import Phrase
from assistant.asking.wants import Want
from assistant.asking.wordings import holds, words_of

_BETWEEN = ("of", "the", "all", "are", "me", "us")
_EXCLUDING = ("except", "neither", "ends", "parity", "mention", "except_open")


def is_reasoned(pieces: Sequence[Piece]) -> bool:
    """Tell whether it is asked why, how or whether something is so, or who does it."""
    said = (w for p in pieces if not p.has("mark") for w in p.word.split())
    opens = next((w for w in said if w not in ("and", "but", "so")), "")
    return opens in (*words_of("reasons"), "who", "when", "whose") or holds("yes_no", [opens])


def is_worded_as_list(pieces: Sequence[Piece]) -> bool:
    """Tell whether a question asks for recommendations, several of them, whatever they are to meet."""
    tags = tags_of(pieces)
    if "listed" in tags and ("count" in tags or any(_is_many(p) for p in pieces)):
        return True
    return "every" in tags and any(
        p.has("every") and p.word in ("everything", "anything") for p in pieces
    )


def _is_many(piece: Piece) -> bool:
    return piece.is_plural and piece.has("listed")


def chooses(pieces: Sequence[Piece]) -> bool:
    """Tell whether several recommendations are asked for: "which ones …", "list recommendations …", "any that …"."""
    if points_out(pieces):
        return True
    if is_reasoned(pieces):
        return False
    said = [p for p in pieces if not p.has("mark")]
    said = [p for n, p in enumerate(said) if n == 0 or p.word not in _BETWEEN]
    if any(a.has("asks_list") and b.has("every") for a, b in pairwise(said[:2])):
        return True  # "list everything about …"
    if said[0].has("every") and any(p.word in words_of("relatives") for p in said[1:2]):
        return True
    at = next((n for n, p in enumerate(said) if _is_many(p)), 0)
    before = said[max(at - 1, 0) : at]
    return said[at].has("listed") and all(p.has("asks_list", "count", "every") for p in before)


def points_out(pieces: Sequence[Piece]) -> bool:
    """Tell whether some of all are asked for without a word for several: "list those …", "which of the 31 …", "any rec"."""
    is_place = any(p.word.split("'")[0] in words_of("place_words") for p in pieces)
    said = [p for p in pieces if p.word != "of"]
    for opening, before, piece in zip(said, said[1:], said[2:], strict=False):
        if opening.has("asks_list") and [before.word, bool(piece.figure)] == ["the", True]:
            return not is_reasoned(pieces)
        if is_place and [opening.word, before.word] == ["in", "the"] and piece.has("listed"):
            return True
    for before, piece in pairwise(pieces):
        is_some = piece.word in words_of("them") or (piece.has("label") and piece.is_plural)
        is_one = piece.has("listed") and (before.has("every") or before.word == "in which")
        is_list = before.word == "the" and piece.word == "list"
        if is_one or is_list or (before.has("asks_list") and is_some and not before.has("listed")):
            return not is_reasoned(pieces)
    return False


def excludes(pieces: Sequence[Piece], wants: frozenset[Want]) -> bool:
    """Tell whether numbers are part of a condition: some are left out, or the words decide."""
    tags = tags_of(pieces)
    if not tags.isdisjoint(_EXCLUDING):
        return True
    if any(p.has("above", "below", "up_to") and not p.has("filler") for p in pieces):
        return True
    return "yes-no" not in wants and any(p.has("not") and not p.has("label") for p in pieces)


def is_chosen_among(pieces: Sequence[Piece], wants: frozenset[Want]) -> bool:
    """Tell whether statuses and groups choose among numbers, rather than being asked of them."""
    if any(p.word in ("any", "any of") for p in pieces):
        return True  # "are any of 20 to 24 pending?"
    if "yes-no" in wants or any(p.word == "they" for p in pieces):
        return False
    named = [p.numbers for p in pieces if isinstance(p, Phrase) and p.numbers]
    if any(numbers.is_range for numbers in named) or any(p.has("every") for p in pieces):
        return True
    is_one = sum(len(numbers.listed) for numbers in named) == 1
    chooses = any(p.has("listed", "asks_list", "every", "count", "but", "not") for p in pieces)
    return chooses and not is_one and not wants & {"status", "who"}


def is_beside_conditions(pieces: Sequence[Piece], wants: frozenset[Want]) -> bool:
    """Tell whether numbers are named beside a list: "pending ones, and 30"."""
    if any(p.has("plus") for p in pieces):
        return True
    at = next(n for n, p in enumerate(pieces) if p.has("numbers"))
    before = [p for p in pieces[:at] if not p.has("label") or p.has("listed")]
    is_joined = bool(before) and before[-1].has("and", "or")
    is_list = any(p.condition for p in before) and any(p.is_noun for p in before)
    return is_joined and is_list and "yes-no" not in wants
