"""Nothing outside the list of routes answers, no body breaks the server or fills its memory, and
nothing of it reaches another host.

Inside a network namespace with loopback only, and by an audit hook.
"""

import json
import shutil
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path

import httpx
import pytest
from bodies import BODIES, VALUES
from frame import own_environment
from server.browsing import Page
from server.running import started
from server.test_guard import CLOSED

from assistant.views.web.guard.routes import API

ALONE = Path(__file__).with_name("alone.py")
ALONE_PAGE = Path(__file__).with_name("alone_page.py")
NAMESPACE = ("unshare", "--map-root-user", "--net")


@pytest.fixture(scope="module")
def server(index_folder):
    with started("--index", index_folder) as running:
        yield running
        code, _, err = running.stop()
    assert (code, err) == (0, "")


def test_every_other_route_is_closed(server, fault):
    connection = HTTPConnection(server.address.removeprefix("http://"))
    for method in ("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"):
        for path in (*CLOSED, f"{API}/ask", f"{API}/", f"{API}/recommendations"):
            with fault.case(f"{method} {path}"):
                connection.request(method, path)
                answer = connection.getresponse()
                answer.read()
                assert answer.status == 404
    connection.close()


@pytest.mark.parametrize(
    "way", ["run/predict", "queue/join", "queue/data", "cancel", "reset", "upload"]
)
def test_no_body_breaks_the_server(server, fault, way):
    with httpx.Client(base_url=server.address, timeout=30) as client:
        for name, body in BODIES.items():
            with fault.case(f"{way}: {name}"):
                try:
                    status = client.post(f"/gradio_api/{way}", content=body).status_code
                except httpx.TransportError:
                    status = "closed"  # the server need not take in what is too long
                assert status in {404, 413, 422, "closed"}
        assert client.get("/healthz").status_code == 200


def test_no_value_breaks_an_answer(server, fault):
    """What the page's own parts never send is refused; no file of this machine is touched."""
    with Page(server.address) as page:
        n_inputs = len(page.asks["inputs"])
        for name, value in VALUES.items():
            for place in range(n_inputs):
                with fault.case(f"{name} as input {place}"):
                    data = ["who audits AI tools?", *[""] * (n_inputs - 1)]
                    data[place] = value
                    status, said = page.call(data)
                    is_fit = isinstance(value, str)
                    assert status == (200 if is_fit else 422)
                    assert status == 422 or '"data":' in said
        assert "Recommendation" in page.ask("who audits AI tools?")[1]


def test_the_memory_stays_below_twice_the_idle_one(index_folder, fault):
    with started("--index", index_folder) as running, Page(running.address) as page:
        page.ask("who audits AI tools?")
        idle = _memory(running.process.pid, "VmRSS")
        Path(f"/proc/{running.process.pid}/clear_refs").write_text("5")
        for _ in range(fault.size(3, 30)):
            for way in ("run/predict", "upload"):
                for body in BODIES.values():
                    try:
                        page.client.post(f"/gradio_api/{way}", content=body)
                    except httpx.TransportError:
                        continue
        most = _memory(running.process.pid, "VmHWM")
    fault.note(f"memory: idle {idle} MB, at most {most} MB")
    assert most < 2 * idle


def _memory(pid, field):
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(x for x in lines if x.startswith(field)).split()[1]) // 1024


def grants_networks(*more):
    """Tell whether the system lets us make a network of our own, and what more a command needs."""
    if sys.platform != "linux" or shutil.which("unshare") is None or shutil.which("ip") is None:
        return False
    command = [*NAMESPACE, *(more or ("ip", "link", "set", "lo", "up"))]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def grants_names():
    """Tell whether it also lets us put a list of name servers in the place of its own."""
    return grants_networks("--mount", "mount", "--bind", "/etc/hosts", "/etc/resolv.conf")


@pytest.mark.skipif(not grants_networks(), reason="this system lets us make no network of our own")
def test_serving_reaches_no_host_and_needs_none(index_folder, fault):
    command = f'ip link set lo up && exec "{sys.executable}" "{ALONE}" "{index_folder}"'
    found = run_alone(command)
    assert found == {
        "is_alone": True,
        "answered": 20,
        "routes": len(CLOSED),
        "code": 0,
        "reached": [],
        "packets": 0,
    }


@pytest.mark.browser
@pytest.mark.skipif(not grants_names(), reason="this system lets us make no network of our own")
def test_the_page_reaches_no_host_on_any_tab(index_folder, chromium_path, tmp_path, fault):
    """Server and browser together, as a name server hears them."""
    names = tmp_path / "resolv.conf"
    names.write_text("nameserver 127.0.0.1\n")
    command = (
        f'mount --bind "{names}" /etc/resolv.conf && ip link set lo up && '
        f'exec "{sys.executable}" "{ALONE_PAGE}" "{index_folder}" "{chromium_path}"'
    )
    found = run_alone(command, "--mount")
    own = found["browser"]
    fault.note(f"page: {found['requests']} requests to its server; the browser's own: {own}")
    assert found["tried"] == ["named.test"]
    assert found["requests"] > 20
    assert set(found["page"]) <= set(own)
    assert (found["elsewhere"], found["code"]) == ([], 0)


def run_alone(command, *more):
    """Run a command that prints JSON in a namespace of its own."""
    done = subprocess.run(
        [*NAMESPACE, *more, "sh", "-c", command],
        cwd=ALONE.parents[2],
        # Without the hook of tests/offline, which would stop what this one is to count.
        env=own_environment() | {"PYTHONPATH": _without_offline()},
        capture_output=True,
        encoding="utf-8",
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _without_offline():
    root = ALONE.parents[2]
    return ":".join(map(str, (root, root / "tests", root / "tests" / "server", ALONE.parent)))
