"""The commands that look for faults, and those that measure: on labelled questions, or on a public collection."""

import argparse
import sys

from assistant.ask import Assistant
from assistant.indexing.storage import open_current
from assistant.library.diagnosis import diagnose
from assistant.measuring import benchmark as public
from assistant.measuring.evaluation import Evaluation, evaluate_file
from assistant.views.cli.terminal import ANSWERED, FAILED, milvus_address, progress_bar, say, tell
from assistant.views.render.json import plain


def verify(arguments: argparse.Namespace) -> int:
    """Check every file and every span of the index."""
    index = open_current(arguments.index)
    if problems := index.check_everything():
        mended = "Error: the index is damaged; run: python -m assistant build --force"
        say("\n".join([*problems, mended]), file=sys.stderr)
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
    told = [f"{fault.what}\n  mend it: {fault.remedy}" for fault in faults]
    say("\n".join(told) or "No fault found.")
    return FAILED if faults else ANSWERED


def evaluate(arguments: argparse.Namespace) -> None:
    """Score the answers on labelled questions."""
    assistant = Assistant.open(arguments.index, milvus_address(arguments))
    evaluation = evaluate_file(arguments.file, assistant)
    found = {"index": assistant.index.id}
    tell(arguments, lambda: found | plain(evaluation), lambda: _evaluation_text(evaluation))


def benchmark(arguments: argparse.Namespace) -> None:
    """Score the engine on a public collection."""
    results = public.benchmark(arguments.folder, progress=progress_bar(sys.stderr))
    lines = (f"{name:<40} {value}" for name, value in results.items())
    tell(arguments, lambda: results, lambda: "\n".join(lines))


def _evaluation_text(evaluation: Evaluation) -> str:
    lines = [f"{'measure':<20} {'value':>7}  {'95 % interval':<16} {'n':>4}"]
    lines += (
        f"{m.name:<20} {m.value:7.3f}  [{m.low:.3f}, {m.high:.3f}]   {m.n:>4}"
        for m in evaluation.measures
    )
    lines += ["", f"{'kind':<12} {'measure':<20} {'value':>7} {'n':>5}"]
    for kind, measures in evaluation.by_kind.items():
        lines += [f"{kind:<12} {m.name:<20} {m.value:7.3f} {m.n:>5}" for m in measures]
    if evaluation.follow_ups:
        lines += ["", f"{'follow-ups':<20} {'value':>7} {'in full':>8} {'n':>4}"]
        lines += [
            f"{m.name:<20} {m.value:7.3f} {full.value:8.3f} {m.n:>4}"
            for m, full in zip(evaluation.follow_ups, evaluation.in_full, strict=True)
        ]
    lines += ["", f"{'ranking recommendations':<32} {'rec@1':>6} {'rec@3':>6}"]
    lines += [f"{s.name:<32} {s.rec_at_1:6.3f} {s.rec_at_3:6.3f}" for s in evaluation.ablation]
    lines += ["", f"{len(evaluation.misses)} questions were missed:"]
    for miss in evaluation.misses:
        wanted, shown = ",".join(miss["wanted"]), ",".join(miss["shown"])
        lines.append(
            f"  {miss['id']} {miss['kind']}: {miss['question'][:90]} "
            f"(wanted {wanted or '-'}, shown {shown or '-'}: {', '.join(miss['missed'])})"
        )
    return "\n".join(lines)
