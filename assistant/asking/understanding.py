"""Understands a question by itself: cleaned, mended, named, and put together into an `Asked`.

Knows nothing of earlier questions.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import cast

from assistant.asking.about import facet_of, speaks_of_one
from assistant.asking.asked import (
    Asked,
    ByConditions,
    ByNumber,
    Fragment,
    OfDocument,
    Search,
    SmallTalk,
    Sought,
)
from assistant.asking.courtesy import is_small_talk, without_courtesy
from assistant.asking.documents import DocumentNames, both_named
from assistant.asking.listing import Listing
from assistant.asking.naming import Namer, Piece
from assistant.asking.numbered import is_of_another, phrases
from assistant.asking.operations import MEANT, in_plain_words
from assistant.asking.pointing import points_at_those
from assistant.asking.preamble import (
    clauses,
    is_of_list,
    is_of_sentences,
    limits,
    names_numbers,
    requests,
    stands_alone,
    tells,
)
from assistant.asking.request import Request, fits
from assistant.asking.requests import is_reasoned
from assistant.asking.spelling import Spelling
from assistant.asking.stages import STAGES, corrected, is_better, may_tell_stage
from assistant.asking.tokens import SMALL_WORDS, Token, kept_text, tokens
from assistant.asking.values import values
from assistant.asking.wants import form_wanted, wants
from assistant.asking.wordings import (
    Match,
    Wordings,
    gathered,
    holds,
    opens_with,
    word_list,
    wording_at,
)
from assistant.domain import Correction, DocumentId
from assistant.indexing.arrays import Float32Array
from assistant.indexing.storage import Index
from assistant.indexing.tokenization import STOP_WORDS, words
from assistant.records.conditions import EVERYTHING, Condition, NoStatus, Status, leaves
from assistant.records.selecting import Records

_REMEMBERED = 64  # of so many questions it is kept what they ask, in memory only
# So many phrases of a question are read by their meaning.
_MOST_READ = 2
# "Leave out eduction": what changes a list names something that it has.
_CHANGING, _FEW_PIECES = ("except", "except_open", "only", "plus"), 6
_FEW = 1  # of more words that recommendations have, what is said around a request is the question itself


class Understanding:
    """Understands questions to one index."""

    def __init__(self, index: Index, records: Records) -> None:
        """Take an open index and its records."""
        self._index = index
        self._records = records
        self._spelling = Spelling(index)
        self._namer = Namer(index, records)
        self._encoder = index.manifest.encoder
        self._documents = DocumentNames(index, self._namer)
        self._listing = Listing(records, self._encoded if fits(self._encoder) else None)
        # A follow-up asks its earlier questions again.
        self.understand = lru_cache(_REMEMBERED)(self._understood)

    @cached_property
    def _is_encoded(self) -> bool:
        return STAGES.fits(self._encoder) and MEANT.fits(self._encoder)

    def in_plain_words(self, asked: Asked) -> str:
        """Write what a follow-up does with a list in plain words, by its meaning; empty if that is not clear."""
        is_read = asked.fragment.pieces and self._is_encoded
        return in_plain_words(asked, self._index.encoder.encode) if is_read else ""

    def _understood(self, question: str, as_written: bool = False) -> Asked:
        """Understand a cleaned question; as_written leaves every word as it is."""
        text, corrections = (question, ()) if as_written else self._spelling.mended(question)
        found = tokens(text)
        kept = found if as_written else without_courtesy(found)
        if len(kept) < len(found):
            cut = kept_text(text, found, kept)
            corrections = (*corrections, Correction(text, cut, "courtesy"))
            text = cut
        whole, pieces = self._read(question, text, corrections)
        return whole if as_written else self._framed(*self._respelt(whole, pieces))

    def _respelt(self, asked: Asked, pieces: list[Piece]) -> tuple[Asked, list[Piece]]:
        """Read a word that a list leaves aside as the name of an area, status or group that it nearly is."""
        text = asked.text
        left = bool(asked.sought.left_aside) if isinstance(asked.sought, ByConditions) else False
        left |= len(pieces) <= _FEW_PIECES and any(p.has(*_CHANGING) for p in pieces)
        for own in (p for p in pieces if left and p.is_content and not p.is_topical):
            change = self._spelling.name_meant(text[own.start : own.end], self._names)
            if change is not None:
                mended = f"{text[: own.start]}{change.read}{text[own.end :]}"
                corrections = (*asked.corrections, change)
                return self._read(asked.written, mended, corrections)
        return asked, pieces

    @cached_property
    def _names(self) -> frozenset[str]:
        """The words by which areas, statuses and groups are called."""
        groups = (name for g in self._records.groups for name in g.asked)
        written = (*self._records.areas, *self._records.statuses, *groups)
        return frozenset(word for name in written for word in words(name))

    def _framed(self, whole: Asked, pieces: list[Piece]) -> Asked:
        """Read the request for a list within what is said around it, or a question as a whole."""
        text, asks = whole.text, dict[str, None]()
        spans, is_whole = clauses(pieces), self._is_whole(whole.sought)
        for begin, end in spans:
            others = [pieces[a:b] for a, b in spans if a != begin]
            is_kept = any(map(limits, others)) or (is_whole and not all(map(tells, others)))
            is_own = not is_kept and stands_alone(pieces, begin, end)
            is_numbered = not is_kept and names_numbers(pieces[begin:end], others)
            if not is_own and not is_numbered:
                continue
            asked = self._part(whole, pieces[begin:end], by_meaning=is_own)
            if (is_own and self._is_whole(asked.sought)) or (is_numbered and _is_of_numbers(asked)):
                return _with_aside(asked, (pieces[:begin], pieces[end:]), text)
        for begin, end in requests(pieces):
            said, around = pieces[begin:end], (pieces[:begin], pieces[end:])
            is_reason = is_reasoned(said) or is_of_sentences(said)
            asked = self._part(whole, said, not is_reason)
            if self._is_request(asked, said, around, is_reason):
                return _with_aside(asked, around, text)
            is_bare = not any(p.is_content for p in said)
            if (is_bare and points_at_those(asked)) or _n_topical(around) <= _FEW:
                asks[asked.text] = None
        best = self._by_meaning(whole, pieces)
        return replace(best, requests=tuple(asks)) if asks else best

    def _is_empty(self, sought: Sought) -> bool:
        """Tell whether no recommendation meets what is asked: remarks may have been taken for conditions."""
        return isinstance(sought, ByConditions) and not self._records.select(sought.condition)

    def _is_whole(self, sought: Sought) -> bool:
        """Tell whether a list that some recommendations are on is asked for, and every word is used."""
        if not isinstance(sought, ByConditions) or sought.condition == EVERYTHING:
            return False
        return not (sought.left_aside or sought.is_guess or self._is_empty(sought))

    def _part(self, whole: Asked, said: Sequence[Piece], by_meaning: bool) -> Asked:
        """Read some pieces of a question as if nothing stood around them."""
        within = _written(said, whole.text)
        asked, read = self._read(whole.written, within, whole.corrections)
        return self._by_meaning(asked, read) if by_meaning else asked

    def _is_request(
        self,
        asked: Asked,
        said: Sequence[Piece],
        around: tuple[Sequence[Piece], Sequence[Piece]],
        is_reason: bool,
    ) -> bool:
        """Tell whether a list is asked for in it, and not a topic told in what is said around it."""
        sought, n_topical = asked.sought, _n_topical(around)
        if not isinstance(sought, ByConditions | ByNumber):
            return False
        if isinstance(sought, ByConditions) and sought.condition == EVERYTHING and n_topical:
            return False
        is_role = bool(around[0]) and around[0][0].has("speaker")
        is_doubtful = is_reason and isinstance(sought, ByConditions) and not is_role
        # "Who should write it together - a university, companies?" names whom it may be.
        is_doubtful |= bool(around[0]) and is_reasoned(around[0])
        return is_of_list(said) or not (sought.left_aside or is_doubtful or n_topical > _FEW)

    def _by_meaning(self, best: Asked, pieces: list[Piece]) -> Asked:
        """Read words for how far something is by their meaning, where a list leaves them over."""
        asked = best
        for _ in range(_MOST_READ):
            may = may_tell_stage(asked, pieces) and self._is_encoded
            plain = corrected(asked, pieces, self._index.encoder.encode) if may else None
            if plain is None:
                break
            text, correction = plain
            corrections = (*asked.corrections, correction)
            asked, pieces = self._read(asked.written, text, corrections)
            is_emptied = self._is_empty(asked.sought)  # a guess that leaves no recommendation
            best = asked if is_better(asked, best) and not is_emptied else best
        return best

    def _read(
        self, question: str, text: str, corrections: tuple[Correction, ...]
    ) -> tuple[Asked, list[Piece]]:
        """Read a mended question without its courtesy; give its pieces too."""
        found = tokens(text)
        valued, named = values(found), self._documents.at(found)
        wanted = wants(found, valued) | form_wanted(tokens(question))
        documents = self._documents.named(found, named)
        begin = opens_with("new_topic", found)
        pieces = phrases(self._namer.pieces(found[begin:] or found), self._records)
        sought, fragment = self._listing.sought(pieces, text, wanted, documents)
        # "Which paper by Hardy is cited?", "what does the RCR say about research?", "RCR", "what do both
        # of them say about regulators?": no recommendations.
        has_none = not set(documents) <= set(self._records.documents)
        is_name = len(named) == 1 and named[0].end - named[0].start == len(found)
        is_said = has_none and (is_name or holds("says", word_list(found)))
        # "When did the working group start?": what was done stands in no record.
        is_past = opens_with("tells_past", found) > 0
        is_left = is_past and isinstance(sought, ByConditions) and bool(sought.left_aside)
        is_left |= isinstance(sought, ByNumber) and is_of_another(pieces)
        is_past &= not isinstance(sought, ByNumber)  # "what did number 3 say?"
        is_cited = "references" in wanted and not pieces[0].has("every")  # "anything citing NHSx"
        asks_text = is_cited or is_said or is_past
        if is_left or (asks_text and not any(p.has("listed") for p in pieces)):
            sought, fragment = Search(), Fragment()
        if _is_of_status(fragment.condition, pieces):
            wanted |= {"status"}
        subjects = self._subjects.everywhere(word_list(found))
        facet = facet_of(
            found, *([(match.start, match.end) for match in of] for of in (named, subjects))
        )
        if facet is not None and (facet != "whole" or isinstance(sought, Search)):
            is_named = bool(named) or speaks_of_one(word_list(found))
            sought = OfDocument(facet, is_named)
        if is_small_talk(found):
            sought, fragment = SmallTalk(), Fragment()
        asked = Asked(
            written=question,
            text=text,
            query=self._query(text, found, named),
            corrections=corrections,
            expansions=self._spelling.expansions(text),
            sought=sought,
            documents=documents,
            named_at=tuple((found[m.start].start, found[m.end - 1].end) for m in named),
            groups=tuple(dict.fromkeys(p.group for p in pieces if p.group is not None)),
            wants=wanted,
            fragment=fragment,
            values=valued,
            tokens=found,
        )
        return asked, pieces

    def _encoded(self, text: str) -> Float32Array:
        (vector,) = self._index.encoder.encode([text])
        return cast(Float32Array, vector)

    def pieces(self, question: str) -> list[Piece]:
        """Give the pieces of a question, as it is read."""
        return phrases(self._namer.pieces(self.understand(question).tokens), self._records)

    def request(self, question: str) -> Request | None:
        """Give what is weighed to tell whether a question asks for a list; None if it names no condition."""
        asked = self.understand(question)
        return self._listing.request(self.pieces(question), asked.text, asked.wants)

    @cached_property
    def _subjects(self) -> Wordings[str]:
        return Wordings((name, "subject") for name in self._index.lexicon.subject)

    def _query(self, text: str, found: Sequence[Token], named: Sequence[Match[DocumentId]]) -> str:
        """Give a question's words without its announcement and what names the documents.

        One that says nothing else is searched whole.
        """
        out = set(range(opens_with("new_topic", found)))
        spans = [(match.start, match.end) for match in named]
        for start, end in (*spans, *both_named(word_list(found))):
            out |= set(range(start, end))
        out |= set(range(_lead(found)))
        if not out:
            return text
        kept = [t for n, t in enumerate(found) if n not in out]
        if all(_says_nothing(t, text) for t in kept):
            return text
        return kept_text(text, found, kept)


def _lead(found: Sequence[Token]) -> int:
    """Count the tokens that only lead to a subject: "what does the guidance say about …", "is there guidance on …"."""
    said = word_list(found)
    if "page" in said:
        return 0  # "what does it say on page 4?"
    for match in gathered("spoken_of", "leads_alone").everywhere(said):
        is_alone = "leads_alone" in match.meanings
        lead = match if is_alone else wording_at("leads_to_subject", said, match.end)
        if lead is not None and SMALL_WORDS.issuperset(said[: match.start]):
            return lead.end
    return 0


def _says_nothing(token: Token, text: str) -> bool:
    """Tell whether a word beside a document's name is about no subject: "the statement"."""
    if token.is_mark or text[token.start : token.end].casefold() in STOP_WORDS:
        return True
    return holds("document", [token.word]) or holds("says", [token.word])


