"""Where does a request begin? What people say before it, of themselves and why they ask, sets no condition.

Knows nothing of which recommendations there are.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from assistant.asking.naming import Piece
from assistant.asking.wordings import gathered, wording_at, words_of

_STOPS = frozenset({".", "!", "?", " - "})
_LABEL_ENDS = frozenset({")"})
# A dash goes on: "the pending ones - except for HEIs".
_CLAUSE_ENDS = frozenset({".", "!", "?", ")", ",", "so"})
_ASKING = ("asks_list", "count", "every", "only")
# A list is asked for in it, or something is left out: it is a request itself.
_REQUEST = ("count", "asks_list", "except")
# So many pieces tell how a clause opens.
_OPENING = 4
# Behind "my" somebody is named in so many: "my line manager".
_TITLE = 2
_LISTS = ("count", "only", "table")


def requests(pieces: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    """Give where a request may begin and end within what is said around it, the longest first."""
    ends = [len(pieces), *_ends(pieces)]
    for end in ends:
        if end < len(pieces):
            yield 0, end
        yield from ((at, end) for at in _beginnings(pieces[:end]))


def _beginnings(pieces: Sequence[Piece]) -> Iterator[int]:
    """Give the places at which a request may begin behind a preamble, in order."""
    joints = words_of("joints")
    for at in range(1, len(pieces)):
        is_led, before = _is_led(pieces, at), pieces[at - 1]
        if not (is_led or "mark" in before.tags or before.word in joints):
            continue
        is_begun = not pieces[at].has("mark") and (is_led or _begins(pieces, at))
        is_one = is_begun and _is_preamble(pieces[:at])
        if is_one and not _points_back(pieces, at):
            yield at


def _is_led(pieces: Sequence[Piece], at: int) -> bool:
    """Tell whether somebody says that they want to know what follows: "before Thursday I need to know which …"."""
    if not pieces[at].has("asks_list", "count"):
        return False
    words = _words(pieces[max(at - _OPENING, 0) : at])
    return any(words[n:] in _leads_in() for n in range(len(words)))


def clauses(pieces: Sequence[Piece]) -> list[tuple[int, int]]:
    """Give where each sentence begins and ends, and what "so" opens, the last first, if there are several."""
    ends = [n for n, p in enumerate(pieces) if n and p.word in _CLAUSE_ENDS and _is_stop(pieces, n)]
    edges = [-1, *ends, len(pieces)]
    spans = [(a + 1, b) for a, b in pairwise(edges) if b > a + 1]
    return spans[::-1] if len(spans) > 1 else []


def stands_alone(pieces: Sequence[Piece], begin: int, end: int) -> bool:
    """Tell whether a clause asks for recommendations by a word for them, and points at nothing said before it."""
    said = pieces[begin:end]
    is_asked = any(p.has(*_ASKING) for p in said)
    is_listed = any(p.is_noun or p.word == "which" for p in said)
    # "What is pending?", unlike "what should have been in place?".
    is_listed |= any(a.word == "what" and b.word in words_of("be") for a, b in pairwise(said))
    # What is summed up: "so: education, ongoing".
    is_summed = said[0].word == "so" and not any(p.is_content for p in said)
    if is_summed and any(p.condition for p in said):
        return True
    is_listed |= any(a.word == "those" and b.word in words_of("clausal") for a, b in pairwise(said))
    return is_asked and is_listed and not _points_back(pieces[:end], begin)


def names_numbers(said: Sequence[Piece], others: Sequence[Sequence[Piece]]) -> bool:
    """Tell whether one sentence names numbers, and no other one numbers or a condition: "who does 9? I need …"."""
    is_named = any(p.figure or p.has("numbers") for p in said)
    return is_named and not any(p.figure or p.condition for other in others for p in other)


def limits(said: Sequence[Piece]) -> bool:
    """Tell whether a sentence keeps what is asked to something: "I only care about education."."""
    is_kept = any(p.has("only", "except") and p.word != "just" for p in said)  # "I've just moved"
    return is_kept and any(p.condition for p in said)


def tells(said: Sequence[Piece]) -> bool:
    """Tell whether people speak of themselves and wish nothing else: "My boss is from industry.", "I need it for …", "1)"."""
    words = _words([p for p in said if not p.has("mark")])
    if len(said) == 1 and any(_is_label(said[0], mark) for mark in (")", ",")):
        return True  # the question's own number
    is_own = words[:1] != [] and words[0] in (*words_of("persons"), *words_of("own"))
    wishes = words_of("wishes") & {*words} and not words_of("all_of_them") & {*words}
    return is_own and not wishes and not any(p.has(*_REQUEST) for p in said)


def _is_stop(pieces: Sequence[Piece], at: int) -> bool:
    """Tell whether a sentence ends here, ", so" parts two clauses, or a question's own number ends: "1) which …"."""
    is_so = pieces[at].word == "so" and pieces[at - 1].word == ","
    is_label = at == 1 and _is_label(pieces[0], pieces[1].word)
    return is_so or is_label or (pieces[at].word in _STOPS and pieces[at].has("mark"))


