"""What a person does on the page, step by step."""

import time

WITHIN_S = 15


def until(page, holds, value=None):
    """Wait until something holds in the page; its own policy forbids Playwright's way to poll."""
    end = time.monotonic() + WITHIN_S
    while not page.evaluate(holds, value):
        assert time.monotonic() < end, f"never came true: {holds}"
        page.wait_for_timeout(30)


def ready(page):
    """Wait until the page has asked what its address and its memory want shown, and has shown it."""
    page.wait_for_selector("#answer .examples-title")
    page.wait_for_load_state("networkidle")


def ask(page, question):
    """Type a question and wait for its answer."""
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")
    until(
        page, "q => document.querySelector('#answer .question')?.textContent.endsWith(q)", question
    )


def go(page, tab):
    """Choose a tab."""
    page.get_by_role("tab", name=tab, exact=True).click()
    page.wait_for_timeout(200)
