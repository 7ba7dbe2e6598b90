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
    page.click("#answer .marker >> nth=0")
    page.click("#beside .reference >> nth=0")
    until(page, "() => document.querySelector('#beside mark')?.textContent.startsWith('[')")


def test_undo_searches_for_exactly_what_was_written_and_back_takes_it_back(open_page):
    page = open_page()
    ask(page, "algorithim bias")
    assert "Read “algorithim” as “algorithm”" in text(page, "#answer")
    page.click("#answer button[name=undo]")
    page.wait_for_selector("text=Searched for exactly what you wrote")
    assert "Read “" not in text(page, "#answer")
    assert "algorithm" not in page.locator(".why li").first.text_content().split("people also")[0]
    page.go_back()
    page.wait_for_selector("text=Read “algorithim” as “algorithm”")


def test_suggestions_and_examples_ask(open_page):
    page = open_page()
    page.click("#answer .examples button >> nth=0")
    page.wait_for_selector("#answer .card")
    first = text(page, "#answer h2.question")
    page.click("#answer .next button >> nth=0")
    until(page, "q => document.querySelector('#answer h2.question').innerText !== q", first)
    assert text(page, "#answer .asked").endswith(first.split("\n")[-1])


FIT = """() => [document.querySelector('#answer .newest').getBoundingClientRect().top,
               document.querySelector('#answer .newest .card').getBoundingClientRect().bottom,
               document.querySelector('#answer .newest').getBoundingClientRect().bottom,
               document.querySelector('#ask-foot').getBoundingClientRect().top]"""


def test_an_answer_with_one_recommendation_is_seen_whole_above_the_box(open_page):
    page = open_page(width=1280, height=800)
    ask(page, QUESTION)
    page.wait_for_timeout(300)
    top, _, bottom, box = page.evaluate(FIT)
    assert top >= 0
    assert bottom <= box


def test_on_a_phone_it_takes_less_than_two_screens_and_its_answer_is_on_the_first(open_page):
    page = open_page(width=375, height=812)
    ask(page, QUESTION)
    page.wait_for_timeout(300)
    top, card, bottom, box = page.evaluate(FIT)
    assert 0 <= top < 20
    assert card - top < 2 * box
    assert bottom - top < 2 * 812
    line = page.locator("#answer .newest .line").bounding_box()
    assert line["y"] + line["height"] < box


@pytest.mark.parametrize("width", [1280, 375])
def test_the_box_is_always_in_sight(open_page, width):
    page = open_page(width=width, height=812)
    for question in (QUESTION, "What falls to industry?"):
        ask(page, question)
        page.wait_for_timeout(300)
        for at in ("0", "document.body.scrollHeight / 2", "document.body.scrollHeight"):
            page.evaluate(f"scrollTo(0, {at})")
            page.wait_for_timeout(100)
            box = page.locator("#question textarea").bounding_box()
            assert 0 <= box["y"] <= 812 - box["height"]


def test_a_long_answer_begins_at_its_first_line(open_page):
    page = open_page(height=700)
    ask(page, QUESTION)
    ask(page, "What falls to industry?")
    page.wait_for_timeout(300)
    assert 0 <= page.locator("#answer h2.question").bounding_box()["y"] < 40


def test_an_earlier_answer_opens_where_it_stands(open_page):
    page = open_page()
    ask(page, QUESTION)
    ask(page, "what training do I need?")
    assert page.locator("#answer .asked").count() == 1
    assert "Recommendation 4" in text(page, "#answer .got")
    assert page.locator("#turn-0 .card").count() == 0
    page.click("#turn-0 > summary")
    page.wait_for_selector("#turn-0 .card")
    assert text(page, "#answer h2.question").endswith("what training do I need?")


