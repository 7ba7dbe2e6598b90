"""All commands and options, as argparse describes them; what runs a command loads when it is run."""

import argparse
import mmap
import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, TypeAlias

from assistant import __version__

# The shells that shtab writes for.
SHELLS = ("bash", "zsh", "fish", "tcsh", "powershell")
# What these take to answer was measured beside Python itself, in bytes of address space.
_ANSWERING = ("asking.ask", "asking.batch", "serving.serve", "serving.mcp", "measuring.evaluate")
_ROOM = 704 << 20


class _Command(argparse.ArgumentParser):
    """A command, described option by option."""

    def flag(self, name: str, text: str) -> None:
        self.add_argument(name, action="store_true", help=text)

    def words(self, name: str, text: str = "", **more: Any) -> None:  # noqa: ANN401  argparse's own
        self.add_argument(name, default="", help=text, **more)

    def several(self, name: str, text: str, **more: Any) -> None:  # noqa: ANN401  argparse's own
        self.add_argument(name, action="append", default=[], help=text, **more)

    def place(self, name: str, text: str, **more: Any) -> None:  # noqa: ANN401  argparse's own
        self.add_argument(name, type=_path, help=text, **more)


def parser(program: str = "python -m assistant") -> argparse.ArgumentParser:
    """Describe all commands and options."""
    said = "Ask professional guidance on AI: numbered recommendations, verbatim quotes."
    top = _Command(prog=program, description=said)
    top.add_argument("--version", action="version", version=f"guidance {__version__}")
    top.place("--index", "the index folder (index)", default=Path("index"))
    top.place("--corpus", "the corpus folder (corpus)", default=Path("corpus"))
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def add(name: str, function: str, text: str) -> _Command:
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run=partial(_run, function))
        return command

    _asking(add)
    _building(add)
    _keeping(add)
    _measuring(add)
    _serving(add)
    return top


Add: TypeAlias = Callable[[str, str, str], _Command]


def _asking(add: Add) -> None:
    ask = add("ask", "asking.ask", "ask one question; exit 0 answered, 3 not in the guidance")
    ask.add_argument("question")
    ask.flag("--json", "print the response as one JSON object")
    ask.flag("--full", "every word: ids, reasons, related passages, whole lists")
    earlier = "an earlier question; may be given several times, oldest first"
    ask.several("--after", earlier, metavar="QUESTION")
    ask.flag("--as-written", "correct nothing in the question")
    ask.words("--document", "only from this document; id, or part of it", metavar="ID")
    _engine(ask)

    text = "ask every question of a JSONL file; one JSON line each, in order"
    batch = add("batch", "asking.batch", text)
    lines = 'JSONL file of {"id", "question", "history", "document"}, or - for stdin'
    batch.add_argument("file", type=_name, help=lines)
    _engine(batch)

    show = add("show", "records.show", "show one recommendation")
    show.add_argument("number")
    show.words("--document", "the document's id, if several have this number")
    show.flag("--json", "print JSON")

    text = "list recommendations, all or those that meet the conditions"
    listing = add("list", "records.list_all", text)
    for name in ("area", "status", "responsible", "document"):
        listing.words(f"--{name}", f"only of this {name}")
    listing.words("--role", "only what falls to these people")
    listing.words("--mentioning", "only those that have all these words")
    form = listing.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print a JSON array")
    form.add_argument("--csv", action="store_true", help="print CSV")
    forms = "save as .xlsx (with room for what is true locally), .docx, .csv, .json or .md"
    form.add_argument("--save", type=_path, metavar="FILE", help=forms)


def _building(add: Add) -> None:
    build = add("build", "builds.build", "build the index from the corpus")
    build.flag("--yes", "do not ask about documents that have changed")
    build.flag("--force", "build even if nothing has changed, and publish even if it is worse")
    encoder = (
        "encode with this sentence-transformers folder, or MiniLM again (default); else as the "
        "index that serves"
    )
    build.words("--encoder", encoder, type=_name, metavar="FOLDER")
    _engine(build)

    diff = add("diff", "builds.diff", "what changed between two builds, the last two by default")
    diff.words("old", "a build's id, or its beginning", nargs="?", metavar="OLD")
    diff.words("new", "a build's id (the one that serves)", nargs="?", metavar="NEW")
    form = diff.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON")
    form.add_argument("--markdown", action="store_true", help="print Markdown, to send round")

    kept = add("builds", "builds.list_kept", "list the builds that one can go back to")
    kept.flag("--json", "print JSON")
    use = add("use", "builds.use", "let an earlier build serve, at once")
    use.add_argument("id", help="its id, or the beginning of it")


