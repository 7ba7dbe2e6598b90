"""Nothing leaves the machine, and the tests would notice."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1"])
def test_a_connection_to_another_host_fails(host):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as one, pytest.raises(RuntimeError, match=host):
        one.connect((host, 443))


def test_looking_up_another_host_fails():
    with pytest.raises(RuntimeError, match="getaddrinfo to example.org"):
        socket.getaddrinfo("example.org", 443)


def test_a_connection_to_this_machine_is_allowed():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def test_a_subprocess_cannot_reach_another_host_either(python):
    ran = python("-c", "import socket; socket.create_connection(('192.0.2.1', 443))")
    assert "LeftTheMachine" in ran.err


def test_an_attempt_that_is_swallowed_is_seen(python):
    swallowed = (
        "import contextlib, socket\n"
        "with contextlib.suppress(Exception): socket.create_connection(('192.0.2.1', 443))"
    )
    ran = python("-c", swallowed)
    assert (ran.code, "LeftTheMachine" in ran.err) == (0, True)


def test_asking_reaches_no_host(python, index_folder):
    ran = python("-m", "assistant", "--index", index_folder, "ask", "Who audits AI tools?")
    assert (ran.code, ran.err) == (0, "")


def ask_as_somebody_else(home, index, *before):
    """Ask in a process of its own, whose home and temporary folder are watched."""
    command = [*before, sys.executable, "-m", "assistant", "--index", str(index)]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("ORT_")}
    done = subprocess.run(
        [*command, "ask", "Who audits AI tools?"],
        cwd=ROOT,
        env=environment | {"HOME": str(home), "TMPDIR": str(home), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_asking_leaves_nothing_on_the_disk(tmp_path, index_folder):
    """ONNX Runtime's native code keeps an id of the machine in the home folder unless told not to."""
    ask_as_somebody_else(tmp_path, index_folder)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("strace") is None, reason="there is no strace")
def test_asking_opens_no_connection_in_native_code_either(tmp_path, index_folder):
    home = tmp_path / "home"
    home.mkdir()
    calls = tmp_path / "calls"
    trace = ["strace", "-f", "-e", "trace=connect,sendto", "-o", str(calls)]
    ask_as_somebody_else(home, index_folder, *trace)
    assert "AF_INET" not in calls.read_text(encoding="utf-8")
