"""The same corpus gives the same index, byte for byte, however and wherever it is built.

In another order of files, another language, time zone and hash seed, with one thread or two.
"""

import json
import random
import shutil
import subprocess
import sys

import pytest
import toy
from frame import IS_FULL, ROOT, own_environment

from assistant.ask import Assistant
from assistant.indexing import storage

BUILT = """
import sys
from pathlib import Path
from assistant.building import build_index
if sys.argv[3] == "toy":
    import toy
    toy.encode_quickly()
print(build_index(Path(sys.argv[1]), Path(sys.argv[2])).id)
"""
WAYS = (
    {"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "TZ": "UTC", "OMP_NUM_THREADS": "1"},
    {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "Asia/Tokyo", "OMP_NUM_THREADS": "2"},
    {"PYTHONHASHSEED": "2", "LANG": "tr_TR.UTF-8", "TZ": "America/Lima", "OMP_NUM_THREADS": "1"},
    {"PYTHONHASHSEED": "random", "LC_ALL": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1"},
    {"PYTHONHASHSEED": "4", "LC_ALL": "C.UTF-8", "OPENBLAS_NUM_THREADS": "2", "PYTHONUTF8": "0"},
)
N_BEST = 10


def copied(corpus, target, seed):
    """Copy a corpus file by file, in an order of its own: so a folder lists them otherwise."""
    paths = sorted(p for p in corpus.rglob("*") if p.is_file())
    random.Random(seed).shuffle(paths)
    for path in paths:
        there = target / path.relative_to(corpus)
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, there)
    return target


def build(corpus, index, way, encoder):
    done = subprocess.run(
        [sys.executable, "-c", BUILT, str(corpus), str(index), encoder],
        cwd=ROOT,
        env=own_environment() | way,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr.strip().split("\n")[-1]
    return done.stdout.split()[-1]


def bytes_of(index):
    return toy.contents(index / storage.BUILDS / storage.pointed_to(index))


def best(index, questions):
    """The ids of the first passages for each question."""
    assistant = Assistant.open(index)
    found = []
    for question in questions:
        evidence = assistant.evidence(question)
        found.append([evidence.pool[place].id for place in evidence.ranking[:N_BEST]])
    return found


def questions_of(corpus, n):
    lines = (corpus / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["question"] for line in lines[:n]]


def test_the_guidance_is_built_alike_in_every_way(tmp_path, fault):
    """With an encoder that takes no time; all else is done in earnest."""
    ways = WAYS[: fault.size(2, 5)]
    questions = questions_of(ROOT / "corpus", fault.size(20, 100))
    first, ranked = None, None
    for number, way in enumerate(ways):
        with fault.case(f"built as {way}"):
            corpus = copied(ROOT / "corpus", tmp_path / f"corpus-{number}", number)
            index = tmp_path / f"index-{number}"
            build(corpus, index, way, "toy")
            built, found = bytes_of(index), best(index, questions)
            first, ranked = first or built, ranked or found
            assert built.keys() == first.keys()
            assert [name for name in built if built[name] != first[name]] == []
            assert found == ranked
    fault.note(
        f"builds of the guidance: {len(ways)}, files compared: {len(first or ())}, "
        f"first {N_BEST} passages compared for {len(questions)} questions"
    )


@pytest.mark.slow
@pytest.mark.skipif(not IS_FULL, reason="a build from nothing takes minutes: make faults")
def test_the_guidance_built_from_nothing_is_the_one_that_serves(index_folder, tmp_path, fault):
    """With the real encoder, in another place, order and language, and one thread."""
    corpus = copied(ROOT / "corpus", tmp_path / "corpus", 499)
    built = build(corpus, tmp_path / "index", WAYS[2], "real")
    assert built == storage.pointed_to(index_folder)
    questions = questions_of(corpus, 100)
    assert best(tmp_path / "index", questions) == best(index_folder, questions)
    fault.note(f"built from nothing with the real encoder: {built}, the build that serves")
