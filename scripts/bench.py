"""Measure what the assistant costs: print a table, write docs/bench.json, docs/performance.md, plots.

Every figure is the median of at least twenty runs, and every ratio is taken within one run: what
is compared runs in turn with what it is compared with. Optional parts are skipped visibly.

    python scripts/bench.py                    all that this machine can measure
    python scripts/bench.py --only answer      one part; the other figures stay as they were
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bench_answer import measure_answer
from bench_report import write_report
from bench_server import measure_server
from bench_start import measure_build, measure_start

_SHARED = ROOT.parent / "shared"
_SIZES = (100, 1_000, 10_000, 100_000)


def main() -> int:
    """Measure, print, write."""
    options = _parser().parse_args()
    parts: dict[str, Callable[[argparse.Namespace], dict[str, Any]]] = {
        "start": lambda o: measure_start(o.index, o.runs),
        "answer": lambda o: measure_answer(o.index, o.questions, o.runs),
        "server": lambda o: measure_server(o.index, o.questions),
        "build": lambda o: measure_build(o.runs),
        "growth": _growth,
    }
    results = json.loads(options.out.read_text(encoding="utf-8")) if options.out.is_file() else {}
    for name in options.only or parts:
        print(f"{name} …", file=sys.stderr, flush=True)
        measured = parts[name](options)
        results[name] = measured | {"machine": _machine()}
        for line in _lines(name, measured):
            print(line, flush=True)
        options.out.parent.mkdir(exist_ok=True)
        options.out.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    write_report(results, options.out.parent)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    add = parser.add_argument
    labelled = _SHARED / "eval" / "dev.jsonl"
    questions = labelled if labelled.is_file() else ROOT / "corpus" / "questions.jsonl"
    add(
        "--only",
        action="append",
        metavar="PART",
        help="start, answer, server, build or growth",
    )
    add("--index", type=Path, default=ROOT / "index", help="the index folder")
    add("--questions", type=Path, default=questions, help="labelled questions (%(default)s)")
    add(
        "--collection",
        type=Path,
        default=_SHARED / "benchmarks" / "scifact",
        help="a collection in BEIR layout, to grow (%(default)s)",
    )
    add(
        "--cache",
        type=Path,
        default=Path(tempfile.gettempdir()) / "guidance-bench",
        help="where what was encoded is kept between runs (%(default)s)",
    )
    add("--largest", type=int, default=_SIZES[-1], help="the most passages to grow to")
    add("--runs", type=int, default=20, help="how often each figure is measured")
    add("--out", type=Path, default=ROOT / "docs" / "bench.json")
    return parser


def _machine() -> str:
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores{load}, Python {platform.python_version()}"


def _growth(options: argparse.Namespace) -> dict[str, Any]:
    if not (options.collection / "corpus.jsonl").is_file():
        return {"skipped": f"{options.collection} is no collection in BEIR layout"}
    given = (str(options.collection), str(options.cache), str(options.index))
    sizes = [n for n in _SIZES if n <= options.largest]
    return {str(n): _child("bench_growth.py", *given, str(n)) for n in sizes}


def _child(script: str, *arguments: str) -> dict[str, Any]:
    """Run a part in a process of its own and read the object it prints."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / script), *arguments],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        return {"skipped": f"{script} ended with {done.returncode}"}
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def _lines(name: str, value: Any) -> list[str]:  # noqa: ANN401  a part's figures
    if not isinstance(value, dict):
        return [f"{name:<60} {value}"]
    return [line for key, item in value.items() for line in _lines(f"{name} · {key}", item)]


if __name__ == "__main__":
    sys.exit(main())