def _keeping(add: Add) -> None:
    text = "add a document to the corpus, after showing what was found in it"
    adding = add("add", "documents.add", text)
    adding.add_argument("file", type=_path, metavar="FILE")
    adding.words("--id", "begins every citation id (made from the title)")
    _describe(adding)
    replacing = add("replace", "documents.replace", "put a new edition in a document's place")
    replacing.add_argument("old", metavar="OLD_ID", help="the id of the document; it is kept")
    replacing.add_argument("file", type=_path, metavar="FILE")
    _describe(replacing)
    removing = add("remove", "documents.remove", "take a document out of the corpus")
    removing.add_argument("id", help="the id of the document")
    removing.flag("--yes", "do not ask")

    text = (
        "print a file to fill in with asked-as questions, for the passages without any, and say "
        "which recommendations need one most; or write one question and say what it changes"
    )
    suggest = add("suggest", "documents.suggest", text)
    of = "only of this document; with a question, the id of a recommendation"
    suggest.words("document", of, nargs="?", metavar="DOCUMENT")
    suggest.words("question", "one that it answers", nargs="?", metavar="QUESTION")
    suggest.flag("--yes", "write the question without asking")


def _measuring(add: Add) -> None:
    text = "check every file of the index and every span; exit 1 if anything is wrong"
    add("verify", "checking.verify", text)
    text = "look for every known fault and say what mends it; exit 1 if there is one"
    add("doctor", "checking.doctor", text)

    evaluating = add("evaluate", "measuring.evaluate", "score the answers on labelled questions")
    evaluating.place("file", "JSONL file of labelled questions")
    evaluating.flag("--json", "print JSON")
    _engine(evaluating)

    text = "score the engine on a public collection in BEIR layout"
    benchmark = add("benchmark", "measuring.benchmark", text)
    benchmark.place("folder", "folder of corpus.jsonl, queries.jsonl, qrels.tsv")
    benchmark.flag("--json", "print JSON")


def _serving(add: Add) -> None:
    serve = add("serve", "serving.serve", "serve the page; the same as python app.py")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    port = "port to listen on (%(default)s)"
    serve.add_argument("--port", type=int, default=7860, help=port)
    hosts = "name by which browsers may call this server; may be given several times"
    serve.several("--allow-host", hosts, metavar="NAME")
    people = "let in only who is in this file; see scripts/add_login.py"
    serve.place("--login", people, metavar="FILE")
    serve.flag("--api", "open the JSON interface, /api/v1/")
    # Here as well as before the command, where they have their defaults.
    serve.place("--index", "the index folder (index)", default=argparse.SUPPRESS)
    serve.place("--corpus", "the corpus folder (corpus)", default=argparse.SUPPRESS)
    library = "a Library tab for those who are in this file; see scripts/add_login.py"
    serve.place("--library", library, metavar="FILE")
    serve.place("--feedback", "keep feedback in this local file", metavar="FILE")

    text = "answer other assistants over stdin and stdout (Model Context Protocol)"
    add("mcp", "serving.mcp", text)
    text = "print a script by which a shell completes guidance"
    completion = add("completion", "serving.completion", text)
    completion.add_argument("shell", choices=SHELLS)


def _engine(command: _Command) -> None:
    """Let a command choose what holds passages and vectors."""
    engine = "what holds passages and vectors: the index folder (files), or Milvus"
    choices = ("files", "milvus")
    command.add_argument("--engine", choices=choices, default="files", help=engine)
    uri = "with --engine milvus: its address, or the file of an embedded one"
    command.words("--uri", uri, metavar="ADDRESS")


def _describe(command: _Command) -> None:
    """Let a command take what is said of a document; what must be said is proposed if it is not."""
    command.words("--title", "as it stands in the document")
    command.words("--publisher", "whose it is")
    command.words("--short-title", "how it is called in answers")
    command.words("--publisher-short", "the publisher's abbreviation")
    command.words("--source-address", "where it can be had")
    command.words("--licence", "under which terms")
    command.words("--review-by", "the day by which it is to be reviewed, as 2026-12-31")
    approver = "who approved it for this corpus, today (the account that runs this)"
    command.words("--approved-by", approver)
    command.add_argument("--year", type=int, help="of publication")
    command.several("--author", "may be given several times")
    statuses = "a status that its recommendations may have; may be given several times"
    command.several("--status", statuses)
    command.flag("--yes", "do not ask")


def _run(function: str, arguments: argparse.Namespace) -> int:
    """Run a command, named by its module here and its function; only now its libraries load."""
    if function in _ANSWERING:
        _make_sure_of_room()
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


def _make_sure_of_room() -> None:
    """Raise MemoryError now where libraries in C would end the process without a word later.

    A private mapping that nobody may touch costs no memory; it counts where a limit of address
    space stands. Windows has no such limit.
    """
    if sys.platform != "win32":
        try:
            mmap.mmap(-1, _ROOM, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, 0).close()
        except OSError as error:
            raise MemoryError from error
