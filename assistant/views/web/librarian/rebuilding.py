"""A build that the page has begun: how far it is, what came of it, and stopping it.

It runs in a process of its own: the server stays small, torch leaves with the process, and stopping is killing.
"""

import contextlib
import json
import multiprocessing
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal, TypeAlias

from assistant.errors import AssistantError, BuildNotAccepted
from assistant.library import only_these, update
from assistant.views.render.library import updated_text

OutcomeKind: TypeAlias = Literal["done", "not accepted", "failed", "stopped"]
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


Changes: TypeAlias = Sequence[Sequence[str]]
# A step of a build, or what came of it.
Tell: TypeAlias = Callable[[tuple[str, int, int] | Outcome], None]


class Rebuilding:
    """One build in a process of its own; `outcome` is None while it runs."""

    def __init__(self, corpus: Path, index: Path, approved: Changes, *, force: bool) -> None:
        """Begin; `approved` are the changes that a person has seen, as library.seen gives them."""
        self.outcome: Outcome | None = None
        self._began = time.monotonic()
        self._step = Step("starting")
        self._is_stopped = False
        context = multiprocessing.get_context("spawn")
        heard, told = context.Pipe(duplex=False)
        asked = (told, corpus.resolve(), index.resolve(), approved, force)
        self._process = context.Process(target=_in_its_process, args=asked, daemon=True)
        self._process.start()
        told.close()
        self._reading = threading.Thread(target=self._read, args=(heard,), daemon=True)
        self._reading.start()

    @property
    def step(self) -> Step:
        return replace(self._step, now_s=time.monotonic() - self._began)

    def stop(self) -> None:
        """End it; what served goes on serving."""
        if self.outcome is not None:
            return
        self._is_stopped = True
        self._process.terminate()
        self._reading.join(_CLEARS_UP_WITHIN_S)
        self._process.kill()
        self._reading.join()

    def _read(self, heard: Connection) -> None:
        found: Outcome | None = None
        # The end comes where the process ends, however it does.
        with heard, contextlib.suppress(EOFError, OSError):
            while found is None:
                message = json.loads(heard.recv_bytes())
                if isinstance(message, dict):
                    found = Outcome(message["kind"], tuple(message["lines"]))
                else:
                    self._go_on(*message)
        self._process.join()
        ended = Outcome("failed", (f"It ended with status {self._process.exitcode}.",))
        self.outcome = found or (Outcome("stopped") if self._is_stopped else ended)

    def _go_on(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic() - self._began
        goes_on = self._step.stage == stage and done >= self._step.done
        began = self._step.began_s if goes_on else now
        self._step = Step(stage, done, total, began, now)


def _in_its_process(told: Connection, *asked: Any) -> None:  # noqa: ANN401  as `rebuild` has them
    # So that a build that is stopped takes away what it had half written.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))

    def tell(message: tuple[str, int, int] | Outcome) -> None:
        # As JSON: the server unpickles nothing.
        plain = asdict(message) if isinstance(message, Outcome) else message
        told.send_bytes(json.dumps(plain).encode())

    rebuild(tell, *asked)


def rebuild(tell: Tell, corpus: Path, index: Path, approved: Changes, force: bool) -> None:
    """Build, and tell how it goes and what came of it."""
    try:
        updated = update(
            corpus,
            index,
            progress=lambda *step: tell(step),
            approve=only_these(approved),
            force=force,
        )
    except BuildNotAccepted as error:
        tell(Outcome("not accepted", tuple(error.faults)))
    except AssistantError as error:
        tell(Outcome("failed", tuple(str(error).splitlines())))
    else:
        tell(Outcome("done", tuple(updated_text(updated).splitlines())))
