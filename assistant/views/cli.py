"""The command line: one command is one call below it.

Data on stdout, progress and errors on stderr. Heavy libraries load only in the commands that
need them.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from assistant.errors import AssistantError, InvalidRequest

ANSWERED, FAILED, USAGE, NOT_IN_GUIDANCE = 0, 1, 2, 3


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr, sys.stdin):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    arguments = parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except AssistantError as error:
        print(f"Error: {error}", file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        # The reader of our output has gone; say nothing more, and keep Python's exit from trying.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return FAILED
    return code


def parser() -> argparse.ArgumentParser:
    """Describe all commands and options."""
    top = argparse.ArgumentParser(
        prog="python -m assistant",
        description="Ask professional guidance on AI: numbered recommendations, verbatim quotes.",
    )
    top.add_argument("--index", type=Path, default=Path("index"), help="the index folder (index)")
    top.add_argument("--corpus", type=Path, default=Path("corpus"), help="the corpus folder (corpus)")
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def add(name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run=run)
        return command

    ask = add("ask", _ask, "ask one question; exit 0 answered, 3 not in the guidance")
    ask.add_argument("question")
    ask.add_argument("--json", action="store_true", help="print the response as one JSON object")
    ask.add_argument("--after", action="append", default=[], metavar="QUESTION", help="an earlier question; may be given several times, oldest first")
    ask.add_argument("--as-written", action="store_true", help="correct nothing in the question")

    batch = add("batch", _batch, "ask every question of a JSONL file; one JSON line each, in order")
    batch.add_argument("file", help='JSONL file of {"id", "question", "history"}, or - for stdin')

    show = add("show", _show, "show one recommendation")
    show.add_argument("number")
    show.add_argument("--document", default="", help="the document's id, if several have this number")
    show.add_argument("--json", action="store_true", help="print JSON")

    listing = add("list", _list, "list recommendations, all or those that meet the conditions")
    for name in ("area", "status", "responsible", "document"):
        listing.add_argument(f"--{name}", default="", help=f"only of this {name}")
    form = listing.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print a JSON array")
    form.add_argument("--csv", action="store_true", help="print CSV")

    build = add("build", _build, "build the index from the corpus")
    build.add_argument("--force", action="store_true", help="build even if nothing has changed")

    add("verify", _verify, "check every file of the index and every span; exit 1 if anything is wrong")
    add("doctor", _doctor, "look for every known fault and say what mends it; exit 1 if there is one")

    evaluating = add("evaluate", _evaluate, "score the answers on labelled questions")
    evaluating.add_argument("file", type=Path, help="JSONL file of labelled questions")
    evaluating.add_argument("--json", action="store_true", help="print JSON")

    benchmark = add("benchmark", _benchmark, "score the engine on a public collection in BEIR layout")
    benchmark.add_argument("folder", type=Path, help="folder of corpus.jsonl, queries.jsonl, qrels.tsv")
    benchmark.add_argument("--json", action="store_true", help="print JSON")
    return top


def _ask(arguments: argparse.Namespace) -> int:
    from assistant.ask import Assistant  # noqa: PLC0415
    from assistant.domain import Answer  # noqa: PLC0415
    from assistant.views.render.json import response_json  # noqa: PLC0415
    from assistant.views.render.text import response_text  # noqa: PLC0415

    assistant = Assistant.open(arguments.index)
    response = assistant.ask(
        arguments.question, arguments.after, as_written=arguments.as_written
    )
    if arguments.json:
        _print_json(response_json(response, assistant.index))
    else:
        documents = {d.id: d for d in assistant.index.documents}
        print(response_text(response, documents), end="")
    return ANSWERED if isinstance(response, Answer) else NOT_IN_GUIDANCE


def _batch(arguments: argparse.Namespace) -> int:
    from assistant.ask import Assistant  # noqa: PLC0415

    assistant = Assistant.open(arguments.index)
    code = ANSWERED
    for line in batch_lines(_lines_of(arguments.file), assistant):
        code = FAILED if line.get("kind") == "error" else code
        _print_json(line)
        sys.stdout.flush()
    return code


def batch_lines(lines: Iterator[str], assistant: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    """Answer each line of a batch; a line that cannot be asked becomes an error object."""
    from assistant.views.render.json import SCHEMA, response_json  # noqa: PLC0415

    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        row: dict[str, Any] = {}
        try:
            row = _batch_row(line)
            response = assistant.ask(row["question"], row.get("history") or [])
            yield {"id": row.get("id")} | response_json(response, assistant.index)
        except (AssistantError, ValueError, RecursionError) as error:
            yield {
                "id": row.get("id"),
                "schema": SCHEMA,
                "kind": "error",
                "line": number,
                "error": str(error) or type(error).__name__,
            }


def _batch_row(line: str) -> dict[str, Any]:
    row = json.loads(line)
    if not isinstance(row, dict) or not isinstance(row.get("question"), str):
        raise InvalidRequest('not an object with a "question"; write {"id": …, "question": "…"}')
    history = row.get("history") or []
    if not isinstance(history, list) or not all(isinstance(q, str) for q in history):
        raise InvalidRequest('"history" must be a list of earlier questions')
    return row


def _lines_of(name: str) -> Iterator[str]:
    if name == "-":
        yield from sys.stdin
        return
    try:
        with Path(name).open(encoding="utf-8", errors="replace") as file:
            yield from file
    except OSError as error:
        raise InvalidRequest(f"{name} cannot be read: {error.strerror}") from error


def _show(arguments: argparse.Namespace) -> int:
    from assistant.indexing.storage import open_current  # noqa: PLC0415
    from assistant.retrieval.records import Records  # noqa: PLC0415
    from assistant.views.render.json import recommendation_json  # noqa: PLC0415
    from assistant.views.render.text import recommendation_text  # noqa: PLC0415

    index = open_current(arguments.index)
    r = Records(index).find(arguments.number, arguments.document)
    if arguments.json:
        _print_json(recommendation_json(r))
    else:
        meaning = index.status_meanings.get(r.document_id, {}).get(r.status, "")
        print(recommendation_text(r, meaning))
    return ANSWERED


def _list(arguments: argparse.Namespace) -> int:
    from assistant.indexing.storage import open_current  # noqa: PLC0415
    from assistant.retrieval.records import Records  # noqa: PLC0415
    from assistant.views.render.json import (  # noqa: PLC0415
        recommendation_json,
        recommendations_csv,
    )

    records = Records(open_current(arguments.index))
    found = records.filtered(
        area=arguments.area,
        status=arguments.status,
        responsible=arguments.responsible,
        document=arguments.document,
    )
    if arguments.json:
        _print_json([recommendation_json(r) for r in found])
    elif arguments.csv:
        print(recommendations_csv(found), end="")
    else:
        for r in found:
            print(f"{r.number:>4}  {r.status:<9} {r.area:<25} {r.priority.text or r.action.text}")
        print(f"{len(found)} of {len(records.everything)} recommendations", file=sys.stderr)
    return ANSWERED


def _build(arguments: argparse.Namespace) -> int:
    from assistant.build import build_index  # noqa: PLC0415

    report = build_index(
        arguments.corpus,
        arguments.index,
        progress=progress_bar(sys.stderr),
        force=arguments.force,
    )
    print(build_report_text(report))
    return ANSWERED


def build_report_text(report: Any) -> str:  # noqa: ANN401  BuildReport; importing it loads the readers
    """Say what a build found and made."""
    if not report.is_new:
        return f"Nothing has changed: index {report.id} serves on."
    lines = [
        f"Index {report.id} serves: {report.n_documents} documents, "
        f"{report.n_recommendations} recommendations, {report.n_passages} passages, "
        f"{report.n_asked_as} asked-as questions, {report.n_outside} outside examples; "
        f"{report.n_encoded} texts newly encoded."
    ]
    lines += [f"Left out, not in the manifest: {name}" for name in report.unlisted_files]
    if report.without_asked_as:
        lines.append(f"{len(report.without_asked_as)} passages have no asked-as questions:")
        lines += [f"  {name}" for name in report.without_asked_as[:20]]
    return "\n".join(lines)


def progress_bar(stream: TextIO) -> Callable[[str, int, int], None]:
    """Make a progress display: a bar in a terminal, one line a stage elsewhere."""
    from tqdm import tqdm  # noqa: PLC0415

    if not stream.isatty():
        seen: set[str] = set()

        def say(stage: str, done: int, total: int) -> None:
            if stage not in seen:
                seen.add(stage)
                print(f"{stage} …", file=stream, flush=True)

        return say
    bars: dict[str, Any] = {}

    def show(stage: str, done: int, total: int) -> None:
        if stage not in bars:
            for bar in bars.values():
                bar.n = bar.total
                bar.close()
            bars[stage] = tqdm(total=total, desc=f"{stage:<22}", file=stream, leave=True)
        bars[stage].n = done
        bars[stage].refresh()

    return show


def _verify(arguments: argparse.Namespace) -> int:
    from assistant.indexing.storage import open_current  # noqa: PLC0415

    index = open_current(arguments.index)
    problems = index.check_everything()
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        print("Error: the index is damaged; run: python -m assistant build --force", file=sys.stderr)
        return FAILED
    n_spans = sum(len(e.spans) for p in index.passages for e in (p.excerpt, *p.parts))
    print(
        f"Index {index.id}: {len(index.manifest.files)} files and {n_spans} spans of "
        f"{len(index.passages)} passages are as they should be."
    )
    return ANSWERED


def _doctor(arguments: argparse.Namespace) -> int:
    from assistant.diagnosis import diagnose  # noqa: PLC0415

    faults = diagnose(arguments.corpus, arguments.index)
    for fault in faults:
        print(f"{fault.what}\n  mend it: {fault.remedy}")
    if not faults:
        print("No fault found.")
    return FAILED if faults else ANSWERED


def _evaluate(arguments: argparse.Namespace) -> int:
    from assistant.ask import Assistant  # noqa: PLC0415
    from assistant.evaluation import evaluate_file  # noqa: PLC0415
    from assistant.views.render.measures import evaluation_json, evaluation_text  # noqa: PLC0415

    assistant = Assistant.open(arguments.index)
    evaluation = evaluate_file(arguments.file, assistant)
    if arguments.json:
        _print_json(evaluation_json(evaluation, assistant.index.id))
    else:
        print(evaluation_text(evaluation), end="")
    return ANSWERED


def _benchmark(arguments: argparse.Namespace) -> int:
    from assistant.benchmark import benchmark  # noqa: PLC0415

    results = benchmark(arguments.folder, progress=progress_bar(sys.stderr))
    if arguments.json:
        _print_json(results)
    else:
        for name, value in results.items():
            print(f"{name:<40} {value}")
    return ANSWERED


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False))
