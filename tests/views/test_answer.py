"""What an answer and an abstention look like."""

from dataclasses import replace

from shown import Shown

from assistant.domain import Answer, Correction
from assistant.views.render import answer
from assistant.views.render.answer import Narrowing
from assistant.views.render.cards import card


def test_an_answer_leads_with_the_words_that_answer_and_then_its_cards(audit, edition):
    shown = Shown(answer.spoken(audit, edition))
    [first] = shown.texts("div", class_="headline")
    assert audit.headline.text in first
    assert first.startswith("Recommendation 4: “")
    assert first.endswith(f"[{audit.headline.marker}]")
    assert shown.texts("h3", class_="card-number") == ["Recommendation 4"]
    assert shown.text.index(first) < shown.text.index("SoR AI guidance answers this")


def test_a_card_shows_every_field_in_words(audit, edition, golden):
    text = Shown(answer.spoken(audit, edition)).text
    item = audit.recommendations[0].recommendation
    for words in (item.area, item.priority.text, item.action.text, item.responsible.text):
        assert words in text
    assert f"Status: {item.status}" in text
    assert "work commenced but not established" in text


def test_each_quote_has_a_marker_that_opens_its_place(responses, edition):
    """On its card, or beside its words: nowhere twice but in the line above everything."""
    for _, response in responses[::9]:
        if isinstance(response, Answer) and len(response.recommendations) <= answer._FULL_CARDS:
            page = answer.spoken(response, edition) + answer.evidence(response, edition)
            markers = Shown(f"<div>{page}</div>").all("button", class_="marker")
            first = markers[: bool(response.headline)]
            rest = [m["text"] for m in markers[len(first) :]]
            assert sorted(rest) == sorted(f"[{c.marker}]" for c in response.citations)
            assert all(m["name"] == "open" and "@" in m["value"] for m in markers)


def test_a_card_is_not_quoted_a_second_time(audit, edition):
    item = audit.recommendations[0].recommendation
    spoken = Shown(answer.spoken(audit, edition)).text
    beside = Shown(answer.evidence(replace(audit, related=()), edition)).text
    assert item.priority.text in spoken
    assert item.priority.text not in beside


def test_a_list_says_that_it_is_complete(pending, edition):
    shown = Shown(answer.spoken(pending, edition))
    assert "7 of 31 recommendations" in shown.text
    assert "nothing is left out" in shown.text
    assert len(shown.all("button", name="card")) == 7


def test_an_abstention_says_no_first_and_marks_what_is_near(dose, edition):
    spoken = Shown(answer.spoken(dose, edition))
    assert spoken.texts("strong", class_="lead-label") == ["Not in this guidance"]
    assert "Where to turn" in spoken.text
    assert not spoken.all("article")
    evidence = Shown(answer.evidence(dose, edition))
    assert "do not answer your question" in evidence.texts("summary")[0]
    assert not evidence.all("button", class_="marker")


def test_a_correction_is_shown_with_the_way_back(audit, edition):
    changed = replace(audit, corrections=(Correction("algorithim", "algorithm", "spelling"),))
    shown = Shown(answer.spoken(changed, edition))
    assert "Read “algorithim” as “algorithm”" in shown.text
    assert shown.all("button", name="undo")


def test_a_near_tie_is_said(audit, edition):
    tied = replace(audit, recommendations=(replace(audit.recommendations[0], near_tie=True),))
    assert "close call" in answer.spoken(tied, edition)


def test_a_filter_hides_cards_and_says_how_many(pending, edition):
    shown = Shown(answer.spoken(pending, edition, Narrowing(areas=("Research",))))
    assert "Your filter hides 7 recommendations" in shown.text
    assert not shown.all("button", name="card")


def test_a_hostile_question_is_shown_as_it_was_typed(dose, edition):
    question = "<script>alert(1)</script>\n\n# <img src=x onerror=alert(1)> **b** $x$"
    markup = answer.spoken(replace(dose, question=question), edition)
    markup += answer.evidence(replace(dose, question=question), edition, takes_feedback=True)
    assert "<script" not in markup
    assert "<img" not in markup
    assert "\n" not in markup
    assert Shown(f"<div>{markup}</div>").texts("h2")[0].endswith(question)


def test_every_answer_states_what_it_was_taken_from(audit, dose, edition):
    for response in (audit, dose):
        stamp = Shown(answer.evidence(response, edition)).texts("div", class_="stamp")[0]
        assert edition.index.id in stamp
        for entry in edition.documents:
            assert entry.file in stamp
            assert str(entry.year) in stamp


def test_no_score_is_shown_as_a_share(responses, edition):
    """What the gate gives is no probability; a reader would take a figure for one."""
    for row, response in responses[::10]:
        page = answer.spoken(response, edition) + answer.evidence(response, edition)
        scores = [r.score for r in getattr(response, "recommendations", ())]
        for figure in {response.confidence, *scores} - {0.0, 1.0}:
            assert f"{figure:.2f}"[1:] not in page.replace(response.question, ""), row["id"]
            assert f"{100 * figure:.0f} %" not in page, row["id"]
            assert f"{figure:.0%}" not in page, row["id"]


def test_feedback_is_asked_for_only_where_it_is_kept(audit, edition):
    assert 'name="feedback"' not in answer.evidence(audit, edition)
    assert 'name="feedback"' in answer.evidence(audit, edition, takes_feedback=True)


def test_every_labelled_question_can_be_shown(responses, edition):
    for _, response in responses[::7]:
        Shown(answer.spoken(response, edition))
        Shown(answer.evidence(response, edition))


def test_a_card_shows_a_cell_line_by_line(assistant, edition):
    """Topics that stand below each other are not run together into a sentence."""
    item = assistant.records.find("12")
    lines = Shown(str(card(item, edition))).texts("span", class_="line")
    assert "AI implementation techniques" in lines
    assert "Regulatory and approval processes of new technology" in lines
