"""All commands and options, as argparse describes them; what runs a command loads when it is run."""

from __future__ import annotations

import argparse
from functools import partial
from importlib import import_module
from pathlib import Path

from assistant import __version__

# The shells that shtab writes for.
SHELLS = ("bash", "zsh", "fish", "tcsh", "powershell")


def parser(program: str = "python -m assistant") -> argparse.ArgumentParser:
    """Describe all commands and options."""
    top = argparse.ArgumentParser(
        prog=program,
        description="Ask professional guidance on AI: numbered recommendations, verbatim quotes.",
    )
    top.add_argument("--version", action="version", version=f"guidance {__version__}")
    top.add_argument("--index", type=_path, default=Path("index"), help="the index folder (index)")
    top.add_argument(
        "--corpus", type=_path, default=Path("corpus"), help="the corpus folder (corpus)"
    )
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def add(name: str, function: str, text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run=partial(_run, function))
        return command

    ask = add("ask", "asking.ask", "ask one question; exit 0 answered, 3 not in the guidance")
    ask.add_argument("question")
    ask.add_argument("--json", action="store_true", help="print the response as one JSON object")
    ask.add_argument(
        "--full",
        action="store_true",
        help="every word: ids, reasons, related passages, whole lists",
    )
    ask.add_argument(
        "--after",
        action="append",
        default=[],
        metavar="QUESTION",
        help="an earlier question; may be given several times, oldest first",
    )
    ask.add_argument("--as-written", action="store_true", help="correct nothing in the question")
    ask.add_argument(
        "--document", default="", metavar="ID", help="only from this document; id, or part of it"
    )

    batch = add(
        "batch", "asking.batch", "ask every question of a JSONL file; one JSON line each, in order"
    )
    batch.add_argument(
        "file",
        type=_name,
        help='JSONL file of {"id", "question", "history", "document"}, or - for stdin',
    )

    show = add("show", "records.show", "show one recommendation")
    show.add_argument("number")
    show.add_argument(
        "--document", default="", help="the document's id, if several have this number"
    )
    show.add_argument("--json", action="store_true", help="print JSON")

    listing = add(
        "list", "records.list_all", "list recommendations, all or those that meet the conditions"
    )
    for name in ("area", "status", "responsible", "document"):
        listing.add_argument(f"--{name}", default="", help=f"only of this {name}")
    listing.add_argument("--role", default="", help="only what falls to these people")
    listing.add_argument("--mentioning", default="", help="only those that have all these words")
    form = listing.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print a JSON array")
    form.add_argument("--csv", action="store_true", help="print CSV")
    form.add_argument(
        "--save",
        type=_path,
        metavar="FILE",
        help="save as .xlsx (with room for what is true locally), .docx, .csv, .json or .md",
    )

    build = add("build", "builds.build", "build the index from the corpus")
    build.add_argument(
        "--yes", action="store_true", help="do not ask about documents that have changed"
    )
    build.add_argument(
        "--force",
        action="store_true",
        help="build even if nothing has changed, and publish even if it is worse",
    )

    build.add_argument(
        "--encoder",
        type=_name,
        default="",
        metavar="FOLDER",
        help="encode with this sentence-transformers folder, or MiniLM again (default); else as "
        "the index that serves",
    )

    diff = add("diff", "builds.diff", "what changed between two builds, the last two by default")
    diff.add_argument(
        "old", nargs="?", default="", metavar="OLD", help="a build's id, or its beginning"
    )
    diff.add_argument(
        "new", nargs="?", default="", metavar="NEW", help="a build's id (the one that serves)"
    )
    form = diff.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON")
    form.add_argument("--markdown", action="store_true", help="print Markdown, to send round")

    kept = add("builds", "builds.list_kept", "list the builds that one can go back to")
    kept.add_argument("--json", action="store_true", help="print JSON")
    use = add("use", "builds.use", "let an earlier build serve, at once")
    use.add_argument("id", help="its id, or the beginning of it")

    adding = add(
        "add", "documents.add", "add a document to the corpus, after showing what was found in it"
    )
    adding.add_argument("file", type=_path, metavar="FILE")
    adding.add_argument("--id", default="", help="begins every citation id (made from the title)")
    _describe(adding)
    replacing = add("replace", "documents.replace", "put a new edition in a document's place")
    replacing.add_argument("old", metavar="OLD_ID", help="the id of the document; it is kept")
    replacing.add_argument("file", type=_path, metavar="FILE")
    _describe(replacing)
    removing = add("remove", "documents.remove", "take a document out of the corpus")
    removing.add_argument("id", help="the id of the document")
    removing.add_argument("--yes", action="store_true", help="do not ask")

    suggest = add(
        "suggest",
        "documents.suggest",
        "print a file to fill in with asked-as questions, for the passages without any, and say "
        "which recommendations need one most; or write one question and say what it changes",
    )
    suggest.add_argument(
        "document",
        nargs="?",
        default="",
        metavar="DOCUMENT",
        help="only of this document; with a question, the id of a recommendation",
    )
    suggest.add_argument(
        "question", nargs="?", default="", metavar="QUESTION", help="one that it answers"
    )
    suggest.add_argument("--yes", action="store_true", help="write the question without asking")

    add(
        "verify",
        "checking.verify",
        "check every file of the index and every span; exit 1 if anything is wrong",
    )
    add(
        "doctor",
        "checking.doctor",
        "look for every known fault and say what mends it; exit 1 if there is one",
    )

    evaluating = add("evaluate", "measuring.evaluate", "score the answers on labelled questions")
    evaluating.add_argument("file", type=_path, help="JSONL file of labelled questions")
    evaluating.add_argument("--json", action="store_true", help="print JSON")

    benchmark = add(
        "benchmark", "measuring.benchmark", "score the engine on a public collection in BEIR layout"
    )
    benchmark.add_argument(
        "folder", type=_path, help="folder of corpus.jsonl, queries.jsonl, qrels.tsv"
    )
    benchmark.add_argument("--json", action="store_true", help="print JSON")
    _serve(add("serve", "serving.serve", "serve the page; the same as python app.py"))
    add(
        "mcp",
        "serving.mcp",
        "answer other assistants over stdin and stdout (Model Context Protocol)",
    )
    completion = add(
        "completion", "serving.completion", "print a script by which a shell completes guidance"
    )
    completion.add_argument("shell", choices=SHELLS)
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


