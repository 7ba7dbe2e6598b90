"""The commands that measure: on labelled questions, or on a public collection."""

from __future__ import annotations

import argparse
import sys

from assistant.ask import Assistant
from assistant.measuring import benchmark as public
from assistant.measuring.evaluation import evaluate_file
from assistant.views.cli.terminal import ANSWERED, milvus_address, print_json, progress_bar, say
from assistant.views.render.measures import evaluation_json, evaluation_text


def evaluate(arguments: argparse.Namespace) -> int:
    """Score the answers on labelled questions."""
    assistant = Assistant.open(arguments.index, milvus_address(arguments))
    evaluation = evaluate_file(arguments.file, assistant)
    if arguments.json:
        print_json(evaluation_json(evaluation, assistant.index.id))
    else:
        say(evaluation_text(evaluation), end="")
    return ANSWERED


def benchmark(arguments: argparse.Namespace) -> int:
    """Score the engine on a public collection."""
    results = public.benchmark(arguments.folder, progress=progress_bar(sys.stderr))
    if arguments.json:
        print_json(results)
    else:
        for name, value in results.items():
            say(f"{name:<40} {value}")
    return ANSWERED
