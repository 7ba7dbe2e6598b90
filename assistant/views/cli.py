"""The command line: one command is one call below it.

Data on stdout, progress and errors on stderr. Heavy libraries load only in the commands that
need them.
"""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from assistant.errors import AssistantError, InvalidRequest
from assistant.views.render.visible import json_line, visible

# 2, wrong usage, is argparse's own.
ANSWERED, FAILED, NOT_IN_GUIDANCE = 0, 1, 3
# So many lines of a batch file are read before the first of them is answered.
_AHEAD = 8
# A question's Python takes two milliseconds and its encoding, outside of Python's lock, five. At
# Python's own interval of five one thread waits for the other: 150 questions take 1.1 s, so 0.65.
_SWITCH_S = 0.0002


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
        _say(f"Error: {error}", file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        # The reader of our output has gone; say nothing more, and keep Python's exit from trying.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except KeyboardInterrupt:
        _say("Stopped.", file=sys.stderr)
        return FAILED
    return code


def parser() -> argparse.ArgumentParser:
    """Describe all commands and options."""
    top = argparse.ArgumentParser(
        prog="python -m assistant",
        description="Ask professional guidance on AI: numbered recommendations, verbatim quotes.",
    )
    top.add_argument("--index", type=Path, default=Path("index"), help="the index folder (index)")
    top.add_argument(
        "--corpus", type=Path, default=Path("corpus"), help="the corpus folder (corpus)"
    )
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def add(
        name: str, run: Callable[[argparse.Namespace], int], text: str
    ) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run=run)
        return command

    ask = add("ask", _ask, "ask one question; exit 0 answered, 3 not in the guidance")
    ask.add_argument("question")
    ask.add_argument("--json", action="store_true", help="print the response as one JSON object")
    ask.add_argument(
        "--after",
        action="append",
        default=[],
        metavar="QUESTION",
        help="an earlier question; may be given several times, oldest first",
    )
    ask.add_argument("--as-written", action="store_true", help="correct nothing in the question")

    batch = add("batch", _batch, "ask every question of a JSONL file; one JSON line each, in order")
    batch.add_argument("file", help='JSONL file of {"id", "question", "history"}, or - for stdin')

    show = add("show", _show, "show one recommendation")
    show.add_argument("number")
    show.add_argument(
        "--document", default="", help="the document's id, if several have this number"
    )
    show.add_argument("--json", action="store_true", help="print JSON")

    listing = add("list", _list, "list recommendations, all or those that meet the conditions")
    for name in ("area", "status", "responsible", "document"):
        listing.add_argument(f"--{name}", default="", help=f"only of this {name}")
    form = listing.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print a JSON array")
    form.add_argument("--csv", action="store_true", help="print CSV")

    build = add("build", _build, "build the index from the corpus")
    build.add_argument(
        "--yes", action="store_true", help="do not ask about documents that have changed"
    )
    build.add_argument(
        "--force",
        action="store_true",
        help="build even if nothing has changed, and publish even if it is worse",
    )

    diff = add("diff", _diff, "what changed between two builds, the last two by default")
    diff.add_argument(
        "old", nargs="?", default="", metavar="OLD", help="a build's id, or its beginning"
    )
    diff.add_argument(
        "new", nargs="?", default="", metavar="NEW", help="a build's id (the one that serves)"
    )
    form = diff.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON")
    form.add_argument("--markdown", action="store_true", help="print Markdown, to send round")

    kept = add("builds", _builds, "list the builds that one can go back to")
    kept.add_argument("--json", action="store_true", help="print JSON")
    use = add("use", _use, "let an earlier build serve, at once")
    use.add_argument("id", help="its id, or the beginning of it")

    adding = add("add", _add, "add a document to the corpus, after showing what was found in it")
    adding.add_argument("file", type=Path, metavar="FILE")
    adding.add_argument("--id", default="", help="begins every citation id (made from the title)")
    _describe(adding, is_new=True)
    replacing = add("replace", _replace, "put a new edition in a document's place")
    replacing.add_argument("old", metavar="OLD_ID", help="the id of the document; it is kept")
    replacing.add_argument("file", type=Path, metavar="FILE")
    _describe(replacing, is_new=False)
    removing = add("remove", _remove, "take a document out of the corpus")
    removing.add_argument("id", help="the id of the document")
    removing.add_argument("--yes", action="store_true", help="do not ask")

    suggest = add(
        "suggest",
        _suggest,
        "print a file to fill in with asked-as questions, for the passages without any",
    )
    suggest.add_argument(
        "document", nargs="?", default="", metavar="DOCUMENT", help="only of this document"
    )

    add(
        "verify",
        _verify,
        "check every file of the index and every span; exit 1 if anything is wrong",
    )
    add(
        "doctor",
        _doctor,
        "look for every known fault and say what mends it; exit 1 if there is one",
    )

    evaluating = add("evaluate", _evaluate, "score the answers on labelled questions")
    evaluating.add_argument("file", type=Path, help="JSONL file of labelled questions")
    evaluating.add_argument("--json", action="store_true", help="print JSON")

    benchmark = add(
        "benchmark", _benchmark, "score the engine on a public collection in BEIR layout"
    )
    benchmark.add_argument(
        "folder", type=Path, help="folder of corpus.jsonl, queries.jsonl, qrels.tsv"
    )
    benchmark.add_argument("--json", action="store_true", help="print JSON")
    for command in (ask, batch, build, evaluating):
        command.add_argument(
            "--engine",
            choices=("files", "milvus"),
            default="files",
            help="what holds passages and vectors: the index folder (files), or Milvus",
        )
        command.add_argument(
            "--uri",
            default="",
            metavar="ADDRESS",
            help="with --engine milvus: its address, or the file of an embedded one",
        )
    return top


