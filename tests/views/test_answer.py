"""What an answer and an abstention look like."""

from dataclasses import replace

import pytest
from shown import Shown

from assistant.domain import Answer, Correction
from assistant.views.render import answer, wording
from assistant.views.render.answer import Exchange, conversation
from assistant.views.render.markup import Template
from assistant.views.render.text import response_text


def test_an_answer_says_first_how_sure_it_is_and_then_the_words_that_answer(audit, edition):
    shown = Shown(answer.answer(Exchange(audit), edition))
    [line] = shown.texts("div", class_="line")
    assert line == f"Who is responsible: “{audit.headline.text}”"
    assert shown.texts("h3", class_="card-number") == ["Recommendation 4"]
    before = shown.text[: shown.text.index(line)]
    assert before.startswith("Answer found.")
    assert "Recommendation 4" in before
    assert "[1]" in before
    assert len(before.split()) < 30


def test_a_card_shows_every_field_once(audit, edition):
    """The words that answer stand above the card's others, and not among them a second time."""
    text = Shown(answer.answer(Exchange(replace(audit, related=())), edition)).text
    item = audit.recommendations[0].recommendation
    for words in (item.priority.text, item.action.text, item.responsible.text, item.status):
        assert text.count(words) == 1, words
    assert item.area in text
    assert "work commenced but not established" in text


def test_the_markers_begin_at_one_and_run_down_the_page(responses, edition):
    for _, response in responses[::5]:
        shown = Shown(answer.answer(Exchange(replace(response, related=())), edition))
        if isinstance(response, Answer) and not shown.all("ol", class_="short-list"):
            markers = shown.all("button", class_="marker")
            numbers = [m["text"].split()[0] for m in markers]
            assert numbers == [f"[{c.marker}]" for c in response.citations]
            assert all(m["name"] == "open" and "@" in m["value"] for m in markers)


def test_no_two_buttons_of_an_answer_have_one_name(responses, edition):
    for row, response in responses[::9]:
        shown = Shown(answer.answer(Exchange(response, takes_feedback=True), edition))
        names = [b["text"] for b in shown.all("button")] + shown.texts("summary")
        assert len(names) == len(set(names)), row["id"]


def test_what_is_cited_is_copied_from_one_menu(audit, edition):
    shown = Shown(answer.answer(Exchange(audit), edition))
    assert [t for t in shown.texts("summary") if t.startswith("Cite")] == ["Cite recommendation 4"]
    [quote] = [b["value"] for b in shown.all("button", name="copy") if "Quote" in b["text"]]
    assert quote.startswith("Priority: “Ensure AI tools are being audited")
    assert quote.endswith("recommendation 4")
    assert [b["value"] for b in shown.all("button", name="copy-link")] == [
        "?rec=4",
        "?q=who+should+be+checking+the+AI+still+works%3F",
    ]


def test_a_list_shows_which_are_meant_among_all(pending, edition):
    shown = Shown(answer.answer(Exchange(pending), edition))
    marks = shown.all("a", class_="mark")
    meant = {r.recommendation.number for r in pending.recommendations}
    assert len(marks) == 31
    assert {m["href"].removeprefix("?rec=") for m in marks if "faint" not in m["class"]} == meant
    assert all("not in this list" in m["text"] for m in marks if "faint" in m["class"])


def test_a_list_says_that_it_is_complete(pending, edition):
    shown = Shown(answer.answer(Exchange(pending), edition))
    assert "7 of 12 Education recommendations are Pending" in shown.text
    assert "nothing is left out" in shown.text
    assert len(shown.all("button", name="card")) == 7


def test_a_list_in_words_that_are_not_known_says_how_it_was_read(pending, edition):
    shown = Shown(answer.answer(Exchange(replace(pending, complete_of=None)), edition))
    assert "7 of 12 Education recommendations are Pending." in shown.text
    assert wording.AS_READ in shown.text
    assert "nothing is left out" not in shown.text


def test_a_breakdown_is_its_counts_and_numbers_alone_are_only_these(assistant, edition):
    broken_down = assistant.ask("how many recommendations in each area?")
    alone = assistant.ask("pending education recommendations, just the numbers")
    for response in (broken_down, alone):
        shown = Shown(answer.answer(Exchange(response), edition))
        assert shown.all("button", name="card") == []
        assert shown.text.startswith(wording.label(response))
    assert "7, 9, 10, 12, 13, 14, 16" in wording.label(alone)


def test_an_abstention_says_no_first_and_marks_what_is_near(dose, edition):
    shown = Shown(answer.answer(Exchange(dose), edition))
    assert shown.text.startswith("Not in this guidance.")
    assert "Where to turn" in shown.text
    assert not shown.all("article")
    assert "do not answer your question" in shown.texts("summary")[0]


