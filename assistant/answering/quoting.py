"""Which words of a passage are quoted, in their parts: the sentence that answers, or a whole row.

Every quote is made of whole parts, with what they hang on, so it stands in the source and can be
read alone. Knows nothing of which passages were chosen.
"""

import math
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import lru_cache
from itertools import accumulate
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from assistant.answering.context import Context, leans
from assistant.answering.stating import Stating
from assistant.asking.telling import of_whom
from assistant.asking.wants import foremost
from assistant.domain import Excerpt, Field, Part, Passage, PassageId, Quote, Recommendation, Span
from assistant.domain.marks import words_only
from assistant.indexing.search import PART
from assistant.indexing.storage import Index
from assistant.indexing.tokenization import term_set
from assistant.retrieval.retriever import Evidence

Float64Array = NDArray[np.float64]
# Of a sentence: does it state the person, date or number that is asked for, how many terms of whom the question names
# does it hold, how near is it; the first of equal ones goes first.
Rank: TypeAlias = tuple[bool, int, float, int]

# What the cosine of a sentence, the question's words that it holds and its tokens as they stand in their
# passage weigh when the one that answers is chosen.
_WEIGHTS = (0.23, 0.08, 0.69)
# A further sentence of a passage is quoted if its score is this share of the best one's.
_NEAR_BEST = 0.87
# Chosen on 279 longer passages of labelled facts and graded quotes: .93 of the sentences that answer are quoted
# so and .42 of those that do not belong, and the best is one that answers for .85 of 221. Weights and line fitted
# on half of the questions and measured on the other, both ways, five times: .90, .38 and .81.
# A passage of so few words is quoted whole; a table's row, which is one entry, and two sentences, of
# which one is rarely read without the other, if they have a few more. Of 290 labelled facts five more
# have their quote among the first three so, of 190 graded sentences that do not belong three fewer are
# left out (python -m assistant evaluate).
_SHORT, _SHORT_ROW, _SHORT_PAIR = 45, 55, 70
# Of so many recommendations, and passages that are quoted whole, the quotes are kept.
_REMEMBERED = 1_000
# A table row's first cell of at most so many words is its name.
_NAME_WORDS = 14


