"""The one path: a question -> an Answer or an Abstention."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self

from assistant.answering.composing import Composer
from assistant.answering.following import FollowUps
from assistant.answering.listing import nothing
from assistant.asking.asked import ByConditions, ByNumber, OfDocument, SmallTalk, Turn
from assistant.asking.scope import within
from assistant.asking.turns import read
from assistant.asking.understanding import Understanding
from assistant.characters import seen
from assistant.comparing.pairing import former_numbers
from assistant.domain import Answer, DocumentId, Response
from assistant.errors import InvalidQuestion
from assistant.indexing.serving import open_serving
from assistant.indexing.storage import Index
from assistant.indexing.tokenization import know
from assistant.records.selecting import Records
from assistant.retrieval.retriever import Evidence, Retriever

# Longer than any question; a text of this length is a document.
MAX_QUESTION = 2_000
# Earlier questions beyond these no longer bear on this one.
MAX_HISTORY = 20


class Assistant:
    """Answers questions from one open index."""

    def __init__(self, index: Index) -> None:
        self.index = index
        know(index.vocabulary.stems)
        self.records = Records(index)
        self.understanding = Understanding(index, self.records)
        self._former = former_numbers(index)
        self._retriever = Retriever(index)
        self._composer = Composer(index, self.records)
        self._follow_ups = FollowUps(
            self._retriever, self._composer, self.understanding, self.records
        )

    @classmethod
    def open(cls, index: Path, milvus: str = "") -> Self:
        """Open the build that serves; where it is damaged, the one before it stands in.

        Args:
            milvus: the address of a Milvus whose collections are asked instead of the files.

        Raises:
            IndexUnavailable: there is none that can be asked; the message names what mends it.
        """
        if milvus:
            from assistant.indexing.milvus import open_served

            return cls(open_served(index, milvus))
        return cls(open_serving(index))

    def warm_up(self) -> None:
        """Load what the first question would otherwise wait for."""
        self.ask("Who is responsible?")

    def ask(
        self,
        question: str,
        history: Sequence[str] = (),
        *,
        as_written: bool = False,
        document: DocumentId = "",
    ) -> Response:
        """Answer one question.

        Args:
            history: the person's earlier questions, oldest first.
            as_written: correct nothing and read it as a question of its own.
            document: keep it to this document, as if it named no other; empty for any.

        Raises:
            InvalidQuestion: empty, too long, or without any letter or digit.
            InvalidRequest: there is no such document.
        """
        turn = self.understand(question, history, as_written, document)
        return self._with_former_numbers(self._response(turn))

    def _response(self, turn: Turn) -> Response:
        search = self._retriever.retrieve
        match turn.asked.sought, turn.leans:
            case ByConditions(), ("" | "list"):
                return self._composer.lister.from_records(turn.asked, None)
            case ByNumber(), ("" | "list"):  # beside numbers the question's words matter
                return self._composer.lister.from_records(turn.asked, search(turn.asked))
            case SmallTalk(), _:
                return replace(nothing(turn.asked, ""), reason="small talk")
            case OfDocument(facet), _:
                return self._composer.of_document(facet, search(turn.asked))
            case _, "those":
                return self._follow_ups.among(turn)
            case _, "topic":
                return self._follow_ups.answer(turn.asked, turn.before)
        return self._composer.from_search(search(turn.asked))

    def understand(
        self,
        question: str,
        history: Sequence[str] = (),
        as_written: bool = False,
        document: DocumentId = "",
    ) -> Turn:
        """Read a question and what it leans on, before anything is searched; as `ask` takes it."""
        only = self.records.document(document) if document else ""
        asked = self.understanding.understand(checked(question), as_written)
        earlier = [] if as_written else [seen(q[:MAX_QUESTION]) for q in history[-MAX_HISTORY:]]
        sound = [q for q in earlier if any(c.isalnum() for c in q)]
        understanding = self.understanding
        turn = read(
            asked, sound, understanding.understand, self.records, understanding.in_plain_words
        )
        return replace(turn, asked=within(turn.asked, only, self.records))

    def evidence(self, question: str) -> Evidence:
        """Give what a question's search finds, without answering: the first half of ask."""
        return self._retriever.retrieve(self.understanding.understand(checked(question)))

    def _with_former_numbers(self, response: Response) -> Response:
        """Note which recommendations had another number in the edition before."""
        if not self._former or not isinstance(response, Answer):
            return response
        named = ((r, self._former.get(r.recommendation.key, "")) for r in response.recommendations)
        ranked = tuple(replace(r, formerly=number) for r, number in named)
        return replace(response, recommendations=ranked)


def checked(question: str) -> str:
    """Clean a question; InvalidQuestion: empty, too long, or without any letter or digit."""
    if len(question) > MAX_QUESTION:
        why = f"the question is {len(question):,} characters long; please ask in at most {MAX_QUESTION:,}"
        raise InvalidQuestion(why)
    text = seen(question)
    if not any(c.isalnum() for c in text):
        raise InvalidQuestion("there is no question; please write one in words")
    return text
