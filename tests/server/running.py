"""The server over the wire: in this process, or as people start it (app.py, in one of its own)."""

import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from assistant.views.web.serve import HOST, Settings, listening
from assistant.views.web.serve.server import guarded

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


@contextmanager
def served(index, **settings):
    """Serve the page from a thread of this process: eight seconds less than a process takes to start."""
    with listening.listen(HOST, 0) as port:
        running = listening.Server(guarded(index, Settings(**settings)))
        thread = Thread(target=running.run, kwargs={"sockets": [port]})
        thread.start()
        try:
            yield listening.address(HOST, port.getsockname()[1])
        finally:
            running.should_exit = True
            thread.join()
