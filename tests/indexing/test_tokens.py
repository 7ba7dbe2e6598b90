"""Late interaction compares tokens, and is the same however the passages are looked up."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assistant.indexing import tokens as late
from assistant.indexing.encoder import TextEncoding, _telling_or_all
from assistant.indexing.tokens import TokenIndex, Tokens

DIMENSION = 16


def encoding(seed, pieces):
    """A text of some word pieces, each with a unit vector that depends on the piece alone."""
    vectors = [np.random.default_rng([seed, p]).standard_normal(DIMENSION) for p in pieces]
    units = np.array([v / np.linalg.norm(v) for v in vectors], np.float32)
    return TextEncoding(units.mean(0), np.array(pieces, np.int32), units)


texts = st.lists(st.lists(st.integers(0, 30), min_size=1, max_size=8), min_size=1, max_size=6)


def index_of(pieces):
    stored = [Tokens.of(encoding(1, p)) for p in pieces]
    return TokenIndex.build(stored, range(len(stored)), len(stored))


@given(texts, st.lists(st.integers(0, 40), min_size=1, max_size=5))
def test_it_is_the_weighted_mean_of_each_tokens_best_match_both_ways(pieces, asked):
    index, query = index_of(pieces), encoding(1, asked)
    met, covered = index.scores(query, np.arange(len(pieces)))
    for at, own in enumerate(pieces):
        similar = encoding(1, own).tokens @ query.tokens.T
        of_query, of_text = index._weights(query.pieces), index._weights(np.array(own, np.int32))
        assert abs(met[at] - np.average(similar.max(0), weights=of_query)) < 0.02
        assert abs(covered[at] - np.average(similar.max(1), weights=of_text)) < 0.02


@given(texts, st.lists(st.integers(0, 40), min_size=1, max_size=5))
def test_a_passages_score_is_the_same_whichever_others_are_looked_at(pieces, asked):
    index, query = index_of(pieces), encoding(1, asked)
    whole = np.array(index.scores(query, np.arange(len(pieces))))
    for at in range(len(pieces)):
        np.testing.assert_allclose(
            np.array(index.scores(query, np.array([at])))[:, 0], whole[:, at], atol=1e-5
        )


@given(texts, st.lists(st.integers(0, 40), min_size=1, max_size=5), st.integers(0, 8))
def test_a_part_is_met_by_its_own_tokens_alone(pieces, asked, cut):
    index, query, own = index_of(pieces), encoding(1, asked), pieces[0]
    cut = min(cut, len(own))
    scores = index.part_scores(query, 0, (0, cut, len(own)))
    for score, part in zip(scores, (own[:cut], own[cut:]), strict=True):
        vectors = encoding(1, part).tokens if part else np.zeros((1, DIMENSION))
        best = (vectors @ query.tokens.T).max(0).clip(0)
        assert abs(score - np.average(best, weights=index._weights(query.pieces))) < 0.02


def test_a_part_beyond_what_the_encoder_read_is_met_nowhere():
    assert index_of([[1, 2]]).part_scores(encoding(1, [3]), 0, (0, 2, 5)).tolist()[1] == 0


def test_a_text_that_says_the_same_is_met_whole(monkeypatch):
    index = index_of([[1, 2, 3], [4, 5]])
    met, covered = index.scores(encoding(1, [1, 2, 3]), np.arange(2))
    assert met[0] > 0.99
    assert covered[0] > 0.99
    assert met[1] < 0.9
    monkeypatch.setattr(late, "_HELD", 0)  # as in a library
    again = index_of([[1, 2, 3], [4, 5]]).scores(encoding(1, [1, 2, 3]), np.arange(2))
    np.testing.assert_allclose(np.array(again), np.array([met, covered]), atol=1e-6)


def test_what_is_saved_is_read(tmp_path):
    index, query = index_of([[1, 2], [3], [7, 8, 9]]), encoding(1, [2, 3, 99])
    index.save(tmp_path / "tokens")
    read = TokenIndex.load(tmp_path / "tokens", 3)
    for one, other in zip(
        index.scores(query, np.arange(3)), read.scores(query, np.arange(3)), strict=True
    ):
        assert one.tolist() == other.tolist()


def test_stop_words_and_signs_tell_nothing_unless_there_is_nothing_else():
    special = [1, 0, 0, 0, 1]
    assert _telling_or_all(["[CLS]", "the", "audit", "?", "[SEP]"], special).tolist() == [2]
    assert _telling_or_all(["[CLS]", "the", "?", ".", "[SEP]"], special).tolist() == [1, 2, 3]
    assert _telling_or_all(["[CLS]", "[SEP]"], [1, 1]).tolist() == [0, 1]
