"""What a start costs: whole processes, from nothing to their end; and what a build costs."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from assistant.indexing import storage

ROOT = Path(__file__).parent.parent
QUESTION = "Who should be checking the AI still works?"

# The way most programs do it: the same weights, the same vectors, the same question.
_USUAL_WAY = """
import sys
import faiss
from sentence_transformers import SentenceTransformer
model = SentenceTransformer(sys.argv[1], device="cpu", local_files_only=True)
index = faiss.read_index(sys.argv[2])
print(index.search(model.encode([sys.argv[3]], normalize_embeddings=True), 5))
"""


def measure_start(index: Path, runs: int) -> dict[str, Any]:
    """Time `ask` from cold beside the same question through sentence-transformers, in turn."""
    from assistant.indexing.encoder import model_folder

    build = index / "builds" / (index / "CURRENT").read_text(encoding="utf-8").strip()
    ours = [sys.executable, "-m", "assistant", "--index", str(index)]
    usual = [sys.executable, "-c", _USUAL_WAY, str(model_folder()), str(build / "dense.faiss")]
    pairs = [(_run([*ours, "ask", QUESTION]), _run([*usual, QUESTION])) for _ in range(runs)]
    ask, other = (np.array(side) for side in zip(*pairs, strict=True))
    light = {
        name: round(float(np.median([_run([*ours, *command])[0] for _ in range(runs)])), 3)
        for name, command in {
            "help_s": ["--help"],
            "show_s": ["show", "12"],
            "list_s": ["list"],
        }.items()
    }
    return {
        "runs": runs,
        "ask_s": _median(ask[:, 0]),
        "ask_cpu_s": _median(ask[:, 1]),
        "ask_peak_mb": _median(ask[:, 2]),
        "sentence_transformers_s": _median(other[:, 0]),
        "sentence_transformers_cpu_s": _median(other[:, 1]),
        "sentence_transformers_peak_mb": _median(other[:, 2]),
        "ratio_of_time": round(float(np.median(ask[:, 0] / other[:, 0])), 4),
        "ratio_of_cpu": round(float(np.median(ask[:, 1] / other[:, 1])), 4),
        "ratio_of_memory": round(float(np.median(ask[:, 2] / other[:, 2])), 4),
        **light,
    }


def measure_build(runs: int) -> dict[str, Any]:
    """Time a first build of the shipped corpus, once, and rebuilds with nothing new."""
    with tempfile.TemporaryDirectory() as scratch:
        command = [sys.executable, "-m", "assistant", "--index", scratch, "build", "--yes"]
        first = _run(command)
        again = [_run(command)[0] for _ in range(runs)]
        built = storage.open_current(Path(scratch))
        n_passages, n_texts = len(built.passages), built.search.n_rows
    return {
        "passages": n_passages,
        "texts": n_texts,
        "ms_a_passage": round(first[0] * 1000 / n_passages),
        "ms_a_text": round(first[0] * 1000 / n_texts, 1),
        "first_build_s": round(first[0], 1),
        "first_build_cpu_s": round(first[1], 1),
        "first_build_peak_mb": round(first[2]),
        "nothing_new_s": _median(np.array(again)),
    }


def _run(command: list[str]) -> tuple[float, float, float]:
    """Run a process to its end: wall seconds, CPU seconds, peak megabytes."""
    environment = os.environ | {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}
    begun = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 3):
        raise RuntimeError(f"{command} ended with {process.returncode}")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def _median(values: np.ndarray) -> float:
    return round(float(np.median(values)), 3)
