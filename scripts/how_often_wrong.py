"""Count how often answers are wrong: by kind of question, by wording, by the role it concerns.

Rates carry Wilson's 95 % interval, which says something even where nothing was wrong.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from scipy.stats import binomtest

from assistant.ask import Assistant
from assistant.indexing.tokenization import STOP_WORDS
from assistant.measuring.evaluation import LabelledQuestion, score
from assistant.measuring.grading import Ask

# A measure of the evaluation -> what it means to miss it, in words.
FAULTS = {
    "rec@1": "the right recommendation is not first",
    "rec@3": "it is not among the first three",
    "quote@3": "the words that answer are not among the first three quotes",
    "followup_rec@1": "the right recommendation is not first",
    "structured_exact": "not exactly the right recommendations",
    "answered": "refused, although the guidance answers it",
    "refused_outside": "answered, although the guidance does not",
}
KINDS = {
    "natural": "a question in everyday words",
    "keyword": "two or three key words",
    "typo": "with typing slips or text-speak",
    "scenario": "a situation is told",
    "fact": "for a fact",
    "structured": "for a list or a count",
    "followup": "leaning on an earlier one",
    "compare": "what both documents say",
    "outside": "not answered by the guidance",
}


@dataclass(frozen=True, slots=True)
class Rate:
    """How often something went wrong in one group of questions.

    Attributes:
        part: kind, wording or role; group: which one of these; measure: a key of FAULTS.
    """

    part: str
    group: str
    measure: str
    wrong: int
    n: int

    @property
    def interval(self) -> tuple[float, float]:
        """Give the 95 % interval. Source: Wilson (1927), as scipy computes it."""
        found = binomtest(self.wrong, self.n).proportion_ci(method="wilson")
        return float(found.low), float(found.high)

    def as_json(self) -> dict[str, Any]:
        """Give the counts and the interval, rounded to a tenth of a per cent."""
        low, high = self.interval
        return asdict(self) | {"low": round(low, 3), "high": round(high, 3)}


Wording = Callable[[str], str]


def measured(questions: Sequence[LabelledQuestion], assistant: Assistant) -> list[Rate]:
    """Ask all questions, in all wordings, and count."""
    return [
        *by_kind(questions, assistant.ask),
        *by_wording(questions, assistant.ask),
        *by_role(questions, assistant),
    ]


def by_kind(questions: Sequence[LabelledQuestion], ask: Ask) -> Iterator[Rate]:
    """Count by the kind of question."""
    for kind in KINDS:
        yield from _rates("kind", kind, [q for q in questions if q.kind == kind], ask)


def by_wording(questions: Sequence[LabelledQuestion], ask: Ask) -> Iterator[Rate]:
    """Ask the same questions again, typed in other ways."""
    whole = [q for q in questions if q.kind in {"natural", "scenario"}]
    for name, wording in WORDINGS.items():
        typed = [replace(q, question=wording(q.question)) for q in whole]
        yield from _rates("wording", name, typed, ask)


def by_role(questions: Sequence[LabelledQuestion], assistant: Assistant) -> Iterator[Rate]:
    """Count by the group that a right recommendation names as responsible."""
    searched = [q for q in questions if q.kind in {"natural", "keyword", "typo", "scenario"}]
    for group in assistant.records.groups:
        theirs = {r.number for r in assistant.records.filtered(responsible=group.name)}
        about = [q for q in searched if q.recs & theirs]
        yield from _rates("role", group.name, about, assistant.ask)


def _rates(part: str, group: str, questions: Iterable[LabelledQuestion], ask: Ask) -> list[Rate]:
    scores = [score(q, ask(q.question, q.history)) for q in questions]
    found = []
    for measure in FAULTS:
        hits = [s[measure][0] for s in scores if measure in s]
        if hits:
            found.append(Rate(part, group, measure, hits.count(0.0), len(hits)))
    return found


def _plain(question: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", question.replace("'", "").casefold()))


def _slipped(question: str) -> str:
    """Swap two letters in the middle of the two longest words, as quick fingers do."""
    for word in sorted(set(re.findall(r"[a-z]{5,}", question)), key=lambda w: (-len(w), w))[:2]:
        at = len(word) // 2
        slip = word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
        question = question.replace(word, slip, 1)
    return question


def _telegraphic(question: str) -> str:
    words = [w for w in _plain(question).split() if w not in STOP_WORDS]
    return " ".join(words) or question


WORDINGS: dict[str, Wording] = {
    "as asked": lambda question: question,
    "small letters, no punctuation": _plain,
    "two words mistyped": _slipped,
    "little words left out": _telegraphic,
}
