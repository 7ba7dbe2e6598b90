"""Takes courtesy off a question, so that it changes nothing of what is understood.

Knows nothing of what is asked.
"""

from collections.abc import Sequence

from assistant.asking.tokens import Token
from assistant.asking.wordings import Wordings, gathered, word_list, wording_at, words_of

# A writer signs with so many words.
_NAME = 2
_STOPS = frozenset(".?!")
# Courtesy within a question, not only before and after it.
_ANYWHERE = frozenset({("please",)})


def _courtesies() -> Wordings[str]:
    return gathered("courtesy", "courtesy_first", "courtesy_before_list")


def _asks_list(word: str) -> bool:
    return wording_at("asks_list", [word], 0) is not None or word in words_of("before_list")


def without_courtesy(found: Sequence[Token]) -> list[Token]:
    """Leave out the tokens of courtesy, unless nothing would be left."""
    start = _opening(found)
    end = _closing(found, start)
    kept = [t for t in found[start:end] if (t.word,) not in _ANYWHERE]
    says_something = any(not t.is_mark for t in kept)
    return kept if says_something else list(found)


def is_small_talk(found: Sequence[Token]) -> bool:
    """Tell whether a text is nothing but courtesy and talk about the assistant."""
    said, at = [t.word for t in found if not t.is_mark], 0
    while at < len(said):
        matches = (_courtesies().at(said, at), wording_at("small_talk", said, at))
        end = max((m.end for m in matches if m is not None), default=at)
        if end == at:
            return False
        at = end
    return bool(said)


def _signed(said: Sequence[str], start: int, end: int) -> int | None:
    """Find where a letter's close begins, the writer's name with it: ". Many thanks, Ann"."""
    for match in gathered("sign_off").everywhere(said[:end]):
        mark = said[match.end : match.end + 1]
        is_name = 0 < end - match.end - len(mark) <= _NAME and mark in (["."], [","], [" - "])
        if is_name and match.start > start and said[match.start - 1] in _STOPS:
            return match.start
    return None


def _opening(found: Sequence[Token]) -> int:
    """Find where courtesy at the beginning ends."""
    said, at = word_list(found), 0
    while at < len(found):
        is_no = (
            found[at].word in words_of("yes_or_no")
            and at + 1 < len(found)
            and found[at + 1].word == ","
        )
        if found[at].is_mark or is_no:
            at += 1
            continue
        off = wording_at("called_off", said, at)
        if off is not None and any(t.is_mark for t in found[off.end : off.end + 1]):
            at = off.end  # "never mind, …"
            continue
        match = _courtesies().at(said, at)
        if match is None:
            return at
        is_before_list = match.meanings == ("courtesy_before_list",)
        following = said[match.end] if match.end < len(said) else ""
        if is_before_list and not _asks_list(following):
            return at
        at = match.end
    return at


def _closing(found: Sequence[Token], start: int) -> int:
    """Find where courtesy at the end begins: what stands behind the last mark, or by itself."""
    said, end = word_list(found), len(found)
    courtesies = gathered("courtesy", "courtesy_after")
    openings = [at for at, word in enumerate(said) if courtesies.begins(word)]
    while end > start:
        if found[end - 1].is_mark:
            end -= 1
            continue
        places = (at for at in openings if max(start, end - 8) <= at < end)
        matches = (courtesies.at(said[:end], at) for at in places)
        begins = next((m.start for m in matches if m is not None and m.end == end), None)
        begins = _signed(said, start, end) if begins is None else begins
        # "Which are urgent?"
        is_said = begins and said[begins - 1] in words_of("be") and end - begins == 1
        if begins is None or (is_said and said[begins] in words_of("predicates")):
            break
        end = begins
    # The mark that ends the question belongs to it.
    while end < len(found) and found[end].is_mark:
        end += 1
    return end
