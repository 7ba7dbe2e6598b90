"""Builds a corpus and says what each file cost to read: python reading_all.py CORPUS INDEX."""

import contextlib
import io
import json
import resource
import sys
import time
from pathlib import Path

import toy

from assistant.building import corpus as reading
from assistant.errors import UnreadableDocument
from assistant.views.cli import main

read = reading.parse_document
costs = {}


def cpu_s():
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


def measured(path, entry, progress):
    """Read a file as the build does, and note time and outcome."""
    before, started, reason = cpu_s(), time.monotonic(), ""
    try:
        return read(path, entry, progress)
    except UnreadableDocument as error:
        reason = str(error)
        raise
    finally:
        costs[path.name] = {
            "cpu_s": cpu_s() - before,
            "wall_s": time.monotonic() - started,
            "reason": reason,
        }


if __name__ == "__main__":
    reading.parse_document = measured
    toy.build_quickly()
    corpus, index = map(Path, sys.argv[1:3])
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(["--corpus", str(corpus), "--index", str(index), "build", "--yes"])
    most_kb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(
        json.dumps(
            {
                "code": code,
                "out": out.getvalue(),
                "err": err.getvalue(),
                "costs": costs,
                "most_mb": most_kb / 1024,
            }
        )
    )
