"""Write docs/performance.md and its plots from what bench.py measured."""

import math
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from tables import table

Figures = dict[str, Any]
Series = tuple[str, list[tuple[float, float]]]

_COLOURS = ("#005eb8", "#b8005e", "#3a7d00", "#7a5b00")


def write_report(results: dict[str, Figures], folder: Path) -> None:
    """Write the page and the plots of the parts that were measured."""
    measured = [(write, results[name]) for name, write in _SECTIONS.items() if name in results]
    sections = [_HEAD, *(write(figures, folder / "images") for write, figures in measured), _TAIL]
    (folder / "performance.md").write_text("\n".join(sections), encoding="utf-8")


def _machine(figures: Figures) -> str:
    return f"Measured on: {figures.get('machine', 'unknown')}.\n"


def _held(value: float, most: float) -> str:
    return f"{value:g} (at most {most:g}: {'holds' if value <= most else '**does not hold**'})"


_HEAD = """# What it costs

For whoever chooses a machine for it, or wants to know whether a change made it slower. Made by `make bench` from its own
output, `bench.json`; nothing here is typed by hand. Every ratio is taken within one run, what is compared running in turn with what it is
compared with; figures are medians of the runs stated. Times depend on the machine, ratios little.
"""


def _start(f: Figures, _images: Path) -> str:
    rows = [
        [
            "wall time",
            f"{f['ask_s']} s",
            f"{f['sentence_transformers_s']} s",
            _held(f["ratio_of_time"], 1 / 8),
        ],
        [
            "CPU time",
            f"{f['ask_cpu_s']} s",
            f"{f['sentence_transformers_cpu_s']} s",
            f["ratio_of_cpu"],
        ],
        [
            "peak memory",
            f"{f['ask_peak_mb']:.0f} MB",
            f"{f['sentence_transformers_peak_mb']:.0f} MB",
            _held(f["ratio_of_memory"], 1 / 3),
        ],
    ]
    return "\n".join(
        [
            "## Start\n",
            '`python -m assistant ask "…"` in a fresh process, beside a fresh process that loads',
            f"sentence-transformers, encodes the same question and searches the same vectors ({f['runs']} runs each, in turn).",
            "Both end with the answer printed.\n",
            table(["", "assistant", "sentence-transformers", "ratio"], rows),
            f"`--help` {f['help_s']} s, `show 12` {f['show_s']} s, `list` {f['list_s']} s: they load no encoder.\n",
            _machine(f),
        ]
    )


def _answer(f: Figures, _images: Path) -> str:
    rows = [
        [
            f"{what}, p{p}",
            f"{f[f'{name}_ask_p{p}_ms']} ms",
            f"{f[f'{name}_encode_p{p}_ms']} ms",
            _held(f[f"{name}_ratio_p{p}"], 1.5),
        ]
        for name, what in (
            ("all", "all questions"),
            ("without_history", "without an earlier question"),
        )
        for p in (50, 95)
    ]
    rows.append(
        [
            "all as one batch",
            f"{f['batch_s']} s",
            f"{f['batch_encoding_s']} s",
            _held(f["batch_ratio"], 1.1),
        ]
    )
    stages = sorted(f["stages_ms"].items(), key=lambda item: -item[1])
    whole = sum(f["stages_ms"].values())
    return "\n".join(
        [
            "## A warm question\n",
            f"{f['questions']} questions, {f['of_which_follow_ups']} of them follow-ups; {f['runs']} runs; each question is asked and then encoded bare.",
            "A follow-up needs up to three encodings, side by side where cores are free: its own words, the earlier question,",
            "and both together; so the last percentiles of all questions are theirs.\n",
            table(["", "asking", "bare encoding", "ratio"], rows),
            f"Where the {whole:.1f} ms of an average question go (with the cost of timing each stage):\n",
            table(
                ["stage", "ms", "share"], [[what, ms, f"{ms / whole:.0%}"] for what, ms in stages]
            ),
            _machine(f),
        ]
    )


def _server(f: Figures, _images: Path) -> str:
    if "skipped" in f:
        return f"## Server\n\nNot measured: {f['skipped']}.\n"
    return "\n".join(
        [
            "## Server\n",
            f"{f['people']} people asking at once over HTTP, each as soon as the last answer has come: p50 {f['p50_ms']} ms, p95 {f['p95_ms']} ms.",
            f"{f['questions']:,} further questions by four people: {f['questions_per_s']} a second; memory {f['memory_before_mb']} MB before, {f['memory_after_mb']} MB after.",
            f"Errors and refusals: {f['errors']}.\n",
            _machine(f),
        ]
    )


def _build(f: Figures, _images: Path) -> str:
    return "\n".join(
        [
            "## Build\n",
            f"First build of the shipped corpus: {f['first_build_s']} s wall, {f['first_build_cpu_s']} s CPU, peak {f['first_build_peak_mb']} MB (one run; it loads torch, encodes every text, exports the encoder and checks the export).",
            f"That is {f['ms_a_passage']} ms for each of its {f['passages']} passages, or {f['ms_a_text']} ms for each of the {f['texts']:,} texts encoded for them "
            "(passages, their sentences and headings, asked-as questions, outside examples), all that happens once counted in.",
            f"With nothing new: {_held(f['nothing_new_s'], 2)} s.\n",
            _machine(f),
        ]
    )


