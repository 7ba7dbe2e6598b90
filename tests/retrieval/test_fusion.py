"""Fusion puts passages in a total order that nothing but the signals decides."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.fusion import Weight, fused, order, spread

NAMES = ["late", "learned", "lexical", "part"]
scores = st.floats(-5, 5).map(lambda x: round(x, 3))


@st.composite
def signals(draw):
    n = draw(st.integers(1, 12))
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, unique=True))
    return {name: np.array(draw(st.lists(scores, min_size=n, max_size=n))) for name in names}


WEIGHTS = {
    "late": Weight(0.4),
    "learned": Weight(2.0, floor=0.0),
    "lexical": Weight(0.1),
    "part": Weight(0.2),
}


@given(signals(), st.randoms())
def test_the_order_in_which_signals_are_given_makes_no_difference(given_signals, random):
    items = list(given_signals.items())
    random.shuffle(items)
    assert fused(dict(items), WEIGHTS).tolist() == fused(given_signals, WEIGHTS).tolist()


@given(st.lists(scores, min_size=1, max_size=20), st.data())
def test_every_passage_has_one_rank_and_ties_go_by_id(values, data):
    ids = data.draw(st.permutations([f"doc/p{i}" for i in range(len(values))]))
    ranking = order(np.array(values), ids.__getitem__)
    assert sorted(ranking) == list(range(len(values)))
    keys = [(-values[i], ids[i]) for i in ranking]
    assert keys == sorted(keys)


@given(st.lists(scores, min_size=1, max_size=12), st.data())
def test_the_ranking_of_ids_does_not_depend_on_the_order_of_rows(values, data):
    ids = [f"doc/p{i}" for i in range(len(values))]
    moved = data.draw(st.permutations(range(len(values))))
    ranked = [ids[i] for i in order(np.array(values), ids.__getitem__)]
    again = [ids[moved[i]] for i in order(np.array(values)[list(moved)], lambda n: ids[moved[n]])]
    assert again == ranked


@given(signals())
def test_a_signal_that_says_nothing_changes_no_order(given_signals):
    n = len(next(iter(given_signals.values())))
    alone = {"part": given_signals.get("part", np.arange(n, dtype=float))}
    ids = [f"p{i:02}" for i in range(n)]
    silent = alone | {"lexical": np.full(n, 3.0)}
    assert order(fused(silent, WEIGHTS), ids.__getitem__) == order(
        fused(alone, WEIGHTS), ids.__getitem__
    )


@given(signals(), st.integers(1, 12))
def test_a_passages_score_is_the_same_whatever_stands_beside_it(given_signals, n):
    few = {name: values[:n] for name, values in given_signals.items()}
    assert fused(few, WEIGHTS).tolist() == fused(given_signals, WEIGHTS)[:n].tolist()


@given(st.lists(scores, min_size=1, max_size=12), scores)
def test_what_is_below_the_floor_of_a_signal_counts_as_nothing_known(values, floor):
    points = Weight(2.0, floor).points(np.array(values))
    assert (points >= 0).all()
    assert [p == 0 for p in points] == [v <= floor for v in values]


def test_the_better_of_two_agreeing_signals_is_first():
    agreeing = {"part": np.array([0.1, 0.9, 0.5]), "lexical": np.array([0.0, 7.0, 3.0])}
    assert order(fused(agreeing, WEIGHTS), "abc".__getitem__) == [1, 2, 0]


def test_no_signal_gives_no_score():
    assert fused({}, WEIGHTS).tolist() == []


@given(st.lists(scores, min_size=1, max_size=12), st.data())
def test_spreading_keeps_each_sections_order_and_lowers_all_but_its_best(values, data):
    values = np.array(values)
    sections = data.draw(
        st.lists(st.sampled_from(["a", "b", None]), min_size=len(values), max_size=len(values))
    )
    ranked = order(values, lambda n: f"p{n:02}")
    after = spread(values, ranked, [sections[i] for i in ranked], 0.5)
    for name in ("a", "b"):
        mine = [i for i in ranked if sections[i] == name]
        assert np.allclose(
            [after[i] for i in mine], [values[i] - 0.5 * n for n, i in enumerate(mine)]
        )
    alone = [i for i in ranked if sections[i] is None]
    assert [after[i] for i in alone] == [values[i] for i in alone]
