"""Understands a question by itself: cleaned, mended, named, and put together into an `Asked`.

Every word counts: a list is asked for only if it says so, and what no condition used is left over.
Knows nothing of earlier questions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from assistant.asking.asked import Asked, ByConditions, ByNumber, Search, Sought
from assistant.asking.courtesy import without_courtesy
from assistant.asking.grammar import Parsed, Parser
from assistant.asking.mentions import about, mentions
from assistant.asking.naming import Namer, Piece
from assistant.asking.phrases import Phrase, phrases
from assistant.asking.spelling import Spelling
from assistant.asking.tokens import Token, tokens
from assistant.asking.wants import Want, holds, opens_with, wants
from assistant.asking.wordings import Wordings, word_list
from assistant.characters import seen, straight
from assistant.domain import Correction, DocumentId
from assistant.indexing.storage import Index
from assistant.records.conditions import (
    EVERYTHING,
    Alone,
    Among,
    Area,
    Condition,
    Either,
    Every,
    Mention,
    NoStatus,
    Number,
    Responsible,
    Status,
    either,
    every,
    leaves,
)
from assistant.records.selecting import Records

# A question of no more words than these is searched whole.
_FEW_WORDS = 2
# With more words left over than these, a question for a list is searched.
_MOST_LEFT_ASIDE = 3
# A longer one tells a story, in which "all" or a status is no condition.
_STORY_LENGTH = 22
_REMEMBERED = 64
# Nouns and verbs that hang a condition on recommendations.
_LISTS = ("listed", "every", "count", "breakdown", "most", "fewest")


class Understanding:
    """Understands questions to one index."""

    def __init__(self, index: Index, records: Records) -> None:
        """Take an open index and its records."""
        self.records = records
        self._index = index
        self._spelling = Spelling(index)
        self._namer = Namer(index, records)
        # A follow-up asks its earlier questions again.
        self.understand = lru_cache(_REMEMBERED)(self._understood)

    def _understood(self, question: str, as_written: bool = False) -> Asked:
        """Understand a cleaned question; as_written leaves every word as it is."""
        text, corrections = (question, ()) if as_written else self._spelling.mended(question)
        found = tokens(text)
        if not as_written:
            kept = without_courtesy(found)
            if len(kept) < len(found):
                cut = _cut(text, found, kept)
                corrections = (*corrections, Correction(text, cut, "courtesy"))
                text, found = cut, tokens(cut)
        pieces = phrases(self._namer.pieces(found), self.records)
        wanted = wants(found)
        documents = self._documents(found)
        return Asked(
            written=question,
            text=text,
            query=self._query(text, found),
            corrections=corrections,
            expansions=self._spelling.expansions(text),
            sought=self._sought(pieces, found, text, wanted, documents),
            documents=documents,
            groups=tuple(dict.fromkeys(p.group for p in pieces if p.group is not None)),
            wants=wanted,
            tokens=tuple(found),
        )

    @cached_property
    def _document_names(self) -> Wordings[DocumentId]:
        return Wordings(
            (name, d.id) for d in self._index.documents for name in self._namer.document_names(d.id)
        )

    def _documents(self, found: Sequence[Token]) -> tuple[DocumentId, ...]:
        """Find the documents that a question names; all of them for "both bodies"."""
        if holds("both_documents", found):
            return tuple(entry.id for entry in self._index.documents)
        named = {d for m in self._document_names.everywhere(word_list(found)) for d in m.meanings}
        return tuple(entry.id for entry in self._index.documents if entry.id in named)

    def _query(self, text: str, found: Sequence[Token]) -> str:
        """Give a question's words without its announcement and the documents' names."""
        start = opens_with("new_topic", found)
        said = word_list(found)
        out = set(range(start))
        for match in self._document_names.everywhere(said):
            out |= set(range(match.start, match.end))
        kept = [t for n, t in enumerate(found) if n not in out]
        if len(kept) == len(found) or sum(not t.is_mark for t in kept) <= _FEW_WORDS:
            return text
        return _cut(text, found, kept)

    # --- is it a question for a list, and for which?

    def _sought(
        self,
        pieces: list[Piece],
        found: Sequence[Token],
        text: str,
        wanted: frozenset[Want],
        documents: tuple[DocumentId, ...],
    ) -> Sought:
        numbers = self._by_number(pieces, wanted, documents)
        if numbers is not None:
            return numbers
        if "meaning" in wanted:
            return Search()
        extreme = self._extreme(pieces)
        if extreme is not None:
            return ByConditions(extreme)
        return self._listed(pieces, text, wanted, documents)

    def _by_number(
        self, pieces: Sequence[Piece], wanted: frozenset[Want], documents: tuple[DocumentId, ...]
    ) -> ByNumber | None:
        """Read a question about recommendations that it names by number."""
        named = [p for p in pieces if isinstance(p, Phrase) and p.numbers is not None]
        if not named or any(p.has("except", "neither", "ends", "parity", "mention") for p in pieces) or (
            "yes-no" not in wanted and any(p.has("not") and not p.has("label") for p in pieces)
        ):
            return None
        is_labelled = any(p.numbers.is_labelled for p in named if p.numbers)
        is_compared = any(p.has("compare", "both", "between") for p in pieces)
        own = [p for p in pieces if p.is_content]
        if own and not (is_labelled or is_compared):
            return None
        atoms = [p for p in pieces if p.has("status", "area", "group") and p.condition is not None]
        if atoms and "yes-no" not in wanted and not self._asks_of_numbers(pieces, named, wanted):
            return None
        listed = tuple(dict.fromkeys(n for p in named if p.numbers for n in p.numbers.listed))
        holding = [d for d in documents if d in self.records.documents]
        whose = holding[0] if len(holding) == 1 and len(self.records.documents) > 1 else ""
        there = {r.number for r in self.records.everything if whose in ("", r.document_id)}
        return ByNumber(
            tuple(n for n in listed if n in there), tuple(n for n in listed if n not in there)
        )

    def _asks_of_numbers(
        self, pieces: Sequence[Piece], named: Sequence[Phrase], wanted: frozenset[Want]
    ) -> bool:
        """Tell whether statuses and groups are what is asked of the numbers, not conditions."""
        is_range = any(p.numbers.is_range for p in named if p.numbers)
        n = sum(len(p.numbers.listed) for p in named if p.numbers)
        is_narrowed = any(p.has("listed", "asks_list", "every", "count", "but", "not") for p in pieces)
        return not is_range and (n == 1 or not is_narrowed or bool(wanted & {"status", "who"}))

    def _extreme(self, pieces: Sequence[Piece]) -> Condition | None:
        """Answer "which area has the most" by the condition that most (or fewest) meet."""
        if not any(p.has("most", "fewest") for p in pieces) or any(p.is_content for p in pieces):
            return None
        first = next((p for p in pieces if p.has("by_area", "by_status", "by_group")), None)
        if first is None:
            return None
        parts: list[Condition] = (
            [Status(s) for s in self.records.statuses]
            if first.has("by_status")
            else [Responsible(g) for g in self.records.groups]
            if first.has("by_group")
            else [Area(a) for a in self.records.areas]
        )
        sizes = [(len(self.records.select(part)), part) for part in parts]
        is_least = any(p.has("fewest") for p in pieces)
        best = min(sizes, key=lambda s: s[0] if is_least else -s[0], default=(0, None))
        return best[1]

    def _listed(
        self,
        pieces: list[Piece],
        text: str,
        wanted: frozenset[Want],
        documents: tuple[DocumentId, ...],
    ) -> Sought:
        pieces = mentions(pieces, text, self.records)
        pieces = self._in_documents(pieces, documents)
        pieces = _topics(_asked_for(pieces))
        is_list = any(p.has(*_LISTS) for p in pieces)
        if is_list:
            pieces = about(pieces, text, self.records)
        pieces = _not_conditions(pieces)
        parsed = Parser(pieces).parse()
        condition = self._met(parsed.condition)
        left = _left_over(pieces, parsed, text)
        if condition == EVERYTHING:
            return self._all(pieces, parsed, left, is_list)
        if not left:
            return ByConditions(condition) if self._asks_list(pieces, parsed) else Search()
        is_strong = any(p.has("listed", "count") for p in pieces)
        if not is_strong or len(text.split()) > _STORY_LENGTH:
            return Search(is_list=False)
        if len(" ".join(left).split()) <= _MOST_LEFT_ASIDE and self._asks_list(pieces, parsed):
            return ByConditions(condition, left)
        return Search(is_list=True, understood=condition, left_aside=left)

    def _all(
        self, pieces: Sequence[Piece], parsed: Parsed, left: tuple[str, ...], is_list: bool
    ) -> Sought:
        """Read a list without conditions: everything, or a search for what is left over."""
        is_all = any(p.has("every", "count", "breakdown") for p in pieces) or _lists_plainly(pieces)
        has_noun = any(p.has("listed") for p in pieces) or any(p.has("breakdown") for p in pieces)
        if not left and is_all and has_noun:
            return ByConditions(EVERYTHING)
        is_asked = any(p.has("listed") for p in pieces) and is_list and bool(left)
        return Search(is_list=is_asked and any(p.has("every", "count") for p in pieces), left_aside=())

    def _met(self, condition: Condition) -> Condition:
        """Where no recommendation has all groups that "and" joins, take those with any of them."""
        groups = tuple(leaf for leaf in leaves(condition) if isinstance(leaf, Responsible))
        if len(groups) < 2 or self.records.select(condition):
            return condition
        return _any_group(condition)

    def _in_documents(
        self, pieces: list[Piece], documents: tuple[DocumentId, ...]
    ) -> list[Piece]:
        """Tell names of documents from names of groups, and make a condition of a document."""
        out: list[Piece] = []
        for at, piece in enumerate(pieces):
            if piece.has("document_name") and not (
                piece.has("group") and not _is_document(pieces, at)
            ):
                needs = len(self.records.documents) > 1 or piece.document not in self.records.documents
                condition = Among((piece.document,)) if needs else None
                tag = "document" if condition else "filler"
                piece = Phrase(frozenset({tag}), piece.start, piece.end, piece.word, condition)
            out.append(piece)
        return out

    def _asks_list(self, pieces: Sequence[Piece], parsed: Parsed) -> bool:
        """Tell whether conditions are meant as those of a list, not as words of a topic."""
        kinds = {_kind(leaf) for leaf in leaves(parsed.condition)}
        if kinds & {"status", "mention", "number"}:
            return True
        if len(kinds) > 1 or parsed.n_operators:
            return True
        is_listed = any(p.has("listed", "every", "count", "breakdown") for p in pieces)
        if "group" in kinds:
            return is_listed or any(p.has("responsible", "names") for p in pieces) or any(
                p.has("listed_loosely") or p.word == "for" for p in pieces
            )
        return is_listed or any(
            p.has("table") or (p.has("asks_list") and p.word != "what") for p in pieces
        )


def checked(question: str) -> str:
    """Clean a question."""
    return seen(question)


def _cut(text: str, found: Sequence[Token], kept: Sequence[Token]) -> str:
    """Give a text without the tokens that are not kept, its first word's case as it is."""
    if not kept:
        return text
    held = set(id(t) for t in kept)
    out, end = [], 0
    for n, token in enumerate(found):
        following = found[n + 1].start if n + 1 < len(found) else len(text)
        if id(token) in held:
            out.append(text[max(token.start, end) : max(following, end)])
        end = max(end, following)
    return " ".join("".join(out).split()).lstrip(",.;:!?- ").strip()