def _describe(command: argparse.ArgumentParser, *, is_new: bool) -> None:
    """Let a command take what is said of a document."""
    for name, text in (
        ("title", "as it stands in the document"),
        ("publisher", "whose it is"),
        ("short-title", "how it is called in answers"),
        ("publisher-short", "the publisher's abbreviation"),
        ("source-address", "where it can be had"),
        ("licence", "under which terms"),
        ("review-by", "the day by which it is to be reviewed, as 2026-12-31"),
        ("approved-by", "who approved it for this corpus, today (the account that runs this)"),
    ):
        is_needed = is_new and name in {"title", "publisher"}
        command.add_argument(f"--{name}", default="", required=is_needed, help=text)
    command.add_argument("--year", type=int, required=is_new, help="of publication")
    command.add_argument("--author", action="append", default=[], help="may be given several times")
    command.add_argument(
        "--status",
        action="append",
        default=[],
        help="a status that its recommendations may have; may be given several times",
    )
    command.add_argument("--yes", action="store_true", help="do not ask")


def _ask(arguments: argparse.Namespace) -> int:
    from assistant.ask import Assistant  # noqa: PLC0415
    from assistant.domain import Answer  # noqa: PLC0415
    from assistant.views.render.json import response_json  # noqa: PLC0415
    from assistant.views.render.text import response_text  # noqa: PLC0415

    assistant = Assistant.open(arguments.index, _milvus(arguments))
    _warn(assistant.index)
    response = assistant.ask(arguments.question, arguments.after, as_written=arguments.as_written)
    if arguments.json:
        _print_json(response_json(response, assistant.index))
    else:
        documents = {d.id: d for d in assistant.index.documents}
        _say(response_text(response, documents), end="")
    return ANSWERED if isinstance(response, Answer) else NOT_IN_GUIDANCE


def _batch(arguments: argparse.Namespace) -> int:
    from assistant.ask import Assistant  # noqa: PLC0415

    assistant = Assistant.open(arguments.index, _milvus(arguments))
    _warn(assistant.index)
    code = ANSWERED
    # From a pipe each answer comes before the next question is waited for.
    ahead = 0 if arguments.file == "-" else _AHEAD
    for line in batch_lines(_lines_of(arguments.file), assistant, ahead):
        code = FAILED if line.get("kind") == "error" else code
        _print_json(line)
        sys.stdout.flush()
    return code


