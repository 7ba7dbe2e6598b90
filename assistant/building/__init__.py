"""corpus/ -> index/: parse, chunk, encode, index, check, publish."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assistant.building import builds
from assistant.building.corpus import read_corpus
from assistant.building.encoding import FOLDER, Encoding, encoder_source
from assistant.building.progress import Progress, silent
from assistant.building.writing import write_index
from assistant.corpus.approval import Approve, confirmed_sources, fingerprint_of, source_changes
from assistant.corpus.manifest import read_manifest, unlisted_files
from assistant.domain import DocumentId
from assistant.indexing.serving import publish
from assistant.indexing.storage import Index, open_build
from assistant.parsing.completeness import doubts

Accept = Callable[[Index], None]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build found and made.

    Attributes:
        built: the build that serves now.
        replaced: the id of the build that served before, or empty.
        doubts: what was left out of the documents read or is not plain in them, by their ids.
    """

    built: Index
    replaced: str
    n_encoded: int = 0
    is_new: bool = False
    doubts: Mapping[DocumentId, tuple[str, ...]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.built.id


def build_index(
    corpus: Path,
    index: Path,
    *,
    progress: Progress = silent,
    approve: Approve | None = None,
    accept: Accept | None = None,
    force: bool = False,
    encoder: str = "",
) -> BuildReport:
    """Build the index of a corpus and let it serve.

    Args:
        approve: told which documents are not those the serving build was made from, before
            anything is read; raises BuildRefused if they must not be built.
        accept: looks at the finished build and raises BuildRefused if it must not serve.
        force: build even if nothing has changed.
        encoder: the folder of one, "default" for MiniLM; that of the build that serves if empty.

    Raises:
        CorpusError: the corpus cannot be used.
        BuildRefused: another build is running, there is no room, or the build was not accepted.
    """
    with builds.only_writer(index, corpus):
        progress("reading documents", 0, 1)
        builds.clean_up(index)
        entries = read_manifest(corpus)
        current = builds.current_or_none(index)
        source = encoder_source(encoder, current)
        fingerprint = fingerprint_of(corpus, entries, source.identity)
        is_same = current is not None and current.manifest.corpus_fingerprint == fingerprint
        if current is not None and is_same and not force and not current.check_everything():
            return BuildReport(current, current.id)
        served = frozenset(d.id for d in current.documents) if current is not None else frozenset()
        changes = source_changes(entries, current, confirmed_sources(index))
        if approve is not None and changes:
            approve(changes)
        with builds.being_written(index) as folder:
            encoding = Encoding(folder / "encoder", current, index / FOLDER, progress, source)
            read = read_corpus(corpus, served, progress)
            unlisted = unlisted_files(corpus, entries)
            built = write_index(read, folder, encoding, fingerprint=fingerprint, unlisted=unlisted)
            if accept is not None:
                progress("checking answers", 0, 1)
                accept(built)
            doubted = {document.entry.id: doubts(document) for document in read.documents}
            progress("publishing", 0, 1)
            publish(index, folder, built.manifest)
            shutil.rmtree(index / FOLDER, ignore_errors=True)  # the build holds it itself now
        progress("dropping old builds", 0, 1)
        replaced = current.id if current is not None else ""
        builds.drop_old_builds(index, keep=replaced)
        progress("published", 1, 1)
        published = open_build(index, built.id)
        return BuildReport(published, replaced, encoding.n_new, is_new=True, doubts=doubted)
