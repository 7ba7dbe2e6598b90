"""What the commands have in common: exit codes, printing, progress, a yes or no."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import Any, TextIO

from assistant.errors import InvalidRequest
from assistant.views.render.visible import json_line, visible

# 2, wrong usage, is argparse's own.
ANSWERED, FAILED, NOT_IN_GUIDANCE = 0, 1, 3


def say(text: str, *, file: TextIO | None = None, end: str = "\n", flush: bool = False) -> None:
    """Print text for people: control and direction characters are left out."""
    print(visible(text), file=file, end=end, flush=flush)


def print_json(value: object) -> None:
    """Print a value as one line of JSON."""
    print(json_line(value))


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


def progress_bar(stream: TextIO) -> Callable[[str, int, int], None]:
    """Make a progress display: a bar in a terminal, one line a stage elsewhere."""
    from tqdm import tqdm  # noqa: PLC0415

    if not stream.isatty():
        seen: set[str] = set()

        def name(stage: str, done: int, total: int) -> None:
            if stage not in seen:
                seen.add(stage)
                say(f"{stage} …", file=stream, flush=True)

        return name
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
