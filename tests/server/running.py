"""The server as people start it: app.py, in a process of its own."""

import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Running:
    """A server process."""

    def __init__(self, process, address):
        self.process, self.address = process, address

    def stop(self, name=signal.SIGTERM):
        """Signal it, and give its exit code and what it said."""
        self.process.send_signal(name)
        out, err = self.process.communicate(timeout=40)
        return self.process.returncode, out, err


@contextmanager
def started(*arguments, before=(), is_bare=False, **environment):
    """Run app.py on a free port, by another command if one is named."""
    inherited = {"PATH": os.environ["PATH"]} if is_bare else os.environ
    process = subprocess.Popen(
        [*before, sys.executable, "app.py", "--port", "0", *map(str, arguments)],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=inherited | {"PYTHONPATH": str(ROOT / "tests" / "offline")} | environment,
    )
    try:
        address = re.search(r"http://\S+", process.stdout.readline())
        assert address, process.communicate()
        yield Running(process, address[0])
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()
