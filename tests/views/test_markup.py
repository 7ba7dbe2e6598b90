"""Whatever is not built as markup is shown as the text it is."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError
from shown import Shown

from assistant.views.render import markup
from assistant.views.render.markup import Html, Template, text
from assistant.views.render.visible import visible

PARTS = Template("parts.html")
FILES = sorted(Path(markup.__file__).with_name("templates").glob("*.html"))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_comes_out_as_text_only(value):
    shown = Shown(PARTS.button(value, value, value))
    assert [e["tag"] for e in shown.elements] == ["button"]
    assert shown.text == visible(value)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60))
def test_markup_stays_on_one_line_as_a_markdown_block_must(value):
    assert "\n" not in PARTS.named_values([("name", value), (value, "value")])


def test_text_is_escaped_once_and_markup_not_at_all():
    once = text("<b> & \"'")
    assert once == "&lt;b&gt; &amp; &quot;&#x27;"
    assert text(once) == once
    assert PARTS.unseen(once) == f'<span class="unseen">{once}</span>'
    assert PARTS.unseen("<") == '<span class="unseen">&lt;</span>'


def test_text_added_to_markup_is_text_again():
    assert not isinstance(Html("<b>") + "<i>", Html)
    assert "&lt;i&gt;" in PARTS.unseen(Html("<b>") + "<i>")


def test_direction_overrides_do_not_turn_the_page():
    assert "\u202e" not in PARTS.unseen("abc\u202edef")


def test_a_button_carries_any_value_whole():
    value = 'two\nlines "quoted" <tag> & more'
    assert Shown(PARTS.button("Copy", "copy", value)).elements[0]["value"] == value


def test_what_a_template_names_and_nobody_gives_is_an_error():
    with pytest.raises(UndefinedError):
        PARTS.unseen()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_template_says_what_it_is_for_and_takes_no_text_for_markup(path):
    written = path.read_text(encoding="utf-8")
    assert written.startswith("{# ")
    assert "|safe" not in written
    assert "autoescape" not in written