def _run(function: str, arguments: argparse.Namespace) -> int:
    """Run a command, named by its module here and its function; only now its libraries load."""
    module, _, name = function.partition(".")
    code: int = getattr(import_module(f"{__package__}.{module}"), name)(arguments)
    return code


def _name(text: str) -> str:
    """Take a file's name; no system has one with a NUL in it."""
    if "\0" in text:
        raise argparse.ArgumentTypeError("a file's name holds no NUL")
    return text


def _path(text: str) -> Path:
    return Path(_name(text))


def _describe(command: argparse.ArgumentParser) -> None:
    """Let a command take what is said of a document; what must be said is proposed if it is not."""
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
        command.add_argument(f"--{name}", default="", help=text)
    command.add_argument("--year", type=int, help="of publication")
    command.add_argument("--author", action="append", default=[], help="may be given several times")
    command.add_argument(
        "--status",
        action="append",
        default=[],
        help="a status that its recommendations may have; may be given several times",
    )
    command.add_argument("--yes", action="store_true", help="do not ask")


def _serve(command: argparse.ArgumentParser) -> None:
    add = command.add_argument
    add("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    add("--port", type=int, default=7860, help="port to listen on (%(default)s)")
    add(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help="name by which browsers may call this server; may be given several times",
    )
    add(
        "--login",
        type=_path,
        metavar="FILE",
        help="let in only who is in this file; see scripts/add_login.py",
    )
    add("--api", action="store_true", help="open the JSON interface, /api/v1/")
    # Here as well as before the command, where they have their defaults.
    add("--index", type=_path, default=argparse.SUPPRESS, help="the index folder (index)")
    add("--corpus", type=_path, default=argparse.SUPPRESS, help="the corpus folder (corpus)")
    add(
        "--library",
        type=_path,
        metavar="FILE",
        help="a Library tab for those who are in this file; see scripts/add_login.py",
    )
    add("--feedback", type=_path, metavar="FILE", help="keep feedback in this local file")
