"""Vancouver and Harvard references hold what a reader needs to find the words again."""

from dataclasses import replace

from assistant.views.render import references


def test_vancouver(edition, assistant):
    entry = edition.entry("sor-ai-2021")
    place = references.recommendation_place(assistant.records.find("4"))
    cited = references.vancouver(entry, place, "abc123")
    assert cited.startswith(
        "Malamateniou C, McFadden S, McQuinlan Y, England A, Woznitza N, Goldsworthy S, et al. "
        "Artificial Intelligence: Guidance for clinical imaging"
    )
    assert "Society of Radiographers; 2021." in cited
    assert "Table 1 Clinical Practice Priorities, recommendation 4. Available from: https" in cited
    assert cited.endswith("[text version sha256 9fa276f1935b, index abc123]")


def test_harvard(edition):
    entry = edition.entry("sor-ai-2021")
    cited = references.harvard(entry, "Background", "abc123")
    assert cited.startswith("Malamateniou, C. et al. (2021) Artificial Intelligence")
    assert "Society of Radiographers. Background. Available at: https" in cited


def test_few_authors_are_all_named(edition):
    entry = replace(edition.entry("sor-ai-2021"), authors=("Ash, A.", "Birch, B. C.", "Cedar, C."))
    assert references.harvard(entry, "", "x").startswith(
        "Ash, A., Birch, B. C. and Cedar, C. (2021)"
    )
    assert references.vancouver(entry, "", "x").startswith("Ash A, Birch BC, Cedar C. Artificial")


def test_a_body_is_an_author(edition):
    assert references.harvard(edition.entry("rcr-ai"), "", "x").startswith(
        "The Royal College of Radiologists (no date)"
    )


def test_a_quote_is_copied_part_by_part_with_its_reference(edition, assistant):
    item = assistant.records.find("4")
    *lines, last = references.quoted(edition.quote(item), "Source.").split("\n")
    assert last == "Source."
    assert lines[0] == f"Priority: “{item.priority.text}”"
    assert lines[2] == f"Who is responsible: “{item.responsible.text}”"
    assert lines[3] == "Status: “Emerging” – work commenced but not established"
