"""No question, whatever it is made of, brings an exception, broken JSON, or a character that steers.

By function, batch, ask, the JSON interface and the page.
"""

import json
import sys
import time
import unicodedata

import pytest
from fuzzing import check_characters, question
from server.browsing import Page
from server.running import started
from starlette.testclient import TestClient
from views.shown import Shown

from assistant.characters import seen
from assistant.errors import InvalidQuestion
from assistant.views.render.answer import Exchange, conversation
from assistant.views.render.edition import Edition
from assistant.views.render.json import response_json
from assistant.views.render.visible import json_line
from assistant.views.web.serve.server import Settings, guarded

TAGS = set(
    "div p h2 h3 strong em span ul ol li button article dl dt dd blockquote details summary sup mark "
    "table caption thead tbody tr th td header section a h4".split()
)


def check_json(line):
    """It is one JSON value on one line, and nothing in it steers."""
    check_characters(line)
    assert "\n" not in line.rstrip("\n")
    return json.loads(line)


@pytest.fixture(scope="module")
def server(index_folder):
    with started("--api", "--index", index_folder) as running:
        yield running


@pytest.fixture
def questions(fault):
    random = fault.random
    return [question(random, n) for n in range(fault.size(400, 10_000))]


def test_by_function(assistant, questions, fault):
    edition = Edition(assistant.index)
    taken = []
    for n, asked in enumerate(questions):
        with fault.case(f"function, question {n}"):
            begun = time.perf_counter()
            try:
                response = assistant.ask(asked, questions[n - 1 : n])
            except InvalidQuestion as error:
                check_characters(str(error))
                continue
            taken.append((time.perf_counter() - begun) * 1000)
            check_json(json_line(response_json(response, assistant.index)))
            markup = conversation("name", [Exchange(response)], edition)
            check_characters(markup)
            shown = Shown(markup)
            assert {e["tag"] for e in shown.elements} <= TAGS
            assert shown.texts("h2", class_="question") == ["Your question: " + seen(asked)]
    taken.sort()
    fault.note(
        f"by function, {len(taken)} answered with one question before: p50 {taken[len(taken) // 2]:.1f} ms, "
        f"p99 {taken[len(taken) * 99 // 100]:.1f} ms, longest {taken[-1]:.1f} ms"
    )


def test_by_batch(run, questions, fault, tmp_path):
    lines = (json.dumps({"id": n, "question": asked}) for n, asked in enumerate(questions))
    (tmp_path / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    ran = run("batch", str(tmp_path / "in.jsonl"))
    assert (ran.code, ran.err) == (1, "")
    printed = ran.out.splitlines()
    assert len(printed) == len(questions)
    for n, line in enumerate(printed):
        with fault.case(f"batch, question {n}"):
            value = check_json(line)
            assert value["id"] == n
            assert value["kind"] in {"answer", "abstention", "error"}


def test_by_ask(run, questions, fault):
    for n, asked in enumerate(questions[: fault.size(24, 480)]):
        with fault.case(f"ask, question {n}"):
            ran = run("ask", "--", asked)
            check_characters(ran.out + ran.err)
            assert ran.code in {0, 1, 3}
            assert bool(ran.err) == (ran.code == 1)
            assert not ran.err or ran.err.startswith("Error: ")


def test_by_the_interface(index_folder, questions, fault):
    with TestClient(guarded(index_folder, Settings(has_api=True)), "http://localhost") as client:
        for n, asked in enumerate(questions[: fault.size(120, 10_000)]):
            with fault.case(f"interface, question {n}"):
                answered = client.post(
                    "/api/v1/ask",
                    content=json.dumps({"question": asked}),
                    headers={"Content-Type": "application/json"},
                )
                assert answered.status_code in {200, 413, 422}
                value = check_json(answered.text)
                assert (value["kind"] == "error") == (answered.status_code != 200)


def test_by_the_page(server, questions, fault):
    with Page(server.address) as page:
        for n, asked in enumerate(questions[: fault.size(36, 1_000)]):
            with fault.case(f"page, question {n}"):
                status, answered = page.ask(asked)
                assert status == (413 if len(json.dumps(asked)) > 65_000 else 200)
                if status == 200:
                    _check(answered)


def _check(answered):
    for shown in check_json(answered)["data"][:3]:
        if isinstance(shown, str):
            check_characters(shown)
            assert {e["tag"] for e in Shown(shown).elements} <= TAGS


def test_the_kinds_are_what_they_say():
    from fuzzing import KINDS, LANGUAGES, classes

    assert len(LANGUAGES) == 50
    assert set(classes()) == {unicodedata.category(chr(c)) for c in range(sys.maxunicode)} - {
        "Cn",
        "Co",
    }
    assert len(KINDS) == 12
