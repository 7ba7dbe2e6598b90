"""All commands and options, made from commands.toml; what runs a command loads when it is run."""

import argparse
import mmap
import sys
import tomllib
from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, TypeAlias

from assistant import __version__

# What these take to answer was measured beside Python itself, in bytes of address space.
_ANSWERING = ("asking.ask", "asking.batch", "serving.serve", "serving.mcp", "checking.evaluate")
_ROOM = 704 << 20
_COMMANDS = Path(__file__).with_name("commands.toml")
_Described: TypeAlias = Mapping[str, Any]


def parser(program: str = "python -m assistant") -> argparse.ArgumentParser:
    """Describe all commands and options."""
    said = "Ask professional guidance on AI: numbered recommendations, verbatim quotes."
    top = argparse.ArgumentParser(prog=program, description=said)
    top.add_argument("--version", action="version", version=f"guidance {__version__}")
    for folder in ("index", "corpus"):
        text = f"the {folder} folder ({folder})"
        top.add_argument(f"--{folder}", type=_path, default=Path(folder), help=text)
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND")
    written = tomllib.loads(_COMMANDS.read_text(encoding="utf-8"))
    shared = written.pop("shared")
    for name, described in written.items():
        text = described.pop("help")
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run=partial(_run, described.pop("run")))
        _describe(command, described, shared)
    return top


def _describe(command: argparse.ArgumentParser, arguments: _Described, shared: _Described) -> None:
    """Let a command take its arguments."""
    for name, said in arguments.items():
        if name == "shared":
            _describe(command, shared[said], shared)
        elif name == "only_one":
            group = command.add_mutually_exclusive_group()
            for one, of_it in said.items():
                group.add_argument(one, **_as_argparse_has_it(of_it))
        else:
            command.add_argument(name, **_as_argparse_has_it(said))


def _as_argparse_has_it(said: str | _Described) -> dict[str, Any]:
    """Give an argument's kind, and what it is where nothing is given: nothing, in its kind."""
    if isinstance(said, str):
        return {"action": "store_true", "help": said}
    kind = said.get("type", "")
    nothing: object = [] if "action" in said else None if kind in ("path", "number") else ""
    if said.get("stands_before"):
        # As before the command, where it has its default: a default here would hide it.
        nothing = argparse.SUPPRESS
    known = {"type": _KINDS[kind]} if kind else {}
    return {"default": nothing} | {k: v for k, v in said.items() if k != "stands_before"} | known


def _run(function: str, arguments: argparse.Namespace) -> int:
    """Run a command, named by its module here and its function; only now its libraries load."""
    if function in _ANSWERING:
        _make_sure_of_room()
    module, _, name = function.partition(".")
    code: int | None = getattr(import_module(f"{__package__}.{module}"), name)(arguments)
    return code or 0


def _name(text: str) -> str:
    """Take a file's name; no system has one with a NUL in it."""
    if "\0" in text:
        raise argparse.ArgumentTypeError("a file's name holds no NUL")
    return text


def _path(text: str) -> Path:
    return Path(_name(text))


_KINDS: Mapping[str, Callable[[str], object]] = {"path": _path, "name": _name, "number": int}


def _make_sure_of_room() -> None:
    """Raise MemoryError now where libraries in C would end the process without a word later.

    A private mapping that nobody may touch costs no memory; it counts where a limit of address
    space stands. Windows has no such limit.
    """
    if sys.platform != "win32":
        try:
            mmap.mmap(-1, _ROOM, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, 0).close()
        except OSError as error:
            raise MemoryError from error
