"""Reads the corpus: its documents, their passages, and what is kept beside them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from assistant.building.progress import Progress, silent
from assistant.chunking import chunk
from assistant.corpus.annotations import read_asked_as, read_lexicon, read_outside
from assistant.corpus.manifest import document_path, read_manifest
from assistant.domain import AskedAs, Document, DocumentId, Lexicon, OutsideExample, Passage
from assistant.errors import UnreadableDocument
from assistant.parsing import parse_document


@dataclass(frozen=True, slots=True)
class Corpus:
    """All that an index is made from."""

    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    asked_as: tuple[AskedAs, ...] = ()
    outside: tuple[OutsideExample, ...] = ()
    lexicon: Lexicon = field(default_factory=Lexicon)
    unreadable: tuple[str, ...] = ()


def chunk_corpus(documents: Sequence[Document]) -> tuple[Passage, ...]:
    """Make the passages of all documents, each held against where it says that it stands.

    BrokenCitation, where a span does not give its words, is our own fault.
    """
    passages = [(passage, document) for document in documents for passage in chunk(document)]
    for passage, document in passages:
        for excerpt in (passage.excerpt, *passage.parts):
            excerpt.check(document.source)
    return tuple(passage for passage, _ in passages)


def read_corpus(
    corpus: Path, needed: frozenset[DocumentId] = frozenset(), progress: Progress = silent
) -> Corpus:
    """Read the documents that can be read, and all that is kept beside them.

    Args:
        needed: what serves now, and so must not go for want of a reader.
        progress: told how far the reading of each is.

    Raises:
        UnreadableDocument: none can be read, or one that is needed cannot; says so of each.
        CorpusError: something else in it cannot be used; the message names the file.
    """
    documents, unreadable = [], {}
    for entry in read_manifest(corpus):
        try:
            tell = partial(progress, f"reading {entry.id}")
            documents.append(parse_document(document_path(corpus, entry), entry, tell))
            document_path(corpus, entry)  # what was read is what was checked
        except UnreadableDocument as error:
            unreadable[entry.id] = f"{entry.id}: {error}"
    if not documents or needed & unreadable.keys():
        raise UnreadableDocument("\n".join(unreadable.values()))
    passages = chunk_corpus(documents)
    asked_as = read_asked_as(corpus, frozenset(p.id for p in passages), frozenset(unreadable))
    beside = asked_as, read_outside(corpus), read_lexicon(corpus)
    return Corpus(tuple(documents), passages, *beside, tuple(unreadable.values()))
