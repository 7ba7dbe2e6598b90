"""How an index lies on disk: plain files, checksums, one pointer to the build that serves.

index/builds/<id>/   manifest.json (written last), passages.jsonl, …, lexical/, dense.faiss, …
index/CURRENT        the id of the build that serves
index/evaluations/   <id>.json: how well a build answered; beside it, as it is not made from the corpus
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import numpy as np

from assistant import domain
from assistant.errors import IndexDamaged, IndexNotBuilt
from assistant.indexing.arrays import Int32Array, Int64Array
from assistant.indexing.dense import FILES, DenseIndex
from assistant.indexing.disk import REBUILD, check_file, read_json, read_jsonl
from assistant.indexing.encoder import OnnxEncoder
from assistant.indexing.gate import Gate
from assistant.indexing.learned import LearnedMap
from assistant.indexing.lexical import LexicalIndex
from assistant.indexing.manifests import MANIFEST, IndexManifest, read_manifest
from assistant.indexing.passages import LINES, PLACES, Passages, StoredPassages
from assistant.indexing.search import ASKED_AS, FileSearch, Search
from assistant.indexing.tokens import TokenIndex
from assistant.indexing.vocabulary import KnownWords, Vocabulary

Item = TypeVar("Item")

CURRENT = "CURRENT"
BUILDS = "builds"
EVALUATIONS = "evaluations"
# Only the next build reads these, and checks them then: a damaged one keeps nobody from asking.
FOR_BUILDS = ("texts.jsonl", "learned/made_of.txt", "learned/left_out.npy")


def _part(name: str, kind: type[Item]) -> cached_property[Item]:
    """Read a file of a build when it is first wanted."""
    return cached_property(lambda index: read_json(index.checked(name), kind))


def _lines(name: str, kind: type[Item]) -> cached_property[tuple[Item, ...]]:
    """Read a file of a build, a value a line, when it is first wanted."""
    return cached_property(lambda index: read_jsonl(index.checked(name), kind))


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
        self.documents = read_jsonl(self.checked("documents.jsonl"), domain.DocumentEntry)
        recommendations = self.checked("recommendations.jsonl")
        self.recommendations = read_jsonl(recommendations, domain.Recommendation)

    @property
    def id(self) -> str:
        return self.manifest.id

    # What each status means, by document.
    status_meanings = _part("status_meanings.json", dict[str, dict[str, str]])
    # What each document calls itself and its columns.
    labels = _part("labels.json", dict[str, dict[str, str]])
    asked_as = _lines("asked_as.jsonl", domain.AskedAs)
    outside = _lines("outside.jsonl", domain.OutsideExample)
    lexicon = _part("lexicon.json", domain.Lexicon)
    vocabulary = _part("vocabulary.json", Vocabulary)
    # (n_rows,) the text that each row is the vector of; only the next build reads it.
    texts = _lines("texts.jsonl", str)
    # Words that are spelt as English spells them.
    known_words = cached_property(lambda index: KnownWords(index.checked("known_words.txt")))

    @cached_property
    def sources(self) -> dict[str, str]:
        paths = {d.id: self.checked(f"sources/{d.id}.txt") for d in self.documents}
        return {name: path.read_bytes().decode("utf-8") for name, path in paths.items()}

    @cached_property
    def passages(self) -> Passages:
        """All passages; a passage's number here is its row in the lexical index."""
        for name in (LINES, PLACES):
            self.checked(name)
        return StoredPassages(self.folder, [d.id for d in self.documents])

    @cached_property
    def search(self) -> Search:
        return FileSearch(self.rows, self.dense, self.text_index)

    @cached_property
    def text_index(self) -> LexicalIndex:
        return LexicalIndex.load(self.whole("lexical_text"), self.manifest.n_passages)

    @cached_property
    def tokens(self) -> TokenIndex:
        """The token vectors of the passages and, for the next build, of questions to judge by."""
        return TokenIndex.load(self.whole("tokens"), self.manifest.n_passages)

    @cached_property
    def dense(self) -> DenseIndex:
        m = self.manifest
        for name in FILES & m.files.keys():
            self.checked(name)
        return DenseIndex.load(self.folder, m.n_rows, m.dimension, m.dense_kind)

    @cached_property
    def rows(self) -> Int32Array:
        """(n_rows, 3): what kind of text, which passage (or -1), which text of its kind."""
        rows: Int32Array = np.load(self.checked("rows.npy"), allow_pickle=False)
        return rows

    @cached_property
    def asked_counts(self) -> Int64Array:
        """(n_passages,) how many asked-as questions each passage has."""
        kinds, passages, _ = self.rows.T
        return np.bincount(passages[kinds == ASKED_AS], minlength=self.manifest.n_passages)

    @cached_property
    def learned(self) -> LearnedMap | None:
        """The learned map, if there were asked-as questions to learn from."""
        is_there = "learned/dense.npy" in self.manifest.files
        return LearnedMap.load(self.whole("learned")) if is_there else None

    @cached_property
    def gate(self) -> Gate | None:
        """The gate fitted to this corpus, if there were examples to fit it to."""
        name = "learned/gate.json"
        return read_json(self.checked(name), Gate) if name in self.manifest.files else None

    @cached_property
    def encoder(self) -> OnnxEncoder:
        return OnnxEncoder(self.whole("encoder"), self.manifest.encoder)

    def checked(self, name: str) -> Path:
        """Return a file's path once its checksum is the manifest's: nothing else may read it."""
        if name not in self._found_whole and (problems := self.check_files([name])):
            raise IndexDamaged(f"{problems[0]}; {REBUILD}")
        return self.folder / name

    def whole(self, folder: str, names: Iterable[str] = ()) -> Path:
        """Return a folder's path once some files of it, or all that answers need, are the manifest's."""
        for name in [f"{folder}/{n}" for n in names] or {*self.files_in(folder)} - {*FOR_BUILDS}:
            self.checked(name)
        return self.folder / folder

    def files_in(self, folder: str) -> list[str]:
        """Name the files of a folder of the build."""
        return [name for name in self.manifest.files if name.startswith(f"{folder}/")]

    def check_everything(self) -> list[str]:
        """Check every file and every span; return what is wrong, in words."""
        if problems := self.check_files():
            return problems
        stated, counted = self.manifest, (len(self.passages), len(self.recommendations))
        if (stated.n_passages, stated.n_recommendations) == counted:
            return [*self.broken_spans()]
        return [f"{self.folder / MANIFEST} counts other passages or recommendations than there are"]

    def check_files(self, names: Iterable[str] | None = None) -> list[str]:
        """Check every file, or some; return what is wrong, in words."""
        stated = self.manifest.files
        problems = ((n, check_file(self.folder, n, stated.get(n))) for n in names or stated)
        return [f"{self.folder / name} {problem}" for name, problem in problems if problem]

    def check_answering(self) -> list[str]:
        """Check every file that answers come from, once; return what is wrong, in words."""
        names = {*self.manifest.files} - {*FOR_BUILDS}
        problems = self.check_files(sorted(names))
        self._found_whole = set() if problems else names
        return problems

    def broken_spans(self) -> Iterator[str]:
        """Name the passages whose words do not stand at their spans."""
        for passage in self.passages:
            source = self.sources[passage.document_id]
            for excerpt in (passage.excerpt, *passage.parts):
                if domain.Excerpt.cut(source, excerpt.spans).text != excerpt.text:
                    yield f"{passage.id}: its words do not stand at its spans"


def open_current(index: Path) -> Index:
    """Open the build that serves.

    Raises:
        IndexNotBuilt: there is none.
        IndexStale: it is of another format or for another encoder; so of every build.
        IndexDamaged: a file is missing or altered; so of every build.
    """
    build_id = pointed_to(index)
    if not build_id and not (index / CURRENT).is_file():
        raise IndexNotBuilt(f"{index} holds no finished index; {REBUILD}")
    try:
        return open_build(index, build_id)
    except IndexDamaged:
        # Newer builds may have come, and this one gone, since the pointer was read.
        # Source: Lucene's SegmentInfos.FindSegmentsFile tries again while the generation moves on.
        if pointed_to(index) == build_id:
            raise
        return open_current(index)


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
        why = f"{pointer} cannot be read ({error.strerror}); give yourself access to {index}"
        raise IndexDamaged(why) from error


def open_build(index: Path, build_id: str) -> Index:
    """Open one build by its id."""
    folder = index / BUILDS / build_id
    if not re.fullmatch("[0-9a-f]{12}", build_id) or not (folder / MANIFEST).is_file():
        raise IndexDamaged(f"{index / CURRENT} names a build that is not there; {REBUILD}")
    return Index(folder, read_manifest(folder))
