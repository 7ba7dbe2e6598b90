"""corpus/ -> index/: parse, chunk, encode, index, check, publish.

Only one build runs at a time; what serves is replaced only by a finished build. Knows nothing of
questions, except that a caller may refuse to publish.
"""

from __future__ import annotations

import errno
import gzip
import hashlib
import importlib.util
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np
from filelock import FileLock, Timeout

from assistant.chunking import chunk
from assistant.domain import (
    AskedAs,
    Document,
    DocumentEntry,
    DocumentId,
    Lexicon,
    OutsideExample,
    Passage,
)
from assistant.errors import (
    AssistantError,
    BuildRefused,
    CorpusError,
    IndexDamaged,
    IndexUnavailable,
    InvalidRequest,
    UnreadableDocument,
)
from assistant.indexing import storage
from assistant.indexing.dense import FILE as DENSE_FILE
from assistant.indexing.dense import DenseIndex
from assistant.indexing.encoder import (
    DIMENSION,
    WEIGHTS_SHA256,
    Float32Array,
    OnnxEncoder,
    TorchEncoder,
)
from assistant.indexing.gate import Gate, learned_evidence
from assistant.indexing.learned import MAX_EXAMPLES, LearnedMap
from assistant.indexing.lexical import LexicalIndex
from assistant.indexing.passages import write_passages
from assistant.indexing.search import ASKED_AS, BEGINS, HEADING, OUTSIDE, PART, TEXT
from assistant.indexing.serving import builds
from assistant.indexing.storage import Index, IndexManifest
from assistant.indexing.tokenization import terms
from assistant.indexing.vocabulary import Vocabulary
from assistant.marks import words_only
from assistant.parsing import parse_document
from assistant.parsing.corpus_data import read_asked_as, read_lexicon, read_outside
from assistant.parsing.manifest import document_path, read_manifest, unlisted_files

# Smallest cosine allowed between the exported encoder's vector and the reference's.
MIN_EXPORT_COSINE = 0.9999
# How many finished builds are kept for going back.
KEPT_BUILDS = 5
# A build writes about 110 MB, nearly all of it the exported encoder, which later builds share.
NEEDED_BYTES = 300_000_000
# In the index folder: the checksums of files that a person agreed to when they were added.
_CONFIRMED = "CONFIRMED"

Encode = Callable[[list[str]], Float32Array]


@dataclass(frozen=True, slots=True)
class Corpus:
    """All that an index is made from."""

    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    asked_as: tuple[AskedAs, ...] = ()
    outside: tuple[OutsideExample, ...] = ()
    lexicon: Lexicon = field(default_factory=Lexicon)
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceChange:
    """A document that is not what the serving build was made from.

    Attributes:
        entry: as it is to be; for a removed document, as it was.
        is_confirmed: whether a person agreed to this very file when it was added.
    """

    kind: Literal["new", "changed", "removed"]
    entry: DocumentEntry
    is_confirmed: bool = False


Progress = Callable[[str, int, int], None]
Accept = Callable[[Index], None]
Approve = Callable[[Sequence[SourceChange]], None]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build found and made.

    Attributes:
        replaced: the id of the build that served before, or empty.
        unreadable: why documents of the manifest are left out, one line each.
        unlisted_files: files that lie in the corpus and are not in its manifest.
    """

    id: str
    replaced: str
    is_new: bool
    documents: tuple[DocumentEntry, ...]
    n_recommendations: int
    n_passages: int
    n_asked_as: int
    n_outside: int
    n_encoded: int
    without_asked_as: tuple[str, ...]
    unreadable: tuple[str, ...]
    unlisted_files: tuple[str, ...]

    @property
    def n_documents(self) -> int:
        """How many documents are indexed."""
        return len(self.documents)


def silent(stage: str, done: int, total: int) -> None:
    """Show no progress."""


def parse_corpus(corpus: Path) -> tuple[Document, ...]:
    """Read every document of the corpus's manifest."""
    return tuple(
        parse_document(document_path(corpus, entry), entry) for entry in read_manifest(corpus)
    )


