"""A build that the page has begun: how far it is, what came of it, and stopping it.

It runs in a process of its own (rebuild.py): the server stays small, and stopping is killing.
"""

import contextlib
import json
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Literal, TypeAlias

OutcomeKind: TypeAlias = Literal["done", "not accepted", "failed", "stopped"]
_ROOT = Path(__file__).resolve().parents[4]
# How long a build that is stopped may take to clear up.
_CLEARS_UP_WITHIN_S = 5.0


@dataclass(frozen=True, slots=True)
class Step:
    """Where a build is.

    Attributes:
        done, total: of what the stage does one by one; 0 of 1 where it does not.
        began_s, now_s: when the stage began, and now, in seconds since the build began.
    """

    stage: str
    done: int = 0
    total: int = 1
    began_s: float = 0.0
    now_s: float = 0.0

    @property
    def remaining_s(self) -> float | None:
        """How long the stage will go on at its pace so far; None if that cannot be told."""
        if not 0 < self.done < self.total:
            return None
        return (self.now_s - self.began_s) * (self.total - self.done) / self.done


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a build, one sentence a line."""

    kind: OutcomeKind
    lines: tuple[str, ...] = ()


class Rebuilding:
    """One build in a process of its own."""

    def __init__(
        self, corpus: Path, index: Path, approved: Sequence[Sequence[str]], *, force: bool
    ) -> None:
        """Begin; `approved` are the changes that a person has seen, as library.seen gives them."""
        self._began = time.monotonic()
        self._step = Step("starting")
        self._outcome: Outcome | None = None
        self._is_stopped = False
        self._process = subprocess.Popen(
            [sys.executable, "-m", "assistant.views.web.librarian.rebuild"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=_ROOT,
            encoding="utf-8",
        )
        folders = {"corpus": str(corpus.resolve()), "index": str(index.resolve())}
        request = folders | {"approved": [list(change) for change in approved], "force": force}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with contextlib.suppress(BrokenPipeError), self._process.stdin as stdin:
            json.dump(request, stdin)
        self._reading = threading.Thread(target=self._read, args=(self._process.stdout,))
        self._reading.daemon = True
        self._reading.start()

    @property
    def step(self) -> Step:
        """Where it is now."""
        return replace(self._step, now_s=time.monotonic() - self._began)

    @property
    def outcome(self) -> Outcome | None:
        """What came of it; None while it runs."""
        return self._outcome

    def stop(self) -> None:
        """End it; what served goes on serving."""
        if self._outcome is not None:
            return
        self._is_stopped = True
        self._process.terminate()
        try:
            self._process.wait(_CLEARS_UP_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._reading.join()

    def _read(self, stdout: IO[str]) -> None:
        found: Outcome | None = None
        with stdout:
            for line in stdout:
                message = json.loads(line)
                if "step" in message:
                    self._go_on(*message["step"])
                else:
                    found = Outcome(message["outcome"], tuple(message["lines"]))
        status = self._process.wait()
        ended = Outcome("failed", (f"It ended with status {status}.",))
        self._outcome = found or (Outcome("stopped") if self._is_stopped else ended)

    def _go_on(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic() - self._began
        goes_on = self._step.stage == stage and done >= self._step.done
        began = self._step.began_s if goes_on else now
        self._step = Step(stage, done, total, began, now)
