"""The whole document can be read, searched and walked by its headings."""

import re

import gradio as gr
from shown import Shown

from assistant.views.render import reader
from assistant.views.web.page.reader import ReaderView


def letters(value):
    return re.sub(r"\W+", "", value)


def test_every_word_of_every_passage_is_in_the_reader(edition):
    for entry in edition.documents:
        text = letters(Shown(reader.whole(entry.id, (), edition)).text)
        for passage in edition.passages_of(entry.id):
            for part in passage.parts:
                # Marks and links are shown as buttons and words; the rest stands as it is.
                longest = max(re.split(r"[\[\]()^{}⁰¹²³⁴⁵⁶⁷⁸⁹]", part.text), key=len)
                assert letters(longest) in text, passage.id


def test_contents_lead_to_headings_that_are_there(edition):
    for entry in edition.documents:
        shown = Shown(reader.whole(entry.id, (), edition))
        ids = {e["id"] for e in shown.elements if "id" in e}
        targets = [b["value"] for b in shown.all("button", name="goto")]
        assert targets
        assert set(targets) <= ids


def test_no_id_stands_twice_even_with_both_readers_on_the_page(edition):
    markup = "".join(
        f"<div>{show(entry.id, (), edition)}</div>"
        for entry in edition.documents
        for show in (reader.whole, reader.beside)
    )
    ids = [e["id"] for e in Shown(markup).elements if "id" in e]
    assert len(ids) == len(set(ids))


def test_a_search_lights_up_each_place_whatever_its_case(edition):
    document = edition.documents[0].id
    places = reader.find(document, "  VALIDATION ", edition)
    spans = [span for place in places for span in place]
    source = edition.index.sources[document]
    assert len(places) == len(spans) > 1
    assert {source[a:b] for a, b in spans} == {"validation", "Validation"}
    shown = Shown(reader.whole(document, spans, edition))
    assert [mark.lower() for mark in shown.texts("mark")] == ["validation"] * len(places)


def test_a_search_for_nothing_finds_nothing(edition):
    document = edition.documents[0].id
    assert reader.find(document, " a ", edition) == []
    assert reader.find(document, "zebra crossing", edition) == []
    assert reader.found("", reader.find(document, "", edition)) == ""
    assert "0 places" in reader.found("zebra", reader.find(document, "zebra", edition))


def test_a_search_is_shown_as_typed(edition):
    said = reader.found("<b>x", reader.find(edition.documents[0].id, "<b>x", edition))
    assert Shown(said).text.startswith("0 places with “<b>x”")


def test_a_text_that_is_there_comes_again_only_with_another_index(edition):
    view = ReaderView(edition)
    first = edition.documents[0].id
    text, found, document, as_of = view.fill(first, "", "")
    assert document["value"] == first
    assert "paper" in text
    assert not found
    assert view.fill(first, "", as_of) == (gr.skip(),) * 4
    assert view.fill("falconry-2019", "", "another index")[0] == text
