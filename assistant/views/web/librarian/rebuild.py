"""The process in which the page's builds run: `python -m assistant.views.web.librarian.rebuild`.

Takes a request as JSON on stdin; writes each step of the build, and at last what came of it, as
JSON lines on stdout. torch is loaded here and leaves with this process.
"""

import json
import signal
import sys
from pathlib import Path

from assistant.errors import AssistantError, BuildNotAccepted
from assistant.library import only_these, update
from assistant.views.render.library import updated_text


def main() -> int:
    """Build, and say how it goes."""
    # So that a build that is stopped takes away what it had half written.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    request = json.load(sys.stdin)
    try:
        updated = update(
            Path(request["corpus"]),
            Path(request["index"]),
            progress=lambda *step: _say({"step": step}),
            approve=only_these(request["approved"]),
            force=request["force"],
        )
    except BuildNotAccepted as error:
        _say({"outcome": "not accepted", "lines": error.faults})
    except AssistantError as error:
        _say({"outcome": "failed", "lines": str(error).splitlines()})
    else:
        _say({"outcome": "done", "lines": updated_text(updated).splitlines()})
    return 0


def _say(message: object) -> None:
    print(json.dumps(message), flush=True)


if __name__ == "__main__":
    sys.exit(main())
