"""Browse, My role, Compare and taking away: every list whole, every count what is found, silence said."""

from itertools import combinations

import pytest
import toy
from shown import Shown

from assistant.ask import Assistant
from assistant.building import build_index
from assistant.domain import Answer
from assistant.errors import InvalidRequest
from assistant.views.render.edition import Edition
from assistant.views.render.files import KINDS
from assistant.views.render.wording import NONE_ANSWERS, NOT_WEIGHED
from assistant.views.web.page.answer import AskView
from assistant.views.web.page.browse import FACETS, NO_FILTERS, BrowseView, Filters
from assistant.views.web.page.compare import compared
from assistant.views.web.page.conversation import Conversations
from assistant.views.web.page.export import ExportView

TOPICS = ("audit", "research", "patient privacy", "radiologists", "dose limits", "cake", "training")


@pytest.fixture(scope="module")
def browsing(assistant, edition):
    return BrowseView(assistant, edition)


@pytest.fixture(scope="module")
def two_guidances(tmp_path_factory):
    """A library in which two documents number their recommendations from 1."""
    folder = tmp_path_factory.mktemp("two")
    corpus = toy.write_corpus(folder / "corpus")
    others = toy.write_corpus(
        folder / "others", toy.KITES.replace("Teach beginners", "Teach elders")
    )
    manifest = (others / "manifest.toml").read_text(encoding="utf-8")
    entry = manifest[: manifest.index("[[document]]", 20)].replace('"kites', '"hills')
    (corpus / "hills.txt").write_bytes((others / "kites.txt").read_bytes())
    with (corpus / "manifest.toml").open("a", encoding="utf-8") as file:
        file.write(entry)
    with pytest.MonkeyPatch.context() as patch:
        toy.build_quickly(patch.setattr)
        build_index(corpus, folder / "index")
    assistant = Assistant.open(folder / "index")
    return BrowseView(assistant, Edition(assistant.index))


def offers(browsing, filters):
    """What each filter offers, as the page is told after a choice."""
    _, *updates = browsing.listed(*filters)
    return {name: update["choices"] for name, update in zip(FACETS, updates, strict=True)}


def test_lists_are_what_the_records_hold(browsing, assistant):
    for area in ("", "Education"):
        for status in ("", "Pending"):
            found = browsing.items(Filters(area=area, status=status))
            assert set(found) == set(assistant.records.filtered(area=area, status=status))


@pytest.mark.parametrize(
    "chosen",
    [
        Filters(),
        Filters(area="Education"),
        Filters(status="Pending", wanted="training"),
        Filters(area="Research", status="Ongoing", responsible="Industry"),
    ],
)
def test_a_count_is_what_choosing_it_beside_the_other_filters_leaves(browsing, chosen):
    for name, choices in offers(browsing, chosen).items():
        for label, value in choices:
            left = browsing.items(chosen._replace(**{name: value}))
            assert label.endswith(f"({len(left)})")


@pytest.mark.parametrize("name", FACETS)
def test_a_choice_that_another_index_offered_counts_as_all(browsing, name):
    chosen = NO_FILTERS._replace(**{name: "Falconry"})
    shown, *updates = browsing.listed(*chosen)
    assert shown == browsing.listed(*NO_FILTERS)[0]
    assert all(update["value"] == "" for update in updates)


def test_choosing_more_never_raises_a_count(browsing):
    def counts(filters):
        return {
            (name, value): int(label.rpartition("(")[2].rstrip(")"))
            for name, choices in offers(browsing, filters).items()
            for label, value in choices
        }

    steps = [Filters(), Filters(area="Education"), Filters(area="Education", wanted="clinical")]
    for before, after in combinations(map(counts, steps), 2):
        assert before.keys() == after.keys()
        for key in before.keys() - {("area", value) for _, value in browsing.offered("area")}:
            assert after[key] <= before[key]


def test_browse_finds_a_word_in_whatever_form_as_the_records_do(browsing, assistant):
    for word in ("audit", "audits", "AUDITING", "student", "students"):
        found = browsing.items(Filters(wanted=word))
        assert found == assistant.records.filtered(words=word)
        assert found


def test_every_recommendation_falls_to_somebody(browsing, assistant):
    roles = [name for _, name in browsing.role(None)[1]["choices"]]
    assert 4 <= len(roles) <= 9
    by_role = {role: assistant.records.filtered(role=role) for role in roles}
    assert {item.key for items in by_role.values() for item in items} == {
        item.key for item in assistant.index.recommendations
    }
    for group in assistant.records.groups:
        falls = set(assistant.records.filtered(responsible=group.name))
        assert any(falls <= set(items) for items in by_role.values()), group.name


