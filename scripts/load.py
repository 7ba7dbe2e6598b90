"""Measure the server under load, a rebuild in the middle: print and write docs/evidence/load.json."""

import argparse
import asyncio
import json
import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import httpx
import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from bench_server import resident_mb, serving
from load_clients import Tally, burst, soak

from assistant.views.web.serve.listening import allow_connections

EVIDENCE = ROOT / "docs" / "evidence" / "load.json"
_PEOPLE, _MINUTES, _PAUSE_S = 50, 5.0, 3.0
_AT_ONCE, _HALF_OPEN = 200, 1_000


def main() -> int:
    """Measure, print, write; exit 1 if a question had neither an answer nor a sentence."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=_MINUTES, help="of the soak (%(default)s)")
    parser.add_argument("--people", type=int, default=_PEOPLE, help="of the soak (%(default)s)")
    arguments = parser.parse_args()
    measured = measure(arguments.people, arguments.minutes)
    print(json.dumps(measured, indent=1))
    if (arguments.people, arguments.minutes) == (_PEOPLE, _MINUTES):
        EVIDENCE.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
    return 1 if measured["soak"]["unsaid"] or measured["burst"]["unsaid"] else 0


def measure(people: int, minutes: float, rebuild: bool = True) -> dict[str, Any]:
    """Serve a copy of the index, and load it."""
    lines = (ROOT / "corpus" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    allow_connections()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        work = Path(folder)
        index = Path(shutil.copytree(ROOT / "index", work / "index"))
        log = stack.enter_context((work / "log").open("w"))
        port, pid = stack.enter_context(serving(index, log))
        return {
            "command": "make load",
            "python": platform.python_version(),
            "system": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
            "packages": {n: version(n) for n in ("gradio", "onnxruntime", "starlette", "uvicorn")},
            "load_average_before": round(os.getloadavg()[0], 1),
            "soak": _soaked(port, pid, questions, people, minutes, work if rebuild else None),
            "burst": {"people": _AT_ONCE} | _said(asyncio.run(burst(port, questions, _AT_ONCE))),
            "half_open": half_open(port, pid, _HALF_OPEN),
            "log_of_the_server": (work / "log").read_text(encoding="utf-8").splitlines(),
        }


def _soaked(
    port: int, pid: int, questions: list[str], people: int, minutes: float, work: Path | None
) -> dict[str, Any]:
    begun = time.monotonic()
    until = begun + minutes * 60
    samples: list[tuple[float, int, int]] = []
    tally = Tally()

    def watch() -> None:
        while time.monotonic() < until:
            samples.append((time.monotonic() - begun, resident_mb(pid), n_files(pid)))
            time.sleep(1)

    def ask() -> None:
        nonlocal tally
        tally = asyncio.run(soak(port, questions, people, _PAUSE_S, until))

    threads = [threading.Thread(target=target) for target in (watch, ask)]
    for thread in threads:
        thread.start()
    built = _rebuilt(work, begun + minutes * 60 * 0.4) if work else None
    for thread in threads:
        thread.join()
    # Minute 2 and minute 5, of five.
    early, late = (_around(samples, minutes * 60 * share) for share in (0.38, 0.98))
    return {
        "people": people,
        "minutes": minutes,
        "pause_s": _PAUSE_S,
        **_said(tally),
        "indexes": dict(tally.indexes),
        "rebuild": built,
        "memory_mb": {
            "minute_2": early[0],
            "minute_5": late[0],
            "most": max(s[1] for s in samples),
        },
        "memory_growth": round(late[0] / early[0] - 1, 3),
        "open_files": {"minute_2": early[1], "minute_5": late[1]},
    }


def _rebuilt(work: Path, at: float) -> dict[str, Any]:
    """Build an index of a corpus that is a little different, in the middle of it all."""
    corpus = Path(shutil.copytree(ROOT / "corpus", work / "corpus"))
    asked_as = min((corpus / "asked_as").glob("*.toml"))
    text = asked_as.read_text(encoding="utf-8")
    asked_as.write_text(
        text.replace("asked_as = [\n", 'asked_as = [\n  "is a word said about it?",\n', 1),
        encoding="utf-8",
    )
    time.sleep(max(0.0, at - time.monotonic()))
    begun = time.monotonic()
    command = [sys.executable, "-m", "assistant", "--index", str(work / "index")]
    done = subprocess.run(
        [*command, "--corpus", str(corpus), "build", "--yes"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return {"exit_code": done.returncode, "seconds": round(time.monotonic() - begun, 1)}


def _around(samples: list[tuple[float, int, int]], at: float) -> tuple[int, int]:
    """Give the middle memory and number of open files of the ten seconds around a moment."""
    near = [s for s in samples if abs(s[0] - at) <= 5] or samples
    return int(np.median([s[1] for s in near])), int(np.median([s[2] for s in near]))


def _said(tally: Tally) -> dict[str, Any]:
    seconds = tally.seconds or [0.0]
    return {
        "questions": tally.outcomes.total(),
        "outcomes": dict(tally.outcomes),
        "unsaid": tally.n_unsaid,
        "p50_s": round(float(np.percentile(seconds, 50)), 3),
        "p95_s": round(float(np.percentile(seconds, 95)), 3),
        "longest_s": round(max(seconds), 3),
    }


def half_open(port: int, pid: int, n: int) -> dict[str, Any]:
    """Open connections that send half a request each, and load the page meanwhile."""
    before = n_files(pid)
    with _begun(port, n):
        taken = []
        for _ in range(20):
            start = time.perf_counter()
            assert httpx.get(f"http://127.0.0.1:{port}/", timeout=30).status_code == 200
            taken.append(time.perf_counter() - start)
        most = n_files(pid)
        # The server gives a request 15 seconds to arrive.
        end = time.monotonic() + 40
        while n_files(pid) > before + 20 and time.monotonic() < end:
            time.sleep(0.5)
        after = n_files(pid)
    return {
        "connections": n,
        "page_p50_s": round(float(np.percentile(taken, 50)), 3),
        "page_longest_s": round(max(taken), 3),
        "open_files": {"before": before, "most": most, "after": after},
    }


@contextmanager
def _begun(port: int, n: int) -> Iterator[None]:
    with ExitStack() as stack:
        for number in range(n):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", port), 10))
            half = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
            if number % 2:
                half = (
                    b"POST /api/v1/ask HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\n{"
                )
            connection.sendall(half)
        yield


def n_files(pid: int) -> int:
    """Count the files and connections that a process holds open."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


if __name__ == "__main__":
    sys.exit(main())
