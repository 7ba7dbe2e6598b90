"""What load.py's people do: ask as the page's own script does, and wait for the whole answer."""

import asyncio
import html
import json
import re
import time
from collections import Counter
from dataclasses import dataclass, field

import httpx

from assistant.views.web.guard.routes import CALL

_CONFIG = re.compile(r"window\.gradio_config = (\{.*?\});</script>", re.DOTALL)
_INDEX = re.compile(r"Index ([0-9a-f]{12})\.")
_WAITS_S = 120.0


@dataclass
class Tally:
    """What came of the questions.

    Attributes:
        outcomes: answered; busy, with a sentence that says so; or what went wrong.
        seconds: how long each answer took, from the call to its end.
        indexes: which indexes the answers name.
    """

    outcomes: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    indexes: Counter[str] = field(default_factory=Counter)

    @property
    def n_unsaid(self) -> int:
        """Count the questions that had neither an answer nor a sentence."""
        return self.outcomes.total() - self.outcomes["answered"] - self.outcomes["busy"]


class Person:
    """One browser tab."""

    def __init__(self, port: int, client: httpx.AsyncClient, tally: Tally) -> None:
        """Take where to ask."""
        self._at = f"http://127.0.0.1:{port}"
        self._client, self._tally = client, tally
        self._call: dict[str, object] = {}

    async def open(self) -> None:
        """Load the page, and find in its settings what asking calls."""
        page = (await self._client.get(f"{self._at}/")).text
        match = _CONFIG.search(page)
        assert match is not None, page[:200]
        config = json.loads(match[1])
        ids = {c["props"].get("elem_id"): c["id"] for c in config["components"]}
        asks = next(
            d for d in config["dependencies"] if [ids["question"], "submit"] in d["targets"]
        )
        self._call = {"fn_index": asks["id"], "n": len(asks["inputs"])}

    async def ask(self, question: str) -> None:
        """Ask, and count what comes."""
        begun = time.perf_counter()
        try:
            outcome = await self._asked(question)
        except httpx.HTTPError as error:
            outcome = f"connection: {type(error).__name__}"
        self._tally.outcomes[outcome] += 1
        if outcome == "answered":
            self._tally.seconds.append(time.perf_counter() - begun)

    async def _asked(self, question: str) -> str:
        n = self._call["n"]
        assert isinstance(n, int)
        data = [question, *[""] * (n - 1)]
        call = {"fn_index": self._call["fn_index"], "data": data}
        headers = {"Content-Type": "application/json"}
        answered = await self._client.post(
            f"{self._at}{CALL}", content=json.dumps(call), headers=headers
        )
        if answered.status_code != 200:
            return _refused(answered)
        return self._judged(answered.json()["data"][1], question)

    def _judged(self, answer: str, question: str) -> str:
        index = _INDEX.search(answer)
        if index is None or " ".join(question.split()) not in html.unescape(answer):
            return "answer to another question"
        self._tally.indexes[index[1]] += 1
        return "answered"


def _refused(response: httpx.Response) -> str:
    try:
        sentence = response.json().get("detail", "")
    except ValueError:
        sentence = ""
    is_said = response.status_code == 503 and bool(sentence)
    return "busy" if is_said else f"status {response.status_code}"


async def soak(port: int, questions: list[str], people: int, pause_s: float, until: float) -> Tally:
    """Let people ask again and again, each after a pause, until a moment of time.monotonic."""
    tally = Tally()
    limits = httpx.Limits(max_connections=people * 2, max_keepalive_connections=people)
    async with httpx.AsyncClient(timeout=_WAITS_S, limits=limits) as client:

        async def person(number: int) -> None:
            mine = Person(port, client, tally)
            await asyncio.sleep(pause_s * number / people)
            await mine.open()
            n = 0
            while time.monotonic() < until:
                begun = time.monotonic()
                await mine.ask(questions[(number * 7 + n) % len(questions)])
                n += 1
                await asyncio.sleep(max(0.0, pause_s - (time.monotonic() - begun)))

        await asyncio.gather(*(person(number) for number in range(people)))
    return tally


async def burst(port: int, questions: list[str], people: int) -> Tally:
    """Let people ask once, all at the same moment."""
    tally = Tally()
    limits = httpx.Limits(max_connections=people, max_keepalive_connections=people)
    async with httpx.AsyncClient(timeout=_WAITS_S, limits=limits) as client:
        first = Person(port, client, tally)
        await first.open()

        async def person(number: int) -> None:
            mine = Person(port, client, tally)
            mine._call = first._call  # noqa: SLF001  its own class
            await mine.ask(questions[number % len(questions)])

        await asyncio.gather(*(person(number) for number in range(people)))
    return tally
