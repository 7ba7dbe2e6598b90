"""What is given as JSON, schema version 2: how each object of shapes.toml is filled, and its JSON schema.

Knows only the domain; says nothing that it does not hold.
"""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, is_dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple, get_args

from assistant import domain
from assistant.errors import InvalidRequest
from assistant.indexing.storage import Index
from assistant.views.render.visible import csv_text

SCHEMA = 2
Json = dict[str, Any]

_KINDS: dict[str, Json] = {
    "text": {"type": "string"},
    "float": {"type": "number"},
    "whole": {"type": "integer", "minimum": 0},
    "flag": {"type": "boolean"},
    "number": {
        "type": ["integer", "string"],
        "description": "an integer; text where the document counts in steps, as 1.2.3",
    },
    "span": {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2},
    "field": {"enum": list(get_args(domain.Field))},
    "schema": {"const": SCHEMA},
    **{kind: {"const": kind} for kind in ("answer", "abstention", "error")},
}


class _Field(NamedTuple):
    name: str
    path: str
    kind: str
    marks: str


@cache
def _shapes() -> dict[str, str]:
    return tomllib.loads(Path(__file__).with_name("shapes.toml").read_text(encoding="utf-8"))


@cache
def _fields(shape: str) -> tuple[_Field, ...]:
    return tuple(_read(_shapes()[shape]))


def _read(written: str) -> Iterator[_Field]:
    for field in written.split():
        if field in _shapes():
            yield from _fields(field)
            continue
        named, _, marked = field.partition(":")
        name, _, path = named.partition("=")
        kind = marked.rstrip("*?~")
        yield _Field(name, path or name, kind or "text", marked[len(kind) :])


def filled(shape: str, value: object, **given: object) -> Json:
    """Fill a shape from the attributes of a value, and from `given` what is not found there."""
    out: Json = {}
    given["schema"] = SCHEMA
    for name, path, kind, marks in _fields(shape):
        found = given[name] if name in given else _reached(value, path)
        if found or "~" not in marks:
            out[name] = _written(kind, marks, found)
    return out


def _reached(value: Any, path: str) -> Any:  # noqa: ANN401  whatever JSON can hold
    """Follow a path from attribute to attribute; nothing of what is not there."""
    for name in path.split("."):
        value = None if value is None else getattr(value, name)
    return value


def _written(kind: str, marks: str, value: Any) -> Any:  # noqa: ANN401  whatever JSON can hold
    if "*" in marks:
        return [_written(kind, "", each) for each in value]
    if value is None:
        return None
    if kind == "number":  # a plain one is an integer, '1.2.3' text
        return int(value) if value.isdigit() else value or None
    is_filled = kind not in _shapes() or isinstance(value, dict)
    return plain(value) if is_filled else filled(kind, value)


def schemas(*shapes: str, root: str) -> Json:
    """Describe shapes, and all that is in them, by their names, which stand below `root`."""
    described: Json = {}
    waiting = list(shapes)
    for shape in waiting:
        kinds = {field.kind for field in _fields(shape)} & _shapes().keys()
        waiting += sorted(kinds - set(waiting))
        described[shape] = object_schema(_shapes()[shape], root)
    return described


def object_schema(written: str, root: str) -> Json:
    """Describe an object by its fields, written as those of a shape."""
    fields = list(_read(written))
    return {
        "type": "object",
        "required": [field.name for field in fields if "~" not in field.marks],
        "properties": {field.name: _schema(field, root) for field in fields},
        "additionalProperties": False,
    }


def _schema(field: _Field, root: str) -> Json:
    kind = dict(_KINDS.get(field.kind) or {"$ref": f"{root}{field.kind}"})
    if "*" in field.marks:
        return {"type": "array", "items": kind}
    return {"anyOf": [kind, {"type": "null"}]} if "?" in field.marks else kind


def question_of(sent: Json) -> Json:
    """Read a question as it was sent, as Assistant.ask takes it; the text itself has been looked at.

    Raises:
        InvalidRequest: what is beside it is not as it should be; the sentence says what.
    """
    asked = {"history": [], "as_written": False, "document": ""} | sent
    history = asked["history"]
    if not isinstance(history, list) or not all(isinstance(q, str) for q in history):
        raise InvalidRequest('"history" must be a list of earlier questions, oldest first')
    if not isinstance(asked["as_written"], bool):
        raise InvalidRequest('"as_written" must be true or false')
    if not isinstance(asked["document"], str):
        raise InvalidRequest('"document" must be the id of a document')
    return {name: asked[name] for name in ("question", "history", "as_written", "document")}


recommendation_json = partial(filled, "Recommendation")


def response_json(response: domain.Response, index: Index) -> Json:
    """Give a whole response."""
    if isinstance(response, domain.Abstention):
        nothing: Json = {"answer": None, "recommendations": [], "citations": []}
        return filled("Abstention", response, kind="abstention", index=index, **nothing)
    beside = response.beside
    ranked = [
        recommendation_json(r.recommendation) | filled("Ranking", r, is_quoted=r not in beside)
        for r in response.recommendations
    ]
    more = {"recommendations": ranked, "reason": "", "index": index}
    return filled("Answer", response, kind="answer", **more)


def recommendations_csv(recommendations: Sequence[domain.Recommendation]) -> str:
    """Give recommendations as CSV; a cell that a spreadsheet would run as a formula is quoted."""
    head = [field.name for field in _fields("Recommendation")]
    return csv_text([head, *(recommendation_json(r).values() for r in recommendations)], "\n")


def plain(value: Any) -> Any:  # noqa: ANN401  whatever JSON can hold
    """Give what JSON gives back: lists for tuples, objects for records."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, dict):
        return {name: plain(inner) for name, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, (list, tuple)) else value
