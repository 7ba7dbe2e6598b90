"""The same passages and weights in LangChain and txtai: quality, time and memory.

python scripts/bench_compare.py ENGINE INDEX QUESTIONS prints one JSON object, in a process of its
own so that memory is its own. Each gets every passage with the words it depends on; the weights
of the two signals are this assistant's. An engine that is not installed is skipped visibly.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

_LEXICAL, _DENSE = 0.3, 0.7
_DEPTH = 20
_KINDS = {"natural", "keyword", "typo", "scenario"}

Find = Callable[[str], list[str]]


def main() -> int:
    """Open the engine, ask, and print."""
    engine, index, questions = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    modules = {
        "assistant": (),
        "langchain": ("langchain_classic", "langchain_community", "sentence_transformers"),
        "txtai": ("txtai",),
    }[engine]
    missing = [name for name in modules if importlib.util.find_spec(name) is None]
    if missing:
        print(json.dumps({"skipped": f"{', '.join(missing)} not installed"}))
        return 0
    rows = [json.loads(x) for x in questions.read_text(encoding="utf-8").splitlines() if x.strip()]
    rows = [r for r in rows if r["kind"] in _KINDS and r["recs"]]
    begun = time.perf_counter()
    find = {"assistant": _assistant, "langchain": _langchain, "txtai": _txtai}[engine](index)
    find(rows[0]["question"])
    first = time.perf_counter() - begun
    taken, at_1, at_3 = [], [], []
    for row in rows:
        begun = time.perf_counter()
        found = find(row["question"])[:3]
        taken.append((time.perf_counter() - begun) * 1000)
        right = {str(number) for number in row["recs"]}
        at_1.append(bool(found) and found[0] in right)
        at_3.append(bool(right & {*found}))
    print(
        json.dumps(
            {
                "questions": len(rows),
                "first_answer_s": round(first, 2),
                "p50_ms": round(float(np.percentile(taken, 50)), 2),
                "p95_ms": round(float(np.percentile(taken, 95)), 2),
                "peak_mb": _peak_mb(),
                "rec_at_1": round(float(np.mean(at_1)), 4),
                "rec_at_3": round(float(np.mean(at_3)), 4),
            }
        )
    )
    return 0


def _peak_mb() -> int:
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return int(next(x for x in lines if x.startswith("VmHWM")).split()[1]) // 1024


def _assistant(index: Path) -> Find:
    """This assistant: all signals, and the recommendations in the order of its search."""
    from assistant.ask import Assistant  # noqa: PLC0415

    assistant = Assistant.open(index)

    def find(question: str) -> list[str]:
        assistant.ask(question)
        evidence = assistant.evidence(question)
        first = [evidence.pool[n] for n in evidence.ranking]
        return [p.recommendation for p in first if p.kind == "recommendation" and p.recommendation]

    return find


def _passages(index: Path) -> tuple[list[str], list[str]]:
    """Give each passage's words, and its recommendation's number or nothing."""
    build = index / "builds" / (index / "CURRENT").read_text(encoding="utf-8").strip()
    lines = (build / "passages.jsonl").read_text(encoding="utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line]
    texts = [" ".join((*r["headings"][-1:], r["lead_in"], r["excerpt"]["text"])) for r in rows]
    return texts, [r["recommendation"] or "" for r in rows]


def _langchain(index: Path) -> Find:
    """BM25 and vectors in an EnsembleRetriever (reciprocal rank fusion)."""
    from langchain_classic.retrievers import EnsembleRetriever  # noqa: PLC0415
    from langchain_community.retrievers import BM25Retriever  # noqa: PLC0415
    from langchain_community.vectorstores import FAISS  # noqa: PLC0415
    from langchain_core.embeddings import Embeddings  # noqa: PLC0415
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    from assistant.indexing.encoder import model_folder  # noqa: PLC0415

    class MiniLM(Embeddings):  # type: ignore[misc]
        def __init__(self) -> None:
            self._model = SentenceTransformer(str(model_folder()), device="cpu")

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            found: list[list[float]] = self._model.encode(texts, normalize_embeddings=True).tolist()
            return found

        def embed_query(self, text: str) -> list[float]:
            return self.embed_documents([text])[0]

    texts, numbers = _passages(index)
    about = [{"number": number} for number in numbers]
    bm25 = BM25Retriever.from_texts(texts, metadatas=about)
    bm25.k = _DEPTH
    dense = FAISS.from_texts(texts, MiniLM(), metadatas=about).as_retriever(
        search_kwargs={"k": _DEPTH}
    )
    both = EnsembleRetriever(retrievers=[bm25, dense], weights=[_LEXICAL, _DENSE])

    def find(question: str) -> list[str]:
        found = (d.metadata["number"] for d in both.invoke(question))
        return [number for number in found if number]

    return find


def _txtai(index: Path) -> Find:
    """A hybrid txtai index (convex sum of normalised scores)."""
    from txtai import Embeddings  # noqa: PLC0415

    from assistant.indexing.encoder import model_folder  # noqa: PLC0415

    texts, numbers = _passages(index)
    embeddings = Embeddings(path=str(model_folder()), hybrid=True, gpu=False)
    embeddings.index(list(enumerate(texts)))

    def find(question: str) -> list[str]:
        found = embeddings.search(question, _DEPTH, weights=_DENSE)
        return [numbers[at] for at, _ in found if numbers[at]]

    return find


if __name__ == "__main__":
    sys.exit(main())
