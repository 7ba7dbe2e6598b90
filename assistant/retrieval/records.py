"""The recommendations of an index: selecting them, all that meet some conditions.

Complete by construction: nothing is ranked or cut off. Knows nothing of questions or scores.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.domain import (
    DocumentId,
    Group,
    Recommendation,
    RecommendationNumber,
    number_order,
)
from assistant.errors import InvalidRequest
from assistant.indexing.storage import Index
from assistant.indexing.tokenization import stems


@dataclass(frozen=True, slots=True)
class RecordQuery:
    """Conditions on recommendations; all must hold. Empty means no condition.

    Attributes:
        groups: the named groups that must each be (or, with `any_group`, one be) responsible.
        mentions: the phrases that must each be (or, with `any_mention`, one be) in the words.
        without_groups: groups that must not be.
    """

    numbers: tuple[RecommendationNumber, ...] = ()
    statuses: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    without_groups: tuple[Group, ...] = ()
    any_group: bool = False
    mentions: tuple[str, ...] = ()
    any_mention: bool = False
    without_mention: str = ""
    document: str = ""
    is_count: bool = False

    def changed_by(self, other: RecordQuery) -> RecordQuery:
        """Put the conditions of a follow-up in the place of those of the same kind."""
        return replace(
            self,
            statuses=other.statuses or self.statuses,
            areas=other.areas or self.areas,
            groups=other.groups or self.groups,
            without_groups=other.without_groups or self.without_groups,
            any_group=other.any_group if other.groups else self.any_group,
        )

    def describe(self) -> str:
        """Say the conditions in words."""
        said = []
        if self.statuses:
            said.append("status " + " or ".join(self.statuses))
        if self.areas:
            said.append("area " + " or ".join(self.areas))
        if self.groups:
            glue = " or " if self.any_group else " and "
            said.append("responsible " + glue.join(g.name for g in self.groups))
        if self.without_groups:
            said.append("not responsible " + " or ".join(g.name for g in self.without_groups))
        glue = " or " if self.any_mention else "; mentioning "
        if self.mentions:
            said.append("mentioning " + glue.join(f"“{phrase}”" for phrase in self.mentions))
        if self.without_mention:
            said.append(f"not mentioning “{self.without_mention}”")
        if self.numbers:
            said.append("number " + ", ".join(self.numbers))
        return "; ".join(said) or "all recommendations"


def is_responsible(group: Group, recommendation: Recommendation) -> bool:
    """Tell whether a group is named in the responsible column; ALL names everybody."""
    cell = recommendation.responsible.text
    return cell.strip() == "ALL" or any(
        re.search(rf"(?<!\w){re.escape(name)}(?!\w)", cell, re.IGNORECASE) for name in group.named
    )


class Records:
    """The recommendations of an index, and the questions they answer."""

    def __init__(self, index: Index) -> None:
        """Take an open index."""
        self._index = index
        self.everything = index.recommendations

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
        return tuple(
            g
            for g in self._index.lexicon.groups
            if any(
                r.responsible.text.strip() != "ALL" and is_responsible(g, r)
                for r in self.everything
            )
        )

    def select(self, query: RecordQuery) -> tuple[Recommendation, ...]:
        """Select the recommendations that meet all conditions, in the order of their numbers."""
        found = tuple(r for r in self.everything if self._meets(r, query))
        if not found and len(query.groups) > 1 and not query.any_group:
            return self.select(replace(query, any_group=True))
        return tuple(sorted(found, key=lambda r: (r.document_id, number_order(r.number))))

    def _meets(self, r: Recommendation, query: RecordQuery) -> bool:
        matches = [is_responsible(group, r) for group in query.groups]
        mentioned = [self._mentions(r, phrase) for phrase in query.mentions]
        return (
            (not query.numbers or r.number in query.numbers)
            and (not query.statuses or r.status in query.statuses)
            and (not query.areas or r.area in query.areas)
            and (not matches or (any(matches) if query.any_group else all(matches)))
            and not any(is_responsible(group, r) for group in query.without_groups)
            and (not query.mentions or (any if query.any_mention else all)(mentioned))
            and not (query.without_mention and self._mentions(r, query.without_mention))
            and (not query.document or r.document_id == query.document)
        )

    def _mentions(self, r: Recommendation, phrase: str) -> bool:
        text = stems(f"{r.area} {r.row.text}")
        return any(_stands_in(stems(wording), text) for wording in self._wordings(phrase))

    def _wordings(self, phrase: str) -> set[str]:
        """Give the phrase and the names and abbreviations of the same thing."""
        wanted = stems(phrase)
        same = {phrase}
        for term in self._index.lexicon.terms:
            strict = (term.name, *term.abbreviations)
            if any(stems(s) == wanted for s in strict):
                same |= set(strict)
        return same

    def filtered(
        self, *, area: str = "", status: str = "", responsible: str = "", document: str = ""
    ) -> tuple[Recommendation, ...]:
        """Select by conditions in a person's words.

        Raises:
            InvalidRequest: a value that no recommendation has; the message lists the legal ones.
        """
        documents = tuple(d.id for d in self._index.documents)
        return self.select(
            RecordQuery(
                areas=_one_of("area", area, self.areas),
                statuses=_one_of("status", status, self.statuses),
                groups=(self._group(responsible),) if responsible else (),
                document="".join(_one_of("document", document, documents)),
            )
        )

    def _group(self, name: str) -> Group:
        wanted = name.casefold().strip()
        for group in self.groups:
            if wanted in {w.casefold() for w in (group.name, *group.asked, *group.named)}:
                return group
        raise InvalidRequest(
            f"no group {name!r}; there are: {', '.join(g.name for g in self.groups)}"
        )

    def find(self, number: str, document: DocumentId = "") -> Recommendation:
        """Find one recommendation.

        Raises:
            InvalidRequest: there is none of that number, or several documents have one.
        """
        wanted = number.strip().lstrip("#Rr").strip()
        found = [
            r for r in self.everything if r.number == wanted and document in ("", r.document_id)
        ]
        if len({r.document_id for r in found}) > 1:
            raise InvalidRequest(
                f"several documents have a recommendation {wanted}; say whose: "
                + ", ".join(r.document_id for r in found)
            )
        if found:
            return found[0]
        numbers = [r.number for r in self.everything]
        span = f"{numbers[0]} to {numbers[-1]}" if numbers else "none"
        raise InvalidRequest(f"no recommendation {number!r}; there are {span}")


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


def _stands_in(wanted: tuple[str, ...], text: tuple[str, ...]) -> bool:
    """Tell whether a run of stems stands in a text's stems."""
    n = len(wanted)
    return n > 0 and any(text[i : i + n] == wanted for i in range(len(text) - n + 1))
