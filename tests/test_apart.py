"""The questions the assistant learns from are kept apart from those it is measured on."""

import json
from collections import Counter

import numpy as np
import pytest

from assistant.indexing.tokenization import STOP_WORDS, terms, words

MAX_JACCARD = 0.6
MAX_RUN = 6


def tokens(text):
    return frozenset(words(text))


def content(text):
    return [w for w in words(text) if w not in STOP_WORDS]


def runs(text):
    found = content(text)
    return {tuple(found[i : i + MAX_RUN]) for i in range(len(found) - MAX_RUN + 1)}


def jaccard(some, others):
    """(n_some, n_others) how much of their words each two texts share."""
    number = {
        w: i for i, w in enumerate(sorted({w for text in (*some, *others) for w in tokens(text)}))
    }

    def table(texts):
        out = np.zeros((len(texts), len(number)), np.float32)
        for row, text in enumerate(texts):
            out[row, [number[w] for w in tokens(text)]] = 1
        return out

    a, b = table(some), table(others)
    shared = a @ b.T
    return shared / np.maximum(a.sum(1)[:, None] + b.sum(1)[None, :] - shared, 1)


def near_copies(known, labelled):
    """Pairs of a known and a labelled question that share too much."""
    by_run = {run: text for text in known for run in runs(text)}
    rows, columns = np.nonzero(jaccard(known, labelled) >= MAX_JACCARD)
    found = {(known[i], labelled[j]) for i, j in zip(rows, columns, strict=True)}
    found |= {(by_run[run], text) for text in labelled for run in runs(text) if run in by_run}
    return sorted(found)


@pytest.fixture(scope="module")
def measured_on(corpus):
    """All labelled questions, and those of the development set where it lies beside this folder."""
    files = [corpus / "questions.jsonl", corpus.parents[1] / "shared" / "eval" / "dev.jsonl"]
    lines = [
        line for f in files if f.is_file() for line in f.read_text(encoding="utf-8").splitlines()
    ]
    rows = [json.loads(line) for line in lines]
    return [text for row in rows for text in (row["question"], *row["history"])]


def test_a_near_copy_would_be_found():
    known = ["Who should keep checking that the AI tool still works well after installing it?"]
    assert near_copies(
        known, ["Who should keep checking the AI tool still works after installing it?"]
    )
    assert not near_copies(known, ["Is anybody looking at algorithm drift?"])


def test_no_asked_as_question_is_a_near_copy_of_a_labelled_one(assistant, measured_on):
    known = [asked.question for asked in assistant.index.asked_as]
    assert near_copies(known, measured_on) == []


def test_no_outside_example_is_a_near_copy_of_a_labelled_one(assistant, measured_on):
    known = [e.question for e in assistant.index.outside]
    assert near_copies(known, measured_on) == []


def test_every_recommendation_has_a_hundred_asked_as_questions_or_more(assistant):
    counts = Counter(a.passage_id for a in assistant.index.asked_as)
    few = {r.id: counts[r.id] for r in assistant.index.recommendations if counts[r.id] < 100}
    assert few == {}


def test_every_other_passage_but_a_reference_has_forty_or_more(assistant):
    counts = Counter(a.passage_id for a in assistant.index.asked_as)
    others = [p for p in assistant.index.passages if p.kind not in ("recommendation", "reference")]
    assert {p.id: counts[p.id] for p in others if counts[p.id] < 40} == {}


def test_no_question_is_written_for_two_passages(assistant):
    first = {}
    for asked in assistant.index.asked_as:
        assert first.setdefault(tuple(words(asked.question)), asked.passage_id) == asked.passage_id


def test_the_telling_words_of_a_recommendation_stand_in_lines_written_for_it(assistant):
    text = {p.id: terms(p.text) for p in assistant.index.passages if p.kind == "recommendation"}
    held = Counter(word for found in text.values() for word in set(found))
    lines = {name: set() for name in text}
    for asked in assistant.index.asked_as:
        lines.get(asked.passage_id, set()).update(terms(asked.question))
    # No other recommendation has the word; short ones ("etc") tell little.
    telling = {n: {w for w in text[n] if held[w] == 1 and len(w) > 5} for n in text}
    assert {n: telling[n] - lines[n] for n in text if telling[n] - lines[n]} == {}


def test_there_are_five_hundred_outside_examples_of_all_distances(assistant):
    counts = Counter(e.distance for e in assistant.index.outside)
    assert counts.total() >= 500
    assert all(counts[distance] >= 60 for distance in ("far", "near", "very near"))


def test_an_outside_example_near_the_field_says_where_to_turn(assistant):
    assert [e.topic for e in assistant.index.outside if e.distance != "far" and not e.turn_to] == []


def test_no_question_is_both_inside_and_outside(assistant):
    inside = {tuple(words(a.question)) for a in assistant.index.asked_as}
    assert [e.question for e in assistant.index.outside if tuple(words(e.question)) in inside] == []
