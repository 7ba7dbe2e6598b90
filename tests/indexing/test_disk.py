"""Files of a build are read from many threads at once."""

import subprocess
import sys

# Kinds that no thread has met yet, met by eight at the same moment. Reading each as msgspec offers
# it, with a type beside the content, crashed every one of six such programs.
_MEETING = """
import sys
from dataclasses import make_dataclass
from pathlib import Path
from threading import Barrier, Thread
from assistant.indexing import disk

sys.setswitchinterval(1e-6)
for _ in range(40):
    part = make_dataclass("Part", [(f"f{i}", list[tuple[int, str]]) for i in range(12)])
    whole = make_dataclass("Whole", [(f"p{i}", list[part], ()) for i in range(8)])
    together = Barrier(8)
    def read():
        together.wait()
        disk.decoded(Path("file"), b"{}", whole)
    threads = [Thread(target=read) for _ in range(8)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
"""


def test_what_many_threads_read_for_the_first_time_at_once_is_read() -> None:
    run = subprocess.run([sys.executable, "-c", _MEETING], capture_output=True, check=False)
    assert run.returncode == 0, run.stderr.decode()
