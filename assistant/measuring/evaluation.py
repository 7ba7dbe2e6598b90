"""How good the answers are: the measures over a file of labelled questions."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from assistant.ask import Assistant
from assistant.domain import Abstention, Answer, Response
from assistant.errors import InvalidRequest
from assistant.measuring.grading import GRADED, Ask, graded_scores, read_graded, read_lines
from assistant.retrieval.fusion import order
from assistant.retrieval.signals import SIGNALS, scored

SEARCH_KINDS = frozenset({"natural", "keyword", "typo", "scenario"})
_QUOTE_KINDS = frozenset({"fact", "compare", "followup"})
_QUOTE_SHARE = 0.8
_RESAMPLES = 2000


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """A question and what answers it.

    Attributes:
        recs: numbers that answer it; recs_ok: numbers that are also acceptable.
        quotes: verbatim words, one of which a good answer cites.
        in_full: a follow-up as somebody would ask it who had asked nothing before.
    """

    id: str
    kind: str
    question: str
    history: tuple[str, ...]
    answerable: bool
    recs: frozenset[str]
    recs_ok: frozenset[str]
    quotes: tuple[str, ...]
    in_full: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """A mean over questions, with its bootstrap 95 % interval."""

    name: str
    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Step:
    """How well recommendations are ranked with some of the signals, before any decision."""

    name: str
    rec_at_1: float
    rec_at_3: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All measures, overall and by kind, and the questions that were missed.

    Those of follow-ups that are also written out in full are given for either way of asking.
    """

    measures: tuple[Measure, ...]
    by_kind: Mapping[str, tuple[Measure, ...]]
    follow_ups: tuple[Measure, ...] = ()
    in_full: tuple[Measure, ...] = ()
    misses: tuple[dict[str, Any], ...] = ()
    ablation: tuple[Step, ...] = ()

    def value(self, name: str) -> float:
        """Give one measure's value; 1 where no question bears on it."""
        return next((m.value for m in self.measures if m.name == name), 1.0)


def read_labelled(path: Path) -> tuple[LabelledQuestion, ...]:
    """Read labelled questions, one JSON object a line; InvalidRequest names what is none."""
    if not path.is_file():
        raise InvalidRequest(f"{path} is not a file; give a JSONL file of labelled questions")
    return read_lines(path, _labelled, "a labelled question")


def _labelled(row: dict[str, Any]) -> LabelledQuestion:
    return LabelledQuestion(
        id=str(row["id"]),
        kind=str(row["kind"]),
        question=row["question"],
        history=tuple(row.get("history", ())),
        answerable=bool(row["answerable"]),
        recs=frozenset(str(n) for n in row.get("recs", ())),
        recs_ok=frozenset(str(n) for n in row.get("recs_ok", ())),
        quotes=tuple(q["text"] for q in row.get("quotes", ())),
        in_full=str(row.get("in_full", "")),
    )


def evaluate(questions: Iterable[LabelledQuestion], ask: Ask) -> Evaluation:
    """Ask every question and score the responses."""
    scored = []
    for question in questions:
        response = ask(question.question, question.history)
        scored.append((question, response, score(question, response)))
    kinds = dict.fromkeys(question.kind for question, _, _ in scored)
    return Evaluation(
        measures=_measures([s for _, _, s in scored]),
        by_kind={kind: _measures([s for q, _, s in scored if q.kind == kind]) for kind in kinds},
        misses=tuple(_miss(q, r, s) for q, r, s in scored if is_missed(s)),
    )


def evaluate_file(path: Path, assistant: Assistant) -> Evaluation:
    """Score an assistant on a file of labelled questions, and on the graded quotes beside it."""
    questions = read_labelled(path)
    graded = path.with_name(GRADED)
    beside = graded_scores(read_graded(graded), assistant.ask) if graded.is_file() else []
    evaluation = evaluate(questions, assistant.ask)
    follow_ups = [q for q in questions if q.in_full]
    in_full = [replace(q, question=q.in_full, history=()) for q in follow_ups]
    return replace(
        evaluation,
        measures=(*evaluation.measures, *_measures(beside)),
        follow_ups=evaluate(follow_ups, assistant.ask).measures,
        in_full=evaluate(in_full, assistant.ask).measures,
        ablation=ablation(questions, assistant),
    )


def ablation(questions: Sequence[LabelledQuestion], assistant: Assistant) -> tuple[Step, ...]:
    """Rank the recommendations for the search questions with more and more of the signals."""
    asked = [q for q in questions if q.kind in SEARCH_KINDS and q.recs]
    passages = assistant.index.passages
    rows = passages.of_kind("recommendation")
    ids = [passages[i].id for i in rows]
    numbers = [passages[i].recommendation or "" for i in rows]
    found = [assistant.evidence(q.question) for q in asked]
    steps = []
    for name, signals in _steps():
        if not found or not set(signals) <= set(found[0].signals):
            continue
        hits = []
        for question, evidence in zip(asked, found, strict=True):
            taken = {signal: evidence.signals[signal] for signal in signals}
            best = order(scored(taken, evidence.unasked)[rows], ids.__getitem__)[:3]
            first = [numbers[i] for i in best]
            hits.append((first[0] in question.recs, bool(set(first) & question.recs)))
        at_1, at_3 = np.mean(np.array(hits, float), axis=0)
        steps.append(Step(name, round(float(at_1), 4), round(float(at_3), 4)))
    return tuple(steps)


