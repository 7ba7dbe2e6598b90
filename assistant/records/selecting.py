"""The recommendations of an index: selecting them, all that meet some conditions.

Complete by construction: nothing is ranked or cut off. Knows nothing of questions or scores.
"""

import re
from collections.abc import Iterable
from functools import cache, cached_property, lru_cache

from assistant.domain import DocumentId, Group, Recommendation, RecommendationNumber, number_order
from assistant.errors import InvalidRequest
from assistant.indexing.storage import Index
from assistant.indexing.tokenization import STOP_WORDS, stem, stems, words
from assistant.records.conditions import (
    EVERYTHING,
    Alone,
    Among,
    Area,
    Column,
    Condition,
    Detailed,
    Either,
    End,
    Every,
    Mention,
    Number,
    Parity,
    Responsible,
    Status,
    Without,
    every,
)

# A cell that names nobody in particular.
_EVERYBODY = "ALL"
# Of so many conditions it is kept which recommendations meet them.
_REMEMBERED = 1_000


def is_everybodys(recommendation: Recommendation) -> bool:
    """Tell whether a recommendation is everybody's, and so names no group."""
    return recommendation.responsible.text.strip() == _EVERYBODY


def is_responsible(group: Group, recommendation: Recommendation) -> bool:
    """Tell whether a group is named in the responsible column; ALL names everybody."""
    cell = recommendation.responsible.text
    return is_everybodys(recommendation) or any(_named(name).search(cell) for name in group.named)


def names_in(group: Group, recommendations: Iterable[Recommendation]) -> tuple[str, ...]:
    """List the words by which the responsible column names a group in some recommendations."""
    items = list(recommendations)
    cells = [r.responsible.text for r in items]
    named = [n for n in group.named if any(_named(n).search(cell) for cell in cells)]
    return tuple(dict.fromkeys([*named, *([_EVERYBODY] if any(map(is_everybodys, items)) else [])]))


@cache
def _named(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)


