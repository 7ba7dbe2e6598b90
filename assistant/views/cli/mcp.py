"""Answers other assistants over stdin and stdout, in the Model Context Protocol.

Four tools that say what the command line's JSON says, so that another assistant can quote the
guidance and cannot misquote it. The only door to the SDK, an optional package (docs/mcp.md).
"""

import tomllib
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import mcp_types as types
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server

from assistant import __version__
from assistant.ask import Assistant
from assistant.domain import Passage
from assistant.errors import AssistantError, InvalidRequest
from assistant.indexing.storage import pointed_to
from assistant.views.render import json as shapes
from assistant.views.render.edition import Edition
from assistant.views.render.json import Json
from assistant.views.render.visible import json_line
from assistant.views.web.api.openapi import question


class Toolbox:
    """Does what the tools do, over the build that serves; a new one is taken up between two calls."""

    def __init__(self, index: Path) -> None:
        self._folder = index
        self._open()

    def _open(self) -> None:
        self._build = pointed_to(self._folder)
        self.assistant = Assistant.open(self._folder)
        self._edition = Edition(self.assistant.index)

    def call(self, name: str, given: Mapping[str, Any]) -> Json:
        """Do what a tool does.

        Raises:
            InvalidRequest: there is no such tool, or it does not take what was given.
            AssistantError: what the tool itself cannot do.
        """
        tool = TOOLS.get(name)
        if tool is None:
            raise InvalidRequest(f"there is no tool {name!r}; there are {', '.join(TOOLS)}")
        fault = best_match(Draft202012Validator(tool.input_schema).iter_errors(given))
        if fault is not None:
            where = fault.json_path.removeprefix("$").lstrip(".")
            raise InvalidRequest(f"{name} cannot take {where or 'that'}: {fault.message}")
        if pointed_to(self._folder) != self._build:
            self._open()
        done: Json = getattr(self, name)(**given)
        return done

    def ask(self, question: str, history: Sequence[str] = (), **how: Any) -> Json:  # noqa: ANN401  what the shape Question has
        return shapes.response_json(
            self.assistant.ask(question, history, **how), self._edition.index
        )

    def show(self, number: str | int, document: str = "") -> Json:
        """Give one recommendation whole, in its verbatim parts."""
        found = self.assistant.records.find(str(number), document)
        parts = self._edition.quote(found).parts
        return shapes.filled("QuotedRecommendation", found, parts=parts)

    def list(self, mentioning: str = "", **conditions: str) -> Json:
        """List the recommendations that meet all conditions, completely."""
        found = self.assistant.records.filtered(words=mentioning, **conditions)
        listed = [shapes.recommendation_json(r) for r in found]
        return {"recommendations": listed, "of": len(self._edition.recommendations)}

    def read(self, id: str) -> Json:  # noqa: A002  as it is called in all our JSON
        """Give a document's sections in reading order, or one passage and what stands before and after it."""
        if "/" not in id:
            first: dict[tuple[str, ...], Passage] = {}
            for passage in self._edition.passages_of(id):
                first.setdefault(passage.headings, passage)
            sections = [*first.values()]
            return shapes.filled("Contents", self._edition.entry(id), sections=sections)
        passage = self._edition.passage(id)
        around = [None, *(p.id for p in self._edition.passages_of(passage.document_id)), None]
        before, _, after = around[around.index(id) - 1 :][:3]
        parts = self._edition.passage_quote(passage).parts
        return shapes.filled("Passage", passage, parts=parts, before=before, after=after)


_ROOT = "#/$defs/"
_SHAPES = shapes.schemas(
    "Answer", "Abstention", "QuotedRecommendation", "Passage", "Contents", "List", root=_ROOT
)


# None of them changes anything, or reaches beyond the index.
_HINTS = types.ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)


def _tool(name: str, said: Mapping[str, Any]) -> types.Tool:
    """Describe a tool as tools.toml has it; the toolbox has a method of its name."""
    takes = said["takes"]
    taken = question(_ROOT) if takes == "Question" else shapes.object_schema(takes, _ROOT)
    for field, more in said.get("of", {}).items():
        taken["properties"][field] |= more
    one_of = [{"$ref": f"{_ROOT}{shape}"} for shape in said["gives"]]
    gives = {"type": "object", "oneOf": one_of, "$defs": _SHAPES}
    described = {"description": said["purpose"], "input_schema": taken, "output_schema": gives}
    return types.Tool(name=name, annotations=_HINTS, **described)


_SAID = tomllib.loads(Path(__file__).with_name("tools.toml").read_text(encoding="utf-8"))
_INSTRUCTIONS = _SAID.pop("instructions")
TOOLS = {name: _tool(name, said) for name, said in _SAID.items()}


def serve(index: Path) -> None:
    """Answer until stdin ends.

    Raises:
        IndexUnavailable: there is none that can be asked.
    """
    anyio.run(_serve, Toolbox(index))


async def _serve(toolbox: Toolbox) -> None:
    server = Server(
        "guidance",
        version=__version__,
        instructions=_INSTRUCTIONS,
        on_list_tools=_list_tools,
        on_call_tool=partial(_call_tool, toolbox, anyio.CapacityLimiter(1)),
    )
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())


async def _list_tools(
    _context: ServerRequestContext[Any], _params: types.PaginatedRequestParams | None
) -> types.ListToolsResult:
    return types.ListToolsResult(tools=[*TOOLS.values()])


async def _call_tool(
    toolbox: Toolbox,
    one_at_a_time: anyio.CapacityLimiter,
    _context: ServerRequestContext[Any],
    params: types.CallToolRequestParams,
) -> types.CallToolResult:
    call = partial(toolbox.call, params.name, params.arguments or {})
    try:
        given = await anyio.to_thread.run_sync(call, limiter=one_at_a_time)
    except AssistantError as error:
        return types.CallToolResult(content=[types.TextContent(text=str(error))], is_error=True)
    text = types.TextContent(text=json_line(given))
    return types.CallToolResult(content=[text], structured_content=given)
