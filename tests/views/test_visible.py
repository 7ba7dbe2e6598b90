"""What is shown carries nothing that steers; what programs read carries it all."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.views.render.visible import json_line, visible

BIDIRECTIONAL = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
ANY = st.text(st.characters(), max_size=80)


def steers(text):
    return [c for c in text if c not in "\t\n" and unicodedata.category(c) == "Cc"] + [
        c for c in text if c in BIDIRECTIONAL
    ]


@given(ANY)
def test_nothing_that_is_shown_steers(text):
    assert steers(visible(text)) == []
    visible(text).encode()


@given(ANY)
def test_what_steers_is_in_json_an_escape_and_comes_back(text):
    line = json_line({"quote": text})
    assert json.loads(line) == {"quote": text}
    assert "\n" not in line
    assert steers(line) == []
    line.encode()


@pytest.mark.parametrize(
    "text", ["naïve – “40 %”\t½\n²", "ﷺ עברית العربية", "👩\u200d⚕️", "क्\u200dष"]
)
def test_words_of_any_language_stay(text):
    assert visible(text) == text


def test_words_do_not_grow_together():
    assert visible("one\u2028two\x0bthree\r\nfour\rfive") == "one two three\nfour five"
