"""A newly published index takes over; nothing under way is lost."""

import asyncio
import shutil
import threading
import time
import weakref
from concurrent.futures import ThreadPoolExecutor, wait

import httpx
import pytest
import toy
from running import started
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant.building import build_index
from assistant.errors import IndexDamaged
from assistant.indexing import serving, storage
from assistant.views.web.serve import live
from assistant.views.web.serve.live import LiveApplication, read_whole
from assistant.views.web.serve.server import Settings, guarded


@pytest.fixture(scope="session")
def two_builds(toy_index, tmp_path_factory):
    """An index folder with two builds; the first of them serves."""
    index = tmp_path_factory.mktemp("two") / "index"
    shutil.copytree(toy_index, index)
    corpus = toy.write_corpus(tmp_path_factory.mktemp("more") / "corpus")
    asked_as = next(iter(sorted((corpus / "asked_as").glob("*.toml"))))
    asked_as.write_text(asked_as.read_text().replace("flying in a storm", "flying in a gale"))
    first = (index / storage.CURRENT).read_text().strip()
    with pytest.MonkeyPatch.context() as patch:
        toy.encode_quickly(patch.setattr)
        second = build_index(corpus, index).id
    assert first != second
    return index, first, second


@pytest.fixture
def index(two_builds):
    """The folder, the first build serving again."""
    folder, first, _ = two_builds
    serving.point_to(folder, first)
    return folder


def application(assistant, slow=None):
    """An application that says which index answers; each answer is asked for in earnest."""

    async def answer(_request):
        if slow:
            await asyncio.sleep(slow)
        response = await asyncio.to_thread(assistant.ask, "Is it too windy to fly?")
        return JSONResponse({"index": assistant.index.id, "question": response.question})

    return Starlette(routes=[Route("/", answer)])


def until(holds):
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_published_index_takes_over(index, two_builds, capsys):
    _, first, second = two_builds
    app = LiveApplication(index, application, every_s=0.02)
    with TestClient(app) as client:
        assert client.get("/").json()["index"] == first
        serving.point_to(index, second)
        until(lambda: client.get("/").json()["index"] == second)
        serving.point_to(index, first)
        until(lambda: client.get("/").json()["index"] == first)
    assert f"Index {second} serves now." in capsys.readouterr().err


def test_an_index_that_cannot_take_over_is_refused_with_its_reason_until_another_is_published(
    index, two_builds
):
    _, first, second = two_builds

    def make(assistant):
        if assistant.index.id == second:
            raise IndexDamaged("half of it is gone")
        return application(assistant)

    app = LiveApplication(index, make, every_s=0.02)
    with TestClient(app) as client:
        serving.point_to(index, second)
        until(lambda: app.refusal(second))
        assert app.refusal(second) == "half of it is gone"
        assert client.get("/").json()["index"] == first == app.index_id
        serving.point_to(index, first)
        until(lambda: not app.refusal(second))


def test_no_request_fails_while_indexes_change(index, two_builds):
    _, first, second = two_builds
    app = LiveApplication(index, application, every_s=0.01)
    with TestClient(app) as client, ThreadPoolExecutor(8) as pool:
        over = threading.Event()

        def ask():
            found = []
            while not over.is_set():
                answer = client.get("/")
                found.append((answer.status_code, answer.json()["index"]))
            return found

        askers = [pool.submit(ask) for _ in range(8)]
        for name in (second, first) * 3:
            serving.point_to(index, name)
            until(lambda name=name: app.index_id == name)
        over.set()
        found = [pair for asker in askers for pair in asker.result()]
    assert {status for status, _ in found} == {200}
    assert {name for _, name in found} == {first, second}


def test_an_answer_under_way_ends_on_the_index_it_began_on(index, two_builds):
    _, first, second = two_builds
    app = LiveApplication(index, lambda a: application(a, slow=0.5), every_s=0.01)
    with TestClient(app) as client, ThreadPoolExecutor(1) as pool:
        under_way = pool.submit(client.get, "/")
        time.sleep(0.1)
        serving.point_to(index, second)
        until(lambda: app.index_id == second)
        assert under_way.result().json()["index"] == first


