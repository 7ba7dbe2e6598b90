"""Puts a build into Milvus beside the one that serves there, and lets askers follow to it.

Two collections hold a build; a new one serves from one moment to the next, when the alias goes
over to it. Knows nothing of questions.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

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
        if before:
            client.alter_alias(collection_name=target, alias=ALIAS)
        else:
            client.create_alias(collection_name=target, alias=ALIAS)
        _drop_others(client, {index.id, before})


def _create(client: Any, index: Index) -> None:
    from pymilvus import DataType

    rows = client.create_schema(auto_id=False, enable_dynamic_field=False)
    rows.add_field("id", DataType.INT64, is_primary=True)
    for field in ("kind", "passage", "number"):
        rows.add_field(field, DataType.INT64)
    rows.add_field("vector", DataType.FLOAT_VECTOR, dim=index.manifest.dimension)
    indices = client.prepare_index_params()
    is_flat = kind_of(index.manifest.n_rows) == "flat"
    how = {"index_type": "FLAT"} if is_flat else {"index_type": "HNSW", "params": _HNSW}
    indices.add_index("vector", metric_type="IP", **how)
    _create_one(client, collection_name(index.id, "rows"), rows, indices)
    passages = client.create_schema(auto_id=False, enable_dynamic_field=False)
    passages.add_field("id", DataType.INT64, is_primary=True)
    passages.add_field("kind", DataType.VARCHAR, max_length=32)
    passages.add_field("document", DataType.VARCHAR, max_length=256)
    passages.add_field("body", DataType.JSON)
    indices = client.prepare_index_params()
    passages.add_field("terms", DataType.SPARSE_FLOAT_VECTOR)
    indices.add_index("terms", index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
    _create_one(client, collection_name(index.id, "passages"), passages, indices)


def _create_one(client: Any, name: str, schema: Any, indices: Any) -> None:
    client.drop_collection(name)  # what a killed build left
    client.create_collection(name, schema=schema, index_params=indices, consistency_level="Strong")


def _fill(
    client: Any, collection: str, entities: Iterator[dict[str, Any]], n: int, progress: Progress
) -> None:
    batch: list[dict[str, Any]] = []
    for done, entity in enumerate(entities):
        batch.append(entity)
        if len(batch) == _BATCH:
            client.insert(collection, batch)
            progress("filling Milvus", done, n)
            batch = []
    if batch:
        client.insert(collection, batch)
    client.flush(collection)
    client.load_collection(collection)


def _row_entities(index: Index) -> Iterator[dict[str, Any]]:
    for start in range(0, index.manifest.n_rows, _BATCH):
        rows = index.rows[start : start + _BATCH]
        vectors = index.dense.vectors(np.arange(start, start + len(rows)))
        for at, (row, vector) in enumerate(zip(rows.tolist(), vectors, strict=True), start):
            kind, passage, number = row
            named = {"kind": kind, "passage": passage, "number": number}
            yield {"id": at, **named, "vector": vector}


def _passage_entities(index: Index) -> Iterator[dict[str, Any]]:
    terms = _by_row(index.text_index)
    for number, passage in enumerate(index.passages):
        yield {
            "id": number,
            "kind": passage.kind,
            "document": passage.document_id,
            "body": {"json": json.dumps(asdict(passage), ensure_ascii=False)},
            "terms": terms(number),
        }


def _by_row(index: LexicalIndex) -> Callable[[int], dict[int, float]]:
    """Turn postings about: row -> its terms, numbered from 1, and their weights."""
    terms = np.repeat(np.arange(1, len(index.starts)), np.diff(index.starts))
    order = np.argsort(index.rows, kind="stable")
    starts = np.searchsorted(index.rows[order], np.arange(index.n_rows + 1))

    def of(row: int) -> dict[int, float]:
        at = order[starts[row] : starts[row + 1]]
        held = dict(zip(terms[at].tolist(), index.weights[at].tolist(), strict=True))
        return held or {_NO_TERM: 1e-6}

    return of


def _drop_others(client: Any, keep: set[str]) -> None:
    for name in client.list_collections():
        if name.startswith(f"{ALIAS}_") and name.split("_")[1] not in keep:
            client.drop_collection(name)
