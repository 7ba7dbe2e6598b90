"""corpus/ -> index/: parse, chunk, encode, index, check, publish.

Only one build runs at a time; what serves is replaced only by a finished build. Knows nothing of
questions, except that a caller may refuse to publish.
"""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import json
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from assistant.chunking import chunk
from assistant.domain import AskedAs, Document, DocumentEntry, OutsideExample, Passage
from assistant.errors import AssistantError, BuildRefused, IndexUnavailable
from assistant.indexing import storage
from assistant.indexing.dense import DenseIndex
from assistant.indexing.encoder import (
    DIMENSION,
    WEIGHTS_SHA256,
    Float32Array,
    TorchEncoder,
)
from assistant.indexing.gate import Gate, learned_evidence
from assistant.indexing.learned import MAX_EXAMPLES, LearnedMap
from assistant.indexing.lexical import LexicalIndex
from assistant.indexing.storage import ASKED_AS, OUTSIDE, PART, TEXT, Index, IndexManifest
from assistant.indexing.tokenization import terms
from assistant.marks import words_only
from assistant.parsing import parse_document
from assistant.parsing.corpus_data import read_asked_as, read_lexicon, read_outside
from assistant.parsing.manifest import document_path, read_manifest, unlisted_files

# Smallest cosine allowed between the exported encoder's vector and the reference's.
MIN_EXPORT_COSINE = 0.9999
# How many finished builds are kept for going back.
KEPT_BUILDS = 5

Progress = Callable[[str, int, int], None]
Accept = Callable[[Index], None]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build found and made."""

    id: str
    is_new: bool
    n_documents: int
    n_recommendations: int
    n_passages: int
    n_asked_as: int
    n_outside: int
    n_encoded: int
    without_asked_as: tuple[str, ...]
    unlisted_files: tuple[str, ...]


def silent(stage: str, done: int, total: int) -> None:
    """Show no progress."""


def parse_corpus(corpus: Path) -> tuple[Document, ...]:
    """Read every document of the corpus's manifest."""
    return tuple(
        parse_document(document_path(corpus, entry), entry) for entry in read_manifest(corpus)
    )


def chunk_corpus(documents: Sequence[Document]) -> tuple[Passage, ...]:
    """Make the passages of all documents, and check that each stands where it says.

    Raises:
        BrokenCitation: a span does not give its words: our own fault.
    """
    passages = []
    for document in documents:
        for passage in chunk(document):
            for excerpt in (passage.excerpt, *passage.parts):
                excerpt.check(document.source)
            passages.append(passage)
    return tuple(passages)


def build_index(
    corpus: Path,
    index: Path,
    *,
    progress: Progress = silent,
    accept: Accept | None = None,
    force: bool = False,
) -> BuildReport:
    """Build the index of a corpus and let it serve.

    Args:
        accept: looks at the finished build and raises BuildRefused if it must not serve.
        force: build even if nothing has changed.

    Raises:
        CorpusError: the corpus cannot be used.
        BuildRefused: another build is running, there is no room, or the build was not accepted.
    """
    (index / storage.BUILDS).mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(index / "LOCK", timeout=0):
            return _build(corpus, index, progress, accept, force)
    except Timeout:
        raise BuildRefused(f"another build of {index} is running; wait until it has ended") from None
    except OSError as error:
        raise BuildRefused(
            f"{index} cannot be written ({error.strerror or error}); the index that served still serves"
        ) from error


def _build(
    corpus: Path, index: Path, progress: Progress, accept: Accept | None, force: bool
) -> BuildReport:
    progress("reading documents", 0, 1)
    entries = read_manifest(corpus)
    fingerprint = fingerprint_of(corpus, entries)
    current = current_or_none(index)
    if current is not None and current.manifest.corpus_fingerprint == fingerprint and not force:
        return _report(current.manifest, current, n_encoded=0, is_new=False)
    folder = index / storage.BUILDS / f".writing-{os.getpid()}"
    _clean_up(index)
    folder.mkdir()
    try:
        manifest, n_encoded = _write(corpus, folder, fingerprint, current, progress)
        built = Index(folder, manifest)
        if accept is not None:
            progress("checking answers", 0, 1)
            accept(built)
        report = _report(manifest, built, n_encoded, is_new=True)
        storage.publish(index, folder, manifest)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    _drop_old_builds(index)
    progress("published", 1, 1)
    return report


def fingerprint_of(corpus: Path, entries: Sequence[DocumentEntry]) -> str:
    """Hash all that a build depends on: the corpus, the weights, and this program's own code."""
    names = ["manifest.toml", "lexicon.toml", "outside.toml", *(entry.file for entry in entries)]
    paths = [corpus / name for name in names] + sorted((corpus / "asked_as").glob("*.toml"))
    code = Path(__file__).parent
    paths += [code / "build.py", code / "chunking.py", code / "marks.py", code / "domain.py"]
    paths += sorted((code / "parsing").glob("*.py")) + sorted((code / "indexing").glob("*.py"))
    digest = hashlib.sha256(f"{storage.FORMAT} {WEIGHTS_SHA256}".encode())
    for path in paths:
        content = path.read_bytes() if path.is_file() else b""
        digest.update(f"{path.name} {hashlib.sha256(content).hexdigest()}\n".encode())
    # Files that only lie there are reported, so their names matter.
    digest.update("\n".join(unlisted_files(corpus, tuple(entries))).encode())
    return digest.hexdigest()