def test_a_damaged_index_does_not_take_over(index, two_builds, capsys):
    _, first, second = two_builds
    with TestClient(LiveApplication(index, application, every_s=0.01)) as client:
        passages = index / storage.BUILDS / second / "passages.jsonl"
        whole = passages.read_bytes()
        passages.write_bytes(whole[:-9])
        try:
            serving.point_to(index, second)
            time.sleep(0.5)
            assert client.get("/").json()["index"] == first
            for pointer in ("nowhere", "../..", ""):
                (index / storage.CURRENT).write_text(pointer)
                time.sleep(0.2)
                assert client.get("/").json()["index"] == first
        finally:
            passages.write_bytes(whole)
        serving.point_to(index, second)
        until(lambda: client.get("/").json()["index"] == second)
    assert f"{first} serves on" in capsys.readouterr().err


def test_an_open_index_outlives_its_folder(toy_copy):
    app = LiveApplication(toy_copy, application)
    with TestClient(app) as client:
        shutil.rmtree(toy_copy)
        assert client.get("/").status_code == 200


def test_every_part_is_read(toy_copy, current_build):
    index = storage.open_current(toy_copy)
    folder = current_build(toy_copy)
    read_whole(index)
    shutil.rmtree(folder)
    assert index.passages
    assert index.sources
    assert index.dense


def test_retired_applications_are_stopped(index, two_builds):
    _, _, second = two_builds
    stopped = []

    def make(assistant):
        app = application(assistant)

        class Lifespan:
            async def __aenter__(self):
                return None

            async def __aexit__(self, *_):
                stopped.append(assistant.index.id)

        app.router.lifespan_context = lambda _app: Lifespan()
        return app

    app = LiveApplication(index, make, every_s=0.01)
    with TestClient(app):
        first = app.index_id
        serving.point_to(index, second)
        until(lambda: stopped == [first])
    assert stopped == [first, second]


@pytest.mark.slow
def test_a_replaced_index_leaves_the_memory(index, two_builds, monkeypatch):
    """With the real page: FastAPI's and Gradio's own memories hold on to what they have served."""
    monkeypatch.setattr(live, "_TIDIED_EVERY_S", 0.05)
    _, first, second = two_builds
    guard = guarded(index, Settings())
    app = guard.app.app
    app._every_s = 0.02
    with TestClient(guard, base_url="http://localhost") as client:
        assert client.get("/").status_code == 200
        gone = []
        for name in (second, first, second):
            gone.append(weakref.ref(app.index))
            serving.point_to(index, name)
            until(lambda name=name: app.index_id == name)
            assert client.get("/").status_code == 200
        until(lambda: [index() for index in gone] == [None, None, None])


@pytest.mark.slow
@pytest.mark.alone
def test_the_whole_server_changes_its_index_under_load(index_folder, two_builds, tmp_path):
    """Eight programs ask without a pause while indexes change; no answer fails."""
    folder = tmp_path / "index"
    shutil.copytree(index_folder, folder)
    other, toy_build, _ = two_builds
    shutil.copytree(other / storage.BUILDS / toy_build, folder / storage.BUILDS / toy_build)
    real = (folder / storage.CURRENT).read_text().strip()
    over = threading.Event()

    def ask(address):
        found = []
        with httpx.Client(base_url=address, timeout=30) as client:
            while not over.is_set():
                answer = client.post("/api/v1/ask", json={"question": "who checks it still works?"})
                found.append((answer.status_code, answer.json().get("index", {}).get("id")))
        return found

    with started("--api", "--index", folder) as running, ThreadPoolExecutor(8) as pool:
        askers = [pool.submit(ask, running.address) for _ in range(8)]
        for name in (toy_build, real):
            serving.point_to(folder, name)
            until(lambda name=name: httpx.get(f"{running.address}/readyz").json()["index"] == name)
        time.sleep(0.5)
        over.set()
        wait(askers)
        code, _, err = running.stop()
    found = [pair for asker in askers for pair in asker.result()]
    assert {status for status, _ in found} == {200}, err
    assert {name for _, name in found} == {real, toy_build}
    assert code == 0
    assert err.count("serves now") == 2
