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
    path = tmp_path_factory.mktemp("dense") / "dense.faiss"
    index = DenseIndex.build(vectors)
    index.save(path)
    loaded = DenseIndex.load(path, n, 16, index.kind)
    assert loaded.vectors(np.arange(n)).tolist() == vectors.tolist()


def test_an_index_of_another_size_than_stated_is_refused(tmp_path):
    DenseIndex.build(unit_vectors(5, 1)).save(tmp_path / "dense.faiss")
    with pytest.raises(
        IndexDamaged, match=r"another size than stated; run: python -m assistant build"
    ):
        DenseIndex.load(tmp_path / "dense.faiss", 6, 16, "flat")


def test_a_file_that_faiss_cannot_read_is_refused(tmp_path):
    (tmp_path / "dense.faiss").write_bytes(b"not an index")
    with pytest.raises(IndexDamaged, match=r"cannot be read; run: python -m assistant build"):
        DenseIndex.load(tmp_path / "dense.faiss", 6, 16, "flat")


@pytest.mark.slow
def test_an_approximate_index_finds_nearly_all_of_the_nearest(monkeypatch):
    monkeypatch.setattr("assistant.indexing.dense.MAX_EXACT", 500)
    vectors, queries = unit_vectors(2000, 5), unit_vectors(20, 6)
    index = DenseIndex.build(vectors)
    assert index.kind == "hnsw"
    found = [set(index.search(q, 10)[0].tolist()) for q in queries]
    wanted = [set(np.argsort(-(vectors @ q))[:10].tolist()) for q in queries]
    assert sum(len(f & w) for f, w in zip(found, wanted, strict=True)) >= 0.95 * 200
