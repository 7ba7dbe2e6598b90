"""deploy/nginx.conf in front of the server, as docs/deploy.md says; skipped where there is no nginx.

Under continuous integration (CI is set) nothing is skipped: a missing nginx fails.
"""

import os
import shutil
import socket
import ssl
import subprocess

import httpx
import pytest
from browsing import Page
from running import ROOT, served

HOST = "guidance.trust.example"
DEPLOY = ROOT / "deploy"

pytestmark = pytest.mark.skipif(
    "CI" not in os.environ
    and (
        not (shutil.which("nginx") or shutil.which("/usr/sbin/nginx"))
        or not shutil.which("openssl")
    ),
    reason="nginx or openssl is not installed",
)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


@pytest.fixture(scope="module")
def proxied(index_folder, tmp_path_factory):
    """The server behind nginx; the address, and the folder of nginx's logs."""
    folder = tmp_path_factory.mktemp("nginx")
    plain, tls = free_port(), free_port()
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            f"/CN={HOST}",
            "-keyout",
            folder / "key",
            "-out",
            folder / "pem",
        ],
        check=True,
        capture_output=True,
    )
    with served(index_folder, allowed_hosts=(HOST,)) as address:
        written = (DEPLOY / "nginx.conf").read_text()
        for old, new in {
            "127.0.0.1:7860": address.removeprefix("http://"),
            "listen 80;": f"listen 127.0.0.1:{plain};",
            "listen 443 ssl": f"listen 127.0.0.1:{tls} ssl",
            "/etc/ssl/certs/guidance.pem": f"{folder}/pem",
            "/etc/ssl/private/guidance.key": f"{folder}/key",
            "/etc/nginx/guidance-proxy.inc": f"{folder}/proxy.inc",
            "/var/log/nginx/": f"{folder}/",
        }.items():
            assert old in written
            written = written.replace(old, new)
        # Away from port 443 a browser's Host names the port.
        included = (
            (DEPLOY / "guidance-proxy.inc").read_text().replace("Host $host", "Host $http_host")
        )
        (folder / "proxy.inc").write_text(included)
        temporary = "".join(
            f"{kind}_temp_path {folder}/{kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (folder / "nginx.conf").write_text(
            f"daemon off; pid {folder}/pid; error_log {folder}/main.log; events {{}}\n"
            f"http {{ {temporary}\n{written} }}"
        )
        command = [
            shutil.which("nginx") or "/usr/sbin/nginx",
            "-p",
            folder,
            "-c",
            folder / "nginx.conf",
        ]
        checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stderr
        process = subprocess.Popen(command, stderr=subprocess.PIPE)
        try:
            yield f"https://{HOST}:{tls}", folder, plain
        finally:
            process.terminate()
            process.communicate(timeout=10)


class ToLoopback(httpx.HTTPTransport):
    """Finds the name of the certificate on this machine."""

    def __init__(self):
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        super().__init__(verify=context, retries=5)

    def handle_request(self, request):
        request.url = request.url.copy_with(host="127.0.0.1")
        return super().handle_request(request)


def test_the_page_answers_through_the_proxy(proxied):
    address, _, _ = proxied
    with Page(address, transport=ToLoopback()) as page:
        status, said = page.ask("who checks that the AI still works?")
        assert status == 200
        assert "Recommendation 4" in said
        answer = page.client.get("/", headers={"Origin": address})
        assert answer.status_code == 200
        assert answer.headers["strict-transport-security"]
        assert answer.headers["content-security-policy"].count("nonce") == 1


def test_the_proxy_keeps_the_guard(proxied):
    address, _, _ = proxied
    with httpx.Client(base_url=address, transport=ToLoopback()) as client:
        assert client.get("/readyz").json()["status"] == "ready"
        assert client.get("/", headers={"Host": "evil.example"}).status_code == 421
        assert client.get("/gradio_api/file=http://localhost/").status_code == 404
        assert client.post("/gradio_api/run/predict", content=b"x" * 70_000).status_code == 413
        forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "ftp"}
        assert "evil.example" not in client.get("/", headers=forged).text
        calls = [
            client.post("/gradio_api/run/predict", content=b"{}").status_code for _ in range(80)
        ]
        assert 429 in calls
        assert set(calls) == {422, 429}


def test_only_a_librarians_file_may_be_long(proxied):
    address, _, _ = proxied
    with httpx.Client(base_url=address, transport=ToLoopback()) as client:
        assert client.post("/", content=b"x" * 70_000).status_code == 413
        # This server runs without --library: it is the server that says there is no such address.
        answer = client.post("/library/file", content=b"x" * 70_000)
        assert (answer.status_code, answer.json()["kind"]) == (404, "error")


def test_plain_http_is_sent_to_tls(proxied):
    _, _, plain = proxied
    answer = httpx.get(f"http://127.0.0.1:{plain}/?q=zebrafinch", headers={"Host": HOST})
    assert answer.status_code == 301
    assert answer.headers["location"] == f"https://{HOST}/"


def test_no_log_holds_a_question(proxied):
    address, folder, _ = proxied
    with httpx.Client(base_url=address, transport=ToLoopback()) as client:
        client.get("/?q=zebrafinch")
        client.get("/zebrafinch-is-a-path?q=goldfinch")
        client.post("/gradio_api/run/predict?q=goldfinch", content=b"goldfinch" * 9_000)
    logs = "".join(p.read_text() for p in folder.glob("*.log"))
    assert "GET / 200" in logs
    assert "goldfinch" not in logs
    assert "?q=" not in logs
