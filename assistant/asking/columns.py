"""Finds in which column words looked for are to stand: "in the action", "under status", "which status notes refer to …".

Knows nothing of which words are looked for.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

from assistant.asking.naming import Piece, tags_of
from assistant.asking.phrases import Phrase, joined
from assistant.asking.wordings import gathered, words_of
from assistant.records.conditions import Column, Condition, Mention, every, rebuilt

# Within so many pieces a column's verb stands behind it: "do not mention".
_NEAR = 3
_CLASSES = tuple(f"{column}_column" for column in get_args(Column))


def with_columns(pieces: Sequence[Piece]) -> list[Piece]:
    """Put the words together that name a column as a place: "in the priority or the action"."""
    names = gathered(*_CLASSES)
    if not any(names.begins(p.word) for p in pieces):
        return list(pieces)
    out: list[Piece] = []
    at = 0
    while at < len(pieces):
        end = _end_of_place(pieces, at) or _end_of_subject(pieces, at)
        place = joined(pieces[at:end], "in_a_part") if end else pieces[at]
        if end and _columns([place]) == ("status",) and _is_status(out):
            place = replace(place, tags=frozenset({"filler"}))
        # An action is a recommendation, too.
        is_noun = end > 0 and pieces[at].has("listed")
        out.append(replace(place, tags=place.tags | {"listed"}) if is_noun else place)
        at = end or at + 1
    return out


def kept_to(pieces: list[Piece]) -> list[Piece]:
    """Keep the words looked for to the columns that a question names; what names these is used then."""
    if "in_a_part" not in tags_of(pieces):
        return pieces
    placed = _also_placed(pieces)
    places = [p for p in placed if p.has("in_a_part")]
    is_anywhere = any(p.has("somewhere") for p in placed)  # "anywhere, the status notes included"
    columns = () if is_anywhere else _columns(places)
    is_noun = any(p.has("listed") for p in places)
    said = {word for p in places for word in p.word.split()}
    is_both = "and" in said or any(p.has("both") for p in placed)
    kept = [_kept_to(columns, is_noun, is_both, p) for p in placed] if columns else placed
    return [replace(p, tags=frozenset({"mentioned"})) if p.has("placed") else p for p in kept]


def _is_status(before: Sequence[Piece]) -> bool:
    """Tell whether a status is said of recommendations, not looked for: "pending in the status column"."""
    looked_for = (*words_of("having"), *words_of("terms"), '"')
    is_word = any(p.has("mention") or p.word in looked_for for p in before[-2:-1])
    return any(p.has("status") for p in before[-1:]) and not is_word


def _also_placed(pieces: list[Piece]) -> list[Piece]:
    """Read "but not in the priority" behind words looked for as those words in that column."""
    out = list(pieces)
    for at, piece in enumerate(pieces):
        is_denied = piece.has("in_a_part") and pieces[at - 1].has("not", "except")
        words = next((p for p in pieces[:at] if p.has("mentioned") and p.condition), None)
        if is_denied and words is not None and words.condition is not None:
            out[at] = joined([piece], "placed", _within(words.condition, _columns([piece])))
    return out


def _columns(places: Sequence[Piece]) -> tuple[Column, ...]:
    said = [word for p in places for word in p.word.split()]
    found = {name for m in gathered(*_CLASSES).everywhere(said) for name in m.meanings}
    return tuple(c for c, name in zip(get_args(Column), _CLASSES, strict=True) if name in found)


def _kept_to(columns: tuple[Column, ...], is_noun: bool, is_both: bool, piece: Piece) -> Piece:
    if piece.has("in_a_part"):
        return replace(piece, tags=piece.tags - {"in_a_part"} | {"filler"})
    if not isinstance(piece, Phrase) or piece.condition is None or not piece.has("mentioned"):
        return piece
    return replace(
        piece,
        condition=_within(piece.condition, columns, is_both),
        otherwise=piece.condition if is_noun else None,
    )


def _within(condition: Condition, columns: tuple[Column, ...], is_both: bool = False) -> Condition:
    if isinstance(condition, Mention):
        each = [replace(condition, columns=(column,)) for column in columns]
        return every(*each) if is_both else replace(condition, columns=columns)
    return rebuilt(condition, lambda part: _within(part, columns, is_both))


def _end_of_place(pieces: Sequence[Piece], at: int) -> int:
    """Find where "in the action or in the status" that begins here ends; 0 if nothing of the kind does."""
    if not any(p.word in words_of("in_column") for p in pieces[at : at + 1]):
        return 0
    end = _end_of_column(pieces, at + 1)
    if not end or not any(p.has("or", "and") for p in pieces[end : end + 1]):
        return end
    return _end_of_column(pieces, end + 1) or _end_of_place(pieces, end + 1) or end


def _end_of_subject(pieces: Sequence[Piece], at: int) -> int:
    """Find where a column ends that "mentions" something: "which status notes mention …"."""
    end = _end_of_column(pieces, at)
    if not end:
        return 0
    # "Which priorities do not mention …", "any actions that mention …", unlike "pending actions that mention …".
    is_told = any(p.condition or p.has("status", "area") for p in pieces[max(at - 1, 0) : at])
    passed = (*words_of("asks_whether"), *(() if is_told else words_of("clausal")))
    rest = [p for p in pieces[end:] if not (p.has("not") or p.word in passed)]
    verb = rest[0] if rest and rest[0] in pieces[end : end + _NEAR] else None
    if verb is None:
        return 0
    is_name = verb.has("names") and verb.has("asks_list")  # unlike "are listed"
    return end if is_name or verb.has("mention") else 0


def _end_of_column(pieces: Sequence[Piece], at: int) -> int:
    """Find where a column's name ends that begins here, or behind "the"; 0 if none does."""
    if at < len(pieces) and pieces[at].word in words_of("their"):
        at += 1
    longest, said, names = 0, list[str](), gathered(*_CLASSES)
    for end in range(at, len(pieces)):
        said += pieces[end].word.split()
        match = names.at(said, 0)
        if match is None or match.end < len(said):
            break
        longest = end + 1
    return longest
