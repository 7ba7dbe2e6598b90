"""What the tests share: the real index, a toy corpus with an encoder of its own, the command line.

No test reaches another host: tests/offline/sitecustomize.py sees to it, here and in subprocesses.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random

import pytest
from filelock import FileLock
from hypothesis import settings

TESTS = Path(__file__).parent
ROOT = TESTS.parent
sys.path[:0] = [str(TESTS), str(ROOT)]

import offline.sitecustomize  # noqa: F401
import toy

from assistant.ask import Assistant
from assistant.building import build_index
from assistant.indexing import storage
from assistant.views.cli import main

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SEED = 499
# Texts of some 20 kB each: as many as the questions of a few modules.
_REMEMBERED = 4_096
AXE = TESTS / "browser" / "node_modules" / "axe-core" / "axe.min.js"

# The same examples every time, so that a run that fails does so again; `make test-all` tries a hundred
# of each property (--hypothesis-profile=all), `--hypothesis-profile=new` a hundred that nobody has tried.
settings.register_profile("all", deadline=None, derandomize=True, database=None)
settings.register_profile("new", settings.get_profile("all"), derandomize=False, print_blob=True)
settings.register_profile("some", settings.get_profile("all"), max_examples=25)
settings.load_profile("some")


def pytest_addoption(parser):
    parser.addoption(
        "--rewrite-golden",
        action="store_true",
        help="write what the program prints to tests/golden/; look at the diff before committing",
    )


@pytest.fixture(params=["some", pytest.param("all", marks=pytest.mark.slow)])
def drawn(request):
    """Draw n of many cases, the same ones every time; under `make test-all` all of them."""

    def draw(cases, n):
        if request.param == "all":
            return cases
        kept = sorted(Random(SEED).sample(range(len(cases)), min(n, len(cases))))
        return [cases[at] for at in kept]

    return draw


@pytest.fixture(scope="session")
def corpus():
    return ROOT / "corpus"


@pytest.fixture(scope="session")
def index_folder(corpus):
    """The repository's own index, built if it is not the corpus's."""
    index = ROOT / "index"
    index.mkdir(exist_ok=True)
    # Tests side by side all come here at once, and a build waits for no other.
    here = hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
    with FileLock(Path(tempfile.gettempdir()) / f"index-of-the-tests-{here}.lock", timeout=600):
        with FileLock(index / "LOCK", timeout=300):
            pass  # somebody else's build has ended
        build_index(corpus, index)
    return index


@pytest.fixture(scope="session")
def assistant(index_folder):
    """The guidance opened once; what was encoded is remembered, as half of an answer's time goes there."""
    opened = Assistant.open(index_folder)
    encoder = opened.index.encoder
    encoder.encode_tokens = lru_cache(_REMEMBERED)(encoder.encode_tokens)
    return opened


@pytest.fixture(scope="session")
def golden():
    """All 31 recommendations as read from the guidance by eye, by number."""
    rows = json.loads((TESTS / "golden" / "recommendations.json").read_text(encoding="utf-8"))
    return {row["number"]: row for row in rows}