class Quoter:
    """Chooses quotes from the passages of one index."""

    def __init__(self, index: Index) -> None:
        """Take an open index."""
        self._index = index
        self.stating = Stating(index)
        self._context = Context(index)
        self.recommendations: Mapping[PassageId, Recommendation] = {
            r.id: r for r in index.recommendations
        }
        # A list quotes all of them, whatever was asked.
        self.of_recommendation = lru_cache(_REMEMBERED)(self._of_recommendation)
        self.whole = lru_cache(_REMEMBERED)(self._whole)
        self._ends = lru_cache(_REMEMBERED)(self._part_ends)

    def quote(self, number: int, evidence: Evidence) -> Quote:
        """Choose the words of a passage that answer a question."""
        passage = self._index.passages[number]
        if passage.id in self.recommendations:
            return self.of_recommendation(self.recommendations[passage.id])
        is_entry = passage.kind == "row" and "fact" in evidence.asked.wants
        if len(passage.text.split()) <= _short(passage) and not is_entry:
            return self.whole(number)
        return self.of_parts(number, self._answering(number, evidence))

    def _answering(self, number: int, evidence: Evidence) -> list[int]:
        """Choose the sentence that answers, and those that are nearly as near to the question."""
        passage = self._index.passages[number]
        scores, states = self.part_scores(number, evidence), self.stating.states(evidence.asked)
        near = {int(at) for at in np.flatnonzero(scores >= scores.max() * _NEAR_BEST)}
        near |= {at for at, p in enumerate(passage.parts) if states and states(p.text)}
        named = of_whom(evidence.asked)
        naming = [
            (len(named & term_set(p.text)), scores[n], n) for n, p in enumerate(passage.parts)
        ]
        near |= {at for n_named, _, at in [max(naming)] if n_named}
        if "status" in evidence.asked.wants:
            meanings = self._index.status_meanings.get(passage.document_id, {})
            near |= {at for at, p in enumerate(passage.parts) if p.text in meanings}
        return sorted(near | self._carried_on(number, near, evidence))

    def _carried_on(self, number: int, taken: Set[int], evidence: Evidence) -> set[int]:
        """List the sentences that go on from those taken: "This includes …", "It outlined …"."""
        if foremost(evidence.asked.wants) not in ("what", "yes-no"):
            return set()
        out = set(taken)
        for at, part in enumerate(self._index.passages[number].parts):
            if at - 1 in out and leans(part.text):
                out.add(at)
        return out

    def _whole(self, number: int) -> Quote:
        """Quote a passage whole."""
        return self.of_parts(number, range(len(self._index.passages[number].parts)))

    def _of_recommendation(self, r: Recommendation) -> Quote:
        """Quote a recommendation whole."""
        meaning = self._index.status_meanings.get(r.document_id, {}).get(r.status, "")
        return recommendation_quote(r, self._index.sources[r.document_id], meaning)

    def of_parts(self, number: int, chosen: Iterable[int]) -> Quote:
        """Quote some parts of a passage with what they hang on, in reading order."""
        passage = self._index.passages[number]
        source = self._index.sources[passage.document_id]
        taken = sorted(chosen)
        name: Field = "item" if passage.kind == "item" else "sentence"
        hung = self._lead_in(number, taken)
        items = self._items(number) if len(passage.parts) - 1 in taken else []
        for at in taken:
            if at - 1 not in taken:
                hung += [("sentence", e) for e in self._context.before(number, at)]
            is_lead_in = bool(items) and at == len(passage.parts) - 1
            hung.append(("lead_in" if is_lead_in else name, passage.parts[at]))
        hung += items
        first: dict[tuple[Span, ...], Part] = {}
        meanings = self._index.status_meanings.get(passage.document_id, {})
        for field, excerpt in hung:
            # A status that stands in a cell of its own is nothing without its label.
            meaning = meanings.get(excerpt.text, "")
            labelled: Field = "status" if meaning else field
            first.setdefault(excerpt.spans, Part.of(labelled, excerpt, source, meaning))
        return Quote(tuple(part for part in first.values() if part.spans))

    def _lead_in(self, number: int, taken: Sequence[int]) -> list[tuple[Field, Excerpt]]:
        """Give what an item hangs on; of a table row without its first cell, its name."""
        passage = self._index.passages[number]
        lead_in = self._context.lead_in(number)
        if lead_in is not None:
            return [("lead_in", self._index.passages[lead_in].parts[-1])]
        is_due = _has_name(passage) and 0 not in taken
        return [("lead_in", passage.parts[0])] if is_due else []

    def _items(self, number: int) -> list[tuple[Field, Excerpt]]:
        """Give the items that hang on a lead-in."""
        return [("item", self._index.passages[n].excerpt) for n in self._context.items(number)]

    def ranks(self, number: int, evidence: Evidence) -> Sequence[Rank]:
        """Rank the sentences of a passage by how near each is to a question."""
        scores, parts = self.part_scores(number, evidence), self._index.passages[number].parts
        states, named = self.stating.states(evidence.asked), of_whom(evidence.asked)
        return [
            (bool(states and states(part.text)), len(named & term_set(part.text)), score, -at)
            for at, (part, score) in enumerate(zip(parts, scores.tolist(), strict=True))
        ]

    def nearest(
        self, number: int, quote: Quote, fields: Sequence[Field], ranks: Sequence[Rank]
    ) -> tuple[tuple[Part, ...], float]:
        """Cut the sentence of some of a quote's parts that is nearest to a question, and tell how near it is.

        With the sentences that it leans on; nothing, and minus infinity, if the quote has no such part.
        """
        passage = self._index.passages[number]
        inside = self._inside(passage, quote.of(*fields))
        if not inside:
            return (), -math.inf
        at = max(inside, key=ranks.__getitem__)
        field, source = inside[at].field, self._index.sources[passage.document_id]
        before = self._context.before(number, at) if field == "sentence" else ()
        cut = tuple(Part.of(field, e, source) for e in (*before, passage.parts[at]))
        return cut, ranks[at][2]

    def lines(self, number: int, quote: Quote) -> list[Part]:
        """Give the sentences of a quote, line by line where a cell runs over several; a name is none."""
        passage = self._index.passages[number]
        source = self._index.sources[passage.document_id]
        inside = self._inside(passage, quote.parts)
        cut = (Part.of(part.field, passage.parts[at], source) for at, part in inside.items())
        # What leads into lines is nothing without them.
        return [x for part in cut for x in ([part] if ":\n" in part.text else part.lines(source))]

    def entry(self, number: int, quote: Quote) -> list[Part]:
        """Give the name of a table's entry and the first line on it that is quoted; nothing of another passage."""
        is_entry = _has_name(self._index.passages[number])
        return [quote.parts[0], *self.lines(number, quote)[:1]] if is_entry else []

    def _inside(self, passage: Passage, quoted: Sequence[Part]) -> dict[int, Part]:
        """Tell which parts of a passage stand inside parts of a quote, and in which; not its name, but alone."""
        inside = {
            at: part
            for part in quoted
            for at, excerpt in enumerate(passage.parts)
            if any(a < end and start < b for a, b in part.spans for start, end in excerpt.spans)
        }
        if _has_name(passage) and len(inside) > 1:
            inside.pop(0, None)
        return inside

    def part_scores(self, number: int, evidence: Evidence) -> Float64Array:
        """(n_parts,) how near each sentence is to a question: about 0 to 1."""
        encoding, parts = evidence.encoding, self._index.passages[number].parts
        cosines = self._index.search.cosines(encoding.vector, PART, np.array([number])).cosines
        words = [share(term_set(p.text), evidence) for p in parts]
        tokens = self._index.tokens.part_scores(encoding, number, self._ends(number))
        return np.array(_WEIGHTS) @ np.array([cosines, words, tokens], np.float64)

    def _part_ends(self, number: int) -> tuple[int, ...]:
        """Tell where the tokens of a passage's lead-in and of each of its parts end."""
        passage, count = self._index.passages[number], self._index.encoder.n_telling
        texts = (passage.lead_in, *(part.text for part in passage.parts))
        return tuple(accumulate(count(words_only(text)) for text in texts))