def test_back_and_forward_walk_through_answers_and_tabs(open_page):
    page = open_page()
    shown = (
        "q => document.querySelector('#answer h2.question')?.textContent.endsWith(q) ?? q === ''"
    )
    ask(page, QUESTION)
    until(page, "() => location.search.startsWith('?answer=')")
    first = page.url
    assert page.title() == "Recommendation 4 – AI guidance assistant"
    ask(page, "what training do I need?")
    until(page, "u => location.href !== u", first)
    page.get_by_role("tab", name="Browse").click()
    until(page, "() => location.search === '?tab=browse'")
    assert page.title().startswith("Browse")
    page.go_back()
    until(page, shown, "what training do I need?")
    page.go_back()
    until(page, shown, QUESTION)
    assert page.url == first
    page.go_back()
    page.wait_for_selector("#answer .start")
    page.go_forward()
    until(page, shown, QUESTION)


def test_no_address_and_no_title_holds_a_question(open_page):
    """A browser keeps both on disk."""
    page = open_page()
    ask(page, "who audits quokka algorithms?")
    until(page, "() => location.search.startsWith('?answer=')")
    assert "quokka" not in page.url + page.title()


def test_a_reload_keeps_the_conversation_and_a_new_topic_begins_another(open_page):
    page = open_page("?q=algorithim+bias", waits_for="#answer h2.question")
    ask(page, QUESTION)
    until(page, "() => location.search.startsWith('?answer=')")
    page.reload()
    page.wait_for_selector("#answer h2.question")
    assert page.locator("#answer .asked").count() == 1
    page.get_by_role("button", name="New topic").click()
    page.wait_for_selector("#answer .start")
    assert page.evaluate("location.search") == ""
    assert page.evaluate("document.activeElement.matches('#question textarea')")
    page.go_back()
    page.wait_for_selector("#answer h2.question")


@pytest.mark.parametrize("tab", ["compare", "about", "read"])
def test_a_tab_has_an_address(open_page, tab):
    page = open_page(f"?tab={tab}", waits_for=f"#tab-{tab}-button[aria-selected=true]")
    assert page.is_visible(f"#tab-{tab}")


def test_each_mark_of_the_picture_opens_its_recommendation(open_page):
    page = open_page()
    assert page.locator("#answer a.mark").count() == 31
    page.click("#answer a.mark >> nth=11")
    page.wait_for_selector("#opened .card")
    assert text(page, "#opened .card-number") == "Recommendation 12"
    assert page.evaluate("location.search") == "?rec=12"
    page.go_back()
    page.wait_for_selector("#answer .start")


def test_the_page_is_headed_by_a_document_past_its_review_date(open_page):
    page = open_page()
    head = page.locator("header .banner")
    assert "want it checked after 31 December 2024" in head.inner_text()
    assert head.bounding_box()["y"] < page.locator("#question").bounding_box()["y"]


def test_clearing_forgets(open_page):
    page = open_page()
    ask(page, QUESTION)
    until(page, "() => location.search.startsWith('?answer=')")
    address = page.url
    page.click("button.label-wrap:has-text('Take this conversation away')")
    page.click("#clear")
    page.wait_for_selector("#answer .examples")
    page.goto(address)
    page.wait_for_selector("#said:has-text('not in memory any more')")
    assert not page.query_selector("#answer .question")


def test_patient_details_are_held_back_and_never_kept(open_page):
    page = open_page()
    page.fill("#question textarea", "who audits the scan of 943 476 5919?")
    page.keyboard.press("Enter")
    page.wait_for_selector("#said button[name=confirm]")
    assert "an NHS number" in text(page, "#said")
    page.click("#said button[name=confirm]")
    page.wait_for_selector("#answer .question")
    page.reload()
    page.wait_for_selector("#answer .examples")
    page.wait_for_timeout(500)
    assert not page.query_selector("#answer .question")
    assert page.evaluate("sessionStorage.length") == 0


@pytest.mark.parametrize("question", ["", " ?! "])
def test_no_question_is_a_sentence_beside_the_box_and_the_examples_stay(open_page, question):
    page = open_page()
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")
    page.wait_for_selector("#said .lead-no")
    assert "There is no question" in text(page, "#said")
    assert page.is_visible("#answer .examples")
    ask(page, QUESTION)
    assert not page.query_selector("#said .lead-no")


