"""The engine on collections in BEIR layout: two layouts, the same measures, and plain errors."""

import json

import pytest

from assistant.errors import InvalidRequest
from assistant.measuring.benchmark import benchmark

DOCUMENTS = {
    "d1": ("Magnets", "Superconducting magnets are cooled with liquid helium."),
    "d2": ("Gloves", "Lead gloves are checked for cracks every year."),
    "d3": ("Empty", ""),
    "d4": ("Gloves", "Cracked gloves are thrown away at once."),
}
QUERIES = {"q1": "how are magnets cooled", "q2": "cracks in lead gloves", "q3": "parking fees"}
JUDGED = {"q1": {"d1": 1}, "q2": {"d2": 2, "d4": 1}}


def write(folder, *, beir=False, units=False):
    folder.mkdir()
    documents = [
        {"_id": name, "title": title, "text": text} | ({"unit_id": title} if units else {})
        for name, (title, text) in DOCUMENTS.items()
    ]
    queries = [{"_id": name, "text": text} for name, text in QUERIES.items()]
    for name, rows in (("corpus", documents), ("queries", queries)):
        text = "".join(json.dumps(row) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    qrels = folder / "qrels" / "test.tsv" if beir else folder / "qrels.tsv"
    qrels.parent.mkdir(exist_ok=True)
    lines = [f"{q}\t{d}\t{n}" for q, judged in JUDGED.items() for d, n in judged.items()]
    qrels.write_text("\n".join(["query-id\tcorpus-id\tscore", *lines]) + "\n", encoding="utf-8")
    return folder


@pytest.mark.slow
def test_the_layout_makes_no_difference(tmp_path):
    plain = benchmark(write(tmp_path / "plain"))
    assert plain == benchmark(write(tmp_path / "beir", beir=True))
    assert plain["documents"] == 4
    assert plain["queries"] == 2  # one has no judgement and is not asked
    assert plain["nDCG@10"] == plain["RR@10"] == plain["R@100"] == 1.0


@pytest.mark.slow
def test_units_are_scored_beside_passages(tmp_path):
    measures = benchmark(write(tmp_path / "units", units=True))
    assert measures["unit hit@6"] == measures["unit MRR@6"] == 1.0


def test_a_missing_file_is_named(tmp_path):
    folder = write(tmp_path / "missing")
    (folder / "queries.jsonl").unlink()
    with pytest.raises(InvalidRequest, match="queries.jsonl"):
        benchmark(folder)
    (folder / "corpus.jsonl").unlink()
    with pytest.raises(InvalidRequest, match="corpus.jsonl"):
        benchmark(folder)


def test_a_malformed_line_is_named(tmp_path):
    folder = write(tmp_path / "malformed")
    with (folder / "corpus.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"_id": "d5"}\n')
    with pytest.raises(InvalidRequest, match="line 5"):
        benchmark(folder)
