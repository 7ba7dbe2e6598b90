"""What a warm question costs, beside encoding it and nothing else; and where its time goes."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from assistant.answering.citing import Citer
from assistant.answering.composing import Composer
from assistant.answering.quoting import Quoter
from assistant.ask import Assistant
from assistant.asking.spelling import Spelling
from assistant.indexing.encoder import OnnxEncoder
from assistant.indexing.learned import LearnedMap
from assistant.indexing.search import FileSearch
from assistant.indexing.tokens import TokenIndex
from assistant.retrieval import retriever
from assistant.retrieval.judging import Judge
from assistant.views.cli.asking import batch_lines

# What is timed inside an answer: where it is looked up, its name there, what it is.
_STAGES: tuple[tuple[Any, str, str], ...] = (
    (Spelling, "mended", "mend slips and write abbreviations out"),
    (Assistant, "understand", "understand the question"),
    (OnnxEncoder, "encode_tokens", "encode it"),
    (FileSearch, "nearest", "compare with every vector"),
    (FileSearch, "lexical", "BM25 over the passages"),
    (TokenIndex, "scores", "late interaction"),
    (LearnedMap, "scores", "the learned map"),
    (retriever, "scored", "fuse the signals"),
    (retriever, "order", "order the passages"),
    (retriever.Retriever, "retrieve", "the rest of searching"),
    (Judge, "judge", "judge whether it is answered"),
    (Quoter, "quote", "choose the words to quote"),
    (Citer, "_why", "say why"),
    (Composer, "from_search", "the rest of composing"),
    (Assistant, "ask", "all else"),
)


def measure_answer(index: Path, questions: Path, runs: int) -> dict[str, Any]:
    """Time asking beside bare encoding, question by question in turn, over all questions."""
    lines = [x for x in questions.read_text(encoding="utf-8").splitlines() if x.strip()]
    rows = [json.loads(line) for line in lines]
    assistant = Assistant.open(index)
    for row in rows:
        assistant.ask(row["question"], row.get("history") or [])
    alone = np.array([not row.get("history") for row in rows])
    taken = np.array([_in_turn(assistant, rows) for _ in range(runs)])  # (runs, questions, 2) ms
    batches = np.array([_batch(assistant, lines, rows) for _ in range(runs)])  # (runs, 2) s
    return {
        "questions": len(rows),
        "of_which_follow_ups": int((~alone).sum()),
        "runs": runs,
        **_percentiles(taken, "all"),
        **_percentiles(taken[:, alone], "without_history"),
        "batch_s": round(float(np.median(batches[:, 0])), 3),
        "batch_encoding_s": round(float(np.median(batches[:, 1])), 3),
        "batch_ratio": round(float(np.median(batches[:, 0] / batches[:, 1])), 3),
        "stages_ms": _stages(assistant, [row["question"] for row in rows]),
    }


def _percentiles(taken: np.ndarray, name: str) -> dict[str, float]:
    out = {}
    for percent in (50, 95):
        ask, encode = (np.percentile(taken[:, :, i], percent, axis=1) for i in (0, 1))
        out[f"{name}_ask_p{percent}_ms"] = round(float(np.median(ask)), 2)
        out[f"{name}_encode_p{percent}_ms"] = round(float(np.median(encode)), 2)
        out[f"{name}_ratio_p{percent}"] = round(float(np.median(ask / encode)), 3)
    return out


def _in_turn(assistant: Assistant, rows: list[dict[str, Any]]) -> list[tuple[float, float]]:
    """Ask and encode each question once: milliseconds of either.

    The retriever remembers the vectors of 64 questions; these are more, so none is remembered.
    """
    taken = []
    for row in rows:
        begun = time.perf_counter()
        assistant.ask(row["question"], row.get("history") or [])
        asked = time.perf_counter()
        assistant.index.encoder.encode([row["question"]])
        taken.append(((asked - begun) * 1000, (time.perf_counter() - asked) * 1000))
    return taken


def _batch(
    assistant: Assistant, lines: list[str], rows: list[dict[str, Any]]
) -> tuple[float, float]:
    begun = time.perf_counter()
    for _ in batch_lines(iter(lines), assistant, ahead=8):
        pass
    asked = time.perf_counter()
    for row in rows:
        assistant.index.encoder.encode([row["question"]])
    return asked - begun, time.perf_counter() - asked


def _stages(assistant: Assistant, questions: list[str], rounds: int = 5) -> dict[str, float]:
    """Give the milliseconds of an average question that each stage takes, without those in it."""
    spent = dict.fromkeys((what for _, _, what in _STAGES), 0.0)
    calls = dict.fromkeys(spent, 0)
    inside = [0.0]

    def timed(act: Callable[..., Any], what: str) -> Callable[..., Any]:
        def run(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  whatever it is given
            inside.append(0.0)
            calls[what] += 1
            begun = time.perf_counter()
            try:
                return act(*args, **kwargs)
            finally:
                whole = time.perf_counter() - begun
                spent[what] += whole - inside.pop()
                inside[-1] += whole

        return run

    with _replaced(timed):
        for _ in range(rounds):
            for question in questions:
                assistant.ask(question)
    never = [what for what, n in calls.items() if not n]
    if never:
        raise RuntimeError(f"none of the questions came by: {', '.join(never)}")
    n = rounds * len(questions)
    return {what: round(seconds * 1000 / n, 3) for what, seconds in spent.items()}


@contextmanager
def _replaced(timed: Callable[[Callable[..., Any], str], Callable[..., Any]]) -> Iterator[None]:
    before = [(owner, name, getattr(owner, name)) for owner, name, _ in _STAGES]
    try:
        for owner, name, what in _STAGES:
            setattr(owner, name, timed(getattr(owner, name), what))
        yield
    finally:
        for owner, name, act in before:
            setattr(owner, name, act)
