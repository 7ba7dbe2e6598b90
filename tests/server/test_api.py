"""The JSON interface says what the command line says."""

import json

import pytest
from payloads import PAYLOADS

from assistant.views.render.json import recommendation_json, response_json
from assistant.views.web.api.openapi import description

ASK, LIST = "/api/v1/ask", "/api/v1/recommendations"


@pytest.mark.parametrize(
    ("question", "history"),
    [
        ("who checks that the AI still works?", []),
        ("which recommendations are pending?", []),
        ("and who is responsible?", ["who checks that the AI still works?"]),
        ("what is the dose limit for a chest x-ray?", []),
    ],
)
def test_ask_gives_the_command_lines_object(page, assistant, question, history):
    answer = page.post(ASK, json={"question": question, "history": history})
    assert answer.status_code == 200
    expected = response_json(assistant.ask(question, history), assistant.index)
    assert answer.json() == json.loads(json.dumps(expected))


def test_a_question_is_kept_to_a_document(page):
    answer = page.post(ASK, json={"question": "regulators", "document": "rcr-ai"}).json()
    assert {c["document"] for c in answer["citations"]} == {"rcr-ai"}


def test_as_written(page, assistant):
    answer = page.post(ASK, json={"question": "algorithim audit", "as_written": True}).json()
    assert answer["corrections"] == []


def test_recommendations_are_listed_completely(page, assistant):
    assert page.get(LIST).json() == [recommendation_json(r) for r in assistant.records.filtered()]
    some = page.get(LIST, params={"status": "Pending"}).json()
    assert some == [recommendation_json(r) for r in assistant.records.filtered(status="Pending")]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_comes_back_inert(page, payload):
    answer = page.post(ASK, json={"question": f"who audits {payload}", "history": [payload]})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert not set("<>&\u202e\u2066\x1b") & set(answer.text)
    assert answer.json()["kind"] in ("answer", "abstention")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"{}", 422),
        (b"[]", 422),
        (b'"audit"', 422),
        (b"{", 422),
        (b"[" * 60_000, 422),
        (b'{"question": 1}', 422),
        (b'{"question": null}', 422),
        (b'{"question": ""}', 422),
        (b'{"question": "?!"}', 422),
        (b'{"question": "audit", "k": 3}', 422),
        (b'{"question": "audit", "history": "x"}', 422),
        (b'{"question": "audit", "history": [1]}', 422),
        (b'{"question": "audit", "as_written": "yes"}', 422),
        (b'{"question": "audit", "document": 5}', 422),
        (b'{"question": "audit", "document": "tea"}', 422),
        (b'{"question": "\\ud800 audit"}', 200),
        (b'{"question": "\\u0000audit\\u202e"}', 200),
        (b'{"question": "' + b"a" * 3_000 + b'"}', 422),
        (b'{"question": "' + b"a" * 70_000 + b'"}', 413),
        (b"\xff", 422),
    ],
)
def test_bad_questions_get_a_sentence(page, body, status):
    answer = page.post(ASK, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == status
    if status != 200:
        assert answer.json()["kind"] == "error"
        assert answer.json()["error"]


def test_a_form_of_another_site_is_no_question(page):
    answer = page.post(
        ASK, content=b'{"question": "audit"}', headers={"Content-Type": "text/plain"}
    )
    assert answer.status_code == 415


@pytest.mark.parametrize(
    "query", ["area=Kites", "colour=red", "status=Pending&status=Met", "area="]
)
def test_conditions_that_no_recommendation_meets(page, query):
    answer = page.get(f"{LIST}?{query}")
    assert answer.status_code == (200 if query == "area=" else 422)


def test_too_many_at_once_get_a_sentence(page, monkeypatch):
    monkeypatch.setattr("assistant.views.web.guard.turns.MAX_WAITING", 0)
    answer = page.post(ASK, json={"question": "audit"})
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "2"
    assert "again" in answer.json()["error"]


def test_the_description_is_a_page_without_scripts(page):
    text = page.get("/api/v1/").text
    assert "<script" not in text
    assert "http://" not in text
    assert "https://" not in text
    assert "POST /api/v1/ask" in text
    assert page.get("/api/v1/openapi.json").json() == json.loads(json.dumps(description()))
