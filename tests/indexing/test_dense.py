"""The dense index finds what comparing with every vector finds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import IndexDamaged
from assistant.indexing.dense import DenseIndex


def unit_vectors(n, seed, dimension=16):
    vectors = np.random.default_rng(seed).standard_normal((n, dimension)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@given(n=st.integers(1, 80), depth=st.integers(1, 100), seed=st.integers(0, 2**16))
def test_a_search_finds_what_brute_force_finds(n, depth, seed):
    vectors, query = unit_vectors(n, seed), unit_vectors(1, seed + 1)[0]
    rows, cosines = DenseIndex.build(vectors).search(query, depth)
    wanted = vectors @ query
    assert len(rows) == min(n, depth)
    np.testing.assert_allclose(cosines, wanted[rows], atol=1e-6)
    np.testing.assert_allclose(cosines, np.sort(wanted)[::-1][: len(rows)], atol=1e-6)


def test_rows_of_the_same_vector_come_in_their_order():
    same = np.repeat(unit_vectors(1, 3), 6, axis=0)
    rows, _ = DenseIndex.build(same).search(same[0], 6)
    assert rows.tolist() == [0, 1, 2, 3, 4, 5]


def test_a_search_of_the_guidance_finds_what_brute_force_finds(assistant, labelled):
    index = assistant.index
    vectors = index.dense.vectors(np.arange(index.dense.n_rows))
    for row in labelled[::25]:
        query = index.encoder.encode([row["question"]])[0]
        rows, cosines = index.dense.search(query, 40)
        wanted = vectors @ query
        np.testing.assert_allclose(cosines, np.sort(wanted)[::-1][:40], atol=1e-5)
        np.testing.assert_allclose(cosines, wanted[rows], atol=1e-5)


@settings(max_examples=20)
@given(n=st.integers(1, 40), seed=st.integers(0, 2**16))
def test_what_is_saved_is_loaded(n, seed, tmp_path_factory):
    vectors = unit_vectors(n, seed)
    folder = tmp_path_factory.mktemp("dense")
    index = DenseIndex.build(vectors)
    index.save(folder)
    loaded = DenseIndex.load(folder, n, 16, index.kind)
    assert loaded.vectors(np.arange(n)).tolist() == vectors.tolist()


@given(n=st.integers(1, 80), seed=st.integers(0, 2**16))
def test_comparing_with_all_gives_what_a_search_gives(n, seed):
    index, query = DenseIndex.build(unit_vectors(n, seed)), unit_vectors(1, seed + 1)[0]
    rows, cosines = index.search(query, n)
    assert index.cosines(query)[rows].tolist() == cosines.tolist()


def test_an_index_of_another_size_than_stated_is_refused(tmp_path):
    DenseIndex.build(unit_vectors(5, 1)).save(tmp_path)
    with pytest.raises(
        IndexDamaged, match=r"another size than stated; run: python -m assistant build"
    ):
        DenseIndex.load(tmp_path, 6, 16, "flat")


def test_a_file_that_faiss_cannot_read_is_refused(tmp_path):
    (tmp_path / "dense.faiss").write_bytes(b"not an index")
    with pytest.raises(IndexDamaged, match=r"cannot be read; run: python -m assistant build"):
        DenseIndex.load(tmp_path, 6, 16, "flat")


@pytest.fixture
def library(monkeypatch):
    """A graph over every second row; the last hundred rows repeat the first."""
    monkeypatch.setattr("assistant.indexing.dense.MAX_EXACT", 500)  # 60,000 would take minutes
    vectors = unit_vectors(1900, 5)
    vectors = np.concatenate([vectors, vectors[:100]])
    begins = np.arange(2000) % 2 == 0
    return DenseIndex.build(vectors, begins), vectors, begins


def test_a_graph_finds_nearly_all_of_the_nearest(library):
    index, vectors, begins = library
    assert index.kind == "hnsw"
    wanted = np.flatnonzero(begins)
    hits = 0
    for query in unit_vectors(20, 6):
        rows, cosines = index.search(query, 10)
        np.testing.assert_allclose(cosines, vectors[rows] @ query, atol=1e-5)
        hits += len(
            {*rows.tolist()} & {*wanted[np.argsort(-(vectors[wanted] @ query))[:10]].tolist()}
        )
    assert hits >= 0.95 * 200


def test_equal_vectors_are_kept_once_and_every_row_gives_its_own(library, tmp_path):
    index, vectors, _ = library
    assert index.n_rows == 2000
    assert index.faiss_index.ntotal == 1900
    index.save(tmp_path)
    loaded = DenseIndex.load(tmp_path, 2000, 16, "hnsw")
    query = unit_vectors(1, 9)[0]
    assert loaded.vectors(np.arange(2000)).tolist() == vectors.tolist()
    assert loaded.cosines(query).tolist() == index.cosines(query).tolist()
    assert [a.tolist() for a in loaded.search(query, 30)] == [
        a.tolist() for a in index.search(query, 30)
    ]
