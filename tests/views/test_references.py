"""Vancouver and Harvard references hold what a reader needs to find the words again."""

from dataclasses import replace

import pytest

from assistant.views.render import citing, quotes


def test_vancouver(edition, assistant):
    entry = edition.entry("sor-ai-2021")
    place = citing.in_reference(assistant.records.find("4"), edition)
    cited = citing.vancouver(entry, place)
    assert cited.startswith(
        "Malamateniou C, McFadden S, McQuinlan Y, England A, Woznitza N, Goldsworthy S, et al. "
        "Artificial Intelligence: Guidance for clinical imaging"
    )
    assert "Society of Radiographers; 2021." in cited
    assert cited.endswith("Table 1 Clinical Practice Priorities, recommendation 4.")


def test_harvard(edition):
    entry = replace(edition.entry("sor-ai-2021"), source_address="https://one.example/whole")
    cited = citing.harvard(entry, "Background")
    assert cited.startswith("Malamateniou, C. et al. (2021) Artificial Intelligence")
    assert "Society of Radiographers. Background. Available at: https" in cited
    assert cited.endswith(" https://one.example/whole")


@pytest.mark.parametrize("end", ["...", "…"])
@pytest.mark.parametrize("cite", [citing.vancouver, citing.harvard])
def test_an_address_stands_whole_or_not_at_all(edition, cite, end):
    for entry in edition.documents:
        for address in ("https://one.example/a", f"https://one.example/a{end}"):
            cited = cite(replace(entry, source_address=address), "")
            assert ("https" in cited) == ("Available" in cited) == (not address.endswith(end))
            assert cited.endswith("https://one.example/a") or not cited.endswith(end)
            assert entry.sha256[:8] not in cited


def test_few_authors_are_all_named(edition):
    entry = replace(edition.entry("sor-ai-2021"), authors=("Ash, A.", "Birch, B. C.", "Cedar, C."))
    assert citing.harvard(entry, "").startswith("Ash, A., Birch, B. C. and Cedar, C. (2021)")
    assert citing.vancouver(entry, "").startswith("Ash A, Birch BC, Cedar C. Artificial")


def test_a_body_is_an_author(edition):
    assert citing.harvard(edition.entry("rcr-ai"), "").startswith(
        "The Royal College of Radiologists (no date)"
    )


def test_a_quote_is_copied_part_by_part(edition, assistant):
    item = assistant.records.find("4")
    lines = quotes.plain(edition.quote(item)).split("\n")
    assert lines[0] == f"Priority: “{item.priority.text}”"
    assert lines[2] == f"Who is responsible: “{item.responsible.text}”"
    assert lines[3] == "Status: “Emerging” – work commenced but not established"
