"""A real Chromium on a real server; where there is none, every test here is skipped and says so."""

import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

import pytest
from browser.steps import WITHIN_S

ROOT = Path(__file__).resolve().parents[2]
START_WITHIN_S = 120
BROKEN_OFF = ("AbortError", "Unexpected error Connection errored out")


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in Path(item.fspath).parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def feedback_file(tmp_path_factory):
    return tmp_path_factory.mktemp("feedback") / "feedback.jsonl"


@pytest.fixture(scope="session")
def serve(tmp_path_factory):
    """Serve the page as a user does: python app.py."""

    @contextmanager
    def running(*arguments):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        log = tmp_path_factory.mktemp("server") / "log"
        command = [sys.executable, "app.py", "--port", str(port), *map(str, arguments)]
        with log.open("w") as out:
            server = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out)
        try:
            url = f"http://127.0.0.1:{port}/"
            _wait(url, server, log)
            yield url
        finally:
            server.terminate()
            server.wait(timeout=20)
        assert "Traceback" not in log.read_text()

    return running


@pytest.fixture(scope="session")
def address(serve, index_folder, feedback_file):
    with serve("--index", index_folder, "--feedback", feedback_file) as url:
        yield url


def _wait(address, server, log):
    """Wait until the page can be asked: the port is there before its index is open."""
    end = time.monotonic() + START_WITHIN_S
    while time.monotonic() < end and server.poll() is None:
        with suppress(OSError):
            urlopen(f"{address}readyz", timeout=START_WITHIN_S).close()
            return
        time.sleep(0.2)
    pytest.fail(f"the server did not start:\n{log.read_text()}")


@pytest.fixture
def open_page(chromium, address):
    """Open the page in a fresh profile; afterwards nothing may have gone wrong or gone out."""
    contexts, faults, requests = [], [], []

    def opened(
        query="", *, width=1280, height=900, scheme="light", waits_for="#answer .md > *", **more
    ):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, **more
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(WITHIN_S * 1000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda m: faults.append(m.text) if _is_fault(m) else None)
        page.on("request", lambda request: requests.append(request.url))
        page.goto(address + query)
        page.wait_for_selector(waits_for)
        page.wait_for_timeout(300)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []
    outside = [u for u in requests if not u.startswith((address, "data:", "blob:"))]
    assert outside == []


def _is_fault(message):
    # A reload breaks off what Gradio was still asking for, and Gradio says so.
    return message.type == "error" and not message.text.startswith(BROKEN_OFF)
