"""What the server bears: fifty people asking at once, and ten thousand questions in a row."""

import http.client
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import numpy as np

ROOT = Path(__file__).parent.parent
_PEOPLE = 50
_QUESTIONS_EACH = 20
_MANY = 10_000


def measure_server(index: Path, questions: Path) -> dict[str, Any]:
    """Ask over HTTP; a refusal with 503 is an error here."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return {"skipped": "memory is read from /proc, which this system lacks"}
    asked = [json.loads(x)["question"] for x in questions.read_text(encoding="utf-8").splitlines()]
    with serving(index) as (port, pid):
        _ask(port, asked[:20])
        taken, errors = _at_once(port, asked, _PEOPLE, _QUESTIONS_EACH)
        _at_once(port, asked, 4, _MANY // 40)
        before = resident_mb(pid)
        begun = time.perf_counter()
        _, more = _at_once(port, asked, 4, _MANY // 4)
        elapsed = time.perf_counter() - begun
        after = resident_mb(pid)
    return {
        "people": _PEOPLE,
        "p50_ms": round(float(np.percentile(taken, 50)), 1),
        "p95_ms": round(float(np.percentile(taken, 95)), 1),
        "errors": errors + more,
        "questions": _MANY,
        "questions_per_s": round(_MANY / elapsed, 1),
        "memory_before_mb": before,
        "memory_after_mb": after,
    }


def _at_once(port: int, questions: list[str], people: int, each: int) -> tuple[list[float], int]:
    def person(number: int) -> tuple[list[float], int]:
        mine = [questions[(number * 7 + i) % len(questions)] for i in range(each)]
        return _ask(port, mine)

    with ThreadPoolExecutor(people) as pool:
        found = list(pool.map(person, range(people)))
    return [ms for taken, _ in found for ms in taken], sum(errors for _, errors in found)


def _ask(port: int, questions: list[str]) -> tuple[list[float], int]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    taken, errors = [], 0
    for question in questions:
        begun = time.perf_counter()
        body = json.dumps({"question": question})
        connection.request("POST", "/api/v1/ask", body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        response.read()
        taken.append((time.perf_counter() - begun) * 1000)
        errors += response.status != 200
    connection.close()
    return taken, errors


@contextmanager
def serving(index: Path, log: IO[str] | None = None) -> Iterator[tuple[int, int]]:
    """Serve an index with the interface open, and give the port and the process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "app.py", "--port", str(port), "--api", "--index", str(index)]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=log or subprocess.DEVNULL
    )
    try:
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(30)


def resident_mb(pid: int) -> int:
    """Read how much memory a process holds."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    line = next(x for x in status.splitlines() if x.startswith("VmRSS"))
    return int(line.split()[1]) // 1024
