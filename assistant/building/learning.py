"""Learns from the asked-as questions of a build: the map to their passages, and the gate.

Knows nothing of what serves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.asking.asked import Asked
from assistant.asking.tokens import tokens as tokens_of
from assistant.asking.wants import wants
from assistant.building.progress import Progress
from assistant.indexing import disk
from assistant.indexing.encoder import Float32Array, TextEncoding
from assistant.indexing.gate import Gate
from assistant.indexing.learned import MAX_EXAMPLES, LearnedMap
from assistant.indexing.search import ASKED_AS, OUTSIDE, PART
from assistant.indexing.storage import Index
from assistant.retrieval.judging import gate_evidence
from assistant.retrieval.retriever import Retriever

Int32Array = NDArray[np.int32]
Float64Array = NDArray[np.float64]

# Of so many questions of each passage the gate is fitted to, so that those asked of one passage do
# not outvote those of another; and of so many examples in all.
_JUDGED_EACH = 12
_JUDGED = 2_000
# A line of so few words names a subject: the passage's own text tells as much of it, and many such
# lines crowd out what longer ones tell. It counts this much of a longer one. Source: the loss of the
# labelled questions 0.162 so, 0.168 at a half, 0.175 without (docs/decided.md).
_SUBJECT_WORDS = 6
_SUBJECT_COUNTS = 0.25


def judged_rows(rows: Int32Array) -> list[int]:
    """Choose the questions that the gate is fitted to: some of each passage, and those outside."""
    by_passage: dict[int, list[int]] = {}
    for at in np.flatnonzero(rows[:, 0] == ASKED_AS).tolist():
        by_passage.setdefault(int(rows[at, 1]), []).append(at)
    asked = [at for own in by_passage.values() for at in _spread(own, _JUDGED_EACH)]
    outside = np.flatnonzero(rows[:, 0] == OUTSIDE).tolist()
    return [*_spread(asked, _JUDGED), *_spread(outside, _JUDGED)]


def _spread(rows: Sequence[int], most: int) -> list[int]:
    """Take at most so many, evenly among all."""
    n = min(most, len(rows))
    return [rows[i * len(rows) // n] for i in range(n)]


def learn(index: Index, texts: Sequence[str], vectors: Float32Array, progress: Progress) -> None:
    """Learn the map from questions to passages, and fit the gate; write both into the build.

    Args:
        index: the build, written but for this.
        texts, vectors: of its rows.
    """
    rows = index.rows
    examples = _examples(rows)
    if not (rows[:, 0] == ASKED_AS).any() or len(examples) > MAX_EXAMPLES:
        return
    progress("learning", 0, 1)
    weights = [_weight(texts[i]) if rows[i, 0] == ASKED_AS else 1.0 for i in examples]
    learned, left_out = LearnedMap.fit(
        [texts[i] for i in examples], vectors[examples], rows[examples, 1].tolist(), weights
    )
    learned.save(index.folder / "learned")
    if (rows[:, 0] == OUTSIDE).any():
        scores = dict(zip(examples.tolist(), left_out, strict=True))
        gate = _gate(index, texts, vectors, scores, progress)
        disk.write_json(index.folder / "learned" / "gate.json", gate.as_dict())


def _weight(question: str) -> float:
    return _SUBJECT_COUNTS if len(question.split()) <= _SUBJECT_WORDS else 1.0


def _examples(rows: Int32Array) -> NDArray[np.int64]:
    """List what is learned from: all questions, and the parts of passages that have some."""
    kinds = rows[:, 0]
    has_questions = np.isin(rows[:, 1], rows[kinds == ASKED_AS, 1])
    is_part = (kinds == PART) & has_questions
    return np.flatnonzero((kinds == ASKED_AS) | (kinds == OUTSIDE) | is_part)


def _gate(
    index: Index,
    texts: Sequence[str],
    vectors: Float32Array,
    scores: Mapping[int, Float64Array],
    progress: Progress,
) -> Gate:
    """Fit the gate to questions as if the map had not learned from them.

    Args:
        scores: row -> what the map says of it without it; the last column is "outside".
    """
    retriever, rows = Retriever(index), index.rows
    judged = index.tokens.rows[index.tokens.n_passages :].tolist()
    evidence = []
    for at, row in enumerate(judged):
        progress("learning what is answered", at, len(judged))
        text = texts[row]
        tokens = index.tokens.floats_of(index.tokens.n_passages + at)
        encoding = TextEncoding(vectors[row], *tokens)
        asked = Asked(text, text, text, wants=wants(tokens_of(text)))
        speaks = retriever.text_evidence(asked, encoding)
        best, outside = max(0.0, float(scores[row][:-1].max())), float(scores[row][-1])
        evidence.append(gate_evidence(best, outside, speaks, asked.wants))
    return Gate.fit(np.array(evidence), rows[judged, 0] == ASKED_AS)
