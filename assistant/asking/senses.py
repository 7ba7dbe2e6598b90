"""Which of its senses a piece has where it stands: a condition, a topic's word, a document, a speaker.

Looks at the pieces beside it. Knows nothing of operators.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from assistant.asking.bodies import bodies
from assistant.asking.naming import Piece, classes_in
from assistant.asking.phrases import Phrase, joined
from assistant.asking.wordings import words_of
from assistant.records.conditions import Detailed, Either, Status, Without
from assistant.records.selecting import Records

_TO_GET = {"to", "get"}
# Within so many pieces "nothing" is what is written.
_NEAR = 3
# So far into a question somebody says as whom they speak.
_LONGEST_ROLE = 10
# Somebody is named in so many pieces: "our lead research radiographer".
_LONGEST_NAME = 4


def settled(pieces: Sequence[Piece], records: Records) -> list[Piece]:
    """Settle the sense of each piece."""
    out = bodies(pieces, records)
    held = classes_in(out)
    for settle, needed in _NEEDED.items():
        if held >= needed:
            before, out = out, settle(out)
            held = held if out == before else classes_in(out)
    return out


def _changed(pieces: Sequence[Piece], is_own: Callable[[int], bool]) -> list[Piece]:
    """Take some pieces as the question's own words."""
    return [p.untagged() if is_own(at) else p for at, p in enumerate(pieces)]


def _denied_again(pieces: Sequence[Piece]) -> list[Piece]:
    """Read "but no academics and no HEIs" as leaving out both: the second "no" says it again."""
    is_out, out = False, list(pieces)
    for at, piece in enumerate(pieces[:-1]):
        if (
            piece.has("not")
            and is_out
            and pieces[at - 1].has("and", "or")
            and pieces[at + 1].condition
        ):
            out[at] = replace(piece, tags=frozenset({"filler"}))
        elif piece.has("except"):
            is_out = piece.word.split()[-1] in words_of("denying")
        elif not (piece.condition or piece.has("and", "or", "mark", "not")):
            is_out = False
    return out


def _asked_by(pieces: Sequence[Piece]) -> list[Piece]:
    """Take who has a question asked as no condition: "our clinical lead asked for …", "my research fellow wants …"."""
    said = [p.word.split()[0] for p in pieces[: _LONGEST_NAME + 1]]
    verb = next((at for at, word in enumerate(said) if word in words_of("asks_for")), 0)
    is_own = bool(said) and said[0] in words_of("own")
    # "Which of hers", "our students asked which ones name them".
    is_theirs = any(p.word in words_of("of_a_person") for p in pieces)
    is_theirs |= any(p.has("group") and p.is_plural for p in pieces[:verb])
    if not is_own or is_theirs or any(p.has("mark", "listed", "asks_list") for p in pieces[:verb]):
        return list(pieces)
    asked_by = [replace(p, tags=frozenset({"filler"})) for p in pieces[: verb + 1]]
    return [*asked_by, *pieces[verb + 1 :]] if verb else list(pieces)


def _speaking(pieces: Sequence[Piece]) -> list[Piece]:
    """Take as whom people speak as no condition: "as clinical lead for MRI I need …"."""
    said = [p.word for p in pieces[:_LONGEST_ROLE]]
    at = next((n for n, word in enumerate(said) if word in words_of("persons")), 0)
    is_role = said[0].split()[0] == "as" and not any(
        p.has("mark", "listed", "asks_list", "every", "count") for p in pieces[1:at]
    )
    own = words_of("own")
    is_theirs = any((p.has("speakers_own") and p.word != "me") or p.word in own for p in pieces)
    if not at or not is_role or is_theirs:
        return list(pieces)
    role = [replace(p.untagged(), is_topical=False) if p.condition else p for p in pieces[:at]]
    return [*role, *pieces[at:]]


def _verbs_of_being() -> frozenset[str]:
    return words_of("be_or_have") | {"been"}


