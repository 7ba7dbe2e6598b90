"""The commands that read the records: one recommendation, or all that meet conditions."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.domain import DocumentId, Recommendation
from assistant.indexing.serving import open_serving
from assistant.indexing.storage import Index
from assistant.records.selecting import Records
from assistant.views.cli.terminal import print_json, say, tell, warn
from assistant.views.render.json import recommendation_json, recommendations_csv
from assistant.views.render.text import recommendation_text


def show(arguments: argparse.Namespace) -> None:
    """Show one recommendation."""
    index = _opened(arguments)
    r = Records(index).find(arguments.number, arguments.document)
    meaning = index.status_meanings.get(r.document_id, {}).get(r.status, "")
    named = _names(index).get(r.document_id, "")
    tell(arguments, lambda: recommendation_json(r), lambda: recommendation_text(r, meaning, named))


def list_all(arguments: argparse.Namespace) -> None:
    """List the recommendations that meet all conditions; without any, all."""
    index = _opened(arguments)
    records = Records(index)
    names = ("area", "status", "responsible", "role", "document")
    conditions = {name: getattr(arguments, name) for name in names}
    found = records.filtered(words=arguments.mentioning, **conditions)
    if arguments.save:
        _save(found, index, arguments.save)
    elif arguments.json:
        print_json([recommendation_json(r) for r in found])
    elif arguments.csv:
        say(recommendations_csv(found), end="")
    else:
        names_of = _names(index)
        width = max(map(len, names_of.values()), default=0)
        for r in found:
            whose = f"{names_of[r.document_id]:<{width}} " if names_of else ""
            what = r.priority.text or r.action.text
            say(f"{r.number:>4}  {whose}{r.status:<9} {r.area:<25} {what}")
        say(f"{len(found)} of {len(records.everything)} recommendations", file=sys.stderr)


def _opened(arguments: argparse.Namespace) -> Index:
    index = open_serving(arguments.index)
    warn(index.stands_in)
    return index


def _save(found: Sequence[Recommendation], index: Index, path: Path) -> None:
    """Write a list as the file that a name's ending asks for."""
    from assistant.views.render import exports, files, wording
    from assistant.views.render.edition import Edition

    today = wording.today()
    taken = exports.recommendations(found, Edition(index), today)
    path.write_bytes(files.file(taken, path.suffix.lower().removeprefix("."), today).content)
    say(f"{len(found)} recommendations saved in {path}", file=sys.stderr)


def _names(index: Index) -> dict[DocumentId, str]:
    """Name the documents that hold recommendations; none if there is one only."""
    holding = {r.document_id for r in index.recommendations}
    named = {d.id: d.short_title for d in index.documents if d.id in holding}
    return named if len(named) > 1 else {}
