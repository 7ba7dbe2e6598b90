"""What the commands have in common: exit codes, printing, progress, a yes or no."""

import argparse
import sys
import time
from collections.abc import Callable
from typing import Any, TextIO

from assistant.errors import InvalidRequest
from assistant.views.render.visible import json_line, visible

# 2, wrong usage, is argparse's own.
ANSWERED, FAILED, NOT_IN_GUIDANCE = 0, 1, 3
# Where there is no terminal, how far a stage is comes as a line after so many seconds.
_EVERY_S = 5.0


def say(text: str, *, file: TextIO | None = None, end: str = "\n", flush: bool = False) -> None:
    """Print text for people: control and direction characters are left out."""
    print(visible(text), file=file, end=end, flush=flush)


def print_json(value: object) -> None:
    """Print a value as one line of JSON."""
    print(json_line(value))


def tell(
    arguments: argparse.Namespace, value: Callable[[], object], text: Callable[[], str]
) -> None:
    """Print what a command found as JSON where that is asked for, else its text."""
    if arguments.json:
        print_json(value())
    else:
        say(text().removesuffix("\n"))


def agreed(question: str) -> bool:
    """Ask a yes or no on the terminal; anything else than yes is no."""
    say(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold() in {"y", "yes"}


def warn(stands_in: str) -> None:
    """Say on stderr why another build than the one that serves answers, if one does."""
    if stands_in:
        say(f"Warning: {stands_in}", file=sys.stderr)


def milvus_address(arguments: argparse.Namespace) -> str:
    """Give the address of the Milvus to be used, if any."""
    if (arguments.engine == "milvus") != bool(arguments.uri):
        raise InvalidRequest("--engine milvus and --uri ADDRESS belong together")
    return str(arguments.uri)


def progress_bar(
    stream: TextIO, clock: Callable[[], float] = time.monotonic
) -> Callable[[str, int, int], None]:
    """Make a progress display: a bar in a terminal; elsewhere a line every few seconds."""
    return _bars(stream) if stream.isatty() else _lines(stream, clock)


def _lines(stream: TextIO, clock: Callable[[], float]) -> Callable[[str, int, int], None]:
    began: dict[str, float] = {}
    told = [0.0]

    def tell(stage: str, done: int, total: int) -> None:
        now = clock()
        is_new = stage not in began
        begun = began.setdefault(stage, now)
        if is_new:
            say(f"{stage} …", file=stream, flush=True)
        elif done and now - told[0] >= _EVERY_S:
            left = (now - begun) * (total - done) / done
            say(f"{stage}: {done} of {total}, about {left:.0f} s left", file=stream, flush=True)
        else:
            return
        told[0] = now

    return tell


def _bars(stream: TextIO) -> Callable[[str, int, int], None]:
    from tqdm import tqdm

    bars: dict[str, Any] = {}

    def show(stage: str, done: int, total: int) -> None:
        if stage not in bars:
            for bar in bars.values():
                bar.n = bar.total
                bar.close()
            bars[stage] = tqdm(total=total, desc=f"{stage:<22}", file=stream, leave=True)
        bars[stage].n = done
        bars[stage].refresh()

    return show