def _put_down(pieces: Sequence[Piece]) -> list[Piece]:
    """Take "written" behind an example or note with it: "no detail has been recorded"."""
    out: list[Piece] = []
    at = 0
    while at < len(pieces):
        rest = pieces[at + 1 :] if pieces[at].has("detail") else ()
        verbs = sum(1 for _ in takewhile(lambda p: p.word in _verbs_of_being(), rest))
        is_put = any(p.word in words_of("put_down") for p in rest[verbs : verbs + 1])
        length = verbs + 2 if is_put else 1
        said = pieces[at : at + length]
        out.append(replace(said[0], end=said[-1].end))
        at += length
    return out


def _written_beside(pieces: Sequence[Piece]) -> list[Piece]:
    """Read what is written beside the status as its example or note: "nothing at all next to their status"."""
    out = list(pieces)
    for at, place in enumerate(pieces):
        rest = [p for p in pieces[at + 1 : at + 3] if p.word not in words_of("their")][:1]
        is_beside = place.word in words_of("right_next") and bool(rest)
        if not is_beside or not (rest[0].has("by_status") or rest[0].word in words_of("pronouns")):
            continue
        is_noun = at > 0 and pieces[at - 1].has("detail")  # "no note beside their status"
        first = at - (at > 0 and (is_noun or pieces[at - 1].word in words_of("put_down")))
        said = [p.word for p in pieces[:first] if p.word not in _verbs_of_being()]
        before = {*said[-_NEAR:]}
        if is_noun or not before.isdisjoint(words_of("whatever_stands")):
            last = pieces.index(rest[0]) + 1
            return [*out[:first], joined(out[first:last], "detail", Detailed()), *out[last:]]
    return out


def _blank(pieces: Sequence[Piece]) -> list[Piece]:
    """Read "nothing in the status note" and "whose status notes are blank" as what has no example or note."""
    for at, piece in enumerate(pieces):
        if not piece.has("detail"):
            continue
        said = [p.word for p in pieces[at + 1 : at + 4] if not p.has("not")]
        if len(said) > 1 and said[0] in words_of("be") and said[1] in words_of("blank"):
            is_not = pieces[at + 2].has("not")
            lacks = Detailed() if is_not else Without(Detailed())
            end = at + 3 + is_not
            return [*pieces[:at], joined(pieces[at:end], "detail", lacks), *pieces[end:]]
        if any(p.word in words_of("blank") for p in pieces[max(at - 1, 0) : at]):
            none = joined(pieces[at - 1 : at + 1], "detail", Without(Detailed()))
            return [*pieces[: at - 1], none, *pieces[at + 1 :]]
        first = at - any(p.word in words_of("their") for p in pieces[max(at - 1, 0) : at])
        place, what = (pieces[n].word if n >= 0 else "" for n in (first - 1, first - 2))
        if place in words_of("in_column") and what in words_of("whatever_stands"):
            detail = joined(pieces[first - 1 : at + 1], "detail", Detailed())
            return [*pieces[: first - 1], detail, *pieces[at + 1 :]]
    return list(pieces)


def _details(pieces: Sequence[Piece]) -> list[Piece]:
    """Make a condition of examples and notes that recommendations are said to have, or to lack."""
    is_list = any(
        p.is_noun or p.has("status", "area") or p.word in ("those", "which") for p in pieces
    )

    def settled_one(at: int) -> Piece:
        piece = pieces[at]
        if not piece.has("detail") or piece.condition:
            return piece
        has = is_list and any(p.word in words_of("having") for p in pieces[max(at - 3, 0) : at])
        if has:
            return replace(piece, condition=Detailed())
        return replace(piece.untagged(), is_topical=False)

    return [settled_one(at) for at in range(len(pieces))]


def _beginning(pieces: Sequence[Piece]) -> list[Piece]:
    """Take what a person wants to begin as no status: "where do I start?", "how do we get started with"."""

    def is_own(at: int) -> bool:
        if not pieces[at].has("status"):
            return False
        before = [w for p in reversed(pieces[:at]) for w in reversed(p.word.split())]
        said = list(takewhile(lambda w: w not in words_of("ways"), before))
        is_way = len(said) < len(before) and words_of("beginning").issuperset(said)
        is_persons = not words_of("first_persons").isdisjoint(said) or {"to"} <= {*said} <= _TO_GET
        return is_way and is_persons

    return _changed(pieces, is_own)


