"""A page is made while another one answers: no callback may make a component.

Gradio puts a component that is made anywhere into the page that is just being made.
"""

from gradio.context import Context

from assistant.views.render.edition import Edition
from assistant.views.web.page.browse import BrowseView
from assistant.views.web.page.reader import ReaderView


def test_callbacks_make_no_components(assistant):
    edition = Edition(assistant.index)
    browsing, reading = BrowseView(assistant, edition), ReaderView(edition)
    first = edition.recommendations[0]
    made = Context.id
    browsing.card("")
    browsing.card(first.id)
    browsing.arrive(first.number, first.document_id)
    reading.open(first.document_id)
    reading.open(first.id)
    assert Context.id == made
