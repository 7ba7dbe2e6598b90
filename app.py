"""Serve the page: python app.py [--host H --allow-host NAME] [--port N] [--api] ..."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from assistant.errors import AssistantError


def main(arguments: list[str] | None = None) -> int:
    """Open the index and serve it until stopped."""
    options = _parser().parse_args(arguments)
    # Here, not above: --help need not wait for the libraries.
    from assistant.views.web.server import Settings, serve

    settings = Settings(
        host=options.host,
        port=options.port,
        allowed_hosts=tuple(options.allow_host),
        login=options.login,
        has_api=options.api,
        feedback=options.feedback,
        corpus=options.corpus,
        library=options.library,
    )
    try:
        serve(options.index, settings)
    except AssistantError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="app.py", description="Serve the AI guidance assistant.")
    add = parser.add_argument
    add("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    add("--port", type=int, default=7860, help="port to listen on (%(default)s)")
    add(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help="name by which browsers may call this server; may be given several times",
    )
    add(
        "--login",
        type=Path,
        metavar="FILE",
        help="let in only who is in this file; see scripts/add_login.py",
    )
    add("--api", action="store_true", help="open the JSON interface, /api/v1/")
    add("--index", type=Path, default=Path("index"), help="index (%(default)s)")
    add("--corpus", type=Path, default=Path("corpus"), help="documents of it (%(default)s)")
    add(
        "--library",
        type=Path,
        metavar="FILE",
        help="a Library tab for those who are in this file; see scripts/add_login.py",
    )
    add("--feedback", type=Path, metavar="FILE", help="keep feedback in this local file")
    return parser


if __name__ == "__main__":
    sys.exit(main())