def _warn(index: Any) -> None:  # noqa: ANN401  Index; importing it loads its libraries
    """Say on stderr that another build than the one that serves answers."""
    if index.stands_in:
        _say(f"Warning: {index.stands_in}", file=sys.stderr)


def batch_lines(
    lines: Iterator[str],
    assistant: Any,  # noqa: ANN401  Assistant; importing it loads the index's libraries
    ahead: int = 0,
) -> Iterator[dict[str, Any]]:
    """Answer each line of a batch, in order; a line that cannot be asked becomes an error object.

    Args:
        ahead: how many lines may be read before the first of them is answered. With any, two
            are asked at once: one is encoded while another is looked up.
    """
    from concurrent.futures import Future, ThreadPoolExecutor  # noqa: PLC0415

    asked = ((n, line) for n, line in enumerate(lines, start=1) if line.strip())
    if not ahead:
        yield from (_batch_line(n, line, assistant) for n, line in asked)
        return
    waiting: deque[Future[dict[str, Any]]] = deque()
    interval = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH_S)
    try:
        with ThreadPoolExecutor(2) as pool:
            for n, line in asked:
                waiting.append(pool.submit(_batch_line, n, line, assistant))
                if len(waiting) > ahead:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
    finally:
        sys.setswitchinterval(interval)


