"""WCAG 2.2 AA as far as a machine can tell: axe, keyboard, reflow, language, live region."""

import pytest
from browser.steps import ask, go, until

QUESTION = "who should be checking the AI still works?"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page, axe):
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(axe)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
    return [(v["id"], [n["target"] for n in v["nodes"]]) for v in found]


def open_everything(page):
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    for button in page.query_selector_all("button.label-wrap:not(.open)"):
        if button.is_visible():
            button.click()


def on_ask(page):
    ask(page, QUESTION)
    page.click("#answer .card .marker")
    page.wait_for_selector("#beside mark")


def on_refusal(page):
    ask(page, "What is the dose limit for pregnant staff?")


def on_browse(page):
    go(page, "Browse")
    page.click("#list .short-list .link >> nth=0")
    page.wait_for_selector("#opened .card")


def on_role(page):
    go(page, "My role")
    page.locator("#tab-role input[type=radio]").first.check()
    page.wait_for_selector("#role .short-list")


def on_compare(page):
    go(page, "Compare")
    page.fill("label:has-text('Topic') textarea", "data quality and safety")
    page.keyboard.press("Enter")
    page.wait_for_selector("#comparison .side")


def on_read(page):
    go(page, "Read")
    page.fill("label:has-text('Find in this document') textarea", "equit")
    page.keyboard.press("Enter")
    page.wait_for_selector("#found .found")


def on_about(page):
    go(page, "About")
    page.wait_for_selector("#about .about")


STATES = (on_ask, on_refusal, on_browse, on_role, on_compare, on_read, on_about)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_nothing_on_any_tab(open_page, axe, width, scheme):
    page = open_page(width=width, scheme=scheme)
    assert violations(page, axe) == []
    for state in STATES:
        go(page, "Ask")
        state(page)
        open_everything(page)
        page.wait_for_timeout(200)
        assert violations(page, axe) == [], state.__name__


