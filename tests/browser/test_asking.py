"""Asking, as a radiographer does it."""

import json

import pytest
from browser.steps import ask, until

QUESTION = "who should be checking the AI still works?"


def text(page, selector):
    return page.inner_text(selector)


def test_the_box_is_ready_and_enter_asks(open_page):
    page = open_page()
    until(page, "() => document.activeElement?.tagName === 'TEXTAREA'")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector("#answer .card")
    assert text(page, "#answer .card-number") == "Recommendation 4"
    assert page.input_value("#question textarea") == ""


def test_shift_enter_makes_a_line(open_page):
    page = open_page()
    page.click("#question textarea")
    page.keyboard.type("one")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("two")
    assert page.input_value("#question textarea") == "one\ntwo"
    assert not page.query_selector("#answer .question")


@pytest.mark.parametrize("width", [1280, 375])
def test_a_marker_opens_the_quoted_words_in_their_place(open_page, width):
    page = open_page(width=width)
    ask(page, QUESTION)
    page.click("#answer .card .marker")
    page.wait_for_selector("#beside mark")
    page.wait_for_timeout(400)
    assert page.evaluate(
        """() => { const m = document.querySelector('#beside mark').getBoundingClientRect();
                   return m.top >= 0 && m.bottom <= innerHeight; }"""
    )
    quote = text(page, "#answer .card .priority")
    assert quote in text(page, "#beside mark")
    assert page.evaluate("!!document.activeElement.closest('#beside')")
    page.click("#beside button:has-text('Back to the answer')")
    assert page.evaluate("document.activeElement.classList.contains('marker')")


def test_a_reference_mark_leads_to_the_reference(open_page):
    page = open_page(
        "?q=What+does+the+Topol+Review+say+about+training%3F", waits_for="#answer .question"
    )
    page.click("#evidence .marker >> nth=0")
    page.click("#beside .reference >> nth=0")
    until(page, "() => document.querySelector('#beside mark')?.textContent.startsWith('[')")


def test_undo_searches_for_exactly_what_was_written(open_page):
    page = open_page()
    ask(page, "algorithim bias")
    assert "Read “algorithim” as “algorithm”" in text(page, "#answer")
    page.click("#answer button[name=undo]")
    page.wait_for_selector("#answer .read-as", state="detached")
    assert "Read “" not in text(page, "#answer")
    found_by = page.locator("details li:has-text('Words of your question')").all_text_contents()
    assert found_by
    assert not [words for words in found_by if "algorithm" in words]


def test_suggestions_and_examples_ask(open_page):
    page = open_page()
    page.click("#answer .example button >> nth=0")
    page.wait_for_selector("#answer .card")
    first = text(page, "#answer .question")
    page.click("#evidence .next button >> nth=0")
    until(page, "q => document.querySelector('#answer .question').innerText !== q", first)
    page.wait_for_selector("#earlier button")


def test_an_address_asks_and_a_reload_keeps_the_conversation(open_page):
    page = open_page("?q=algorithim+bias", waits_for="#answer .question")
    ask(page, QUESTION)
    page.reload()
    page.wait_for_selector("#answer .question")
    page.wait_for_selector("#earlier button")
    page.goto(page.url.split("?")[0])
    page.wait_for_selector("#earlier button")
    assert page.locator("#earlier button").count() >= 2


def test_the_page_is_headed_by_a_document_past_its_review_date(open_page):
    page = open_page()
    head = page.locator("#banner")
    assert "want it checked after 31 December 2024" in head.inner_text()
    assert head.bounding_box()["y"] < page.locator("#question").bounding_box()["y"]


def test_clearing_forgets(open_page):
    page = open_page()
    ask(page, QUESTION)
    page.reload()
    page.wait_for_selector("#answer .question")
    page.click("button.label-wrap:has-text('Take this conversation away')")
    page.click("#clear")
    page.wait_for_selector("#answer .examples")
    page.reload()
    page.wait_for_selector("#answer .examples")
    page.wait_for_timeout(800)
    assert not page.query_selector("#answer .question")


