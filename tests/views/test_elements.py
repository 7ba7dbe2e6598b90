"""Whatever is not built as markup is shown as the text it is."""

from hypothesis import given
from hypothesis import strategies as st
from shown import Shown

from assistant.views.render.elements import Html, button, element, joined, text
from assistant.views.render.visible import visible


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_comes_out_as_text_only(value):
    shown = Shown(element("div", value, title=value))
    assert [e["tag"] for e in shown.elements] == ["div"]
    assert shown.text == visible(value)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60))
def test_markup_stays_on_one_line_as_a_markdown_block_must(value):
    assert "\n" not in element("div", value, title=value)


def test_text_is_escaped_once_and_markup_not_at_all():
    once = text("<b> & \"'")
    assert once == "&lt;b&gt; &amp; &quot;&#x27;"
    assert text(once) == once
    assert joined(once, "<") == once + "&lt;"


def test_text_added_to_markup_is_text_again():
    assert not isinstance(Html("<b>") + "<i>", Html)
    assert "&lt;i&gt;" in element("p", Html("<b>") + "<i>")


def test_direction_overrides_do_not_turn_the_page():
    assert "\u202e" not in element("p", "abc\u202edef")


def test_a_button_carries_any_value_whole():
    value = 'two\nlines "quoted" <tag> & more'
    assert Shown(button("Copy", "copy", value)).elements[0]["value"] == value
