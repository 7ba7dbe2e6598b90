"""Learns from the asked-as questions of a build: the map to their passages, and the gate.

Knows nothing of what serves.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from assistant.asking.asked import Asked
from assistant.asking.tokens import tokens as tokens_of
from assistant.asking.values import values
from assistant.asking.wants import wants
from assistant.building.progress import Progress
from assistant.errors import AssistantError
from assistant.indexing import disk, tokenization
from assistant.indexing import learned as map_code
from assistant.indexing.arrays import Float32Array, Float64Array, Int32Array, Int64Array
from assistant.indexing.encoder import TextEncoding
from assistant.indexing.gate import Gate
from assistant.indexing.learned import MAX_EXAMPLES, LearnedMap
from assistant.indexing.search import ASKED_AS, OUTSIDE, PART
from assistant.indexing.storage import Index
from assistant.retrieval.judging import gate_evidence
from assistant.retrieval.retriever import Retriever

# Of so many questions of each passage the gate is fitted to, so that those asked of one passage do
# not outvote those of another; and of so many examples in all.
_JUDGED_EACH = 12
_JUDGED = 2_000
# The code whose change makes another map of the same examples.
_LEARNT_BY = (map_code.__file__, tokenization.__file__)
# Beside the map: what it was learned from, and what it says of each example without it.
_MADE_OF = "made_of.txt"
_LEFT_OUT = "left_out.npy"
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


def learn(
    index: Index,
    texts: Sequence[str],
    vectors: Float32Array,
    progress: Progress,
    before: Index | None = None,
) -> None:
    """Learn the map from questions to passages, and fit the gate; write both into the build.

    Args:
        index: the build, written but for this.
        texts, vectors: of its rows.
        before: a build whose map is taken over if it was learned from the same examples.
    """
    rows = index.rows
    examples = _examples(rows)
    if not (rows[:, 0] == ASKED_AS).any() or len(examples) > MAX_EXAMPLES:
        return
    progress("learning", 0, 1)
    learned, left_out = _learned(
        [texts[i] for i in examples],
        vectors[examples],
        rows[examples, 1],
        [_weight(texts[i]) if rows[i, 0] == ASKED_AS else 1.0 for i in examples],
        index.folder / "learned",
        before,
    )
    learned.save(index.folder / "learned")
    if (rows[:, 0] == OUTSIDE).any():
        scores = dict(zip(examples.tolist(), left_out, strict=True))
        gate = _gate(index, texts, vectors, scores, progress)
        disk.write_json(index.folder / "learned" / "gate.json", gate)


def _learned(
    texts: Sequence[str],
    vectors: Float32Array,
    belongs: Int32Array,
    weights: Sequence[float],
    folder: Path,
    before: Index | None,
) -> tuple[LearnedMap, Float64Array]:
    """Learn the map, or take it over; keep what it says of each example without it.

    Returns:
        The map; and (n_examples, 2): its best score of a passage, and that of "outside".
    """
    numbers, columns = np.unique(belongs, return_inverse=True)
    made_of = hashlib.sha256(repr((texts, columns.tolist(), weights)).encode())
    for content in (vectors.tobytes(), *(Path(code).read_bytes() for code in _LEARNT_BY)):
        made_of.update(content)
    known = _taken_over(before, made_of.hexdigest())
    if known is None:
        learned, scores = LearnedMap.fit(texts, vectors, belongs.tolist(), weights)
        left_out = np.stack([scores[:, :-1].max(axis=1), scores[:, -1]], axis=1)
    else:
        learned, left_out = (
            replace(known[0], numbers=numbers[numbers >= 0].astype(np.int64)),
            known[1],
        )
    folder.mkdir()
    (folder / _MADE_OF).write_text(made_of.hexdigest(), encoding="utf-8")
    np.save(folder / _LEFT_OUT, left_out, allow_pickle=False)
    return learned, left_out


def _taken_over(before: Index | None, made_of: str) -> tuple[LearnedMap, Float64Array] | None:
    """Give the map of a build, and what it says of each example without it, if made of the same."""
    if before is None or f"learned/{_MADE_OF}" not in before.manifest.files:
        return None
    try:
        folder = before.whole("learned", (_MADE_OF, _LEFT_OUT))
        if (folder / _MADE_OF).read_text(encoding="utf-8") == made_of and before.learned:
            return before.learned, np.load(folder / _LEFT_OUT, allow_pickle=False)
    except (OSError, ValueError, AssistantError):
        pass  # a damaged build is no source; it is learned again
    return None


def _weight(question: str) -> float:
    return _SUBJECT_COUNTS if len(question.split()) <= _SUBJECT_WORDS else 1.0


def _examples(rows: Int32Array) -> Int64Array:
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
        scores: row -> what the map says of it without it: at best of a passage, and of "outside".
    """
    retriever, rows = Retriever(index), index.rows
    judged = index.tokens.rows[index.tokens.n_passages :].tolist()
    evidence = []
    for at, row in enumerate(judged):
        progress("learning what is answered", at, len(judged))
        text, found = texts[row], tokens_of(texts[row])
        tokens = index.tokens.floats_of(index.tokens.n_passages + at)
        encoding = TextEncoding(vectors[row], *tokens)
        asked = Asked(text, text, text, wants=wants(found, values(found)))
        speaks = retriever.text_evidence(asked, encoding)
        best, outside = scores[row].tolist()
        evidence.append(gate_evidence(max(0.0, best), outside, speaks, asked.wants))
    return Gate.fit(np.array(evidence), rows[judged, 0] == ASKED_AS)
