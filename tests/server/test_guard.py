"""What is let in: hosts, routes, origins, sizes."""

import gc
import json
import socket
import time
from http.client import HTTPConnection

import pytest
from server.browsing import Page
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from assistant.views.web.guard import bodies
from assistant.views.web.guard.guard import Guard
from assistant.views.web.guard.routes import CALL

CLOSED = [
    # Everything that Gradio opens beside what its page needs.
    "/gradio_api/upload",
    "/gradio_api/upload_progress?upload_id=1",
    "/gradio_api/file=/etc/passwd",
    "/gradio_api/file=http://localhost/",
    "/gradio_api/file/etc/passwd",
    "/gradio_api/proxy=http://localhost/",
    "/gradio_api/queue/join",
    "/gradio_api/queue/data",
    "/gradio_api/cancel",
    "/gradio_api/reset",
    "/gradio_api/run/ask",
    "/gradio_api/api/predict",
    "/gradio_api/call/ask",
    "/gradio_api/call/v2/ask",
    "/gradio_api/call/ask/1",
    "/gradio_api/info",
    "/gradio_api/openapi.json",
    "/openapi.json",
    "/docs",
    "/redoc",
    "/config",
    "/gradio_api/heartbeat/abc",
    "/gradio_api/runs",
    "/gradio_api/run-history/records",
    "/gradio_api/run-history/connect",
    "/gradio_api/run-history/buckets",
    "/monitoring",
    "/monitoring/summary",
    "/monitoring/x",
    "/gradio_api/deep_link",
    "/gradio_api/dev/reload",
    "/gradio_api/component_server",
    "/gradio_api/stream/1",
    "/gradio_api/stream/a/b/c/playlist.m3u8",
    "/gradio_api/custom_component/1/client/x/y",
    "/gradio_api/process_recording",
    "/gradio_api/startup-events",
    "/gradio_api/vibe-edit",
    "/gradio_api/vibe-code",
    "/gradio_api/mcp",
    "/gradio_api/mcp/sse",
    "/gradio_api/profiling/traces",
    "/gradio_api/user",
    "/gradio_api/token",
    "/gradio_api/login_check",
    "/login",
    "/logout",
    "/login/huggingface",
    "/svelte/x",
    "/pwa_icon",
    "/robots.txt",
    "/manifest.json",
    # Other ways of writing what is open, and ways out of the folders that are.
    "//",
    "/./",
    "/assets/../",
    "/gradio_api/run/predict/",
    "/gradio_api//run/predict",
    "/GRADIO_API/run/predict",
    "/assets/../config",
    "/assets/%2e%2e/config",
    "/assets/..%2fconfig",
    "/static/..%5c..%5cx",
    "/assets//etc/passwd",
    "/assets/.hidden",
    "/static/%00",
    "/assets",
    "/static/",
    "/file=/etc/passwd",
    "/index.html",
    "/queue/join",
]


@pytest.fixture(scope="module")
def echo():
    """A guard before an application that answers everything."""

    async def app(scope, receive, send):
        body = (await receive()).get("body", b"")
        seen = {k.decode(): v.decode() for k, v in scope["headers"]}
        await PlainTextResponse(json.dumps({"headers": seen, "n": len(body)}))(scope, receive, send)

    return TestClient(
        Guard(app, allowed_hosts=["Guidance.trust.example"]), base_url="http://localhost"
    )


@pytest.mark.parametrize("method", ["GET", "POST", "HEAD"])
def test_everything_else_is_closed(server, method):
    # Over the wire: a client library would tidy the paths.
    connection = HTTPConnection(server.removeprefix("http://"))
    found = {}
    for path in CLOSED:
        connection.request(method, path)
        answer = connection.getresponse()
        answer.read()
        found[path] = answer.status
    connection.close()
    assert found == dict.fromkeys(CLOSED, 404)


