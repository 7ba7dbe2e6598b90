"""Blocks every connection that leaves this machine, by an audit hook, which nothing can undo.

conftest.py runs it for the tests themselves; it stands in a folder of its own so that a
subprocess with this folder on PYTHONPATH runs it too, before anything else is imported.
"""

import ipaddress
import sys


class LeftTheMachine(RuntimeError):
    """Something tried to reach another host."""


def _is_here(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(name)).is_loopback
    except ValueError:
        return False


def stay_here(event: str, arguments: tuple) -> None:
    """Refuse connections and look-ups; addresses of local sockets are no tuples."""
    if event in ("socket.connect", "socket.sendto") and isinstance(arguments[-1], tuple):
        host = arguments[-1][0]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    else:
        return
    if not _is_here(host):
        # Said as well as raised: a program that swallows every error is found out by its stderr.
        print(f"LeftTheMachine: {event} to {host}", file=sys.stderr, flush=True)
        raise LeftTheMachine(f"{event} to {host}")


sys.addaudithook(stay_here)