def _intended(pieces: Sequence[Piece]) -> list[Piece]:
    """Read what is to start, or about to, as not begun."""

    def is_not(at: int) -> bool:
        is_to = pieces[at].word == "to" and at > 0 and pieces[at - 1].word in words_of("intends")
        return is_to and isinstance(pieces[at + 1].condition, Either | Status)

    last = len(pieces) - 1
    return [
        replace(p, tags=frozenset({"not"})) if at < last and is_not(at) else p
        for at, p in enumerate(pieces)
    ]


def _lacking(pieces: Sequence[Piece]) -> list[Piece]:
    """Take what is missing in an area as the question's own: no area is left out."""
    following = [*(p.word for p in pieces[1:]), ""]
    return _changed(pieces, lambda at: pieces[at].has("except_after") and following[at] == "in")


def _compounds(pieces: Sequence[Piece]) -> list[Piece]:
    """Take the first of two groups in a row as part of the second's name: "uni lecturers"."""
    return [
        Piece(frozenset({"filler"}), p.start, p.end, p.word)
        if p.has("group")
        and not p.is_plural
        and any(q.has("group") for q in pieces[at + 1 : at + 2])
        else p
        for at, p in enumerate(pieces)
    ]


def _pointed_at(pieces: Sequence[Piece]) -> list[Piece]:
    """Take an area's word that is pointed at, with nothing behind it that it names, as a topic: "in these partnerships"."""
    said = [*pieces, Piece(frozenset({"mark"}), 0, 0, "")]

    def is_own(at: int) -> bool:
        is_area = pieces[at].has("area", "area_word") and at > 0
        return (
            is_area
            and pieces[at - 1].word in words_of("pointing_near")
            and said[at + 1].has("mark")
        )

    return _changed(pieces, is_own)


def _asked_for(pieces: Sequence[Piece]) -> list[Piece]:
    """Take a group that is asked for, "which companies …", as the question's own word."""
    if any(p.has("responsible") for p in pieces):
        return list(pieces)

    def is_between(at: int) -> bool:
        """Tell whether people are between what they do: "quick one between patients - …"."""
        after = pieces[at + 1 : at + 2]
        is_apart = any(p.has("mark") for p in after) and not any(p.has("and") for p in pieces[at:])
        is_group = at > 0 and pieces[at].has("group")
        return is_group and is_apart and pieces[at - 1].word == "between"

    def is_asked_for(at: int) -> bool:
        if not at or not pieces[at].has("group") or pieces[at].word.startswith("the "):
            return False
        is_label = at + 1 < len(pieces) and pieces[at + 1].has(
            "listed", "listed_loosely", "status", "area"
        )
        before = pieces[at - 1]
        if at > 2 and pieces[at - 3].has("listed") and pieces[at - 2].word in words_of("inner"):
            return False  # "recommendations on which HEIs are named"
        return (before.has("count") or before.word in ("which", "what")) and not is_label

    return _changed(pieces, lambda at: is_asked_for(at) or is_between(at))


def _cut_short(pieces: Sequence[Piece]) -> list[Piece]:
    """Leave part of an area's name that goes on after groups to the question: "industry, academia and clinical"."""
    said = [*pieces[:2], *pieces]

    def is_group(at: int) -> bool:
        is_joined = pieces[at].has("area_word") and said[at + 1].has("and", "or", "mark")
        return is_joined and said[at].has("group")

    return _changed(pieces, is_group)


def _told_whose(pieces: Sequence[Piece]) -> list[Piece]:
    """Take "to-do list" beside a group as whose it is, not as how far it is."""
    near = [*pieces[1:], *pieces[:1]]
    return [
        replace(p, tags=p.tags - {"status"}, condition=None)
        if p.has("status") and p.has("responsible") and (before.has("group") or after.has("group"))
        else p
        for before, p, after in zip([pieces[-1], *pieces], pieces, near, strict=False)
    ]


def _counted(pieces: Sequence[Piece]) -> list[Piece]:
    """Take numbers beside a topic as its own, unless a word calls them recommendations'."""
    if not any(p.is_content for p in pieces):
        return list(pieces)

    def is_count(at: int) -> bool:
        piece = pieces[at]
        numbers = piece.numbers if isinstance(piece, Phrase) else None
        return numbers is not None and not numbers.is_labelled

    return _changed(pieces, is_count)


