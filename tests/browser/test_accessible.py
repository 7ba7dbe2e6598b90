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
    page.wait_for_selector("#role .card")


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


def test_everything_can_be_reached_and_used_by_keyboard(open_page):
    page = open_page()
    until(page, "() => document.activeElement?.tagName === 'TEXTAREA'")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector("#answer .card")
    order = []
    for _ in range(40):
        page.keyboard.press("Tab")
        order.append(
            page.evaluate(
                "document.activeElement.innerText?.trim() || document.activeElement.tagName"
            )
        )
        if order[-1] == "[1]":
            break
    assert order[0] == "Ask"
    assert order[-1] == "[1]"
    # The answer's marker, then the card's, then its other buttons.
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText?.trim()") == "Show in document"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#beside mark")
    page.wait_for_timeout(400)
    assert page.evaluate("document.activeElement.classList.contains('paper')")
    before = page.evaluate("document.activeElement.scrollTop")
    page.keyboard.press("PageDown")
    page.wait_for_timeout(400)
    assert page.evaluate("document.activeElement.scrollTop") > before


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


def test_answers_are_announced(open_page):
    page = open_page()
    ask(page, QUESTION)
    log = page.get_by_role("log", name="Answer")
    assert "Recommendation 4" in log.inner_text()
    assert log.get_attribute("aria-live") == "polite"


def test_groups_and_folds_have_names_and_states(open_page):
    page = open_page()
    fold = page.get_by_role("button", name="Take this conversation away")
    assert fold.get_attribute("aria-expanded") == "false"
    fold.click()
    page.wait_for_selector("#clear")
    assert fold.get_attribute("aria-expanded") == "true"
    go(page, "Browse")
    for name in ("Area", "Status", "Sort by"):
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


def test_targets_are_large_enough(open_page):
    page = open_page(width=375)
    ask(page, QUESTION)
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, input, summary')].filter(e => {
            const b = e.getBoundingClientRect();
            return b.width && b.height && e.checkVisibility() && !e.matches('.reference')
                && !e.closest('[aria-hidden=true]') && (b.width < 24 || b.height < 24);
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
