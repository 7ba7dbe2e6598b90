"""On a machine that lacks something the assistant starts and answers the same, or says in one line
why not.

No network, a proxy named in the environment, an installation that cannot be written, no home, another
user, a port in use, little memory, a clock put back, another time zone.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from frame import ROOT, own_environment
from server.browsing import Page
from server.running import started

from assistant.indexing import storage

QUESTION = "who should be checking the AI still works?"
ENV = shutil.which("env") or "env"
MOUNTS = ("unshare", "--map-root-user", "--mount", "sh", "-c")
READ_ONLY = f'mount --bind "{ROOT}" "{ROOT}" && mount -o remount,bind,ro "{ROOT}" && cd "{ROOT}" && exec "$0" "$@"'
ALONE = ("unshare", "--map-root-user", "--net")
NOBODY = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
DAY_S = 86_400


def can(*before):
    """Tell whether this system lets us run something so."""
    if sys.platform != "linux" or shutil.which(before[0]) is None:
        return False
    command = [*before, sys.executable, "-c", "import assistant.ask"]
    done = subprocess.run(
        command, cwd=ROOT, env=own_environment(), capture_output=True, check=False
    )
    return done.returncode == 0


MACHINES = {
    "no network": (ALONE, {}),
    "a proxy that is not there": (
        (),
        dict.fromkeys(("http_proxy", "https_proxy", "all_proxy", "ALL_PROXY"), "http://192.0.2.1:3128"),
    ),
    "an installation that cannot be written": ((*MOUNTS, READ_ONLY), {}),
    "no variable HOME": ((ENV, "-u", "HOME"), {}),
    "a home that is not there": ((), {"HOME": "/nowhere/at/all", "XDG_CACHE_HOME": "/nowhere"}),
    "another user": (NOBODY, {"HOME": "/nonexistent"}),
    "another time zone": ((), {"TZ": "Pacific/Kiritimati"}),
    "a time zone that is none": ((), {"TZ": "Nowhere/Else"}),
    "the locale C": ((), {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0"}),
    "no folder for temporary files": ((), {"TMPDIR": "/nowhere/at/all"}),
    "a switch of Gradio's": (
        (),
        {"GRADIO_SHARE": "True", "GRADIO_ANALYTICS_ENABLED": "True", "GRADIO_SSR_MODE": "True",
         "GRADIO_MCP_SERVER": "True", "GRADIO_ALLOWED_PATHS": "/", "GRADIO_SERVER_NAME": "0.0.0.0"},
    ),
}  # fmt: skip


def ask(index, before=(), environment=None):
    command = [
        *before,
        sys.executable,
        "-m",
        "assistant",
        "--index",
        str(index),
        "ask",
        QUESTION,
        "--json",
    ]
    done = subprocess.run(
        command, cwd=ROOT, env=own_environment() | (environment or {}),
        capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def readable_index(index_folder):
    """A copy of the index that everyone may read and nobody write."""
    with tempfile.TemporaryDirectory() as temporary:
        # pytest's own folders are shut to other users.
        Path(temporary).chmod(0o755)
        folder = Path(shutil.copytree(index_folder, Path(temporary) / "index"))
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        yield folder
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o755)


@pytest.fixture(scope="module")
def usual(readable_index):
    code, out, err = ask(readable_index)
    assert (code, err) == (0, "")
    return out


@pytest.mark.parametrize("machine", MACHINES)
def test_the_answer_is_the_same(machine, readable_index, usual, fault):
    before, environment = MACHINES[machine]
    if before and not can(*before):
        pytest.skip(f"{machine}: this system does not let us try it")
    assert ask(readable_index, before, environment) == (0, usual, "")
    if machine == "no network":
        return  # the server in a network of its own: F11
    with (
        started("--index", readable_index, before=before, **environment) as running,
        Page(running.address) as page,
    ):
        status, stream = page.ask(QUESTION)
        assert status == 200
        assert "Recommendation 4" in stream
        code, _, err = running.stop()
    assert (code, err) == (0, "")


def test_a_port_in_use_is_said_in_one_line(index_folder):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, err = serve(index_folder, taken.getsockname()[1])
    assert code == 1
    assert err.startswith("Error: http://127.0.0.1:")
    assert "stop the program that uses it" in err
    assert err.count("\n") == 1


@pytest.mark.skipif(shutil.which("prlimit") is None, reason="no prlimit to limit memory with")
@pytest.mark.parametrize("megabytes", [2_048, *range(800, 299, -50)])
def test_little_memory_is_enough_or_said(megabytes, index_folder, usual, fault):
    limit = ("prlimit", f"--as={megabytes * 1_048_576}")
    code, out, err = ask(index_folder, limit)
    fault.note(f"{megabytes} MB of address space: exit {code}")
    if code == 0:
        assert json.loads(out) == json.loads(usual)
    else:
        assert code == 1
        assert err.startswith("Error: ")
        assert err.count("\n") == 1


@pytest.mark.skipif(shutil.which("prlimit") is None, reason="no prlimit to limit memory with")
def test_a_list_needs_no_memory_for_answers(index_folder):
    command = (sys.executable, "-m", "assistant", "--index", str(index_folder), "list")
    listed = subprocess.run(
        ("prlimit", f"--as={300 * 1_048_576}", *command), capture_output=True, check=False
    )
    assert listed.returncode == 0, listed.stderr


@pytest.mark.skipif(shutil.which("prlimit") is None, reason="no prlimit to limit memory with")
def test_the_server_runs_in_two_gigabytes(index_folder):
    with (
        started("--index", index_folder, before=("prlimit", f"--as={2 * 1024**3}")) as running,
        Page(running.address) as page,
    ):
        assert "Recommendation 4" in page.ask(QUESTION)[1]


@pytest.mark.parametrize("days", [1, 3_650])
def test_a_clock_put_back_changes_nothing(days, index_folder, usual, tmp_path, run):
    """Files from tomorrow are what a clock that was put back leaves behind."""
    index = Path(shutil.copytree(index_folder, tmp_path / "index"))
    later = time.time() + days * DAY_S
    for path in (index, *index.rglob("*")):
        os.utime(path, (later, later))
    assert ask(index) == (0, usual, "")
    assert run("verify", index=index).code == 0
    served = storage.pointed_to(index)
    assert run("build", index=index).code == 0
    assert storage.pointed_to(index) == served


def serve(index, port):
    done = subprocess.run(
        [sys.executable, "app.py", "--index", str(index), "--port", str(port)],
        cwd=ROOT, env=own_environment(), capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    return done.returncode, done.stderr