def current_or_none(index: Path) -> Index | None:
    """Open the build that serves; a missing, old or damaged one counts as none."""
    try:
        return storage.open_current(index)
    except IndexUnavailable:
        return None


def _write(
    corpus: Path, folder: Path, fingerprint: str, current: Index | None, progress: Progress
) -> tuple[IndexManifest, int]:
    documents = parse_corpus(corpus)
    passages = chunk_corpus(documents)
    asked_as = read_asked_as(corpus, frozenset(p.id for p in passages))
    outside, lexicon = read_outside(corpus), read_lexicon(corpus)
    storage.write_documents(folder, documents)
    storage.write_jsonl(folder / "passages.jsonl", passages)
    storage.write_jsonl(folder / "asked_as.jsonl", asked_as)
    storage.write_jsonl(folder / "outside.jsonl", outside)
    storage.write_json(folder / "lexicon.json", lexicon)
    (folder / "known_words.txt").write_text("\n".join(english_words()) + "\n", encoding="utf-8")

    progress("lexical index", 0, 1)
    questions: dict[str, list[str]] = {}
    for asked in asked_as:
        questions.setdefault(asked.passage_id, []).append(asked.question)
    own = [terms(search_text(p)) for p in passages]
    with_asked = [
        terms_of + [t for q in questions.get(p.id, []) for t in terms(q)]
        for p, terms_of in zip(passages, own, strict=True)
    ]
    LexicalIndex.build(own).save(folder / "lexical_text")
    LexicalIndex.build(with_asked).save(folder / "lexical_asked")

    rows, texts = dense_rows(passages, asked_as, outside)
    vectors, n_encoded = _encoded(texts, folder / "encoder", current, progress)
    dense = DenseIndex.build(vectors)
    dense.save(folder / "dense.faiss")
    np.save(folder / "rows.npy", rows, allow_pickle=False)
    storage.write_jsonl(folder / "texts.jsonl", texts)
    progress("learning", 0, 1)
    _learn(rows, texts, vectors, len(passages), folder)

    files = storage.describe_files(folder)
    covered = {asked.passage_id for asked in asked_as}
    lacking = tuple(p.id for p in passages if p.id not in covered and p.kind != "reference")
    manifest = IndexManifest(
        format=storage.FORMAT,
        id=storage.build_id_of(files),
        corpus_fingerprint=fingerprint,
        encoder=WEIGHTS_SHA256,
        dimension=DIMENSION,
        dense_kind=dense.kind,
        n_rows=dense.n_rows,
        n_passages=len(passages),
        n_recommendations=sum(len(d.recommendations) for d in documents),
        without_asked_as=lacking,
        unlisted_files=unlisted_files(corpus, read_manifest(corpus)),
        files=files,
    )
    return manifest, n_encoded


def search_text(passage: Passage) -> str:
    """Give the words a passage is found by: its own and those it depends on."""
    return " ".join((*passage.headings[-1:], passage.lead_in, passage.text))


def dense_rows(
    passages: Sequence[Passage],
    asked_as: Sequence[AskedAs],
    outside: Sequence[OutsideExample],
) -> tuple[np.ndarray, list[str]]:
    """List the texts to encode: each passage, its parts, its asked-as questions, outside ones.

    Returns:
        (n, 3) int32 rows of kind, passage (or -1) and number among its kind; and the n texts.
    """
    number = {p.id: i for i, p in enumerate(passages)}
    rows: list[tuple[int, int, int]] = []
    texts: list[str] = []
    for i, passage in enumerate(passages):
        rows.append((TEXT, i, 0))
        texts.append(words_only(f"{passage.lead_in} {passage.text}").strip())
        for at, part in enumerate(passage.parts):
            rows.append((PART, i, at))
            texts.append(words_only(f"{passage.lead_in} {part.text}").strip())
    rows += [(ASKED_AS, number[asked.passage_id], at) for at, asked in enumerate(asked_as)]
    texts += [asked.question for asked in asked_as]
    rows += [(OUTSIDE, -1, at) for at in range(len(outside))]
    texts += [example.question for example in outside]
    return np.array(rows, dtype=np.int32), texts


def _encoded(
    texts: list[str], folder: Path, current: Index | None, progress: Progress
) -> tuple[Float32Array, int]:
    """Encode texts, taking over what the serving build has encoded already."""
    known = _known_vectors(current)
    new = [text for text in dict.fromkeys(texts) if text not in known]
    torch_encoder = None
    if new:
        progress("loading the encoder", 0, 1)
        torch_encoder = TorchEncoder()
        vectors = torch_encoder.encode(new, lambda done, total: progress("encoding", done, total))
        known |= dict(zip(new, vectors, strict=True))
    if current is not None and (current.folder / "encoder" / "model.onnx").is_file():
        folder.mkdir()
        for name in ("model.onnx", "tokenizer.json"):
            _link(current.folder / "encoder" / name, folder / name)
    else:
        progress("exporting the encoder", 0, 1)
        (torch_encoder or TorchEncoder()).export(folder)
    out = np.array([known[text] for text in texts], dtype=np.float32)
    _check_export(folder, new, known, progress)
    return out, len(new)