def _is_label(piece: Piece, mark: str) -> bool:
    """Tell whether a number before a mark is the question's own: "1) …", "First, …"."""
    if " " in piece.word:
        return False  # "from 25 on, …"
    if piece.has("figure", "numbers"):
        is_spelt = piece.end - piece.start > len(piece.word)
        return mark in (_LABEL_ENDS | {","} if is_spelt else _LABEL_ENDS)
    return mark == "," and piece.has("ends")


def _ends(pieces: Sequence[Piece]) -> Iterator[int]:
    """Give the places at which a request may end before a remark on it, the last first."""
    for at in range(len(pieces) - 1, 0, -1):
        if _ends_at(pieces, at) and _is_aside(pieces[at:]):
            yield at


def _ends_at(pieces: Sequence[Piece], at: int) -> bool:
    is_mark, before = pieces[at].has("mark"), pieces[at - 1]
    is_done = any(p.word in words_of("be_or_have") for p in pieces[at + 1 : at + 2])
    if is_done and pieces[at].word in words_of("persons") and (before.condition or before.figure):
        return True  # "remove 3 and 4 I have done those"
    if not is_mark and not gathered("told_why").begins(pieces[at].word):
        return False
    said = _words([p for p in pieces[at : at + _OPENING] if not p.has("mark")])
    if not said or all(p.has("mark") for p in pieces[:at]):
        return False
    if wording_at("told_why", said, 0) is not None:
        return True
    is_remark = said[0] in words_of("remark_opens") or _is_indifferent(said)
    return is_mark and (is_remark or pieces[at].word in _STOPS)


def _is_aside(tail: Sequence[Piece]) -> bool:
    """Tell whether nothing in it could be a condition: what people say of themselves holds none."""
    pieces = [p for p in tail if not p.has("mark")]
    said = _words(pieces)
    is_of_self = said[0] in words_of("persons") and not words_of("wishes") & {*said}
    is_indifferent = _is_indifferent(said)
    # "It isn't relevant to my students", "my line manager needs it by 3".
    none = (*words_of("own"), *words_of("until"))
    named = [
        p
        for at, p in enumerate(pieces)
        if (p.condition or p.figure)
        and not any(before.word in none for before in pieces[max(at - _TITLE, 0) : at])
    ]
    is_remark = said[0] in words_of("remark_opens") and not named
    says: tuple[str, ...] = () if is_remark else ("except", "not")
    says = ("except",) if is_indifferent else (*says, "every", "only")
    return (is_indifferent or any(p.is_content or p.condition for p in tail)) and not any(
        p.is_noun
        or (p in named and (p.figure is not None or not is_of_self))
        or p.has("count", "asks_list", "mention", *says)
        for p in tail
    )


def _is_indifferent(said: Sequence[str]) -> bool:
    is_said = not words_of("indifferent").isdisjoint(said) and not {"not", "whatever"}.isdisjoint(
        said
    )
    return is_said or (said[0] in ("either", "both") and said[-1] in ("do", "fine", "ok", "okay"))


