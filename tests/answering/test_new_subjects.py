"""A question put after one on another subject finds what it finds alone, as long as it says enough."""

import pytest

from assistant.domain import Answer

EARLIER = ("who should fund research?", "what does the RCR say about audit?")
OWN = (
    "It was brilliant when we bought it. Whose job is it to notice if it quietly goes downhill?",
    "Could these tools make things worse for people who already struggle to get care?",
    "what about public involvement in research projects?",
)


@pytest.mark.parametrize("earlier", EARLIER)
@pytest.mark.parametrize("question", OWN)
def test_a_question_that_says_enough_is_one_of_its_own(assistant, earlier, question):
    alone, after = assistant.ask(question), assistant.ask(question, [earlier])
    assert isinstance(alone, Answer)
    assert isinstance(after, Answer)
    assert after.recommendations[0].recommendation == alone.recommendations[0].recommendation
