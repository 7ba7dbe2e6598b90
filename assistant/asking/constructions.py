"""Is a question for a list worded as those are that are known to be read right? By what stands beside what.

The counts come from labelled questions: scripts/fit_constructions.py. Knows nothing of conditions.
"""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from assistant.asking.naming import ATOMS, Piece

COUNTS = Path(__file__).with_name("constructions.toml")
# Atoms that hold no condition of their own.
_BARE = ("ends", "numbers", "mentioned")
_UNTOLD = ("filler", "hint")
# These ask for a list's share as well, and how a name is to be meant, wherever they stand.
_BESIDE = ("share", "by_name")


@dataclass(frozen=True, slots=True)
class Constructions:
    """What stood beside what in questions that were read right.

    Attributes:
        most: a question of a higher rarity is not known.
        words: those that stand for themselves; any other has the name of its class.
        beside: name -> name behind it -> in how many questions.
    """

    most: float
    words: Collection[str]
    beside: Mapping[str, Mapping[str, float]]

    def rarity(self, names: Sequence[str]) -> float:
        """Add up how rare each neighbourhood is, 1 if never seen, near 0 if often; a longer question is rarer."""
        pairs = dict.fromkeys(pairwise(names))
        return sum(1 / (1 + self.beside.get(a, {}).get(b, 0.0)) for a, b in pairs)

    def names(self, pieces: Sequence[Piece], is_leaning: bool) -> list[str]:
        """Name the pieces of a question, from its beginning, which tells whether it leans on another, to its end."""
        out = ["< leaning" if is_leaning else "<"]
        for name in (self._name(piece) for piece in pieces if not piece.has(*_BESIDE)):
            if name != "," or (out[1:] and out[-1] != ","):
                out.append(name)
        return [*(out[:-1] if out[-1] == "," else out), ">"]

    def _name(self, piece: Piece) -> str:
        """Give the name of a piece: the kind of thing it names, its classes, or the word itself."""
        kind = _kind(piece)
        if kind:
            return kind
        classes = sorted(piece.tags.difference(_UNTOLD))
        if is_plain(piece) and piece.word in self.words:
            return f"={piece.word}"
        return "/".join(classes) or "filler"


def _kind(piece: Piece) -> str:
    """Name what a piece is if it is no word of a class."""
    if piece.is_content:
        return "own"
    if piece.condition is not None or piece.has(*_BARE):
        kind = next((tag for tag in ATOMS if piece.has(tag)), "")
        # How far something is may be said in many words, some of which mean it only here.
        return f"{kind} wording" if kind == "status" and " " in piece.word else kind
    return "noun" if piece.is_noun else "," if piece.has("mark") else ""


def is_plain(piece: Piece) -> bool:
    """Tell whether a piece is but a word of English: it names nothing and governs nothing."""
    is_beside = all(tag in _UNTOLD or tag.startswith("beside_") for tag in piece.tags)
    return is_beside and not _kind(piece)


@cache
def known() -> Constructions:
    """Give the constructions that were fitted."""
    held = tomllib.loads(COUNTS.read_text(encoding="utf-8"))
    return Constructions(held["most"], frozenset(held["words"]), held["beside"])


def is_known(pieces: Sequence[Piece], is_leaning: bool) -> bool:
    """Tell whether a question is worded as those are that are read right.

    Args:
        is_leaning: whether it is read with an earlier question.
    """
    held = known()
    return held.rarity(held.names(pieces, is_leaning)) <= held.most
