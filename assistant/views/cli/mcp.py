"""Answers other assistants over stdin and stdout, in the Model Context Protocol.

Four tools that say what the command line's JSON says, so that another assistant can quote the
guidance and cannot misquote it. The only door to the SDK, an optional package (docs/mcp.md).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import Any, NamedTuple

import anyio
import mcp_types as types
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server

from assistant import __version__
from assistant.ask import Assistant
from assistant.errors import AssistantError, InvalidRequest
from assistant.indexing.storage import pointed_to
from assistant.views.render.edition import Edition
from assistant.views.render.json import (
    Json,
    contents_json,
    passage_json,
    quoted_recommendation_json,
    recommendation_json,
    response_json,
)
from assistant.views.render.visible import json_line
from assistant.views.web.api.openapi import schemas

_INSTRUCTIONS = (
    "Professional guidance, quoted word for word. Ask first. Quote only the text of `parts`, unchanged, with "
    "its document and page. `kind: abstention` means that the guidance does not say: tell the person so, and "
    "put nothing of your own in its name. A list is complete only where `complete_of` is a number."
)


class Tools:
    """What the tools do, over one open build."""

    def __init__(self, assistant: Assistant) -> None:
        """Take what answers."""
        self._assistant = assistant
        self._index = assistant.index
        self._edition = Edition(assistant.index)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {passage.id: n for n, passage in enumerate(self._index.passages)}

    def ask(
        self,
        question: str,
        history: Sequence[str] = (),
        *,
        as_written: bool = False,
        document: str = "",
    ) -> Json:
        """Answer one question."""
        response = self._assistant.ask(question, history, as_written=as_written, document=document)
        return response_json(response, self._index)

    def show(self, number: str | int, document: str = "") -> Json:
        """Give one recommendation whole, in its verbatim parts."""
        found = self._assistant.records.find(str(number), document)
        return quoted_recommendation_json(found, self._edition.quote(found))

    def list(self, mentioning: str = "", **conditions: str) -> Json:
        """List the recommendations that meet all conditions, completely."""
        found = self._assistant.records.filtered(words=mentioning, **conditions)
        return {
            "recommendations": [recommendation_json(r) for r in found],
            "of": len(self._index.recommendations),
        }

    def read(self, id: str) -> Json:  # noqa: A002  as it is called in all our JSON
        """Give a document's contents, or one passage and what stands before and after it."""
        if "/" not in id:
            return contents_json(self._edition.entry(id), self._edition.passages_of(id))
        passage = self._edition.passage(id)
        at = self._places[id]
        item = self._edition.recommendation_of(passage)
        quote = self._edition.quote(item) if item else self._edition.passage_quote(at)
        around = (
            self._neighbour(at - 1, passage.document_id),
            self._neighbour(at + 1, passage.document_id),
        )
        return passage_json(passage, quote, *around)

    def _neighbour(self, at: int, document: str) -> str | None:
        passages = self._index.passages
        is_there = 0 <= at < len(passages) and passages[at].document_id == document
        return passages[at].id if is_there else None


class Desk:
    """Calls the tools over the build that serves; a new one is taken up between two calls."""

    def __init__(self, index: Path) -> None:
        """Open the index.

        Raises:
            IndexUnavailable: there is none that can be asked.
        """
        self._folder = index
        self._open()

    def _open(self) -> None:
        self._build = pointed_to(self._folder)
        self._tools = Tools(Assistant.open(self._folder))

    def call(self, name: str, given: Mapping[str, Any]) -> Json:
        """Do what a tool does.

        Raises:
            InvalidRequest: there is no such tool, or it does not take what was given.
            AssistantError: what the tool itself cannot do.
        """
        tool = TOOLS.get(name)
        if tool is None:
            raise InvalidRequest(f"there is no tool {name!r}; there are {', '.join(TOOLS)}")
        fault = best_match(Draft202012Validator(tool.takes).iter_errors(given))
        if fault is not None:
            where = fault.json_path.removeprefix("$").lstrip(".")
            raise InvalidRequest(f"{name} cannot take {where or 'that'}: {fault.message}")
        if pointed_to(self._folder) != self._build:
            self._open()
        return tool.does(self._tools, **given)


class Tool(NamedTuple):
    """One tool: what it is for, the JSON schemas of what it takes and gives, what does it."""

    purpose: str
    takes: Json
    gives: Json
    does: Callable[..., Json]


def _here(schema: Json) -> Json:
    """Take a schema of the JSON interface out of its OpenAPI description."""
    moved: Json = json.loads(json.dumps(schema).replace("#/components/schemas/", "#/$defs/"))
    return moved