def test_a_role_shows_all_that_falls_to_it_and_by_which_words(browsing, assistant):
    for label, role in browsing.role(None)[1]["choices"]:
        items = assistant.records.filtered(role=role)
        shown = Shown(browsing.role(role)[0])
        listed = [button["value"] for button in shown.all("button", class_="link")]
        assert listed == [item.id for item in items]
        assert label == f"{role} ({len(items)})"
        [reading] = [p for p in shown.texts("p") if "Complete as far as" in p]
        for item in items:
            assert item.responsible.text in shown.text
            words = reading.split("“")[1:]
            assert any(
                word.partition("”")[0].casefold() in item.responsible.text.casefold()
                for word in words
            )


def test_a_role_that_another_index_offered_is_none(browsing):
    hint, offered = browsing.role(None)
    assert browsing.role("Falconer") == (hint, offered)
    assert offered["value"] is None


def test_radiographers_get_what_falls_to_every_group_that_they_are_in(assistant):
    radiographer = set(assistant.records.filtered(role="Radiographer"))
    for name in ("Clinical professionals", "Clinical practitioners", "Clinicians"):
        assert set(assistant.records.filtered(responsible=name)) <= radiographer


def test_where_the_lexicon_knows_no_roles_the_groups_are_offered(toy_assistant):
    view = BrowseView(toy_assistant, Edition(toy_assistant.index))
    assert {name for _, name in view.role(None)[1]["choices"]} == {
        g.name for g in toy_assistant.records.groups
    }


def test_an_address_opens_a_card_and_says_where_there_is_none(browsing):
    for number, said in (
        ("12", "Recommendation 12"),
        ("99", "there are 1 to 31"),
        ("x", "1 to 31"),
    ):
        shown, tab = browsing.arrive(number, "")
        assert said in shown
        assert tab["selected"] == "browse"
    assert browsing.arrive("", "")[0] == ""
    assert "lead-no" in browsing.arrive("12", "nothing")[0]


def test_of_two_guidances_an_address_opens_the_one_it_names(two_guidances):
    both, _ = two_guidances.arrive("2", "")
    assert [b["value"] for b in Shown(both).all("button", class_="link")] == [
        "hills/rec-2",
        "kites/rec-2",
    ] or [b["value"] for b in Shown(both).all("button", class_="link")] == [
        "kites/rec-2",
        "hills/rec-2",
    ]
    hills, _ = two_guidances.arrive("2", "hills")
    kites, _ = two_guidances.arrive("2", "kites")
    assert "Teach elders" in hills
    assert "Teach elders" not in kites
    none, _ = two_guidances.arrive("9", "")
    assert "1 to 4 of kites" in none
    assert "1 to 4 of hills" in none


def test_a_document_is_said_to_speak_only_where_it_is_quoted(assistant, edition):
    for topic in TOPICS:
        sides = Shown(compared(topic, assistant, edition))
        overview = sides.texts("p", class_="count")[0]
        speaking = {
            entry.short_title
            for entry in edition.documents
            if isinstance(assistant.ask(topic, document=entry.id), Answer)
        }
        for entry in edition.documents:
            says = f"The {entry.short_title} says nothing on this." not in sides.text
            assert says == (entry.short_title in speaking), (topic, entry.id)
        assert (overview == NONE_ANSWERS) == (not speaking)
        assert ("nothing on it" in overview) == (len(speaking) == 1)
        assert (NOT_WEIGHED in overview) == (len(speaking) == len(edition.documents))
        assert "agree" not in overview.replace(NOT_WEIGHED, "")


def test_a_topic_with_identifiers_is_not_searched(edition):
    held = compared("the scan of 943 476 5919", None, edition)
    assert "an NHS number" in held
    assert "has not been searched" in held


def test_a_file_can_be_saved_twice(assistant, browsing, edition):
    asking = AskView(assistant, edition, Conversations(), takes_feedback=False)
    exporting = ExportView(asking, browsing, edition)
    stored = asking.ask("who should be checking the AI still works?", "").stored
    assert exporting.conversation("csv", stored) != exporting.conversation("csv", stored)
    with pytest.raises(InvalidRequest, match="no conversation"):
        exporting.conversation("csv", "")
    for made in (
        *(exporting.conversation(ending, stored) for ending in KINDS),
        *(exporting.listed(ending, "Education") for ending in KINDS),
        *(exporting.cpd(ending, stored, "x") for ending in ("docx", "md")),
        exporting.gap_analysis(),
    ):
        assert 'name="save"' in made
        assert "\n" not in made
