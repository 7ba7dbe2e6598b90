"""Starting and stopping: clear refusals, no answer lost."""

import asyncio
import json
import re
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass

import httpx
import pytest
from browsing import Page
from payloads import PAYLOADS
from running import ROOT, started
from uvicorn.server import ServerState

from assistant.errors import IndexNotBuilt, ServerUnavailable
from assistant.views.web.serve import connection, listening, server
from assistant.views.web.serve.server import Settings, serve


@pytest.fixture
def nowhere(tmp_path):
    """An index folder that is never read: what is wrong is said before."""
    return tmp_path / "none"


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (Settings(port=-1), "no port -1"),
        (Settings(port=70_000), "no port 70000"),
        (Settings(host="0.0.0.0"), "--allow-host"),
        (Settings(host="192.0.2.1", allowed_hosts=("guidance.example",)), "192.0.2.1:7860"),
        (Settings(host="::"), "--allow-host"),
        (Settings(allowed_hosts=("https://guidance.example/",)), "not a host name"),
        (Settings(allowed_hosts=("guidance.example:80",)), "not a host name"),
        (Settings(allowed_hosts=("*",)), "not a host name"),
        (Settings(allowed_hosts=("",)), "not a host name"),
    ],
)
def test_what_cannot_be_served_is_said(nowhere, settings, words):
    with pytest.raises(ServerUnavailable, match=re.escape(words)):
        serve(nowhere, settings)


def test_a_host_that_is_none(nowhere, monkeypatch):
    def unknown(*_arguments, **_options):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(listening.socket, "create_server", unknown)
    with pytest.raises(ServerUnavailable, match="no host"):
        serve(nowhere, Settings(host="no.such.host", allowed_hosts=("a",)))


def test_a_port_that_is_reserved(nowhere, monkeypatch):
    def reserved(*_arguments, **_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(listening.socket, "create_server", reserved)
    with pytest.raises(ServerUnavailable, match="reserved"):
        serve(nowhere, Settings(port=80))


def test_a_port_that_is_taken(nowhere):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ServerUnavailable, match=rf"{port} cannot be used.*--port {port + 1}"):
            serve(nowhere, Settings(port=port))


def test_no_index_is_said_and_the_port_given_back(nowhere):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    for _ in range(2):
        with pytest.raises(IndexNotBuilt):
            serve(nowhere, Settings(port=port))


