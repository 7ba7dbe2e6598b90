"""The process in which one file is read: `python -m assistant.parsing.child`.

Takes a request as JSON on stdin, limits itself, reads, says how far it is, and writes the document
or the reason why not as JSON on stdout. Knows nothing else of the program.
"""

import json
import sys
from pathlib import Path
from typing import Any

if sys.platform != "win32":
    import resource

from assistant.errors import UnreadableDocument
from assistant.parsing.draft import Contents
from assistant.parsing.formats import format_of
from assistant.parsing.isolation import EXIT_TOO_LARGE, MEMORY_BYTES, TIMEOUT_S, pause_s, written


def main() -> int:
    """Answer one request."""
    request = json.loads(sys.stdin.buffer.read())
    path = Path(request["path"])
    reply: dict[str, Any]
    try:
        limit()
        reply = written(_read(path))
    except UnreadableDocument as error:
        reply = {"error": str(error)}
    except MemoryError:
        return EXIT_TOO_LARGE
    except Exception as error:  # noqa: BLE001  readers of foreign files raise anything; this is their door
        reply = {"error": f"{path.name} is broken: {type(error).__name__} while reading it"}
    _say(reply)
    return 0


def limit() -> None:
    """Limit this process's memory and time, where the system can: on Windows only the clock does."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        _allow(TIMEOUT_S)


def _allow(until_s: float) -> None:
    """Allow time until the next page; in all no more than the parent waits."""
    if sys.platform != "win32":
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(until_s), most))


def _page_read(done: int, total: int) -> None:
    """Say how far the reading is, which gives time for the next page."""
    _say([done, total])
    if sys.platform != "win32":
        used = resource.getrusage(resource.RUSAGE_SELF)
        _allow(used.ru_utime + used.ru_stime + pause_s(done, total))


def _say(words: object) -> None:
    sys.stdout.buffer.write(json.dumps(words).encode() + b"\n")
    sys.stdout.buffer.flush()


def _read(path: Path) -> Contents:
    row = format_of(path)
    # Each reader is loaded only for its own files: their libraries are large.
    read = row.load()
    return read(path, _page_read) if row.is_paged else read(path)


if __name__ == "__main__":
    sys.exit(main())