def _asked_of_each(pieces: Sequence[Piece]) -> list[Piece]:
    """Let what is asked of each of a list that is named choose none of it: "education ones: are they pending?"."""
    pairs = pairwise(pieces)
    verbs = (
        n
        for n, (a, b) in enumerate(pairs)
        if a.word in words_of("be_or_have") and b.word in words_of("they")
    )
    begins = next((n for n in verbs if any(p.condition for p in pieces[:n])), len(pieces))
    return [
        replace(p, tags=frozenset({"filler"}), condition=None)
        if n > begins and p.has("status")
        else p
        for n, p in enumerate(pieces)
    ]


def _or_not(pieces: Sequence[Piece]) -> list[Piece]:
    """Let a status that a list may have or not choose none of it: "recommendations, pending or not, for students"."""
    said = [*pieces, Piece(frozenset({"mark"}), 0, 0, ""), Piece(frozenset({"mark"}), 0, 0, "")]

    def is_any(at: int) -> bool:
        return (
            said[at].has("status")
            and said[at + 1].has("or")
            and said[at + 2].word in words_of("nots")
            and not any(p.condition for p in said[at + 3 : at + 4])
        )

    # "I need to know whether they are ongoing or not" is asked of each of a list.
    has_others = any(p.condition and not p.has("status") for p in pieces)
    starts = {at for at in range(len(pieces)) if has_others and is_any(at)}
    taken = {at + n for at in starts for n in range(3)}
    return [
        replace(p, tags=frozenset({"filler"}), condition=None) if at in taken else p
        for at, p in enumerate(pieces)
    ]


def _asked_with_not(pieces: Sequence[Piece]) -> list[Piece]:
    """Let "isn't there …", "aren't any …" deny nothing."""
    said = [n for n, p in enumerate(pieces) if not p.has("mark")]
    if len(said) < 2 or pieces[said[0]].word not in words_of("asks_whether"):
        return list(pieces)
    is_number = any(pieces[n].has("figure", "numbers") for n in said[2:3])
    is_not = is_number or any(pieces[n].word in words_of("asked_with_not") for n in said[2:3])
    is_not &= pieces[said[1]].word == "not"
    return [p for n, p in enumerate(pieces) if not (is_not and n == said[1])]


def _asked_by_none(pieces: Sequence[Piece]) -> list[Piece]:
    """Let "nothing in research?" deny nothing."""
    first = next((n for n, p in enumerate(pieces) if not p.has("mark")), 0)
    is_asked = pieces[-1].word == "?" and pieces[first].word in words_of("asked_by_none")
    return [p for n, p in enumerate(pieces) if not (is_asked and n == first)]


def _described(pieces: Sequence[Piece]) -> list[Piece]:
    """Let what a group is said to be name no other one: "for the SoR, which is a professional body, …"."""
    out = list(pieces)
    for at in range(5, len(pieces)):
        mark, relative, be, article = pieces[at - 4 : at]
        is_said = relative.word in words_of("relatives") and be.word in words_of("be")
        is_said &= mark.has("mark") and article.word in words_of("articles")
        if is_said and pieces[at].has("group") and pieces[at - 5].has("group"):
            out[at] = replace(pieces[at], tags=frozenset({"filler"}), condition=None, group=None)
    return out


# In this order; each with classes of which the pieces must hold one each for it to change anything.
_SETTLING: dict[Callable[[Sequence[Piece]], list[Piece]], str] = {
    _asked_by: "own",
    _speaking: "persons",
    _denied_again: "except not",
    _put_down: "detail put_down",
    _written_beside: "right_next",
    _blank: "detail",
    _details: "detail",
    _beginning: "status",
    _intended: "intends",
    _lacking: "except_after",
    _compounds: "group",
    _pointed_at: "pointing_near",
    _asked_for: "group",
    _cut_short: "area_word group",
    _told_whose: "status responsible group",
    _counted: "numbers",
    _asked_of_each: "status be_or_have they",
    _or_not: "status or nots",
    _asked_with_not: "nots asks_whether",
    _asked_by_none: "mark asked_by_none",
    _described: "group relatives",
}
_NEEDED = {settle: frozenset(needed.split()) for settle, needed in _SETTLING.items()}
