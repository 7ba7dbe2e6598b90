"""Serves and asks in one process that hears of no other host, and says what it tried to reach.

Run by test_f11 inside a network namespace with loopback only:
python alone.py INDEX. Prints one JSON object.
"""

import json
import os
import re
import signal
import sys
import threading
from pathlib import Path

REACHED = []


def _note(event, arguments):
    if event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        host = arguments[0]
    elif event in {"socket.connect", "socket.sendto"} and isinstance(arguments[-1], tuple):
        host = arguments[-1][0]
    else:
        return
    name = host.decode() if isinstance(host, bytes) else host
    if name not in {None, "", "localhost", "127.0.0.1", "::1"}:
        REACHED.append([event, name])


sys.addaudithook(_note)


def nowhere_to_go():
    """Count the packets, of both versions of IP, for which the kernel found no way out."""
    names, numbers = (
        line.split()
        for line in Path("/proc/net/snmp").read_text().splitlines()
        if line[:3] == "Ip:"
    )
    of_six = dict(line.split() for line in Path("/proc/net/snmp6").read_text().splitlines())
    of_four = dict(zip(names, numbers, strict=True))
    return int(of_four["OutNoRoutes"]) + int(of_six["Ip6OutNoRoutes"])


def main(index):
    import socket

    from bodies import BODIES
    from server.browsing import Page
    from server.test_guard import CLOSED

    import app

    try:
        socket.create_connection(("192.0.2.1", 53), 1).close()
        is_alone = False
    except OSError:
        is_alone = nowhere_to_go() > 0  # so the kernel counts what no hook in Python sees
    before = nowhere_to_go()
    REACHED.clear()
    found = {"is_alone": is_alone, "answered": 0, "routes": 0}

    def ask():
        address = re.search(r"http://\S+", reader.readline())[0]
        try:
            with Page(address) as page:
                for _ in range(20):
                    status, stream = page.ask("who audits AI tools?")
                    found["answered"] += status == 200 and '"data":' in stream
                for path in CLOSED:
                    page.client.get(path)
                    found["routes"] += 1
                for body in BODIES.values():
                    page.client.post("/gradio_api/run/predict", content=body)
        finally:
            os.kill(os.getpid(), signal.SIGTERM)

    reading, writing = os.pipe()
    out, sys.stdout = sys.stdout, os.fdopen(writing, "w", buffering=1)
    reader = os.fdopen(reading)
    asking = threading.Thread(target=ask)
    asking.start()
    code = app.main(["--port", "0", "--api", "--index", index])
    asking.join()
    found |= {"code": code, "reached": REACHED, "packets": nowhere_to_go() - before}
    print(json.dumps(found), file=out)


if __name__ == "__main__":
    main(sys.argv[1])
