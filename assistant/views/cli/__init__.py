"""The command line: one command is one call below it.

Data on stdout, progress and errors on stderr. Heavy libraries load only in the commands that
need them.
"""

import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from assistant.errors import AssistantError, IndexNotBuilt, InvalidManifest
from assistant.views.cli.options import parser
from assistant.views.cli.terminal import FAILED, say


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr, sys.stdin):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    # No sum is shared among threads (retrieval/retriever.py); numpy starts them when it is loaded, for .06 s.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # The program is named as it was called.
    is_installed = Path(sys.argv[0]).stem == "guidance"
    arguments = parser("guidance" if is_installed else "python -m assistant").parse_args(argv)
    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except AssistantError as error:
        is_missing = isinstance(error, IndexNotBuilt | InvalidManifest)
        said = f"Error: {(is_missing and _elsewhere(arguments)) or error}"
    except BrokenPipeError:
        # The reader of our output has gone; say nothing more, and keep Python's exit from trying.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except OSError as error:
        # Whatever reads or writes a file under a name that was given; what can say more has said it.
        named = f"{error.filename} cannot be read or written: " if error.filename else ""
        said = f"Error: {named}{error.strerror or error}"
    except (MemoryError, SystemError):  # the latter where memory ends in the middle of an import
        said = "Error: this machine has too little memory left; close something and try again"
    except KeyboardInterrupt:
        said = "Stopped."
    else:
        return code
    say(said, file=sys.stderr)
    return FAILED


def _elsewhere(arguments: Namespace) -> str:
    """Say that this is no folder of guidance, where neither its documents nor an index are found."""
    corpus, index = arguments.corpus, arguments.index
    if corpus.exists() or (index / "CURRENT").exists():
        return ""
    return (
        f"there is neither a corpus ({corpus.absolute()}) nor an index ({index.absolute()}) here; go to "
        "the folder that holds them, or name them before the command: --corpus FOLDER --index FOLDER"
    )
