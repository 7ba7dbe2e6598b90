"""Who comes in, and how often one may try."""

import asyncio
import base64
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from assistant.errors import ServerUnavailable
from assistant.views.web.guard import login
from assistant.views.web.guard.guard import Guard
from assistant.views.web.guard.login import MAX_TRIES, WITHIN_S, Login, Secret, add_login

ROOT = Path(__file__).parents[2]
PASSWORD = "correct horse: battery"


def basic(name, password):
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """A hash that costs nothing; the real one is tested by its own test."""
    monkeypatch.setattr(login, "_N", 2)
    monkeypatch.setattr(login, "_P", 1)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def door(clock):
    return Login({"anna": Secret.of(PASSWORD), "bob": Secret.of("another password")}, clock)


def status(door, header, client="1.2.3.4"):
    denied = asyncio.run(door.denied(header, client))
    return denied.status if denied else 200


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (basic("anna", PASSWORD), 200),
        (basic("anna", PASSWORD).replace("Basic", "basic"), 200),
        (basic("anna", "wrong"), 401),
        (basic("Anna", PASSWORD), 401),
        (basic("bob", PASSWORD), 401),
        (basic("anna", f"{PASSWORD}\0"), 401),
        (basic("anna", PASSWORD + "\0" * 10), 401),
        (basic("anna\0", PASSWORD), 401),
        (basic("nobody", PASSWORD), 401),
        (basic("anna", ""), 401),
        (basic("anna", "x" * 100_000), 401),
        ("", 401),
        ("Basic", 401),
        ("Basic !!!", 401),
        ("Bearer abc", 401),
        ("Basic /w==", 401),
        ("Basic " + base64.b64encode(b"anna").decode(), 401),
    ],
)
def test_only_the_right_pair_comes_in(door, header, expected):
    assert status(door, header) == expected


def test_tries_are_limited_and_come_back(door, clock):
    for _ in range(MAX_TRIES):
        assert status(door, basic("anna", "wrong")) == 401
    assert status(door, basic("anna", PASSWORD)) == 429
    assert status(door, basic("anna", PASSWORD), client="5.6.7.8") == 200
    assert status(door, basic("bob", "another password")) == 200
    clock.now += WITHIN_S + 1
    assert status(door, basic("anna", PASSWORD)) == 200


def test_who_is_in_stays_in_while_others_try(door):
    assert status(door, basic("anna", PASSWORD)) == 200
    for _ in range(MAX_TRIES + 1):
        status(door, basic("anna", "wrong"))
    assert status(door, basic("anna", PASSWORD)) == 200


def test_guessing_many_names_is_limited_too(door):
    found = [status(door, basic(f"name{n}", "wrong")) for n in range(70)]
    assert found[:60] == [401] * 60
    assert found[60:] == [429] * 10


def test_unknown_names_are_hashed_as_well(door, monkeypatch):
    asked = []
    monkeypatch.setattr(Secret, "opens", lambda self, password: asked.append(password) or False)
    status(door, basic("nobody", "guess"))
    assert asked == ["guess"]


def test_the_file_holds_no_password_and_only_its_owner_reads_it(tmp_path):
    path = tmp_path / "logins"
    add_login(path, "anna", PASSWORD)
    add_login(path, "bob", "another password")
    add_login(path, "anna", "a newer password")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert PASSWORD not in path.read_text()
    door = Login.read(path)
    assert status(door, basic("anna", "a newer password")) == 200
    assert status(door, basic("anna", PASSWORD)) == 401
    assert status(door, basic("bob", "another password")) == 200


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("", PASSWORD),
        ("a:b", PASSWORD),
        (" a", PASSWORD),
        ("a\n", PASSWORD),
        ("a", "short"),
        ("anna", f"{PASSWORD}\0"),
    ],
)
def test_names_and_passwords_that_cannot_be(tmp_path, name, password):
    with pytest.raises(ServerUnavailable):
        add_login(tmp_path / "logins", name, password)


@pytest.mark.parametrize("text", ["", "\n", "anna:secret\n", "anna:scrypt:a:8:1:00:00\n", "\0"])
def test_files_that_are_no_login_files(tmp_path, text):
    path = tmp_path / "logins"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(ServerUnavailable, match="logins"):
        Login.read(path)


def test_a_file_that_others_can_read_is_refused(tmp_path):
    path = tmp_path / "logins"
    add_login(path, "anna", PASSWORD)
    path.chmod(0o644)
    with pytest.raises(ServerUnavailable, match="chmod 600"):
        Login.read(path)
    with pytest.raises(ServerUnavailable, match="cannot be read"):
        Login.read(tmp_path / "missing")


def test_the_guard_asks_for_it_everywhere_but_for_monitors(door):
    async def app(scope, receive, send):
        await PlainTextResponse("in")(scope, receive, send)

    client = TestClient(Guard(app, login=door), base_url="http://localhost")
    refused = client.get("/")
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"].startswith("Basic")
    for path in ("/theme.css", "/assets/x.js", "/gradio_api/app_id"):
        assert client.get(path).status_code == 401
    assert client.post("/gradio_api/run/predict", content=b"x" * 100_000).status_code == 401
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200
    assert client.get("/", headers={"Authorization": basic("anna", PASSWORD)}).text == "in"


def test_the_script_writes_a_login_with_the_full_hash(tmp_path):
    path = tmp_path / "logins"
    ran = subprocess.run(
        [sys.executable, ROOT / "scripts" / "add_login.py", path, "anna"],
        input=f"{PASSWORD}\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert path.read_text().startswith("anna:scrypt:32768:8:3:")
    assert status(Login.read(path), basic("anna", PASSWORD)) == 200