def test_patient_details_are_held_back_and_never_kept(open_page):
    page = open_page()
    page.fill("#question textarea", "who audits the scan of 943 476 5919?")
    page.keyboard.press("Enter")
    page.wait_for_selector("#answer button[name=confirm]")
    assert "an NHS number" in text(page, "#answer")
    page.click("#answer button[name=confirm]")
    page.wait_for_selector("#answer .question")
    page.reload()
    page.wait_for_selector("#answer .examples")
    page.wait_for_timeout(500)
    assert not page.query_selector("#answer .question")
    assert page.evaluate("sessionStorage.length") == 0


def test_no_question_is_a_sentence_and_the_box_works_again(open_page):
    page = open_page()
    page.fill("#question textarea", " ?! ")
    page.keyboard.press("Enter")
    page.wait_for_selector("#answer .lead-no")
    assert "there is no question" in text(page, "#answer")
    ask(page, QUESTION)


def test_pressing_ask_without_a_question_is_a_sentence(open_page):
    page = open_page()
    page.click("#ask-button")
    page.wait_for_selector("#answer .lead-no")
    assert "there is no question" in text(page, "#answer")


HOSTILE = [
    "<script>window.hit=1</script> audit",
    "<img src=x onerror='window.hit=1'> audit",
    "</div><style>body{display:none}</style> audit",
    "[audit](javascript:window.hit=1) ![x](http://example.com/x.png)",
    "$$\\href{javascript:window.hit=1}{audit}$$",
    "# audit\n\n<iframe src=http://example.com></iframe>",
    "audit \u202e gnihtyna",
]


@pytest.mark.parametrize("question", HOSTILE)
def test_hostile_text_is_shown_as_text(open_page, question):
    page = open_page()
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")
    page.wait_for_selector("#answer .question")
    page.wait_for_timeout(300)
    assert page.evaluate("window.hit === undefined")
    assert page.is_visible("#answer .question")
    assert "audit" in text(page, "#answer .question")
    assert page.locator(".md img, .md iframe, .md script, .md style, .md a").count() == 0


def test_filters_narrow_the_cards_and_say_so(open_page):
    page = open_page()
    ask(page, "Which education recommendations are pending?")
    page.click("button.label-wrap:has-text('Keep to one document')")
    page.get_by_label("Research", exact=True).check()
    page.wait_for_selector("#answer .note")
    assert "Your filter hides 7 recommendations" in text(page, "#answer")


def test_copying_takes_quote_and_reference(open_page):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    ask(page, QUESTION)
    page.click("#answer .card button:has-text('Vancouver') >> nth=0")
    page.wait_for_selector(".toast:has-text('Copied')")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Priority: “Ensure AI tools are being audited")
    assert "recommendation 4. Available from:" in copied
    page.click("#answer button[name='copy-link']")
    page.wait_for_timeout(200)
    assert page.evaluate("navigator.clipboard.readText()").endswith("?rec=4")


def test_the_conversation_can_be_saved(open_page):
    page = open_page()
    ask(page, QUESTION)
    page.click("button.label-wrap:has-text('Take this conversation away')")
    for label, name in (
        ("Markdown", "conversation.md"),
        ("CSV", "conversation.csv"),
        ("JSON", "conversation.json"),
    ):
        with page.expect_download() as saved:
            page.get_by_role("button", name=f"Save conversation as {label}").click()
        assert saved.value.suggested_filename == name
        content = saved.value.path().read_text(encoding="utf-8-sig")
        assert QUESTION in content
        assert "Ensure AI tools are being audited" in content
    assert json.loads(content)["turns"][0]["kind"] == "answer"
    page.fill("label:has-text('My reflection') textarea", "Ask about audits.")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save CPD note").click()
    assert "Ask about audits." in saved.value.path().read_text()


def test_printing_leaves_the_controls_out(open_page):
    page = open_page()
    ask(page, QUESTION)
    page.emulate_media(media="print")
    assert page.is_visible("#answer .card")
    assert page.is_visible("#evidence .stamp")
    for hidden in ("#question", "[role=tab] >> nth=0", "#beside", "#answer .actions >> nth=0"):
        assert not page.is_visible(hidden), hidden


def test_feedback_is_kept_where_it_was_asked_for(open_page, feedback_file):
    page = open_page()
    ask(page, QUESTION)
    page.click("#evidence button[name=feedback] >> nth=0")
    page.wait_for_selector("#thanks p")
    line = json.loads(feedback_file.read_text().splitlines()[-1])
    assert line["question"] == QUESTION
    assert line["kind"] == "useful"
