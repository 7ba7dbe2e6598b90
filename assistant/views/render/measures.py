"""An evaluation as text and JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from assistant.measuring.evaluation import Evaluation


def evaluation_json(evaluation: Evaluation, index_id: str) -> dict[str, Any]:
    """Give all measures, by kind, and the misses."""
    return {
        "index": index_id,
        "measures": [asdict(m) for m in evaluation.measures],
        "by_kind": {k: [asdict(m) for m in ms] for k, ms in evaluation.by_kind.items()},
        "follow_ups": [asdict(m) for m in evaluation.follow_ups],
        "in_full": [asdict(m) for m in evaluation.in_full],
        "ablation": [asdict(s) for s in evaluation.ablation],
        "misses": list(evaluation.misses),
    }


def evaluation_text(evaluation: Evaluation) -> str:
    """Write the measures as tables, and the misses."""
    lines = [f"{'measure':<20} {'value':>7}  {'95 % interval':<16} {'n':>4}"]
    lines.extend(
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
    return "\n".join(lines) + "\n"
