"""Builds on disks that are nearly full: python filling.py CORPUS INDEX MOUNT_POINT N_SIZES.

Runs in a namespace of its own, mounts a small disk for each size, and prints a line of JSON each.
"""

import contextlib
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import toy

from assistant.indexing import storage
from assistant.views.cli import main

# What the kernel rounds a file up to, and what a folder takes, is not counted by the files' sizes.
ROUNDING_KB = 500


def attempt(corpus, index, disk, free_kb):
    """Build on a disk of the index's size and so much more; tell what happened."""
    used_kb = sum(4 + p.stat().st_size // 1024 for p in index.rglob("*"))
    mount = ["mount", "-t", "tmpfs", "-o", f"size={used_kb + free_kb}k", "tmpfs", str(disk)]
    subprocess.run(mount, check=True)
    try:
        there = Path(shutil.copytree(index, disk / "index"))
        said = io.StringIO()
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
            code = main(["--corpus", str(corpus), "--index", str(there), "build", "--yes"])
        opened = storage.open_current(there)
        left = [p.name for p in there.rglob("*") if p.name[0] == "." or p.suffix == ".new"]
        return {
            "free_kb": free_kb,
            "code": code,
            "err": said.getvalue(),
            "serving": opened.id,
            "problems": opened.check_everything(),
            "leftovers": left,
        }
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


if __name__ == "__main__":
    corpus, index, disk = map(Path, sys.argv[1:4])
    toy.build_quickly()
    n_sizes = int(sys.argv[4])
    for n in range(n_sizes):
        free_kb = (n + 1) * ROUNDING_KB // n_sizes
        print(json.dumps(attempt(corpus, index, disk, free_kb)), flush=True)