def test_a_question_that_is_too_long_is_counted_and_not_cut(open_page):
    page = open_page()
    page.fill("#question textarea", "why? " * 500)
    for send in (lambda: page.keyboard.press("Enter"), lambda: page.click("#ask-button")):
        send()
        page.wait_for_timeout(300)
        assert "2,500 characters: a question has at most 2,000" in text(page, "#ask-foot")
        assert len(page.input_value("#question textarea")) == 2500
        assert page.is_visible("#answer .examples")
    ask(page, QUESTION)
    assert "characters" not in text(page, "#ask-foot")


def test_a_server_that_is_gone_is_a_line_beside_the_box(chromium, serve, index_folder):
    context = chromium.new_context()
    page = context.new_page()
    with serve("--index", index_folder) as address:
        page.goto(address)
        page.wait_for_selector("#answer .examples")
        page.wait_for_timeout(500)
    page.fill("#question textarea", QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector("#ask-foot [role=alert]:has-text('The server cannot be reached')")
    assert page.input_value("#question textarea") == QUESTION
    assert page.is_visible("#answer .examples")
    assert page.locator(".toast-body:visible").count() == 0
    context.close()


def test_a_server_that_is_busy_is_not_said_to_be_gone(chromium, address):
    context = chromium.new_context()
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("#early", state="detached")
    page.route("**/run/predict*", lambda r: r.fulfill(status=503, json={"error": "Too many."}))
    page.fill("#question textarea", QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector("#ask-foot [role=alert]:has-text('it is busy')")
    page.unroute("**/run/predict*")
    ask(page, QUESTION)
    assert page.locator("#ask-foot [role=alert]").count() == 0
    context.close()


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
    assert page.locator(".md img, .md iframe, .md script, .md style").count() == 0
    assert page.locator(".md a:not(.mark)").count() == 0


def test_copying_takes_quote_or_reference(open_page):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    ask(page, QUESTION)
    page.click("#answer .cite summary")
    taken = {}
    for name in ("Quote", "Vancouver", "Harvard", "Link"):
        page.click(f"#answer .cite button:has-text('{name}')")
        page.wait_for_selector(".toast:has-text('Copied')")
        page.wait_for_timeout(200)
        taken[name] = page.evaluate("navigator.clipboard.readText()")
    assert taken["Quote"].startswith("Priority: “Ensure AI tools are being audited")
    assert "Society of Radiographers; 2021." in taken["Vancouver"]
    assert "recommendation 4." in taken["Vancouver"]
    assert "(2021)" in taken["Harvard"]
    assert taken["Link"].endswith("/?rec=4")


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
        page.get_by_role("button", name="Save CPD note as Markdown").click()
    assert "Ask about audits." in saved.value.path().read_text()
    for label, name in (("conversation as Word", "conversation"), ("CPD note as Word", "cpd-note")):
        with page.expect_download() as saved:
            page.get_by_role("button", name=f"Save {label}").click()
        assert saved.value.suggested_filename == f"{name}.docx"
        assert saved.value.path().read_bytes().startswith(b"PK")


def test_printing_leaves_the_controls_out(open_page):
    page = open_page()
    ask(page, QUESTION)
    page.emulate_media(media="print")
    assert page.is_visible("#answer .card")
    assert page.is_visible("#answer .stamp")
    for hidden in ("#question", "[role=tab] >> nth=0", "#beside", "#answer .actions >> nth=0"):
        assert not page.is_visible(hidden), hidden


def test_feedback_is_kept_where_it_was_asked_for(open_page, feedback_file):
    page = open_page()
    ask(page, QUESTION)
    page.click("#answer .why summary")
    page.click("#answer button[name=feedback] >> nth=0")
    page.wait_for_selector("#said:has-text('Thank you')")
    line = json.loads(feedback_file.read_text().splitlines()[-1])
    assert line["question"] == QUESTION
    assert line["kind"] == "useful"
