"""Browsing, roles, comparing and reading."""

import csv
import io

from browser.steps import go, until


def test_browsing_narrows_sorts_and_opens(open_page):
    page = open_page()
    go(page, "Browse")
    page.wait_for_selector("#list .short-list")
    assert page.locator("#list .short-list > li").count() == 31
    page.click("#list summary")
    assert page.locator("#list .square").count() == 31
    page.get_by_label("Education (12)").check()
    page.get_by_label("Pending (13)").check()
    until(page, "() => document.querySelectorAll('#list .short-list > li').length === 7")
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
    assert [row["number"] for row in rows] == ["3"]
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save gap-analysis sheet").click()
    sheet = saved.value.path().read_text(encoding="utf-8-sig")
    assert len(list(csv.reader(io.StringIO(sheet)))) == 32


def test_an_address_opens_a_card(open_page):
    page = open_page("?rec=12", waits_for="#opened .card")
    assert page.inner_text("#opened .card-number") == "Recommendation 12"
    assert page.get_by_role("tab", name="Browse").get_attribute("aria-selected") == "true"


def test_an_address_of_nothing_says_so(open_page):
    page = open_page("?rec=99")
    go(page, "Browse")
    page.wait_for_selector("#opened .lead-no")
    assert "no recommendation" in page.inner_text("#opened")


def test_a_role_lists_what_falls_to_it(open_page, assistant):
    page = open_page()
    go(page, "My role")
    [group] = [g for g in assistant.records.groups if g.name == "Educators"]
    expected = [
        f"Recommendation {r.number}" for r in assistant.records.filtered(responsible=group.name)
    ]
    page.locator("#tab-role").get_by_label(f"Educators ({len(expected)})", exact=True).check()
    page.wait_for_selector("#role .card")
    assert page.locator("#role .card-number").all_inner_texts() == expected


def test_comparing_shows_both_sides(open_page):
    page = open_page()
    go(page, "Compare")
    page.fill("label:has-text('Topic') textarea", "quality, safety and security of data")
    page.keyboard.press("Enter")
    page.wait_for_selector("#comparison .side")
    assert page.locator("#comparison .side").count() == 2
    assert "Assure the quality, safety and security of data used" in page.inner_text("#comparison")


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