def test_a_correction_is_shown_with_the_way_back(audit, edition):
    changed = replace(audit, corrections=(Correction("algorithim", "algorithm", "spelling"),))
    shown = Shown(answer.answer(Exchange(changed), edition))
    assert "Read “algorithim” as “algorithm”" in shown.text
    assert shown.all("button", name="undo")


def test_a_near_tie_is_said(audit, edition):
    tied = replace(audit, recommendations=(replace(audit.recommendations[0], near_tie=True),))
    assert "close call" in answer.answer(Exchange(tied), edition)


def test_a_hostile_question_is_shown_as_it_was_typed(dose, edition):
    question = "<script>alert(1)</script>\n\n# <img src=x onerror=alert(1)> **b** $x$"
    exchange = Exchange(replace(dose, question=question), takes_feedback=True)
    markup = conversation("name", [exchange, exchange], edition)
    assert "<script" not in markup
    assert "<img" not in markup
    assert "\n" not in markup
    assert Shown(markup).texts("h2")[0].endswith(question)
    assert Shown(markup).texts("span", class_="asked")[0].endswith(question)


def test_every_answer_states_what_it_was_taken_from(audit, dose, edition):
    for response in (audit, dose):
        [stamp] = Shown(answer.answer(Exchange(response), edition)).texts("p", class_="stamp")
        assert edition.index.id in stamp
        for entry in edition.documents:
            assert entry.file in stamp
            assert str(entry.year) in stamp


def test_no_hash_of_a_file_is_shown(responses, edition):
    for _, response in responses[::9]:
        text = Shown(answer.answer(Exchange(response), edition)).text
        assert "sha256" not in text
        assert not [e for e in edition.documents if e.sha256[:8] in text]


def test_no_score_is_shown_as_a_share(responses, edition):
    """What the gate gives is no probability; a reader would take a figure for one."""
    for row, response in responses[::10]:
        page = answer.answer(Exchange(response), edition)
        scores = [r.score for r in getattr(response, "recommendations", ())]
        for figure in {response.confidence, *scores} - {0.0, 1.0}:
            assert f"{figure:.2f}"[1:] not in page.replace(response.question, ""), row["id"]
            assert f"{100 * figure:.0f} %" not in page, row["id"]
            assert f"{figure:.0%}" not in page, row["id"]


def test_feedback_is_asked_for_only_where_it_is_kept(audit, edition):
    assert 'name="feedback"' not in answer.answer(Exchange(audit), edition)
    assert 'name="feedback"' in answer.answer(Exchange(audit, takes_feedback=True), edition)


def test_every_labelled_question_can_be_shown(responses, edition):
    for _, response in responses[::7]:
        Shown(answer.answer(Exchange(response), edition))


def test_a_card_shows_a_cell_line_by_line(assistant, edition):
    """Topics that stand below each other are not run together into a sentence."""
    item = assistant.records.find("12")
    lines = Shown(str(Template("cards.html").card(item, edition))).texts(
        "span", class_="line-below"
    )
    assert "AI implementation techniques" in lines
    assert "Regulatory and approval processes of new technology" in lines


def test_what_an_entry_says_stands_above_the_title_and_is_said_to_be_the_entrys(assistant, edition):
    shown = Shown(answer.answer(Exchange(assistant.ask("When was this published?")), edition))
    [line] = shown.texts("div", class_="line")
    assert "SoR AI guidance: published in 2021." in line
    assert "RCR statement on AI: it carries no date." in line
    assert wording.OF_ENTRIES in shown.text
    assert shown.text.index(line) < shown.text.index(edition.documents[0].title)


def test_a_recommendation_that_is_not_quoted_is_named_and_opens(responses, edition):
    beside = [r for _, r in responses if isinstance(r, Answer) and r.beside]
    assert beside
    for response in beside:
        shown = Shown(answer.answer(Exchange(response), edition))
        assert wording.BESIDE in shown.texts("h3")
        links = shown.texts("button", class_="link")
        for ranked in response.beside:
            assert f"Recommendation {ranked.recommendation.number}" in links


def test_a_terminal_prints_no_quote_twice(responses, edition):
    n = 0
    for row, response in responses:
        if not isinstance(response, Answer) or response.headline is None:
            continue
        printed = " ".join(response_text(response, edition).split())
        for citation in response.citations:
            if citation.recommendation is None and set(citation.quote.parts) <= set(
                response.headline.parts
            ):
                first = " ".join(citation.quote.parts[-1].text.split())
                assert printed.count(first) == 1, row["id"]
                n += 1
    assert n > 10


@pytest.mark.parametrize(
    "question",
    [
        "Who audits AI?", "pending education recommendations", "When was the guidance published?",
        "What does the RCR say about clinical audit?", "What is the dose limit for staff?",
    ],
)  # fmt: skip
def test_the_terminal_says_of_a_question_what_the_page_says(assistant, edition, question):
    response = assistant.ask(question)
    said = f"{wording.label(response)}. {wording.lead(response, edition)}"
    assert said in " ".join(response_text(response, edition).split())
