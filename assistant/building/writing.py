"""Writes the files of a build into a folder: records, lexical and dense index, what is learned."""

import gzip
import importlib.util
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from assistant.building.corpus import Corpus
from assistant.building.encoding import Encoding
from assistant.building.learning import judged_rows, learn
from assistant.characters import bare
from assistant.domain import AskedAs, Document, OutsideExample, Passage
from assistant.domain.marks import words_only
from assistant.indexing import disk, manifests
from assistant.indexing.dense import DenseIndex
from assistant.indexing.lexical import LexicalIndex
from assistant.indexing.manifests import IndexManifest
from assistant.indexing.passages import write_passages
from assistant.indexing.search import ASKED_AS, BEGINS, HEADING, OUTSIDE, PART, TEXT
from assistant.indexing.storage import Index
from assistant.indexing.tokenization import terms
from assistant.indexing.tokens import TokenIndex
from assistant.indexing.vocabulary import Vocabulary

# Rarer entries of that list are often slips of the pen themselves.
_MIN_COUNT = 50


def write_index(
    corpus: Corpus,
    folder: Path,
    encoding: Encoding,
    *,
    fingerprint: str = "",
    unlisted: tuple[str, ...] = (),
    learns: bool = True,
) -> Index:
    """Write all files of a build into a folder but its manifest, which serving.publish writes last.

    Args:
        encoding: of this build; what was learned of the same by the build it goes on from is taken over.
        learns: whether to learn from the asked-as questions, as a build that serves does.
    """
    progress = encoding.progress
    progress("lexical index", 0, 1)
    _write_documents(folder, corpus.documents)
    write_passages(folder, corpus.passages, [d.entry.id for d in corpus.documents])
    disk.write_jsonl(folder / "asked_as.jsonl", corpus.asked_as)
    disk.write_jsonl(folder / "outside.jsonl", corpus.outside)
    disk.write_json(folder / "lexicon.json", corpus.lexicon)
    outside = (example.question for example in corpus.outside)
    vocabulary = Vocabulary.build(corpus.passages, corpus.asked_as, corpus.lexicon, outside)
    disk.write_jsonl(folder / "vocabulary.json", [vocabulary])
    (folder / "known_words.txt").write_text("\n".join(english_words()) + "\n", encoding="utf-8")
    lexical = LexicalIndex.build([terms(search_text(p)) for p in corpus.passages])
    lexical.save(folder / "lexical_text")

    rows, texts = dense_rows(corpus.passages, corpus.asked_as, corpus.outside)
    with_tokens = [*np.flatnonzero(rows[:, 0] == TEXT).tolist(), *judged_rows(rows)]
    vectors, tokens = encoding.encode(texts, with_tokens)
    dense = DenseIndex.build(vectors, np.isin(rows[:, 0], BEGINS))
    dense.save(folder)
    TokenIndex.build(tokens, with_tokens, len(corpus.passages)).save(folder / "tokens")
    np.save(folder / "rows.npy", rows, allow_pickle=False)
    disk.write_jsonl(folder / "texts.jsonl", texts)
    covered = {asked.passage_id for asked in corpus.asked_as}
    files = disk.describe_files(folder)
    written = IndexManifest(
        format=manifests.FORMAT,
        id=manifests.build_id_of(files),
        corpus_fingerprint=fingerprint,
        encoder=encoding.source.identity,
        dimension=dense.dimension,
        dense_kind=dense.kind,
        n_rows=dense.n_rows,
        n_passages=len(corpus.passages),
        n_recommendations=sum(len(d.recommendations) for d in corpus.documents),
        without_asked_as=tuple(
            p.id for p in corpus.passages if p.kind != "reference" and p.id not in covered
        ),
        unlisted_files=unlisted,
        files=files,
        unreadable=corpus.unreadable,
    )
    if not learns:
        return Index(folder, written)
    learn(Index(folder, written), texts, vectors, progress, encoding.current)
    files = disk.describe_files(folder)
    return Index(folder, replace(written, files=files, id=manifests.build_id_of(files)))


def _write_documents(folder: Path, documents: Sequence[Document]) -> None:
    disk.write_jsonl(folder / "documents.jsonl", (d.entry for d in documents))
    recommendations = (r for d in documents for r in d.recommendations)
    disk.write_jsonl(folder / "recommendations.jsonl", recommendations)
    meanings = {d.entry.id: d.status_meanings for d in documents}
    disk.write_json(folder / "status_meanings.json", meanings)
    disk.write_json(folder / "labels.json", {d.entry.id: d.labels for d in documents})
    (folder / "sources").mkdir()
    for d in documents:
        (folder / "sources" / f"{d.entry.id}.txt").write_bytes(d.source.encode("utf-8"))


def search_text(passage: Passage) -> str:
    """Give the words a passage is found by: its own and those it depends on."""
    return " ".join((*passage.headings[-1:], passage.lead_in, passage.text))


def dense_rows(
    passages: Sequence[Passage], asked_as: Sequence[AskedAs], outside: Sequence[OutsideExample]
) -> tuple[np.ndarray, list[str]]:
    """List the texts to encode: each passage, its parts and heading, asked-as and outside questions.

    Gives (n, 3) int32 rows of kind, passage (or -1) and number among its kind; and the n texts.
    """
    number = {p.id: i for i, p in enumerate(passages)}
    rows: list[tuple[int, int, int]] = []
    texts: list[str] = []
    for i, passage in enumerate(passages):
        rows += [(TEXT, i, 0), *((PART, i, at) for at in range(len(passage.parts)))]
        own = (passage.excerpt, *passage.parts)
        texts += [words_only(f"{passage.lead_in} {e.text}").strip() for e in own]
    headed = [(i, passage) for i, passage in enumerate(passages) if passage.headings]
    rows += [(HEADING, i, 0) for i, _ in headed]
    texts += [words_only(passage.headings[-1]) for _, passage in headed]
    rows += [(ASKED_AS, number[asked.passage_id], at) for at, asked in enumerate(asked_as)]
    texts += [bare(asked.question) for asked in asked_as]
    rows += [(OUTSIDE, -1, at) for at in range(len(outside))]
    texts += [bare(example.question) for example in outside]
    return np.array(rows, dtype=np.int32), texts


def english_words() -> list[str]:
    """List the words that English spells so, from the word list of pyspellchecker."""
    spec = importlib.util.find_spec("spellchecker")
    assert spec is not None
    assert spec.origin is not None
    packed = (Path(spec.origin).parent / "resources" / "en.json.gz").read_bytes()
    counts: dict[str, int] = json.loads(gzip.decompress(packed))
    return sorted(word for word, count in counts.items() if count >= _MIN_COUNT and word.isalpha())
