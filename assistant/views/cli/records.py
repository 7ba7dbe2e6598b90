"""The commands that read the records: one recommendation, or all that meet conditions."""

from __future__ import annotations

import argparse
import sys

from assistant.indexing.serving import open_serving
from assistant.retrieval.records import Records
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
        say(recommendation_text(r, meaning))
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
        document=arguments.document,
    )
    if arguments.json:
        print_json([recommendation_json(r) for r in found])
    elif arguments.csv:
        say(recommendations_csv(found), end="")
    else:
        for r in found:
            say(f"{r.number:>4}  {r.status:<9} {r.area:<25} {r.priority.text or r.action.text}")
        say(f"{len(found)} of {len(records.everything)} recommendations", file=sys.stderr)
    return ANSWERED
