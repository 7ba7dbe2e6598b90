"""An index whose passages, vectors and BM25 weights lie in Milvus; with milvus_filling the door to pymilvus.

Two collections hold a build; their names carry its id. Askers follow an alias. What is small stays in
the build's folder, which each asking machine has a copy of. Scores are those of FileSearch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from assistant.domain import Passage
from assistant.errors import IndexNotBuilt, IndexStale, IndexUnavailable
from assistant.indexing import manifests, storage
from assistant.indexing.arrays import Float32Array, Float64Array, Int32Array, Int64Array
from assistant.indexing.disk import decoder
from assistant.indexing.passages import PLACES, Passages
from assistant.indexing.search import BEGINS, Neighbours
from assistant.indexing.storage import Index

ALIAS = "guidance"
# Source: Milvus's limits: one search gives at most so many results (topK).
_MOST = 16_384
_INSTALL = "run: pip install -r requirements-milvus.txt"
_PUBLISH = "run: python -m assistant build --engine milvus --uri ADDRESS"


def collection_name(build_id: str, of: str) -> str:
    """Name a collection of a build."""
    return f"{ALIAS}_{build_id}_{of}"


@contextmanager
def understood(uri: str) -> Iterator[None]:
    """Say in words that Milvus is not installed, does not answer, or refuses: IndexUnavailable."""
    try:
        from pymilvus.exceptions import MilvusException
    except ImportError as error:
        raise IndexUnavailable(f"pymilvus is not installed; {_INSTALL}") from error
    try:
        yield
    except MilvusException as error:
        why = f"Milvus at {uri} cannot be asked ({error.message}); look whether it runs"
        raise IndexUnavailable(why) from error


def connected(uri: str) -> Any:
    """Connect, or raise IndexUnavailable."""
    with understood(uri):
        from pymilvus import MilvusClient

        return MilvusClient(uri)


def served(client: Any) -> str:
    """Give the id of the build that the alias names; empty if there is none."""
    for name in client.list_collections():
        if name.startswith(f"{ALIAS}_") and ALIAS in client.list_aliases(name)["aliases"]:
            return str(name.split("_")[1])
    return ""


def open_served(folder: Path, uri: str) -> MilvusIndex:
    """Open the build that the alias names; the index folder holds the small files of it.

    Raises:
        IndexNotBuilt: Milvus holds no build.
        IndexStale: the folder holds no build of that id.
        IndexUnavailable: Milvus is not installed, does not answer, or refuses.
    """
    client = connected(uri)
    with understood(uri):
        build_id = served(client)
    if not build_id:
        raise IndexNotBuilt(f"Milvus at {uri} holds no finished index; {_PUBLISH}")
    built = folder / storage.BUILDS / build_id
    if not (built / manifests.MANIFEST).is_file():
        raise IndexStale(f"Milvus at {uri} serves build {build_id}, {folder} lacks it; {_PUBLISH}")
    return MilvusIndex(built, client, uri)


class MilvusIndex(Index):
    """An open build whose passages and vectors lie in Milvus."""

    def __init__(self, folder: Path, client: Any, uri: str) -> None:
        super().__init__(folder, manifests.read_manifest(folder))
        self._client, self._uri = client, uri

    @cached_property
    def passages(self) -> Passages:
        self.checked(PLACES)
        documents = [d.id for d in self.documents]
        return MilvusPassages(self.folder, documents, self._collection("passages"))

    @cached_property
    def search(self) -> MilvusSearch:
        collections = self._collection("rows"), self._collection("passages")
        numbers, n_passages = self.text_index.vocabulary, self.manifest.n_passages
        return MilvusSearch(self.rows, numbers, n_passages, *collections)

    def _collection(self, of: str) -> _Collection:
        return _Collection(self._client, self._uri, collection_name(self.id, of))


@dataclass(frozen=True, slots=True)
class _Collection:
    """One collection, asked in the few ways that are needed."""

    client: Any
    uri: str
    name: str

    def query(self, condition: str, fields: Sequence[str]) -> list[dict[str, Any]]:
        """Give the entities that meet a condition, in the order of their ids."""
        wanted = {"filter": condition, "output_fields": ["id", *fields], "limit": _MOST}
        with understood(self.uri):
            rows = self.client.query(self.name, **wanted)
        return sorted(rows, key=lambda row: row["id"])

    def search(
        self, field: str, query: Any, depth: int, condition: str = ""
    ) -> list[dict[str, Any]]:
        """Give the nearest entities, each with `id` and `distance`."""
        how = {"metric_type": "IP", "params": {"ef": max(depth, 300)}}
        wanted = {"limit": max(1, min(depth, _MOST)), "filter": condition, "search_params": how}
        with understood(self.uri):
            return list(self.client.search(self.name, [query], anns_field=field, **wanted)[0])


class MilvusPassages(Passages):
    """Passages in a collection; each is fetched when it is wanted, and kept for a while."""

    def __init__(self, folder: Path, documents: Sequence[str], collection: _Collection) -> None:
        super().__init__(folder, documents)
        self._collection = collection

    def _fetched(self, number: int) -> Passage:
        rows = self._collection.query(f"id == {number}", ["body"])
        return decoder(Passage).decode(rows[0]["body"]["json"])


@dataclass(eq=False)
class MilvusSearch:
    """Searches the collections of one build, as search.Search says, with the lexical index's numbers."""

    rows: Int32Array
    numbers: Mapping[str, int]
    n_passages: int
    vectors: _Collection
    passages: _Collection
    most = _MOST

    @property
    def n_rows(self) -> int:
        return len(self.rows)

    def nearest(self, vector: Float32Array, depth: int) -> Neighbours:
        begins = "" if depth >= self.n_rows else f"kind in {list(BEGINS)}"
        return self._found(vector, depth, begins)

    def cosines(self, vector: Float32Array, kind: int, passages: Int64Array) -> Neighbours:
        found = self._found(vector, _MOST, f"kind == {kind} and passage in {passages.tolist()}")
        order = np.lexsort((found.rows[:, 2], found.rows[:, 1]))
        return Neighbours(found.rows[order], found.cosines[order])

    def _found(self, vector: Float32Array, depth: int, condition: str) -> Neighbours:
        hits = self.vectors.search("vector", vector, depth, condition)
        hits.sort(key=lambda hit: hit["id"])
        rows = self.rows[[hit["id"] for hit in hits]]
        return Neighbours(rows, np.array([hit["distance"] for hit in hits], np.float32))

    def best_lexical(self, query: Mapping[str, float], depth: int) -> Int64Array:
        sparse = self._sparse(query)
        hits = self.passages.search("terms", sparse, depth) if sparse else []
        return np.array([hit["id"] for hit in hits if hit["distance"] > 0], np.int64)

    def lexical(self, query: Mapping[str, float], passages: Int64Array) -> Float64Array:
        sparse = self._sparse(query)
        out = np.zeros(len(passages))
        if not sparse or not len(passages):
            return out
        condition = "" if len(passages) == self.n_passages else f"id in {passages.tolist()}"
        place = {number: at for at, number in enumerate(passages.tolist())}
        for hit in self.passages.search("terms", sparse, len(passages), condition):
            out[place[hit["id"]]] = hit["distance"]
        return out

    def _sparse(self, query: Mapping[str, float]) -> dict[int, float]:
        known = ((self.numbers.get(term), weight) for term, weight in query.items())
        return {number + 1: weight for number, weight in known if number is not None}