def read_documents(
    corpus: Path, needed: frozenset[DocumentId] = frozenset()
) -> tuple[tuple[Document, ...], dict[DocumentId, str]]:
    """Read the documents of the manifest that can be read, and say why the others cannot.

    Args:
        needed: what serves now, and so must not go for want of a reader.

    Raises:
        UnreadableDocument: none can be read, or one that is needed cannot; says so of each.
        CorpusError: something else is wrong with the corpus.
    """
    documents, unreadable = [], {}
    for entry in read_manifest(corpus):
        try:
            documents.append(parse_document(document_path(corpus, entry), entry))
            document_path(corpus, entry)  # what was read is what was checked
        except UnreadableDocument as error:
            unreadable[entry.id] = f"{entry.id}: {error}"
    if not documents or needed & unreadable.keys():
        raise UnreadableDocument("\n".join(unreadable.values()))
    return tuple(documents), unreadable


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
    approve: Approve | None = None,
    accept: Accept | None = None,
    force: bool = False,
) -> BuildReport:
    """Build the index of a corpus and let it serve.

    Args:
        approve: told which documents are not those the serving build was made from, before
            anything is read; raises BuildRefused if they must not be built.
        accept: looks at the finished build and raises BuildRefused if it must not serve.
        force: build even if nothing has changed.

    Raises:
        CorpusError: the corpus cannot be used.
        BuildRefused: another build is running, there is no room, or the build was not accepted.
    """
    with only_writer(index, corpus):
        return _build(corpus, index, progress, approve, accept, force)


@contextmanager
def only_writer(index: Path, corpus: Path | None = None) -> Iterator[None]:
    """Keep everybody else from writing the index or its corpus.

    Raises:
        BuildRefused: somebody else is writing, or the disk does not let us.
        CorpusError: a file of the corpus cannot be read or written.
    """
    served = storage.pointed_to(index)
    try:
        (index / storage.BUILDS).mkdir(parents=True, exist_ok=True)
        with FileLock(index / "LOCK", timeout=0):
            yield
    except Timeout:
        raise BuildRefused(
            f"another build of {index} is running; wait until it has ended"
        ) from None
    except OSError as error:
        why = error.strerror or str(error)
        if corpus is not None and str(error.filename or "").startswith(str(corpus)):
            raise CorpusError(f"{error.filename} cannot be read or written ({why})") from error
        if error.errno in {errno.ENOSPC, None}:  # numpy names no number when the disk is full
            why += f"; a build needs up to {NEEDED_BYTES // 1_000_000} MB on the disk"
        serving = "the index that served still serves"
        if storage.pointed_to(index) != served:
            serving = "the new index serves already, but perhaps not after a power cut"
        raise BuildRefused(f"{index} cannot be written ({why}); {serving}") from error


def _build(
    corpus: Path,
    index: Path,
    progress: Progress,
    approve: Approve | None,
    accept: Accept | None,
    force: bool,
) -> BuildReport:
    progress("reading documents", 0, 1)
    _clean_up(index)
    entries = read_manifest(corpus)
    fingerprint = fingerprint_of(corpus, entries)
    current = current_or_none(index)
    if current is not None and not force and _is_of(current, fingerprint):
        return _report(current.manifest, current, current.id, n_encoded=0, is_new=False)
    changes = source_changes(entries, current, confirmed_sources(index))
    if approve is not None and changes:
        approve(changes)
    replaced = current.id if current is not None else ""
    folder = index / storage.BUILDS / f".writing-{os.getpid()}"
    folder.mkdir()
    try:
        encoding = _Encoding(folder / "encoder", current, progress)
        served = frozenset(d.id for d in current.documents) if current is not None else frozenset()
        manifest = write_index(
            read_corpus(corpus, served),
            folder,
            encoding.encode,
            fingerprint=fingerprint,
            unlisted=unlisted_files(corpus, entries),
            progress=progress,
        )
        built = Index(folder, manifest)
        if accept is not None:
            progress("checking answers", 0, 1)
            accept(built)
        report = _report(manifest, built, replaced, encoding.n_new, is_new=True)
        progress("publishing", 0, 1)
        storage.publish(index, folder, manifest)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    progress("dropping old builds", 0, 1)
    _drop_old_builds(index, keep=replaced)
    progress("published", 1, 1)
    return report


def _is_of(current: Index, fingerprint: str) -> bool:
    """Tell whether a build is that of this corpus, and whole."""
    return current.manifest.corpus_fingerprint == fingerprint and not current.check_everything()


