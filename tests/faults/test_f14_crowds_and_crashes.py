"""A crowd at one moment has answers or a sentence, idle connections shut nobody out, nine tabs
work, and an open page comes back after a crash.
"""

import asyncio
import json
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from browser.steps import ask, ready
from server.running import started

from assistant.views.web.serve.listening import allow_connections
from scripts.load import half_open
from scripts.load_clients import burst

QUESTION = "who should be checking the AI still works?"
BACK_WITHIN_S = 15


@pytest.fixture(scope="module")
def server(index_folder):
    allow_connections()
    with started("--api", "--index", index_folder) as running:
        yield running


def _port(running):
    return int(running.address.rpartition(":")[2])


def test_a_crowd_has_answers_or_a_sentence(server, corpus, fault):
    lines = (corpus / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    n = fault.size(100, 200)
    for _ in range(fault.size(1, 5)):
        # In a thread: a browser driven by another test holds this one's event loop.
        with ThreadPoolExecutor(1) as pool:
            tally = pool.submit(asyncio.run, burst(_port(server), questions, n)).result()
        fault.note(
            f"{n} at once: {dict(tally.outcomes)}, the longest answer {max(tally.seconds):.1f} s"
        )
        assert tally.outcomes.total() == n
        assert tally.n_unsaid == 0
        # 64 wait, and two are being answered.
        assert tally.outcomes["answered"] >= 64
        fault.cases += n
        fault.held += n


def test_half_open_connections_shut_nobody_out(server, fault):
    found = half_open(_port(server), server.process.pid, fault.size(300, 1_000))
    fault.note(f"half-open: {json.dumps(found)}")
    assert found["open_files"]["most"] >= found["connections"]
    assert found["open_files"]["after"] <= found["open_files"]["before"] + 20
    assert httpx.get(f"{server.address}/healthz").status_code == 200


@pytest.mark.browser
def test_nine_tabs_answer(chromium, server, fault):
    context = chromium.new_context()
    tabs = [context.new_page() for _ in range(9)]
    for n, tab in enumerate(tabs):
        with fault.case(f"tab {n}"):
            tab.goto(server.address)
            ready(tab)
            ask(tab, QUESTION)
    for n, tab in enumerate(tabs):
        with fault.case(f"tab {n} again"):
            ask(tab, "what training do I need?")
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("crash", [signal.SIGKILL, signal.SIGTERM])
def test_an_open_page_comes_back(chromium, index_folder, crash, fault):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    context = chromium.new_context()
    page = context.new_page()
    with started("--index", index_folder, "--port", port) as running:
        page.goto(running.address)
        ready(page)
        ask(page, QUESTION)
        running.stop(crash)
        page.fill("#question textarea", "what training do I need?")
        page.keyboard.press("Enter")
        page.wait_for_selector("#ask-foot [role=alert]:has-text('The server cannot be reached')")
    with started("--index", index_folder, "--port", port):
        begun = time.monotonic()
        # It loads itself again; the server's memory of the conversation is gone.
        page.wait_for_selector("#answer .examples", timeout=BACK_WITHIN_S * 1000)
        ask(page, QUESTION)
        fault.note(f"{crash.name}: back {time.monotonic() - begun:.1f} s after the restart")
    context.close()