def _kind(leaf: Condition) -> str:
    match leaf:
        case Status() | NoStatus():
            return "status"
        case Area():
            return "area"
        case Responsible() | Alone():
            return "group"
        case Among():
            return "document"
        case Mention():
            return "mention"
        case _:
            return "number"


def _any_group(condition: Condition) -> Condition:
    match condition:
        case Every(parts):
            groups = [p for p in parts if isinstance(p, Responsible)]
            rest = [_any_group(p) for p in parts if not isinstance(p, Responsible)]
            return every(*rest, either(*groups)) if groups else every(*rest)
        case Either(parts):
            return either(*map(_any_group, parts))
        case _:
            return condition


def _is_document(pieces: Sequence[Piece], at: int) -> bool:
    """Tell whether a name that a group has too means the document here."""
    if any(p.has("responsible", "names", "both", "except", "not", "alone") for p in pieces):
        following = pieces[at + 1] if at + 1 < len(pieces) else None
        return following is not None and following.has("document")
    near = [*pieces[max(at - 2, 0) : at], *pieces[at + 1 : at + 3]]
    return any(
        p.has("document", "says") or p.word in ("in", "of", "by", "from") or p.has("listed")
        for p in near
    ) and not any(p.word in ("for", "to") for p in pieces[max(at - 2, 0) : at])