def confirmed_sources(index: Path) -> frozenset[str]:
    """Read the checksums of the files that a person agreed to when they were added."""
    try:
        return frozenset((index / _CONFIRMED).read_text(encoding="utf-8").split())
    except FileNotFoundError:
        return frozenset()


def confirm_source(index: Path, sha256: str) -> None:
    """Note that a person has agreed to a file; only_writer must be held."""
    every = sorted(confirmed_sources(index) | {sha256})
    storage.write_atomically(index / _CONFIRMED, "\n".join(every) + "\n")


def source_changes(
    entries: Sequence[DocumentEntry],
    current: Index | None,
    confirmed: frozenset[str] = frozenset(),
) -> tuple[SourceChange, ...]:
    """List the documents that are new, changed or removed against a build; none without one."""
    if current is None:
        return ()
    before = {d.id: d for d in current.documents}
    named = {d.id for d in entries}
    changes = [
        SourceChange("changed" if d.id in before else "new", d, d.sha256 in confirmed)
        for d in entries
        if d.id not in before or d.sha256 != before[d.id].sha256
    ]
    changes += [SourceChange("removed", d) for d in current.documents if d.id not in named]
    return tuple(changes)


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


def read_corpus(corpus: Path, needed: frozenset[DocumentId] = frozenset()) -> Corpus:
    """Read the documents and all that is kept beside them.

    Args:
        needed: the documents that must be readable.

    Raises:
        CorpusError: something in it cannot be used; the message names the file.
    """
    documents, unreadable = read_documents(corpus, needed)
    passages = chunk_corpus(documents)
    return Corpus(
        documents=documents,
        passages=passages,
        asked_as=read_asked_as(corpus, frozenset(p.id for p in passages), frozenset(unreadable)),
        outside=read_outside(corpus),
        lexicon=read_lexicon(corpus),
        unreadable=tuple(unreadable.values()),
    )


def write_index(
    corpus: Corpus,
    folder: Path,
    encode: Encode,
    *,
    fingerprint: str = "",
    unlisted: tuple[str, ...] = (),
    progress: Progress = silent,
) -> IndexManifest:
    """Write all files of a build but its manifest into a folder, which may hold an encoder.

    Args:
        encode: texts -> (n, dimension) float32, rows of unit length.

    Returns:
        The manifest, for storage.publish to write last.
    """
    progress("lexical index", 0, 1)
    storage.write_documents(folder, corpus.documents)
    write_passages(folder, corpus.passages, [d.entry.id for d in corpus.documents])
    storage.write_jsonl(folder / "asked_as.jsonl", corpus.asked_as)
    storage.write_jsonl(folder / "outside.jsonl", corpus.outside)
    storage.write_json(folder / "lexicon.json", corpus.lexicon)
    vocabulary = Vocabulary.build(corpus.passages, corpus.asked_as, corpus.lexicon)
    vocabulary.save(folder / "vocabulary.json")
    (folder / "known_words.txt").write_text("\n".join(english_words()) + "\n", encoding="utf-8")
    _write_lexical(corpus, folder)

    rows, texts = dense_rows(corpus.passages, corpus.asked_as, corpus.outside)
    vectors = encode(texts)
    dense = DenseIndex.build(vectors, np.isin(rows[:, 0], BEGINS))
    _save_dense(dense, folder)
    np.save(folder / "rows.npy", rows, allow_pickle=False)
    storage.write_jsonl(folder / "texts.jsonl", texts)
    progress("learning", 0, 1)
    _learn(rows, texts, vectors, len(corpus.passages), folder)

    files = storage.describe_files(folder)
    covered = {asked.passage_id for asked in corpus.asked_as}
    return IndexManifest(
        format=storage.FORMAT,
        id=storage.build_id_of(files),
        corpus_fingerprint=fingerprint,
        encoder=WEIGHTS_SHA256,
        dimension=DIMENSION,
        dense_kind=dense.kind,
        n_rows=dense.n_rows,
        n_passages=len(corpus.passages),
        n_recommendations=sum(len(d.recommendations) for d in corpus.documents),
        without_asked_as=tuple(
            p.id for p in corpus.passages if p.id not in covered and p.kind != "reference"
        ),
        unlisted_files=unlisted,
        files=files,
        unreadable=corpus.unreadable,
    )


