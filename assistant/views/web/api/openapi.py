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


_KINDS: dict[str, Schema] = {
    "": _TEXT,
    "number": _NUMBER,
    "whole": _WHOLE,
    "flag": _FLAG,
    "texts": _list(_TEXT),
    "rec": _RECOMMENDATION_NUMBER,
    "recs": _list(_RECOMMENDATION_NUMBER),
    "spans": _list(_list(_WHOLE) | {"minItems": 2, "maxItems": 2}),
    "parts": _list(_ref("Part")),
    "citations": _list(_ref("Citation")),
    "headline": _ref("Headline"),
    "headlines": _list(_ref("Headline")),
    "schema": {"const": SCHEMA},
}


def _fields(written: str, **others: Schema) -> Schema:
    """Read fields: a name is a text, name:kind of that kind, and name:kind? that or null."""
    named = (field.partition(":") for field in written.split())
    of_kinds = {
        name: _or_null(_KINDS[kind[:-1]]) if kind.endswith("?") else _KINDS[kind]
        for name, _, kind in named
    }
    return of_kinds | others


def schemas() -> Schema:
    """Describe everything that is sent or answered."""
    recommendation = _fields(
        "document number:rec area priority action responsible status status_detail"
    )
    ranked = _fields("score:number near_tie:flag formerly:rec? is_quoted:flag")
    why = _fields(
        "words:texts expansions:texts asked_as lexical_rank:whole? dense_rank:whole? near_tie:flag"
    )
    documents = _list(_object(_fields("id title published sha256")))
    response = _fields(
        "schema:schema question read_as confidence:number answer:headline? citations:citations "
        "related:citations next_questions:texts reason",
        corrections=_list(_object(_fields("written read kind"))),
        recommendations=_list(_object(recommendation | ranked)),
        index=_object(_fields("id", documents=documents)),
    )
    answer = _fields(
        "firmness complete_of:whole? is_partial:flag description left_aside:texts",
        entries=_list(_object(_fields("document field value"))),
        otherwise=_list(_object(_fields("description numbers:recs"))),
    )
    asked = _TEXT | {"minLength": 1, "maxLength": MAX_QUESTION}
    history = _list(_TEXT) | {"maxItems": MAX_HISTORY}
    field: Schema = {"enum": list(get_args(Field))}
    kind: dict[str, Schema] = {name: {"const": name} for name in ("answer", "abstention", "error")}
    return {
        "Question": _object(
            {"question": asked}, _fields("as_written:flag document", history=history)
        ),
        "Recommendation": _object(recommendation),
        "Citation": _object(
            _fields(
                "marker:whole id document headings:texts page:whole? quote spans:spans parts:parts "
                "recommendation:rec?",
                why=_object(why),
            )
        ),
        "Part": _object(_fields("text spans:spans", field=field), _fields("meaning")),
        "Headline": _object(
            _fields("text parts:parts citation:whole is_undecided:flag beside:headlines")
        ),
        "Answer": _object({"kind": kind["answer"]} | response | answer),
        "Abstention": _object(
            {"kind": kind["abstention"]} | response | _fields("topic turn_to silent:texts")
        ),
        "Error": _object(_fields("schema:schema error", kind=kind["error"]), _fields("detail")),
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
