"""Whoever asks while many others do and the index changes has an answer from one index, or a
sentence; memory and open files do not grow.

The full size is that of make load: fifty people for five minutes, a rebuild in the middle.
"""

import asyncio
import json
import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from frame import IS_FULL
from server.running import started

from assistant.indexing import serving, storage
from scripts.load import measure
from scripts.load_clients import soak


@pytest.fixture
def questions(corpus):
    lines = (corpus / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["question"] for line in lines]


def test_the_index_changes_under_load(index_folder, toy_index, tmp_path, questions, fault):
    """Between the real index and a toy one: which of them an answer comes from is plain."""
    folder = tmp_path / "index"
    shutil.copytree(index_folder, folder)
    toy, real = ((f / storage.CURRENT).read_text().strip() for f in (toy_index, folder))
    shutil.copytree(toy_index / storage.BUILDS / toy, folder / storage.BUILDS / toy)
    with started("--index", folder) as running:
        port = int(running.address.rpartition(":")[2])
        until = time.monotonic() + fault.size(8, 60)
        found = []
        asking = threading.Thread(
            target=lambda: found.append(asyncio.run(soak(port, questions, 8, 0.4, until)))
        )
        asking.start()
        served = [real]
        for name in (toy, real) * fault.size(1, 6):
            time.sleep(1.5)
            serving.point_to(folder, name)
            _until(lambda name=name: _ready(running) == name)
            served.append(name)
        asking.join()
        code, _, err = running.stop()
    (tally,) = found
    assert set(tally.outcomes) == {"answered"}
    assert set(tally.indexes) == set(served)
    assert (code, err.count("serves now"), err.count("\n")) == (0, len(served) - 1, len(served) - 1)
    fault.cases += tally.outcomes.total()
    fault.held += tally.outcomes["answered"]


@pytest.mark.skipif(not IS_FULL, reason="five minutes: make faults, make load")
def test_fifty_people_for_five_minutes(index_folder, fault):
    # In a thread of its own: a browser's test leaves its event loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        soaked = thread.submit(measure, 50, 5.0).result()["soak"]
    fault.note(json.dumps(soaked))
    assert soaked["unsaid"] == 0
    assert soaked["rebuild"]["exit_code"] == 0
    assert len(soaked["indexes"]) == 2
    assert soaked["memory_growth"] < 0.10
    assert soaked["open_files"]["minute_5"] <= soaked["open_files"]["minute_2"] + 20


def _ready(running):
    return httpx.get(f"{running.address}/readyz").json()["index"]


def _until(holds):
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)
