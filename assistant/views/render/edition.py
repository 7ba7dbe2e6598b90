"""The guidance as one index holds it: what every view looks records up in."""

from dataclasses import dataclass
from functools import cached_property

from assistant import domain
from assistant.answering.quoting import Quoter, recommendation_quote
from assistant.errors import InvalidRequest
from assistant.indexing.storage import Index
from assistant.records.selecting import Records


@dataclass(eq=False)
class Edition:
    """Documents, recommendations and passages of an open index, by their ids."""

    index: Index

    def __post_init__(self) -> None:
        self.documents = self.index.documents
        self.recommendations = self.index.recommendations
        self.records = Records(self.index)
        self._entries = {entry.id: entry for entry in self.documents}
        self._recommendations = {item.key: item for item in self.recommendations}

    @cached_property
    def _passages(self) -> dict[domain.PassageId, domain.Passage]:
        return {passage.id: passage for passage in self.index.passages}

    @cached_property
    def _quoter(self) -> Quoter:
        return Quoter(self.index)

    def entry(self, document: domain.DocumentId) -> domain.DocumentEntry:
        """Look a document up.

        Raises:
            InvalidRequest: this index holds none of this id; so does `passage`.
        """
        if document not in self._entries:
            raise InvalidRequest(f"There is no document {document!r} in this index.")
        return self._entries[document]

    def passage(self, passage: domain.PassageId) -> domain.Passage:
        if passage not in self._passages:
            raise InvalidRequest(f"There is no passage {passage!r} in this index.")
        return self._passages[passage]

    def recommendation_of(
        self, cited: domain.Citation | domain.Passage | domain.Recommendation
    ) -> domain.Recommendation | None:
        """Look up the recommendation that words are part of, if any."""
        if isinstance(cited, domain.Recommendation) or cited.recommendation is None:
            return cited if isinstance(cited, domain.Recommendation) else None
        return self._recommendations[(cited.document_id, cited.recommendation)]

    def passages_of(self, document: domain.DocumentId) -> tuple[domain.Passage, ...]:
        return tuple(p for p in self.index.passages if p.document_id == document)

    def meaning(self, item: domain.Recommendation) -> str:
        """Say what a recommendation's status means, as its document says it; or nothing."""
        return self.index.status_meanings.get(item.document_id, {}).get(item.status, "")

    def quote(self, item: domain.Recommendation) -> domain.Quote:
        return recommendation_quote(item, self.index.sources[item.document_id], self.meaning(item))

    def passage_quote(self, passage: domain.Passage) -> domain.Quote:
        """Quote a passage whole; a recommendation's in its fields."""
        item = self.recommendation_of(passage)
        return self.quote(item) if item else self._quoter.whole(self.index.passages.index(passage))

    @cached_property
    def statuses(self) -> tuple[str, ...]:
        """The statuses that occur, in the order in which the documents define them."""
        used = {item.status for item in self.recommendations}
        return tuple(status for status in self.records.statuses if status in used)
