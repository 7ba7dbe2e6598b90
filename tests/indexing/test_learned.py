"""What the learned map learns, beside an independent kernel ridge regression."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.kernel_ridge import KernelRidge

from assistant.indexing.learned import ARRAYS, LearnedMap

QUESTIONS = [
    "who checks that the tool still works",
    "audit of tools",
    "who keeps an eye on the tool after it is installed",
    "training in audit",
    "where do I learn how to audit a tool",
    "what do students learn",
    "what is the weather like",
    "when does the canteen open",
]
BELONGS = [4, 4, 4, 10, 10, 12, -1, -1]
COLUMNS = [0, 0, 0, 1, 1, 2, 3, 3]
_RNG = np.random.default_rng(5)
VECTORS = _RNG.normal(size=(len(QUESTIONS), 6)).astype(np.float32)


def reference(texts, vectors, weights, asked, asked_vectors):
    """The same by scikit-learn: its own n-grams, tf-idf and kernel ridge."""
    tfidf = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 4), sublinear_tf=True)
    known = tfidf.fit_transform(texts)

    def kernel(grams, dense):
        alike = (grams @ known.T).toarray()
        return alike + alike**2 + dense @ vectors.T

    targets = np.eye(4)[COLUMNS[: len(texts)]]
    model = KernelRidge(alpha=1.0, kernel="precomputed")
    model.fit(kernel(known, vectors), targets, sample_weight=weights)
    return model.predict(kernel(tfidf.transform(asked), asked_vectors))


@pytest.fixture(scope="module")
def fitted():
    return LearnedMap.fit(QUESTIONS, VECTORS, BELONGS)


def test_it_scores_as_kernel_ridge_regression_does(fitted):
    asked = ["who audits the tool", "trainig in audits", "open the canteen"]
    vectors = _RNG.normal(size=(3, 6)).astype(np.float32)
    ours = [fitted[0].scores(text, v) for text, v in zip(asked, vectors, strict=True)]
    theirs = reference(QUESTIONS, VECTORS, np.ones(len(QUESTIONS)), asked, vectors)
    np.testing.assert_allclose(ours, theirs, atol=1e-4)


@settings(deadline=None, max_examples=20)
@given(st.lists(st.sampled_from([0.25, 1.0, 2.0]), min_size=8, max_size=8))
def test_what_counts_less_pulls_less_as_weighted_regression_has_it(weights):
    ours = LearnedMap.fit(QUESTIONS, VECTORS, BELONGS, weights)[0]
    theirs = reference(QUESTIONS, VECTORS, np.array(weights), QUESTIONS[:2], VECTORS[:2])
    mine = [ours.scores(QUESTIONS[i], VECTORS[i]) for i in range(2)]
    np.testing.assert_allclose(mine, theirs, atol=1e-4)


def test_what_it_says_of_a_question_that_it_has_not_learned_from_is_what_it_would_say_without_it():
    # All n-grams of the last question stand in others too, so that idf is all that leaving it
    # out could change; with it held, the two must be equal.
    learned, left_out = LearnedMap.fit(QUESTIONS, VECTORS, BELONGS)
    out = len(QUESTIONS) - 1
    kept = [i for i in range(len(QUESTIONS)) if i != out]
    alike = np.stack([learned._alike(text) for text in QUESTIONS])
    kernel = alike + alike**2 + VECTORS.astype(float) @ VECTORS.T.astype(float)
    targets = np.eye(4)[COLUMNS]
    inner = kernel[np.ix_(kept, kept)] + np.eye(len(kept))
    without = kernel[out, kept] @ np.linalg.solve(inner, targets[kept])
    np.testing.assert_allclose(left_out[out], without, atol=1e-5)


def test_a_slip_of_the_pen_changes_little(fitted):
    right = fitted[0].scores("training in audit", VECTORS[3])
    slip = fitted[0].scores("trainign in audit", VECTORS[3])
    assert right[:-1].argmax() == slip[:-1].argmax() == 1


def test_words_that_nobody_used_before_say_nothing(fitted):
    assert not fitted[0].scores("zyx", np.zeros(6, np.float32)).any()


def test_what_is_saved_is_what_is_read(fitted, tmp_path):
    fitted[0].save(tmp_path / "learned")
    again = LearnedMap.load(tmp_path / "learned")
    assert all(np.array_equal(getattr(again, a), getattr(fitted[0], a)) for a in ARRAYS)
    for text, vector in zip(QUESTIONS, VECTORS, strict=True):
        assert np.array_equal(again.scores(text, vector), fitted[0].scores(text, vector))
