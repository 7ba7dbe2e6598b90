"""The JSON interface: the command line's answers over HTTP, for programs of the same department.

Says nothing that views/render/json.py does not say. Knows one index; nothing of hosts or logins.
"""

from dataclasses import dataclass
from typing import Any

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from assistant.ask import MAX_HISTORY, Assistant
from assistant.errors import InvalidRequest
from assistant.views.render import json as shapes
from assistant.views.render.markup import Template
from assistant.views.web.api.openapi import description
from assistant.views.web.guard.bodies import InertJson, Refusal, parsed
from assistant.views.web.guard.routes import API
from assistant.views.web.guard.turns import AT_ONCE, turn

# What may be sent, and the conditions that there are.
_KNOWN = frozenset({"question", "history", "as_written", "document"})
FILTERS = ("area", "status", "responsible", "document")


@dataclass
class Interface:
    """Answers programs; raises what `refused` makes an answer of."""

    assistant: Assistant

    def __post_init__(self) -> None:
        self._turns = CapacityLimiter(AT_ONCE)

    def routes(self) -> list[Route]:
        """List the routes; the guard's list must hold them too."""
        described = description()
        page = str(Template("interface.html").interface(described))
        return [
            Route(f"{API}/", HTMLResponse(page)),
            Route(f"{API}/openapi.json", InertJson(described)),
            Route(f"{API}/ask", self.ask, methods=["POST"]),
            Route(f"{API}/recommendations", self.recommendations),
        ]

    async def ask(self, request: Request) -> Response:
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise Refusal(415, "Send the question as application/json.")
        async with turn(self._turns):
            return await to_thread.run_sync(self._answer, await request.body())

    def _answer(self, body: bytes) -> Response:
        response = self.assistant.ask(**_asked(parsed(body)))
        return InertJson(shapes.response_json(response, self.assistant.index))

    async def recommendations(self, request: Request) -> Response:
        given = request.query_params
        if not set(given) <= set(FILTERS) or len(given.multi_items()) != len(given):
            raise Refusal(422, f"Conditions are {', '.join(FILTERS)}, each once.")
        found = self.assistant.records.filtered(**given)
        return InertJson([shapes.recommendation_json(r) for r in found])


async def refused(_request: Request, error: Exception) -> Response:
    """Say what is wrong with a request, as batch does."""
    refusal = error if isinstance(error, Refusal) else Refusal(422, str(error))
    return refusal.response()


def _asked(value: Any) -> shapes.Json:  # noqa: ANN401  whatever JSON can hold
    """Read what was sent; raise InvalidRequest if it is no question."""
    is_question = isinstance(value, dict) and isinstance(value.get("question"), str)
    if not is_question or not set(value) <= _KNOWN:
        raise InvalidRequest(
            'send an object with a "question", and no more than "history", "as_written" and '
            '"document" beside it'
        )
    asked = shapes.question_of(value)
    if len(asked["history"]) > MAX_HISTORY:
        raise InvalidRequest(f'"history" may hold at most {MAX_HISTORY} questions')
    return asked
