"""The What changed tab: every change of the command line's diff, marked word by word."""

import asyncio
from dataclasses import replace

from shown import Shown

from assistant.comparing.changes import (
    AnswerChange,
    Changes,
    DocumentChange,
    PassageChange,
    recommendation_changes,
)
from assistant.comparing.pairing import pair_recommendations
from assistant.domain import Excerpt
from assistant.views.render.changes import news, summary
from assistant.views.web.page.page import create_page


def changed(assistant, **fields):
    before = list(assistant.index.recommendations)
    after = [replace(before[0], **fields), *before[1:]]
    pairs = pair_recommendations(before, after)
    return Changes("aaa", "bbb", 31, 111, recommendations=recommendation_changes(pairs))


def test_without_an_earlier_index_that_is_said():
    assert "nothing to compare with" in Shown(news(None)).text


def test_a_status_that_moved_is_shown_struck_through_and_underlined(assistant):
    changes = changed(assistant, status="Ongoing")
    shown = Shown(news(changes))
    assert summary(changes) in shown.text
    assert [text.replace("[went: ", "").strip("]") for text in shown.texts("del")] == ["Pending"]
    assert [text.replace("[came: ", "").strip("]") for text in shown.texts("ins")] == ["Ongoing"]
    assert shown.texts("h4") == ["Recommendation 1 of sor-ai-2021: status changed"]


def test_going_back_is_told_from_going_on(assistant):
    on = changed(assistant, status="Ongoing")
    back = Shown(news(replace(on, is_back=True)))
    assert "went back to the earlier index bbb" in back.text
    assert back.texts("del") == Shown(news(on)).texts("del")
    assert "went back" not in Shown(news(on)).text


def test_where_only_the_questions_beside_the_text_changed_that_is_said(assistant):
    for answers in (None, (), (AnswerChange("k1", "Who audits?", (), ("sor-ai-2021/rec-4",)),)):
        text = Shown(news(Changes("aaa", "bbb", 31, 111, answers=answers))).text
        assert "Nothing in the guidance’s text has changed" in text
    assert "1 labelled question answered otherwise" in text
    assert "Not in this guidance" in text


def test_new_documents_and_passages_are_named(assistant):
    passage = next(p for p in assistant.index.passages if p.kind == "paragraph")
    entry = assistant.index.documents[0]
    shown = Shown(
        news(
            Changes(
                *("aaa", "bbb", 31, 112),
                documents=(DocumentChange(None, entry),),
                passages=(PassageChange(None, passage),),
            )
        )
    )
    assert shown.texts("h3") == ["Documents", "Other passages"]
    assert f"New document: {entry.title}" in shown.texts("h4")[0]


def test_whatever_the_words_hold_they_are_only_text(assistant):
    hostile = Excerpt("<script>alert(1)</script> <b>x</b>", ())
    markup = news(changed(assistant, priority=hostile))
    assert not Shown(markup).all("script")
    assert not Shown(markup).all("b")


def test_builds_are_compared_when_somebody_looks_and_only_once(assistant):
    asked = []

    async def made():
        return create_page(assistant, latest=lambda: asked.append("compared"))

    page = asyncio.run(made())
    (look,) = (f.fn for f in page.fns.values() if f.outputs[0].elem_id == "news")
    assert asked == []
    assert look() == look() == news(None)
    assert asked == ["compared"]
