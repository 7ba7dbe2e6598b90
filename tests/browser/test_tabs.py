"""Browsing, roles, comparing and reading."""

import csv
import io
import re

import docx
import openpyxl
import pytest
from browser.steps import go, until


def top(page, selector):
    """How far down the window a part begins."""
    return page.evaluate("s => document.querySelector(s).getBoundingClientRect().top", selector)


def test_browsing_narrows_sorts_and_opens(open_page):
    page = open_page()
    go(page, "Browse")
    page.wait_for_selector("#list .short-list")
    assert page.locator("#list .short-list > li").count() == 31
    page.click("#list summary")
    assert page.locator("#list .mark").count() == 31
    page.get_by_label("Education (12)").check()
    page.get_by_label("Pending (7)").check()
    until(page, "() => document.querySelectorAll('#list .short-list > li').length === 7")
    assert page.get_by_label("Education (7)").is_checked()
    page.click("#list .short-list .link >> nth=0")
    page.wait_for_selector("#opened .card")
    assert page.inner_text("#opened .card-number") == "Recommendation 7"
    page.click("#opened button:has-text('Next: 9')")
    page.wait_for_selector("#opened .card-number:has-text('Recommendation 9')")
    page.click("#opened button:has-text('Back to the list')")
    page.wait_for_selector("#opened .card", state="detached")


def test_free_text_and_download(open_page):
    page = open_page()
    go(page, "Browse")
    page.fill("label:has-text('Words in the recommendation') textarea", "equitable")
    until(page, "() => document.querySelectorAll('#list .short-list > li').length === 1")
    page.click("button.label-wrap:has-text('Take this list away')")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save list as CSV").click()
    rows = list(csv.DictReader(io.StringIO(saved.value.path().read_text(encoding="utf-8-sig"))))
    assert [row["Number"] for row in rows] == ["3"]
    page.fill("label:has-text('Words in the recommendation') textarea", "")
    until(page, "() => document.querySelectorAll('#list .short-list > li').length === 31")
    for button in ("Save list as Excel", "Save gap-analysis sheet"):
        with page.expect_download() as saved:
            page.get_by_role("button", name=button).click()
        book = openpyxl.load_workbook(io.BytesIO(saved.value.path().read_bytes()))
        assert book.worksheets[0].max_row == 32
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save list as Word").click()
    assert saved.value.suggested_filename == "recommendations.docx"
    assert len(docx.Document(io.BytesIO(saved.value.path().read_bytes())).paragraphs) > 31


@pytest.mark.parametrize("width", [1280, 375])
def test_an_address_opens_a_card_in_view(open_page, width):
    page = open_page("?rec=12", waits_for="#opened .card", width=width, height=800)
    assert page.inner_text("#opened .card-number") == "Recommendation 12"
    assert page.get_by_role("tab", name="Browse").get_attribute("aria-selected") == "true"
    assert 0 <= top(page, "#opened .card-number") < 500


@pytest.mark.parametrize("width", [1280, 375])
def test_an_address_of_nothing_says_what_there_is(open_page, width):
    page = open_page("?rec=99", waits_for="#opened .lead-no", width=width, height=800)
    assert "there are 1 to 31" in page.inner_text("#opened")
    assert 0 <= top(page, "#opened .lead-no") < 500


@pytest.mark.parametrize("width", [1280, 375])
def test_a_tap_on_a_role_brings_all_that_falls_to_it_into_view(open_page, assistant, width):
    page = open_page(width=width, height=800)
    go(page, "My role")
    assert page.locator("#tab-role input[type=radio]").count() < 10
    expected = [
        f"Recommendation {r.number}" for r in assistant.records.filtered(role="Radiographer")
    ]
    page.locator("#tab-role").get_by_label(f"Radiographer ({len(expected)})", exact=True).check()
    page.wait_for_selector("#role .short-list")
    assert page.locator("#role .short-list .link").all_inner_texts() == expected
    until(
        page,
        "() => { const y = document.querySelector('#role .question').getBoundingClientRect().top;"
        " return 0 <= y && y < innerHeight / 2; }",
    )


def test_paper_is_white_and_names_day_and_address(open_page):
    page = open_page("?rec=12", waits_for="#opened .card", scheme="dark")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print", color_scheme="dark")
    said = page.inner_text(".printed")
    assert page.url in said
    assert re.search(r"Printed on \d{1,2} [A-Z][a-z]+ \d{4} from", said)
    ink = page.evaluate(
        "() => [...document.querySelectorAll('#opened p, #opened dd, #opened h3')]"
        ".map(e => getComputedStyle(e).color.match(/\\d+/g).map(Number))"
    )
    assert ink
    assert all(max(colour) < 140 for colour in ink)
    for gone in (".filters", "#list", "#tabs [role=tab]", ".cite", ".steps"):
        assert not page.locator(gone).first.is_visible()


def test_comparing_shows_both_sides(open_page):
    page = open_page()
    go(page, "Compare")
    page.fill("label:has-text('Topic') textarea", "quality, safety and security of data")
    page.keyboard.press("Enter")
    page.wait_for_selector("#comparison .side")
    assert page.locator("#comparison .side").count() == 2
    assert "Assure the quality, safety and security of data used" in page.inner_text("#comparison")
    assert "says nothing" in page.inner_text("#comparison .count")


def test_words_shown_away_from_an_answer_open_where_one_reads(open_page):
    page = open_page("?rec=12", waits_for="#opened .card")
    page.locator("#opened button:has-text('Show in document')").first.click()
    page.wait_for_selector("#whole mark")
    go(page, "Compare")
    page.fill("label:has-text('Topic') textarea", "audit")
    page.keyboard.press("Enter")
    page.locator("#comparison button:has-text('Show in document')").first.click()
    page.wait_for_selector("#whole mark:has-text('Ensure AI tools are being audited')")


def test_a_document_is_read_searched_and_walked(open_page):
    page = open_page()
    go(page, "Read")
    page.click("#whole .contents button:has-text('Limitations')")
    assert page.evaluate(
        "(() => { const t = document.activeElement; return t.matches('h3') && "
        "Math.abs(t.getBoundingClientRect().top) < 200; })()"
    )
    page.fill("label:has-text('Find in this document') textarea", "equitable")
    page.keyboard.press("Enter")
    page.wait_for_selector("#found .found")
    n_places = int(page.inner_text("#found [role=status]").split()[0])
    assert page.locator("#whole mark").count() == n_places > 0
    page.click("#found button:has-text('Next')")
    page.wait_for_selector("#whole mark.current")
    page.get_by_label("RCR statement on AI (no date)").check()
    until(
        page, "() => document.querySelector('#whole .paper').innerText.includes('The RCR believes')"
    )


def test_a_document_opens_from_the_first_page(open_page):
    page = open_page()
    page.click("#beside button:has-text('Read RCR')")
    page.wait_for_selector("#whole .paper:has-text('The RCR believes')")