def test_a_page_is_the_same_whatever_its_address_asks(page, capfd):
    for query in ("page=x", "page=%00", "deep_link=x", "page=../x&deep_link=a", "q=audit"):
        assert page.get(f"/?{query}").status_code == 200
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("path", ["/", "/gradio_api/app_id", "/api/v1/recommendations"])
def test_an_address_may_hold_the_longest_question_and_not_much_more(page, path):
    assert page.get(f"{path}?q=" + "%F0%9F%98%80" * 1_000).status_code != 414
    assert page.get(f"{path}?q=" + "a" * 17_000).status_code == 414


@pytest.mark.parametrize(
    "path", ["/api/v1/", "/api/v1/ask", "/api/v1/openapi.json", "/api/v1/recommendations"]
)
def test_without_the_switch_there_is_no_interface(bare, path):
    assert bare.get(path).status_code == 404
    assert bare.post(path, json={"question": "audit"}).status_code == 404


def test_monitors_get_an_answer(bare, assistant):
    assert bare.get("/healthz").json() == {"status": "alive"}
    assert bare.get("/readyz").json() == {"status": "ready", "index": assistant.index.id}


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
@pytest.mark.parametrize("path", ["/", "/gradio_api/run/predict", "/gradio_api/app_id", "/healthz"])
def test_other_methods_are_refused(page, method, path):
    answer = page.request(method, path)
    assert answer.status_code == 405
    assert answer.headers["allow"]


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("localhost:7860", 200),
        ("127.0.0.1:80", 200),
        ("[::1]:7860", 200),
        ("guidance.trust.example", 200),
        ("GUIDANCE.TRUST.EXAMPLE:443", 200),
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("evil.example:localhost", 421),
        ("", 421),
        ("localhost, evil.example", 421),
        ("guidance.trust.example.", 421),
        ("10.0.0.1", 421),
    ],
)
def test_hosts(echo, host, status):
    assert echo.get("/", headers={"Host": host}).status_code == status


def test_two_host_headers_are_no_host(echo):
    answer = echo.get("/", headers=[("Host", "localhost"), ("Host", "localhost")])
    assert answer.status_code == 421


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://localhost"}, 200),
        ({"Origin": "https://localhost"}, 200),  # the proxy in front speaks TLS
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "http://localhost:8080"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        (
            {
                "Sec-Fetch-Site": "cross-site",
                "Sec-Fetch-Mode": "navigate",
                "Sec-Fetch-Dest": "document",
            },
            403,
        ),
    ],
)
def test_other_sites_cannot_call(echo, headers, status):
    assert echo.post("/gradio_api/run/predict", headers=headers, json={}).status_code == status


def test_a_link_from_another_site_opens_the_page_but_no_frame(echo):
    link = {
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "document",
    }
    assert echo.get("/", headers=link).status_code == 200
    assert echo.get("/", headers=link | {"Sec-Fetch-Dest": "iframe"}).status_code == 403
    assert echo.get("/theme.css", headers=link).status_code == 403


def test_only_known_headers_are_passed_on(echo):
    sent = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "1.2.3.4",
        "Forwarded": "host=evil.example",
        "X-Real-IP": "1.2.3.4",
        "X-Original-URL": "/config",
        "X-HTTP-Method-Override": "DELETE",
        "Cookie": "a=b",
        "Authorization": "Basic eDp5",
        "Referer": "http://x/",
    }
    seen = echo.get("/theme.css", headers=sent).json()["headers"]
    assert not {k.lower() for k in sent} & set(seen)


@pytest.mark.parametrize(
    ("n", "status"), [(64 * 1024, 200), (64 * 1024 + 1, 413), (5_000_000, 413)]
)
def test_long_bodies_are_refused(echo, n, status):
    body = b'{"event_id":"' + b"x" * (n - 15) + b'"}'
    assert echo.post("/gradio_api/run/predict", content=body).status_code == status


def test_long_bodies_are_refused_without_a_stated_length(echo):
    pieces = (b"x" * 1000 for _ in range(1000))
    assert echo.post("/gradio_api/run/predict", content=pieces).status_code == 413


