"""How an index lies on disk: plain files, checksums, one pointer to the build that serves.

index/builds/<id>/   manifest.json (written last), passages.jsonl, …, lexical/, dense.faiss, …
index/CURRENT        the id of the build that serves
index/evaluations/   <id>.json: how well a build answered; beside it, as it is not made from the corpus
A build is written into a folder of its own, synced, renamed and only then pointed to, so a
reader sees a whole build or the one before. Knows nothing of how passages are made.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from assistant.domain import (
    AskedAs,
    Document,
    DocumentEntry,
    Excerpt,
    Group,
    Lexicon,
    OutsideExample,
    Recommendation,
    StatusWording,
    Term,
)
from assistant.errors import IndexDamaged, IndexNotBuilt, IndexStale
from assistant.indexing.dense import DenseIndex, files_of, kind_of
from assistant.indexing.encoder import DIMENSION, WEIGHTS_SHA256, Encoder, OnnxEncoder
from assistant.indexing.gate import Gate
from assistant.indexing.learned import ARRAYS, LearnedMap
from assistant.indexing.lexical import LexicalIndex
from assistant.indexing.passages import LINES, PLACES, Passages, StoredPassages, excerpt_from
from assistant.indexing.search import FileSearch, Search
from assistant.indexing.tokens import FILES as TOKEN_FILES
from assistant.indexing.tokens import TokenIndex
from assistant.indexing.vocabulary import KnownWords, Vocabulary

FORMAT = 5
CURRENT = "CURRENT"
BUILDS = "builds"
MANIFEST = "manifest.json"
EVALUATIONS = "evaluations"
REBUILD = "run: python -m assistant build"
# Only the next build reads it.
_FOR_BUILDS = frozenset({"texts.jsonl"})

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class IndexManifest:
    """What a build holds; no times and no paths, so that the same corpus gives the same bytes.

    Attributes:
        unreadable: why documents of the corpus's manifest are left out, one line each.
    """

    format: int
    id: str
    corpus_fingerprint: str
    encoder: str
    dimension: int
    dense_kind: str
    n_rows: int
    n_passages: int
    n_recommendations: int
    without_asked_as: tuple[str, ...]
    unlisted_files: tuple[str, ...]
    files: dict[str, dict[str, Any]]
    unreadable: tuple[str, ...] = ()


class Index:
    """An open build. Small things are read when opened, the heavy ones when first used.

    Attributes:
        stands_in: what is wrong with the build that serves, if this one answers in its place.
    """

    def __init__(self, folder: Path, manifest: IndexManifest) -> None:
        """Read the records; open_current checks the manifest before."""
        self.folder = folder
        self.manifest = manifest
        self.stands_in = ""
        self._found_whole: set[str] = set()
        self.documents = _read_documents(self._checked("documents.jsonl"))
        self.recommendations = tuple(
            _recommendation(row) for row in _read_jsonl(self._checked("recommendations.jsonl"))
        )
        self._encoder: Encoder | None = None

    @property
    def id(self) -> str:
        """The build's id."""
        return self.manifest.id

    @cached_property
    def sources(self) -> dict[str, str]:
        """Each document's text."""
        return {
            d.id: self._checked(f"sources/{d.id}.txt").read_bytes().decode("utf-8")
            for d in self.documents
        }

    @cached_property
    def status_meanings(self) -> dict[str, dict[str, str]]:
        """What each status means, by document."""
        meanings: dict[str, dict[str, str]] = _read_json(self._checked("status_meanings.json"))
        return meanings

    @cached_property
    def passages(self) -> Passages:
        """All passages; a passage's number here is its row in the lexical index."""
        for name in (LINES, PLACES):
            self._checked(name)
        return StoredPassages(self.folder, [d.id for d in self.documents])

    @cached_property
    def asked_as(self) -> tuple[AskedAs, ...]:
        """All asked-as questions."""
        return tuple(AskedAs(**row) for row in _read_jsonl(self._checked("asked_as.jsonl")))

    @cached_property
    def outside(self) -> tuple[OutsideExample, ...]:
        """All outside examples."""
        return tuple(OutsideExample(**row) for row in _read_jsonl(self._checked("outside.jsonl")))

    @cached_property
    def lexicon(self) -> Lexicon:
        """The vocabulary of the field."""
        return lexicon_from(_read_json(self._checked("lexicon.json")))

    @cached_property
    def known_words(self) -> KnownWords:
        """Words that are spelt as English spells them."""
        return KnownWords(self._checked("known_words.txt"))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of the corpus and of its lexicon."""
        return Vocabulary.load(self._checked("vocabulary.json"))

    @cached_property
    def search(self) -> Search:
        """What the retriever asks."""
        return FileSearch(self.rows, self.dense, self.text_index)

    @cached_property
    def text_index(self) -> LexicalIndex:
        """BM25 over the passages' own words."""
        return self._lexical("lexical_text")

    @cached_property
    def tokens(self) -> TokenIndex:
        """The token vectors of the passages and, for the next build, of questions to judge by."""
        for name in TOKEN_FILES:
            self._checked(f"tokens/{name}")
        return TokenIndex.load(self.folder / "tokens", self.manifest.n_passages)

    @cached_property
    def dense(self) -> DenseIndex:
        """All vectors."""
        m = self.manifest
        for name in files_of(m.dense_kind):
            self._checked(name)
        return DenseIndex.load(self.folder, m.n_rows, m.dimension, m.dense_kind)

    @cached_property
    def rows(self) -> NDArray[np.int32]:
        """(n_rows, 3): what kind of text, which passage (or -1), which text of its kind."""
        rows: NDArray[np.int32] = np.load(self._checked("rows.npy"), allow_pickle=False)
        return rows

    @cached_property
    def texts(self) -> list[str]:
        """(n_rows,) the text that each row is the vector of; only the next build reads it."""
        path = self._checked("texts.jsonl")
        texts: list[str] = _parsed(
            path, lambda t: [json.loads(line) for line in t.split("\n") if line]
        )
        return texts

    @cached_property
    def learned(self) -> LearnedMap | None:
        """The learned map, if there were asked-as questions to learn from."""
        if "learned/dense.npy" not in self.manifest.files:
            return None
        for name in ("vocabulary.json", *(f"{array}.npy" for array in ARRAYS)):
            self._checked(f"learned/{name}")
        return LearnedMap.load(self.folder / "learned")

    @cached_property
    def gate(self) -> Gate | None:
        """The gate fitted to this corpus, if there were examples to fit it to."""
        if "learned/gate.json" not in self.manifest.files:
            return None
        return Gate.from_dict(_read_json(self._checked("learned/gate.json")))

    @property
    def encoder(self) -> Encoder:
        """The encoder that this build's vectors belong to."""
        if self._encoder is None:
            for name in self.encoder_files():
                self._checked(name)
            self._encoder = OnnxEncoder(self.folder / "encoder", self.manifest.encoder)
        return self._encoder

    def _lexical(self, name: str) -> LexicalIndex:
        for part in (
            "vocabulary.json",
            "starts.npy",
            "rows.npy",
            "weights.npy",
            "idf.npy",
            "n_rows.json",
        ):
            self._checked(f"{name}/{part}")
        return LexicalIndex.load(self.folder / name)

    def _checked(self, name: str) -> Path:
        """Return a file's path once its checksum is the manifest's: nothing else may read it."""
        if name in self._found_whole:
            return self.folder / name
        problem = check_file(self.folder, name, self.manifest.files.get(name))
        if problem:
            raise IndexDamaged(f"{self.folder / name} {problem}; {REBUILD}")
        return self.folder / name

    def encoder_problem(self) -> str:
        """Say what is wrong with the exported encoder's files, or nothing."""
        names = self.encoder_files()
        return next(
            (p for n in names if (p := check_file(self.folder, n, self.manifest.files.get(n)))), ""
        )

    def encoder_files(self) -> list[str]:
        """Name the files of the exported encoder."""
        return [name for name in self.manifest.files if name.startswith("encoder/")]

    def check_everything(self) -> list[str]:
        """Check every file and every span; return what is wrong, in words."""
        return self.check_files() or [*self._miscounted(), *self.broken_spans()]

    def check_files(self) -> list[str]:
        """Check every file; return what is wrong, in words."""
        return [
            f"{self.folder / name} {problem}"
            for name, stated in self.manifest.files.items()
            if (problem := check_file(self.folder, name, stated))
        ]

    def check_answering(self) -> list[str]:
        """Check every file that answers come from, once; return what is wrong, in words."""
        names = [name for name in self.manifest.files if name not in _FOR_BUILDS]
        problems = {
            name: check_file(self.folder, name, self.manifest.files[name]) for name in names
        }
        self._found_whole |= {name for name, problem in problems.items() if not problem}
        return [f"{self.folder / name} {problem}" for name, problem in problems.items() if problem]

    def _miscounted(self) -> Iterator[str]:
        stated, path = self.manifest, self.folder / MANIFEST
        if (stated.n_passages, stated.n_recommendations) != (
            len(self.passages),
            len(self.recommendations),
        ):
            yield f"{path} counts other passages or recommendations than there are"
        if not {*stated.without_asked_as} <= {p.id for p in self.passages}:
            yield f"{path} names passages that are not there"

    def broken_spans(self) -> Iterator[str]:
        """Name the passages whose words do not stand at their spans."""
        for passage in self.passages:
            source = self.sources[passage.document_id]
            for excerpt in (passage.excerpt, *passage.parts):
                if Excerpt.cut(source, excerpt.spans).text != excerpt.text:
                    yield f"{passage.id}: its words do not stand at its spans"


