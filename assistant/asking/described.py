"""A member of the list in force that a follow-up names by its words: "the conferences one", "the one about a national group".

Ranks nothing: the words stand in one member alone, or none is meant.
"""

from collections.abc import Sequence

from assistant.asking.asked import Asked, ByConditions, ByNumber
from assistant.asking.tokens import SMALL_WORDS
from assistant.asking.wordings import gathered, holds, word_list, words_of
from assistant.records.conditions import Condition, Mention, Number, Without, every
from assistant.records.selecting import Records

# So many words describe one: "the one about a shared language for AI".
_LONGEST = 6


def described(asked: Asked, listed: Condition, records: Records) -> ByNumber | ByConditions | None:
    """Give the member of a list that a question describes, or all others; None where it describes none, or several."""
    words = word_list(asked.tokens)
    start, end = _description(words)
    if start == end:
        return None
    first, last = asked.tokens[start].start, asked.tokens[end - 1].end
    said = [t for t in asked.tokens[start:end] if t.word not in SMALL_WORDS]
    pieces = asked.fragment.pieces
    is_named = any(p.condition and first <= p.start < last for p in pieces)  # "the research one"
    if not said or is_named:
        return None
    is_out = holds("drops", words) or any(
        p.has("except", "except_open", "except_after") for p in pieces
    )
    if any(p.has("not", "but", "neither") for p in pieces):
        return None  # "everything but the conferences one"
    held = (Mention(asked.text[t.start : t.end]) for t in said)
    met = records.select(every(listed, *held))
    more = [p for p in pieces if p.is_content and not first <= p.start < last]
    if len(met) != 1 or (is_out and any(p.condition for p in more)):
        return None
    left = tuple(asked.text[p.start : p.end] for p in more)
    if is_out:
        return ByConditions(every(listed, Without(Number(met[0].number))), left)
    return ByNumber((met[0].number,), left_aside=left)


def _description(said: Sequence[str]) -> tuple[int, int]:
    """Find the words [start, end) before or behind "one" that describe it; none where nothing does."""
    for at, word in enumerate(said):
        if word != "one" or at < 1:
            continue
        before = said[max(at - _LONGEST, 0) : at]
        if before[-1] == "the":
            lead = gathered("about_one").at([*said, ""], at + 1)
            if lead is not None:
                return lead.end, _end(said, lead.end)
        elif "the" in before:
            start = at - before[::-1].index("the")
            return (start, at) if all(w.isalnum() for w in said[start:at]) else (at, at)
    return 0, 0


def _end(said: Sequence[str], start: int) -> int:
    """Find where a description ends that begins here: at a mark, or where something is asked."""
    asks = (*words_of("asks_which"), *words_of("be"))
    end = start
    while end < min(len(said), start + _LONGEST) and said[end].isalnum() and said[end] not in asks:
        end += 1
    return end
