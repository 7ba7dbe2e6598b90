"""Another document that answers is cited beside the one that would fill all places."""

from assistant.answering.choosing import MAX_CITATIONS
from assistant.answering.composing import Composer


def cited(response):
    return {c.document_id for c in getattr(response, "citations", ())}


def test_another_document_that_answers_is_cited_too(assistant, responses, monkeypatch):
    """The labelled questions asked once more, the best places going to whoever is best."""
    monkeypatch.setattr(Composer, "_with_others", lambda _, __, near, *___: near[:MAX_CITATIONS])
    gained = []
    for row, response in responses:
        if len(cited(response)) > 1:
            without = cited(assistant.ask(row["question"], row["history"]))
            assert without <= cited(response), row["id"]
            gained += [row["id"]] * (without < cited(response))
    assert len(gained) >= 3
