"""Names and passwords for a department: HTTP basic login, hashed with scrypt, limited in tries.

The file has one line a person, name:scrypt:n:r:p:salt:hash, written by scripts/add_login.py.
Passwords travel as plain text: serve behind TLS (docs/deploy.md). Single sign-on is the proxy's.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import hmac
import os
import secrets
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import ServerUnavailable
from assistant.views.web.guard.bodies import Refusal

# Source: OWASP Password Storage Cheat Sheet, scrypt: N=2^15, r=8, p=3, 32 MB a guess.
_N, _R, _P = 2**15, 8, 3
_MEMORY = 64 * 1024 * 1024
MAX_TRIES = 5
WITHIN_S = 15 * 60.0
# All wrong tries together: each costs a third of a second of one core.
_MAX_TRIES_OF_ALL = 60
# Source: NCSC and NIST SP 800-63B: length, not composition.
MIN_PASSWORD, _MAX_PASSWORD = 12, 256
_MAX_KNOWN = 1_000


@dataclass(frozen=True, slots=True)
class Secret:
    """A hashed password."""

    n: int
    r: int
    p: int
    salt: bytes
    digest: bytes

    @classmethod
    def of(cls, password: str) -> Secret:
        """Hash a password with a salt of its own."""
        salt = secrets.token_bytes(16)
        return cls(_N, _R, _P, salt, _scrypt(password, salt, _N, _R, _P))

    def opens(self, password: str) -> bool:
        """Compare a password, in the same time wherever it differs."""
        made = _scrypt(password, self.salt, self.n, self.r, self.p)
        # HMAC fills a short key up with NULs, so that a password and some of them hash alike.
        return hmac.compare_digest(made, self.digest) and "\0" not in password

    def __str__(self) -> str:
        return f"scrypt:{self.n}:{self.r}:{self.p}:{self.salt.hex()}:{self.digest.hex()}"


def _scrypt(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=n, r=r, p=p, maxmem=_MEMORY)


_CHALLENGE = ("WWW-Authenticate", 'Basic realm="Guidance assistant", charset="UTF-8"')


class Login:
    """Tells who may come in."""

    def __init__(
        self, secrets_by_name: dict[str, Secret], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._secrets, self._clock = secrets_by_name, clock
        # An unknown name costs as much time as a known one.
        self._nobody = Secret.of(secrets.token_hex())
        # Digests under a key of this process of what was found right: pages ask often.
        self._key = secrets.token_bytes(32)
        self._known: set[bytes] = set()
        self._wrong: dict[tuple[str, str], deque[float]] = {}
        self._one_at_a_time = asyncio.Lock()

    @classmethod
    def read(cls, path: Path) -> Login:
        """Read the file.

        Raises:
            ServerUnavailable: it is missing, malformed, empty, or others can read it.
        """
        try:
            is_open = os.name != "nt" and bool(path.stat().st_mode & 0o077)
            lines = path.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise ServerUnavailable(f"the login file {path} cannot be read") from error
        if is_open:
            raise ServerUnavailable(f"others can read the login file {path}; run: chmod 600 {path}")
        found = dict(_entry(path, n, line) for n, line in enumerate(lines, 1) if line.strip())
        if not found:
            mended = f"run: python scripts/add_login.py {path} NAME"
            raise ServerUnavailable(f"{path} names nobody; {mended}")
        return cls(found)

    async def denied(self, authorization: str, client: str) -> Refusal | None:
        """Tell why a request with this header is not let in; None lets it in.

        Behind a proxy `client` is the proxy's address: the tries are counted by name alone.
        """
        digest = hmac.digest(self._key, authorization.encode(), "sha256")
        if digest in self._known:
            return None
        pair = _name_and_password(authorization)
        denied = await self.refused(*pair, client) if pair else _ask()
        if denied is None:
            if len(self._known) >= _MAX_KNOWN:
                self._known.clear()
            self._known.add(digest)
        return denied

    async def refused(self, name: str, password: str, client: str) -> Refusal | None:
        """Try a name and password from an address; None if they are right, else why they are not let in."""
        async with self._one_at_a_time:
            wait = self._wait(client, name)
            if wait:
                sentence = f"Too many wrong tries; please wait {wait / 60:.0f} minutes."
                return Refusal(429, sentence, (("Retry-After", f"{wait:.0f}"),))
            secret = self._secrets.get(name)
            is_right = await asyncio.to_thread((secret or self._nobody).opens, password)
            if secret is None or not is_right:
                tries = self._wrong.setdefault((client, name), deque(maxlen=MAX_TRIES))
                tries.append(self._clock())
                return _ask()
            self._wrong.pop((client, name), None)
            return None

    def _wait(self, client: str, name: str) -> float:
        """Forget old tries; seconds until the next one is allowed."""
        now = self._clock()
        self._wrong = {k: v for k, v in self._wrong.items() if now - v[-1] < WITHIN_S}
        tries = self._wrong.get((client, name))
        if tries and len(tries) >= MAX_TRIES:
            return WITHIN_S - (now - tries[-1])
        n_recent = sum(now - t < 60 for times in self._wrong.values() for t in times)
        return 60.0 if n_recent >= _MAX_TRIES_OF_ALL else 0.0


def _ask() -> Refusal:
    return Refusal(401, "Please log in.", (_CHALLENGE,))


def add_login(path: Path, name: str, password: str) -> None:
    """Write a person's line, in place of an older one; only the file's owner can read it.

    Raises:
        ServerUnavailable: the name or the password cannot be used, or the file not written.
    """
    if not name or ":" in name or not name.isprintable() or name != name.strip():
        fault = "cannot be a name; it may hold no colon and no outer blanks"
        raise ServerUnavailable(f"{name!r} {fault}")
    if not MIN_PASSWORD <= len(password) <= _MAX_PASSWORD:
        raise ServerUnavailable(f"a password has {MIN_PASSWORD} to {_MAX_PASSWORD} characters")
    if "\0" in password:
        raise ServerUnavailable("a password holds no NUL")
    try:
        old = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        lines = [line for line in old if line.partition(":")[0] != name]
        fresh = path.with_name(f"{path.name}.new")
        opened = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(opened, "w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in [*lines, f"{name}:{Secret.of(password)}"])
        fresh.replace(path)
    except OSError as error:
        raise ServerUnavailable(f"{path} cannot be written: {error.strerror}") from error


def _entry(path: Path, number: int, line: str) -> tuple[str, Secret]:
    try:
        name, _, n, r, p, salt, digest = line.strip().split(":")
        return name, Secret(int(n), int(r), int(p), bytes.fromhex(salt), bytes.fromhex(digest))
    except ValueError as error:
        mended = f"write it with: python scripts/add_login.py {path} NAME"
        raise ServerUnavailable(f"{path}, line {number} is not a login; {mended}") from error


def _name_and_password(authorization: str) -> tuple[str, str] | None:
    """Read a basic login; None when it is none."""
    scheme, _, coded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, colon, password = base64.b64decode(coded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (name, password) if colon and len(password) <= _MAX_PASSWORD else None
