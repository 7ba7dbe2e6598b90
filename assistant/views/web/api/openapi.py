"""Describes the JSON interface in OpenAPI 3.1; tests hold answers against it."""

from __future__ import annotations

from typing import Any, TypeAlias, get_args

from assistant.ask import MAX_HISTORY, MAX_QUESTION
from assistant.domain import Field
from assistant.views.render.json import SCHEMA
from assistant.views.web.guard.routes import API

Schema: TypeAlias = dict[str, Any]

FILTERS = ("area", "status", "responsible", "document")
_TEXT: Schema = {"type": "string"}
_NUMBER: Schema = {"type": "number"}
_WHOLE: Schema = {"type": "integer", "minimum": 0}
_FLAG: Schema = {"type": "boolean"}
_RECOMMENDATION_NUMBER: Schema = {
    "type": ["integer", "string"],
    "description": "an integer; text where the document counts in steps, as 1.2.3",
}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(fields: Schema, optional: Schema | None = None) -> Schema:
    return {
        "type": "object",
        "required": list(fields),
        "properties": fields | (optional or {}),
        "additionalProperties": False,
    }


def schemas() -> Schema:
    """Describe everything that is sent or answered."""
    recommendation = {
        "document": _TEXT,
        "number": _RECOMMENDATION_NUMBER,
        **dict.fromkeys(
            ("area", "priority", "action", "responsible", "status", "status_detail"), _TEXT
        ),
    }
    ranked = {
        "score": _NUMBER,
        "near_tie": _FLAG,
        "formerly": _or_null(_RECOMMENDATION_NUMBER),
        "is_quoted": _FLAG,
    }
    why = {
        "words": _list(_TEXT),
        "expansions": _list(_TEXT),
        "asked_as": _TEXT,
        "lexical_rank": _or_null(_WHOLE),
        "dense_rank": _or_null(_WHOLE),
        "near_tie": _FLAG,
    }
    spans = _list(_list(_WHOLE) | {"minItems": 2, "maxItems": 2})
    citation = {
        "marker": _WHOLE,
        "id": _TEXT,
        "document": _TEXT,
        "headings": _list(_TEXT),
        "page": _or_null(_WHOLE),
        "quote": _TEXT,
        "spans": spans,
        "parts": _list(_ref("Part")),
        "recommendation": _or_null(_RECOMMENDATION_NUMBER),
        "why": _object(why),
    }
    document = dict.fromkeys(("id", "title", "published", "sha256"), _TEXT)
    correction = dict.fromkeys(("written", "read", "kind"), _TEXT)
    response = {
        "schema": {"const": SCHEMA},
        "question": _TEXT,
        "read_as": _TEXT,
        "corrections": _list(_object(correction)),
        "confidence": _NUMBER,
        "answer": _or_null(_ref("Headline")),
        "recommendations": _list(_object(recommendation | ranked)),
        "citations": _list(_ref("Citation")),
        "related": _list(_ref("Citation")),
        "next_questions": _list(_TEXT),
        "reason": _TEXT,
        "index": _object({"id": _TEXT, "documents": _list(_object(document))}),
    }
    answer = {
        "firmness": _TEXT,
        "complete_of": _or_null(_WHOLE),
        "is_partial": _FLAG,
        "description": _TEXT,
        "left_aside": _list(_TEXT),
        "entries": _list(_object(dict.fromkeys(("document", "field", "value"), _TEXT))),
        "otherwise": _list(
            _object({"description": _TEXT, "numbers": _list(_RECOMMENDATION_NUMBER)})
        ),
    }
    return {
        "Question": _object(
            {"question": _TEXT | {"minLength": 1, "maxLength": MAX_QUESTION}},
            {
                "history": _list(_TEXT) | {"maxItems": MAX_HISTORY},
                "as_written": _FLAG,
                "document": _TEXT,
            },
        ),
        "Recommendation": _object(recommendation),
        "Citation": _object(citation),
        "Part": _object(
            {"field": {"enum": list(get_args(Field))}, "text": _TEXT, "spans": spans},
            {"meaning": _TEXT},
        ),
        "Headline": _object(
            {
                "text": _TEXT,
                "parts": _list(_ref("Part")),
                "citation": _WHOLE,
                "is_undecided": _FLAG,
                "beside": _list(_ref("Headline")),
            }
        ),
        "Answer": _object({"kind": {"const": "answer"}} | response | answer),
        "Abstention": _object(
            {"kind": {"const": "abstention"}}
            | response
            | {"topic": _TEXT, "turn_to": _TEXT, "silent": _list(_TEXT)}
        ),
        "Error": _object(
            {"schema": {"const": SCHEMA}, "kind": {"const": "error"}, "error": _TEXT},
            {"detail": _TEXT},
        ),
    }


def _answers(schema: Schema, *statuses: str) -> Schema:
    """Describe what may come back: the wanted thing, or an error with a sentence."""
    error = {"application/json": {"schema": _ref("Error")}}
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
    return {
        "200": {"description": "as asked", "content": {"application/json": {"schema": schema}}}
    } | {s: {"description": meanings[s], "content": error} for s in statuses}


def description() -> Schema:
    """Describe the whole interface."""
    body = {"required": True, "content": {"application/json": {"schema": _ref("Question")}}}
    always = ("401", "403", "421", "422", "429")
    conditions = [
        {"name": name, "in": "query", "schema": _TEXT, "description": f"only of this {name}"}
        for name in FILTERS
    ]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Guidance assistant",
            "version": "1",
            "description": "The same answers as the page and the command line, schema version 2.",
        },
        "paths": {
            f"{API}/ask": {
                "post": {
                    "operationId": "ask",
                    "summary": "Ask one question. An answer or an abstention, both with status 200.",
                    "requestBody": body,
                    "responses": _answers(
                        {"oneOf": [_ref("Answer"), _ref("Abstention")]},
                        *always,
                        "408",
                        "413",
                        "415",
                        "503",
                    ),
                }
            },
            f"{API}/recommendations": {
                "get": {
                    "operationId": "recommendations",
                    "summary": "List the recommendations that meet all conditions, completely.",
                    "parameters": conditions,
                    "responses": _answers(_list(_ref("Recommendation")), *always),
                }
            },
        },
        "components": {"schemas": schemas()},
    }
