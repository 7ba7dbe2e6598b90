"""Answers what is asked of a document itself: from its entry in the corpus, or by what its text says.

When, who, where: its entry, beside its title as it stands in the text. For whom, how, to what end:
the sentences that say so. Knows nothing of how a question was understood.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from assistant.answering.choosing import MAX_CITATIONS
from assistant.answering.citing import Citer
from assistant.answering.quoting import Quoter
from assistant.asking.about import Facet
from assistant.asking.telling import telling
from assistant.asking.tokens import tokens, wording
from assistant.asking.wordings import classes, gathered, word_list
from assistant.domain import (
    Answer,
    DocumentEntry,
    EntryFact,
    EntryField,
    Excerpt,
    Field,
    Headline,
    Part,
    Passage,
    Quote,
    Span,
)
from assistant.indexing.storage import Index
from assistant.indexing.tokenization import term_set, terms
from assistant.retrieval.retriever import Evidence

_FIELDS: Mapping[Facet, tuple[EntryField, ...]] = {
    "title": ("title",),
    "published": ("published",),
    "current": ("published",),
    "authors": ("authors",),
    "n_authors": ("authors",),
    "publisher": ("publisher",),
    "address": ("address",),
    "reference": ("authors", "title", "publisher", "published", "address"),
}
# Which class of words.toml says it in a text, and which besides in a heading.
_SAYS: Mapping[Facet, tuple[str, str]] = {
    "current": ("says_current", "about_current"),
    "authors": ("says_authors", "about_authors"),
    "funders": ("says_funders", "about_funded"),
    "readers": ("says_readers", "about_readers"),
    "method": ("says_method", "about_method"),
    "purpose": ("says_purpose", "about_purpose"),
    "limits": ("says_limits", "about_limits"),
}
# Words of a question that say no more than that a list counts something: "how many does it list?"
_BESIDE_LISTS = ("about_beside", "about_said", "about_document", "asks_list")
_OF_TEXT = ("paragraph", "item", "note")
# So many of the best passages are read for sentences that say it; a section headed by it counts as so many.
_READ = 200
_IN_HEADING = 2
_MOST_QUOTES = 2
# The second passage says it about as plainly as the first: by this share of its weight.
_AS_PLAIN = 0.6


class _Saying(NamedTuple):
    """A passage that says what is asked: how plainly, and which of its sentences do, the plainest first."""

    weight: int
    number: int
    parts: tuple[int, ...]


class AboutDocuments:
    """Answers questions about the documents of one index."""

    def __init__(self, index: Index, quoter: Quoter, citer: Citer) -> None:
        """Take an open index, what chooses words, and what cites them."""
        self._index = index
        self._quoter = quoter
        self._citer = citer

    def answer(self, facet: Facet, evidence: Evidence) -> Answer | None:
        """Answer; None where neither entries nor texts say it, or too many entries would."""
        documents = self._documents(evidence)
        fields = _FIELDS.get(facet, ())
        if facet in ("whole", "n_references"):
            of_all = self._whole if facet == "whole" else self._references
            return of_all(documents, evidence)
        sayings = self._sayings(_SAYS[facet], documents, evidence) if facet in _SAYS else []
        quotes = [(s.number, self._quoter.of_parts(s.number, s.parts)) for s in sayings]
        if not fields:
            return self._answer(evidence, quotes, self._headline(sayings))
        if len(documents) > MAX_CITATIONS:
            return None
        if facet in ("authors", "n_authors"):
            return self._by_authors(documents, facet, quotes, evidence)
        openings = [self._opening(d, facet) for d in documents]
        entries = [_fact(d, field) for d in documents for field in fields]
        cited = [*quotes, *openings][:MAX_CITATIONS]
        return self._answer(evidence, cited, self._headline(sayings), entries)

    def _whole(self, documents: Sequence[DocumentEntry], evidence: Evidence) -> Answer | None:
        """Quote what each document is for, or else how it begins; and count what it recommends."""
        if len(documents) > MAX_CITATIONS:
            return None
        cited = [self._aim(d, evidence) for d in documents]
        entries = [self._recommended(d) for d in documents]
        return self._answer(evidence, cited, Headline(cited[0][1].parts, 1), entries)

    def _aim(self, entry: DocumentEntry, evidence: Evidence) -> tuple[int, Quote]:
        says = ("says_purpose", "says_purpose")  # "Data for research purposes" heads no aim
        for saying in self._sayings(says, [entry], evidence)[:1]:
            return saying.number, self._quoter.of_parts(saying.number, saying.parts[:1])
        number = self._first(entry)
        return number, self._quoter.of_parts(number, [0])

    def _by_authors(
        self,
        documents: Sequence[DocumentEntry],
        facet: Facet,
        quotes: Sequence[tuple[int, Quote]],
        evidence: Evidence,
    ) -> Answer | None:
        """Quote the authors where a text names them; the entries of the others do. Count them where that is asked."""
        openings = [self._opening(d, "authors") for d in documents]
        names = [quote.of("sentence") for _, quote in openings]
        by_line = next((Headline(said, at) for at, said in enumerate(names, 1) if said), None)
        silent = [d for d, said in zip(documents, names, strict=True) if not said]
        many = (d for d in documents if facet == "n_authors" and len(d.authors) > 1)
        counts = (self._counted(d, len(d.authors), "author") for d in many)
        entries = [*counts, *(_fact(d, "authors") for d in silent)]
        return self._answer(evidence, [*openings, *quotes][:MAX_CITATIONS], by_line, entries)

    def _references(self, documents: Sequence[DocumentEntry], evidence: Evidence) -> Answer | None:
        """Count the references of each document, and quote its last one."""
        if len(documents) > MAX_CITATIONS:
            return None
        listed = [
            (n, p.document_id) for n, p in enumerate(self._index.passages) if p.kind == "reference"
        ]
        counts = Counter(document for _, document in listed)
        last = {document: n for n, document in listed}
        numbers = [last[d.id] for d in documents if d.id in last]
        cited = [(n, self._quoter.whole(n)) for n in numbers]
        cited = cited or [self._opening(d, "title") for d in documents]
        entries = [self._counted(d, counts[d.id], "reference") for d in documents]
        return self._answer(evidence, cited, None, entries)

    def counted(self, evidence: Evidence) -> Answer | None:
        """Count the items of the one list whose lead-in names what is counted; None where words ask for more."""
        asked = evidence.asked
        nouns = next((v.behind for v in asked.values if v.kind == "count"), ())
        aside = term_set(" ".join(chain(*(classes()[name] for name in _BESIDE_LISTS))))
        told, named = term_set(" ".join(telling(asked))) - aside, term_set(" ".join(nouns))
        lists: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for number, p in enumerate(self._index.passages):
            if p.kind == "item" and p.document_id in (asked.documents or [p.document_id]):
                lists[p.document_id, p.lead_in].append(number)
        of_it = [
            (document, numbers)
            for (document, lead_in), numbers in lists.items()
            if named & {*terms(lead_in)[-1:]} and (named | told) <= term_set(lead_in)
        ]
        if len(of_it) != 1:
            return None
        ((document, numbers),) = of_it
        quote = Quote(tuple(dict.fromkeys(p for n in numbers for p in self._quoter.whole(n).parts)))
        written = " ".join(asked.text[t.start : t.end] for t in asked.tokens if t.word in nouns)
        entry = next(d for d in self._index.documents if d.id == document)
        fact = EntryFact(document, entry.short_title, "lists", f"{len(numbers)} {written}")
        return self._answer(evidence, [(numbers[0], quote)], Headline(quote.parts, 1), [fact])

    def _counted(self, entry: DocumentEntry, n: int, noun: str) -> EntryFact:
        said = f"{n} {noun}{'s' * (n > 1)}" if n else ""
        return EntryFact(entry.id, entry.short_title, "lists", said)

    def _documents(self, evidence: Evidence) -> list[DocumentEntry]:
        """List the documents that are meant: those named, the one that is called so, or else all."""
        every, said = self._index.documents, word_list(evidence.asked.tokens)
        if evidence.asked.documents:
            return [d for d in every if d.id in evidence.asked.documents]
        nouns = {said[m.start] for m in gathered("about_document").everywhere(said)}
        called = [d for d in every if not nouns.isdisjoint(wording(f"{d.title} {d.short_title}"))]
        return called if len(called) == 1 else list(every)

    def _opening(self, entry: DocumentEntry, facet: Facet) -> tuple[int, Quote]:
        """Quote a document's title, with the line of its authors or its address; or its first sentence."""
        source, number = self._index.sources[entry.id], self._first(entry)
        parts = _standing(entry.title, "title", source)
        if facet == "address":
            parts = (*parts, *_standing(entry.source_address, "sentence", source))
        if not parts or (
            facet == "authors" and _names_authors(self._index.passages[number], entry)
        ):
            parts = (*parts, *self._quoter.of_parts(number, [0]).parts)
        return number, Quote(parts)

    def _first(self, entry: DocumentEntry) -> int:
        return next(n for n, p in enumerate(self._index.passages) if p.document_id == entry.id)

    def _sayings(
        self, says: tuple[str, str], documents: Sequence[DocumentEntry], evidence: Evidence
    ) -> list[_Saying]:
        """Find the passages that say it most plainly; of several as plain, the nearest to the question."""
        ids = {d.id for d in documents}
        places = [n for n in evidence.ranking[:_READ] if evidence.pool[n].kind in _OF_TEXT]
        numbers = [evidence.pool.number(n) for n in places if evidence.pool[n].document_id in ids]
        found = [s for s in (self._saying(*says, number) for number in numbers) if s.weight]
        plainest = sorted(found, key=lambda saying: -saying.weight)[:_MOST_QUOTES]
        return [s for s in plainest if s.weight >= plainest[0].weight * _AS_PLAIN]

    def _saying(self, says: str, heads: str, number: int) -> _Saying:
        """Count how often each sentence of a passage says it; under a heading that does, the first."""
        passage = self._index.passages[number]
        counts = [_n_said(part.text, says) for part in passage.parts]
        is_headed = bool(_n_said(" ".join(passage.headings[-1:]), says, heads))
        parts = [n for n, count in enumerate(counts) if count] or [0] * is_headed
        parts.sort(key=lambda n: -counts[n])
        return _Saying(max(counts) + _IN_HEADING * is_headed, number, tuple(parts))

    def _headline(self, sayings: Sequence[_Saying]) -> Headline | None:
        if not sayings:
            return None
        first = sayings[0]
        return Headline(self._quoter.of_parts(first.number, first.parts[:1]).parts, 1)

    def _recommended(self, entry: DocumentEntry) -> EntryFact:
        """Count a document's recommendations, area by area."""
        areas = Counter(r.area for r in self._index.recommendations if r.document_id == entry.id)
        by_area = ", ".join(f"{n} on {area}" for area, n in areas.items() if area)
        n_all = areas.total()
        noun = "recommendation" if n_all == 1 else "recommendations"
        said = f"{n_all} {noun}{f': {by_area}' if by_area else ''}" if n_all else ""
        return EntryFact(entry.id, entry.short_title, "recommendations", said)

    def _answer(
        self,
        evidence: Evidence,
        quotes: Sequence[tuple[int, Quote]],
        headline: Headline | None = None,
        entries: Sequence[EntryFact] = (),
    ) -> Answer | None:
        if not quotes:
            return None
        asked, cite = evidence.asked, self._citer.citation
        return Answer(
            question=asked.written,
            read_as=asked.text,
            corrections=asked.corrections,
            recommendations=(),
            citations=tuple(
                cite(evidence, n, at, quote, 1.0) for at, (n, quote) in enumerate(quotes, start=1)
            ),
            related=(),
            firmness="firm",
            confidence=1.0,
            headline=headline,
            entries=tuple(entries),
        )


def _names_authors(passage: Passage, entry: DocumentEntry) -> bool:
    families = (name.partition(",")[0] for name in entry.authors)
    return passage.kind == "front" and any(family in passage.text for family in families)


def _n_said(text: str, *says: str) -> int:
    return sum(1 for _ in gathered(*says).everywhere(word_list(tokens(text))))


def _fact(entry: DocumentEntry, field: EntryField) -> EntryFact:
    values: Mapping[EntryField, str] = {
        "title": entry.title,
        "published": entry.published if entry.year else "",
        "authors": "; ".join(entry.authors),
        "publisher": entry.publisher,
        "address": entry.address,
    }
    is_cut = field == "address" and entry.address != entry.source_address
    return EntryFact(entry.id, entry.short_title, field, values[field], is_cut)


def _standing(words: str, field: Field, source: str) -> tuple[Part, ...]:
    """Find a document's title, or its address, in its text."""
    found = re.search(r"\s+".join(map(re.escape, words.split())), source) if words else None
    if not found:
        return ()
    return (Part.of(field, Excerpt.cut(source, (Span(*found.span()),)), source),)
