"""The commands of the corpus: documents in and out, and what to write beside them."""

import argparse
import getpass
import sys
from contextlib import suppress

from assistant import library
from assistant.domain import DocumentId
from assistant.errors import AssistantError, InvalidRequest
from assistant.indexing.storage import open_current
from assistant.views.cli.terminal import ANSWERED, FAILED, agreed, progress_bar, say
from assistant.views.render.library import prepared_text
from assistant.views.render.needs import effect_lines, needs_lines


def add(arguments: argparse.Namespace) -> int:
    """Add a document."""
    corpus, index, file = arguments.corpus, arguments.index, arguments.file
    said, bar = _description(arguments), progress_bar(sys.stderr)
    return _carry_out(library.prepare_addition(corpus, file, said, index, bar), arguments)


def replace(arguments: argparse.Namespace) -> int:
    """Put a new edition in a document's place."""
    corpus, index, old, file = arguments.corpus, arguments.index, arguments.old, arguments.file
    said, bar = _description(arguments), progress_bar(sys.stderr)
    return _carry_out(library.prepare_replacement(corpus, index, old, file, said, bar), arguments)


def remove(arguments: argparse.Namespace) -> int:
    """Take a document out."""
    prepared = library.prepare_removal(arguments.corpus, arguments.id, arguments.index)
    return _carry_out(prepared, arguments)


def _description(arguments: argparse.Namespace) -> library.Description:
    given = {k: v for k, v in vars(arguments).items() if k in library.Description.__slots__}
    authors, statuses = tuple(arguments.author), tuple(arguments.status)
    account = ""
    with suppress(OSError, KeyError, ImportError):  # a system may not know it
        account = getpass.getuser()
    said = library.Description(**given, authors=authors, statuses=statuses)
    return library.approved(said, account)


def _carry_out(prepared: library.Prepared, arguments: argparse.Namespace) -> int:
    """Show a prepared change of the corpus, ask, and commit it."""
    say(prepared_text(prepared), flush=True)
    if not arguments.yes and not sys.stdin.isatty():
        raise InvalidRequest("nothing was changed; look at this, then run it again with --yes")
    if not arguments.yes and not agreed("Do this?"):
        say("Nothing was changed.", file=sys.stderr)
        return FAILED
    for sentence in library.commit(prepared, arguments.index):
        say(sentence)
    if prepared.found is not None:
        _say_needs(prepared.entry.id, arguments)
    say("Done. To let it serve, run: python -m assistant build --yes")
    return ANSWERED


def _say_needs(document: DocumentId, arguments: argparse.Namespace) -> None:
    """Say which recommendations of a document that has come in need a question most."""
    corpus, progress = arguments.corpus, progress_bar(sys.stderr)
    serving = library.current_or_none(arguments.index)
    if serving is None:
        return
    try:
        with library.as_it_stands(corpus, arguments.index, serving, document, progress) as index:
            found = library.needs(index, corpus, document)
    except AssistantError as error:
        # The document is in; a corpus that cannot be read whole is the next build's to refuse.
        say(f"What it needs cannot be told yet: {error}", file=sys.stderr)
        return
    for line in needs_lines({document: found} if found else {}):
        say(line)


def suggest(arguments: argparse.Namespace) -> None:
    """Print a file to fill in with asked-as questions, or write one question and say what it does."""
    if arguments.question:
        _suggest_one(arguments)
        return
    serving, document = open_current(arguments.index), arguments.document
    with library.as_it_stands(arguments.corpus, arguments.index, serving, document) as index:
        suggested = library.suggestions(index, document)
        if suggested:
            say(library.asked_as_template(suggested), end="")
        found = library.needs(index, arguments.corpus, document) if document else ()
    for line in needs_lines({document: found} if found else {}):
        say(line, file=sys.stderr)
    without = sum(s.n_questions == 0 for s in suggested)
    say(f"{without} passages without asked-as questions", file=sys.stderr)
    say(f"{len(suggested) - without} with few, or none in their own words", file=sys.stderr)


def _suggest_one(arguments: argparse.Namespace) -> None:
    """Say what a question beside a recommendation changes, ask, and write it."""
    serving = open_current(arguments.index)
    passage, question = arguments.document, arguments.question
    document = passage.partition("/")[0]
    with library.as_it_stands(arguments.corpus, arguments.index, serving, document) as index:
        for line in effect_lines(library.effect(index, arguments.corpus, passage, question)):
            say(line)
    if not arguments.yes and not (sys.stdin.isatty() and agreed("Keep it?")):
        say("Not kept; to keep it, run this again with --yes.", file=sys.stderr)
        return
    path = library.write_question(arguments.index, arguments.corpus, passage, question)
    say(f"Kept in {path}. To let it serve, run: python -m assistant build")