def check_file(folder: Path, name: str, stated: dict[str, Any] | None) -> str:
    """Say what is wrong with a file of a build, or nothing."""
    if stated is None:
        return "is not part of the build"
    path = folder / name
    if not path.is_file():
        return "is missing"
    if path.stat().st_size != stated["size"]:
        return f"holds {path.stat().st_size} bytes instead of {stated['size']}"
    return "" if sha256_of(path) == stated["sha256"] else "has been altered"


def sha256_of(path: Path) -> str:
    """Compute a file's sha256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def open_current(index: Path) -> Index:
    """Open the build that serves.

    Raises:
        IndexNotBuilt: there is none.
        IndexStale: it is of another format or for another encoder.
        IndexDamaged: a file is missing or altered.
    """
    build_id = pointed_to(index)
    if not build_id and not (index / CURRENT).is_file():
        raise IndexNotBuilt(f"{index} holds no finished index; {REBUILD}")
    try:
        return open_build(index, build_id)
    except IndexDamaged:
        # Newer builds may have come, and this one gone, since the pointer was read.
        # Source: Lucene's SegmentInfos.FindSegmentsFile tries again while the generation moves on.
        if pointed_to(index) != build_id:
            return open_current(index)
        raise


def pointed_to(index: Path) -> str:
    """Read the id of the build that serves; empty if there is none."""
    pointer = index / CURRENT
    try:
        if not pointer.is_file():  # a pipe or a device would be read without end
            return ""
        return pointer.read_text(encoding="utf-8", errors="replace").strip()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return ""
    except OSError as error:
        raise IndexDamaged(
            f"{pointer} cannot be read ({error.strerror}); give yourself access to {index}"
        ) from error


def open_build(index: Path, build_id: str) -> Index:
    """Open one build by its id."""
    folder = index / BUILDS / build_id
    if not re.fullmatch("[0-9a-f]{12}", build_id) or not (folder / MANIFEST).is_file():
        raise IndexDamaged(f"{index / CURRENT} names a build that is not there; {REBUILD}")
    return Index(folder, read_manifest(folder))


def read_manifest(folder: Path) -> IndexManifest:
    """Read and check a build's manifest."""
    path = folder / MANIFEST
    if not path.is_file():  # a pipe or a device would be read without end
        raise IndexDamaged(f"{path} is missing; {REBUILD}")
    try:
        text = path.read_text(encoding="utf-8")
        data = json.loads(text)
        if not text.endswith("\n"):
            raise ValueError("its last byte is missing")  # noqa: TRY301
        if data["format"] != FORMAT:
            raise IndexStale(
                f"{path} is of format {data['format']}, this program reads {FORMAT}; {REBUILD}"
            )
        is_sealed = _is_sealed(data)
        manifest = IndexManifest(
            **{f.name: data[f.name] for f in fields(IndexManifest) if f.name != "unreadable"}
            | {name: tuple(data[name]) for name in ("without_asked_as", "unlisted_files")},
            unreadable=tuple(data.get("unreadable", ())),
        )
        files_id = build_id_of(manifest.files)
        stated_kind = kind_of(manifest.n_rows)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise IndexDamaged(f"{path} is not a manifest; {REBUILD}") from error
    except OSError as error:
        raise IndexDamaged(f"{path} cannot be read ({error.strerror}); {REBUILD}") from error
    if manifest.encoder != WEIGHTS_SHA256 or manifest.dimension != DIMENSION:
        raise IndexStale(f"{path} was built with another encoder; {REBUILD}")
    if not is_sealed or files_id != manifest.id or manifest.dense_kind != stated_kind:
        raise IndexDamaged(f"{path} has been altered; {REBUILD}")
    return manifest


