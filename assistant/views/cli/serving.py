"""The commands that open another door: the page, other assistants, a shell's completion."""

import argparse

from assistant.errors import InvalidRequest
from assistant.views.cli.options import parser
from assistant.views.cli.terminal import say


def serve(arguments: argparse.Namespace) -> None:
    """Open the index and serve the page until stopped."""
    from assistant.views.web.serve import Settings
    from assistant.views.web.serve.server import serve

    names = ("host", "port", "login", "feedback", "corpus", "library")
    given = {name: getattr(arguments, name) for name in names}
    hosts = tuple(arguments.allow_host)
    serve(arguments.index, Settings(**given, allowed_hosts=hosts, has_api=arguments.api))


def mcp(arguments: argparse.Namespace) -> None:
    """Answer other assistants until they hang up."""
    try:
        from assistant.views.cli.mcp import serve
    except ModuleNotFoundError as error:
        raise InvalidRequest(
            f"the optional package {error.name} is missing; run: "
            "python -m pip install --no-deps --require-hashes -r requirements-mcp.lock"
        ) from error
    serve(arguments.index)


def completion(arguments: argparse.Namespace) -> None:
    """Print a script by which a shell completes commands and options."""
    import shtab

    say(shtab.complete(parser("guidance"), arguments.shell))
