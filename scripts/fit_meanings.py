"""Fit what tells how far something is, and what is done with a list, by meaning: python scripts/fit_meanings.py.

Reads the wordings of assistant/asking/stages.toml and the lexicon, and those of operations.toml; asked-as
questions of the index, and pieces of them, are other words. Prints what is told of wordings left out,
and writes the weights fitted to all.
"""

import sys
import tomllib
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from assistant.ask import Assistant
from assistant.asking.meanings import Meanings
from assistant.asking.operations import MEANT, shape
from assistant.asking.stages import FRAME, STAGES
from assistant.asking.wordings import classes
from assistant.indexing.storage import Index

_RIDGE = 0.3
_STEPS, _RATE, _MOMENTUM = 400, 0.3, 0.95
_FOLDS = 8
_N_OTHERS = 2500
_N_QUESTIONS = 1500
# A next subject, so many times each: "and consent?"
_GOING_ON, _N_NEXT = ("and", "what about", "how about", "and the"), 150
_LONGEST = 5  # words
_CONDITIONS = ("responsible_loosely", "mention", "occurs", "beside_area", "names", "about")


def _wordings(index: Index) -> list[tuple[str, str]]:
    """Give each wording with its stage, those of the lexicon with the stage that means the same statuses."""
    stages = tomllib.loads(STAGES.wordings.read_text(encoding="utf-8"))
    of_lexicon = index.lexicon.statuses
    held = {name: next((s for s in of_lexicon if name in s.asked), None) for name in stages}
    plain = [(w, n) for n, said in held.items() for w in (said.asked if said else ())]
    return [*((w, name) for name, listed in stages.items() for w in listed), *plain]


def _others(index: Index, known: set[str]) -> list[str]:
    """Give pieces of the asked-as questions, a few words each."""
    pieces: set[str] = set()
    for asked_as in index.asked_as:
        words = asked_as.question.casefold().rstrip("?.").split()
        for length in range(1, _LONGEST):
            pieces |= {" ".join(words[at : at + length]) for at in range(len(words) - length + 1)}
    listed = sorted(pieces - known)
    chosen = np.random.default_rng(0).choice(len(listed), _N_OTHERS, replace=False)
    return [listed[n] for n in chosen]


def _of_conditions() -> list[str]:
    """Give what is said of recommendations besides how far they are: "doesn't involve", "is named in"."""
    held = classes()
    said = [
        w for name in _CONDITIONS for w in held[name] if "done" not in w and "do" not in w.split()
    ]
    return [f"{before} {w}".strip() for w in said for before in ("", "doesn't", "not", "are")]


def _likelihoods(scores: np.ndarray) -> np.ndarray:
    e = np.exp(scores - scores.max(1, keepdims=True))
    return np.asarray(e / e.sum(1, keepdims=True))


def _fitted(vectors: np.ndarray, labels: np.ndarray, n: int) -> np.ndarray:
    """Fit a multinomial logistic regression with a ridge, by gradient descent; the last row is the bias."""
    x = np.hstack([vectors * 5, np.ones((len(vectors), 1))])
    y = np.eye(n)[labels]
    weights = np.zeros((x.shape[1], n))
    step = np.zeros_like(weights)
    for _ in range(_STEPS):
        gradient = x.T @ (_likelihoods(x @ weights) - y) + _RIDGE * weights
        step = _MOMENTUM * step - _RATE * gradient / len(x)
        weights += step
    return np.asarray(np.vstack([weights[:-1] * 5, weights[-1:]]))


def _fit(kind: Meanings, texts: list[str], labels: list[str], assistant: Assistant) -> None:
    """Fit one file of wordings, tell how it does on those left out, and write.

    Args:
        labels: the class of each text; empty for other words.
    """
    names = [*dict.fromkeys(filter(None, labels)), ""]
    known = np.array([names.index(label) for label in labels])
    vectors = assistant.index.encoder.encode(texts)
    folds = np.random.default_rng(1).integers(0, _FOLDS, len(texts))
    told = np.zeros((len(texts), len(names)))
    for fold in range(_FOLDS):
        out = folds == fold
        weights = _fitted(vectors[~out], known[~out], len(names))
        told[out] = _likelihoods(vectors[out] @ weights[:-1] + weights[-1])
    is_known = known < len(names) - 1
    for least in (0.5, 0.6, 0.7, 0.8):
        taken = told[:, :-1].max(1) > least
        right = taken & is_known & (told.argmax(1) == known)
        print(
            f"{kind.wordings.stem}, {least}: of {is_known.sum()} wordings {(taken & is_known).sum()} taken,"
            f" {right.sum()} rightly; of {(~is_known).sum()} others {(taken & ~is_known).sum()} taken"
        )
    weights = _fitted(vectors, known, len(names))
    lines = [
        "# Written by scripts/fit_meanings.py.",
        f'encoder = "{assistant.index.manifest.encoder}"',
        f"bias = [{', '.join(f'{x:.2f}' for x in weights[-1])}]",
        *(
            f'"{name}" = [{", ".join(f"{x:.2f}" for x in column)}]'
            for name, column in zip([*names[:-1], "other"], weights[:-1].T, strict=True)
        ),
    ]
    kind.weights.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _stages(assistant: Assistant) -> None:
    index = assistant.index
    wordings = _wordings(index)
    known = {w for w, _ in wordings}
    others = [*_others(index, known), *(w for w in _of_conditions() if w not in known)]
    texts = [FRAME.format(text) for text in (*(w for w, _ in wordings), *others)]
    _fit(STAGES, texts, [*(name for _, name in wordings), *([""] * len(others))], assistant)


def _operations(assistant: Assistant) -> None:
    held = tomllib.loads(MEANT.wordings.read_text(encoding="utf-8"))
    asked_as = [a.question for a in assistant.index.asked_as]
    chosen = np.random.default_rng(0).choice(len(asked_as), _N_QUESTIONS, replace=False)
    said = [
        (w, name)
        for name, listed in held.items()
        for w in (*listed, name.replace("…", "education"))
    ]
    said += [(asked_as[n], "") for n in chosen]
    pieces = _others(assistant.index, set())
    said += [
        (f"{opening} {w}", "") for opening, w in zip(_GOING_ON * _N_NEXT, pieces, strict=False)
    ]
    texts = [shape(assistant.understanding.pieces(w)) for w, _ in said]
    _fit(MEANT, texts, [name for _, name in said], assistant)


def main() -> None:
    """Fit both."""
    assistant = Assistant.open(ROOT / "index")
    _stages(assistant)
    _operations(assistant)


if __name__ == "__main__":
    main()
