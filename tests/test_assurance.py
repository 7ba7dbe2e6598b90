"""The assurance pages claim nothing without a test, quote word for word, and state what was measured."""

import ast
import json
import re
from functools import cache
from pathlib import Path

import how_often_wrong
import make_assurance
import pytest

from assistant.measuring.evaluation import read_labelled

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "assurance"
PAGES = sorted(FOLDER.glob("*.md"))
NAMED = re.compile(r"tests/[\w/]+\.py(?:::\w+)?")
HAZARDS = (
    "A wrong passage is shown as the answer",
    "Stale guidance",
    "The passage is missed",
    "A wrong number, field or quote",
    "A poisoned source",
    "Outage",
    "Patient details are typed in",
    "A question outside the guidance is answered",
    "People lean on it too much",
    "A status is misread",
    "A part is taken for the whole",
    "Two places answer from different editions",
    "The wrong build serves, or the documents are lost",
)


@cache
def functions(path):
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def read(name):
    return (FOLDER / name).read_text(encoding="utf-8")


def plain(text):
    return " ".join(text.split())


@pytest.fixture(scope="module")
def counts():
    return json.loads(make_assurance.COUNTS.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def rates(counts):
    return {(r["part"], r["group"], r["measure"]): r for r in counts["rates"]}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_every_test_that_is_named_is_there(page):
    named = [name.partition("::") for name in NAMED.findall(page.read_text(encoding="utf-8"))]
    assert named
    assert [n for n in named if not (ROOT / n[0]).is_file()] == []
    assert ["".join(n) for n in named if n[2] and n[2] not in functions(n[0])] == []


def test_it_is_said_that_this_is_no_certification():
    opening = plain(read("README.md"))[:900]
    assert "This is no certification" in opening
    assert "for the trust's Clinical Safety Officer to decide" in opening


def test_each_hazard_has_cause_control_tests_and_what_remains():
    sections = re.split(r"^## \d+\. ", read("hazards.md"), flags=re.MULTILINE)[1:]
    assert [s.splitlines()[0].partition(":")[0] for s in sections] == list(HAZARDS)
    for section in sections:
        parts = re.findall(r"^\*\*(.+?)\.\*\*", section, re.MULTILINE)
        assert parts == ["Cause", "Control", "Tests", "Residual risk"], section[:40]
        assert len(NAMED.findall(section)) >= 3, section[:40]


def test_what_is_quoted_of_a_recommendation_is_in_it(golden):
    found = re.findall(
        r"^## Recommendation (\d+)\n\n((?:> .*\n)+)", read("own-guidance.md"), re.MULTILINE
    )
    assert {int(number) for number, _ in found} >= {1, 2, 3, 4, 5, 6}
    for number, quote in found:
        words = plain(quote.replace("> ", ""))
        row = golden[int(number)]
        assert any(words in plain(row[field]) for field in ("priority", "action")), number


def test_each_recommendation_on_clinical_practice_is_spoken_to(assistant):
    clinical = {r.number for r in assistant.records.filtered(area="clinical")}
    assert clinical <= set(
        re.findall(r"^## Recommendation (\d+)", read("own-guidance.md"), re.MULTILINE)
    )


def test_the_principles_that_are_quoted_stand_in_the_statement(assistant):
    section = read("own-guidance.md").partition("## The Royal College of Radiologists")[2]
    quoted = re.findall(r'^- "(.+?)"', section, re.MULTILINE)
    assert len(quoted) == 3
    assert [q for q in quoted if q not in plain(assistant.index.sources["rcr-ai"])] == []


def test_the_model_card_shows_what_was_counted(counts):
    assert make_assurance.BLOCK.search(read("model-card.md"))[0] == make_assurance.tables(counts)


def test_the_model_card_and_the_evaluation_speak_of_one_index(counts):
    evaluation = (ROOT / "EVALUATION.md").read_text(encoding="utf-8")
    assert f"from index `{counts['index']}`" in evaluation


def test_the_model_card_and_the_evaluation_count_alike(rates):
    text = (ROOT / "EVALUATION.md").read_text(encoding="utf-8")
    kept = text.partition("## Kept questions")[2].partition("\n## ")[0]
    head, *rows = re.findall(
        r"^\| (?:kind|" + "|".join(how_often_wrong.KINDS) + r") \|.*", kept, re.MULTILINE
    )
    names = [cell.strip() for cell in head.strip("|").split("|")]
    assert len(rows) == len(how_often_wrong.KINDS)
    for row in rows:
        kind, *cells = (cell.strip() for cell in row.strip("|").split("|"))
        for measure, cell in zip(names[1:], cells, strict=True):
            if cell and measure in how_often_wrong.FAULTS:
                rate = rates["kind", kind, measure]
                right = round(
                    1 - rate["wrong"] / rate["n"], 4
                )  # as the evaluation rounds before it prints
                assert cell == f"{right:.3f} ({rate['n']})", (kind, measure)


def test_what_is_stated_still_holds(counts, rates, corpus, responses, assistant):
    """A build of these very documents answers as was counted; another machine may differ by a hair."""
    is_counted = assistant.index.id == counts["index"]
    given = {(row["question"], tuple(row["history"])): response for row, response in responses}
    questions = read_labelled(corpus / "questions.jsonl")
    now = how_often_wrong.by_kind(questions, lambda q, history: given[q, tuple(history)])
    for rate in now:
        stated = rates["kind", rate.group, rate.measure]
        assert rate.wrong / rate.n <= stated["high"], rate
        assert not is_counted or abs(rate.wrong - stated["wrong"]) <= 1, (rate, stated)


def test_what_is_said_of_a_new_document_is_what_was_measured():
    text = (ROOT / "EVALUATION.md").read_text(encoding="utf-8")
    section = text.partition("## A new document")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| 0 \| (\S+) \| ([\d.]+) \| ([\d.]+) \|", section, re.MULTILINE)
    hundredths = {name: [round(100 * float(v)) for v in values] for name, *values in rows}
    kept, second = hundredths["rec@1"]
    refused, refused_second = hundredths["refused_outside"]
    card = plain(read("model-card.md"))
    assert (
        f"only {kept} in 100 of the questions above and {second} in 100 of the second set" in card
    )
    assert f"{refused} and {refused_second} in 100 questions outside are refused" in card


def test_what_deploying_says_of_load_is_what_was_measured():
    load = json.loads((ROOT / "docs" / "evidence" / "load.json").read_text(encoding="utf-8"))
    soak, burst = load["soak"], load["burst"]
    text = plain((ROOT / "docs" / "deploy.md").read_text(encoding="utf-8"))
    assert soak["outcomes"] == {"answered": soak["questions"]}
    assert f"{soak['questions']:,} questions, all answered" in text
    assert f"half within {soak['p50_s']:.2f} s and 95 in 100 within {soak['p95_s']:.2f} s" in text
    answered, busy = burst["outcomes"]["answered"], burst["outcomes"]["busy"]
    assert f"{answered} were answered and {busy} told that the page is busy" in text
    assert f"{soak['memory_mb']['most']} MB at the most" in text


def test_what_is_said_of_equity_is_what_was_counted(rates):
    first = {w: rates["wording", w, "rec@1"] for w in how_often_wrong.WORDINGS}
    asked, small, slips, telegraphic = first.values()
    assert (
        telegraphic["wrong"] == max(r["wrong"] for r in first.values()) > asked["high"] * asked["n"]
    )
    assert small["wrong"] <= asked["wrong"] + 2
    assert slips["wrong"] <= asked["high"] * asked["n"]
    for measure in ("rec@1", "rec@3", "answered"):
        roles = [r for (part, _, m), r in rates.items() if (part, m) == ("role", measure)]
        assert max(r["low"] for r in roles) <= min(r["high"] for r in roles)


def test_an_interval_is_wide_where_few_were_asked():
    few = how_often_wrong.Rate("kind", "natural", "rec@1", 0, 10).interval
    many = how_often_wrong.Rate("kind", "natural", "rec@1", 0, 1000).interval
    assert few[0] == many[0] == pytest.approx(0)
    # Source: Wilson's upper bound for none of n is z² / (n + z²).
    assert few[1] == pytest.approx(1.96**2 / (10 + 1.96**2), abs=1e-4)
    assert many[1] < 0.005


def test_other_wordings_are_the_same_question_typed_otherwise():
    question = "Who should check that an AI tool still works?"
    typed = {name: wording(question) for name, wording in how_often_wrong.WORDINGS.items()}
    assert typed == {
        "as asked": question,
        "small letters, no punctuation": "who should check that an ai tool still works",
        "two words mistyped": "Who shuold cehck that an AI tool still works?",
        "little words left out": "check ai tool works",
    }


def test_the_figures_of_axe_are_those_counted():
    stated = plain(
        re.search(r"<!-- axe:.*?-->(.*?)<!-- end", read("accessibility.md"), re.DOTALL)[1]
    )
    counted = json.loads((ROOT / "docs" / "evidence" / "axe.json").read_text())
    states = counted["states"].values()
    assert not any(state["violations"] for state in states)
    passed = [state["passed"] for state in states]
    undecided = [state["incomplete"] for state in states if state["incomplete"]]
    assert {rule for state in undecided for rule in state} == {"color-contrast", "skip-link"}
    undecided = [state for state in undecided if "color-contrast" in state]
    n = sum(state["color-contrast"] for state in undecided)
    assert f"axe-core {counted['axe-core']} finds 0 violations in {len(states)} states" in stated
    assert f"passed {min(passed)} to {max(passed)} of its rules" in stated
    assert (
        f"in {len(undecided)} states it could not decide `color-contrast` for {n} elements"
        in stated
    )
