"""BM25 is rank-bm25's own, save that its idf is corrected."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from assistant.building.writing import search_text
from assistant.indexing.lexical import K1, B, LexicalIndex
from assistant.indexing.tokenization import terms

TERMS = "scan dose image audit bias train tool".split()
texts = st.lists(st.lists(st.sampled_from(TERMS), max_size=9), min_size=1, max_size=8).filter(any)
queries = st.dictionaries(st.sampled_from([*TERMS, "unheard"]), st.floats(0.1, 3), max_size=5)


def reference(corpus, query):
    """rank-bm25's own loop, term by term, with the non-negative idf."""
    bm25 = BM25Okapi(corpus, k1=K1, b=B)
    for term in {t for text in corpus for t in text}:
        n = sum(term in text for text in corpus)
        bm25.idf[term] = math.log(1 + (len(corpus) - n + 0.5) / (n + 0.5))
    return sum((w * bm25.get_scores([t]) for t, w in query.items()), np.zeros(len(corpus)))


@given(texts, queries)
def test_scores_are_those_of_rank_bm25(corpus, query):
    found = LexicalIndex.build(corpus).scores(query)
    np.testing.assert_allclose(found, reference(corpus, query), rtol=1e-12, atol=1e-12)


def test_scores_on_the_guidance_are_those_of_rank_bm25(assistant, labelled):
    index = assistant.index
    corpus = [terms(search_text(p)) for p in index.passages]
    for row in labelled[::50]:
        query = dict.fromkeys(terms(row["question"]), 1.0)
        np.testing.assert_allclose(
            index.text_index.scores(query), reference(corpus, query), rtol=1e-9
        )


@given(texts)
def test_no_idf_is_negative(corpus):
    assert (LexicalIndex.build(corpus).idf > 0).all()


@given(texts, st.sampled_from(TERMS))
def test_an_index_knows_which_rows_hold_a_term(corpus, term):
    index = LexicalIndex.build(corpus)
    assert [index.holds(term, row) for row in range(len(corpus))] == [term in t for t in corpus]


def test_a_term_that_stands_nowhere_is_the_most_telling():
    index = LexicalIndex.build([["scan"], ["dose"]])
    assert index.idf_of("unheard") > index.idf_of("scan")
    assert not index.holds("unheard", 0)


def test_idle_talk_scores_below_a_question_on_the_subject(assistant):
    """As shipped, BM25Okapi puts the weather first, by 7.7 to 4.6."""

    def best(question):
        return assistant.index.text_index.scores(dict.fromkeys(terms(question), 1.0)).max()

    weather = best("what is the weather in the north of the country and the sea")
    assert weather < best("what should we do about imaging and radiography research")


@settings(max_examples=30)
@given(corpus=texts, query=queries)
def test_what_is_saved_is_loaded(corpus, query, tmp_path_factory):
    index = LexicalIndex.build(corpus)
    folder = tmp_path_factory.mktemp("lexical") / "index"
    index.save(folder)
    loaded = LexicalIndex.load(folder, index.n_rows)
    assert loaded.scores(query).tolist() == index.scores(query).tolist()
    assert loaded.idf_of("scan") == index.idf_of("scan")


@pytest.mark.parametrize("corpus", [[], [[]], [[], []]])
def test_texts_without_terms_score_nothing(corpus):
    assert LexicalIndex.build(corpus).scores({"scan": 1.0}).tolist() == [0.0] * len(corpus)