def write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    """Write a build's manifest with a checksum of itself."""
    stated = {name: value for name, value in manifest.items() if name != "seal"}
    write_json(folder / MANIFEST, stated | {"seal": _seal(stated)})


def _is_sealed(data: dict[str, Any]) -> bool:
    """Tell whether a manifest is as it was written; builds made before there were seals have none."""
    if "unreadable" not in data and "seal" not in data:
        return True
    stated = {name: value for name, value in data.items() if name != "seal"}
    return bool(data.get("seal") == _seal(stated))


def _seal(stated: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(stated, sort_keys=True).encode()).hexdigest()


def build_id_of(files: dict[str, dict[str, Any]]) -> str:
    """Name a build by what it holds."""
    lines = "\n".join(f"{name} {files[name]['sha256']}" for name in sorted(files))
    return hashlib.sha256(f"{FORMAT}\n{lines}".encode()).hexdigest()[:12]


def describe_files(folder: Path) -> dict[str, dict[str, Any]]:
    """List a folder's files with size and sha256, by name."""
    paths = sorted(p for p in folder.rglob("*") if p.is_file())
    return {
        p.relative_to(folder).as_posix(): {"sha256": sha256_of(p), "size": p.stat().st_size}
        for p in paths
    }


def publish(index: Path, folder: Path, manifest: IndexManifest) -> None:
    """Make a written build the one that serves: manifest last, sync, rename, swap the pointer."""
    write_manifest(folder, asdict(manifest))
    for path in (*folder.rglob("*"), folder):
        sync(path)
    target = index / BUILDS / manifest.id
    if target.is_dir():
        _mend(target, folder, manifest)
    else:
        target.unlink(missing_ok=True)
        folder.rename(target)
    sync(index / BUILDS)
    point_to(index, manifest.id)


