"""The server: one process, one port, the index that serves now."""

from dataclasses import dataclass
from pathlib import Path

HOST, PORT = "127.0.0.1", 7860


@dataclass(frozen=True, slots=True)
class Settings:
    """How to serve.

    Attributes:
        allowed_hosts: names by which browsers call this server, without ports.
        login: file of names and hashed passwords; without one, no login.
        has_api: whether the JSON interface is open.
        feedback: file that keeps remarks; without one, none are asked for.
        corpus: the folder of documents that the index is built from.
        library: file of the names and hashed passwords of librarians; without one, no Library tab.
    """

    host: str = HOST
    port: int = PORT
    allowed_hosts: tuple[str, ...] = ()
    login: Path | None = None
    has_api: bool = False
    feedback: Path | None = None
    corpus: Path = Path("corpus")
    library: Path | None = None
