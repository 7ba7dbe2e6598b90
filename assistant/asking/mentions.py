"""Finds the words that recommendations are to mention: "that mention NHSx", "where ESTRO crops up".

Knows nothing of other conditions.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from assistant.asking.columns import kept_to, with_columns
from assistant.asking.naming import Piece, tags_of
from assistant.asking.phrases import joined
from assistant.asking.wordings import holds, words_of
from assistant.characters import straight
from assistant.indexing.tokenization import STOP_WORDS, words
from assistant.records.conditions import EVERYTHING, Condition, Mention, either, every, leaves
from assistant.records.selecting import Records

_ENDS = tuple(
    """
    mark listed except but not alone asks_list every count mention occurs except_after
    """.split()
)
_OF_A_LIST = ("listed", "listed_loosely", "every", "asks_list", "count", "except", "except_open")
# More words than these that stand in no recommendation are no name of anything, but talk.
_LONGEST_NOWHERE = 3
# "In the who is responsible column".
_NEAR = 5
_QUOTES, _CLOSING = "'\"‘“", "'\"’”"
# What the words looked for stand before.
_PLACED = ("somewhere", "occurs", "in_a_part")
_SAYING = ("mention", "names", *_PLACED)
_OF_NAMES = ("group", "area", "area_word", "status", "document_name", "subject", "detail")
_NAMED = (*_OF_NAMES, "names")


def mentions(pieces: Sequence[Piece], text: str, records: Records) -> list[Piece]:
    """Replace what is to be mentioned, the words that say so, and in which column, by conditions."""
    placed = with_columns(pieces)
    out = kept_to(_found(placed, text, records))
    is_used = len(placed) == len(pieces) or any(p.has("mentioned") for p in out)
    return out if is_used else list(pieces)


def _found(pieces: Sequence[Piece], text: str, records: Records) -> list[Piece]:
    out = _pointed_out(pieces, text, records)
    is_done = len(out) < len(pieces) or tags_of(out).isdisjoint(_SAYING)
    return out if is_done else _told_by_verb(out, text, records)


def _pointed_out(pieces: Sequence[Piece], text: str, records: Records) -> list[Piece]:
    """Replace words in quotation marks, or behind "the term", whatever verb says where they stand."""
    has_term = any(p.word.split()[-1] in words_of("terms") for p in pieces)
    if not has_term and not any(f" {mark}" in f" {text}" for mark in _QUOTES):
        return list(pieces)
    asks_words = any(p.has("mention", *_PLACED) for p in pieces)
    out: list[Piece] = []
    at = 0
    while at < len(pieces):
        last = next((p for p in reversed(out) if not p.has("and", "or", "mark")), None)
        joint = next((p for p in out[-1:] if p.has("and", "or")), None)
        joins = last is not None and last.has("mentioned") and joint is not None
        is_term = pieces[at].word.split()[-1] in words_of("terms") and not _ends_name(pieces, at)
        start, end = _quoted(pieces, at + is_term, text)
        # A name in quotation marks is a word where words are asked for, and else itself: 'the "pending" ones'.
        is_said = is_term or joins or asks_words or any(p.is_content for p in pieces[start:end])
        if end == start or not is_said:
            end = _longest_held(pieces, start, text, records) if is_term or joins else start
        is_column = any(p.has("responsible") for p in pieces[end : end + _NEAR])
        is_owner = is_column and all(p.has("group") for p in pieces[start:end])
        condition = _condition(pieces, start, end, text, records) if end > start else None
        if condition is None or is_owner or not (joins or _is_of_list(pieces, at)):
            out.append(pieces[at])
            at += 1
            continue
        if joins and last and last.condition and joint:
            first = out.index(last)
            join = either if joint.has("or") else every
            condition = join(last.condition, condition)
        else:
            first = len(out)
            while first and out[first - 1].word in words_of("determiners"):
                first -= 1
            first -= bool(first) and out[first - 1].has("mention")
        end += any(p.word in ('"', ")") for p in pieces[end : end + 1])
        end += any(p.has("occurs", "somewhere", "by_name") for p in pieces[end : end + 1])
        out[first:] = [joined([*out[first:], *pieces[at:end]], "mentioned", condition)]
        at = end
    return out


def _ends_name(pieces: Sequence[Piece], at: int) -> bool:
    """Tell whether "term" ends a name or a phrase of its own: "long-term", "in a word"."""
    before = pieces[at - 1].word if at else ""
    return at > 0 and (pieces[at - 1].is_content or before.split()[-1] in words_of("one_of_many"))


def _quoted(pieces: Sequence[Piece], start: int, text: str) -> tuple[int, int]:
    """Find where a quotation that opens here begins and ends; it ends where it begins if none does."""
    start += any(p.word == '"' for p in pieces[start : start + 1])
    if start >= len(pieces):
        return start, start
    before = f" {text[: pieces[start].start].rstrip()}"
    is_open = before[-1] in _QUOTES and not before[-2].isalnum()
    for end in range(start + 1, len(pieces) + 1) if is_open else ():
        mark = text[pieces[end - 1].end :].lstrip()[:1]
        if mark and mark in _CLOSING:
            return start, end
    return start, start


def _longest_held(pieces: Sequence[Piece], start: int, text: str, records: Records) -> int:
    """Find where the longest run of names and of the question's own words ends that some recommendation has."""
    run = takewhile(lambda p: p.is_content or p.has(*_OF_NAMES), pieces[start:])
    longest = start + len(list(run))
    ends = range(longest, start, -1)
    held = (e for e in ends if records.select(Mention(phrase(pieces, start, e, text))))
    return next(held, longest)