def test_a_body_that_ends_just_beyond_the_limit_is_refused_at_once(server):
    # Over the wire: what is sent in one piece may come in one piece, its end included.
    host, port = server.removeprefix("http://").split(":")
    for _ in range(5):
        with socket.create_connection((host, int(port)), timeout=10) as connection:
            begun = time.monotonic()
            connection.sendall(
                b"POST /gradio_api/run/predict HTTP/1.1\r\nHost: localhost\r\n"
                b"Transfer-Encoding: chunked\r\n\r\n10001\r\n" + b"x" * 65_537 + b"\r\n0\r\n\r\n"
            )
            assert connection.recv(100).startswith(b"HTTP/1.1 413")
            assert time.monotonic() - begun < 2


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("path", ["/healthz", "/gradio_api/run/predict", "/nothing"])
def test_a_length_that_is_stated_in_two_ways_ends_the_connection(server, method, path):
    host, port = server.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(
            f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n"
            "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        )
        said = b"".join(iter(lambda: connection.recv(4096), b""))
    assert said.startswith(b"HTTP/1.1 400")
    assert said.count(b"HTTP/1.1") == 1


@pytest.mark.parametrize("length", ["-1", "1e9", "x", "9" * 30])
def test_false_lengths_are_refused(echo, length):
    headers = {"Content-Length": length}
    assert echo.post("/gradio_api/run/predict", headers=headers, content=b"x").status_code == 413


def test_slow_bodies_are_refused(monkeypatch):
    import asyncio

    monkeypatch.setattr(bodies, "BODY_WITHIN_S", 0.05)
    sent = []

    async def receive():
        await asyncio.sleep(10)

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/gradio_api/run/predict",
        "client": None,
        "headers": [(b"host", b"localhost")],
        "query_string": b"",
    }
    asyncio.run(Guard(None)(scope, receive, send))
    assert sent[0]["status"] == 408


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b'{"data": []}',
        b"[" * 60_000,
        b'{"a":' * 10_000,
        b'{"fn_index": "1", "data": []}',
        b'{"fn_index": true, "data": []}',
        b'{"fn_index": 1, "data": {}}',
        b'{"fn_index": 999, "data": []}',
        b'{"fn_index": -1, "data": ["a"]}',
        b'{"fn_index": 1' + b"1" * 6_000 + b', "data": []}',
        b"\xff\xfe\x00",
    ],
)
def test_what_is_no_call_leaves_no_traceback(page, body, capfd):
    answer = page.post(CALL, content=body)
    assert answer.status_code == 422
    assert answer.json()["detail"]
    assert capfd.readouterr().err == ""


def test_what_was_refused_is_held_nowhere(page):
    # An error that is raised holds what it was raised by, and so the question that was sent.
    for body in (b"{}", b'{"fn_index": 999, "data": ["a question"]}'):
        assert page.post(CALL, content=body).status_code == 422
    gc.collect()
    assert not [held for held in gc.get_objects() if isinstance(held, bodies.Refusal)]


def test_nothing_is_chosen_only_where_the_page_begins_so(server):
    with Page(server) as page:
        called = {d["api_name"]: d["id"] for d in page.config["dependencies"]}

        def status(name, data):
            asked = {"fn_index": called[name], "data": data}
            return page.client.post(CALL, json=asked).status_code

        assert status("role", [None]) == 200
        assert status("narrowed", ["", "", "", "", None]) == 422
        assert status("read", [None, ""]) == 422


def test_a_choice_of_another_index_leaves_no_traceback(server, capfd):
    with Page(server) as page:
        page.asks = next(d for d in page.config["dependencies"] if d["api_name"] == "role")
        status, said = page.call(["Falconry"])
    assert status == 200
    assert '"data":' in said
    assert capfd.readouterr().err == ""


def test_an_error_is_logged_without_its_text(capsys):
    async def app(scope, receive, send):
        raise ValueError("John Smith 943 476 5919")

    answer = TestClient(Guard(app), base_url="http://localhost").get("/")
    assert answer.status_code == 500
    assert "Smith" not in answer.text
    said = capsys.readouterr().err
    assert "ValueError" in said
    assert "Smith" not in said