def _asked_for(pieces: list[Piece]) -> list[Piece]:
    """Take a group that is asked for, "which companies …", as the question's own word."""
    out = list(pieces)
    owns = any(p.has("responsible") for p in pieces)
    for at, piece in enumerate(pieces[1:], start=1):
        before = pieces[at - 1]
        following = pieces[at + 1] if at + 1 < len(pieces) else None
        is_asked = before.has("count") or before.word in ("which", "what")
        is_label = following is not None and following.has("listed", "listed_loosely", "status", "area")
        if piece.has("group") and is_asked and not owns and not is_label:
            out[at] = piece.untagged()
    return out


def _topics(pieces: list[Piece]) -> list[Piece]:
    """Take a condition's word inside a topic as topic: "ongoing training", "clinical audit"."""
    out = list(pieces)
    for at, piece in enumerate(pieces):
        if not piece.has("status", "area", "area_word", "group") or isinstance(piece, Phrase):
            continue
        before = pieces[at - 1] if at else None
        after = pieces[at + 1] if at + 1 < len(pieces) else None
        if after is not None and after.is_content:
            out[at] = piece.untagged()
        elif before is not None and before.is_content and piece.has("area", "area_word"):
            out[at] = piece.untagged()
    return out


def _not_conditions(pieces: list[Piece]) -> list[Piece]:
    """Leave a part of an area's name that stands by itself among other words to the topic."""
    own = any(p.is_content for p in pieces)
    is_listed = any(p.has("listed", "count", "every", "except", "not", "table") for p in pieces)
    return [
        p.untagged() if p.has("area_word") and not p.has("area") and (own or not is_listed) else p
        for p in pieces
    ]


def _left_over(pieces: Sequence[Piece], parsed: Parsed, text: str) -> tuple[str, ...]:
    """Give the words that no condition used, runs of them together."""
    unused = {(p.start, p.end) for p in parsed.unused}
    runs: list[tuple[int, int]] = []
    is_run = False
    for piece in pieces:
        is_own = piece.is_content or (piece.start, piece.end) in unused or _is_spare(piece)
        if is_own and is_run:
            runs[-1] = (runs[-1][0], piece.end)
        elif is_own:
            runs.append((piece.start, piece.end))
        is_run = is_own or (is_run and piece.has("filler") and not piece.has("listed"))
    return tuple(text[start:end] for start, end in runs)


def _is_spare(piece: Piece) -> bool:
    """Tell whether a piece that is neither a condition nor of any list was not used."""
    return (
        piece.tags <= {"idiom", "counted", "somewhere", "next", "previous"}
        and bool(piece.tags)
        or (piece.has("document_name") and not piece.has("group", "filler"))
    )


def _lists_plainly(pieces: Sequence[Piece]) -> bool:
    """Tell whether a list is asked for and nothing else said: "what are the recommendations?"."""
    return any(p.has("asks_list") for p in pieces) and any(p.has("listed") for p in pieces)