def _steps() -> Iterator[tuple[str, Sequence[str]]]:
    """Name the first two kinds of signals alone, both, then each kind added to those before it."""
    kinds: dict[str, list[str]] = {}
    for name, signal in SIGNALS.items():
        kinds.setdefault(signal.said, []).append(name)
    (words, lexical), (vectors, dense), *more = kinds.items()
    yield f"{words} only", lexical
    yield f"{vectors} only", dense
    taken = [*lexical, *dense]
    yield "both", taken
    for said, names in more:
        taken = [*taken, *names]
        yield f"+ {said}", taken


def score(q: LabelledQuestion, response: Response) -> dict[str, list[float]]:
    """Score one response: measure -> the values it adds (several for a precision)."""
    shown = shown_numbers(response)
    out: dict[str, list[float]] = {}
    if q.kind in SEARCH_KINDS and q.recs:
        out["rec@1"] = [float(bool(shown) and shown[0] in q.recs)]
        out["rec@3"] = [float(any(n in q.recs for n in shown[:3]))]
        out["rec_precision"] = [float(n in q.recs | q.recs_ok) for n in shown]
    if q.kind in _QUOTE_KINDS and q.quotes:
        out["quote@3"] = [float(_quotes_hit(q, response))]
    if q.kind == "followup" and q.recs:
        out["followup_rec@1"] = [float(bool(shown) and shown[0] in q.recs)]
    if q.kind == "structured" and q.recs:
        out["structured_exact"] = [float(q.recs <= set(shown) <= q.recs | q.recs_ok)]
    if isinstance(response, Answer):
        is_list = response.firmness == "records"
        out["answers_cited"] = [float(bool(response.citations) or is_list)]
        if q.kind == "fact" and not is_list:
            out["facts_without_unrelated_cards"] = [float(set(shown) <= q.recs | q.recs_ok)]
    if not q.answerable:
        out["refused_outside"] = [float(isinstance(response, Abstention))]
    else:
        out["answered"] = [float(isinstance(response, Answer))]
    return out


def is_missed(scores: Mapping[str, Sequence[float]]) -> bool:
    """Tell whether a question was not answered as labelled."""
    return any(not all(values) for name, values in scores.items() if name != "rec_precision")


def shown_numbers(response: Response) -> list[str]:
    """Give the recommendation numbers that a response shows, in order."""
    if isinstance(response, Abstention):
        return []
    return [r.recommendation.number for r in response.recommendations]


def _quotes_hit(q: LabelledQuestion, response: Response) -> bool:
    """Tell whether one of the first three citations holds most of one labelled quote's words."""
    citations = response.citations[:3] if isinstance(response, Answer) else ()
    cited = [set(_words(c.quote.text)) for c in citations]
    shares = ((_words(text), words) for text in q.quotes for words in cited)
    return any(sum(w in words for w in own) >= _QUOTE_SHARE * len(own) for own, words in shares)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.casefold())


def _miss(
    q: LabelledQuestion, response: Response, scores: Mapping[str, list[float]]
) -> dict[str, Any]:
    return {
        "id": q.id,
        "kind": q.kind,
        "question": q.question,
        "history": list(q.history),
        "wanted": sorted(q.recs),
        "shown": shown_numbers(response),
        "missed": [name for name, values in scores.items() if not all(values)],
        "confidence": response.confidence,
    }


def _measures(scores: Sequence[Mapping[str, list[float]]]) -> tuple[Measure, ...]:
    names = dict.fromkeys(name for s in scores for name in s)
    return tuple(_measure(name, [s[name] for s in scores if name in s]) for name in names)


def _measure(name: str, values: list[list[float]]) -> Measure:
    """Average, with a bootstrap over questions. Source: Efron and Tibshirani (1993), percentile."""
    sums = np.array([sum(v) for v in values])
    counts = np.array([len(v) for v in values])
    if not counts.sum():
        return Measure(name, 0.0, 0.0, 0.0, 0)
    rng = np.random.default_rng(2021)
    picks = rng.integers(0, len(values), (_RESAMPLES, len(values)))
    totals = counts[picks].sum(1)
    means = sums[picks].sum(1)[totals > 0] / totals[totals > 0]
    low, high = np.quantile(means, [0.025, 0.975])
    value = float(sums.sum() / counts.sum())
    return Measure(name, round(value, 4), round(float(low), 4), round(float(high), 4), len(values))
