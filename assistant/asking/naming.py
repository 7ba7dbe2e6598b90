"""Names what stands in a question: one pass over its tokens, each place by its longest wording.

Word classes come from words.toml; statuses, areas, groups and documents from the index. What no
wording covers has no tag: it is the question's own. Knows nothing of how pieces are put together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.asking.numbers import Figure, figures
from assistant.asking.tokens import Token, plain, wording
from assistant.asking.wordings import (
    Match,
    Wordings,
    classes,
    classes_by_word,
    shapes,
    word_list,
    words_of,
)
from assistant.domain import DocumentId, Group
from assistant.indexing.storage import Index
from assistant.indexing.tokenization import STOP_WORDS, words
from assistant.records.conditions import Area, Condition, NoStatus, Responsible, Status, either
from assistant.records.selecting import Records

# Beside words for recommendations, what any list of them may be headed.
_NOUNS = ("table", "list", "section", "summary", "guidance")
# With these a wording may begin that cuts a longer name behind them.
_BEFORE_NAMES = frozenset({"and", "or", "no", "not", "without"})
# Classes of words that name nothing a recommendation may have.
_NAMING_NOTHING = ("weighty", "conditional")
# Classes of wordings that open with a verb.
_VERBS = ("responsible", "responsible_loosely", "mention", "occurs")
_SHORTEST_VERB = 3
# An area is called by one word of its name only if it has at most so many telling ones.
_FEW_TELLING = 2
_NOTHING = frozenset[str]()
_FIGURE, _MARK, _TO = (frozenset({tag}) for tag in ("figure", "mark", "to"))

# Pieces that name something a recommendation may have.
ATOMS = tuple(
    "status area area_word group numbers ends parity mentioned document_named detail".split()
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a wording may mean: a class of words.toml, or a condition, group or document."""

    tag: str
    condition: Condition | None = None
    group: Group | None = None
    document: DocumentId = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Tokens that belong together, and what they may mean.

    Attributes:
        tags: without any, the words are the question's own.
        start, end: where it stands in the question, in characters.
        condition: the status, area or group named; for a group, that it is responsible.
        figure: the number, if it is one.
        is_plural: whether it is written in the plural.
        is_topical: whether some recommendation has the word.
    """

    tags: frozenset[str]
    start: int
    end: int
    word: str
    condition: Condition | None = None
    group: Group | None = None
    document: DocumentId = ""
    figure: Figure | None = None
    is_plural: bool = False
    is_topical: bool = False

    def has(self, *tags: str) -> bool:
        """Tell whether it may mean one of these."""
        return not self.tags.isdisjoint(tags)

    @property
    def is_content(self) -> bool:
        """Whether no wording covers it."""
        return not self.tags

    @property
    def is_noun(self) -> bool:
        """Whether it is a word for recommendations, loose ones only of several."""
        return self.has("listed") or (self.is_plural and self.has("listed_loosely"))

    @property
    def is_spelt(self) -> bool:
        """Whether it is a number written in letters."""
        return self.figure is not None and self.end - self.start > len(self.figure.number)

    def untagged(self) -> Piece:
        """Give it as the question's own words."""
        return Piece(
            frozenset(), self.start, self.end, self.word, figure=self.figure, is_topical=True
        )


def tags_of(pieces: Sequence[Piece]) -> frozenset[str]:
    """Give all that some of the pieces may mean: what none may, no rule need look for among them."""
    return _NOTHING.union(*[p.tags for p in pieces])


def classes_in(pieces: Sequence[Piece]) -> frozenset[str]:
    """Give all that some of the pieces may mean, and the classes that hold their words."""
    held = classes_by_word()
    words = {p.word for p in pieces}
    return tags_of(pieces).union(*[held[word] for word in words if word in held])


