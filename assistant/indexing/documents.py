"""The small records of a build: its documents, their recommendations and labels, the lexicon."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from assistant.domain import (
    Document,
    DocumentEntry,
    Group,
    Lexicon,
    Recommendation,
    StatusWording,
    Term,
)
from assistant.indexing.disk import read_jsonl, write_json, write_jsonl
from assistant.indexing.passages import excerpt_from

LABELS = "labels.json"


def write_documents(folder: Path, documents: Iterable[Document]) -> None:
    """Write the documents' entries, texts and recommendations."""
    everything = list(documents)
    write_jsonl(folder / "documents.jsonl", (d.entry for d in everything))
    write_jsonl(
        folder / "recommendations.jsonl", (r for d in everything for r in d.recommendations)
    )
    meanings = {d.entry.id: d.status_meanings for d in everything}
    write_json(folder / "status_meanings.json", meanings)
    write_json(folder / LABELS, {d.entry.id: d.labels for d in everything})
    (folder / "sources").mkdir()
    for d in everything:
        (folder / "sources" / f"{d.entry.id}.txt").write_bytes(d.source.encode("utf-8"))


def read_documents(path: Path) -> tuple[DocumentEntry, ...]:
    """Read the entries of the documents."""
    return tuple(DocumentEntry(**_tupled(row)) for row in read_jsonl(path))


def recommendation_from(row: dict[str, Any]) -> Recommendation:
    """Make a recommendation of what write_documents wrote of one."""
    excerpts = {k: excerpt_from(v) for k, v in row.items() if isinstance(v, dict)}
    return Recommendation(**(row | excerpts | {"headings": tuple(row["headings"])}))


def lexicon_from(data: dict[str, Any]) -> Lexicon:
    """Make a lexicon of what write_json wrote of one."""
    data = _tupled(data)
    kinds = {"terms": Term, "groups": Group, "statuses": StatusWording, "roles": Group}
    rows = {name: tuple(kind(**row) for row in data.get(name, ())) for name, kind in kinds.items()}
    return Lexicon(**(data | rows))


def _tupled(value: Any) -> Any:  # noqa: ANN401  whatever JSON can hold
    """Give tuples for JSON's lists."""
    if isinstance(value, dict):
        return {name: _tupled(inner) for name, inner in value.items()}
    return tuple(map(_tupled, value)) if isinstance(value, list) else value