def _told_by_verb(pieces: list[Piece], text: str, records: Records) -> list[Piece]:
    """Replace what stands behind "mention", or before "crops up"."""
    out = list(pieces)
    for at, piece in enumerate(pieces):
        says = piece.has(*_SAYING)
        if not says or not _is_of_list(pieces, at):
            continue
        if piece.has("mention") or _names_words(out, at, text, records):
            start, end = at + 1, end_of_words(out, at + 1)
            if end < len(out) and out[end].has("responsible"):
                continue  # "mention X as responsible" is no matter of words
            # "NHSx: which have it in their notes", unlike "how many parts has it got".
            is_pointing = piece.word.split()[-1] in words_of("pronouns")
            is_pointing &= not pieces[at - 1].is_content
            if is_pointing or all(p.word in words_of("pronouns") for p in out[start:end]):
                start, end = 0, next((n for n in range(at) if out[n].has("mark")), 0)
            found = with_words(out, start, end, at, text, records) if end else out
            if found is not out:
                return found
        elif piece.has(*_PLACED):
            start, end = _before(out, at)
            # "That students are named in": of a group's name, that it is responsible.
            is_of_column = any(p.has("responsible") for p in out[at + 1 : at + 1 + _NEAR])
            is_owner = is_of_column or piece.has("names")
            is_owner &= all(p.has("group", "and") for p in out[start:end])
            if start < end and not is_owner:
                return with_words(out, start, end, at, text, records)
            if is_owner and piece.has("occurs") and not is_of_column:
                out = [_perhaps_words(p, text) if p in out[start:end] else p for p in out]
    return _anywhere(out, text, records)


def _names_words(pieces: Sequence[Piece], at: int, text: str, records: Records) -> bool:
    """Tell whether more than a group's name is named, as some recommendation has it: "naming City University of London"."""
    end = end_of_words(pieces, at + 1)
    run = pieces[at + 1 : end]
    is_own = any(p.is_content for p in run) and any(p.has("group") for p in run)
    is_verb = at > 0 and pieces[at].has("names") and is_own
    return is_verb and bool(records.select(Mention(phrase(pieces, at + 1, end, text))))


def _perhaps_words(piece: Piece, text: str) -> Piece:
    """Let a group's name that "is named" be looked for in the words as well."""
    if not piece.has("group"):
        return piece
    named = joined([piece], "group", piece.condition)
    other = Mention(text[piece.start : piece.end])
    return replace(named, group=piece.group, is_plural=piece.is_plural, otherwise=other)


