"""A list is called complete where its question is worded as those are that are known to be read right."""

import random

from grid import SEED, cases

from assistant.asking.constructions import Constructions, is_known, known

HOW_MANY = 80


def read(assistant, question):
    return assistant.understanding.understand(question).fragment.pieces


def test_what_was_never_seen_beside_each_other_is_rarest():
    held = Constructions(1.5, (), {"noun": {"status": 3.0, "area": 1.0}})
    rarities = [held.rarity(["noun", after]) for after in ("status", "area", "group")]
    assert rarities == [0.25, 0.5, 1.0]


def test_a_neighbourhood_counts_once_however_often_a_question_has_it():
    held = Constructions(1.5, (), {})
    assert held.rarity(["noun", "noun", "noun"]) == held.rarity(["noun", "noun"])


def test_marks_at_the_ends_and_in_a_row_make_no_difference(assistant):
    for question in ("{}pending recommendations, not in research{}", "{}which are for HEIs{}"):
        plain = read(assistant, question.format("", ""))
        marked = read(assistant, question.format("... ", "?!"))
        assert known().names(plain, False) == known().names(marked, False)


def test_the_same_words_in_no_order_are_hardly_ever_known(assistant):
    draw = random.Random(SEED)
    made = draw.sample(cases(assistant.records.everything)[:2000], 2 * HOW_MANY)
    long = [pieces for c in made if len(pieces := read(assistant, c.question)) > 5][:HOW_MANY]
    assert len(long) == HOW_MANY
    assert all(is_known(pieces, False) for pieces in long)
    shuffled = [draw.sample(pieces, len(pieces)) for pieces in long]
    assert sum(is_known(pieces, False) for pieces in shuffled) < HOW_MANY / 10
