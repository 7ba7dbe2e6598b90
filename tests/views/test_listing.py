"""Lists are complete, their figures add up, and their order is people's."""

from shown import Shown

from assistant.views.render import listing


def test_the_list_shows_every_recommendation_once(edition):
    shown = Shown(listing.listing(edition.recommendations, edition))
    listed = [b["value"] for b in shown.all("button", class_="link")]
    assert listed == [item.id for item in edition.recommendations]
    assert "31 of 31 recommendations" in shown.text


def test_the_picture_marks_what_is_listed_among_all(edition):
    some = edition.recommendations[:5]
    for items in (some, edition.recommendations):
        drawn = Shown(listing.listing(items, edition)).all("a", class_="mark")
        assert len(drawn) == len(edition.recommendations)
        plain = [mark for mark in drawn if "faint" not in mark["class"].split()]
        assert {mark["href"] for mark in plain} == {f"?rec={item.number}" for item in items}


def test_figures_are_those_of_the_golden_file(edition, golden):
    shown = Shown(listing.listing(edition.recommendations, edition))
    head = shown.texts("th", scope="col")
    cells = [int(t) for t in shown.texts("td")]
    n_columns = len(head) - 1
    rows = [cells[i : i + n_columns] for i in range(0, len(cells), n_columns)]
    assert rows[-1] == [sum(column) for column in zip(*rows[:-1], strict=True)]
    for status, figure in zip(head[1:-1], rows[-1], strict=False):
        assert figure == sum(row["status"] == status for row in golden.values())


def test_words_narrow_the_list_whatever_their_form(assistant, edition):
    for words in ("audit qa/qc", "Audits QA/QC"):
        assert [r.number for r in assistant.records.filtered(words=words)] == ["4"]
    assert assistant.records.filtered(words="  ") == edition.recommendations


def test_order_by_number_is_not_order_by_letters(edition):
    shuffled = tuple(reversed(edition.recommendations))
    numbers = [item.number for item in listing.in_order(shuffled, "Number", edition)]
    assert numbers == [str(n) for n in range(1, 32)]


def test_order_by_status_follows_the_documents_own_order(edition):
    statuses = [i.status for i in listing.in_order(edition.recommendations, "Status", edition)]
    assert list(dict.fromkeys(statuses)) == ["Pending", "Emerging", "Ongoing"]


def test_a_card_leads_to_the_ones_beside_it(edition):
    items = edition.recommendations
    steps = Shown(listing.opened(items[3], items, edition)).texts("button", class_="link")
    assert steps == ["Back to the list", "Previous: 3", "Next: 5"]
    assert "Previous" not in Shown(listing.opened(items[0], items, edition)).text
    assert "Next:" not in Shown(listing.opened(items[-1], items, edition)).text


def test_an_empty_list_says_so(edition):
    assert "No recommendation fits" in listing.listing((), edition)