def _has_name(passage: Passage) -> bool:
    """Tell whether a passage is a table's entry whose first cell names it and says nothing of it."""
    return passage.kind == "row" and len(passage.parts[0].text.split()) <= _NAME_WORDS


def _short(passage: Passage) -> int:
    """Give the most words of which a passage such as this is quoted whole."""
    if passage.kind == "row":
        return _SHORT_ROW
    return _SHORT_PAIR if len(passage.parts) == 2 else _SHORT


def recommendation_quote(r: Recommendation, source: str, meaning: str) -> Quote:
    """Quote a recommendation whole, cell by cell: none is left out, none run into the next.

    Args:
        meaning: what its status means, in the document's words.
    """
    cells: tuple[tuple[Field, Excerpt], ...] = (
        ("priority", r.priority),
        ("action", r.action),
        ("responsible", r.responsible),
    )
    parts = [Part.of(name, cell, source) for name, cell in cells if cell]
    return Quote((*parts, *_status(r, source, meaning)) or (Part.of("sentence", r.row, source),))


def _status(r: Recommendation, source: str, meaning: str) -> list[Part]:
    """Part a status cell into the status, with its meaning, and what is said beside it."""
    if not r.status_cell:
        return []
    at = r.status_cell.text.find(r.status) if r.status else -1
    if at < 0:
        return [Part.of("status", r.status_cell, source)]
    word = r.status_cell.slice(at, at + len(r.status))
    detail = [Part.of("status", r.status_detail, source)] if r.status_detail else []
    return [Part.of("status", word, source, meaning), *detail]


def share(terms: Set[str], evidence: Evidence) -> float:
    """Give the share, by idf, of a question's words that are among some terms."""
    idf = evidence.telling
    total = math.fsum(idf.values()) or 1.0
    # fsum, as a sum must not depend on the order in which a set gives its members.
    return math.fsum(idf.get(t, 0.0) for t in terms) / total
