"""Describes the JSON interface in OpenAPI 3.1; tests hold answers against it."""

from assistant.ask import MAX_HISTORY, MAX_QUESTION
from assistant.views.render.json import Json, schemas
from assistant.views.web.guard.routes import API

_TEXT: Json = {"type": "string"}
FILTERS = ("area", "status", "responsible", "document")


def question(root: str) -> Json:
    """Describe a question, and how it may be asked."""
    described: Json = schemas("Question", root=root)["Question"]
    described["properties"]["question"] |= {"minLength": 1, "maxLength": MAX_QUESTION}
    described["properties"]["history"] |= {"maxItems": MAX_HISTORY}
    return described


def _answers(schema: Json, *statuses: str) -> Json:
    """Describe what may come back: the wanted thing, or an error with a sentence."""
    meanings = {
        "401": "no name or password, or a wrong one, where the server asks for them",
        "403": "sent by a page of another site",
        "408": "took too long to arrive",
        "413": "longer than 64 KB",
        "415": "not JSON",
        "421": "the server does not answer to this host name",
        "422": "cannot be answered as sent; the sentence says why",
        "429": "too many wrong passwords",
        "503": "busy; try again after the seconds of Retry-After",
    }
    faults = {s: {"description": meanings[s], "content": _json(_ref("Error"))} for s in statuses}
    return {"200": {"description": "as asked", "content": _json(schema)}} | faults


def _json(schema: Json) -> Json:
    return {"application/json": {"schema": schema}}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def description() -> Json:
    """Describe the whole interface."""
    always = ("401", "403", "421", "422", "429")
    either = {"oneOf": [_ref("Answer"), _ref("Abstention")]}
    ask = {
        "operationId": "ask",
        "summary": "Ask one question. An answer or an abstention, both with status 200.",
        "requestBody": {"required": True, "content": _json(_ref("Question"))},
        "responses": _answers(either, *always, "408", "413", "415", "503"),
    }
    recommendations = {
        "operationId": "recommendations",
        "summary": "List the recommendations that meet all conditions, completely.",
        "parameters": [
            {"name": n, "in": "query", "schema": _TEXT, "description": f"only of this {n}"}
            for n in FILTERS
        ],
        "responses": _answers({"type": "array", "items": _ref("Recommendation")}, *always),
    }
    root = "#/components/schemas/"
    shapes = schemas("Answer", "Abstention", "Recommendation", "Error", root=root)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Guidance assistant",
            "version": "1",
            "description": "The same answers as the page and the command line, schema version 2.",
        },
        "paths": {f"{API}/ask": {"post": ask}, f"{API}/recommendations": {"get": recommendations}},
        "components": {"schemas": {"Question": question(root)} | shapes},
    }
