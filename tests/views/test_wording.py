"""Fixed sentences: leads, warnings, dates."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from assistant.domain import Answer
from assistant.views.render import wording
from assistant.views.render.markup import notices
from assistant.views.render.sentences import table


def test_each_kind_of_response_is_named(audit, pending, dose):
    assert wording.label(audit) == "Answer found"
    assert wording.label(pending) == "Complete list"
    assert wording.label(dose) == "Not in this guidance"


def test_silence_of_the_document_named_is_not_said_of_the_others(assistant):
    silent = assistant.ask("What does the RCR say about clinical audit?")
    assert silent.silent
    assert wording.label(silent) == "Not in the document you named"


def test_a_less_sure_answer_asks_to_be_checked(audit, edition):
    likely = replace(audit, firmness="likely")
    assert wording.label(likely) == "Likely answer"
    assert wording.lead(likely, edition).endswith("Check that the quotes fit your question.")


def test_words_that_decide_nothing_are_not_said_to_answer(assistant, edition):
    undecided = assistant.ask("are patients involved?")
    assert undecided.headline.is_undecided
    assert wording.label(undecided) == "What is said on this"
    assert "speaks of this" in wording.lead(undecided, edition)
    assert "answers" not in wording.lead(undecided, edition)


def test_only_what_the_records_gave_is_called_complete(responses):
    for row, response in responses:
        is_complete = isinstance(response, Answer) and response.complete_of is not None
        is_list = is_complete and response.form == "list"
        assert (wording.label(response) == "Complete list") == is_list, row["id"]


def test_one_that_is_named_and_two_that_are_compared_are_no_complete_list(assistant, edition):
    for asked, said in (
        ("12", "Recommendation 12."),
        ("compare 2 and 4", "Recommendations 2 and 4."),
    ):
        response = assistant.ask(asked)
        assert (wording.label(response), wording.lead(response, edition)) == ("By number", said)
    assert "there is no 40" in wording.lead(assistant.ask("compare 2 and 40"), edition)


def test_how_many_is_answered_before_all_else(assistant, golden):
    for status in ("Pending", "Emerging", "Ongoing"):
        n = sum(row["status"] == status for row in golden.values())
        said = wording.label(assistant.ask(f"How many are {status}?"))
        assert said == f"{n} of {len(golden)} recommendations are {status}"
        said = wording.label(assistant.ask(f"What share of the recommendations are {status}?"))
        assert said.endswith(f"({round(100 * n / len(golden))}%)")


def test_a_list_is_counted_by_status_where_there_are_several(assistant, edition, golden):
    asked = assistant.ask("How many of each status?")
    for status in ("Pending", "Emerging", "Ongoing"):
        n = sum(row["status"] == status for row in golden.values())
        assert f"{n} {status}" in wording.label(asked)
    assert assistant.ask("Which recommendations are pending?").count.each == ()


def test_a_reading_that_is_everything_is_told_without_its_numbers(assistant, edition):
    asked = assistant.ask("recommendations for HEIs and industry")
    assert "it would be: all of them." in wording.lead(asked, edition)


def test_a_search_for_everything_says_that_it_is_no_complete_list(assistant, edition):
    asked = assistant.ask("List all recommendations that protect patients")
    assert wording.PARTIAL in wording.lead(asked, edition)


def test_a_document_past_its_review_date_is_said_to_be(edition):
    [late] = wording.overdue(edition, date(2025, 1, 1))
    assert late.startswith(
        "SoR AI guidance (2021): the keepers of this index want it checked after"
    )
    assert "31 December 2024" in late
    assert wording.overdue(edition, date(2024, 12, 31)) == ()
    assert notices.banner(edition, date(2024, 12, 31)) == ""


def test_a_title_never_holds_the_question(responses):
    """Browsers keep titles on disk."""
    for row, response in responses[::5]:
        title = wording.title(response)
        assert title
        assert row["question"] not in title


def test_counts_and_lists_read_as_english():
    assert wording.plural(1, "quote") == "1 quote"
    assert wording.plural(0, "quote") == "0 quotes"
    assert wording.list_of(["a", "b", "c"]) == "a, b and c"
    assert wording.list_of(["a"]) == "a"
    assert wording.list_of([]) == ""


def test_every_sentence_is_said_somewhere_and_every_name_has_one():
    room = Path(wording.__file__).parents[1]
    files = [f for f in room.rglob("*") if f.suffix in (".py", ".html")]
    text = "".join(f.read_text(encoding="utf-8") for f in files)
    named = set(re.findall(r"wording\.([A-Z_]+)|sentence\([\"']([A-Z_]+)", text))
    said = {attribute or name for attribute, name in named}
    assert [name for name in said if not getattr(wording, name)] == []
    assert {name for name in table() if name.isupper()} <= said
