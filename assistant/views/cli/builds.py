"""The commands of the index: build it, compare builds, list them, go back to one."""

import argparse
import sys
from collections.abc import Sequence

from assistant import library
from assistant.errors import BuildRefused
from assistant.indexing.milvus_filling import publish
from assistant.indexing.serving import builds as finished
from assistant.indexing.storage import open_current
from assistant.views.cli import terminal
from assistant.views.render.changes import changes_json, changes_markdown, changes_text
from assistant.views.render.library import kept_json, kept_text, sources_text, updated_text


def build(arguments: argparse.Namespace) -> int:
    """Build the index; what has changed in the corpus needs a yes."""

    def approve(changes: Sequence[library.SourceChange]) -> None:
        terminal.say(sources_text(changes), file=sys.stderr)
        if arguments.yes or arguments.force:
            return
        if sys.stdin.isatty():
            if not terminal.agreed("Build the index of these documents?"):
                raise BuildRefused("stopped; the index that served still serves")
        elif not all(c.is_confirmed for c in changes):
            raise BuildRefused(
                "these documents are not those that serve; the index that served still serves. "
                "If they are meant, run: python -m assistant build --yes"
            )

    how = {"approve": approve, "force": arguments.force, "encoder": arguments.encoder}
    bar = terminal.progress_bar(sys.stderr)
    updated = library.update(arguments.corpus, arguments.index, progress=bar, **how)
    terminal.say(updated_text(updated))
    if uri := terminal.milvus_address(arguments):
        publish(open_current(arguments.index), uri, terminal.progress_bar(sys.stderr))
        terminal.say(f"Milvus at {uri} serves it.")
    return terminal.FAILED if updated.report.built.manifest.unreadable else terminal.ANSWERED


def diff(arguments: argparse.Namespace) -> None:
    """Say what changed between two builds, by default between the last two."""
    index, kept = arguments.index, finished(arguments.index)
    new = arguments.new or next((i for i, serves in kept if serves), "")
    after = library.find_build(index, new)
    old = arguments.old or next((i for i, _ in kept if i != after), after)
    before, bar = library.find_build(index, old), terminal.progress_bar(sys.stderr)
    changes = library.difference(arguments.corpus, index, before, after, progress=bar)
    written = changes_markdown if arguments.markdown else changes_text
    terminal.tell(arguments, lambda: changes_json(changes), lambda: written(changes))


def list_kept(arguments: argparse.Namespace) -> None:
    """List the builds that one can go back to."""
    kept = library.kept_builds(arguments.index)
    terminal.tell(arguments, lambda: kept_json(kept), lambda: kept_text(kept))


def use(arguments: argparse.Namespace) -> None:
    """Let an earlier build serve."""
    build_id = library.find_build(arguments.index, arguments.id)
    library.use_build(arguments.index, build_id)
    terminal.say(f"Index {build_id} serves; the next build makes one of the corpus as it stands.")
