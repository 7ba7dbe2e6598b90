"""How many recommendations are shown is decided by the evidence."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.choosing import (
    MAX_RECOMMENDATIONS,
    chosen,
    plainer,
    share_of_best,
    told_apart,
)

values = st.lists(st.floats(-3, 3).map(lambda x: round(x, 3)), min_size=1, max_size=9)


def choose(scores, best=None):
    scores = np.array(scores, dtype=float)
    ranked = sorted(range(len(scores)), key=lambda i: -scores[i])
    return chosen(ranked, scores, scores.max() if best is None else best)


def test_one_is_shown_when_one_answers():
    assert choose([3.0, 0.5, 0.4]) == [0]


def test_several_are_shown_when_several_answer():
    assert choose([3.0, 2.9, 2.8, -1.0]) == [0, 1, 2]


def test_none_is_shown_when_another_passage_answers_far_better():
    assert choose([0.1, 0.0], best=5.0) == []


def test_of_none_none_is_chosen():
    assert chosen([], np.zeros(0), 1.0) == []


@given(values)
def test_the_chosen_are_the_best_in_order(scores):
    found = choose(scores)
    ranked = sorted(range(len(scores)), key=lambda i: -scores[i])
    assert found == ranked[: len(found)]
    assert 1 <= len(found) <= MAX_RECOMMENDATIONS


@given(values)
def test_adding_to_every_score_changes_no_choice(scores):
    assert choose(scores) == choose([s + 4 for s in scores])


@given(values)
def test_a_share_is_of_the_best_and_the_best_has_all(scores):
    shares = share_of_best(np.array(scores))
    assert shares.max() == 1
    assert (shares > 0).all()


def test_the_more_was_asked_of_recommendations_the_more_that_tells_them_apart():
    scores, text, asked = np.array([5.0, 4.9]), np.array([3.0, 2.0]), np.array([2.0, 2.9])
    assert told_apart(scores, text, asked, 0.0).argmax() == 0
    assert told_apart(scores, text, asked, 120.0).argmax() == 1


@given(values, st.floats(0, 200))
def test_telling_apart_leaves_the_best_score_among_other_passages(scores, n_asked):
    found = told_apart(np.array(scores), np.array(scores), np.zeros(len(scores)), n_asked)
    assert found.max() == np.array(scores).max()


def test_a_recommendation_that_says_it_plainer_is_found_unless_far_behind():
    text = np.array([2.0, 3.0, 2.1])
    assert plainer(0, [0, 1, 2], np.array([5.0, 4.0, 3.0]), text) == 1
    assert plainer(0, [0, 1, 2], np.array([5.0, 2.0, 3.0]), text) is None
    assert plainer(1, [1, 0, 2], np.array([4.0, 5.0, 3.0]), text) is None
