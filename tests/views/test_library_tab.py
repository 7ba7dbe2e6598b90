"""What the Library tab shows: documents, what a change would do, how a build goes."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from shown import Shown

from assistant.building.builds import KeptBuild
from assistant.corpus.approval import SourceChange
from assistant.errors import InvalidRequest
from assistant.library import Description, Prepared, Preview, approved
from assistant.views.render import library_tab
from assistant.views.render.sentences import table
from assistant.views.web.librarian.rebuilding import Step
from assistant.views.web.page.library_tab import description

DAY = datetime(2026, 11, 28, tzinfo=UTC)
HOSTILE = '<img src=x onerror=alert(1)>"\n\n# no heading'


@pytest.fixture
def entry(edition):
    return edition.documents[0]


def actions(markup):
    return [(b["name"], b["value"]) for b in Shown(markup).all("button")]


def test_each_document_is_listed_with_whose_it_is_who_approved_it_and_its_checksum(edition):
    markup = library_tab.documents(edition.documents, ())
    shown = Shown(markup)
    assert len(shown.all("li")) == 2
    for document in edition.documents:
        for said in (document.sha256, document.publisher, document.approved_by):
            assert said in shown.text
        assert ("library", f"replace {document.id}") in actions(markup)
        assert ("library", f"remove {document.id}") in actions(markup)


def test_what_the_index_does_not_hold_yet_is_marked(edition, entry):
    gone = replace(entry, id="gone", title="Gone")
    pending = (SourceChange("changed", entry), SourceChange("removed", gone))
    shown = Shown(library_tab.documents(edition.documents, pending))
    assert shown.texts("p", class_="note") == [
        "changed since the index was built",
        "removed, still in the index",
    ]
    assert not any("gone" in b["value"] for b in shown.all("button"))


def test_what_of_a_document_is_another_is_said_as_text(edition, entry):
    before = replace(entry, publisher=HOSTILE, sha256="0" * 64, statuses=())
    pending = (SourceChange("changed", entry, before=before),)
    markup = library_tab.documents(edition.documents, pending)
    (note,) = Shown(markup).texts("p", class_="note")
    assert note.startswith("changed since the index was built (file; publisher: <img src=x ")
    assert f"# no heading -> {entry.publisher}; statuses: none -> Pending, " in note
    assert not Shown(markup).all("img")
    assert "\n" not in markup


def prepared(entry, **more):
    every = ("1  Keep a register.",) * 31
    found = Preview(4, 62, 5_000, 40, (1, 2, 40), ("Look at this.",), every)
    return Prepared(Path("corpus"), entry, **({"found": found} | more))


def test_a_preview_says_what_was_found_and_asks(entry):
    markup = library_tab.preview(prepared(entry))
    assert (
        "Found: 31 recommendations in 4 tables, 62 passages, 5000 words, "
        "3 of 40 pages without text (1, 2, 40)." in Shown(markup).text
    )
    assert "Look at this." in Shown(markup).text
    assert [value for _, value in actions(markup)] == ["commit", "amend", "cancel"]


def test_a_preview_of_a_replacement_says_how_many_recommendations_differ(entry):
    shown = Shown(library_tab.preview(prepared(entry, replaces=entry)))
    assert "0 recommendations differ" in shown.text
    assert shown.texts("h2")[0].startswith(f"Replace {entry.short_title} with this edition")


def test_a_preview_of_a_removal_can_be_done_or_left(entry):
    markup = library_tab.preview(prepared(entry, found=None, replaces=entry))
    assert [value for _, value in actions(markup)] == ["commit", "cancel"]
    assert entry.file in Shown(markup).text


def test_a_preview_lists_recommendations_with_what_they_lack_and_tables(entry):
    found = Preview(
        *(1, 3, 40, None, ()),
        recommendations=("1  Keep a register.", f"2  {HOSTILE} [ends in the middle]"),
        tables=("Table 1 Practice (2 rows)",),
    )
    shown = Shown(library_tab.preview(prepared(entry, found=found)))
    assert shown.texts("summary") == ["The recommendations found: 2", "The tables found: 1"]
    assert shown.texts("li")[0] == "1  Keep a register."
    assert shown.texts("li")[1].endswith("[ends in the middle]")
    assert shown.texts("li")[2] == "Table 1 Practice (2 rows)"
    assert not shown.all("img")


def test_what_a_file_says_of_itself_is_filled_in_at_a_press_and_to_be_checked():
    assert ("library", "fill") in actions(library_tab.file("made.pdf", 5))
    said = library_tab.filled_in(Description(title="Safe tools", year=2027))
    assert "Filled in from the file: title and year of publication. Please check." in said
    assert "does not say" in library_tab.filled_in(Description())


def test_whatever_a_document_is_called_it_is_only_text(entry):
    named = replace(entry, title=HOSTILE, publisher=HOSTILE, file=HOSTILE, short_title=HOSTILE)
    for markup in (
        library_tab.documents((named,), ()),
        library_tab.preview(prepared(named)),
        library_tab.file(HOSTILE, 5),
        library_tab.outcome("failed", (HOSTILE,), ()),
        library_tab.outcome("not accepted", (HOSTILE,), ()),
    ):
        assert not Shown(markup).all("img")
        assert "\n" not in markup


def test_a_running_build_says_its_stage_and_what_remains_of_it(entry):
    shown = Shown(library_tab.running(Step("encoding", 120, 800, began_s=22.6, now_s=30.0)))
    assert "Encoding: 120 of 800; this stage takes about 42 s more." in shown.text
    learning = library_tab.running(Step("learning", now_s=3.0))
    assert actions(learning) == [("library", "stop")]
    assert "Learning." in Shown(learning).text


def test_a_refusal_gives_its_reasons_and_the_choice():
    markup = library_tab.outcome("not accepted", ("It lost its words.",), ())
    assert Shown(markup).texts("li") == ["It lost its words."]
    assert actions(markup) == [("library-build", "force"), ("library", "cancel")]


def test_what_else_goes_wrong_offers_no_way_to_publish_it():
    for kind in ("failed", "stopped"):
        markup = library_tab.outcome(kind, ("Another build is running.",), ())
        assert "serves on" in Shown(markup).text
        assert actions(markup) == [("library-build", "build")]


def test_an_earlier_build_can_be_used_unless_it_serves_or_cannot_be_read():
    kept = (
        KeptBuild("aa", True, DAY, 31, 111),
        KeptBuild("bb", False, DAY, 31, 111),
        KeptBuild("cc", False, DAY, problem="too old"),
    )
    markup = library_tab.kept(kept)
    assert actions(markup) == [("library", "use bb")]
    assert Shown(markup).texts("h4")[0].endswith(", serves")


def said(**given):
    return description([given.get(name, "") for name in table("form")])


def test_the_form_is_read_as_the_command_lines_options_are():
    found = said(title=" Tea \n in parks ", year="2003", authors="A. B.; C", statuses="Done; ;Open")
    assert found == Description(
        title="Tea in parks", year=2003, authors=("A. B.", "C"), statuses=("Done", "Open")
    )
    assert said() == Description()


@pytest.mark.parametrize("year", ["20", "next", "-2003", "２００３年"])
def test_a_year_that_is_none_is_told(year):
    with pytest.raises(InvalidRequest, match="four figures"):
        said(year=year)


def test_an_approval_is_that_of_who_is_named_or_else_of_who_says_so_and_is_dated():
    assert approved(said(approved_by="J. Smith"), "ada").approved_by == "J. Smith"
    assert approved(said(title="Tea"), "ada").approved_by == "ada"
    assert approved(said(title="Tea"), "ada").approved_on
    assert not approved(said(title="Tea"), "").approved_on


def test_what_is_missing_is_named_as_the_form_names_it():
    assert library_tab.missing(("title", "year")) == (
        "Please fill in: Title and Year of publication."
    )
