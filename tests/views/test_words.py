"""Lit words are exactly the words of the spans; marks and link markup are not words."""

import re

import pytest
from shown import Shown

from assistant.domain import Excerpt, Span
from assistant.views.render import citing
from assistant.views.render.markup import Template

words = Template("cited.html").words

SOURCE = "one two</p><p>three users¹ and [a link](#) {4} more"


def excerpt(*pairs):
    return Excerpt.cut(SOURCE, tuple(Span(*pair) for pair in pairs))


def lit(markup):
    return Shown(f"<div>{markup}</div>").texts("mark")


def test_only_the_spans_are_lit():
    shown = words(excerpt((0, 7), (14, 25)), "doc", [Span(4, 7)])
    assert lit(shown) == ["two"]


def test_spans_on_both_sides_of_table_markup_are_lit_as_one():
    shown = words(excerpt((0, 7), (14, 19)), "doc", [Span(4, 7), Span(14, 19)])
    assert lit(shown) == ["two three"]


def test_a_span_elsewhere_lights_nothing():
    assert lit(words(excerpt((0, 3)), "doc", [Span(20, 30)])) == []


def test_a_reference_mark_leads_to_its_reference():
    shown = Shown(f"<div>{words(excerpt((14, 26)), 'doc')}</div>")
    [mark] = shown.all("button", name="open")
    assert (mark["text"], mark["value"]) == ("1", "doc/ref-1")


def test_a_link_shows_its_words_only():
    start = SOURCE.index("[a")
    shown = words(excerpt((start, start + len("[a link](#)"))), "doc")
    assert shown == "a link"


def test_hostile_words_stay_words():
    source = "<img src=x onerror=alert(1)> ok"
    shown = words(Excerpt.cut(source, (Span(0, len(source)),)), "doc", [Span(0, 4)])
    assert "<img" not in shown
    assert lit(shown) == ["<img"]


def plain(value):
    """Take away what is not words: marks, link markup, white space."""
    value = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+|\^\{[^}]*\}|\[\d[^\]]*\]|\[([^\]]+)\]\([^)]*\)", r"\1", value)
    return re.sub(r"[\s,\d]+", "", value)


def test_every_citation_lights_up_its_quote_in_the_document(responses, edition):
    from assistant.views.render.reader import beside

    seen = set()
    for _, response in responses[::10]:
        for citation in getattr(response, "citations", ()):
            value = citing.place_of(citation)
            if value in seen:
                continue
            seen.add(value)
            place = citing.read_place(value, edition)
            shown = lit(beside(place.document, place.spans, edition))
            # Sorted, since a quote's cells may stand in another order in the document.
            assert sorted(plain("".join(shown))) == sorted(plain(citation.quote.text))
    assert len(seen) > 20


@pytest.mark.parametrize("value", ["", "x y", "sor-ai-2021/nowhere", "a@1-", "sor-ai-2021/rec-4@x"])
def test_a_place_that_is_none_is_refused(value, edition):
    from assistant.errors import InvalidRequest

    with pytest.raises(InvalidRequest):
        citing.read_place(value, edition)
