"""What cited passages do for their questions, as people who read them have graded it."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal, TypeAlias, TypeVar, get_args

import msgspec

from assistant.domain import Answer, Citation, PassageId, Response
from assistant.domain.marks import words_only
from assistant.errors import InvalidRequest

GRADED = "graded.jsonl"
Grade: TypeAlias = Literal["answers", "context", "does not belong"]
# Best first: a quote of several graded sentences does what its best one does.
_GRADES: tuple[Grade, ...] = get_args(Grade)

Ask = Callable[[str, Sequence[str]], Response]
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class GradedQuote:
    """What a passage does for a question.

    `words` is how the graded sentence begins; empty for a recommendation, which is graded whole.
    """

    passage: PassageId
    words: str
    grade: Grade

    def is_in(self, citation: Citation) -> bool:
        if not self.words:
            return citation.passage_id == self.passage
        return _plain(self.words) in _plain(citation.quote.text)


@dataclass(frozen=True, slots=True)
class GradedQuestion:
    """A question and the quotes that were read for it."""

    id: str
    question: str
    quotes: tuple[GradedQuote, ...]
    history: tuple[str, ...] = ()

    def grade_of(self, citation: Citation) -> Grade | None:
        """Give the best grade of what a citation quotes; None if nobody has graded any of it."""
        found = [q.grade for q in self.quotes if q.is_in(citation)]
        return min(found, key=_GRADES.index) if found else None


def read_graded(path: Path) -> tuple[GradedQuestion, ...]:
    """Read graded quotes, one JSON object a line for each question."""
    graded = partial(msgspec.convert, type=GradedQuestion)
    return read_lines(path, graded, "a question with graded quotes")


def read_lines(path: Path, parse: Callable[[dict[str, Any]], Item], what: str) -> tuple[Item, ...]:
    """Read one JSON object a line, each by `parse`; InvalidRequest names a line that is no such thing.

    Empty lines count for nothing.
    """
    found = []
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise InvalidRequest(f"{path} cannot be read: {error.strerror}") from error
    for number, line in enumerate(lines, start=1):
        try:
            if line.strip():
                found.append(parse(json.loads(line)))
        except (ValueError, KeyError, TypeError) as error:
            raise InvalidRequest(f"{path}, line {number}: not {what} ({error})") from error
    return tuple(found)


def graded_scores(questions: Iterable[GradedQuestion], ask: Ask) -> list[dict[str, list[float]]]:
    """Ask every question and score what is cited: measure -> the values that a question adds.

    citation_precision: quotes that belong (answer, or are context); citation_precision_strict:
    quotes that answer; answers_kept, unrelated_left_out: graded quotes that answer and are cited,
    that do not belong and are not; document_claims: documents cited with a quote that belongs;
    quotes_graded: quotes that somebody has graded.
    """
    return [_score(question, ask(question.question, question.history)) for question in questions]


def _score(question: GradedQuestion, response: Response) -> dict[str, list[float]]:
    cited = response.citations if isinstance(response, Answer) else ()
    graded = [(c.document_id, question.grade_of(c)) for c in cited]
    known = [(document, grade) for document, grade in graded if grade]
    belonging = [document for document, grade in known if grade != "does not belong"]
    is_cited = [(q.grade, any(q.is_in(c) for c in cited)) for q in question.quotes]
    found = {
        "citation_precision": [grade != "does not belong" for _, grade in known],
        "citation_precision_strict": [grade == "answers" for _, grade in known],
        "answers_kept": [shown for grade, shown in is_cited if grade == "answers"],
        "unrelated_left_out": [not is_in for grade, is_in in is_cited if grade == _GRADES[-1]],
        "document_claims": [d in belonging for d in dict.fromkeys(d for d, _ in known)],
        "quotes_graded": [grade is not None for _, grade in graded],
    }
    return {name: [float(value) for value in values] for name, values in found.items()}


def _plain(text: str) -> str:
    """Keep letters and digits: marks and line breaks are no difference."""
    return " ".join(re.findall(r"[a-z0-9]+", words_only(text).casefold()))