class Namer:
    """Names the pieces of questions by the wordings of one index."""

    def __init__(self, index: Index, records: Records) -> None:
        """Take an open index and its records."""
        self._index = index
        self._records = records
        held = classes()
        self._labels = frozenset(w[-1] for x in held["label"] for w in [wording(x)])
        meant: defaultdict[tuple[str, ...], list[Meaning]] = defaultdict(list)
        for written, meaning in (*self._of_classes(), *self._of_index()):
            meant[wording(written)].append(meaning)
        self._wordings = Wordings((" ".join(said), _named(said, m)) for said, m in meant.items())

    def pieces(self, found: Sequence[Token]) -> list[Piece]:
        """Cut tokens into pieces, in order; every token is in one."""
        tokens = figures(found, self._labels)
        said = word_list(tokens)
        out: list[Piece] = []
        at = 0
        while at < len(tokens):
            piece, length = self._piece(tokens, said, at)
            out.append(piece)
            at += length
        return out

    def _piece(self, tokens: Sequence[Token], said: list[str], at: int) -> tuple[Piece, int]:
        token = tokens[at]
        match = self._longest(said, at)
        if isinstance(token, Figure) and (match is None or match.end == at + 1):
            tags = _FIGURE.union(*(m.tags for m in match.meanings)) if match else _FIGURE
            return Piece(tags, token.start, token.end, token.word, figure=token), 1
        if match is not None:
            return _placed(match, token, tokens[match.end - 1]), match.end - at
        own = _MARK if token.is_mark else _TO if token.word == "-" else _NOTHING
        is_topical = self._records.has_word(token.word)
        return (Piece(own, token.start, token.end, token.word, is_topical=is_topical), 1)

    def _longest(self, said: list[str], at: int) -> Match[Piece] | None:
        """Find the longest wording at a place, but for one that cuts a longer name: "no progress notes", "and higher education"."""
        match = self._wordings.at(said, at)
        if match is None or match.end == at + 1 or said[at] not in _BEFORE_NAMES:
            return match
        name = self._wordings.at(said, at + 1)
        is_joint = said[at] in ("and", "or")
        is_name = name is not None and (
            name.meanings[0].condition is not None if is_joint else name.meanings[0].has("detail")
        )
        is_cut = is_name and name is not None and name.end > match.end
        return self._wordings.at(said[: at + 1], at) if is_cut else match

    def _of_classes(self) -> Iterator[tuple[str, Meaning]]:
        for name in shapes():
            for written in classes()[name]:
                yield written, Meaning(name)
                if name in _VERBS:
                    yield from ((form, Meaning(name)) for form in _forms(written))
                if name.startswith("beside_") or name in _NAMING_NOTHING:
                    yield written, Meaning("filler")
        for word in STOP_WORDS:
            yield word, Meaning("filler")

    def _of_index(self) -> Iterator[tuple[str, Meaning]]:
        lexicon = self._index.lexicon
        yield from ((written, Meaning("subject")) for written in lexicon.subject)
        yield from self._of_statuses()
        for area in self._records.areas:
            yield from self._of_area(area)
        for group in lexicon.groups:
            meaning = Meaning("group", Responsible(group), group)
            yield from _with_article(group.asked, meaning)
        for entry in self._index.documents:
            meaning = Meaning("document_name", document=entry.id)
            yield from _with_article(self.document_names(entry.id), meaning)

    def _of_statuses(self) -> Iterator[tuple[str, Meaning]]:
        for status in self._records.statuses:
            yield status, Meaning("status", Status(status))
        for said in self._index.lexicon.statuses:
            means = [Status(s) for s in said.means if s in self._records.statuses]
            if means or not said.means:
                for written in said.asked:
                    condition = either(*means) if means else NoStatus(written)
                    yield written, Meaning("status", condition)
                    forms = _forms(written, "ed") if means else ()
                    yield from ((form, Meaning("status", condition)) for form in forms)

    def _of_area(self, area: str) -> Iterator[tuple[str, Meaning]]:
        for written in (area, *self._index.lexicon.areas.get(area, ())):
            yield written, Meaning("area", Area(area))
        nouns = {w for x in (*classes()["listed"], *_NOUNS) for w in wording(x)}
        telling = [w for w in words(area) if w not in STOP_WORDS and plain(w) not in nouns]
        if len(telling) <= _FEW_TELLING:
            others = [w for other in self._records.areas if other != area for w in words(other)]
            for word in telling:
                if word not in others:
                    tag = "area" if len(telling) == 1 else "area_word"
                    yield word, Meaning(tag, Area(area))

    def document_names(self, document: DocumentId) -> tuple[str, ...]:
        """List the names by which people call a document or its publisher."""
        entry = next(d for d in self._index.documents if d.id == document)
        names = dict.fromkeys((entry.publisher, entry.publisher_short, entry.short_title))
        for term in self._index.lexicon.terms:
            if term.name in entry.names or set(term.abbreviations) & set(entry.names):
                names |= dict.fromkeys((term.name, *term.abbreviations, *term.also))
        return tuple(name for name in names if name)


def _forms(written: str, ending: str = "") -> Iterator[str]:
    """Give other forms of a wording that opens with a verb: "landing on" for "land on".

    Args:
        ending: that of the verb as it is written: "ed" of "kicked off".
    """
    verb, _, rest = written.partition(" ")
    if rest and verb.endswith(ending) and len(verb) > _SHORTEST_VERB:
        base = verb.removesuffix(ending)
        if base not in words_of("no_verbs"):
            yield from (f"{form} {rest}" for form in (base, f"{base.removesuffix('e')}ing"))


def _with_article(names: Iterable[str], meaning: Meaning) -> Iterator[tuple[str, Meaning]]:
    """Give names with and without "the", so that a longer name is not cut at a shorter one's."""
    for name in names:
        yield name, meaning
        yield f"the {name}", meaning


def _named(words: Sequence[str], meanings: Sequence[Meaning]) -> Piece:
    """Make what is named by some words, wherever they stand."""
    return Piece(
        frozenset(m.tag for m in meanings),
        0,
        0,
        " ".join(words),
        next((m.condition for m in meanings if m.condition is not None), None),
        next((m.group for m in meanings if m.group is not None), None),
        next((m.document for m in meanings if m.document), ""),
    )


def _placed(match: Match[Piece], first: Token, last: Token) -> Piece:
    """Give what is named where it stands."""
    (named,) = match.meanings
    is_plural = last.end - last.start > len(last.word) or last.word.endswith("s")
    return Piece(
        named.tags,
        first.start,
        last.end,
        named.word,
        named.condition,
        named.group,
        named.document,
        is_plural=is_plural,
    )