def test_the_command_says_it_in_one_line(nowhere):
    ran = subprocess.run(
        [sys.executable, "app.py", "--port", "0", "--index", nowhere],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1
    assert ran.stdout == ""
    assert ran.stderr.startswith("Error: ")
    assert ran.stderr.count("\n") == 1


def test_loopback_is_known():
    assert all(server._is_loopback(h) for h in ("127.0.0.1", "127.5.5.5", "::1", "localhost"))
    assert not any(
        server._is_loopback(h) for h in ("0.0.0.0", "::", "10.1.2.3", "", "guidance.example")
    )


def test_only_loopback_listens_unless_told(ended):
    assert ended.address.startswith("http://127.0.0.1:")


def test_the_page_answers_over_the_wire(server):
    with Page(server) as page:
        status, said = page.ask("who checks that the AI still works?")
    assert status == 200
    assert '"data":' in said
    assert "Recommendation 4" in said


# What no shown markup may hold: tags as tags, and characters that turn text round.
HARMS = (
    "<script",
    "<img",
    "<svg",
    "<iframe",
    "<style",
    "<meta",
    "<link",
    "<video",
    "<form",
    "<a href='",
    "style='",
    "\u202e",
    "\u2066",
)
ODD = ["\ud800 who audits?", "\u0000", "\u202e audit", "a" * 5_000, "", "??", *PAYLOADS]


@pytest.mark.parametrize("question", ODD)
def test_odd_questions_get_a_sentence_on_the_page(server, question):
    with Page(server) as page:
        status, said = page.ask(question)
    assert status == 200
    shown = [value for value in json.loads(said)["data"] if isinstance(value, str)]
    assert shown
    assert not [harm for harm in HARMS if harm in "".join(shown).lower()]


@pytest.mark.slow
@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_stopping_finishes_answers_under_way(index_folder, name):
    with (
        started("--index", index_folder) as running,
        ThreadPoolExecutor(6) as pool,
        ExitStack() as stack,
    ):
        pages = [stack.enter_context(Page(running.address)) for _ in range(6)]
        asked = [pool.submit(p.ask, "who audits?") for p in pages]
        time.sleep(0.1)
        code, out, err = running.stop(name)
        answers = [a.result() for a in asked]
    assert code == 0
    assert err == ""
    assert out == ""
    assert all(status == 200 and '"data":' in said for status, said in answers)


@pytest.mark.slow
@pytest.mark.alone
def test_half_a_request_is_not_waited_for(index_folder):
    with started("--index", index_folder) as running:
        host, port = running.address.removeprefix("http://").split(":")
        opened = [socket.create_connection((host, int(port))) for _ in range(200)]
        for opening in opened:
            opening.sendall(b"POST /gradio_api/run/predict HTTP/1.1\r\nHost: localhost\r\n")
        begun = time.monotonic()
        assert httpx.get(f"{running.address}/").status_code == 200
        assert time.monotonic() - begun < 5
        opened[0].settimeout(connection.HEADERS_WITHIN_S + 10)
        assert opened[0].recv(100) == b""
        for opening in opened:
            opening.close()


NO_REQUEST = [
    b"hello\r\n\r\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"x" * 200,
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: +1\r\n\r\nx",
    b"POST /gradio_api/run/predict HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
]
CUT = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"


def _exchange(address, *pieces):
    """Send pieces one after the other's answer; give all that came back."""
    host, port = address.removeprefix("http://").split(":")
    said = b""
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        for piece in pieces:
            connection.sendall(piece)
            said += connection.recv(65_536)
    return said


MARKER = "zebrafinch"
# What may stand in an environment that is not ours.
FOREIGN = {
    "http_proxy": "http://192.0.2.1:3128",
    "https_proxy": "http://192.0.2.1:3128",
    "GRADIO_ROOT_PATH": "http://evil.example",
    "GRADIO_SSR_MODE": "True",
    "GRADIO_ALLOWED_PATHS": "/",
}


@dataclass
class Ended:
    """What a server that has stopped had sent, said and written."""

    address: str
    page: str
    to_no_request: list[bytes]
    before_the_end: bytes
    code: int
    out: str
    err: str
    written: list[bytes]


@pytest.fixture(scope="module")
def ended(index_folder, tmp_path_factory):
    """A server with a home of its own in a bare environment: asked, sent what is no request, stopped."""
    home = tmp_path_factory.mktemp("home")
    settings = FOREIGN | {"TMPDIR": str(home), "HOME": str(home)}
    with (
        started("--api", "--index", index_folder, is_bare=True, **settings) as running,
        httpx.Client(base_url=running.address, trust_env=False) as client,
    ):
        with Page(running.address, trust_env=False) as page:
            page.ask(f"{MARKER} who audits?")
        client.post("/api/v1/ask", json={"question": f"{MARKER} audit", "history": [MARKER]})
        client.get(f"/?q={MARKER}")
        client.post("/api/v1/ask", content=f'{{"question": "{MARKER}')
        shown = client.get("/").text
        answers = [_exchange(running.address, sent).lower() for sent in NO_REQUEST]
        # The answer has come; then the rest of the request turns out to be none.
        cut = _exchange(running.address, CUT, b"zz\r\n")
        stopped = running.stop()
    written = [p.read_bytes() for p in home.rglob("*") if p.is_file()]
    return Ended(running.address, shown, answers, cut, *stopped, written)


def test_what_is_no_request_is_answered_strictly_and_not_logged(ended):
    for sent, said in zip(NO_REQUEST, ended.to_no_request, strict=True):
        assert b"x-content-type-options: nosniff" in said, sent
        assert b"content-security-policy: default-src 'none'" in said, sent
    assert ended.before_the_end.startswith(b"HTTP/1.1 200")
    assert ended.err == ""


def test_nothing_of_a_question_is_on_disk_or_in_the_log(ended):
    assert ended.code == 0
    assert MARKER not in ended.out + ended.err
    assert not [content for content in ended.written if MARKER.encode() in content]


def test_a_bare_environment_will_do(ended):
    assert ended.code == 0
    assert "evil.example" not in ended.page


def test_stopping_breaks_off_what_does_not_end_without_a_traceback(monkeypatch, capfd):
    monkeypatch.setattr(listening, "_FINISH_WITHIN_S", 1)

    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"x", "more_body": True})
        while (await receive())["type"] != "http.disconnect":
            pass

    async def stopped_after():
        port = listening.listen("127.0.0.1", 0)
        running = listening.Server(app)
        serving = asyncio.create_task(running.serve(sockets=[port]))
        await asyncio.sleep(0.3)
        reader, writer = await asyncio.open_connection(*port.getsockname())
        writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        await reader.readuntil(b"\r\n\r\n")
        begun = time.monotonic()
        running.should_exit = True
        await serving
        writer.transport.abort()
        return time.monotonic() - begun

    assert 1 <= asyncio.run(stopped_after()) < 4
    assert capfd.readouterr().err == ""


def test_an_answer_that_is_not_taken_is_given_up(monkeypatch):
    monkeypatch.setattr(connection, "_TAKEN_WITHIN_S", 0.2)

    async def app(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"x" * 20_000_000})

    async def connections_left():
        configuration, state = listening.Server(app).config, ServerState()
        configuration.load()
        serving = await asyncio.get_running_loop().create_server(
            lambda: connection.Connection(configuration, state, {}), "127.0.0.1", 0
        )
        _reader, writer = await asyncio.open_connection(*serving.sockets[0].getsockname())
        writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        await asyncio.sleep(0.1)
        assert len(state.connections) == 1
        await asyncio.sleep(1)
        writer.transport.abort()
        serving.close()
        return len(state.connections)

    assert asyncio.run(connections_left()) == 0
