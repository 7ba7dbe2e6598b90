"""Of several rebuilds at once one writes, and the others say that it is busy; readers never fail.

Each answer that is read meanwhile comes from one whole build and names it.
"""

import json
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from frame import ROOT, own_environment

from assistant.ask import Assistant
from assistant.building.builds import only_writer
from assistant.indexing import storage
from assistant.views.render.json import response_json

sys.path.insert(0, str(ROOT / "tests" / "server"))
from running import started

QUESTION = "Is it too windy to fly?"
READER = """
import json, sys
from pathlib import Path
from assistant.ask import Assistant
from assistant.views.render.json import response_json
index, done = Path(sys.argv[1]), Path(sys.argv[2])
print("asking", flush=True)
while not done.exists():
    assistant = Assistant.open(index)
    assert not assistant.index.stands_in, assistant.index.stands_in
    print(json.dumps(response_json(assistant.ask(sys.argv[3]), assistant.index)))
"""


def test_two_rebuilds_at_once(quick, own_corpus, edit, tmp_path, start_build, is_whole, fault):
    index = tmp_path / "index"
    quick(own_corpus, index)
    busy = 0
    for turn in range(fault.size(4, 50)):
        edit(own_corpus, turn)
        before = is_whole(index)
        with fault.case(f"two rebuilds, round {turn}"):
            both = [start_build(own_corpus, index, number) for number in range(2)]
            ends = [building.wait() for building in both]
            assert 0 in [code for code, _ in ends]
            for code, said in ends:
                busy += code
                assert code == 0 or "another build of" in said, said
            assert is_whole(index) != before
    fault.note(f"two rebuilds at once: {fault.size(4, 50)} rounds, {busy} times one found it busy")


def test_the_second_writer_is_told_so_in_one_line(own_corpus, tmp_path, cli):
    with only_writer(tmp_path / "index"):
        code, out, err = cli("build")
    assert (code, out) == (1, "")
    assert err.splitlines()[-1].endswith("is running; wait until it has ended")


def answer_of(index):
    assistant = Assistant.open(index)
    return response_json(assistant.ask(QUESTION), assistant.index)


def check(line, right):
    """See that an answer is that of the build it names, whole."""
    found = json.loads(line)
    assert found == right[found["index"]["id"]]


def test_programs_read_while_the_index_is_rebuilt(quick, own_corpus, edit, tmp_path, fault):
    """A program opens the index and asks, all the time."""
    index, done = tmp_path / "index", tmp_path / "done"
    quick(own_corpus, index)
    right = {storage.pointed_to(index): answer_of(index)}
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(index), str(done), QUESTION],
        cwd=ROOT,
        env=own_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert reader.stdout.readline() == "asking\n"
    lines = []
    collecting = threading.Thread(target=lambda: lines.extend(reader.stdout))
    collecting.start()
    n_builds = fault.size(10, 100)
    for turn in range(n_builds):
        edit(own_corpus, turn)
        built = quick(own_corpus, index).id
        right[built] = answer_of(index)
    done.touch()
    collecting.join(60)
    with reader:
        wrong = reader.stderr.read()
        assert reader.wait(60) == 0, wrong
    for number, line in enumerate(lines):
        with fault.case(f"reading {number}"):
            check(line, right)
    fault.note(f"read by a program {len(lines)} times during {n_builds} rebuilds")
    assert len(lines) > n_builds


@pytest.mark.slow
def test_the_server_answers_while_the_index_is_rebuilt(quick, own_corpus, edit, tmp_path, fault):
    """Over HTTP, four ask without a pause."""
    index, over = tmp_path / "index", threading.Event()
    quick(own_corpus, index)
    right = {storage.pointed_to(index): answer_of(index)}

    def ask(address):
        found = []
        with httpx.Client(base_url=address, timeout=30) as client:
            while not over.is_set():
                response = client.post("/api/v1/ask", json={"question": QUESTION})
                found.append((response.status_code, response.text))
        return found

    n_builds, pause = fault.size(3, 24), fault.size(1.5, 2.5)
    with started("--api", "--index", index) as running, ThreadPoolExecutor(4) as pool:
        askers = [pool.submit(ask, running.address) for _ in range(4)]
        for turn in range(n_builds):
            edit(own_corpus, turn)
            built = quick(own_corpus, index).id
            right[built] = answer_of(index)
            time.sleep(pause)
        over.set()
        found = [pair for asker in askers for pair in asker.result()]
        _, _, err = running.stop()
    for number, (status, text) in enumerate(found):
        with fault.case(f"request {number}"):
            assert status == 200, text
            check(text, right)
    ids = {json.loads(text)["index"]["id"] for _, text in found}
    fault.note(
        f"asked over HTTP {len(found)} times during {n_builds} rebuilds in "
        f"{n_builds * pause:.0f} s; answers from {len(ids)} builds"
    )
    assert len(ids) > 1, err
