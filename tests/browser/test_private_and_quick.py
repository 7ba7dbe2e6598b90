"""Nothing goes out, nothing is left behind, nothing makes people wait."""

import pytest
from browser.steps import ask, ready

QUESTION = "who should be checking the AI still works?"


def test_every_request_goes_to_this_server_only(open_page, address):
    page = open_page()
    seen = []
    page.on("request", lambda request: seen.append(request.url))
    page.reload()
    ready(page)
    ask(page, QUESTION)
    page.click("#answer .card .marker")
    page.wait_for_timeout(500)
    assert seen
    assert [url for url in seen if not url.startswith(address)] == []


def test_no_cookie_is_left(open_page):
    page = open_page()
    ask(page, QUESTION)
    assert page.context.cookies() == []


def test_nothing_is_stored(open_page):
    page = open_page()
    ask(page, QUESTION)
    page.wait_for_timeout(300)
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_no_box_is_remembered_or_offered_to_a_spelling_service(open_page):
    page = open_page()
    boxes = page.eval_on_selector_all(
        "textarea, input[type=text]",
        "all => all.map(b => [b.getAttribute('autocomplete'), b.getAttribute('spellcheck')])",
    )
    assert len(boxes) >= 6
    assert {tuple(box) for box in boxes} == {("off", "false")}


def test_another_tab_knows_nothing_of_the_conversation(open_page, address):
    page = open_page()
    ask(page, QUESTION)
    other = page.context.new_page()
    other.goto(address)
    other.wait_for_selector("#answer .examples")
    other.wait_for_timeout(500)
    assert not other.query_selector("#answer .question")
    ask(other, "what training do I need?")
    page.reload()
    page.wait_for_selector("#answer .question")
    assert page.inner_text("#answer .question").endswith(QUESTION)


def test_the_page_is_light(chromium, address):
    """Bytes on the wire and requests of a first visit."""
    context = chromium.new_context()
    page = context.new_page()
    kinds, sizes = {}, {}
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.responseReceived", lambda e: kinds.update({e["requestId"]: e["type"]}))
    network.on(
        "Network.loadingFinished", lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]})
    )
    page.goto(address)
    page.wait_for_selector("#answer .examples")
    page.wait_for_timeout(1500)
    html = [size for request, size in sizes.items() if kinds.get(request) == "Document"]
    context.close()
    assert len(sizes) <= 40
    assert sum(sizes.values()) <= 350_000
    assert sum(html) <= 40_000


@pytest.mark.alone
def test_an_answer_is_on_screen_within_200_ms_of_the_reply(open_page):
    page = open_page()
    page.evaluate(
        """() => { window.seen = 0; new MutationObserver(() => {
            if (!window.seen && document.querySelector('#answer .card')) window.seen = performance.now();
        }).observe(document.body, {childList: true, subtree: true}); }"""
    )
    ask(page, QUESTION)
    page.wait_for_timeout(500)
    late = page.evaluate(
        """() => { const ends = performance.getEntriesByType('resource')
            .filter(e => e.name.includes('run/predict')).map(e => e.responseEnd).filter(e => e);
            return ends.length ? window.seen - Math.max(...ends) : null; }"""
    )
    assert late is not None
    assert late < 200