def _batch_line(number: int, line: str, assistant: Any) -> dict[str, Any]:  # noqa: ANN401
    from assistant.views.render.json import SCHEMA, response_json  # noqa: PLC0415

    row: dict[str, Any] = {}
    try:
        row = _batch_row(line)
        response = assistant.ask(row["question"], row.get("history") or [])
        return {"id": row.get("id")} | response_json(response, assistant.index)
    except (AssistantError, ValueError, RecursionError) as error:
        return {
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
    from assistant.indexing.serving import open_serving  # noqa: PLC0415
    from assistant.retrieval.records import Records  # noqa: PLC0415
    from assistant.views.render.json import recommendation_json  # noqa: PLC0415
    from assistant.views.render.text import recommendation_text  # noqa: PLC0415

    index = open_serving(arguments.index)
    _warn(index)
    r = Records(index).find(arguments.number, arguments.document)
    if arguments.json:
        _print_json(recommendation_json(r))
    else:
        meaning = index.status_meanings.get(r.document_id, {}).get(r.status, "")
        _say(recommendation_text(r, meaning))
    return ANSWERED


def _list(arguments: argparse.Namespace) -> int:
    from assistant.indexing.serving import open_serving  # noqa: PLC0415
    from assistant.retrieval.records import Records  # noqa: PLC0415
    from assistant.views.render.json import (  # noqa: PLC0415
        recommendation_json,
        recommendations_csv,
    )

    index = open_serving(arguments.index)
    _warn(index)
    records = Records(index)
    found = records.filtered(
        area=arguments.area,
        status=arguments.status,
        responsible=arguments.responsible,
        document=arguments.document,
    )
    if arguments.json:
        _print_json([recommendation_json(r) for r in found])
    elif arguments.csv:
        _say(recommendations_csv(found), end="")
    else:
        for r in found:
            _say(f"{r.number:>4}  {r.status:<9} {r.area:<25} {r.priority.text or r.action.text}")
        _say(f"{len(found)} of {len(records.everything)} recommendations", file=sys.stderr)
    return ANSWERED


def _build(arguments: argparse.Namespace) -> int:
    from assistant.errors import BuildRefused  # noqa: PLC0415
    from assistant.library import update  # noqa: PLC0415
    from assistant.views.render.library import sources_text, updated_text  # noqa: PLC0415

    def approve(changes: Sequence[Any]) -> None:
        _say(sources_text(changes), file=sys.stderr)
        if arguments.yes or arguments.force:
            return
        if sys.stdin.isatty():
            if not _agreed("Build the index of these documents?"):
                raise BuildRefused("stopped; the index that served still serves")
        elif not all(c.is_confirmed for c in changes):
            raise BuildRefused(
                "these documents are not those that serve; the index that served still serves. "
                "If they are meant, run: python -m assistant build --yes"
            )

    updated = update(
        arguments.corpus,
        arguments.index,
        progress=progress_bar(sys.stderr),
        approve=approve,
        force=arguments.force,
    )
    _say(updated_text(updated))
    if uri := _milvus(arguments):
        from assistant.indexing.milvus import publish  # noqa: PLC0415
        from assistant.indexing.storage import open_current  # noqa: PLC0415

        publish(open_current(arguments.index), uri, progress_bar(sys.stderr))
        _say(f"Milvus at {uri} serves it.")
    return FAILED if updated.report.unreadable else ANSWERED


def _milvus(arguments: argparse.Namespace) -> str:
    """Give the address of the Milvus to be used, if any."""
    if (arguments.engine == "milvus") != bool(arguments.uri):
        raise InvalidRequest("--engine milvus and --uri ADDRESS belong together")
    return str(arguments.uri)


def _agreed(question: str) -> bool:
    _say(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold() in {"y", "yes"}


def _diff(arguments: argparse.Namespace) -> int:
    from assistant.building.keeping import find_build  # noqa: PLC0415
    from assistant.indexing.serving import builds  # noqa: PLC0415
    from assistant.library import difference  # noqa: PLC0415
    from assistant.views.render.changes import (  # noqa: PLC0415
        changes_json,
        changes_markdown,
        changes_text,
    )

    kept = builds(arguments.index)
    after = find_build(
        arguments.index, arguments.new or next((i for i, serves in kept if serves), "")
    )
    before = arguments.old or next((i for i, _ in kept if i != after), after)
    changes = difference(
        arguments.corpus,
        arguments.index,
        find_build(arguments.index, before),
        after,
        progress=progress_bar(sys.stderr),
    )
    if arguments.json:
        _print_json(changes_json(changes))
    else:
        _say((changes_markdown if arguments.markdown else changes_text)(changes), end="")
    return ANSWERED


def _builds(arguments: argparse.Namespace) -> int:
    from assistant.acceptance import kept_figures  # noqa: PLC0415
    from assistant.building.keeping import kept_builds  # noqa: PLC0415
    from assistant.views.render.library import kept_json, kept_text  # noqa: PLC0415

    kept = kept_builds(arguments.index)
    figures = ((build.id, kept_figures(arguments.index, build.id)) for build in kept)
    measures = {build_id: found.measures for build_id, found in figures if found}
    if arguments.json:
        _print_json(kept_json(kept, measures))
    else:
        _say(kept_text(kept, measures))
    return ANSWERED


def _use(arguments: argparse.Namespace) -> int:
    from assistant.building.keeping import find_build, use_build  # noqa: PLC0415

    build_id = find_build(arguments.index, arguments.id)
    use_build(arguments.index, build_id)
    _say(f"Index {build_id} serves; the next build makes one of the corpus as it stands.")
    return ANSWERED


def _add(arguments: argparse.Namespace) -> int:
    from assistant.library import prepare_addition  # noqa: PLC0415

    said = _description(arguments, id=arguments.id)
    return _carry_out(prepare_addition(arguments.corpus, arguments.file, said), arguments)


def _replace(arguments: argparse.Namespace) -> int:
    from assistant.library import prepare_replacement  # noqa: PLC0415

    said = _description(arguments)
    prepared = prepare_replacement(
        arguments.corpus, arguments.index, arguments.old, arguments.file, said
    )
    return _carry_out(prepared, arguments)


def _remove(arguments: argparse.Namespace) -> int:
    from assistant.library import prepare_removal  # noqa: PLC0415

    return _carry_out(prepare_removal(arguments.corpus, arguments.id), arguments)


def _description(arguments: argparse.Namespace, **more: str) -> Any:  # noqa: ANN401
    from assistant.library import Description, approved  # noqa: PLC0415

    said = Description(
        **more,
        title=arguments.title,
        short_title=arguments.short_title,
        authors=tuple(arguments.author),
        publisher=arguments.publisher,
        publisher_short=arguments.publisher_short,
        year=arguments.year,
        source_address=arguments.source_address,
        licence=arguments.licence,
        review_by=arguments.review_by,
        approved_by=arguments.approved_by,
        statuses=tuple(arguments.status),
    )
    return approved(said, _account())


def _account() -> str:
    """Name the account that runs this; a system may not know it."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def _carry_out(prepared: Any, arguments: argparse.Namespace) -> int:  # noqa: ANN401
    """Show a prepared change of the corpus, ask, and commit it."""
    from assistant.library import commit, discard  # noqa: PLC0415
    from assistant.views.render.library import prepared_text  # noqa: PLC0415

    try:
        _say(prepared_text(prepared), flush=True)
        if not arguments.yes:
            if not sys.stdin.isatty():
                raise InvalidRequest(
                    "nothing was changed; look at this, then run it again with --yes"
                )
            if not _agreed("Do this?"):
                _say("Nothing was changed.", file=sys.stderr)
                return FAILED
        for sentence in commit(prepared, arguments.index):
            _say(sentence)
    finally:
        discard(prepared)
    _say("Done. To let it serve, run: python -m assistant build --yes")
    return ANSWERED


def _suggest(arguments: argparse.Namespace) -> int:
    from assistant.indexing.storage import open_current  # noqa: PLC0415
    from assistant.library import asked_as_template, suggestions  # noqa: PLC0415

    passages = suggestions(open_current(arguments.index), arguments.document)
    if passages:
        _say(asked_as_template(passages), end="")
    _say(f"{len(passages)} passages without asked-as questions", file=sys.stderr)
    return ANSWERED


def progress_bar(stream: TextIO) -> Callable[[str, int, int], None]:
    """Make a progress display: a bar in a terminal, one line a stage elsewhere."""
    from tqdm import tqdm  # noqa: PLC0415

    if not stream.isatty():
        seen: set[str] = set()

        def say(stage: str, done: int, total: int) -> None:
            if stage not in seen:
                seen.add(stage)
                _say(f"{stage} …", file=stream, flush=True)

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
        _say(problem, file=sys.stderr)
    if problems:
        _say("Error: the index is damaged; run: python -m assistant build --force", file=sys.stderr)
        return FAILED
    n_spans = sum(len(e.spans) for p in index.passages for e in (p.excerpt, *p.parts))
    _say(
        f"Index {index.id}: {len(index.manifest.files)} files and {n_spans} spans of "
        f"{len(index.passages)} passages are as they should be."
    )
    return ANSWERED


def _doctor(arguments: argparse.Namespace) -> int:
    from assistant.diagnosis import diagnose  # noqa: PLC0415

    faults = diagnose(arguments.corpus, arguments.index)
    for fault in faults:
        _say(f"{fault.what}\n  mend it: {fault.remedy}")
    if not faults:
        _say("No fault found.")
    return FAILED if faults else ANSWERED


def _evaluate(arguments: argparse.Namespace) -> int:
    from assistant.ask import Assistant  # noqa: PLC0415
    from assistant.evaluation import evaluate_file  # noqa: PLC0415
    from assistant.views.render.measures import evaluation_json, evaluation_text  # noqa: PLC0415

    assistant = Assistant.open(arguments.index, _milvus(arguments))
    evaluation = evaluate_file(arguments.file, assistant)
    if arguments.json:
        _print_json(evaluation_json(evaluation, assistant.index.id))
    else:
        _say(evaluation_text(evaluation), end="")
    return ANSWERED


def _benchmark(arguments: argparse.Namespace) -> int:
    from assistant.benchmark import benchmark  # noqa: PLC0415

    results = benchmark(arguments.folder, progress=progress_bar(sys.stderr))
    if arguments.json:
        _print_json(results)
    else:
        for name, value in results.items():
            _say(f"{name:<40} {value}")
    return ANSWERED


def _say(text: str, *, file: TextIO | None = None, end: str = "\n", flush: bool = False) -> None:
    print(visible(text), file=file, end=end, flush=flush)


def _print_json(value: object) -> None:
    print(json_line(value))
