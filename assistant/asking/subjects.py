"""Finds what recommendations are to be on where no verb says so: "about funding", "funding ones", "which spotlight funding".

Knows nothing of other conditions.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from assistant.asking.mentions import end_of_words, phrase, with_words, without_place
from assistant.asking.naming import Piece, tags_of
from assistant.asking.phrases import joined
from assistant.asking.requests import points_out
from assistant.asking.wordings import words_of
from assistant.indexing.tokenization import STOP_WORDS, words
from assistant.records.conditions import EVERYTHING, Mention
from assistant.records.selecting import Records

LISTS = ("listed", "every", "count", "breakdown")
_LONGEST_NAME = 2
_NAMES = ("group", "area", "area_word")
_TERSE = ("mark", "and", "or", "except", "not", "only", "but")


def about(pieces: Sequence[Piece], text: str, records: Records) -> list[Piece]:
    """Read a list's one-word subject as a word to be mentioned, where a recommendation has it."""
    out = list(pieces)
    is_list = not tags_of(pieces).isdisjoint(LISTS) or points_out(pieces)
    places = [at for at, p in enumerate(pieces) if is_list and (p.word == "with" or p.has("about"))]
    for at, piece in ((n, pieces[n]) for n in places):
        is_said_of = at == 0 or pieces[at - 1].has("listed", "listed_loosely", "every", "not")
        is_said_of |= at > 0 and pieces[at - 1].word in words_of("them")
        is_with = piece.word == "with" and at > 0 and pieces[at - 1].is_noun
        if is_with or (piece.has("about") and (is_said_of or piece.word != "on")):
            end = without_place(out, at + 1, end_of_words(out, at + 1), text, records)
            named = phrase(out, at + 1, end, text)
            telling = [w for w in words(named) if w not in STOP_WORDS]
            is_own = any(p.is_content for p in out[at + 1 : end])
            # "About patient safety" is of no group.
            is_name = len(telling) == 1 or any(p.has(*_NAMES) for p in out[at + 1 : end])
            if is_own and is_name and records.select(Mention(named)):
                return with_words(out, at + 1, end, at, text, records)
    return _names(out, text, records)


def spoken_of(
    pieces: Sequence[Piece], own: Sequence[Piece], text: str, records: Records, is_list: bool
) -> tuple[list[Piece], list[Piece]]:
    """Read a question's own words that some recommendation has as words to be mentioned; give the others too.

    Args:
        is_list: whether it asks for a list without them; then a word counts only behind one that leads to it.
    """
    starts = {p.start for p in own if p.is_content and not p.figure}

    def sought(run: Sequence[Piece]) -> Mention:
        return Mention(phrase(run, 0, len(run), text))

    def held(run: Sequence[Piece]) -> bool:
        return bool(records.select(sought(run)))

    out: list[Piece] = []
    others: list[Piece] = []
    at = 0
    while at < len(pieces):
        is_meant = not is_list or _is_led_to(out)
        whole = list(takewhile(lambda p: p.start in starts or p.has(*_NAMES), pieces[at:]))
        run = [p for p in whole if p.start in starts and p.word not in words_of("terms")]
        if len(whole) > len(run) > 0 and held(whole):
            out.append(joined(whole, "mentioned", sought(whole)))  # "patient safety"
            at += len(whole)
            continue
        run = list(takewhile(lambda p: p.start in starts, whole))
        # "Spotlight funding": what a verb is about comes last.
        first = next((n for n in range(len(run)) if is_meant and held(run[n:])), len(run))
        others += run[:first]
        out += run[:first]
        if run[first:]:
            out.append(joined(run[first:], "mentioned", sought(run[first:])))
        out += [] if run else [pieces[at]]
        at += len(run) or 1
    return out, others


def _is_led_to(before: Sequence[Piece]) -> bool:
    """Tell whether what comes next is what is spoken of: "about …", "list …", "mention X or …"."""
    said = [p for p in before if p.word not in words_of("determiners")]
    leads = any(p.has("about", "asks_list", "mention") for p in said[-1:])
    return leads or (any(p.has("or", "and") for p in said[-1:]) and said[-2:][0].has("mentioned"))


def _names(pieces: list[Piece], text: str, records: Records) -> list[Piece]:
    """Read "funding ones", or "funding, not in research", as those that mention funding, or else as some of all."""
    tags = tags_of(pieces)
    is_terse = not tags.isdisjoint(("except", "not", "only")) and all(
        p.is_content or p.condition or p.has(*_TERSE) or p.word in words_of("inner") for p in pieces
    )
    is_terse &= any(p.condition for p in pieces)
    if not (is_terse or "listed" in tags) or any(p.word in words_of("them") for p in pieces):
        return pieces
    for at in range(1, len(pieces) + 1):
        start, ends = at, at == len(pieces) or not pieces[at].is_content
        while start and pieces[start - 1].is_content and ends:
            start -= 1
        if 0 < start < at and pieces[start - 1].has("group"):  # "the patient safety ones"
            start -= bool(records.select(Mention(phrase(pieces, start - 1, at, text))))
        is_name = is_terse or (
            at < len(pieces) and pieces[at].has("listed") and pieces[at].is_plural
        )
        found = Mention(phrase(pieces, start, at, text)) if start < at and is_name else None
        if found is not None and at - start <= _LONGEST_NAME and records.select(found):
            named = replace(joined(pieces[start:at], "mentioned", found), otherwise=EVERYTHING)
            return [*pieces[:start], named, *_names(pieces[at:], text, records)]
    return pieces
