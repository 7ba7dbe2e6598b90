"""The command line: one command is one call below it.

Data on stdout, progress and errors on stderr. Heavy libraries load only in the commands that
need them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from assistant.errors import AssistantError
from assistant.views.cli.options import parser
from assistant.views.cli.terminal import FAILED, say


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr, sys.stdin):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    arguments = parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except AssistantError as error:
        say(f"Error: {error}", file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        # The reader of our output has gone; say nothing more, and keep Python's exit from trying.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except OSError as error:
        # Whatever reads or writes a file under a name that was given; what can say more has said it.
        named = f"{error.filename} cannot be read or written: " if error.filename else ""
        say(f"Error: {named}{error.strerror or error}", file=sys.stderr)
        return FAILED
    except MemoryError:
        say(
            "Error: this machine has too little memory left; close something and try again",
            file=sys.stderr,
        )
        return FAILED
    except KeyboardInterrupt:
        say("Stopped.", file=sys.stderr)
        return FAILED
    return code