class Records:
    """The recommendations of an index, and what may be asked of them."""

    def __init__(self, index: Index) -> None:
        """Take an open index."""
        self._index = index
        self.everything = index.recommendations
        # A question is read more than once, and most conditions are asked of again.
        self.select = lru_cache(_REMEMBERED)(self._selected)

    @cached_property
    def areas(self) -> tuple[str, ...]:
        """All areas, in the documents' order."""
        return tuple(dict.fromkeys(r.area for r in self.everything if r.area))

    @cached_property
    def statuses(self) -> tuple[str, ...]:
        """All statuses, in the documents' order."""
        stated = [s for d in self._index.documents for s in d.statuses]
        return tuple(dict.fromkeys([*stated, *(r.status for r in self.everything if r.status)]))

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The groups that some recommendation names."""
        return tuple(g for g in self._index.lexicon.groups if self._is_named(g))

    @cached_property
    def roles(self) -> tuple[Group, ...]:
        """The people whom some recommendation names; where the lexicon knows none, the groups."""
        return tuple(g for g in self._index.lexicon.roles if self._is_named(g)) or self.groups

    def kinds(self, by: str) -> dict[str, Condition]:
        """Give the areas, statuses or groups ("by area" and so on) by name, each as what has it."""
        if by == "by area":
            return {area: Area(area) for area in self.areas}
        if by == "by status":
            return {status: Status(status) for status in self.statuses}
        return {group.name: Responsible(group) for group in self.groups}

    @cached_property
    def everybody(self) -> Group:
        """The group that a column means which says "ALL"."""
        found = (g for g in self._index.lexicon.groups if _EVERYBODY in g.named)
        return next(found, Group(_EVERYBODY, asked=(), named=(_EVERYBODY,)))

    def _is_named(self, group: Group) -> bool:
        return any(not is_everybodys(r) and is_responsible(group, r) for r in self.everything)

    @cached_property
    def numbers(self) -> frozenset[RecommendationNumber]:
        """All numbers, of whatever document."""
        return frozenset(r.number for r in self.everything)

    @cached_property
    def documents(self) -> tuple[DocumentId, ...]:
        """The documents that have recommendations."""
        return tuple(dict.fromkeys(r.document_id for r in self.everything))

    @cached_property
    def _words(self) -> frozenset[str]:
        """The stems of all words of all recommendations."""
        return frozenset(s for r in self.everything for s in stems(f"{r.area} {r.row.text}"))

    def has_word(self, word: str) -> bool:
        """Tell whether some recommendation has a word, in any form."""
        return stem(word) in self._words

    def _selected(self, condition: Condition = EVERYTHING) -> tuple[Recommendation, ...]:
        """Select the recommendations that meet a condition, in the order of their numbers."""
        chosen = self._meeting(condition, self.everything)
        return tuple(sorted(chosen, key=lambda r: (r.document_id, number_order(r.number))))

    def _meeting(
        self, condition: Condition, among: Iterable[Recommendation]
    ) -> list[Recommendation]:
        match condition:
            case Every(parts):
                left = list(among)
                for part in parts:
                    left = self._meeting(part, left)
                return left
            case Either(parts):
                among = list(among)
                keys = {r.key for part in parts for r in self._meeting(part, among)}
                return [r for r in among if r.key in keys]
            case Without(part):
                out = {r.key for r in self.select(part)}
                return [r for r in among if r.key not in out]
            case End(of, end, n):
                row = self.select(of)
                keys = {r.key for r in (row[:n] if end == "first" else row[-n:])} if n else set()
                return [r for r in among if r.key in keys]
            case _:
                return [r for r in among if self._has(r, condition)]

    def _has(self, r: Recommendation, leaf: Condition) -> bool:
        match leaf:
            case Status(name) | Area(name):
                return name == (r.status if isinstance(leaf, Status) else r.area)
            case Responsible(group, is_by_name):
                return is_responsible(group, r) and not (is_by_name and is_everybodys(r))
            case Alone(groups):
                return _names_only(r.responsible.text, groups)
            case Mention():
                return any(self.mentions(text, leaf) for text in _searched(r, leaf))
            case Detailed():
                return bool(r.status_detail.text.strip())
            case Number(number, document):
                return r.number == number and document in ("", r.document_id)
            case Among(documents):
                return r.document_id in documents
            case Parity(remainder):
                last = r.number.rpartition(".")[2]
                return last.isdecimal() and int(last) % 2 == remainder
            case _:  # NoStatus
                return False

    def mentions(self, text: str, sought: Mention) -> bool:
        """Tell whether a text has the words looked for, or another name of the same thing."""
        cut = _forms if sought.is_exact else stems
        held = cut(text)
        wordings = [cut(wording) for wording in self._wordings(sought.phrase)]
        stands = any(_stands_in(wording, held) for wording in wordings)
        return stands or (not sought.is_exact and any(_is_shared(w, held) for w in wordings))

    def _wordings(self, phrase: str) -> set[str]:
        """Give the phrase and the names and abbreviations of the same thing."""
        return {phrase} | self._same.get(stems(phrase), set())

    @cached_property
    def _same(self) -> dict[tuple[str, ...], set[str]]:
        """The names and abbreviations of each thing, by the stems of each of them."""
        found: dict[tuple[str, ...], set[str]] = {}
        for term in self._index.lexicon.terms:
            strict = (term.name, *term.abbreviations)
            for name in strict:
                found.setdefault(stems(name), set()).update(strict)
        return found

    def filtered(
        self,
        *,
        area: str = "",
        status: str = "",
        responsible: str = "",
        role: str = "",
        document: str = "",
        words: str = "",
    ) -> tuple[Recommendation, ...]:
        """Select by conditions in a person's words; of `words`, each must be mentioned.

        Raises:
            InvalidRequest: a value that no recommendation has; the message lists the legal ones.
        """
        parts: list[Condition] = [Area(a) for a in _one_of("area", area, self.areas)]
        parts += [Status(s) for s in _one_of("status", status, self.statuses)]
        parts += [Responsible(_group("group", g, self.groups)) for g in (responsible,) if g]
        parts += [Responsible(_group("role", r, self.roles)) for r in (role,) if r]
        parts += [Among((self.document(document),))] if document else []
        parts += [Mention(word) for word in words.split()]
        return self.select(every(*parts))

    def document(self, name: str) -> DocumentId:
        """Give the id of the one document that a name means: its id, or letters that only it has.

        Raises:
            InvalidRequest: there is no such document; the message lists those there are.
        """
        return _one_of("document", name, tuple(d.id for d in self._index.documents))[0]

    def numbered(self, number: str, document: DocumentId = "") -> tuple[Recommendation, ...]:
        """List the recommendations of a number: one of each document that has it, or of one."""
        wanted = number.strip().lstrip("#Rr").strip()
        return tuple(
            r for r in self.everything if r.number == wanted and document in ("", r.document_id)
        )

    def find(self, number: str, document: DocumentId = "") -> Recommendation:
        """Find one recommendation.

        Raises:
            InvalidRequest: there is none of that number, or several documents have one.
        """
        found = self.numbered(number, document)
        if len({r.document_id for r in found}) > 1:
            raise InvalidRequest(
                f"several documents have a recommendation {found[0].number}; say whose: "
                + ", ".join(r.document_id for r in found)
            )
        if found:
            return found[0]
        raise InvalidRequest(self._nothing_at(number, document))

    def _nothing_at(self, number: str, document: DocumentId) -> str:
        """Say that there is no such recommendation, and which there are."""
        of = f" of {document}" if document else ""
        spans = [self._span(d) for d in self.documents if document in ("", d)]
        return f"no recommendation {number!r}{of}; there are {' and '.join(spans or ['none'])}"

    def _span(self, document: DocumentId) -> str:
        numbers = [r.number for r in self.everything if r.document_id == document]
        whose = f" of {document}" if len(self.documents) > 1 else ""
        return f"{numbers[0]} to {numbers[-1]}{whose}"


def _searched(r: Recommendation, sought: Mention) -> list[str]:
    """Give the texts in which words are looked for: the row with its area, or some columns."""
    texts: dict[Column, str] = {
        "priority": r.priority.text,
        "action": r.action.text,
        "status": f"{r.status} {r.status_detail.text}",
    }
    return [texts[column] for column in sought.columns] or [f"{r.area} {r.row.text}"]


def _names_only(cell: str, groups: tuple[Group, ...]) -> bool:
    """Tell whether a cell names one or more of some groups, and nobody else."""
    rest = cell
    for name in sorted(
        {n for g in groups for n in (*g.named, *g.asked)}, key=lambda n: (-len(n), n)
    ):
        rest = _named(name).sub(" ", rest)
    return rest != cell and not [w for w in words(rest) if w not in STOP_WORDS]


def _group(kind: str, name: str, groups: tuple[Group, ...]) -> Group:
    """Find the one group that is meant, by any of its names."""
    wanted = name.casefold().strip()
    for group in groups:
        if wanted in {w.casefold() for w in (group.name, *group.asked, *group.named)}:
            return group
    raise InvalidRequest(f"no {kind} {name!r}; there are: {', '.join(g.name for g in groups)}")


def _one_of(name: str, value: str, legal: tuple[str, ...]) -> tuple[str, ...]:
    """Find the one legal value that is meant: the same words, or words of only one."""
    if not value:
        return ()
    wanted = value.casefold().strip()
    exact = [v for v in legal if v.casefold() == wanted]
    near = exact or [v for v in legal if wanted and wanted in v.casefold()]
    if len(near) != 1:
        raise InvalidRequest(f"no {name} {value!r}; there are: {', '.join(legal)}")
    return (near[0],)


@lru_cache(maxsize=10_000)
def _forms(text: str) -> tuple[str, ...]:
    """Give the words of a text, in the singular."""
    return tuple(word[:-1] if len(word) > 3 and word[-1] == "s" else word for word in words(text))


def _stands_in(wanted: tuple[str, ...], text: tuple[str, ...]) -> bool:
    """Tell whether a run of stems stands in a text's stems."""
    if not wanted or wanted[0] not in text:
        return False
    n = len(wanted)
    return n == 1 or any(text[i : i + n] == wanted for i in range(len(text) - n + 1))


def _is_shared(wanted: tuple[str, ...], text: tuple[str, ...]) -> bool:
    """Tell whether words share a noun with others: "pre-registration training" in "pre-registration and postgraduate training"."""
    *first, last = wanted or ("",)
    n = len(first)
    return n > 0 and any(
        text[i : i + n] == tuple(first)
        and text[i + n] in ("and", "or")
        and last in text[i + n + 2 : i + n + 2 + n]
        for i in range(len(text) - n - 2)
    )