_SCHEMAS = _here(schemas())
_TEXT: Json = {"type": "string"}
_TEXT_OR_NULL: Json = {"type": ["string", "null"]}
_PAGE: Json = {"type": ["integer", "null"]}
_RECOMMENDATION: Json = _SCHEMAS["Recommendation"]["properties"]
_NUMBER: Json = _RECOMMENDATION["number"]


def _list(items: Json) -> Json:
    return {"type": "array", "items": items}


def _object(fields: Json, optional: Json | None = None) -> Json:
    return {
        "type": "object",
        "properties": fields | (optional or {}),
        "required": list(fields),
        "additionalProperties": False,
    }


def _gives(*one_of: Json) -> Json:
    return {"type": "object", "oneOf": list(one_of), "$defs": _SCHEMAS}


def _ref(name: str) -> Json:
    return {"$ref": f"#/$defs/{name}"}


_QUOTED: Json = {"id": _TEXT, "headings": _list(_TEXT), "page": _PAGE, "parts": _list(_ref("Part"))}
_PASSAGE = _QUOTED | {
    "document": _TEXT,
    "recommendation": {"anyOf": [_NUMBER, {"type": "null"}]},
    "before": _TEXT_OR_NULL,
    "after": _TEXT_OR_NULL,
}
_SECTION: Json = {"headings": _list(_TEXT), "page": _PAGE, "first": _TEXT}
_CONTENTS: Json = {
    **dict.fromkeys(("id", "title", "publisher", "published", "licence"), _TEXT),
    "sections": _list(_object(_SECTION)),
}
_CONDITIONS: Json = {
    name: _TEXT | {"description": f"only of this {name}"}
    for name in ("area", "status", "responsible", "document")
}
TOOLS: Mapping[str, Tool] = {
    "ask": Tool(
        "Ask the guidance one question. Gives verbatim quotes in parts and the numbered recommendations, or "
        "says that the guidance does not answer it (kind: abstention).",
        _SCHEMAS["Question"],
        _gives(_ref("Answer"), _ref("Abstention")),
        Tools.ask,
    ),
    "show": Tool(
        "Show one recommendation by its number, whole, in its verbatim parts.",
        _object(
            {"number": _NUMBER},
            {"document": _TEXT | {"description": "its id, if several have this number"}},
        ),
        _gives(_object(_RECOMMENDATION | _QUOTED)),
        Tools.show,
    ),
    "list": Tool(
        "List the recommendations that meet all conditions, completely; without any, all.",
        _object(
            {},
            _CONDITIONS
            | {"mentioning": _TEXT | {"description": "only those that have all these words"}},
        ),
        _gives(
            _object({"recommendations": _list(_ref("Recommendation")), "of": {"type": "integer"}})
        ),
        Tools.list,
    ),
    "read": Tool(
        "Read on: a document's sections by its id, or a passage by its id (as in citations), word for word, "
        "with the ids of those before and after it.",
        _object({"id": _TEXT | {"minLength": 1, "maxLength": 300}}),
        _gives(_object(_PASSAGE), _object(_CONTENTS)),
        Tools.read,
    ),
}


def serve(index: Path) -> None:
    """Answer until stdin ends.

    Raises:
        IndexUnavailable: there is none that can be asked.
    """
    anyio.run(_serve, Desk(index))


async def _serve(desk: Desk) -> None:
    server = Server(
        "guidance",
        version=__version__,
        instructions=_INSTRUCTIONS,
        on_list_tools=_list_tools,
        on_call_tool=partial(_call_tool, desk, anyio.CapacityLimiter(1)),
    )
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())


async def _list_tools(
    _context: ServerRequestContext[Any], _params: types.PaginatedRequestParams | None
) -> types.ListToolsResult:
    # None of them changes anything, or reaches beyond the index.
    hints = types.ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
    return types.ListToolsResult(
        tools=[
            types.Tool(
                name=name,
                description=tool.purpose,
                input_schema=tool.takes,
                output_schema=tool.gives,
                annotations=hints,
            )
            for name, tool in TOOLS.items()
        ]
    )


async def _call_tool(
    desk: Desk,
    one_at_a_time: anyio.CapacityLimiter,
    _context: ServerRequestContext[Any],
    params: types.CallToolRequestParams,
) -> types.CallToolResult:
    try:
        given = await anyio.to_thread.run_sync(
            desk.call, params.name, params.arguments or {}, limiter=one_at_a_time
        )
    except AssistantError as error:
        return types.CallToolResult(content=[types.TextContent(text=str(error))], is_error=True)
    text = types.TextContent(text=json_line(given))
    return types.CallToolResult(content=[text], structured_content=given)