def _save_dense(dense: DenseIndex, folder: Path) -> None:
    try:
        dense.save(folder)
    except RuntimeError as error:  # so faiss says that the disk is full
        path = folder / DENSE_FILE
        path.write_bytes(b"")
        is_full = os.strerror(errno.ENOSPC) in str(error)
        number = errno.ENOSPC if is_full else errno.EIO
        raise OSError(number, f"faiss: {error}", str(path)) from error


def _write_lexical(corpus: Corpus, folder: Path) -> None:
    questions: dict[str, list[str]] = {}
    for asked in corpus.asked_as:
        questions.setdefault(asked.passage_id, []).append(asked.question)
    own = [terms(search_text(p)) for p in corpus.passages]
    with_asked = [
        words + [t for q in questions.get(p.id, []) for t in terms(q)]
        for p, words in zip(corpus.passages, own, strict=True)
    ]
    LexicalIndex.build(own).save(folder / "lexical_text")
    LexicalIndex.build(with_asked).save(folder / "lexical_asked")


def search_text(passage: Passage) -> str:
    """Give the words a passage is found by: its own and those it depends on."""
    return " ".join((*passage.headings[-1:], passage.lead_in, passage.text))


def dense_rows(
    passages: Sequence[Passage],
    asked_as: Sequence[AskedAs],
    outside: Sequence[OutsideExample],
) -> tuple[np.ndarray, list[str]]:
    """List the texts to encode: each passage, its parts and heading, asked-as and outside questions.

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
    for i, passage in enumerate(passages):
        if passage.headings:
            rows.append((HEADING, i, 0))
            texts.append(words_only(passage.headings[-1]))
    rows += [(ASKED_AS, number[asked.passage_id], at) for at, asked in enumerate(asked_as)]
    texts += [asked.question for asked in asked_as]
    rows += [(OUTSIDE, -1, at) for at in range(len(outside))]
    texts += [example.question for example in outside]
    return np.array(rows, dtype=np.int32), texts


@dataclass(slots=True)
class _Encoding:
    """Encodes texts, taking over what the serving build has encoded, and exports the encoder."""

    folder: Path
    current: Index | None
    progress: Progress
    n_new: int = 0

    def encode(self, texts: list[str]) -> Float32Array:
        known = _known_vectors(self.current)
        new = [text for text in dict.fromkeys(texts) if text not in known]
        self.n_new = len(new)
        reference = None
        if new:
            self.progress("loading the encoder", 0, 1)
            reference = TorchEncoder()
            vectors = reference.encode(new, lambda done, n: self.progress("encoding", done, n))
            known |= dict(zip(new, vectors, strict=True))
        self._provide_encoder(reference)
        _check_export(self.folder, new, known, self.progress)
        return np.array([known[text] for text in texts], dtype=np.float32)

    def _provide_encoder(self, reference: TorchEncoder | None) -> None:
        """Share the serving build's exported encoder, or export it."""
        if self.current is not None and not self.current.encoder_problem():
            self.folder.mkdir()
            for name in self.current.encoder_files():
                _link(self.current.folder / name, self.folder.parent / name)
        else:
            self.progress("exporting the encoder", 0, 1)
            (reference or TorchEncoder()).export(self.folder)


def _known_vectors(current: Index | None) -> dict[str, Float32Array]:
    if current is None:
        return {}
    try:
        vectors = current.dense.vectors(np.arange(len(current.texts)))
        return dict(zip(current.texts, vectors, strict=True))
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
    encoder = OnnxEncoder(folder, WEIGHTS_SHA256)
    # One text keeps one core busy; the encoder lets others work meanwhile.
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        vectors = workers.map(lambda text: encoder.encode([text])[0], texts)
        for at, (text, vector) in enumerate(zip(texts, vectors, strict=True)):
            if at % 100 == 0:
                progress("checking the encoder", at, len(texts))
            cosine = float(vector @ known[text])
            if cosine < MIN_EXPORT_COSINE:
                workers.shutdown(cancel_futures=True)
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
    if not (rows[:, 0] == ASKED_AS).any() or len(examples) > MAX_EXAMPLES:
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
    assert spec is not None
    assert spec.origin is not None
    packed = (Path(spec.origin).parent / "resources" / "en.json.gz").read_bytes()
    counts: dict[str, int] = json.loads(gzip.decompress(packed))
    return sorted(word for word, count in counts.items() if count >= _MIN_COUNT and word.isalpha())


