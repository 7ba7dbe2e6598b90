"""Words that are looked for anywhere are quoted from running text as well, and a list of recommendations is not."""

import pytest

from assistant.domain import Answer

ANYWHERE = ["where is {} mentioned?", "is there anything on {}?"]
WORDS = ["NHSx", "ethics", "conferences", "statistics", "terminology"]


def _holding(assistant, word):
    """The passages of running text that hold a word, found without the records."""
    kinds = ("recommendation", "reference")
    passages = [p for p in assistant.index.passages if p.kind not in kinds]
    return {p.id for p in passages if word.removesuffix("s") in p.text}


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("form", ANYWHERE)
def test_a_word_looked_for_anywhere_is_quoted_from_running_text_too(assistant, form, word):
    answer = assistant.ask(form.format(word))
    assert isinstance(answer, Answer)
    if answer.firmness == "records":
        quoted = {c.passage_id: c.quote.text for c in answer.citations if not c.recommendation}
        held = _holding(assistant, word)
        assert set(quoted) == (held if len(held) <= 3 else set())
        assert all(word.removesuffix("s") in text for text in quoted.values())


@pytest.mark.parametrize("word", WORDS)
def test_recommendations_that_mention_a_word_are_all_that_is_listed(assistant, word):
    answer = assistant.ask(f"which recommendations mention {word}?")
    assert [c for c in answer.citations if not c.recommendation] == []
