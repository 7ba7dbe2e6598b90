"""What a finished build must pass before it serves: the checks of its form, and of its answers.

No field may have become empty, and the labelled questions kept with the corpus must be answered as
well, within the margin. How a build answers is kept beside it (index/evaluations/): it is made from the corpus alone.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from statistics import fmean

from assistant.ask import Assistant
from assistant.building.builds import current_or_none
from assistant.building.progress import Progress, silent
from assistant.comparing.changes import ChangeKind, Shown, recommendation_changes
from assistant.comparing.pairing import gone_texts, pair_recommendations
from assistant.domain import Abstention, PassageId, Response
from assistant.errors import BuildNotAccepted
from assistant.indexing import disk, storage
from assistant.indexing.program import files_of
from assistant.indexing.storage import Index
from assistant.measuring.evaluation import LabelledQuestion, is_missed, read_labelled, score
from assistant.measuring.form import faults_of_form

QUESTIONS = "questions.jsonl"
# A measure may fall by this much, and by the answers to so many questions at least. Adding an
# unrelated document of 83 passages without asked-as questions (realdocs/nhse_acceptable_cloud_tools.md),
# which is no fault, took 0.019 off rec@3 and 2 of 50 off refused_outside.
MARGIN = 0.03
MARGIN_QUESTIONS = 3
# What a measure counts, in words that a keeper can act on.
_COUNTS: Mapping[str, str] = {
    "rec@1": "the right recommendation comes first",
    "rec@3": "a right recommendation is among the first three",
    "quote@3": "a labelled quote is among the first three citations",
    "structured_exact": "a list is exactly right",
    "followup_rec@1": "the right recommendation comes first in a follow-up",
    "refused_outside": "a question outside the guidance is refused",
    "answered": "a question that the guidance answers is answered",
}
_NAMED = 5
# Why questions were not counted.
_STALE = (
    "have labels of the edition before: what they quote is gone, or their recommendation has another "
    "number. They were not counted, write their labels anew"
)
_AFFECTED = (
    "ask about recommendations that have changed and are answered otherwise now; they were not "
    "counted, go through their labels"
)
# What happens to a recommendation and changes the answers it belongs into.
_BEARING: frozenset[ChangeKind] = frozenset({"new", "withdrawn", "status", "responsible", "area"})


@dataclass(frozen=True, slots=True)
class Figures:
    """How well a build answers the labelled questions.

    Attributes:
        questions, program: what it was measured with: checksums of the file of questions, and of
            the code that answers.
        scores: question id -> measure -> the values that the question adds to it.
        shown: question id -> ids of the recommendations shown, or failing these of the first
            passage quoted; nothing for an abstention.
    """

    build: str
    questions: str
    program: str
    scores: Mapping[str, Mapping[str, tuple[float, ...]]]
    shown: Mapping[str, tuple[PassageId, ...]]

    @property
    def measures(self) -> dict[str, float]:
        return {name: mean for name, (mean, _) in self.over(self.scores).items()}

    def over(self, questions: Iterable[str]) -> dict[str, tuple[float, int]]:
        """Give the mean of each measure over some questions, and how many of them bear on it."""
        values: dict[str, list[tuple[float, ...]]] = {}
        for name in questions:
            for measure, added in self.scores[name].items():
                values.setdefault(measure, []).append(added)
        means = {m: [v for added in every for v in added] for m, every in values.items()}
        return {m: (fmean(v), len(values[m])) for m, v in means.items() if v}


@dataclass(slots=True)
class Acceptance:
    """Looks at a finished build before it serves; build_index calls it.

    Attributes:
        force: let it pass whatever is found; the faults can still be read.
        faults: what was found.
        notes: what a person should look at though it is no fault.
        figures: how well the build answers, if there are labelled questions.
        before: how well the one that serves answers them, if there is one.
    """

    corpus: Path
    index: Path
    progress: Progress = silent
    force: bool = False
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    figures: Figures | None = None
    before: Figures | None = None

    def __call__(self, built: Index) -> None:
        """Examine a build; BuildNotAccepted says why it must not serve."""
        serving = current_or_none(self.index)
        if serving is not None and serving.check_files():
            serving = None  # a damaged build is no measure for another
        self.faults += faults_of_form(built, serving)
        if not self.faults or self.force:
            self.faults += self._faults_of_answers(built, serving)
        if self.faults and not self.force:
            found = "\n".join(f"  - {fault}" for fault in self.faults)
            raise BuildNotAccepted(
                f"the new index is not published, the one that served still serves:\n{found}\n"
                "If this is meant, run: python -m assistant build --force",
                tuple(self.faults),
            )

    def _faults_of_answers(self, built: Index, serving: Index | None) -> Iterator[str]:
        questions = self.corpus / QUESTIONS
        if not questions.is_file():
            return
        self.figures = figures_of(built, self.index, questions, self.progress)
        if serving is None:
            return
        before = self.before = figures_of(serving, self.index, questions, self.progress)
        labelled = read_labelled(questions)
        wording = wording_of(labelled)
        stale = outdated_questions(serving, built, labelled)
        affected = affected_questions(serving, built, before, self.figures)
        affected = tuple(q for q in affected if q not in stale)
        for ids, why in ((stale, _STALE), (affected, _AFFECTED)):
            named = _named([wording[q] for q in ids])
            self.notes += [f"{len(ids)} labelled questions {why}: {named}"] if ids else []
        yield from worse(before, self.figures, wording, (*stale, *affected))


def outdated_questions(
    serving: Index, built: Index, labelled: Iterable[LabelledQuestion]
) -> tuple[str, ...]:
    """List the questions whose labels belong to the documents as they were.

    What they quote stood in a document and does not any more, or the number that answers them is
    now that of another recommendation. They tell nothing about the search.
    """
    pairs = pair_recommendations(serving.recommendations, built.recommendations)
    moved = {a.number for a, b in pairs if a and (b is None or b.number != a.number)}
    questions = tuple(labelled)
    gone = gone_texts([text for q in questions for text in q.quotes], serving, built)
    return tuple(q.id for q in questions if moved & q.recs or gone & {*q.quotes})


def affected_questions(
    serving: Index, built: Index, before: Figures, after: Figures
) -> tuple[str, ...]:
    """List the questions whose answers differ only by recommendations that have themselves changed.

    They cannot tell whether the search has become worse: a status that moved changes what is
    pending, a new recommendation may answer better than an old one.
    """
    pairs = pair_recommendations(serving.recommendations, built.recommendations)
    renamed = {a.id: b.id for a, b in pairs if a and b}
    bearing = [c for c in recommendation_changes(pairs) if _BEARING & set(c.kinds)]
    changed = {r.id for change in bearing for r in (change.before, change.after) if r}
    differing = {
        name: {renamed.get(i, i) for i in before.shown.get(name, shown)} ^ set(shown)
        for name, shown in after.shown.items()
    }
    return tuple(name for name, ids in differing.items() if ids and ids <= changed)


def worse(
    before: Figures, after: Figures, wording: Mapping[str, str], without: Sequence[str] = ()
) -> Iterator[str]:
    """Say which measures have fallen by more than the margin, and which questions are missed.

    `wording` is what each question asks, by its id; those in `without` do not count.
    """
    both = [q for q in after.scores if q in before.scores and q not in set(without)]
    was = {name: mean for name, (mean, _) in before.over(both).items()}
    now = {name: (was[name], *of) for name, of in after.over(both).items() if name in was}
    fallen = [_fallen(m, a, b, n) for m, (a, b, n) in now.items() if a - b > margin(n) + 1e-9]
    yield from fallen
    newly = [q for q in both if is_missed(after.scores[q]) and not is_missed(before.scores[q])]
    for q in newly[:_NAMED] if fallen else ():
        earlier, later = (", ".join(f.shown[q]) or "not answered" for f in (before, after))
        yield f'now missed: "{wording[q]}": {earlier} before, {later} now'
    if fallen and len(newly) > _NAMED:
        yield f"and {len(newly) - _NAMED} more questions"


def _fallen(name: str, before: float, after: float, n: int) -> str:
    if name in _COUNTS:
        now, was, let = round(n * after), round(n * before), int(n * margin(n) + 1e-9)
        said = f"{_COUNTS[name]} for {now} of {n} labelled questions, before for {was}"
    else:
        now, was, let = (round(100 * share) for share in (after, before, margin(n)))
        said = f"of 100 recommendations shown {now} are right or acceptable, before {was}"
    return f"{said} ({let} fewer are let through)"


def _named(questions: Sequence[str]) -> str:
    more = f" and {len(questions) - _NAMED} more" if len(questions) > _NAMED else ""
    return ", ".join(f'"{question}"' for question in questions[:_NAMED]) + more


def margin(n: int) -> float:
    """Give the most that a measure over n questions may fall."""
    return max(MARGIN, MARGIN_QUESTIONS / n) if n else 1.0


def figures_of(build: Index, index: Path, questions: Path, progress: Progress = silent) -> Figures:
    """Read how well a build answers the questions, or ask it, and keep the figures."""
    asked = disk.sha256_of(questions)
    kept, ours = kept_figures(index, build.id), (build.id, asked, _program())
    if kept is not None and (kept.build, kept.questions, kept.program) == ours:
        return kept
    measured = _measured(build, questions, asked, progress)
    path = index / storage.EVALUATIONS / f"{build.id}.json"
    path.parent.mkdir(exist_ok=True)
    disk.write_atomically(path, json.dumps(asdict(measured), ensure_ascii=False, indent=1) + "\n")
    return measured


def wording_of(labelled: Iterable[LabelledQuestion]) -> dict[str, str]:
    """Give what each labelled question asks, by id."""
    return {q.id: q.question for q in labelled}


def kept_figures(index: Path, build_id: str) -> Figures | None:
    """Read how well a build answered when it was last asked; what cannot be read counts as none."""
    path = index / storage.EVALUATIONS / f"{build_id}.json"
    try:
        return disk.decoder(Figures).decode(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None


def kept_answers(
    builds: tuple[str, str], index: Path, questions: Path
) -> tuple[Shown, Shown] | None:
    """Read what builds showed for these very questions; None if one has not been asked them.

    Nor if they were asked by different versions of the program, which may itself answer otherwise.
    """
    was, now = (kept_figures(index, build) for build in builds)
    if was is None or now is None or (was.build, now.build) != builds or not questions.is_file():
        return None
    measured = {(kept.questions, kept.program) for kept in (was, now)}
    is_alike = measured == {(disk.sha256_of(questions), was.program)}
    return (was.shown, now.shown) if is_alike else None


def _measured(build: Index, questions: Path, asked: str, progress: Progress) -> Figures:
    assistant, labelled = Assistant(build), read_labelled(questions)
    scores: dict[str, dict[str, tuple[float, ...]]] = {}
    shown: dict[str, tuple[PassageId, ...]] = {}
    for at, question in enumerate(labelled):
        progress("checking answers", at, len(labelled))
        response = assistant.ask(question.question, question.history)
        found = score(question, response)
        scores[question.id] = {name: tuple(values) for name, values in found.items()}
        shown[question.id] = _shown(response)
    return Figures(build.id, asked, _program(), scores, shown)


def _shown(response: Response) -> tuple[str, ...]:
    if isinstance(response, Abstention):
        return ()
    recommendations = tuple(ranked.recommendation.id for ranked in response.recommendations)
    return recommendations or tuple(c.passage_id for c in response.citations[:1])


@cache
def _program() -> str:
    """Hash the code that answers: figures of another version are no measure."""
    paths = [*files_of("ask"), Path(__file__).with_name("evaluation.py")]
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()
