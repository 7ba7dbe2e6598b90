"""The engine by itself on a public collection in BEIR layout: the shipped encoder and settings.

A collection's documents become passages without asked-as questions; everything else is the path
that questions to the guidance take. The guidance itself can be taken so too.
"""

import random
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from assistant.ask import MAX_QUESTION, Assistant
from assistant.building.corpus import Corpus, read_corpus
from assistant.building.encoding import Encoding
from assistant.building.progress import Progress, silent
from assistant.building.writing import write_index
from assistant.chunking import sentences
from assistant.domain import Document, DocumentEntry, Excerpt, Passage, Span
from assistant.errors import InvalidRequest
from assistant.indexing.storage import Index
from assistant.measuring.grading import read_lines
from assistant.retrieval.judging import Judge

_DEPTH = 100
_UNIT_DEPTH = 6
_COLLECTION = "collection"


class _Collection(NamedTuple):
    ids: list[str]
    units: list[str]
    passages: tuple[Passage, ...]
    document: Document


class _Asked(NamedTuple):
    """What one query brought up: the numbers of passages, best first, at most _DEPTH."""

    ranking: list[int]
    is_refused: bool


def benchmark(folder: Path, *, progress: Progress = silent) -> dict[str, Any]:
    """Index a collection and score every query file.

    Args:
        folder: corpus.jsonl {_id, title, text}, queries*.jsonl {_id, text}, and their judgements,
            qrels*.tsv or qrels/test.tsv; queries without any are not asked where others have some.
            Where the documents carry `unit_id`, the first six passages are also scored by unit, in
            order. unanswerable.jsonl: queries that the collection does not answer.

    Returns:
        Measures by name; those of a second query file carry its name in front.

    Raises:
        InvalidRequest: a file is missing or malformed.
    """
    collection = _read_collection(folder)
    queries = sorted(folder.glob("queries*.jsonl"))
    if not queries:
        raise InvalidRequest(f"{folder} holds no queries.jsonl")
    with tempfile.TemporaryDirectory() as scratch:
        corpus = Corpus((collection.document,), collection.passages)
        assistant = _indexed(corpus, Path(scratch), progress)
        results: dict[str, Any] = {"documents": len(collection.ids)}
        for path in queries:
            suffix = path.stem.removeprefix("queries")
            judged = _judged(folder, suffix)
            asked = _asked(path, assistant, progress, judged)
            scores = _scored(asked, judged, collection) | {"refused": _refused(asked)}
            results |= {f"{suffix.strip('_')} {k}".strip(): v for k, v in scores.items()}
        unanswerable = folder / "unanswerable.jsonl"
        if unanswerable.is_file():
            results["unanswerable refused"] = _refused(_asked(unanswerable, assistant, progress))
    return results


def _read_collection(folder: Path) -> _Collection:
    rows = _jsonl(folder / "corpus.jsonl")
    if not rows:
        raise InvalidRequest(f"{folder / 'corpus.jsonl'} holds no documents")
    source: list[str] = []
    passages, at = [], 0
    for row in rows:
        title, text = str(row.get("title", "")), str(row["text"])
        excerpt = Excerpt(text, (Span(at, at + len(text)),))
        source.append(text)
        at += len(text) + 1
        named, headings = f"{_COLLECTION}/{row['_id']}", (title,) if title else ()
        parts = sentences(excerpt) or (excerpt,)
        passages.append(Passage(named, _COLLECTION, "paragraph", headings, title, excerpt, parts))
    # A collection has no manifest: it is called what its folder is called.
    name = folder.resolve().name.replace("_", " ")
    entry = DocumentEntry(_COLLECTION, "", name, name, (), name, name, 0, "", "", "")
    ids, units = ([str(row.get(key, "")) for row in rows] for key in ("_id", "unit_id"))
    return _Collection(ids, units, tuple(passages), Document(entry, "\n".join(source), ()))


def prepared(corpus: Path, index: Index, scratch: Path, most: int) -> Assistant:
    """Index the guidance, in an empty folder, as if each passage had at most so many asked-as questions.

    With none there are no outside examples either, as with a corpus that is new.
    """
    whole = read_corpus(corpus)
    asked = {passage.id: 0 for passage in whole.passages}
    kept = []
    shuffled = random.Random(most)  # noqa: S311  by lot, the same at every run
    for line in shuffled.sample(whole.asked_as, len(whole.asked_as)):
        asked[line.passage_id] += 1
        kept += [line] if asked[line.passage_id] <= most else []
    outside = whole.outside if most else ()
    few = replace(whole, asked_as=tuple(kept), outside=outside)
    return _indexed(few, scratch, silent, index)


