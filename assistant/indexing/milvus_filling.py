"""Puts a build into Milvus beside the one that serves there, and lets askers follow to it."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import msgspec
import numpy as np

from assistant.indexing.dense import kind_of
from assistant.indexing.lexical import LexicalIndex
from assistant.indexing.milvus import ALIAS, collection_name, connected, served, understood
from assistant.indexing.storage import Index

_BATCH = 1_000
# Milvus refuses a sparse vector without any value; no query asks for this one.
_NO_TERM = 0
_HNSW = {"M": 16, "efConstruction": 100}

Progress = Callable[[str, int, int], None]


def publish(index: Index, uri: str, progress: Progress = lambda *_: None) -> None:
    """Put a build into Milvus beside the one that serves there, then swap the alias.

    The build before is kept, those before it are dropped.
    """
    client = connected(uri)
    with understood(uri):
        before = served(client)
        if before == index.id:
            return
        _create(client, index)
        rows, target = (collection_name(index.id, of) for of in ("rows", "passages"))
        _fill(client, rows, _row_entities(index), index.manifest.n_rows, progress)
        _fill(client, target, _passage_entities(index), len(index.passages), progress)
        swap = client.alter_alias if before else client.create_alias
        swap(collection_name=target, alias=ALIAS)
        for name in client.list_collections():
            if name.startswith(f"{ALIAS}_") and name.split("_")[1] not in {index.id, before}:
                client.drop_collection(name)


def _create(client: Any, index: Index) -> None:
    from pymilvus import DataType

    rows, passages = (client.create_schema(enable_dynamic_field=False) for _ in range(2))
    for schema in (rows, passages):
        schema.add_field("id", DataType.INT64, is_primary=True)
    for field in ("kind", "passage"):
        rows.add_field(field, DataType.INT64)
    rows.add_field("vector", DataType.FLOAT_VECTOR, dim=index.manifest.dimension)
    is_flat = kind_of(index.manifest.n_rows) == "flat"
    how = {"index_type": "FLAT"} if is_flat else {"index_type": "HNSW", "params": _HNSW}
    _create_one(client, collection_name(index.id, "rows"), rows, "vector", how)
    passages.add_field("body", DataType.JSON)
    passages.add_field("terms", DataType.SPARSE_FLOAT_VECTOR)
    how = {"index_type": "SPARSE_INVERTED_INDEX"}
    _create_one(client, collection_name(index.id, "passages"), passages, "terms", how)


def _create_one(client: Any, name: str, schema: Any, field: str, how: dict[str, Any]) -> None:
    client.drop_collection(name)  # what a killed build left
    indices = client.prepare_index_params()
    indices.add_index(field, metric_type="IP", **how)
    client.create_collection(name, schema=schema, index_params=indices, consistency_level="Strong")


def _fill(
    client: Any, collection: str, entities: Iterator[dict[str, Any]], n: int, progress: Progress
) -> None:
    for done in range(0, n, _BATCH):
        client.insert(collection, list(islice(entities, _BATCH)))
        progress("filling Milvus", min(done + _BATCH, n), n)
    client.flush(collection)
    client.load_collection(collection)


def _row_entities(index: Index) -> Iterator[dict[str, Any]]:
    for start in range(0, index.manifest.n_rows, _BATCH):
        rows = index.rows[start : start + _BATCH]
        vectors = index.dense.vectors(np.arange(start, start + len(rows)))
        for at, (row, vector) in enumerate(zip(rows.tolist(), vectors, strict=True), start):
            yield {"id": at, "kind": row[0], "passage": row[1], "vector": vector}


def _passage_entities(index: Index) -> Iterator[dict[str, Any]]:
    terms = _by_row(index.text_index)
    for number, (passage, held) in enumerate(zip(index.passages, terms, strict=True)):
        body = {"json": msgspec.json.encode(passage).decode()}
        yield {"id": number, "body": body, "terms": held or {_NO_TERM: 1e-6}}


def _by_row(index: LexicalIndex) -> Iterator[dict[int, float]]:
    """Turn postings about: of each row its terms, numbered from 1, and their weights."""
    terms = np.repeat(np.arange(1, len(index.starts)), np.diff(index.starts))
    order = np.argsort(index.rows, kind="stable")
    for at in np.split(order, np.searchsorted(index.rows[order], np.arange(1, index.n_rows))):
        yield dict(zip(terms[at].tolist(), index.weights[at].tolist(), strict=True))
