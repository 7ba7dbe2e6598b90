"""Over Milvus the same questions have the same answers, and a new build serves at once."""

import json

import numpy as np
import pytest

from assistant.ask import Assistant
from assistant.asking.asked import query_terms
from assistant.errors import IndexNotBuilt, IndexStale, IndexUnavailable
from assistant.indexing import storage
from assistant.indexing.search import HEADING, PART, TEXT
from assistant.views.render.json import response_json


def kept_questions(corpus):
    lines = (corpus / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def said(assistant, row):
    """A response without its scores, which are of single precision in Milvus."""
    response = response_json(
        assistant.ask(row["question"], row.get("history") or []), assistant.index
    )
    response.pop("confidence")
    for item in (*response["recommendations"], *response["citations"], *response["related"]):
        item.pop("score", None)
    return response


def assert_same_answers(rows, files, distributed):
    differing = [r["id"] for r in rows if said(files, r) != said(distributed, r)]
    assert differing == []


def test_the_same_questions_have_the_same_answers(corpus, assistant, distributed):
    assert_same_answers(kept_questions(corpus)[::12], assistant, distributed)


@pytest.mark.slow
def test_all_kept_questions_have_the_same_answers(corpus, assistant, distributed):
    assert_same_answers(kept_questions(corpus), assistant, distributed)


def test_both_engines_give_the_same_scores(assistant, distributed):
    files, milvus = assistant.index.search, distributed.index.search
    reading = assistant.understanding.understand(
        "Who should audit the algorithm after it is switched on?"
    )
    query, vector = query_terms(reading, 0.3), assistant.index.encoder.encode([reading.text])[0]
    some = np.arange(0, len(assistant.index.passages), 3)
    np.testing.assert_allclose(files.lexical(query, some), milvus.lexical(query, some), rtol=1e-5)
    for kind in (TEXT, PART, HEADING):
        ours, theirs = files.cosines(vector, kind, some), milvus.cosines(vector, kind, some)
        assert ours.rows.tolist() == theirs.rows.tolist()
        np.testing.assert_allclose(ours.cosines, theirs.cosines, atol=1e-5)
    ours = {tuple(r) for r in files.nearest(vector, files.n_rows).rows.tolist()}
    assert {tuple(r) for r in milvus.nearest(vector, milvus.n_rows).rows.tolist()} == ours
    assert {*files.best_lexical(query, 20)} == {*milvus.best_lexical(query, 20)}


def test_both_engines_hold_the_same_passages(assistant, distributed):
    files, milvus = assistant.index.passages, distributed.index.passages
    some = np.arange(0, len(files), 11)
    assert [files[n] for n in some] == [milvus[n] for n in some]
    assert files.kinds(some) == milvus.kinds(some)
    assert files.documents(some) == milvus.documents(some)
    assert files.recommendations == milvus.recommendations
    assert files.of_kind("note") == milvus.of_kind("note")


@pytest.fixture
def toy_lite(toy_copy, tmp_path):
    """A toy index, and the address of an empty embedded Milvus."""
    pytest.importorskip(
        "milvus_lite", reason="Milvus is optional: pip install -r requirements-milvus.txt"
    )
    return toy_copy, str(tmp_path / "toy.db")


def test_a_milvus_without_a_build_says_what_to_run(toy_lite):
    folder, address = toy_lite
    with pytest.raises(IndexNotBuilt, match="build --engine milvus"):
        Assistant.open(folder, address)


def test_a_build_that_the_folder_lacks_is_refused(toy_lite, tmp_path):
    from assistant.indexing.milvus_filling import publish

    folder, address = toy_lite
    publish(storage.open_current(folder), address)
    (tmp_path / "empty").mkdir()
    with pytest.raises(IndexStale, match="lacks it"):
        Assistant.open(tmp_path / "empty", address)


def test_an_asking_machine_needs_neither_passages_nor_vectors_of_the_build(toy_lite):
    from assistant.indexing.milvus_filling import publish

    folder, address = toy_lite
    publish(storage.open_current(folder), address)
    asked = "Is it too windy to fly?"
    answer = Assistant.open(folder).ask(asked)
    built = storage.open_current(folder).folder
    for name in ("passages.jsonl", "dense.faiss"):
        (built / name).unlink()
    there = Assistant.open(folder, address).ask(asked)
    assert [c.passage_id for c in there.citations] == [c.passage_id for c in answer.citations]


def test_publishing_swaps_the_alias_and_keeps_the_build_before(toy_lite):
    from pymilvus import MilvusClient

    from assistant.indexing.milvus import served
    from assistant.indexing.milvus_filling import publish

    folder, address = toy_lite
    index = storage.open_current(folder)
    publish(index, address)
    serving = Assistant.open(folder, address)
    asked = serving.ask("Who is responsible?")
    ids = [index.id]
    for name in ("b" * 12, "c" * 12):
        other = storage.open_current(folder)
        object.__setattr__(other.manifest, "id", name)
        publish(other, address)
        client = MilvusClient(address)
        assert served(client) == name
        kept = {c.split("_")[1] for c in client.list_collections()}
        assert kept == {ids[-1], name}
        ids.append(name)
        if name[0] == "b":
            assert serving.ask("Who is responsible?") == asked  # the open one asks its own build


def test_a_milvus_that_does_not_answer_is_named():
    pytest.importorskip(
        "pymilvus", reason="Milvus is optional: pip install -r requirements-milvus.txt"
    )
    from assistant.indexing.milvus import connected

    with pytest.raises(IndexUnavailable, match=r"127\.0\.0\.1:9 cannot be asked"):
        connected("http://127.0.0.1:9")
