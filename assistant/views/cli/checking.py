"""The commands that look for faults of the index, the corpus and the machine."""

import argparse
import sys

from assistant.indexing.storage import open_current
from assistant.library.diagnosis import diagnose
from assistant.views.cli.terminal import ANSWERED, FAILED, say


def verify(arguments: argparse.Namespace) -> int:
    """Check every file and every span of the index."""
    index = open_current(arguments.index)
    problems = index.check_everything()
    for problem in problems:
        say(problem, file=sys.stderr)
    if problems:
        say("Error: the index is damaged; run: python -m assistant build --force", file=sys.stderr)
        return FAILED
    n_spans = sum(len(e.spans) for p in index.passages for e in (p.excerpt, *p.parts))
    say(
        f"Index {index.id}: {len(index.manifest.files)} files and {n_spans} spans of "
        f"{len(index.passages)} passages are as they should be."
    )
    return ANSWERED


def doctor(arguments: argparse.Namespace) -> int:
    """Look for every known fault, and say what mends it."""
    faults = diagnose(arguments.corpus, arguments.index)
    for fault in faults:
        say(f"{fault.what}\n  mend it: {fault.remedy}")
    if not faults:
        say("No fault found.")
    return FAILED if faults else ANSWERED
