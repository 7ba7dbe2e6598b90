"""Describes the JSON interface in OpenAPI 3.1, as openapi.toml has it; tests hold answers against it."""

import tomllib
from pathlib import Path

from assistant.ask import MAX_HISTORY, MAX_QUESTION
from assistant.views.render.json import Json, schemas
from assistant.views.web.guard.routes import API

_ROOT = "#/components/schemas/"


def question(root: str) -> Json:
    """Describe a question, and how it may be asked."""
    described: Json = schemas("Question", root=root)["Question"]
    described["properties"]["question"] |= {"minLength": 1, "maxLength": MAX_QUESTION}
    described["properties"]["history"] |= {"maxItems": MAX_HISTORY}
    return described


def description() -> Json:
    """Describe the whole interface."""
    paths = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    info, meanings = paths.pop("info"), paths.pop("faults")
    error = {"$ref": f"{_ROOT}Error"}
    for operation in (each for methods in paths.values() for each in methods.values()):
        given = _response("as asked", operation.pop("gives"))
        faults = {status: _response(meanings[status], error) for status in operation.pop("faults")}
        operation["responses"] = {"200": given} | faults
    shapes = schemas("Answer", "Abstention", "Recommendation", "Error", root=_ROOT)
    return {
        "openapi": "3.1.0",
        "info": info,
        "paths": {f"{API}{path}": methods for path, methods in paths.items()},
        "components": {"schemas": {"Question": question(_ROOT)} | shapes},
    }


def _response(said: str, schema: Json) -> Json:
    return {"description": said, "content": {"application/json": {"schema": schema}}}
