"""A question that names a list in one sentence and asks of "those" in the next: "half of education is … Which of those are …?".

Knows nothing of earlier questions.
"""

from collections.abc import Iterator, Sequence

from assistant.asking.asked import Asked, ByConditions, ByNumber, Turn
from assistant.asking.courtesy import without_courtesy
from assistant.asking.naming import Piece
from assistant.asking.operations import Understand
from assistant.asking.pointing import ends, points_at_those, turns_away
from assistant.asking.remaining import kinds_of, parts_of
from assistant.asking.tokens import Token, tokens
from assistant.asking.wordings import Match, gathered, holds, word_list, wording_at, words_of
from assistant.records.conditions import (
    EVERYTHING,
    Condition,
    End,
    NoStatus,
    Number,
    Status,
    Without,
    every,
    leaves,
)

_STOPS = frozenset(".!?")
# What makes another list of one.
_CHANGING = ("except", "not", "only", "plus", "count", "by_status", "by_area", "by_group")
# Behind one of these too, where the question itself begins: "the six in practice, which of those …".
_PAUSES = frozenset({",", ":", ";", " - "})


def said_before(asked: Asked, understand: Understand) -> tuple[Condition, Asked, Asked] | None:
    """Give what is named before "which of those …", the sentences that name it, and the question; None for no such thing.

    Of "which of the others …" it is all but what is named.
    """
    found = without_courtesy(tokens(asked.written))
    for at in _cuts(found):
        text = asked.written[found[at].start : found[-1].end]
        said = word_list(tokens(text))
        # Before anything is understood again, as most questions speak of no such thing.
        named = gathered("beside_those", "of_those_two").everywhere(said)
        beside = next((m for m in named if said[m.start - 1] not in ("neither", "either")), None)
        shown = any(not _is_longer(said, m) for m in gathered("of_the_shown").everywhere(said))
        if not (beside or shown or holds("are_those", said)):
            continue
        last = understand(_with_those(text, beside) if beside else text)
        is_of_those = beside or shown or ends(last, "are_those")
        if not is_of_those or not _asks(last, said):
            continue
        first = understand(asked.written[: found[at - 1].start])
        condition = _named(first)
        if condition == EVERYTHING or not (last.fragment.is_whole or last.fragment.is_nearly):
            return None
        is_others = beside is not None and "beside_those" in beside.meanings
        return (Without(condition) if is_others else condition), first, last
    return None


def _is_longer(said: Sequence[str], those: Match[str]) -> bool:
    """Tell whether it is said who is responsible: "put industry among those responsible"."""
    whole = wording_at("responsible", said, those.start)
    return whole is not None and whole.end > those.end


def _with_those(text: str, beside: Match[str]) -> str:
    found = tokens(text)
    return f"{text[: found[beside.start].start]}of those{text[found[beside.end - 1].end :]}"


def _named(first: Asked) -> Condition:
    """Give what a sentence names; of what people say that they have done, not how far that is: "I've done the education ones"."""
    parts = parts_of(first.fragment.condition)
    others = [p for p in parts if not kinds_of(p) & {Status, NoStatus}]
    is_own = words_of("persons") | words_of("own")
    is_told = any(word in is_own for word in word_list(first.tokens[:1]))
    return every(*others) if is_told and others else every(*parts)


def _asks(last: Asked, said: Sequence[str]) -> bool:
    return holds("asks_which", said) or last.fragment.shows or "yes-no" in last.wants


def remark_ends(written: str, n_listed: int, understand: Understand) -> int:
    """Find where a remark on a list of so many ends, and a request begins; 0 without one: "Thirteen! And …"."""
    found = without_courtesy(tokens(written))
    for at in (n for n, t in enumerate(found[:-1]) if t.word in (".", "!") and n):
        head = word_list(found[:at])
        polite = gathered("courtesy_first").everywhere(head)
        end = next((m.start for m in polite if m.end == at), at)  # "only two, I see"
        remark = understand(written[: found[end - 1].end]) if end else Asked("", "", "")
        said = remark.fragment
        counts = {leaf.number for leaf in leaves(said.condition) if isinstance(leaf, Number)}
        is_none = kinds_of(said.condition) <= {Number} and counts <= {str(n_listed)}
        is_told = said.shows or said.has_noun or said.is_alone or any(map(_does, said.pieces))
        if not is_none or is_told or turns_away(remark):
            return 0
        if not found[at + 1].is_mark:
            return found[at + 1].start
    return 0


def without_tail(asked: Asked) -> str:
    """Leave out a last clause that changes nothing of what is done with a list; empty without one.

    That all of it is wanted behind what adds to it ("…, so I have everything together"), and that the rest does not matter.
    """
    pieces = asked.fragment.pieces
    at = max((n for n, p in enumerate(pieces[:-1]) if p.has("mark")), default=0)
    tail = pieces[at + 1 :]
    head = word_list([t for t in asked.tokens if at and t.end <= pieces[at].start])
    says_all = any(p.has("every", "both") for p in tail)
    words = word_list([t for t in asked.tokens if at and t.start > pieces[at].start])
    rest = gathered("rest_of").at(words, 0) if words else None
    # "…, the rest isn't my brief"
    if head and rest and words[rest.end : rest.end + 1] in (["is"], ["are"], ["do"], ["can"]):
        return "" if any(p.condition for p in tail) else asked.text[: pieces[at].start]
    is_more = any(p.is_content or p.condition or p.has(*_CHANGING) for p in tail)
    is_added = holds("adds", head) or holds("as_well", head)
    return asked.text[: pieces[at].start] if is_added and says_all and not is_more else ""


def _does(piece: Piece) -> bool:
    """Tell whether a word may do something with a list."""
    return piece.has("except", "except_open", "except_after", "plus", "asks_list", "count")


def is_open_list(turn: Turn) -> bool:
    """Tell whether a question was not read as a list whose every word is used."""
    sought = turn.asked.sought
    if not isinstance(sought, ByConditions | ByNumber) or sought.left_aside:
        return True
    is_placed = isinstance(sought, ByConditions) and End in map(type, leaves(sought.condition))
    return is_placed or not points_at_those(turn.asked)


def _cuts(found: Sequence[Token]) -> Iterator[int]:
    """Give where what a pause sets apart in the last sentence begins, and then that sentence."""
    opens = words_of("asks_which") | words_of("request_opens") | {"of"}
    for at in range(len(found) - 1, 1, -1):
        if found[at - 1].word in _PAUSES and found[at].word in opens:
            yield at
        if found[at - 1].word in _STOPS:
            yield at
            return
