"""No violation of WCAG 2.2 AA that a machine can find, in light, dark and forced colours, at 320
pixels and at 200 %; every control reached by keyboard, with its focus seen.

tests/browser/test_accessible.py tries every tab; here are the ways of looking at it.
"""

import pytest
from browser.steps import ask, go, ready
from browser.test_accessible import QUESTION, STATES, open_everything, violations
from server.running import started

pytestmark = pytest.mark.browser

# 1280 by 900 at 200 % is a window of 640 by 450. Source: WCAG 2.2, 1.4.4 and 1.4.10.
LOOKS = {
    f"{scheme}, {width}": {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}
    for scheme in ("light", "dark")
    for width in (1280, 320)
} | {
    "200 %": {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2},
    "forced colours": {"forced_colors": "active", "viewport": {"width": 1280, "height": 900}},
    "forced colours, dark, 320": {
        "forced_colors": "active",
        "color_scheme": "dark",
        "viewport": {"width": 320, "height": 640},
    },
}
# What has the focus, and whether a ring or a border around it or just outside of it is seen.
FOCUS = """() => { const seen = e => { if (!e) return false; const s = getComputedStyle(e);
        return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2
            && s.outlineColor !== getComputedStyle(document.body).backgroundColor; };
    const e = document.activeElement;
    return [e.innerText?.trim().slice(0, 40) || e.getAttribute('aria-label') || e.tagName,
            seen(e) || seen(e.parentElement) || seen(e.parentElement?.parentElement), e === document.body]; }"""


@pytest.fixture(scope="module")
def server(index_folder):
    with started("--index", index_folder) as running:
        yield running


@pytest.fixture
def look_at(chromium, server):
    contexts = []

    def opened(look):
        context = chromium.new_context(**LOOKS[look])
        contexts.append(context)
        page = context.new_page()
        page.goto(server.address)
        ready(page)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing(look_at, axe, look, fault):
    page = look_at(look)
    with fault.case(f"{look}: empty"):
        assert violations(page, axe) == []
    with fault.case(f"{look}: answered"):
        ask(page, QUESTION)
        open_everything(page)
        page.wait_for_timeout(200)
        assert violations(page, axe) == []


@pytest.mark.parametrize("look", ["200 %", "light, 320", "forced colours, dark, 320"])
def test_nothing_is_lost_or_scrolls_sideways(look_at, look, fault):
    page = look_at(look)
    width = LOOKS[look]["viewport"]["width"]
    for state in STATES:
        with fault.case(f"{look}: {state.__name__}"):
            go(page, "Ask")
            state(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            cut = page.evaluate(
                """() => [...document.querySelectorAll('main button, main input, main textarea')].filter(e => {
                    const b = e.getBoundingClientRect();
                    return e.checkVisibility() && b.width > 1 && b.height > 1
                        && !e.closest('[aria-hidden=true]') && (b.left < -1 || b.right > innerWidth + 1);
                }).map(e => e.outerHTML.slice(0, 120))"""
            )
            assert cut == []


@pytest.mark.parametrize("look", ["light, 1280", "200 %", "forced colours"])
def test_every_control_is_reached_and_its_focus_seen(look_at, look, fault):
    page = look_at(look)
    ask(page, QUESTION)
    page.evaluate("document.querySelectorAll('#answer details').forEach(d => { d.open = true; })")
    page.evaluate("document.querySelector('a.skip').focus()")
    reached = []
    for _ in range(120):
        page.keyboard.press("Tab")
        page.wait_for_timeout(100)  # Gradio fades its buttons' edges in
        name, is_seen, is_out = page.evaluate(FOCUS)
        if is_out:
            break
        with fault.case(f"{look}: {name}"):
            assert is_seen
        reached.append(name)
    for name in (
        "[1] Show in document",
        "Cite",
        "Vancouver",
        "Copy link to this question",
        "Ask",
    ):
        with fault.case(f"{look}: reaches {name}"):
            assert [each for each in reached if name in each]


def test_forced_colours_leave_every_sign_to_be_seen(look_at):
    page = look_at("forced colours")
    ask(page, QUESTION)
    page.click(".marker")
    page.wait_for_selector("#beside mark")
    plain = page.evaluate(
        """() => [...document.querySelectorAll('.card, #ask-button, .lead, #beside mark')].filter(e => {
            const s = getComputedStyle(e), p = getComputedStyle(e.parentElement);
            const edge = ['Top', 'Left', 'Bottom'].some(side => parseFloat(s[`border${side}Width`]) >= 1
                && s[`border${side}Style`] !== 'none');
            return !edge && s.backgroundColor === p.backgroundColor && s.color === p.color;
        }).map(e => e.outerHTML.slice(0, 80))"""
    )
    assert plain == []