_GROWTH_HEAD = (
    "passages, index, ask p50 ms, p95 ms, encode p50 ms, build s (without encoding), "
    "open and first answer s, peak MB, disk MB, recall@10, @100, @1000"
)


def _growth(f: Figures, images: Path) -> str:
    if "skipped" in f:
        return f"## Growth\n\nNot measured: {f['skipped']}.\n"
    sizes = sorted((int(n), g) for n, g in f.items() if n.isdigit() and "skipped" not in g)
    rows = [
        [
            f"{n:,}", g["kind"], g["ask_p50_ms"], g["ask_p95_ms"], g["encode_p50_ms"],
            g["build_s_without_encoding"], g["open_and_first_answer_s"], g["peak_mb"], g["disk_mb"],
            g["recall"]["10"], g["recall"]["100"], g["recall"]["1000"],
        ]
        for n, g in sizes
    ]  # fmt: skip
    first, last = sizes[0], sizes[-1]
    ratio = last[1]["ask_p95_ms"] / first[1]["ask_p95_ms"]
    _plot(
        images / "growth-time.svg",
        "Time of a warm question",
        "passages",
        "ms",
        [(f"ask, {p}", [(n, g[f"ask_{p}_ms"]) for n, g in sizes]) for p in ("p50", "p95")]
        + [("bare encoding, p50", [(n, g["encode_p50_ms"]) for n, g in sizes])],
    )
    _plot(
        images / "growth-size.svg",
        "Memory and disk",
        "passages",
        "MB",
        [
            ("peak memory", [(n, g["peak_mb"]) for n, g in sizes]),
            ("disk, without the encoder", [(n, g["disk_mb"]) for n, g in sizes]),
        ],
    )
    return "\n".join(
        [
            "## Growth\n",
            "A public collection enlarged by its own text: its sentences cut into pieces of at most a",
            "dozen words, each a passage of its own with a real vector; nothing is repeated. Each size in",
            "a process of its own. Recall is that of the search a question begins with, against comparing with every vector.\n",
            table(_GROWTH_HEAD.split(", "), rows),
            f"p95 at {last[0]:,} passages over p95 at {first[0]:,}: {_held(round(ratio, 2), 4)}.\n",
            "![Time of a warm question by number of passages](images/growth-time.svg)\n",
            "![Memory and disk by number of passages](images/growth-size.svg)\n",
            _machine(f),
        ]
    )


_SECTIONS = {
    "start": _start,
    "answer": _answer,
    "server": _server,
    "build": _build,
    "growth": _growth,
}

_TAIL = "What was tried, what it gave and what was not taken: [decided.md](decided.md).\n"


def _plot(path: Path, title: str, x_label: str, y_label: str, series: list[Series]) -> None:
    """Draw lines over a logarithmic x axis as an SVG of plain shapes."""
    series = [(name, points) for name, points in series if points]
    width, height, left, top, right, bottom = 640, 340, 60, 40, 20, 50
    xs = [math.log10(x) for _, points in series for x, _ in points]
    most = max(y for _, points in series for _, y in points) * 1.1
    low, high = min(xs), max(xs)

    def at(x: float, y: float) -> tuple[float, float]:
        along = (math.log10(x) - low) / ((high - low) or 1)
        return left + along * (width - left - right), height - bottom - y / most * (
            height - top - bottom
        )

    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12" role="img" aria-label="{escape(title)}">',
        f'<rect width="{width}" height="{height}" fill="#fff"/><text x="{left}" y="22" font-size="15">{escape(title)}</text>',
    ]
    for step in range(5):
        y = most / 1.1 * step / 4
        _, line = at(10**low, y)
        out.append(
            f'<path d="M{left} {line:.1f}H{width - right}" stroke="#ddd"/><text x="{left - 8}" y="{line + 4:.1f}" text-anchor="end">{y:.3g}</text>'
        )
    for x in sorted({x for _, points in series for x, _ in points}):
        line, _ = at(x, 0)
        out.append(
            f'<text x="{line:.1f}" y="{height - bottom + 18}" text-anchor="middle">{x:,.0f}</text>'
        )
    out.append(
        f'<text x="{width - right}" y="{height - 10}" text-anchor="end">{escape(x_label)}</text><text x="{left}" y="{top - 4}" text-anchor="end">{escape(y_label)}</text>'
    )
    for number, (name, points) in enumerate(series):
        colour = _COLOURS[number % len(_COLOURS)]
        places = [at(x, y) for x, y in sorted(points)]
        out.append(
            f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in places)}" fill="none" stroke="{colour}" stroke-width="2"/>'
        )
        out += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places]
        out.append(
            f'<text x="{left + 12}" y="{top + 14 + 16 * number}" fill="{colour}">{escape(name)}</text>'
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([*out, "</svg>"]) + "\n", encoding="utf-8")