def _anywhere(pieces: list[Piece], text: str, records: Records) -> list[Piece]:
    """Where words are asked for, and none stands where they mostly do, look for the question's own."""
    # Of groups, "named" says who is responsible.
    names = () if any(p.has("group") for p in pieces) else ("names",)
    # "What should the curriculum contain?" looks for no word.
    followed = [p for p in pieces if not p.has("mark")][:-1]
    is_asked = any(p.has("mention") for p in followed)
    is_asked |= any(p.has("in_a_part", *names) for p in pieces)
    own = [n for n, p in enumerate(pieces) if p.is_content]
    for start in own if is_asked else ():
        end = next(n for n in range(start, len(pieces) + 1) if n not in own)
        found = Mention(phrase(pieces, start, end, text))
        if (start - 1 not in own) and _is_of_list(pieces, start) and records.select(found):
            named = replace(joined(pieces[start:end], "mentioned", found), otherwise=EVERYTHING)
            return [*pieces[:start], named, *pieces[end:]]
    return pieces


def _is_of_list(pieces: Sequence[Piece], at: int) -> bool:
    """Tell whether a sentence speaks of recommendations, not of somebody who mentions something."""
    last = pieces[-1:] if pieces[-1].word in (".", "?", "!") else []
    said = [p for p in pieces if not (p.has("and", "or", "both") or p in last)]
    if at == 0 or not any(p.has("filler", "mark") for p in said):
        return True  # "NHSx or NHS Digital mentioned"
    if any(p.has("label") and p.is_plural for p in pieces):
        return True  # "does NHSx come up? which numbers"
    stops = [n for n, p in enumerate(pieces) if p.has("mark") and p.word in (".", "?", "!")]
    start = max((n for n in stops if n < at), default=-1) + 1
    end = min((n for n in stops if n > at), default=len(pieces))
    return any(
        p.has(*_OF_A_LIST) or p.word in words_of("chosen") or p.word in words_of("terms")
        for p in pieces[start:end]
    )


def end_of_words(pieces: Sequence[Piece], start: int) -> int:
    """Find where the words that begin here end."""
    at = start
    while at < len(pieces):
        piece = pieces[at]
        # "The word curriculum (or syllabus)".
        adds = piece.word == "(" and any(p.has("or", "and") for p in pieces[at + 1 : at + 2])
        adds |= at > start and _lists_on(pieces, at)
        if (
            piece.has(*_ENDS)
            and not adds
            and not (piece.has("filler") and piece.word in words_of("inner"))
        ):
            break
        following = pieces[at + 1] if at + 1 < len(pieces) else None
        # A verb after "and" begins another condition: "mention NHSx and are pending".
        goes_on = following is not None and holds("clause_opens", [following.word])
        if goes_on and (
            piece.has("and", "or") or (at > start and piece.word in words_of("relatives"))
        ):
            break
        if piece.has("somewhere", "by_name", "in_a_part", "responsible"):
            break
        if at > start and piece.word in words_of("be"):
            break  # "mention data science are not pending"
        at += 1
    return at


def _lists_on(pieces: Sequence[Piece], at: int) -> bool:
    """Tell whether a comma parts words of which "and" or "or" joins the last: "audit, ethics or funding"."""
    if pieces[at].word != ",":
        return False
    rest = list(
        takewhile(lambda p: p.is_content or p.word == "," or p.has("and", "or"), pieces[at + 1 :])
    )
    joint = next((n for n, p in enumerate(rest) if p.has("and", "or")), 0)
    return joint > 0 and len(rest) > joint + 1 and rest[0].is_content


def _before(pieces: Sequence[Piece], verb: int) -> tuple[int, int]:
    """Find where the words before "appears" begin and end; "CPD – where does it appear" too."""
    front = next((n for n in range(verb) if pieces[n].has("mark")), 0)
    between = pieces[front:verb] if front else ()
    is_fronted = any(p.word in words_of("pronouns") for p in between)
    if is_fronted and all(
        p.has("mark", "filler", "every") or p.word in words_of("terms") for p in between
    ):
        return 0, front
    end = verb
    while end > 0 and pieces[end - 1].word in words_of("trailing"):
        end -= 1
    at = end
    while at > 0:
        piece = pieces[at - 1]
        is_word = piece.is_content or piece.has(*_NAMED)
        if not (
            is_word or piece.has("and", "or") or (piece.word in words_of("inner") and at < end)
        ):
            break
        at -= 1
    while at < end and (pieces[at].has("and", "or") or pieces[at].word in words_of("inner")):
        at += 1
    return at, verb