def _mend(target: Path, folder: Path, manifest: IndexManifest) -> None:
    """Replace what is damaged in a finished build by the same build's whole files, one by one.

    It may serve at this moment: each of its files is at any time the old one or the right one.
    """
    names = [name for name, stated in manifest.files.items() if check_file(target, name, stated)]
    for name in (*names, MANIFEST):
        place = target / name
        if place.parent != target and not place.parent.is_dir():
            place.parent.unlink(missing_ok=True)
            place.parent.mkdir()
        if place.is_dir():
            shutil.rmtree(place)
        (folder / name).replace(place)
    for path in (*target.rglob("*"), target):
        sync(path)


def point_to(index: Path, build_id: str) -> None:
    """Let another finished build serve."""
    write_atomically(index / CURRENT, build_id + "\n")


def write_atomically(path: Path, text: str) -> None:
    """Write a small file so that a reader sees all of it or what was there before."""
    fresh = path.with_name(f"{path.name}.new")
    try:
        fresh.write_text(text, encoding="utf-8", newline="")
        sync(fresh)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    sync(path.parent)


def sync(path: Path) -> None:
    """Have the system write a file or folder to disk; Windows syncs no folders."""
    if os.name == "nt" and path.is_dir():
        return
    # Windows syncs no file that is not open for writing.
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_json(path: Path, value: Any) -> None:  # noqa: ANN401  whatever JSON can hold
    """Write readable JSON."""
    path.write_text(
        json.dumps(value, ensure_ascii=False, indent=1, default=_plain) + "\n", encoding="utf-8"
    )