def _indexed(
    corpus: Corpus, scratch: Path, progress: Progress, known: Index | None = None
) -> Assistant:
    """Index a corpus in a scratch folder; what another index has encoded is taken over."""
    folder = scratch / "build"
    folder.mkdir()
    encoding = Encoding(folder / "encoder", known, scratch / "encoded", progress)
    return Assistant(write_index(corpus, folder, encoding))


def _asked(
    path: Path, assistant: Assistant, progress: Progress, judged: Mapping[str, object] | None = None
) -> dict[str, _Asked]:
    judge = Judge(assistant.index)
    rows = [row for row in _jsonl(path) if not judged or str(row["_id"]) in judged]
    out = {}
    for done, row in enumerate(rows):
        progress(f"asking {path.name}", done, len(rows))
        evidence = assistant.evidence(str(row["text"])[:MAX_QUESTION])
        ranking = [evidence.pool.number(place) for place in evidence.ranking[:_DEPTH]]
        out[str(row["_id"])] = _Asked(ranking, not judge.judge(evidence).is_answered)
    return out


def _judged(folder: Path, suffix: str) -> dict[str, dict[str, int]]:
    """Read the judgements of passages, where they lie; the test set's in BEIR's own layout."""
    judged: dict[str, dict[str, int]] = defaultdict(dict)
    paths = folder / f"qrels{suffix}.tsv", folder / f"qrels{suffix}" / "test.tsv"
    for path in [path for path in paths if path.is_file()][:1]:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            cells = line.split("\t")
            if not line.strip() or (number == 1 and not cells[-1].strip().lstrip("-").isdigit()):
                continue
            if len(cells) != 3:
                raise InvalidRequest(f"{path}, line {number}: not three columns")
            judged[cells[0]][cells[1]] = int(cells[2])
    return dict(judged)


def _scored(
    asked: dict[str, _Asked], judged: dict[str, dict[str, int]], collection: _Collection
) -> dict[str, Any]:
    from ir_measures import RR, R, Success, nDCG

    if not judged:
        return {}
    measures = {str(m): m for m in (nDCG @ 10, R @ 100, RR @ 10)}
    out = {"queries": sum(query in judged for query in asked)}
    out |= _measures(judged, asked, collection.ids, _DEPTH, measures)
    if any(collection.units):
        unit = dict(zip(collection.ids, collection.units, strict=True))
        known = {q: [(p, v) for p, v in of.items() if p in unit] for q, of in judged.items()}
        of_units = {query: {unit[p]: value for p, value in of} for query, of in known.items()}
        kinds = {"hit": Success, "MRR": RR, "nDCG": nDCG}
        measures = {f"unit {name}@6": kind @ _UNIT_DEPTH for name, kind in kinds.items()}
        out |= _measures(of_units, asked, collection.units, _UNIT_DEPTH, measures)
    return out


def _measures(
    judged: dict[str, dict[str, int]],
    asked: dict[str, _Asked],
    names: Sequence[str],
    depth: int,
    measures: Mapping[str, Any],
) -> dict[str, Any]:
    """Score the first passages of each ranking with ir-measures, by names that may be those of several."""
    import ir_measures

    run: dict[str, dict[str, float]] = {}
    for query, a in asked.items():
        if query in judged:
            first = dict.fromkeys(names[number] for number in a.ranking[:depth])
            run[query] = {name: float(depth - rank) for rank, name in enumerate(first)}
    values = ir_measures.calc_aggregate(list(measures.values()), judged, run)
    return {name: round(float(values[m]), 4) for name, m in measures.items()}


def _refused(asked: dict[str, _Asked]) -> str:
    return f"{sum(a.is_refused for a in asked.values())} of {len(asked)}"


def _jsonl(path: Path) -> tuple[dict[str, Any], ...]:
    return read_lines(path, lambda row: row | {"_id": row["_id"], "text": row["text"]}, "a text")