def with_words(
    pieces: list[Piece], start: int, end: int, verb: int, text: str, records: Records
) -> list[Piece]:
    """Make one condition of words and of the verb that says where they stand, if they are any."""
    end = without_place(pieces, start, end, text, records)
    condition = _condition(pieces, start, end, text, records)
    if condition is None:
        return pieces
    # In which part of a recommendation words stand is left over.
    is_apart = pieces[verb].has("in_a_part")
    first, last = min(start, verb), end if is_apart else max(end, verb + 1)
    named = [p for p in pieces[start:end] if p.has("group")]
    is_named = named and not any(p.is_content for p in pieces[start:end])
    groups = either(*(p.condition for p in named if p.condition)) if is_named else None
    is_each = any(p.has("both") for p in pieces[start:end])
    other = groups or (_each(pieces, start, end, text, records) if is_each else None)
    found = replace(joined(pieces[first:last], "mentioned", condition), otherwise=other)
    # What stands after may be another one.
    return [*pieces[:first], found, *_found(pieces[last:], text, records)]


def without_place(
    pieces: Sequence[Piece], start: int, end: int, text: str, records: Records
) -> int:
    """Leave "in education" to be a condition of its own, where no recommendation has the words."""
    if records.select(Mention(phrase(pieces, start, end, text))):
        return end
    for at in range(start + 1, end - 1):
        if pieces[at].word in words_of("placed_in") and pieces[at + 1].has(
            "area", "status", "group"
        ):
            return at
    return end


def _condition(
    pieces: Sequence[Piece], start: int, end: int, text: str, records: Records
) -> Condition | None:
    whole = _held(phrase(pieces, start, end, text), records)
    if not any(w not in STOP_WORDS for w in words(whole)):
        return None
    if records.select(Mention(whole)):
        return Mention(whole)
    each = _each(pieces, start, end, text, records)
    said = each or Mention(whole)
    return None if any(_is_talk(leaf, records) for leaf in leaves(said)) else said


def _is_talk(said: Condition, records: Records) -> bool:
    is_long = isinstance(said, Mention) and len(words(said.phrase)) > _LONGEST_NOWHERE
    return is_long and not records.select(said)


def _each(
    pieces: Sequence[Piece], start: int, end: int, text: str, records: Records
) -> Condition | None:
    """Look for the parts that "and" or "or" joins one by one; None where nothing joins any."""
    joints = [n for n in range(start, end) if pieces[n].has("and", "or") or pieces[n].word == ","]
    edges = [start - 1, *joints, end]
    parts = [phrase(pieces, a + 1, b, text) for a, b in pairwise(edges)]
    held = [Mention(_held(part, records)) for part in parts if part]
    is_any = any(pieces[n].has("or") for n in joints)
    if not joints or not held:
        return None
    return either(*held) if is_any else every(*held)


def phrase(pieces: Sequence[Piece], start: int, end: int, text: str) -> str:
    """Give the words of some pieces as written, without what surrounds them."""
    chosen = list(pieces[start:end])
    while chosen and (
        chosen[0].word in words_of("leading") or chosen[0].has("mark", "both", "either")
    ):
        chosen.pop(0)
    while chosen and (chosen[-1].has("mark") or chosen[-1].word in words_of("trailing")):
        chosen.pop()
    if not chosen:
        return ""
    written = " ".join(text[chosen[0].start : chosen[-1].end].split()).strip("\"' ")
    first, _, rest = written.partition(" ")
    return rest if rest and first.casefold() in words_of("articles") else written


def _held(written: str, records: Records) -> str:
    """Leave out whose it is said to be, where no recommendation has the words with that."""
    at = straight(written).lower().find("'s ")
    owner, rest = written[: max(at, 0)], written[at + len("'s ") :]
    if owner and len(owner.split()) <= 2 and not records.select(Mention(written)):
        return rest if records.select(Mention(rest)) else written
    return written
