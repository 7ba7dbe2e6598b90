"""The process in which one file is read: `python -m assistant.parsing.child`.

Takes a request as JSON on stdin, limits itself, reads, and writes the document or the reason why
not as JSON on stdout. Knows which reader reads what; nothing else of the program.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, TypeAlias

if sys.platform != "win32":
    import resource

from assistant.domain import DocumentEntry
from assistant.errors import UnreadableDocument
from assistant.parsing.drafting import Contents
from assistant.parsing.reading import EXIT_TOO_LARGE, MEMORY_BYTES, TIMEOUT_S, written

Reader: TypeAlias = Callable[[Path, DocumentEntry], Contents]

_READERS = {
    ".md": ("markdown", "read_markdown"),
    ".html": ("html", "read_html"),
    ".htm": ("html", "read_html"),
    ".xhtml": ("html", "read_html"),
    ".docx": ("docx", "read_docx"),
    ".pdf": ("pdf", "read_pdf"),
}


def main() -> int:
    """Answer one request."""
    request = json.loads(sys.stdin.buffer.read())
    path = Path(request["path"])
    lists = {name: tuple(v) for name, v in request["entry"].items() if isinstance(v, list)}
    reply: dict[str, Any]
    try:
        limit()
        reply = written(_read(path, DocumentEntry(**(request["entry"] | lists))))
    except UnreadableDocument as error:
        reply = {"error": str(error)}
    except MemoryError:
        return EXIT_TOO_LARGE
    except Exception as error:  # noqa: BLE001  readers of foreign files raise anything; this is their door
        reply = {"error": f"{path.name} is broken: {type(error).__name__} while reading it"}
    sys.stdout.buffer.write(json.dumps(reply).encode())
    return 0


def limit() -> None:
    """Limit this process's memory and time, where the system can: on Windows only the clock does."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (TIMEOUT_S, TIMEOUT_S + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(path: Path, entry: DocumentEntry) -> Contents:
    # Each reader is loaded only for its own files: their libraries are large.
    module, name = _READERS[path.suffix.lower()]
    read: Reader = getattr(import_module(f"assistant.parsing.{module}"), name)
    return read(path, entry)


if __name__ == "__main__":
    sys.exit(main())
