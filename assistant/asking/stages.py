"""How far is something, in words that no wording covers? "Still on the drawing board", by meaning.

Knows nothing of which recommendations there are.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from assistant.asking.asked import Asked, ByConditions, Search
from assistant.asking.meanings import Meanings
from assistant.asking.naming import Piece
from assistant.asking.requests import is_reasoned, is_worded_as_list
from assistant.asking.wordings import words_of
from assistant.domain import Correction
from assistant.indexing.arrays import Float32Array
from assistant.records.conditions import EVERYTHING, NoStatus, Number, leaves

STAGES = Meanings("stages")
# What is encoded: a phrase by itself may be about anything.
FRAME = "the state of the work: {}"
# A stage is taken that is likelier than this. Source: scripts/fit_meanings.py.
_CLEAR = 0.5
# The same of a question that says nothing else of a list.
_CLEARER = 0.75
_LONGEST, _SHORT = 8, 7  # pieces
# These begin or end what is said of a recommendation; other words, "not" too, are part of it.
_EDGES = tuple(
    """
    every count mark and or plus but except except_open group area area_word status figure numbers
    document_name mention mentioned responsible ends detail
    """.split()
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words [start, end) of a text, in characters, that may say how far something is."""

    start: int
    end: int


def may_tell_stage(asked: Asked, pieces: Sequence[Piece]) -> bool:
    """Tell whether a question speaks of a list, and holds words that were not understood."""
    match asked.sought:
        case ByConditions(condition, left):
            kinds = {type(leaf) for leaf in leaves(condition)}
            # "Finished" is understood: it names none here.
            is_told = NoStatus in kinds or (Number in kinds and "yes-no" in asked.wants)
            return bool(left) and not is_told
        case Search():
            is_of_these = not words_of("them").isdisjoint(p.word for p in pieces)
            has_condition = asked.fragment.condition != EVERYTHING and not is_reasoned(pieces)
            is_list = len(pieces) <= _SHORT and (is_of_these or has_condition)
            is_list |= is_worded_as_list(pieces)
            is_asked_otherwise = not asked.wants.isdisjoint(("references", "status"))
            return is_list and not (asked.fragment.is_whole or is_asked_otherwise)
    return False


def is_better(other: Asked, asked: Asked) -> bool:
    """Tell whether another reading leaves fewer words aside."""
    if isinstance(other.sought, ByConditions):
        before = asked.sought.left_aside if isinstance(asked.sought, ByConditions) else None
        return not other.sought.left_aside or (
            before is not None and len(other.sought.left_aside) < len(before)
        )
    return isinstance(asked.sought, Search) and other.fragment.is_whole


def corrected(
    asked: Asked, pieces: Sequence[Piece], encode: Callable[[Sequence[str]], Float32Array]
) -> tuple[str, Correction] | None:
    """Write the clearest of a question's words for how far something is in plain ones; None without any."""
    text, left = asked.text, " ".join(getattr(asked.sought, "left_aside", ())).casefold()
    phrases = list(_phrases(pieces, left))
    if not phrases:
        return None
    said = [text[p.start : p.end] for p in phrases]
    likely = STAGES.likelihoods(encode([FRAME.format(s.casefold()) for s in said]))
    at, stage = np.unravel_index(likely[:, :-1].argmax(), likely[:, :-1].shape)
    is_told = isinstance(asked.sought, ByConditions) or is_worded_as_list(pieces)
    if likely[at, stage] < (_CLEAR if is_told else _CLEARER):
        return None
    plain = STAGES.names[stage]
    found = phrases[at]
    changed = f"{text[: found.start]}{plain}{text[found.end :]}"
    return changed, Correction(said[at], plain, "meaning")


def _phrases(pieces: Sequence[Piece], left: str) -> Iterator[Phrase]:
    """Find the runs of words that hold some of the question's own, or some left aside."""
    run: list[Piece] = []
    is_of_group = is_beside = False  # a status that is named: "has not been started"
    for before, piece in pairwise((None, *pieces, None)):
        is_left = piece is not None and piece.has("status") and piece.word in left
        if piece is not None and (is_left or not _is_edge(piece, before)):
            run.append(piece)
            continue
        is_beside |= piece is not None and piece.has("status")
        # "With industry on board" says nothing of how far anything is.
        is_beside |= is_of_group and bool(run) and not _is_said_of(run[0])
        is_of_group = piece is not None and piece.has("group")
        # Nor does "doesn't have HEIs"; "not off the ground for HEIs" does.
        is_beside |= is_of_group and bool(run) and run[-1].word not in words_of("placed_in")
        # How somebody is responsible: "are partly responsible".
        is_beside |= piece is not None and piece.has("responsible")
        while run and run[0].word in words_of("before_stage"):
            run.pop(0)
        if (
            not is_beside
            and len(run) <= _LONGEST
            and any(p.is_content or p.has("status") for p in run)
        ):
            yield Phrase(run[0].start, run[-1].end)
        run, is_beside = [], piece is not None and piece.has("status")


def _is_said_of(piece: Piece) -> bool:
    """Tell whether a piece begins what is said of something: "are", "not", "still"."""
    return piece.has("not", "hint") or piece.word in words_of("before_stage")


def _is_edge(piece: Piece, before: Piece | None) -> bool:
    """Tell whether a piece begins or ends what is said of a recommendation."""
    if piece.has("listed"):
        return piece.is_plural or piece.has("label")
    if piece.has("asks_list"):
        return before is None or not before.word.endswith("to")  # "yet to see the light"
    return piece.has(*_EDGES) or (piece.has("about") and piece.word != "on")
