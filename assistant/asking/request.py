"""Is a list asked for? Weighed by what the words of a question are, and by its shape as the encoder sees it.

The weights were fitted to labelled questions: scripts/fit_requests.py. Knows nothing of which
recommendations there are.
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from math import fsum
from pathlib import Path
from typing import Any

import numpy as np

from assistant.asking.clause import Parsed
from assistant.asking.naming import Piece, tags_of
from assistant.asking.wants import Want
from assistant.asking.wordings import words_of
from assistant.indexing.arrays import Float32Array
from assistant.records.conditions import Condition, leaves

WEIGHTS = Path(__file__).with_name("requests.toml")
# What tells nothing, or is counted otherwise.
_UNTOLD = frozenset({"figure", "filler", "mark"})
# In a question's shape, words of these stand for whatever they name, so that it is no matter which.
_STAND_INS = {
    "status": "pending",
    "area": "education",
    "area_word": "education",
    "group": "industry",
    "numbers": "twelve",
    "ends": "twelve",
    "listed": "recommendations",
    "except": "except",
}
_NAMES = ("group", "area", "area_word")
_MOST_OWN = 4
_LONG = 12  # words: a longer question tells a story


@dataclass(frozen=True)
class Request:
    """A question that names conditions.

    Attributes:
        own: the words that no condition uses.
    """

    pieces: Sequence[Piece]
    own: Sequence[Piece]
    parsed: Parsed
    condition: Condition
    wants: frozenset[Want]

    def is_list(self, encode: Callable[[str], Float32Array] | None) -> bool:
        """Tell whether a list is asked for.

        Args:
            encode: gives a text's vector; None where the weights are for another encoder.
        """
        weights, told = _weights(), self.evidence()
        if all(
            p.has("group", "mark", "and", "or") or p.word in words_of("determiners")
            for p in self.pieces
        ):
            return True  # nothing but groups: "managers?"
        if (
            "own before group" in told
            and not told["kinds"]
            and not {"responsible", "names"} & {*told}
        ):
            return False  # "recommendations that protect patients" are those on a subject
        if "done to group" in told and not told["kinds"]:
            return False  # "what should I tell patients?"
        first = next((p for p in self.pieces if not p.has("filler")), None)
        if "yes-no" in self.wants and first is not None and first.has("subject"):
            return False  # "will AI take radiographers' jobs?"
        if _asks_part(self.pieces) or ("yes-no" in self.wants and _asks_whole(self.pieces)):
            return False
        weight = weights["evidence"]
        score = fsum(weight.get(name, 0.0) * value for name, value in told.items())
        if encode is None or not weights["sure_none"] < score < weights["sure_list"]:
            return bool(score > weights["least"])
        return bool(score + encode(self.shape()) @ _of_shape() > weights["least"])

    def evidence(self) -> Mapping[str, float]:
        """Give what tells for a list or against it: name -> how much of it there is."""
        said = [p for p in self.pieces if not p.has("mark")]
        kinds = {type(leaf).__name__ for leaf in leaves(self.condition)}
        tags = tags_of(said)
        told = dict.fromkeys(tags - _UNTOLD, 1.0)
        told |= {f"opens {tag}": 1.0 for p in said[:1] for tag in p.tags}
        told |= {f"opens with {p.word.split()[0]}": 1.0 for p in said[:1]}
        told |= {f"wants {want}": 1.0 for want in self.wants}
        told |= dict.fromkeys(kinds, 1.0)
        topical = min(sum(p.is_topical for p in self.own), _MOST_OWN)
        is_many = bool(self._nouns)
        n_words = sum(len(p.word.split()) for p in said)
        return told | {
            "any": 1.0,
            "kinds": float(len(kinds) > 1),
            "operators": float(self.parsed.n_operators > 0),
            "own": float(bool(self.own)),
            "topical": topical,
            "not topical": min(len(self.own) - topical, _MOST_OWN),
            "listed": float(is_many or "listed" in tags),
            "many": float(is_many),
            "many, topical": is_many * topical,
            "longer": max(n_words - _LONG, 0) / _LONG,
            **({} if tags.isdisjoint(_NAMES) else _beside(self.pieces)),
        }

    def shape(self) -> str:
        """Write the question with one name for all statuses, areas, groups and numbers."""
        said = (p for p in self.pieces if not p.has("mark"))
        return " ".join(
            next((word for of, word in _STAND_INS.items() if p.has(of)), "")
            or ("recommendations" if p.start in self._nouns else p.word)
            for p in said
        )

    @cached_property
    def _nouns(self) -> list[int]:
        """Where words for several recommendations stand, loose ones behind a name: "education things"."""
        if tags_of(self.pieces).isdisjoint(("listed", "listed_loosely")):
            return []
        after = pairwise((self.pieces[0], *self.pieces))
        return [
            p.start
            for before, p in after
            if (p.is_plural and p.has("listed")) or (before.condition and _is_loose(p))
        ]


def _is_loose(piece: Piece) -> bool:
    return piece.has("listed_loosely") and (piece.is_plural or piece.word == "stuff")


def _beside(pieces: Sequence[Piece]) -> dict[str, float]:
    """Tell what stands beside groups and areas."""
    told: dict[str, float] = {}
    if _is_done_to_group(pieces):
        told["done to group"] = 1.0
    for a, b in pairwise(p for p in pieces if p.word not in words_of("determiners")):
        if a.is_content and b.has("group"):
            told["own before group"] = 1.0
        if a.has("group") and b.is_content:
            told["own after group"] = 1.0
        if a.word in ("in", "under", "within", "from") and b.has("area", "area_word"):
            told["in area"] = 1.0
    return told


def _asks_part(pieces: Sequence[Piece]) -> bool:
    """Tell whether it is asked what somebody is to do in something: "what part should patients play?"."""
    part, should = ([p.word for p in pieces[1:3]] + ["", ""])[:2]
    return part in words_of("has_part") and should == "should"


def _asks_whole(pieces: Sequence[Piece]) -> bool:
    """Tell whether it is asked if a table or document has all there is: "is table 5 a complete list of partners?"."""
    said = [p for p in pieces if p.word not in words_of("determiners")]
    is_of = said[0].word in words_of("be") and any(p.has("table", "document") for p in said[1:2])
    return is_of and any(p.has("every") for p in said[2:])


def _is_done_to_group(pieces: Sequence[Piece]) -> bool:
    """Tell whether a group is whom something is done to: "how do I involve", "should students be told"."""
    if "group" not in tags_of(pieces):
        return False
    said = [p for p in pieces if not (p.has("mark") or p.word in words_of("determiners"))]
    threes = list(zip(said, said[1:], said[2:], strict=False))
    is_object = any(_acts(a) and _is_deed(b) and c.has("group") for a, b, c in threes)
    if said[0].word == "how":  # "how do we work with industry?"
        with_them = (f for f in zip(said, said[1:], said[2:], said[3:], strict=False))
        is_object |= any(
            _acts(a) and _is_deed(b) and by.word in words_of("beside_whom") and c.has("group")
            for a, b, by, c in with_them
        )
    is_told = any(
        a.has("group") and b.word == "be" and c.word in words_of("done_to") for a, b, c in threes
    )
    lacks = said[-1].word in words_of("lacked") and any(p.has("group") for p in said[-2:-1])
    return is_object or is_told or lacks


def _acts(piece: Piece) -> bool:
    return piece.word.split()[-1] in ("who", "i", "we")


def _is_deed(piece: Piece) -> bool:
    return piece.has("filler") and not piece.has("responsible", "names")


@cache
def _weights() -> Mapping[str, Any]:
    return tomllib.loads(WEIGHTS.read_text(encoding="utf-8"))


@cache
def _of_shape() -> Float32Array:
    return np.array(_weights()["shape"], np.float32)


def fits(encoder: str) -> bool:
    """Tell whether the weights are for an encoder."""
    return bool(_weights()["encoder"] == encoder)
