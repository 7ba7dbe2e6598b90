"""The JSON interface described for people: one page, no script, nothing loaded from elsewhere."""

from __future__ import annotations

import json
from typing import Any

from assistant.views.render.elements import Html, element, joined

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
        joined([element("h3", name), _shown(schema)])
        for name, schema in description["components"]["schemas"].items()
    )
    head = element(
        "head",
        element("title", f"{info['title']}: JSON interface"),
        element("style", _STYLE),
    )
    body = element(
        "body",
        element("h1", f"{info['title']}: JSON interface, version {info['version']}"),
        element("p", info["description"], " ", element("a", "OpenAPI file", href="openapi.json")),
        *operations,
        element("h2", "An example"),
        _shown(_EXAMPLE),
        element("h2", "Schemas"),
        *schemas,
    )
    return "<!doctype html>" + element("html", head, body, lang="en-GB")


def _operation(method: str, path: str, operation: dict[str, Any]) -> Html:
    parameters = (
        element("tr", element("td", p["name"]), element("td", p["description"]))
        for p in operation.get("parameters", ())
    )
    responses = (
        element("tr", element("td", status), element("td", response["description"]))
        for status, response in operation["responses"].items()
    )
    return joined(
        [
            element("h2", f"{method.upper()} {path}"),
            element("p", operation["summary"]),
            element("table", *parameters, *responses),
        ]
    )


def _shown(value: Any) -> Html:  # noqa: ANN401  whatever JSON can hold
    # Html.text would make entities of line breaks; inside pre they read the same.
    return element("pre", json.dumps(value, ensure_ascii=False, indent=1))