# Rarer entries of that list are often slips of the pen themselves.
_MIN_COUNT = 50


def _clean_up(index: Path) -> None:
    """Remove what a killed build left; the lock is ours, so nobody is writing it."""
    for pattern in (".writing-*", ".dropping-*"):
        for leftover in (index / storage.BUILDS).glob(pattern):
            shutil.rmtree(leftover, ignore_errors=True)
    for leftover in (*index.glob("*.new"), *(index / storage.EVALUATIONS).glob("*.new")):
        leftover.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Kept:
    """A finished build that one can go back to.

    Attributes:
        published_ns: when, in nanoseconds since 1970.
        documents: what it was made from; empty if it cannot be opened.
        problem: why it cannot be opened, or empty.
    """

    id: str
    serves: bool
    published_ns: int
    n_recommendations: int = 0
    n_passages: int = 0
    documents: tuple[DocumentEntry, ...] = ()
    problem: str = ""


def kept_builds(index: Path) -> tuple[Kept, ...]:
    """Describe the finished builds, newest first."""
    return tuple(_kept(index, build_id, serves) for build_id, serves in builds(index))


def _kept(index: Path, build_id: str, serves: bool) -> Kept:
    at = (index / storage.BUILDS / build_id / storage.MANIFEST).stat().st_mtime_ns
    try:
        opened = storage.open_build(index, build_id)
    except IndexUnavailable as error:
        return Kept(build_id, serves, at, problem=str(error))
    stated = opened.manifest
    return Kept(build_id, serves, at, stated.n_recommendations, stated.n_passages, opened.documents)


def find_build(index: Path, beginning: str) -> str:
    """Find the one build whose id begins so.

    Raises:
        InvalidRequest: there is none, or there are several.
    """
    ids = [build_id for build_id, _ in builds(index)]
    found = [i for i in ids if i.startswith(beginning)] if beginning else []
    if len(found) != 1:
        which = "several builds" if found else "no build"
        there = ", ".join(ids) or "none"
        raise InvalidRequest(f"{which} of {index} begin with {beginning!r}; there are: {there}")
    return found[0]


def use_build(index: Path, build_id: str) -> None:
    """Let a kept build serve, at once.

    Raises:
        BuildRefused: a build is running, or the disk does not let us.
        IndexUnavailable: it is damaged, or of another format or encoder.
    """
    with only_writer(index):
        problems = storage.open_build(index, build_id).check_everything()
        if problems:
            raise IndexDamaged(f"{problems[0]}; choose another: python -m assistant builds")
        storage.point_to(index, build_id)


def _drop_old_builds(index: Path, keep: str = "") -> None:
    """Drop all but the newest builds, the one that serves, and the one that served before it."""
    for build_id, serves in builds(index)[KEPT_BUILDS:]:
        if not serves and build_id != keep:
            doomed = index / storage.BUILDS / f".dropping-{build_id}"
            try:
                # Renamed first, so that no half of it is ever taken for a build.
                (index / storage.BUILDS / build_id).rename(doomed)
            except OSError:
                continue  # the next build tries again
            shutil.rmtree(doomed, ignore_errors=True)
    kept = {build_id for build_id, _ in builds(index)}
    for figures in (index / storage.EVALUATIONS).glob("*.json"):
        if figures.stem not in kept:
            figures.unlink(missing_ok=True)


def _report(
    manifest: IndexManifest, built: Index, replaced: str, n_encoded: int, *, is_new: bool
) -> BuildReport:
    return BuildReport(
        id=manifest.id,
        replaced=replaced,
        is_new=is_new,
        documents=built.documents,
        n_recommendations=manifest.n_recommendations,
        n_passages=manifest.n_passages,
        n_asked_as=len(built.asked_as),
        n_outside=len(built.outside),
        n_encoded=n_encoded,
        without_asked_as=manifest.without_asked_as,
        unreadable=manifest.unreadable,
        unlisted_files=manifest.unlisted_files,
    )