def _known_vectors(current: Index | None) -> dict[str, Float32Array]:
    if current is None:
        return {}
    try:
        lines = (current.folder / "texts.jsonl").read_text(encoding="utf-8").split("\n")
        texts = [json.loads(line) for line in lines if line]
        vectors = current.dense.vectors(np.arange(len(texts)))
        return dict(zip(texts, vectors, strict=True))
    except (OSError, ValueError, AssistantError):
        return {}  # a damaged build is no source; everything is encoded again


def _link(source: Path, target: Path) -> None:
    """Share a large file that never changes; copy it where the file system cannot."""
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copyfile(source, target)


def _check_export(
    folder: Path, texts: list[str], known: dict[str, Float32Array], progress: Progress
) -> None:
    from assistant.indexing.encoder import OnnxEncoder  # noqa: PLC0415

    encoder = OnnxEncoder(folder, WEIGHTS_SHA256)
    for at, text in enumerate(texts):
        if at % 100 == 0:
            progress("checking the encoder", at, len(texts))
        cosine = float(encoder.encode([text])[0] @ known[text])
        if cosine < MIN_EXPORT_COSINE:
            raise BuildRefused(
                f"the exported encoder differs from the reference (cosine {cosine:.5f} on "
                f"{text[:40]!r}); run: python -m assistant build --force"
            )


def _learn(
    rows: np.ndarray, texts: list[str], vectors: Float32Array, n_passages: int, folder: Path
) -> None:
    """Learn the map from questions to passages; a passage's own parts are examples too."""
    is_question = (rows[:, 0] == ASKED_AS) | (rows[:, 0] == OUTSIDE)
    examples = np.flatnonzero(is_question | (rows[:, 0] == PART))
    if not is_question.any() or len(examples) > MAX_EXAMPLES:
        return
    columns = [int(rows[i, 1]) if rows[i, 1] >= 0 else n_passages for i in examples]
    learned, left_out = LearnedMap.fit(
        [texts[i] for i in examples], vectors[examples], columns, n_passages + 1
    )
    learned.save(folder / "learned")
    kinds = rows[examples, 0]
    if (kinds == OUTSIDE).any():
        asked = np.flatnonzero(kinds != PART)
        evidence = np.array([learned_evidence(left_out[i]) for i in asked])
        gate = Gate.fit(evidence, kinds[asked] == ASKED_AS)
        storage.write_json(folder / "learned" / "gate.json", gate.as_dict())


def english_words() -> list[str]:
    """List the words that English spells so, from the word list of pyspellchecker."""
    spec = importlib.util.find_spec("spellchecker")
    assert spec is not None and spec.origin is not None
    packed = (Path(spec.origin).parent / "resources" / "en.json.gz").read_bytes()
    counts: dict[str, int] = json.loads(gzip.decompress(packed))
    return sorted(word for word, count in counts.items() if count >= _MIN_COUNT and word.isalpha())


# Rarer entries of that list are often slips of the pen themselves.
_MIN_COUNT = 50


def _clean_up(index: Path) -> None:
    """Remove what a killed build left; the lock is ours, so nobody is writing it."""
    for leftover in (index / storage.BUILDS).glob(".writing-*"):
        shutil.rmtree(leftover, ignore_errors=True)


def builds(index: Path) -> list[tuple[str, bool]]:
    """List the finished builds, newest first, and which one serves."""
    pointer = index / storage.CURRENT
    current = pointer.read_text(encoding="utf-8").strip() if pointer.is_file() else ""
    folders = [p.parent for p in (index / storage.BUILDS).glob("[!.]*/" + storage.MANIFEST)]
    folders.sort(key=lambda p: (-(p / storage.MANIFEST).stat().st_mtime_ns, p.name))
    return [(p.name, p.name == current) for p in folders]


def _drop_old_builds(index: Path) -> None:
    for build_id, serves in builds(index)[KEPT_BUILDS:]:
        if not serves:
            shutil.rmtree(index / storage.BUILDS / build_id, ignore_errors=True)


def _report(manifest: IndexManifest, built: Index, n_encoded: int, *, is_new: bool) -> BuildReport:
    return BuildReport(
        id=manifest.id,
        is_new=is_new,
        n_documents=len(built.documents),
        n_recommendations=manifest.n_recommendations,
        n_passages=manifest.n_passages,
        n_asked_as=len(built.asked_as),
        n_outside=len(built.outside),
        n_encoded=n_encoded,
        without_asked_as=manifest.without_asked_as,
        unlisted_files=manifest.unlisted_files,
    )
