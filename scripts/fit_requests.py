"""Fit what tells a question for a list from one that is searched: python scripts/fit_requests.py FILE...

Reads labelled questions, and the index's asked-as questions as ones that ask for no list. Prints how
many of each set are told wrongly by weights fitted to the others, and writes the weights fitted to all.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from assistant.ask import Assistant
from assistant.asking.request import WEIGHTS, Request
from assistant.asking.wordings import classes

# Of weights from 0 to 10 and a shape that weighs 1 to 10, those told least wrongly of sets left out.
_RIDGE, _SHAPE = 2.0, 6.0
# Below zero, as a list with words left aside costs a reader less than a search that misses it.
_LEAST = -0.5
# Outside these the encoder is not asked: over 1.5 it told none of 2,698 requests otherwise.
_SURE_NONE, _SURE_LIST = -5.0, 2.0
_FOLDS = 5


def _requests(assistant: Assistant, files: list[Path]) -> Iterator[tuple[str, Request, bool]]:
    """Give each question that names a condition: its set, what it holds, whether a list is asked for."""
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            labelled = json.loads(line)
            is_list = labelled.get("kind") == "structured"
            if not labelled.get("history") and (labelled.get("recs") or not is_list):
                request = assistant.understanding.request(labelled["question"])
                if request is not None:
                    yield file.stem, request, is_list
    for opening in (*classes()["what_is"], "how do", "why do"):
        request = assistant.understanding.request(f"{opening} HEIs")
        if request is not None:
            yield "names", request, False
    for n, asked_as in enumerate(assistant.index.asked_as):
        request = assistant.understanding.request(asked_as.question)
        if request is not None and request.own:
            yield f"asked-as {n % _FOLDS}", request, False


def _fitted(evidence: np.ndarray, is_list: np.ndarray) -> np.ndarray:
    """Fit a logistic regression with a ridge by Newton's method."""
    weights = np.zeros(evidence.shape[1])
    for _ in range(9):
        p = 1 / (1 + np.exp(-np.clip(evidence @ weights, -30, 30)))
        gradient = evidence.T @ (p - is_list) + _RIDGE * weights
        curvature = (evidence * (p * (1 - p))[:, None]).T @ evidence
        weights -= np.linalg.solve(curvature + _RIDGE * np.eye(len(weights)), gradient)
    return weights


def main(files: list[Path]) -> None:
    """Fit, tell how it does on sets left out, and write."""
    assistant = Assistant.open(ROOT / "index")
    found = list(_requests(assistant, files))
    sets = np.array([name for name, _, _ in found])
    is_list = np.array([label for _, _, label in found])
    told = [request.evidence() for _, request, _ in found]
    names = sorted({name for one in told for name in one})
    names = [n for n in names if sum(n in one for one in told) >= 8]
    vectors = assistant.index.encoder.encode([request.shape() for _, request, _ in found])
    counts = np.array([[one.get(name, 0.0) for name in names] for one in told])
    evidence = np.hstack([counts, vectors * _SHAPE])
    for name in sorted(set(sets)):
        out = sets == name
        score = evidence[out] @ _fitted(evidence[~out], is_list[~out])
        missed = np.sum((score < _LEAST) & is_list[out])
        print(name, f"{missed} of {is_list[out].sum()} lists missed,", end=" ")
        print(
            f"{np.sum((score > _LEAST) & ~is_list[out])} of {np.sum(~is_list[out])} others listed"
        )
    weights = _fitted(evidence, is_list)
    own, shape = weights[: len(names)], weights[len(names) :] * _SHAPE
    by_words, by_shape = counts @ own, vectors @ shape
    unsure = (by_words > _SURE_NONE) & (by_words < _SURE_LIST)
    otherwise = ((by_words > _LEAST) != (by_words + by_shape > _LEAST)) & ~unsure
    print(
        f"{unsure.sum()} of {len(unsure)} encoded; {otherwise.sum()} would be told otherwise by shape"
    )
    lines = [
        f"# Written by scripts/fit_requests.py, from {len(found)} questions.",
        f'encoder = "{assistant.index.manifest.encoder}"',
        f"least = {_LEAST}",
        f"sure_none = {_SURE_NONE}",
        f"sure_list = {_SURE_LIST}",
        f"shape = [{', '.join(f'{x:.2f}' for x in shape)}]",
        "[evidence]",
        *(f'"{name}" = {weight:.2f}' for name, weight in zip(names, own, strict=True)),
    ]
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
