"""Is a list asked for? By what the pieces of a question are, and what was made of them.

Knows nothing of which recommendations there are.
"""

from collections.abc import Sequence
from itertools import pairwise

from assistant.asking.clause import Parsed
from assistant.asking.mentions import LISTS
from assistant.asking.naming import Piece
from assistant.asking.phrases import Phrase
from assistant.asking.wants import Want
from assistant.asking.wordings import holds
from assistant.records.conditions import (
    Alone,
    Area,
    Detailed,
    End,
    Mention,
    NoStatus,
    Number,
    Parity,
    Responsible,
    Status,
    leaves,
)

_WHOLE = frozenset({"everything", "anything", "any"})
_WHOSE = frozenset({"for", "by"})
_WITHIN = frozenset({"in", "under", "within"})
_ARTICLES = frozenset({"the", "for"})
_ASKING = frozenset({"which", "what", "tell", "see", "read", "find"})
_BESIDE_GROUPS = tuple(
    "group and or both either mark asks_list every listed listed_loosely".split()
)
_REASONS = frozenset({"why", "how"})
_MODALS = frozenset({"must", "should", "shall", "ought", "have", "has", "need"})
_DOES = frozenset({"do", "doing", "deliver"})


def asks_list(pieces: Sequence[Piece], parsed: Parsed) -> bool:
    """Tell whether conditions are meant as those of a list, not as words of a topic."""
    kinds = {type(leaf) for leaf in leaves(parsed.condition)}
    if _is_yes_or_no(pieces):
        return False
    if (
        kinds & {Status, NoStatus, Mention, Detailed, Number, Parity, End, Alone}
        or parsed.n_operators
    ):
        return True
    is_listed = any(p.has(*LISTS) for p in pieces)
    is_own = any(p.has("speakers_own") for p in pieces) and any(p.word == "which" for p in pieces)
    if Responsible in kinds and is_own:
        return True
    if Responsible in kinds and any(
        p.has("responsible", "names", "listed_loosely") or p.word in _WHOSE for p in pieces
    ):
        return True
    if Responsible in kinds and (_asks_duty(pieces) or _is_bare(pieces) or _opens_which(pieces)):
        return True
    asks = [p for p in pieces if p.has("asks_list")]
    if is_listed or (asks and len(kinds) > 1):
        return True
    bare = [p for p in pieces if p.word not in _ARTICLES]
    is_placed = any(p.has("table") for p in pieces) or any(
        a.word in _WITHIN and b.has("area") for a, b in pairwise(bare)
    )
    return Area in kinds and (is_placed or any(p.word != "what" for p in asks))


def _asks_duty(pieces: Sequence[Piece]) -> bool:
    """Tell whether a question asks what somebody must do: "what must IPEM do?"."""
    said = [p.word for p in pieces if not p.has("mark")]
    is_modal = any(word in _MODALS for word in said)
    if is_modal and said and said[-1] in _DOES:
        return True
    at = next((n for n, p in enumerate(pieces) if p.has("group")), len(pieces))
    after = pieces[at + 1 :]
    is_theirs = any(p.has("beside_group") and not p.is_noun for p in after)
    # "What do managers have to tell their team about AI?" asks for what they are to tell.
    is_theirs &= not any(p.has("asks_list", "about") for p in after)
    return (
        bool(said) and said[0] in ("what", "where") and is_theirs and not any(map(_is_own, pieces))
    )


def _is_own(piece: Piece) -> bool:
    return piece.is_content and piece.is_topical


def _is_bare(pieces: Sequence[Piece]) -> bool:
    """Tell whether groups are named and nothing is said of them: "managers list", "patients?"."""
    return all(
        p.word in _ARTICLES
        or (p.has(*_BESIDE_GROUPS) and not p.has("document_name") and p.word not in _ASKING)
        for p in pieces
    )


def _opens_which(pieces: Sequence[Piece]) -> bool:
    """Tell whether it is asked which ones have to do with a group: "which involve regulators"."""
    said = [p for p in pieces if not p.has("mark")]
    return len(said) > 1 and said[0].word == "which" and said[1].has("responsible_loosely")


def _is_yes_or_no(pieces: Sequence[Piece]) -> bool:
    """Tell whether a question asks if, why or how something is so, and speaks of no list."""
    opens = next((p for p in pieces if not p.has("mark")), None)
    word = opens.word.split()[0] if opens is not None and not opens.has("count") else ""
    is_open = word in _REASONS or bool(word and holds("yes_no", [word]))
    is_topical = any(p.is_content and p.is_topical for p in pieces)
    is_there = any(p.word == "there" for p in pieces[:2]) and not is_topical
    has_status = any(p.has("status") for p in pieces)
    is_open &= not (is_there and has_status)
    return is_open and not any(
        p.has("listed", "count", "breakdown", "asks_list") or p.word in _WHOLE for p in pieces
    )


def is_reasoned(pieces: Sequence[Piece]) -> bool:
    """Tell whether it is asked why, how or whether something is so, or who does it."""
    said = [w for p in pieces if not p.has("mark") for w in p.word.split()]
    opens = next((w for w in said if w not in ("and", "but", "so")), "")
    return opens in (*_REASONS, "who", "when", "whose") or holds("yes_no", [opens])


def is_worded_as_list(pieces: Sequence[Piece]) -> bool:
    """Tell whether a question asks for recommendations, several of them, whatever they are to meet."""
    is_plural = any(p.has("listed") and p.is_plural for p in pieces)
    whole = any(p.has("every") and p.word in ("everything", "anything") for p in pieces)
    return (
        is_plural
        or whole
        or (any(p.has("count") for p in pieces) and any(p.has("listed") for p in pieces))
    )


def excludes(pieces: Sequence[Piece], wants: frozenset[Want]) -> bool:
    """Tell whether numbers are part of a condition: some are left out, or the words decide."""
    if any(p.has("except", "neither", "ends", "parity", "mention", "except_open") for p in pieces):
        return True
    if any(p.has("above", "below", "up_to") and not p.has("filler") for p in pieces):
        return True
    return "yes-no" not in wants and any(p.has("not") and not p.has("label") for p in pieces)


def narrows_numbers(pieces: Sequence[Piece], wants: frozenset[Want]) -> bool:
    """Tell whether statuses and groups choose among numbers, rather than being asked of them."""
    named = [p.numbers for p in pieces if isinstance(p, Phrase) and p.numbers]
    if any(numbers.is_range for numbers in named):
        return True
    is_one = sum(len(numbers.listed) for numbers in named) == 1
    chooses = any(p.has("listed", "asks_list", "every", "count", "but", "not") for p in pieces)
    return chooses and not is_one and not wants & {"status", "who"}
