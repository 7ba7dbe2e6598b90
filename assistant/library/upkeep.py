"""Brings the index up to date with the corpus, and says what changed."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from assistant.building import BuildReport, build_index, builds
from assistant.building.builds import KeptBuild, current_or_none
from assistant.building.progress import Progress, silent
from assistant.comparing.changes import Changes, compare
from assistant.corpus.approval import IDENTITY, Approve, SourceChange, source_changes
from assistant.corpus.manifest import documents_of
from assistant.domain import DocumentId
from assistant.errors import AssistantError, BuildRefused
from assistant.indexing import storage
from assistant.library.gaps import Suggestion, Unasked, suggestions, unasked
from assistant.library.needs import Need, needs
from assistant.measuring.acceptance import (
    QUESTIONS,
    Acceptance,
    figures_of,
    kept_answers,
    kept_figures,
    wording_of,
)
from assistant.measuring.evaluation import read_labelled


@dataclass(frozen=True, slots=True)
class Updated:
    """What bringing the index up to date did.

    Attributes:
        examined: what was found of the build before it served; faults were passed over by force.
        changes: against the build that served before; None if there was none that can be read.
        suggested: the passages whose own words a neighbour's questions own, the worst first.
        needs: of each new or changed document, as `needs` gives them.
    """

    report: BuildReport
    examined: Acceptance
    changes: Changes | None = None
    suggested: tuple[Suggestion, ...] = ()
    unasked: tuple[Unasked, ...] = ()
    needs: Mapping[DocumentId, tuple[Need, ...]] = field(default_factory=dict)


def update(
    corpus: Path,
    index: Path,
    *,
    progress: Progress = silent,
    approve: Approve | None = None,
    force: bool = False,
    encoder: str = "",
) -> Updated:
    """Build the index, let it serve if it is as good as the one before, and say what changed.

    Takes and raises what build_index does; BuildRefused also if the build is worse.
    """
    acceptance = Acceptance(corpus, index, progress, force)
    how: dict[str, Any] = {"approve": approve, "force": force, "encoder": encoder}
    report = build_index(corpus, index, progress=progress, accept=acceptance, **how)
    if not report.is_new:
        return Updated(report, acceptance)
    built, changes = report.built, None
    progress("looking for what needs questions", 0, 1)
    fresh: list[DocumentId] = []
    # There may be none before, or a damaged one: nothing to compare with.
    with suppress(AssistantError):
        before = storage.open_build(index, report.replaced)
        known = {(d.id, d.sha256) for d in before.documents}
        fresh = [d.id for d in built.documents if (d.id, d.sha256) not in known]
        changes = compare(before, built) if before.id != built.id else None
    return Updated(
        report,
        acceptance,
        changes,
        suggested=tuple(s for s in suggestions(built) if s.owned),
        unasked=unasked(built),
        needs={d: needed for d in fresh if (needed := needs(built, corpus, d))},
    )


def difference(
    corpus: Path, index: Path, before: str, after: str, *, progress: Progress = silent
) -> Changes:
    """Compare two builds, and how they answer the labelled questions of the corpus."""
    old, new = storage.open_build(index, before), storage.open_build(index, after)
    questions = corpus / QUESTIONS
    if not questions.is_file():
        return compare(old, new)
    was, now = (figures_of(build, index, questions, progress).shown for build in (old, new))
    return compare(old, new, questions=wording_of(read_labelled(questions)), shown=(was, now))


def latest_changes(corpus: Path, index: Path, build_id: str) -> Changes | None:
    """Compare a build with the one that served before it; None if none is kept that can be read.

    That is the one published before it or, where somebody has gone back to it, the newest. Asks
    nothing: labelled questions are compared if both builds have answered those that the corpus
    holds now.
    """
    sound = [kept for kept in builds.finished_builds(index) if not kept.problem]
    at = next((n for n, kept in enumerate(sound) if kept.id == build_id), len(sound))
    newer, earlier = sound[:at], sound[at + 1 :]
    is_back = bool(newer) and at < len(sound) and sound[at].serves
    others = newer if is_back else earlier
    if not others:
        return None
    before, after = (storage.open_build(index, name) for name in (others[0].id, build_id))
    shown = kept_answers((before.id, after.id), index, corpus / QUESTIONS)
    questions = wording_of(read_labelled(corpus / QUESTIONS)) if shown else {}
    changes = compare(before, after, questions=questions, shown=shown)
    return replace(changes, is_back=is_back)


def kept_builds(index: Path) -> tuple[KeptBuild, ...]:
    """Describe the finished builds, newest first, with what was measured of each."""
    found = ((build, kept_figures(index, build.id)) for build in builds.finished_builds(index))
    return tuple(replace(b, measures=of.measures) if of else b for b, of in found)


def pending(corpus: Path, index: Path) -> tuple[SourceChange, ...]:
    """List the documents that are not those the index that serves was built from."""
    return source_changes(documents_of(corpus), current_or_none(index))


def only_these(approved: Sequence[Sequence[str]]) -> Approve:
    """Approve a build of the documents that a person has seen, each as `seen` gives it."""
    known = {tuple(change) for change in approved}

    def approve(changes: Sequence[SourceChange]) -> None:
        if {seen(change) for change in changes} != known:
            why = "the documents are not those that were shown; look at them again, then build"
            raise BuildRefused(why)

    return approve


def seen(change: SourceChange) -> tuple[str, ...]:
    """Name a change of the documents so that another one is not taken for it."""
    entries = (change.before, change.entry)
    identities = [[getattr(e, name) for name in IDENTITY] for e in entries if e is not None]
    return change.kind, change.entry.id, change.entry.sha256, json.dumps(identities)
