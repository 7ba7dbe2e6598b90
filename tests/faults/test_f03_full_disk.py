"""A disk that is full leaves the old index serving, nothing half-written, and the space needed said."""

import json
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from frame import own_environment

from assistant.errors import BuildRefused

HERE = Path(__file__).parent
# Mounts need a namespace of their own; where the system grants none, the test says so.
NAMESPACE = ("unshare", "--map-root-user", "--mount")


def grants_mounts():
    if sys.platform != "linux" or shutil.which("unshare") is None:
        return False
    command = [*NAMESPACE, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not grants_mounts(), reason="this system lets us mount no disk of our own")
def test_a_real_disk_of_every_size(quick, own_corpus, edit, tmp_path, fault):
    index, disk = tmp_path / "index", tmp_path / "disk"
    disk.mkdir()
    old = quick(own_corpus, index).id
    edit(own_corpus)
    n_sizes = fault.size(5, 20)
    command = [*NAMESPACE, sys.executable, HERE / "filling.py", own_corpus, index, disk, n_sizes]
    done = subprocess.run(
        [str(word) for word in command],
        env=own_environment(),
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
        timeout=300,
    )
    fits = 0
    for line in done.stdout.splitlines():
        tried = json.loads(line)
        with fault.case(f"{tried['free_kb']} KB free"):
            assert tried["problems"] == []
            assert tried["leftovers"] == []
            if tried["code"]:
                assert tried["serving"] == old
                assert "still serves" in tried["err"]
                assert "needs up to 300 MB on the disk" in tried["err"]
            else:
                assert tried["serving"] != old
                fits += 1
    fault.note(f"sizes of disk: {n_sizes}, of which the build fitted {fits}")
    assert 0 < fits < n_sizes


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no limit of file size")
@pytest.mark.parametrize("limit", [100, 3_000, 30_000])
def test_a_write_that_stops_in_the_middle_of_a_file_is_told(
    quick, own_corpus, edit, tmp_path, is_whole, leftovers, limit
):
    """Files cannot grow beyond the limit: so faiss and ONNX find it too."""
    index = tmp_path / "index"
    quick(own_corpus, index)
    old = is_whole(index)
    edit(own_corpus)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        with pytest.raises(BuildRefused, match="still serves"):
            quick(own_corpus, index)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)
    assert is_whole(index) == old
    assert leftovers(index) == []
