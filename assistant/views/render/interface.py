"""The JSON interface described for people: one page, no script, nothing loaded from elsewhere."""

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
    schemas = description["components"]["schemas"].items()
    title = f"{info['title']}: JSON interface"
    body = tag.body(
        tag.h1(f"{title}, version {info['version']}"),
        tag.p(info["description"], " ", tag.a("OpenAPI file", href="openapi.json")),
        *operations,
        *(tag.h2("An example"), _shown(_EXAMPLE), tag.h2("Schemas")),
        *(joined(tag.h3(name), _shown(schema)) for name, schema in schemas),
    )
    head = tag.head(tag.title(title), tag.style(_STYLE))
    return "<!doctype html>" + tag.html(head, body, lang="en-GB")


def _operation(method: str, path: str, operation: dict[str, Any]) -> Html:
    named = [(p["name"], p["description"]) for p in operation.get("parameters", ())]
    named += [(status, said["description"]) for status, said in operation["responses"].items()]
    rows = (tag.tr(tag.td(name), tag.td(said)) for name, said in named)
    title = tag.h2(f"{method.upper()} {path}")
    return joined(title, tag.p(operation["summary"]), tag.table(*rows))


def _shown(value: Any) -> Html:  # noqa: ANN401  whatever JSON can hold
    # Html.text would make entities of line breaks; inside pre they read the same.
    return tag.pre(json.dumps(value, ensure_ascii=False, indent=1))