def _begins(pieces: Sequence[Piece], at: int) -> bool:
    before, rest = pieces[at - 1], pieces[at:]
    is_stop = _is_stop(pieces, at - 1)
    has_condition = any(p.condition for p in pieces[:at])
    if rest[0].has("except", "except_open", "not", "but", "neither") and (
        has_condition or not is_stop
    ):
        is_told = is_stop and pieces[0].word in words_of("expletives")
        return is_told or (pieces[0].has("speaker") and before.has("mark"))
    if is_stop:
        return True
    is_joined = before.has("mark") or before.word in ("and", "but")
    opening, said = _words(pieces[:2]), _words(rest)
    is_purpose = opening[0] == "for" and opening[1] in ("a", "an", *words_of("own"))
    is_role = before.has("mark") and (pieces[0].has("speaker") or is_purpose)
    asks = rest[0].has(*_ASKING) or said[0] in words_of("request_opens") or said[1:2] == ["me"]
    return is_joined and (is_role or asks)


def _is_preamble(head: Sequence[Piece]) -> bool:
    """Tell whether somebody speaks of themselves, or says nothing that could be a condition."""
    if limits(head) or any(p.is_noun or p.has(*_REQUEST, "mention") for p in head):
        return False
    if not any(p.condition is not None for p in head):
        return any(p.is_content for p in head)
    said = _words(head)
    if said[0] in words_of("expletives"):
        return True
    if said[0] in words_of("persons") and said[1] in words_of("wishes"):
        return False
    is_speaker = any(p.has("speaker") for p in head) or not words_of("persons").isdisjoint(said)
    return is_speaker or (said[0] in words_of("own") and any(p.is_content for p in head))


def is_of_list(rest: Sequence[Piece]) -> bool:
    """Tell whether a request speaks of a list by its words, not only by a condition's."""
    return (
        rest[0].has("every")
        or rest[0].word == "where"
        or any(p.is_noun or p.has(*_LISTS) or p.word == "which" for p in rest)
    )


def sentences(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Cut pieces where a sentence ends."""
    out: list[list[Piece]] = [[]]
    for piece in pieces:
        out[-1].append(piece)
        if piece.word in (*_STOPS, ";") and piece.has("mark"):
            out.append([])
    return [s for s in out if any(not p.has("mark") for p in s)]


def is_of_sentences(said: Sequence[Piece]) -> bool:
    """Tell whether it is several sentences."""
    return any(p.word in (".", "!", "?") for p in said[:-1])


def _points_back(pieces: Sequence[Piece], at: int) -> bool:
    """Tell whether a request points at what was said: "I am a student: which are mine?", "CPD – where is it?"."""
    ends = [p for p in pieces[at:] if not p.has("mark")][-2:]
    if [p.has("about") for p in ends] == [True, False] and ends[-1].word in words_of("pronouns"):
        return True  # "… What are we told to do about that?"
    is_pointing = any(p.word == "it" for p in pieces[at:]) or _mentions_nothing(pieces[at:])
    if is_pointing and not pieces[0].has("speaker"):
        return not any(p.has("filler") for p in pieces[: at - 1])
    is_group = any(p.has("group") for p in pieces[:at])
    rest = pieces[at:]
    is_told = any(p.condition for p in pieces[:at]) and not pieces[0].has("speaker")
    if is_told and any(p.word in words_of("them") for p in rest):
        return True
    is_own = any(
        (p.has("speakers_own") and (n not in (1, 2) or p.word != "me"))  # "just remind me of"
        for n, p in enumerate(rest)
    )
    has_group = any(p.has("group") for p in rest)
    return is_group and (is_own or (any(p.has("responsible") for p in rest) and not has_group))


def _mentions_nothing(rest: Sequence[Piece]) -> bool:
    """Tell whether it is asked what mentions, and not what is mentioned."""
    places = [n for n, p in enumerate(rest) if p.has("mention", "occurs")]
    return bool(places) and not any(p.is_content or p.condition for p in rest[places[-1] + 1 :])


@cache
def _leads_in() -> list[list[str]]:
    return [written.split() for written in words_of("leads_in")]


def _words(pieces: Sequence[Piece]) -> list[str]:
    return [word for p in pieces for word in p.word.split()]
