"""The commands that read the records: one recommendation, or all that meet conditions."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.domain import DocumentId, Recommendation
from assistant.indexing.serving import open_serving
from assistant.indexing.storage import Index
from assistant.records.selecting import Records
from assistant.views.cli.terminal import ANSWERED, print_json, say, warn
from assistant.views.render.json import recommendation_json, recommendations_csv
from assistant.views.render.text import recommendation_text


def show(arguments: argparse.Namespace) -> int:
    """Show one recommendation."""
    index = open_serving(arguments.index)
    warn(index.stands_in)
    r = Records(index).find(arguments.number, arguments.document)
    if arguments.json:
        print_json(recommendation_json(r))
    else:
        meaning = index.status_meanings.get(r.document_id, {}).get(r.status, "")
        say(recommendation_text(r, meaning, _names(index).get(r.document_id, "")))
    return ANSWERED


def list_all(arguments: argparse.Namespace) -> int:
    """List the recommendations that meet all conditions; without any, all."""
    index = open_serving(arguments.index)
    warn(index.stands_in)
    records = Records(index)
    found = records.filtered(
        area=arguments.area,
        status=arguments.status,
        responsible=arguments.responsible,
        role=arguments.role,
        document=arguments.document,
        words=arguments.mentioning,
    )
    if arguments.save:
        _save(found, index, arguments.save)
    elif arguments.json:
        print_json([recommendation_json(r) for r in found])
    elif arguments.csv:
        say(recommendations_csv(found), end="")
    else:
        names = _names(index)
        width = max(map(len, names.values()), default=0)
        for r in found:
            whose = f"{names[r.document_id]:<{width}} " if names else ""
            what = r.priority.text or r.action.text
            say(f"{r.number:>4}  {whose}{r.status:<9} {r.area:<25} {what}")
        say(f"{len(found)} of {len(records.everything)} recommendations", file=sys.stderr)
    return ANSWERED


def _save(found: Sequence[Recommendation], index: Index, path: Path) -> None:
    """Write a list as the file that a name's ending asks for."""
    from assistant.views.render import exports, wording
    from assistant.views.render.edition import Edition

    today = wording.today()
    taken = exports.recommendations(found, Edition(index), today)
    file = exports.file(taken, path.suffix.lower().removeprefix("."), today)
    path.write_bytes(file.content)
    say(f"{len(found)} recommendations saved in {path}", file=sys.stderr)


def _names(index: Index) -> dict[DocumentId, str]:
    """Name the documents that hold recommendations; none if there is one only."""
    holding = {r.document_id for r in index.recommendations}
    named = {d.id: d.short_title for d in index.documents if d.id in holding}
    return named if len(named) > 1 else {}
