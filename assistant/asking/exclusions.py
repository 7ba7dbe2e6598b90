"""Where does what is left out end, and what is the list's again? By the pieces that stand there.

Knows nothing of what they name.
"""

from collections.abc import Sequence

from assistant.asking.naming import ATOMS, Piece
from assistant.asking.wordings import words_of

# What begins the main clause again after an exclusion set off by a comma.
MAIN = ("asks_list", "count", "every", "listed")
# What no recommendation is, so that "that are pending" is not said of it.
_NAMED_BARE = ("area", "area_word", "and", "or")


def is_bare(out: Sequence[Piece]) -> bool:
    """Tell whether areas alone are left out, without a word for recommendations: "outside education"."""
    is_only = all(p.has(*_NAMED_BARE) or p.tags == {"filler"} for p in out)
    return is_only and out[-1:] != [] and not any(p.word in words_of("them") for p in out)


def is_said_of(pieces: Sequence[Piece], at: int) -> bool:
    """Tell whether words are looked for in what a noun or a name before them stands for, by a verb of its own."""
    verbs = (*words_of("speaks"), *words_of("be_or_have"))
    subject = pieces[at - 2 if at > 1 and pieces[at - 1].word in verbs else at - 1]
    return subject.has("listed", *ATOMS) and not pieces[at].word.split()[0].endswith("ing")


def goes_on(rest: Sequence[Piece]) -> bool:
    """Tell whether an exclusion that leads goes on after a comma: ", research and …"."""
    for piece in rest:
        if piece.has("and", "or"):
            return True
        if piece.has("listed", "mark") or piece.has(*MAIN):
            return False
    return False


def is_kept(rest: Sequence[Piece]) -> bool:
    """Tell whether what follows a comma is what alone is wanted: "except education, pending only", "… – only pending"."""
    said = [p for p in rest if not (p.has("mark") or p.tags == {"filler"})][:2]
    is_first = bool(said) and said[0].has("only")
    # "Except those only for HEIs, only for industry": of groups it says that they are alone.
    return len(said) > 1 and (
        said[1].has(*ATOMS) and not said[1].has("group")
        if is_first
        else said[0].has(*ATOMS) and said[1].has("only")
    )