@pytest.fixture
def same_as_golden(request):
    """Compare a text with a file of tests/golden/, or rewrite it under --rewrite-golden."""

    def compare(name, text):
        path = TESTS / "golden" / name
        if request.config.getoption("--rewrite-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture(scope="session")
def labelled(corpus):
    """The labelled questions that belong to the corpus."""
    lines = (corpus / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="session")
def responses(assistant, labelled):
    """What every labelled question is answered."""
    return [(row, assistant.ask(row["question"], row["history"])) for row in labelled]


@pytest.fixture
def build_toy(monkeypatch):
    """Build the index of a toy corpus without torch."""
    toy.encode_quickly(monkeypatch.setattr)
    return build_index


@pytest.fixture(scope="session")
def toy_corpus(tmp_path_factory):
    return toy.write_corpus(tmp_path_factory.mktemp("toy") / "corpus")


@pytest.fixture(scope="session")
def toy_index(toy_corpus):
    """An index of the toy corpus; tests that spoil it take a copy."""
    folder = toy_corpus.parent / "index"
    with pytest.MonkeyPatch.context() as patch:
        toy.encode_quickly(patch.setattr)
        build_index(toy_corpus, folder)
    return folder


@pytest.fixture
def toy_copy(toy_index, tmp_path):
    """A copy of the toy index that a test may spoil."""
    return Path(shutil.copytree(toy_index, tmp_path / "index"))


@pytest.fixture(scope="session")
def toy_assistant(toy_index):
    return Assistant.open(toy_index)


@pytest.fixture
def own_corpus(tmp_path):
    """A toy corpus that a test may change."""
    return toy.write_corpus(tmp_path / "corpus")


@pytest.fixture
def quick(monkeypatch, build_toy):
    """Build a toy corpus, without the list of English words that takes half the time."""
    toy.build_quickly(monkeypatch.setattr)
    return build_toy


@pytest.fixture
def edit():
    """Change a toy corpus a little: another asked-as question."""

    def change(corpus, turn=0):
        path = corpus / "asked_as" / "all.toml"
        text = path.read_text(encoding="utf-8")
        fresh = text.replace('"lessons for', f'"where do I learn it, {turn}?", "lessons for')
        assert fresh != text
        path.write_text(fresh, encoding="utf-8")

    return change


@pytest.fixture
def is_whole():
    """Check that an index is whole and answers, and give the id of the build that serves."""

    def check(index):
        opened = storage.open_current(index)
        assert opened.check_everything() == []
        return opened.id

    return check


@pytest.fixture
def leftovers():
    def find(index):
        return [
            p.name for p in index.rglob("*") if p.name.startswith(".") or p.name.endswith(".new")
        ]

    return find


@pytest.fixture
def current_build():
    """Find the folder of the build that serves."""

    def find(index):
        return index / storage.BUILDS / (index / storage.CURRENT).read_text().strip()

    return find


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def json_lines(self):
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def run(capsys, index_folder, corpus, assistant, monkeypatch):
    """Run a command on the real index, in this process; that index is opened once for all of them."""
    opened = Assistant.open

    def open_once(index, milvus=""):
        is_opened = Path(index) == index_folder and not milvus
        return assistant if is_opened else opened(index, milvus)

    monkeypatch.setattr(Assistant, "open", open_once)

    def command(*arguments, index=index_folder, corpus=corpus):
        capsys.readouterr()
        try:
            code = main(["--index", str(index), "--corpus", str(corpus), *arguments])
        except SystemExit as ended:
            code = ended.code or 0
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return command


@pytest.fixture(scope="session")
def python():
    """Run Python in a process of its own, offline, with a hash seed."""

    def process(*arguments, hash_seed="0", stdin=None, cwd=ROOT):
        paths = (TESTS / "offline", ROOT, TESTS)
        done = subprocess.run(
            [sys.executable, *map(str, arguments)],
            cwd=cwd,
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            env=os.environ
            | {
                "PYTHONPATH": os.pathsep.join(map(str, paths)),
                "PYTHONHASHSEED": hash_seed,
                "PYTHONUTF8": "1",
            },
            timeout=300,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return process


@pytest.fixture(scope="session")
def chromium_path():
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if not found:
        pytest.skip("no chromium found: install it, or name it in the variable CHROMIUM")
    return found


@pytest.fixture(scope="session")
def chromium(chromium_path):
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        # The sandbox needs a user that is not root.
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = driver.chromium.launch(executable_path=chromium_path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe():
    """The script of axe-core, installed from npm; tests/browser/package.json pins it."""
    script = Path(os.environ.get("AXE_CORE", AXE))
    if not script.is_file():
        pytest.skip(f"no {script}: run npm --prefix tests/browser ci, or name it in AXE_CORE")
    return script.read_text(encoding="utf-8")
