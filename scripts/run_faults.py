"""Try the faults of tests/faults at full size, all or those named: a table, docs/evidence/faults.json."""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
EVIDENCE = ROOT / "docs" / "evidence" / "faults.json"
SEED = "499"
# What a fault's outcome may depend on.
PACKAGES = (
    "faiss-cpu", "filelock", "gradio", "lxml", "numpy", "onnxruntime", "pypdf", "pypdfium2", "pytest",
    "python-docx", "rank-bm25", "sentence-transformers", "starlette", "torch", "uvicorn",
)  # fmt: skip


def main() -> int:
    """Run the modules, all or those named, and keep what they counted."""
    arguments = _arguments()
    folder = ROOT / "tests" / "faults"
    chosen = [m for f in arguments.fault for m in sorted(folder.glob(f"test_f{int(f):02}_*.py"))]
    with tempfile.TemporaryDirectory() as temporary:
        report = Path(temporary) / "counts.json"
        settings = {"FAULTS_REPORT": str(report), "FAULTS_SEED": arguments.seed}
        settings["FAULTS"] = "small" if arguments.small else "full"
        paths = chosen or [folder]
        command = [sys.executable, "-m", "pytest", "-q", "-rfEs", *map(str, paths)]
        code = subprocess.run(command, cwd=ROOT, env=os.environ | settings, check=False).returncode
        rows = json.loads(report.read_text("utf-8")) if report.is_file() else []
    print(_table(sorted(rows, key=_number)))
    if not arguments.small:
        evidence = _evidence(rows, arguments.seed)
        EVIDENCE.write_text(
            json.dumps(evidence, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
        print(f"written: {EVIDENCE.relative_to(ROOT)}")
    return code


def _number(row: dict[str, Any]) -> int:
    return int(row["fault"].strip("F"))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("fault", nargs="*", help="numbers of faults, as 4 5; all if none is named")
    parser.add_argument("--seed", default=SEED, help=f"of the random numbers ({SEED})")
    parser.add_argument("--small", action="store_true", help="the size of the ordinary test run")
    return parser.parse_args()


def _evidence(rows: list[dict[str, Any]], seed: str) -> dict[str, Any]:
    """Put what was tried now beside what was tried before of the other faults, if all else is alike."""
    tried_with = {
        "command": "make faults",
        "seed": int(seed),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "packages": {name: version(name) for name in PACKAGES},
    }
    before = json.loads(EVIDENCE.read_text("utf-8")) if EVIDENCE.is_file() else {}
    if all(before.get(name) == value for name, value in tried_with.items()):
        now = {row["fault"] for row in rows}
        rows = rows + [row for row in before["faults"] if row["fault"] not in now]
    rows = sorted(rows, key=_number)
    return tried_with | {
        "cases": sum(row["cases"] for row in rows),
        "held": sum(row["held"] for row in rows),
        "faults": rows,
    }


def _table(rows: list[dict[str, Any]]) -> str:
    lines = [f"{'':4}{'cases':>8}{'held':>8}{'seconds':>9}  what must hold"]
    for row in rows:
        figures = f"{row['cases']:>8,}{row['held']:>8,}{row['seconds']:>9.1f}"
        lines.append(f"{row['fault']:4}{figures}  {row['promise'][:90]}")
        lines += [f"{'':6}FAILED {failure}" for failure in row["failures"]]
        lines += [f"{'':6}{note}" for note in row["notes"]]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