@pytest.mark.parametrize("state", STATES)
def test_nothing_scrolls_sideways_at_400_percent(open_page, state):
    # 1280 pixels at 400 % are 320. Source: WCAG 2.2, 1.4.10.
    page = open_page(width=320, height=640)
    state(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def focused(page):
    return page.evaluate(
        "document.activeElement.innerText?.trim() || document.activeElement.tagName"
    )


def test_the_source_is_at_most_eight_tabs_from_the_box(open_page):
    page = open_page()
    until(page, "() => document.activeElement?.tagName === 'TEXTAREA'")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector("#answer .card")
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    for _ in range(8):
        page.keyboard.press("Shift+Tab")
        if focused(page).startswith("[1]"):
            break
    assert focused(page).startswith("[1] Show in document")
    page.keyboard.press("Enter")
    page.wait_for_selector("#beside mark")
    page.wait_for_timeout(400)
    assert page.evaluate("document.activeElement.classList.contains('paper')")
    before = page.evaluate("document.activeElement.scrollTop")
    page.keyboard.press("PageDown")
    page.wait_for_timeout(400)
    assert page.evaluate("document.activeElement.scrollTop") > before


def test_what_a_pressed_button_brings_has_the_focus(open_page):
    page = open_page()
    page.locator("#answer .examples button").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#answer .card")
    page.wait_for_timeout(200)
    page.keyboard.press("Tab")
    assert focused(page).startswith("[1] Show in document")


def test_the_first_stop_skips_to_the_question(open_page):
    page = open_page("?q=who+leads", waits_for="#answer h2.question")
    first = "document.querySelector('a, button, input, textarea, summary, [tabindex]')"
    assert page.evaluate(f"{first}.innerText") == "Skip to the question"
    page.evaluate(f"{first}.focus()")
    address = page.url
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('#question textarea')")
    assert page.url == address


def test_from_another_tab_too_the_first_stop_leads_to_the_question(open_page):
    page = open_page("?tab=about", waits_for="#tab-about")
    page.locator("a.skip").focus()
    page.keyboard.press("Enter")
    until(page, "() => document.activeElement.matches('#question textarea')")
    assert page.get_by_role("tab", name="Ask").get_attribute("aria-selected") == "true"


def test_tabs_are_walked_by_arrow_keys(open_page):
    page = open_page()
    page.get_by_role("tab", name="Ask").focus()
    for key, name in {
        "ArrowRight": "Browse",
        "End": "About",
        "Home": "Ask",
        "ArrowLeft": "About",
    }.items():
        page.keyboard.press(key)
        page.wait_for_timeout(200)
        tab = page.get_by_role("tab", name=name, exact=True)
        assert tab.get_attribute("aria-selected") == "true"
        assert focused(page) == name
    assert page.locator("[role=tab][tabindex='0']").count() == 1


def test_the_page_has_landmarks(open_page):
    page = open_page()
    ask(page, QUESTION)
    for landmark in ("banner", "main", "contentinfo", "search"):
        assert page.get_by_role(landmark).count() == 1, landmark
    for name in ("Conversation", "Documents"):
        assert page.get_by_role("region", name=name, exact=True).count() == 1


def test_focus_is_seen_on_every_control(open_page):
    page = open_page()
    ask(page, QUESTION)
    unseen = []
    for _ in range(30):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => { let e = document.activeElement;
                for (let n = 0; e && n < 3; n++, e = e.parentElement) {
                    const s = getComputedStyle(e);
                    if (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2) return '';
                }
                return document.activeElement.outerHTML.slice(0, 120); }"""
        )
        if seen and seen != "<body":
            unseen.append(seen)
    assert [s for s in unseen if not s.startswith("<body")] == []


def test_the_answer_line_is_announced_and_no_more(open_page):
    page = open_page()
    ask(page, QUESTION)
    said = page.locator("#said")
    assert said.get_attribute("aria-live") == "polite"
    assert said.inner_text().startswith("Recommendation 4: “")
    assert not page.query_selector("#answer[aria-live], #answer [aria-live]")


def test_groups_and_folds_have_names_and_states(open_page):
    page = open_page()
    ask(page, QUESTION)
    fold = page.get_by_role("button", name="Take this conversation away")
    assert fold.get_attribute("aria-expanded") == "false"
    fold.click()
    page.wait_for_selector("#clear")
    assert fold.get_attribute("aria-expanded") == "true"
    go(page, "Browse")
    for name in ("Area", "Status"):
        assert page.get_by_role("group", name=name, exact=True).is_visible()


def test_the_language_is_british_english(open_page):
    page = open_page()
    ask(page, QUESTION)
    assert page.evaluate("document.documentElement.lang") == "en-GB"


def test_no_dropdown_is_used(open_page):
    page = open_page()
    for tab in ("Ask", "Browse", "My role", "Compare", "Read", "About"):
        go(page, tab)
        assert page.locator("[role=combobox], [role=listbox], select").count() == 0


def test_targets_are_large_enough_for_a_thumb(open_page):
    page = open_page(width=375)
    for question in ("", QUESTION):
        if question:
            ask(page, question)
        small = page.evaluate(
            """() => [...document.querySelectorAll('button, a, textarea, summary')].filter(e => {
                const b = e.getBoundingClientRect();
                return b.width && b.height && e.checkVisibility() && !e.matches('.reference, .skip')
                    && !e.closest('[aria-hidden=true]') && b.height < 44;
            }).map(e => e.outerHTML.slice(0, 100))"""
        )
        assert small == []


def test_motion_is_reduced_where_asked(open_page):
    page = open_page(reduced_motion="reduce")
    moving = page.evaluate(
        """() => [...document.querySelectorAll('main *')].filter(e => {
            const s = getComputedStyle(e);
            return s.animationName !== 'none' || (s.transitionDuration !== '0s' && s.transitionProperty !== 'none');
        }).length"""
    )
    assert moving == 0
