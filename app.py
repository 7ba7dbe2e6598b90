"""Serve the page: python app.py [--host H --allow-host NAME] [--port N] [--api] ..."""

import sys
from collections.abc import Sequence

from assistant.views.cli import main as command_line


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the index and serve it until stopped."""
    return command_line(["serve", *(sys.argv[1:] if arguments is None else arguments)])


if __name__ == "__main__":
    sys.exit(main())
