"""The JSON interface described for people: one page, no script, nothing loaded from elsewhere."""

from __future__ import annotations

import json
from typing import Any

from assistant.views.render.elements import Html, joined, tag

_STYLE = Html(
    "body{font:1rem/1.5 Arial,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;"
    "color:#1d2529;background:#fff}pre{overflow:auto;padding:1rem;background:#f3f6f8}"
    "th,td{text-align:left;padding:.25rem 1rem .25rem 0;vertical-align:top}"
)
_EXAMPLE = {
    "question": "and who is responsible?",
    "history": ["who checks that the AI still works?"],
}


def interface_page(description: dict[str, Any]) -> str:
    """Show an OpenAPI description."""
    info = description["info"]
    operations = (
        _operation(method, path, operation)
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    )
    schemas = (
        joined(tag.h3(name), _shown(schema))
        for name, schema in description["components"]["schemas"].items()
    )
    head = tag.head(tag.title(f"{info['title']}: JSON interface"), tag.style(_STYLE))
    body = tag.body(
        tag.h1(f"{info['title']}: JSON interface, version {info['version']}"),
        tag.p(info["description"], " ", tag.a("OpenAPI file", href="openapi.json")),
        *operations,
        tag.h2("An example"),
        _shown(_EXAMPLE),
        tag.h2("Schemas"),
        *schemas,
    )
    return "<!doctype html>" + tag.html(head, body, lang="en-GB")


def _operation(method: str, path: str, operation: dict[str, Any]) -> Html:
    parameters = (
        tag.tr(tag.td(p["name"]), tag.td(p["description"])) for p in operation.get("parameters", ())
    )
    responses = (
        tag.tr(tag.td(status), tag.td(response["description"]))
        for status, response in operation["responses"].items()
    )
    return joined(
        tag.h2(f"{method.upper()} {path}"),
        tag.p(operation["summary"]),
        tag.table(*parameters, *responses),
    )


def _shown(value: Any) -> Html:  # noqa: ANN401  whatever JSON can hold
    # Html.text would make entities of line breaks; inside pre they read the same.
    return tag.pre(json.dumps(value, ensure_ascii=False, indent=1))
