"""What stands on the page before anybody asks: what not to type, and what it does not replace."""

import asyncio
from datetime import date

import pytest

from assistant.ask import MAX_QUESTION
from assistant.views.render import wording
from assistant.views.render.markup import notices
from assistant.views.web.page.page import create_page

BOXES = ("Ask the guidance", "Topic to compare")


@pytest.fixture(scope="module")
def parts(assistant):
    """The parts of the page as the browser is told of them."""

    async def made():
        page = create_page(assistant)
        return [component["props"] for component in page.get_config_file()["components"]]

    return asyncio.run(made())


@pytest.mark.parametrize("label", BOXES)
def test_it_is_said_beside_each_box_to_leave_patient_details_out(parts, label):
    (box,) = [part for part in parts if part.get("label") == label]
    assert "Do not enter patient details" in box["info"]


def test_the_about_tab_names_who_approved_a_document(edition):
    """Staff names are personal data: docs/assurance/data-protection.md says that readers see them."""
    text = notices.about(edition, date(2026, 1, 1))
    for entry in edition.documents:
        assert entry.approved_by
        assert f"{entry.approved_by}, {entry.approved_on}" in text


def test_the_foot_says_what_it_does_not_replace(edition):
    foot = notices.below(edition)
    assert "does not replace reading the guidance, local policy or clinical judgement" in foot


def test_words_stand_on_the_page_before_its_script_has_run(edition):
    above = notices.above(edition, date(2026, 1, 1), MAX_QUESTION)
    for words in (wording.TITLE, wording.PURPOSE, "The page is loading", "want it checked after"):
        assert words in above