def write_jsonl(path: Path, items: Iterable[Any]) -> None:
    """Write one JSON object a line."""
    lines = (json.dumps(item, ensure_ascii=False, default=_plain) for item in items)
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")


def write_documents(folder: Path, documents: Iterable[Document]) -> None:
    """Write the documents' entries, texts and recommendations."""
    everything = list(documents)
    write_jsonl(folder / "documents.jsonl", (d.entry for d in everything))
    write_jsonl(
        folder / "recommendations.jsonl", (r for d in everything for r in d.recommendations)
    )
    meanings = {d.entry.id: d.status_meanings for d in everything}
    write_json(folder / "status_meanings.json", meanings)
    (folder / "sources").mkdir()
    for d in everything:
        (folder / "sources" / f"{d.entry.id}.txt").write_bytes(d.source.encode("utf-8"))


def _plain(value: Any) -> Any:  # noqa: ANN401
    return asdict(value)


def _read_json(path: Path) -> Any:  # noqa: ANN401
    return _parsed(path, json.loads)


def _read_jsonl(path: Path) -> list[dict[str, Any]]:
    return _parsed(path, lambda text: [json.loads(line) for line in text.split("\n") if line])


def _parsed(path: Path, parse: Callable[[str], Item]) -> Item:
    try:
        return parse(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise IndexDamaged(f"{path} cannot be read; {REBUILD}") from error


def _read_documents(path: Path) -> tuple[DocumentEntry, ...]:
    return tuple(
        DocumentEntry(**(row | {k: tuple(v) for k, v in row.items() if isinstance(v, list)}))
        for row in _read_jsonl(path)
    )


def _recommendation(row: dict[str, Any]) -> Recommendation:
    excerpts = {k: excerpt_from(v) for k, v in row.items() if isinstance(v, dict)}
    return Recommendation(**(row | excerpts | {"headings": tuple(row["headings"])}))


def lexicon_from(data: dict[str, Any]) -> Lexicon:
    """Make a lexicon of what write_json wrote of one."""
    return Lexicon(
        tuple(Term(t["name"], tuple(t["abbreviations"]), tuple(t["also"])) for t in data["terms"]),
        _groups(data["groups"]),
        data["shorthand"],
        {name: tuple(asked) for name, asked in data["areas"].items()},
        tuple(StatusWording(tuple(s["asked"]), tuple(s["means"])) for s in data["statuses"]),
        tuple(data["subject"]),
        _groups(data.get("roles", [])),
    )


def _groups(rows: list[dict[str, Any]]) -> tuple[Group, ...]:
    return tuple(Group(g["name"], tuple(g["asked"]), tuple(g["named"])) for g in rows)