def _is_of_status(condition: Condition, pieces: Sequence[Piece]) -> bool:
    """Tell whether statuses are named, and not in a topic: "ongoing training"."""
    return any(isinstance(leaf, Status | NoStatus) for leaf in leaves(condition)) and not any(
        p.has("status") and after.is_content for p, after in pairwise(pieces)
    )


def _is_of_numbers(asked: Asked) -> bool:
    """Tell whether something is asked of recommendations by number, in words that are all used."""
    sought = asked.sought
    return isinstance(sought, ByNumber) and bool(asked.wants) and not sought.left_aside


def _n_topical(around: Sequence[Sequence[Piece]]) -> int:
    """Count the words of recommendations in what is said around a request."""
    return sum(p.is_content and p.is_topical for said in around for p in said)


def _written(pieces: Sequence[Piece], text: str) -> str:
    """Give the words of pieces that stand together, as written."""
    return text[pieces[0].start : pieces[-1].end].strip(" .,:;!?-–") if pieces else ""


def _with_aside(asked: Asked, around: Sequence[Sequence[Piece]], text: str) -> Asked:
    """Leave aside what is said around a request."""
    aside = tuple(filter(None, (_written(some, text) for some in around)))
    sought = cast(ByConditions | ByNumber, asked.sought)
    return replace(
        asked,
        sought=replace(sought, left_aside=(*aside, *sought.left_aside)),
        fragment=replace(asked.fragment, aside=(*aside, *asked.fragment.aside)),
    )
